"""Drafts: a mail in a file (.eml) for each member, to be opened and sent in a mail program."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from noticemerge.mail.attached_files import ChangedFileError, EncodedFiles
from noticemerge.mail.mails import Mail, MailPlan
from noticemerge.mail.message import Mailbox, message_pieces
from noticemerge.output import MadeFor, NewFile, OtherKind, Placing, digest_of, placing
from noticemerge.problems import Place, Problem, problem

FOLDER = "メール"
_WRITERS = 2
_JAPAN = datetime.timezone(datetime.timedelta(hours=9))
_BEGIN_OF_WORK = datetime.time(9, tzinfo=_JAPAN)


@dataclass(frozen=True, slots=True)
class Drafts:
    """What became of the drafts: names below the output folder; none was placed when there are errors."""

    made: list[str]
    unchanged: list[str]
    removed: list[str]
    problems: list[Problem]


def write_drafts(
    plan: MailPlan,
    date: datetime.date | None,
    *,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Drafts:
    """Write a draft for each mail into the folder メール; `date` is the one the mails are dated.

    The same mails give the same files. Drafts of mails that are not to be sent any more are removed, unless
    they were changed by hand. 900 drafts a second with a letter of 40 kB, 120 with 3.5 MB in common.
    Raises `CannotUse` when the folder cannot be written.
    """
    with placing(plan.folder, plan.inputs) as placed:
        writer = _Writer(plan, date, placed)
        waiting: list[Future[NewFile]] = []
        unchanged = []
        with ThreadPoolExecutor(_WRITERS) as pool:
            for mail in plan.mails:
                name = f"{FOLDER}/{mail.stem}.eml"
                source = writer.source(mail)
                if placed.is_current(name, source):
                    unchanged.append(name)
                elif pieces := writer.pieces(mail):
                    waiting.append(pool.submit(writer.stage, mail, name, source, pieces))
            new = []
            for number, file in enumerate(waiting, 1):
                new.append(file.result())
                if progress:
                    progress(number, len(waiting))
        if writer.problems:
            return Drafts([], [], [], writer.problems)
        removed, problems = _remove_old(placed, {*unchanged, *(file.name for file in new)})
        problems += placed.place(new, force=force)
        return Drafts([file.name for file in new], unchanged, removed, problems)


class _Writer:
    """Writes drafts into the stage."""

    def __init__(self, plan: MailPlan, date: datetime.date | None, placed: Placing) -> None:
        self._plan, self._placed = plan, placed
        self._date = datetime.datetime.combine(date, _BEGIN_OF_WORK) if date else None
        self._files = EncodedFiles()
        self.problems: list[Problem] = []

    def source(self, mail: Mail) -> bytes:
        """Stands for all that a draft is made of."""
        files = [(file.name, file.digest) for file in mail.files]
        told = repr((self._plan.envelope, mail.to, mail.name, mail.text, files, mail.message_id, self._date))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()

    def pieces(self, mail: Mail) -> list[bytes]:
        """A draft in pieces; none of them, and an error, where a file changed meanwhile."""
        boxes = [Mailbox(address, mail.name) for address in mail.to]
        try:
            attached = [self._files.own(mail.letter), *map(self._files.shared, mail.enclosures)]
        except ChangedFileError as error:
            place = Place(file=mail.name, member=mail.number)
            self.problems.append(problem("NM-M76", place, file=str(error.path)))
            return []
        return message_pieces(
            self._plan.envelope, boxes, mail.text, attached, mail.message_id, date=self._date, draft=True
        )

    def stage(self, mail: Mail, name: str, source: bytes, pieces: list[bytes]) -> NewFile:
        """Write a draft into the stage. Disk and digest let go of Python's lock, so that two go at once."""
        path, digest = self._placed.stage / f"{mail.row}.eml", hashlib.sha256()
        with path.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        made_for = (MadeFor(mail.number, mail.name, "、".join(mail.to)),)
        return NewFile(name, OtherKind.MAIL, path, made_for, source, digest.digest())


def _remove_old(placed: Placing, current: set[str]) -> tuple[list[str], list[Problem]]:
    """Remove the drafts of earlier runs that are none now; those changed by hand stay, and are named."""
    removed, problems = [], []
    for name, other in list(placed.state.others.items()):
        if other.kind is not OtherKind.MAIL or name in current:
            continue
        path: Path = placed.folder / name
        there = digest_of(path)
        if there and there not in other.known:
            problems.append(problem("NM-M80", Place(file=str(path))))
            continue
        placed.remove(name)
        with suppress(OSError):
            path.parent.rmdir()
        del placed.state.others[name]
        removed.append(name)
    return removed, problems
