"""What the conditions of a letter come to when every member of the list is asked.

A condition that is the same for all of them, a value that none of them has and a cell that cannot be compared
are seldom meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from jinja2.exceptions import TemplateError

from noticemerge.japan import fold, nearest
from noticemerge.notice import Notice
from noticemerge.planning.letter_values import LetterValues
from noticemerge.planning.letters import Letter
from noticemerge.problems import Place, Problem, WordPlace, gettext, problem
from noticemerge.roster import Member, Roster
from noticemerge.template import (
    ATTACHMENTS,
    COMPUTED,
    NOTICE,
    ROSTER,
    Answers,
    BoundTemplate,
    Condition,
    Incomparable,
    Name,
    can_be_ordered,
    empty_ones,
    equal,
    in_question,
)

# How many members tell that a whole column cannot be compared.
_SAMPLE = 50
# Answers are remembered by what was asked, and of a column so many texts to guess from.
_REMEMBERED, _TEXTS = 20_000, 500
_LONGEST = 40
_LISTED = 5
# More values that nobody has are told together.
_MOST_APART = 10
# What was meant is looked for among so many: it takes long.
_MOST_GUESSED = 200
# Signs that end a tag.
_CLOSER = 2
_ALIKE = 0.75
_SHORTEST_ALIKE = 3
# Two or more members make a list; of one alone everything is the same for all.
_LIST = 2
# Marks that look the same on paper.
_MARKS = str.maketrans("〇◯✕✖╳", "○○×××")

Doubt = tuple[str, Name | None, str]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a condition says for some values: None where that cannot be told."""

    is_true: bool | None
    is_known: bool = True
    doubts: tuple[Doubt, ...] = ()


_UNKNOWN = _Answer(None, is_known=False)
# What the asking of a condition can raise: values that filters cannot read.
_UNREADABLE = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError)


@dataclass(slots=True)
class _Watched:
    """A condition, what was answered so far, and the texts of the columns that it looks for a text in."""

    condition: Condition
    columns: tuple[int, ...]
    is_of_list: bool
    is_of_enclosures: bool
    wanted: set[tuple[Name, str]]
    known: dict[Any, _Answer] = field(default_factory=dict)
    answers: set[bool | None] = field(default_factory=set)
    texts: dict[Name, dict[str, None]] = field(default_factory=dict)


