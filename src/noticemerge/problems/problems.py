"""Problems: a code, a place and facts, from which the sentence and the cure are made.

Reading and planning never print: they return values together with a list of
`Problem`. A problem knows its code, its place in words the user can see and the
facts of the case; its sentences come from `messages` in the language in use.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from noticemerge.problems.kind import Severity
from noticemerge.problems.language import current_language, gettext
from noticemerge.problems.messages import kind_of
from noticemerge.problems.places import NOWHERE, Place, shortened

# The facts that are taken from a cell, a heading or a tag as it was typed, and so may be of any length.
_QUOTED = frozenset(
    [
        "address",
        "aside",
        "beside",
        "condition",
        "cured",
        "detail",
        "field",
        "formula",
        "guess",
        "heading",
        "label",
        "line",
        "name",
        "noted",
        "one",
        "opener",
        "other",
        "other_name",
        "own",
        "part",
        "pattern",
        "text",
        "that",
        "this",
        "title",
        "typed",
        "value",
        "wanted",
        "word",
    ]
)
# The facts that list several things, parted by 、 as Japanese does.
_LISTS = frozenset(
    [
        "addresses",
        "fields",
        "files",
        "fonts",
        "headings",
        "letters",
        "members",
        "names",
        "rows",
        "sheets",
        "signs",
    ]
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One doubt: a stable code, its place, the facts its sentences need, and whether it can do harm there."""

    code: str
    place: Place = NOWHERE
    facts: dict[str, Any] = field(default_factory=dict)
    harmless: bool = False

    @property
    def severity(self) -> Severity:
        """The severity of its kind; where it is `harmless`, it is a note: nothing that goes out shows it."""
        return Severity.NOTE if self.harmless else kind_of(self.code).severity

    @property
    def message(self) -> str:
        """What is wrong, in the language in use."""
        return gettext(kind_of(self.code).message).format(**self._shown())

    @property
    def hint(self) -> str:
        """What to do about it, in the language in use."""
        return gettext(kind_of(self.code).hint).format(**self._shown())

    def _shown(self) -> dict[str, Any]:
        return {name: _as_shown(name, fact) for name, fact in self.facts.items()}

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "hint": self.hint,
            "place": self.place.as_json(),
        }

    def of_member(self, number: str) -> Problem:
        """The same problem, said to concern the member with this number."""
        return replace(self, place=self.place.of_member(number))


def _as_shown(name: str, fact: Any) -> Any:
    if not isinstance(fact, str):
        return fact
    if name in _LISTS and current_language() != "ja":
        return fact.replace("、", ", ")
    return shortened(fact) if name in _QUOTED else fact


def problem(code: str, place: Place = NOWHERE, **facts: Any) -> Problem:
    """A problem of the catalogue; `facts` fill its sentences. Raises KeyError for an unknown code."""
    kind_of(code)
    return Problem(code, place, facts)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them must be corrected before letters can be made."""
    return any(p.severity is Severity.ERROR for p in problems)


class CannotUse(Exception):  # noqa: N818 - it reads as a sentence where it is raised
    """A file cannot be read or written at all; carries the one problem that says why."""

    def __init__(self, reason: Problem) -> None:
        super().__init__(reason)
        self.problem = reason

    def __str__(self) -> str:
        return f"{self.problem.place.words()}: {self.problem.message} {self.problem.hint}"


class NotFoundInFile(CannotUse):
    """The file was read, but what is needed is not in it: something to correct, not a broken file."""
