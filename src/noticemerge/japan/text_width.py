"""How wide a text is, in half-width characters: on a terminal, in a column of a sheet, on paper."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """The half-width characters that one line of `text` takes.

    A Japanese character takes two, also one whose width Unicode calls ambiguous (UAX #11); a mark that is put
    over another character, and a control of direction, none.
    """
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


class _Widths(dict[str, int]):
    """The width of each character met so far."""

    def __missing__(self, character: str) -> int:
        if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
            found = 0
        else:
            found = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        self[character] = found
        return found


_WIDTHS = _Widths()
