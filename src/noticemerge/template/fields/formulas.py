"""Word's formulas: `{ = ROUND({ MERGEFIELD 金額 } * 1.1, 0) }` (ECMA-376 part 1 §17.16.3).

A formula is read once into a tree; its operands, the texts of inner fields, are @0, @1 … in it. Numbers are
decimal, so that 0.1 + 0.2 is 0.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache, reduce
from itertools import pairwise

from noticemerge.template.fields.number_pictures import round_half_up
from noticemerge.template.fields.numbers import Amount, is_grouped, read_number
from noticemerge.template.typed_values import Unfit

_TOKEN = re.compile(
    r"\s*(?:(?P<operand>@\d+)|[¥￥$]?(?P<number>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d*)?|\.\d+)"
    r"|(?P<name>[^\W\d]\w*)|(?P<sign><=|>=|<>|[-+*/^%()=<>,;:]))",
)
_COMPARISONS = ("<=", ">=", "<>", "=", "<", ">")
_MOST_DIGITS = Decimal(10) ** 30

Operands = Sequence["str | list[str]"]
Node = Callable[[Operands], Decimal]


class FormulaError(ValueError):
    """A formula that cannot be read; says at what."""


@dataclass(slots=True)
class _Reader:
    tokens: list[tuple[str, str]]
    at: int = 0
    names: list[str] = field(default_factory=list)

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise FormulaError("…")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        if self.peek() != sign:
            raise FormulaError(self.peek() or sign)
        self.at += 1


def computed(operands: Operands, source: str) -> Amount:
    """What the formula gives. Raises `Unfit` with the operand that is no number, or a zero divided by."""
    texts = [one for operand in operands for one in (operand if isinstance(operand, list) else [operand])]
    try:
        number = tree_of(source)(operands)
    except (DivisionByZero, InvalidOperation, Overflow, ZeroDivisionError):
        raise Unfit("、".join(texts) or source) from None
    return Amount.of(number, is_grouped=any(map(is_grouped, texts)))


@lru_cache(maxsize=256)
def tree_of(source: str) -> Node:
    """The formula, ready to be computed. Raises `FormulaError`."""
    reader = _Reader(_tokens(source))
    made = _comparison(reader)
    if reader.at < len(reader.tokens):
        raise FormulaError(reader.peek())
    return made


def names_in(source: str) -> list[str]:
    """The words of a formula that are no functions: bookmarks, and cells of a table."""
    tokens = [*_tokens(source), ("", "")]
    known = {*_FUNCTIONS, "TRUE", "FALSE"}
    return [
        text
        for (kind, text), (_, following) in pairwise(tokens)
        if kind == "name" and text.upper() not in known and following != "("
    ]


def _tokens(source: str) -> list[tuple[str, str]]:
    out, at = [], 0
    while source[at:].strip():
        match = _TOKEN.match(source, at)
        if match is None or not match.lastgroup:
            raise FormulaError(source[at:].strip()[:1])
        out.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    if not out:
        raise FormulaError("=")
    return out


def _comparison(reader: _Reader) -> Node:
    left = _sum(reader)
    while (sign := reader.peek()) in _COMPARISONS:
        reader.at += 1
        left = _compared(left, sign, _sum(reader))
    return left


def _compared(left: Node, sign: str, right: Node) -> Node:
    def made(operands: Operands) -> Decimal:
        one, other = left(operands), right(operands)
        truths = {
            "=": one == other, "<>": one != other, "<": one < other, "<=": one <= other, ">": one > other,
            ">=": one >= other,
        }  # fmt: skip
        return Decimal(truths[sign])

    return made


def _sum(reader: _Reader) -> Node:
    left = _product(reader)
    while (sign := reader.peek()) in ("+", "-"):
        reader.at += 1
        left = _applied(sign, left, _product(reader))
    return left


def _product(reader: _Reader) -> Node:
    left = _signed(reader)
    while (sign := reader.peek()) in ("*", "/"):
        reader.at += 1
        left = _applied(sign, left, _signed(reader))
    return left


def _signed(reader: _Reader) -> Node:
    if reader.peek() in ("-", "+"):
        sign = reader.take()[1]
        inner = _signed(reader)
        return (lambda operands: -inner(operands)) if sign == "-" else inner
    return _power(reader)


def _power(reader: _Reader) -> Node:
    left = _percent(reader)
    if reader.peek() == "^":
        reader.at += 1
        return _applied("^", left, _signed(reader))
    return left


def _percent(reader: _Reader) -> Node:
    inner = _primary(reader)
    while reader.peek() == "%":
        reader.at += 1
        inner = _applied("/", inner, lambda _: Decimal(100))
    return inner


def _applied(sign: str, left: Node, right: Node) -> Node:
    operation = _OPERATIONS[sign]
    return lambda operands: operation(left(operands), right(operands))


def _raised(one: Decimal, other: Decimal) -> Decimal:
    if abs(other) > 1000:
        raise InvalidOperation
    return one**other


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
    "^": _raised,
}


def _primary(reader: _Reader) -> Node:
    kind, text = reader.take()
    if kind == "number":
        number = Decimal(text.replace(",", ""))
        return lambda _: number
    if kind == "operand":
        return _operand(int(text[1:]))
    if text == "(":
        inner = _comparison(reader)
        reader.expect(")")
        # (500) is a number in brackets here, not a negative one.
        return inner
    if kind == "name" and text.upper() in ("TRUE", "FALSE"):
        truth = Decimal(text.upper() == "TRUE")
        return lambda _: truth
    if kind == "name" and text.upper() in _FUNCTIONS:
        return _call(text.upper(), reader)
    raise FormulaError(text)


def _operand(index: int) -> Node:
    def made(operands: Operands) -> Decimal:
        value = operands[index]
        if isinstance(value, list):
            if len(value) != 1:
                raise Unfit("、".join(value))
            value = value[0]
        number = read_number(value)
        if number is None or abs(number) > _MOST_DIGITS:
            raise Unfit(value)
        return number

    return made


def _call(name: str, reader: _Reader) -> Node:
    function, fewest, most = _FUNCTIONS[name]
    reader.expect("(")
    arguments: list[Callable[[Operands], list[Decimal]]] = []
    while reader.peek() != ")":
        arguments.append(_argument(reader, name))
        if reader.peek() not in (",", ";"):
            break
        reader.at += 1
    reader.expect(")")
    if not fewest <= len(arguments) <= most:
        raise FormulaError(f"{name}(…)")
    if name == "IF":
        return _choice(arguments)
    return lambda operands: function([n for argument in arguments for n in argument(operands)])


def _argument(reader: _Reader, name: str) -> Callable[[Operands], list[Decimal]]:
    """One argument; a row or column of a table's cells counts with those of its cells that are numbers."""
    start = reader.at
    if name == "DEFINED":
        inner = _comparison(reader)
        return lambda operands: [Decimal(_is_defined(inner, operands))]
    inner = _comparison(reader)
    for kind, text in reader.tokens[start : reader.at]:
        # SUM(1,200) could be one number or two.
        if kind == "number" and "," in text:
            raise FormulaError(text)
    token = reader.tokens[start]
    if reader.at != start + 1 or token[0] != "operand":
        return lambda operands: [inner(operands)]
    index = int(token[1][1:])

    def several(operands: Operands) -> list[Decimal]:
        value = operands[index]
        if not isinstance(value, list):
            return [inner(operands)]
        return [number for text in value if (number := read_number(text)) is not None]

    return several


