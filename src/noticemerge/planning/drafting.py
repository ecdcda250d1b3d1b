"""One member's letter before it is made: whom it goes to, what goes with it, its file, and every doubt."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from noticemerge.japan import fold
from noticemerge.notice import Notice
from noticemerge.planning.addressee_block import Addressee
from noticemerge.planning.addressing import Addressing
from noticemerge.planning.cell_doubts import CellDoubts
from noticemerge.planning.condition_answers import ConditionAnswers
from noticemerge.planning.destinations import Destinations
from noticemerge.planning.enclosures import Enclosures
from noticemerge.planning.file_names import Namer, Placed
from noticemerge.planning.letter_values import LetterValues
from noticemerge.planning.letters import Letter
from noticemerge.planning.name_checks import cells_among_words, digits_not_shown, marks_taken_for_yes
from noticemerge.planning.selection import Selector
from noticemerge.planning.sorted_numbers import SortedNumbers
from noticemerge.planning.space_checks import SpaceChecks
from noticemerge.planning.unfit_values import unfit_values
from noticemerge.problems import Problem, gettext
from noticemerge.roster import Member, Roster
from noticemerge.template import COMPUTED, NOTICE, ROSTER, BoundTemplate, Name, Names

# Names a file pattern can use whatever the list has.
_NUMBERED, _COMPANY, _MEMBER = fold("連番"), fold("会社名"), fold("会員番号")
ALWAYS_NAMED = frozenset({_NUMBERED, _COMPANY, _MEMBER})


class _Named(NamedTuple):
    """What a file name can take of a member: its position in the list, its number and its name."""

    member: Member
    position: int
    number: str
    name: str


_FileValue = Callable[[_Named], str]


class Drafter:
    """Drafts letters, of one member after the other in the order of the list."""

    def __init__(
        self,
        roster: Roster,
        notice: Notice,
        names: Names,
        bound: BoundTemplate,
        destinations: Destinations,
        enclosures: Enclosures,
        letter_values: LetterValues,
        selector: Selector,
        namer: Namer | None,
        cell_doubts: CellDoubts,
        answers: ConditionAnswers,
        spaces: SpaceChecks,
        today: datetime.date,
    ) -> None:
        self._roster, self._notice, self._names, self._bound = roster, notice, names, bound
        self._destinations, self._enclosures, self._letter_values = destinations, enclosures, letter_values
        self._namer, self._cell_doubts, self._answers, self._spaces = namer, cell_doubts, answers, spaces
        self._addressing = Addressing(destinations, selector, today)
        printed = {name.label for name in bound.used if name.source == COMPUTED}
        self._prints_addressee = bool(printed & {"宛名", "敬称"})
        self._prints_address = "宛先住所" in printed
        fields = namer.fields if namer else ()
        self._file_values = [(typed, self._file_value(typed)) for typed in fields]
        self._all_digits = bound.all_digits
        self._count = self._made = 0

    def draft(self, member: Member) -> Letter:
        """The letter of the next member."""
        self._count += 1
        roster = self._roster
        to = self._addressing.of(member)
        enclosed, faults = self._enclosures.of(member)
        is_out = to.excluded and not to.excluded_this_run_only
        placed = None if is_out else self._placed(_Named(member, self._count, to.number, to.name))
        letter = Letter(
            member,
            to.number,
            to.name,
            to.addressee,
            placed.path if placed else "",
            enclosed,
            to.delivery,
            excluded=to.excluded,
            excluded_this_run_only=to.excluded_this_run_only,
            record=self._count,
            sequence=self._made + 1,
        )
        if self._bound.skips and not letter.excluded:
            letter = self._skipped(letter)
        self._made += not letter.excluded
        self._spaces.look_at(letter)
        found = self._answers.ask(letter)
        if not letter.excluded:
            of_addressee = self._of_addressee(to.addressee)
            found += [
                *of_addressee,
                *(self._destinations.problems_of(member) if self._prints_address else ()),
                *faults,
                *to.doubts,
                *self._of_name(placed, member),
                *cells_among_words(roster, self._bound, member, of_addressee),
                *marks_taken_for_yes(roster, self._bound, member),
                *digits_not_shown(roster, self._all_digits, member),
                *(self._unfit(letter) if self._bound.trials else ()),
            ]
        told = [p.of_member(to.number) for p in found]
        told += self._cell_doubts.of(to)
        return letter._replace(problems=tuple(told)) if told else letter

    def _skipped(self, letter: Letter) -> Letter:
        """The letter, left out where a field of the template says so (SKIPIF)."""
        skipping = self._bound.skipped(self._letter_values.values(letter))
        why = gettext("left out by the field {field} of the letter").format(field=skipping)
        return letter._replace(excluded=why) if skipping else letter

    def _unfit(self, letter: Letter) -> list[Problem]:
        values = self._letter_values.values(letter)
        return unfit_values(self._roster, self._notice, self._bound, letter.member, values)

    def _placed(self, named: _Named) -> Placed | None:
        """The file of a letter; None when the pattern for names is wrong."""
        if not self._namer:
            return None
        return self._namer.place({typed: value(named) for typed, value in self._file_values})

    def _of_name(self, placed: Placed | None, member: Member) -> tuple[Problem, ...]:
        """What is worth saying about the name of a file."""
        if not placed or not placed.problems:
            return ()
        place = self._roster.place(member)
        return tuple(replace(doubt, place=place) for doubt in placed.problems)

    def _file_value(self, typed: str) -> _FileValue:
        """What gives the text for a name between the braces of the pattern."""
        match fold(typed):
            case folded if folded == _NUMBERED:
                width = max(4, len(str(len(self._roster.members))))
                return lambda named: f"{named.position:0{width}d}"
            case folded if folded == _COMPANY:
                return lambda named: named.name
            case folded if folded == _MEMBER:
                return self._number_in_order()
        found = self._names.find(typed)
        if isinstance(found, Name) and found.source == ROSTER:
            if found.column == getattr(self._roster.column_of("member_no"), "index", None):
                return self._number_in_order()
            column = found.column
            return lambda named: named.member.texts[column]
        is_said = isinstance(found, Name) and found.source == NOTICE
        said = self._notice.values[found.label] if is_said and isinstance(found, Name) else ""
        return lambda _named: said

    def _number_in_order(self) -> _FileValue:
        """What gives a member's number so that files sort as the register does."""
        numbers = SortedNumbers(self._roster.numbers())
        return lambda named: numbers.padded(named.number)

    def _of_addressee(self, written_to: Addressee) -> tuple[Problem, ...]:
        """What is wrong with an addressee does no harm in a letter that prints none."""
        if self._prints_addressee:
            return written_to.problems
        return tuple(replace(doubt, harmless=True) for doubt in written_to.problems)
