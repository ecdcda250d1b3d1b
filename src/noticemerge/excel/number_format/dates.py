"""What Excel shows for a date or a time: a serial number of days."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from noticemerge.excel.number_format.format_code import Section, Token, UnsupportedFormat
from noticemerge.japan import as_read, digit_by_digit, era_of

# The serial of 1904-01-01 in the system that counts from 1900 (ECMA-376 part 1, 18.17.4.1).
_DAYS_TO_1904 = 1462
# 9999-12-31, the last day that Excel knows.
_LAST_SERIAL = 2958465
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_YOUBI = "日月火水木金土"


def show_date(section: Section, serial: float, date1904: bool) -> str:
    """The text of a section for a serial that is not negative. Raises `UnsupportedFormat`."""
    moment = _Moment.of(section, serial, date1904)
    writer = _Writer(section, moment)
    return "".join(writer.text(token) for token in section.tokens)


def last_day(date1904: bool) -> int:
    """The serial of the last day that Excel shows."""
    return _LAST_SERIAL - (_DAYS_TO_1904 if date1904 else 0)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A point in time as Excel counts; `day` may be 0 and 1900-02-29 is a day.

    `weekday` is 0 for Sunday. `second` counts within the day and `elapsed` since the serial 0, both in
    10^-`places` seconds; `calendar` is the nearest real date, for the era.
    """

    year: int
    month: int
    day: int
    weekday: int
    calendar: date
    second: int
    elapsed: int
    places: int

    @property
    def scale(self) -> int:
        """The parts of a second that are counted."""
        return int(10**self.places)

    @classmethod
    def of(cls, section: Section, serial: float, date1904: bool) -> _Moment:
        places = max(
            (len(token.text) - 1 for token in section.tokens if token.kind == "subsecond"), default=0
        )
        elapsed = _seconds(serial, places, section.has("subsecond") or _shows_seconds(section))
        whole, second = divmod(elapsed, 86400 * 10**places)
        days = whole + (_DAYS_TO_1904 if date1904 else 0)
        if days == 60:
            year, month, day, calendar = 1900, 2, 29, date(1900, 2, 28)
        elif days == 0:
            year, month, day, calendar = 1900, 1, 0, date(1900, 1, 1)
        else:
            if days > _LAST_SERIAL:
                raise UnsupportedFormat("a day after the year 9999")
            calendar = date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)
            year, month, day = calendar.year, calendar.month, calendar.day
        return cls(year, month, day, (days - 1) % 7, calendar, second, elapsed, places)


def _shows_seconds(section: Section) -> bool:
    return any(token.kind in {"date", "elapsed"} and token.text[0] == "s" for token in section.tokens)


def _seconds(serial: float, places: int, rounds: bool) -> int:
    """Seconds since the serial 0 in 10^-`places`: rounded where seconds show, else cut off.

    A serial is a binary fraction, so 9:00 may be stored a little short: 1 ms is too little to matter.
    """
    exact = Decimal(repr(float(serial))) * 86400
    if rounds:
        return int((exact * 10**places).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return math.floor(exact.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP))


class _Writer:
    """Writes the tokens of one section for one moment."""

    def __init__(self, section: Section, moment: _Moment) -> None:
        self._section = section
        self._moment = moment
        self._elapsed = {token.text[0] for token in section.tokens if token.kind == "elapsed"}
        self._twelve = section.has("ampm")
        # Excel says 令和元年, but R1.5.1 and 令和一年.
        self._says_gannen = (
            section.gannen and not section.digits and any(t.text in {"gg", "ggg"} for t in section.tokens)
        )

    def text(self, token: Token) -> str:
        """What a token shows."""
        match token.kind:
            case "literal":
                return token.text
            case "padding":
                return " "
            case "point" | "comma" | "slash" | "percent":
                return {"point": ".", "comma": ",", "slash": "/", "percent": "%"}[token.kind]
            case "date":
                return self._date(token.text)
            case "elapsed":
                return self._number(self._total(token.text[0].replace("m", "n")), len(token.text))
            case "subsecond" if not self._section.digits:
                part = f"{self._moment.second % self._moment.scale:0{self._moment.places}d}"
                return "." + part[: len(token.text) - 1]
            case "ampm":
                return self._half_of_day(token.text)
        raise UnsupportedFormat(token.text or token.kind)

    def _date(self, code: str) -> str:
        moment, width = self._moment, len(code)
        match code[0]:
            case "y":
                return self._year(width)
            case "m":
                return self._month(width)
            case "d":
                if width > 2:
                    return self._weekday(width - 2)
                return self._number(moment.day, width)
            case "a":
                return _YOUBI[moment.weekday] + ("曜日" if width == 4 else "")
            case "g" | "e":
                return self._era(code)
        return self._number(self._clock(code[0]), min(width, 2))

    def _year(self, width: int) -> str:
        if width <= 2:
            return self._number(self._moment.year % 100, 2)
        return digit_by_digit(f"{self._moment.year:04d}", self._section.digits)

    def _month(self, width: int) -> str:
        month = self._moment.month
        if width <= 2:
            return self._number(month, width)
        if self._section.language == "other":
            raise UnsupportedFormat("month names of another language")
        if self._section.language == "ja":
            return f"{month}月" if width < 5 else str(month)
        name = _MONTHS[month - 1]
        return name[:3] if width == 3 else name if width == 4 else name[0]

    def _weekday(self, width: int) -> str:
        if self._section.language == "other":
            raise UnsupportedFormat("day names of another language")
        if self._section.language == "ja":
            return _YOUBI[self._moment.weekday] + ("曜日" if width > 1 else "")
        name = _WEEKDAYS[self._moment.weekday]
        return name if width > 1 else name[:3]

    def _era(self, code: str) -> str:
        """令和 by ggg, 令 by gg, R by g; its year by e. Elsewhere than in Japan, e is the Western year."""
        era = era_of(self._moment.calendar)
        if self._section.language in {"en", "other"} or era is None:
            if code == "e":
                return f"{self._moment.year:04d}"
            raise UnsupportedFormat("an era outside Japan")
        if code[0] == "g":
            return (era.letter, era.short, era.name)[min(len(code), 3) - 1]
        year = era.year_of(self._moment.calendar)
        if year == 1 and self._says_gannen:
            return "元"
        return self._number(year, min(len(code), 2))

    def _clock(self, unit: str) -> int:
        """Hours, minutes (n) or seconds; those of the whole span where the section counts it in brackets."""
        if unit == "h" and "h" in self._elapsed:
            return self._total("h")
        second = self._moment.second // self._moment.scale
        hour = second // 3600
        if unit == "h":
            return (hour + 11) % 12 + 1 if self._twelve else hour
        return second // 60 % 60 if unit == "n" else second % 60

    def _total(self, unit: str) -> int:
        return self._moment.elapsed // self._moment.scale // {"h": 3600, "n": 60, "s": 1}[unit]

    def _half_of_day(self, typed: str) -> str:
        is_morning = self._moment.second < 43200 * self._moment.scale
        if len(typed) == 3:
            return typed[0] if is_morning else typed[2]
        if self._section.language == "ja" or typed == "午前/午後":
            return "午前" if is_morning else "午後"
        return "AM" if is_morning else "PM"

    def _number(self, number: int, width: int) -> str:
        """A field in the digits of the section; one that begins with 0 is not read as a number."""
        text, kind = f"{number:0{width}d}", self._section.digits
        return as_read(number, kind) if kind in {1, 2} and text[0] != "0" else digit_by_digit(text, kind)
