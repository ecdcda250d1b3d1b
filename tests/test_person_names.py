"""Persons told from companies by their names alone, and places from other words."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import noticemerge
from noticemerge.japan import Likeness, likeness_to_person
from noticemerge.planning.names_in_cells import firm_and_person, kind_in_person_column, likeness
from noticemerge.roster import place_said


@pytest.mark.parametrize(
    "name", ["山田　太郎", "髙橋 明", "長谷川 ひろみ", "佐々木　希美子", "林 修", "山田 隆行"]
)
def test_a_common_family_name_a_space_and_a_given_name_are_surely_a_person(name: str) -> None:
    assert likeness(name) is Likeness.SURE


@pytest.mark.parametrize("name", ["山田太郎", "鈴木一郎", "林健太郎", "長谷川ひろみ", "青葉 太陽", "伊藤忠"])
def test_a_name_in_one_word_or_of_an_uncommon_family_may_be_a_person(name: str) -> None:
    assert likeness(name) is Likeness.MAYBE


@pytest.mark.parametrize(
    "name",
    [
        "山田商店", "鈴木一郎商店", "本田技研", "松下 電器", "日立 ハイテク", "三菱 商事", "東洋", "西武",
        "森永", "高橋組", "中村家具", "青木美装", "キッコーマン", "株式会社 山田 太郎", "トヨタ 自動車",
        "山田太郎税理士事務所", "例示町", "丸 紅", "",
    ],
)  # fmt: skip
def test_a_company_is_no_person(name: str) -> None:
    assert likeness(name) is Likeness.NOT


def test_a_text_of_any_length_is_told_quickly() -> None:
    assert likeness_to_person("山田 " * 100_000) is Likeness.NOT


@pytest.mark.parametrize(
    "name",
    [
        "佐藤 林太郎",
        "株式会社 山田 花子",
        "(有) 佐藤 正",
        "青葉 会館",
        "山田 太郎",
        "例示町長",
        "株式会社青葉　大阪支店",
    ],
)
def test_one_name_is_no_company_with_a_person_behind_it(name: str) -> None:
    assert firm_and_person(name) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("総務部", "dept"),
        ("服部", ""),
        ("山田太郎", ""),
        ("株式会社青葉", "company"),
        ("渡部", ""),
        ("経理課", "dept"),
    ],
)
def test_what_stands_in_the_column_for_persons_is_told(text: str, kind: str) -> None:
    assert kind_in_person_column(text) == kind


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("自宅", "home"), ("1：自宅", "home"), ("自宅宛", "home"), ("勤務先へ送付", "work"), ("本社", "head"),
        ("支店住所", "branch"), ("請求先", "billing"), ("同じ", "usual"),
        ("郵送", ""), ("送付", ""), ("メール", ""), ("東京都千代田区例示1-1", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_place_is_told_from_an_address_and_from_a_way_of_sending(text: str, group: str) -> None:
    assert place_said(text) == group


def test_every_pattern_that_is_compiled_late_can_be_compiled() -> None:
    for module in pkgutil.walk_packages(noticemerge.__path__, "noticemerge."):
        if module.name.startswith(tuple(f"noticemerge.{room}." for room in ROOMS)):
            for value in vars(importlib.import_module(module.name)).values():
                if type(value).__name__ == "_Pattern":
                    assert re.compile(value.pattern)


ROOMS = ("japan", "excel", "roster", "notice", "planning", "template")
