"""One member's letter before it is made: whom it goes to, what goes with it, its file, and every doubt."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from noticemerge.japan import fold
from noticemerge.notice import Notice
from noticemerge.planning.addressee_block import Addressee, Recipient, addressee
from noticemerge.planning.condition_answers import ConditionAnswers
from noticemerge.planning.enclosures import Enclosures
from noticemerge.planning.file_names import Namer, Placed
from noticemerge.planning.letter_values import LetterValues
from noticemerge.planning.letters import Letter
from noticemerge.planning.name_checks import cells_among_words, digits_not_shown, marks_taken_for_yes
from noticemerge.planning.selection import Selector
from noticemerge.planning.space_checks import SpaceChecks
from noticemerge.problems import NOWHERE, CellPlace, Place, Problem
from noticemerge.roster import Member, Roster
from noticemerge.template import COMPUTED, NOTICE, ROSTER, BoundTemplate, Name, Names

# The standard fields that an addressee is made of.
ADDRESSED = ("company", "branch", "dept", "title", "person", "honorific", "rep_title", "rep_name")
# Names a file pattern can use whatever the list has.
_NUMBERED, _COMPANY, _MEMBER = fold("連番"), fold("会社名"), fold("会員番号")
ALWAYS_NAMED = frozenset({_NUMBERED, _COMPANY, _MEMBER})


@dataclass(frozen=True, slots=True)
class _Named:
    """What a file name can take of a member: its position in the list, its number and its name."""

    member: Member
    position: int
    number: str
    name: str


_FileValue = Callable[[_Named], str]


@dataclass(frozen=True, slots=True)
class CellDoubts:
    """The doubts about members' cells, by row.

    One about a column among `unused` (letters, as "C") does no harm. By the columns `chosen_by` members are
    chosen for the run.
    """

    by_row: Mapping[int, Sequence[Problem]]
    unused: frozenset[str]
    chosen_by: frozenset[str]

    def of(self, letter: Letter) -> list[Problem]:
        """The doubts that concern a letter.

        A member excluded because of a cell that shows an error value stays an error.
        """
        return [
            replace(doubt.of_member(letter.number), harmless=_column_of(doubt) in self.unused)
            for doubt in self.by_row.get(letter.member.row, ())
            if not letter.excluded or (letter.excluded_this_run_only and _column_of(doubt) in self.chosen_by)
        ]


class Drafter:
    """Drafts letters, of one member after the other in the order of the list."""

    def __init__(
        self,
        roster: Roster,
        notice: Notice,
        names: Names,
        bound: BoundTemplate,
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
        self._enclosures, self._letter_values = enclosures, letter_values
        self._selector, self._namer, self._cell_doubts, self._today = selector, namer, cell_doubts, today
        self._answers, self._spaces = answers, spaces
        self._addressed = [key for key in ADDRESSED if roster.column_of(key)]
        self._has_contact = bool({"person", "title", "dept"} & set(self._addressed))
        printed = {name.label for name in bound.used if name.source == COMPUTED}
        self._prints_addressee = bool(printed & {"宛名", "敬称"})
        fields = namer.fields if namer else ()
        self._file_values = [(typed, self._file_value(typed)) for typed in fields]
        self._count = 0

    def draft(self, member: Member) -> Letter:
        """The letter of the next member."""
        self._count += 1
        roster = self._roster
        values = roster.values(member)
        number = values.get("member_no", "").strip()
        name = values.get("company") or values.get("person", "")
        written_to = addressee(self._recipient(member, values))
        enclosed, faults = self._enclosures.of(member)
        out, doubts = roster.left_out(member, self._today)
        unselected = self._selector.reason_against(member)
        placed = None if out else self._placed(_Named(member, self._count, number, name))
        letter = Letter(
            member,
            number,
            name,
            written_to,
            placed.path if placed else "",
            enclosed,
            values.get("delivery", ""),
            excluded=out or unselected,
            excluded_this_run_only=not out and bool(unselected),
        )
        self._spaces.look_at(letter)
        found = self._answers.ask(letter)
        if not letter.excluded:
            found += [
                *self._of_addressee(written_to),
                *faults,
                *doubts,
                *self._of_name(placed, member),
                *cells_among_words(roster, self._bound, member),
                *marks_taken_for_yes(roster, self._bound, member),
                *digits_not_shown(roster, self._bound, member),
                *self._unfit(letter),
            ]
        told = (*(p.of_member(number) for p in found), *self._cell_doubts.of(letter))
        return replace(letter, problems=told) if told else letter

    def _recipient(self, member: Member, values: dict[str, str]) -> Recipient:
        said = {key: values[key] for key in self._addressed if key in values}
        return Recipient(**said, has_contact=self._has_contact, place_of=partial(self._cell_of, member))

    def _cell_of(self, member: Member, key: str) -> Place:
        column = self._roster.column_of(key)
        return self._roster.place(member, column) if column else NOWHERE

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
                return lambda named: f"{named.position:04d}"
            case folded if folded == _COMPANY:
                return lambda named: named.name
            case folded if folded == _MEMBER:
                return lambda named: named.number
        found = self._names.find(typed)
        if isinstance(found, Name) and found.source == ROSTER:
            column = found.column
            return lambda named: named.member.texts[column]
        is_said = isinstance(found, Name) and found.source == NOTICE
        said = self._notice.values[found.label] if is_said and isinstance(found, Name) else ""
        return lambda _named: said

    def _of_addressee(self, written_to: Addressee) -> tuple[Problem, ...]:
        """What is wrong with an addressee does no harm in a letter that prints none."""
        if self._prints_addressee:
            return written_to.problems
        return tuple(replace(doubt, harmless=True) for doubt in written_to.problems)

    def _unfit(self, letter: Letter) -> list[Problem]:
        """The cells, and lines of 通知, that a filter of the letter cannot read."""
        if not self._bound.trials:
            return []
        found = []
        for name, doubt in self._bound.unfit(self._letter_values.values(letter)):
            if name is not None and name.source == ROSTER:
                place: Place = self._roster.place(letter.member, self._roster.columns[name.column])
                doubt = replace(doubt, place=place)
            elif name is not None and name.source == NOTICE and name.label in self._notice.places:
                doubt = replace(doubt, place=self._notice.places[name.label])
            found.append(doubt)
        return found


def _column_of(doubt: Problem) -> str:
    return doubt.place.column if isinstance(doubt.place, CellPlace) else ""
