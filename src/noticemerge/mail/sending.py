"""Mails are sent one after the other, each written to the journal before and after, and never twice.

What the server puts off is tried again after growing pauses, behind the others; what it refuses is told with
its answer; a connection that goes is made again. Where the server refuses one mail after the other, sending
stops, and everything not yet sent waits for the next run.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from noticemerge.excel import reason_of
from noticemerge.mail.attached_files import ChangedFileError, EncodedFiles
from noticemerge.mail.connection import Delivery, Result
from noticemerge.mail.mails import Mail, MailPlan, in_megabytes
from noticemerge.mail.message import Mailbox, message
from noticemerge.output import Entry, Event, History, JournalWriter, MailState
from noticemerge.problems import CannotUse, Place, Problem, problem

# Codes by which a server says that mails come too fast, or that it has no time.
_THROTTLED = frozenset({421, 450, 451, 452})


class Line(Protocol):
    """A connection to a mail server, as `Connection`."""

    @property
    def most(self) -> int: ...

    def deliver(
        self,
        sender: str,
        recipients: Sequence[str],
        copies: Sequence[str],
        data: bytes,
        begin: Callable[[], None],
    ) -> Delivery: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Manner:
    """How mails are sent: so many a minute (None: as fast as the server takes them).

    A mail put off is tried `tries` times; pauses begin with `pause` seconds and double up to `longest_pause`.
    After `in_a_row` mails that fail alike, or `first_in_a_row` before any was sent, all stops.
    """

    per_minute: float | None = 20
    tries: int = 3
    pause: float = 30.0
    longest_pause: float = 300.0
    in_a_row: int = 5
    first_in_a_row: int = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail of a run."""

    mail: Mail
    state: MailState
    answer: str = ""


@dataclass(slots=True)
class Sent:
    """What became of the mails of a run, in the order of the list; `stopped` that it was told to stop."""

    outcomes: list[Outcome]
    problems: list[Problem]
    stopped: bool = False

    def count(self, state: MailState) -> int:
        """How many mails have this state."""
        return sum(outcome.state is state for outcome in self.outcomes)


