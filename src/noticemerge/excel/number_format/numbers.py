"""What Excel shows for a number that is not a date."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from noticemerge.excel.number_format.digits import (
    decimals_shown,
    halves,
    placeholders,
    trailing_commas,
    whole_shown,
)
from noticemerge.excel.number_format.format_code import Section, Token, UnsupportedFormat
from noticemerge.excel.number_format.fractions import show_fraction
from noticemerge.japan import digit_by_digit

# Excel keeps and shows 15 significant digits; everything behind them is 0.
_SIGNIFICANT = 15
# Wide enough for every finite double written out in full.
_EXACT = Context(prec=700, rounding=ROUND_HALF_UP)


def show_number(section: Section, value: float) -> str:
    """The digits and literals of a section for a value that is not negative; no sign is added."""
    number = decimal(value)
    if section.has("slash") and section.has("digit"):
        shown = show_fraction(section, number)
    elif section.has("exponent"):
        shown = _exponential(section, number)
    else:
        shown = _plain(section, number)
    if section.digits and _has_written_digit(section):
        raise UnsupportedFormat(f"[DBNum{section.digits}] and a digit that is written as text")
    return digit_by_digit(shown, section.digits)


def decimal(value: float) -> Decimal:
    """The number as Excel knows it: 15 significant digits. Raises `UnsupportedFormat` for an infinite one."""
    try:
        number = Decimal(f"{float(value):.{_SIGNIFICANT}g}")
    except OverflowError:  # an integer of hundreds of digits
        number = Decimal("Infinity")
    if not number.is_finite():
        raise UnsupportedFormat(f"{value} is no number that can be shown")
    return number.normalize(_EXACT)


def general(value: float) -> str:
    """What the format General shows in a column wide enough: at most 11 characters without the sign."""
    number = decimal(value)
    sign, number = ("-" if number < 0 else ""), abs(number)
    if not number:
        return "0"
    if number.adjusted() >= 0:
        rounded = _rounded(number, max(0, 9 - number.adjusted()))
        fits = rounded.adjusted() <= 10
    else:
        rounded = _rounded(number, 9)
        fits = number.adjusted() >= -4 or rounded == number
    return sign + (_digits(rounded) if fits else _scientific(number))


def _has_written_digit(section: Section) -> bool:
    return any(token.kind == "literal" and re.search("[0-9]", token.text) for token in section.tokens)


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), context=_EXACT)


def _digits(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scientific(number: Decimal) -> str:
    exponent = number.adjusted()
    mantissa = _rounded(number.scaleb(-exponent, _EXACT), 5)
    if mantissa >= 10:
        mantissa, exponent = mantissa / 10, exponent + 1
    return f"{_digits(mantissa)}E{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _plain(section: Section, number: Decimal) -> str:
    whole, fraction = halves(section.tokens)
    scale = sum(2 for token in section.tokens if token.kind == "percent")
    scale -= 3 * (trailing_commas(whole) + trailing_commas(fraction))
    places = placeholders(fraction)
    number = _rounded(number.scaleb(scale, _EXACT), len(places))
    digits, _, decimals = f"{number:f}".partition(".")
    return whole_shown(whole, digits.lstrip("0")) + decimals_shown(fraction, decimals)


def _exponential(section: Section, number: Decimal) -> str:
    """0.00E+00, and ##0.0E+0 whose exponents are multiples of the number of whole digits."""
    at = next(i for i, token in enumerate(section.tokens) if token.kind == "exponent")
    mark, power_tokens = section.tokens[at], section.tokens[at + 1 :]
    whole, fraction = halves(section.tokens[:at])
    width = max(1, len(placeholders(whole)))
    places = len(placeholders(fraction))
    exponent, mantissa = 0, number
    if number:
        exponent = number.adjusted() // width * width
        mantissa = _rounded(number.scaleb(-exponent, _EXACT), places)
        if mantissa.adjusted() >= width:
            exponent, mantissa = exponent + width, mantissa.scaleb(-width, _EXACT)
    digits, _, decimals = f"{_rounded(mantissa, places):f}".partition(".")
    digits = digits.lstrip("0") or "0" * width
    sign = "-" if exponent < 0 else "+" if mark.text.endswith("+") else ""
    power = str(abs(exponent)).lstrip("0") or "0"
    return (
        whole_shown(whole, digits)
        + decimals_shown(fraction, decimals)
        + mark.text[0]
        + _power(power_tokens, sign, power)
    )


def _power(tokens: tuple[Token, ...], sign: str, digits: str) -> str:
    """The exponent: its sign stands directly before its digits, behind any literals."""
    first = next((i for i, token in enumerate(tokens) if token.kind == "digit"), 0)
    return whole_shown(tokens[:first], "") + sign + whole_shown(tokens[first:], digits)
