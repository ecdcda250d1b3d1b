"""What can be wrong, where it is, and how it is put right.

Reading and planning never print: they return values together with a list of
`Problem`. A problem knows its code, its place in words the user can see and the
facts of the case; its sentences come from `messages` in the language in use.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from noticemerge.problems.kind import Severity
from noticemerge.problems.language import gettext
from noticemerge.problems.messages import kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a problem is. `file` is the name as the user knows it; `member` the member number."""

    file: str = ""
    member: str = ""

    def words(self) -> str:
        """The place as a person would say it, in the language in use."""
        return self.file

    def as_json(self) -> dict[str, Any]:
        """The place for programs; empty parts are left out."""
        return _without_empty({"file": self.file, "member": self.member})

    def of_member(self, number: str) -> Self:
        """The same place, said to concern the member with this number."""
        return replace(self, member=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlace(Place):
    """A place in a workbook: `sheet` is its title, `cell` such as "C7", a row "7" or a range."""

    sheet: str = ""
    cell: str = ""
    text: str = ""

    def words(self) -> str:
        where = " ".join(word for word in (self.sheet, self.cell) if word)
        said = f"{self.file} {where}".strip()
        return f"{said}「{self.text}」" if self.text else said

    def as_json(self) -> dict[str, Any]:
        return _without_empty(
            {
                "file": self.file,
                "sheet": self.sheet,
                "cell": self.cell,
                "text": self.text,
                "member": self.member,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPlace(Place):
    """A place in a Word file.

    `part` is a marked message that names the part ("Body", "First-page header"), `paragraph`
    counts from 1 within it, `cell` is (table, row, column) from 1 when the paragraph is in a
    table, `boxed` whether it is in a text box, and `text` its beginning as the user sees it.
    """

    part: str = ""
    paragraph: int = 0
    cell: tuple[int, int, int] | None = None
    boxed: bool = False
    text: str = ""

    def part_words(self) -> str:
        """The part, the text box, the table's cell: 「本文 表1 2行3列」."""
        part = gettext(self.part) if self.part else ""
        if self.boxed:
            box = gettext("text box")
            part = f"{part} {box}"
        if self.cell:
            table, row, column = self.cell
            where = gettext("table {table}, row {row}, column {column}")
            part = f"{part} {where.format(table=table, row=row, column=column)}"
        return part

    def words(self) -> str:
        said = f"{self.file} {self.part_words()}".strip()
        if self.paragraph and not self.cell:
            where = gettext("paragraph {number}").format(number=self.paragraph)
            said = f"{said} {where}"
        return f"{said}「{self.text}」" if self.text else said

    def as_json(self) -> dict[str, Any]:
        return _without_empty(
            {
                "file": self.file,
                "part": self.part_words(),
                "paragraph": self.paragraph,
                "text": self.text,
                "member": self.member,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlace(WordPlace):
    """A place in a text file: `paragraph` is the line, counted from 1."""

    def words(self) -> str:
        where = gettext("line {number}").format(number=self.paragraph)
        said = f"{self.file} {where}".strip()
        return f"{said}「{self.text}」" if self.text else said


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """One doubt: a stable code, its place, the facts its sentences need, and whether it can do harm there."""

    code: str
    place: Place = NOWHERE
    facts: dict[str, Any] = field(default_factory=dict)
    harmless: bool = False

    @property
    def severity(self) -> Severity:
        """The severity of its kind; what is `harmless` where it stands is no error but a warning."""
        usual = kind_of(self.code).severity
        return Severity.WARNING if self.harmless and usual is Severity.ERROR else usual

    @property
    def message(self) -> str:
        """What is wrong, in the language in use."""
        return gettext(kind_of(self.code).message).format(**self.facts)

    @property
    def hint(self) -> str:
        """What to do about it, in the language in use."""
        return gettext(kind_of(self.code).hint).format(**self.facts)

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


def _without_empty(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}
