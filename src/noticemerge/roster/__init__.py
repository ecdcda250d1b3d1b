"""The member list (会員名簿): sheets become members.

In: a file's path, and what was chosen (sheet, header row, hidden rows, columns). Out: a `Roster` of members
with every doubt about them. `planning` and the commands call it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from noticemerge.roster.column_groups import ADDRESS_ORDER, BUILDING, NAMED, PLACE, POSTCODE
from noticemerge.roster.columns import JOINED
from noticemerge.roster.header import Column
from noticemerge.roster.list_settings import ListSettings, read_settings
from noticemerge.roster.member import Member
from noticemerge.roster.place_choice import USUAL, place_said, says_places
from noticemerge.roster.roster import Roster
from noticemerge.roster.row_kinds import SkippedRow
from noticemerge.roster.typed_options import ignore_option, option_for

if TYPE_CHECKING:
    from noticemerge.roster.marked_workbook import marked_copy

__all__ = [
    "ADDRESS_ORDER",
    "BUILDING",
    "JOINED",
    "NAMED",
    "PLACE",
    "POSTCODE",
    "USUAL",
    "Column",
    "ListSettings",
    "Member",
    "Roster",
    "SkippedRow",
    "ignore_option",
    "marked_copy",
    "option_for",
    "place_said",
    "read_settings",
    "says_places",
]
# Modules that load openpyxl, which most runs do without.
_ON_DEMAND = {
    "marked_copy": "marked_workbook",
}


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
