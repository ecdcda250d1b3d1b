"""The file 通知.xlsx beside a list: found by itself, told in a line, never read or left unread in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from noticemerge.cli.starter import EMPTY_NOTICE, starter_file
from support import make
from support.program import noticemerge
from support.word import letter_text

FILE = Path("通知.xlsx")
LINES = {
    "文書番号": "会発第9号",
    "発信日": "2023-10-02",
    "件名": "調査について（照会）",
    "発信者団体": "例示県協会",
}
SAID = "通知と添付資料: 通知.xlsx"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make.letter(Path("templates/request-letter.docx"), *make.PARAGRAPHS, "{{ 添付資料 }}")


def listed(name: str = "list.xlsx", **sheets: Any) -> Path:
    """A list of companies, by default without the two sheets."""
    return make.workbook(Path(name), **({"notice": None, "attachments": None} | sheets))


def filled(lines: dict[str, str] = LINES, attachments: tuple[str, ...] = ("調査票",)) -> None:
    """The 通知.xlsx of init, filled in as a clerk does."""
    book = openpyxl.load_workbook(starter_file(EMPTY_NOTICE))
    for row in book["通知"].iter_rows(min_row=5):
        row[1].value = lines.get(row[0].value)
    for number, title in enumerate(attachments, 1):
        book["添付資料"].cell(number + 4, 1, f"資料{number}")
        book["添付資料"].cell(number + 4, 2, title)
    book.save(FILE)


def codes(*words: str | Path) -> set[str]:
    return {code for code, *_ in noticemerge("check", *words, "--json").told if code.startswith("NM-N")}


def first_letter() -> list[str]:
    return letter_text(min(Path("out").glob("*.docx")).read_bytes())


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_without_a_sheet_takes_the_file_beside_it_and_says_so(kind: str) -> None:
    members = listed()
    if kind == "csv":
        members = Path("list.csv")
        members.write_text("会員番号,会社名\n0001,株式会社甲\n", "utf-8-sig")
    filled()
    ran = noticemerge("merge", members)
    assert ran.exit_code == 0
    assert SAID in ran.stdout.splitlines()
    assert {"会発第9号", "令和5年10月2日", "調査について（照会）", "資料1　調査票"} <= set(first_letter())
    assert codes(members) == set()


@pytest.mark.parametrize("command", ["fields", "check", "merge", "labels", "envelopes"])
def test_every_command_that_reads_it_says_so(command: str) -> None:
    members = make.workbook(
        Path("list.xlsx"), header=("会員番号", "会社名", "郵便番号", "住所"), notice=None, attachments=None,
        members=[("0001", "株式会社甲", "100-0001", "千代田区例示1-1")],
    )  # fmt: skip
    filled()
    assert SAID in noticemerge(command, members).stdout.splitlines()


def test_it_is_looked_for_beside_the_list_not_where_one_stands() -> None:
    Path("名簿").mkdir()
    members = listed("名簿/list.xlsx")
    filled()
    assert "NM-N01" in codes(members)
    FILE.replace("名簿/通知.xlsx")
    assert codes(members) == set()


def test_a_list_with_sheets_of_its_own_keeps_them_beside_the_empty_file() -> None:
    members = listed(notice=make.NOTICE, attachments=make.ATTACHMENTS)
    FILE.write_bytes(starter_file(EMPTY_NOTICE).read_bytes())
    ran = noticemerge("merge", members)
    assert SAID not in ran.stdout
    assert codes(members) == set()
    assert "協発第1号" in first_letter()


@pytest.mark.parametrize(
    ("lines", "attachments"), [({"TEL": "03-0000-0001"}, ()), ({}, ("調査票",)), (LINES, ("調査票",))]
)
def test_a_file_that_somebody_filled_in_for_nothing_is_told(
    lines: dict[str, str], attachments: tuple[str, ...]
) -> None:
    members = listed(notice=make.NOTICE, attachments=make.ATTACHMENTS)
    filled(lines, attachments)
    told = {
        code: (file, message, hint)
        for code, file, message, hint in noticemerge("check", members, "--json").told
    }
    assert told["NM-N44"] == (
        "通知.xlsx",
        "このファイルに記入された内容は使いません。list.xlsx に「通知」シートがあるためです。",
        "このファイルを使うときは、list.xlsx から「通知」と「添付資料」のシートを消してください。",
    )
    assert noticemerge("merge", members).exit_code == 0
    assert "協発第1号" in first_letter()


def test_a_sheet_of_attachments_in_the_list_that_is_not_read_is_told() -> None:
    members = listed(attachments=make.ATTACHMENTS)
    filled()
    assert codes(members) == {"NM-N43"}
    noticemerge("merge", members)
    assert "資料1　調査票" in first_letter()


def test_a_file_that_is_named_goes_before_the_one_beside_the_list() -> None:
    members = listed()
    filled()
    other = make.workbook(Path("other.xlsx"))
    ran = noticemerge("merge", members, "--notice", other)
    assert "通知と添付資料: other.xlsx" in ran.stdout.splitlines()
    assert "協発第1号" in first_letter()


def test_what_is_set_goes_before_the_file() -> None:
    members = listed()
    filled()
    noticemerge("merge", members, "--set", "文書番号=会発第10号")
    assert {"会発第10号", "令和5年10月2日"} <= set(first_letter())


def test_a_file_that_cannot_be_read_stops_those_who_need_it_and_nobody_else() -> None:
    FILE.write_bytes(b"PK\x03\x04 half a workbook")
    needs, needs_not = listed(), listed("own.xlsx", notice=make.NOTICE, attachments=make.ATTACHMENTS)
    ran = noticemerge("check", needs)
    assert (ran.exit_code, "通知.xlsx" in ran.stderr + ran.stdout) == (3, True)
    assert noticemerge("check", needs_not).exit_code == 0


def test_a_list_that_is_itself_called_so_is_not_read_twice() -> None:
    members = listed(str(FILE))
    assert codes(members) >= {"NM-N01"}


@pytest.mark.parametrize("change", [LINES | {"文書番号": "会発第11号"}, LINES | {"件名": "別件"}])
def test_a_second_run_sees_what_was_changed_in_the_file(change: dict[str, str]) -> None:
    members = listed()
    filled()
    noticemerge("merge", members)
    filled(change)
    noticemerge("merge", members)
    assert {change["文書番号"], change["件名"]} <= set(first_letter())


def test_a_second_run_sees_a_file_that_has_come_and_one_that_has_gone() -> None:
    members = listed(notice=make.NOTICE, attachments=make.ATTACHMENTS)
    noticemerge("merge", members)
    filled()
    assert "NM-N44" in noticemerge("merge", members).stdout
    FILE.unlink()
    assert "NM-N44" not in noticemerge("merge", members).stdout


def test_the_sender_of_labels_is_read_from_it() -> None:
    members = make.workbook(
        Path("list.xlsx"), header=("会員番号", "会社名", "郵便番号", "住所"), notice=None, attachments=None,
        members=[("0001", "株式会社甲", "100-0001", "千代田区例示1-1")],
    )  # fmt: skip
    filled()
    assert noticemerge("labels", members, "--sender").exit_code == 0
    assert "例示県協会" in "".join(letter_text(Path("out/宛名ラベル.docx").read_bytes()))


@pytest.mark.parametrize(("empty", "cell"), [("発信日", "B6"), ("件名", "B7"), ("発信者団体", "B8")])
def test_what_is_not_filled_in_is_an_error_that_names_the_cell(empty: str, cell: str) -> None:
    make.letter(Path("templates/request-letter.docx"), *make.PARAGRAPHS, "{{ 発信者団体 }}")
    members = listed()
    filled({name: text for name, text in LINES.items() if name != empty})
    ran = noticemerge("check", members, "--json")
    errors = [p["place"] for p in ran.json["problems"] if p["severity"] == "error"]
    assert errors == [{"file": "通知.xlsx", "sheet": "通知", "cell": cell}]
    assert noticemerge("merge", members).exit_code == 1
    assert not list(Path().glob("out/*.docx"))
