"""All letters of an output folder as one file to print: a Word document, or a PDF."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from noticemerge.excel import bytes_of
from noticemerge.output import (
    MadeFor,
    NewFile,
    OtherKind,
    Placing,
    State,
    digest_of,
    digest_of_letters,
    digest_of_names,
    placing,
    stale,
)
from noticemerge.paper.combined_document import CannotCombine, Combined
from noticemerge.paper.conversion import Conversion, Office, Source
from noticemerge.paper.field_codes import OVER_ALL
from noticemerge.paper.folder_letters import Choice, Chosen, FolderLetter, chosen, letters_in
from noticemerge.paper.letter_file import LetterFile
from noticemerge.paper.page_index import EDITED, LEFT_OUT, IndexLine, index_csv
from noticemerge.paper.pdf_pages import Pages, PageWriter
from noticemerge.paper.sections import Start
from noticemerge.problems import CannotUse, Place, Problem, gettext, has_errors, problem

STEM, INDEX = "印刷用", "目次"
_PART = re.compile(rf"_(?:{INDEX}|\d+-\d+)$")
# What a member's number may have in it, and no file name.
_NO_NAME = re.compile(r"\W")
# Letters of a file: Word is slow with more sections, and a printer's job is not too long.
MOST_LETTERS = 500
# Word opens no document of gigabytes.
MOST_BYTES = 256 * 2**20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Bundled:
    """What was made: `files` with their letters counted, the page index, and how many letters are in none.

    `edited` are the letters that were left out of Word documents, `left_out` those that the choice left out;
    without `files` nothing was written. `removed` are files of an earlier bundle that are gone.
    """

    folder: Path
    problems: tuple[Problem, ...]
    files: dict[str, int] = field(default_factory=dict)
    index: str = ""
    edited: int = 0
    left_out: int = 0
    pages: int = 0
    removed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Made:
    """What is ready in the stage: the files in their order, and a line of the index for each letter."""

    files: list[tuple[str, Path]] = field(default_factory=list)
    lines: list[IndexLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def make_bundle(
    folder: Path,
    *,
    choice: Choice | None = None,
    duplex: bool = False,
    office: Office | None = None,
    force: bool = False,
    inputs: Iterable[Path] = (),
    progress: Progress | None = None,
) -> Bundled:
    """Make one file to print of the letters of a folder: a PDF where there is an `office`, else for Word.

    `duplex` lets each letter begin a new sheet of paper. With errors nothing is written. `force` puts a file
    aside that was changed by hand, but never one of the `inputs`. Raises `CannotUse` when the folder has no
    letters that are known, or cannot be written.
    """
    choice = choice or Choice()
    refuse_without_record(folder)
    with placing(folder, inputs) as files:
        there = letters_in(files.state)
        found = chosen(there, choice, folder)
        if has_errors(found.problems) or not found.letters:
            return Bundled(folder, found.problems, left_out=found.left_out)
        stem = f"{STEM}_{_NO_NAME.sub('_', found.letters[0].member)}から" if choice.first else STEM
        if office is None:
            made = _for_word(files, found.letters, Start.SHEET if duplex else Start.PAGE, stem, progress)
        else:
            made = _as_pdf(files, found.letters, office, duplex, stem, progress)
        problems = (*found.problems, *made.problems)
        if has_errors(made.problems) or not made.files:
            return Bundled(folder, problems, left_out=found.left_out)
        now = {letter.name: letter.digest for letter in there.letters}
        return _placed(files, found, made, stem, force, problems, now)


def refuse_without_record(folder: Path) -> None:
    """Raise `CannotUse` for a folder that no letters are known to be in."""
    state = State.read(folder)
    if state.damaged or not state.files:
        raise CannotUse(problem("NM-W22" if state.damaged else "NM-W21", Place(file=str(folder))))


def _placed(
    files: Placing,
    found: Chosen,
    made: _Made,
    stem: str,
    force: bool,
    problems: tuple[Problem, ...],
    now: Mapping[str, bytes],
) -> Bundled:
    index = f"{stem}_{INDEX}.csv"
    (files.stage / "index").write_bytes(index_csv(made.lines))
    all_names = digest_of_names(files.state)
    new = [
        NewFile(
            name, OtherKind.BUNDLE, path, _made_for(made.lines, name), _source(made.lines, name) + all_names
        )
        for name, path in made.files
    ]
    new.append(NewFile(index, OtherKind.BUNDLE, files.stage / "index", ()))
    refused = () if force else tuple(files.refusals(file.name for file in new))
    if has_errors(refused):
        return Bundled(files.folder, (*problems, *refused), left_out=found.left_out)
    removed = _remove_old(files, {file.name for file in new}, stem, now)
    said = files.place(new, force=force)
    counted = {name: sum(line.file == name for line in made.lines) for name, _ in made.files}
    return Bundled(
        files.folder,
        (*problems, *said),
        counted,
        index,
        sum(not line.file for line in made.lines),
        found.left_out,
        sum(line.pages for line in made.lines),
        removed,
    )


def _made_for(lines: Iterable[IndexLine], name: str) -> tuple[MadeFor, ...]:
    return tuple(line.letter.made_for(line.where) for line in lines if line.file == name)


def _source(lines: Iterable[IndexLine], name: str) -> bytes:
    return digest_of_letters(line.letter.digest for line in lines if line.file == name)


def _remove_old(files: Placing, names: set[str], stem: str, letters: Mapping[str, bytes]) -> tuple[str, ...]:
    """Take away what would be printed beside the new files: parts of an earlier bundle of the same kind, and
    files of letters that are not as they were then; and the indexes that are of nothing any more.
    """
    others = files.state.others
    bundles = [name for name, other in others.items() if other.kind is OtherKind.BUNDLE and name not in names]
    endings = {Path(name).suffix for name in names}
    old = set(stale(files.state, letters, bundles))
    old |= {name for name in bundles if Path(name).suffix in endings and _stem(name) == stem}
    kept = {_stem(name) for name in (*bundles, *names) if not name.endswith(".csv") and name not in old}
    old |= {name for name in bundles if name.endswith(".csv") and _stem(name) not in kept}
    removed = [
        name for name in bundles if name in old and digest_of(files.folder / name) in others[name].known
    ]
    for name in removed:
        files.remove(name)
        del others[name]
    return tuple(removed)


def _stem(name: str) -> str:
    """What a bundle's files, their parts and their index have in common: 印刷用, or 印刷用_0123から."""
    return _PART.sub("", Path(name).stem)


