r"""Date pictures: what `\@ "ggge年M月d日(aaa)"` makes of a date (ECMA-376 part 1 §17.16.4.1)."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from noticemerge.japan import as_read, digit_by_digit, era_of, read_date
from noticemerge.template.fields.number_pictures import PictureError
from noticemerge.template.typed_values import Unfit

_ITEM = re.compile(
    r"'[^']*'|am/pm|AM/PM|[yY]+|M+|[dD]+|g{1,3}|e{1,2}|EEEE|E+|O+|A+|aaa|W+|H+|h+|m+|[sS]+|.", re.DOTALL
)
_FIELDS = frozenset("yYMdDgeEOAWHhmsS")
_ONLY_JAPANESE = re.compile(r"[geEOA]|aaa|W")
_TIMED = re.compile(r"(?P<day>.*\d.*?)(?:[ T　]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?")
# Word gets the dates of a workbook in this form, whatever the country (OLE DB).
_OF_OLE_DB = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DAYS = "月火水木金土日"
_ENGLISH_DAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def with_date_picture(value: str, picture: str, language: str = "") -> str:
    """The date or time that `value` writes, by the picture; a text without a digit is no date and stays.

    `language` is "ja", "en" or "" for the one that the picture itself is in. Raises `Unfit` for a value
    with digits that cannot be read as a date for sure.
    """
    if not any(sign.isdecimal() for sign in value):
        return value
    moment = read_moment(value)
    if moment is None:
        raise Unfit(value)
    is_japanese = language == "ja" if language else _is_japanese(picture)
    return "".join(_written(moment, item, is_japanese) for item in items_of(picture))


@lru_cache(maxsize=256)
def items_of(picture: str) -> tuple[str, ...]:
    """The picture cut into its items. Raises `PictureError` for one that holds nothing of a date."""
    items = tuple(_ITEM.findall(picture))
    if not any(_is_field(item) for item in items):
        raise PictureError(picture)
    if picture.count("'") % 2:
        raise PictureError("'")
    return items


@lru_cache(maxsize=4096)
def read_moment(text: str) -> datetime.datetime | None:
    """The date and time that a text writes beyond doubt (`japan.read_date`); None for any other."""
    plain = text.strip()
    hour = minute = second = 0
    if timed := _TIMED.fullmatch(plain):
        plain = timed["day"].strip()
        hour, minute, second = int(timed["hour"]), int(timed["minute"]), int(timed["second"] or 0)
    if american := _OF_OLE_DB.fullmatch(plain):
        plain = f"{american[3]}/{american[1]}/{american[2]}"
    read = read_date(plain)
    if read is None or read.outside or hour > 23 or minute > 59 or second > 59:
        return None
    return datetime.datetime(read.date.year, read.date.month, read.date.day, hour, minute, second)


def _is_japanese(picture: str) -> bool:
    return not picture.isascii() or bool(_ONLY_JAPANESE.search(re.sub("'[^']*'|AM/PM", "", picture)))


def _is_field(item: str) -> bool:
    return item in ("aaa", "am/pm", "AM/PM") or (item[0] in _FIELDS and item.isascii())


def _written(moment: datetime.datetime, item: str, is_japanese: bool) -> str:
    if not _is_field(item):
        return item[1:-1] if len(item) > 1 else item
    if item in ("am/pm", "AM/PM"):
        return _half_of_day(moment, is_japanese)
    length = len(item)
    match item[0]:
        case "y" | "Y":
            return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
        case "M":
            return _month(moment, length, is_japanese)
        case "d" | "D":
            return _day(moment, length, is_japanese)
        case "a" | "W":
            return _DAYS[moment.weekday()]
        case "g" | "e":
            return _of_era(moment, item)
        case "E" | "O" | "A":
            return _in_kanji(moment, item)
        case "H":
            return f"{moment.hour:0{min(length, 2)}d}"
        case "h":
            return f"{moment.hour % 12 or 12:0{min(length, 2)}d}"
        case "m":
            return f"{moment.minute:0{min(length, 2)}d}"
    return f"{moment.second:0{min(length, 2)}d}"


def _half_of_day(moment: datetime.datetime, is_japanese: bool) -> str:
    is_afternoon = moment.hour >= 12
    if is_japanese:
        return "午後" if is_afternoon else "午前"
    return "PM" if is_afternoon else "AM"


def _month(moment: datetime.datetime, length: int, is_japanese: bool) -> str:
    if length <= 2:
        return f"{moment.month:0{length}d}"
    if is_japanese:
        return f"{moment.month}月"
    name = _ENGLISH_MONTHS[moment.month - 1]
    return name if length > 3 else name[:3]


def _day(moment: datetime.datetime, length: int, is_japanese: bool) -> str:
    if length <= 2:
        return f"{moment.day:0{length}d}"
    if is_japanese:
        return _DAYS[moment.weekday()] + ("曜日" if length > 3 else "")
    name = _ENGLISH_DAYS[moment.weekday()]
    return name if length > 3 else name[:3]


def _of_era(moment: datetime.datetime, item: str) -> str:
    era = era_of(moment.date())
    if era is None:
        raise Unfit(moment.date().isoformat())
    if item[0] == "g":
        return {1: era.letter, 2: era.short, 3: era.name}[len(item)]
    year = era.year_of(moment.date())
    return "元" if year == 1 and item == "e" else f"{year:0{len(item)}d}"


def _in_kanji(moment: datetime.datetime, item: str) -> str:
    if item == "EEEE":
        return digit_by_digit(f"{moment.year:04d}", 1)
    if item[0] == "O":
        return as_read(moment.month, 1)
    if item[0] == "A":
        return as_read(moment.day, 1)
    era = era_of(moment.date())
    if era is None:
        raise Unfit(moment.date().isoformat())
    year = era.year_of(moment.date())
    return "元" if year == 1 else as_read(year, 1)
