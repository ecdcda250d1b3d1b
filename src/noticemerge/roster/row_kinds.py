"""Rows below a header, told apart: members, rows that are none, rows that must be asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from noticemerge.excel import Row, Sheet, SheetCell
from noticemerge.japan import fold, lazy_pattern, vocabulary
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.header import Column, Header
from noticemerge.roster.left_words import said_of_rows
from noticemerge.roster.merged_rows import MergedRows
from noticemerge.roster.row_shape import SAMPLE, RowShape, filled_in, shape_of
from noticemerge.roster.row_words import DIGITS, is_count, is_group, is_nobody, is_remark, is_sample, is_total

TOTAL, REMARK, HEADING, EMPTY, NOTE = "total", "remark", "heading", "empty", "note"
GROUP, SAMPLE_ROW, STRUCK, OTHER_TABLE = "group", "sample", "struck", "other table"
_NAMES = ("company", "person", "rep_name")
_WIDE = 3
_HEADS = lazy_pattern("以下|これより|ここから|下記|次の")
_MOST_SAID = 30
MOST_ROWS_SAID = 10
# Of the texts of a row that is another heading, so many are known ones.
_MOSTLY = 0.6
# And so many at least, if the list has as many: a member may be called 代表 and get a FAX.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row below the header that is no member: its number, how it begins, and what it is taken for.

    `reason` is "total", "remark", "heading" (the header once more), "empty" (a row number and nothing
    else), "note" (a few words below the list), "group" (the heading of a group), "sample" (how to fill the
    list in), "struck" (struck through as a whole), "other table" (below a second heading) or "hidden".
    """

    row: int
    text: str
    reason: str


