"""The plan of a document that holds several members, such as the office's own label sheets of Word."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from noticemerge.japan import current_day
from noticemerge.notice import Notice
from noticemerge.planning.destinations import Destinations
from noticemerge.planning.letter_values import LetterValues
from noticemerge.planning.letters import Letter
from noticemerge.planning.mailing_list import PostItem, PostList, post_list
from noticemerge.planning.name_checks import cells_among_words, lines_not_ready, shadowed
from noticemerge.planning.planner import doubts_of_notice, names_of
from noticemerge.planning.selection import Selection
from noticemerge.planning.unfit_values import unfit_values
from noticemerge.problems import Problem, has_errors, problem
from noticemerge.roster import Roster
from noticemerge.template import COMPUTED, NOTICE, ROSTER, BoundSheet, SheetTemplate, too_much


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A document matched with a list, and the members' post with every doubt about what it prints of them.

    `prints_address` says that the address, or a part of it, is printed.
    """

    bound: BoundSheet
    listed: PostList
    prints_address: bool
    _values: LetterValues

    def values(self, record: int, sequence: int) -> dict[str, Any]:
        """What fills the place of the member at this place of the list, as the so-manieth that is printed.

        Both count from 1.
        """
        return _values_of(self._values, record, self.listed.items[record - 1], sequence)


def plan_sheets(
    roster: Roster,
    template: SheetTemplate,
    notice: Notice,
    *,
    selection: Selection | None = None,
    today: datetime.date | None = None,
) -> SheetPlan:
    """Match list, notice and document, and find every problem; nothing is written."""
    day = today or current_day()
    names = names_of(roster, notice)
    bound = template.bind(names)
    destinations = Destinations(roster)
    printed = {name.label for name in bound.used if name.source == COMPUTED}
    columns = {name.column for name in bound.used if name.source == ROSTER}
    listed = post_list(roster, selection, day, printed=printed, columns=columns)
    values = LetterValues(destinations, notice, names, bound.used, bound.bound.typed, day)
    general = (
        *(doubts_of_notice(notice, bound.bound) if _prints_notice(bound) else ()),
        *bound.problems,
        *template.letter.chosen_in_word(is_chosen_here=bool(selection and selection.is_any)),
        *shadowed(names, bound.bound),
        *lines_not_ready(notice, bound.bound),
        *listed.general,
    )
    items = listed.items
    if not has_errors(bound.problems):
        items = tuple(_with_doubts(roster, notice, bound, values, items))
    address = {column.index for column in destinations.address_columns}
    return SheetPlan(
        bound, PostList(roster, items, general), "宛先住所" in printed or bool(columns & address), values
    )


def _prints_notice(bound: BoundSheet) -> bool:
    """Whether a line of the sheet 通知, or its date, is printed."""
    return any(name.source == NOTICE or name.label.startswith("発信日") for name in bound.used)


def _with_doubts(
    roster: Roster,
    notice: Notice,
    bound: BoundSheet,
    values: LetterValues,
    items: tuple[PostItem, ...],
) -> Iterator[PostItem]:
    for record, item in enumerate(items, 1):
        if item.to.excluded:
            yield item
            continue
        member = item.to.member
        filled = _values_of(values, record, item, record)
        found = unfit_values(roster, notice, bound.bound, member, filled)
        found += cells_among_words(roster, bound.bound, member, item.problems)
        found += _cut_off(bound, item, filled)
        doubts = (doubt.of_member(item.to.number) for doubt in found)
        yield replace(item, problems=(*item.problems, *doubts))


def _cut_off(bound: BoundSheet, item: PostItem, values: dict[str, Any]) -> Iterator[Problem]:
    """What has no room on a label of fixed height: all are like the first."""
    first = next((space for space in bound.bound.spaces if space.height), None)
    need = first.needs(values) if first else None
    if first and need and (doubt := too_much(first, need, "")):
        yield problem("NM-L23", item.place, room=doubt.facts["room"], needed=doubt.facts["needed"])


def _values_of(values: LetterValues, record: int, item: PostItem, sequence: int) -> dict[str, Any]:
    to = item.to
    filled = Letter(to.member, to.number, to.name, to.addressee, "", (), record=record, sequence=sequence)
    return values.values(filled)
