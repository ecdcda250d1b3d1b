"""A PDF of each letter of an output folder, in a folder of its own beside the letters.

A PDF is known by what it was made of: the letter and the program that made it. What has not changed is not
made again, and a run that is stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from noticemerge.excel import bytes_of
from noticemerge.output import NewFile, OtherKind, Placing, digest_of, digest_of_letters, placing
from noticemerge.paper.bundle import refuse_without_record
from noticemerge.paper.conversion import Conversion, Office, Source
from noticemerge.paper.folder_letters import FolderLetter, letters_in
from noticemerge.paper.pdf_pages import Pages, taken_out
from noticemerge.problems import CannotUse, Place, Problem, has_errors, problem

FOLDER = "PDF"
# The archive form for long keeping: PDF/A-2b, ISO 19005-2.
_ARCHIVE = {"SelectPdfVersion": 2}


@dataclass(frozen=True, slots=True)
class MadePdfs:
    """What was made: the PDF of each letter by name, which of them are new, and which old ones are gone.

    Where there are errors and nothing is `new`, nothing was written.
    """

    folder: Path
    problems: tuple[Problem, ...]
    files: dict[str, FolderLetter] = field(default_factory=dict)
    new: frozenset[str] = frozenset()
    removed: tuple[str, ...] = ()


def make_pdfs(
    folder: Path,
    office: Office,
    *,
    each: bool = False,
    archive: bool = False,
    force: bool = False,
    inputs: Iterable[Path] = (),
    progress: Callable[[int, int], None] | None = None,
) -> MadePdfs:
    """Make the PDFs that are not there as they should be.

    `each` has the program read every letter by itself, `archive` make PDF/A,
    which is not cut out of another file. `force` puts aside what was changed by hand,
    but never one of the `inputs`. Raises `CannotUse` when
    the folder has no letters that are known, when the program cannot be started, or nothing can be written.
    """
    refuse_without_record(folder)
    with placing(folder, inputs) as files:
        found = letters_in(files.state)
        if has_errors(found.problems):
            return MadePdfs(folder, found.problems)
        way = f"{office.version} {'PDF/A' if archive else ''} {'each' if each or archive else ''}"
        names = {pdf_name(letter.name): letter for letter in found.letters}
        sources = {name: source_of(letter.digest, way) for name, letter in names.items()}
        todo = [name for name in names if not files.is_current(name, sources[name])]
        refused = () if force else tuple(files.refusals(todo))
        if has_errors(refused):
            return MadePdfs(folder, (*found.problems, *refused))
        removed = _remove_old(files, names)
        conversion = Conversion(office, each or archive, _ARCHIVE if archive else {})
        work = _Work(files, [(name, names[name], sources[name]) for name in todo], force)
        problems = work.run(conversion, progress)
        return MadePdfs(folder, (*found.problems, *problems), names, frozenset(work.placed), removed)


def pdf_name(letter: str) -> str:
    """The name below the output folder of a letter's PDF."""
    return (PurePosixPath(FOLDER) / PurePosixPath(letter).with_suffix(".pdf")).as_posix()


def source_of(letter: bytes, way: str) -> bytes:
    """What stands for the letter with this digest, made into a PDF this way: each one half of it."""
    return digest_of_letters([letter]) + hashlib.sha256(way.encode()).digest()[:16]


@dataclass(slots=True)
class _Work:
    """The PDFs that are to be made: their names, letters and sources."""

    files: Placing
    todo: Sequence[tuple[str, FolderLetter, bytes]]
    force: bool
    placed: list[str] = field(default_factory=list)

    def run(self, conversion: Conversion, progress: Callable[[int, int], None] | None) -> list[Problem]:
        """Make them, and place them as they are made: what is done stays done."""
        problems: list[Problem] = []
        count = 0
        if progress and self.todo:
            progress(0, len(self.todo))
        for some in conversion.run(self._read, len(self.todo)):
            good = [(index, pages) for index, pages in some if pages is not None]
            problems += self._place(good)
            for index in (index for index, pages in some if pages is None):
                _, letter, _ = self.todo[index]
                place = Place(file=str(self.files.folder / letter.name), member=letter.member)
                problems.append(problem("NM-P20", place, said=conversion.said or "-"))
            count += len(some)
            if progress:
                progress(count, len(self.todo))
        return problems

    def _read(self, index: int) -> Source:
        _, letter, _ = self.todo[index]
        path = self.files.folder / letter.name
        data = bytes_of(path)
        if hashlib.sha256(data).digest() != letter.digest:
            raise CannotUse(problem("NM-P16", Place(file=str(path), member=letter.member)))
        return Source(letter.name, data, not letter.is_edited)

    def _place(self, good: Sequence[tuple[int, Pages]]) -> list[Problem]:
        new = []
        for (index, _), data in zip(good, taken_out(pages for _, pages in good), strict=True):
            name, letter, source = self.todo[index]
            staged = self.files.stage / f"{index}.pdf"
            staged.write_bytes(data)
            new.append(NewFile(name, OtherKind.PDF, staged, (letter.made_for(),), source))
            self.placed.append(name)
        return self.files.place(new, force=self.force) if new else []


def _remove_old(files: Placing, names: dict[str, FolderLetter]) -> tuple[str, ...]:
    """Take away PDFs of letters that are not there any more, if nobody changed them."""
    removed = []
    for name, other in list(files.state.others.items()):
        if (
            other.kind is OtherKind.PDF
            and name not in names
            and digest_of(files.folder / name) in other.known
        ):
            files.remove(name)
            removed.append(name)
            del files.state.others[name]
    if removed:
        files.state.write(files.state.files.items())
    return tuple(removed)
