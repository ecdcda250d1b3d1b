"""What `<`, `==` and `in` mean in a condition: days are compared as days, numbers as numbers.

Jinja would compare the texts that cells show, by which 令和元年5月1日 is after 2020/4/1 and
500 more than 1000.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from noticemerge.japan import CellText
from noticemerge.template.typed_values import Unfit, as_text, day_of, minute_of, number_of

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}
ORDERS = frozenset(_ORDERS)
# The names by which conditions reach `compared` and `compared_otherwise`.
FILTER = "nm_compared"
OTHERWISE = "nm_compared_otherwise"


class Incomparable(Unfit):
    """Of two values one is a number or a day and the other is none; `sides` are both."""

    def __init__(self, left: Any, right: Any) -> None:
        super().__init__(as_text(left))
        self.sides = left, right


class _Typed(NodeTransformer):
    """Puts a function in the place of each comparison."""

    def __init__(self, function: str) -> None:
        self._function = function

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802 - as jinja2 calls it
        self.generic_visit(node)
        said: list[nodes.Expr] = []
        for operand in node.ops:
            said += [nodes.Const(operand.op, lineno=node.lineno), operand.expr]
        typed = nodes.Filter(node.expr, self._function, said, [], None, None, lineno=node.lineno)
        return typed if node.environment is None else typed.set_environment(node.environment)


def with_typed_comparisons(tree: nodes.Template, function: str = FILTER) -> nodes.Template:
    """The template's tree with comparisons as this module has them; the tree itself is changed."""
    _Typed(function).visit(tree)
    return tree


def compared(left: Any, *said: Any) -> bool:
    """Whether `left` stands to what follows as `said`: an operator of Jinja's, a value, and so on.

    Raises `Incomparable` for an order between a number or a day and what is none.
    """
    return _all_hold(left, said, of_empty=False)


def compared_otherwise(left: Any, *said: Any) -> bool:
    """As `compared`, but that nothing is both smaller and greater than all: so it shows what hinges on it."""
    return _all_hold(left, said, of_empty=True)


def _all_hold(left: Any, said: tuple[Any, ...], *, of_empty: bool) -> bool:
    for sign, right in zip(said[::2], said[1::2], strict=True):
        if not _holds(left, sign, right, of_empty):
            return False
        left = right
    return True


def _holds(left: Any, sign: str, right: Any, of_empty: bool) -> bool:
    if sign == "eq":
        return equal(left, right)
    if sign == "ne":
        return not equal(left, right)
    if sign in ("in", "notin"):
        return _is_in(left, right) == (sign == "in")
    return _ordered(left, _ORDERS[sign], right, of_empty)


def equal(left: Any, right: Any) -> bool:
    """Whether two values are one: the same text or day, or the same number where one is stored as such.

    Two texts of different digits are two: 0012 is not 12.
    """
    if isinstance(left, CellText) and isinstance(right, CellText):
        return bool(left.stored == right.stored)
    if left == right:
        return True
    if not (isinstance(left, str) and isinstance(right, str)):
        return _equal_number(left, right)
    if isinstance(left, CellText) or isinstance(right, CellText):
        return _equal_number(left, right) or _equal_day(left, right)
    return _equal_day(left, right)


def is_empty(value: Any) -> bool:
    """Whether a value is nothing, or only space."""
    return value is None or (isinstance(value, str) and not value.strip())


def can_be_ordered(text: str) -> bool:
    """Whether a text can be compared by size: a number, a day or a time."""
    return any(read(text) is not None for read in (number_of, day_of, minute_of))


def _equal_number(left: Any, right: Any) -> bool:
    one = number_of(left)
    return one is not None and one == number_of(right)


def _equal_day(left: Any, right: Any) -> bool:
    one = day_of(left)
    return one is not None and one == day_of(right)


def _is_in(left: Any, right: Any) -> bool:
    """An empty text is in no text, whatever Python says."""
    if isinstance(right, str):
        return not is_empty(left) and as_text(left) in right
    if isinstance(right, (list, tuple)):
        return any(equal(left, one) for one in right)
    return left in right


def _ordered(left: Any, order: Callable[[Any, Any], bool], right: Any, of_empty: bool) -> bool:
    if is_empty(left) or is_empty(right):
        return of_empty
    for read in (day_of, number_of, minute_of):
        one, other = read(left), read(right)
        if one is not None and other is not None:
            return order(one, other)
    raise Incomparable(left, right)
