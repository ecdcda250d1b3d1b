"""Member numbers as file names begin with them: padded, so that files sort as the numbers do.

A folder sorted by characters has 10 before 2; so do programs that print one file after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_DIGITS = re.compile(r"([0-9]+|[０-９]+)")
# Nobody pads by more: a telephone number among the numbers would make all of them as long.
_MOST = 8


class SortedNumbers:
    """Pads numbers that are written alike: 1 beside 40 is 01, A1 beside A40 A01, 1-2 beside 3-10 1-02."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self._widths: dict[str, list[int]] = {}
        for number in numbers:
            form, runs = _parted(number)
            longest = self._widths.setdefault(form, [0] * len(runs))
            for position, run in enumerate(runs):
                if len(run) <= _MOST:
                    longest[position] = max(longest[position], len(run))

    def padded(self, number: str) -> str:
        """The number with as many zeros before each run of digits as the longest of its kind needs."""
        form, runs = _parted(number)
        if runs == [number] and number.isascii():
            return number.rjust(self._widths.get(form, [0])[0], "0")
        widths = iter(self._widths.get(form, [0] * len(runs)))
        return "".join(
            part.rjust(next(widths), "0" if part.isascii() else "０") if position % 2 else part
            for position, part in enumerate(_DIGITS.split(number))
        )


def _parted(number: str) -> tuple[str, list[str]]:
    """A number without its digits, and each run of them."""
    if number.isascii() and number.isdigit():
        return "0", [number]
    parts = _DIGITS.split(number)
    return "0".join(parts[::2]), parts[1::2]
