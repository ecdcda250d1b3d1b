"""Digits laid over the placeholders of a number format: 0, ? and #, with the literals between them."""

from __future__ import annotations

from collections.abc import Iterator

from noticemerge.excel.number_format.format_code import Token, UnsupportedFormat


def halves(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The tokens before the decimal point, and from the point on."""
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    return tokens[:point], tokens[point:]


def placeholders(tokens: tuple[Token, ...]) -> list[int]:
    """Where the placeholders of digits stand."""
    return [i for i, token in enumerate(tokens) if token.kind == "digit"]


def trailing_commas(tokens: tuple[Token, ...]) -> int:
    """The commas directly behind the last digit, each of which divides by 1000."""
    places = placeholders(tokens)
    count = 0
    while places and places[-1] + 1 + count < len(tokens) and tokens[places[-1] + 1 + count].kind == "comma":
        count += 1
    return count


def _is_grouped(tokens: tuple[Token, ...]) -> bool:
    """A comma between two digits groups all digits by thousands."""
    places = placeholders(tokens)
    return bool(places) and any(t.kind == "comma" for t in tokens[places[0] : places[-1]])


def whole_shown(tokens: tuple[Token, ...], digits: str) -> str:
    """The digits laid over the placeholders from the right; the first one takes all that are left."""
    places = placeholders(tokens)
    grouped = _is_grouped(tokens)
    after_last = places[-1] + 1 + trailing_commas(tokens) if places else 0
    shown: list[str] = []
    position = 0  # counted from the right, for grouping
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind == "comma" and places and places[0] < index < after_last:
            continue
        if token.kind != "digit":
            shown.append(literal(token))
            continue
        taken = digits[-1:] if index != places[0] else digits
        digits = digits[:-1] if index != places[0] else ""
        for digit in reversed(taken) if taken else [""]:
            shown.extend(_digit(token.text, digit, grouped and position and position % 3 == 0))
            position += 1
    return "".join(reversed(shown))


def _digit(placeholder: str, digit: str, comma: object) -> Iterator[str]:
    """A digit and the comma to its right (the caller writes from right to left)."""
    blank = {"0": "0", "?": " ", "#": ""}[placeholder]
    if comma and (digit or blank):
        yield "," if digit or placeholder == "0" else " "
    yield digit or blank


def decimals_shown(tokens: tuple[Token, ...], decimals: str) -> str:
    """The point and the decimals; zeros at the end show only where the placeholder says so."""
    places = placeholders(tokens)
    after_last = places[-1] + 1 + trailing_commas(tokens) if places else 0
    shown, used = [], 0
    for index, token in enumerate(tokens):
        if token.kind == "comma" and places and index < after_last:
            continue
        if token.kind != "digit":
            shown.append("." if token.kind == "point" else literal(token))
            continue
        is_left = decimals[used:].strip("0") != ""
        blank = {"0": "0", "?": " ", "#": ""}[token.text]
        shown.append(decimals[used] if is_left else blank)
        used += 1
    return "".join(shown)


def literal(token: Token) -> str:
    """What a token shows that is no digit. Raises `UnsupportedFormat` for one that has no place here."""
    if token.kind == "literal":
        return token.text
    if token.kind == "padding":
        return " "
    if token.kind in {"comma", "percent", "slash", "point"}:
        return {"comma": ",", "percent": "%", "slash": "/", "point": "."}[token.kind]
    raise UnsupportedFormat(token.text)
