"""Dates of the Japanese calendar: the table, the spellings printed and the spellings read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.japan import DateRead, era_of, read_date, seireki, wareki

FIRST_DAY = date(1873, 1, 1)
LAST_DAY = date(2035, 12, 31)

# Written independently of the table: the last day of each era as (y, m, d), and the year before its first.
LAST_DAYS = [
    ((1912, 7, 29), "明治", 1867),
    ((1926, 12, 24), "大正", 1911),
    ((1989, 1, 7), "昭和", 1925),
    ((2019, 4, 30), "平成", 1988),
    ((9999, 12, 31), "令和", 2018),
]

days = st.dates(FIRST_DAY, LAST_DAY)


def date_in(text: str) -> date | None:
    read = read_date(text)
    return read.date if read else None


def expected_era_and_year(day: date) -> tuple[str, int]:
    for last, name, offset in LAST_DAYS:
        if (day.year, day.month, day.day) <= last:
            return name, day.year - offset
    raise AssertionError(day)


def every_day() -> list[date]:
    return [FIRST_DAY + timedelta(n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]


def kanji(number: int) -> str:
    """The number below 100 in kanji, by repeated addition: 25 is 二十五."""
    tens, ones = divmod(number, 10)
    digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    ten = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return ten + digits[ones]


def test_every_day_from_1873_to_2035_has_the_era_and_the_year_of_the_law() -> None:
    wrong = []
    for day in every_day():
        name, year = expected_era_and_year(day)
        said = f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
        if wareki(day) != said or read_date(said) != DateRead(day):
            wrong.append(day)
    assert wrong == []
    assert len(every_day()) == 59534


def test_the_first_year_is_gannen_unless_told_otherwise() -> None:
    assert wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert wareki(date(2019, 5, 1), gannen=False) == "令和1年5月1日"
    assert wareki(date(2023, 9, 25), gannen=False) == "令和5年9月25日"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_the_days_on_which_eras_change(day: date, said: str) -> None:
    assert wareki(day) == said


def test_a_day_before_the_solar_calendar_is_written_by_the_western_one() -> None:
    assert era_of(date(1872, 12, 31)) is None
    assert wareki(date(1872, 12, 31)) == "1872年12月31日"
    assert read_date("明治5年12月2日") is None


def test_a_date_with_a_time_is_still_a_date() -> None:
    assert wareki(datetime(2019, 4, 30, 23, 59)) == "平成31年4月30日"
    assert seireki(datetime(2023, 9, 25, 1)) == "2023年9月25日"


@given(days)
def test_all_spellings_come_back_to_the_same_day(day: date) -> None:
    era = era_of(day)
    assert era is not None
    year = era.year_of(day)
    full = str.maketrans("0123456789", "０１２３４５６７８９")
    sign = {"令和": "㋿", "平成": "㍻", "昭和": "㍼", "大正": "㍽", "明治": "㍾"}[era.name]
    spellings = [
        wareki(day),
        wareki(day, gannen=False),
        wareki(day).translate(full),
        f"{era.name} {year}年 {day.month:2}月{day.day:2}日",
        f"{era.name}　{year:02}　年　{day.month:02}　月　{day.day:02}　日".translate(full),
        f"{era.letter}{year}.{day.month}.{day.day}",
        f"{era.letter.lower()}{year:02}/{day.month:02}/{day.day:02}",
        f"{era.letter}{year}.{day.month}.{day.day}".translate(full),
        f"{era.short}{year}.{day.month}.{day.day}",
        f"{era.short}{year}-{day.month}-{day.day}",
        f"{sign}{year}年{day.month}月{day.day}日",
        f"{era.name}{kanji(year)}年{kanji(day.month)}月{kanji(day.day)}日",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f" {day.year}. {day.month}. {day.day} ",
        seireki(day),
        seireki(day).translate(full),
        f"{day:%Y%m%d}",
        f"{seireki(day)}（{'月火水木金土日'[day.weekday()]}）",
        f"{wareki(day)}({'月火水木金土日'[day.weekday()]}曜日)",
    ]
    assert [(s, read_date(s)) for s in spellings if date_in(s) != day] == []
    assert all(r is not None and not r.outside and not r.weekday for r in map(read_date, spellings))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和五年九月二十五日", date(2023, 9, 25)),
        ("令和元年十月一日", date(2019, 10, 1)),
        ("二〇二三年九月二十五日", date(2023, 9, 25)),
        ("二○二三年九月三〇日", date(2023, 9, 30)),
        ("令 和 元 年 5 月 1 日", date(2019, 5, 1)),
        ("令和5年9月25日\u200b", date(2023, 9, 25)),
        ("２０２３－０９－２５", date(2023, 9, 25)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_spellings_of_clerks_are_understood(text: str, day: date) -> None:
    assert date_in(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "　",
        "未定",
        "令和5年度",
        "令和0年1月1日",
        "5年9月25日",
        "23/9/25",
        "9/25",
        "2023年9月",
        "2023/9-25",
        "2023-02-29",
        "2023/13/1",
        "令和5年9月31日",
        "20231399",
        "2023/9/2 5",
        "平成十十年1月1日",
        "R5.9",
        "45194",
        "令和999999999年1月1日",
        "R5.9.25.1",
        "2023²年1月1日",
        "令和٣年1月1日",
        "元年5月1日",
        "X5.9.25",
        "0000-01-01",
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "day", "era"),
    [
        ("平成31年10月1日", date(2019, 10, 1), "平成"),
        ("平成32年3月31日", date(2020, 3, 31), "平成"),
        ("H31.5.1", date(2019, 5, 1), "平成"),
        ("令和元年4月30日", date(2019, 4, 30), "令和"),
        ("昭和64年1月8日", date(1989, 1, 8), "昭和"),
        ("昭和98年9月25日", date(2023, 9, 25), "昭和"),
    ],
)
def test_a_date_outside_its_era_is_read_and_said_to_be_doubtful(text: str, day: date, era: str) -> None:
    read = read_date(text)
    assert read is not None
    assert (read.date, read.outside.name if read.outside else "") == (day, era)
    assert date_in(text) == day


@pytest.mark.parametrize("text", ["明治45年7月30日", "大正15年12月25日"])
def test_the_two_days_that_belong_to_both_eras_raise_no_doubt(text: str) -> None:
    read = read_date(text)
    assert read is not None
    assert read.outside is None


def test_a_wrong_day_of_the_week_is_said() -> None:
    read = read_date("令和5年9月25日（火）")
    assert read is not None
    assert (read.date, read.weekday) == (date(2023, 9, 25), "火")


@given(st.text(st.sampled_from("令和平成昭RHS元年月日〇一二十0123456789０５./- 　（月）²٣"), max_size=20))
def test_any_text_is_a_date_that_can_be_written_or_none(text: str) -> None:
    read = read_date(text)
    assert read is None or read_date(f"{read.date:%Y-%m-%d}".rjust(10, "0")) == DateRead(read.date)
