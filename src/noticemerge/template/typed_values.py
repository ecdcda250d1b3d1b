"""A value as the number, the day or the time that it stands for: what is stored behind a cell comes first.

A cell that holds 1234567 and shows 1,235 is the number 1234567, one that shows 5月1日 still knows its year.
A text is read as people write numbers and days.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any

from noticemerge.japan import CellText, read_date

_NUMBER = re.compile(r"[¥￥\\]?([-+]|[△▲])?(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(?:円|部|名|人|社|個|枚|件|口)?-?")
_TIME = re.compile(r"(\d{1,2})(?::(\d{2})|時(?:(\d{1,2})分)?)")
_DASHES = re.compile("[‐‑‒–—―−ーｰ－]")
# No date and no time is longer, nor one without a digit or a numeral.
_LONGEST = 40
# As Excel shows a number at its fullest: 0.1 + 0.2 is 0.3.
_DIGITS = 15


class Unfit(ValueError):  # noqa: N818 - it says what is wrong with the value
    """A value that a filter cannot read, or a pattern that says nothing."""


def as_text(value: Any) -> str:
    """A value as text; None is empty."""
    return "" if value is None else str(value)


def as_number(value: Any) -> Decimal | None:
    """The number that a cell stores or that "1,234円" or "▲１２" writes; None when empty.

    All digits of a text are kept, of a stored number the 15 that Excel shows. Raises `Unfit`.
    """
    if isinstance(value, CellText):
        if isinstance(value.stored, datetime.date):
            raise Unfit(str(value))
        return _decimal(value.stored)
    if type(value) is int or isinstance(value, Decimal):
        return Decimal(value)
    if type(value) is float and math.isfinite(value):
        return _decimal(value)
    plain = re.sub(r"\s", "", _DASHES.sub("-", unicodedata.normalize("NFKC", as_text(value))))
    if not plain:
        return None
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise Unfit(plain)
    number = Decimal(match[2].replace(",", "") + (match[3] or ""))
    return -number if match[1] and match[1] != "+" else number


def as_day(value: Any) -> datetime.date | None:
    """The day that a cell stores or that a text writes; None when empty. Raises `Unfit`."""
    if isinstance(value, CellText) and isinstance(value.stored, datetime.date):
        value = value.stored
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if not (text := as_text(value).strip()):
        return None
    read = read_date(text)
    if read is None or read.outside:
        raise Unfit(text)
    return read.date


def number_of(value: Any) -> Decimal | None:
    """The number of a value, 50% as 0.5; None for what is none, or empty."""
    if type(value) is str:
        return _number_read(value)
    try:
        return as_number(value)
    except Unfit:
        return None


def day_of(value: Any) -> datetime.date | None:
    """The day of a value; None for what is none, or empty."""
    if isinstance(value, datetime.date):
        return as_day(value)
    if isinstance(value, CellText) and isinstance(value.stored, datetime.date):
        return value.stored
    # 20190501 is a number and a day.
    return _day_read(str(value)) if isinstance(value, str) and len(value) <= _LONGEST else None


def minute_of(value: Any) -> int | None:
    """The time of day that a text writes (9:30, 午後 is not read), in minutes; None for what is none."""
    match = _TIME.fullmatch(unicodedata.normalize("NFKC", value).strip()) if isinstance(value, str) else None
    return int(match[1]) * 60 + int(match[2] or match[3] or 0) if match else None


def _decimal(number: int | float) -> Decimal:
    return Decimal(number) if isinstance(number, int) else Decimal(f"{number:.{_DIGITS}g}")


@lru_cache(maxsize=4096)
def _number_read(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).strip() if len(text) <= _LONGEST else ""
    try:
        if plain.endswith("%"):
            number = as_number(plain[:-1])
            return None if number is None else number / 100
        return as_number(plain)
    except Unfit:
        return None


@lru_cache(maxsize=4096)
def _day_read(text: str) -> datetime.date | None:
    try:
        return as_day(text)
    except Unfit:
        return None
