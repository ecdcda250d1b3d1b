"""What Word takes for a number in a merge field's value, and numbers that a formula has made."""

from __future__ import annotations

import re
from decimal import Decimal

from noticemerge.template.typed_values import Unfit

_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+−△▲])?\s*[¥￥\\$€£]?\s*(?P<inner>[-−])?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?P<part>\.\d*)?(?P<power>[eE][-+]?\d{1,3})?"
    r"\s*(?P<unit>%|円|部|名|人|社|個|枚|件|口|回|年|本|冊|通)?(?P<close>\))?",
    re.ASCII,
)
_BEGINS_AS_NUMBER = re.compile(r"[-+−(△▲¥￥\\$]*\s*\.?\d", re.ASCII)
_NEGATIVE = frozenset("-−△▲")
_DECIMALS = Decimal("0.01")
# Word keeps about fifteen digits of what it computes; data keep all of theirs.
_DIGITS = 15


class Amount(str):
    """A number as a formula prints it, which keeps all its digits for a numeric picture."""

    __slots__ = ("number",)
    number: Decimal

    @classmethod
    def of(cls, number: Decimal, *, is_grouped: bool = False) -> Amount:
        """Without a picture Word shows two decimals at most, grouped when an operand was."""
        shown = _rounded(number)
        made = cls(f"{shown:,f}" if is_grouped else f"{shown:f}")
        made.number = number
        return made


def read_number(text: str) -> Decimal | None:
    """The number that a text is: 1,234 ¥1,000 5% 1.0 01 (500) 1,234円 1e3; None for any other.

    Digits of full width are no number to Word.
    """
    if isinstance(text, Amount):
        return text.number
    plain = text.strip()
    if plain.isascii() and plain.isdigit():
        return Decimal(plain)
    match = _NUMBER.fullmatch(plain)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    digits = match["whole"].replace(",", "") + (match["part"] or "")
    if not any(sign.isdigit() for sign in digits):
        return None
    number = Decimal(digits + (match["power"] or ""))
    if match["unit"] == "%":
        number /= 100
    is_negative = match["sign"] in _NEGATIVE or bool(match["inner"]) or bool(match["open"])
    return -number if is_negative else number


def number_or_text(text: str) -> Decimal | None:
    """As `read_number`; raises `Unfit` for what Word would compute with though it is no number.

    A telephone number, a date, a postcode or 2,5 is arithmetic to Word: 03-1234-5678 prints -6909.
    """
    number = read_number(text)
    if number is None and _BEGINS_AS_NUMBER.match(text.strip()):
        raise Unfit(text)
    return number


def is_grouped(text: str) -> bool:
    """Whether a number is written with commas between its thousands."""
    return "," in text and read_number(text) is not None


def _rounded(number: Decimal) -> Decimal:
    kept = number
    if number and (excess := len(number.as_tuple().digits) - _DIGITS) > 0 and number.adjusted() < _DIGITS:
        kept = round(number, max(_DIGITS - 1 - number.adjusted(), 0)) if excess else number
    cut = kept.quantize(_DECIMALS, "ROUND_HALF_UP") if kept.adjusted() < 25 else kept
    text = f"{cut:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text) + 0
