"""Whom the members' post goes to: the addressee, the postcode and the address, without a model letter.

Letters, labels and envelopes take all three from here, so that none can name somebody else.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
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
    `excluded` says why the member gets none ("" otherwise), `kept` whether that is only for this run;
    `doubts` are about being left out.
    """

    member: Member
    number: str
    name: str
    addressee: Addressee
    delivery: str
    excluded: str
    kept: bool
    doubts: tuple[Problem, ...]


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
            kept=not out and bool(unselected),
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
    by_row, general = problems_by_row(roster)
    used = {column.letter for key in _LOOKED_AT if (column := roster.column_of(key))}
    chosen_by = {column.letter for column in roster.columns if column.index in selector.columns}
    items = []
    for member in roster.members:
        to = addressing.of(member)
        found = [] if to.excluded else [*to.addressee.problems, *to.doubts]
        for doubt in by_row.get(member.row, ()):
            where = column_letters(doubt)
            if counts(where, chosen_by, excluded=to.excluded, kept=to.kept):
                found.append(replace(doubt, harmless=where not in used | chosen_by))
        lines = tuple(address(roster, member).splitlines())
        said = tuple(doubt.of_member(to.number) for doubt in found)
        items.append(PostItem(to, postcode(roster, member), lines, said))
    return PostList(roster, tuple(items), (*general, *selector.problems))


def counts(column: str, chosen_by: Iterable[str], *, excluded: str, kept: bool) -> bool:
    """Whether a doubt about a cell of this column counts for a member.

    Who is left out by a cell that shows an error is not left out for a reason.
    """
    return not excluded or (kept and column in chosen_by)


def problems_by_row(roster: Roster) -> tuple[dict[int, list[Problem]], list[Problem]]:
    """The list's problems by the member row they are in, and those of the list as a whole."""
    rows = {member.row for member in roster.members}
    by_row: dict[int, list[Problem]] = {}
    whole = []
    for doubt in roster.problems:
        cell = doubt.place.cell if isinstance(doubt.place, CellPlace) else ""
        match = re.fullmatch(r"[A-Z]*(\d+)", cell)
        if match and int(match[1]) in rows:
            by_row.setdefault(int(match[1]), []).append(doubt)
        else:
            whole.append(doubt)
    return by_row, whole


def column_letters(doubt: Problem) -> str:
    """The column of the cell a doubt is in; nothing wrong in a column nobody uses reaches a letter."""
    return doubt.place.cell.rstrip("0123456789") if isinstance(doubt.place, CellPlace) else ""
