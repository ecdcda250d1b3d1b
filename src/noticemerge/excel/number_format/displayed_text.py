"""From a stored value and its number format to the text that Excel shows in the cell.

One door: `displayed_text`. A format that is not understood is refused (`UnsupportedFormat`), never guessed.
Measured against what Excel shows by `tests/data/excel_number_formats.jsonl`.
"""

from __future__ import annotations

import operator

from noticemerge.excel.number_format.dates import last_day, show_date
from noticemerge.excel.number_format.format_code import Section, UnsupportedFormat, sections
from noticemerge.excel.number_format.numbers import decimal, general, show_number
from noticemerge.japan import general_as_read

__all__ = ["TOO_WIDE", "UnsupportedFormat", "displayed_text", "shows_date"]

# What Excel shows for a date before its first day or behind its last.
TOO_WIDE = "########"
_OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_PLAIN = sections("General")[0]


def displayed_text(value: str | bool | int | float, format_code: str, date1904: bool = False) -> str:
    """The text that Excel shows for `value` under `format_code` (ECMA-376 part 1, 18.8.31).

    A date is given as its serial number of days, `date1904` saying where days count from. Spaces by
    which a format only keeps a distance at the cell's edge (`_)`) are left out. `TOO_WIDE` for a date that
    Excel cannot show. Raises `UnsupportedFormat`.
    """
    parts = sections(format_code)
    if isinstance(value, bool):
        return _show_text(parts, "TRUE" if value else "FALSE")
    if isinstance(value, str):
        return _show_text(parts, value)
    section, magnitude, sign = _choose(parts, float(decimal(value)))
    if section is None:
        return TOO_WIDE
    _refuse_faults(section)
    section = _without_edges(section)
    shown = _show(section, magnitude, date1904, bool(sign))
    if shown == TOO_WIDE or (len(parts) == 1 and _is_rounded_to_zero(section, magnitude, shown)):
        return shown
    return sign + shown


def shows_date(value: int | float, format_code: str) -> bool:
    """Whether the format shows this number as a date or a time. Raises `UnsupportedFormat`."""
    section, _, _ = _choose(sections(format_code), float(decimal(value)))
    return section is not None and section.is_date


def _show(section: Section, value: float, date1904: bool, is_negative: bool) -> str:
    if section.is_date:
        if section.has("digit", "general", "text", "exponent"):
            raise UnsupportedFormat("a date and a number in one")
        # Only spans of time may be negative, and only where days count from 1904.
        if value >= last_day(date1904) + 1 or (is_negative and not (date1904 and section.has("elapsed"))):
            return TOO_WIDE
        return show_date(section, value, date1904)
    if section.has("general", "text"):
        shown = _general(section, value)
        return "".join(
            shown if t.kind in {"general", "text"} else _fixed(t.kind, t.text) for t in section.tokens
        )
    return show_number(section, value)


def _is_rounded_to_zero(section: Section, value: float, shown: str) -> bool:
    """Whether digits show nothing but 0 for another number: Excel then writes no minus of its own.

    It does so only under a format of one section without a condition, and not for fractions.
    """
    if section.condition or not section.has("digit") or section.has("slash", "general", "text"):
        return False
    return bool(value) and not section.is_date and shown == show_number(section, 0)


def _general(section: Section, value: float) -> str:
    if not section.digits:
        return general(value)
    try:
        return general_as_read(decimal(value), section.digits)
    except ValueError as unread:
        raise UnsupportedFormat(f"[DBNum{section.digits}]") from unread


def _show_text(parts: tuple[Section, ...], text: str) -> str:
    """The text through the text section; as it stands where the format has none."""
    section = parts[-1]
    is_fixed = len(parts) == 1 and bool(section.tokens) and all(_is_fixed(t.kind) for t in section.tokens)
    if len(parts) < 4 and not section.has("text") and not is_fixed:
        return text
    _refuse_faults(section)
    tokens = _without_edges(section).tokens
    return "".join(text if t.kind in {"text", "general"} else _fixed(t.kind, t.text) for t in tokens)


def _is_fixed(kind: str) -> bool:
    return kind in {"literal", "padding"}


def _fixed(kind: str, text: str) -> str:
    if kind == "padding":
        return " "
    if kind in {"date", "digit", "elapsed", "exponent", "ampm", "subsecond"}:
        raise UnsupportedFormat(text)
    return text


def _choose(parts: tuple[Section, ...], value: float) -> tuple[Section | None, float, str]:
    """The section for a number, its magnitude, and the sign that stands before the whole.

    The minus sign is left out where a section is only for negative numbers; it then writes its own.
    None when every section has a condition and none holds.
    """
    numeric = parts[:-1] if len(parts) == 4 or (len(parts) > 1 and parts[-1].has("text")) else parts
    sign = "-" if value < 0 else ""
    if any(section.condition for section in numeric):
        return _choose_by_condition(numeric, value, sign)
    if len(numeric) == 1 or value > 0 or (value == 0 and len(numeric) == 2):
        return numeric[0], abs(value), sign if len(numeric) == 1 else ""
    return numeric[1 if value < 0 else 2], abs(value), ""


def _choose_by_condition(
    numeric: tuple[Section, ...], value: float, sign: str
) -> tuple[Section | None, float, str]:
    for index, section in enumerate(numeric):
        if section.condition:
            compare, limit = section.condition
            if _OPERATORS[compare](value, limit):
                return section, abs(value), "" if _is_negative_only(compare, limit) else sign
        elif index == len(numeric) - 1 or (index == 0 and value > 0) or (index == 1 and value < 0):
            return section, abs(value), "" if index == 1 and len(numeric) == 3 else sign
    return (_PLAIN if len(numeric) == 1 else None), abs(value), sign


def _is_negative_only(compare: str, limit: float) -> bool:
    return (limit < 0 and compare in {"<=", "="}) or (limit <= 0 and compare == "<")


def _refuse_faults(section: Section) -> None:
    if section.faults:
        raise UnsupportedFormat(" ".join(section.faults))


def _without_edges(section: Section) -> Section:
    """The section without the distances it keeps from the cell's edges: they show nothing."""
    tokens = list(section.tokens)
    while tokens and tokens[0].kind == "padding":
        del tokens[0]
    while tokens and tokens[-1].kind == "padding":
        del tokens[-1]
    if len(tokens) == len(section.tokens):
        return section
    return Section(
        tuple(tokens), section.condition, section.language, section.gannen, section.digits, section.faults
    )