class ConditionAnswers:
    """Asks the conditions of a letter of one member after the other."""

    def __init__(
        self, roster: Roster, notice: Notice, bound: BoundTemplate, letter_values: LetterValues
    ) -> None:
        self._roster, self._notice, self._letter_values = roster, notice, letter_values
        self._watched: list[_Watched] = []
        self._hopeless: list[Problem] = []
        self._asked: tuple[Letter, Answers] | None = None
        self._sample: list[tuple[Mapping[str, Any], Answers]] = []
        # A table's rows ask the same again and again: it is asked, and told, once.
        first: dict[Condition, Condition] = {}
        for condition in bound.conditions:
            first.setdefault(_asked(condition), condition)
        for condition in first.values():
            watched = _watched(condition)
            if found := self._not_comparable_at_all(watched):
                self._hopeless.append(found)
            else:
                self._watched.append(watched)

    def ask(self, letter: Letter) -> list[Problem]:
        """Ask them of one more member; returns the cells that cannot be compared."""
        if not self._watched:
            return []
        doubts: dict[tuple[str, Name | None], Problem] = {}
        for watched in self._watched:
            answer = self._answer(watched, letter)
            watched.answers |= {answer.is_true} if answer.is_known else {True, False}
            for code, name, text in () if letter.excluded else answer.doubts:
                if (code, name) not in doubts:
                    doubts[code, name] = self._doubt(code, name, text, watched.condition, letter.member)
        return list(doubts.values())

    def problems(self) -> list[Problem]:
        """What is to be said once all members were asked."""
        told = list(self._hopeless)
        for watched in self._watched:
            missing = list(self._values_nobody_has(watched))
            told += missing or self._same_for_all(watched, compares=True)
        return told

    def remarks(self) -> list[Problem]:
        """Conditions that only ask whether a cell is empty, and that are the same for all."""
        return [found for watched in self._watched for found in self._same_for_all(watched, compares=False)]

    def _answer(self, watched: _Watched, letter: Letter) -> _Answer:
        key: Any = None
        if watched.is_of_list:
            key = _asked_of(letter, watched)
            if (known := watched.known.get(key)) is not None:
                return known
        values = self._letter_values.values(letter)
        if self._asked is None or self._asked[0] is not letter:
            self._asked = letter, Answers(values)
        _look_for_texts(watched, values)
        answer = _answered(watched.condition, self._asked[1], values)
        if key is not None and len(watched.known) < _REMEMBERED:
            watched.known[key] = answer
        return answer

    def _not_comparable_at_all(self, watched: _Watched) -> Problem | None:
        """Where not one cell of a column can be compared the letter is wrong, not the list."""
        condition = watched.condition
        if not watched.is_of_list or not condition.ordered():
            return None
        found: list[tuple[Name, str]] = []
        asked = 0
        if not self._sample:
            sampled = map(self._letter_values.of_member, islice(self._roster.members, _SAMPLE))
            self._sample = [(values, Answers(values)) for values in sampled]
        for values, answers in self._sample:
            if any(empty_ones(condition, values)):
                continue
            asked += 1
            answer = _answered(condition, answers, values)
            found += [(name, text) for code, name, text in answer.doubts if code == "NM-S40" and name]
        if len(found) < _LIST or len(found) < asked:
            return None
        name, text = found[0]
        return problem("NM-T162", condition.place, typed=condition.typed, name=name.label, text=text)

    def _doubt(self, code: str, name: Name | None, text: str, asked: Condition, member: Member) -> Problem:
        place: Place = asked.place
        if name is not None and name.source == ROSTER:
            place = self._roster.place(member, self._roster.columns[name.column])
        elif name is not None and name.source == NOTICE:
            place = self._notice.places.get(name.label, asked.place)
        label = name.label if name is not None else ""
        return problem(code, place, typed=asked.typed, text=text, name=label)

    def _values_nobody_has(self, watched: _Watched) -> Iterator[Problem]:
        condition = watched.condition
        missing: dict[Name, dict[str, None]] = {}
        for name, text in condition.wanted():
            if (name, text) in watched.wanted and watched.texts.get(name):
                missing.setdefault(name, {})[text] = None
        for name, texts in missing.items():
            yield from _nobody_has(condition, name, texts, watched.texts[name])

    def _same_for_all(self, watched: _Watched, *, compares: bool) -> list[Problem]:
        condition, count = watched.condition, len(self._roster.members)
        if count < _LIST or condition.is_meant or condition.compares() != compares:
            return []
        if len(watched.answers) != 1 or _is_of_the_run(condition):
            return []
        is_true = True in watched.answers
        if condition.is_field:
            code = "NM-T111" if is_true else "NM-T112"
            return [problem(code, condition.place, typed=condition.typed, count=count)]
        code = "NM-T159" if is_true else "NM-T160"
        noted = f"{condition.typed[:-_CLOSER].rstrip()} # … {condition.typed[-_CLOSER:]}"
        return [problem(code, condition.place, typed=condition.typed, count=count, noted=noted)]


def _asked(condition: Condition) -> Condition:
    """What a condition asks, wherever it stands."""
    return replace(condition, typed="", place=WordPlace(file=""))


def _watched(condition: Condition) -> _Watched:
    names = dict.fromkeys((*condition.names, *condition.around))
    columns = tuple(name.column for name in names if name.source == ROSTER)
    is_of_list = all(name.source == ROSTER or name.is_common for name in names)
    is_of_enclosures = any(name.label == ATTACHMENTS and name.source == COMPUTED for name in names)
    wanted = {pair for pair in condition.wanted() if pair[0].source == ROSTER}
    return _Watched(condition, columns, is_of_list, is_of_enclosures, wanted)


