"""What the rows of members have in common, told by the first of them: so a row of another shape is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from noticemerge.excel import Row
from noticemerge.japan import lazy_pattern
from noticemerge.roster.header import Column, Header

# So many rows below the headings are looked at before the first is judged.
SAMPLE = 200
# A column is usual where as many of the rows that look like members fill it.
_NEARLY_ALL = 0.8
# A row looks like a member where it fills as many of the columns that the fullest fills.
_LIKE_A_MEMBER = 0.5
# Fields whose values have a form that nothing but a member's own row has.
_FORMED = ("postcode", "pref", "tel", "fax", "email")
# Rows of different lengths by which it is told that a program leaves empty fields at the end of a line out.
_FEWEST_SHORT = 3
# A company's own name, which is nobody's title and no part of an address.
_COMPANY = lazy_pattern(
    r"株式|有限|合同|合資|合名|[(（][株有同資名社財]|㈱|㈲|法人|協会|協同|組合|商会|連盟|連合会|機構|財団|社団"
)


@dataclass(frozen=True, slots=True)
class RowShape:
    """`usual` are the positions of columns that nearly all members fill, `formed` those of their values that
    have a form, such as postcodes.

    `is_numbered` says that most members have a number. `drops_empty` says that lines of a text
    file end before their last empty fields.
    """

    usual: frozenset[int]
    formed: frozenset[int]
    number: int
    company: int
    is_numbered: bool
    drops_empty: bool

    def is_alone(self, filled: frozenset[int]) -> bool:
        """Whether a row holds a single cell where members fill three or more."""
        return len(filled) == 1 and len(self.usual) > 2 - (self.number in self.usual)

    def lacks_number(self, row: Row, filled: frozenset[int]) -> bool:
        """Whether a row without a number, among others that have one, may belong to the row above it.

        A member whose number is not known yet has what others have, a company's name or a postcode among it.
        """
        if not self.is_numbered or self.number in filled:
            return False
        others = self.usual - {self.number}
        name = row.cells.get(self.company)
        is_known = bool(self.formed & filled) or bool(name and _COMPANY.search(name.text))
        return not (is_known and len(others & filled) * 2 > len(others))


def shape_of(rows: Sequence[Row], header: Header, fields: Mapping[str, Column]) -> RowShape:
    """The shape of members, by the first rows below the headings."""
    positions = [column.position for column in header.columns]
    number, company = (_position(fields, key) for key in ("member_no", "company"))
    filled = [filled_in(row, positions) for row in rows]
    widest = max((len(own - {number}) for own in filled), default=0)
    likely = [own for own in filled if len(own - {number}) >= max(widest * _LIKE_A_MEMBER, 1)]
    counts = Counter(position for own in likely for position in own)
    usual = frozenset(p for p, count in counts.items() if count >= _NEARLY_ALL * len(likely))
    formed = frozenset(p for key in _FORMED if (p := _position(fields, key)) >= 0)
    numbered = [number in own for own in filled]
    is_numbered = number >= 0 and _are_most(counts[number], len(likely), numbered)
    return RowShape(usual, formed, number, company, is_numbered, _drops_empty(rows))


def filled_in(row: Row, positions: Sequence[int]) -> frozenset[int]:
    """The positions of the columns of the list in which a row holds something."""
    cells = row.cells
    return frozenset(
        p for p in positions if p in cells and (cells[p].kind != "text" or cells[p].text.strip())
    )


def _are_most(count: int, of: int, numbered: Sequence[bool]) -> bool:
    """Whether most members have a number, or every second or third row has, as in a list of two lines."""
    starts = [index for index, has_number in enumerate(numbered) if has_number]
    steps = {other - one for one, other in pairwise(starts)}
    return (count > 1 and count * 2 > of) or (len(steps) == 1 and 1 not in steps) or (count == 1 == of - 1)


def _drops_empty(rows: Sequence[Row]) -> bool:
    """Whether no line ends with an empty field, though lines are of several lengths."""
    widths = Counter(row.width for row in rows)
    short = sum(count for width, count in widths.items() if width < max(widths))
    ends = all(row.width - 1 in row.cells for row in rows)
    return ends and short >= _FEWEST_SHORT and len(widths) >= _FEWEST_SHORT


def _position(fields: Mapping[str, Column], key: str) -> int:
    return fields[key].position if key in fields else -1
