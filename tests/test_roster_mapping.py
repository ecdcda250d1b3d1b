"""What the user says about columns wins: --map 会社名=商号."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticemerge import LetterTemplate, Notice, Roster, Selection, plan
from noticemerge.problems import use_language
from support import make
from support.program import noticemerge
from support.roster import roster, said, save
from support.word import letter_text

TWO = ["会員番号", "企業名", "団体名"], ["1", "甲社", "甲工場"]
WHOSE = ["会員番号", "会社名", "代表者役職", "住所", "氏名"], ["1", "甲社", "社長", "札幌市1", "山田"]


def cures(found: Roster) -> list[str]:
    use_language("en")
    return [p.hint for p in found.problems]


# -- what settles a question


def test_the_question_which_column_is_meant_names_both_answers(tmp_path: Path) -> None:
    found = roster(tmp_path, *TWO)
    assert said(found) == [("NM-R31", "C1")]
    assert cures(found) == ["Say which is meant: --map 会社名=企業名 or --map 会社名=団体名"]


@pytest.mark.parametrize(("heading", "company"), [("企業名", "甲社"), ("団体名", "甲工場")])
def test_the_answer_settles_it(tmp_path: Path, heading: str, company: str) -> None:
    found = roster(tmp_path, *TWO, mapping={"会社名": heading})
    assert said(found) == []
    assert found.value(found.members[0], "company") == company
    assert {key: column.header for key, column in found.mapped.items()} == {"company": heading}


def test_a_column_that_was_taken_can_be_exchanged_for_another(tmp_path: Path) -> None:
    rows = ["団体名", "会社名", "会員番号"], ["甲工場", "甲社", "1"]
    assert cures(roster(tmp_path, *rows)) == ['If "団体名" is meant, type: --map 会社名=団体名']
    found = roster(tmp_path, *rows, mapping={"会社名": "団体名"})
    assert said(found) == []
    assert found.value(found.members[0], "company") == "甲工場"


def test_whose_name_it_is_beside_a_company_is_asked_not_guessed(tmp_path: Path) -> None:
    found = roster(tmp_path, *WHOSE)
    assert said(found) == [("NM-R57", "E1")]
    assert cures(found) == ["Say which: --map 担当者名=氏名 or --map 代表者名=氏名"]


@pytest.mark.parametrize(("field", "key"), [("担当者名", "person"), ("代表者", "rep_name")])
def test_the_answer_says_whose_name_it_is(tmp_path: Path, field: str, key: str) -> None:
    found = roster(tmp_path, *WHOSE, mapping={field: "氏名"})
    assert said(found) == []
    assert [k for k in ("person", "rep_name") if found.column_of(k)] == [key]
    assert found.value(found.members[0], key) == "山田"


@pytest.mark.parametrize(
    "header",
    [
        ["会員番号", "氏名", "住所"],
        ["会員番号", "会社名", "代表者名", "氏名"],
        ["会員番号", "会社名", "部署名", "氏名"],
    ],
)
def test_nothing_is_asked_where_the_other_columns_tell(tmp_path: Path, header: list[str]) -> None:
    assert said(roster(tmp_path, header, ["1", "甲", "乙", "丙"][: len(header)])) == []


def test_a_name_below_a_group_of_the_contact_is_the_contacts(tmp_path: Path) -> None:
    found = roster(
        tmp_path, ["会員番号", "会社名", "担当者"], ["", "", "役職", "氏名"], ["1", "甲社", "部長", "山田"],
        change=lambda sheet: sheet.merge_cells("C1:D1"),
    )  # fmt: skip
    assert said(found) == []
    assert found.value(found.members[0], "person") == "山田"


# -- headings nobody knows


def test_headings_that_are_explained_make_a_header(tmp_path: Path) -> None:
    path = save(tmp_path / "m.xlsx", [["名簿"], ["番　号札", "お得意様"], ["0001", "甲社"]])
    assert said(Roster.read(path)) == [("NM-R72", "")]
    found = Roster.read(path, mapping={"会員番号": "番号札", "会社名": "お得意様"})
    assert (found.header_row, found.problems) == (2, [])
    assert (found.number(found.members[0]), found.value(found.members[0], "company")) == ("0001", "甲社")


def test_the_kind_of_the_field_goes_for_the_cells(tmp_path: Path) -> None:
    found = roster(tmp_path, ["会員番号", "会社名", "宛先"], ["1", "甲社", "060-001"], mapping={"〒": "宛先"})
    assert said(found) == [("NM-R51", "C2")]


# -- what is said wrongly


@pytest.mark.parametrize(
    ("mapping", "code", "message", "hint"),
    [
        (
            {"会社名称名": "企業名"}, "NM-R38",
            '--map 会社名称名=企業名: no field is called "会社名称名".',
            "The nearest is: --map 会社名=企業名",
        ),
        (
            {"会社名": "団体"}, "NM-R39",
            '--map 会社名=団体: the list has no column "団体".',
            "The nearest is: --map 会社名=団体名",
        ),
        (
            {"会社名": "企業名", "社名": "団体名"}, "NM-R56",
            "--map says two things: 会社名=企業名 and 社名=団体名.",
            "A field is one column, and a column one field: leave one of the two out.",
        ),
        (
            {"会社名": "企業名", "担当者名": "企業名"}, "NM-R56",
            "--map says two things: 会社名=企業名 and 担当者名=企業名.",
            "A field is one column, and a column one field: leave one of the two out.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_an_error_that_names_the_nearest(
    tmp_path: Path, mapping: dict[str, str], code: str, message: str, hint: str
) -> None:
    use_language("en")
    found = roster(tmp_path, *TWO, mapping=mapping)
    wrong = next(p for p in found.problems if p.code == code)
    assert (str(wrong.severity), wrong.message, wrong.hint) == ("error", message, hint)


def test_a_heading_that_a_shell_would_cut_is_shown_in_quotation_marks(tmp_path: Path) -> None:
    found = roster(tmp_path, ["会員番号", "会社名", "社名 (旧)", "名称"], ["1", "甲", "乙", "丙"])
    assert cures(found)[-1] == 'If "名称" is meant, type: --map 会社名=名称'
    split = roster(tmp_path, ["会員番号", "企業 名", "名称"], ["1", "甲", "丙"])
    assert '--map "会社名=企業 名"' in cures(split)[0]


# -- tags


def planned(path: Path, tags: str, mapping: dict[str, str], where: tuple[str, ...] = ()) -> list[str]:
    members = make.workbook(
        path / "m.xlsx", header=("会員番号", "会社名", "商号"), members=(("1", "甲工場", "甲社"),)
    )
    letter = make.letter(path / "letter.docx", tags)
    made = plan(
        Roster.read(members, mapping=mapping),
        LetterTemplate.read(letter),
        Notice.read(members),
        selection=Selection(where=where),
    )
    assert not [p for p in made.problems if str(p.severity) == "error"]
    return letter_text(made.render(made.letters[0]))[:1]


def test_tags_take_the_column_that_was_named(tmp_path: Path) -> None:
    tags = "{{ 会社名 }}|{{ 企業名 }}|{{ 商号 }}|{{ 名簿.会社名 }}"
    assert planned(tmp_path, tags, {"会社名": "商号"}) == ["甲社|甲社|甲社|甲社"]


def test_a_column_named_by_its_own_heading_stays_that_column(tmp_path: Path) -> None:
    tags = "{{ 会社名 }}|{{ 商号 }}|{{ 代表者名 }}"
    assert planned(tmp_path, tags, {"代表者名": "商号"}) == ["甲工場|甲社|甲社"]


def test_conditions_follow_what_was_said(tmp_path: Path) -> None:
    assert planned(tmp_path, "{{ 会社名 }}", {"会社名": "商号"}, ("会社名=甲社",)) == ["甲社"]


# -- the command line


@pytest.mark.parametrize("command", ["check", "merge", "fields", "preview"])
def test_every_command_that_reads_a_list_takes_it(tmp_path: Path, command: str) -> None:
    members = make.workbook(tmp_path / "m.xlsx", header=TWO[0], members=(TWO[1],))
    letter = make.letter(tmp_path / "letter.docx", "{{ 会社名 }} 御中")
    words = [command, members, "-t", letter]
    if command in ("merge", "preview"):
        words += ["-o", tmp_path / "out"]
    asked = noticemerge(*words)
    assert asked.exit_code == 1
    assert "--map 会社名=企業名" in asked.stdout
    assert noticemerge(*words, "--map", "会社名=企業名").exit_code == 0


@pytest.mark.parametrize("words", [("会社名",), ("会社名= ",), ("会社名=商号", "会社名=名称")])
def test_what_is_no_answer_is_a_wrong_command_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    members = make.workbook(tmp_path / "m.xlsx")
    said_by = [part for word in words for part in ("--map", word)]
    assert noticemerge("check", members, *said_by).exit_code == 2
