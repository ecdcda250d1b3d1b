"""`noticemerge verify`: whether the letters are still as they were made."""

from __future__ import annotations

from pathlib import Path

import click

from noticemerge.cli.help import Command
from noticemerge.cli.mail_history import history_in_json, history_lines
from noticemerge.cli.next_step import next_step
from noticemerge.cli.options import Settings, argument, common
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.screen_text import wrap
from noticemerge.output import Checked, Verified, verify
from noticemerge.problems import N_, gettext, has_errors

CHANGED, NO_LETTERS = N_("Not as it was made"), N_("Nothing to compare")


@click.command(
    "verify",
    cls=Command,
    help=N_(
        "Compare the letters and the register in a folder with what was made: edited since, missing, or "
        "not made by noticemerge. Nothing is written."
    ),
    examples=("noticemerge verify out",),
)
@argument(
    "folder", metavar=N_("[FOLDER]"), default=Path("out"), help=N_("The folder of merge -o. Default: out")
)
@common
@click.pass_obj
def command(settings: Settings, /, folder: Path) -> Exit:
    """Check the folder and report each file that is not as it was made."""
    found = verify(folder)
    register = found.register and {
        "file": str(folder / found.register.name),
        "status": str(found.register.finding),
    }
    extra = {"folder": str(folder), "register": register, "others": _told(found.others)}
    extra["mails"] = history_in_json(found.mails)
    counts = {"letters": found.counts, "others": found.counts_of_others}
    heading = CHANGED if found.files or found.others else NO_LETTERS
    result = Result(found.problems, _told(found.files), counts, extra, errors_are=heading)
    return settings.reporter().finish(result, *_closing(found, every=settings.verbose))


def _told(files: list[Checked]) -> list[dict[str, str]]:
    return [
        {"member": file.member, "file": file.name, "status": str(file.finding), "sha256": file.sha256}
        for file in files
    ]


def _closing(found: Verified, *, every: bool) -> list[str]:
    said = gettext("as made {as_made}, edited {edited}, missing {missing}, unknown files {unknown}")
    lines = [gettext("Letters: {counts}").format(counts=said.format(**found.counts))]
    if found.others:
        counted = said.format(**found.counts_of_others)
        lines.append(gettext("Labels and other files: {counts}").format(counts=counted))
    lines += history_lines(found.mails, every=every)
    if has_errors(found.problems):
        return [*lines, *next_step(N_("do as the arrows say."))]
    said = N_("Nothing was changed since it was made. What you have looked over can go out.")
    if not any(found.counts.values()):
        said = N_("There are no letters; the other files are as they were made.")
    else:
        # The sentence above says it already; the first screen goes on from here.
        next_step(N_("what you have looked over can go out."))
    return [*lines, wrap(gettext(said))]