class RowReader:
    """Tells members from other rows, by what stands in the columns that say who a member is.

    `others` are the rows that are not blank and no members, and `doubts` what must be asked about members
    and about the list, once all have been read. `place` is the sheet.
    """

    def __init__(
        self, sheet: Sheet, header: Header, columns: Mapping[str, Column], place: CellPlace | None = None
    ) -> None:
        self.others: list[SkippedRow] = []
        self.doubts: list[Problem] = []
        self._place = place or CellPlace()
        self._sheet = sheet
        self._header = header
        self._fields = columns
        self._positions = [column.position for column in header.columns]
        self._headings = [(column.position, fold(column.header)) for column in header.columns]
        self._names = [columns[key].position for key in _NAMES if key in columns]
        self._number = columns["member_no"].position if "member_no" in columns else -1
        self._person = columns["person"].position if "person" in columns else -1
        self._merges = {(top, left): right for top, left, _, right in sheet.merges}
        self._merged = MergedRows(sheet, header.row, self._positions)
        self._shared_rows: set[int] = set()
        self._width = 0
        self._second_heading = 0
        self._skip = columns["skip"].position if "skip" in columns else -1
        self._left_row, self._left_count, self._left_text = 0, 0, ""
        self._shape: RowShape | None = None

    @property
    def merged_rows(self) -> Collection[int]:
        """The rows that share their number or name with the row above, by merged cells."""
        return self._shared_rows

    def members(self) -> Iterator[Row]:
        """The rows of members from the top; few are held. Raises `OutOfOrderError`."""
        rows = self._merged.filled(self._below())
        first = list(islice(rows, SAMPLE))
        self._shape = shape_of(first, self._header, self._fields)
        held: list[Row] = []
        for row in chain(first, rows):
            named = self._named_cell(row)
            name = named.text.strip() if named else ""
            if reason := self._reason(row, name, named):
                self.others.append(SkippedRow(row.number, beginning(row), reason))
                if reason in (GROUP, REMARK):
                    self._begin_group(row, reason)
            elif not name and self._is_note(row):
                # Unless a member comes below it, it is none.
                held.append(row)
            else:
                for nameless in held:
                    self._ask(nameless, None)
                    yield nameless
                held.clear()
                self._ask(row, named)
                if self._left_row:
                    self._left_count += not _text(row, self._skip)
                yield row
        self._end_group()
        self.others += [SkippedRow(row.number, beginning(row), NOTE) for row in held]
        self.others.sort(key=lambda other: other.row)
        self.doubts += self._of_list()

    def _begin_group(self, row: Row, reason: str) -> None:
        """Note a row that heads members who have left; a legend (※印は退会者) heads nobody."""
        self._end_group()
        text = beginning(row)
        if said_of_rows(text) and (reason == GROUP or _HEADS.search(text)):
            self._left_row, self._left_text = row.number, text

    def _end_group(self) -> None:
        if self._left_count:
            where = CellPlace(file=self._place.file, sheet=self._place.sheet, cell=str(self._left_row))
            self.doubts.append(problem("NM-R126", where, text=self._left_text, count=self._left_count))
        self._left_row = self._left_count = 0

    def _below(self) -> Iterator[Row]:
        """The rows below the heading; of it, how many fields it has."""
        for row in self._sheet.from_the_top():
            if row.number > self._header.row:
                yield row
            elif row.number == self._header.row:
                self._width = row.width

    def _reason(self, row: Row, name: str, named: SheetCell | None) -> str:
        """Why a row is no member. One that shows an error, or was never calculated, may be anything."""
        if row.number in self._sheet.totals:
            return TOTAL
        reason = self._seems(row, name, named)
        if reason == HEADING:
            self._second_heading = 0
        if self._second_heading and reason != OTHER_TABLE:
            return OTHER_TABLE
        return "" if reason and _is_unsure(row) else reason

    def _seems(self, row: Row, name: str, named: SheetCell | None) -> str:
        first = _first_text(row)
        if not first:
            return ""
        if is_total(first) and (name in ("", first) or is_count(name)):
            return TOTAL
        if is_remark(first, name):
            return REMARK
        if self._is_heading(row):
            return HEADING
        if reason := self._heading_in_other_words(row, first, name):
            return reason
        if _is_struck_out(row, named):
            return STRUCK
        if is_sample(first) or (name and is_sample(name)):
            return SAMPLE_ROW
        if (len(row.cells) == 1 or not name) and self._is_group(row, first):
            return GROUP
        if name:
            return ""
        filled = [column for column in self._header.columns if _text(row, column.position)]
        if filled and all(column.field and column.field.key == "seq" for column in filled):
            return EMPTY
        return REMARK if not filled or self._is_spread(row) else ""

    def _is_heading(self, row: Row) -> bool:
        """The header once more, as on each printed page."""
        found = 0
        for position, heading in self._headings:
            if text := _text(row, position):
                if not _ends(heading, text):
                    return False
                found += 1
        return found > 1

    def _heading_in_other_words(self, row: Row, first: str, name: str) -> str:
        """Whether a row holds headings: of the same columns in other words, or of another table."""
        if first[0] in DIGITS or not _may_be_heading(name or first) or len(row.cells) < 2:
            return ""
        texts = {position: text for position in row.cells if (text := _text(row, position))}
        meant = {position: found for position, text in texts.items() if (found := _meaning(text))}
        own = {column.position: column.field.key for column in self._header.columns if column.field}
        if len(set(meant.values())) < min(_FEWEST, len(own)) or len(meant) < _MOSTLY * len(texts):
            return ""
        if any(cell.kind != "text" for cell in row.cells.values()):
            return ""
        alike = {"seq": "member_no"}  # No. above numbers of members
        same = {
            p
            for p, text in texts.items()
            if meant.get(p) == own.get(p, "")
            or self._is_own(p, text)
            or alike.get(meant.get(p, "")) == own.get(p)
        }
        if len(same) == len(texts):
            return HEADING
        self._second_heading = row.number
        headings = "、".join(texts.values())[:_MOST_SAID]
        where = CellPlace(file=self._place.file, sheet=self._place.sheet, cell=str(row.number))
        facts = {"row": row.number, "header": self._header.row, "headings": headings}
        self.doubts.append(problem("NM-R101", where, **facts))
        return OTHER_TABLE

    def _is_own(self, position: int, text: str) -> bool:
        """Whether a text is the heading of its column, as typed."""
        return any(p == position and _ends(heading, text) for p, heading in self._headings)

    def _is_group(self, row: Row, first: str) -> bool:
        """The heading of a group, such as the members of a chapter: nothing else is in its row."""
        assert self._shape
        filled = filled_in(row, self._positions)
        alone = self._shape.is_alone(filled) or (not filled and len(row.cells) == 1)
        return alone and is_group(first)

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

    def _named_cell(self, row: Row) -> SheetCell | None:
        """Who the member is: the first of company, person and representative that is filled in."""
        for position in self._names:
            if _text(row, position):
                return row.cells[position]
        return None

    def _ask(self, row: Row, named: SheetCell | None) -> None:
        """Whether a row that is taken for a member is one, and only one."""
        name = named.text.strip() if named else ""
        shape = self._shape
        assert shape
        if row.width and row.width != self._width:
            self._ask_of_width(row, shape)
        position, first = self._merged.first_row(row.number, [self._number, *self._names])
        if first:
            self._shared_rows.add(row.number)
            self._ask_of_merged(row, position, first)
        elif not name or len(row.cells) == 1 or (shape.is_numbered and not _text(row, self._number)):
            self._ask_of_shape(row, name, shape)
        if named and named.marks and is_struck(named):
            self._doubt("NM-R106", row, text=name)
        if name and is_nobody(name):
            self._doubt("NM-R113", row, text=name)

    def _ask_of_shape(self, row: Row, name: str, shape: RowShape) -> None:
        filled = filled_in(row, self._positions)
        if _is_unsure(row):
            return
        if shape.is_alone(filled):
            self._doubt("NM-R100", row, text=beginning(row))
        elif shape.lacks_number(row, filled):
            heading = self._fields["member_no"].header
            self._doubt("NM-R102", row, text=beginning(row), heading=heading)
        elif not name and self._names and not _text(row, self._number):
            heading = next(self._fields[key].header for key in _NAMES if key in self._fields)
            self._doubt("NM-R102", row, text=beginning(row), heading=heading)

    def _ask_of_merged(self, row: Row, position: int, first: int) -> None:
        """Rows over which the number or the name is merged are several people of one member, or its lines."""
        own = self._merged.first_row(row.number, [self._person])[1] != first and _text(row, self._person)
        if self._number >= 0:
            is_own = self._merged.first_row(row.number, [self._number])[1] == 0 and _text(row, self._number)
            if is_own:
                return
        elif own and position != self._person:
            return
        heading = next(c.header for c in self._header.columns if c.position == position)
        self._doubt("NM-R103", row, first=first, second=row.number, heading=heading)

    def _ask_of_width(self, row: Row, shape: RowShape) -> None:
        """A line of a text file with fewer fields than the headings, or with more that are filled."""
        is_longer = max(row.cells) >= self._width
        is_shorter = row.width < self._width and not shape.drops_empty
        if self._width and (is_longer or is_shorter):
            self._doubt("NM-R110", row, count=row.width, wanted=self._width)

    def _doubt(self, code: str, row: Row, **facts: object) -> None:
        place = CellPlace(
            file=self._place.file, sheet=self._place.sheet, cell=str(row.number), row=row.number
        )
        self.doubts.append(problem(code, place, **facts))

    def _of_list(self) -> Iterator[Problem]:
        if self._merged.areas:
            yield problem("NM-R104", self._place, areas=some(self._merged.areas))