# -- for Word


def _for_word(
    files: Placing, letters: Sequence[FolderLetter], start: Start, stem: str, progress: Progress | None
) -> _Made:
    made, parts = _Made(), _Parts(files.stage, start)
    fields: set[str] = set()
    over_sections = False
    for number, letter in enumerate(letters, 1):
        if letter.is_edited:
            made.lines.append(IndexLine(letter, note=LEFT_OUT))
            made.problems.append(_left_out(files.folder, letters, number - 1))
            continue
        parts.add(LetterFile(_read(files.folder, letter), letter.name), letter)
        if progress:
            progress(number, len(letters))
    for part in parts.finish():
        fields |= part.fields
        over_sections = over_sections or part.counts_pages_over_sections
        name = _name(stem, [letter.position for letter, _ in part.letters], len(parts.done), "docx")
        made.files.append((name, part.path))
        made.lines += [IndexLine(letter, name, sections=sections) for letter, sections in part.letters]
    made.lines.sort(key=lambda line: line.letter.position)
    if over_sections:
        made.problems.append(problem("NM-P13", Place(file=str(files.folder / made.files[0][0]))))
    if asked := sorted(fields.intersection(OVER_ALL)):
        place = Place(file=str(files.folder / made.files[0][0]))
        made.problems.append(problem("NM-P14", place, fields="、".join(asked)))
    if not made.files:
        made.problems.append(problem("NM-P15", Place(file=str(files.folder))))
    return made


@dataclass(slots=True)
class _Part:
    """A finished document in the stage, its letters with the sections that each takes in it."""

    path: Path
    letters: list[tuple[FolderLetter, str]]
    fields: set[str]
    counts_pages_over_sections: bool


