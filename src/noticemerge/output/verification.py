"""The comparison of an output folder with its record: files as made, edited, missing, unknown."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from noticemerge.output.files_aside import name_before
from noticemerge.output.mail_journal import History, MailRecord
from noticemerge.output.record import (
    FOLDER,
    REGISTER,
    Made,
    Other,
    OtherKind,
    State,
    addressee_in,
    digest_of,
    digest_of_letters,
    fold_path,
)
from noticemerge.problems import CannotUse, Place, Problem, gettext, problem


class Finding(StrEnum):
    """What became of a file since it was made; `UNKNOWN` was not made by this program."""

    AS_MADE = "as_made"
    EDITED = "edited"
    MISSING = "missing"
    UNKNOWN = "unknown"


_CODES = {Finding.EDITED: "NM-W18", Finding.MISSING: "NM-W19", Finding.UNKNOWN: "NM-W20"}
_CODES_OF_REGISTER = _CODES | {Finding.EDITED: "NM-W37"}
_CODES_OF_OTHERS = {Finding.EDITED: "NM-W30", Finding.MISSING: "NM-W31"}
_OF_LETTERS = {OtherKind.PDF: "NM-P25", OtherKind.BUNDLE: "NM-P26"}
_OF_ADDRESSES = {OtherKind.LABELS: "NM-L24", OtherKind.ENVELOPES: "NM-L25"}
# So many members are told of.
_FEW = 5
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
    """What was found: a letter on record or an unknown file for each of `files`, and the register.

    `others` are the files made beside the letters, `mails` tells what became of each mail.
    Where no letter was made there is no `register`.
    """

    folder: Path
    files: list[Checked]
    register: Checked | None
    problems: list[Problem]
    others: list[Checked]
    mails: tuple[MailRecord, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many files there are of each finding; neither the register nor the others are counted."""
        return _counted(self.files)

    @property
    def counts_of_others(self) -> dict[str, int]:
        """How many of the files beside the letters there are of each finding."""
        return _counted(self.others)


def verify(folder: Path) -> Verified:
    """Compare the files of an output folder with the record of what was made; nothing is written.

    Whatever is not as it was made is an error among `problems`. Raises `CannotUse` when the folder has
    no record or one that cannot be read, OSError when a file cannot be read.
    """
    state = State.read(folder)
    if state.damaged or not (state.files or state.others):
        raise CannotUse(problem("NM-W22" if state.damaged else "NM-W21", Place(file=str(folder))))
    known_others = {fold_path(name) for name in state.others}
    files = [_checked(folder, name, made) for name, made in state.files.items() if name != REGISTER]
    files += [
        Checked(name, "", Finding.UNKNOWN, digest_of(folder / name).hex())
        for name in sorted(_names(folder))
        if not state.made(name)
        and name != REGISTER
        and fold_path(name) not in known_others
        and not _is_pdf_of_letter(name, state)
    ]
    register = _register(folder, state) if state.files else None
    others = [_checked(folder, name, other) for name, other in state.others.items()]
    problems = [problem("NM-W17", Place(file=str(folder)))] if state.was_cut_short else []
    if not (files or others):
        problems.append(problem("NM-W36", Place(file=str(folder))))
    missing = [state.files[file.name] for file in files if file.finding is Finding.MISSING]
    problems += [
        _renamed(checked, state, missing) or _told(checked, codes[checked.finding], state)
        for codes, those in (
            (_CODES, files),
            (_CODES_OF_REGISTER, [register] if register else []),
            (_CODES_OF_OTHERS, others),
        )
        for checked in those
        if checked.finding in codes
    ]
    problems += _stale(state, files, others)
    mails = tuple(History.read(folder).mails.values())
    return Verified(folder, files, register, problems, others, mails)


def _checked(folder: Path, name: str, made: Made | Other) -> Checked:
    there = digest_of(folder / name)
    known = Finding.AS_MADE if there in made.known else Finding.EDITED
    return Checked(name, _member(made), known if there else Finding.MISSING, there.hex())


def _told(checked: Checked, code: str, state: State) -> Problem:
    place = Place(file=str(state.folder / checked.name), member=checked.member)
    earlier = name_before(checked.name)
    if checked.finding is Finding.UNKNOWN and (state.made(earlier) or earlier in state.others):
        return problem("NM-W43", place, file=Path(earlier).name)
    return problem(code, place)


