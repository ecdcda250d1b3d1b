"""The header of a list: which rows it takes, what its columns are called and what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from noticemerge.excel import Row, Sheet, column_letter
from noticemerge.japan import Field, fold, lazy_pattern, vocabulary
from noticemerge.roster.merged_headings import lower_headings

# Title rows, notes on how to fill in the list and the like may stand above the header.
LOOK_AT = 30
FEWEST = 2
_NEEDED = frozenset({"company", "person", "rep_name", "member_no"})
_MOST_ROWS = 3
# Some columns of a list may have no heading.
_WIDE_ENOUGH = 0.7


# What stands above the columns of attachments.
_ENCLOSURES = lazy_pattern(
    "(?:添付|同封|送付|配布|配付)?(?:資料|書類|物)(?:の?(?:要否|部数|送付))?|別添|別紙|同封"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list.

    `header` is the heading as typed, on one line (of two rows 代表者 and 役職: 代表者役職); `letter` is
    Excel's; `index` counts the columns of the list from 0 and `position` those of the sheet. `field` is
    the standard field it means; `is_sure` is False where only the lower of two headings says so, and
    `under` what stands above it; `called` is the name by which the user said what it means. `part` is what
    it is of the `group` it belongs to ("branch", address1: 支店住所), and `number` which of several alike.
    `is_ignored` says that the user wants it left alone, `is_choice` that its cells say which address is
    taken.
    """

    header: str
    letter: str
    index: int
    field: Field | None = None
    position: int = -1
    hidden: bool = False
    is_sure: bool = True
    under: str = ""
    called: str = ""
    is_ignored: bool = False
    is_choice: bool = False
    group: str = ""
    part: Field | None = None
    number: int = 1

    @property
    def value_field(self) -> Field | None:
        """The field whose kind of value the cells hold: the address of a branch is an address too."""
        return self.field or (None if self.group == "other" else self.part)


