"""Every letter of a plan as it is looked over before all are made: as pictures where they can be, as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from noticemerge.japan import width
from noticemerge.paper.conversion import Conversion, Office, Source
from noticemerge.paper.fonts import missing_fonts
from noticemerge.paper.letter_file import LetterFile
from noticemerge.paper.letter_text import LetterText
from noticemerge.paper.libreoffice import LibreOffice
from noticemerge.paper.pdf_pages import Pages
from noticemerge.paper.proofs.differences import Difference, Told, Wording, differences
from noticemerge.paper.proofs.pictures import Picture, Strips
from noticemerge.paper.proofs.shaded import shaded
from noticemerge.planning import Letter, Plan, hardest
from noticemerge.problems import CannotUse, Place, Problem, Severity, has_errors, problem

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Proof:
    """A letter to look at.

    `lines` are its text with marks, () where it is in error; `reasons` say why it is one of the hardest, and
    `rank` its place among them, from 0. `pictures` are its pages, () where none were drawn.
    """

    letter: Letter
    lines: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    rank: int = 0
    pictures: tuple[Picture, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether the letter cannot be made."""
        return has_errors(self.letter.problems)


@dataclass(frozen=True, slots=True)
class Proofs:
    """All letters of a plan in the order of the list, and those who get none.

    `strips` are what pictures are put together of; `problems` are those that the pictures brought about.
    """

    plan: Plan
    letters: tuple[Proof, ...]
    left_out: tuple[Letter, ...]
    strips: tuple[bytes, ...] = ()
    problems: tuple[Problem, ...] = ()


def make_proofs(plan: Plan, office: Office | None, progress: Progress | None = None) -> Proofs:
    """Read every letter, and have its pages drawn where there is an `office`.

    Raises `CannotUse` when a letter cannot be made, or the office cannot be started.
    """
    texts, wording = LetterText(plan), Wording(plan)
    letters = [letter for letter in plan.letters if not letter.excluded]
    reasons = {letter.member.row: said for letter, said in hardest(plan)}
    marked: dict[int, bytes] = {}
    told: dict[int, Told] = {}
    proofs = []
    for index, letter in enumerate(letters):
        lines: list[str] = []
        if not has_errors(letter.problems):
            lines, paragraphs = texts.read(letter)
            told[index] = wording.of(letter, paragraphs)
            if office is not None:
                marked[index] = shaded(texts.marked(letter))
        proofs.append(Proof(letter, tuple(lines), reasons.get(letter.member.row, ())))
    found = differences(told.values())
    proofs = [replace(p, differences=found[told[i]] if i in told else ()) for i, p in enumerate(proofs)]
    pictures, strips, problems = _drawn(marked, letters, office, progress) if office else _NOTHING
    hard_first = sorted(range(len(proofs)), key=lambda i: _ease(proofs[i]))
    ranks = {index: rank for rank, index in enumerate(hard_first)}
    whole = (replace(p, rank=ranks[i], pictures=pictures.get(i, ())) for i, p in enumerate(proofs))
    left_out = tuple(letter for letter in plan.letters if letter.excluded)
    return Proofs(plan, tuple(whole), left_out, strips, problems)


def _ease(proof: Proof) -> tuple[int, ...]:
    """The hardest first: errors, warnings, what --hard chooses, what differs, notes, long names."""
    counted = [p.severity for p in proof.letter.problems]
    return (
        -counted.count(Severity.ERROR),
        -counted.count(Severity.WARNING),
        -len(proof.reasons),
        -len(proof.differences),
        -len(counted),
        -max(map(width, proof.letter.addressee.lines), default=0),
        proof.letter.record,
    )


_Drawn = tuple[dict[int, tuple[Picture, ...]], tuple[bytes, ...], tuple[Problem, ...]]
_NOTHING: _Drawn = ({}, (), ())


def _drawn(
    marked: Mapping[int, bytes], letters: list[Letter], office: Office, progress: Progress | None
) -> _Drawn:
    """The pages of the letters; a letter that the office cannot convert is told, and stays text."""
    if not marked:
        return _NOTHING
    order, strips, count = list(marked), Strips(), 0
    pictures: dict[int, tuple[Picture, ...]] = {}
    problems = list(_fonts(marked[order[0]], letters[order[0]], office))
    conversion = Conversion(office)
    if progress:
        progress(0, len(order))
    for some in conversion.run(lambda n: Source(letters[order[n]].file, marked[order[n]]), len(order)):
        good = [(order[n], pages) for n, pages in some if pages is not None]
        for index, drawn in _pages(good, strips):
            pictures[index] = drawn
        for index in (order[n] for n, pages in some if pages is None):
            place = Place(file=letters[index].file, member=letters[index].number)
            problems.append(problem("NM-P28", place, said=conversion.said or "-"))
        count += len(some)
        if progress:
            progress(count, len(order))
    return pictures, tuple(strips.pngs), tuple(problems)


def _pages(good: list[tuple[int, Pages]], strips: Strips) -> Iterable[tuple[int, tuple[Picture, ...]]]:
    """The letters of one PDF are drawn while it is open."""
    for _, same in groupby(good, key=lambda pair: id(pair[1].pdf)):
        those = list(same)
        for (index, _), drawn in zip(those, strips.draw([pages for _, pages in those]), strict=True):
            yield index, tuple(drawn)


def _fonts(letter: bytes, of: Letter, office: Office) -> Iterable[Problem]:
    """A warning when the letters ask for fonts that this machine lacks: they all have the same."""
    try:
        opened = LetterFile(letter, of.file)
    except CannotUse:
        return
    if missing := missing_fonts(opened, office.program if isinstance(office, LibreOffice) else None):
        yield problem("NM-P22", Place(), fonts="、".join(missing))
