"""The rooms of the source stand one above the other, and each is entered by its face alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
HOUSE = SOURCE / "noticemerge"
# Each room may import from those of the lines above its own.
FLOORS = (
    {"problems"},
    {"japan"},
    {"excel"},
    {"roster", "notice", "template"},
    {"planning"},
    {"output"},
    {"post", "paper", "mail"},
    {"cli"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
MOST_LINES, MOST_ENTRIES = 400, 14


def modules() -> Iterator[Path]:
    return HOUSE.rglob("*.py")


def dotted(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The room a module is in; "" for the package itself, which only passes names on."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] != "__main__" else ""


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules of this package that a module imports, those for type checkers too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            called = (f"{node.module}.{alias.name}" for alias in node.names)
            found |= {name if name in names() else node.module for name in called}
    return frozenset(name for name in found if name.split(".")[0] == "noticemerge")


@cache
def names() -> frozenset[str]:
    """The names of all modules; the disk of Windows would take `Notice` for `notice`."""
    return frozenset(map(dotted, modules()))


def test_every_room_has_its_floor() -> None:
    rooms = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}
    assert rooms == FLOOR_OF.keys()


def test_the_house_has_few_doors() -> None:
    entries = [path.name for path in HOUSE.iterdir() if path.name != "__pycache__"]
    assert len(entries) <= MOST_ENTRIES, entries


@pytest.mark.parametrize("path", sorted(modules()), ids=dotted)
def test_a_room_imports_from_the_faces_of_rooms_below_it(path: Path) -> None:
    own = room_of(dotted(path))
    for module in imports(path):
        room = room_of(module)
        if not room or room == own:
            continue
        assert module == f"noticemerge.{room}", f"{dotted(path)} enters {module} past its face"
        assert not own or FLOOR_OF[room] < FLOOR_OF[own], f"{dotted(path)} imports from {room}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {dotted(path): imports(path) - {dotted(path), "noticemerge"} for path in modules()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" imports ".join(circle.args[1]))


def test_no_module_is_long() -> None:
    lengths = {dotted(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_each_room_says_what_it_is_for() -> None:
    for room in FLOOR_OF.keys() - {"cli"}:
        said = ast.get_docstring(ast.parse((HOUSE / room / "__init__.py").read_text("utf-8")))
        assert said and "In:" in said and len(said.splitlines()) >= 3, room


def walks() -> list[list[str]]:
    """The stations of each walk that the page of the architecture tells."""
    page = (SOURCE.parent / "docs" / "architecture.md").read_text("utf-8")
    found = re.findall(r"^## A (?:member's name|tag), from.*?(?=^## )", page, re.DOTALL | re.MULTILINE)
    return [re.findall(r"^\d+\. `([^`]+)`", walk, re.MULTILINE) for walk in found]


def test_every_station_of_a_walk_exists_and_a_walk_has_ten_at_most() -> None:
    assert len(walks()) == 2
    for stations in walks():
        assert 2 < len(stations) <= 10
        assert [station for station in stations if not (HOUSE / station).is_file()] == []
