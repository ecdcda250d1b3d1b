"""Doubts about what was typed: addresses, members listed twice, unseen characters, members who have left."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from noticemerge import LetterTemplate, Notice, Roster, plan
from noticemerge.excel import SheetCell
from noticemerge.problems import Problem, use_language
from noticemerge.roster import left_words, list_checks, ordinary_cells
from noticemerge.roster.cell_checks import CheckedCell, doubts_about
from support import make
from support.roster import roster, said

HEADER = ("会員番号", "会社名", "郵便番号", "住所", "担当者名", "メールアドレス", "備考")
TODAY = datetime.date(2023, 9, 25)


def listed(path: Path, *rows: tuple[str, ...]) -> Roster:
    """A list of these companies, addresses and further columns."""
    return roster(path, HEADER, *([str(n), *row] for n, row in enumerate(rows, 1)))


def words(found: Roster) -> list[tuple[str, str, str, str]]:
    use_language("en")
    return [(str(p.severity), p.place.words().split()[-1], p.message, p.hint) for p in found.problems]


# -- members listed twice


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("株式会社あおば", "札幌市中央区1丁目2番3号"),
        ("株式会社　あおば", "札幌市 中央区1-2-3"),
        ("㈱あおば", "札幌市中央区１－２－３"),
    ],
)
def test_one_company_twice_at_one_address_is_said_with_both_cells(
    tmp_path: Path, name: str, address: str
) -> None:
    found = listed(
        tmp_path,
        ("株式会社あおば", "", "札幌市中央区1-2-3"),
        (name, "", address),
    )
    assert words(found) == [
        (
            "warning", "B3",
            f'The member "{" ".join(name.split())}" is there twice, '
            "with the same address (the other is B2).",
            "Delete one of the two rows, or mark one as 送付不要, unless both are to get a letter.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "address"),
    [("株式会社あおば", "札幌市中央区12-3"), ("株式会社あおば", ""), ("あおば商事", "札幌市中央区1-23")],
)
def test_another_address_or_another_company_is_another_member(
    tmp_path: Path, name: str, address: str
) -> None:
    found = listed(tmp_path, ("株式会社あおば", "", "札幌市中央区1-23"), (name, "", address))
    assert said(found) == []


def test_a_row_that_gets_no_letter_is_no_second_one(tmp_path: Path) -> None:
    header = ("会員番号", "会社名", "住所", "送付不要")
    found = roster(tmp_path, header, ["1", "甲社", "札幌", "○"], ["2", "甲社", "札幌", ""])
    assert said(found) == []


# -- e-mail addresses and postcodes

FULL = "The e-mail address {} holds full-width characters, or spaces or invisible ones."


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "info@",
            '"info@" is not an e-mail address.',
            "Correct it, such as info@example.jp, or empty the cell.",
        ),
        ("info.example.jp", '"info.example.jp" is not an e-mail address.', None),
        ("a@b", '"a@b" is not an e-mail address.', None),
        ("a@b..jp", '"a@b..jp" is not an e-mail address.', None),
        ("ｉｎｆｏ＠example.jp", FULL.format("ｉｎｆｏ＠example.jp"), "Type info@example.jp."),
        ("info1２@example.jp", FULL.format("info1２@example.jp"), "Type info12@example.jp."),
        ("info @example.jp", FULL.format("info @example.jp"), "Type info@example.jp."),
        ("info\u200b@example.jp", FULL.format("info @example.jp"), "Type info@example.jp."),
        ("a@example.jp;ｂ@example.jp", FULL.format("ｂ@example.jp"), "Type b@example.jp."),
    ],
)
def test_an_address_that_is_none_is_said_with_the_cure_where_it_is_known(
    tmp_path: Path, text: str, message: str, hint: str | None
) -> None:
    found = words(listed(tmp_path, ("甲社", "", "札幌", "", text)))
    assert [(severity, cell, said) for severity, cell, said, _ in found] == [("warning", "F2", message)]
    assert hint is None or found[0][3] == hint


@pytest.mark.parametrize(
    "text",
    ["info@example.jp", "a.b+c@sub.co.jp", "a@x.jp; b@x.jp", "a@x.jp\nb@x.jp", "info@日本語.jp", "なし", "-"],
)
def test_a_sound_address_is_not_doubted(tmp_path: Path, text: str) -> None:
    assert said(listed(tmp_path, ("甲社", "", "札幌", "", text))) == []


def test_digits_of_mixed_width_in_a_postcode_are_said_with_the_cure(tmp_path: Path) -> None:
    found = listed(tmp_path, ("甲社", "０60-０001", "札幌"), ("乙社", "０６０－０００１", "札幌"))
    assert words(found) == [
        ("warning", "C2", "The postcode ０60-０001 mixes full-width and half-width digits.", "Type 060-0001.")
    ]


# -- what nobody sees


@pytest.mark.parametrize("name", ["　甲社", "甲社 ", "甲社\n", "\t甲社　"])
def test_spaces_at_the_ends_of_a_name_are_said_and_left_out(tmp_path: Path, name: str) -> None:
    found = listed(tmp_path, (name, "", "札幌"))
    assert found.members[0].texts[1] == "甲社"
    assert words(found) == [
        (
            "warning", "B2",
            "Spaces or line breaks stand at the beginning or end of the cell; letters leave them out.",
            "Delete them in the list, so that searching and sorting find the cell.",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "printed", "sign"),
    [
        ("甲\u200b社", "甲\u200b社", "U+200B"),
        ("甲\u00ad社", "甲\u00ad社", "U+00AD"),
        ("甲\u00a0社", "甲\u00a0社", "U+00A0"),
        ("\ufeff甲社", "甲社", "U+FEFF"),
        ("甲社\u00a0", "甲社", "U+00A0"),
    ],
)
def test_invisible_characters_are_named_and_within_a_name_they_stay(
    tmp_path: Path, name: str, printed: str, sign: str
) -> None:
    found = listed(tmp_path, (name, "", "札幌"))
    assert found.members[0].texts[1] == printed
    assert said(found) == [("NM-R67", "B2")]
    assert f"({sign})" in words(found)[0][2]


def test_spaces_within_a_name_and_before_a_remark_are_meant(tmp_path: Path) -> None:
    found = listed(tmp_path, ("葛\U000e0100城　商事", "", "札幌 市", "山田　太郎", "", "　本年度から"))
    assert said(found) == []
    assert found.members[0].texts[1] == "葛\U000e0100城　商事"
    assert found.members[0].texts[6] == "　本年度から"


def test_a_cell_of_spaces_is_blank_and_nothing_is_said(tmp_path: Path) -> None:
    assert said(listed(tmp_path, ("甲社", "", "　 "))) == []


# -- members who have left


def left(
    path: Path, value: object, code: str = "General", heading: str = "退会日"
) -> tuple[str, list[Problem]]:
    def change(sheet: object) -> None:
        sheet["C2"].number_format = code  # type: ignore[index]

    found = roster(path, ["会員番号", "会社名", heading], ["1", "甲社", value], change=change)
    return found.left_out(found.members[0], TODAY)


@pytest.mark.parametrize(
    ("value", "code", "reason"),
    [
        ("", "General", ""),
        (datetime.date(2023, 3, 31), '[$-411]ggge"年"m"月"d"日"', "退会日: 令和5年3月31日"),
        (datetime.date(2023, 9, 24), "yyyy/m/d", "退会日: 2023/9/24"),
        (datetime.date(2023, 9, 25), "yyyy/m/d", ""),
        ("R5.3.31", "General", "退会日: R5.3.31"),
        ("退会済", "General", "退会日: 退会済"),
        ("○", "General", "退会日: ○"),
        ("-", "General", ""),
        (0, "yyyy/m/d", ""),
    ],
)
def test_who_has_left_gets_no_letter(tmp_path: Path, value: object, code: str, reason: str) -> None:
    said_reason, doubts = left(tmp_path, value, code)
    assert said_reason == reason
    assert [d.code for d in doubts] == ([] if reason or value in ("", "-", 0) else ["NM-R68"])


def test_a_day_still_to_come_is_a_note_with_its_cell(tmp_path: Path) -> None:
    use_language("en")
    _, (doubt,) = left(tmp_path, "令和6年3月31日")
    assert (str(doubt.severity), doubt.place.words()) == ("note", "members.xlsx 会員名簿 C2")
    assert doubt.message == "退会日 is 令和6年3月31日, which is still to come; the letter is made."


@pytest.mark.parametrize("value", ["未定", "令和5年", "5.3.31", 2015])
def test_what_is_no_date_is_an_error(tmp_path: Path, value: object) -> None:
    use_language("en")
    reason, (doubt,) = left(tmp_path, value)
    assert (reason, str(doubt.severity)) == ("", "error")
    assert doubt.message == f'"{value}" under 退会日 is no date: whether the member has left is not known.'


def test_a_member_who_has_left_is_listed_as_left_out_with_the_reason(tmp_path: Path) -> None:
    members = make.workbook(
        tmp_path / "m.xlsx", header=("会員番号", "会社名", "退会年月日"),
        members=(("1", "甲社", "2023/3/31"), ("2", "乙社", "2024/3/31")),
    )  # fmt: skip
    letter = LetterTemplate.read(make.letter(tmp_path / "letter.docx", "{{ 会社名 }}"))
    made = plan(Roster.read(members), letter, Notice.read(members), today=TODAY)
    assert [one.excluded for one in made.letters] == ["退会年月日: 2023/3/31", ""]
    assert [(p.code, p.place.member) for p in made.problems] == [("NM-R68", "2")]


# -- two columns of opposite senses


def test_two_columns_that_decide_who_gets_a_letter_are_an_error(tmp_path: Path) -> None:
    found = roster(tmp_path, ["会員番号", "会社名", "送付不要", "送付可否"], ["1", "甲社", "", "×"])
    assert said(found) == [("NM-R31", "D1")]
    decided = roster(
        tmp_path, ["会員番号", "会社名", "送付不要", "送付可否"], ["1", "甲社", "", "×"],
        mapping={"送付不要": "送付可否"},
    )  # fmt: skip
    assert decided.problems == []
    assert decided.left_out(decided.members[0])[0] == "送付可否: ×"


@pytest.mark.parametrize(("called", "reason"), [("送付不要", "案内: ○"), ("送付可否", "")])
def test_the_name_given_to_a_column_says_its_sense(tmp_path: Path, called: str, reason: str) -> None:
    found = roster(tmp_path, ["会員番号", "会社名", "案内"], ["1", "甲社", "○"], mapping={called: "案内"})
    assert found.left_out(found.members[0]) == (reason, [])


def test_nobody_to_write_to_is_an_error_with_its_row(tmp_path: Path) -> None:
    members = make.workbook(
        tmp_path / "m.xlsx", header=("会員番号", "会社名", "担当者名", "住所"),
        members=(("1", "甲社", "", "札幌"), ("2", "", "　", "函館")),
    )  # fmt: skip
    letter = LetterTemplate.read(make.letter(tmp_path / "letter.docx", "{{ 宛名 }}"))
    made = plan(Roster.read(members), letter, Notice.read(members))
    wrong = [p for p in made.problems if str(p.severity) == "error"]
    assert [(p.code, p.place.words()) for p in wrong] == [("NM-A10", "m.xlsx 会員名簿 B3")]


WORDS = st.lists(st.from_regex(rf"[{ordinary_cells._LETTERS}]", fullmatch=True), max_size=6).map("".join)
USUAL = {
    kind: st.from_regex(pattern.pattern, fullmatch=True) for kind, pattern in ordinary_cells._ORDINARY.items()
}
USUAL["text"] = st.lists(WORDS.filter(bool), max_size=3).map("　".join)


@pytest.mark.parametrize("index", range(len(HEADER)))
@given(st.data())
def test_what_is_passed_over_as_ordinary_has_nothing_doubtful(
    tmp_path_factory: pytest.TempPathFactory, index: int, data: st.DataObject
) -> None:
    found = roster(tmp_path_factory.mktemp("ordinary"), HEADER, ("1", "甲社"))
    column = found.columns[index]
    kind = column.field.kind if column.field else ""
    pattern = ordinary_cells._ORDINARY.get(kind, ordinary_cells._WORDS)
    text = data.draw(USUAL.get(kind, USUAL["text"]))
    assert pattern.fullmatch(text)
    cell = SheetCell(text, text, "text")
    if ordinary_cells.is_ordinary(cell, pattern):
        asked = CheckedCell(found, found.members[0], column, cell, text)
        assert [d.code for d in doubts_about(asked)] == []


@given(cells=st.lists(st.text(max_size=6), min_size=len(HEADER), max_size=len(HEADER)))
@example(cells=["1", "甲社\x1f乙社", *[""] * (len(HEADER) - 2)])
@example(cells=["1", "甲社", *["なし"] * (len(HEADER) - 2)])
def test_a_row_is_usual_only_where_each_of_its_cells_is(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    found = roster(tmp_path_factory.mktemp("usual"), HEADER, ("1", "甲社"))
    shown = [SheetCell(text, text, "text") for text in cells]
    if list_checks.ListChecks(found).are_ordinary(cells, []):
        for column, cell in zip(found.columns, shown, strict=True):
            asked = CheckedCell(found, found.members[0], column, cell, cell.text)
            assert [d.code for d in doubts_about(asked)] == []


def test_a_hyphen_tells_member_numbers_apart(tmp_path: Path) -> None:
    found = roster(
        tmp_path, HEADER, ("1-12", "甲社", "", ""), ("11-2", "乙社", "", ""), ("１-12", "丙社", "", "")
    )
    assert said(found, "NM-R55") == [("NM-R55", "A4")]


@given(st.from_regex(left_words.SAYS_GONE.pattern, fullmatch=True))
def test_words_of_leaving_are_looked_for_by_their_parts(words: str) -> None:
    assert left_words.MAY_SAY_GONE.search(words)
    assert left_words.may_say(words)
