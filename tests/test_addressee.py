"""The addressee block: who is addressed, on which lines, with which one honorific."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.japan import same
from noticemerge.planning.addressee_block import Addressee, Recipient, addressee
from noticemerge.problems import CellPlace, Severity, has_errors

COMPANY = "株式会社大和建設"


def block(**cells: str) -> list[str]:
    return list(addressee(Recipient(**cells)).lines)  # type: ignore[arg-type]


def codes(made: Addressee) -> list[str]:
    return [p.code for p in made.problems]


def said(**cells: str) -> tuple[list[str], list[str]]:
    made = addressee(Recipient(**cells))  # type: ignore[arg-type]
    return list(made.lines), codes(made)


def test_a_company_alone_gets_onchu() -> None:
    made = addressee(Recipient(company=COMPANY))
    assert made == Addressee(("株式会社大和建設　御中",), "御中", ())


def test_a_department_takes_onchu_from_the_company() -> None:
    assert block(company=COMPANY, dept="総務部") == ["株式会社大和建設", "総務部　御中"]


def test_a_branch_is_a_line_of_its_own_and_gets_onchu_when_it_is_the_last() -> None:
    assert block(company=COMPANY, branch="札幌支店") == ["株式会社大和建設", "札幌支店　御中"]
    assert block(company=COMPANY, branch="札幌支店", dept="総務課") == [
        "株式会社大和建設",
        "札幌支店",
        "総務課　御中",
    ]


def test_a_person_gets_sama_behind_title_and_name_and_nobody_gets_onchu() -> None:
    made = addressee(Recipient(company=COMPANY, dept="総務部", title="部長", person="山田　太郎"))
    assert made.lines == ("株式会社大和建設", "総務部", "部長　山田　太郎　様")
    assert made.honorific == "様"
    assert block(company=COMPANY, person="山田太郎") == ["株式会社大和建設", "山田太郎　様"]
    assert block(person="山田太郎") == ["山田太郎　様"]


def test_a_title_without_a_name_gets_dono() -> None:
    assert block(company=COMPANY, title="代表取締役") == ["株式会社大和建設", "代表取締役　殿"]
    assert block(company=COMPANY, dept="総務部", title="総務部長、労務担当", honorific="様") == [
        "株式会社大和建設",
        "総務部",
        "総務部長、労務担当　様",
    ]


@pytest.mark.parametrize("typed", ["ご担当者", "ご担当者様", "ご担当者 様", "ご担当者　様"])
def test_the_person_in_charge_gets_sama_once(typed: str) -> None:
    lines, found = said(company=COMPANY, dept="総務部", person=typed)
    assert lines == ["株式会社大和建設", "総務部", "ご担当者　様"]
    assert found == ([] if typed == "ご担当者" else ["NM-A01"])


def test_gotantosha_is_printed_as_it_was_spelt() -> None:
    assert block(company=COMPANY, person="御担当者") == ["株式会社大和建設", "御担当者　様"]


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ({"company": "会員各位"}, ["会員各位"]),
        ({"company": COMPANY, "dept": "従業員 各位"}, ["株式会社大和建設", "従業員 各位"]),
        ({"company": COMPANY, "person": "安全担当者各位"}, ["株式会社大和建設", "安全担当者各位"]),
        ({"company": COMPANY, "title": "各支店長各位"}, ["株式会社大和建設", "各支店長各位"]),
    ],
)
def test_nothing_is_added_to_kakui(cells: dict[str, str], lines: list[str]) -> None:
    made = addressee(Recipient(**cells))  # type: ignore[arg-type]
    assert list(made.lines) == lines
    assert made.honorific == "各位"
    assert made.problems == ()


def test_kakui_above_a_person_is_said() -> None:
    lines, found = said(company="会員各位", person="山田太郎")
    assert (lines, found) == (["会員各位", "山田太郎　様"], ["NM-A12"])


@pytest.mark.parametrize(
    "name",
    [
        "三菱ＵＦＪ銀行",
        "日本旅行",
        "㈱紀行",
        "高島屋",
        "有限会社御中元",
        "Smith & Sons Ltd.",
        "A&B商事",
        "<神>葛󠄀𠮷髙﨑㈱",
    ],
)
def test_company_names_stay_whole_character_for_character(name: str) -> None:
    made = addressee(Recipient(company=name))
    assert made.lines == (f"{name}　御中",)
    assert made.problems == ()


@pytest.mark.parametrize(
    "name",
    ["佐藤 孝行", "鈴木弘行", "鵜殿", "東　光一", "アンナ・マリア・シュミット", "Smith, John", "長田 社"],
)
def test_person_names_stay_whole_character_for_character(name: str) -> None:
    made = addressee(Recipient(company=COMPANY, person=name))
    assert made.lines[-1] == f"{name}　様"
    assert made.problems == ()


@pytest.mark.parametrize(
    "typed",
    [
        "株式会社大和建設御中",
        "株式会社大和建設 御中",
        "株式会社大和建設　御　中",
        "株式会社大和建設 宛",
        "株式会社大和建設　行",
    ],
)
def test_an_honorific_typed_behind_a_company_is_not_doubled_and_is_said(typed: str) -> None:
    lines, found = said(company=typed)
    assert (lines, found) == (["株式会社大和建設　御中"], ["NM-A01"])


def test_onchu_typed_behind_the_company_goes_when_a_person_is_addressed() -> None:
    lines, found = said(company="株式会社大和建設御中", person="山田太郎")
    assert (lines, found) == (["株式会社大和建設", "山田太郎　様"], ["NM-A01"])


@pytest.mark.parametrize(
    ("typed", "line", "code"),
    [
        ("山田太郎 様", "山田太郎　様", "NM-A01"),
        ("山田太郎　殿", "山田太郎　殿", "NM-A01"),
        ("山田太郎 先生", "山田太郎　先生", "NM-A01"),
        ("山田太郎先生", "山田太郎　先生", "NM-A01"),
        ("山田太郎 宛", "山田太郎　様", "NM-A01"),
        ("山田太郎 行", "山田太郎　様", "NM-A01"),
        ("山田太郎様", "山田太郎　様", "NM-A02"),
        ("山田太郎殿", "山田太郎殿　様", "NM-A03"),
        ("佐々木 行", "佐々木 行　様", "NM-A03"),
    ],
)
def test_an_honorific_typed_behind_a_person(typed: str, line: str, code: str) -> None:
    lines, found = said(company=COMPANY, person=typed)
    assert (lines, found) == (["株式会社大和建設", line], [code])


def test_a_name_that_ends_in_sama_is_kept_with_a_second_one_behind_a_space() -> None:
    assert block(company=COMPANY, person="小野 光様　様") == ["株式会社大和建設", "小野 光様　様"]


def test_onchu_typed_behind_a_person_is_replaced_and_said() -> None:
    lines, found = said(company=COMPANY, person="山田太郎御中")
    assert (lines, found) == (["株式会社大和建設", "山田太郎　様"], ["NM-A01", "NM-A04"])


def test_several_persons_each_get_their_own() -> None:
    lines, found = said(company=COMPANY, person="山田太郎、鈴木花子 様")
    assert lines == ["株式会社大和建設", "山田太郎　様", "鈴木花子　様"]
    assert found == ["NM-A01", "NM-A07"]
    assert block(company=COMPANY, title="社長\n部長", person="山田太郎\n鈴木花子 先生") == [
        "株式会社大和建設",
        "社長　山田太郎　様",
        "部長　鈴木花子　先生",
    ]


def test_one_title_for_several_persons_is_said() -> None:
    lines, found = said(company=COMPANY, title="部長", person="山田太郎\n鈴木花子")
    assert lines == ["株式会社大和建設", "部長　山田太郎　様", "鈴木花子　様"]
    assert found == ["NM-A07", "NM-A08"]


def test_title_and_name_on_two_lines_of_one_cell_are_one_person() -> None:
    assert said(company=COMPANY, person="営業部長\n山田太郎") == (
        ["株式会社大和建設", "営業部長　山田太郎　様"],
        [],
    )


def test_a_title_typed_in_both_columns_is_printed_once() -> None:
    lines, found = said(company=COMPANY, title="営業部長", person="営業部長　山田太郎")
    assert (lines, found) == (["株式会社大和建設", "営業部長　山田太郎　様"], ["NM-A09"])


def test_a_title_behind_a_name_is_printed_before_it_and_said() -> None:
    lines, found = said(company=COMPANY, person="山田部長様")
    assert (lines, found) == (["株式会社大和建設", "部長　山田　様"], ["NM-A02", "NM-A37"])


def test_a_title_behind_what_may_be_no_name_is_printed_as_it_stands_and_said() -> None:
    lines, found = said(company=COMPANY, person="例示部長")
    assert (lines, found) == (["株式会社大和建設", "例示部長　様"], ["NM-A11"])


def test_a_remark_in_brackets_behind_a_name_is_printed_and_said() -> None:
    lines, found = said(company=COMPANY, person="山田太郎（総務部）")
    assert (lines, found) == (["株式会社大和建設", "山田太郎（総務部）　様"], ["NM-A38"])


def test_a_company_on_two_lines_stays_on_two_lines() -> None:
    assert block(company="学校法人神田学園\n神田大学") == ["学校法人神田学園", "神田大学　御中"]


@pytest.mark.parametrize(
    ("column", "cells", "last", "found"),
    [
        ("先生", {"person": "山田太郎"}, "山田太郎　先生", []),
        ("殿", {"title": "部長", "person": "山田太郎"}, "部長　山田太郎　殿", []),
        ("様", {"person": "山田太郎 殿"}, "山田太郎　様", ["NM-A01"]),
        ("各位", {}, "株式会社大和建設　各位", []),
        ("各位", {"dept": "総務部"}, "総務部　各位", []),
        ("なし", {"person": "山田太郎"}, "山田太郎", []),
        ("御中", {"person": "山田太郎"}, "山田太郎　様", ["NM-A04"]),
        ("各位", {"person": "山田太郎"}, "山田太郎　様", ["NM-A04"]),
        ("御中", {"title": "部長"}, "部長　殿", ["NM-A04"]),
        ("様", {"dept": "総務部"}, "総務部　御中", ["NM-A04"]),
        ("様", {}, "株式会社大和建設　様", ["NM-A05"]),
        ("御中", {"person": "従業員各位"}, "従業員各位", ["NM-A04"]),
        ("宮司", {"person": "山田太郎"}, "山田太郎　宮司", ["NM-A06"]),
    ],
)
def test_the_column_for_the_honorific_wins_where_it_suits(
    column: str, cells: dict[str, str], last: str, found: list[str]
) -> None:
    lines, problems = said(company=COMPANY, honorific=column, **cells)
    assert (lines[-1], problems) == (last, found)


def test_a_contradiction_names_what_was_typed_and_what_is_printed() -> None:
    place = CellPlace(file="名簿.xlsx", sheet="会員名簿", cell="H7")
    made = addressee(
        Recipient(company=COMPANY, person="山田太郎", honorific="御中", place_of=lambda _: place)
    )
    (found,) = made.problems
    assert found.place == place
    assert found.severity is Severity.WARNING
    assert found.facts == {"typed": "御中", "name": "山田太郎", "used": "様"}


def test_the_representative_is_addressed_only_where_the_list_has_no_contact_columns() -> None:
    cells = {"company": COMPANY, "rep_title": "代表取締役", "rep_name": "大和 一郎"}
    without = addressee(Recipient(**cells, has_contact=False))  # type: ignore[arg-type]
    assert without.lines == ("株式会社大和建設", "代表取締役　大和 一郎　様")
    assert block(**cells) == ["株式会社大和建設　御中"]
    assert block(**cells, person="山田太郎") == ["株式会社大和建設", "山田太郎　様"]


@pytest.mark.parametrize(
    "cells", [{}, {"company": "　", "dept": "総務部", "title": "部長"}, {"company": "御中"}, {"person": "様"}]
)
def test_without_a_company_and_a_person_there_is_no_block(cells: dict[str, str]) -> None:
    made = addressee(Recipient(**cells))  # type: ignore[arg-type]
    assert made.lines == ()
    assert made.honorific == ""
    assert has_errors(made.problems)
    assert made.problems[-1].code == "NM-A10"


@pytest.mark.parametrize("company", ["山田　太郎", "山田 太郎", "山田太郎 様"])
def test_a_member_who_is_no_company_is_named_once(company: str) -> None:
    lines, codes = said(company=company, person="山田太郎")
    assert (lines, codes[-1]) == (["山田太郎　様"], "NM-A13")
    assert block(company=company, title="所長", person="山田太郎")[-1] == "所長　山田太郎　様"


NAMES = st.text(st.characters(exclude_categories=["Z", "Cc", "Cf", "Cs"]), min_size=1).filter(
    lambda name: (
        not name.endswith(
            ("中", "様", "さま", "殿", "先生", "宛", "行", "各位", "長", "、", "役", "務", "主任", "配人")
        )
        and not set(name) & set("、;；/／&＆・･,，及並")
    )
)


@given(company=NAMES, dept=st.none() | NAMES, person=st.none() | NAMES)
def test_every_name_is_printed_as_it_stands_with_one_honorific_at_the_end(
    company: str, dept: str | None, person: str | None
) -> None:
    made = addressee(Recipient(company=company, dept=dept or "", person=person or ""))
    is_one_person = person is not None and same(company, person)
    names = [name for name in ("" if is_one_person else company, dept, person) if name]
    assert list(made.lines) == [*names[:-1], f"{names[-1]}　{'様' if person else '御中'}"]
    assert codes(made) == (["NM-A13"] if is_one_person else [])


def test_of_thousands_of_names_in_one_cell_the_message_quotes_the_first_ones() -> None:
    made = addressee(Recipient(company="甲社", person="山田太郎、" * 5_000))
    (told,) = [problem for problem in made.problems if problem.code == "NM-A07"]
    assert told.facts["count"] == 5_000
    assert len(told.message) < 200


def test_a_cell_that_is_full_of_honorifics_is_told_a_few_times() -> None:
    made = addressee(Recipient(company="甲社" + "　様" * 10_000))
    assert [problem.code for problem in made.problems].count("NM-A01") == 4
