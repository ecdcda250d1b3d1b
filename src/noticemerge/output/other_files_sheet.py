"""The register's sheet of what was made beside the letters: labels, envelopes, files to print.

It is there as soon as there is such a file. It can be put into a register that was made without it, so that
labels made after the letters are told of at once, and the letters need not be gone through again.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from noticemerge.excel import CellLooks, Style, Table, TableColumn, Value, WrittenSheet, row_xml
from noticemerge.japan import wareki
from noticemerge.output.added_sheet import with_sheet
from noticemerge.output.record import Other, OtherKind

NAME = "そのほかの作成物"
KIND_WORDS = {
    OtherKind.LABELS: "宛名ラベル",
    OtherKind.ENVELOPES: "封筒",
    OtherKind.BUNDLE: "印刷用",
    OtherKind.PDF: "PDF",
    OtherKind.MAIL: "メール",
    OtherKind.PROOFS: "校正",
}
HEADER_ROW = 3
COLUMNS = (
    TableColumn("種類", 12, 16, align="center"),
    TableColumn("ファイル", 20, 40),
    TableColumn("作成日", 16, 18, align="center"),
    TableColumn("会員番号", 10, 14, align="center", as_text=True),
    TableColumn("宛先", 24, 36),
    TableColumn("位置", 14, 24),
)
_NOTE = "文書のほかに作ったファイルと、その宛先です。"
_TITLE, _PLAIN = Style(bold=True, size=16), Style()
_LOOKS = [Style(column.align, format="@" if column.as_text else "General") for column in COLUMNS]
_NUMBER = 3


def looks_with_room() -> CellLooks:
    """The looks of a register: those of this sheet first, so that it can be put in, or changed, later on."""
    styles = CellLooks()
    for style in (_TITLE, _PLAIN):
        styles.cell(style, "")
    Table(COLUMNS, {"": _LOOKS}, styles).heading(HEADER_ROW)
    for style in _LOOKS:
        styles.cell(style, "")
        styles.cell(style, "=")
    return styles


def with_others(register: bytes, others: Mapping[str, Other]) -> bytes | None:
    """The register, as `register_workbook` made it, with the sheet as it is now.

    None for a workbook with other looks: another version of the program made it.
    """
    with zipfile.ZipFile(io.BytesIO(register)) as package:
        if _looks(looks_with_room()) not in package.read("xl/styles.xml").decode():
            return None
    is_told_of = any(other.made_for for other in others.values())
    return with_sheet(register, _NUMBER, NAME, _sheet(others) if is_told_of else None)


def _looks(styles: CellLooks) -> str:
    """The list of looks as far as these go, which every register of ours begins with."""
    listed = styles.part().split("<cellXfs ")[1].split("</cellXfs>")[0]
    return listed.partition(">")[2]


def _sheet(others: Mapping[str, Other]) -> Iterator[str]:
    styles = looks_with_room()
    table = Table(COLUMNS, {"": _LOOKS}, styles)
    count = 0
    for line in _lines(others):
        table.measure(line)
        count += 1
    sheet = WrittenSheet(
        NAME, table.widths, HEADER_ROW + count, text_cells=f"D{HEADER_ROW + 1}:D{HEADER_ROW + count}"
    )
    yield sheet.head()
    yield row_xml(1, ["A"], [styles.cell(_TITLE, NAME)], 2)
    yield row_xml(2, ["A"], [styles.cell(_PLAIN, _NOTE)], 1)
    yield table.heading(HEADER_ROW)
    for number, line in enumerate(_lines(others), HEADER_ROW + 1):
        yield table.row(number, "", line)
    yield from sheet.tail()


def _lines(others: Mapping[str, Other]) -> Iterable[list[Value]]:
    for name, other in others.items():
        made_on = wareki(datetime.date.fromisoformat(other.made_on)) if other.made_on else ""
        for to in other.made_for:
            yield [KIND_WORDS[other.kind], name, made_on, to.member, to.name, to.where]
