"""The choice of members for a run: --only, --skip and --where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from noticemerge.japan import fold, lazy_pattern, nearest
from noticemerge.planning.list_names import ListNames
from noticemerge.problems import N_, CannotUse, CellPlace, Problem, gettext, problem
from noticemerge.roster import Column, Member, Roster
from noticemerge.template import ROSTER, Name

_CONDITION = lazy_pattern(r"(.+?)(!=|=)(.*)", re.DOTALL)
_MOST_VALUES = 8
# Below this two words are not taken for one another: 郵便 and 郵送 are as like as 0.5.
_ALIKE = 0.45


@dataclass(frozen=True, slots=True)
class RegisterNotes:
    """What the clerk wrote into a register: for each heading, the texts by the members' numbers, folded.

    Every member whose letter was made has a text, which may be empty; `path` is the register's. In the
    `uncalculated` columns formulas have no result yet.
    """

    path: str
    columns: Mapping[str, Mapping[str, str]]
    uncalculated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Selection:
    """Member numbers to take (`only`) or to leave (`skip`), and conditions such as "発送方法=郵送".

    `notes` reads the register in which a column is looked for that the list does not have.
    """

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    notes: Callable[[], RegisterNotes] | None = None

    @property
    def is_any(self) -> bool:
        """Whether anybody is chosen or left out."""
        return bool(self.only or self.skip or self.where)


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition as typed, the heading it asks about, and what it wants there.

    `texts` are those of the register; without them `column` is one of the list.
    """

    typed: str
    heading: str
    wanted: str
    is_equal: bool
    column: Column | None = None
    texts: Mapping[str, str] | None = None

    def text(self, roster: Roster, member: Member) -> str | None:
        """What it asks about of a member, None for one who has no letter in the register."""
        if self.column is not None:
            return roster.text(member, self.column)
        number, texts = fold(roster.number(member)), self.texts or {}
        return texts.get(number, texts.get(_bare(number))) if number else None

    def holds(self, roster: Roster, member: Member) -> bool:
        """Whether a member is chosen by it."""
        text = self.text(roster, member)
        return text is not None and (fold(text) == fold(self.wanted)) == self.is_equal


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
        self._notes, self._register = selection.notes, ""
        self._where = [c for text in selection.where if (c := self._condition(text))]
        if len(self._where) == len(selection.where):
            self.problems += self._met()

    @property
    def columns(self) -> set[int]:
        """The indexes of the list's columns that the conditions look at."""
        return {condition.column.index for condition in self._where if condition.column}

    @property
    def column_letters(self) -> frozenset[str]:
        """The letters of the same columns."""
        return frozenset(condition.column.letter for condition in self._where if condition.column)

    def reason_against(self, member: Member) -> str:
        """Why this member is not part of the run, in words; "" when it is."""
        if self._has_only and member.row not in self._only:
            return gettext(N_("not among --only"))
        if member.row in self._skip:
            return gettext(N_("left out by --skip"))
        for condition in self._where:
            if not condition.holds(self._roster, member):
                return gettext(N_("not --where {condition}")).format(condition=condition.typed)
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

    def _condition(self, text: str) -> _Condition | None:
        match = _CONDITION.fullmatch(text)
        if not match:
            self.problems.append(problem("NM-S02", condition=text))
            return None
        name, wanted, is_equal = match[1].strip(), match[3].strip(), match[2] == "="
        if (column := self.column(name)) is not None:
            return _Condition(text, column.header, wanted, is_equal, column)
        return self._of_register(text, name, wanted, is_equal=is_equal)

    def _of_register(self, text: str, name: str, wanted: str, *, is_equal: bool) -> _Condition | None:
        """A condition on a column of the register."""
        try:
            notes = self._notes() if self._notes else RegisterNotes("", {})
        except CannotUse as failure:
            self.problems.append(failure.problem)
            return None
        self._register = notes.path
        for heading, texts in notes.columns.items():
            if fold(heading) == fold(name):
                if heading in notes.uncalculated:
                    self.problems.append(problem("NM-S44", CellPlace(file=notes.path), heading=heading))
                    return None
                return _Condition(text, heading, wanted, is_equal, texts=texts)
        facts = {"condition": text, "name": name, "register": notes.path}
        if notes.path:
            headings = "、".join(filter(None, notes.columns))
            self.problems.append(Problem("NM-S08", facts=facts | {"headings": headings}))
        else:
            self.problems.append(Problem("NM-S03", facts=facts))
        return None

    def _met(self) -> Iterator[Problem]:
        """What is wrong with conditions that no member meets, and which of them ask a register."""
        members, roster = self._roster.members, self._roster
        counts = [sum(c.holds(roster, member) for member in members) for c in self._where]
        for condition, count in zip(self._where, counts, strict=True):
            if members and not count:
                yield self._nobody(condition)
            elif condition.texts is not None:
                facts = {"condition": condition.typed, "register": self._register, "count": count}
                yield Problem("NM-S22", facts=facts)
        together = (all(c.holds(roster, member) for c in self._where) for member in members)
        if members and all(counts) and not any(together):
            each = (f"{c.typed} {count}" for c, count in zip(self._where, counts, strict=True))
            yield problem("NM-S09", counts="、".join(each))

    def _nobody(self, condition: _Condition) -> Problem:
        found = (condition.text(self._roster, member) for member in self._roster.members)
        texts: dict[str, str] = {}
        counted = Counter(
            texts.setdefault(fold(text), " ".join(text.split())) for text in found if text is not None
        )
        empty = gettext("(empty)")
        values = [f"{value or empty} {count}" for value, count in counted.most_common(_MOST_VALUES)]
        values += ["…"] * (len(counted) > _MOST_VALUES)
        facts = {"condition": condition.typed, "heading": condition.heading, "values": "、".join(values)}
        guess = nearest(condition.wanted, filter(None, counted), _ALIKE) if condition.is_equal else None
        if guess:
            facts |= {"guess": guess, "cure": f"{condition.typed.partition('=')[0]}={guess}"}
        return problem("NM-S07" if guess else "NM-S06", CellPlace(file=self._roster.file.name), **facts)


def members_numbered(roster: Roster, number: str) -> list[Member]:
    """The members with this number; 12 finds 0012 where nobody is called 12."""
    keys = {member.row: fold(roster.number(member)) for member in roster.members}
    exact = [m for m in roster.members if keys[m.row] == fold(number) and keys[m.row]]
    return exact or [m for m in roster.members if keys[m.row] and _bare(keys[m.row]) == _bare(fold(number))]


def _bare(key: str) -> str:
    return key.lstrip("0") or "0"
