"""Doubts about the cells of a list, parted into those of single members and those of the list as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from noticemerge.planning.addressing import Addressed
from noticemerge.problems import CellPlace, Problem
from noticemerge.roster import Roster


@dataclass(frozen=True, slots=True)
class CellDoubts:
    """The doubts about members' cells, by row.

    One about a column among `unused` (letters, as "C") does no harm. By the columns `chosen_by` members are
    chosen for the run.
    """

    by_row: Mapping[int, Sequence[Problem]]
    unused: frozenset[str]
    chosen_by: frozenset[str]

    def of(self, to: Addressed) -> list[Problem]:
        """The doubts that concern a member.

        A member excluded because of a cell that shows an error value stays an error.
        """
        return [
            replace(doubt.of_member(to.number), harmless=_column_of(doubt) in self.unused)
            for doubt in self.by_row.get(to.member.row, ())
            if not to.excluded or (to.excluded_this_run_only and _column_of(doubt) in self.chosen_by)
        ]


def parted(doubts: Iterable[Problem]) -> tuple[list[Problem], dict[int, list[Problem]]]:
    """The problems of the list as a whole, and those of members by their rows."""
    whole, by_row = list[Problem](), dict[int, list[Problem]]()
    for doubt in doubts:
        row = doubt.place.row if isinstance(doubt.place, CellPlace) else 0
        (by_row.setdefault(row, []) if row else whole).append(doubt)
    return whole, by_row


def _column_of(doubt: Problem) -> str:
    return doubt.place.column if isinstance(doubt.place, CellPlace) else ""


def that_matter(
    roster: Roster, doubts: Iterable[Problem], unused: Collection[str], asked: Collection[str]
) -> Iterable[Problem]:
    """Two columns of one name or meaning do no harm where nothing takes either of them."""
    for doubt in doubts:
        if doubt.code == "NM-R32" and doubt.facts["letter"] in asked:
            continue
        headings = {doubt.facts.get("heading"), doubt.facts.get("other")} if doubt.code == "NM-R31" else set()
        if doubt.code == "NM-R30":
            headings = {doubt.facts["heading"]}
        if doubt.code == "NM-R124":
            letters = doubt.facts["letters"].split("、")
            headings = {column.header for column in roster.columns if column.letter in letters}
        yield replace(doubt, harmless=True) if headings and headings <= set(unused) else doubt
