"""A list saved as text, CSV or tab-separated, becomes a book of one sheet.

Decoded strictly (`text_encoding`): by its byte order mark, else as UTF-8, else as cp932, the code page
Japanese Excel writes. Never as shift_jis, which does not know ㈱, ①, 髙 or ～.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from noticemerge.excel.book import Book, Row, Sheet, SheetCell
from noticemerge.excel.text_encoding import EncodedText, text_of
from noticemerge.japan import lazy_pattern
from noticemerge.problems import CannotUse, CellPlace, problem

_DELIMITERS = ",\t;"
_LOOK_AT = 20
# What programs write around digits so that Excel does not take them for a number: ="0123".
_KEPT_AS_TEXT = lazy_pattern(r'="(.*)"', re.DOTALL)
_CSV_LIMIT = 2**20
# Cells that may have swallowed a line, of which as many are looked at.
_MOST_LOOKED_AT = 1000
_DIGITS = lazy_pattern(r"\d+")


def read_delimited(path: Path, data: bytes, encoding: str | None = None) -> Book:
    """The book in `data`, the content of the text file `path`; `encoding` is a Python codec's name.

    Rows are numbered as Excel would number them, a record with line breaks being one row. Raises
    `CannotUse` with the line and byte of the first character that is not in the encoding, or the
    line in which a quotation mark opens that does not close where its cell ends.
    """
    place = CellPlace(file=path.name)
    text = text_of(data, encoding, place)
    seen = _Seen(_delimiter(text))
    for record in _records(text, seen.delimiter, place):
        # Quotation marks that do not pair are told at once.
        seen.add(record)
    if line := seen.swallowed():
        raise CannotUse(problem("NM-R19", place, line=line))
    sheet = Sheet("", True, lambda: _rows(text, seen.delimiter, place))
    doubts = (problem("NM-R116", place, encoding=text.named),) if text.named else ()
    return Book(path, (sheet,), is_text=True, is_certain=text.is_certain, doubts=doubts)


@dataclass(slots=True)
class _Record:
    """A record: its fields, and the lines of the file that it stands in, from the first of this number."""

    fields: list[str]
    line: int
    lines: list[str]


def _records(text: EncodedText, delimiter: str, place: CellPlace) -> Iterator[_Record]:
    """The records of a text. Raises `CannotUse` where a quotation mark does not close."""
    csv.field_size_limit(_CSV_LIMIT)
    held: list[str] = []
    reader = csv.reader(_held(text.opened(), held), delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            yield _Record(fields, line, held)
            held.clear()
            line = reader.line_num + 1
    except csv.Error:
        opened = line + _opened_in(held, delimiter)
        raise CannotUse(problem("NM-R19", place, line=opened)) from None


def _held(lines: Iterable[str], held: list[str]) -> Iterator[str]:
    """The lines, those of the record that is being read in `held`."""
    for line in lines:
        held.append(line)
        yield line


def _rows(text: EncodedText, delimiter: str, place: CellPlace) -> Iterator[Row]:
    for number, record in enumerate(_records(text, delimiter, place), 1):
        cells = {index: _shown(value) for index, value in enumerate(record.fields) if value}
        if cells:
            yield Row(number, cells, width=len(record.fields))


def _delimiter(text: EncodedText) -> str:
    """The sign that parts the first lines most often; a comma where there is none."""
    plain = re.sub(r'"[^"]*"', "", "".join(islice(text.opened(), _LOOK_AT)))
    return max(_DELIMITERS, key=plain.count)


@dataclass(slots=True)
class _Seen:
    """What tells a cell that swallowed the line below it: a quotation mark that a later one closes."""

    delimiter: str
    _widths: Counter[int] = field(default_factory=Counter)
    _first: set[str] = field(default_factory=set)
    _long: list[tuple[int, str, int]] = field(default_factory=list)

    def add(self, record: _Record) -> None:
        """Look at the next record."""
        fields = record.fields
        self._widths[len(fields)] += 1
        if len(self._first) < _MOST_LOOKED_AT and fields:
            self._first.add(_shape(fields[0]))
        if len(record.lines) > 1 and len(self._long) < _MOST_LOOKED_AT:
            for text in fields:
                if "\n" in text.strip() and self.delimiter in text:
                    line = record.line + _opened_in(record.lines, self.delimiter, text)
                    self._long.append((len(fields), text, line))

    def swallowed(self) -> int:
        """The line in which such a cell begins, 0 where there is none.

        It holds as many separators as there are between the fields of a record, and what stands behind
        its line break begins as records do; or its record is of another length than the others.
        """
        if not self._long:
            return 0
        usual = self._widths.most_common(1)[0][0]
        for width, text, line in self._long:
            below = text.strip().partition("\n")[2].split(self.delimiter)
            begins = len(below) > 1 and _shape(below[0]) in self._first
            if begins and (width != usual or text.count(self.delimiter) >= usual - 1 > 1):
                return line
        return 0


def _shape(text: str) -> str:
    """What numbers of one list have in common: 0012 and 0345 are 9."""
    return _DIGITS.sub("9", text.strip())


def _opened_in(lines: list[str], delimiter: str, sought: str | None = None) -> int:
    """In which of the lines of a record, from 0, the cell opens that is `sought`, or does not close."""
    text, at = "".join(lines), 0
    while at < len(text):
        if text[at] != '"':
            end = min(
                (found for sign in (delimiter, "\n") if (found := text.find(sign, at)) >= 0), default=-1
            )
            at = end + 1 if end >= 0 else len(text)
            continue
        opened, close = at, text.find('"', at + 1)
        while close >= 0 and text[close + 1 : close + 2] == '"':
            close = text.find('"', close + 2)
        holds = text[opened + 1 : close].replace('""', '"')
        is_closed = close >= 0 and text[close + 1 : close + 2] in (delimiter, "\r", "\n", "")
        if not is_closed or holds == sought:
            return text.count("\n", 0, opened)
        at = close + 2
    return 0


def _shown(value: str) -> SheetCell:
    kept = _KEPT_AS_TEXT.fullmatch(value)
    text = (kept[1] if kept else value).replace("\r\n", "\n").replace("\r", "\n")
    return SheetCell(text, text, "text")
