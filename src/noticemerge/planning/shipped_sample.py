"""The example that comes with the program: who is in it, and what its letters say.

What is right in a letter to the example's members is wrong in one to real ones.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from noticemerge.japan import fold
from noticemerge.notice import Notice
from noticemerge.problems import CannotUse
from noticemerge.roster import Roster

_WORKBOOK = "members.xlsx.example"


@dataclass(frozen=True, slots=True)
class ShippedSample:
    """The folded names of the example's members, its texts and titles, and its date."""

    names: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    subject: str = ""
    date: datetime.date | None = None

    def is_list(self, roster: Roster) -> bool:
        """Whether most members of a list are the example's: it is the example, though it was tried out on."""
        company = roster.column_of("company")
        if company is None or len(roster.members) > 2 * len(self.names):
            return False
        known = sum(fold(roster.text(member, company)) in self.names for member in roster.members)
        return known * 2 > len(roster.members)


@cache
def shipped_sample() -> ShippedSample:
    """The example, read when it is first asked about; empty where the installation lacks it."""
    here = Path(__file__).parents[1] / "starter" / _WORKBOOK
    path = here if here.exists() else Path(__file__).parents[3] / _WORKBOOK
    try:
        roster, notice = Roster.read(path), Notice.read(path)
    except CannotUse:
        return ShippedSample()
    return ShippedSample(
        frozenset(fold(roster.value(member, "company")) for member in roster.members),
        frozenset(fold(text) for text in notice.values.values() if text.strip()),
        frozenset(fold(attachment.title) for attachment in notice.attachments),
        fold(notice.value("subject")),
        notice.date,
    )
