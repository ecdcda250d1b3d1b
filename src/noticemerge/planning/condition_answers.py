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
    BoundTemplate,
    Condition,
    Incomparable,
    Name,
    Question,
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


@dataclass(slots=True)
class _Watched:
    """A condition, what was answered so far, and the texts of the columns that it looks for a text in.

    `bare` asks it of members too for whom another condition around it is false.
    """

    question: Question
    bare: Question
    columns: tuple[int, ...]
    is_of_list: bool
    is_of_enclosures: bool
    wanted: set[tuple[Name, str]]
    known: dict[Any, _Answer] = field(default_factory=dict)
    answers: set[bool | None] = field(default_factory=set)
    texts: dict[Name, dict[str, None]] = field(default_factory=dict)

    @property
    def condition(self) -> Condition:
        return self.question.condition


class ConditionAnswers:
    """Asks the conditions of a letter of one member after the other."""

    def __init__(
        self, roster: Roster, notice: Notice, bound: BoundTemplate, letter_values: LetterValues
    ) -> None:
        self._roster, self._notice, self._letter_values = roster, notice, letter_values
        self._watched: list[_Watched] = []
        self._hopeless: list[Problem] = []
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
        _look_for_texts(watched, values)
        answer = _answered(watched, values)
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
        for member in islice(self._roster.members, _SAMPLE):
            values = self._letter_values.of_member(member)
            if any(empty_ones(condition, values)):
                continue
            asked += 1
            answer = _answered(watched, values)
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
    columns = tuple(name.column for name in condition.names if name.source == ROSTER)
    is_of_list = all(name.source == ROSTER or name.is_common for name in condition.names)
    is_of_enclosures = any(name.label == ATTACHMENTS and name.source == COMPUTED for name in condition.names)
    wanted = {pair for pair in condition.wanted() if pair[0].source == ROSTER}
    question = Question(condition)
    bare = Question(replace(condition, reached=())) if condition.reached else question
    return _Watched(question, bare, columns, is_of_list, is_of_enclosures, wanted)


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


def _answered(watched: _Watched, values: Mapping[str, Any]) -> _Answer:
    condition = watched.condition
    try:
        is_true = watched.question.ask(values)
    except Incomparable as error:
        name = in_question(values, error, condition.names)
        said = values.get(name.key) if name else error
        return _Answer(None, is_known=False, doubts=(("NM-S40", name, _brief(said)),))
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError):
        # A filter that cannot read the value: said of the filter.
        return _Answer(None, is_known=False)
    if is_true is None:
        return _unreached(watched.bare, values)
    if is_true or not condition.has_else:
        return _Answer(is_true)
    doubts = (
        ("NM-S41" if condition.orders_days(name) else "NM-S42", name, "")
        for name in empty_ones(condition, values)
        if name.source == ROSTER and not condition.asks_whether_empty(name)
    )
    return _Answer(is_true, doubts=tuple(doubts))


def _unreached(question: Question, values: Mapping[str, Any]) -> _Answer:
    """What it would say of a member for whom it is not asked; that it cannot be asked there is no fault."""
    try:
        return _Answer(question.ask(values))
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError):
        return _Answer(None, is_known=False)


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
