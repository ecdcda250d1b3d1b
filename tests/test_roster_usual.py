"""What patterns take from a part is what the parser would have made of it, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticemerge.excel import shared_strings, sheet_rows
from noticemerge.excel.cell_styles import read_styles
from noticemerge.excel.cell_values import Cells
from noticemerge.excel.packed_texts import Packed
from noticemerge.excel.shared_strings import read_strings
from noticemerge.excel.sheet_rows import read_rows
from noticemerge.excel.workbook import _told
from noticemerge.problems.problem import CannotUse, CellPlace
from test_roster_xlsx import STYLES

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def everything(_: object, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """In the place of `without`: the parser gets all."""
    return iter(chunks)


def pieces_of(text: str, size: int) -> list[bytes]:
    data = text.encode("utf-8", "surrogatepass")
    return [data[at : at + size] for at in range(0, len(data), size)]


def outcome(read: Callable[[], Any]) -> Any:
    """What is read, or the code with which it is refused."""
    try:
        with _told(CellPlace(file="members.xlsx")):
            return read()
    except CannotUse as refused:
        return refused.problem.code


def rows_of(text: str, size: int) -> Any:
    strings = Packed()
    for number in range(3):
        strings.append(f"文{number}")
    cells = Cells(read_styles([STYLES.encode()]), lambda: strings, False)
    return outcome(lambda: list(read_rows(pieces_of(text, size), cells)))


def strings_of(text: str, size: int) -> Any:
    def read() -> list[str]:
        found = read_strings(pieces_of(text, size))
        return [found[number] for number in range(len(found))]

    return outcome(read)


def both_ways(module: Any, read: Callable[[str, int], Any], text: str, size: int) -> tuple[Any, Any]:
    taken = read(text, size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "without", everything)
        return taken, read(text, len(text.encode("utf-8", "surrogatepass")) or 1)


# -- what the usual programs write goes by the patterns

USUAL_ROWS = (
    '<row r="1" spans="1:5" x14ac:dyDescent="0.25"><c r="A1" s="1" t="s"><v>0</v></c>'
    '<c r="C1"><v>7</v></c></row>'
    '<row r="3" ht="9" customHeight="1"/><row r="4" customFormat="false" ht="12.8" hidden="true">'
    '<c r="A4" t="inlineStr"><is><t xml:space="preserve"> 会&amp;社&#26666;&#xFA11; </t></is></c>'
    '<c r="B4" s="2"/><c r="AA4" s="1" t="n"></c>'
    '<c r="AB4" t="str"><f t="shared" ref="A1:A2" si="0">A1&amp;B1</f><v>a_x000D_b</v></c>'
    '<c r="AC4" t="b"><v>1</v></c><c r="AD4" t="e"><v>#N/A</v></c>'
    '<c r="AE4" s="2"><f>A1</f><v>45194</v></c></row>'
)


def test_rows_as_programs_write_them_are_not_for_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []

    def parse(chunks: Iterable[bytes], make: object) -> Iterator[None]:
        parsed.extend(chunks)
        return iter(())

    monkeypatch.setattr(sheet_rows, "parse", parse)
    head, end = f"{DECLARED}<worksheet {MAIN}><sheetData>", "</sheetData></worksheet>"
    assert rows_of(head + USUAL_ROWS + end, 50) == []
    assert b"".join(parsed).decode() == head + end


def test_strings_as_programs_write_them_are_not_for_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []

    def parse(chunks: Iterable[bytes], make: object) -> Iterator[None]:
        parsed.extend(chunks)
        return iter(())

    monkeypatch.setattr(shared_strings, "parse", parse)
    items = (
        '<si><t>会社</t><rPh sb="0" eb="2"><t>カイシャ</t></rPh><phoneticPr fontId="1"/></si><si><t/></si>'
        '<si><t xml:space="preserve"> &#20250;&lt; </t></si>'
    ).replace("<si><t/></si>", "<si><t></t></si>")
    assert strings_of(f"<sst {MAIN} count='3'>{items}</sst>", 30) == ["会社", "", " 会< "]
    assert b"".join(parsed).decode() == f"<sst {MAIN} count='3'></sst>"


# -- and whatever is written, both ways agree

TEXTS = [
    "", " ", "会社", "&amp;", "&lt;b&gt;", "&quot;&apos;", "&#20250;", "&#x4f1a;", "&#10;", "&#13;", "&#0;",
    "&#55296;", "&#1114112;", "&#65535;", "&nbsp;", "&", "a&b;", ">", "]]>", "\r\n", "\n\t", "\x01",
    "\ufffe", "\U00020bb7", "_x000D_", "1", "0", "2", "9", "-1", "1.5", "45194", "true", "<![CDATA[x]]>",
    "<!-- </row> -->", "<?x </si>?>",
    "</row>", "<row>", "</si>", "<x/>", "\ud800",
]  # fmt: skip
text = st.sampled_from(TEXTS)
kind = st.sampled_from(
    ["", ' t="s"', ' t="n"', ' t="str"', ' t="inlineStr"', ' t="b"', ' t="e"', ' t=""', ' t="d"']
)
style = st.sampled_from(["", "", ' s="0"', ' s="1"', ' s="2"', ' s="9"', " s='1'"])
name = st.sampled_from(["A1", "B1", "C1", "A2", "B2", "AA2", "A3", "C3", "XFD3", "ZZZ3", "A0", "1A", "a1"])
content = st.one_of(
    text.map(lambda t: f"<v>{t}</v>"),
    text.map(lambda t: f"<is><t>{t}</t></is>"),
    text.map(lambda t: f'<is><t xml:space="preserve">{t}</t></is>'),
    text.map(lambda t: f"<is><r><t>{t}</t></r><rPh><t>x</t></rPh></is>"),
    st.tuples(text, text).map(lambda t: f"<f>{t[0]}</f><v>{t[1]}</v>"),
    text.map(lambda t: f'<f t="shared" si="0"/><v>{t}</v>'),
    st.sampled_from(["", "<v/>", "<f>A1</f>", "<v>1</v><v>2</v>", "<extLst/>"]),
)
cell = st.one_of(
    st.tuples(name, style, kind, content).map(lambda c: f'<c r="{c[0]}"{c[1]}{c[2]}>{c[3]}</c>'),
    st.tuples(name, kind, style).map(lambda c: f'<c r="{c[0]}"{c[1]}{c[2]}/>'),
    st.sampled_from(["<c><v>1</v></c>", '<c r="B2" r="B2"/>', "<c", " ", "<c><c/></c>"]),
)
attributes = st.sampled_from(
    [
        "",
        "",
        ' spans="1:3"',
        ' hidden="1"',
        ' ht="9" hidden="0"',
        ' ht="9" ht="9"',
        ' r="3"',
        ' x="<"',
        ' é="1"',
    ]
)
number = st.sampled_from(["1", "2", "3", "3", "03", "2.0", "0", "99999999999999999999", "x"])
row = st.one_of(
    st.tuples(number, attributes, st.lists(cell, max_size=4)).map(
        lambda r: f'<row r="{r[0]}"{r[1]}>{"".join(r[2])}</row>'
    ),
    st.tuples(number, attributes).map(lambda r: f'<row r="{r[0]}"{r[1]}/>'),
    st.lists(cell, max_size=2).map(lambda cells: f"<row>{''.join(cells)}</row>"),
    st.sampled_from(
        ["\n", "<!-- <row> -->", "<!-- </row> -->", "<?x?>", "<row><row/></row>", "<a></row>", "<rPh>"]
    ),
)
head = st.sampled_from(
    [
        "", DECLARED, "\ufeff", "<?xml version='1.0' encoding='utf-8'?>",
        '<?xml version="1.0" encoding="latin-1"?>', '<?xml version="1.0" encoding="Shift_JIS"?>',
        "<!-- <sheetData> <sst> -->", "<?x <sheetData>?>", "<!DOCTYPE a>", "\n", '<?xml version="1.1"?>',
    ]
)  # fmt: skip
root = st.sampled_from([MAIN, MAIN, MAIN, 'xmlns="other"', MAIN + ' a="!"'])
size = st.sampled_from([1, 7, 64, 10**6])


@settings(max_examples=600)
@given(head, root, st.lists(row, max_size=6), st.booleans(), size)
def test_rows_are_the_same_with_and_without_patterns(
    before: str, names: str, rows: list[str], is_whole: bool, pieces: int
) -> None:
    end = "</sheetData></worksheet>" if is_whole else "</sheetData>"
    written = f"{before}<worksheet {names}><sheetData>{''.join(rows)}{end}"
    taken, parsed = both_ways(sheet_rows, rows_of, written, pieces)
    assert taken == parsed


item = st.one_of(
    text.map(lambda t: f"<si><t>{t}</t></si>"),
    st.tuples(text, text).map(
        lambda t: f'<si><t>{t[0]}</t><rPh sb="0" eb="1"><t>{t[1]}</t></rPh><phoneticPr fontId="1"/></si>'
    ),
    st.tuples(text, text).map(lambda t: f"<si><r><t>{t[0]}</t></r><r><rPr/><t>{t[1]}</t></r></si>"),
    st.sampled_from(
        ["<si/>", "<si><t/></si>", "\n", "<!-- <si> -->", "<si><si></si></si>", "</si>", "<rPh>"]
    ),
)


@settings(max_examples=400)
@given(head, root, st.lists(item, max_size=6), st.booleans(), size)
def test_strings_are_the_same_with_and_without_patterns(
    before: str, names: str, items: list[str], is_whole: bool, pieces: int
) -> None:
    written = f"{before}<sst {names}>{''.join(items)}{'</sst>' if is_whole else ''}"
    taken, parsed = both_ways(shared_strings, strings_of, written, pieces)
    assert taken == parsed


USUAL = f"{DECLARED}<worksheet {MAIN}><sheetData>{USUAL_ROWS * 2}</sheetData></worksheet>"
WORDS = re.findall(r'<[^>]*>|"[^"]*"|[^<"]+', USUAL)


@settings(max_examples=400)
@given(st.lists(st.tuples(st.integers(0, len(WORDS) - 1), st.integers(0, len(WORDS) - 1)), max_size=3), size)
def test_rows_whose_pieces_changed_places_are_the_same_both_ways(
    swaps: list[tuple[int, int]], pieces: int
) -> None:
    words = list(WORDS)
    for one, other in swaps:
        words[one], words[other] = words[other], words[one]
    taken, parsed = both_ways(sheet_rows, rows_of, "".join(words), pieces)
    assert taken == parsed
