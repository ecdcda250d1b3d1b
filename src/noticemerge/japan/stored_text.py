"""A text as a cell displays it, which knows the number or the day that the cell stores."""

from __future__ import annotations

import datetime
from typing import Self


class CellText(str):
    """What a cell shows; `stored` is the number or the day behind it: 1234567 of 1,235."""

    __slots__ = ("stored",)

    stored: int | float | datetime.date

    def __new__(cls, shown: str, stored: int | float | datetime.date) -> Self:
        made = super().__new__(cls, shown)
        made.stored = stored
        return made

    def __repr__(self) -> str:
        """Another one for another value: by it is told whether a letter would be the same."""
        return f"{str(self)!r} of {self.stored!r}"

    def __reduce__(self) -> tuple[type[Self], tuple[str, int | float | datetime.date]]:
        # So that it can be sent to the process that makes the letter.
        return type(self), (str(self), self.stored)
