"""What of Jinja's language may stand in a letter: nothing that is code, and nothing that fails later."""

from __future__ import annotations

from collections.abc import Iterator, Set

from jinja2 import nodes

from noticemerge.template import filter_functions
from noticemerge.template.typed_values import Unfit

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.List, nodes.Tuple,
    nodes.Filter, nodes.Test, nodes.Keyword, nodes.Getattr, nodes.Getitem, nodes.CondExpr,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Concat, nodes.Add, nodes.Sub, nodes.Neg, nodes.Pos,
)  # fmt: skip
# The filters that read a number or a day.
_TYPED = frozenset({"wareki", "seireki", "date", "number", "kanji", "round"})


def doubts_about(
    tree: nodes.Template, known: Set[str], texts: Set[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """The codes and facts of what an expression may not hold, the first that is met first.

    `known` are the names that it may use, `texts` those that are surely text.
    """
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            yield "NM-T33", {"detail": type(node).__name__}
        elif isinstance(node, nodes.Name) and node.name not in known:
            # A word of the language where a name belongs, or loop outside a repetition.
            yield "NM-T27", {}
        elif isinstance(node, nodes.Concat) and any(f.name == "qr" for f in node.find_all(nodes.Filter)):
            yield "NM-T33", {"detail": "QR ~"}
        elif isinstance(node, nodes.Output) and any(map(_is_list, node.nodes)):
            yield "NM-T33", {"detail": "[ ]"}
        elif _counts_with_text(node, texts):
            yield "NM-T33", {"detail": "+ -"}
        elif isinstance(node, nodes.Filter) and node.name == "date":
            yield from _pattern_doubts(node)


def _is_list(node: nodes.Node) -> bool:
    """Whether an expression gives a list, which has no text of its own."""
    if isinstance(node, nodes.CondExpr):
        return any(_is_list(part) for part in (node.expr1, node.expr2) if part is not None)
    return isinstance(node, (nodes.List, nodes.Tuple))


def names_typed(tree: nodes.Template) -> set[str]:
    """The keys of the names whose value behind the displayed text counts: those compared and filtered."""
    asking = (*tree.find_all(nodes.Compare), *(f for f in tree.find_all(nodes.Filter) if f.name in _TYPED))
    return {name.name for node in asking for name in node.find_all(nodes.Name)}


def _counts_with_text(node: nodes.Node, texts: Set[str]) -> bool:
    """Whether a sum is made of what is surely text; only a program's values can be numbers."""
    if not isinstance(node, (nodes.Add, nodes.Sub, nodes.Neg, nodes.Pos)):
        return False
    if isinstance(node, nodes.Pos) and not isinstance(node.node, nodes.Const):
        return True
    return any(_is_text(n, texts) for n in node.iter_child_nodes())


def _is_text(node: nodes.Node, texts: Set[str]) -> bool:
    if isinstance(node, nodes.Const):
        return isinstance(node.value, str)
    return isinstance(node, nodes.Name) and node.name in texts


def _pattern_doubts(node: nodes.Filter) -> Iterator[tuple[str, dict[str, str]]]:
    pattern = node.args[0] if node.args else None
    if isinstance(pattern, nodes.Const):
        try:
            filter_functions.check_pattern(str(pattern.value))
        except Unfit:
            yield "NM-T62", {"pattern": str(pattern.value)}
