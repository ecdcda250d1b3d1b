"""The conditions of a letter, to be asked of every member before any letter is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from jinja2 import nodes

from noticemerge.problems import WordPlace
from noticemerge.template.comparisons import (
    FILTER,
    ORDERS,
    OTHERWISE,
    Incomparable,
    is_empty,
    with_typed_comparisons,
)
from noticemerge.template.condition_mistakes import condition_anew, conditions_of
from noticemerge.template.field_names import Name
from noticemerge.template.fields.functions import HOLDS
from noticemerge.template.fields.numbers import read_number
from noticemerge.template.filters import ENVIRONMENT
from noticemerge.template.typed_values import day_of

_ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: the tag as typed, and the fields it asks about.

    `source` is the tag's source of which it is the condition number `index`; `reached` are the sources of
    others and what each must come to for it to be asked at all, and `around` the fields these ask about.
    `has_else` says that something else is printed where it is false, `settled` are the keys of fields of
    which another part asks whether they are empty. `is_meant` says that by a note in the tag it may be the
    same for everybody, `is_field` that a field of Word's asks, such as IF.
    """

    source: str
    index: int
    typed: str
    place: WordPlace
    names: tuple[Name, ...]
    reached: tuple[tuple[str, bool], ...] = ()
    around: tuple[Name, ...] = ()
    has_else: bool = False
    settled: frozenset[str] = frozenset()
    is_meant: bool = False
    is_field: bool = False

    @property
    def test(self) -> nodes.Expr:
        """The condition as Jinja's tree, to be looked at."""
        return conditions_of(self.source)[self.index]

    def compares(self) -> bool:
        """Whether it does more than ask whether cells are empty."""
        return any(True for _ in _all(self.test, (nodes.Compare, nodes.Test, nodes.Filter)))

    def wanted(self) -> Iterator[tuple[Name, str]]:
        """The fields that it compares with a text for being the same, and the text."""
        names = {name.key: name for name in self.names}
        for node in _all(self.test, nodes.Compare):
            compare = cast(nodes.Compare, node)
            left = compare.expr
            for operand in compare.ops:
                if operand.op in ("eq", "ne"):
                    yield from _pair(names, left, operand.expr)
                elif operand.op in ("in", "notin") and isinstance(operand.expr, (nodes.List, nodes.Tuple)):
                    for item in operand.expr.items:
                        yield from _pair(names, left, item)
                left = operand.expr
        yield from _wanted_by_fields(self.test, names)

    def orders_days(self, name: Name) -> bool:
        """Whether it compares a field by size with a day."""
        return any(
            name.key in _names_in(sides)
            and any(isinstance(s, nodes.Const) and day_of(s.value) is not None for s in sides)
            for sides in self._orders()
        )

    def _orders(self) -> Iterator[tuple[nodes.Expr, ...]]:
        for node in _all(self.test, nodes.Compare):
            compare = cast(nodes.Compare, node)
            if any(operand.op in ORDERS for operand in compare.ops):
                yield (compare.expr, *(operand.expr for operand in compare.ops))

    def ordered(self) -> tuple[Name, ...]:
        """The fields that it compares by size."""
        names = {name.key: name for name in self.names}
        found = (names[key] for sides in self._orders() for key in _names_in(sides) if key in names)
        return tuple(dict.fromkeys(found))


class Answers:
    """What conditions come to for the values of one member; each is asked once, wherever it stands."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._said: dict[tuple[str, int, str], bool] = {}

    def reaches(self, condition: Condition) -> bool:
        """Whether it is asked at all. Raises as `says`."""
        return all(self._ask(f"{{% if {one} %}}") is wanted for one, wanted in condition.reached)

    def says(self, condition: Condition) -> bool:
        """Whether it is true. Raises `Incomparable`, and what filters in it raise."""
        return self._ask(condition.source, condition.index)

    def hinges_on_empty(self, condition: Condition) -> bool:
        """Whether it is as it is only because what is compared by size is empty."""
        return self._ask(condition.source, condition.index, OTHERWISE) != self.says(condition)

    def _ask(self, source: str, index: int = 0, function: str = FILTER) -> bool:
        asked = source.replace("{% elif", "{% if", 1), index, function
        if asked not in self._said:
            template = _asking(*asked)
            context = template.new_context(dict(self._values))
            for _ in template.root_render_func(context):
                pass
            self._said[asked] = cast(bool, context.vars[_ANSWER])
        return self._said[asked]


@lru_cache(maxsize=1 << 13)
def _asking(source: str, index: int, function: str) -> Any:
    """A condition as a template that notes its answer; `function` compares."""
    answer = nodes.CondExpr(condition_anew(source, index), nodes.Const(True), nodes.Const(False))
    tree = nodes.Template([nodes.Assign(nodes.Name(_ANSWER, "store"), answer)], lineno=1)
    for node in _all(tree, nodes.Node):
        node.lineno = 1
    tree = with_typed_comparisons(tree, function)
    tree.set_environment(ENVIRONMENT)
    return ENVIRONMENT.from_string(tree)


def in_question(condition: Condition, values: Mapping[str, Any], error: Incomparable) -> Name | None:
    """The field whose value could not be compared, as it is or behind a filter."""
    left, right = (_is_value_of(side, values, condition.names) for side in error.sides)
    ordered = condition.ordered()
    return left or right or (ordered[0] if len(ordered) == 1 else None)


def empty_ones(condition: Condition, values: Mapping[str, Any]) -> Iterator[Name]:
    """The fields compared by size that are empty."""
    return (name for name in condition.ordered() if is_empty(values.get(name.key)))


def _is_value_of(side: Any, values: Mapping[str, Any], names: tuple[Name, ...]) -> Name | None:
    return next((name for name in names if values.get(name.key) is side), None)


def _wanted_by_fields(test: nodes.Expr, names: Mapping[str, Name]) -> Iterator[tuple[Name, str]]:
    """The same of the comparisons of Word's fields; to these 7 is 0007, so that only words are looked for."""
    for node in _all(test, nodes.Filter):
        asked = cast(nodes.Filter, node)
        if asked.name != HOLDS or asked.node is None:
            continue
        operator, right, _, pattern = (cast(nodes.Const, argument) for argument in asked.args)
        if operator.value in ("=", "<>") and pattern.value is None:
            pairs = _pair(names, asked.node, right)
            yield from ((name, text.strip()) for name, text in pairs if read_number(text) is None)


def _pair(names: Mapping[str, Name], one: nodes.Expr, other: nodes.Expr) -> Iterator[tuple[Name, str]]:
    for field, text in ((one, other), (other, one)):
        if not (isinstance(field, nodes.Name) and isinstance(text, nodes.Const)):
            continue
        if field.name in names and isinstance(text.value, str) and text.value.strip():
            yield names[field.name], text.value


def _all(node: nodes.Node, kind: Any) -> Iterator[nodes.Node]:
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def _names_in(sides: tuple[nodes.Expr, ...]) -> list[str]:
    """The keys of the names in what is compared, also behind filters."""
    return [cast(nodes.Name, node).name for side in sides for node in _all(side, nodes.Name)]
