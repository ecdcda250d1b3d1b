"""What became of a member's letter: a line of the register."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from noticemerge.planning import Letter


class Status(StrEnum):
    """What became of a member's letter in this run."""

    MADE = "made"
    UNCHANGED = "unchanged"
    EXCLUDED = "excluded"
    ERROR = "error"


@dataclass(slots=True)
class Outcome:
    """One member's line in the register; `note` is the reason in words, "" when there is none."""

    letter: Letter
    status: Status
    sha256: str = ""
    note: str = ""