def _asked_of(letter: Letter, watched: _Watched) -> tuple[Any, ...]:
    """What a condition looks at of a member; those who get the same enclosures get the same tuple."""
    enclosed = id(letter.enclosures) if watched.is_of_enclosures else 0
    if not watched.columns:
        return (enclosed,)
    texts, stored = letter.member.texts, letter.member.stored
    return enclosed, *[(texts[column], stored.get(column)) for column in watched.columns]


def _is_of_the_run(condition: Condition) -> bool:
    """Whether it asks about what is the same for all members by its nature, such as the notice."""
    return bool(condition.names) and all(name.is_common for name in condition.names)


def _answered(condition: Condition, answers: Answers, values: Mapping[str, Any]) -> _Answer:
    try:
        is_reached = answers.reaches(condition)
    except _UNREADABLE:
        return _UNKNOWN  # said of what stands around it
    try:
        is_true = answers.says(condition)
        if not is_reached or not (is_true or condition.has_else) or not answers.hinges_on_empty(condition):
            return _Answer(is_true)
    except Incomparable as error:
        if not is_reached:
            return _UNKNOWN
        name = in_question(condition, values, error)
        said = values.get(name.key) if name else error
        return _Answer(None, is_known=False, doubts=(("NM-S40", name, _brief(said)),))
    except _UNREADABLE:
        # A filter that cannot read the value: said of the filter.
        return _UNKNOWN
    return _Answer(is_true, doubts=tuple(_doubts_of_empty(condition, values, is_true)))


def _doubts_of_empty(condition: Condition, values: Mapping[str, Any], is_true: bool) -> Iterator[Doubt]:
    """What is said of the empty cells by which a condition is true, or the letter takes the else."""
    for name in empty_ones(condition, values):
        if name.source == ROSTER and (is_true or name.key not in condition.settled):
            of_day, of_number = ("NM-S47", "NM-S48") if is_true else ("NM-S41", "NM-S42")
            yield of_day if condition.orders_days(name) else of_number, name, ""


def _nobody_has(
    condition: Condition, name: Name, wanted: Mapping[str, None], listed: Mapping[str, None]
) -> Iterator[Problem]:
    """Values that no member has: what was meant for each where it is known, the others apart or together."""
    meant = {text: guess for text in islice(wanted, _MOST_GUESSED) if (guess := _meant(text, listed))}
    facts = {"typed": condition.typed, "name": name.label}
    for text, guess in meant.items():
        yield problem("NM-T157", condition.place, wanted=text, guess=guess, **facts)
    others = [text for text in wanted if text not in meant]
    if condition.is_meant:
        return
    if len(others) > _MOST_APART:
        said = {"count": len(others), "wanted": _some_of(others), "values": _some_of(listed)}
        yield problem("NM-T171", condition.place, **said, **facts)
        return
    values = _some_of(listed) + ("…" if len(listed) > _LISTED else "")
    for text in others:
        yield problem("NM-T158", condition.place, wanted=text, values=values, **facts)


def _some_of(texts: Iterable[str]) -> str:
    return gettext(", ").join(map(_brief, islice(texts, _LISTED)))


def _look_for_texts(watched: _Watched, values: Mapping[str, Any]) -> None:
    found = set()
    for name, text in watched.wanted:
        value = values[name.key]
        if equal(value, text):
            found.add((name, text))
        texts = watched.texts.setdefault(name, {})
        if str(value).strip() and len(texts) < _TEXTS:
            texts[_brief(value)] = None
    watched.wanted -= found


def _meant(wanted: str, listed: Iterable[str]) -> str:
    """The text of the list that was meant; "" when none is like enough."""
    key = _folded(wanted)
    texts = list(listed)
    for text in texts:
        if _folded(text) == key or (can_be_ordered(wanted) and _folded(text).replace(",", "") == key):
            return text
    if can_be_ordered(wanted):
        return ""
    for text in texts:
        other = _folded(text)
        if min(len(key), len(other)) > 1 and (key in other or other in key):
            return text
    return nearest(wanted, texts, _ALIKE) or "" if len(key) >= _SHORTEST_ALIKE else ""


def _folded(text: str) -> str:
    return fold(text.translate(_MARKS))


def _brief(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
