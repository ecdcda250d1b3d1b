"""Spreadsheet files: read into sheets of displayed text, and written.

In: a file's path. Out: a `Book` of sheets whose cells hold what Excel shows; or, from rows of values, the
parts of an .xlsx file. Knows nothing of members: `roster` and `notice` read with it, `output` writes with it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticemerge.excel.added_sheet import with_sheet
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
    from noticemerge.excel.files_on_disk import (
        bytes_of,
        is_file_or_folder,
        is_read_only,
        patiently,
        reason_of,
        refuse_endless,
    )
    from noticemerge.excel.number_format.displayed_text import TOO_WIDE
    from noticemerge.excel.openpyxl_format import (
        cell_at,
        in_schema_order,
        put,
        put_header,
        set_heights,
        set_up_page,
        set_widths,
    )
    from noticemerge.excel.packed_texts import CompressedTexts
    from noticemerge.excel.sheet_xml import (
        HYPERLINK,
        WrittenSheet,
        relationships_xml,
        row_xml,
        write_frame,
        write_part,
    )
    from noticemerge.excel.stored_cells import StoredSheet, read_stored
    from noticemerge.excel.table_rows import Table
    from noticemerge.excel.xml_text import escape, quoteattr
    from noticemerge.excel.zip_limits import is_bomb


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
    "reason_of",
    "refuse_endless",
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
# Who only opens files with patience needs no reader of spreadsheets.
_MODULES = {
    "added_sheet": ("with_sheet",),
    "book": ("Book", "OutOfOrderError", "Row", "Sheet", "SheetCell", "column_letter"),
    "book_reading": ("read_book",),
    "cell_looks": ("ERA_DATE", "HEADING", "CellLooks", "Style"),
    "cell_text": (
        "LINK",
        "StoredCell",
        "TableColumn",
        "Value",
        "height_of",
        "held",
        "shown_width",
        "wrapped_lines",
    ),
    "file_kind": ("is_text", "read_file", "refuse_what_is_no_workbook"),
    "files_on_disk": (
        "bytes_of",
        "is_file_or_folder",
        "is_read_only",
        "patiently",
        "reason_of",
        "refuse_endless",
    ),
    "number_format.displayed_text": ("TOO_WIDE",),
    "openpyxl_format": (
        "cell_at",
        "in_schema_order",
        "put",
        "put_header",
        "set_heights",
        "set_up_page",
        "set_widths",
    ),
    "packed_texts": ("CompressedTexts",),
    "sheet_xml": ("HYPERLINK", "WrittenSheet", "relationships_xml", "row_xml", "write_frame", "write_part"),
    "stored_cells": ("StoredSheet", "read_stored"),
    "table_rows": ("Table",),
    "xml_text": ("escape", "quoteattr"),
    "zip_limits": ("is_bomb",),
}
_ON_DEMAND = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
