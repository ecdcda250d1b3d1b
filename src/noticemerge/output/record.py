"""The record of an output folder: files made there and their digests, by which an edited letter is known.

A line of JSON for each file, and a last one for the folder: a record without it is not whole.
Files made of the letters or beside them (labels, a PDF) are on record with whom they are for.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import pairwise
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple

from noticemerge.excel import patiently, refuse_endless
from noticemerge.problems import CannotUse, Place, problem

FOLDER = ".noticemerge"
REGISTER = "発送台帳.xlsx"
RECORD = "state.jsonl"
LOCK = "lock"
JOURNAL = "sent.jsonl"
TEMPORARY = f"{RECORD}.tmp"
# What the command line remembers of the last run: it may be lost, and differs with what was typed.
LAST = "last.json"
LAST_TEMPORARY = f"{LAST}.tmp"
# What the letters were made from, as the command line was told: it may be lost too.
MADE_FROM = "made-from.json"
MADE_FROM_TEMPORARY = f"{MADE_FROM}.tmp"
SHA256_DIGITS = 64
_VERSION = 2
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class Made:
    """A file as it was made: SHA-256 digests that are ours, and the digest of what it was made of.

    `known` holds two digests while a run replaces the file, so that a run cut short at any
    instant leaves only files that the next run recognises. `is_new` says that the register does not tell
    of it yet: never so, unless a run was cut short.
    """

    member: str
    known: tuple[bytes, ...]
    source: bytes = b""
    is_new: bool = False


class OtherKind(StrEnum):
    """What a file is that is neither a letter nor the register; the words stand in the record."""

    LABELS = "labels"
    ENVELOPES = "envelopes"
    BUNDLE = "bundle"
    PDF = "pdf"
    MAIL = "mail"
    PROOFS = "proofs"


class MadeFor(NamedTuple):
    """One member whom a file is for: the number, the name, and where in the file ("" in all of it).

    `printed` stands for what is printed on the member's post, as `printed_on_post`; "" on other files.
    """

    member: str
    name: str
    where: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A file that is neither a letter nor the register, as it was made.

    `known` and `source` as in `Made`; `made_on` is a date as in ISO 8601. Where it was made of letters, the
    first half of its source is that of `digest_of_letters`; that of labels and envelopes is that of the list.
    `is_for_all` says that none who gets post was left out of them, `words` how they were asked for. The
    `outdated` are the numbers and names of members whose post says something else since, or is not among it.
    """

    kind: OtherKind
    known: tuple[bytes, ...]
    made_for: tuple[MadeFor, ...]
    source: bytes = b""
    made_on: str = ""
    is_for_all: bool = False
    words: tuple[str, ...] = ()
    outdated: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class State:
    """The record of an output folder, by path below it; `register` is the digest of its content, behind
    its first `SHA256_DIGITS` digits that of its sheet of mails.

    `files` are the letters and the register, `others` what was made beside them.

    `compressor` is what the letters were compressed by: another one makes other bytes of the same letter. The
    letters stand in the order of the list. Those in `outdated` do not go out: the list asks for none of them
    any more, or the last run could not make them anew. `without` are the members who have no letter since it
    could not be made, by number and name. `told` are the digests of what the register's sheets say, by their
    names: two while a run replaces it; `is_noted` says that the clerk had written into it when it was made.
    """

    folder: Path
    files: dict[str, Made] = field(default_factory=dict)
    register: str = ""
    compressor: str = ""
    damaged: bool = False
    others: dict[str, Other] = field(default_factory=dict)
    outdated: frozenset[str] = frozenset()
    without: tuple[tuple[str, str], ...] = ()
    told: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_noted: bool = False
    _by_folded: dict[str, str] | None = None

    @classmethod
    def read(cls, folder: Path) -> State:
        """The record as the last run left it; empty where there is none, `damaged` where it is unreadable.

        Raises OSError when it is there and may not be read, and as `refuse_links`.
        """
        refuse_links(folder)
        try:
            opened = partial((folder / FOLDER / RECORD).open, encoding="utf-8", errors="surrogatepass")
            with patiently(opened) as file:
                *lines, whole = map(_line, file)
            if not isinstance(whole, dict):
                raise TypeError
            files = {name: made for name, made in lines if isinstance(made, Made)}
            others = {name: made for name, made in lines if isinstance(made, Other)}
            return cls(
                folder,
                files,
                str(whole["register"]),
                str(whole["compressor"]),
                others=others,
                outdated=frozenset(map(str, whole.get("outdated", ()))),
                without=tuple((str(number), str(name)) for number, name in whole.get("without", ())),
                told={str(name): tuple(map(str, known)) for name, known in whole.get("told", {}).items()},
                is_noted=bool(whole.get("noted")),
            )
        except (FileNotFoundError, NotADirectoryError):
            return cls(folder)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(folder, damaged=True)

    def write(self, files: Iterable[tuple[str, Made]]) -> None:
        """Replace the record, whole or not at all, by one of these files and the `others`. Raises OSError."""
        path = self.folder / FOLDER / RECORD
        temporary = path.with_name(TEMPORARY)
        whole: dict[str, Any] = {
            "version": _VERSION,
            "compressor": self.compressor,
            "register": self.register,
        }
        whole |= {"outdated": sorted(self.outdated)} if self.outdated else {}
        whole |= {"without": self.without} if self.without else {}
        whole |= {"told": self.told} if self.told else {}
        whole |= {"noted": True} if self.is_noted else {}
        with temporary.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.writelines(_lines(files))
            file.writelines(_other_lines(self.others))
            file.write(_encoded(whole) + "\n")
            file.flush()
            # The name must not be on the disk before what it names: the power may fail.
            os.fsync(file.fileno())
        patiently(temporary.replace, path)

    def made(self, name: str) -> Made | None:
        """What is on record for this name, or for one that Windows and macOS do not tell from it."""
        if name in self.files:
            return self.files[name]
        if self._by_folded is None:
            self._by_folded = {fold_path(known): known for known in self.files}
        return self.files.get(self._by_folded.get(fold_path(name), "")) if self._by_folded else None

    def is_ours(self, name: str, digest: bytes) -> bool:
        """Whether the file of this name, having this digest, is as this program made it."""
        made = self.made(name)
        return made is not None and digest in made.known

    @property
    def was_cut_short(self) -> bool:
        """Whether the last run was stopped while it put files into their places."""
        return any(made.is_new or len(made.known) > 1 for made in self.files.values())


