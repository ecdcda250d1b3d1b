"""One letter for each member, known whole before anything is written.

In: roster, template, notice and what was chosen. Out: a frozen `Plan` of letters (addressee, values, file
name, enclosures) with every problem. The commands call it, `output` writes what it says.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticemerge.planning.addressing import Addressed, way_of
    from noticemerge.planning.column_use import Source
    from noticemerge.planning.destinations import Destination, Destinations
    from noticemerge.planning.earlier_mailings import Mailing
    from noticemerge.planning.enclosures import Enclosure
    from noticemerge.planning.hardest_letters import empty_fields, hardest, used_columns
    from noticemerge.planning.letter_values import LetterValues
    from noticemerge.planning.letters import BETWEEN, Letter, Letters
    from noticemerge.planning.mailing_list import PostItem, PostList, post_list, printed_on_post
    from noticemerge.planning.planner import Match, Plan, plan
    from noticemerge.planning.selection import RegisterNotes, Selection, Selector, members_numbered
    from noticemerge.planning.sheet_plan import SheetPlan, plan_sheets

__all__ = [
    "BETWEEN",
    "Addressed",
    "Destination",
    "Destinations",
    "Enclosure",
    "Letter",
    "LetterValues",
    "Letters",
    "Mailing",
    "Match",
    "Plan",
    "PostItem",
    "PostList",
    "RegisterNotes",
    "Selection",
    "Selector",
    "SheetPlan",
    "Source",
    "empty_fields",
    "hardest",
    "members_numbered",
    "plan",
    "plan_sheets",
    "post_list",
    "printed_on_post",
    "used_columns",
    "way_of",
]
# Labels need no plan of letters, and a plan no labels: each module is loaded when it is asked for.
_MODULES = {
    "addressing": ("Addressed", "way_of"),
    "column_use": ("Source",),
    "destinations": ("Destination", "Destinations"),
    "earlier_mailings": ("Mailing",),
    "enclosures": ("Enclosure",),
    "hardest_letters": ("empty_fields", "hardest", "used_columns"),
    "letter_values": ("LetterValues",),
    "letters": ("BETWEEN", "Letter", "Letters"),
    "mailing_list": ("PostItem", "PostList", "post_list", "printed_on_post"),
    "planner": ("Match", "Plan", "plan"),
    "selection": ("RegisterNotes", "Selection", "Selector", "members_numbered"),
    "sheet_plan": ("SheetPlan", "plan_sheets"),
}
_ON_DEMAND = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
