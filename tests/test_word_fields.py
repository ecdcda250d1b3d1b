"""Each folder of cases/word_fields is a case of Word's own fields: adding a case is adding a folder.

`letter.txt` has a paragraph on each line, fields in braces as `support.word_fields` reads them, ¶ the end of
a paragraph within a field, full-width braces a tag. `list.json` has the rows of the list. Expected is
`expected.txt`, the letters, each paragraph on a line and ---- between letters; or `problems.json`, the codes
of the errors and what each must say. Every case is made in the body, a cell, a text box and a header, which
must all say the same.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticemerge.problems import Severity, use_language
from noticemerge.template import LetterTemplate, Names
from support.template_maker import letter_file, saved
from support.validator import assert_valid
from support.word_fields import STORED, own_texts, paragraphs

FOLDER = Path(__file__).parent / "cases" / "word_fields"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())
EMPTY = "<w:p/>"
_BOX = (
    "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml' id='b' style='width:90pt'>"
    "<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
_CELL = (
    '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>'
    '<w:tr><w:tc><w:tcPr><w:tcW w:w="5000" w:type="dxa"/></w:tcPr>{}</w:tc></w:tr></w:tbl><w:p/>'
)
PLACES = {
    "body": lambda text: letter_file(text),
    "cell": lambda text: letter_file(_CELL.format(text)),
    "box": lambda text: letter_file(_BOX.format(text)),
    "header": lambda text: letter_file(EMPTY, header=text),
}


def lines(case: Path, name: str) -> list[str]:
    return (case / name).read_text("utf-8").rstrip("\n").split("\n")


def rows_of(case: Path) -> list[dict[str, str]]:
    return json.loads((case / "list.json").read_text("utf-8"))  # type: ignore[no-any-return]


def made(folder: Path, document: bytes, row: dict[str, str]) -> tuple[bytes | None, list[Any]]:
    """The letter for a row, None where there are errors, and the errors."""
    use_language("en")
    names = Names.of(row)
    values = {name.key: row[name.label] for name in names.all}
    bound = LetterTemplate.read(saved(folder, document)).bind(names)
    found = [*bound.problems, *(doubt for _, doubt in bound.unfit(values))]
    errors = [doubt for doubt in found if doubt.severity is Severity.ERROR]
    if errors:
        return None, errors
    assert all(part.is_proved for part in bound.parts)
    return bound.render(values), []


def texts(data: bytes, place: str) -> list[str]:
    """The paragraphs that the case is about, those around it left out."""
    part = "word/header1.xml" if place == "header" else "word/document.xml"
    found = own_texts(data, part)
    if place == "cell":
        return found[:-1]
    return found[1:] if place == "box" else found


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_field_gives_the_letters_or_the_problems_of_its_case(
    case: Path, place: str, tmp_path: Path
) -> None:
    document = PLACES[place](paragraphs(*lines(case, "letter.txt")))
    letters, problems = [], []
    for row in rows_of(case):
        letter, errors = made(tmp_path, document, row)
        letters += [letter] if letter else []
        problems += errors
    if (case / "problems.json").exists():
        expected = json.loads((case / "problems.json").read_text("utf-8"))
        assert [p.code for p in problems] == [e["code"] for e in expected], [p.message for p in problems]
        for doubt, wanted in zip(problems, expected, strict=True):
            assert wanted["says"] in f"{doubt.message} {doubt.hint}"
        return
    assert not problems, [p.message for p in problems]
    expected_letters = (case / "expected.txt").read_text("utf-8").removesuffix("\n").split("\n----\n")
    assert [texts(letter, place) for letter in letters] == [one.split("\n") for one in expected_letters]
    for letter in letters:
        assert STORED.encode() not in letter


def test_the_letters_of_all_cases_are_valid(tmp_path: Path) -> None:
    letters = []
    for case in CASES:
        if (case / "expected.txt").exists():
            document = PLACES["body"](paragraphs(*lines(case, "letter.txt")))
            letters += [made(tmp_path, document, row)[0] for row in rows_of(case)]
    assert_valid(*(letter for letter in letters if letter))


WHOLE = (
    '{ IF { MERGEFIELD 種別 } = "正会員" "会員 { MERGEFIELD 氏名 \\* Upper } 様" “賛助会員各位” }'
    '[{ MERGEFIELD 金額 \\# "#,##0円" }{ = { MERGEFIELD 金額 } * 2 \\# ,0 }]{MERGEFIELD"氏名"\\*MERGEFORMAT}'
)


@settings(max_examples=60, deadline=None)
@given(cuts=st.frozensets(st.integers(0, len(WHOLE))), kind=st.sampled_from(["正会員", "賛助会員"]))
def test_a_field_cut_over_runs_anywhere_gives_the_same_text(
    tmp_path_factory: pytest.TempPathFactory, cuts: frozenset[int], kind: str
) -> None:
    row = {"種別": kind, "氏名": 'john "\\* {x}', "金額": "1234567"}
    folder = tmp_path_factory.mktemp("cut")
    whole, _ = made(folder, letter_file(paragraphs(WHOLE)), row)
    cut, _ = made(folder, letter_file(paragraphs(WHOLE, cuts=cuts)), row)
    assert whole and cut
    assert own_texts(cut, "word/document.xml") == own_texts(whole, "word/document.xml")