def refuse_links(folder: Path) -> None:
    """Raise `CannotUse` where the record of an output folder, or a file of it, is a link to another place.

    Who unpacks an archive, or works in a shared folder, may meet one that was laid there: what it leads to
    would be emptied or written over. So it does where something else stands in the place of one of them.
    """
    own = folder / FOLDER
    _refuse_other(own, is_other=own.exists() and not own.is_dir())
    beside = os.path.normcase(os.path.join(os.path.realpath(folder), FOLDER))  # noqa: PTH118
    # A junction of Windows is no symbolic link, and leads away as well.
    if os.path.normcase(os.path.realpath(own)) != beside:
        raise CannotUse(problem("NM-W41", Place(file=str(own))))
    for name in (LOCK, RECORD, JOURNAL):
        if (own / name).is_symlink():
            raise CannotUse(problem("NM-W41", Place(file=str(own / name))))
        _refuse_other(own / name, is_other=(own / name).is_dir())
        refuse_endless(own / name)


def _refuse_other(path: Path, *, is_other: bool) -> None:
    if is_other:
        raise CannotUse(problem("NM-W26", Place(file=str(path))))


def digest_of(path: Path | str) -> bytes:
    """The SHA-256 of a file, b"" when it is not there. Raises OSError, and `CannotUse` for a pipe or device.

    A file of nothing, or of zeros alone, counts as not there: a power failure leaves such files.
    """
    refuse_endless(path)
    try:
        data = patiently(_content, path)
    except FileNotFoundError:
        return b""
    return hashlib.sha256(data).digest() if data.lstrip(b"\0") else b""


def _content(path: Path | str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - asked for every letter
        return file.read()


def digest_of_letters(digests: Iterable[bytes]) -> bytes:
    """What stands for letters with these SHA-256 digests, in this order: 16 bytes."""
    return hashlib.sha256(b"".join(digests)).digest()[:16]


def addressee_in(name: str, member: str) -> str:
    """What a letter's path says besides the member's number: whom it is for."""
    stem = PurePosixPath(name).stem
    rest = stem.removeprefix(member)
    if rest == stem and member:
        rest = _behind_number(stem, member)
    return rest.lstrip("_-") or stem


def _behind_number(stem: str, member: str) -> str:
    """What stands behind a member's number that was padded with zeros in the name of a file: 007 for 7."""
    position = 0
    for before, character in pairwise(f" {member}"):
        begins = character.isdecimal() and not before.isdecimal()
        while begins and character != "0" and stem[position : position + 1] == "0":
            position += 1
        if stem[position : position + 1] != character:
            return stem
        position += 1
    return stem[position:]


def fold_path(name: str) -> str:
    """Equal for names that a system may not tell apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _lines(files: Iterable[tuple[str, Made]]) -> Iterator[str]:
    for name, made in files:
        known = [digest.hex() for digest in made.known]
        yield _encoded([name, made.member, known, made.source.hex(), int(made.is_new)]) + "\n"


def _other_lines(others: Mapping[str, Other]) -> Iterator[str]:
    for name, made in others.items():
        known = [digest.hex() for digest in made.known]
        post: dict[str, Any] = {"all": True} if made.is_for_all else {}
        post |= {"words": made.words} if made.words else {}
        post |= {"outdated": made.outdated} if made.outdated else {}
        told = [post] if post else []
        made_for = [to if to.printed else to[:3] for to in made.made_for]
        yield _encoded([name, made.kind, known, made.source.hex(), made.made_on, *told, made_for]) + "\n"


def _other(
    name: str, kind: str, known: list[str], source: str, made_on: str, *told: Any
) -> tuple[str, Other]:
    made_for, post = told[-1], (told[0] if len(told) > 1 else {})
    digests = tuple(map(bytes.fromhex, known))
    members = tuple(MadeFor(*map(str, told)) for told in made_for)
    return _checked(name), Other(
        OtherKind(kind),
        digests,
        members,
        bytes.fromhex(source),
        str(made_on),
        bool(post.get("all")),
        tuple(map(str, post.get("words", ()))),
        tuple((str(number), str(called)) for number, called in post.get("outdated", ())),
    )


def _line(line: str) -> Any:
    """A file's name and what was made there; the last line as it is."""
    read = json.loads(line)
    if isinstance(read, dict):
        return read
    if isinstance(read, list) and read and isinstance(read[-1], list):
        return _other(*read)
    name, member, known, source, is_new = read
    if not (isinstance(member, str) and isinstance(known, list)):
        raise TypeError(line)
    made = Made(member, tuple(map(bytes.fromhex, known)), bytes.fromhex(source), bool(is_new))
    return _checked(name), made


def _checked(name: str) -> str:
    """The name, when it is one of a file below the folder: a record may have been tampered with."""
    windows = PureWindowsPath(name)
    if not name or ".." in windows.parts or windows.drive or windows.root or PurePosixPath(name).root:
        raise ValueError(name)
    return name