def send_mails(
    plan: MailPlan,
    journal: JournalWriter,
    connect: Callable[[], Line],
    *,
    manner: Manner = Manner(),
    stop: threading.Event | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sent:
    """Send the mails of a plan. The caller holds the folder's lock and has seen that nothing was sent since.

    `connect` raises `CannotUse` where there is no connection. When `stop` is set the mail under way is
    finished, and no other begun. Raises `CannotUse` before anything is sent when the first connection fails
    or the server takes no mail of this size.
    """
    sender = _Sender(plan, journal, connect, manner, stop or threading.Event(), progress)
    return sender.run()


def send_samples(plan: MailPlan, mails: Sequence[Mail], journal: JournalWriter, line: Line) -> None:
    """Send some mails to the sender instead, with the member's number in front of the subject.

    Raises `CannotUse` when one is not taken.
    """
    files, to = EncodedFiles(), plan.envelope.sender
    for mail in mails:
        subject = f"【試し送り {mail.number or mail.name}】{plan.envelope.subject}"
        data = _data(plan, mail, files, to=[to], subject=subject)
        delivery = line.deliver(to.address, [to.address], [], data, lambda: None)
        if delivery.result is not Result.SENT:
            raise CannotUse(_refused_sender(plan, delivery.answer))
    journal.add(Entry(Event.TESTED, plan.notice))


@dataclass(slots=True)
class _Pace:
    """Waits between mails, and longer where the server asks for it."""

    interval: float
    stop: threading.Event
    next_at: float = 0.0

    def wait(self) -> None:
        self.pause(self.next_at - time.monotonic())
        self.next_at = time.monotonic() + self.interval

    def pause(self, seconds: float) -> None:
        if seconds > 0:
            self.stop.wait(seconds)

    def slow_down(self) -> None:
        self.interval = max(self.interval * 2, 0.0)


@dataclass(slots=True)
class _Sender:
    plan: MailPlan
    journal: JournalWriter
    connect: Callable[[], Line]
    manner: Manner
    stop: threading.Event
    progress: Callable[[int, int], None] | None
    line: Line | None = None
    files: EncodedFiles = field(default_factory=EncodedFiles)
    done: dict[str, Outcome] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    failed: dict[Result, list[Mail]] = field(default_factory=dict)
    put_off: int = 0
    is_over: bool = False

    def run(self) -> Sent:
        mails = self.plan.mails
        self.line = self.connect()
        try:
            self._check_sizes(self.line.most)
            self._plan()
            per_minute = self.manner.per_minute
            pace = _Pace(60 / per_minute if per_minute else 0.0, self.stop)
            queue = deque((mail, 1) for mail in mails)
            while queue and not (self.is_over or self.stop.is_set()):
                pace.wait()
                if self.stop.is_set() or not self._is_connected(pace):
                    break
                mail, tried = queue.popleft()
                if self._send(mail, tried, pace):
                    queue.append((mail, tried + 1))
                if self.progress:
                    self.progress(len(self.done), len(mails))
        finally:
            if self.line:
                self.line.close()
        outcomes = [self.done.get(mail.key) or Outcome(mail, MailState.WAITING) for mail in mails]
        return Sent(outcomes, self.problems, self.stop.is_set())

    def _check_sizes(self, most: int) -> None:
        largest = max(self.plan.mails, key=lambda mail: mail.size, default=None)
        if most and largest and largest.size > most:
            facts = {"size": in_megabytes(largest.size), "limit": in_megabytes(most)}
            raise CannotUse(problem("NM-M65", _place(largest), **facts))

    def _plan(self) -> None:
        """What is to be sent is in the journal first, so that what a stopped run never came to is known."""
        planned = (self._entry(Event.PLANNED, mail, mail.attempt) for mail in self.plan.mails)
        self._write(Entry(Event.RUN, self.plan.notice), *planned)

    def _is_connected(self, pace: _Pace) -> bool:
        """Whether there is a connection, made again where it was lost."""
        for attempt in range(self.manner.tries + 1):
            if self.line is not None or self.stop.is_set():
                break
            try:
                self.line = self.connect()
            except CannotUse as error:
                if attempt == self.manner.tries:
                    self.problems.append(problem("NM-M69", Place(), reason=error.problem.message))
                    return False
                pace.pause(min(self.manner.pause * 2**attempt, self.manner.longest_pause))
        return self.line is not None

    def _send(self, mail: Mail, tried: int, pace: _Pace) -> bool:
        """Send one mail; returns whether it is to be tried again."""
        assert self.line
        try:
            data = _data(self.plan, mail, self.files)
        except ChangedFileError as error:
            self.problems.append(problem("NM-M76", _place(mail), file=str(error.path)))
            self.done[mail.key] = Outcome(mail, MailState.WAITING)
            return False
        attempt = mail.attempt + tried
        envelope = self.plan.envelope
        copies = dict.fromkeys((*envelope.cc, *envelope.bcc))
        delivery = self.line.deliver(
            envelope.sender.address,
            mail.to,
            [address for address in copies if address not in mail.to],
            data,
            lambda: self._write(self._entry(Event.BEGUN, mail, attempt)),
        )
        if delivery.result in (Result.LOST, Result.UNSURE) or delivery.code == 421:
            self.line.close()
            self.line = None
        return self._take(mail, tried, delivery, pace)

    def _take(self, mail: Mail, tried: int, delivery: Delivery, pace: _Pace) -> bool:
        """Write down what became of a mail; returns whether it is to be tried again."""
        match delivery.result:
            case Result.SENT:
                self._sent(mail, tried, delivery)
            case Result.UNSURE:
                self._note(Event.UNSURE, mail, tried, delivery)
                self._end(mail, MailState.UNSURE, delivery, "NM-M72", number=mail.number)
            case Result.REFUSED:
                self._refused(mail, tried, delivery)
            case Result.REJECTED:
                self._note(Event.DEFERRED, mail, tried, delivery)
                self._end(mail, MailState.WAITING, delivery, "NM-M74")
                self._count_failure(mail, delivery)
            case Result.SENDER:
                self.problems.append(_refused_sender(self.plan, delivery.answer))
                self.is_over = True
            case Result.LATER | Result.LOST:
                return self._put_off(mail, tried, delivery, pace)
        return False

    def _sent(self, mail: Mail, tried: int, delivery: Delivery) -> None:
        self._note(Event.SENT, mail, tried, delivery)
        self.failed.clear()
        self.put_off = 0
        self.done[mail.key] = Outcome(mail, MailState.SENT, delivery.answer)
        if delivery.refused:
            facts = {"addresses": "、".join(delivery.refused), "answer": delivery.answer}
            self.problems.append(problem("NM-M73", _place(mail), **facts))

    def _refused(self, mail: Mail, tried: int, delivery: Delivery) -> None:
        self._note(Event.REFUSED, mail, tried, delivery)
        self._end(mail, MailState.REFUSED, delivery, "NM-M70", addresses="、".join(delivery.refused))
        if self._count_failure(mail, delivery):
            # It was not about their addresses: all of them wait for the next run.
            for other in self.failed[Result.REFUSED]:
                self._note(Event.DEFERRED, other, tried, delivery)
                self.done[other.key] = Outcome(other, MailState.WAITING, delivery.answer)
            rows = {other.row for other in self.failed[Result.REFUSED]}
            self.problems = [p for p in self.problems if p.code != "NM-M70" or p.facts["row"] not in rows]

    def _put_off(self, mail: Mail, tried: int, delivery: Delivery, pace: _Pace) -> bool:
        if delivery.begun or tried >= self.manner.tries:
            self._note(Event.DEFERRED, mail, tried, delivery)
        self.put_off += 1
        if self.put_off > self.manner.in_a_row:
            self.problems.append(problem("NM-M68", Place(), answer=delivery.answer))
            self.is_over = True
            return False
        is_throttled = delivery.code in _THROTTLED
        if is_throttled and (self.put_off > 1 or delivery.code == 421):
            pace.slow_down()
        if delivery.result is Result.LOST or self.put_off > 1 or delivery.code == 421:
            pace.pause(min(self.manner.pause * 2 ** (self.put_off - 1), self.manner.longest_pause))
        if tried >= self.manner.tries:
            self._end(mail, MailState.WAITING, delivery, "NM-M71")
            return False
        return True

    def _count_failure(self, mail: Mail, delivery: Delivery) -> bool:
        """Whether as many mails in a row failed alike as would be if the server refused all of them."""
        alike = self.failed.setdefault(delivery.result, [])
        alike.append(mail)
        was_sent = any(outcome.state is MailState.SENT for outcome in self.done.values())
        if len(alike) < (self.manner.in_a_row if was_sent else self.manner.first_in_a_row):
            return False
        self.problems.append(problem("NM-M67", Place(), count=len(alike), answer=delivery.answer))
        self.is_over = True
        return True

    def _end(self, mail: Mail, state: MailState, delivery: Delivery, code: str, **facts: str) -> None:
        told = {"answer": delivery.answer, "row": mail.row, **facts}
        self.done[mail.key] = Outcome(mail, state, delivery.answer)
        self.problems.append(problem(code, _place(mail), **told))

    def _note(self, event: Event, mail: Mail, tried: int, delivery: Delivery) -> None:
        entry = self._entry(event, mail, mail.attempt + tried, delivery.answer, delivery.refused)
        self._write(entry)

    def _entry(
        self, event: Event, mail: Mail, attempt: int, answer: str = "", refused: tuple[str, ...] = ()
    ) -> Entry:
        return Entry(
            event, self.plan.notice, mail.key, "", mail.number, mail.name, mail.to,
            self.plan.envelope.subject, mail.message_id, mail.letter.digest,
            tuple((file.name, file.digest) for file in mail.files), answer, refused, attempt,
        )  # fmt: skip

    def _write(self, *entries: Entry) -> None:
        try:
            self.journal.add(*entries)
        except OSError as error:
            raise CannotUse(problem("NM-M78", Place(), reason=reason_of(error))) from error


def is_unchanged(plan: MailPlan) -> bool:
    """Whether the journal tells the same as when the mails were planned. Raises OSError."""
    return History.read(plan.folder).mails == plan.history.mails


def _data(
    plan: MailPlan,
    mail: Mail,
    files: EncodedFiles,
    *,
    to: Sequence[Mailbox] | None = None,
    subject: str = "",
) -> bytes:
    envelope = replace(plan.envelope, subject=subject) if subject else plan.envelope
    now = datetime.datetime.now().astimezone().replace(microsecond=0)
    attached = [files.own(mail.letter), *map(files.shared, mail.enclosures)]
    boxes = to or [Mailbox(address, mail.name) for address in mail.to]
    return message(envelope, boxes, mail.text, attached, mail.message_id, date=now)


def _place(mail: Mail) -> Place:
    return Place(file=mail.name, member=mail.number)


def _refused_sender(plan: MailPlan, answer: str) -> Problem:
    return problem("NM-M66", Place(), sender=plan.envelope.sender.address, answer=answer)
