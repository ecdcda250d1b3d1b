"""The letters worth a look before all are printed, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from noticemerge import Plan
from noticemerge.planning import hardest
from noticemerge.problems import use_language
from support import make
from support.program import make_plan

HEADER = (
    "会員番号",
    "会社名",
    "部署",
    "役職",
    "担当者名",
    "敬称",
    "住所1",
    "住所2",
    "電話番号",
    "発送方法",
    "送付不要",
)
LETTER = ("{{ 宛先住所 }}", "{{ 宛名 }}", "{{ 件名 }}")
PLAIN = ("部", "部長", "山田　太郎", "", "東京都", "ビル", "03-0000-0000", "郵送", "")


def planned(folder: Path, *members: tuple[Any, ...], letter: tuple[str, ...] = LETTER) -> Plan:
    """A plan of these members, each given from the number on; what is not given is plain."""
    rows = [(*member, *PLAIN[len(member) - 2 :]) for member in members]
    listed = make.workbook(folder / "members.xlsx", header=HEADER, members=rows)
    return make_plan(listed, make.letter(folder / "letter.docx", *letter))


def chosen(plan: Plan) -> dict[str, tuple[str, ...]]:
    use_language("ja")
    return {letter.number: reasons for letter, reasons in hardest(plan)}


def test_the_example_has_five_letters_to_look_at() -> None:
    assert chosen(make_plan()) == {
        "0001": ("空欄がいちばん多い（部署、役職、担当者名、住所2）", "敬称が「御中」"),
        "0004": ("敬称が「殿」",),
        "0006": ("敬称が「各位」",),
        "0018": ("敬称が「先生」",),
        "0019": ("会社名がいちばん長い", "住所がいちばん長い", "敬称が「様」"),
    }


def test_a_member_chosen_for_several_reasons_is_looked_at_once(tmp_path: Path) -> None:
    plan = planned(
        tmp_path, ("1", "甲"), ("2", "長い名前の会社", "", "", "", "", "東京都とても長い住所"), ("3", "乙")
    )
    assert chosen(plan) == {
        "1": ("敬称が「様」",),
        "2": (
            "会社名がいちばん長い",
            "住所がいちばん長い",
            "空欄がいちばん多い（部署、役職、担当者名）",
            "敬称が「御中」",
        ),
    }


def test_length_is_that_on_paper_where_a_japanese_character_is_two_letters_wide(tmp_path: Path) -> None:
    plan = planned(tmp_path, ("1", "Example Inc."), ("2", "株式会社日本例示"))
    assert chosen(plan)["2"] == ("会社名がいちばん長い",)


def test_of_equals_the_first_in_the_list_is_taken(tmp_path: Path) -> None:
    assert chosen(planned(tmp_path, ("1", "甲社"), ("2", "乙社"))) == {
        "1": ("会社名がいちばん長い", "住所がいちばん長い", "敬称が「様」")
    }


def test_an_empty_field_counts_only_where_the_letter_prints_it(tmp_path: Path) -> None:
    without_phone = ("2", "乙", "部", "部長", "山田　太郎", "", "東京都", "ビル", "")
    assert "2" not in chosen(planned(tmp_path, ("1", "甲"), without_phone))
    with_phone = planned(tmp_path, ("1", "甲"), without_phone, letter=(*LETTER, "電話 {{ 電話番号 }}"))
    assert chosen(with_phone)["2"] == ("空欄がいちばん多い（電話番号）",)


def test_an_address_that_no_letter_prints_and_an_honorific_that_none_has_are_no_reasons(
    tmp_path: Path,
) -> None:
    plan = planned(tmp_path, ("1", "甲"), ("2", "乙", "", "", ""), letter=("{{ 会社名 }} 御中",))
    assert chosen(plan) == {"1": ("会社名がいちばん長い",)}


def test_who_gets_no_letter_and_a_letter_in_error_are_not_chosen(tmp_path: Path) -> None:
    left_out = ("2", "とても長い名前の会社", *PLAIN[:-1], "○")
    in_error = ("3", "", "", "", "", "", "とても長い住所の会員")
    plan = planned(tmp_path, ("1", "甲"), left_out, in_error)
    assert list(chosen(plan)) == ["1"]


@pytest.mark.parametrize(("lang", "said"), [("ja", "敬称なし"), ("en", "no honorific")])
def test_a_letter_without_honorific_is_one_kind_too(lang: str, said: str, tmp_path: Path) -> None:
    plan = planned(tmp_path, ("1", "甲社の長い名"), ("2", "乙", "", "", "丙", "なし"))
    use_language(lang)
    assert said in {letter.number: reasons for letter, reasons in hardest(plan)}["2"]
