"""Stretches of a template that are the same in letter after letter are filled once, not for each member.

The list of attachments is the costliest stretch of a letter, and nearly all members get the same. The
template is divided into Jinja's blocks, and a block whose names mean the same as before keeps its bytes.
That takes 18 µs off a letter of some 130, and a part that is the same in all letters, such as the title, some
20 more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes
from jinja2.runtime import Context

# How many expressions a stretch has, or repetitions and conditions, before it is worth being kept. A part
# that is one such stretch is always worth it.
_WORTHWHILE = 4
_BRANCHES = (nodes.For, nodes.If, nodes.FilterBlock)
# Few different lists of attachments are common; more would only be searched for in vain.
_MOST_KEPT = 8

Block = Callable[[Context], Iterator[str]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A node of the template with the names that it uses, each time it does, and those it gives a value."""

    node: nodes.Node
    used: tuple[str, ...] = ()
    given: frozenset[str] = frozenset()


def divide(tree: nodes.Template, common: Set[str]) -> list[str] | None:
    """Divide the template into blocks b0, b1 …, of which every second, b1 and on, is made of `common` names.

    Returns the names that those are made of; None when there is nothing to divide.
    """
    stretches: list[list[_Piece]] = [[]]
    names: set[str] = set()
    found = list(_stretches(tree, common))
    is_whole = all(is_common for is_common, _ in found)
    for is_common, stretch in found:
        used = {name for piece in stretch for name in piece.used} & common
        if is_common and used and (is_whole or _cost(stretch) >= _WORTHWHILE):
            stretches += [stretch, []]
            names |= used
        else:
            stretches[-1] += stretch
    if not names or _are_joined(stretches):
        return None
    tree.body = [
        nodes.Block(f"b{n}", [piece.node for piece in stretch], False, False, lineno=1)
        for n, stretch in enumerate(stretches)
        if stretch
    ]
    assert tree.environment
    tree.set_environment(tree.environment)
    return sorted(names)


def _stretches(tree: nodes.Template, common: Set[str]) -> Iterator[tuple[bool, list[_Piece]]]:
    """What follows one another and is alike in being made of common names alone."""
    stretch: list[_Piece] = []
    is_common, known = True, set(common)
    for piece in _pieces(tree.body):
        if known.union(piece.given).issuperset(piece.used):
            known |= piece.given
            alike = True
        else:
            known -= piece.given
            alike = False
        if alike != is_common:
            yield is_common, stretch
            stretch, is_common = [], alike
        stretch.append(piece)
    yield is_common, stretch


def _pieces(body: Iterable[nodes.Node]) -> Iterator[_Piece]:
    for node in body:
        for one in node.nodes if isinstance(node, nodes.Output) else (node,):
            apart = nodes.Output([one], lineno=node.lineno) if isinstance(node, nodes.Output) else node
            if isinstance(one, nodes.TemplateData):
                yield _Piece(apart)
                continue
            names = list(apart.find_all(nodes.Name))
            used = tuple(name.name for name in names if name.ctx == "load")
            yield _Piece(apart, used, frozenset(name.name for name in names if name.ctx != "load"))


def _are_joined(stretches: list[list[_Piece]]) -> bool:
    """Whether a name is given a value in one stretch and used in another: blocks share no names."""
    given: dict[str, int] = {}
    for number, stretch in enumerate(stretches):
        for piece in stretch:
            if any(given.setdefault(name, number) != number for name in piece.given):
                return True
    return any(
        given.get(name, number) != number
        for number, stretch in enumerate(stretches)
        for piece in stretch
        for name in piece.used
    )


def _cost(stretch: list[_Piece]) -> int:
    branches = sum(isinstance(piece.node, _BRANCHES) for piece in stretch)
    return branches * _WORTHWHILE + sum(len(piece.used) for piece in stretch)


class Segments:
    """The blocks of a divided template, filled one after the other."""

    def __init__(self, blocks: Mapping[str, Block], common: list[str]) -> None:
        count = 1 + max(int(name[1:]) for name in blocks)
        self._blocks = [blocks.get(f"b{n}") for n in range(count)]
        self._is_whole = not any(self._blocks[::2])
        self._names = common
        self._kept: list[tuple[list[Any], list[bytes]]] = []

    def render(
        self, values: Mapping[str, Any], new_context: Callable[[], Context], is_plain: Callable[[], bool]
    ) -> list[bytes]:
        """The blocks as UTF-8; `is_plain` says that they added nothing to the package so far."""
        said = [values.get(name) for name in self._names]
        kept = next((texts for before, texts in self._kept if before == said), None)
        if kept and self._is_whole:
            return [b"", *kept]
        context = new_context()
        found = [
            kept[n // 2] if kept and n % 2 else "".join(block(context)).encode("utf-8") if block else b""
            for n, block in enumerate(self._blocks)
        ]
        if kept is None and len(self._kept) < _MOST_KEPT and is_plain() and _are_texts(said):
            self._kept.append((said, found[1::2]))
        return found


def _are_texts(said: list[Any]) -> bool:
    """Whether equal values are sure to print the same: 1, 1.0 and True are equal too."""
    return all(isinstance(value, (str, list)) for value in said)
