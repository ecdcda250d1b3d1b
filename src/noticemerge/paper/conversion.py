"""Letters become pages of PDF: many in one document where they can be, each by itself where they cannot.

LibreOffice makes 40 letters a second of one document that holds them, and 7 of as many files (two pages each,
one process). Where the letters begin in the PDF is known by named destinations; wherever that is not sure,
and for letters that LibreOffice would print differently beside others, each file is made by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Protocol

from noticemerge.paper.combined_document import CannotCombine, Combined, For, mark_of
from noticemerge.paper.letter_file import LetterFile
from noticemerge.paper.pdf_pages import Pages, all_pages, letter_pages
from noticemerge.problems import CannotUse, problem

# Letters of one document, and files of one start: so often something is placed, and said.
TOGETHER, ONE_BY_ONE = 100, 20
_NO_START = "NM-C21"
_TOO_LONG = ("NM-C22", "NM-P23")
_MARKS: Mapping[str, object] = {"ExportBookmarksToPDFDestination": True}


class Office(Protocol):
    """A program that makes PDF of Word documents.

    `jobs` of it work at once; `reads_together` says that letters in one document can be told apart in its
    PDF.
    """

    jobs: int
    reads_together: bool

    @property
    def version(self) -> str:
        """What the program is: another one may lay out other pages."""
        ...

    def converted(
        self,
        documents: Sequence[bytes],
        *,
        letters: int | None = None,
        options: Mapping[str, object] | None = None,
    ) -> tuple[list[bytes | None], str]:
        """Each document as a PDF, None where none was made; and what the program said."""
        ...

    def stop(self) -> None:
        """End what runs."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A letter to be converted: its file's name, and whether it is as this program made it."""

    name: str
    data: bytes
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class _Task:
    """Documents for one start of the program, and which letters are in each."""

    documents: tuple[bytes, ...]
    letters: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        return sum(map(len, self.letters))


@dataclass(slots=True)
class Conversion:
    """How letters are converted. `each` makes every file by itself; `options` are those of the PDF export."""

    office: Office
    each: bool = False
    options: Mapping[str, object] = field(default_factory=dict)
    said: str = ""

    def run(self, read: Callable[[int], Source], count: int) -> Iterator[list[tuple[int, Pages | None]]]:
        """The pages of each of `count` letters, which `read` gives, as they are made; None where none were.

        Several programs work at once, and not many letters are held. Raises `CannotUse` when the program
        cannot be started. When the caller stops, the programs do.
        """
        tasks = self._tasks(read, count)
        with ThreadPoolExecutor(self.office.jobs) as pool:
            running: dict[Future[list[bytes | None]], _Task] = {}
            again: list[_Task] = []
            try:
                while True:
                    while len(running) < self.office.jobs and (
                        task := again.pop() if again else next(tasks, None)
                    ):
                        running[pool.submit(self._made, task)] = task
                    if not running:
                        return
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        found, unsure = _sorted_out(running.pop(future), future.result())
                        again += self._one_by_one(unsure, read)
                        yield found
            except BaseException:
                self.office.stop()
                raise

    def _tasks(self, read: Callable[[int], Source], count: int) -> Iterator[_Task]:
        each = self.each or not self.office.reads_together
        together = ONE_BY_ONE if each else TOGETHER
        for begin in range(0, count, together):
            letters = range(begin, min(begin + together, count))
            if each:
                yield from self._one_by_one(letters, read)
                continue
            task, alone = _combined(letters, read)
            if task.documents:
                yield task
            yield from self._one_by_one(alone, read)

    def _one_by_one(self, letters: Sequence[int], read: Callable[[int], Source]) -> Iterator[_Task]:
        for begin in range(0, len(letters), ONE_BY_ONE):
            some = letters[begin : begin + ONE_BY_ONE]
            yield _Task(tuple(read(index).data for index in some), tuple((index,) for index in some))

    def _made(self, task: _Task) -> list[bytes | None]:
        """The PDFs of a task. A document that takes too long is tried by itself, and then given up."""
        is_together = any(len(letters) > 1 for letters in task.letters)
        options = {**self.options, **(_MARKS if is_together else {})}
        try:
            made, self.said = self.office.converted(task.documents, letters=task.count, options=options)
        except CannotUse as failure:
            if failure.problem.code not in _TOO_LONG:
                raise cannot_start(failure) from None
            self.said = failure.problem.message
            if is_together or len(task.documents) == 1:
                return [None] * len(task.documents)
            made = [None] * len(task.documents)
        if is_together or len(task.documents) == 1:
            return made
        # One that cannot be read may have taken others down with it.
        return [
            pdf or self._made(_Task((document,), (letters,)))[0]
            for pdf, document, letters in zip(made, task.documents, task.letters, strict=True)
        ]


def cannot_start(failure: CannotUse) -> CannotUse:
    """The same failure, with a cure for those who make PDFs of all letters."""
    told = failure.problem
    if told.code != _NO_START:
        return failure
    return CannotUse(problem("NM-P27", told.place, **told.facts))


def _combined(letters: Sequence[int], read: Callable[[int], Source]) -> tuple[_Task, list[int]]:
    """The documents of letters that can stand in one with others, and the letters that cannot."""
    groups: list[tuple[Combined, list[int]]] = []
    alone: list[int] = []
    for index in letters:
        source = read(index)
        try:
            letter = LetterFile(source.data, source.name) if source.is_ours else None
        except CannotUse:
            letter = None
        if letter is None or not _added(letter, index, groups):
            alone.append(index)
    good = []
    for combined, those in groups:
        if len(those) > 1 and combined.is_faithful_in_libreoffice:
            good.append((combined.finish(), tuple(those)))
        else:
            alone += those
    documents, indexes = tuple(document for document, _ in good), tuple(those for _, those in good)
    return _Task(documents, indexes), sorted(alone)


def _added(letter: LetterFile, index: int, groups: list[tuple[Combined, list[int]]]) -> bool:
    """Whether the letter is in one of the groups now; with a template not met before it begins one."""
    for combined, those in groups:
        try:
            combined.add(letter)
        except CannotCombine:
            continue
        those.append(index)
        return True
    try:
        begun = Combined(letter, For.LIBREOFFICE)
        begun.add(letter)
    except (CannotCombine, ValueError):
        return False
    groups.append((begun, [index]))
    return True


def _sorted_out(
    task: _Task, made: Sequence[bytes | None]
) -> tuple[list[tuple[int, Pages | None]], list[int]]:
    """The pages of each letter of a task; and those letters of which that is not sure."""
    found: list[tuple[int, Pages | None]] = []
    unsure: list[int] = []
    for pdf, letters in zip(made, task.letters, strict=True):
        if len(letters) == 1:
            found.append((letters[0], _whole(pdf)))
            continue
        pages = letter_pages(pdf, [mark_of(n) for n in range(len(letters))]) if pdf else None
        if pages is None:
            unsure += letters
        else:
            found += zip(letters, pages, strict=True)
    return found, unsure


def _whole(pdf: bytes | None) -> Pages | None:
    try:
        return all_pages(pdf) if pdf else None
    except ValueError:
        return None
