"""How a field stands in a letter between being read and being compiled: as a tag that names its entry.

The mark is made of noncharacters, which no document holds: `{{` mark, number, mark, how lines count, mark,
how people know the field, mark `}}`. `tags` reads it as any tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticemerge.template.fields.values import Choice, Column, Condition, Formed, HasText, Value

MARK = "\ufdd4"
_MARKED = re.compile(rf"{MARK}(\d+){MARK}(k?){MARK}([^{MARK}]*){MARK}")
_TAGGED = re.compile(rf"\{{[{{%][^{MARK}{{}}]*{MARK}\d+{MARK}k?{MARK}([^{MARK}]*){MARK}\s*[}}%]\}}")
_NO_SYNTAX = str.maketrans("{}", "｛｝")


@dataclass(frozen=True, slots=True)
class Advance:
    """A sheet of several members goes on to the next one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a mark stands for.

    `guards` are the conditions, each with the answer it must have, under which the field prints; `typed` is
    the field as people know it; `keeps_line` that its line stays when it prints nothing; `looks` are those of
    its words, as run properties, where they differ: the last are for all further words.
    """

    meaning: Value | Condition | Advance
    typed: str
    guards: tuple[tuple[Condition, bool], ...] = ()
    keeps_line: bool = False
    looks: tuple[str, ...] = ()


def marked(number: int, entry: Entry) -> str:
    """The text that stands between the braces of a tag."""
    name = _name_of(entry.meaning)
    return f"{MARK}{number}{MARK}{'k' if entry.keeps_line else ''}{MARK}{name.translate(_NO_SYNTAX)}{MARK}"


def number_of(body: str) -> int | None:
    """The number of the entry that a tag's inside stands for; None for a tag that a person typed."""
    match = _MARKED.search(body)
    return int(match[1]) if match else None


def keeps_line(body: str) -> bool:
    """Whether the line of this field stays when nothing is printed in it."""
    match = _MARKED.search(body)
    return bool(match and match[2])


def as_seen(text: str) -> str:
    """A paragraph's text with fields as Word shows them: ≪会社名≫."""
    return _TAGGED.sub(lambda match: match[1], text) if MARK in text else text


def without_fields(text: str) -> str:
    """A paragraph's text without its fields."""
    return _TAGGED.sub("", text) if MARK in text else text


def _name_of(meaning: Value | Condition | Advance) -> str:
    match meaning:
        case Column(names):
            return f"≪{names[0]}≫"
        case Formed(value) | HasText(value):
            return _name_of(value)
        case Choice(HasText() as condition):
            return _name_of(condition)
    return ""
