"""Mailings that were made before, as far as a new one has to know of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mailing:
    """A mailing that was made: number, subject and date of its letters, and the folder they are in."""

    number: str
    subject: str
    date: datetime.date | None = None
    folder: str = ""
