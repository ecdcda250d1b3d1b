"""A merge that would change nothing says again what the last one said: 0.5 s for 10,000 members, not 1.9.

Beside the record of an output folder stands what the last run was asked, of which files, and what it said.
Where all of that is as it was, and each letter still as it was made, there is nothing to do but say it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from noticemerge import __version__
from noticemerge.cli.request import Request
from noticemerge.excel import bytes_of, is_file_or_folder
from noticemerge.japan import current_day
from noticemerge.notice import notice_beside
from noticemerge.output import FOLDER, LAST, LAST_TEMPORARY, MADE_FROM, RECORD, REGISTER, State, digest_of
from noticemerge.problems import current_language

if TYPE_CHECKING:
    from noticemerge.notice import Notice


@dataclass(frozen=True, slots=True)
class Known:
    """What the last run said, its exit status, and what became of the letters.

    `opening` is what it was about, but for the folder; `file` is the name of its first letter; `page` are the
    problems. `in_folder` is how many letters stand in the folder where the run was about a part of them.
    """

    opening: list[str]
    file: str
    page: list[str]
    exit: int
    counts: dict[str, int]
    in_folder: int | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """A run into `folder` as it was asked for; `words` are what else decides what it does and says."""

    request: Request
    folder: Path
    words: tuple[object, ...]

    def known(self) -> Known | None:
        """What the last run said, when this one would do nothing else; None when that is not sure."""
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            told = json.loads(bytes_of(self.folder / FOLDER / LAST))
            if not all(map(is_file_or_folder, self._files())):
                return None
            looked_for = {Path(path): seen for path, seen in told["looked_for"].items()}
            if (
                told["asked"] == self._asked()
                and told["record"] == digest_of(self.folder / FOLDER / RECORD).hex()
                and all(_seen(path) == seen for path, seen in looked_for.items())
                and (self.folder / FOLDER / MADE_FROM).is_file()
                and self._is_as_made()
            ):
                return Known(**told["known"])
        return None

    def keep(self, notice: Notice, known: Known) -> None:
        """Remember a run. What it made, the next one will leave as it is."""
        if any(str(Path.cwd()) in line for line in known.page):
            return  # another folder would be meant elsewhere
        folder = (self.request.notice or self.request.members).parent
        files = (name.strip() for a in notice.attachments for name in a.file.splitlines())
        counts = {**known.counts, "made": 0, "unchanged": known.counts["made"] + known.counts["unchanged"]}
        whole = {
            "asked": self._asked(),
            "record": digest_of(self.folder / FOLDER / RECORD).hex(),
            "looked_for": {str(path): _seen(path) for path in _paths(folder, files)},
            "known": asdict(known) | {"counts": counts},
        }
        path = self.folder / FOLDER / LAST
        with suppress(OSError, ValueError, KeyError, TypeError):
            whole["mailings"] = json.loads(bytes_of(path))["mailings"]
        data = json.dumps(whole).encode()
        # Without it the next run takes longer, and that is all.
        with suppress(OSError):
            if not path.is_file() or bytes_of(path) != data:
                temporary = path.with_name(LAST_TEMPORARY)
                temporary.write_bytes(data)
                temporary.replace(path)

    def _asked(self) -> str:
        request = self.request
        asked = hashlib.sha256(repr((__version__, current_day(), current_language(), self.words)).encode())
        asked.update(repr((request, request.template_path())).encode("utf-8", "surrogatepass"))
        notice = request.notice or notice_beside(request.members)
        for path in (request.members, notice, request.template_path(), request.register_path()):
            asked.update(digest_of(path) if path else b"-")
        return asked.hexdigest()

    def _files(self) -> list[Path]:
        """What is read, but for the attachments."""
        request = self.request
        named = (request.members, request.notice, request.template_path(), request.register_path())
        return [path for path in named if path]

    def _is_as_made(self) -> bool:
        state = State.read(self.folder)
        return (
            not (state.damaged or state.was_cut_short)
            and (self.folder / REGISTER).is_file()
            and all(
                digest_of(self.folder / name) in made.known
                for name, made in state.files.items()
                if name != REGISTER
            )
        )


def _paths(folder: Path, names: Iterable[str]) -> Iterable[Path]:
    return (folder / name.replace("\\", "/") for name in names if name)


def _seen(path: Path) -> list[bool]:
    try:
        return [path.is_file(), path.is_dir()]
    except OSError:  # a name too long for the file system names no file
        return [False, False]
