"""What stands in a working folder: the list, the model letter, the enclosures, and an output folder.

Only the record, digests and names of files are looked at: no list is read and no letter opened.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from noticemerge.cli.last_said import recall
from noticemerge.cli.made_from import MadeFrom, near
from noticemerge.cli.starter import LETTER, MAIL_TEXT, WORKBOOK, other_letters, starter_file
from noticemerge.output import (
    FOLDER,
    JOURNAL,
    RECORD,
    REGISTER,
    Beside,
    Overview,
    digest_of,
    has_letters,
    has_lost_record,
    overview,
)
from noticemerge.problems import CannotUse

OUT = Path("out")
LIST = Path("members.xlsx")
LIST_ENDINGS = (".xlsx", ".xlsm", ".csv", ".tsv")
# Files that check says how to store anew. Beside one that can be read they are what it was stored from.
_OTHER_ENDINGS = (".xls", ".xlsb", ".ods")
# What the program itself makes of lists, beside letters, and for a start.
_MADE = (REGISTER, "_確認", "_目次", "通知.xlsx")
_PASSED_BY = ("~$", ".")


@dataclass(frozen=True, slots=True)
class Standing:
    """A working folder as it is found; all paths are as seen from it.

    `members` is the list, None where there is none or it is not sure which of `lists` it is; `count` its
    members where they are known (else -1). `letter` is None for the built-in one; where it is not there any
    more, `letters` are those that may be it, the one changed last first. `changed` are those of
    "members", "letter" and "notice" that are not as they were when the letters were made, `missing` the
    enclosures that are not there. `output` counts the output folder, None where there is none; `others` are
    output folders besides; `below` are folders to work in. `said` is what was remembered of the last command.
    """

    folder: Path
    members: Path | None = None
    lists: tuple[Path, ...] = ()
    count: int = -1
    letter: Path | None = None
    letters: tuple[Path, ...] = ()
    made_from: MadeFrom | None = None
    changed: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    output: Overview | None = None
    others: tuple[Path, ...] = ()
    below: tuple[Path, ...] = ()
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """The output folder, where there is one, else the usual one."""
        return self.output.folder if self.output else OUT

    @property
    def is_without_list(self) -> bool:
        """Whether there is neither a list nor a letter that was made."""
        return self.members is None and not (self.output and self.output.has_letters)

    @property
    def other_lists(self) -> tuple[Path, ...]:
        """The files that may be a member list too, beside the one that is used."""
        enclosed = self.made_from.enclosures if self.made_from else ()
        named = {self.members, self.notice, *(near(self.out / name) for name in enclosed)}
        return tuple(path for path in self.lists if path not in named)

    @property
    def notice(self) -> Path | None:
        """The file with the sheet 通知 that the letters were made with, where the list has none."""
        said = self.made_from.notice if self.made_from else ""
        return near(self.out / said) if said else None


def standing_in(
    folder: Path = Path(),
    *,
    members: Path | None = None,
    out: Path | None = None,
    is_as_made: bool = False,
) -> Standing:
    """Find what stands in a working folder. Raises OSError when a file cannot be read.

    `members` and `out` are those that were named; else the last ones that were named there, else those that
    are found. With `is_as_made` letters need not be read once more. Where there is nothing but one folder to
    work in, that is told of.
    """
    told = recall(folder)
    out, others = _output_in(folder, out or _path(told.get("output")))
    lists = tuple(_lists_in(folder))
    if out == Path() and not (lists or _has_letters(folder) or _has_record(folder / "..")):
        return standing_in(near(folder / ".."), members=members)
    named = members or _path(told.get("members"))
    if out is None and not lists and not (named and (folder / named).is_file()):
        below = tuple(_folders_below(folder))
        meant = [path for path in below if str(path) == told.get("folder")] or below
        if len(meant) == 1:
            return standing_in(folder / meant[0])
        return Standing(folder, letter=_letter_of(folder, None, None, None), below=below)
    made_from = MadeFrom.read(folder / out) if out else None
    changed = made_from.changed(folder / out) if made_from and out and not is_as_made else set()
    found = _list_of(folder, named, made_from, out, lists)
    letter = _letter_of(folder, found, made_from, out)
    return Standing(
        folder,
        found,
        lists,
        _count(folder, found, made_from, out, changed, told),
        letter,
        tuple(_letters_beside(folder, letter)) if letter and not (folder / letter).is_file() else (),
        made_from,
        frozenset(changed),
        tuple(_missing(folder, out, made_from)),
        replace(overview(folder / out, is_as_made=is_as_made), folder=out) if out else None,
        others,
        (),
        told,
    )


def older_post(standing: Standing, made: Beside | None) -> bool:
    """Whether labels or envelopes were made of another state of the list, and no letters of this one.

    Where letters were made since, it is known whether what they say has changed.
    """
    if made is None or not (made.there and made.source) or standing.members is None:
        return False
    if standing.made_from is not None and "members" not in standing.changed:
        return False
    now = digest_of(standing.folder / standing.members)
    return bool(now) and now != made.source


def fingerprint(standing: Standing) -> str:
    """Stands for all that the next step hangs on: equal as long as nothing of it is touched."""
    names = [standing.members, standing.letter, Path(MAIL_TEXT)]
    names.append(standing.notice)
    told = hashlib.sha256()
    if standing.output:
        names += [standing.out / FOLDER / RECORD, standing.out / FOLDER / JOURNAL]
        found = [(str(kind), sorted(b.findings.items())) for kind, b in standing.output.beside.items()]
        told.update(repr((sorted(standing.output.letters.items()), found)).encode())
    for name in names:
        seen = (str(name), _seen(standing.folder / name)) if name else ()
        told.update(repr(seen).encode("utf-8", "surrogatepass"))
    return told.hexdigest()


def _seen(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _path(text: object) -> Path | None:
    return Path(text) if isinstance(text, str) and text else None


def _output_in(folder: Path, named: Path | None) -> tuple[Path | None, tuple[Path, ...]]:
    """The output folder, and the others that hold letters: those right below, the one written last first."""
    if _has_record(folder) and named is None:
        return Path(), ()
    found = [path for path in _folders(folder) if path in (OUT, named) or os.access(folder / path, os.X_OK)]
    found = [path for path in found if _has_record(folder / path)]
    found.sort(key=lambda path: _seen(folder / path / FOLDER / RECORD)[1], reverse=True)
    lettered = [path for path in found if _has_letters(folder / path)]
    if named is not None and _has_record(folder / named):
        first: Path | None = named
    elif OUT in lettered or has_lost_record(folder / OUT):
        first = OUT
    else:
        first = next(iter((*lettered, *(path for path in found if path == OUT), *found)), None)
    return first, tuple(path for path in lettered if path != first)


def _has_record(folder: Path) -> bool:
    # What stands in its place is told of as well.
    own = folder / FOLDER
    return (own / RECORD).exists() or (own.exists() and not own.is_dir())


def _has_letters(folder: Path) -> bool:
    try:
        return has_letters(folder)
    except (OSError, CannotUse):
        return True


def _folders(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if not path.name.startswith(_PASSED_BY) and path.is_dir():
                yield Path(path.name)


def _folders_below(folder: Path) -> Iterator[Path]:
    for below in _folders(folder):
        if any(True for _ in _lists_in(folder / below)) and (
            (folder / below / LETTER).is_file() or _has_record(folder / below / OUT)
        ):
            yield below


def _lists_in(folder: Path) -> Iterator[Path]:
    """The files that may be member lists, the one changed last first."""
    found = []
    with suppress(OSError):
        found = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in LIST_ENDINGS + _OTHER_ENDINGS
            and not path.name.startswith(_PASSED_BY)
            and not any(made in path.name for made in _MADE)
            and path.is_file()
        ]
    found = [path for path in found if path.suffix.lower() in LIST_ENDINGS] or found
    # The example that init laid there is no list where there is another.
    if len(found) > 1:
        found = [path for path in found if path.name != LIST.name or not _is_example(path)]
    for path in sorted(found, key=lambda path: (-_seen(path)[1], path.name)):
        yield Path(path.name)


def _is_example(path: Path) -> bool:
    try:
        return digest_of(path) == digest_of(starter_file(WORKBOOK))
    except OSError:
        return False


def _list_of(
    folder: Path, named: Path | None, made_from: MadeFrom | None, out: Path | None, lists: tuple[Path, ...]
) -> Path | None:
    if named is not None and (folder / named).is_file():
        return named
    if made_from is not None and out is not None:
        return near(out / made_from.members)
    if LIST in lists:
        return LIST
    return lists[0] if len(lists) == 1 else None


def _letter_of(
    folder: Path, members: Path | None, made_from: MadeFrom | None, out: Path | None
) -> Path | None:
    if made_from is not None and out is not None and made_from.letter:
        return near(out / made_from.letter)
    nearby = ((members.parent if members else Path()) / LETTER, Path(LETTER))
    return next((path for path in nearby if (folder / path).is_file()), None)


def _letters_beside(folder: Path, letter: Path) -> Iterator[Path]:
    """The Word files where a model letter was, but for those that came with noticemerge."""
    found = other_letters(folder / letter.parent)
    for path in sorted(found, key=lambda path: (-_seen(path)[1], path.name)):
        yield letter.parent / path.name


def _missing(folder: Path, out: Path | None, made_from: MadeFrom | None) -> Iterator[str]:
    if made_from is None or out is None:
        return
    for name in made_from.enclosures:
        with suppress(OSError, ValueError):
            if (folder / out / name).exists():
                continue
        yield near(out / name).as_posix()


def _count(
    folder: Path,
    members: Path | None,
    made_from: MadeFrom | None,
    out: Path | None,
    changed: set[str],
    told: dict[str, Any],
) -> int:
    """How many members the list has, where that was found out of the list as it is now."""
    if members is None:
        return -1
    of_letters = near(out / made_from.members) if made_from is not None and out is not None else None
    if made_from is not None and of_letters == members and "members" not in changed:
        return made_from.count
    if isinstance(told.get("count"), int) and told.get("of") == digest_of(folder / members).hex():
        return int(told["count"])
    return -1
