"""The mails of a run, and what becomes of every other member, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from noticemerge.mail.attached_files import AttachedFile
from noticemerge.mail.message import Envelope
from noticemerge.output import History
from noticemerge.problems import Problem

MEGABYTE = 1_000_000


class Fate(StrEnum):
    """What a run does about a member; every member of the list has one."""

    TO_SEND = "to_send"
    SENT = "sent"
    UNSURE = "unsure"
    REFUSED = "refused"
    LEFT_OUT = "left_out"
    OTHER_WAY = "other_way"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many bytes a mail may have before it is doubted, and before it is refused."""

    warn: int = 3 * MEGABYTE
    stop: int = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Mail:
    """One member's mail. `key` tells it from all others of the notice, `attempt` how often it was begun."""

    key: str
    number: str
    name: str
    row: int
    to: tuple[str, ...]
    text: str
    letter: AttachedFile
    enclosures: tuple[AttachedFile, ...]
    message_id: str
    size: int
    stem: str
    attempt: int = 0

    @property
    def files(self) -> tuple[AttachedFile, ...]:
        """All that is attached, the letter first."""
        return (self.letter, *self.enclosures)


@dataclass(frozen=True, slots=True)
class Considered:
    """A member and what the run does about it; `reason` in words where it is left out or goes another way."""

    number: str
    name: str
    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MailPlan:
    """All mails of a run, and what becomes of every other member.

    `notice` stands for the notice in the journal; `history` is the journal as it was read. `inputs`
    are the files that the mails are made of.
    """

    folder: Path
    notice: str
    envelope: Envelope
    mails: tuple[Mail, ...]
    members: tuple[Considered, ...]
    problems: tuple[Problem, ...]
    history: History
    inputs: tuple[Path, ...] = ()

    @property
    def counts(self) -> Counter[Fate]:
        """How many members there are of each fate; their sum is the number of members."""
        return Counter(member.fate for member in self.members)

    @property
    def reasons(self) -> Counter[str]:
        """How many members go another way or are left out, by what the list says."""
        told = (Fate.OTHER_WAY, Fate.LEFT_OUT)
        return Counter(member.reason for member in self.members if member.fate in told)


def hardest_mails(mails: Iterable[Mail], most: int = 3) -> list[tuple[Mail, str]]:
    """The mails most worth a look, each with the code of the reason: longest name, text and size, first."""
    listed = list(mails)
    found: dict[str, tuple[Mail, str]] = {}
    measures = (
        ("name", lambda mail: len(mail.name)),
        ("addresses", lambda mail: len(mail.to)),
        ("text", lambda mail: len(mail.text)),
        ("size", lambda mail: mail.size),
    )
    for reason, measure in measures:
        values = Counter(map(measure, listed))
        if len(values) > 1:
            chosen = max(listed, key=measure)
            found.setdefault(chosen.key, (chosen, reason))
    for mail in listed:
        found.setdefault(mail.key, (mail, ""))
        if len(found) >= most:
            break
    return list(found.values())[:most]


def in_megabytes(size: int) -> str:
    """A size in megabytes, one place behind the point."""
    return f"{size / MEGABYTE:.1f}".removesuffix(".0")
