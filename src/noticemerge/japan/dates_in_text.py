"""Days that stand in a sentence: 令和5年9月30日, 2023/9/30, 9月30日, 9月末."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from noticemerge.japan.era_dates import ERAS, read_date, read_month

_NUMBER = r"(?:\d{1,4}|[〇一二三四五六七八九十]{1,4})"


@dataclass(frozen=True, slots=True)
class DateInText:
    """A day in a text, where it stands (`start`, `end`) and as it is written.

    Of a `day` without a year it is that of the year in which it lies nearest to the day asked about.
    """

    day: datetime.date
    written: str
    start: int
    end: int


def dates_in(text: str, near: datetime.date) -> Iterator[DateInText]:
    """The days that `text` (NFKC) writes out, in order; those without a year as near to `near` as can be.

    What is no day of the calendar, or of next year by its words (翌年1月31日), is passed over.
    """
    for match in _pattern().finditer(text):
        if day := _day(match, near):
            yield DateInText(day, match[0], match.start(), match.end())


@cache
def _pattern() -> re.Pattern[str]:
    eras = "|".join(sign for era in ERAS for sign in (era.name, era.letter))
    return re.compile(
        r"(?<![A-Za-z0-9第./-])"
        rf"(?:(?P<slashed>(?:\d{{4}}[/.-])?\d{{1,2}}/\d{{1,2}}|(?:\d{{4}}|[RHS]\d{{1,2}})([.-])\d{{1,2}}\2\d{{1,2}})(?![\d/])"
        rf"|(?P<year>(?:{eras})?\s*(?:元|{_NUMBER})\s*年\s*|(?P<other>[翌来次明昨前][年月]?\s*))?"
        rf"(?P<month>{_NUMBER}\s*月\s*)(?:(?P<day>{_NUMBER}\s*日)|(?P<last>末日?)))"
    )


def _day(match: re.Match[str], near: datetime.date) -> datetime.date | None:
    if match["other"]:
        return None
    if slashed := match["slashed"]:
        parts = re.split("[/.-]", slashed)
        if len(parts) > 2:
            return _read("/".join(parts))
        month, day = parts
        return _nearest(f"{month}月{day}日", near)
    if match["last"]:
        return _last_day(match["year"] or "", match["month"], near)
    written = f"{match['month']}{match['day']}"
    return _read(f"{match['year']}{written}") if match["year"] else _nearest(written, near)


def _read(written: str) -> datetime.date | None:
    found = read_date(written)
    return found.date if found else None


def _nearest(written: str, near: datetime.date) -> datetime.date | None:
    years = (near.year - 1, near.year, near.year + 1)
    days = [day for year in years if (day := _read(f"{year}年{written}"))]
    return min(days, key=lambda day: abs(day - near), default=None)


def _last_day(year: str, month: str, near: datetime.date) -> datetime.date | None:
    years = [year] if year else [f"{near.year + more}年" for more in (-1, 0, 1)]
    months = (found.first for written in years if (found := read_month(f"{written}{month}")))
    days = (day.replace(day=calendar.monthrange(day.year, day.month)[1]) for day in months)
    return min(days, key=lambda day: abs(day - near), default=None)
