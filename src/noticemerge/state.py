"""What earlier runs made in an output folder: the record by which a hand-edited letter is known."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

FOLDER = ".noticemerge"
REGISTER = "発送台帳.xlsx"
TEMPORARY = "state.json.tmp"
_FILE = "state.json"
_VERSION = 1


@dataclass(slots=True)
class Made:
    """A file as it was made: digests that are ours, and the digest of what it was made of.

    `known` holds two digests while a run replaces the file, so that a run cut short at any
    instant leaves only files that the next run recognises.
    """

    member: str
    known: list[str]
    source: str


@dataclass(slots=True)
class State:
    """The record of an output folder, by path below it; `register` is the digest of its content.

    `pending` are the letters made since the register was last whole: none, unless a run was cut short.
    """

    folder: Path
    files: dict[str, Made] = field(default_factory=dict)
    register: str = ""
    damaged: bool = False
    pending: list[str] = field(default_factory=list)
    _by_folded: dict[str, str] | None = None

    @classmethod
    def read(cls, folder: Path) -> State:
        """The record as the last run left it; empty where there is none, `damaged` where it is unreadable.

        Raises OSError when it is there and may not be read.
        """
        try:
            raw = json.loads((folder / FOLDER / _FILE).read_text("utf-8"))
            files = {_checked(name): _made(entry) for name, entry in raw["files"].items()}
            return cls(folder, files, str(raw["register"]), pending=list(map(str, raw.get("pending", []))))
        except (FileNotFoundError, NotADirectoryError):
            return cls(folder)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(folder, damaged=True)

    def write(self) -> None:
        """Replace the record, whole or not at all. Raises OSError."""
        files: dict[str, Any] = {
            name: {"member": made.member, "known": made.known, "source": made.source}
            for name, made in sorted(self.files.items())
        }
        whole: dict[str, Any] = {"version": _VERSION, "register": self.register, "files": files}
        if self.pending:
            whole["pending"] = self.pending
        path = self.folder / FOLDER / _FILE
        temporary = path.with_name(TEMPORARY)
        with temporary.open("w", encoding="utf-8") as file:
            file.write(json.dumps(whole, ensure_ascii=False))
            file.flush()
            # The name must not be on the disk before what it names: the power may fail.
            os.fsync(file.fileno())
        temporary.replace(path)

    def made(self, name: str) -> Made | None:
        """What is on record for this name, or for one that Windows and macOS do not tell from it."""
        if name in self.files:
            return self.files[name]
        if self._by_folded is None:
            self._by_folded = {fold_path(known): known for known in self.files}
        return self.files.get(self._by_folded.get(fold_path(name), ""))

    def is_ours(self, name: str, digest: str) -> bool:
        """Whether the file of this name, having this digest, is as this program made it."""
        made = self.made(name)
        return made is not None and digest in made.known


def digest_of(path: Path | str) -> str:
    """The SHA-256 of a file in hexadecimal, "" when it is not there. Raises OSError.

    A file of nothing, or of zeros alone, counts as not there: a power failure leaves such files.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - asked for every letter
            data = file.read()
    except FileNotFoundError:
        return ""
    return hashlib.sha256(data).hexdigest() if data.lstrip(b"\0") else ""


def fold_path(name: str) -> str:
    """Equal for names that a system may not tell apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _checked(name: str) -> str:
    """The name, when it is one of a file below the folder: a record may have been tampered with."""
    windows = PureWindowsPath(name)
    if not name or ".." in windows.parts or windows.drive or windows.root or PurePosixPath(name).root:
        raise ValueError(name)
    return name


def _made(entry: dict[str, Any]) -> Made:
    member, known, source = entry["member"], entry["known"], entry["source"]
    if not (isinstance(member, str) and isinstance(source, str) and isinstance(known, list)):
        raise TypeError(entry)
    return Made(member, [str(digest) for digest in known], source)
