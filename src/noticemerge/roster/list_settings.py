"""What a workbook says about its own columns, on the sheet 設定, so that nobody types it each time.

A row says in its first cell 列の割り当て and behind it 住所1=自宅住所, as after --map; or 使わない列 and
behind it the heading of a column, as after --ignore. They stand on a sheet of their own, not among the lines
of 通知: those are written anew for each letter and every one of them is a field, while this belongs to the
list for good.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from noticemerge.excel import Book, Row, Sheet, column_letter
from noticemerge.japan import fold, lazy_pattern
from noticemerge.problems import CellPlace, Problem, problem

SETTINGS_SHEET = "設定"
MAP_LINE, IGNORE_LINE = "列の割り当て", "使わない列"
_PAIR = lazy_pattern(r"([^=＝]+)[=＝](.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ListSettings:
    """Which column a field is, by the field's name; the headings of columns to leave alone; what is not
    understood.
    """

    mapping: Mapping[str, str]
    ignored: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    def with_options(self, mapping: Mapping[str, str], ignored: Collection[str]) -> ListSettings:
        """What is typed on the command line wins, for the same field and for the same column."""
        named = {fold(name) for name in mapping} | {fold(heading) for heading in ignored}
        taken = {fold(heading) for heading in mapping.values()}
        kept = {
            n: h for n, h in self.mapping.items() if fold(n) not in named and fold(h) not in named | taken
        }
        left = [h for h in (*self.ignored, *ignored) if fold(h) not in taken]
        return replace(self, mapping={**kept, **mapping}, ignored=tuple(dict.fromkeys(left)))


def read_settings(book: Book) -> ListSettings:
    """The sheet 設定 of a workbook; nothing is said where there is none.

    A sheet of this name that has none of these lines is somebody else's, and left alone.
    """
    sheet = book.find(SETTINGS_SHEET)
    if sheet is None:
        return ListSettings({}, ())
    mapping: dict[str, str] = {}
    ignored, problems = list[str](), list[Problem]()
    for line, row, text, column in _lines(sheet):
        pair = _PAIR.fullmatch(text) if line == MAP_LINE else None
        if line == IGNORE_LINE:
            ignored.append(text)
        elif pair and pair[1].strip() not in mapping:
            mapping[pair[1].strip()] = pair[2].strip()
        else:
            cell = f"{column_letter(column)}{row.number}"
            place = CellPlace(file=book.path.name, sheet=sheet.title, cell=cell)
            problems.append(problem("NM-R81", place, text=text))
    return ListSettings(mapping, tuple(ignored), tuple(problems))


def _lines(sheet: Sheet) -> Iterator[tuple[str, Row, str, int]]:
    """What stands behind each of the two words: one text in each cell, of which there may be several."""
    words = {fold(word): word for word in (MAP_LINE, IGNORE_LINE)}
    for row in sheet.rows():
        cells = [
            (position, text) for position, cell in sorted(row.cells.items()) if (text := cell.text.strip())
        ]
        if cells and (line := words.get(fold(cells[0][1]))):
            for position, text in cells[1:]:
                yield line, row, text, position
