"""Conditions and repetitions that are open where a tag stands, and what is asked of every member there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from jinja2 import nodes

from noticemerge.template.condition_mistakes import (
    Mistake,
    conditions_of,
    has_alternative,
    mistakes_in,
)
from noticemerge.template.conditions import Condition
from noticemerge.template.fields.functions import HOLDS
from noticemerge.template.fields.values import Block as BlockOfParts
from noticemerge.template.fields.values import Choice
from noticemerge.template.likely_mistakes import asked_whether_empty
from noticemerge.template.quotation import unquoted
from noticemerge.template.scope import Scope
from noticemerge.template.tags import Tag

_LOOP_KEY = re.compile(r"\bv\d+\b|\bloop\b")
_NOTES = "#＃"
_ELSE_IF = re.compile(r"(?:if|ｉｆ)(?![^\W\d])\s*(.*)", re.DOTALL | re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """An opened if or for that waits for its end.

    `asked` are the sources of its conditions so far and `watched` where they stand among the scope's.
    """

    word: str
    tag: Tag
    hidden: tuple[str, object] | None = None
    asked: list[str] = field(default_factory=list)
    watched: list[int] = field(default_factory=list)
    has_else: bool = False

    @property
    def branch(self) -> list[tuple[str, bool]]:
        """What its conditions came to where the block is now, as source; nothing for a repetition."""
        said = [(one, False) for one in self.asked]
        if said and not self.has_else:
            said[-1] = self.asked[-1], True
        return said


def without_note(rest: str) -> tuple[str, bool]:
    """A tag's words without the note at their end (`… # for all this year`), and whether there was one."""
    for at, sign in unquoted(rest):
        if sign in _NOTES and rest[max(at - 1, 0)].isspace() and rest[at + 1 :].strip():
            return rest[:at].rstrip(), True
    return rest, False


def condition_behind_else(rest: str) -> str | None:
    """The condition of `else if …`; None where something else follows the else."""
    match = _ELSE_IF.fullmatch(rest)
    return match[1].strip() if match else None


def ask(
    scope: Scope, tag: Tag, blocks: Sequence[Block], own: Block | None, *, is_meant: bool
) -> Iterator[Mistake]:
    """What is wrong with the conditions of a tag; those to be asked of members are remembered.

    `blocks` are those around the tag, `own` the one whose beginning or elif it is.
    """
    labels = {name.key: use.typed for name, use in scope.used.items()}
    around = [one for block in blocks for one in block.branch]
    if own is not None:
        # Where all before were false.
        around += [(one, False) for one in own.asked]
    depends_on_loop = any(map(_LOOP_KEY.search, (tag.source, *(one for one, _ in around))))
    keys_around = {key for one, _ in around for key in _keys(one)}
    for index, test in enumerate(conditions_of(tag.source)):
        mistakes = list(mistakes_in(test, labels))
        yield from mistakes
        # What is wrong for everybody need not be asked of anybody.
        if mistakes or depends_on_loop or tag.paragraph.is_fallback:
            continue
        keys = _keys(tag.source)
        names, others = (tuple(n for n in scope.used if n.key in some) for some in (keys, keys_around))
        is_field = tag.field_number is not None
        # Text before or behind a value asks for it, and an address for its country: nobody has written that.
        if is_field and not (names and _is_written(tag, scope, test)):
            continue
        is_own = own is not None and index == 0
        if own is not None and is_own:
            own.watched.append(len(scope.conditions))
        has_else = not is_own and has_alternative(tag.source, index)
        scope.conditions.append(
            Condition(
                tag.source,
                index,
                tag.typed,
                tag.place,
                names,
                tuple(around),
                others,
                has_else,
                is_meant=is_meant,
                is_field=is_field,
            )
        )
    if own is not None:
        own.asked.append(_expression(tag.source))


def _is_written(tag: Tag, scope: Scope, test: nodes.Expr) -> bool:
    """Whether somebody wrote this condition of a field, as in IF."""
    meaning = scope.entries[tag.field_number or 0].meaning
    is_of_address = isinstance(meaning, Choice) and isinstance(meaning.then, BlockOfParts)
    return isinstance(test, nodes.Filter) and test.name == HOLDS and not is_of_address


def has_other_part(scope: Scope, block: Block) -> None:
    """The block has an else: something is printed where all its conditions are false."""
    settled = frozenset(key for one in block.asked for key in asked_whether_empty(f"{{% if {one} %}}"))
    for number in block.watched:
        scope.conditions[number] = replace(scope.conditions[number], has_else=True, settled=settled)


def _expression(source: str) -> str:
    return re.sub(r"^\{% (?:el)?if | %\}$", "", source)


def _keys(source: str) -> set[str]:
    return set(re.findall(r"\b[cnx]\d+\b", source))
