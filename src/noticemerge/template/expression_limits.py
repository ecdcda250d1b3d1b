"""What Jinja and Python can take of an expression: both fail where parts lie too deep in one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from jinja2 import nodes

from noticemerge.template.filters import ENVIRONMENT

_MOST_BRACKETS = 20
# Python compiles no more than 200 brackets within one another, of which Jinja writes two for each part.
_DEEPEST = 80


@lru_cache(maxsize=4096)
def parsed_expression(source: str) -> nodes.Template:
    """The tree of an expression, to be looked at only: a table's rows repeat the same few.

    Raises `TemplateSyntaxError`, and `RecursionError` for what lies too deep.
    """
    return ENVIRONMENT.parse("{{ " + source + " }}")


def nests_too_deep(text: str) -> bool:
    """Whether more brackets stand one behind the other than anybody writes: such a tag need not be read."""
    return _brackets().search(text) is not None


@cache
def _brackets() -> re.Pattern[str]:
    return re.compile(rf"(?:[(\[] ?){{{_MOST_BRACKETS + 1}}}")


def has_few_brackets(pieces: Sequence[str]) -> bool:
    """Whether no more brackets stand within one another than anybody writes."""
    depth = deepest = 0
    for piece in pieces:
        depth += (piece in ("(", "[")) - (piece in (")", "]"))
        deepest = max(deepest, depth)
    return deepest <= _MOST_BRACKETS


def is_shallow(tree: nodes.Node) -> bool:
    """Whether no more parts of an expression stand within one another than can be compiled."""
    deepest, level = 0, [tree]
    while level:
        deepest += 1
        level = [child for node in level for child in node.iter_child_nodes()]
    return deepest <= _DEEPEST