def _is_struck_out(row: Row, named: SheetCell | None) -> bool:
    """Whether everything in a row is struck through: so clerks delete a member."""
    known = named or next(iter(row.cells.values()))
    if known.marks is None or not is_struck(known):
        return False
    cells = [cell for cell in row.cells.values() if cell.text.strip()]
    return sum(map(is_struck, cells)) * 2 > len(cells)


def is_struck(cell: SheetCell) -> bool:
    """Whether a cell is struck through as a whole."""
    return cell.marks is not None and bool(cell.marks.struck) and cell.marks.struck == cell.text


def beginning(row: Row) -> str:
    """How a row begins, for a person to know it by."""
    said = " ".join(word for cell in row.cells.values() for word in cell.text.split())
    return said if len(said) <= _MOST_SAID else said[:_MOST_SAID] + "…"


def some(names: list[str]) -> str:
    """The names in a line, the first ten of them."""
    return "、".join(names[:MOST_ROWS_SAID]) + ("…" if len(names) > MOST_ROWS_SAID else "")


def _ends(heading: str, text: str) -> bool:
    """Whether a folded heading ends with a text."""
    last = text[-1]
    return (last not in DIGITS or heading.endswith(last)) and heading.endswith(fold(text))


def _meaning(text: str) -> str:
    field = vocabulary().member.find(text)
    return field.key if field else ""


def _may_be_heading(text: str) -> bool:
    """Whether a text may be a known heading, told quickly of the names of members."""
    return text[-1] in _LAST_LETTERS and len(text) <= _MOST_SAID and bool(_meaning(text))


def _first_text(row: Row) -> str:
    for cell in row.cells.values():
        if text := cell.text.strip():
            return text
    return ""


def _is_unsure(row: Row) -> bool:
    return any(cell.kind in {"formula", "error"} for cell in row.cells.values())


def _text(row: Row, position: int) -> str:
    cell = row.cells.get(position)
    return cell.text.strip() if cell else ""


# With what the known headings end, as they are typed and folded, and brackets behind them.
_LAST_LETTERS = (
    frozenset(
        form[-1] for field in vocabulary().member for word in field.synonyms for form in (word, fold(word))
    )
    | frozenset(")）:：*＊※】」.．")
) - DIGITS
