"""The Japanese calendar: one table of eras, dates written by it, and dates read in any spelling."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from noticemerge.japan.patterns import lazy_pattern

# Before this day the months were lunisolar (太政官布告第337号, 明治5年): a solar date has no era name.
_SOLAR_SINCE = date(1873, 1, 1)


@dataclass(frozen=True, slots=True)
class Era:
    """An era: 令和, 令, R, its first day and its last.

    `until` is the last day by law. 明治 and 大正 end on the day on which the next era begins: the
    edicts of 1912 and 1926 give that day to both.
    """

    name: str
    short: str
    letter: str
    since: date
    until: date

    def year_of(self, day: date) -> int:
        """The year of the era in which `day` lies, 1 for the first; no matter whether it has ended."""
        return day.year - self.since.year + 1

    def holds(self, day: date) -> bool:
        """Whether `day` may be named by this era."""
        return max(self.since, _SOLAR_SINCE) <= _plain(day) <= self.until


# Newest first; a new era is one line here, and the end of the one before.
ERAS = (
    Era("令和", "令", "R", date(2019, 5, 1), date.max),
    Era("平成", "平", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "昭", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "大", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "明", "M", date(1868, 10, 23), date(1912, 7, 30)),
)

_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.short, era.letter)}
_KANJI_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {
    "○": 0,
    "◯": 0,
    "零": 0,
}
_NUMBER = r"(?:\d+|[〇○◯零一二三四五六七八九十]+)"
_WEEKDAYS = "月火水木金土日"
_DATE = lazy_pattern(
    rf"(?P<era>{'|'.join(_BY_SIGN)})?(?P<year>元|{_NUMBER})"
    rf"(?:年(?P<month>{_NUMBER})月(?P<day>{_NUMBER})日|(?P<mark>[./-])(?P<month2>\d+)(?P=mark)(?P<day2>\d+))"
    rf"(?:\((?P<weekday>[{_WEEKDAYS}])(?:曜日?)?\))?",
    re.ASCII | re.IGNORECASE,
)
# An invitation is dated 令和8年4月吉日: a lucky day of the month, or the month alone.
_MONTH = lazy_pattern(
    rf"(?P<era>{'|'.join(_BY_SIGN)})?(?P<year>元|{_NUMBER})年(?P<month>{_NUMBER})月(?P<behind>吉日|吉辰|佳日|)",
    re.ASCII | re.IGNORECASE,
)
_EIGHT_DIGITS = lazy_pattern(r"\d{8}", re.ASCII)
# A space between two digits may hide a slip of the hand; every other space is only layout.
_LAYOUT_SPACE = lazy_pattern(r"(?<!\d)\s+|\s+(?!\d)")
_DASHES = str.maketrans("‐–−", "---")


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date that was read, and what is doubtful about the way it was written.

    `outside` is the era that was named although the date does not lie in it (平成31年10月1日), else
    None. `weekday` is the day of the week that was written if it is the wrong one, else "".
    """

    date: date
    outside: Era | None = None
    weekday: str = ""


@dataclass(frozen=True, slots=True)
class MonthRead:
    """A month that was read: its `first` day, what stands `behind` it (吉日), the era it is not in."""

    first: date
    behind: str = ""
    outside: Era | None = None

    def seireki(self) -> str:
        """As 2026年4月吉日."""
        return f"{self.first.year}年{self.first.month}月{self.behind}"


def era_of(day: date) -> Era | None:
    """The era that names `day` (on 1912-07-30 and 1926-12-25 the new one); None before 1873-01-01."""
    return next((era for era in ERAS if era.holds(day)), None)


def wareki(day: date, *, gannen: bool = True) -> str:
    """`day` as 令和5年9月25日; the first year is 元年, or 1年 without `gannen`.

    A day before 1873-01-01 has no such name and is written by the Western calendar.
    """
    era = era_of(day)
    if era is None:
        return seireki(day)
    year = era.year_of(day)
    return f"{era.name}{'元' if year == 1 and gannen else year}年{day.month}月{day.day}日"