def _renamed(checked: Checked, state: State, missing: Iterable[Made]) -> Problem | None:
    """What is told of a file that is one of the letters which are `missing`, under another name."""
    there = bytes.fromhex(checked.sha256)
    if checked.finding is not Finding.UNKNOWN or not there:
        return None
    found = next((made for made in missing if there in made.known), None)
    if found is None:
        return None
    name = next(name for name, made in state.files.items() if made is found)
    place = Place(file=str(state.folder / checked.name), member=found.member)
    return problem("NM-W48", place, file=name)


def _register(folder: Path, state: State) -> Checked:
    """The register: what the clerk wrote into the columns that are the clerk's is no change."""
    found = _checked(folder, REGISTER, state.files.get(REGISTER) or Made("", ()))
    if found.finding is Finding.EDITED:
        # It reads workbooks, which whoever only looks at the folder does without.
        from noticemerge.output.register_reading import read_register, says_as_made

        with suppress(CannotUse):
            if says_as_made(read_register(folder / REGISTER), state):
                return replace(found, finding=Finding.AS_MADE)
    return found


def _is_pdf_of_letter(name: str, state: State) -> bool:
    """Whether the file is a PDF of the name of a letter: people make such files of Word to send them."""
    path = Path(name)
    return path.suffix.lower() == ".pdf" and state.made(path.with_suffix(".docx").as_posix()) is not None


def _stale(state: State, files: list[Checked], others: list[Checked]) -> list[Problem]:
    """What was made of letters that are not as they were then."""
    now = {file.name: bytes.fromhex(file.sha256) for file in files}
    members = {file.name: file.member for file in others}
    as_made = [file.name for file in others if file.finding is Finding.AS_MADE]
    return [
        problem(
            (_OF_LETTERS | _OF_ADDRESSES)[state.others[name].kind],
            Place(file=str(state.folder / name), member=members[name]),
            members=_outdated(state.others[name]),
        )
        for name in stale(state, now, as_made)
    ]


def _outdated(other: Other) -> str:
    """The members whose labels or envelopes say something else by now, a few of them by name."""
    named = [" ".join(f"{number} {name}".split()) for number, name in other.outdated[:_FEW]]
    said, rest = "、".join(named), len(other.outdated) - _FEW
    return said + gettext(" and {count} more").format(count=rest) if rest > 0 else said


def stale(state: State, letters: Mapping[str, bytes], others: Iterable[str]) -> list[str]:
    """Those of the `others` that were made of letters or addresses which are not as they were then.

    `letters` are the SHA-256 digests of the letters now, by path below the folder.
    """
    now = {
        (made.member, addressee_in(name, made.member)): letters.get(name, b"")
        for name, made in state.files.items()
    }
    found = []
    for name in others:
        other = state.others[name]
        if other.outdated:
            found.append(name)
        if other.kind not in _OF_LETTERS or not other.source:
            continue
        made_of = [now.get((to.member, to.name), b"") for to in other.made_for]
        # Behind it a bundle tells which letters there were: a new one is not in it.
        of_all = other.source[16:] if other.kind is OtherKind.BUNDLE else b""
        if digest_of_letters(made_of) != other.source[:16] or of_all not in (b"", digest_of_names(state)):
            found.append(name)
    return found


def digest_of_names(state: State) -> bytes:
    """What stands for the letters of a folder that go out, by their names alone."""
    names = sorted(name for name in state.files if name != REGISTER and name not in state.outdated)
    return hashlib.sha256("\n".join(names).encode("utf-8", "surrogatepass")).digest()[:16]


def _member(made: Made | Other) -> str:
    """Whose the file is, "" where it is for several members."""
    if isinstance(made, Made):
        return made.member
    return made.made_for[0].member if len(made.made_for) == 1 else ""


def _counted(files: list[Checked]) -> dict[str, int]:
    counted = Counter(checked.finding for checked in files)
    return {str(finding): counted[finding] for finding in Finding}


def _names(folder: Path) -> Iterator[str]:
    """The files below the folder, but for our record and what systems leave about."""
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != FOLDER]
        for name in names:
            if name.casefold() not in _SYSTEM_FILES and not name.startswith(_SYSTEM_PREFIXES):
                yield (Path(above) / name).relative_to(folder).as_posix()
