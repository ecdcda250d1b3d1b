"""A run of sending: the folder is held, the journal is open, and the register tells of it at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from noticemerge.mail.mails import Mail, MailPlan
from noticemerge.mail.sending import Line, Manner, Sent, is_unchanged, send_mails, send_samples
from noticemerge.output import Placing, journal_of, placing
from noticemerge.problems import CannotUse, Place, Problem, problem


def send(
    plan: MailPlan,
    connect: Callable[[], Line],
    *,
    manner: Manner | None = None,
    stop: threading.Event | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sent:
    """Send the mails of a plan, as `send_mails`, holding the folder from the beginning to the end.

    Raises `CannotUse` also when another run writes into the folder, or sent mails since the plan was made.
    """
    with placing(plan.folder, plan.inputs) as placed:
        if not is_unchanged(plan):
            raise CannotUse(problem("NM-M77", Place(file=str(plan.folder))))
        try:
            with journal_of(plan.folder) as journal:
                sent = send_mails(
                    plan, journal, connect, manner=manner or Manner(), stop=stop, progress=progress
                )
        finally:
            told = _renewed(placed)
        sent.problems += told
        return sent


def try_on_sender(plan: MailPlan, mails: Sequence[Mail], connect: Callable[[], Line]) -> None:
    """Send some mails to the sender instead of the members. Raises `CannotUse` when that does not succeed."""
    with placing(plan.folder):
        line = connect()
        try:
            with journal_of(plan.folder) as journal:
                send_samples(plan, mails, journal, line)
        finally:
            line.close()


def _renewed(placed: Placing) -> list[Problem]:
    """The register is written anew; that it cannot be undoes nothing of what was sent."""
    try:
        return placed.renew_register()
    except CannotUse as error:
        return [error.problem]
