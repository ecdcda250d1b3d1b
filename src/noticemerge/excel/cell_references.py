"""Names of cells and ranges, such as C7 and A1:F1 (ECMA-376 part 1, 18.18.7, 18.18.62), as numbers."""

from __future__ import annotations

from functools import lru_cache

from noticemerge.japan import lazy_pattern

_CELL = lazy_pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]+)")


@lru_cache(maxsize=1024)
def column_index(letters: str) -> int:
    """The index of a column from 0: "C" is 2. Raises ValueError for what names no column."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise ValueError(letters)
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def position(reference: str) -> tuple[int, int]:
    """The row from 1 and the column from 0 of a cell. Raises ValueError for what names no cell."""
    found = _CELL.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    return int(found[2]), column_index(found[1])


def corners(reference: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of a range or of one cell, as `position` counts.

    Raises ValueError for what names none.
    """
    first, colon, last = reference.partition(":")
    top, left = position(first)
    bottom, right = position(last) if colon else (top, left)
    return top, left, bottom, right
