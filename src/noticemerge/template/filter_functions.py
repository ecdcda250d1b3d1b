"""The functions of filters: dates, numbers and characters as Japanese letters write them.

Each takes a value, with what its cell stores where that is known, and returns text; an empty value stays
empty. A value
that a filter cannot read raises `Unfit`: a letter never goes out with a guess.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Any

from noticemerge.japan import CellText, era_of, seireki, take_off, wareki
from noticemerge.template.typed_values import Unfit, as_day, as_number, as_text, number_of

_PATTERN = re.compile(r"'[^']*'|g{1,3}|e{1,2}|a{3,4}|y+|[Mm]+|d+|E+|[A-Za-z]+|[^A-Za-z']+")
_NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+")
_HALF_KANA = re.compile("[\uff61-\uff9f]+")
_TO_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_TO_HALF = {full: half for half, full in _TO_FULL.items()}
_DASHES = re.compile("[‐‑‒–—―−ーｰ－]")
# What a Japanese Excel or Word calls a part of a date, in the words of Unicode's date patterns.
_DATE_WORDS = {"aaa": "EEE", "aaaa": "EEEE"}
_KANJI_LIMIT = 10**16


def in_wareki(value: Any) -> str:
    """2023-09-25 as 令和5年9月25日."""
    day = as_day(value)
    return wareki(day) if day else ""


def in_seireki(value: Any) -> str:
    """令和5年9月25日 as 2023年9月25日."""
    day = as_day(value)
    return seireki(day) if day else ""


def in_pattern(value: Any, pattern: str = "yyyy年M月d日") -> str:
    """A date by a pattern: y M d E as in Unicode TS 35, and ggge年, aaa (月) as in Excel and Word."""
    day = as_day(value)
    return "".join(_dated(day, piece) for piece in _PATTERN.findall(pattern)) if day else ""


def grouped(value: Any, pattern: str = f"#,##0.{'#' * 20}") -> str:
    """1234567 as 1,234,567; a pattern such as "0.0" as in Unicode TS 35 decides the digits."""
    # 0.5 that shows 50% is 50 to a reader, unless the pattern says per cent too.
    number = as_number(str(value) if _shows_percent(value) and "%" not in pattern else value)
    return "" if number is None else _formatted(number, pattern)


def rounded(value: Any, places: int = 0) -> float:
    """1234.565 as 1234.57 for two places, half away from zero. Raises `Unfit` for what is no number."""
    number = as_number(value)
    if number is None or not -9 <= places <= 9:
        raise Unfit(as_text(value))
    return float(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def full_width(value: Any) -> str:
    """ABC-12 ｶﾅ as ＡＢＣ－１２　カナ."""
    kana = _HALF_KANA.sub(lambda match: unicodedata.normalize("NFKC", match[0]), as_text(value))
    return kana.translate(_TO_FULL)


def half_width(value: Any) -> str:
    """ＡＢＣ－１２　as ABC-12: letters, digits, signs and spaces; kana stay as they are."""
    return as_text(value).translate(_TO_HALF)


def in_kanji(value: Any) -> str:
    """令和5年9月25日 as 令和五年九月二十五日: each number in the text as it is read."""
    from noticemerge.japan import as_read

    text = as_text(_unless_scaled(value)).translate({0xFF10 + n: str(n) for n in range(10)})

    def word(match: re.Match[str]) -> str:
        number = int(match[0].replace(",", ""))
        if number >= _KANJI_LIMIT:
            raise Unfit(match[0])
        return as_read(number, 1)

    return _NUMERAL.sub(word, text)


def postcode(value: Any, mark: bool = True) -> str:
    """1000001 or １００－０００１ as 〒100-0001; without `mark` as 100-0001."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", as_text(value))).strip()
    if not plain:
        return ""
    match = re.fullmatch(r"〒?\s*(\d{3})-?(\d{4})", plain)
    if match is None:
        raise Unfit(plain)
    return f"{'〒' if mark else ''}{match[1]}-{match[2]}"


def honorific_for(value: Any, honorific: str = "様", kind: str = "person") -> str:
    """山田 太郎 as 山田 太郎　様; an honorific that stands in the cell is not doubled."""
    named, _ = take_off(kind, as_text(value))
    if not named.text or named.is_collective:
        return named.text
    return f"{named.text}　{named.typed or honorific}"


def honorific_for_body(value: Any, honorific: str = "御中") -> str:
    """株式会社あおば as 株式会社あおば　御中."""
    return honorific_for(value, honorific, "company")


def check_pattern(pattern: str) -> None:
    """Raises `Unfit` when no date can be written by `pattern`."""
    if not any(_is_field(piece) for piece in _PATTERN.findall(pattern)):
        raise Unfit(pattern)
    in_pattern(datetime.date(2023, 9, 25), pattern)


def more_places(shown: str, stored: float) -> str:
    """How `grouped` prints a stored number of which a cell shows fewer places; "" where it shows them all, or
    shows something else.
    """
    number, displayed = as_number(stored), number_of(shown)
    if number is None or displayed is None or number == displayed:
        return ""
    places = Decimal(1).scaleb(int(displayed.as_tuple().exponent))
    is_rounded = number.quantize(places, ROUND_HALF_UP) == displayed
    return grouped(stored) if is_rounded else ""


@lru_cache(maxsize=4096)
def _formatted(number: Decimal, pattern: str) -> str:
    """A number by a pattern; amounts of a list come again and again, and each takes Babel some 40 µs."""
    from babel.numbers import format_decimal

    with localcontext() as context:
        # Half away from zero, as Excel and Word show numbers: 2.5 is 3, and -2.5 is -3.
        context.rounding = ROUND_HALF_UP
        return format_decimal(number, pattern, locale="ja_JP")


def _shows_percent(value: Any) -> bool:
    return isinstance(value, CellText) and value.rstrip().endswith(("%", "％"))


def _unless_scaled(value: Any) -> Any:
    """What a cell shows, but the whole number it stores where it shows that in thousands."""
    if not isinstance(value, CellText) or not isinstance(value.stored, int) or _shows_percent(value):
        return value
    shown = number_of(str(value))
    return value if shown is None or shown == value.stored else value.stored


def _is_field(piece: str) -> bool:
    return piece[0].isascii() and piece[0].isalpha()


def _dated(day: datetime.date, piece: str) -> str:
    if not _is_field(piece):
        return piece.strip("'")
    if piece[0] in "ge":
        return _of_era(day, piece)
    from babel.dates import format_date

    if piece[0] not in "yMmdEa":
        raise Unfit(piece)
    return format_date(day, _DATE_WORDS.get(piece, piece.replace("m", "M")), locale="ja_JP")


def _of_era(day: datetime.date, piece: str) -> str:
    era = era_of(day)
    if era is None:
        raise Unfit(day.isoformat())
    if piece[0] == "g":
        return {"g": era.letter, "gg": era.short, "ggg": era.name}[piece]
    year = era.year_of(day)
    return "元" if year == 1 and piece == "e" else f"{year:0{len(piece)}d}"
