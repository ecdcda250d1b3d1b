"""Rows and strings that patterns take read as those that the parser tells element by element."""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers.expat import ExpatError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from noticemerge.excel import plain_elements
from noticemerge.excel.cell_styles import Styles
from noticemerge.excel.cell_values import Cells
from noticemerge.excel.shared_strings import SharedStrings, read_strings
from noticemerge.excel.sheet_rows import read_rows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# A comment sends all that follows it the long way.
COMMENT = "<!-- -->"
TEXTS = st.sampled_from(
    [
        "",
        "甲",
        "&#30002;",
        "&#x7532;",
        "甲 &amp; &lt;乙&gt;",
        "&amp;amp;",
        "&#38;amp;",
        " 甲 ",
        "1",
        "-1.5",
        "5.0",
        "TRUE",
        "_x000D_",
        "甲\n乙",
        "甲\r\n乙",
        "&#13;",
        "&#10;",
        "&#0060;",
        "&quot;&apos;",
        "&nbsp;",
        "&#0;",
        "&#55357;",
        "&#9999999;",
        "&#;",
        "&",
        "\x01",
        "<b/>",
        "<!-- 甲 -->",
        "<![CDATA[甲]]>",
        "]]>",
    ]
)
_CELLS = """\
    <c r="C5"/>
    <c r="A5"></c>
    <c r="A5"><v>T</v></c>
    <c r="B5" s="1"><v>T</v></c>
    <c r="D5" t="s"><v>0</v></c>
    <c r="D5" t="s"><v>T</v></c>
    <c r="E5" t="str"><v>T</v></c>
    <c r="F5" s="0" t="inlineStr"><is><t>T</t></is></c>
    <c r="AB5" t="inlineStr"><is><t xml:space="preserve">T</t></is></c>
    <c r="A5" t="inlineStr"><v>T</v></c>
    <c r="A5"><is><t>T</t></is></c>
    <c r="G5" t="b"><v>1</v></c>
    <c r="A5" t="e"><v>#N/A</v></c>
    <c r="A6"><v>1</v></c>
    <c r="XFE5"><v>1</v></c>
    <c r="5"><v>1</v></c>
    <c><v>T</v></c>
    <c t="s" r="A5"><v>0</v></c>
    <c r="A5" s="99"/>
    <c r="A5"><f>NOW()</f><v>T</v></c>
    <c r="A5"><f>B5</f></c>
    <c r="A5" t="inlineStr"><is><r><rPr><strike/></rPr><t>T</t></r><r><t>乙</t></r></is></c>
    <c r="A5"><c r="B5"/></c>
    <c r="A5"><v>T</v>
    <v>T</v>
    <x/>
    T"""
CELLS = st.builds(
    str.replace,
    st.sampled_from([line.strip() for line in _CELLS.splitlines()]),
    st.just("T"),
    TEXTS,
)
BEGINS = st.sampled_from(
    [
        '<row r="5">',
        '<row r="5" spans="1:3" ht="15" hidden="false">',
        '<row r="5" hidden="1">',
        "<row>",
        '<row r="9"/><row r="5">',
        ' <row r="5" x14ac:dyDescent="0.4">',
        '<row r="x">',
        '<row r="5.0">',
        COMMENT + '<row r="5">',
        "",
        '<?x <row r="5"></row>?><row r="5">',
        "</sheetData><sheetData><row>",
    ]
)
ROWS = st.builds(
    lambda begin, cells, end: begin + "".join(cells) + end,
    BEGINS,
    st.lists(CELLS, max_size=4),
    st.sampled_from(["</row>"] * 9 + [""]),
)
ROW = '<row r="1" spans="1:1"><c r="A1" s="0" t="s"><v>0</v></c></row>'
CUTS = st.lists(st.integers(1, 60), min_size=1, max_size=5)


def pieces(text: str, cuts: Iterable[int]) -> list[bytes]:
    """The text in pieces of these sizes, the rest in one."""
    data, found = text.encode("utf-8", "surrogatepass"), []
    for size in cuts:
        found.append(data[:size])
        data = data[size:]
    return [*found, data]


