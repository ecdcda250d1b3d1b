"""The outcome of each member's letter: made, unchanged, excluded or in error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from noticemerge.planning import Letter, Letters


class Status(StrEnum):
    """What became of a member's letter in this run; `KEPT` was edited by hand and stays as it is."""

    MADE = "made"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    EXCLUDED = "excluded"
    ERROR = "error"


@dataclass(slots=True)
class Outcome:
    """One member's line in the register; `note` is the reason in words, "" when there is none."""

    letter: Letter
    status: Status
    sha256: str = ""
    note: str = ""


_STATUSES = tuple(Status)
_DIGEST = 32
_NONE = bytes(_DIGEST)


class Outcomes(Sequence[Outcome]):
    """The outcomes of the first of `letters`, as many as were added; put together anew when asked for."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._statuses = bytearray()
        self._digests = bytearray()
        self._sources = bytearray()
        self._notes: dict[int, str] = {}

    def add(self, status: Status, digest: bytes = b"", source: bytes = b"", note: str = "") -> None:
        """What became of the next letter: the SHA-256 of its file and of what it was made of, if any."""
        if note:
            self._notes[len(self)] = note
        self._statuses.append(_STATUSES.index(status))
        self._digests += digest or _NONE
        self._sources += source or _NONE

    def tally(self, status: Status) -> int:
        """How many letters have this status."""
        return self._statuses.count(_STATUSES.index(status))

    @property
    def of_run(self) -> Counter[Status]:
        """How many there are of each status, of the members that were chosen for this run."""
        others = self._letters.not_chosen
        return Counter(self.status(index) for index in range(len(self)) if index not in others)

    @property
    def is_of_part(self) -> bool:
        """Whether members were left out by the choice for this run."""
        return bool(self._letters.not_chosen)

    def digest(self, index: int) -> bytes:
        """The SHA-256 of a letter's file, b"" where there is none."""
        return _digest(self._digests, index)

    def source(self, index: int) -> bytes:
        """The SHA-256 of what a letter was made of, b"" where it was not made."""
        return _digest(self._sources, index)

    def status(self, index: int) -> Status:
        """What became of a letter."""
        return _STATUSES[self._statuses[index]]

    def __len__(self) -> int:
        return len(self._statuses)

    @overload
    def __getitem__(self, index: int) -> Outcome: ...

    @overload
    def __getitem__(self, index: slice) -> list[Outcome]: ...

    def __getitem__(self, index: int | slice) -> Outcome | list[Outcome]:
        if isinstance(index, slice):
            return [self[one] for one in range(len(self))[index]]
        index = range(len(self))[index]
        sha256, note = self.digest(index).hex(), self._notes.get(index, "")
        return Outcome(self._letters[index], self.status(index), sha256, note)


def _digest(digests: bytearray, index: int) -> bytes:
    digest = bytes(digests[index * _DIGEST : (index + 1) * _DIGEST])
    return b"" if digest == _NONE else digest
