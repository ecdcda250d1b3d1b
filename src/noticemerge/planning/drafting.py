"""One member's letter before it is made: whom it goes to, what goes with it, its file, and every doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from noticemerge.japan import fold
from noticemerge.planning.addressee_block import Addressee, Recipient, addressee
from noticemerge.planning.file_names import Namer
from noticemerge.planning.letters import Letter
from noticemerge.planning.name_checks import cells_among_words, marks_taken_for_yes
from noticemerge.planning.selection import Selector
from noticemerge.problems import NOWHERE, Place, Problem, gettext
from noticemerge.roster import Member
from noticemerge.template import COMPUTED, NOTICE, ROSTER, Name

if TYPE_CHECKING:
    from noticemerge.planning.planner import Plan

# The standard fields that an addressee is made of.
ADDRESSED = ("company", "branch", "dept", "title", "person", "honorific", "rep_title", "rep_name")
# Names a file pattern can use whatever the list has.
_NUMBERED, _COMPANY, _MEMBER = fold("連番"), fold("会社名"), fold("会員番号")
ALWAYS_NAMED = frozenset({_NUMBERED, _COMPANY, _MEMBER})

_FileValue = Callable[[Letter, int], str]


class Drafter:
    """Drafts the letters of a plan, of one member after the other in the order of the list."""

    def __init__(self, made: Plan, selector: Selector, namer: Namer | None) -> None:
        self._plan, self._roster, self._selector, self._namer = made, made.roster, selector, namer
        self._addressed = [key for key in ADDRESSED if made.roster.column_of(key)]
        self._has_contact = bool({"person", "title", "dept"} & set(self._addressed))
        printed = {name.label for name in made.bound.used if name.source == COMPUTED}
        self._prints_addressee = bool(printed & {"宛名", "敬称"})
        fields = namer.fields if namer else ()
        self._file_values = [(typed, self._file_value(typed)) for typed in fields]
        self._count = self._made = 0

    def draft(self, member: Member) -> Letter:
        """The letter of the next member."""
        self._count += 1
        roster = self._roster
        values = roster.values(member)
        number = values.get("member_no", "").strip()
        written_to = addressee(self._recipient(member, values))
        enclosed, faults = self._plan.enclosures.of(member)
        out, doubts = roster.left_out(member, self._plan.today)
        unselected = self._selector.reason_against(member)
        letter = Letter(
            member,
            number,
            values.get("company") or values.get("person", ""),
            written_to,
            "",
            enclosed,
            values.get("delivery", ""),
            excluded=out or unselected,
            kept=not out and bool(unselected),
            record=self._count,
            sequence=self._made + 1,
        )
        if not letter.excluded and (skipping := self._plan.bound.skipped(self._plan.values(letter))):
            letter.excluded = gettext("left out by the field {field} of the letter").format(field=skipping)
        self._made += not letter.excluded
        named = self._name(letter) if self._namer and not out else ()
        if not letter.excluded:
            found = [
                *self._of_addressee(written_to),
                *faults,
                *doubts,
                *named,
                *cells_among_words(roster, self._plan.bound, member),
                *marks_taken_for_yes(roster, self._plan.bound, member),
                *self._unfit(letter),
            ]
            letter.problems = tuple(p.of_member(number) for p in found)
        return letter

    def _recipient(self, member: Member, values: dict[str, str]) -> Recipient:
        said = {key: values[key] for key in self._addressed if key in values}
        return Recipient(**said, has_contact=self._has_contact, place_of=partial(self._cell_of, member))

    def _cell_of(self, member: Member, key: str) -> Place:
        column = self._roster.column_of(key)
        return self._roster.place(member, column) if column else NOWHERE

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
