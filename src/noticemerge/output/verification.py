"""Whether an output folder still holds what was made, and nothing else."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from noticemerge.output.record import FOLDER, REGISTER, Made, State, digest_of
from noticemerge.problems import CannotUse, Place, Problem, problem


class Finding(StrEnum):
    """What became of a file since it was made; `UNKNOWN` was not made by this program."""

    AS_MADE = "as_made"
    EDITED = "edited"
    MISSING = "missing"
    UNKNOWN = "unknown"


_CODES = {Finding.EDITED: "NM-W18", Finding.MISSING: "NM-W19", Finding.UNKNOWN: "NM-W20"}
# What Word, Windows and macOS put into folders unasked.
_SYSTEM_FILES = ("thumbs.db", "desktop.ini")
_SYSTEM_PREFIXES = (".", "~$")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file: its path below the folder, the member's number, what became of it, and its digest now."""

    name: str
    member: str
    finding: Finding
    sha256: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: a letter on record or an unknown file for each of `files`, and the register."""

    folder: Path
    files: list[Checked]
    register: Checked
    problems: list[Problem]

    @property
    def counts(self) -> dict[str, int]:
        """How many files there are of each finding; the register is not counted."""
        counted = Counter(checked.finding for checked in self.files)
        return {str(finding): counted[finding] for finding in Finding}


def verify(folder: Path) -> Verified:
    """Compare the files of an output folder with the record of what was made; nothing is written.

    Whatever is not as it was made is an error among `problems`. Raises `CannotUse` when the folder has
    no record or one that cannot be read, OSError when a file cannot be read.
    """
    state = State.read(folder)
    if state.damaged or not state.files:
        raise CannotUse(problem("NM-W22" if state.damaged else "NM-W21", Place(file=str(folder))))
    files = [_checked(folder, name, made) for name, made in state.files.items() if name != REGISTER]
    files += [
        Checked(name, "", Finding.UNKNOWN, digest_of(folder / name).hex())
        for name in sorted(_names(folder))
        if not state.made(name) and name != REGISTER
    ]
    register = _checked(folder, REGISTER, state.files.get(REGISTER) or Made("", ()))
    problems = [problem("NM-W17", Place(file=str(folder)))] if state.was_cut_short else []
    problems += [
        problem(_CODES[checked.finding], Place(file=str(folder / checked.name), member=checked.member))
        for checked in (*files, register)
        if checked.finding in _CODES
    ]
    return Verified(folder, files, register, problems)


def _checked(folder: Path, name: str, made: Made) -> Checked:
    there = digest_of(folder / name)
    known = Finding.AS_MADE if there in made.known else Finding.EDITED
    return Checked(name, made.member, known if there else Finding.MISSING, there.hex())


def _names(folder: Path) -> Iterator[str]:
    """The files below the folder, but for our record and what systems leave about."""
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != FOLDER]
        for name in names:
            if name.casefold() not in _SYSTEM_FILES and not name.startswith(_SYSTEM_PREFIXES):
                yield (Path(above) / name).relative_to(folder).as_posix()
