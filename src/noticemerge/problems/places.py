"""Places of problems, in words that a clerk or a manager can see."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Self

from noticemerge.problems.language import gettext

# Characters of what is spoken of that a message shows: a tag or a cell can have 32,767 and more.
LONGEST_QUOTATION = 60


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
    """A place in a workbook: `sheet` is its title, `cell` such as "C7", a row "7" or a range.

    Of a cell that is a member's, `row` and `column` are its parts (else 0 and ""); they only repeat `cell`.
    """

    sheet: str = ""
    cell: str = ""
    text: str = ""
    row: int = field(default=0, compare=False)
    column: str = field(default="", compare=False)

    def words(self) -> str:
        where = " ".join(word for word in (self.sheet, self.cell) if word)
        said = f"{self.file} {where}".strip()
        return f"{said}「{shortened(self.text)}」" if self.text else said

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

    `part` is a marked message that names the part ("Body", "First-page header"), `section` the
    section (from 1) whose header or footer it is, where several have one name. `paragraph` counts
    from 1 within the part, `cell` is (table, row, column) from 1 when the paragraph is in a table,
    `boxed` whether it is in a text box, and `text` its beginning as the user sees it. `of` is a
    marked message for a text that is not the paragraph's own, as "alternative text of a picture".
    """

    part: str = ""
    section: int = 0
    paragraph: int = 0
    cell: tuple[int, int, int] | None = None
    boxed: bool = False
    text: str = ""
    of: str = ""

    def part_words(self) -> str:
        """The part, the text box, the table's cell: 「本文 表1 2行3列」."""
        part = gettext(self.part) if self.part else ""
        if self.section:
            of_section = gettext("{part} (section {number})")
            part = of_section.format(part=part, number=self.section)
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
        if self.of:
            said = f"{said} {gettext(self.of)}"
        return f"{said}「{shortened(self.text)}」" if self.text else said

    def as_json(self) -> dict[str, Any]:
        of = gettext(self.of) if self.of else ""
        return _without_empty(
            {
                "file": self.file,
                "part": f"{self.part_words()} {of}".strip(),
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


def shortened(text: str, longest: int = LONGEST_QUOTATION) -> str:
    """A quotation of at most `longest` characters: what is longer keeps its beginning and its last words."""
    if len(text) <= longest:
        return text
    ending = longest // 4
    return f"{text[: longest - ending - 1]}…{text[-ending:]}"


def _without_empty(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if value}
