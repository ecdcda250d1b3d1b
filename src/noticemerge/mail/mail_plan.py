"""Which mails would be sent or drafted: each from a letter on record, checked against list and journal.

A mail exists only where everything fits: the letter in the folder is the one that would be made now, from
this row of the list, for this member. Whatever does not fit is a problem with the member's name, and every
member is counted once: to be sent, sent before, left out, another way, or in error.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from noticemerge.mail.attached_files import AttachedFile, Attachments, size_of
from noticemerge.mail.mails import Considered, Fate, Limits, Mail, MailPlan, in_megabytes
from noticemerge.mail.message import message_id_of
from noticemerge.mail.recipients import Recipient, Recipients, Way, shared_addresses
from noticemerge.mail.settings import read_envelope
from noticemerge.output import (
    History,
    MailRecord,
    MailState,
    OtherKind,
    Standing,
    State,
    digest_of,
    standings,
)
from noticemerge.planning import Letter, Plan, members_numbered
from noticemerge.problems import CannotUse, CellPlace, Place, Problem, Severity, has_errors, problem
from noticemerge.template import filled_text, pictures_in

# What the list says of addresses in general; here each is judged by itself.
_JUDGED_HERE = frozenset({"NM-R63", "NM-R64", "NM-N14", "NM-N15"})
_STANDING = {
    Standing.NOT_MADE: "NM-M40",
    Standing.EDITED: "NM-M41",
    Standing.MISSING: "NM-M42",
    Standing.CHANGED: "NM-M43",
}


_FATES = {MailState.SENT: Fate.SENT, MailState.UNSURE: Fate.UNSURE, MailState.REFUSED: Fate.REFUSED}


def plan_mails(
    plan: Plan,
    texts: Plan,
    folder: Path,
    *,
    attachments_in: Path,
    limits: Limits | None = None,
    resend: Iterable[str] = (),
) -> MailPlan:
    """Plan the mails of the letters that `plan` says and that were made in `folder`.

    `texts` is the plan of the same members with the mail's text as its template. Files of attachments are
    relative to `attachments_in`. `resend` are the numbers of members whose mail may be sent once more.
    Nothing is written. Raises `CannotUse` when the folder has no record of letters, OSError when it or the
    journal cannot be read.
    """
    state = State.read(folder)
    if state.damaged or not state.files:
        raise CannotUse(problem("NM-W22" if state.damaged else "NM-W21", Place(file=str(folder))))
    return _Planner(plan, texts, folder, Attachments(attachments_in), limits or Limits()).made(resend)


def notice_id(number: str, subject: str) -> str:
    """What stands for a notice in the journal: its 文書番号, without that its subject."""
    return " ".join(unicodedata.normalize("NFKC", number.strip() or subject).split())


@dataclass(frozen=True, slots=True)
class _Member:
    """A member whose way is mail: the letter, the letter of the mail's text, and how the file stands."""

    letter: Letter
    text: Letter
    recipient: Recipient
    standing: Standing
    digest: bytes


