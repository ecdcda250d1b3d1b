"""To whom a member's post goes, and who gets none: for letters, labels and envelopes alike."""

from __future__ import annotations

import datetime
from functools import cache
from typing import NamedTuple

from noticemerge.japan import fold, vocabulary
from noticemerge.planning.addressee_block import Addressee, addressee
from noticemerge.planning.destinations import Destinations
from noticemerge.planning.selection import Selector
from noticemerge.problems import Problem
from noticemerge.roster import Member

# 速達 is said besides, or in the place of, 郵送.
_POSTED_WORDS = (
    "郵送", "郵便", "郵パック", "書留", "速達", "レターパック", "宅配", "宅急", "ゆうパック", "普通便",
)  # fmt: skip
_POSTED, _NOT_POSTED = ("post", "parcel"), ("email", "fax", "hand", "none")


class Addressed(NamedTuple):
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


@cache
def way_of(delivery: str) -> str:
    """How a letter is sent by its 発送方法: "post" (also where that is empty), "other" or "unknown"."""
    said, words = fold(delivery), vocabulary().words["delivery"]
    if not said or any(said in words[kind] for kind in _POSTED):
        return "post"
    if any(said in words[kind] for kind in _NOT_POSTED):
        return "other"
    return "post" if any(fold(word) in said for word in _POSTED_WORDS) else "unknown"


class Addressing:
    """Addresses one member after the other."""

    def __init__(self, destinations: Destinations, selector: Selector, today: datetime.date) -> None:
        self._destinations, self._selector, self._today = destinations, selector, today
        self._is_nobody_named = not destinations.names.columns

    def of(self, member: Member) -> Addressed:
        """What stands for this member in the list."""
        values = self._destinations.values(member)
        to = self._destinations.recipient(values, member)
        out, doubts = self._destinations.roster.left_out(member, self._today)
        unselected = self._selector.reason_against(member)
        return Addressed(
            member,
            values.get("member_no", "").strip(),
            values.get("company") or values.get("person", ""),
            # Of a list that names nobody this is said once.
            Addressee((), "", ()) if self._is_nobody_named else addressee(to),
            values.get("delivery", ""),
            excluded=out or unselected,
            excluded_this_run_only=not out and bool(unselected),
            doubts=tuple(doubts),
        )