@dataclass(slots=True)
class _Parts:
    """The documents that letters fill one after another, in their order."""

    stage: Path
    start: Start
    done: list[_Part] = field(default_factory=list)
    _open: Combined | None = None
    _letters: list[tuple[FolderLetter, str]] = field(default_factory=list)
    _sections: int = 0

    def add(self, letter: LetterFile, known: FolderLetter) -> None:
        """Put a letter into the document at hand, or begin another."""
        if self._open and (self._open.count >= MOST_LETTERS or self._open.size > MOST_BYTES):
            self._close()
        try:
            sections = self._combined(letter).add(letter)
        except CannotCombine:
            # Of another template: it begins another document, so that the order stays.
            self._close()
            sections = self._combined(letter).add(letter)
        begin = self._sections + 1
        self._sections += sections
        named = f"s{begin}" if sections == 1 else f"s{begin}-s{self._sections}"
        self._letters.append((known, named))

    def finish(self) -> list[_Part]:
        """All documents."""
        self._close()
        return self.done

    def _combined(self, letter: LetterFile) -> Combined:
        if self._open is None:
            self._open = Combined(letter, start=self.start)
        return self._open

    def _close(self) -> None:
        if self._open is None:
            return
        path = self.stage / f"part{len(self.done)}"
        path.write_bytes(self._open.finish())
        part = _Part(path, self._letters, self._open.fields, self._open.counts_pages_over_sections)
        self.done.append(part)
        self._open, self._letters, self._sections = None, [], 0


def _left_out(folder: Path, letters: Sequence[FolderLetter], at: int) -> Problem:
    """That a letter edited by hand must be printed by itself, and where it belongs."""
    before = letters[at - 1].stem if at else ""
    after = letters[at + 1].stem if at + 1 < len(letters) else ""
    if before and after:
        where = gettext("It belongs between {before} and {after}.").format(before=before, after=after)
    elif before:
        where = gettext("It is the last one, behind {before}.").format(before=before)
    else:
        where = gettext("It is the first one, before {after}.").format(after=after or "-")
    place = Place(file=str(folder / letters[at].name), member=letters[at].member)
    return problem("NM-P03", place, where=where)


def _name(stem: str, positions: Sequence[int], parts: int, ending: str) -> str:
    if parts == 1:
        return f"{stem}.{ending}"
    return f"{stem}_{positions[0]:03d}-{positions[-1]:03d}.{ending}"


def _read(folder: Path, letter: FolderLetter) -> bytes:
    """The letter as it was compared with the record. Raises `CannotUse` when it is not so any more."""
    data = bytes_of(folder / letter.name)
    if hashlib.sha256(data).digest() != letter.digest:
        raise CannotUse(problem("NM-P16", Place(file=str(folder / letter.name), member=letter.member)))
    return data


# -- as PDF


def _as_pdf(
    files: Placing,
    letters: Sequence[FolderLetter],
    office: Office,
    duplex: bool,
    stem: str,
    progress: Progress | None,
) -> _Made:
    made = _Made()
    found: dict[int, Pages | None] = {}
    conversion = Conversion(office)

    def read(index: int) -> Source:
        letter = letters[index]
        return Source(letter.name, _read(files.folder, letter), not letter.is_edited)

    for some in conversion.run(read, len(letters)):
        found.update(some)
        if progress:
            progress(len(found), len(letters))
    for index, letter in enumerate(letters):
        place = Place(file=str(files.folder / letter.name), member=letter.member)
        if found.get(index) is None:
            made.problems.append(problem("NM-P20", place, said=conversion.said))
        elif letter.is_edited:
            made.problems.append(problem("NM-P04", place))
    if has_errors(made.problems):
        return made
    parts = list(_in_parts(letters))
    for number, those in enumerate(parts):
        name = _name(stem, [letter.position for letter in those], len(parts), "pdf")
        pages = [page for letter in those if (page := found[letter.position - 1])]
        path = files.stage / f"part{number}"
        with PageWriter() as writer:
            begun = writer.add(pages, on_sheets=duplex)
            path.write_bytes(writer.data())
        made.files.append((name, path))
        made.lines += [
            IndexLine(letter, name, first + 1, page.count, note=EDITED if letter.is_edited else "")
            for letter, first, page in zip(those, begun, pages, strict=True)
        ]
    return made


def _in_parts(letters: Sequence[FolderLetter]) -> Iterator[Sequence[FolderLetter]]:
    for begin in range(0, len(letters), MOST_LETTERS):
        yield letters[begin : begin + MOST_LETTERS]
