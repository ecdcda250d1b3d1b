r"""What the words behind `\*` make of a value: letters, widths and numerals (ECMA-376 part 1 §17.16.4.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from noticemerge.japan import as_read, digit_by_digit
from noticemerge.template.fields.numbers import read_number

_TO_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_TO_HALF = {full: half for half, full in _TO_FULL.items()}
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = (
    "_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
# Beyond, Word itself has no words.
_LARGEST_SAID = 1_000_000
# These say whose looks the result takes, which is the business of who writes it.
LOOKS = frozenset({"MERGEFORMAT", "CHARFORMAT"})


def with_form(value: str, word: str) -> str:
    """The value in the form that a word behind `\\*` asks for; a form of numbers leaves other texts alone."""
    if (of_text := _OF_TEXT.get(word.upper())) is not None:
        return of_text(value)
    number = read_number(value)
    if number is None or number < 0 or number >= 10**16:
        return value
    made = _OF_NUMBERS[word.upper()](number, word)
    return made if made is not None else value


def is_form(word: str) -> bool:
    """Whether Word knows this word behind `\\*`."""
    return word.upper() in _OF_TEXT or word.upper() in _OF_NUMBERS or word.upper() in LOOKS


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _capitals(text: str) -> str:
    return re.sub(r"[^\s\-]+", lambda word: word[0][:1].upper() + word[0][1:].lower(), text)


_OF_TEXT: dict[str, Callable[[str], str]] = {
    "UPPER": str.upper,
    "LOWER": str.lower,
    "FIRSTCAP": _first_capital,
    "CAPS": _capitals,
    "DBCHAR": lambda text: text.translate(_TO_FULL),
    "SBCHAR": lambda text: text.translate(_TO_HALF),
}


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value("ROUND_HALF_UP"))


def _in_range(number: Decimal, first: int, last: int, base: int) -> str | None:
    whole = _whole(number)
    return chr(base + whole - first) if first <= whole <= last else None


def _roman(number: Decimal, word: str) -> str | None:
    left, out = _whole(number), ""
    if not 0 < left < 32768:
        return None
    for value, letters in _ROMAN:
        count, left = divmod(left, value)
        out += letters * count
    return out if word[0].isupper() else out.lower()


def _alphabetic(number: Decimal, word: str) -> str | None:
    whole = _whole(number)
    if not 0 < whole <= 780:
        return None
    letter = chr(ord("A") + (whole - 1) % 26) * ((whole - 1) // 26 + 1)
    return letter if word[0].isupper() else letter.lower()


def _ordinal(number: Decimal, _word: str) -> str:
    whole = _whole(number)
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{whole}{'th' if 10 < whole % 100 < 14 else endings.get(whole % 10, 'th')}"


def _said(whole: int) -> str:
    if whole < 20:
        return _ONES[whole]
    if whole < 100:
        return _TENS[whole // 10] + (f"-{_ONES[whole % 10]}" if whole % 10 else "")
    unit, name = (100, "hundred") if whole < 1000 else (1000, "thousand")
    return f"{_said(whole // unit)} {name}" + (f" {_said(whole % unit)}" if whole % unit else "")


def _cardinal(number: Decimal, _word: str) -> str | None:
    return _said(_whole(number)) if _whole(number) < _LARGEST_SAID else None


def _ordinal_said(number: Decimal, _word: str) -> str | None:
    if _whole(number) >= _LARGEST_SAID:
        return None
    said = _said(_whole(number))
    head, last = re.fullmatch(r"(.*?)([a-z]+)", said).groups()  # type: ignore[union-attr]
    ordinal = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{head}{ordinal}"


def _dollars(number: Decimal, _word: str) -> str | None:
    cents = _whole(number * 100)
    whole, rest = divmod(cents, 100)
    return f"{_said(whole)} and {rest:02d}/100" if whole < _LARGEST_SAID else None


def _by_ten_thousands(number: Decimal, _word: str) -> str:
    groups: list[tuple[str, str]] = []
    left, units = _whole(number), ("", "万", "億", "兆")
    for unit in units:
        left, group = divmod(left, 10_000)
        if group or not (left or groups):
            groups.append((digit_by_digit(str(group).zfill(4) if left else str(group), 1), unit))
    return "".join(text + unit for text, unit in reversed(groups))


def _arabic(number: Decimal, _word: str) -> str:
    return str(_whole(number))


def _row(signs: str) -> Callable[[Decimal, str], str | None]:
    def made(number: Decimal, _word: str) -> str | None:
        whole = _whole(number)
        # Word begins anew behind the last one.
        return signs[(whole - 1) % len(signs)] if whole > 0 else None

    return made


_OF_NUMBERS: dict[str, Callable[[Decimal, str], str | None]] = {
    "ARABIC": _arabic,
    "ARABICDASH": lambda number, _: f"- {_whole(number)} -",
    "ROMAN": _roman,
    "ALPHABETIC": _alphabetic,
    "ORDINAL": _ordinal,
    "CARDTEXT": _cardinal,
    "ORDTEXT": _ordinal_said,
    "DOLLARTEXT": _dollars,
    "HEX": lambda number, _: f"{_whole(number):X}",
    "CIRCLENUM": lambda number, _: _in_range(number, 1, 20, 0x2460),
    "GB1": lambda number, _: _in_range(number, 1, 20, 0x2488),
    "GB2": lambda number, _: _in_range(number, 1, 20, 0x2474),
    "GB3": lambda number, _: _in_range(number, 1, 20, 0x2460),
    "AIUEO": _row(_KANA),
    "IROHA": _row(_IROHA),
    "DBNUM1": lambda number, _: digit_by_digit(str(_whole(number)), 1),
    "DBNUM2": lambda number, _: as_read(_whole(number), 1),
    "DBNUM3": lambda number, _: as_read(_whole(number), 2),
    "DBNUM4": _by_ten_thousands,
    "KANJINUM1": lambda number, _: digit_by_digit(str(_whole(number)), 1),
    "KANJINUM2": lambda number, _: as_read(_whole(number), 1),
    "KANJINUM3": lambda number, _: as_read(_whole(number), 2),
}
