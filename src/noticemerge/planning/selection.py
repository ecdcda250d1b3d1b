"""The choice of members for a run: --only, --skip and --where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from noticemerge.japan import fold, lazy_pattern
from noticemerge.planning.list_names import ListNames
from noticemerge.problems import N_, Problem, gettext, problem
from noticemerge.roster import Column, Member, Roster
from noticemerge.template import ROSTER, Name

_CONDITION = lazy_pattern(r"(.+?)(!=|=)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Selection:
    """Member numbers to take (`only`) or to leave (`skip`), and conditions such as "発送方法=郵送"."""

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    where: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether anybody is chosen or left out."""
        return bool(self.only or self.skip or self.where)


class Selector:
    """A selection matched with a list; `problems` names numbers and columns that are not there."""

    def __init__(self, selection: Selection, roster: Roster) -> None:
        self._roster = roster
        self.problems: list[Problem] = []
        self._only = self._rows(selection.only)
        self._skip = self._rows(selection.skip)
        self._has_only = bool(selection.only)
        listed = (Name(f"c{c.index}", ROSTER, c.header, c.index) for c in roster.columns)
        self._names = ListNames(listed, roster)
        self._where = [c for text in selection.where if (c := self._condition(text))]

    @property
    def columns(self) -> set[int]:
        """The indexes of the list's columns that the conditions look at."""
        return {column.index for _, column, _, _ in self._where}

    @property
    def column_letters(self) -> frozenset[str]:
        """The letters of the same columns."""
        return frozenset(column.letter for _, column, _, _ in self._where)

    def reason_against(self, member: Member) -> str:
        """Why this member is not part of the run, in words; "" when it is."""
        if self._has_only and member.row not in self._only:
            return gettext(N_("not among --only"))
        if member.row in self._skip:
            return gettext(N_("left out by --skip"))
        for text, column, wanted, equal in self._where:
            if (fold(self._roster.text(member, column)) == fold(wanted)) != equal:
                return gettext(N_("not --where {condition}")).format(condition=text)
        return ""

    def column(self, name: str) -> Column | None:
        """The column of the list that this name means, None where none does, or more than one."""
        found = self._names.find(name.strip())
        return self._roster.columns[found.column] if isinstance(found, Name) else None

    def _rows(self, numbers: Iterable[str]) -> set[int]:
        rows: set[int] = set()
        for number in numbers:
            found = members_numbered(self._roster, number)
            if not found:
                self.problems.append(problem("NM-S01", number=number))
            rows.update(member.row for member in found)
        return rows

    def _condition(self, text: str) -> tuple[str, Column, str, bool] | None:
        match = _CONDITION.fullmatch(text)
        if not match:
            self.problems.append(problem("NM-S02", condition=text))
            return None
        column = self.column(match[1])
        if column is None:
            self.problems.append(problem("NM-S03", condition=text, name=match[1].strip()))
            return None
        return text, column, match[3].strip(), match[2] == "="


def members_numbered(roster: Roster, number: str) -> list[Member]:
    """The members with this number; 12 finds 0012 where nobody is called 12."""
    keys = {member.row: fold(roster.number(member)) for member in roster.members}
    exact = [m for m in roster.members if keys[m.row] == fold(number) and keys[m.row]]
    return exact or [m for m in roster.members if keys[m.row] and _bare(keys[m.row]) == _bare(fold(number))]


def _bare(key: str) -> str:
    return key.lstrip("0") or "0"
