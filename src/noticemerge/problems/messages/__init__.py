"""Every code a problem can have, with its severity, its sentence and its cure: a module for each family.

Codes are stable: `docs/problems.md` has a heading for each, and programs may test for them. The letter after
NM tells the family. Sentences are English here and translated in `locale/`. A family is loaded when
one of its problems is first met: loading all of them takes 4 ms, a twentieth of a start.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from noticemerge.problems.kind import Kind

_FAMILIES = {
    "R": ("roster_files", "roster_cells", "roster_rows"),
    "N": ("notice",),
    "A": ("addressee",),
    "T": (
        "template_files",
        "template_tags",
        "template_content",
        "template_places",
        "word_fields",
        "conditions",
        "letter_looks",
    ),
    "S": ("selection",),
    "W": ("writing",),
    "L": ("post",),
    "C": ("command_line",),
    "P": ("paper",),
    "M": ("mail",),
}


def kind_of(code: str) -> Kind:
    """The kind of problem that `code` stands for, such as "NM-R55". Raises KeyError when there is none."""
    prefix, _, rest = code.partition("-")
    if prefix != "NM" or not rest:
        raise KeyError(code)
    return _family(rest[0])[code]


def all_kinds() -> dict[str, Kind]:
    """Every kind by its code."""
    return {code: kind for letter in _FAMILIES for code, kind in _family(letter).items()}


@cache
def _family(letter: str) -> dict[str, Kind]:
    modules = (import_module(f"{__name__}.{name}") for name in _FAMILIES[letter])
    return {code: kind for module in modules for code, kind in module.KINDS.items()}
