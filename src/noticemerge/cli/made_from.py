"""What the letters of an output folder were made from, kept beside their record.

By it the first screen knows whether list or model letter have changed since, and what to type to make the
letters again. Paths are kept as seen from the output folder: all of it may be moved together.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticemerge.cli.request import Request
from noticemerge.cli.shell import quoted
from noticemerge.cli.starter import LETTER, is_starter_file, starter_file
from noticemerge.excel import bytes_of
from noticemerge.output import FOLDER, MADE_FROM, MADE_FROM_TEMPORARY, digest_of
from noticemerge.problems import Place, Problem, problem

if TYPE_CHECKING:
    from noticemerge.planning import Plan

# What was typed for one run alone, and how many words stand behind each.
_ONCE = {
    "--json": 0, "-q": 0, "--quiet": 0, "-v": 0, "--verbose": 0, "--lang": 1, "--force": 0,
    "--skip-errors": 0, "--start": 1, "--open": 0, "--forget": 0, "--prune": 0, "--jobs": 1,
}  # fmt: skip
# Words that say how a list is read, and how many stand behind each: labels takes them as merge does.
READING = {
    "--notice": 1, "--set": 1, "--sheet": 1, "--header-row": 1, "--map": 1, "--ignore": 1,
    "--encoding": 1, "--hidden": 1,
}  # fmt: skip
_READ_AS = (
    "sheet",
    "header_row",
    "hidden",
    "encoding",
    "mapping",
    "ignored",
    "recalled_mapping",
    "recalled_ignored",
)
_BY_MAIL = re.compile("メール|mail", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFrom:
    """The files of a run with their SHA-256, as seen from the output folder; `letter` is "" for the built-in.

    `here` is the folder in which the `words` were typed behind the command; `enclosures` are the files of the
    sheet 添付資料 and `titles` counts its lines; `posted` and `mailed` count the letters by 発送方法.
    """

    members: str
    count: int
    letter: str
    notice: str
    digests: dict[str, str]
    enclosures: tuple[str, ...] = ()
    titles: int = 0
    posted: int = 0
    mailed: int = 0
    here: str = "."
    words: tuple[str, ...] = ()
    read_as: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> MadeFrom | None:
        """What is known of an output folder; None where nothing is."""
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            told = json.loads(bytes_of(folder / FOLDER / MADE_FROM))
            whole: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in told.items()}
            made_from = cls(**whole)
            if all(type(getattr(made_from, f.name)) is type(getattr(_EXAMPLE, f.name)) for f in fields(cls)):
                return made_from
        return None

    def changed(self, folder: Path) -> set[str]:
        """Which of "members", "letter" and "notice" are not as they were, a file that is gone among them.

        Of one that cannot be read it is not known.
        """
        paths = {name: self.path(folder, name) for name in self.digests}
        return {
            name
            for name, path in paths.items()
            if _digest(path) != self.digests[name] and (os.access(path, os.R_OK) or not os.path.lexists(path))
        }

    def path(self, folder: Path, name: str) -> Path:
        """The path of one of these files."""
        return near(folder / getattr(self, name))


_EXAMPLE = MadeFrom(members="", count=0, letter="", notice="", digests={})


def keep_made_from(request: Request, plan: Plan, folder: Path, typed: tuple[str, ...]) -> None:
    """Keep what the letters in a folder were made from; `typed` are the words of the command line."""
    letter = request.template_path()
    notice = plan.notice.file
    paths = {"members": request.members, "notice": None if notice == request.members else notice}
    paths |= {} if is_starter_file(letter) else {"letter": letter}
    seen = {name: _seen_from(folder, path) for name, path in paths.items() if path}
    base = request.attachments_folder
    files = [name.strip() for a in plan.notice.attachments for name in a.file.splitlines() if name.strip()]
    ways = Counter(letter.delivery for letter in plan.letters if not letter.excluded)
    made_from = MadeFrom(
        members=seen["members"],
        count=len(plan.roster.members),
        letter=seen.get("letter", ""),
        notice=seen.get("notice", ""),
        digests={name: _digest(path) for name, path in paths.items() if path},
        enclosures=tuple(_seen_from(folder, base / name.replace("\\", "/")) for name in files),
        titles=len(plan.notice.attachments),
        posted=sum(count for way, count in ways.items() if _is_posted(way)),
        mailed=sum(count for way, count in ways.items() if _is_mailed(way)),
        here=_seen_from(folder, Path()),
        words=words_behind("merge", typed),
        read_as={name: value for name in _READ_AS if (value := getattr(request, name))},
    )
    path = folder / FOLDER / MADE_FROM
    # Without it less can be told, and that is all.
    with suppress(OSError):
        temporary = folder / FOLDER / MADE_FROM_TEMPORARY
        temporary.write_text(json.dumps(asdict(made_from)), "utf-8")
        temporary.replace(path)


def other_letter(request: Request, folder: Path, *, is_typed: bool, is_recalled: bool) -> Problem | None:
    """What is asked where letters were made from one model letter and would be made anew from another.

    Only when nobody typed which: one that is remembered may be that of a reminder, and one that was typed at
    that time is easily forgotten.
    """
    made_from = None if is_typed else MadeFrom.read(folder)
    if made_from is None:
        return None
    now, usual = request.template_path(), replace(request, template=None).template_path()
    before = made_from.path(folder, "letter") if made_from.letter else usual
    is_usual = _is_same(before, usual) or _is_same(before, starter_file(LETTER))
    if _is_same(before, now) or (is_usual and not is_recalled):
        return None
    place, better = Place(file=str(folder)), f"--template {quoted(str(before))}"
    return problem("NM-C32", place, letter=before.name, other=now.name, better=better)


def _is_same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def last_list(folder: Path) -> Request | None:
    """The member list of the last run into a folder, with what was said of it; None where it is not known."""
    if (made_from := MadeFrom.read(folder)) is None:
        return None
    told = {name: value for name, value in made_from.read_as.items() if name in _READ_AS}
    return Request(members=made_from.path(folder, "members"), **told)


def files_made_from(folder: Path) -> list[Path]:
    """The files that the letters in a folder were made from, as far as that is known."""
    if (made_from := MadeFrom.read(folder)) is None:
        return []
    named = (made_from.members, made_from.letter, made_from.notice, *made_from.enclosures)
    return [near(folder / name) for name in named if name]


def words_behind(command: str, typed: Sequence[str]) -> tuple[str, ...]:
    """The words behind the command that hold for the next run too."""
    words = list(_without_once(typed))
    words.remove(command)
    return tuple(words)


def _without_once(typed: Sequence[str]) -> Iterator[str]:
    words = iter(typed)
    for word in words:
        name = word.partition("=")[0]
        if name in _ONCE:
            if _ONCE[name] and name == word:
                next(words, None)
        else:
            yield word


def reading_words(words: tuple[str, ...]) -> list[str]:
    """Those of the words that say how the list is read."""
    kept, rest = [], iter(words)
    for word in rest:
        name = word.partition("=")[0]
        if name in READING:
            kept.append(word)
            if name == word:
                kept += [value for value in [next(rest, None)] if value is not None]
    return kept


def near(path: Path) -> Path:
    """The same path, without steps down and up again."""
    return Path(os.path.normpath(path))


def _seen_from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return str(path.absolute())


def _digest(path: Path) -> str:
    try:
        return digest_of(path).hex()
    except OSError:
        return ""


def _is_posted(way: str) -> bool:
    from noticemerge.planning import way_of

    return way_of(way) != "other"


def _is_mailed(way: str) -> bool:
    from noticemerge.japan import fold, vocabulary

    return fold(way) in vocabulary().words["delivery"]["email"] or bool(_BY_MAIL.search(way))
