"""The cells, and lines of 通知, that a filter or field of a document cannot read, each at its own place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from noticemerge.notice import Notice
from noticemerge.problems import Problem
from noticemerge.roster import Member, Roster
from noticemerge.template import NOTICE, ROSTER, BoundTemplate


def unfit_values(
    roster: Roster, notice: Notice, bound: BoundTemplate, member: Member, values: Mapping[str, Any]
) -> list[Problem]:
    """What cannot be printed of these values, which are the member's."""
    found = []
    for name, doubt in bound.unfit(values):
        if name is not None and name.source == ROSTER:
            doubt = replace(doubt, place=roster.place(member, roster.columns[name.column]))
        elif name is not None and name.source == NOTICE and name.label in notice.places:
            doubt = replace(doubt, place=notice.places[name.label])
        if doubt not in found:  # a column may stand in many places
            found.append(doubt)
    return found
