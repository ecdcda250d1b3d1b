"""Workbooks as programs other than Excel write them, damaged ones, and what comes through unchanged."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noticemerge.excel import Row, Sheet, refuse_what_is_no_workbook, shared_strings, sheet_layout, xml_events
from noticemerge.excel.workbook import read_xlsx
from noticemerge.problems import CannotUse
from support.program import WORKBOOK
from support.roster import refusal

NAME = Path("members.xlsx")
USUAL = "http://schemas.openxmlformats.org/"
SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = (
    f'<styleSheet xmlns="{USUAL}spreadsheetml/2006/main"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="0000"/></numFmts><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="28"/></cellXfs></styleSheet>'
)


def workbook(rows: str, *, after: str = "", strings: str = "", **more: str) -> dict[str, bytes]:
    """The parts of a small workbook with these rows in XML; `more` are attributes of the one sheet."""
    state = "".join(f' {name}="{value}"' for name, value in more.items())
    office, package = f"{USUAL}officeDocument/2006/relationships", f"{USUAL}package/2006"
    main = f'xmlns="{USUAL}spreadsheetml/2006/main"'
    kinds = {
        "worksheet": "worksheets/sheet1.xml",
        "styles": "styles.xml",
        "sharedStrings": "sharedStrings.xml",
    }
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{office}/{kind}" Target="{target}"/>'
        for kind, target in kinds.items()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Override PartName="/xl/workbook.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        f'<sheet name="会員名簿" sheetId="1"{state} r:id="worksheet"/></sheets></workbook>',
        RELATIONS: f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        SHEET: f"<worksheet {main}><sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
    }
    return {name: text.encode() for name, text in parts.items()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def sheet_of(parts: Mapping[str, bytes]) -> Sheet:
    return read_xlsx(NAME, packed(parts)).sheets[0]


def shown(parts: Mapping[str, bytes]) -> dict[int, dict[int, str]]:
    """The texts of the one sheet by row and column."""
    return {row.number: {i: c.text for i, c in row.cells.items()} for row in sheet_of(parts).rows()}


def code_of(parts: Mapping[str, bytes]) -> str:
    """The code with which a workbook is refused, at the latest when its rows are read."""
    return refusal(lambda: list(sheet_of(parts).rows()))


PLAIN = workbook(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>7</v></c></row>',
    strings="<si><t>会員</t></si>",
)
SEEN = {1: {0: "会員", 1: "0007"}}


# -- packages that are put together in other ways


def test_a_small_workbook_written_by_hand_is_read() -> None:
    assert shown(PLAIN) == SEEN


@pytest.mark.parametrize(
    "renamed",
    [lambda n: n.upper(), lambda n: n.replace("/", "\\"), lambda n: f"/{n}"],
    ids=["case", "slash", "root"],
)
def test_parts_are_found_however_their_names_are_written(renamed: Callable[[str], str]) -> None:
    assert shown({renamed(name): data for name, data in PLAIN.items()}) == SEEN


def test_of_two_parts_whose_names_differ_in_case_each_is_found_by_its_own() -> None:
    other = PLAIN[SHEET].replace(b"<v>7</v>", b"<v>8</v>")
    assert shown({**PLAIN, "xl/worksheets/Sheet1.xml": other}) == SEEN


@pytest.mark.parametrize(
    "target", ["/xl/worksheets/sheet1.xml", "../xl/worksheets/./sheet1.xml", "worksheets\\sheet1.xml"]
)
def test_targets_may_be_absolute_or_relative(target: str) -> None:
    relations = PLAIN[RELATIONS].replace(b"worksheets/sheet1.xml", target.encode())
    assert shown({**PLAIN, RELATIONS: relations}) == SEEN


def test_a_workbook_need_not_stand_in_a_folder_nor_be_declared() -> None:
    flat = {name.removeprefix("xl/"): data for name, data in PLAIN.items()}
    flat["_rels/.rels"] = flat["_rels/.rels"].replace(b"xl/workbook", b"workbook")
    assert shown(flat) == SEEN
    assert shown({name: data for name, data in PLAIN.items() if name != "_rels/.rels"}) == SEEN


def test_without_styles_every_cell_is_general() -> None:
    parts = {name: data for name, data in PLAIN.items() if name != "xl/styles.xml"}
    assert shown(parts) == {1: {0: "会員", 1: "7"}}


def test_styles_and_strings_are_found_where_no_relationship_names_them() -> None:
    relations = re.sub(rb'<Relationship Id="(styles|sharedStrings)"[^>]*>', b"", PLAIN[RELATIONS])
    assert shown({**PLAIN, RELATIONS: relations}) == SEEN


def test_a_cell_that_names_a_string_that_is_not_there_is_damage() -> None:
    without = {name: data for name, data in PLAIN.items() if name != "xl/sharedStrings.xml"}
    assert code_of(without) == "NM-R18"
    assert code_of({**PLAIN, SHEET: PLAIN[SHEET].replace(b"<v>0<", b"<v>-1<")}) == "NM-R18"


@pytest.mark.parametrize("style", [b's="9"', b's=""', b's="-1"'])
def test_a_cell_whose_style_is_not_there_is_read_as_general(style: bytes) -> None:
    seen = shown({**PLAIN, SHEET: PLAIN[SHEET].replace(b's="1"', style)})
    assert seen == shown({**PLAIN, SHEET: PLAIN[SHEET].replace(b' s="1"', b"")})


def test_sheets_of_a_chart_and_sheets_without_a_part_are_left_out() -> None:
    chart = PLAIN[RELATIONS].replace(b"relationships/worksheet", b"relationships/chartsheet")
    assert code_of({**PLAIN, RELATIONS: chart}) == "NM-R15"
    assert code_of({name: data for name, data in PLAIN.items() if name != SHEET}) == "NM-R15"


@pytest.mark.parametrize(("state", "visible"), [("visible", True), ("hidden", False), ("veryHidden", False)])
def test_a_sheet_says_whether_it_is_visible(state: str, visible: bool) -> None:
    assert sheet_of(workbook("", state=state)).visible is visible


# -- XML that is written in other ways


def test_prefixes_of_namespaces_change_nothing() -> None:
    def prefixed(data: bytes) -> bytes:
        text = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", data)
        return text.replace(b"xmlns=", b"xmlns:x=")

    assert shown({name: prefixed(data) for name, data in PLAIN.items()}) == SEEN


def test_parts_may_be_in_utf_16() -> None:
    parts = {name: data.decode().encode("utf-16") for name, data in PLAIN.items()}
    refuse_what_is_no_workbook(packed(parts), NAME)
    assert shown(parts) == SEEN


def test_a_workbook_in_strict_open_xml_reads_as_the_usual_one() -> None:
    def strict(data: bytes) -> bytes:
        data = data.replace(
            f"{USUAL}spreadsheetml/2006/".encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/"
        )
        return data.replace(
            f"{USUAL}officeDocument/2006/".encode(), b"http://purl.oclc.org/ooxml/officeDocument/"
        )

    parts = {name: strict(data) for name, data in PLAIN.items()}
    refuse_what_is_no_workbook(packed(parts), NAME)
    assert shown(parts) == SEEN


def test_another_namespace_is_no_worksheet() -> None:
    other = PLAIN[SHEET].replace(b"spreadsheetml/2006/main", b"spreadsheetml/2999/main")
    assert shown({**PLAIN, SHEET: other}) == {}


def test_white_space_between_elements_is_no_text() -> None:
    spaced = {name: data.replace(b"><", b">\n  <") for name, data in PLAIN.items()}
    assert shown(spaced) == SEEN


# -- rows and cells


def test_rows_and_cells_without_a_place_follow_the_last_ones() -> None:
    rows = '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row>'
    rows += '<row r="5.0"/><row><c><v>4</v></c></row>'
    assert shown(workbook(rows)) == {1: {0: "1", 3: "2", 4: "3"}, 6: {0: "4"}}


def test_rows_and_cells_out_of_order_are_put_in_order() -> None:
    rows = (
        '<row r="3"><c r="B3"><v>32</v></c><c r="A3"><v>31</v></c></row><row r="1"><c><v>11</v></c></row>'
        '<row r="3"><c r="C3"><v>33</v></c></row><row r="4"><c r="A2"><v>21</v></c></row>'
    )
    cells = {1: {0: "11"}, 2: {0: "21"}, 3: {0: "31", 1: "32", 2: "33"}}
    assert shown(workbook(rows)) == cells
    assert [list(row) for row in shown(workbook(rows)).values()] == [[0], [0], [0, 1, 2]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>false</v></c>', "FALSE"),
        ('<c r="A1" t="d" s="2"><v>2023-09-25</v></c>', "令和5年9月25日"),
        ('<c r="A1" t="d" s="2"><v>2023-09-25T10:00:00Z</v></c>', "令和5年9月25日"),
        ('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="A1" t="str"><f>B1</f><v>a_x000D_b</v></c>', "a\nb"),
        ('<c r="A1"><v>1.5E3</v></c>', "1500"),
        ('<c r="A1"><v>123456789012</v></c>', "1.23457E+11"),
        (
            '<c r="A1" t="inlineStr"><is><r><t>二</t></r><r><t xml:space="preserve"> 語</t></r></is></c>',
            "二 語",
        ),
        ('<c r="A1" t="inlineStr"><is><t>語</t><rPh sb="0" eb="1"><t>ゴ</t></rPh></is></c>', "語"),
        ('<c r="A1" t="inlineStr"><is><t><![CDATA[<a>&]]></t></is></c>', "<a>&"),
    ],
)
def test_every_type_of_cell_shows_what_it_stores(cell: str, text: str) -> None:
    assert shown(workbook(f'<row r="1">{cell}</row>')) == {1: {0: text}}


def test_what_merged_cells_hide_is_not_read() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>'
    )
    merged = workbook(rows, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    assert shown(merged) == {1: {0: "1"}}


def test_merged_cells_are_found_however_the_part_arrives() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200))
    part = workbook(rows, after='<mergeCells><mergeCell ref="A2:B3"/></mergeCells>')[SHEET]
    for size in (1, 7, 64, 300, 10**6):
        pieces = [part[at : at + size] for at in range(0, len(part), size)]
        assert sheet_layout.read_frame(pieces).merges == ((2, 0, 3, 1),)


def test_an_escaped_escape_is_the_text_that_was_typed() -> None:
    parts = workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>_x005F_x000D_</t></si>")
    assert [row.cells[0].text for row in sheet_of(parts).stream()] == ["_x000D_"]


def test_rows_can_be_had_one_by_one_without_being_kept() -> None:
    sheet = sheet_of(workbook("".join(f"<row><c><v>{n}</v></c></row>" for n in range(3))))
    rows: Iterator[Row] = sheet.stream()
    assert next(rows).cells[0].value == 0
    assert [row.cells[0].value for row in sheet.stream()] == [0, 1, 2]
    assert list(sheet.rows()) == list(sheet.stream())


# -- damage


def test_a_workbook_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_strings, "MOST_STRINGS", 1)
    assert code_of(PLAIN) == "NM-R11"
    monkeypatch.undo()
    monkeypatch.setattr(xml_events, "MOST_KEPT", 2)
    assert code_of(PLAIN) == "NM-R11"
    monkeypatch.undo()
    assert code_of(workbook(f"<row>{'<c/>' * 200_000}</row>")) == "NM-R11"


@pytest.mark.parametrize("opened", ["<a>", "<v>", "<is>", "<rPh>"])
def test_elements_in_a_cell_without_end_are_refused(opened: str) -> None:
    deep = opened * 1000 + opened.replace("<", "</") * 1000
    assert code_of(workbook(f"<row><c>{deep}</c></row>")) == "NM-R18"


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_elements_in_elements_without_end_are_refused(part: str) -> None:
    end = PLAIN[part][PLAIN[part].rindex(b"</") :]
    deep = b"<a>" * 1000 + b"</a>" * 1000
    assert code_of({**PLAIN, part: PLAIN[part].replace(end, deep + end)}) == "NM-R18"


@pytest.mark.parametrize(
    "rows",
    [
        "<row><row></row></row>",
        "<c><v>1</v></c>",
        "<row><c><c/></c></row>",
        '<row r="x"/>',
        '<row><c r="1A"><v>1</v></c></row>',
        '<row><c t="d"><v>x</v></c></row>',
        '<row><c t="b"><v>2</v></c></row>',
        f"<row><c><v>{'9' * 5000}</v></c></row>",
    ],
)
def test_cells_that_make_no_sense_are_refused(rows: str) -> None:
    assert code_of(workbook(rows)) == "NM-R18"


@pytest.mark.parametrize("reference", ["A1:", "A:B", "x", ""])
def test_a_range_that_makes_no_sense_is_refused(reference: str) -> None:
    after = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    assert code_of(workbook("", after=after)) == "NM-R18"


def test_a_document_type_declaration_far_inside_a_part_is_refused() -> None:
    far = b"<!--" + b"x" * 10000 + b"--><!DOCTYPE a []>"
    for part in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", RELATIONS):
        assert code_of({**PLAIN, part: far + PLAIN[part]}) == "NM-R13"


def _read_whole(data: bytes) -> None:
    refuse_what_is_no_workbook(data, NAME)
    for sheet in read_xlsx(NAME, data).sheets:
        assert [row.number for row in sheet.rows()] == sorted({row.number for row in sheet.rows()})
        assert isinstance(sheet.merges, tuple) and isinstance(sheet.hidden_columns, frozenset)


def _readable_or_refused(data: bytes) -> None:
    try:
        _read_whole(data)
    except CannotUse as refused:
        assert refused.problem.code.startswith("NM-R")


Damage = list[tuple[float, bytes]]
DAMAGE = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4)), min_size=1, max_size=6)
WHOLE = WORKBOOK.read_bytes()


def _damaged(data: bytes, damage: Damage) -> bytes:
    """Other bytes at some places: as many as were there."""
    whole = bytearray(data)
    for place, written in damage:
        at = int(place * len(whole))
        whole[at : at + len(written)] = written[: len(whole) - at]
    return bytes(whole)


@settings(max_examples=150)
@given(DAMAGE)
def test_a_damaged_file_is_read_or_refused(damage: Damage) -> None:
    _readable_or_refused(_damaged(WHOLE, damage))


@settings(max_examples=200)
@given(st.sampled_from(sorted(PLAIN)), DAMAGE)
def test_a_damaged_part_is_read_or_refused(part: str, damage: Damage) -> None:
    _readable_or_refused(packed({**PLAIN, part: _damaged(PLAIN[part], damage)}))


@settings(max_examples=150)
@given(st.data())
def test_pieces_of_a_part_that_change_places_are_read_or_refused(data: st.DataObject) -> None:
    part = data.draw(
        st.sampled_from([SHEET, "xl/styles.xml", "xl/workbook.xml", "xl/sharedStrings.xml", RELATIONS])
    )
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    words = re.findall(rb'<[^>]*>|"[^"]*"|[^<"]+', parts.get(part, PLAIN[part])[:3000])
    one, other = (data.draw(st.integers(0, len(words) - 1)) for _ in range(2))
    words[one], words[other] = words[other], words[one]
    rest = parts.get(part, PLAIN[part])[3000:]
    _readable_or_refused(packed({**parts, part: b"".join(words) + rest}))


# -- texts

# Characters beyond those of cp932: of the supplementary planes, with a variation selector, joined emoji.
RARE = st.sampled_from(
    ["𠮷", "𩸽", "葛\U000e0100", "辻\U000e0101", "👨\u200d👩\u200d👧", "か\u3099", "\ufa19", "\ue000", "〜−‖"]
)
TYPED = st.lists(
    st.one_of(st.characters(codec="cp932", exclude_categories=["Cc"], exclude_characters="¢£¬‖−〜"), RARE),
    min_size=1,
    max_size=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.lists(TYPED.map("".join).filter(str.strip), min_size=1, max_size=4))
def test_every_text_of_japanese_comes_back_as_typed(texts: list[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for column, text in enumerate(texts, 1):
        sheet.cell(1, column).value = text
        sheet.cell(1, column).data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    (row,) = read_xlsx(NAME, stream.getvalue()).sheets[0].rows()
    assert [cell.text for cell in row.cells.values()] == texts