class _Planner:
    """Goes through the members; what it finds is in `mails`, `members` and `problems`."""

    def __init__(
        self, plan: Plan, texts: Plan, folder: Path, attachments: Attachments, limits: Limits
    ) -> None:
        self._plan, self._texts, self._folder = plan, texts, folder
        self._attachments, self._limits = attachments, limits
        notice = plan.notice
        self._identity = notice_id(notice.value("number"), notice.value("subject"))
        self._envelope, self.problems = read_envelope(notice)
        self._history = History.read(folder)
        self._pdfs = _pdfs_on_record(folder)
        self._resend: set[int] = set()
        self.mails: list[Mail] = []
        self.members: list[Considered] = []

    def made(self, resend: Iterable[str]) -> MailPlan:
        """All mails; `resend` are the numbers of those that may be sent once more."""
        self.problems += [*self._general(), *self._of_history()]
        asked = self._rows_to_resend(resend)
        recipients = Recipients(self._plan.roster)
        if not recipients.has_addresses:
            sheet = CellPlace(file=self._plan.roster.file.name, sheet=self._plan.roster.sheet)
            self.problems.append(problem("NM-M20", sheet))
        found: list[tuple[Letter, Recipient]] = []
        standing = standings(self._plan, self._folder)
        pairs = zip(self._plan.letters, self._texts.letters, strict=True)
        for index, (letter, text) in enumerate(pairs):
            recipient = recipients.of(letter)
            if letter.excluded or recipient.way is not Way.MAIL:
                self._pass_over(letter, recipient)
            else:
                found.append((letter, recipient))
                self._consider(_Member(letter, text, recipient, *standing(index)))
        self.problems += shared_addresses(self._plan.roster, found)
        self.problems += self._attachments.problems
        self._check_whole(asked)
        return MailPlan(
            self._folder,
            self._identity,
            self._envelope,
            tuple(self.mails),
            tuple(self.members),
            tuple(self.problems),
            self._history,
            (*self._plan.files, self._texts.bound.template.path),
        )

    def _general(self) -> Iterator[Problem]:
        """What stops all mails: errors of the letters' plan, and all doubts about the mail's text."""
        known = {_told(p) for p in self._plan.problems}
        yield from (p for p in self._plan.general if p.severity is Severity.ERROR)
        for doubt in self._texts.general:
            if _told(doubt) not in known and doubt.code not in _JUDGED_HERE:
                yield doubt
        yield from pictures_in(self._texts.bound.template)

    def _of_history(self) -> Iterator[Problem]:
        place = Place(file=str(self._folder))
        if self._history.unreadable:
            yield problem("NM-M54", place, count=self._history.unreadable)
        others = Counter(
            notice
            for (notice, _), record in self._history.mails.items()
            if notice != self._identity and record.state is MailState.SENT
        )
        if others:
            listed = "、".join(others)
            yield problem("NM-M53", CellPlace(sheet="通知"), count=others.total(), others=listed[:80])

    def _rows_to_resend(self, numbers: Iterable[str]) -> dict[str, list[int]]:
        """The rows of the members with these numbers; 12 is 0012 where nobody is called 12."""
        asked = {n: [m.row for m in members_numbered(self._plan.roster, n)] for n in numbers}
        self._resend = {row for rows in asked.values() for row in rows}
        return asked

    def _pass_over(self, letter: Letter, recipient: Recipient) -> None:
        if letter.excluded:
            self._count(letter, Fate.LEFT_OUT, letter.excluded)
        else:
            self._count(letter, Fate.OTHER_WAY, recipient.said)
            self.problems += (p.of_member(letter.number) for p in recipient.problems)

    def _consider(self, member: _Member) -> None:
        """Take a member whose way is mail: as a mail, as done before, or as an error."""
        letter, recipient = member.letter, member.recipient
        before = self._history.mails.get((self._identity, _key(letter)))
        is_wanted = letter.member.row in self._resend and before is not None and before.attempts > 0
        if before and not is_wanted and (fate := self._done(member, before)):
            self._count(letter, fate)
            return
        doubts = [*self._doubts(member), *recipient.problems]
        if code := _STANDING.get(member.standing):
            doubts.append(problem(code, Place(file=letter.file), folder=str(self._folder)))
        mail = None
        if recipient.addresses and not has_errors(doubts):
            mail = self._mail(member, before, doubts)
        self.problems += (p.of_member(letter.number) for p in doubts)
        if mail is None or has_errors(doubts):
            self._count(letter, Fate.ERROR)
        else:
            self.mails.append(mail)
            self._count(letter, Fate.TO_SEND)

    def _doubts(self, member: _Member) -> list[Problem]:
        """What is wrong with a member's letter, and what is doubtful about the text of the mail alone."""
        problems = member.letter.problems
        known = {_told(p) for p in problems}
        wrong = [p for p in problems if p.severity is Severity.ERROR and p.code not in _JUDGED_HERE]
        own = (p for p in member.text.problems if _told(p) not in known and p.code not in _JUDGED_HERE)
        return [*wrong, *own]

    def _done(self, member: _Member, before: MailRecord) -> Fate | None:
        """What became of a mail that was begun before, None where it may be sent now."""
        fate, entry, letter = _FATES.get(before.state), before.entry, member.letter
        place = self._plan.roster.place(letter.member, self._plan.roster.column_of("email"))
        facts = {
            "addresses": "、".join(entry.addresses),
            "when": entry.at[:16].replace("T", " "),
            "number": letter.number,
            "answer": entry.answer,
        }
        has_other_address = set(entry.addresses) != set(member.recipient.addresses)
        if fate is Fate.REFUSED and has_other_address:
            return None
        code = {Fate.UNSURE: "NM-M50", Fate.REFUSED: "NM-M57"}.get(fate) if fate else None
        if fate is Fate.SENT and (has_other_address or entry.letter != member.digest.hex()):
            code = "NM-M51"
        if code:
            self.problems.append(problem(code, place, **facts))
        return fate

    def _mail(self, member: _Member, before: MailRecord | None, doubts: list[Problem]) -> Mail | None:
        """The mail; None, and an error among the doubts, where it cannot be made."""
        letter, to = member.letter, member.recipient.addresses
        name = self._pdfs.get(member.digest, letter.file)
        try:
            body = filled_text(self._texts.bound, self._texts.values(member.text))
            attached = AttachedFile.of(self._folder / name)
        except CannotUse as failure:
            doubts.append(failure.problem)
            return None
        except OSError:
            doubts.append(problem("NM-M42", Place(file=name)))
            return None
        if not body.strip():
            doubts.append(problem("NM-M03", Place(file=self._texts.bound.template.path.name)))
        enclosures = self._attachments.of(letter.enclosures)
        size = size_of(body, (attached, *enclosures))
        self._check_size(letter, size, doubts)
        attempt = before.attempts if before else 0
        is_again = before is not None and before.state in (MailState.SENT, MailState.UNSURE)
        told = (self._identity, letter.number, letter.name, *to, member.digest.hex())
        return Mail(
            _key(letter),
            letter.number,
            letter.name,
            letter.member.row,
            to,
            body,
            attached,
            enclosures,
            message_id_of(self._envelope.sender.address, *told, str(attempt if is_again else 0)),
            size,
            str(PurePosixPath(letter.file).with_suffix("")),
            attempt,
        )

    def _check_size(self, letter: Letter, size: int, doubts: list[Problem]) -> None:
        place = self._plan.roster.place(letter.member)
        for code, limit in (("NM-M33", self._limits.stop), ("NM-M32", self._limits.warn)):
            if size > limit:
                doubts.append(problem(code, place, size=in_megabytes(size), limit=in_megabytes(limit)))
                return

    def _check_whole(self, asked: Mapping[str, list[int]]) -> None:
        """What only shows when all members are known."""
        roster = self._plan.roster
        counted = Counter(mail.key for mail in self.mails)
        for mail in self.mails:
            if counted[mail.key] > 1:
                place = CellPlace(file=roster.file.name, sheet=roster.sheet, cell=str(mail.row))
                self.problems.append(problem("NM-M44", place, number=mail.number or mail.name))
        again = {mail.row for mail in self.mails if mail.attempt}
        missing = (number for number, rows in asked.items() if not again.intersection(rows))
        self.problems += (problem("NM-M52", number=number) for number in missing)
        tally = Counter(member.fate for member in self.members)
        if not tally.total() - tally[Fate.LEFT_OUT] - tally[Fate.OTHER_WAY]:
            self.problems.append(problem("NM-M28", Place(file=roster.file.name)))

    def _count(self, letter: Letter, fate: Fate, reason: str = "") -> None:
        self.members.append(Considered(letter.number, letter.name, fate, reason))


def _pdfs_on_record(folder: Path) -> dict[bytes, str]:
    """The PDF files that are as they were made, by the digest of the letter they show."""
    return {
        other.source: name
        for name, other in State.read(folder).others.items()
        if other.kind is OtherKind.PDF and other.source and digest_of(folder / name) in other.known
    }


def _key(letter: Letter) -> str:
    """What tells a member's mail from all others: the number, without that the name."""
    number = " ".join(unicodedata.normalize("NFKC", letter.number).split()).casefold()
    return number or f"name:{letter.name}"


def _told(doubt: Problem) -> tuple[str, str, str]:
    return doubt.code, doubt.place.words(), repr(sorted(doubt.facts.items()))
