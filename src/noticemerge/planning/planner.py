"""The plan of a mailing: one letter for each member, known whole before anything is written.

`plan` is a row of steps, each from values to values: names are resolved, the template is bound, members are
chosen, each member's letter is drafted, and what does not fit is told.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from noticemerge.japan import current_day, fold
from noticemerge.notice import Notice, means_date
from noticemerge.planning.cell_doubts import CellDoubts, parted, that_matter
from noticemerge.planning.column_questions import questions_of_list
from noticemerge.planning.column_use import Source, sources, unused_headings
from noticemerge.planning.condition_answers import ConditionAnswers
from noticemerge.planning.destinations import Destinations
from noticemerge.planning.drafting import ALWAYS_NAMED, Drafter
from noticemerge.planning.earlier_mailings import Mailing
from noticemerge.planning.enclosures import Enclosures
from noticemerge.planning.file_names import Namer
from noticemerge.planning.issue_checks import doubts_of_issue
from noticemerge.planning.letter_values import COMPUTED_NAMES, OF_MEMBERS, LetterValues
from noticemerge.planning.letters import Letter, Letters
from noticemerge.planning.list_names import ListNames
from noticemerge.planning.name_checks import (
    behind_the_slip,
    lines_not_ready,
    misread_headings,
    shadowed,
    unused_columns,
)
from noticemerge.planning.selection import Selection, Selector
from noticemerge.planning.space_checks import SpaceChecks
from noticemerge.problems import CellPlace, Problem, has_errors, problem
from noticemerge.roster import Roster
from noticemerge.template import (
    ATTACHMENTS,
    COMPUTED,
    NOTICE,
    ROSTER,
    BoundTemplate,
    LetterTemplate,
    Name,
    Names,
)


@dataclass(frozen=True, slots=True)
class Match:
    """A tag and what it takes: `source` is "roster", "notice" or "computed", `where` a cell or column.

    `is_field` says that it is a Word field.
    """

    tag: str
    source: str
    label: str
    where: str
    sample: str
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All letters, and the problems that are not one member's alone (`general`).

    `unused` are the headings of the list that neither the letter nor the program uses; `same_for_all` are
    notes on conditions that only ask for emptiness.
    """

    roster: Roster
    notice: Notice
    names: Names
    bound: BoundTemplate
    destinations: Destinations
    enclosures: Enclosures
    letter_values: LetterValues
    letters: Letters
    general: list[Problem]
    unused: list[str]
    today: datetime.date
    same_for_all: list[Problem]

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that it was made of: list, model letter, notice and attachments."""
        return self.roster.file, self.bound.template.path, *self.notice.files

    @property
    def problems(self) -> list[Problem]:
        """Every problem: the general ones, then those of each letter in the order of the list."""
        return [*self.general, *self.letters.problems]

    @property
    def remarks(self) -> list[Problem]:
        """Notes for who looks things over: columns the letter does not use, what it carries unseen."""
        of_list = unused_columns(self.roster, self.unused)
        return [*of_list, *self.same_for_all, *self.bound.template.remarks()]

    @property
    def matches(self) -> list[Match]:
        """For each field the letter uses: the tag as typed, what it takes, and the first member's value."""
        first = self.letters.first_made
        sample = {} if first is None else self.values(self.letters[first])
        return [
            Match(
                use.typed,
                name.source,
                name.label,
                self._where(name),
                _shown(sample.get(name.key, "")),
                use.is_field,
            )
            for name, use in self.bound.used.items()
        ]

    @property
    def sources(self) -> list[Source]:
        """The columns that 宛名, 宛先郵便番号, 宛先住所 and 添付資料 are made of, with an example."""
        first = self.letters.first_made
        return sources(self.destinations, self.enclosures, None if first is None else self.letters[first])

    def values(self, letter: Letter) -> dict[str, Any]:
        """What fills one letter, by the keys of `names` that it uses: displayed text, and the attachments."""
        return self.letter_values.values(letter)

    def render(self, letter: Letter) -> bytes:
        """The letter as a Word file. Raises `CannotUse` when it fails its proof."""
        return self.bound.render(self.values(letter))

    def _where(self, name: Name) -> str:
        if name.source == ROSTER:
            return self.roster.columns[name.column].letter
        if name.source == NOTICE:
            place = self.notice.places.get(name.label)
            return f"{place.sheet} {place.cell}".strip() if place else ""
        return ""


