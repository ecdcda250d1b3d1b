"""The names that the tags of a letter can use, and what is learnt of them while the tags are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from noticemerge.problems import WordPlace
from noticemerge.template.conditions import Condition
from noticemerge.template.field_names import Name, Names
from noticemerge.template.fields.marks import Entry


@dataclass(frozen=True, slots=True)
class Use:
    """Where a name is first used in the letter, how it is spelt there, and whether by a Word field."""

    typed: str
    place: WordPlace
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Bare:
    """A field printed among words under no condition, and the honorific that stands behind it, if any."""

    place: WordPlace
    honorific: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """An expression with a filter that a member's value can be unfit for, to be tried before any letter.

    `name` is the field it is made of, when there is one.
    """

    source: str
    typed: str
    place: WordPlace
    name: Name | None
    code: str = "NM-T63"


@dataclass(slots=True)
class Scope:
    """The names a tag can use: those of the run, and the loop variables around the tag.

    `loops` maps a folded variable name to (key, the names its items have or None for any).
    `used` collects the names met, `bare` those printed among words under no condition, `asked` those
    of which a condition asks whether they are empty, and `trials` the expressions a value may not fit.
    `plain` has the tags under no condition, as typed, by what they print; `entries` are the Word fields that
    became tags. `typed` are the names of which the value behind the displayed text counts, `conditions` what
    is asked of every member, `pictures` expressions of what the pictures of members hold. `known` has the
    source of what was read before, by what was typed.
    """

    names: Names
    loops: dict[str, tuple[str, Mapping[str, str] | None]] = field(default_factory=dict)
    used: dict[Name, Use] = field(default_factory=dict)
    bare: dict[Name, Bare] = field(default_factory=dict)
    asked: dict[Name, Use] = field(default_factory=dict)
    trials: list[Trial] = field(default_factory=list)
    plain: dict[str, str] = field(default_factory=dict)
    entries: Sequence[Entry] = ()
    typed: set[Name] = field(default_factory=set)
    conditions: list[Condition] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
