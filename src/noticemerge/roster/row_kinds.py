"""Rows below a header, told apart: members, totals, remarks, repeated headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from noticemerge.excel import Row, Sheet
from noticemerge.japan import fold, vocabulary
from noticemerge.roster.header import Column, Header

TOTAL, REMARK, HEADING, EMPTY, NOTE = "total", "remark", "heading", "empty", "note"
_UNITS = "社|件|名|人|者|会員|事業場|事業所|部|通"
_COUNT = re.compile(rf"[\d,]+({_UNITS})?")
_SIGNS = ("※", "＊", "*", "(注", "（注", "注)", "注）")
_NAMES = ("company", "person", "rep_name")
# No word for a total begins with one.
_DIGITS = frozenset("0123456789")
_WIDE = 3
_MOST_SAID = 30
MOST_ROWS_SAID = 10


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row below the header that is no member: its number, how it begins, and what it is taken for.

    `reason` is "total", "remark", "heading" (the header once more), "empty" (a row number and nothing
    else), "note" (a few words below the list) or "hidden".
    """

    row: int
    text: str
    reason: str


class RowReader:
    """Tells members from other rows, by what stands in the columns that say who a member is.

    `others` are the rows that are not blank and no members, once all have been read.
    """

    def __init__(self, sheet: Sheet, header: Header, columns: Mapping[str, Column]) -> None:
        self.others: list[SkippedRow] = []
        self._sheet = sheet
        self._header = header
        self._headings = [(column.position, fold(column.header)) for column in header.columns]
        self._names = [columns[key].position for key in _NAMES if key in columns]
        self._number = columns["member_no"].position if "member_no" in columns else -1
        self._merges = {(top, left): right for top, left, _, right in sheet.merges}

    def members(self) -> Iterator[Row]:
        """The rows of members from the top; none is held. Raises `OutOfOrderError`."""
        held: list[Row] = []
        for row in self._sheet.from_the_top():
            if row.number <= self._header.row:
                continue
            name = self._name(row)
            if reason := self._reason(row, name):
                self.others.append(SkippedRow(row.number, beginning(row), reason))
            elif not name and self._is_note(row):
                # Unless a member comes below it, it is none.
                held.append(row)
            else:
                yield from held
                held.clear()
                yield row
        self.others += [SkippedRow(row.number, beginning(row), NOTE) for row in held]
        self.others.sort(key=lambda other: other.row)

    def _reason(self, row: Row, name: str) -> str:
        """Why a row is no member. One that shows an error, or was never calculated, may be anything."""
        reason = self._seems(row, name)
        return "" if reason and _is_unsure(row) else reason

    def _seems(self, row: Row, name: str) -> str:
        first = next((text for cell in row.cells.values() if (text := cell.text.strip())), "")
        if not first:
            return ""
        if _is_total(first) and (name in ("", first) or _COUNT.fullmatch(fold(name))):
            return TOTAL
        if _is_remark(first, name):
            return REMARK
        if self._is_heading(row):
            return HEADING
        if name:
            return ""
        filled = [column for column in self._header.columns if _text(row, column.position)]
        if filled and all(column.field and column.field.key == "seq" for column in filled):
            return EMPTY
        return REMARK if not filled or self._is_spread(row) else ""

    def _name(self, row: Row) -> str:
        """Who the member is: the first of company, person and representative that is filled in."""
        for position in self._names:
            if text := _text(row, position):
                return text
        return ""

    def _is_heading(self, row: Row) -> bool:
        """The header once more, as on each printed page."""
        found = 0
        for position, heading in self._headings:
            if text := _text(row, position):
                if not _ends(heading, text):
                    return False
                found += 1
        return found > 1

    def _is_spread(self, row: Row) -> bool:
        """One text merged over several columns, such as the name of a branch above its members."""
        first, *more = row.cells
        return not more and self._merges.get((row.number, first), first) - first + 1 >= _WIDE

    def _is_note(self, row: Row) -> bool:
        """A few words in a row below the last member, none of them saying who a member is; it has no name."""
        if _text(row, self._number) or _is_unsure(row):
            return False
        filled = sum(1 for position, _ in self._headings if _text(row, position))
        return filled * 3 <= len(self._headings)


def beginning(row: Row) -> str:
    """How a row begins, for a person to know it by."""
    said = " ".join(word for cell in row.cells.values() for word in cell.text.split())
    return said if len(said) <= _MOST_SAID else said[:_MOST_SAID] + "…"


def some(names: list[str]) -> str:
    """The names in a line, the first ten of them."""
    return "、".join(names[:MOST_ROWS_SAID]) + ("…" if len(names) > MOST_ROWS_SAID else "")


@cache
def _totals() -> re.Pattern[str]:
    words = "|".join(map(re.escape, vocabulary().words["rows"]["total_words"]))
    return re.compile(rf"({words})([\d,]+)?({_UNITS})?")


def _is_total(text: str) -> bool:
    # Folding is slow, and most rows begin with a number.
    return text[0] not in _DIGITS and _totals().fullmatch(fold(text)) is not None


def _ends(heading: str, text: str) -> bool:
    """Whether a folded heading ends with a text."""
    last = text[-1]
    return (last not in _DIGITS or heading.endswith(last)) and heading.endswith(fold(text))


def _is_remark(text: str, name: str) -> bool:
    """Whether a row that begins with `text` is one; a mark such as ※ may also stand before a member."""
    if text.startswith(_SIGNS):
        return name in ("", text)
    return not name and fold(text).startswith(tuple(vocabulary().words["rows"]["comment_prefixes"]))


def _is_unsure(row: Row) -> bool:
    return any(cell.kind in {"formula", "error"} for cell in row.cells.values())


def _text(row: Row, position: int) -> str:
    cell = row.cells.get(position)
    return cell.text.strip() if cell else ""
