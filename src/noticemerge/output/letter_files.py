"""One letter is made into the stage, or found to be there already: in this process or in another."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from noticemerge import __version__
from noticemerge.output.files_aside import aside_of
from noticemerge.output.input_files import InputFiles
from noticemerge.output.outcomes import Status
from noticemerge.output.record import FOLDER, State, digest_of
from noticemerge.output.write_errors import MAX_WINDOWS_PATH, units_of
from noticemerge.planning import BETWEEN, Letter, Letters, LetterValues
from noticemerge.problems import CannotUse, Place, Problem, Severity, gettext, has_errors, problem
from noticemerge.template import LetterMaker

if TYPE_CHECKING:
    from noticemerge.planning import Plan

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class Done(NamedTuple):
    """What became of one letter.

    `digest` is the SHA-256 of its file, `source` that of what it was made of; `is_staged` says that it waits
    in the stage, `is_edited` that a file edited by hand stands in its place, `record_is_stale` that the
    letter is as before, and the record names another `source`.
    """

    status: Status
    digest: bytes = b""
    source: bytes = b""
    note: str = ""
    problem: Problem | None = None
    is_staged: bool = False
    is_edited: bool = False
    record_is_stale: bool = False


class Standing(StrEnum):
    """Whether the letter in the folder is the one that would be made now.

    `CHANGED` says that list, notice or model letter changed since, `EDITED` that the file did.
    """

    CURRENT = "current"
    CHANGED = "changed"
    EDITED = "edited"
    MISSING = "missing"
    NOT_MADE = "not_made"


@dataclass(frozen=True)
class Maker:
    """Makes the letters of a plan; it can be sent to another process with all it needs.

    `digest` stands for the program and the model letter; `folder` is the output folder and `stage` where
    letters wait. With `force` a letter that was edited by hand is made anew, but never one of the `inputs`.
    Where nothing stands in the folder yet (`is_fresh`), no letter is looked for: 10,000 files that are not
    there take 0.2 s to open, of 3 s.
    """

    letters: Letters
    letter_values: LetterValues
    maker: LetterMaker
    digest: str
    state: State
    folder: Path
    stage: Path
    force: bool
    inputs: InputFiles
    is_fresh: bool = False

    def make(self, index: int) -> Done:
        """Make one letter into the stage, or tell why there is none. Raises OSError or `CannotUse`."""
        letter = self.letters[index]
        if letter.excluded:
            return self._excluded(letter)
        if has_errors(letter.problems):
            return Done(Status.ERROR, note=first_error(letter.problems))
        there = self._there(letter)
        values = self.letter_values.values(letter)
        made_of = self._source(letter, values)
        made = self.state.files.get(letter.file)
        if made and there and made.source == made_of and made.known == (there,):
            return self._as_before(letter, there, made_of)
        try:
            data = self.maker.render(values)
        except CannotUse as failure:
            said = failure.problem.of_member(letter.number)
            return Done(Status.ERROR, note=said.message, problem=said)
        digest = self.maker.package.digest(data)
        if digest == there:
            return self._as_before(letter, digest, made_of)._replace(record_is_stale=True)
        if there:
            self.inputs.refuse(self.folder / letter.file)
        is_edited = bool(there) and not self.state.is_ours(letter.file, there)
        if is_edited and not self.force:
            return self._refused(letter, there)
        if os.name == "nt" and (length := units_of(self.folder / letter.file)) > MAX_WINDOWS_PATH:
            said = problem("NM-W07", Place(file=letter.file, member=letter.number), length=length)
            return Done(Status.ERROR, note=said.message, problem=said)
        write_letter(self.staged(index), data)
        return Done(Status.MADE, digest, made_of, is_staged=True, is_edited=is_edited)

    def standing(self, index: int) -> tuple[Standing, bytes]:
        """How the letter in the folder stands, and its SHA-256 (b"" where there is none). Raises OSError."""
        letter = self.letters[index]
        made = self.state.files.get(letter.file) if letter.file else None
        if made is None:
            return Standing.NOT_MADE, b""
        there = self._there(letter)
        if not there:
            return Standing.MISSING, b""
        if there not in made.known:
            return Standing.EDITED, there
        source = self._source(letter, self.letter_values.values(letter))
        is_current = (made.known, made.source, made.member) == ((there,), source, letter.number)
        return Standing.CURRENT if is_current else Standing.CHANGED, there

    def staged(self, index: int) -> str:
        """Where a letter waits for its place."""
        return f"{self.stage}{os.sep}{index:06d}"

    def _source(self, letter: Letter, values: Mapping[str, Any]) -> bytes:
        """The SHA-256 of what a letter is made of, the whole row of its member among it.

        The row counts though the letter prints a part of it: a mail goes to the address in it.
        """
        source = hashlib.sha256(self._common)
        source.update(self.letter_values.own(letter, values).encode("utf-8", "surrogatepass"))
        source.update(BETWEEN.join(("", *letter.member.texts)).encode("utf-8", "surrogatepass"))
        source.update(self.maker.outside(values).encode())
        return source.digest()

    @cached_property
    def _common(self) -> bytes:
        return f"{self.digest}{self.letter_values.common()}".encode("utf-8", "surrogatepass")

    def _there(self, letter: Letter) -> bytes:
        return b"" if self.is_fresh else digest_of(f"{self.folder}{os.sep}{letter.file}")

    def _as_before(self, letter: Letter, digest: bytes, source: bytes) -> Done:
        """Unchanged, unless the run that made it was cut short before the register could tell of it."""
        made = self.state.files.get(letter.file)
        return Done(Status.MADE if made and made.is_new else Status.UNCHANGED, digest, source)

    def _refused(self, letter: Letter, there: bytes) -> Done:
        """What is not ours, or not any more, is not written over."""
        path = self.folder / letter.file
        place, aside = Place(file=str(path), member=letter.number), aside_of(path).name
        if letter.file in self.state.files:
            note = gettext("The letter was changed by hand and is kept.")
            return Done(Status.KEPT, there, note=note, problem=problem("NM-W02", place, aside=aside))
        said = problem("NM-W03", place, aside=aside)
        return Done(Status.ERROR, note=said.message, problem=said)

    def _excluded(self, letter: Letter) -> Done:
        """A member left out of this run only keeps the letter of an earlier one, and its line."""
        made = self.state.files.get(letter.file) if letter.excluded_this_run_only else None
        if made and (digest := self._there(letter)):
            return Done(Status.UNCHANGED, digest, note=letter.excluded)
        return Done(Status.EXCLUDED, note=letter.excluded)


def maker_of(plan: Plan, folder: Path, stage: Path, inputs: InputFiles, *, force: bool = False) -> Maker:
    """What makes the letters of a plan into `stage`, or tells how those in `folder` stand. Raises OSError."""
    headings = repr([column.header for column in plan.roster.columns])
    digest = f"{__version__} {plan.bound.template.digest} {headings} "
    is_fresh = not any(entry.name != FOLDER for entry in os.scandir(folder))
    parts = (plan.letters, plan.letter_values, plan.bound.maker)
    return Maker(*parts, digest, State.read(folder), folder, stage, force, inputs, is_fresh)


def standings(plan: Plan, folder: Path) -> Callable[[int], tuple[Standing, bytes]]:
    """What tells how a letter of a plan, by its index, stands in `folder`: as `Maker.standing`."""
    return maker_of(plan, folder, folder, InputFiles()).standing


def write_letter(path: str, data: bytes) -> None:
    """As `open(path, "wb").write(data)`, which takes twice as long: it asks the system for more."""
    file = os.open(path, _NEW, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def first_error(problems: tuple[Problem, ...]) -> str:
    """The message of the first error among them."""
    return next(p.message for p in problems if p.severity is Severity.ERROR)
