"""Spreadsheet files: read into sheets of displayed text, and written.

In: a file's path. Out: a `Book` of sheets whose cells hold what Excel shows; or, from rows of values, the
parts of an .xlsx file. Knows nothing of members: `roster` and `notice` read with it, `output` writes with it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from noticemerge.excel.book import Book, OutOfOrderError, Row, Sheet, SheetCell, column_letter
from noticemerge.excel.book_reading import read_book
from noticemerge.excel.cell_looks import ERA_DATE, HEADING, CellLooks, Style
from noticemerge.excel.cell_text import (
    LINK,
    StoredCell,
    TableColumn,
    Value,
    height_of,
    held,
    shown_width,
    wrapped_lines,
)
from noticemerge.excel.file_kind import is_text, read_file, refuse_what_is_no_workbook
from noticemerge.excel.files_on_disk import bytes_of, is_file_or_folder, is_read_only, patiently
from noticemerge.excel.number_format.displayed_text import TOO_WIDE
from noticemerge.excel.packed_texts import CompressedTexts
from noticemerge.excel.sheet_xml import (
    HYPERLINK,
    WrittenSheet,
    relationships_xml,
    row_xml,
    write_frame,
    write_part,
)
from noticemerge.excel.table_rows import Table
from noticemerge.excel.xml_text import escape, quoteattr
from noticemerge.excel.zip_limits import is_bomb

if TYPE_CHECKING:
    from noticemerge.excel.added_sheet import with_sheet
    from noticemerge.excel.openpyxl_format import (
        cell_at,
        in_schema_order,
        put,
        put_header,
        set_heights,
        set_up_page,
        set_widths,
    )
    from noticemerge.excel.stored_cells import StoredSheet, read_stored

__all__ = [
    "ERA_DATE",
    "HEADING",
    "HYPERLINK",
    "LINK",
    "TOO_WIDE",
    "Book",
    "CellLooks",
    "CompressedTexts",
    "OutOfOrderError",
    "Row",
    "Sheet",
    "SheetCell",
    "StoredCell",
    "StoredSheet",
    "Style",
    "Table",
    "TableColumn",
    "Value",
    "WrittenSheet",
    "bytes_of",
    "cell_at",
    "column_letter",
    "escape",
    "height_of",
    "held",
    "in_schema_order",
    "is_bomb",
    "is_file_or_folder",
    "is_read_only",
    "is_text",
    "patiently",
    "put",
    "put_header",
    "quoteattr",
    "read_book",
    "read_file",
    "read_stored",
    "refuse_what_is_no_workbook",
    "relationships_xml",
    "row_xml",
    "set_heights",
    "set_up_page",
    "set_widths",
    "shown_width",
    "with_sheet",
    "wrapped_lines",
    "write_frame",
    "write_part",
]
# Modules that load openpyxl or lxml, which most runs do without.
_ON_DEMAND = {
    "cell_at": "openpyxl_format",
    "in_schema_order": "openpyxl_format",
    "put": "openpyxl_format",
    "put_header": "openpyxl_format",
    "set_heights": "openpyxl_format",
    "set_up_page": "openpyxl_format",
    "set_widths": "openpyxl_format",
    "StoredSheet": "stored_cells",
    "read_stored": "stored_cells",
    "with_sheet": "added_sheet",
}


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
