r"""Numeric pictures: what `\# "#,##0円"` makes of a number (ECMA-376 part 1 §17.16.4.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from noticemerge.template.fields.numbers import number_or_text

_ITEM = re.compile(r"'[^']*'|.", re.DOTALL)
_SLOTS = "0#x"
# A hyphen between the digits of a postcode or telephone number is a sign to Word, and a blank in print.
_EATEN_HYPHEN = re.compile(r"[0#x][-+][0#x]")
_LARGEST = 10**30


class PictureError(ValueError):
    """A picture that Word does not know; says which sign of it."""


@dataclass(frozen=True, slots=True)
class Section:
    """What a picture says for positive or negative numbers, or for zero.

    `before` and `after` hold slots (0 # x), signs (+ -) and literal texts left and right of the point.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    is_grouped: bool
    has_point: bool

    @property
    def places(self) -> int:
        """The number of decimals, to which the number is rounded."""
        return sum(item in _SLOTS for item in self.after if item)

    @property
    def has_sign(self) -> bool:
        """Whether the picture says itself where the sign goes."""
        return any(item in ("+", "-") for item in (*self.before, *self.after))


def with_number_picture(value: str, picture: str) -> str:
    """The value by the picture; a text that is no number stays. Raises `Unfit` for what looks like one."""
    number = number_or_text(value)
    if number is None:
        return value
    sections = sections_of(picture)
    shown = round_half_up(abs(number), sections[0].places)
    is_negative = number < 0 and bool(shown)
    if not shown and len(sections) > 2:
        return _written(sections[2], number)
    if is_negative and len(sections) > 1:
        return _written(sections[1], number)
    said = _written(sections[0], number)
    return f"-{said}" if is_negative and not sections[0].has_sign else said


def round_half_up(number: Decimal, places: int) -> Decimal:
    """2.5 as 3: Word rounds halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if abs(number) < _LARGEST else number


@lru_cache(maxsize=256)
def sections_of(picture: str) -> tuple[Section, ...]:
    """The sections of a picture. Raises `PictureError`, with what is wrong, for one that prints nonsense."""
    if "`" in picture:
        raise PictureError("`")
    items = _ITEM.findall(picture)
    parts: list[list[str]] = [[]]
    for item in items:
        if item == ";":
            parts.append([])
        else:
            parts[-1].append(item)
    if len(parts) > 3:
        raise PictureError(";")
    if hyphen := _EATEN_HYPHEN.search(picture):
        raise PictureError(hyphen[0])
    if not any(item in _SLOTS for item in parts[0]):
        raise PictureError(picture)
    return tuple(map(_section, parts))


def _section(items: list[str]) -> Section:
    point = items.index(".") if "." in items else len(items)
    digits = [i for i, item in enumerate(items) if item in _SLOTS]
    is_grouped = any(item == "," for item in items[:point]) and bool(digits)
    # A comma behind the last digit is a literal one.
    last = digits[-1] if digits else -1
    kept = [_literal(item) for i, item in enumerate(items) if item != "," or i > last]
    cut = next((i for i, item in enumerate(kept) if item == "."), len(kept))
    return Section(tuple(kept[:cut]), tuple(kept[cut + 1 :]), is_grouped, cut < len(kept))


def _literal(item: str) -> str:
    """A literal text is kept in two quotes before it, so that it is no slot and no sign."""
    return item if item in ("0", "#", "x", "+", "-", ".") else f"''{item.strip(chr(39))}"


def _written(section: Section, number: Decimal) -> str:
    rounded = round_half_up(abs(number), section.places)
    whole, _, decimals = f"{rounded:f}".partition(".")
    slots = sum(item in _SLOTS for item in section.before if item)
    if "x" in section.before:
        whole = whole[-slots:]
    # .x shows no zero before the point, and # none at all.
    whole = "" if not int(whole or 0) and (not slots or "0" not in section.before) else whole
    is_negative, is_zero = number < 0, not rounded
    return "".join(
        [
            *_integer(section, whole, slots, is_negative, is_zero),
            "." if section.has_point else "",
            *_decimals(section, decimals, is_negative, is_zero),
        ]
    )


def _integer(section: Section, whole: str, slots: int, is_negative: bool, is_zero: bool) -> list[str]:
    out: list[str] = []
    digits = list(whole)
    left, count = slots, 0
    for item in reversed(section.before):
        if item not in _SLOTS or not item:
            out.append(_other(item, is_negative, is_zero))
            continue
        left -= 1
        taken = [digits.pop()] if digits else []
        if not left:  # the leftmost slot takes all digits that are left
            taken += digits[::-1]
            digits = []
        if not taken:
            taken = ["0"] if item == "0" else [" "]
        for digit in taken:
            if section.is_grouped and count and count % 3 == 0 and digit != " ":
                out.append(",")
            out.append(digit)
            count += 1
    return out[::-1]


def _decimals(section: Section, decimals: str, is_negative: bool, is_zero: bool) -> list[str]:
    out: list[str] = []
    needed = len(decimals.rstrip("0"))
    at = 0
    for item in section.after:
        if item not in _SLOTS or not item:
            out.append(_other(item, is_negative, is_zero))
            continue
        out.append(decimals[at] if item != "#" or at < needed else " ")
        at += 1
    return out


def _other(item: str, is_negative: bool, is_zero: bool) -> str:
    if item == "-":
        return "-" if is_negative else " "
    if item == "+":
        return "-" if is_negative else " " if is_zero else "+"
    return item.removeprefix("''")
