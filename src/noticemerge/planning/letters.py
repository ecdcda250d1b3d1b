"""The letters of a run: what is known of each before it is made, kept small, for there may be 100,000."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, overload

from noticemerge.excel import CompressedTexts
from noticemerge.planning.addressee_block import Addressee
from noticemerge.planning.enclosures import Enclosure
from noticemerge.problems import Problem, has_errors
from noticemerge.roster import Member

# Stands between texts of a list: none holds it, for controls are taken out when the list is read.
BETWEEN = "\x1f"


class Letter(NamedTuple):
    """One member's letter: where it goes, what fills it, and what is doubtful about it.

    `number` is the member number as displayed ("" when the list has none); `name` the company,
    or the person where there is none; `file` the path below the output folder, with `/`; `excluded` says
    why the member gets no letter ("" when one is made); `excluded_this_run_only` whether the choice of
    members for this run says so, and not the list. `record` is its place in the list, `sequence` that among
    the letters that are made, both from 1.
    """

    member: Member
    number: str
    name: str
    addressee: Addressee
    file: str
    enclosures: tuple[Enclosure, ...]
    delivery: str = ""
    excluded: str = ""
    excluded_this_run_only: bool = False
    problems: tuple[Problem, ...] = ()
    record: int = 0
    sequence: int = 0


class Letters(Sequence[Letter]):
    """The letters of `members`, in their order; each is put together anew when it is asked for."""

    def __init__(self, members: Sequence[Member], letters: Iterable[Letter]) -> None:
        """`letters` are taken one by one; their problems include those of the addressee."""
        self._members = members
        self._texts = CompressedTexts()
        self._enclosed = array("Q")
        self._enclosures: dict[int, tuple[Enclosure, ...]] = {}
        self._excluded: dict[int, tuple[str, bool]] = {}
        self._left_out = array("Q")
        self._problems: dict[int, tuple[Problem, ...]] = {}
        for letter in letters:
            self._add(letter)

    def _add(self, letter: Letter) -> None:
        index, block, enclosed = len(self), letter.addressee, letter.enclosures
        texts = (letter.file, letter.number, letter.name, letter.delivery, block.honorific, *block.lines)
        self._texts.append(BETWEEN.join(texts))
        self._enclosed.append(id(enclosed))
        self._enclosures[id(enclosed)] = enclosed
        if letter.excluded:
            self._left_out.append(index)
            self._excluded[index] = letter.excluded, letter.excluded_this_run_only
        if letter.problems:
            self._problems[index] = letter.problems

    @property
    def problems(self) -> list[Problem]:
        """Every letter's problems."""
        return [doubt for found in self._problems.values() for doubt in found]

    @property
    def first_made(self) -> int | None:
        """The index of the first letter that is not left out."""
        return next((index for index in range(len(self)) if index not in self._excluded), None)

    @property
    def prospects(self) -> Counter[str]:
        """How many letters are "planned", "excluded" or in "error"."""
        wrong = [i for i, found in self._problems.items() if i not in self._excluded and has_errors(found)]
        counted = Counter(excluded=len(self._excluded), error=len(wrong))
        counted["planned"] = len(self) - counted.total()
        return +counted

    @property
    def not_chosen(self) -> frozenset[int]:
        """The indexes of those that only the choice of members for this run leaves out."""
        return frozenset(index for index, (_, this_run_only) in self._excluded.items() if this_run_only)

    @property
    def reasons(self) -> list[str]:
        """Why letters are excluded, a reason for each of them."""
        return [reason for reason, _ in self._excluded.values()]

    def file_and_number(self, index: int) -> tuple[str, str]:
        """The path of a letter below the output folder, and the member's number."""
        file, number, _ = self._texts[index].split(BETWEEN, 2)
        return file, number

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, index: int) -> Letter: ...

    @overload
    def __getitem__(self, index: slice) -> list[Letter]: ...

    def __getitem__(self, index: int | slice) -> Letter | list[Letter]:
        if isinstance(index, slice):
            return [self[one] for one in range(len(self))[index]]
        if index < 0:
            index += len(self)
        file, number, name, delivery, honorific, *lines = self._texts[index].split(BETWEEN)
        excluded, this_run_only = self._excluded.get(index, ("", False))
        return Letter(
            self._members[index],
            number,
            name,
            Addressee(tuple(lines), honorific, ()),
            file,
            self._enclosures[self._enclosed[index]],
            delivery,
            excluded,
            this_run_only,
            self._problems.get(index, ()),
            index + 1,
            index + 1 - bisect_left(self._left_out, index),
        )
