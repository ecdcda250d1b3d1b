"""From the description of a case to the file it describes."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table

from support.roster import rewrite


def file_of(case: Path, book: dict[str, Any], folder: Path) -> Path:
    """Write the file of a case into `folder`; returns its path."""
    text = case / "list.csv"
    if text.exists():
        return _text_file(text, book, folder / book.get("name", "members.csv"))
    if "file" in book:
        return _other_file(book["file"], folder)
    path = _workbook(book, folder / book.get("name", "members.xlsx"))
    data = case / "sheetData.xml"
    if data.exists():
        raw = "".join(line.strip() for line in data.read_text("utf-8").splitlines())
        rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: _with_data(xml, raw))
    for part, pairs in book.get("replace", {}).items():
        for old, new in pairs:
            rewrite(path, part, lambda xml, old=old, new=new: _replaced(xml, old, new))  # type: ignore[misc]
    return path


def _text_file(text: Path, book: dict[str, Any], path: Path) -> Path:
    lines = text.read_text("utf-8").replace("\n", "\r\n")
    data = lines.encode(book.get("encoding", "utf-8"))
    path.write_bytes(bytes.fromhex(book.get("begins", "")) + data + bytes.fromhex(book.get("ends", "")))
    return path


def _other_file(file: dict[str, str], folder: Path) -> Path:
    """A file that only begins as its kind does, and holds the name of the stream that tells it."""
    path = folder / file["name"]
    stream = file.get("stream", "").encode("utf-16-le")
    path.write_bytes(bytes.fromhex(file.get("begins", "")) + bytes(100) * bool(stream) + stream)
    return path


def _workbook(book: dict[str, Any], path: Path) -> Path:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.remove(made.active)
    if book.get("date1904"):
        made.epoch = CALENDAR_MAC_1904
    for title, said in book["sheets"].items():
        sheet = made.create_sheet(title)
        for row in said.get("rows", []):
            sheet.append([_value(value) for value in row])
        _shape(sheet, said)
    made.save(path)
    return path


def _shape(sheet: Any, said: dict[str, Any]) -> None:
    for cell, code in said.get("formats", {}).items():
        sheet[cell].number_format = code
    for cell, number in said.get("format_ids", {}).items():
        sheet[cell].number_format = "0"  # which gives the cell a style
        sheet[cell]._style.numFmtId = number
    for area in said.get("merge", []):
        sheet.merge_cells(area)
    for row in said.get("hidden_rows", []):
        sheet.row_dimensions[row].hidden = True
    for area in said.get("hidden_columns", []):
        sheet.column_dimensions.group(*area.split(":"), hidden=True)
    for cell in said.get("struck", []):
        sheet[cell].font = Font(strike=True)
    if "table" in said:
        # Excel's own table, the last row of which holds its totals.
        table = Table(displayName="会員", ref=said["table"], totalsRowCount=1)
        sheet.add_table(table)
    sheet.auto_filter.ref = said.get("filter")
    sheet.sheet_state = said.get("state", "visible")


def _value(value: Any) -> Any:
    if isinstance(value, dict) and "partly" in value:
        return CellRichText(TextBlock(InlineFont(strike=True), value["partly"]), value["rest"])
    return datetime.date.fromisoformat(value["date"]) if isinstance(value, dict) else value


def _with_data(xml: str, raw: str) -> str:
    return re.sub(r"<sheetData\s*/>|<sheetData>.*</sheetData>", lambda _: raw, xml, flags=re.DOTALL)


def _replaced(xml: str, old: str, new: str) -> str:
    assert old in xml, f"{old} is not in the part"
    return xml.replace(old, new)
