"""What a condition cannot mean: it is true for everybody, or for nobody, whatever the list says.

Each mistake is told with the condition as it was meant, put back into the words of the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import cast

from jinja2 import nodes

from noticemerge.template.comparisons import ORDERS, can_be_ordered
from noticemerge.template.filters import ENVIRONMENT, FILTERS

Mistake = tuple[str, dict[str, str]]

_SIGNS = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}
# What stands between two things of a list that was typed as one text.
_BETWEEN = re.compile(r"\s*[、,，・/／|]\s*|\s+")
_GROUPED = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")


def has_alternative(source: str, index: int) -> bool:
    """Whether a condition within a tag (`… if … else …`) has something else to print."""
    node = _asking(source)[index]
    other = node.expr2 if isinstance(node, nodes.CondExpr) else None
    return other is not None and not (isinstance(other, nodes.Const) and not other.value)


def conditions_of(source: str) -> list[nodes.Expr]:
    """The conditions that a tag asks: that of an if or elif, and those of `… if … else …` within a tag.

    They are to be looked at only: `condition_anew` gives one that may be put into another tree.
    """
    return [cast(nodes.Expr, node.test) for node in _asking(source)]


def condition_anew(source: str, index: int) -> nodes.Expr:
    """One of `conditions_of`, nobody else's."""
    return cast(nodes.Expr, _copied(_asking(source)[index].test))


def _copied(node: nodes.Node) -> nodes.Node:
    said = [
        [_copied(one) for one in value]
        if isinstance(value, list) and value and isinstance(value[0], nodes.Node)
        else _copied(value) if isinstance(value, nodes.Node) else value
        for _, value in node.iter_fields()
    ]  # fmt: skip
    return type(node)(*said, lineno=node.lineno)


@lru_cache(maxsize=1 << 13)
def _asking(source: str) -> list[nodes.If | nodes.CondExpr]:
    # A condition on its own has no end.
    whole = source if source.startswith("{{") else f"{source.replace('{% elif', '{% if', 1)}{{% endif %}}"
    tree = ENVIRONMENT.parse(whole)
    return [n for n in tree.find_all((nodes.If, nodes.CondExpr)) if isinstance(n, (nodes.If, nodes.CondExpr))]


def mistakes_in(condition: nodes.Expr, labels: Mapping[str, str]) -> Iterator[Mistake]:
    """The codes and facts of what is wrong with a condition; `labels` are the names by their keys."""
    words = _Words(labels)
    if (constant := _constant_answer(condition)) is not None:
        yield "NM-T150", {"part": words.of(constant), "cured": words.of(_meant(condition))}
    for node in _with_all(condition, nodes.Compare):
        yield from _of_comparison(cast(nodes.Compare, node), words)


def without_group_marks(typed: str) -> str:
    """A tag with 1000 for 1,000."""
    return _GROUPED.sub("", typed)


def _with_all(node: nodes.Node, kind: type[nodes.Node]) -> Iterator[nodes.Node]:
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def _of_comparison(node: nodes.Compare, words: _Words) -> Iterator[Mistake]:
    left = node.expr
    for operand in node.ops:
        right = operand.expr
        if operand.op in ("in", "notin") and (text := _text_of(right)) is not None and _text_of(left) is None:
            meant = nodes.List([nodes.Const(one) for one in _BETWEEN.split(text.strip())])
            cured = nodes.Compare(left, [nodes.Operand(operand.op, meant)])
            yield "NM-T152", {"part": words.of(right), "cured": words.of(cured)}
        elif operand.op in ("in", "notin") and isinstance(right, nodes.Const) and not _text_of(right):
            cured = nodes.Compare(left, [nodes.Operand(operand.op, nodes.List([right]))])
            yield "NM-T172", {"part": words.of(right), "cured": words.of(cured)}
        elif operand.op in ("eq", "ne") and isinstance(right, (nodes.List, nodes.Tuple)):
            sign = "in" if operand.op == "eq" else "notin"
            cured = nodes.Compare(left, [nodes.Operand(sign, right)])
            yield "NM-T161", {"cured": words.of(cured)}
        elif operand.op in ORDERS:
            for text in filter(None, map(_text_of, (left, right))):
                if not can_be_ordered(text):
                    yield "NM-T156", {"part": f'"{text}"'}
        for side in (left, right):
            if isinstance(side, (nodes.And, nodes.Or)) and (first := _first_text(side)) is not None:
                yield "NM-T150", {"part": words.of(first), "cured": words.of(_spread(node, side))}
        left = right


