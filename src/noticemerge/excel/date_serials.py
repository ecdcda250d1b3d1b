"""Excel's serial numbers of days as dates, times and spans of time (ECMA-376 part 1, 18.17.4.1)."""

from __future__ import annotations

import datetime

_DAY_ZERO = datetime.datetime(1899, 12, 30)
_DAY_ZERO_1904 = datetime.datetime(1904, 1, 1)
_MILLISECONDS = 24 * 60 * 60 * 1000
# Excel counts a 29 February 1900, which was none: days before it are one less.
_LEAP_DAY = 60


def moment(serial: float, *, date1904: bool) -> datetime.datetime | datetime.time:
    """The day and time that a serial number stands for, to the millisecond; below 1 a time of day.

    Raises OverflowError or ValueError for a day that no calendar has.
    """
    day, fraction = divmod(serial, 1)
    rest = datetime.timedelta(milliseconds=round(fraction * _MILLISECONDS))
    if 0 <= serial < 1 and rest.days == 0:
        return (_DAY_ZERO + rest).time()
    if 0 < serial < _LEAP_DAY and not date1904:
        day += 1
    return (_DAY_ZERO_1904 if date1904 else _DAY_ZERO) + datetime.timedelta(days=day) + rest


def duration(serial: float) -> datetime.timedelta:
    """The span of time that a serial number stands for, to the millisecond. Raises OverflowError."""
    span = datetime.timedelta(days=serial)
    return datetime.timedelta(seconds=span.total_seconds() // 1, microseconds=round(span.microseconds, -3))
