"""The members of one sheet, read one after the other while it is filled (ECMA-376 part 1 §17.16.5, NEXT)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import nodes

# What a sheet's template calls its members by.
RECORDS = "nm_sheet"


class Records:
    """Gives the values of the member that the sheet has reached, "" behind the last one and for None.

    None is a place that stays empty, as on a sheet that is partly used.
    """

    def __init__(self, members: Sequence[Mapping[str, Any] | None]) -> None:
        self._members = members
        self._at = 0
        self._is_read = False
        self._passed: list[int] = []

    def __getitem__(self, key: str) -> Any:
        self._is_read = True
        here = self._members[self._at] if self._at < len(self._members) else None
        return "" if here is None else here[key]

    def go_on(self) -> str:
        """The next member's turn; prints nothing."""
        if not (self._is_read or self.is_over):
            self._passed.append(self._at)
        self._at += 1
        self._is_read = False
        return ""

    @property
    def is_over(self) -> bool:
        """Whether no member is here: all have had their turn, or the place stays empty."""
        return self._at >= len(self._members) or self._members[self._at] is None

    @property
    def passed(self) -> tuple[int, ...]:
        """The places of members who had their turn, and of whom nothing was asked for."""
        return tuple(self._passed)

    @property
    def taken(self) -> int:
        """How many members the sheet holds; one that was reached and never printed is left for the next."""
        return min(self._at + self._is_read, len(self._members))


def read_from_records(tree: nodes.Template, keys: frozenset[str]) -> None:
    """Have the names of `keys` in a template looked up in the member that the sheet has reached."""
    for node in list(tree.find_all(nodes.Node)):
        for name in node.fields:
            value = getattr(node, name)
            if isinstance(value, list):
                setattr(node, name, [_from_record(one, keys) for one in value])
            elif isinstance(value, nodes.Name):
                setattr(node, name, _from_record(value, keys))
    if tree.environment:
        tree.set_environment(tree.environment)


def _from_record(node: Any, keys: frozenset[str]) -> Any:
    if not isinstance(node, nodes.Name) or node.ctx != "load" or node.name not in keys:
        return node
    line = node.lineno
    records = nodes.Name(RECORDS, "load", lineno=line)
    return nodes.Getitem(records, nodes.Const(node.name, lineno=line), "load", lineno=line)