def rows_of(rows: str, cuts: Iterable[int] = (), head: str = "") -> object:
    """The rows that come of this XML, or the kind of fault that is in it."""
    strings = SharedStrings()
    strings.add("共有")
    text = f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><mergeCells/></worksheet>'
    cells = Cells(Styles(), lambda: strings, False)
    try:
        return [(row.number, row.hidden, row.cells) for row in read_rows(pieces(text, cuts), cells)]
    except (ExpatError, ValueError, LookupError, ArithmeticError) as fault:
        return type(fault)


def strings_of(strings: str, cuts: Iterable[int] = (), head: str = "") -> object:
    """The strings that come of this XML, or the kind of fault that is in it."""
    text = f'{head}<sst xmlns="{MAIN}">{strings}</sst>'
    try:
        found = read_strings(pieces(text, cuts))
    except (ExpatError, ValueError) as fault:
        return type(fault)
    return [found.texts[number] for number in range(len(found.texts))], found.struck


@given(st.lists(ROWS, max_size=5), CUTS)
@example(
    [
        '<row r="5"><c r="A5"><v>1</v></c></row>',
        "<x><!--",
        '<row r="5"><c r="A5"><v>1</v></c></row>',
        "--></x>",
    ],
    [1],
)
def test_rows_read_the_same_whichever_way_they_go(rows: list[str], cuts: list[int]) -> None:
    assert rows_of("".join(rows), cuts) == rows_of(COMMENT + "".join(rows))


@given(
    st.lists(
        st.builds(
            str.replace,
            st.sampled_from(
                [
                    "<si><t>T</t></si>",
                    '<si><t xml:space="preserve">T</t></si>',
                    "<si/>",
                    "<si><t/></si>",
                    "<si>",
                    "<si><t>T</t><rPh sb='0' eb='1'><t>カナ</t></rPh></si>",
                    '<si><t>T</t><rPh sb="0" eb="1"><t>カナ</t></rPh><phoneticPr fontId="1"/></si>',
                    '<si><t>甲</t><rPh sb="0" eb="1"><t>T</t></rPh></si>',
                    '<si><rPh sb="0" eb="1"><t>T</t></rPh><t>甲</t></si>',
                    COMMENT,
                    "<?x <si><t>T</t></si>?>",
                    "T",
                    "<si><r><rPr><strike/></rPr><t>T</t></r><r><t>乙</t></r></si>",
                    "</si>",
                    "<x>",
                    "</x>",
                ]
            ),
            st.just("T"),
            TEXTS,
        ),
        max_size=6,
    ),
    CUTS,
)
def test_strings_read_the_same_whichever_way_they_go(strings: list[str], cuts: list[int]) -> None:
    assert strings_of("".join(strings), cuts) == strings_of(COMMENT + "".join(strings))


@pytest.mark.parametrize("encoding", ["iso-8859-1", "US-ASCII", "shift_jis", "utf-8", "UTF-8"])
def test_only_utf_8_is_taken_for_utf_8(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    row = '<row r="1"><c r="A1" t="str"><v>é</v></c></row>'
    assert rows_of(row, head=head) == rows_of(COMMENT + row, head=head)
    assert strings_of("<si><t>é</t></si>", head=head) == strings_of(f"{COMMENT}<si><t>é</t></si>", head=head)


def test_usual_rows_and_strings_need_no_call_for_each_element(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bytes] = []

    class Noted(plain_elements.OnlyChecked):
        def __init__(self, data: bytes) -> None:
            taken.append(data)

    monkeypatch.setattr(plain_elements, "OnlyChecked", Noted)
    rows = [f'<row r="9" ht="15"/>{ROW}', ROW.replace(' s="0" t="s"><v>0</v></c>', "/>")]
    furigana = '<rPh sb="0" eb="1"><t>コウ</t></rPh><phoneticPr fontId="1" type="noConversion"/>'
    strings = ["<si><t>甲</t></si>", f"<si><t>甲</t>{furigana}</si>"]
    rows_of("".join(rows))
    strings_of("".join(strings))
    assert [data.decode() for data in taken if data] == ["".join(rows), "".join(strings)]
