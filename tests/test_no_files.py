"""Pipes, devices and links in the place of files, a locale without Japanese: told at once, and no harm."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from noticemerge import CannotUse, LetterTemplate, Roster
from noticemerge.mail.attached_files import Attachments
from noticemerge.output import placing
from support import make
from support.office import REGISTER, contents
from support.program import Ran, noticemerge, noticemerge_process
from support.windows import symbolic_link

OUT = Path("out")
RECORD = OUT / ".noticemerge"
LETTER = Path("templates/request-letter.docx")
DEVICES = ["NUL", "nul.xlsx"] if os.name == "nt" else ["pipe", "/dev/zero", "/dev/null", "to_zero"]


@pytest.fixture(params=DEVICES)
def device(request: pytest.FixtureRequest, members: Path) -> Path:
    """No file: reading it would never end, or give nothing."""
    path = Path(request.param)
    if request.param == "pipe":
        os.mkfifo(path)
    elif request.param == "to_zero":
        path.symlink_to("/dev/zero")
    return path


# -- pipes and devices


def refused(ran: Ran, device: Path) -> None:
    assert ran.exit_code == 3
    assert ran.told == [
        (
            "NM-C40",
            device.name,
            "これはファイルではなく、パイプかデバイスなので、読み込めません。",
            "ファイルの名前を指定してください。CON、NUL、COM1 などの名前は Windows のデバイスなので、"
            "別の名前で保存してください。",
        )
    ]
    assert not OUT.exists()


@pytest.mark.parametrize("command", ["fields", "check", "preview", "merge", "labels", "envelopes"])
def test_a_pipe_or_a_device_is_no_list(device: Path, command: str) -> None:
    refused(noticemerge(command, device, "--json"), device)


def test_a_pipe_or_a_device_is_no_model_letter_and_no_notice(device: Path, members: Path) -> None:
    refused(noticemerge("merge", members, "-t", device, "--json"), device)
    refused(noticemerge("merge", members, "--notice", device, "--json"), device)
    with pytest.raises(CannotUse):
        LetterTemplate.read(device)
    with pytest.raises(CannotUse):
        Roster.read(device)


def test_a_pipe_or_a_device_is_no_text_of_a_mail(device: Path, members: Path) -> None:
    make.workbook(members, notice={**make.NOTICE, "E-mail": "jimu@example.jp"})
    noticemerge("merge", members)
    ran = noticemerge("mail", members, "--text", device, "--json")
    assert (ran.exit_code, [(code, file) for code, file, *_ in ran.told]) == (3, [("NM-C40", device.name)])


def test_a_pipe_or_a_device_is_no_attachment(device: Path, members: Path) -> None:
    book = openpyxl.load_workbook(members)
    book["添付資料"]["C1"], book["添付資料"]["C2"] = "ファイル", str(device)
    book.save(members)
    assert "NM-N14" in [told[0] for told in noticemerge("check", members, "--json").told]
    attachments = Attachments(Path())
    from noticemerge import Notice
    from noticemerge.planning import Enclosure

    (attachment, *_) = Notice.read(members).attachments
    assert attachments.of((Enclosure(attachment, "資料1"),)) == ()
    assert [p.code for p in attachments.problems] == ["NM-M30"]


def test_a_list_that_is_a_pipe_is_refused_where_letters_were_made_before(members: Path) -> None:
    noticemerge("merge", members)
    if os.name == "nt":
        pipe = Path("NUL")
    else:
        members.unlink()
        os.mkfifo(members)
        pipe = members
    assert [told[0] for told in noticemerge("merge", pipe, "--json").told] == ["NM-C40"]
    # Not only --json: what the last run said may not be looked for in it either.
    assert noticemerge("merge", pipe).exit_code == 3


PIPES = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no pipes in folders")
IN_THE_FOLDER = (
    "0007_株式会社あおば商事.docx", REGISTER, "宛名ラベル.docx", ".noticemerge/state.jsonl",
    ".noticemerge/lock", ".noticemerge/sent.jsonl", ".noticemerge/last.json", ".noticemerge/made-from.json",
)  # fmt: skip


@pytest.fixture
def _in_time() -> Iterator[None]:
    """Whoever waits for a pipe is ended."""
    signal.alarm(30)
    yield
    signal.alarm(0)


@PIPES
@pytest.mark.usefixtures("_in_time")
@pytest.mark.parametrize("words", [(), ("merge", "members.xlsx"), ("bundle",), ("verify",)])
@pytest.mark.parametrize("name", IN_THE_FOLDER)
def test_a_pipe_in_the_output_folder_holds_no_command_up(
    members: Path, name: str, words: tuple[str, ...]
) -> None:
    noticemerge("merge", members)
    noticemerge("labels", members)
    (OUT / name).unlink(missing_ok=True)
    os.mkfifo(OUT / name)
    ran = noticemerge(*words, "--json")
    assert (ran.exit_code, [told[0] for told in ran.told]) in ((3, ["NM-C40"]), (0, []))
    # To the first screen a folder without a record is one without letters.
    assert ran.exit_code == 3 or name not in IN_THE_FOLDER[:5] or (name, words) == (IN_THE_FOLDER[3], ())


@PIPES
@pytest.mark.usefixtures("_in_time")
@pytest.mark.parametrize("name", ["members.xlsx", str(LETTER)])
def test_the_first_screen_waits_for_no_pipe(members: Path, name: str) -> None:
    noticemerge("merge", members)
    Path(name).unlink()
    os.mkfifo(name)
    ran = noticemerge("--json")
    assert (ran.exit_code, [told[:2] for told in ran.told]) == (3, [("NM-C40", name)])


# -- the record is no link


def test_a_record_that_is_a_link_out_of_the_folder_is_refused_by_every_command(members: Path) -> None:
    noticemerge("merge", members, "-o", "elsewhere")
    before = contents(Path("elsewhere"))
    OUT.mkdir()
    symbolic_link(RECORD, Path("elsewhere/.noticemerge"))
    for words in (
        ("merge", members),
        ("merge", members, "--force", "--prune", "--skip-errors"),
        ("labels", members),
        ("envelopes", members),
        ("bundle",),
        ("pdf",),
        ("verify",),
        ("mail", members, "--draft"),
    ):
        ran = noticemerge(*words, "--json")
        assert (ran.exit_code, [(code, file) for code, file, *_ in ran.told]) == (
            3,
            [("NM-W41", str(RECORD))],
        ), words
    assert contents(Path("elsewhere")) == before
    assert [path.name for path in OUT.iterdir()] == [".noticemerge"]


@pytest.mark.parametrize("name", ["lock", "state.jsonl", "sent.jsonl"])
def test_a_file_of_the_record_that_is_a_link_empties_nothing(members: Path, name: str) -> None:
    noticemerge("merge", members)
    precious = Path("大切.txt")
    precious.write_text("大切な内容", "utf-8")
    (RECORD / name).unlink(missing_ok=True)
    symbolic_link(RECORD / name, precious)
    ran = noticemerge("merge", members, "--set", "件名=次の件名", "--json")
    assert (ran.exit_code, ran.told[0][:2]) == (3, ("NM-W41", str(RECORD / name)))
    assert precious.read_text("utf-8") == "大切な内容"


def test_an_output_folder_that_is_itself_a_link_is_as_good_as_any(members: Path) -> None:
    Path("share").mkdir()
    symbolic_link(OUT, Path("share"))
    assert noticemerge("merge", members).exit_code == 0
    assert noticemerge("verify").exit_code == 0
    with placing(OUT):
        pass


# -- a locale without Japanese

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has one encoding of file names")
PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@POSIX
@pytest.mark.parametrize("locale", ["C", "POSIX"])
@pytest.mark.parametrize("words", [("merge",), ("check", "--mark"), ("labels",), ("preview", "-o", "look")])
def test_a_locale_without_japanese_is_no_fault(members: Path, locale: str, words: tuple[str, ...]) -> None:
    env = {**PLAIN, "LC_ALL": locale, "PYTHONIOENCODING": ""}
    ran = noticemerge_process("--lang", "ja", words[0], members, *words[1:], env=env)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert re.search("会員名簿|確認用", ran.stdout)


@POSIX
def test_the_letters_have_their_names_in_a_locale_without_japanese(members: Path) -> None:
    noticemerge("merge", members, "-o", "undisturbed")
    noticemerge_process("merge", members, env={**PLAIN, "PYTHONIOENCODING": ""})
    assert contents(OUT) == contents(Path("undisturbed"))
    Path("案内").mkdir()
    ran = noticemerge_process("--lang", "ja", "merge", members.absolute(), "-o", "案内/文書", env=PLAIN)
    assert ran.exit_code == 0
    assert Path("案内/文書/発送台帳.xlsx").is_file()


# -- what `verify` says of what was put aside


def test_after_a_damaged_record_verify_says_what_it_means(members: Path) -> None:
    noticemerge("merge", members)
    (RECORD / "state.jsonl").write_bytes(b"\0" * 500)
    ran = noticemerge("verify")
    assert ran.exit_code == 3
    assert "文書が作成時のままかどうかを確かめられません" in ran.stderr.replace("\n    ", "")
    noticemerge("merge", members)
    found = noticemerge("verify", "--json")
    assert found.told == [
        (
            "NM-W43",
            str(OUT / "発送台帳_旧.xlsx"),
            "以前の 発送台帳.xlsx です。新しいものを作ったときに、この名前で残しました。",
            "必要な内容を新しいほうに写してから、誤って送らないように、削除するか別のフォルダーに移してください。",
        )
    ]
    (OUT / "発送台帳_旧.xlsx").unlink()
    assert noticemerge("verify").exit_code == 0


@pytest.mark.parametrize("name", ["メモ_旧.xlsx", "0007_株式会社あおば商事_旧い.docx"])
def test_another_file_with_such_a_name_is_one_that_nobody_knows(members: Path, name: str) -> None:
    noticemerge("merge", members)
    (OUT / name).write_bytes(b"a file")
    assert [told[:2] for told in noticemerge("verify", "--json").told] == [("NM-W20", str(OUT / name))]
