"""`init`: a folder that works at once, and a guide that says what is true."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

import pytest

from noticemerge.cli import shell
from noticemerge.cli.screen_text import COLUMNS
from noticemerge.japan import width
from support.program import WORKBOOK, noticemerge
from support.validator import assert_valid

COMMANDS = ["fields", "check", "preview", "merge", "verify"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def guide(folder: Path) -> list[str]:
    return (folder / "手引き.txt").read_bytes().decode("utf-8-sig").split("\r\n")


def typed(lines: list[str]) -> list[list[str]]:
    """The words of the command lines that the guide or the screen tells to type."""
    return [shlex.split(m[1]) for line in lines if (m := re.match(r"(?:\d\.| ) (noticemerge .*)", line))]


# -- the folder


def test_everything_a_letter_needs_is_there(here: Path) -> None:
    ran = noticemerge("init", "案内", "--json")
    assert [entry["file"] for entry in ran.json["files"]] == [
        str(Path("案内", name))
        for name in (
            "members.xlsx",
            "通知.xlsx",
            "templates/request-letter.docx",
            "templates/request-letter-one-page.docx",
            "templates/request-letter-with-slip.docx",
            "templates/mail-body.txt",
            "資料/はじめに.txt",
            "手引き.txt",
            "noticemerge.bat",
        )
    ]
    assert Path("案内/members.xlsx").read_bytes() == WORKBOOK.read_bytes()
    assert_valid(*Path("案内").rglob("*.xlsx"), *Path("案内").rglob("*.docx"))


def test_the_note_says_which_seven_documents_go_there(here: Path) -> None:
    noticemerge("init", ".")
    assert Path("資料/はじめに.txt").read_bytes().decode("utf-8-sig").split("\r\n") == [
        "同封する資料を、このフォルダーに入れてください。",
        "",
        "  資料1　マイナンバーカードでマイナポイント",
        "  資料2　マイナポイント第2弾広報用チラシ",
        "  資料3　マイナポイント申込期限について（ポスター等の掲示物用）",
        "  資料4　マイナンバーカードを保険証として使うには",
        "  資料5　本人口座登録のお願い",
        "  資料6　スマホ用電子証明書搭載サービス",
        "  資料7　公的個人認証サービスを利用した最新の利用者情報(4情報)提供サービス",
        "",
        "資料の名前は、シート「添付資料」に記入します（自分の名簿のときは 通知.xlsx）。",
        "「ファイル」の列に 資料/資料1.pdf のように書くと、ファイルがないときに check でお知らせします。",
        "",
    ]


def test_a_second_init_adds_only_what_is_missing(here: Path) -> None:
    noticemerge("init", "案内")
    Path("案内/手引き.txt").unlink()
    Path("案内/members.xlsx").write_text("大切な名簿", "utf-8")
    assert [entry["written"] for entry in noticemerge("init", "案内", "--json").json["files"]] == [
        False, False, False, False, False, False, False, True, False,
    ]  # fmt: skip
    assert Path("案内/members.xlsx").read_text("utf-8") == "大切な名簿"


# -- the guide


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_command_of_the_guide_works_as_it_stands(lang: str, here: Path) -> None:
    noticemerge("init", ".", lang=lang)
    lines = typed(guide(here))
    assert [words[1] for words in lines] == COMMANDS
    for _, *words in lines:
        assert noticemerge(*words).exit_code == 0


def test_the_guide_names_the_commands_of_the_program_in_their_order(here: Path) -> None:
    noticemerge("init", ".")
    shown = re.search(r"Commands:\n(.*)", noticemerge("--help", lang="en").stdout, re.DOTALL)
    assert shown is not None
    order = [name for name in re.findall(r"^  (\w+)", shown[1], re.MULTILINE) if name in COMMANDS]
    assert [words[1] for words in typed(guide(here))] == order


def test_the_options_that_the_guide_names_are_those_of_merge(here: Path) -> None:
    noticemerge("init", ".")
    named = set(re.findall(r"--[a-z-]+", "".join(guide(here)))) - {"--hard"}
    assert named == {"--skip-errors", "--force"}
    assert all(name in noticemerge("merge", "--help").stdout for name in named)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_guide_is_one_screen_that_notepad_shows(lang: str, here: Path) -> None:
    noticemerge("init", ".", lang=lang)
    data = Path("手引き.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert len(guide(here)) <= 32
    assert max(map(width, guide(here))) <= COLUMNS


# -- what is printed to be typed


@pytest.mark.parametrize("name", ["案内", "案内 2024", "全角　空白", "it's", "A&B (1)", "-x", "~x", "$HOME"])
def test_the_next_steps_work_when_typed_as_they_stand(name: str, here: Path) -> None:
    ran = noticemerge("init", "--", name)
    change, check = ran.stdout.splitlines()[-2:]
    if os.name == "posix":
        word, folder = shlex.split(change)
        assert word == "cd"
        os.chdir(folder)
    else:
        os.chdir(change.strip().removeprefix("cd ").strip('"'))
    assert Path.cwd() == here / name
    assert noticemerge(*shlex.split(check)[1:]).exit_code == 0


@pytest.mark.parametrize("name", [".", "../案内"])
def test_there_is_nowhere_to_go_from_the_folder_itself(
    name: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("案内").mkdir()
    monkeypatch.chdir("案内")
    assert noticemerge("init", name).stdout.splitlines()[-3:] == [
        "次に: 名簿を Excel で、ひな形を Word で整えてから、直すところがないか",
        "調べてください。",
        "  noticemerge check members.xlsx",
    ]


@pytest.mark.parametrize(
    ("separator", "word", "expected"),
    [
        ("\\", "C:\\総務\\案内", "C:\\総務\\案内"),
        ("\\", "C:\\総務 2024\\案内", '"C:\\総務 2024\\案内"'),
        ("\\", "全角　空白", '"全角　空白"'),
        ("\\", "O'Neil", '"O\'Neil"'),
        ("/", "総務/案内", "総務/案内"),
        ("/", "全角　空白", "'全角　空白'"),
        ("/", "a\\b", "'a\\b'"),
    ],
)
def test_words_are_quoted_for_the_shells_of_the_machine(
    separator: str, word: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "_IS_WINDOWS", separator == "\\")
    assert shell.quoted(word) == expected


def test_the_program_is_called_by_its_name_where_it_is_on_the_path(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = executable(here / "bin" / "noticemerge")
    monkeypatch.setenv("PATH", str(started.parent))
    monkeypatch.setattr(sys, "argv", [str(started)])
    assert shell.program(Path("案内")) == "noticemerge"


def test_the_program_is_called_by_its_place_where_it_is_not_on_the_path(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = executable(here / ".venv" / "bin" / "noticemerge")
    monkeypatch.setenv("PATH", str(here))
    monkeypatch.setattr(sys, "argv", [str(started)])
    assert shell.program(Path("案内")) == str(Path("../.venv/bin/noticemerge"))
    noticemerge("init", "案内")
    assert f"1. {shell.program(Path('案内'))} fields members.xlsx" in guide(here / "案内")


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.write_text("", "utf-8")
    path.chmod(0o755)
    if os.name == "nt":
        path = path.rename(path.with_suffix(".exe"))
    return path
