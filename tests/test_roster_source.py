"""From file to cells: what is refused and why, and what the cells of a readable workbook show."""

from __future__ import annotations

import datetime
import io
import shutil
import warnings
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from noticemerge.excel import Book, Row, column_letter, read_book, sheet_rows, zip_limits
from support.roster import HEADER, MEMBER, refused, rewrite, save

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
SHEET = "xl/worksheets/sheet1.xml"


def texts(path: Path, title: str = "会員名簿") -> dict[str, str]:
    """The displayed text of each cell by its name."""
    sheet = read_book(path).find(title)
    assert sheet is not None
    return {f"{column_letter(i)}{r.number}": c.text for r in sheet.rows() for i, c in r.cells.items()}


def row(path: Path, number: int) -> Row:
    sheet = read_book(path).sheets[0]
    return next(row for row in sheet.rows() if row.number == number)


# -- files that cannot be used, each with its own code


def test_each_kind_of_unusable_file_has_its_own_reason(tmp_path: Path) -> None:
    def file(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    whole = save(tmp_path / "whole.xlsx", [HEADER, MEMBER]).read_bytes()
    assert refused(tmp_path / "missing.xlsx") == "NM-R01"
    assert refused(file("empty.xlsx", b"")) == "NM-R03"
    assert refused(file("cut.xlsx", whole[: len(whole) // 2])) == "NM-R04"
    assert refused(file("locked.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"))) == "NM-R05"
    assert refused(file("old.xlsx", OLE + "Workbook".encode("utf-16-le"))) == "NM-R06"
    assert refused(file("~$members.xlsx", b"\x05clerk")) == "NM-R08"
    assert refused(file("word.xls", OLE + "WordDocument".encode("utf-16-le"))) == "NM-R10"
    assert refused(file("scan.xlsx", b"%PDF-1.7 ...")) == "NM-R10"
    assert refused(file("web.xls", "<html><table>会員</table>".encode())) == "NM-R10"
    assert refused(tmp_path) == "NM-R14"


def test_a_file_that_another_program_holds_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(_: Path) -> bytes:
        raise PermissionError(13, "being used by another process")

    path = save(tmp_path / "members.xlsx", [HEADER])
    monkeypatch.setattr(Path, "read_bytes", held)
    assert refused(path) == "NM-R02"


def test_packages_that_are_no_workbook_of_this_kind(tmp_path: Path) -> None:
    def package(name: str, **parts: str) -> Path:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for part, text in parts.items():
                archive.writestr(part.replace("__", "/"), text)
        return tmp_path / name

    types = "[Content_Types].xml"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert refused(package("letter.xlsx", **{types: word, "word__document.xml": ""})) == "NM-R10"
    assert refused(package("photos.xlsx", **{"a.txt": "a"})) == "NM-R10"
    assert refused(package("list.xlsx", **{types: "", "xl__workbook.bin": ""})) == "NM-R12"


def test_entities_are_refused_wherever_they_are_declared(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "docProps/core.xml"):
        path = save(tmp_path / "members.xlsx", [HEADER])
        rewrite(path, part, lambda text: bomb + text.removeprefix("<?xml version='1.0' encoding='UTF-8'?>"))
        assert refused(path) == "NM-R13"
    path = save(tmp_path / "members.xlsx", [HEADER])
    comment = f"<!--{'x' * 10000}-->"
    rewrite(path, SHEET, lambda text: comment + bomb + text)
    assert refused(path) == "NM-R13"


def test_damaged_xml_and_odd_contents_are_refused_with_a_cure(tmp_path: Path) -> None:
    def changed(part: str, old: str, new: str) -> str:
        path = save(tmp_path / "members.xlsx", [HEADER, MEMBER])
        return refused(rewrite(path, part, lambda text: text.replace(old, new)))

    assert changed(SHEET, "</sheetData>", "") == "NM-R17"
    assert changed("xl/workbook.xml", "</workbook>", "") == "NM-R17"
    assert changed(SHEET, 't="inlineStr"><is>', 't="s"><v>7</v><is>') == "NM-R18"
    assert changed(SHEET, 't="inlineStr"><is>', 't="n"><v>x</v><is>') == "NM-R18"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "members.xlsx", [HEADER])
    rewrite(path, SHEET, lambda text: text.replace("</sheetData>", " " * 40_000_000 + "</sheetData>"))
    assert refused(path) == "NM-R11"
    small = save(tmp_path / "small.xlsx", [HEADER])
    monkeypatch.setattr(zip_limits, "MAX_ENTRIES", 3)
    assert refused(small) == "NM-R11"


def test_an_encrypted_zip_is_said_to_have_a_password(tmp_path: Path) -> None:
    data = bytearray(save(tmp_path / "members.xlsx", [HEADER]).read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag in the central directory
    (tmp_path / "members.xlsx").write_bytes(data)
    assert refused(tmp_path / "members.xlsx") == "NM-R05"


# -- what the cells show


def test_a_workbook_is_known_by_its_content_whatever_its_name_ends_in(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx.example", [HEADER, MEMBER])
    assert texts(path)["B2"] == "株式会社あおば"
    shutil.copy(path, tmp_path / "名簿.csv")
    assert texts(tmp_path / "名簿.csv")["B2"] == "株式会社あおば"


def test_the_file_is_closed_and_not_changed(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [HEADER, MEMBER])
    before = path.read_bytes()
    book = read_book(path)
    path.rename(tmp_path / "moved.xlsx")  # Windows refuses this while a file is open
    assert [r.number for r in book.sheets[0].rows()] == [1, 2]
    assert (tmp_path / "moved.xlsx").read_bytes() == before


def test_values_show_as_in_excel(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for cell, value, code in (
            ("A1", 7, "0000"),
            ("B1", 600001, r"000\-0000"),
            ("C1", datetime.date(2023, 9, 25), '[$-411]ggge"年"m"月"d"日"'),
            ("D1", datetime.datetime(2023, 9, 25, 13, 5), "yyyy/m/d h:mm"),
            ("E1", 12.0, "General"),
            ("F1", True, "General"),
            ("G1", "総務", '@"課"'),
            ("H1", datetime.timedelta(hours=36), "[h]:mm"),
            ("I1", 45194, '[$-411]gge"年"'),
        ):
            sheet[cell] = value
            sheet[cell].number_format = code

    path = save(tmp_path / "members.xlsx", [], change)
    assert list(texts(path).values()) == [
        "0007", "060-0001", "令和5年9月25日", "2023/9/25 13:05", "12", "TRUE", "総務課", "36:00", "令5年",
    ]  # fmt: skip
    cells = row(path, 1).cells
    assert [cells[i].kind for i in range(9)] == [
        "number", "number", "date", "date", "number", "bool", "text", "date", "date",
    ]  # fmt: skip
    assert cells[8].value == datetime.datetime(2023, 9, 25)


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        (14, "2023/9/25"),
        (22, "2023/9/25 12:00"),
        (27, "R5.9.25"),
        (28, "令和5年9月25日"),
        (30, "9/25/23"),
        (31, "2023年9月25日"),
        (32, "12時00分"),
        (33, "12時00分00秒"),
        (34, "2023年9月"),
        (35, "9月25日"),
        (36, "R5.9.25"),
        (50, "R5.9.25"),
        (54, "令和5年9月25日"),
        (55, "2023年9月"),
        (56, "9月25日"),
        (57, "R5.9.25"),
        (58, "令和5年9月25日"),
        (6, "¥45,195"),
        (38, "45,195"),
        (41, "45,195"),
    ],
)
def test_formats_that_japanese_excel_stores_by_number_alone(
    tmp_path: Path, number_format: int, shown: str
) -> None:
    path = save(
        tmp_path / "members.xlsx", [[45194.5]], lambda sheet: setattr(sheet["A1"], "number_format", "0.0")
    )
    rewrite(
        path, "xl/styles.xml", lambda text: text.replace('numFmtId="164"', f'numFmtId="{number_format}"', 1)
    )
    # The first is the definition of 0.0 itself: without it the cell's number is one of the built-in ones.
    rewrite(path, "xl/styles.xml", lambda text: _without_definitions(text, number_format))
    assert texts(path) == {"A1": shown}


def _without_definitions(styles: str, number_format: int) -> str:
    start, end = styles.index("<numFmts"), styles.index("</numFmts>") + len("</numFmts>")
    return (styles[:start] + styles[end:]).replace('numFmtId="164"', f'numFmtId="{number_format}"')


def test_a_format_defined_in_the_file_wins_over_the_built_in_one(tmp_path: Path) -> None:
    path = save(
        tmp_path / "members.xlsx", [[45194]], lambda sheet: setattr(sheet["A1"], "number_format", "0.0")
    )
    rewrite(path, "xl/styles.xml", lambda text: text.replace('numFmtId="164"', 'numFmtId="58"'))
    assert texts(path) == {"A1": "45194.0"}


def test_dates_that_count_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime.datetime(1904, 1, 1)
    sheet = book.active
    assert sheet is not None
    sheet.title = "会員名簿"
    sheet["A1"] = datetime.date(2021, 1, 1)
    book.save(tmp_path / "members.xlsx")
    assert texts(tmp_path / "members.xlsx") == {"A1": "2021-01-01"}


def test_rare_characters_come_through_untouched(tmp_path: Path) -> None:
    names = ["㈱髙島﨑", "𠮷田", "葛\U000e0100城", "\ufa19谷", "A&B<C>", "～－∥", "  前後の空白　"]
    path = save(tmp_path / "members.xlsx", [names])
    assert list(texts(path).values()) == names


def test_line_breaks_and_escapes_are_decoded(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [["A", "B", "C", "D"]])
    values = {"A": "一_x000D_\n二", "B": "一\r\n二&#13;三", "C": "_xD842__xDFB7_野", "D": "_x0041_"}

    def change(text: str) -> str:
        for old, new in values.items():
            text = text.replace(f"<t>{old}</t>", f"<t>{new}</t>")
        return text

    rewrite(path, SHEET, change)
    assert list(texts(path).values()) == ["一\n二", "一\n二\n三", "𠮷野", "A"]


def test_shared_strings_come_without_their_furigana(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [["A", "B"]])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    rewrite(path, "[Content_Types].xml", lambda text: text.replace("</Types>", override))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/sharedStrings.xml",
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<si><t>漢字</t><rPh sb="0" eb="2"><t>カンジ</t></rPh></si>'
            "<si><r><t>太字_x000D_</t></r><r><t>と細字</t></r></si></sst>",
        )
    for number, old in enumerate("AB"):
        inline, shared = f't="inlineStr"><is><t>{old}</t></is>', f't="s"><v>{number}</v>'
        rewrite(path, SHEET, lambda text, inline=inline, shared=shared: text.replace(inline, shared))
    assert texts(path) == {"A1": "漢字", "B1": "太字\nと細字"}


def test_errors_and_formulas_without_a_result_are_known_as_such(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [["#N/A", "=A1&B1", "=1+1", "=T(A1)", "=IF(1,2)", "x"]])

    def calculated(text: str) -> str:
        text = text.replace("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
        return text.replace('<c r="D1"><f>', '<c r="D1" t="str"><f>')

    rewrite(path, SHEET, calculated)
    cells = row(path, 1).cells
    assert (cells[0].kind, cells[0].text) == ("error", "#N/A")
    assert (cells[1].kind, cells[1].text, cells[1].value) == ("formula", "", "=A1&B1")
    assert (cells[2].kind, cells[2].text) == ("number", "2")
    assert 3 not in cells  # an empty text is a result
    assert (cells[4].kind, cells[4].value) == ("formula", "=IF(1,2)")


def test_a_format_that_is_not_understood_is_named_with_the_cell(tmp_path: Path) -> None:
    path = save(
        tmp_path / "members.xlsx", [[0.5]], lambda sheet: setattr(sheet["A1"], "number_format", "?/?/?")
    )
    assert row(path, 1).cells[0].unknown == "?/?/?"


def test_hidden_rows_hidden_columns_merges_and_hidden_sheets_are_known(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions.group("C", "E", hidden=True)
        sheet.merge_cells("A3:C4")
        sheet.parent.create_sheet("控え").sheet_state = "hidden"

    path = save(tmp_path / "members.xlsx", [["a", "b"], ["c"], ["d"]], change)
    book = read_book(path)
    assert [r.hidden for r in book.sheets[0].rows()] == [False, True, False]
    assert book.sheets[0].hidden_columns == {2, 3, 4}
    assert book.sheets[0].merges == ((3, 0, 4, 2),)
    assert [(sheet.title, sheet.visible) for sheet in book.sheets] == [("会員名簿", True), ("控え", False)]


def test_only_cells_that_exist_are_read(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [["a"]], lambda sheet: sheet.cell(1048576, 16384, "b"))
    rewrite(path, SHEET, lambda text: text.replace('ref="A1:XFD1048576"', 'ref="A1"'))
    assert texts(path) == {"A1": "a", "XFD1048576": "b"}


def test_blank_rows_are_no_rows(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [["a"], [], ["　 "], ["", None], ["b"]])
    assert [r.number for r in read_book(path).sheets[0].rows()] == [1, 5]


def test_nothing_that_openpyxl_warns_of_reaches_the_user(tmp_path: Path) -> None:
    path = save(tmp_path / "members.xlsx", [["a"]])
    extension = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    rewrite(path, SHEET, lambda text: text.replace("</worksheet>", extension))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert texts(path) == {"A1": "a"}


def test_a_sheet_is_found_by_a_title_written_alike_the_very_same_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("会員 名簿", "会員名簿", "添付資料"):
        book.create_sheet(title)
    stream = io.BytesIO()
    book.save(stream)
    (tmp_path / "members.xlsx").write_bytes(stream.getvalue())
    found: Book = read_book(tmp_path / "members.xlsx")
    assert [sheet.title if (sheet := found.find(t)) else None for t in ("会員名簿", "会員名 簿", "通知")] == [
        "会員名簿", "会員 名簿", None,
    ]  # fmt: skip


def test_a_sheet_formatted_far_below_its_list_reads_as_if_it_were_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "members.xlsx", [["a", "", "c"], [], ["", "x"]])
    as_it_is = texts(path)
    formatted = "".join(
        f'<row r="{r}" s="0"><c r="A{r}" s="0"/><c s="0" r="B{r}" /></row>' for r in range(4, 900)
    )

    def change(text: str) -> str:
        text = text.replace(
            "</sheetData>", f'{formatted}<row r="901"><c r="C901"><v>7</v></c></row></sheetData>'
        )
        return text.replace('<c r="A1"', '<c r="Z1" s="0"/><c r="A1"')

    rewrite(path, SHEET, change)
    monkeypatch.setattr(sheet_rows, "MOST_CELLS", 4)
    assert texts(path) == {**as_it_is, "C901": "7"}
    monkeypatch.setattr(sheet_rows, "MOST_CELLS", 3)
    assert refused(path) == "NM-R11"
