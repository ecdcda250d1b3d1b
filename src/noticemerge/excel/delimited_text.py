"""A list saved as text, CSV or tab-separated, becomes a book of one sheet.

Decoded strictly: by its byte order mark, else as UTF-8, else as cp932, the code page Japanese
Excel writes. Never as shift_jis, which does not know ㈱, ①, 髙 or ～.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from noticemerge.excel.book import Book, Row, Sheet, SheetCell
from noticemerge.problems import CannotUse, CellPlace, problem

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_GUESSED = ("utf-8", "cp932")
_DELIMITERS = ",\t;"
_LOOK_AT = 20
# What programs write around digits so that Excel does not take them for a number: ="0123".
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_CSV_LIMIT = 2**20


def read_delimited(path: Path, data: bytes, encoding: str | None = None) -> Book:
    """The book in `data`, the content of the text file `path`; `encoding` is a Python codec's name.

    Rows are numbered as Excel would number them, a record with line breaks being one row. Raises
    `CannotUse` with the line and byte of the first character that is not in the encoding, or the
    line from which quotation marks no longer pair.
    """
    place = CellPlace(file=path.name)
    codec = _codec_of(data, encoding, place)
    for _ in _rows(data, codec, place):
        # Quotation marks that do not pair are told at once.
        pass
    return Book(path, (Sheet("", True, lambda: _rows(data, codec, place)),), is_text=True)


def _codec_of(data: bytes, encoding: str | None, place: CellPlace) -> str:
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    named = [_codec(encoding, data)] if encoding else [marked] if marked else list(_GUESSED)
    failures = []
    for name in named:
        try:
            _decode(data, name)
            return name
        except UnicodeDecodeError as error:
            failures.append(error)
    # The encoding that went furthest is the one the file is meant to be in.
    worst = max(failures, key=lambda error: error.start)
    line = data.count(b"\n", 0, worst.start) + 1
    byte = worst.start - (data.rfind(b"\n", 0, worst.start) + 1) + 1
    sign = f"0x{data[worst.start]:02X}"
    raise CannotUse(
        problem("NM-R16", place, encoding=worst.encoding, line=line, byte=byte, sign=sign)
    ) from None


def _decode(data: bytes, codec: str) -> None:
    """Decode all, whole only where that fails. Raises UnicodeDecodeError, LookupError for what is no text."""
    try:
        for _ in _opened(data, codec):
            pass
    except UnicodeDecodeError:
        data.decode(codec)
        raise


def _opened(data: bytes, codec: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), codec, newline="")


def _codec(encoding: str, data: bytes) -> str:
    """The codec for an encoding as people call it; Shift_JIS from Windows is cp932."""
    name = codecs.lookup(encoding).name
    if name in ("utf-16", "utf-32") and not data.startswith(_WIDE_MARKS):
        # Without a mark the reading of line by line would not know the order of bytes.
        return f"{name}-le"
    return "cp932" if name in ("shift_jis", "shift_jisx0213", "shift_jis_2004") else name


def _rows(data: bytes, codec: str, place: CellPlace) -> Iterator[Row]:
    csv.field_size_limit(_CSV_LIMIT)
    delimiter = _delimiter("".join(islice(_opened(data, codec), _LOOK_AT)))
    reader = csv.reader(_opened(data, codec), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(reader, 1):
            cells = {index: _shown(value) for index, value in enumerate(record) if value}
            if cells:
                yield Row(number, cells)
    except csv.Error:
        raise CannotUse(problem("NM-R19", place, line=reader.line_num)) from None


def _delimiter(head: str) -> str:
    """The sign that parts the first lines most often; a comma where there is none."""
    plain = re.sub(r'"[^"]*"', "", head)
    return max(_DELIMITERS, key=plain.count)


def _shown(value: str) -> SheetCell:
    kept = _KEPT_AS_TEXT.fullmatch(value)
    text = (kept[1] if kept else value).replace("\r\n", "\n").replace("\r", "\n")
    return SheetCell(text, text, "text")
