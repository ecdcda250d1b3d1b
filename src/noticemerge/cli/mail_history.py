"""What became of mails, as `verify` tells it: when each was sent, to which address, with which files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from noticemerge.cli.screen_text import wrap
from noticemerge.output import Event, MailRecord, MailState
from noticemerge.problems import N_, gettext

COUNTS = N_("Mails: sent {sent}, unsure {unsure}, address refused {refused}, waiting {waiting}")
_STATES = {
    MailState.SENT: N_("sent"),
    MailState.UNSURE: N_("unsure"),
    MailState.REFUSED: N_("address refused"),
    MailState.WAITING: N_("waiting"),
}
_FEW = 10


def history_lines(records: Sequence[MailRecord], *, every: bool) -> list[str]:
    """The sums, and a line for each mail; of many only those that were not sent, unless `every`."""
    if not records:
        return []
    counted = Counter(record.state for record in records)
    lines = [gettext(COUNTS).format(**{str(state): counted[state] for state in MailState})]
    is_short = len(records) > _FEW and not every
    shown = [r for r in records if not is_short or r.state is not MailState.SENT]
    lines += (wrap(_line(record), indent="  ", following="    ") for record in shown)
    if is_short:
        lines.append("  " + gettext("To see all mails, add -v; they are in the register too."))
    return lines


def history_in_json(records: Sequence[MailRecord]) -> list[dict[str, Any]]:
    """The mails for programs."""
    return [
        {
            "member": record.entry.member,
            "notice": record.entry.notice,
            "state": str(record.state),
            "at": record.entry.at,
            "to": list(record.entry.addresses),
            "files": [{"name": name, "sha256": digest} for name, digest in record.entry.files],
            "answer": record.entry.answer,
        }
        for record in records
    ]


def _line(record: MailRecord) -> str:
    entry = record.entry
    when = "" if entry.event is Event.PLANNED else entry.at[:16].replace("T", " ")
    facts = {
        "member": f"{entry.member} {entry.name}".strip(),
        "state": gettext(_STATES[record.state]),
        "when": when,
        "to": ", ".join(entry.addresses),
        "files": gettext(", ").join(name for name, _ in entry.files),
    }
    said = gettext("{member}: {state} {when}, to {to} ({files})").format(**facts)
    return " ".join(filter(None, said.split(" ")))
