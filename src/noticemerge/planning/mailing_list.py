"""The members' post without a model letter: addressee, postcode and address as letters print them.

Labels and envelopes take all three from here, so that none can name somebody else.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from noticemerge.japan import current_day
from noticemerge.planning.addressing import Addressed, Addressing
from noticemerge.planning.cell_doubts import CellDoubts, parted, that_matter
from noticemerge.planning.column_questions import questions_of_list
from noticemerge.planning.column_use import columns_behind
from noticemerge.planning.destinations import Destinations
from noticemerge.planning.selection import Selection, Selector
from noticemerge.problems import CellPlace, Problem
from noticemerge.roster import Roster

# The fields that decide who gets post at all.
_LOOKED_AT = ("member_no", "delivery", "skip", "left")
# What is printed on post.
_PRINTED = ("宛名", "宛先住所", "宛先郵便番号")
# Post has a problem of its own for a member without an address, and one without a postcode.
_TOLD_BY_POST = frozenset({"NM-A21"})


@dataclass(frozen=True, slots=True)
class PostItem:
    """What is written on a member's post; `place` is the member's row, `problems` all doubts."""

    to: Addressed
    postcode: str
    address: tuple[str, ...]
    place: CellPlace
    problems: tuple[Problem, ...]

    @property
    def printed(self) -> str:
        """As `printed_on_post`."""
        return printed_on_post(self.to.addressee.lines, self.postcode, self.address)


@dataclass(frozen=True, slots=True)
class PostList:
    """All members' post, in the order of the list, and the problems that are not one member's alone."""

    roster: Roster
    items: tuple[PostItem, ...]
    general: tuple[Problem, ...]

    @property
    def is_of_part(self) -> bool:
        """Whether members were chosen for this run alone."""
        return any(item.to.excluded_this_run_only for item in self.items)


def printed_on_post(addressee: Sequence[str], postcode: str, address: Sequence[str]) -> str:
    """What stands for the lines of a member's post: 16 hexadecimal digits."""
    said = "\n".join((*addressee, postcode, *address)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()[:16]


def post_list(
    roster: Roster,
    selection: Selection | None = None,
    today: datetime.date | None = None,
    *,
    printed: Collection[str] = _PRINTED,
    columns: Collection[int] = (),
) -> PostList:
    """Address the post of each member of a list. A doubt about a cell that is not looked at is a note.

    `printed` are the computed fields that are printed on it, `columns` the indexes of further columns.
    """
    selector = Selector(selection or Selection(), roster)
    destinations = Destinations(roster)
    addressing = Addressing(destinations, selector, today or current_day())
    general, of_members = parted(roster.problems)
    looked_at = {column.letter for key in _LOOKED_AT if (column := roster.column_of(key))}
    looked_at |= {column.letter for label in printed for column in columns_behind(label, destinations)}
    looked_at |= {column.letter for column in roster.columns if column.index in columns}
    unused = frozenset(column.letter for column in roster.columns) - looked_at - selector.column_letters
    cell_doubts = CellDoubts(of_members, unused, selector.column_letters)
    headings = [column.header for column in roster.columns if column.letter in unused]
    asked = questions_of_list(roster, destinations, headings, printed)
    items = []
    for member in roster.members:
        to = addressing.of(member)
        found = [] if to.excluded else [*_of_printed(to, destinations, printed), *to.doubts]
        told = (*(doubt.of_member(to.number) for doubt in found), *cell_doubts.of(to))
        written = destinations.of(member)
        items.append(PostItem(to, written.postcode, written.address, roster.place(member), told))
    matter = that_matter(roster, general, headings, {doubt.facts.get("letter", "") for doubt in asked})
    return PostList(roster, tuple(items), (*matter, *asked, *selector.problems))


def _of_printed(to: Addressed, destinations: Destinations, printed: Collection[str]) -> Iterator[Problem]:
    """The doubts about what is printed of an addressee and address."""
    if "宛名" in printed or "敬称" in printed:
        yield from to.addressee.problems
    if "宛先住所" in printed:
        yield from (p for p in destinations.problems_of(to.member) if p.code not in _TOLD_BY_POST)
