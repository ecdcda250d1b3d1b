"""Columns to which the user gives a field (`--map 会社名=商号`), whatever their headings mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from noticemerge.japan import Field, fold, nearest, vocabulary
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.header import Column, Header

# What a shell would not hand over as one word, or take for something else.
_SPECIAL = re.compile(r"[\s&|<>;()'*?$`]")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A header whose columns mean what the user said; `said` has the column of each field so decided."""

    header: Header
    said: Mapping[str, Column]
    problems: tuple[Problem, ...] = ()


def headings_meant(mapping: Mapping[str, str]) -> dict[str, str]:
    """The fields' keys by the folded headings that are said to mean them; unknown fields are left out."""
    found = ((vocabulary().member.find(name), heading) for name, heading in mapping.items())
    return {fold(heading): field.key for field, heading in found if field}


def apply(header: Header, mapping: Mapping[str, str], place: CellPlace) -> Mapped:
    """The header with `mapping` (a field's name, the heading of its column) applied.

    A column that meant a field given to another one means nothing any more. `problems` are errors:
    names and headings that are not there, and what is said twice. `place` is the sheet.
    """
    said: dict[str, tuple[str, Column, Field]] = {}
    problems = []
    for name, heading in mapping.items():
        typed = f"{name}={heading}"
        field, column = vocabulary().member.find(name), _column(header, heading)
        if field is None:
            problems.append(_unknown_field(name, heading, place))
        elif column is None:
            problems.append(_unknown_heading(name, heading, header, place))
        elif other := _twice(said, field, column):
            problems.append(problem("NM-R56", place, one=other, other=typed))
        else:
            said[field.key] = typed, column, field
    given = {column.index: (field, typed.split("=")[0]) for typed, column, field in said.values()}
    columns = tuple(_meaning(column, given, set(said)) for column in header.columns)
    decided = {key: columns[column.index] for key, (_, column, _) in said.items()}
    return Mapped(replace(header, columns=columns), decided, tuple(problems))


def option_for(label: str, heading: str) -> str:
    """What to type so that the column `heading` is taken for the field called `label`."""
    said = f"{label}={heading}"
    return f'--map "{said}"' if _SPECIAL.search(said) else f"--map {said}"


def _column(header: Header, heading: str) -> Column | None:
    alike = [column for column in header.columns if fold(column.header) == fold(heading)]
    return next((column for column in alike if column.header == heading), alike[0] if alike else None)


def _twice(said: Mapping[str, tuple[str, Column, Field]], field: Field, column: Column) -> str:
    """What was said before of the same field or the same column, as typed; "" for nothing."""
    before = said.get(field.key) or next((s for s in said.values() if s[1] is column), None)
    return before[0] if before else ""


def _meaning(column: Column, given: Mapping[int, tuple[Field, str]], taken: set[str]) -> Column:
    if column.index in given:
        field, called = given[column.index]
        return replace(column, field=field, is_sure=True, called=called)
    if column.field and column.field.key in taken:
        return replace(column, field=None)
    return column


def _unknown_field(name: str, heading: str, place: CellPlace) -> Problem:
    known = (synonym for field in vocabulary().member for synonym in (field.label, *field.synonyms))
    near = nearest(name, known, at_least=0) or name
    label = field.label if (field := vocabulary().member.find(near)) else near
    return problem("NM-R38", place, typed=f"{name}={heading}", name=name, cure=option_for(label, heading))


def _unknown_heading(name: str, heading: str, header: Header, place: CellPlace) -> Problem:
    near = nearest(heading, (column.header for column in header.columns), at_least=0) or heading
    return problem("NM-R39", place, typed=f"{name}={heading}", name=heading, cure=option_for(name, near))
