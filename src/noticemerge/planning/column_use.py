"""Which columns of a list a run uses."""

from __future__ import annotations

from collections.abc import Collection

from noticemerge.planning.destinations import Destinations
from noticemerge.roster import Column, Roster
from noticemerge.template import COMPUTED, ROSTER, BoundTemplate

# The standard fields that the program itself looks at.
_LOOKED_AT = ("member_no", "delivery", "skip", "left")


def columns_behind(label: str, destinations: Destinations) -> tuple[Column, ...]:
    """The columns that a computed field is made of, in the order in which they are joined."""
    match label:
        case "宛名" | "敬称":
            return destinations.names.columns
        case "宛先郵便番号":
            return destinations.postcode_columns
        case "宛先住所":
            return destinations.address_columns
    return ()


def unused_headings(
    roster: Roster, destinations: Destinations, bound: BoundTemplate, looked_at: Collection[int]
) -> list[str]:
    """The headings of the columns that neither the letter nor the program uses.

    `looked_at` are the indexes of columns that file names, attachments and the choice of members depend on.
    """
    used = {name.column for name in bound.used if name.source == ROSTER} | set(looked_at)
    computed = {name.label for name in bound.used if name.source == COMPUTED}
    used |= {column.index for key in _LOOKED_AT if (column := roster.column_of(key))}
    used |= {column.index for label in computed for column in columns_behind(label, destinations)}
    return [column.header for column in roster.columns if column.index not in used]
