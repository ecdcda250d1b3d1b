"""`noticemerge mail`: who would get what, drafts, and sending."""

from __future__ import annotations

import contextvars
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noticemerge.cli.corrected_line import correct_and_again
from noticemerge.cli.help import Command
from noticemerge.cli.mail_history import COUNTS
from noticemerge.cli.mail_password import password_for
from noticemerge.cli.mail_screen import about_mails, counts_in_json, how_they_read, in_json, who_gets_what
from noticemerge.cli.next_step import next_step
from noticemerge.cli.options import Settings, choice, common, numbers, option, sources, type_path
from noticemerge.cli.report import Exit, Page, Reporter, Result, TextReporter
from noticemerge.cli.request import Request
from noticemerge.cli.screen_text import wrap
from noticemerge.mail import (
    DRAFTS,
    MEGABYTE,
    Connection,
    Limits,
    MailPlan,
    Manner,
    Sent,
    hardest_mails,
    plan_mails,
    read_server,
    send,
    try_on_sender,
    write_drafts,
)
from noticemerge.output import REGISTER, MailState
from noticemerge.problems import N_, Problem, Severity, gettext, has_errors, problem

if TYPE_CHECKING:
    from noticemerge import Plan

_MODES = ("--draft", "--to-me", "--send")
_NOT_SENT = N_("To correct before mails can go out")
_POLL = 0.2  # seconds: how soon Ctrl-C is heard


@click.command(
    "mail",
    cls=Command,
    help=N_(
        "Send the letters that merge made by e-mail, to each member its own. Alone it only checks and shows "
        "who would get what; nothing is made or sent."
    ),
    examples=("noticemerge mail members.xlsx", "noticemerge mail members.xlsx --send"),
)
@sources
@choice
@option(
    "-o",
    "--output",
    type=type_path,
    default=Path("out"),
    metavar=N_("FOLDER"),
    help=N_("The folder of merge -o. Default: out"),
)
@option(
    "--text",
    type=type_path,
    metavar=N_("FILE"),
    help=N_(
        "The text of the mail (.txt or .docx), with tags as in a letter. Default: templates/mail-body.txt "
        "beside the member list or in this folder, else the one that comes with noticemerge."
    ),
)
@option("--draft", is_flag=True, help=N_("Write drafts (.eml) to be opened and sent in your mail program."))
@option("--to-me", is_flag=True, help=N_("Send the three hardest mails to yourself, to look at."))
@option("--send", "send_now", is_flag=True, help=N_("Send the mails, after you have typed how many."))
@option(
    "--pace",
    type=click.IntRange(1, 6000),
    default=20,
    metavar=N_("COUNT"),
    help=N_("How many mails are sent in a minute at most. Default: 20"),
)
@option(
    "--resend",
    multiple=True,
    metavar=N_("NUMBERS"),
    callback=numbers,
    help=N_("Send these members their mail once more, though it was or may have been sent."),
)
@option(
    "--max-size",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    metavar="MB",
    help=N_("How large a mail may be. Default: 10; from 3 on you are asked to check."),
)
@option(
    "--skip-errors",
    is_flag=True,
    help=N_("Go on with the mails that are sound; the others are named and wait."),
)
@option("--force", is_flag=True, help=N_("Replace drafts that were edited by hand since they were made."))
@common
@click.pass_obj
def command(
    settings: Settings,
    /,
    output: Path,
    text: Path | None,
    pace: int,
    resend: tuple[str, ...],
    max_size: float,
    skip_errors: bool,
    force: bool,
    draft: bool,
    to_me: bool,
    send_now: bool,
    **words: Any,
) -> Exit:
    """Plan the mails and do what is asked with them."""
    if draft + to_me + send_now > 1:
        raise click.UsageError(gettext("--draft, --to-me and --send are three things; type one of them."))
    request = Request(output=output, **words)
    with settings.progress() as progress:
        letters, texts = request.plans(text or request.mail_text_path(), progress.step)
        assert texts
        stop_at = int(max_size * MEGABYTE)
        plan = plan_mails(
            letters,
            texts,
            output,
            attachments_in=request.attachments_folder,
            limits=Limits(min(Limits().warn, stop_at), stop_at),
            resend=resend,
        )
    work = _Work(settings, settings.reporter(), plan, texts, skip_errors)
    if draft:
        return work.draft(force)
    if to_me:
        return work.to_me()
    return work.send(pace) if send_now else work.show()


