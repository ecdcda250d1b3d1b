"""To whom a member's post goes, and who gets none: for letters, labels and envelopes alike."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial

from noticemerge.planning.addressee_block import Addressee, Recipient, addressee
from noticemerge.planning.selection import Selector
from noticemerge.problems import NOWHERE, Place, Problem
from noticemerge.roster import Member, Roster

# The standard fields that an addressee is made of.
ADDRESSED = ("company", "branch", "dept", "title", "person", "honorific", "rep_title", "rep_name")


@dataclass(frozen=True, slots=True)
class Addressed:
    """A member as post is addressed.

    `number` is the member number as displayed, `name` the company, or the person where there is none;
    `excluded` says why the member gets none ("" otherwise); `doubts` are about that.
    """

    member: Member
    number: str
    name: str
    addressee: Addressee
    delivery: str
    excluded: str
    excluded_this_run_only: bool
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
            excluded_this_run_only=not out and bool(unselected),
            doubts=tuple(doubts),
        )

    def _cell_of(self, member: Member, key: str) -> Place:
        column = self._roster.column_of(key)
        return self._roster.place(member, column) if column else NOWHERE
