"""Mailings that were made before, as far as a new one has to know of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from noticemerge.japan import fold, nearest

# A subject that was only corrected is that of the same mailing.
_SAME_SUBJECT = 0.8


@dataclass(frozen=True, slots=True)
class Mailing:
    """A mailing that was made: number, subject and date of its letters, and the folder they are in."""

    number: str
    subject: str
    date: datetime.date | None = None
    folder: str = ""

    def is_about(self, subject: str) -> bool:
        """Whether this is its subject, as far as both are known."""
        is_known = bool(subject and self.subject)
        is_alike = fold(self.subject) == fold(subject) or nearest(
            subject, [self.subject], at_least=_SAME_SUBJECT
        )
        return bool(is_alike) or not is_known

    def has_other_number(self, number: str) -> bool:
        """Whether this is another number than its own, where both have one."""
        return bool(number and self.number) and fold(number) != fold(self.number)