class _Work:
    """What is done with the mails of a plan, and what is said of it."""

    def __init__(
        self, settings: Settings, reporter: Reporter, plan: MailPlan, texts: Plan, skip_errors: bool
    ) -> None:
        self._settings, self._reporter, self._plan, self._texts = settings, reporter, plan, texts
        self._skip_errors = skip_errors

    def show(self) -> Exit:
        """Who would get what, and how the hardest mails read."""
        self._opening()
        self._reporter.say(*how_they_read(self._plan))
        problems = list(self._plan.problems)
        if is_server_named := bool(self._texts.notice.value("smtp_server").strip()):
            problems += read_server(self._texts.notice, self._plan.envelope.sender.address)[1]
        if is_server_named and self._plan.mails and self._plan.notice not in self._plan.history.tested:
            problems.append(problem("NM-M55"))
        if has_errors(problems):
            return self._finish(problems, *self._correct(problems))
        if not self._plan.mails:
            return self._finish(problems, gettext("There is no mail left to send."))
        if is_server_named:
            todo, line = N_("have the hardest mails sent to yourself:"), self._again("--to-me")
        else:
            todo, line = N_("write drafts for your mail program:"), self._again("--draft")
        return self._finish(problems, *next_step(todo, line))

    def draft(self, force: bool) -> Exit:
        """Write the drafts."""
        if not self._is_sound():
            return self._refused(self._plan.problems)
        self._opening()
        date = self._texts.notice.date
        with self._settings.progress() as progress:
            done = write_drafts(self._plan, date, force=force, progress=progress.drafts)
        counts = {"made": len(done.made), "unchanged": len(done.unchanged), "removed": len(done.removed)}
        extra = {"drafts": {**counts, "files": [*done.made, *done.unchanged]}}
        said = gettext("Drafts: made {made}, unchanged {unchanged}, removed {removed}").format(**counts)
        folder = gettext("Folder: {folder}").format(folder=self._plan.folder / DRAFTS)
        todo = N_(
            "open the drafts in your mail program, look at them, and send them. "
            "What you send there is not in the register."
        )
        if has_errors(done.problems):
            todo = N_("follow the arrows (→).")
        problems = [*self._plan.problems, *done.problems]
        return self._finish(problems, said, folder, *next_step(todo), extra=extra)

    def to_me(self) -> Exit:
        """Send the hardest mails to the sender."""
        if (connect := self._ready()) is None:
            return self._refused(self._problems_of_sending())
        self._opening()
        chosen = [mail for mail, _ in hardest_mails(self._plan.mails)]
        try_on_sender(self._plan, chosen, connect())
        facts = {"count": len(chosen), "address": self._plan.envelope.sender.address}
        said = gettext("Sent to {address}: {count} mails. The members got none.").format(**facts)
        todo = N_("look at them in your mail box and open what is attached; then send to the members:")
        return self._finish(self._plan.problems, said, *next_step(todo, self._again("--send")))

    def send(self, pace: int) -> Exit:
        """Send the mails, once their number has been typed."""
        if (connect := self._ready()) is None:
            return self._refused(self._problems_of_sending())
        self._opening()
        if not self._plan.mails:
            return self._finish(self._plan.problems, gettext("There is no mail left to send."))
        if self._plan.problems:
            self._reporter.say(Page(self._plan.problems, errors_are=_NOT_SENT).text, "")
        if wrong := self._count_refused(pace):
            return self._finish([wrong], gettext("Nothing was sent."))
        opened, stop = connect(), threading.Event()
        with self._settings.progress() as progress:
            sent = _in_background(
                lambda: send(self._plan, opened, manner=Manner(pace), stop=stop, progress=progress.mails),
                stop,
            )
        return self._told(sent)

    def _told(self, sent: Sent) -> Exit:
        """What became of the mails."""
        counts = {str(state): sent.count(state) for state in MailState}
        said = gettext(COUNTS).format(**counts)
        register = gettext("Register: {register}").format(register=self._plan.folder / REGISTER)
        lines = [gettext("Stopped as you wished; the mail under way was finished.")] if sent.stopped else []
        lines += [said, register]
        if counts[MailState.WAITING]:
            lines += next_step(N_("to go on with those that wait:"), self._again("--send"))
        elif counts[MailState.UNSURE]:
            lines += next_step(N_("find out whether the unsure ones have arrived."))
        else:
            lines += next_step(N_("keep the register. Addresses that bounce are told in your mail box."))
        mails = [
            {"member": o.mail.number, "to": list(o.mail.to), "state": str(o.state), "answer": o.answer}
            for o in sent.outcomes
        ]
        problems = [] if isinstance(self._reporter, TextReporter) else self._plan.problems
        status = self._finish(
            [*problems, *sent.problems], *lines, extra={"sent": mails, "counts_sent": counts}
        )
        return Exit.INTERRUPTED if sent.stopped else status

    def _opening(self) -> None:
        self._reporter.say(*about_mails(self._plan, self._texts), "")
        self._reporter.say(*who_gets_what(self._plan, every=self._settings.verbose))

    def _is_sound(self) -> bool:
        """Whether nothing is wrong, or only with single members, whom --skip-errors leaves out."""
        errors = [p for p in self._plan.problems if p.severity is Severity.ERROR]
        return not errors or (self._skip_errors and all(p.place.member for p in errors))

    def _problems_of_sending(self) -> list[Problem]:
        server = read_server(self._texts.notice, self._plan.envelope.sender.address)
        return [*self._plan.problems, *server[1]]

    def _ready(self) -> Callable[[], Callable[[], Connection]] | None:
        """What asks for the password and gives what connects to the server; None where there are errors."""
        server, doubts = read_server(self._texts.notice, self._plan.envelope.sender.address)
        if server is None or has_errors(doubts) or not self._is_sound():
            return None

        def ask() -> Callable[[], Connection]:
            password = password_for(server)
            return lambda: Connection.open(server, password)

        return ask

    def _count_refused(self, pace: int) -> Problem | None:
        """Ask for the number of mails; the problem when another one is typed."""
        count = len(self._plan.mails)
        again = sum(1 for mail in self._plan.mails if mail.attempt)
        said = gettext("{count} mails are sent now, at most {pace} a minute.")
        if again:
            said += " " + gettext("{again} of them were begun before.")
        click.echo(wrap(said.format(count=count, pace=pace, again=again)), err=self._settings.json)
        asked = gettext("Type the number of mails to send them, or Enter to stop")
        typed = click.prompt(asked, default="", show_default=False, err=self._settings.json)
        if unicodedata.normalize("NFKC", str(typed)).strip() == str(count):
            return None
        return problem("NM-M75", typed=str(typed).strip() or gettext("nothing"), count=count)

    def _refused(self, problems: Sequence[Problem]) -> Exit:
        """Nothing is done before the errors are corrected."""
        self._opening()
        lines = [gettext("Nothing was sent, and no draft written.")]
        lines += self._correct(problems)
        if all(p.place.member for p in problems if p.severity is Severity.ERROR):
            lines.append(wrap(gettext("To go on with the others meanwhile, add --skip-errors.")))
        return self._finish(problems, *lines)

    def _finish(self, problems: Sequence[Problem], *lines: str, extra: dict[str, Any] | None = None) -> Exit:
        whole = {"folder": str(self._plan.folder), "mails": in_json(self._plan), **(extra or {})}
        result = Result(problems, counts=counts_in_json(self._plan), extra=whole, errors_are=_NOT_SENT)
        return self._reporter.finish(result, *lines)

    def _correct(self, problems: Sequence[Problem]) -> list[str]:
        todo = gettext("correct the errors, save, and look again:")
        return correct_and_again(self._as_typed(), "mail", problems, todo)

    def _again(self, *added: str) -> str:
        """What to type next: the same words, with another thing to do."""
        return " ".join((self._as_typed().again("mail", "mail"), *added))

    def _as_typed(self) -> Settings:
        """The words typed, without the thing to do."""
        typed = (word for word in self._settings.typed if word not in _MODES)
        return replace(self._settings, typed=tuple(typed))


def _in_background(work: Callable[[], Sent], stop: threading.Event) -> Sent:
    """Run in a thread that Ctrl-C does not reach: it asks to stop, and the mail under way is finished.

    A second Ctrl-C ends the program at once; the journal tells what was under way.
    """
    done: list[Sent] = []
    failed: list[BaseException] = []

    is_over = threading.Event()

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again where the command waits
            failed.append(error)
        finally:
            is_over.set()

    threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True).start()
    while not is_over.is_set():
        # Not `join`: interrupted, it takes a thread that runs for one that has ended (Python 3.11).
        try:
            is_over.wait(_POLL)
        except KeyboardInterrupt:
            if stop.is_set():
                raise
            stop.set()
    if failed:
        raise failed[0]
    return done[0]