@dataclass(frozen=True, slots=True)
class SharedHeading:
    """A heading that is merged over columns (their letters), and what these are taken for: () if unsure."""

    heading: str
    letters: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its first and last row as Excel counts, and its columns from the left.

    `is_guessed` says that nothing in it is known, and that it was told by its form alone; `shared` are
    headings merged over several columns that have none below.
    """

    first_row: int
    row: int
    columns: tuple[Column, ...]
    is_guessed: bool = False
    shared: tuple[SharedHeading, ...] = ()


def find_header(
    sheet: Sheet, row: int | None = None, meant: Mapping[str, str] | None = None
) -> Header | None:
    """The header of a sheet, or None.

    Of the first rows, the one (or two or three, one above the other) with the most standard fields, at
    least two and one of them telling who the member is. With `row`, the header that this row is part of,
    whatever its headings say; None only when the row is empty. `meant` are the keys of fields by folded
    headings that the user said to mean them. Raises `OutOfOrderError`, as all that reads rows one by one.
    """
    grid = _Grid(sheet, row, meant or {})
    if row is None:
        likely = [block for block in grid.blocks() if grid.is_header(block)]
        chosen = max(likely, key=grid.worth, default=None)
    elif row in grid.rows:
        likely = [block for block in grid.blocks() if row in block and grid.worth(block)[0]]
        chosen = max(likely, key=grid.worth, default=range(row, row + 1))
    else:
        chosen = None
    if chosen is None:
        # Where the rows are in no order the header may stand anywhere.
        for _ in sheet.from_the_top():
            pass
        return None
    return Header(chosen[0], chosen[-1], tuple(grid.columns(chosen)), shared=tuple(grid.shared))


def guess_header(sheet: Sheet) -> Header | None:
    """The header of a list none of whose headings is known: of the first rows that are nothing but texts,
    the first of the widest, with a row below it. None where none is about as wide as the list.
    """
    first = list(islice(sheet.from_the_top(), LOOK_AT + 1))
    widest = max(map(_width, first), default=0)
    words = [row for row in first[:-1] if all(cell.kind == "text" for cell in row.cells.values())]
    likely = max(words, key=_width, default=None)
    if likely is None or _width(likely) < _WIDE_ENOUGH * widest:
        return None
    header = find_header(sheet, likely.number)
    return replace(header, is_guessed=True) if header else None


def _width(row: Row) -> int:
    return sum(bool(cell.text.strip()) or cell.kind != "text" for cell in row.cells.values())


class _Grid:
    """The first rows of a sheet, and `row`, in which headings are looked for, with what merged cells show."""

    def __init__(self, sheet: Sheet, row: int | None, meant: Mapping[str, str]) -> None:
        self._meant = meant
        self.rows = {row.number: row for row in _looked_at(sheet, row)}
        self.shared: list[SharedHeading] = []
        self._first = list(self.rows)[:LOOK_AT]
        last = self._first[-1] if self._first else 0
        self._sheet = sheet
        self._merged = {
            (row, column): (top, left)
            for top, left, bottom, right in sheet.merges
            if top <= last and bottom - top < LOOK_AT
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }

    def blocks(self) -> Iterator[range]:
        """Every run of rows that could be one header, the single rows first."""
        for bottom in self._first:
            top = bottom
            yield range(top, bottom + 1)
            while bottom - top + 1 < _MOST_ROWS and self._is_above(top - 1, top):
                top -= 1
                yield range(top, bottom + 1)

    def worth(self, block: range) -> tuple[int, int, int]:
        """For the choice: different fields, then more rows, then the higher place."""
        return len(self._fields(block)), len(block), -block[0]

    def is_header(self, block: range) -> bool:
        """Whether the rows name enough fields, one of which tells who the member is."""
        keys = self._fields(block)
        return len(keys) >= FEWEST and bool(keys & _NEEDED)

    def _fields(self, block: range) -> set[str]:
        """The keys of the fields that the headings mean, or were said to mean."""
        headings = self._headings(block).values()
        said = {self._meant.get(fold(text)) for parts in headings for text in (parts[-1], _joined(parts))}
        keys = {field.key for parts in headings if (field := _meaning(parts)[0])}
        return keys | {key for key in said if key}

    def columns(self, block: range) -> Iterator[Column]:
        """The columns that have a heading, from the left."""
        headings = self._headings(block)
        self.shared = list(self._share(block, headings))
        leaves = [fold(parts[-1]) for parts in headings.values()]
        for index, (position, parts) in enumerate(sorted(headings.items())):
            field, is_sure = _meaning(parts)
            header = parts[-1]
            # The lower heading names the column if no other is called so and the upper changes nothing.
            if leaves.count(fold(header)) > 1 or _find(header) != field:
                header = _joined(parts)
            hidden = position in self._sheet.hidden_columns
            letter, under = column_letter(position), _joined(parts[:-1])
            yield Column(header, letter, index, field, position, hidden, is_sure, under)

    def _headings(self, block: range) -> dict[int, tuple[str, ...]]:
        """The headings of each column from top to bottom, without repeats."""
        found: dict[int, tuple[str, ...]] = {}
        positions = {position for row in block for position in self._positions(row)}
        for position in sorted(positions):
            texts = [self._group(row, block[-1], position) for row in block[:-1]]
            texts.append(self._leaf(block[-1], position))
            parts: list[str] = []
            for text in filter(None, texts):
                if not parts or fold(parts[-1]) != fold(text):
                    parts.append(text)
            if self._leaf(block[-1], position) or self._is_own(block, position):
                found[position] = tuple(parts)
        return found

    def _share(self, block: range, headings: dict[int, tuple[str, ...]]) -> Iterator[SharedHeading]:
        """Give the columns below a merged heading one each that says what they hold, into `headings`."""
        over: dict[int, list[int]] = {}
        for position in sorted({p for row in block for p in self._positions(row)} - headings.keys()):
            origins = (self._origin(row, position) for row in block)
            left = next((at for top, at in origins if at in headings and self._text(top, at)), position)
            if left < position and self._below(block, position):
                over.setdefault(left, [left]).append(position)
        for left, positions in over.items():
            upper = headings[left]
            names = lower_headings(_joined(upper), [self._below(block, p) for p in positions])
            for number, position in enumerate(positions):
                own = names[number] if names else f"{upper[-1]}{number + 1}" if number else ""
                same = not own or fold(own) == fold(upper[-1])
                headings[position] = upper if same else (*upper, own) if names else (*upper[:-1], own)
            letters = [column_letter(position) for position in positions]
            yield SharedHeading(_joined(upper), tuple(letters), names or ())

    def _below(self, block: range, position: int) -> list[str]:
        """What the first rows below the headings hold in a column."""
        rows = (row for number, row in self.rows.items() if number > block[-1])
        cells = (row.cells[position] for row in rows if position in row.cells)
        return [text for cell in cells if (text := cell.text.strip())]

    def _is_own(self, block: range, position: int) -> bool:
        """A column whose one heading stands in an upper row, with nothing below it."""
        return any(self._text(row, position) and self._origin(row, position)[1] == position for row in block)

    def _positions(self, row: int) -> set[int]:
        own = set(self.rows[row].cells) if row in self.rows else set()
        return own | {column for merged, column in self._merged if merged == row}

    def _text(self, row: int, position: int) -> str:
        """What stands in the cell itself, on one line."""
        cell = self.rows[row].cells.get(position) if row in self.rows else None
        return " ".join(cell.text.split()) if cell else ""

    def _origin(self, row: int, position: int) -> tuple[int, int]:
        return self._merged.get((row, position), (row, position))

    def _leaf(self, row: int, position: int) -> str:
        """The heading of the lowest row; one merged sideways is that of its first column only."""
        top, left = self._origin(row, position)
        return self._text(top, left) if left == position else ""

    def _group(self, row: int, bottom: int, position: int) -> str:
        """The heading of an upper row, which goes for all columns it is merged over.

        Without any merging it goes for the columns to its right up to the next one, if they have
        headings of their own below.
        """
        if text := self._text(*self._origin(row, position)):
            return text
        if any(merged == row for merged, _ in self._merged) or not self._text(bottom, position):
            return ""
        left = max((p for p in self.rows[row].cells if p < position), default=None)
        return self._text(row, left) if left is not None and self._text(bottom, left) else ""

    def _is_above(self, upper: int, lower: int) -> bool:
        """Whether one row is the upper half of a header whose lower half is the other.

        The lower row then holds headings, not data; and the two are merged together somewhere, or
        their headings make sense only together, or each fills the other's gaps.
        """
        if upper not in self.rows or lower not in self.rows:
            return False
        texts = {p: self._text(lower, p) for p, cell in self.rows[lower].cells.items() if cell.text.strip()}
        pairs = {p: (self._group(upper, lower, p), text) for p, text in texts.items()}
        together = {p for p, (group, leaf) in pairs.items() if group and _find(group + leaf)}
        known = {p for p, text in texts.items() if _find(text)} | together
        if any(cell.kind != "text" for cell in self.rows[lower].cells.values()) or len(known) * 2 < len(
            texts
        ):
            return False
        tied = any(
            self._merged.get((upper, column)) == origin and self._text(*origin)
            for (row, column), origin in self._merged.items()
            if row == lower and origin[0] <= upper
        )
        changed = {p for p in together if _find("".join(pairs[p])) != _find(texts[p])}
        gaps_below = any(_find(self._text(upper, p)) and p not in texts for p in self.rows[upper].cells)
        gaps_above = any(not self._text(*self._origin(upper, p)) for p in known)
        return bool(texts) and (
            tied
            or bool(changed)
            or (gaps_below and gaps_above)
            or self._is_over(upper, known)
            or _are_told_apart(pairs)
        )

    def _is_over(self, upper: int, known: set[int]) -> bool:
        """Whether a known heading is merged over two headings, as 担当者 is over 役職 and 氏名, or
        添付資料 over the numbers of attachments.
        """
        over = Counter(origin for p in known if (origin := self._merged.get((upper, p))))
        if any(count > 1 and _find(self._text(*origin)) for origin, count in over.items()):
            return True
        enclosing = {o for (row, _), o in self._merged.items() if row == upper and o[0] == upper}
        return any(_ENCLOSURES.fullmatch(self._text(*origin)) for origin in enclosing)


def _are_told_apart(pairs: Mapping[int, tuple[str, str]]) -> bool:
    """Whether upper headings tell lower ones apart that are alike: 本社 and 送付先 above 〒 and 住所."""
    leaves = Counter(fold(leaf) for _, leaf in pairs.values())
    twice = [(fold(group), fold(leaf)) for group, leaf in pairs.values() if leaves[fold(leaf)] > 1]
    return bool(twice) and all(group for group, _ in twice) and len(set(twice)) == len(twice)


def _looked_at(sheet: Sheet, also: int | None) -> Iterator[Row]:
    """The first rows, and the one of this number; no row behind them is read."""
    for count, row in enumerate(sheet.from_the_top(), 1):
        if count <= LOOK_AT or row.number == also:
            yield row
        if count >= LOOK_AT and (also is None or row.number >= also):
            return


@lru_cache(maxsize=4096)
def _find(heading: str) -> Field | None:
    return vocabulary().heading(heading)


def _meaning(parts: tuple[str, ...]) -> tuple[Field | None, bool]:
    """What headings from top to bottom mean, all together or only the lowest, and whether that is sure."""
    if field := _find("".join(parts)):
        return field, True
    for start in range(1, len(parts)):
        if field := _find("".join(parts[start:])):
            return field, False
    return None, True


def _joined(parts: tuple[str, ...]) -> str:
    """代表者 and 役職 as 代表者役職; words of Latin letters are kept apart."""
    text = ""
    for part in parts:
        text += (" " if text and text[-1].isascii() and part[0].isascii() else "") + part
    return text