def plan(
    roster: Roster,
    template: LetterTemplate,
    notice: Notice,
    *,
    name_pattern: str | None = None,
    selection: Selection | None = None,
    today: datetime.date | None = None,
    earlier: Sequence[Mailing] = (),
) -> Plan:
    """Match list, notice and template, and find every problem; nothing is written.

    `name_pattern` names the files, such as "{会員番号}_{会社名}" (a list without member numbers is
    numbered 0001, 0002 …); '/' makes folders. `today` is what `{{ 本日 }}` prints, and what
    the date of issue is held against; `earlier` are mailings whose numbers are taken.
    """
    day = today or current_day()
    names = names_of(roster, notice)
    bound = template.bind(names)
    destinations, enclosures = Destinations(roster), Enclosures(roster, notice)
    selector = Selector(selection or Selection(), roster)
    namer, faults = _namer(name_pattern or _default_pattern(roster), names)
    looked_at = enclosures.columns | selector.columns | _columns_named(namer, names)
    unused = unused_headings(roster, destinations, bound, looked_at)
    printed = {name.label for name in bound.used if name.source == COMPUTED}
    of_list, of_members = parted(roster.problems)
    letter_values = LetterValues(destinations, notice, names, bound.used, bound.typed, day)
    cell_doubts = CellDoubts(of_members, _letters_of(roster, unused), selector.column_letters)
    answers = ConditionAnswers(roster, notice, bound, letter_values)
    spaces = SpaceChecks(bound, letter_values)
    drafter = Drafter(
        roster,
        notice,
        names,
        bound,
        destinations,
        enclosures,
        letter_values,
        selector,
        namer,
        cell_doubts,
        answers,
        spaces,
        day,
    )
    letters = Letters(roster.members, map(drafter.draft, roster.members))
    asked = questions_of_list(roster, destinations, unused, printed)
    # A tag that can mean several columns takes none of them before it is said which.
    ways = [doubt.facts["ways"] for doubt in bound.problems if doubt.code == "NM-T125"]
    unmeant = [heading for heading in unused if not any(f"{{{{ {heading} }}}}" in way for way in ways)]
    general = [
        *that_matter(roster, of_list, unmeant, {doubt.facts.get("letter", "") for doubt in asked}),
        *doubts_of_notice(notice, bound),
        *doubts_of_issue(roster, notice, bound, day, earlier),
        *bound.problems,
        *answers.problems(),
        *spaces.problems(),
        *behind_the_slip(notice, bound),
        *selector.problems,
        *enclosures.problems,
        *shadowed(names, bound),
        *lines_not_ready(notice, bound),
        *template.chosen_in_word(is_chosen_here=bool(selection and selection.is_any)),
        *faults,
        *asked,
        *misread_headings(roster, [heading for heading in unused if heading not in _headings(asked)]),
        *(() if has_errors(selector.problems) else _no_letters(roster, letters)),
    ]
    noted = answers.remarks()
    return Plan(
        roster,
        notice,
        names,
        bound,
        destinations,
        enclosures,
        letter_values,
        letters,
        general,
        unused,
        day,
        noted,
    )


def _headings(doubts: Iterable[Problem]) -> set[str]:
    return {doubt.facts.get("heading", "") for doubt in doubts}


def _letters_of(roster: Roster, headings: list[str]) -> frozenset[str]:
    return frozenset(column.letter for column in roster.columns if column.header in headings)


def names_of(roster: Roster, notice: Notice) -> Names:
    """The names that a letter can use: columns, lines of 通知 and computed fields."""
    columns = [Name(f"c{c.index}", ROSTER, c.header, c.index, is_text=True) for c in roster.columns]
    lines = [
        Name(f"n{i}", NOTICE, label, is_text=True, is_common=True) for i, label in enumerate(notice.values)
    ]
    computed = [
        Name(f"x{i}", COMPUTED, label, is_text=label != ATTACHMENTS, is_common=label not in OF_MEMBERS)
        for i, label in enumerate(COMPUTED_NAMES)
    ]
    return ListNames([*columns, *lines, *computed], roster)


def _default_pattern(roster: Roster) -> str:
    number = "{会員番号}" if roster.column_of("member_no") else "{連番}"
    return f"{number}_{{会社名}}"


def _namer(pattern: str, names: Names) -> tuple[Namer | None, list[Problem]]:
    namer = Namer(pattern)
    if namer.problems:
        return None, list(namer.problems)
    unknown = [f for f in namer.fields if fold(f) not in ALWAYS_NAMED and not isinstance(names.find(f), Name)]
    faults = [problem("NM-S04", pattern=pattern, name=name) for name in unknown]
    return (None if faults else namer), faults


def _columns_named(namer: Namer | None, names: Names) -> set[int]:
    found = (names.find(typed) for typed in (namer.fields if namer else ()))
    return {name.column for name in found if isinstance(name, Name) and name.source == ROSTER}


def doubts_of_notice(notice: Notice, bound: BoundTemplate) -> list[Problem]:
    """A date that is missing does no harm in a letter that prints none, nor what changes by the day."""
    is_printed = any(n.source == COMPUTED and n.label in ("発信日", "発信日_西暦") for n in bound.used)
    printed = {name.label for name in bound.used if name.source == NOTICE}

    def does_no_harm(doubt: Problem) -> bool:
        if doubt.code in ("NM-N01", "NM-N04"):
            return not is_printed
        if doubt.code == "NM-N41":
            name = str(doubt.facts["name"])
            return name not in printed and not (is_printed and means_date(name))
        return False

    return [replace(doubt, harmless=does_no_harm(doubt)) for doubt in notice.problems]


def _no_letters(roster: Roster, letters: Letters) -> Iterable[Problem]:
    if roster.members and letters.first_made is None:
        yield problem("NM-S05", CellPlace(file=roster.file.name, sheet=roster.sheet))


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "、".join(item["number"] for item in value)
    return re.sub(r"\s*\n\s*", " / ", str(value))
