"""The columns of a list that a run uses, and those it does not."""

from __future__ import annotations

from collections.abc import Collection

from noticemerge.planning.addressing import ADDRESSED
from noticemerge.planning.postal_address import ADDRESS, BUILDING
from noticemerge.roster import Roster
from noticemerge.template import COMPUTED, ROSTER, BoundTemplate

# The standard fields that computed ones are made of; "": those the program itself looks at.
_FIELDS_BEHIND = {
    "": ("member_no", "delivery", "skip", "left"),
    "宛名": ADDRESSED,
    "敬称": ADDRESSED,
    "宛先郵便番号": ("postcode",),
    "宛先住所": (*ADDRESS, BUILDING),
}


def unused_headings(roster: Roster, bound: BoundTemplate, looked_at: Collection[int]) -> list[str]:
    """The headings of the columns that neither the letter nor the program uses.

    `looked_at` are the indexes of columns that file names, attachments and the choice of members depend on.
    """
    used = {name.column for name in bound.used if name.source == ROSTER} | set(looked_at)
    computed = {name.label for name in bound.used if name.source == COMPUTED}
    keys = {key for label in ("", *computed) for key in _FIELDS_BEHIND.get(label, ())}
    used |= {column.index for key in keys if (column := roster.column_of(key))}
    return [column.header for column in roster.columns if column.index not in used]