def seireki(day: date) -> str:
    """`day` as 2023年9月25日."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_date(text: str) -> DateRead | None:
    """The date that `text` writes, with its doubts; None when it is no date that exists.

    Understood: 令和5年9月25日, R5.9.25, 令5/9/25, ㋿元年…, kanji numbers, 2023-09-25, 2023/9/25,
    2023.9.25, 2023年9月25日, 20230925, any of them in full width, with spaces and with （月） behind.
    """
    plain = _plain_text(text)
    if _EIGHT_DIGITS.fullmatch(plain):
        return _made(None, int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    match = _DATE.fullmatch(plain)
    if match is None:
        return None
    era = _BY_SIGN[match["era"].upper()] if match["era"] else None
    if era is None and not _is_western_year(match["year"]):
        return None
    year = 1 if match["year"] == "元" else _number(match["year"])
    month, day = _number(match["month"] or match["month2"]), _number(match["day"] or match["day2"])
    return _made(era, year, month, day, match["weekday"] or "")


def read_month(text: str) -> MonthRead | None:
    """The month that 令和8年4月吉日 or 2026年4月 names without a day; None for any other text."""
    match = _MONTH.fullmatch(_plain_text(text))
    if match is None:
        return None
    era = _BY_SIGN[match["era"].upper()] if match["era"] else None
    if era is None and not _is_western_year(match["year"]):
        return None
    year, month = 1 if match["year"] == "元" else _number(match["year"]), _number(match["month"])
    # 平成31年4月 and 令和元年5月: a month is of an era in which it has a day.
    made = _made(era, year, month, era.since.day if era and year == 1 and month == era.since.month else 1)
    return MonthRead(made.date.replace(day=1), match["behind"], made.outside) if made else None


def no_such_day(text: str) -> tuple[int, int] | None:
    """The month and day of a date that is written like one and is in no calendar: 2月30日, 13月1日.

    The day is 0 where there is no such month.
    """
    match = _DATE.fullmatch(_plain_text(text))
    if match is None:
        return None
    month, day = _number(match["month"] or match["month2"]), _number(match["day"] or match["day2"])
    # In a leap year: whether 2月29日 is one is a question of the year.
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2024, month)[1] and (month, day) != (2, 29):
        return None
    return (month, day) if 1 <= month <= 12 else (month, 0)


def _made(era: Era | None, year: int, month: int, day: int, weekday: str = "") -> DateRead | None:
    if era and not year:
        return None
    try:
        made = date(era.since.year + year - 1 if era else year, month, day)
    except ValueError:
        return None
    if era and made < _SOLAR_SINCE:
        return None
    outside = era if era and not era.holds(made) else None
    return DateRead(made, outside, weekday if weekday != _WEEKDAYS[made.weekday()] else "")


def _is_western_year(text: str) -> bool:
    """Four digits, or as many kanji: 23/9/25 could be the year 5, 23 or 2023."""
    return len(text) == 4 and "十" not in text


def _number(text: str) -> int:
    """A number in digits, in kanji (二十五) or in kanji digits (二〇二三); 0 for nonsense such as 十十."""
    if len(text) > 4:
        return 0
    if text.isascii():
        return int(text)
    if "十" not in text:
        return int("".join(str(_KANJI_DIGITS[c]) for c in text))
    tens, ones = text.split("十", 1)
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * _KANJI_DIGITS.get(tens, 1) + _KANJI_DIGITS.get(ones, 0)


def _plain_text(text: str) -> str:
    """NFKC (㋿ is 令和, ５ is 5), one kind of dash, and no spaces but those between digits."""
    normal = unicodedata.normalize("NFKC", text).translate(_DASHES)
    visible = "".join(c for c in normal if unicodedata.category(c) != "Cf")
    return _LAYOUT_SPACE.sub("", visible)


def _plain(day: date) -> date:
    """A datetime is a date too, but the two cannot be compared."""
    return day.date() if isinstance(day, datetime) else day
