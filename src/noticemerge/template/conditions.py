"""The conditions of a letter, to be asked of every member before any letter is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from jinja2 import nodes

from noticemerge.problems import WordPlace
from noticemerge.template.comparisons import ORDERS, Incomparable, is_empty
from noticemerge.template.condition_mistakes import condition_anew, conditions_of
from noticemerge.template.field_names import Name
from noticemerge.template.fields.functions import HOLDS
from noticemerge.template.fields.numbers import read_number
from noticemerge.template.filters import ENVIRONMENT, LetterEnvironment
from noticemerge.template.likely_mistakes import asked_whether_empty
from noticemerge.template.typed_values import day_of

_ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: the tag as typed, and the fields it asks about.

    `source` is the tag's source of which it is the condition number `index`; `reached` are the sources of
    what must all be true for it to be asked at all. `has_else` says that something else is printed
    where it is false, `is_meant` that a note in the tag says that it may be the same for everybody,
    `is_field` that a field of Word's asks, such as IF.
    """

    source: str
    index: int
    typed: str
    place: WordPlace
    names: tuple[Name, ...]
    reached: tuple[str, ...] = ()
    has_else: bool = False
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
            any(isinstance(s, nodes.Name) and s.name == name.key for s in sides)
            and any(isinstance(s, nodes.Const) and day_of(s.value) is not None for s in sides)
            for sides in self._orders()
        )

    def asks_whether_empty(self, name: Name) -> bool:
        """Whether it asks for itself whether a field is empty."""
        return name.key in asked_whether_empty(self.source)

    def _orders(self) -> Iterator[tuple[nodes.Expr, ...]]:
        for node in _all(self.test, nodes.Compare):
            compare = cast(nodes.Compare, node)
            if any(operand.op in ORDERS for operand in compare.ops):
                yield (compare.expr, *(operand.expr for operand in compare.ops))

    def ordered(self) -> tuple[Name, ...]:
        """The fields that it compares by size."""
        names = {name.key: name for name in self.names}
        sides = (side for order in self._orders() for side in order)
        found = (names[s.name] for s in sides if isinstance(s, nodes.Name) and s.name in names)
        return tuple(dict.fromkeys(found))


class Question:
    """A condition that can be asked."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self._template: Any = None

    def _made(self) -> Any:
        """As a template; what comes before it as a row of elif: brackets lie no deeper than 200."""
        condition = self.condition
        asked = condition_anew(condition.source, condition.index)
        body = [_answering(nodes.CondExpr(asked, nodes.Const(True), nodes.Const(False)))]
        if condition.reached:
            tests = [condition_anew(f"{{% if {one} %}}", 0) for one in condition.reached]
            first, *others = [
                nodes.If(nodes.Not(test), [_answering(nodes.Const(None))], [], []) for test in tests
            ]
            first.elif_, first.else_ = others, body
            body = [first]
        for node in _all(nodes.Template(body), nodes.Node):
            node.lineno = 1
        return _made(ENVIRONMENT, nodes.Template(body, lineno=1))

    def ask(self, values: Mapping[str, Any]) -> bool | None:
        """Whether it is true for these values; None where it is not asked.

        Raises `Incomparable`, and what filters in it raise.
        """
        if self._template is None:
            self._template = self._made()
        context = self._template.new_context(dict(values))
        for _ in self._template.root_render_func(context):
            pass
        return cast("bool | None", context.vars[_ANSWER])


def _answering(answer: nodes.Expr) -> nodes.Node:
    return nodes.Assign(nodes.Name(_ANSWER, "store"), answer)


def in_question(values: Mapping[str, Any], error: Incomparable, names: tuple[Name, ...]) -> Name | None:
    """The field whose value could not be compared."""
    left, right = (_is_value_of(side, values, names) for side in error.sides)
    return left or right


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


def _made(environment: LetterEnvironment, tree: nodes.Template) -> Any:
    tree.set_environment(environment)
    return environment.from_string(tree)
