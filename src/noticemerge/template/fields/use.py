"""A field in the checks that all tags go through: its names are used, its values tried before letters."""

from __future__ import annotations

from noticemerge.problems import Problem, WordPlace
from noticemerge.template.field_names import Name
from noticemerge.template.fields.binding import bound, guarded
from noticemerge.template.fields.values import Picture
from noticemerge.template.scope import Scope, Trial, Use

# What is said of a value that does not suit a field, or that names no picture.
UNFIT, NO_PICTURE = "NM-T104", "NM-T113"


def field_expression(number: int, scope: Scope, place: WordPlace) -> tuple[str, list[Problem]]:
    """The Jinja source of a field that became a tag, and what is wrong with it ("" when something is)."""
    entry = scope.entries[number]
    made = bound(entry, scope.names, place)
    for name, typed in made.used:
        scope.used.setdefault(name, Use(typed, place, is_field=True))
    if made.source and made.is_doubtful:
        source = guarded(entry, made.source, scope.names, place)
        code = NO_PICTURE if isinstance(entry.meaning, Picture) else UNFIT
        scope.trials.append(Trial(source, entry.typed, place, _first(made.used), code))
        scope.pictures += made.pictures
    return made.source, made.problems


def _first(used: list[tuple[Name, str]]) -> Name | None:
    return used[0][0] if used else None
