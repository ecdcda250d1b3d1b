"""Each folder of cases/letters is a case: a list and a model letter, and what comes of both together.

`letter.xml` is the body (block elements; a line break between elements means nothing); a case may have
`links.json` (addresses by id) and `styles.xml`. `list.json` holds the header and the rows of the list: a cell
is a value, or an object with "value" ("2019-05-01" is a day where there is a format) and "format", a number
format. Expected are `problems.json`, the problems in order, each with its code and what else it must say, and
`letters.json`, the letters' texts, one list of paragraphs a member; `parts.json` has for a part of the first
letter what must stand in it, and what must not ("!" before).
"""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from noticemerge import LetterTemplate, Notice, Plan, Roster, plan
from noticemerge.problems.language import use_language
from noticemerge.template import parse_xml
from support.make import workbook
from support.template_maker import letter_file, saved
from support.validator import assert_valid
from support.word import letter_text

FOLDER = Path(__file__).parent / "cases" / "letters"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())


def loaded(path: Path, otherwise: Any = None) -> Any:
    return json.loads(path.read_text("utf-8")) if path.exists() else otherwise


def body_of(case: Path) -> bytes:
    text = "".join(line.strip() for line in (case / "letter.xml").read_text("utf-8").splitlines())
    styles = case / "styles.xml"
    parts = {"styles.xml": styles.read_bytes()} if styles.exists() else None
    return letter_file(text, links=loaded(case / "links.json"), parts=parts)


def list_of(case: Path, folder: Path) -> Path:
    said = loaded(case / "list.json")
    path = workbook(
        folder / "members.xlsx",
        header=said["header"],
        members=[[None] * len(said["header"])] * len(said["rows"]),
        attachments=said.get("attachments", ()),
    )
    book = openpyxl.load_workbook(path)
    for row, cells in enumerate(said["rows"], 2):
        for column, cell in enumerate(cells, 1):
            value, form = (cell["value"], cell["format"]) if isinstance(cell, dict) else (cell, "")
            if form and isinstance(value, str):
                value = datetime.date.fromisoformat(value)
            made = book["会員名簿"].cell(row, column, value)
            made.number_format = form or made.number_format
    book.save(path)
    return path


def plan_of(case: Path, folder: Path) -> Plan:
    book = list_of(case, folder)
    letter = LetterTemplate.read(saved(folder, body_of(case)))
    return plan(Roster.read(book), letter, Notice.read(book))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_list_and_a_letter_give_the_letters_or_the_problems_of_their_case(
    case: Path, tmp_path: Path
) -> None:
    use_language("en")
    made = plan_of(case, tmp_path)
    problems = made.problems
    expected = loaded(case / "problems.json", [])
    assert [p.code for p in problems] == [e["code"] for e in expected], [p.message for p in problems]
    for found, wanted in zip(problems, expected, strict=True):
        assert wanted.get("message", "") in found.message
        assert wanted.get("hint", "") in found.hint
        assert wanted.get("place", "") in found.place.words()
    letters = [made.render(one) for one in made.letters] if made.bound.parts else []
    for letter in letters:
        assert_valid(letter, against=body_of(case))
    if (case / "letters.json").exists():
        assert [letter_text(letter) for letter in letters] == loaded(case / "letters.json")
    for part, said in loaded(case / "parts.json", {}).items():
        data = zipfile.ZipFile(io.BytesIO(letters[0])).read(part)
        parse_xml(data, part)
        for words in said:
            assert (words.removeprefix("!").encode() in data) is not words.startswith("!"), words
