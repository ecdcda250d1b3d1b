"""The register's sheet of what was made beside the letters: labels, envelopes, files to print.

It is there as soon as there is such a file. It can be put into a register that was made without it, so that
labels made after the letters are told of at once, and the letters need not be gone through again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from noticemerge.excel import CellLooks, Style, Table, TableColumn, Value, WrittenSheet, row_xml
from noticemerge.japan import wareki
from noticemerge.output.record import MadeFor, Other, OtherKind
from noticemerge.output.register_columns import OTHER_FILES

KIND_WORDS = {
    OtherKind.LABELS: "宛名ラベル",
    OtherKind.ENVELOPES: "封筒",
    OtherKind.BUNDLE: "印刷用",
    OtherKind.PDF: "PDF",
    OtherKind.MAIL: "メール",
    OtherKind.PROOFS: "校正",
}
# What the office alone uses: an index, the page of proofs.
_NOBODY = MadeFor("", "")
HEADER_ROW = 3
COLUMNS = (
    TableColumn("種類", 12, 16, align="center"),
    TableColumn("ファイル", 20, 40),
    TableColumn("作成日", 16, 18, align="center"),
    TableColumn("会員番号", 10, 14, align="center", as_text=True),
    TableColumn("宛先", 24, 36),
    TableColumn("位置", 14, 24),
)
_NOTE = "文書のほかに作ったファイルと、その宛先です。宛先のないものは、事務局で使うファイルです。"
_TITLE, _PLAIN = Style(bold=True, size=16), Style()
_LOOKS = [Style(column.align, format="@" if column.as_text else "General") for column in COLUMNS]


def with_others(register: bytes, others: Mapping[str, Other]) -> bytes:
    """The register, whoever saved it last, with the sheet as it is now. Raises as `with_sheet`."""
    from noticemerge.excel import with_sheet  # brings lxml along, which most runs do without

    if not others:
        return register
    return with_sheet(register, OTHER_FILES, lambda looks: _sheet(looks, others))


def _sheet(styles: CellLooks, others: Mapping[str, Other]) -> Iterator[str]:
    table = Table(COLUMNS, {"": _LOOKS}, styles)
    count = 0
    for line in _lines(others):
        table.measure(line)
        count += 1
    sheet = WrittenSheet(
        OTHER_FILES, table.widths, HEADER_ROW + count, text_cells=f"D{HEADER_ROW + 1}:D{HEADER_ROW + count}"
    )
    yield sheet.head()
    yield row_xml(1, ["A"], [styles.cell(_TITLE, OTHER_FILES)], 2)
    yield row_xml(2, ["A"], [styles.cell(_PLAIN, _NOTE)], 1)
    yield table.heading(HEADER_ROW)
    for number, line in enumerate(_lines(others), HEADER_ROW + 1):
        yield table.row(number, "", line)
    yield from sheet.tail()


def _lines(others: Mapping[str, Other]) -> Iterable[list[Value]]:
    for name, other in others.items():
        made_on = wareki(datetime.date.fromisoformat(other.made_on)) if other.made_on else ""
        for to in other.made_for or (_NOBODY,):
            yield [KIND_WORDS[other.kind], name, made_on, to.member, to.name, to.where]
