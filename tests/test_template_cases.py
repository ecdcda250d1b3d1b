"""Each folder of cases/template is a case: adding a case is adding a folder.

`letter.xml` is the body (block elements; a line break between elements means nothing), or `letter.docx`
a whole file. A case may have `header.xml`, `footnote.xml`, `title.txt`, `links.json` (addresses by id) and
a folder `parts` (endnotes.xml, image1.png …; the body names them by the id r-FILENAME). `list.json` holds
the names a list would have, with one member's values. Expected are `problems.json`, the problems in order,
each with its code and what else it must say; `expected.txt`, the letter's text one paragraph a line (a
line break within a paragraph is written ⏎); or both, where the problems are warnings.
`README.md` tells which case answers which of the ways other tools fail.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from noticemerge.problems import use_language
from noticemerge.template import LetterTemplate, Names
from support.template_maker import letter_file, saved
from support.validator import assert_valid
from support.word import letter_text, properties
from support.wordcheck import assert_sound

FOLDER = Path(__file__).parent / "cases" / "template"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())


def read(case: Path, name: str) -> str:
    path = case / name
    return "".join(line.strip() for line in path.read_text("utf-8").splitlines()) if path.exists() else ""


def document_of(case: Path) -> bytes:
    """The model letter of a case."""
    if (case / "letter.docx").exists():
        return (case / "letter.docx").read_bytes()
    links, parts = case / "links.json", case / "parts"
    return letter_file(
        read(case, "letter.xml"),
        header=read(case, "header.xml"),
        footnote=read(case, "footnote.xml"),
        title=read(case, "title.txt"),
        links=json.loads(links.read_text("utf-8")) if links.exists() else None,
        parts={path.name: path.read_bytes() for path in sorted(parts.iterdir())} if parts.exists() else None,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_template_gives_the_letter_or_the_problems_of_its_case(case: Path, tmp_path: Path) -> None:
    document = document_of(case)
    values: dict[str, Any] = json.loads((case / "list.json").read_text("utf-8"))
    names = Names.of(values)
    filling = {name.key: values[name.label] for name in names.all}
    bound = LetterTemplate.read(saved(tmp_path, document)).bind(names)
    problems = [*bound.problems, *(doubt for _, doubt in bound.unfit(filling))]
    expected = case / "problems.json"
    assert_problems(problems, json.loads(expected.read_text("utf-8")) if expected.exists() else [])
    if not (case / "expected.txt").exists():
        return
    letter = bound.render(filling)
    lines = (case / "expected.txt").read_text("utf-8").removesuffix("\n").split("\n")
    assert [text.replace("\n", "⏎") for text in letter_text(letter, tags_allowed=True)] == lines
    if (case / "expected-title.txt").exists():
        assert properties(letter)["title"] == read(case, "expected-title.txt")
    if not (case / "data-holds-braces").exists():
        assert_sound(letter, against=document)
    assert_valid(letter, against=document)


def test_every_way_in_which_other_tools_fail_has_its_case() -> None:
    told = (FOLDER / "README.md").read_text("utf-8")
    assert {case.name for case in CASES} == set(re.findall(r"`(\d\d-[^`]+)`", told))


def assert_problems(problems: list[Any], expected: list[dict[str, str]]) -> None:
    use_language("en")
    assert [p.code for p in problems] == [e["code"] for e in expected], [p.message for p in problems]
    for found, wanted in zip(problems, expected, strict=True):
        for where in ("message", "hint"):
            assert wanted.get(where, "") in getattr(found, where)
        assert wanted.get("place", "") in found.place.words()
