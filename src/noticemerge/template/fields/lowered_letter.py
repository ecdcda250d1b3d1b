"""A letter whose fields have become tags, as it goes on to be checked and compiled."""

from __future__ import annotations

from dataclasses import dataclass, field

from noticemerge.problems import Problem, WordPlace
from noticemerge.template.fields.document import MergeSettings
from noticemerge.template.fields.marks import Entry
from noticemerge.template.package import WordPackage


@dataclass(slots=True)
class Lowered:
    """A letter whose fields are tags.

    `entries` is what the marks in these tags stand for; `numbers` tells for each part that was changed which
    paragraph of the model letter each of its paragraphs is; `skips` are the conditions under which a member
    gets none, with their places; `advances` are the places where a sheet goes on to the next member.
    """

    package: WordPackage
    settings: MergeSettings
    entries: list[Entry] = field(default_factory=list)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    skips: list[tuple[Entry, WordPlace]] = field(default_factory=list)
    advances: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
