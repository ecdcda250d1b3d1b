"""Whom the members' post goes to: the addressee, the postcode and the address, without a model letter.

Letters, labels and envelopes take all three from here, so that none can name somebody else.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from noticemerge.planning.addressee_block import Addressee, Recipient, addressee
from noticemerge.planning.postal_address import ADDRESS, BUILDING, address, postcode
from noticemerge.planning.selection import Selection, Selector
from noticemerge.problems import NOWHERE, CellPlace, Place, Problem
from noticemerge.roster import Member, Roster

# The standard fields that an addressee is made of.
ADDRESSED = ("company", "branch", "dept", "title", "person", "honorific", "rep_title", "rep_name")
# Those that decide who gets post at all, and what post is addressed with.
_LOOKED_AT = ("member_no", "delivery", "skip", "left", "postcode", *ADDRESS, BUILDING, *ADDRESSED)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A member as post is addressed.

    `number` is the member number as displayed, `name` the company, or the person where there is none;
    `excluded` says why the member gets none ("" otherwise), `excluded_this_run_only` whether only the
    choice of members for this run says so; `doubts` are about being left out.
    """

    member: Member
    number: str
    name: str
    addressee: Addressee
    delivery: str
    excluded: str
    excluded_this_run_only: bool
    doubts: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class CellDoubts:
    """The doubts about members' cells, by row.

    One about a column among `unused` (letters, as "C") does no harm. By the columns `chosen_by` members are
    chosen for the run.
    """

    by_row: Mapping[int, Sequence[Problem]]
    unused: frozenset[str]
    chosen_by: frozenset[str]

    def of(self, to: Addressed) -> list[Problem]:
        """The doubts that concern a member's post.

        A member excluded because of a cell that shows an error value stays an error.
        """
        return [
            replace(doubt.of_member(to.number), harmless=_column_of(doubt) in self.unused)
            for doubt in self.by_row.get(to.member.row, ())
            if not to.excluded or (to.excluded_this_run_only and _column_of(doubt) in self.chosen_by)
        ]


class Addressing:
    """Addresses one member after the other."""

    def __init__(self, roster: Roster, selector: Selector, today: datetime.date) -> None:
        self._roster, self._selector, self._today = roster, selector, today
        self._keys = [key for key in ADDRESSED if roster.column_of(key)]
        self._has_contact = bool({"person", "title", "dept"} & set(self._keys))

    def of(self, member: Member) -> Addressed:
        """What stands for this member in the list."""
        roster = self._roster
        values = roster.values(member)
        said = {key: values[key] for key in self._keys if key in values}
        to = Recipient(**said, has_contact=self._has_contact, place_of=partial(self._cell_of, member))
        out, doubts = roster.left_out(member, self._today)
        unselected = self._selector.reason_against(member)
        return Addressed(
            member,
            values.get("member_no", "").strip(),
            values.get("company") or values.get("person", ""),
            addressee(to),
            values.get("delivery", ""),
            excluded=out or unselected,
            excluded_this_run_only=not out and bool(unselected),
            doubts=tuple(doubts),
        )

    def _cell_of(self, member: Member, key: str) -> Place:
        column = self._roster.column_of(key)
        return self._roster.place(member, column) if column else NOWHERE


@dataclass(frozen=True, slots=True)
class PostItem:
    """What is written on a member's post; `address` line by line, `problems` all doubts about the member."""

    to: Addressed
    postcode: str
    address: tuple[str, ...]
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
    general, of_members = by_row(roster.problems)
    used = {column.letter for key in _LOOKED_AT if (column := roster.column_of(key))}
    unused = frozenset(column.letter for column in roster.columns) - used - selector.column_letters
    cell_doubts = CellDoubts(of_members, unused, selector.column_letters)
    items = []
    for member in roster.members:
        to = addressing.of(member)
        found = [] if to.excluded else [*to.addressee.problems, *to.doubts]
        said = (*(doubt.of_member(to.number) for doubt in found), *cell_doubts.of(to))
        lines = tuple(address(roster, member).splitlines())
        items.append(PostItem(to, postcode(roster, member), lines, said))
    return PostList(roster, tuple(items), (*general, *selector.problems))


def by_row(doubts: Iterable[Problem]) -> tuple[list[Problem], dict[int, list[Problem]]]:
    """The problems of a list as a whole, and those of members' cells by their rows."""
    whole, of_members = list[Problem](), dict[int, list[Problem]]()
    for doubt in doubts:
        row = doubt.place.row if isinstance(doubt.place, CellPlace) else 0
        (of_members.setdefault(row, []) if row else whole).append(doubt)
    return whole, of_members


def _column_of(doubt: Problem) -> str:
    return doubt.place.column if isinstance(doubt.place, CellPlace) else ""
