"""Each folder of cases/template is a case: adding a case is adding a folder.

`letter.xml` is the body (block elements; a line break between elements means nothing), with
`header.xml`, `footnote.xml` and `title.txt` where the case needs them. `list.json` holds the
names a list would have, with one member's values. Expected is either `expected.txt`, the
letter's text one paragraph a line (a line break within a paragraph is written ⏎), or
`problems.json`: the problems in order, each with its code and what else it must say.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from noticemerge.i18n import use_language
from noticemerge.template import LetterTemplate, Names
from support.template_maker import letter_file, saved
from support.validator import assert_valid
from support.word import letter_text, properties
from support.wordcheck import assert_sound

CASES = sorted((Path(__file__).parent / "cases" / "template").iterdir())


def read(case: Path, name: str) -> str:
    path = case / name
    return "".join(line.strip() for line in path.read_text("utf-8").splitlines()) if path.exists() else ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_template_gives_the_letter_or_the_problems_of_its_case(case: Path, tmp_path: Path) -> None:
    document = letter_file(
        read(case, "letter.xml"),
        header=read(case, "header.xml"),
        footnote=read(case, "footnote.xml"),
        title=read(case, "title.txt"),
    )
    values: dict[str, Any] = json.loads((case / "list.json").read_text("utf-8"))
    names = Names.of(values)
    bound = LetterTemplate.read(saved(tmp_path, document)).bind(names)
    expected = case / "problems.json"
    if expected.exists():
        assert_problems(bound.problems, json.loads(expected.read_text("utf-8")))
        return
    assert [p.message for p in bound.problems] == []
    letter = bound.render({name.key: values[name.label] for name in names.all})
    lines = (case / "expected.txt").read_text("utf-8").removesuffix("\n").split("\n")
    assert [text.replace("\n", "⏎") for text in letter_text(letter, tags_allowed=True)] == lines
    if (case / "expected-title.txt").exists():
        assert properties(letter)["title"] == read(case, "expected-title.txt")
    if not (case / "data-holds-braces").exists():
        assert_sound(letter, against=document)
    assert_valid(letter, against=document)


def assert_problems(problems: list[Any], expected: list[dict[str, str]]) -> None:
    use_language("en")
    assert [p.code for p in problems] == [e["code"] for e in expected]
    for found, wanted in zip(problems, expected, strict=True):
        for where in ("message", "hint"):
            assert wanted.get(where, "") in getattr(found, where)
        assert wanted.get("place", "") in found.place.words()
