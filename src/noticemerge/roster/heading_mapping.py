"""Columns to which the user gives a field (`--map 会社名=商号`), whatever their headings mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from noticemerge.japan import Field, fold, lazy_pattern, nearest, vocabulary
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.header import Column, Header
from noticemerge.roster.typed_options import ignore_option, option_for

# What --map gives to an attachment, not to a field: 資料1=チラシ部数.
_ATTACHMENT = lazy_pattern("資料|別添|別紙|添付|参考")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A header whose columns mean what the user said; `said` has the column of each field so decided."""

    header: Header
    said: Mapping[str, Column]
    problems: tuple[Problem, ...] = ()


def headings_meant(mapping: Mapping[str, str]) -> dict[str, str]:
    """The fields' keys by the folded headings that are said to mean them; unknown fields are left out."""
    found = ((vocabulary().heading(name), heading) for name, heading in mapping.items())
    return {fold(heading): field.key for field, heading in found if field}


def apply(
    header: Header, mapping: Mapping[str, str], place: CellPlace, ignored: Collection[str] = ()
) -> Mapped:
    """The header with `mapping` (a field's name, the heading of its column) applied.

    Columns with a heading among `ignored` mean nothing.

    A column that meant a field given to another one means nothing any more. `problems` are errors:
    names and headings that are not there, and what is said twice. `place` is the sheet.
    """
    said: dict[str, tuple[str, Column, Field]] = {}
    problems, attachments = list[Problem](), dict[int, str]()
    for name, heading in mapping.items():
        typed = f"{name}={heading}"
        field, column = vocabulary().heading(name), _column(header, heading)
        if field is None and column is not None and _ATTACHMENT.match(name):
            attachments[column.index] = name
        elif field is None:
            problems.append(_unknown_field(name, heading, header, place))
        elif column is None:
            problems.append(_unknown_heading(name, heading, field, header, place))
        elif other := _twice(said, field, column):
            problems.append(problem("NM-R56", place, one=other, other=typed))
        else:
            said[field.key] = typed, column, field
    given = {column.index: (field, typed.split("=")[0]) for typed, column, field in said.values()}
    left = {fold(heading) for heading in ignored}
    columns = tuple(_meaning(_left_alone(column, left), given, set(said)) for column in header.columns)
    problems += [
        _unknown_ignored(heading, header, place) for heading in ignored if _column(header, heading) is None
    ]
    columns = tuple(_of_attachment(column, attachments) for column in columns)
    decided = {key: columns[column.index] for key, (_, column, _) in said.items()}
    return Mapped(replace(header, columns=columns), decided, tuple(problems))


def _of_attachment(column: Column, attachments: Mapping[int, str]) -> Column:
    name = attachments.get(column.index)
    return replace(column, field=None, called=name) if name else column


def _left_alone(column: Column, ignored: Collection[str]) -> Column:
    return replace(column, field=None, is_ignored=True) if fold(column.header) in ignored else column


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


def _unknown_field(name: str, heading: str, header: Header, place: CellPlace) -> Problem:
    """No field of this name: the one most like it, with a column for it; else how fields are called."""
    words = vocabulary()
    known = {s: f for table in (words.member, words.parts) for f in table for s in (f.label, *f.synonyms)}
    near = nearest(name, known)
    meant = known[near] if near else None
    column = _column(header, heading) or (_column_for(meant, heading, header) if meant else None)
    facts = {"typed": f"{name}={heading}", "name": name}
    if meant and column:
        return problem("NM-R38", place, **facts, cure=option_for(meant.label, column.header))
    return problem("NM-R86", place, **facts)


def _unknown_heading(name: str, heading: str, field: Field, header: Header, place: CellPlace) -> Problem:
    """No column of this heading: one that can be the field; else the columns there are."""
    facts = {"typed": f"{name}={heading}", "name": heading}
    if column := _column_for(field, heading, header):
        return problem("NM-R39", place, **facts, cure=option_for(field.label, column.header))
    return problem("NM-R85", place, **facts, headings=_headings(header))


def _column_for(field: Field, heading: str, header: Header) -> Column | None:
    """The column written like `heading`, or that means the field; none that means another field."""
    free = [c for c in header.columns if c.field is None or c.field.key == field.key]
    near = nearest(heading, (c.header for c in free))
    return next((c for c in free if c.header == near), None) or next((c for c in free if c.field), None)


def _unknown_ignored(heading: str, header: Header, place: CellPlace) -> Problem:
    if near := nearest(heading, (column.header for column in header.columns)):
        return problem("NM-R80", place, name=heading, cure=ignore_option(near))
    return problem("NM-R87", place, name=heading, headings=_headings(header))


def _headings(header: Header) -> str:
    return "、".join(column.header for column in header.columns)
