"""The members' post without a model letter: addressee, postcode and address as letters print them.

Labels and envelopes take all three from here, so that none can name somebody else.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from noticemerge.planning.addressing import ADDRESSED, Addressed, Addressing
from noticemerge.planning.cell_doubts import CellDoubts, parted
from noticemerge.planning.postal_address import ADDRESS, BUILDING, address, postcode
from noticemerge.planning.selection import Selection, Selector
from noticemerge.problems import CellPlace, Problem
from noticemerge.roster import Roster

# Those that decide who gets post at all, and what post is addressed with.
_LOOKED_AT = ("member_no", "delivery", "skip", "left", "postcode", *ADDRESS, BUILDING, *ADDRESSED)


@dataclass(frozen=True, slots=True)
class PostItem:
    """What is written on a member's post; `place` is the member's row, `problems` all doubts."""

    to: Addressed
    postcode: str
    address: tuple[str, ...]
    place: CellPlace
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PostList:
    """All members' post, in the order of the list, and the problems that are not one member's alone."""

    roster: Roster
    items: tuple[PostItem, ...]
    general: tuple[Problem, ...]


def post_list(
    roster: Roster, selection: Selection | None = None, today: datetime.date | None = None
) -> PostList:
    """Address the post of each member of a list. An error in a cell that is not looked at is a warning."""
    selector = Selector(selection or Selection(), roster)
    addressing = Addressing(roster, selector, today or datetime.date.today())
    general, of_members = parted(roster.problems)
    looked_at = {column.letter for key in _LOOKED_AT if (column := roster.column_of(key))}
    unused = frozenset(column.letter for column in roster.columns) - looked_at - selector.column_letters
    cell_doubts = CellDoubts(of_members, unused, selector.column_letters)
    items = []
    for member in roster.members:
        to = addressing.of(member)
        found = [] if to.excluded else [*to.addressee.problems, *to.doubts]
        told = (*(doubt.of_member(to.number) for doubt in found), *cell_doubts.of(to))
        lines = tuple(address(roster, member).splitlines())
        items.append(PostItem(to, postcode(roster, member), lines, roster.place(member), told))
    return PostList(roster, tuple(items), (*general, *selector.problems))
