"""The register's sheet of what the clerk noted of members who are not in the list any more."""

from __future__ import annotations

from collections.abc import Iterator

from noticemerge.excel import CellLooks, Style, Table, TableColumn, Value, WrittenSheet, row_xml
from noticemerge.output.clerk_notes import ClerkNotes
from noticemerge.output.register_columns import ADDRESSEE, NOT_LISTED, NUMBER

_HEADER_ROW = 3
_NAMING = (TableColumn(NUMBER, 10, 14, align="center", as_text=True), TableColumn(ADDRESSEE, 24, 36))
_NOTE = (
    "記入のある会員のうち、いまの名簿にない会員です。名簿に戻すと、記入も台帳に戻ります。不要な行は消せます。"
)
_TITLE, _PLAIN = Style(bold=True, size=16), Style()


def with_left(register: bytes, notes: ClerkNotes) -> bytes:
    """The register with the sheet of the notes that have no line in it. Raises as `with_sheet`."""
    from noticemerge.excel import with_sheet  # brings lxml along, which most runs do without

    return with_sheet(register, NOT_LISTED, lambda looks: _sheet(looks, notes))


def _sheet(styles: CellLooks, notes: ClerkNotes) -> Iterator[str]:
    columns = (*_NAMING, *notes.columns)
    looks = [Style(column.align, format="@" if column.as_text else "General") for column in columns]
    table = Table(columns, {"": looks}, styles)
    lines: list[list[Value]] = [
        [left.number, left.addressee, *(left.cells.get(n, "") for n in range(len(notes.columns)))]
        for left in notes.left
    ]
    for line in lines:
        table.measure(line)
    last = _HEADER_ROW + len(lines)
    sheet = WrittenSheet(
        NOT_LISTED,
        table.widths,
        last,
        orientation="landscape",
        text_cells=f"A{_HEADER_ROW + 1}:A{last}",
    )
    yield sheet.head()
    yield row_xml(1, ["A"], [styles.cell(_TITLE, NOT_LISTED)], 2)
    yield row_xml(2, ["A"], [styles.cell(_PLAIN, _NOTE)], 1)
    yield table.heading(_HEADER_ROW)
    for number, line in enumerate(lines, _HEADER_ROW + 1):
        yield table.row(number, "", line)
    yield from sheet.tail()
