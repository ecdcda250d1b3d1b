"""A kind of problem: its severity, the sentence that says what is wrong, and the cure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error stops the run, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ERROR, WARNING, NOTE = Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: `message` says what is wrong and `hint` what to do; {names} are facts."""

    severity: Severity
    message: str
    hint: str
