"""What earlier runs made in an output folder: the record by which a hand-edited letter is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = ".noticemerge"
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
    """The record of an output folder, by path below it; `register` is the digest of its content."""

    folder: Path
    files: dict[str, Made] = field(default_factory=dict)
    register: str = ""
    damaged: bool = False

    @classmethod
    def read(cls, folder: Path) -> State:
        """The record as the last run left it; empty where there is none, `damaged` where it is unreadable."""
        path = folder / FOLDER / _FILE
        try:
            raw = json.loads(path.read_text("utf-8"))
            files = {name: Made(**entry) for name, entry in raw["files"].items()}
            return cls(folder, files, raw["register"])
        except FileNotFoundError:
            return cls(folder)
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls(folder, damaged=True)

    def write(self) -> None:
        """Replace the record, whole or not at all. Raises OSError."""
        files: dict[str, Any] = {
            name: {"member": made.member, "known": made.known, "source": made.source}
            for name, made in sorted(self.files.items())
        }
        whole = {"version": _VERSION, "register": self.register, "files": files}
        text = json.dumps(whole, ensure_ascii=False, indent=0)
        path = self.folder / FOLDER / _FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(TEMPORARY)
        temporary.write_text(text, "utf-8")
        temporary.replace(path)

    def is_ours(self, name: str, digest: str) -> bool:
        """Whether the file of this name, having this digest, is as this program made it."""
        return name in self.files and digest in self.files[name].known


def digest_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, "" when it is not there. Raises OSError."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
