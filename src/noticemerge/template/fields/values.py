"""What a field means, before it is known which columns a list has.

A value gives a text for a member, a condition yes or no. `binding` makes expressions of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list, by the names it may have: the one typed in the letter, or Word's and Japan's own.

    One that `is_optional` is nothing where the list has none; one that `is_foreign` is a word of another
    program's language unless the list has a column of that very name.
    """

    names: tuple[str, ...]
    is_optional: bool = False
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """The number of the record in the list ("record"), or of the letter among those made ("letter")."""

    what: str


@dataclass(frozen=True, slots=True)
class Join:
    """Several values one behind the other."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Formed:
    """A value by a picture or a word: `kind` is "number", "date" or "form"."""

    value: Value
    kind: str
    picture: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A condition. `pattern` is the right side as typed where it holds * or ? of its own."""

    left: Value
    operator: str
    right: Value
    is_quoted: bool = False
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class HasText:
    """The condition that a value is more than blanks."""

    value: Value


@dataclass(frozen=True, slots=True)
class Choice:
    """One of two values."""

    condition: Condition
    then: Value
    otherwise: Value


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of `operands`, each a value, or the cells of a table as a tuple of values."""

    source: str
    operands: tuple[Value | tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """An address or greeting made of `columns`, of which the list must have one."""

    value: Value
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a file: its `path`, the `folder` that it is looked for in, and its box in EMU or 0."""

    path: Value
    folder: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Undefined:
    """A bookmark that nothing has set where it is asked for."""

    name: str


Value = Text | Column | Count | Join | Formed | Choice | Formula | Block | Picture | Undefined
Condition = Comparison | HasText
NOTHING = Text("")


def joined(parts: list[Value]) -> Value:
    """The parts as one value, texts side by side made one."""
    out: list[Value] = []
    for part in parts:
        for one in part.parts if isinstance(part, Join) else (part,):
            if isinstance(one, Text) and out and isinstance(out[-1], Text):
                out[-1] = Text(out[-1].text + one.text)
            elif one != NOTHING:
                out.append(one)
    return out[0] if len(out) == 1 else Join(tuple(out)) if out else NOTHING


def either(condition: Condition, then: Value | None, otherwise: Value | None) -> Value:
    """What a bookmark holds behind an IF that may have set it in one branch or both."""
    if then == otherwise and then is not None:
        return then
    return Choice(condition, then or Undefined(""), otherwise or Undefined(""))
