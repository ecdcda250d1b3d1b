"""Files made beside the letters (labels, envelopes, a file to print, PDF) are placed as letters are.

Each whole or not at all, under the folder's lock, never over what was changed by hand, and on record with
whom it is for; the register's own sheet tells of them.

    with placing(folder) as files:
        (files.stage / "1").write_bytes(data)
        files.place([NewFile("宛名ラベル.docx", OtherKind.LABELS, files.stage / "1", made_for)])
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from noticemerge.excel import bytes_of, patiently
from noticemerge.japan import current_day
from noticemerge.output.files_aside import aside_of
from noticemerge.output.input_files import InputFiles
from noticemerge.output.mail_journal import History
from noticemerge.output.mail_sheet import digest_of_mails, with_mails
from noticemerge.output.other_files_sheet import with_others
from noticemerge.output.record import (
    REGISTER,
    SHA256_DIGITS,
    Made,
    MadeFor,
    Other,
    OtherKind,
    State,
    digest_of,
)
from noticemerge.output.register_columns import MAILS, OTHER_FILES
from noticemerge.output.register_reading import digests_of_sheets
from noticemerge.output.stage import staged
from noticemerge.output.write_errors import cannot_write
from noticemerge.problems import CannotUse, Place, Problem, has_errors, problem


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that waits at `staged`, in the stage, to be moved to `name` below the output folder.

    `source` stands for what it was made of: `Placing.is_current` tells whether it must be made at all.
    `is_for_all` and `words` as in `Other`.
    `digest` is the file's SHA-256 where the caller has it; else it is read once more.
    """

    name: str
    kind: OtherKind
    staged: Path
    made_for: tuple[MadeFor, ...]
    source: bytes = b""
    digest: bytes = b""
    is_for_all: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """An output folder that is held: its record, and a `stage` to make files in.

    The `inputs` were read for what is made, and are never written.
    """

    folder: Path
    stage: Path
    state: State
    inputs: InputFiles

    def is_current(self, name: str, source: bytes) -> bool:
        """Whether the file is there as it was made, and was made of this. Raises OSError."""
        known = self.state.others.get(name)
        return bool(known and known.source == source and digest_of(self.folder / name) in known.known)

    def refusals(self, names: Iterable[str]) -> list[Problem]:
        """An error for each file that was changed by hand, or is not ours. Raises OSError.

        Raises `CannotUse` for a file that is an input or a letter.
        """
        found = []
        for name in names:
            self._refuse_input(name)
            there, known = digest_of(self.folder / name), self.state.others.get(name)
            if there and not (known and there in known.known):
                place = Place(file=str(self.folder / name))
                aside = aside_of(self.folder / name).name
                found.append(problem("NM-W27" if known else "NM-W28", place, aside=aside))
        return found

    def place(
        self, files: Sequence[NewFile], *, force: bool = False, today: datetime.date | None = None
    ) -> list[Problem]:
        """Move the files to their places and put them on record; the register tells of them.

        When one of them was changed by hand, none is placed and the errors are returned, unless `force`: then
        the changed one is put aside. A warning tells of a register that was changed by hand: the next merge
        writes it anew. Raises `CannotUse` when the folder cannot be written, and as `refusals`.
        """
        try:
            refused = self.refusals(file.name for file in files)
            if has_errors(refused) and not force:
                return refused
            made_on = (today or current_day()).isoformat()
            new = {
                file.name: Other(
                    file.kind,
                    (file.digest or digest_of(file.staged),),
                    file.made_for,
                    file.source,
                    made_on,
                    file.is_for_all,
                    file.words,
                )
                for file in files
            }
            return self._placed(files, new)
        except OSError as error:
            raise cannot_write(error, self.folder) from error

    def renew_register(self) -> list[Problem]:
        """Have the register tell what the journal of mails says now; a warning as from `place`.

        Raises `CannotUse` when the folder cannot be written.
        """
        try:
            return self._placed((), {})
        except OSError as error:
            raise cannot_write(error, self.folder) from error

    def remove(self, name: str) -> None:
        """Remove a file of an earlier run. Raises OSError, and `CannotUse` for a file that is an input."""
        self._refuse_input(name)
        patiently((self.folder / name).unlink, True)

    def _refuse_input(self, name: str) -> None:
        path = self.folder / name
        self.inputs.refuse(path)
        # What is made beside the letters is made of them.
        if self.state.made(name):
            raise CannotUse(problem("NM-W40", Place(file=str(path)), file=path.name))

    def _placed(self, files: Sequence[NewFile], new: dict[str, Other]) -> list[Problem]:
        """Whatever instant this is cut short at, what stands in the folder is on record."""
        for name, other in new.items():
            before = self.state.others[name].known if name in self.state.others else ()
            self.state.others[name] = replace(other, known=tuple(dict.fromkeys((*other.known, *before))))
        register, problems = self._staged_register(new)
        on_record = self.state.files
        self.state.write(on_record.items())
        for file in files:
            self._move(file)
        if register:
            patiently(register.replace, self.folder / REGISTER)
            on_record[REGISTER] = Made("", on_record[REGISTER].known[:1])
            self.state.told = {name: known[:1] for name, known in self.state.told.items()}
        self.state.others |= new
        self.state.write(on_record.items())
        return problems

    def _move(self, file: NewFile) -> None:
        target = self.folder / file.name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            there, known = digest_of(target), self.state.others[file.name].known
            if there and there not in known:
                patiently(target.replace, aside_of(target))
            patiently(file.staged.replace, target)
        except OSError as error:
            raise cannot_write(error, self.folder, target) from error

    def _staged_register(self, new: dict[str, Other]) -> tuple[Path | None, list[Problem]]:
        """The register with the new files in it, and on record; None when it is not there or not as made."""
        path = self.folder / REGISTER
        there = digest_of(path)
        if not there:
            return None, []
        history, others = History.read(self.folder), self.state.others | new
        waiting = self.stage / REGISTER
        try:
            waiting.write_bytes(with_mails(with_others(bytes_of(path), others), history))
            added = digests_of_sheets(waiting, (OTHER_FILES, MAILS))
        except (CannotUse, zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
            # Other than what the next merge would write: it makes the register anew.
            self.state.register = ""
            return None, [problem("NM-W29", Place(file=str(path)))]
        if self.state.register:
            self.state.register = self.state.register[:SHA256_DIGITS] + digest_of_mails(history)
        # Of these alone the digests are new: what somebody wrote into the other sheets stays told by verify.
        self.state.told |= {name: (digest, *self.state.told.get(name, ())) for name, digest in added.items()}
        known = self.state.files[REGISTER].known
        if there in known:
            known = tuple(dict.fromkeys((digest_of(waiting), there, *known)))
            self.state.files[REGISTER] = Made("", known)
        return waiting, []


@contextmanager
def placing(folder: Path, inputs: Iterable[Path] = ()) -> Iterator[Placing]:
    """Hold an output folder, making it where it is not there, to place files in it, never over its `inputs`.

    Raises `CannotUse` when another run writes into it, when its record cannot be read, when it cannot be
    written, or when the register, which is written anew, is one of the inputs.
    """
    read = InputFiles(inputs)
    read.refuse(folder / REGISTER)
    try:
        with staged(folder) as stage:
            state = State.read(folder)
            if state.damaged:
                raise CannotUse(problem("NM-W22", Place(file=str(folder))))
            yield Placing(folder, stage, state, read)
    except OSError as error:
        raise cannot_write(error, folder) from error
