"""Numbers in the digits of Japan: [DBNum1] 二十五, [DBNum2] 弐拾伍, [DBNum3] ２５.

No standard says what they show in a sheet. The rules here are those that Excel was seen to follow in Japan:
with General a number is written as it is read, with any other format digit by digit.
"""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {1: "〇一二三四五六七八九", 2: "〇壱弐参四伍六七八九", 3: "０１２３４５６７８９"}
_SHAPES = {kind: str.maketrans("0123456789", digits) for kind, digits in _DIGITS.items()}
_UNITS = {1: ("", "十", "百", "千"), 2: ("", "拾", "百", "阡"), 3: ("", "十", "百", "千")}
_MYRIADS = {1: ("", "万", "億", "兆"), 2: ("", "萬", "億", "兆"), 3: ("", "万", "億", "兆")}
# How Excel writes numbers beyond these is not known.
_LARGEST, _SMALLEST = Decimal(10**20), Decimal("0.0001")


def digit_by_digit(text: str, kind: int) -> str:
    """2023 as 二〇二三 (`kind` 1), 弐〇弐参 (2) or ２０２３ (3); unchanged for 0."""
    return text.translate(_SHAPES[kind]) if kind else text


def as_read(number: int, kind: int) -> str:
    """25 as 二十五 (`kind` 1), 弐拾伍 (2) or ２十５ (3).

    The one before 十, 百 and 千 is left out, but for 大字 (2). From 10^16 on the digits before 兆 stand one
    by one.
    """
    if not number:
        return digit_by_digit("0", kind)
    groups = []
    for myriad in _MYRIADS[kind][:-1]:
        number, group = divmod(number, 10_000)
        groups.append(_group(group, kind) + myriad if group else "")
    if number:
        high = digit_by_digit(str(number), kind) if number >= 10_000 else _group(number, kind)
        groups.append(high + _MYRIADS[kind][-1])
    return "".join(reversed(groups))


def general_as_read(number: Decimal, kind: int) -> str:
    """A number that is not negative under General: as it is read, its decimals digit by digit.

    Raises ValueError for a number so large or so small that nobody reads it.
    """
    if number > _LARGEST or 0 < number < _SMALLEST:
        raise ValueError(f"nobody reads {number} aloud")
    whole, _, decimals = f"{number:f}".partition(".")
    shown = as_read(int(whole), kind)
    return f"{shown}.{digit_by_digit(decimals, kind)}" if decimals else shown


def _group(number: int, kind: int) -> str:
    """A number below 10 000."""
    shown = []
    for power, unit in reversed(list(enumerate(_UNITS[kind]))):
        digit = number // 10**power % 10
        if digit:
            is_silent = digit == 1 and power > 0 and kind != 2
            shown.append(("" if is_silent else digit_by_digit(str(digit), kind)) + unit)
    return "".join(shown)
