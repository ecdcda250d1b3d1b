"""A merge that would change nothing says so without going through list and letter, if that is sure."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from noticemerge.cli import request
from noticemerge.cli.starter import LETTER, starter_file
from support import make
from support.program import noticemerge

OUT = Path("out")
FIRST = "0007_株式会社あおば商事.docx"


@pytest.fixture
def made(members: Path) -> Path:
    assert noticemerge("merge", members).exit_code == 0
    return members


@pytest.fixture
def readings(made: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each time that list and letter are gone through."""
    told: list[str] = []
    plan = request.Request.plan

    def counted(self: request.Request, step: Callable[[str], None]) -> object:
        told.append("read")
        return plan(self, step)

    monkeypatch.setattr(request.Request, "plan", counted)
    return told


def test_nothing_is_gone_through_again_and_the_same_is_said(made: Path, readings: list[str]) -> None:
    known = noticemerge("merge", made).stdout
    assert readings == []
    (OUT / ".noticemerge" / "last.json").unlink()
    assert noticemerge("merge", made).stdout == known
    assert readings == ["read"]
    assert "文書: 作成 0、変更なし 3、除外 0、エラー 0" in known.splitlines()


def changed_list() -> None:
    make.workbook(Path("members.xlsx"), members=make.MEMBERS[:2])


def changed_letter() -> None:
    make.letter(OUT / FIRST, "手で直した文")


def lost_letter() -> None:
    (OUT / FIRST).unlink()


def lost_register() -> None:
    (OUT / "発送台帳.xlsx").unlink()


def changed_record() -> None:
    record = OUT / ".noticemerge" / "state.jsonl"
    record.write_text(record.read_text("utf-8").replace('"register":"', '"register":"0'), "utf-8")


def damaged_memory() -> None:
    (OUT / ".noticemerge" / "last.json").write_text('{"asked": 1}')


@pytest.mark.parametrize(
    "change", [changed_list, changed_letter, lost_letter, lost_register, changed_record, damaged_memory]
)
def test_whatever_changed_is_seen(made: Path, readings: list[str], change: Callable[[], None]) -> None:
    change()
    noticemerge("merge", made)
    assert readings == ["read"]


@pytest.mark.parametrize(
    "words",
    [
        ["--set", "件名=別の件名"],
        ["--skip", "0012"],
        ["--prune"],
        ["--force"],
        ["--json"],
        ["-v"],
        ["--lang", "en"],
    ],
)
def test_other_words_are_another_run(made: Path, readings: list[str], words: list[str]) -> None:
    noticemerge("merge", made, *words, lang=None if "--lang" in words else "ja")
    assert readings == ["read"]


def test_a_document_to_enclose_that_is_gone_is_seen(made: Path, readings: list[str]) -> None:
    folder = Path("資料")
    folder.mkdir()
    (folder / "1.pdf").write_bytes(b"x")
    book = openpyxl.load_workbook(made)
    book["添付資料"]["C1"], book["添付資料"]["C2"] = "ファイル", "資料/1.pdf"
    book.save(made)
    assert noticemerge("merge", made).exit_code == 0
    assert noticemerge("merge", made).exit_code == 0
    assert readings == ["read"]
    shutil.rmtree(folder)
    assert "資料/1.pdf" in noticemerge("merge", made).stdout
    assert readings == ["read", "read"]


def test_another_model_letter_is_seen(made: Path, readings: list[str]) -> None:
    shutil.copy(starter_file(LETTER), LETTER)
    noticemerge("merge", made)
    assert readings == ["read"]
