"""Quotation marks of an expression, straight, curly and full-width, and the signs that stand outside them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "‘": "’", "’": "’", "＂": "＂", "＇": "＇", "„": "”"}
CLOSERS = {"”": '“”"', "’": "‘’'"}


def unquoted(text: str) -> Iterator[tuple[int, str]]:
    """The signs of an expression that stand in no string, each with its place."""
    quote = ""
    for at, char in enumerate(text):
        if quote:
            quote = "" if char in CLOSERS.get(quote, quote) else quote
        elif char in QUOTES:
            quote = QUOTES[char]
        else:
            yield at, char


def half_width_signs(text: str) -> str:
    """Signs outside strings in their half-width form, and one space for several.

    Names meet by folding, so they lose nothing.
    """
    out: list[str] = []
    quote = ""
    for char in text:
        if quote:
            quote = "" if char in CLOSERS.get(quote, quote) else quote
        elif char.isspace() and char != "\n" and out and out[-1].isspace():
            continue
        elif char in QUOTES:
            quote = QUOTES[char]
        elif unicodedata.category(char)[0] in "PSZ":
            half = unicodedata.normalize("NFKC", char)
            char = half if len(half) == 1 and half.isascii() else char
        out.append(char)
    return "".join(out)
