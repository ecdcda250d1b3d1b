"""One member's letter before it is made: whom it goes to, what goes with it, its file, and every doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from noticemerge.japan import fold
from noticemerge.planning.addressee_block import Addressee
from noticemerge.planning.file_names import Namer
from noticemerge.planning.letters import Letter
from noticemerge.planning.name_checks import cells_among_words, marks_taken_for_yes
from noticemerge.planning.recipients import Addressing
from noticemerge.planning.selection import Selector
from noticemerge.problems import Place, Problem
from noticemerge.roster import Member
from noticemerge.template import COMPUTED, NOTICE, ROSTER, Name

if TYPE_CHECKING:
    from noticemerge.planning.planner import Plan

# Names a file pattern can use whatever the list has.
_NUMBERED, _COMPANY, _MEMBER = fold("連番"), fold("会社名"), fold("会員番号")
ALWAYS_NAMED = frozenset({_NUMBERED, _COMPANY, _MEMBER})

_FileValue = Callable[[Letter, int], str]


class Drafter:
    """Drafts the letters of a plan, of one member after the other in the order of the list."""

    def __init__(self, made: Plan, selector: Selector, namer: Namer | None) -> None:
        self._plan, self._roster, self._namer = made, made.roster, namer
        self._addressing = Addressing(made.roster, selector, made.today)
        printed = {name.label for name in made.bound.used if name.source == COMPUTED}
        self._prints_addressee = bool(printed & {"宛名", "敬称"})
        fields = namer.fields if namer else ()
        self._file_values = [(typed, self._file_value(typed)) for typed in fields]
        self._count = 0

    def draft(self, member: Member) -> Letter:
        """The letter of the next member."""
        self._count += 1
        roster, to = self._roster, self._addressing.of(member)
        enclosed, faults = self._plan.enclosures.of(member)
        letter = Letter(
            member,
            to.number,
            to.name,
            to.addressee,
            "",
            enclosed,
            to.delivery,
            excluded=to.excluded,
            kept=to.kept,
        )
        is_named = self._namer and (not to.excluded or to.kept)
        named = self._name(letter) if is_named else ()
        if not letter.excluded:
            found = [
                *self._of_addressee(to.addressee),
                *faults,
                *to.doubts,
                *named,
                *cells_among_words(roster, self._plan.bound, member),
                *marks_taken_for_yes(roster, self._plan.bound, member),
                *self._unfit(letter),
            ]
            letter.problems = tuple(p.of_member(to.number) for p in found)
        return letter

    def _name(self, letter: Letter) -> tuple[Problem, ...]:
        """Give the letter its file; returns what is worth saying about its name."""
        assert self._namer
        placed = self._namer.place({typed: value(letter, self._count) for typed, value in self._file_values})
        letter.file = placed.path
        if not placed.problems:
            return ()
        place = self._roster.place(letter.member)
        return tuple(replace(doubt, place=place) for doubt in placed.problems)

    def _file_value(self, typed: str) -> _FileValue:
        """What gives a letter its text for a name between the braces of the pattern."""
        match fold(typed):
            case folded if folded == _NUMBERED:
                return lambda _letter, count: f"{count:04d}"
            case folded if folded == _COMPANY:
                return lambda letter, _count: letter.name
            case folded if folded == _MEMBER:
                return lambda letter, _count: letter.number
        found = self._plan.names.find(typed)
        if isinstance(found, Name) and found.source == ROSTER:
            column = found.column
            return lambda letter, _count: letter.member.texts[column]
        is_said = isinstance(found, Name) and found.source == NOTICE
        said = self._plan.notice.values[found.label] if is_said and isinstance(found, Name) else ""
        return lambda _letter, _count: said

    def _of_addressee(self, written_to: Addressee) -> tuple[Problem, ...]:
        """What is wrong with an addressee does no harm in a letter that prints none."""
        if self._prints_addressee:
            return written_to.problems
        return tuple(replace(doubt, harmless=True) for doubt in written_to.problems)

    def _unfit(self, letter: Letter) -> list[Problem]:
        """The cells, and lines of 通知, that a filter of the letter cannot read."""
        made = self._plan
        if not made.bound.trials:
            return []
        found = []
        for name, doubt in made.bound.unfit(made.values(letter)):
            if name is not None and name.source == ROSTER:
                place: Place = self._roster.place(letter.member, self._roster.columns[name.column])
                doubt = replace(doubt, place=place)
            elif name is not None and name.source == NOTICE and name.label in made.notice.places:
                doubt = replace(doubt, place=made.notice.places[name.label])
            found.append(doubt)
        return found
