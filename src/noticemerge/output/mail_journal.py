"""The journal of mails sent from an output folder: lines are only ever added, and nothing removes it.

Each event is a line of JSON that is on the disk before the program goes on. A mail is begun right before the
byte sequence that makes the server take it (RFC 5321 §4.1.1.4: without it the server must not), and sent when
the server has said so. A run killed in between leaves it begun: it may have arrived, and nobody can tell.
"""

from __future__ import annotations

import datetime
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from noticemerge.excel import patiently
from noticemerge.output.record import FOLDER, JOURNAL

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Event(StrEnum):
    """What happened; the words stand in the journal. `RUN` begins a run, of which `PLANNED` are the mails."""

    RUN = "run"
    PLANNED = "planned"
    BEGUN = "begun"
    SENT = "sent"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNSURE = "unsure"
    TESTED = "tested"


class MailState(StrEnum):
    """What became of a member's mail."""

    SENT = "sent"
    UNSURE = "unsure"
    REFUSED = "refused"
    WAITING = "waiting"


_AFTER = {
    Event.PLANNED: MailState.WAITING,
    Event.BEGUN: MailState.UNSURE,
    Event.SENT: MailState.SENT,
    Event.REFUSED: MailState.REFUSED,
    Event.DEFERRED: MailState.WAITING,
    Event.UNSURE: MailState.UNSURE,
}
# What a later attempt that surely failed does not undo.
_LASTING = (MailState.SENT, MailState.UNSURE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal.

    `notice` and `key` tell which mail it is, `at` when (ISO 8601). `letter` is the letter's SHA-256, `files`
    the names and SHA-256 of all that is attached; `answer` what the server said, `refused` the addresses that
    it did not take; `attempt` counts how often the mail was begun.
    """

    event: Event
    notice: str
    key: str = ""
    at: str = ""
    member: str = ""
    name: str = ""
    addresses: tuple[str, ...] = ()
    subject: str = ""
    message_id: str = ""
    letter: str = ""
    files: tuple[tuple[str, str], ...] = ()
    answer: str = ""
    refused: tuple[str, ...] = ()
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class MailRecord:
    """What became of one mail: its state, and the entry that says so."""

    state: MailState
    entry: Entry

    @property
    def attempts(self) -> int:
        """How often it was begun."""
        return self.entry.attempt


@dataclass(slots=True)
class History:
    """What a journal tells: the mails by notice and key, and which notices were tried on the sender.

    `unreadable` counts lines that are no entries: what a power failure cuts off, or an editor breaks.
    """

    mails: dict[tuple[str, str], MailRecord] = field(default_factory=dict)
    tested: set[str] = field(default_factory=set)
    unreadable: int = 0
    _lasting: dict[tuple[str, str], MailRecord] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> History:
        """The history of an output folder, empty where nothing was sent. Raises OSError."""
        found = cls()
        try:
            lines = patiently((folder / FOLDER / JOURNAL).read_bytes).split(b"\n")
        except (FileNotFoundError, NotADirectoryError):
            return found
        for line in filter(None, lines):
            entry = _entry(line)
            if entry is None:
                found.unreadable += 1
            else:
                found.add(entry)
        return found

    def add(self, entry: Entry) -> None:
        """Take the next entry into account."""
        place = (entry.notice, entry.key)
        before = self.mails.get(place)
        if entry.event is Event.RUN:
            self._forget_plans(entry.notice)
        elif entry.event is Event.TESTED:
            self.tested.add(entry.notice)
        elif entry.event is Event.PLANNED and before and before.state is not MailState.WAITING:
            return
        elif entry.event in (Event.REFUSED, Event.DEFERRED) and (lasting := self._lasting.get(place)):
            self.mails[place] = replace(lasting, entry=replace(lasting.entry, attempt=entry.attempt))
        else:
            if entry.event is Event.BEGUN and before and before.state in _LASTING:
                self._lasting[place] = before
            self.mails[place] = MailRecord(_AFTER[entry.event], entry)

    def of(self, notice: str) -> list[MailRecord]:
        """The mails of a notice."""
        return [record for (of_notice, _), record in self.mails.items() if of_notice == notice]

    @property
    def counts(self) -> Counter[MailState]:
        """How many mails there are of each state, of all notices."""
        return Counter(record.state for record in self.mails.values())

    def _forget_plans(self, notice: str) -> None:
        """What another run planned and never began is planned no more."""
        self.mails = {
            place: record
            for place, record in self.mails.items()
            if place[0] != notice or record.entry.event is not Event.PLANNED
        }


class JournalWriter:
    """An open journal. Whoever writes holds the lock of the folder."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, *entries: Entry) -> None:
        """Add entries, on the disk when this returns. Raises OSError; then they may be there in part."""
        now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        lines = (_encoded(asdict(replace(entry, at=entry.at or now))) for entry in entries)
        self._file.write("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
        self._file.flush()
        os.fsync(self._file.fileno())


@contextmanager
def journal_of(folder: Path) -> Iterator[JournalWriter]:
    """The journal of an output folder, open to be added to. Raises OSError."""
    path = folder / FOLDER / JOURNAL
    with path.open("ab+") as file:
        _end_line(file)
        _sync_folder(path.parent)
        yield JournalWriter(file)


def _end_line(file: IO[bytes]) -> None:
    """A line that a power failure cut off is ended, so that the next is one of its own."""
    size = file.seek(0, os.SEEK_END)
    if size:
        file.seek(size - 1)
        if file.read(1) != b"\n":
            file.write(b"\n")


def _sync_folder(folder: Path) -> None:
    # Windows knows no such thing: there the name is on the disk with the file.
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _entry(line: bytes) -> Entry | None:
    try:
        read: dict[str, Any] = json.loads(line.decode("utf-8", "surrogatepass"))
        read["event"] = Event(read["event"])
        for name in ("addresses", "refused"):
            read[name] = tuple(map(str, _listed(read[name])))
        read["files"] = tuple((str(name), str(digest)) for name, digest in _listed(read["files"]))
        return Entry(**read)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _listed(value: Any) -> Iterable[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value
