"""Each folder of cases/letters is a case: a list and a model letter, and what comes of both together.

`letter.xml` is the body (block elements; a line break between elements means nothing); a case may have
`links.json` (addresses by id) and `styles.xml`. `repeat.json` says what stands for @NAME@ in the letter, and
how often. What else a letter consists of lies in a folder `package`, and `package.json` says how it hangs
there: `relations` by the part they are of, `types` by part.

`list.json` holds the header and the rows of the list: a cell is a value, or an object with "value"
("2019-05-01" is a day where there is a format) and "format", a number format; an object with "text" and
"times" is a long text.

Expected are `problems.json`, the problems in order, each with its code and what else it must say, and
`letters.json`, the letters' texts, one list of paragraphs a member; `parts.json` has for a part of the first
letter what must stand in it, and what must not ("!" before). README.md tells which case answers which fault
that was found in letters.
"""

from __future__ import annotations

import datetime
import io
import json
import re
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
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = {"digital-signature/origin": PACKAGE}
FAULTS = {
    "altchunk",
    "unreached",
    "tag-in-watermark-or-equation",
    "dataprop",
    "marks-of-other-programs",
    "condition-always-true",
    "else-if",
    "dates-compared-as-text",
    "filters-read-the-display",
    "cut-by-a-fixed-height",
    "tables-joined",
    "ampersand-in-a-link",
    "date-field-in-the-letter",
    "list-on-the-reply-slip",
    "tblgridchange",
    "customxml_ins",
    "if_page",
    "mark_two_footers",
    "headings",
    "dup_heading",
    "long_heading",
    "quadratic",
    "signed",
}
TYPES = "[Content_Types].xml"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())


def loaded(path: Path, otherwise: Any = None) -> Any:
    return json.loads(path.read_text("utf-8")) if path.exists() else otherwise


def body_of(case: Path) -> bytes:
    text = "".join(line.strip() for line in (case / "letter.xml").read_text("utf-8").splitlines())
    for name, (said, times) in loaded(case / "repeat.json", {}).items():
        text = text.replace(f"@{name}@", said * times)
    styles = case / "styles.xml"
    parts = {"styles.xml": styles.read_bytes()} if styles.exists() else None
    return with_members(letter_file(text, links=loaded(case / "links.json"), parts=parts), case)


def with_members(document: bytes, case: Path) -> bytes:
    folder, said = case / "package", loaded(case / "package.json", {})
    members = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}
    with zipfile.ZipFile(io.BytesIO(document)) as old:
        members = {name: old.read(name) for name in old.namelist()} | members
    for part, related in said.get("relations", {}).items():
        name = f"{part}_rels/.rels" if not part else "{}/_rels/{}.rels".format(*part.rsplit("/", 1))
        added = "".join(
            f'<Relationship Id="{key}" Type="{SPACES.get(kind, OFFICE)}/{kind}" Target="{target}"/>'
            for key, (kind, target) in related.items()
        )
        start = f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode()
        members[name] = members.get(name, start).replace(
            b"</Relationships>", f"{added}</Relationships>".encode()
        )
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in said.get("types", {}).items()
    )
    members[TYPES] = members[TYPES].replace(b"</Types>", f"{types}</Types>".encode())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)
    return made.getvalue()


def said_at_length(cell: Any) -> Any:
    return cell["text"] * cell["times"] if isinstance(cell, dict) and "times" in cell else cell


def list_of(case: Path, folder: Path) -> Path:
    said = loaded(case / "list.json")
    path = workbook(
        folder / "members.xlsx",
        header=[said_at_length(heading) for heading in said["header"]],
        members=[[None] * len(said["header"])] * len(said["rows"]),
        attachments=said.get("attachments", ()),
    )
    book = openpyxl.load_workbook(path)
    for row, cells in enumerate(said["rows"], 2):
        for column, cell in enumerate(map(said_at_length, cells), 1):
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


def test_every_fault_that_was_found_in_letters_has_its_cases() -> None:
    lines = re.findall(
        r"^\| `([\w-]+)` \|.*\| (.*) \|$", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE
    )
    named = {fault: re.findall(r"`([^`]+)`", cases) for fault, cases in lines}
    assert set(named) == FAULTS
    told = {name for cases in named.values() for name in cases}
    assert {case.name for case in CASES} == {name for name in told if "/" not in name}
    assert all((FOLDER.parent / name).is_dir() for name in told if "/" in name)
