"""Member numbers that lost the zeros at their front: 4 among 0001, 0002 and so on."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator


class LostZeros:
    """Numbers are added one by one, and only their places are kept, by how many digits they have."""

    def __init__(self) -> None:
        self._padded = Counter[int]()
        self._examples: dict[int, str] = {}
        self._bare: dict[int, array[int]] = {}
        self._count = 0

    def add(self, number: str) -> None:
        """The next number, in half-width digits if it has digits alone."""
        if number.isascii() and number.isdigit():
            length = len(number)
            if number[0] == "0" and length > 1:
                self._padded[length] += 1
                self._examples.setdefault(length, number)
            else:
                self._bare.setdefault(length, array("L")).append(self._count)
        self._count += 1

    def found(self) -> Iterator[tuple[int, int, str]]:
        """Which ones, counted from 0, with the digits they should have and a number that has them."""
        if self._padded:
            digits = self._padded.most_common(1)[0][0]
            for length, places in self._bare.items():
                if length < digits:
                    yield from ((place, digits, self._examples[digits]) for place in places)
