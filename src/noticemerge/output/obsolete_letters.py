"""Letters of earlier runs that no member of the list gets under this name any more."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from noticemerge.excel import patiently
from noticemerge.output.outcomes import Status
from noticemerge.output.record import REGISTER, State, digest_of, fold_path
from noticemerge.problems import Place, Problem, problem

if TYPE_CHECKING:
    from noticemerge.output.outcomes import Outcome, Outcomes


class Fate(Enum):
    """Why an old letter has no member: it got a new name, is not made this time, or the member left."""

    RENAMED = auto()
    WAITING = auto()
    LEFT = auto()


@dataclass(frozen=True, slots=True)
class Leftover:
    """An old letter below the output folder; `heir` is the name of the letter that takes its place."""

    name: str
    member: str
    fate: Fate
    heir: str
    edited: bool

    def goes(self, prune: bool) -> bool:
        """Whether the file is to be removed: never one that was edited by hand."""
        wanted = self.fate is Fate.RENAMED or (self.fate is Fate.LEFT and prune)
        return wanted and not self.edited

    def problem(self, folder: Path, prune: bool) -> Problem:
        """What is said about it."""
        place = Place(file=str(folder / self.name), member=self.member)
        if self.fate is Fate.RENAMED:
            return problem("NM-W13" if self.edited else "NM-W12", place, heir=self.heir)
        if self.fate is Fate.WAITING:
            return problem("NM-W16", place)
        if not prune:
            return problem("NM-W04", place)
        return problem("NM-W15" if self.edited else "NM-W14", place)


def leftovers(state: State, outcomes: Outcomes, folder: Path) -> list[Leftover]:
    """The old letters that are still in the folder; the state forgets those that are gone. Raises OSError."""
    old = {name for name in state.files if name != REGISTER}
    if old:
        old -= {
            o.letter.file
            for o in outcomes
            if o.status is not Status.EXCLUDED or o.letter.excluded_this_run_only
        }
    members = _Members(outcomes) if old else None
    found = []
    for name in [name for name in state.files if name in old]:
        made = state.files[name]
        there = digest_of(folder / name)
        if not there or members is None:
            del state.files[name]
            continue
        fate, heir = members.fate(made.member)
        found.append(Leftover(name, made.member, fate, heir, edited=there not in made.known))
    return found


def remove(old: Leftover, folder: Path, current: Mapping[str, str]) -> None:
    """Remove the file, and its folder when that is empty then; `current` are the letters by `fold_path`.

    Raises OSError.
    """
    path = folder / old.name
    # Windows and macOS do not tell AB社 from Ab社: what stands there may be a new letter.
    alike = current.get(fold_path(old.name))
    with suppress(FileNotFoundError):
        if alike and path.samefile(folder / alike):
            return
    patiently(path.unlink, True)
    for above in list(PurePosixPath(old.name).parents)[:-1]:
        with suppress(OSError):
            (folder / above).rmdir()


class _Members:
    """Whose letter an old file is, by member number; 12 is 0012 where nobody is called 12."""

    def __init__(self, outcomes: Outcomes) -> None:
        self._exact: dict[str, list[Outcome]] = {}
        self._bare: dict[str, list[Outcome]] = {}
        for outcome in outcomes:
            if number := _key(outcome.letter.number):
                self._exact.setdefault(number, []).append(outcome)
                self._bare.setdefault(_bare(number), []).append(outcome)

    def fate(self, number: str) -> tuple[Fate, str]:
        key = _key(number)
        found = self._exact.get(key) or self._bare.get(_bare(key), [])
        heirs = [
            o
            for o in found
            if o.status in (Status.MADE, Status.UNCHANGED, Status.KEPT)
            and not o.letter.excluded_this_run_only
        ]
        if len(heirs) == len(found) == 1:
            return Fate.RENAMED, heirs[0].letter.file
        if any(o.status is not Status.EXCLUDED or o.letter.excluded_this_run_only for o in found):
            return Fate.WAITING, ""
        return Fate.LEFT, ""


def _key(number: str) -> str:
    # A hyphen counts: 1-12 and 11-2 are two members.
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())


def _bare(key: str) -> str:
    return key.lstrip("0") if key.isdecimal() else key
