"""Conditions over a whole list: what is the same for everybody is told, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noticemerge import LetterTemplate, Notice, Plan, Roster, Selection, plan
from noticemerge.problems import Severity
from noticemerge.template.typed_values import CellText, as_number
from support.make import workbook
from support.template_maker import letter_file, paragraph, saved

HEADER = ("会員番号", "会社名", "支部", "会費", "入会日")
PLACES = ("東京", "大阪", "福岡")
Member = tuple[str | None, int | None, datetime.date | None]
Asked = tuple[str, Callable[[Member], bool], tuple[str, ...]]

days = st.dates(datetime.date(2019, 1, 1), datetime.date(2021, 12, 31))
members = st.tuples(st.none() | st.sampled_from(PLACES), st.none() | st.integers(0, 3000), st.none() | days)


def on_place(place: str) -> st.SearchStrategy[Asked]:
    asked: list[Asked] = [
        (f'支部 == "{place}"', lambda m: m[0] == place, (place,)),
        (f'支部 != "{place}"', lambda m: m[0] != place, (place,)),
        (f'支部 in ["{place}", "東京"]', lambda m: m[0] in (place, "東京"), (place, "東京")),
        ("支部", lambda m: bool(m[0]), ()),
    ]
    return st.sampled_from(asked)


def on_fee(fee: int) -> st.SearchStrategy[Asked]:
    asked: list[Asked] = [
        (f"会費 > {fee}", lambda m: m[1] is not None and m[1] > fee, ()),
        (f'会費 <= "{fee:,}"', lambda m: m[1] is not None and m[1] <= fee, ()),
        ("not 会費", lambda m: m[1] is None, ()),
    ]
    return st.sampled_from(asked)


def on_day(day: datetime.date) -> st.SearchStrategy[Asked]:
    asked: list[Asked] = [
        (f'入会日 < "{day.year}/{day.month}/{day.day}"', lambda m: m[2] is not None and m[2] < day, ()),
        (f"入会日 >= {day}", lambda m: m[2] is not None and m[2] >= day, ()),
    ]
    return st.sampled_from(asked)


def joined(word: str, one: Asked, other: Asked) -> Asked:
    both = all if word == "and" else any
    text = f"({one[0]}) {word} ({other[0]})"
    return text, lambda m: both((one[1](m), other[1](m))), one[2] + other[2]


def negated(one: Asked) -> Asked:
    return f"not ({one[0]})", lambda m: not one[1](m), one[2]


def grown(smaller: st.SearchStrategy[Asked]) -> st.SearchStrategy[Asked]:
    return st.builds(joined, st.sampled_from(["and", "or"]), smaller, smaller) | smaller.map(negated)


atoms = (
    st.sampled_from((*PLACES, "札幌")).flatmap(on_place)
    | st.integers(0, 3000).flatmap(on_fee)
    | days.flatmap(on_day)
)
conditions = st.recursive(atoms, grown, max_leaves=4)


def planned(folder: Path, listed: list[Member], *words: str, **choices: Any) -> Plan:
    rows = [(f"{n:04d}", f"会社{n}", *member) for n, member in enumerate(listed, 1)]
    book = workbook(folder / "members.xlsx", header=HEADER, members=rows)
    letter = LetterTemplate.read(saved(folder, letter_file("".join(map(paragraph, words)))))
    return plan(Roster.read(book), letter, Notice.read(book), **choices)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=conditions, listed=st.lists(members, min_size=2, max_size=5), noted=st.booleans())
def test_a_condition_that_is_the_same_for_all_members_is_told_and_no_other(
    tmp_path: Path, asked: Asked, listed: list[Member], noted: bool
) -> None:
    text, holds, wanted = asked
    note = " # そのつもり" if noted else ""
    made = planned(tmp_path, listed, f"{{% if {text}{note} %}}甲{{% endif %}}")
    told = [p.code for p in (*made.problems, *made.remarks) if p.code.startswith("NM-T1")]
    answers = {holds(member) for member in listed}
    there = {member[0] for member in listed} - {None}
    missing = bool(there) and any(place not in there for place in wanted)
    expected = set()
    if missing and not noted:
        expected = {"NM-T158"}
    elif len(answers) == 1 and not noted:
        expected = {"NM-T159" if True in answers else "NM-T160"}
    assert set(told) == expected
    assert made.bound.parts
    letters = [made.render(letter) for letter in made.letters]
    printed = ["甲".encode() in part_of(letter) for letter in letters]
    assert printed == [holds(member) for member in listed]


def part_of(letter: bytes) -> bytes:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(letter)).read("word/document.xml")


def test_a_run_for_one_member_of_many_says_nothing_of_conditions(tmp_path: Path) -> None:
    listed: list[Member] = [("東京", 1, None), ("大阪", 2, None)]
    made = planned(
        tmp_path, listed, '{% if 支部 == "東京" %}甲{% endif %}', selection=Selection(only=("0001",))
    )
    assert [p.code for p in (*made.problems, *made.remarks) if p.code.startswith("NM-T1")] == []


def test_a_cell_that_cannot_be_compared_is_none_of_a_member_who_gets_no_letter(tmp_path: Path) -> None:
    rows = [("1", "甲社", "未定"), ("2", "乙社", "30"), ("3", "丙社", "40")]
    book = workbook(tmp_path / "m.xlsx", header=("会員番号", "会社名", "口数"), members=rows)
    letter = LetterTemplate.read(saved(tmp_path, letter_file(paragraph("{% if 口数 > 35 %}多{% endif %}"))))

    def told(**choices: Any) -> list[tuple[str, str]]:
        made = plan(Roster.read(book), letter, Notice.read(book), **choices)
        return [(p.code, p.place.words()) for p in made.problems]

    assert told() == [("NM-S40", "m.xlsx 会員名簿 C2")]
    assert told(selection=Selection(skip=("1",))) == []


def test_a_condition_within_another_is_asked_only_where_it_is_reached(tmp_path: Path) -> None:
    rows = [("1", "甲社", "免除"), ("2", "乙社", 3000), ("3", "丙社", 10)]
    book = workbook(tmp_path / "m.xlsx", header=("会員番号", "会社名", "会費"), members=rows)
    body = [
        '{%p if 会費 == "免除" %}',
        "免除",
        "{%p elif 会費 > 1000 %}",
        "高",
        "{%p else %}",
        "低",
        "{%p endif %}",
    ]
    letter = LetterTemplate.read(saved(tmp_path, letter_file("".join(map(paragraph, body)))))
    made = plan(Roster.read(book), letter, Notice.read(book))
    assert made.problems == []
    printed = [
        [word for word in ("免除", "高", "低") if word.encode() in part_of(made.render(x))]
        for x in made.letters
    ]
    assert printed == [["免除"], ["高"], ["低"]]


@pytest.mark.parametrize(
    ("stored", "number"), [(0.1 + 0.2, "0.3"), (1234567, "1234567"), (1e21, "1.00000000000000E+21")]
)
def test_a_stored_number_has_the_digits_that_excel_shows(stored: float, number: str) -> None:
    assert as_number(CellText("表示", stored)) == as_number(CellText("", float(number)))


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("会費 >= 0", {"NM-T159"}),
        ('支部 == "東京"', set()),
        ("入会日 > 2030/1/1", {"NM-T160"}),
        ('支部 != "福岡" and 会費 < 2000', {"NM-T158"}),
    ],
)
def test_a_condition_within_another_is_the_same_for_all_where_it_would_be_for_every_member(
    tmp_path: Path, inner: str, told: set[str]
) -> None:
    day = datetime.date(2020, 5, 1)
    listed: list[Member] = [("東京", 0, day), ("東京", 3000, day), ("大阪", 10, day)]
    made = planned(
        tmp_path, listed, f'{{% if 支部 == "東京" %}}{{% if {inner} %}}甲{{% endif %}}{{% endif %}}'
    )
    assert {p.code for p in made.problems if p.code.startswith("NM-T1")} == told


def test_a_condition_that_stands_in_every_row_is_told_once(tmp_path: Path) -> None:
    listed: list[Member] = [("東京", 1, None), ("大阪", 2, None)]
    made = planned(tmp_path, listed, *["{% if 会費 > 0 %}甲{% endif %}"] * 3)
    assert [(p.code, p.place.words().split("「")[0]) for p in made.problems] == [
        ("NM-T159", "letter.docx Body paragraph 1")
    ]


def test_what_cells_store_is_kept_for_each_member(tmp_path: Path) -> None:
    day = datetime.date(2021, 10, 15)
    listed: list[Member] = [("東京", 1500, day), (None, None, None), ("大阪", 0, day.replace(year=2019))]
    rows = [(f"{n:04d}", "会社", *member) for n, member in enumerate(listed, 1)]
    roster = Roster.read(workbook(tmp_path / "m.xlsx", header=HEADER, members=rows))
    assert [dict(member.stored) for member in roster.members] == [
        {3: 1500, 4: day},
        {},
        {3: 0, 4: day.replace(year=2019)},
    ]


def test_a_near_miss_is_told_among_many_values_that_nobody_has(tmp_path: Path) -> None:
    listed: list[Member] = [("東京支部", 1, None), ("ＦＡＸ", 2, None)]
    asked = ", ".join(f'"第{n}区"' for n in range(20))
    made = planned(tmp_path, listed, f'{{% if 支部 in ["東京支部", {asked}, "Fax"] %}}甲{{% endif %}}')
    told = [p for p in (*made.problems, *made.remarks) if p.code.startswith("NM-T1")]
    assert [(p.code, p.facts.get("guess"), p.facts.get("count")) for p in told] == [
        ("NM-T157", "ＦＡＸ", None),
        ("NM-T171", None, 20),
    ]


def test_many_values_that_nobody_has_are_told_together(tmp_path: Path) -> None:
    listed: list[Member] = [("東京", 1, None), ("大阪", 2, None)]
    asked = ", ".join(f'"支部{n}"' for n in range(5000))
    made = planned(tmp_path, listed, f'{{% if 支部 in ["東京", {asked}] %}}甲{{% endif %}}')
    [told] = [p for p in (*made.problems, *made.remarks) if p.code.startswith("NM-T1")]
    assert (told.code, told.facts["count"]) == ("NM-T171", 5000)
    assert "支部0, 支部1, 支部2, 支部3, 支部4…" in told.message
    assert len(told.message) < 300


def test_a_chain_of_elif_for_every_prefecture_and_more_is_asked_and_one_of_thousands_is_refused(
    tmp_path: Path,
) -> None:
    listed: list[Member] = [("支部1", 1, None), ("支部149", 2, None)]

    def chain(parts: int) -> str:
        others = "".join(f'{{% elif 支部 == "支部{n}" %}}第{n}班' for n in range(1, parts))
        return f'{{% if 支部 == "支部0" %}}第0班{others}{{% endif %}}'

    made = planned(tmp_path, listed, chain(150))
    assert [p.code for p in made.problems if p.severity is Severity.ERROR] == []
    assert ["第149班".encode() in part_of(made.render(letter)) for letter in made.letters] == [False, True]
    refused = planned(tmp_path, listed, chain(1000))
    assert {p.code for p in refused.problems if p.severity is Severity.ERROR} == {"NM-T123"}


def test_conditions_that_nobody_ends_are_refused_and_asked_no_deeper_than_letters_can_hold(
    tmp_path: Path,
) -> None:
    listed: list[Member] = [("東京", 1, None), ("大阪", 2, None)]
    refused = planned(tmp_path, listed, '{% if 支部 == "東京" %}' * 300)
    assert {p.code for p in refused.problems if p.severity is Severity.ERROR} >= {"NM-T123", "NM-T34"}
    assert len(refused.bound.conditions) < 20


def test_an_empty_day_is_told_of_the_member_for_whom_it_is_asked(tmp_path: Path) -> None:
    listed: list[Member] = [("大阪", 1, None), ("東京", 1, None), ("東京", 2, datetime.date(2021, 4, 1))]
    words = '{% if 支部 == "東京" %}{% if 入会日 < "2020/4/1" %}旧{% else %}新{% endif %}{% endif %}'
    told = [p for p in planned(tmp_path, listed, words).problems if p.severity is Severity.ERROR]
    assert [(p.code, p.place.words().endswith("3")) for p in told] == [("NM-S41", True)]


def test_a_condition_on_what_is_enclosed_is_asked_of_each_member(tmp_path: Path) -> None:
    rows = [("1", "甲社", "東京", "○"), ("2", "乙社", "東京", "×"), ("3", "丙社", "東京", "×")]
    book = workbook(
        tmp_path / "members.xlsx",
        header=["会員番号", "会社名", "支部", "資料1"],
        members=rows,
        attachments=[("資料1", "しおり", "", "")],
    )
    words = '{% if 添付資料 and 支部 == "東京" %}同封します{% else %}同封しません{% endif %}'
    letter = LetterTemplate.read(saved(tmp_path, letter_file(paragraph(words))))
    made = plan(Roster.read(book), letter, Notice.read(book))
    assert [p.code for p in (*made.problems, *made.remarks) if p.code.startswith("NM-T1")] == []
    printed = ["同封します".encode() in part_of(made.render(one)) for one in made.letters]
    assert printed == [True, False, False]
