"""What a cell shows: number formats against Excel's own results, and the formats of Japanese lists."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.excel import TOO_WIDE
from noticemerge.excel.number_format.displayed_text import UnsupportedFormat, displayed_text, shows_date
from noticemerge.japan import wareki

DATA = Path(__file__).parent / "data" / "excel_number_formats.jsonl"
PAIRS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
# What the Format function of Basic makes of a fraction, which it does not know; cells show fractions.
NOT_OF_A_CELL = {"12346 ?/?", "12346 ??/??"}
ERA_DATE = '[$-411]ggge"年"m"月"d"日"'
GANNEN_DATE = '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@'
POSTCODE = r"[<=999]000;[<=9999]000\-00;000\-0000"
ACCOUNTING = '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '


def serial(day: date) -> int:
    """The number Excel stores for a day after February 1900."""
    return (day - date(1899, 12, 30)).days


@pytest.mark.parametrize(
    "pair",
    [pair for pair in PAIRS if pair["excel_text"] not in NOT_OF_A_CELL],
    ids=lambda pair: f"{pair['format']} {pair['value']}",
)
def test_a_format_shows_what_excel_shows(pair: dict[str, object]) -> None:
    shown = displayed_text(pair["value"], pair["format"], pair["date1904"])  # type: ignore[arg-type]
    assert shown == pair["excel_text"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (7, "0000", "0007"),
        (7.0, "0000", "0007"),
        (600001, "000-0000", "060-0001"),
        (600001, r"000\-0000", "060-0001"),
        (600001, POSTCODE, "060-0001"),
        (45, POSTCODE, "045"),
        (4567, POSTCODE, "045-67"),
        (9012345678, "000-0000-0000", "090-1234-5678"),
        (312345678, r"00\-0000\-0000", "03-1234-5678"),
        (8130045, '"〒"000-0000', "〒813-0045"),
        (5, "0名", "5名"),
        (5, 'General"名"', "5名"),
        (5, 'G/標準"名"', "5名"),
        (1200000, "#,##0円", "1,200,000円"),
        (1200000, '[$¥-411]#,##0"-"', "¥1,200,000-"),
        (1234567, ACCOUNTING, "1,234,567"),
        (0, ACCOUNTING, "-"),
        (-1234.5, "#,##0_);[Red](#,##0)", "(1,235)"),
        (-5, '0;[赤]"△"0', "△5"),
        (0, "0;-0;;@", ""),
        (0, "#,###", ""),
        (1.005, "0.00", "1.01"),
        (5, "0.##", "5."),
        (0.5, "0%", "50%"),
        (123456789012, "General", "1.23457E+11"),
        (123456789012, "0", "123456789012"),
        (12345678901.5, "General", "12345678902"),
        (99999999999.5, "General", "1E+11"),
        (0.00001234567, "General", "1.23457E-05"),
        (5, "@", "5"),
        (-0.4, "0", "0"),
        (-0.4, "0%", "-40%"),
        (-0.01, "0.0", "0.0"),
        (-0.01, "#,##0.0_ ", "0.0"),
        (-0.01, "0.0;-0.0", "-0.0"),
        (-0.01, "0.0;@", "-0.0"),
        (-0.01, "# ?/?", "-0    "),
        (-12.3, "[=0]?;#,##0.00", "-12.30"),
        (7, "[<5]0;[>10]0", TOO_WIDE),
    ],
)
def test_numbers_of_member_lists(value: float, code: str, shown: str) -> None:
    assert displayed_text(value, code) == shown


@pytest.mark.parametrize(
    ("day", "code", "shown"),
    [
        (date(2023, 9, 25), "yyyy/m/d", "2023/9/25"),
        (date(2023, 9, 25), "yyyy/mm/dd", "2023/09/25"),
        (date(2023, 9, 25), 'yyyy"年"m"月"d"日"', "2023年9月25日"),
        (date(2023, 9, 25), "yyyy年m月d日", "2023年9月25日"),
        (date(2023, 9, 25), '[$-F800]dddd", "mmmm dd", "yyyy', "2023年9月25日"),
        (date(2023, 9, 25), ERA_DATE, "令和5年9月25日"),
        (date(2019, 5, 1), ERA_DATE, "令和1年5月1日"),
        (date(2019, 5, 1), GANNEN_DATE, "令和元年5月1日"),
        (date(2019, 5, 1), '[$-ja-JP-x-gannen,80]ggge"年"m"月"d"日"', "令和元年5月1日"),
        (date(2019, 5, 1), "[$-ja-JP-x-gannen]ge.m.d", "R1.5.1"),
        (date(2019, 5, 1), '[$-ja-JP-x-gannen]e"年"', "1年"),
        (date(2019, 5, 1), "[$-ja-JP-x-gannen]ggg ee", "令和 元"),
        (date(2019, 5, 1), "[DBNum1]" + GANNEN_DATE, "令和一年五月一日"),
        (date(2023, 9, 5), "[$-411]r.mm.dd", "05.09.05"),
        (date(2023, 9, 5), '[$-411]rr"年"', "令和05年"),
        (date(2019, 4, 30), GANNEN_DATE, "平成31年4月30日"),
        (date(2023, 9, 25), "[$-411]ge.m.d;@", "R5.9.25"),
        (date(2023, 9, 25), "ge-mm-dd", "R5-09-25"),
        (date(2023, 9, 25), "ggee.m.d", "令05.9.25"),
        (date(2019, 5, 1), '[$-411]ggge"年度"', "令和1年度"),
        (date(2023, 9, 25), 'm"月"d"日"(aaa)', "9月25日(月)"),
        (date(2023, 9, 25), "aaaa", "月曜日"),
        (date(2023, 9, 25), "[$-411]dddd", "月曜日"),
        (date(2023, 9, 25), "ddd", "Mon"),
        (date(2023, 9, 25), "[$-409]mmm d, yyyy", "Sep 25, 2023"),
        (date(2023, 9, 25), '[DBNum1][$-411]ggge"年"m"月"d"日"', "令和五年九月二十五日"),
        (date(2023, 9, 25), '[DBNum1]yyyy"年"m"月"', "二〇二三年九月"),
        (date(2003, 12, 5), '[DBNum1]yyyy"年"mm"月"dd"日"', "二〇〇三年十二月〇五日"),
        (date(2023, 12, 5), "[DBNum1]yy", "二十三"),
        (date(2023, 12, 10), '[DBNum2][$-411]ggge"年"m"月"d"日"', "令和伍年壱拾弐月壱拾日"),
        (date(2023, 9, 25), '[DBNum3][$-411]ggge"年"m"月"d"日"', "令和５年９月２５日"),
    ],
)
def test_dates_of_member_lists(day: date, code: str, shown: str) -> None:
    assert displayed_text(serial(day), code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (25, "[DBNum1]General", "二十五"),
        (10305, "[DBNum1]General", "一万三百五"),
        (11_000_000, "[DBNum1]General", "千百万"),
        (2 * 10**16, "[DBNum1]General", "二〇〇〇〇兆"),
        (-15.25, "[DBNum1]General", "-十五.二五"),
        (0, "[DBNum1]General", "〇"),
        (25, "[DBNum1]0", "二五"),
        (2500, "[DBNum1]#,##0", "二,五〇〇"),
        (-25, '[DBNum1]0;"△"0', "△25"),
        (11_111, "[DBNum2]General", "壱萬壱阡壱百壱拾壱"),
        (23_456_789, "[DBNum2]General", "弐阡参百四拾伍萬六阡七百八拾九"),
        (305, '"金"[DBNum2][$-411]General"円也"', "金参百伍円也"),
        (305, "[DBNum2]0", "参〇伍"),
        (25, "[DBNum3]0", "２５"),
        (2513, "[DBNum3]General", "２千５百十３"),
        (2513, "[DBNum3][$-411]#,##0", "２,５１３"),
        (25, "[DBNum4]General", "25"),
        (25, "[DBNum1][$-409]0", "25"),
    ],
)
def test_numbers_in_the_digits_of_japan(value: float, code: str, shown: str) -> None:
    assert displayed_text(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (123.456, "# ?/?", "123 1/2"),  # the manual's own examples: not the nearest fractions
        (123.456, "# ??/??", "123 26/57"),
        (4 / 11, "# ?/?", " 1/3"),
        (2.5, "# ??/??", "2  1/2 "),
        (2, "# ??/??", "2      "),
        (2, "# #/#", "2"),
        (2, "0 0/0", "2 0/1"),
        (0, "# ?/?", "0    "),
        (0.99, "# ?/?", "1    "),
        (0.01, "# ?/?", "0    "),
        (-0.5, "# ?/?", "- 1/2"),
        (2.5, "?/?", "5/2"),
        (2.5, "# ?/8", "2 4/8"),
        (2.97, "# ?/8", "3    "),
        (2.5, "# ??/100", "2 50/100"),
        (0.25, "0/10", "3/10"),
        (1234.5, "#,##0 ?/2", "1,234 1/2"),
        (7.5, '#"時間" ?/?"休"', "7時間 1/2休"),
        (0.5, "[<1]?/?;0.0", "1/2"),
        (1.5, "[<1]?/?;0.0", "1.5"),
        (math.pi, "# ???/???", "3  16/113"),
    ],
)
def test_fractions(value: float, code: str, shown: str) -> None:
    assert displayed_text(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.75, "h:mm", "18:00"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (0.75, '[$-411]AM/PMh"時"mm"分"', "午後6時00分"),
        (0.375, 'h"時"mm"分"', "9時00分"),
        (0.75, "午前/午後h時", "午後6時"),
        (2958465.5, "yyyy/m/d", "9999/12/31"),
        (1.5, "[h]:mm", "36:00"),
        (45194.999999, "yyyy/m/d", "2023/9/25"),
        (45194.9999999, "yyyy/m/d h:mm:ss", "2023/9/26 0:00:00"),
        (0, "yyyy/m/d", "1900/1/0"),
        (60, "yyyy/m/d", "1900/2/29"),
        (61, "yyyy/m/d", "1900/3/1"),
        (-1, "yyyy/m/d", TOO_WIDE),
        (20230925, "yyyy/m/d", TOO_WIDE),
    ],
)
def test_times_and_the_edges_of_the_calendar(value: float, code: str, shown: str) -> None:
    assert displayed_text(value, code) == shown


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("山田太郎", '@" 様"', "山田太郎 様"),
        ("本社", "0000", "本社"),
        ("本社", 'General;General;General;"("@")"', "(本社)"),
        ("本社", 'yyyy"年";@', "本社"),
        ("本社", ";;;", ""),
        ("", "General", ""),
        ("一行目\n二行目", "@", "一行目\n二行目"),
    ],
)
def test_a_text_goes_through_the_text_section_and_else_stays(text: str, code: str, shown: str) -> None:
    assert displayed_text(text, code) == shown


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.5, "#.0 ?/?"),  # a point beside a fraction
        (0.5, "?/?/?"),
        (0.5, "/2 0"),
        (0.5, "0/"),
        (3, "No.0"),  # letters that Excel itself would have quoted
        (45194, "[$-804]dddd"),  # names of days in Chinese
        (0.5, "上午/下午h"),  # halves of the day in Chinese
        (20230925, "0e"),
        (45194, "bbbb/m/d"),  # the Thai calendar
        (25, "[$-804][DBNum2]0"),  # digits of another language
        (25, '[DBNum1]0"号2"'),  # whether the written 2 changes is not known
        (1e30, "[DBNum1]General"),
        (0.00001, "[DBNum1]General"),
        (0.5, "[DBNum1]s.00"),
        (25, "[unknown]0"),
        (45194, "yyyy/m/d 0"),
        (float("inf"), "0"),
        (10**400, "General"),
    ],
)
def test_what_is_not_understood_is_refused_and_never_guessed(value: float, code: str) -> None:
    with pytest.raises(UnsupportedFormat):
        displayed_text(value, code)


def test_a_date_is_told_from_a_number_by_the_section_that_applies() -> None:
    assert shows_date(45194, ERA_DATE)
    assert shows_date(45194, "[<1]0;yyyy/m/d")
    assert not shows_date(0.5, "[<1]0;yyyy/m/d")
    assert not shows_date(5, '0"day"')


@given(st.dates(date(1900, 3, 1), date(2200, 12, 31)))
def test_every_day_shows_the_same_by_a_format_and_by_the_calendar(day: date) -> None:
    assert displayed_text(serial(day), GANNEN_DATE) == wareki(day)
    assert displayed_text(serial(day), "yyyy-mm-dd") == day.isoformat()
    assert displayed_text(serial(day), "aaa") == "月火水木金土日"[day.weekday()]
    since_1904 = (day - date(1904, 1, 1)) // timedelta(days=1)
    if since_1904 >= 0:
        assert displayed_text(since_1904, "yyyy-mm-dd", True) == day.isoformat()


@given(st.integers(0, 10**10 - 1))
def test_a_whole_number_never_shows_a_point_and_keeps_its_leading_zeros(number: int) -> None:
    assert displayed_text(float(number), "General") == str(number)
    assert displayed_text(float(number), "0" * 10) == f"{number:010d}"
    assert displayed_text(number, "#,##0") == f"{number:,}"
    assert displayed_text(number, "000-0000-000").replace("-", "") == f"{number:010d}"


@given(st.text(max_size=40))
def test_any_text_stays_as_it_is_under_the_usual_formats(text: str) -> None:
    assert displayed_text(text, "General") == displayed_text(text, "@") == text
    assert displayed_text(text, "yyyy/m/d") == displayed_text(text, "#,##0;-#,##0") == text


PIECES = [
    "0", "#,##0", "?", "/", ".0", ",", "%", "E+0", ";", "[<5]", "[h]", "[DBNum2]", "[$-411]", "[Red]", "yyyy",
    "m", "ss", ".00", "AM/PM", "ggg", "e", "aaa", "@", "General", "8", '"様"', "_)", "* ", " ",
]  # fmt: skip
CODES = st.text('0#?.,;:[]<>=-_*\\"@%/ymdhsageGrE年$9 ', max_size=12) | st.lists(
    st.sampled_from(PIECES), max_size=8
).map("".join)
VALUES = st.floats(allow_nan=False) | st.integers() | st.text(max_size=8) | st.booleans()


@given(CODES | st.text(max_size=12), VALUES, st.booleans())
def test_any_format_is_shown_or_refused(code: str, value: str | float, date1904: bool) -> None:
    with contextlib.suppress(UnsupportedFormat):
        assert isinstance(displayed_text(value, code, date1904), str)


@given(st.integers(1, 9), st.integers(0, 5), st.decimals(-(10**7), 10**7, places=4))
def test_zeros_pad_as_python_pads_them(width: int, places: int, number: Decimal) -> None:
    code = "0" * width + ("." + "0" * places if places else "")
    rounded = abs(number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    padded = f"{rounded:0{width + (places + 1 if places else 0)}f}"
    assert displayed_text(float(number), code) == ("-" if number < 0 and rounded else "") + padded


@given(st.integers(0, 10**6), st.integers(1, 99))
def test_a_fraction_that_fits_is_shown_exactly(units: int, denominator: int) -> None:
    for numerator in range(1, denominator):
        part = Fraction(numerator, denominator)
        whole = f"{units} " if units else ""
        assert displayed_text(float(units + part), "# #/##") == f"{whole}{part}"


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)), st.times())
def test_dates_and_times_are_those_of_the_calendar(day: date, time: dt.time) -> None:
    seconds = time.hour * 3600 + time.minute * 60 + time.second
    shown = displayed_text(serial(day) + seconds / 86400, "yyyy/m/d h:mm:ss")
    assert shown == f"{day.year}/{day.month}/{day.day} {time.hour}:{time:%M:%S}"
