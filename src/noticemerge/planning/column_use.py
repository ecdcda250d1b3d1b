"""Which columns of a list a run uses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from noticemerge.planning.destinations import Destination, Destinations
from noticemerge.planning.enclosures import Enclosures
from noticemerge.planning.letters import Letter
from noticemerge.roster import Column, Roster
from noticemerge.template import ATTACHMENTS, COMPUTED, ROSTER

if TYPE_CHECKING:
    from noticemerge.template import BoundTemplate

# The standard fields that the program itself looks at.
_LOOKED_AT = ("member_no", "delivery", "skip", "left")

# What depends on the column that says which address is taken.
_CHOSEN = frozenset({"宛名", "敬称", "宛先郵便番号"})


@dataclass(frozen=True, slots=True)
class Source:
    """What a letter's addressee, address or attachments come from: columns in their order, and an example.

    `label` is the computed field; `sample` its value for the first member, on one line.
    """

    label: str
    columns: tuple[Column, ...]
    sample: str


def sources(destinations: Destinations, enclosures: Enclosures, first: Letter | None) -> list[Source]:
    """The sources of 宛名, 宛先郵便番号, 宛先住所 and 添付資料; `first` is the letter for the example."""
    to = destinations.of(first.member) if first else Destination("", ())
    samples = {
        "宛名": " / ".join(first.addressee.lines) if first else "",
        "宛先郵便番号": to.postcode,
        "宛先住所": " / ".join(to.address),
    }
    found = [Source(label, columns_behind(label, destinations), text) for label, text in samples.items()]
    enclosed = "、".join(e.label for e in first.enclosures) if first else ""
    return [*found, Source(ATTACHMENTS, tuple(column for _, column in enclosures.by_label), enclosed)]


def columns_behind(label: str, destinations: Destinations) -> tuple[Column, ...]:
    """The columns that a computed field is made of, in the order in which they are joined."""
    match label:
        case "宛名" | "敬称":
            return destinations.addressee_columns
        case "宛先郵便番号":
            return destinations.postcode_columns
        case "宛先住所":
            choosing = destinations.choice.column
            own = (choosing,) if choosing and choosing.is_choice else ()
            return (*own, *destinations.address_columns)
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
    if computed & _CHOSEN and (choosing := destinations.choice.column):
        used.add(choosing.index)
    return [column.header for column in roster.columns if column.index not in used]
