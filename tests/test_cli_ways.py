"""The command line when something is wrong, for programs, in either language, on any console."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from support import make
from support.program import noticemerge, noticemerge_process

HEAVY = ("openpyxl", "docxtpl", "docx", "lxml", "babel", "jinja2")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["unknown"], "エラー: 「unknown」というコマンドもフォルダーもありません。"),
        (["check"], "エラー: 会員名簿のファイル（Excel または CSV）を指定してください。"),
        (["check", "a.xlsx", "b.xlsx"], "エラー: 余分な指定があります: b.xlsx"),
        (["check", "a.xlsx", "--wrong"], "エラー: 「--wrong」というオプションはありません。"),
        (
            ["check", "a.xlsx", "--header-row", "x"],
            "エラー: 「--header-row」の値が正しくありません: 行の番号を",
        ),
        (
            ["check", "a.xlsx", "--hidden", "x"],
            "エラー: --hidden には、include または skip を指定してください。",
        ),
        (["check", "a.xlsx", "--set", "発信日"], "エラー: 「--set」の値が正しくありません: 名前=値 の形で、"),
        (["check", "a.xlsx", "--sheet"], "エラー: オプション「--sheet」には値が必要です。"),
        (
            ["preview", "a.xlsx", "--row", "1", "--member", "1"],
            "エラー: --member と --row はどちらか一つにしてください。",
        ),
    ],
)
def test_a_wrong_command_line_is_said_in_japanese_with_exit_status_2(words: list[str], message: str) -> None:
    ran = noticemerge(*words)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.startswith(message)


def test_a_file_that_is_not_there_is_exit_status_3(tmp_path: Path) -> None:
    ran = noticemerge("check", tmp_path / "名簿.xlsx")
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert "名簿.xlsx" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_folder_that_cannot_be_made_is_exit_status_3(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    ran = noticemerge("init", tmp_path / "file" / "below")
    assert ran.exit_code == 3
    assert ran.stderr.startswith("エラー NM-C04")


def test_an_interruption_is_exit_status_130(members: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noticemerge.cli.request.Request.plan", _raising(KeyboardInterrupt()))
    ran = noticemerge("merge", members)
    assert (ran.exit_code, ran.stdout) == (130, "")
    assert "エラー NM-C02\n    中断しました。" in ran.stderr


def test_a_fault_of_the_program_says_so_without_a_traceback(
    members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("noticemerge.cli.request.Request.plan", _raising(ZeroDivisionError("ゼロ")))
    ran = noticemerge("merge", members)
    assert (ran.exit_code, ran.stdout) == (70, "")
    assert ran.stderr.startswith("エラー NM-C03\n    noticemerge 自体の不具合です")
    assert "ZeroDivisionError: ゼロ" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Traceback" in noticemerge("merge", members, "-v").stderr


@pytest.mark.parametrize(
    ("words", "exit_code", "status"),
    [
        (["check", "members.xlsx"], 0, "ok"),
        (["check", "members.xlsx", "--only", "9999"], 1, "error"),
        (["check"], 2, "failed"),
        (["check", "nothing.xlsx"], 3, "failed"),
    ],
)
def test_json_is_one_object_whatever_happens(
    members: Path, words: list[str], exit_code: int, status: str
) -> None:
    for typed in ([*words, "--json"], ["--json", *words]):
        ran = noticemerge(*typed)
        assert (ran.exit_code, ran.stderr) == (exit_code, "")
        assert ran.json["status"] == status
        assert {"status", "problems", "letters", "counts"} <= ran.json.keys()
        assert any(p["severity"] == "error" for p in ran.json["problems"]) == bool(exit_code)


def test_json_tells_of_each_letter_with_its_digest(members: Path) -> None:
    ran = noticemerge("merge", members, "--json", "--skip", "0012")
    assert ran.json["counts"] == {
        "members": 3,
        "letters": {"made": 2, "excluded": 1},
        "problems": {"error": 0, "warning": 0, "note": 0},
    }
    for letter in ran.json["letters"]:
        if letter["status"] == "made":
            data = Path(ran.json["folder"], letter["file"]).read_bytes()
            assert letter["sha256"] == hashlib.sha256(data).hexdigest()
    assert Path(ran.json["register"]).is_file()


def test_quiet_says_nothing_when_all_is_well(members: Path) -> None:
    ran = noticemerge("merge", members, "-q")
    assert (ran.exit_code, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize("command", ["init", "fields", "check", "preview", "merge"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_command_has_help_with_an_example(command: str, lang: str) -> None:
    ran = noticemerge(command, "--help", lang=lang)
    assert ran.exit_code == 0
    assert f"\n  noticemerge {command} " in ran.stdout
    assert ("例:" if lang == "ja" else "Example:") in ran.stdout.splitlines()


def test_the_language_may_be_chosen_before_or_after_the_command(members: Path) -> None:
    before = noticemerge("--lang", "ja", "check", members, lang=None)
    after = noticemerge("check", members, "--lang=ja", lang=None)
    assert before == after
    assert noticemerge("check", members, lang=None).stdout.endswith("  noticemerge merge members.xlsx\n")


# -- as a process of its own


def test_help_is_quick_for_it_loads_no_heavy_library() -> None:
    script = (
        "import sys\nfrom noticemerge.cli import main\nsys.argv[1:] = ['--help']\n"
        "try: main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "click" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_a_console_of_code_page_932_shows_what_it_can(members: Path) -> None:
    make.workbook(members, members=[("0001", "𠮷野\U000e0100商店", "", "", "", "", "", "郵送")])
    ran = noticemerge_process("preview", members, "-o", ".", "--lang", "ja", encoding="cp932")
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[-3] == "確認用の文書: preview_0001_?野?商店.docx"


def test_json_loses_nothing_on_a_console_of_code_page_932(members: Path) -> None:
    make.workbook(members, members=[("0001", "𠮷野商店", "", "", "", "", "", "郵送")])
    ran = noticemerge_process("check", members, "--json", encoding="cp932")
    assert json.loads(ran.stdout)["letters"][0]["file"] == "0001_𠮷野商店.docx"


def test_the_version_is_that_of_the_package() -> None:
    import noticemerge as package

    assert noticemerge_process("--version").stdout == f"noticemerge {package.__version__}\n"


def _raising(error: BaseException):
    def plan(_request: object, _step: object) -> None:
        raise error

    return plan
