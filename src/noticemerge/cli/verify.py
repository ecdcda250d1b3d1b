"""`noticemerge verify`: whether the letters are still as they were made."""

from __future__ import annotations

from pathlib import Path

import click

from noticemerge.cli.help import Command
from noticemerge.cli.options import Settings, argument, common
from noticemerge.cli.report import Exit, Result, next_step
from noticemerge.output import Verified, verify
from noticemerge.problems import N_, gettext, has_errors

CHANGED = N_("Not as it was made")


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
    letters = [
        {"member": file.member, "file": file.name, "status": str(file.finding), "sha256": file.sha256}
        for file in found.files
    ]
    register = {"file": str(folder / found.register.name), "status": str(found.register.finding)}
    extra = {"folder": str(folder), "register": register}
    result = Result(found.problems, letters, {"letters": found.counts}, extra, errors_are=CHANGED)
    return settings.reporter().finish(result, *_closing(found))


def _closing(found: Verified) -> list[str]:
    said = gettext("as made {as_made}, edited {edited}, missing {missing}, unknown files {unknown}")
    lines = [gettext("Letters: {counts}").format(counts=said.format(**found.counts))]
    if has_errors(found.problems):
        todo = gettext("do as the arrows say.")
    else:
        lines.append(gettext("The letters and the register are as they were made."))
        todo = gettext("they can go out.")
    return [*lines, *next_step(todo)]
