"""Each folder of cases/lists is a list whose columns or cells could be taken in more than one way.

`list.json` has the `header` and `rows` of a list (null is an empty cell), and where it matters `above` (a row
of headings above the header), `merge`, the `letter` (its paragraphs), the `attachments` (number and title),
`settings` (rows of the sheet 設定) and `words` (more of the command line). `expected.json` is what `merge`
makes of it: the exit status, every problem that is no mere note about the letter (code, cell, message and
cure), and the letters, each with what its paragraphs say. To write them anew, and then to read what has
changed:

    python tests/test_list_cases.py && git diff tests/cases/lists
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from support.make import NOTICE, letter
from support.program import noticemerge
from support.screens import TODAY

FOLDER = Path(__file__).parent / "cases" / "lists"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())
# The shape that was met, and three more.
FEWEST = 4
LETTER = ("{{ 宛先郵便番号 }}", "{{ 宛先住所 }}", "{{ 宛名 }}", "{{ 添付資料 }}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_list_gives_the_letters_and_the_questions_of_its_case(case: Path, tmp_path: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    assert merged(json.loads((case / "list.json").read_text("utf-8")), tmp_path) == expected


def test_everything_that_went_wrong_has_four_cases_and_every_case_says_what_it_answers() -> None:
    lines = [line for line in (FOLDER / "README.md").read_text("utf-8").splitlines() if "`" in line]
    named = {line.split("|")[1].strip(): re.findall(r"`([^`]+)`", line) for line in lines}
    assert {name: cases for name, cases in named.items() if len(cases) < FEWEST} == {}
    assert [name for cases in named.values() for name in cases if not (FOLDER / name).is_dir()] == []
    assert {case.name for case in CASES} - {name for cases in named.values() for name in cases} == set()


def merged(described: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What comes of a list in an empty folder."""
    members = _workbook(described, folder / "members.xlsx")
    model = letter(folder / "letter.docx", *described.get("letter", LETTER))
    words = described.get("words", ())
    ran = noticemerge("merge", members, "-t", model, "-o", folder / "out", "--json", *words, lang="en")
    files = sorted((folder / "out").glob("*.docx"))
    return {
        "exit": int(ran.exit_code),
        "problems": [
            [p["code"], p["place"].get("cell", ""), p["message"], p["hint"]] for p in ran.json["problems"]
        ],
        "letters": {file.name: [p.text for p in docx.Document(str(file)).paragraphs] for file in files},
    }


def _workbook(described: dict[str, Any], path: Path) -> Path:
    book = openpyxl.Workbook()
    listed = book.active
    listed.title = "会員名簿"
    above = [described["above"]] if "above" in described else []
    for row in (*above, described["header"], *described["rows"]):
        listed.append(row)
    for area in described.get("merge", ()):
        listed.merge_cells(area)
    sheets = {
        "通知": [("項目", "値"), *NOTICE.items()],
        "添付資料": [("番号", "資料名"), *described.get("attachments", [("資料1", "開催要領")])],
        "設定": described.get("settings", []),
    }
    for title, rows in sheets.items():
        if rows:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
    book.save(path)
    return path


if __name__ == "__main__":
    os.environ.update([TODAY])
    for one in CASES:
        with tempfile.TemporaryDirectory() as place:
            made = merged(json.loads((one / "list.json").read_text("utf-8")), Path(place))
        text = json.dumps(made, ensure_ascii=False, indent=2)
        (one / "expected.json").write_text(text + "\n", "utf-8")