def _constant_answer(node: nodes.Expr) -> nodes.Const | nodes.List | nodes.Tuple | None:
    """A text, a number or a list that stands where a question belongs."""
    match node:
        case nodes.List() | nodes.Tuple():
            return node
        case nodes.Const(value=str() | int() | float()) if not isinstance(node.value, bool):
            return node
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            return _constant_answer(left) or _constant_answer(right)
        case nodes.Not(node=inner):
            return _constant_answer(inner)
    return None


def _meant(condition: nodes.Expr) -> nodes.Expr:
    """支部 == "東京" or 支部 == "大阪" for 支部 == "東京" or "大阪"."""
    pattern = next(
        (n for n in _with_all(condition, nodes.Compare) if len(cast(nodes.Compare, n).ops) == 1), None
    )
    if pattern is None:
        name = next(iter(_with_all(condition, nodes.Name)), nodes.Name("項目", "load"))
        pattern = nodes.Compare(cast(nodes.Name, name), [nodes.Operand("eq", nodes.Const(""))])
    return _compared_like(condition, cast(nodes.Compare, pattern))


def _compared_like(node: nodes.Expr, pattern: nodes.Compare) -> nodes.Expr:
    if isinstance(node, nodes.Const):
        return nodes.Compare(pattern.expr, [nodes.Operand(pattern.ops[0].op, node)])
    if isinstance(node, (nodes.List, nodes.Tuple)):
        sign = "notin" if pattern.ops[0].op in ("ne", "notin") else "in"
        return nodes.Compare(pattern.expr, [nodes.Operand(sign, nodes.List(node.items))])
    if isinstance(node, nodes.Not):
        return nodes.Not(_compared_like(node.node, pattern))
    if isinstance(node, (nodes.And, nodes.Or)):
        left, right = _compared_like(node.left, pattern), _compared_like(node.right, pattern)
        # Not Tokyo or not Osaka is everybody.
        both = isinstance(node, nodes.And) or pattern.ops[0].op == "ne"
        return nodes.And(left, right) if both else nodes.Or(left, right)
    return node


def _first_text(node: nodes.And | nodes.Or) -> nodes.Const | None:
    """The text whose being there ends the choice before it begins: ("東京" or "大阪"), or with and."""
    left = node.left
    while isinstance(left, (nodes.And, nodes.Or)):
        left = left.left
    return left if isinstance(left, nodes.Const) and left.value else None


def _spread(comparison: nodes.Compare, choice: nodes.And | nodes.Or) -> nodes.Expr:
    texts = list(_with_all(choice, nodes.Const))
    other = comparison.expr if comparison.expr is not choice else comparison.ops[0].expr
    sign = "notin" if comparison.ops[0].op in ("ne", "notin") else "in"
    listed = nodes.List(cast(list[nodes.Expr], texts))
    return nodes.Compare(other, [nodes.Operand(sign, listed)])


def _text_of(node: nodes.Node) -> str | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


class _Words:
    """An expression in the words of the letter."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels

    def of(self, node: nodes.Node) -> str:
        match node:
            case nodes.Const(value=str() as text):
                return f'"{text}"'
            case nodes.Const(value=value):
                return str(value).lower() if isinstance(value, bool) else str(value)
            case nodes.Name(name=key):
                return self._labels.get(key, key)
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return f"[{', '.join(map(self.of, items))}]"
            case nodes.Not(node=inner):
                return f"not {self.of(inner)}"
            case nodes.And(left=left, right=right):
                return f"{self._within_and(left)} and {self._within_and(right)}"
            case nodes.Or(left=left, right=right):
                return f"{self.of(left)} or {self.of(right)}"
            case nodes.Compare(expr=left, ops=ops):
                return " ".join([self.of(left), *(f"{_SIGNS[o.op]} {self.of(o.expr)}" for o in ops)])
            case nodes.Filter(node=inner, name=name, args=args) if inner is not None:
                return f"{self.of(inner)}|{self._filter(name, args)}"
            case nodes.Getattr(node=inner, attr=attribute):
                return f"{self.of(inner)}.{attribute}"
        return "…"

    def _within_and(self, node: nodes.Node) -> str:
        return f"({self.of(node)})" if isinstance(node, nodes.Or) else self.of(node)

    def _filter(self, name: str, args: Sequence[nodes.Node]) -> str:
        known = FILTERS.get(name)
        said = known[1][0] if known else "敬称" if name == "nm_honorific_for_body" else name
        return f"{said}({', '.join(map(self.of, args))})" if args else said
