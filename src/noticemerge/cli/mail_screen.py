"""What `noticemerge mail` shows of the mails: who gets what, and how the hardest of them read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from noticemerge.cli.job_summary import notice_read
from noticemerge.cli.screen_text import COLUMNS, table, wrap
from noticemerge.cli.starter import is_starter_file
from noticemerge.mail import MEGABYTE, Fate, Mail, MailPlan, hardest_mails, in_megabytes
from noticemerge.problems import N_, gettext

if TYPE_CHECKING:
    from noticemerge import Plan

_ROWS = 10
_REASONS = 4
# In this order; what nobody has is not said.
_FATES = {
    Fate.TO_SEND: N_("to send {count}"),
    Fate.SENT: N_("sent before {count}"),
    Fate.UNSURE: N_("unsure {count}"),
    Fate.REFUSED: N_("address refused {count}"),
    Fate.ERROR: N_("in error {count}"),
    Fate.OTHER_WAY: N_("other ways {count}"),
    Fate.LEFT_OUT: N_("left out {count}"),
}
_WHY = {
    "name": N_("the longest name"),
    "addresses": N_("the most addresses"),
    "text": N_("the longest text"),
    "size": N_("the largest mail"),
}


def about_mails(plan: MailPlan, texts: Plan) -> list[str]:
    """What the mails are made of, who sends them, and what becomes of each member of the list."""
    template, envelope = texts.bound.template.path, plan.envelope
    shipped = gettext("the one that comes with noticemerge")
    said = {
        gettext("Text of the mail: {what}"): shipped if is_starter_file(template) else str(template),
        gettext("Letters from: {what}"): str(plan.folder),
        gettext("Sender: {what}"): f"{envelope.sender.name} <{envelope.sender.address}>",
        gettext("Replies to: {what}"): ", ".join(envelope.reply_to),
        gettext("Copies (Cc): {what}"): ", ".join(envelope.cc),
        gettext("Copies nobody sees (Bcc): {what}"): ", ".join(envelope.bcc),
        gettext("Subject: {what}"): envelope.subject,
    }
    lines = [wrap(line.format(what=what), following="  ") for line, what in said.items() if what]
    return [*lines, *notice_read(texts.notice, texts.roster), _counts(plan)]


def who_gets_what(plan: MailPlan, *, every: bool) -> list[str]:
    """A line for each mail: the member, the address, the files and the size."""
    if not plan.mails:
        return []
    head = [gettext("No."), gettext("Member"), gettext("To"), gettext("Files"), gettext("Size")]
    shown = plan.mails if every else plan.mails[:_ROWS]
    rows = [
        [mail.number, mail.name, ", ".join(mail.to), str(len(mail.files)), _size(mail.size)] for mail in shown
    ]
    lines = table([head, *rows])
    if rest := len(plan.mails) - len(shown):
        lines.append(gettext("and {count} more; to see all of them, add -v").format(count=rest))
    files = Counter((file.name, file.size) for mail in plan.mails for file in mail.enclosures)
    if files:
        lines += ["", gettext("Files beside the letter:")]
    for (name, size), count in files.items():
        facts = {"name": name, "size": _size(size), "count": count}
        lines.append(wrap(gettext("{name} ({size}): in {count} mails").format(**facts), indent="  "))
    return [*lines, ""]


def how_they_read(plan: MailPlan) -> list[str]:
    """The three mails most worth a look, whole."""
    return [line for mail, why in hardest_mails(plan.mails) for line in _whole(plan, mail, why)]


def in_json(plan: MailPlan) -> list[dict[str, Any]]:
    """The mails for programs."""
    return [
        {
            "member": mail.number,
            "name": mail.name,
            "to": list(mail.to),
            "subject": plan.envelope.subject,
            "files": [{"name": f.name, "size": f.size, "sha256": f.digest} for f in mail.files],
            "size": mail.size,
        }
        for mail in plan.mails
    ]


def counts_in_json(plan: MailPlan) -> dict[str, Any]:
    """How many members the list has, and how many of each fate."""
    return {"members": len(plan.members), "mails": {str(f): n for f, n in plan.counts.items()}}


def _counts(plan: MailPlan) -> str:
    counts = plan.counts
    said = [gettext(words).format(count=counts[fate]) for fate, words in _FATES.items() if counts[fate]]
    whole = gettext("Members: {count} ({fates})").format(
        count=len(plan.members), fates=gettext(", ").join(said)
    )
    ways = Counter(
        {
            reason.partition(": ")[0] or gettext("nothing said"): count
            for reason, count in plan.reasons.items()
        }
    )
    first = ways.most_common(_REASONS)
    if rest := ways.total() - sum(count for _, count in first):
        first.append((gettext("others"), rest))
    listed = [gettext("{reason}: {count}").format(reason=reason, count=count) for reason, count in first]
    more = gettext("Not by mail: {ways}").format(ways=gettext(", ").join(listed)) if listed else ""
    return "\n".join(wrap(line, following="  ") for line in (whole, more) if line)


def _size(size: int) -> str:
    return f"{in_megabytes(size)} MB" if size >= MEGABYTE else f"{-(-size // 1000)} KB"


def _whole(plan: MailPlan, mail: Mail, why: str) -> list[str]:
    reason = gettext(_WHY[why]) if why else ""
    said = gettext("Member {number} {name} ({reason})") if reason else gettext("Member {number} {name}")
    files = gettext(", ").join(f"{file.name} ({_size(file.size)})" for file in mail.files)
    cc = ", ".join(plan.envelope.cc)
    return [
        "=" * COLUMNS,
        wrap(said.format(number=mail.number, name=mail.name, reason=reason)),
        wrap(gettext("To: {what}").format(what=", ".join(mail.to)), following="  "),
        *([wrap(gettext("Copies (Cc): {what}").format(what=cc), following="  ")] if cc else []),
        wrap(gettext("Subject: {what}").format(what=plan.envelope.subject), following="  "),
        wrap(gettext("Attached: {what}").format(what=files), following="  "),
        "-" * COLUMNS,
        wrap(mail.text.rstrip("\n"), indent="  "),
        "",
    ]
