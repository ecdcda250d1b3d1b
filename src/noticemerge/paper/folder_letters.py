"""The letters of an output folder that are to be printed: which, in which order, and which are not.

Each is compared with the record first. Whatever is left out is told: the sums add up.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from noticemerge.japan import fold, nearest
from noticemerge.output import REGISTER, MadeFor, State, addressee_in, digest_of, register_notes
from noticemerge.planning import Selection, Selector
from noticemerge.problems import Place, Problem, has_errors, problem
from noticemerge.roster import Member, Roster

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FolderLetter:
    """A letter as it lies in the folder: its path below it, whose it is, its SHA-256, and its place in the
    order (from 1). `is_edited` says that it is not as it was made.
    """

    name: str
    member: str
    digest: bytes
    is_edited: bool = False
    position: int = 0

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.name).stem

    @property
    def addressee(self) -> str:
        """What the file's name says besides the member's number."""
        return addressee_in(self.name, self.member)

    def made_for(self, where: str = "") -> MadeFor:
        """The member, as the record knows whom a file is for."""
        return MadeFor(self.member, self.addressee, where)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which letters, in which order. `where` are conditions as of `Selection`, `order` is a column of the
    list; both need the `roster`. `first` is the number of the member to begin with.
    """

    where: tuple[str, ...] = ()
    order: str = ""
    first: str = ""
    roster: Roster | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The letters in their order. `left_out` counts those that the choice leaves out."""

    letters: tuple[FolderLetter, ...]
    left_out: int = 0
    problems: tuple[Problem, ...] = ()


def letters_in(state: State) -> Chosen:
    """The letters on record that go out, in the order of the list. Raises OSError when one cannot be read."""
    folder = state.folder
    problems: list[Problem] = []
    letters: list[FolderLetter] = []
    names = [name for name in state.files if name != REGISTER]
    for name in names:
        if name in state.outdated:
            place = Place(file=str(folder / name), member=state.files[name].member)
            problems.append(problem("NM-P05", place))
            continue
        digest = digest_of(folder / name)
        if not digest:
            place = Place(file=str(folder / name), member=state.files[name].member)
            problems.append(problem("NM-P02", place))
            continue
        made = state.files[name]
        letters.append(FolderLetter(name, made.member, digest, digest not in made.known, len(letters) + 1))
    problems += [
        problem("NM-P06", Place(file=str(folder), member=number), name=name) for number, name in state.without
    ]
    if state.was_cut_short:
        problems.append(problem("NM-P07", Place(file=str(folder))))
    if not letters and not problems:
        problems.append(problem("NM-P01", Place(file=str(folder))))
    return Chosen(tuple(letters), 0, tuple(problems))


def chosen(found: Chosen, choice: Choice, folder: Path) -> Chosen:
    """Those of the letters found that were asked for, in the order that was asked for."""
    letters, problems = list(found.letters), list(found.problems)
    if choice.roster is not None and (choice.where or choice.order):
        letters, said = _by_list(letters, choice, choice.roster, folder)
        problems += said
    if choice.first and letters:
        begin = _numbered(letters, choice.first)
        if isinstance(begin, Problem):
            problems.append(begin)
        else:
            letters = letters[begin:]
    elif not letters and found.letters and not has_errors(problems):
        problems.append(problem("NM-P10"))
    ordered = tuple(replace(letter, position=number) for number, letter in enumerate(letters, 1))
    return Chosen(ordered, len(found.letters) - len(ordered), tuple(problems))


def _by_list(
    letters: Sequence[FolderLetter], choice: Choice, roster: Roster, folder: Path
) -> tuple[list[FolderLetter], list[Problem]]:
    """The letters as the member list has them: those for whom the conditions hold, ordered by its column."""
    register = folder / REGISTER
    notes = partial(register_notes, register) if register.exists() else None
    selector = Selector(Selection(where=choice.where, notes=notes), roster)
    # That the folder's own register is asked needs no telling.
    problems = [told for told in selector.problems if told.code != "NM-S22"]
    column = selector.column(choice.order) if choice.order else None
    if choice.order and column is None:
        headings = [column.header for column in roster.columns]
        facts = {"name": choice.order, "headings": "、".join(headings)}
        facts |= {"best": best} if (best := nearest(choice.order, headings)) else {}
        problems.append(problem("NM-P11", Place(file=roster.file.name), **facts))
    if has_errors(problems):
        return [], problems
    members = {fold(roster.number(member)): member for member in roster.members}
    repeated = Counter(fold(roster.number(member)) for member in roster.members)
    kept: list[tuple[FolderLetter, Member]] = []
    for letter in letters:
        member = members.get(fold(letter.member)) if letter.member else None
        if member is None or repeated[fold(letter.member)] > 1:
            place = Place(file=str(folder / letter.name), member=letter.member)
            problems.append(problem("NM-P12", place))
        elif not selector.reason_against(member):
            kept.append((letter, member))
    if column is not None:
        kept.sort(key=lambda pair: _sorted_by(roster.text(pair[1], column)))
    return [letter for letter, _ in kept], problems


def _sorted_by(text: str) -> tuple[bool, list[tuple[bool, int, str]]]:
    """A key by which 2 comes before 10, and nothing at the end."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    # The hyphen of a postcode is written by some and not by others.
    plain = plain.replace("-", "").replace("〒", "") if _DIGITS.search(plain) else plain
    parts = [(bool(word.isdecimal()), word) for word in re.split(r"(\d+)", plain) if word]
    return not plain, [(not is_number, int(word) if is_number else 0, word) for is_number, word in parts]


def _numbered(letters: Sequence[FolderLetter], number: str) -> int | Problem:
    """The index of the letter of the member with this number; 12 finds 0012 where nobody is called 12."""
    wanted = fold(number)
    exact = [i for i, letter in enumerate(letters) if fold(letter.member) == wanted]
    found = exact or [
        i for i, letter in enumerate(letters) if fold(letter.member).lstrip("0") == wanted.lstrip("0")
    ]
    if not found:
        return problem("NM-P08", number=number)
    if len(found) > 1:
        files = "、".join(letters[i].name for i in found)
        return problem("NM-P09", number=number, files=files)
    return found[0]
