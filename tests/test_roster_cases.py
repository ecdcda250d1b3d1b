"""Each folder of cases/roster is a case: adding a case is adding a folder.

`book.json` describes a workbook: `sheets` by title, each with `rows` (null is an empty cell, {"date": …} a
date, {"partly": …, "rest": …} a text whose beginning is struck through), `formats` and `format_ids` by cell,
`merge`, `struck` cells, a `table` whose last row is its totals, `hidden_rows`, `hidden_columns`, `filter` and
`state`;
`date1904`; `replace`, by part of the package, what openpyxl cannot write;
`alone` says why openpyxl does not read the same. A file `sheetData.xml` is the data
of the first sheet as it stands. Or `list.csv` is a list saved as text, `book.json` then saying `encoding`
and `name`; or `book.json` describes the bytes of another `file`. `how` is what `Roster.read` is given.

`expected.json` has the members' texts as displayed, the problems in order (code, cell and what else the
message or cure must say), and where it matters the `sheet`, `header_row`, `columns`, `fields`, those who
are `left_out` and the codes of the `leaving` doubts about them; or the code with which the file is `refused`.
`README.md` tells which case shows which reality.
"""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest

from noticemerge.excel import workbook
from noticemerge.problems import CannotUse, Problem, use_language
from noticemerge.roster import Roster
from support.roster_case import file_of

FOLDER = Path(__file__).parent / "cases" / "roster"
# As it is before the tests compare it with openpyxl.
READ = workbook.read_xlsx
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_list_gives_the_members_and_the_problems_of_its_case(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_language("en")
    book = json.loads((case / "book.json").read_text("utf-8"))
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    path = file_of(case, book, tmp_path)
    if "alone" in book:
        monkeypatch.setattr(workbook, "read_xlsx", READ)
    if "refused" in expected:
        with pytest.raises(CannotUse) as refused:
            Roster.read(path, **book.get("how", {}))
        assert_problems([refused.value.problem], [expected["refused"]])
        return
    roster = Roster.read(path, **book.get("how", {}))
    assert_problems(roster.problems, expected["problems"])
    assert [list(member.texts) for member in roster.members] == expected["members"]
    assert {name: look(roster) for name, look in LOOKS.items() if name in expected} == {
        name: expected[name] for name in LOOKS if name in expected
    }


TODAY = datetime.date(2026, 4, 1)
LOOKS: dict[str, Any] = {
    "sheet": lambda roster: roster.sheet,
    "header_row": lambda roster: roster.header_row,
    "columns": lambda roster: [column.header for column in roster.columns],
    "fields": lambda roster: {c.header: c.field.key for c in roster.columns if c.field},
    "leaving": lambda roster: [
        [p.code for p in roster.left_out(member, TODAY)[1]] for member in roster.members
    ],
    "left_out": lambda roster: [roster.left_out(member, TODAY)[0] for member in roster.members],
}


def test_every_reality_has_its_case() -> None:
    told = (FOLDER / "README.md").read_text("utf-8")
    assert {case.name for case in CASES} == set(re.findall(r"`(\d{2,3}-[^`]+)`", told))


def assert_problems(problems: list[Problem], expected: list[dict[str, str]]) -> None:
    found = [(p.code, getattr(p.place, "cell", "")) for p in problems]
    assert found == [(e["code"], e.get("cell", "")) for e in expected], [p.message for p in problems]
    for one, wanted in zip(problems, expected, strict=True):
        assert wanted.get("message", "") in one.message
        assert wanted.get("hint", "") in one.hint
