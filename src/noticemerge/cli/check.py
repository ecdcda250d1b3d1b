"""`noticemerge check`: every problem at once, and nothing written."""

from __future__ import annotations

from typing import Any

import click

from noticemerge.cli.help import Command
from noticemerge.cli.job import Request, letter_counts, planned_letters
from noticemerge.cli.options import Settings, choice, common, sources
from noticemerge.cli.report import Exit, Result
from noticemerge.i18n import N_, gettext


@click.command(
    "check",
    cls=Command,
    help=N_("Find every problem in the member list, the template and the notice. Nothing is written."),
    examples=("noticemerge check members.xlsx",),
)
@sources
@choice
@common
@click.pass_obj
def command(settings: Settings, /, **words: Any) -> Exit:
    """Plan the letters and report."""
    plan = Request(**words).plan()
    letters = planned_letters(plan)
    problems = [*plan.problems, *plan.remarks]
    result = Result(problems, letters, letter_counts(letters))
    return settings.reporter().finish(result, *_closing(result, settings.again("check", "merge")))


def _closing(result: Result, merge: str) -> list[str]:
    if result.exit:
        return ["", gettext("Correct the errors, then check again.")]
    planned = result.counts["letters"].get("planned", 0)
    return [
        "",
        gettext("Nothing has to be corrected. Letters that can be made: {count}").format(count=planned),
        gettext("Next: {command}").format(command=merge),
    ]
