"""How Word compares the two sides of IF, COMPARE, NEXTIF and SKIPIF (ECMA-376 part 1 §17.16.3.3)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from noticemerge.template.fields.numbers import read_number
from noticemerge.template.typed_values import Unfit

OPERATORS = ("<=", ">=", "<>", "=", "<", ">")
_LEADING = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)
_ORDERING = frozenset({"<", "<=", ">", ">="})


def holds(
    left: str, operator: str, right: str, *, is_quoted: bool = False, pattern: str | None = None
) -> bool:
    """Whether the comparison is true. Numbers compare as numbers, other texts sign by sign, case mattering.

    `pattern` is the right side as it was typed when it holds * or ?, which stand for any signs there.
    `is_quoted` says that the left side is typed in quotes, which old readings of Word take for text.
    Raises `Unfit` where the order of a number and a word is asked for, or the two readings disagree.
    """
    one, other = left.strip(), right.strip()
    if pattern is not None and operator in ("=", "<>"):
        return bool(_pattern(pattern).fullmatch(one)) == (operator == "=")
    numbers = read_number(one), read_number(other)
    first, second = numbers
    if first is not None and second is not None:
        by_number = _compared(operator, (first > second) - (first < second))
        if is_quoted and by_number != _compared(operator, (one > other) - (one < other)):
            raise Unfit(left)
        return by_number
    _refuse_leading_numbers(one, operator, other)
    is_mixed = (first is None) != (second is None)
    if operator in _ORDERING and is_mixed and one and other:
        raise Unfit(left if first is None else right)
    return _compared(operator, (one > other) - (one < other))


def _refuse_leading_numbers(one: str, operator: str, other: str) -> None:
    """Word has compared texts that begin with a number by that number alone: 1AB and 1AA were equal to it."""
    first, second = _LEADING.match(one), _LEADING.match(other)
    if first and second:
        numbers = Decimal(first[0].replace(",", "")), Decimal(second[0].replace(",", ""))
        by_number = _compared(operator, (numbers[0] > numbers[1]) - (numbers[0] < numbers[1]))
        if by_number != _compared(operator, (one > other) - (one < other)):
            raise Unfit(one if read_number(one) is None else other)


def _compared(operator: str, order: int) -> bool:
    return {
        "=": order == 0,
        "<>": order != 0,
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
    }[operator]


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    signs = {"*": ".*", "?": "."}
    return re.compile("".join(signs.get(sign) or re.escape(sign) for sign in text.strip()), re.DOTALL)
