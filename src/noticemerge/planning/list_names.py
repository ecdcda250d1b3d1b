"""The names of a run whose list has columns that the user gave a meaning (`--map`)."""

from __future__ import annotations

from collections.abc import Iterable

from noticemerge.japan import fold, vocabulary
from noticemerge.roster import Roster
from noticemerge.template import ROSTER, Name, Names


class ListNames(Names):
    """As `Names`, for a list: its columns answer to the synonyms of the field they were said to be.

    The label of a field that was given a column (会社名) names that column, whatever another is called:
    it replaces exchanging the headings. Any other heading still names its own column first.
    """

    def __init__(self, names: Iterable[Name], roster: Roster) -> None:
        super().__init__(names)
        self._move_sites(roster)
        if not roster.mapped:
            return
        columns = {name.column: name for name in self.all if name.source == ROSTER}
        self._meant = {
            key: kept
            for key, found in self._meant.items()
            if (kept := [name for name in found if name.source != ROSTER])
        }
        for column in roster.columns:
            for synonym in column.field.synonyms if column.field else ():
                self._meant.setdefault(fold(synonym), []).append(columns[column.index])
        for field, column in roster.mapped.items():
            label = fold(vocabulary().field(field).label)
            others = [name for name in self._exact.get(label, ()) if name.source != ROSTER]
            self._exact[label] = [*others, columns[column.index]]

    def _move_sites(self, roster: Roster) -> None:
        """{{ 会社名 }} is the company, where 事業所名 beside it is taken for a branch."""
        words = vocabulary()
        for column in roster.columns:
            heading = words.heading(column.header) if column.field and column.field.key == "branch" else None
            if heading is None or heading.key != "company":
                continue
            name = next(n for n in self.all if n.source == ROSTER and n.column == column.index)
            for synonym in heading.synonyms:
                self._meant[fold(synonym)].remove(name)
            for synonym in words.member["branch"].synonyms:
                self._meant.setdefault(fold(synonym), []).append(name)
