"""What Excel shows for a number under a fraction: `# ?/?`, `# ??/100`, `??/??`.

ECMA-376 part 1, 18.8.31 names these formats and no more. The rules here are those of Excel's own results
(`tests/data/excel_number_formats.jsonl`) and of its manual, where 123.456 is 123 1/2 with one digit and
123 26/57 with two: Excel takes the last convergent of the continued fraction that fits, which is not always
the nearest fraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from noticemerge.excel.number_format.digits import literal, whole_shown
from noticemerge.excel.number_format.format_code import Section, Token, UnsupportedFormat

# So near to a whole number, the rest is the noise of a binary number: 4/11 is stored a little beside itself.
_NOISE = Fraction(1, 20_000_000)
# Excel looks for no longer denominator, however many places the format has.
_MOST_DIGITS = 7
_ZERO = Token("digit", "0")
_STRAY = {"point", "comma", "percent", "exponent", "slash"}


@dataclass(frozen=True, slots=True)
class _Layout:
    """The pieces of a fraction format, in the order in which they are written.

    `integer` ends with its last placeholder and is empty in an improper fraction; `gap` stands between it
    and `numerator`; `bar` is the slash with the literals around it. `fixed` is the denominator that is
    written in the format, else 0.
    """

    before: tuple[Token, ...]
    integer: tuple[Token, ...]
    gap: tuple[Token, ...]
    numerator: tuple[Token, ...]
    bar: tuple[Token, ...]
    denominator: tuple[Token, ...]
    fixed: int
    after: tuple[Token, ...]


def show_fraction(section: Section, number: Decimal) -> str:
    """The text of a fraction section for a number that is not negative; no sign is added.

    Raises `UnsupportedFormat` where the section has a point, a percent sign or a piece of a date, or where
    digits are missing on either side of the slash.
    """
    layout = _layout(section.tokens)
    value = Fraction(number)
    units = floor(value) if layout.integer else 0
    top, bottom = _approximation(value - units, layout)
    if layout.integer and top == bottom:
        units, top = units + 1, 0
        bottom = layout.fixed or 1
    shown = _mixed(layout, units, top, bottom) if layout.integer else _ratio(layout, top, bottom)
    return _literals(layout.before) + shown + _literals(layout.after)


def _mixed(layout: _Layout, units: int, top: int, bottom: int) -> str:
    """An integer and a fraction, either of which gives way when it is nothing.

    Its place is kept by spaces where a `?` asks for columns that stay in line.
    """
    integer, gap, numerator = layout.integer, layout.gap, layout.numerator
    if not top and not _has("0", numerator):
        rest = (*gap, *numerator, *layout.bar, *layout.denominator)
        is_kept = _has("?", (*integer, *numerator, *layout.denominator))
        return whole_shown(integer, str(units)) + (" " * _width(rest) if is_kept else "")
    is_nothing = not units and not _has("0", integer) and (top or not _has("?", integer))
    if not is_nothing:
        return whole_shown(integer, str(units)) + _literals(gap) + _ratio(layout, top, bottom)
    is_kept = _has("?", (*integer, *numerator))
    return whole_shown(integer, "") + (" " * _width(gap) if is_kept else "") + _ratio(layout, top, bottom)


def _ratio(layout: _Layout, top: int, bottom: int) -> str:
    """The numerator to the right, the slash, the denominator to the left."""
    shown = whole_shown(layout.numerator, str(top)) + _literals(layout.bar)
    if layout.fixed:
        return shown + str(layout.fixed)
    places = layout.denominator
    if _has("0", places):
        return shown + whole_shown(places, str(bottom))
    spare = places[: max(0, len(places) - len(str(bottom)))]
    return shown + str(bottom) + " " * sum(token.text == "?" for token in spare)


def _approximation(value: Fraction, layout: _Layout) -> tuple[int, int]:
    """Numerator and denominator as Excel chooses them."""
    if layout.fixed:
        return floor(value * layout.fixed + Fraction(1, 2)), layout.fixed
    return _convergent(value, 10 ** min(len(layout.denominator), _MOST_DIGITS) - 1)


def _convergent(value: Fraction, most: int) -> tuple[int, int]:
    """The last convergent of the continued fraction of `value` whose denominator is at most `most`."""
    (top, bottom), (old_top, old_bottom) = (1, 0), (0, 1)
    rest = value
    while True:
        term = floor(rest + _NOISE)
        new_top, new_bottom = term * top + old_top, term * bottom + old_bottom
        if new_bottom > most:
            return top, bottom
        (top, bottom), (old_top, old_bottom) = (new_top, new_bottom), (top, bottom)
        if rest - term < _NOISE:
            return top, bottom
        rest = 1 / (rest - term)


def _layout(tokens: tuple[Token, ...]) -> _Layout:
    slash = next(i for i, token in enumerate(tokens) if token.kind == "slash")
    numerator = _run_before(tokens, slash)
    start, end, fixed = _denominator(tokens, slash + 1)
    if not numerator or start == end:
        raise UnsupportedFormat("/")
    head = tokens[: numerator[0]]
    digits = [i for i, token in enumerate(head) if token.kind == "digit"]
    first, last = (digits[0], digits[-1] + 1) if digits else (len(head), len(head))
    layout = _Layout(
        before=head[:first],
        integer=head[first:last],
        gap=head[last:],
        numerator=tokens[numerator[0] : numerator[-1] + 1],
        bar=tokens[numerator[-1] + 1 : start],
        denominator=tokens[start:end],
        fixed=fixed,
        after=tokens[end:],
    )
    _refuse_strays(layout)
    return layout


def _refuse_strays(layout: _Layout) -> None:
    """A second slash, a point or more digits make the format no fraction that is known."""
    slashes = sum(token.kind == "slash" for token in layout.bar)
    around = (*layout.before, *layout.gap, *layout.bar, *layout.after)
    stray = [token for token in around if token.kind in _STRAY or token.kind == "digit"]
    inside = [token for token in layout.integer if token.kind in _STRAY - {"comma"}]
    if slashes != 1 or len(stray) != 1 or inside:
        raise UnsupportedFormat("".join(token.text for token in (*stray, *inside)) or "/")


def _run_before(tokens: tuple[Token, ...], end: int) -> range:
    """The places of the digits that stand together before `end`, literals between them and it passed over."""
    last = end - 1
    while last >= 0 and tokens[last].kind != "digit":
        last -= 1
    first = last
    while first > 0 and tokens[first - 1].kind == "digit":
        first -= 1
    return range(first, last + 1) if last >= 0 else range(0)


def _denominator(tokens: tuple[Token, ...], start: int) -> tuple[int, int, int]:
    """Where the denominator begins and ends, and its value if the format fixes it, else 0."""
    while start < len(tokens) and tokens[start].kind not in {"digit", "numeral"}:
        start += 1
    end, is_fixed = start, start < len(tokens) and tokens[start].kind == "numeral"
    while end < len(tokens) and _continues(tokens[end], is_fixed):
        end += 1
    text = "".join(token.text for token in tokens[start:end])
    return start, end, int(text) if is_fixed else 0


def _continues(token: Token, is_fixed: bool) -> bool:
    if is_fixed:
        return token.kind == "numeral" or token == _ZERO
    return token.kind == "digit"


def _has(placeholder: str, tokens: tuple[Token, ...]) -> bool:
    return any(token.kind == "digit" and token.text == placeholder for token in tokens)


def _width(tokens: tuple[Token, ...]) -> int:
    return sum(1 if token.kind == "padding" else len(token.text) for token in tokens)


def _literals(tokens: tuple[Token, ...]) -> str:
    return "".join(literal(token) for token in tokens)
