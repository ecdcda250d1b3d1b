"""A text as a cell displays it, which knows the day that the cell stores."""

from __future__ import annotations

import datetime
from typing import Self


class DatedText(str):
    """What a cell shows of a day (5月1日), with the `day` itself, whose year it may not show."""

    __slots__ = ("day",)

    day: datetime.date

    def __new__(cls, text: str, day: datetime.date) -> Self:
        made = super().__new__(cls, text)
        made.day = day
        return made

    def __repr__(self) -> str:
        """Another one for another day: by it is told whether a letter would be the same."""
        return f"{str(self)!r} of {self.day}"

    def __reduce__(self) -> tuple[type[Self], tuple[str, datetime.date]]:
        # So that it can be sent to the process that makes the letter.
        return type(self), (str(self), self.day)