def _is_defined(inner: Node, operands: Operands) -> bool:
    try:
        inner(operands)
    except (Unfit, ArithmeticError):
        return False
    return True


def _choice(arguments: list[Callable[[Operands], list[Decimal]]]) -> Node:
    condition, then, otherwise = arguments

    def made(operands: Operands) -> Decimal:
        return (then if condition(operands)[0] else otherwise)(operands)[0]

    return made


def _rounded(values: list[Decimal]) -> Decimal:
    number, places = values
    if abs(places) > 20:
        raise InvalidOperation
    return round_half_up(abs(number), int(places)).copy_sign(number)


def _average(values: list[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def _remainder(values: list[Decimal]) -> Decimal:
    number, divisor = values
    return number - divisor * (number / divisor).to_integral_value(ROUND_FLOOR)


_MANY = 100
# Each function with the least and the greatest number of its arguments.
_FUNCTIONS: dict[str, tuple[Callable[[list[Decimal]], Decimal], int, int]] = {
    "ABS": (lambda values: abs(values[0]), 1, 1),
    "AND": (lambda values: Decimal(all(values)), 1, _MANY),
    "AVERAGE": (_average, 1, _MANY),
    "COUNT": (lambda values: Decimal(len(values)), 1, _MANY),
    "DEFINED": (lambda values: values[0], 1, 1),
    "IF": (lambda values: values[0], 3, 3),
    "INT": (lambda values: Decimal(int(values[0])), 1, 1),
    "MAX": (max, 1, _MANY),
    "MIN": (min, 1, _MANY),
    "MOD": (_remainder, 2, 2),
    "NOT": (lambda values: Decimal(not values[0]), 1, 1),
    "OR": (lambda values: Decimal(any(values)), 1, _MANY),
    "PRODUCT": (lambda values: reduce(lambda one, other: one * other, values, Decimal(1)), 1, _MANY),
    "ROUND": (_rounded, 2, 2),
    "SIGN": (lambda values: Decimal((values[0] > 0) - (values[0] < 0)), 1, 1),
    "SUM": (lambda values: sum(values, Decimal(0)), 1, _MANY),
}
