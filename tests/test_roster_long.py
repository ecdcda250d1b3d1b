"""Long lists: their rows are read one by one, and what is kept of them is little."""

from __future__ import annotations

import random
import re
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from noticemerge.excel import Row, Sheet, SheetCell, read_book, sheet_rows
from noticemerge.excel.workbook import read_xlsx
from noticemerge.roster import Roster
from noticemerge.roster.header import find_header
from support.roster import HEADER, MEMBER, rewrite, said, save
from test_roster_xlsx import packed, workbook

SHEET = "xl/worksheets/sheet1.xml"
COLUMNS = ["会員番号", "会社名", "担当者名", "住所", "部署"]
ROW = re.compile(r"<row .*?</row>", re.DOTALL)


def long_list(path: Path, count: int) -> Path:
    rows = [
        (f"{n:06d}", f"株式会社見本{n}", "060-0001", f"札幌市中央区{n}", *MEMBER[4:]) for n in range(count)
    ]
    return save(path / f"{count}.xlsx", [HEADER, *rows])


def in_another_order(path: Path, order: Callable[[list[str]], None]) -> Path:
    """The list with the rows of its file in another order; each still says where it belongs."""

    def change(xml: str) -> str:
        rows = ROW.findall(xml)
        order(rows)
        return ROW.sub("", xml).replace("<sheetData>", "<sheetData>" + "".join(rows))

    return rewrite(path, SHEET, change)


@pytest.mark.parametrize(
    "order",
    [list.reverse, lambda rows: rows.append(rows.pop(0)), random.Random(1).shuffle],
    ids=["from below", "the header last", "shuffled"],
)
def test_rows_that_stand_in_the_file_in_no_order_are_read_from_the_top(
    tmp_path: Path, order: Callable[[list[str]], None]
) -> None:
    path = long_list(tmp_path, 60)
    expected = Roster.read(path)
    found = Roster.read(in_another_order(path, order))
    assert (found.header_row, found.columns) == (expected.header_row, expected.columns)
    assert [m.texts for m in found.members] == [m.texts for m in expected.members]
    assert [m.row for m in found.members] == list(range(2, 62))


def test_a_row_that_comes_twice_is_one_member(tmp_path: Path) -> None:
    path = long_list(tmp_path, 60)
    again = '<row r="3"><c r="G3" t="inlineStr"><is><t>備</t></is></c></row>'
    found = Roster.read(rewrite(path, SHEET, lambda xml: xml.replace("</sheetData>", again + "</sheetData>")))
    assert len(found.members) == 60
    assert found.members[1].texts[:2] + found.members[1].texts[6:] == ("000001", "株式会社見本1", "備")


def test_members_that_are_far_apart_are_found_to_be_one(tmp_path: Path) -> None:
    path = long_list(tmp_path, 300)
    twin = [("000007", "㈱見本250", "060-0001", "札幌市中央区250", *MEMBER[4:])]
    rows = [[cell.text for cell in row.cells.values()] for row in read_book(path).sheets[0].rows()]
    found = Roster.read(save(path, [*rows, *twin]))
    assert said(found, "NM-R55", "NM-R62") == [("NM-R55", "A302"), ("NM-R62", "B302")]
    number, company = (p for p in found.problems if p.code in ("NM-R55", "NM-R62"))
    assert (number.facts["other"], company.facts["other"]) == ("A9", "B252")


def test_a_list_is_a_sequence_of_its_members(tmp_path: Path) -> None:
    members = Roster.read(long_list(tmp_path, 5)).members
    assert members and len(members) == 5
    assert [member.texts[0] for member in members[1:3]] == ["000001", "000002"]
    assert members[-1].texts[0] == "000004" and members[-1] == members[4] != members[0]
    with pytest.raises(IndexError):
        members[5]


def held(count: int) -> tuple[int, int]:
    """What reading a list of so many members leaves in memory, and the most that it takes meanwhile."""

    def row(number: int, texts: Iterable[str]) -> str:
        cells = (
            f'<c r="{name}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for name, text in zip("ABCDE", texts, strict=True)
        )
        return f'<row r="{number}">{"".join(cells)}</row>'

    members = ([f"{n:06d}", *(f"{text}{n}" for text in COLUMNS[1:])] for n in range(count))
    numbered = "".join(row(number, texts) for number, texts in enumerate([COLUMNS, *members], 1))
    book = read_xlsx(Path("members.xlsx"), packed(workbook(numbered)))
    tracemalloc.start()
    try:
        roster = Roster.from_book(book)
        assert len(roster.members) == count and not roster.problems
        return tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()


def test_a_member_more_takes_little_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_rows, "_REMEMBERED", 100)
    few, many = 3000, 9000
    held(100)
    before, after = held(few), held(many)
    kept, most = ((more - less) / (many - few) for less, more in zip(before, after, strict=True))
    assert kept < 150 and most < 250, (kept, most)


def test_a_sheet_beside_the_list_is_not_read_to_its_end() -> None:
    def endless() -> Iterator[Row]:
        number = 0
        while True:
            number += 1
            yield Row(
                number, {0: SheetCell("会社名", "会社名", "text"), 1: SheetCell("住所", "住所", "text")}
            )

    header = find_header(Sheet("旧名簿", True, endless))
    assert header is not None and header.row == 1
