"""Who gets a mail, at which addresses, and what is doubtful about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from noticemerge.japan import fold, vocabulary
from noticemerge.mail.addresses import meant_instead, read_addresses
from noticemerge.planning import Letter
from noticemerge.problems import Place, Problem, problem
from noticemerge.roster import Member, Roster

# 郵送・メール: a member may get both.
_WAYS_APART = re.compile(r"[・、,，;；／/＋+＆&|｜\n\s]+|と|及び|および|または|又は")
_REMARK = re.compile(r"[(（][^()（）]*[)）]")
_SHOWN = 60


class Way(StrEnum):
    """Whether a cell of 発送方法 asks for a mail; `UNSAID` where it is empty or there is no such column."""

    MAIL = "mail"
    OTHER = "other"
    UNSAID = "unsaid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member as one who may get a mail: `way` as the cell says it, the addresses, and the doubts."""

    way: Way
    said: str = ""
    addresses: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def way_of(text: str) -> Way:
    """What a cell of 発送方法 asks for."""
    words = {key: vocabulary().words["delivery"][key] for key in vocabulary().words["delivery"]}
    if not text.strip():
        return Way.UNSAID
    if fold(text) in words["email"]:
        return Way.MAIL
    plain = _REMARK.sub("", text)
    parts = [fold(part) for part in (text, plain, *_WAYS_APART.split(plain)) if part.strip()]
    if any(part in words["email"] for part in parts):
        return Way.MAIL
    known = frozenset().union(*words.values())
    return Way.OTHER if any(part in known for part in parts) else Way.UNKNOWN


class Recipients:
    """Finds the recipients of a list; without a column 発送方法 everybody with an address is one."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._delivery, self._email = roster.column_of("delivery"), roster.column_of("email")

    @property
    def has_addresses(self) -> bool:
        """Whether the list has a column of addresses at all."""
        return self._email is not None

    def of(self, letter: Letter) -> Recipient:
        """Whether this member gets a mail, and where."""
        member = letter.member
        said = self._roster.value(member, "delivery").strip()
        way = way_of(said) if self._delivery else Way.MAIL
        if way is Way.UNKNOWN:
            place = self._roster.place(member, self._delivery)
            heading = self._delivery.header if self._delivery else ""
            return Recipient(way, said, (), (problem("NM-M27", place, text=said, heading=heading),))
        if way is not Way.MAIL:
            return Recipient(way, said)
        typed = self._roster.value(member, "email").strip()
        if fold(typed) in vocabulary().words["delivery"]["none"]:
            typed = ""
        if not typed:
            return self._without_address(member, said)
        return self._at(typed, said, self._roster.place(member, self._email))

    def _without_address(self, member: Member, said: str) -> Recipient:
        if self._delivery is None:
            return Recipient(Way.UNSAID)
        if self._email is None:
            return Recipient(Way.MAIL, said)
        place = self._roster.place(member, self._email)
        return Recipient(Way.MAIL, said, (), (problem("NM-M21", place, way=said),))

    def _at(self, typed: str, said: str, place: Place) -> Recipient:
        read = read_addresses(typed)
        shown = " ".join(typed.split())[:_SHOWN]
        doubts = [problem("NM-M22", place, text=text[:_SHOWN]) for text in read.unreadable]
        if read.is_mended and not read.unreadable:
            doubts.append(problem("NM-M23", place, text=shown, addresses="、".join(read.found)))
        if len(read.found) > 1:
            facts = {"count": len(read.found), "addresses": "、".join(read.found)}
            doubts.append(problem("NM-M24", place, **facts))
        for address in read.found:
            if guess := meant_instead(address):
                doubts.append(problem("NM-M25", place, address=address, guess=guess))
        return Recipient(Way.MAIL, said, () if read.unreadable else read.found, tuple(doubts))


def shared_addresses(roster: Roster, found: Iterable[tuple[Letter, Recipient]]) -> list[Problem]:
    """A warning for each address that several members have, at the first of them."""
    by_address: dict[str, list[Letter]] = {}
    for letter, recipient in found:
        for address in recipient.addresses:
            by_address.setdefault(address.casefold(), []).append(letter)
    problems = []
    for address, letters in by_address.items():
        if len(letters) > 1:
            place = replace(roster.place(letters[0].member, roster.column_of("email")), member="")
            members = "、".join(f"{letter.number} {letter.name}".strip() for letter in letters)
            problems.append(problem("NM-M26", place, address=address, members=members))
    return problems
