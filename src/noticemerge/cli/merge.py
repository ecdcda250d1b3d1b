"""`noticemerge merge`: the letters and the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from noticemerge import Run, run
from noticemerge.cli.about import about, folder_and_names, letters_to_make
from noticemerge.cli.help import Command
from noticemerge.cli.job import Request, letter_counts, letter_line, planned_letters
from noticemerge.cli.options import Settings, choice, common, option, sources, type_path
from noticemerge.cli.report import Exit, Reporter, Result, next_step
from noticemerge.i18n import N_, gettext
from noticemerge.problems import has_errors


@click.command(
    "merge",
    cls=Command,
    help=N_(
        "Make one Word letter for each member, and the dispatch register. With errors to correct "
        "nothing is written."
    ),
    examples=("noticemerge merge members.xlsx -o out --set 発信日=2023-09-25",),
)
@sources
@choice
@option(
    "-o",
    "--output",
    type=type_path,
    default=Path("out"),
    metavar=N_("FOLDER"),
    help=N_("The folder for the letters and the register. Default: out"),
)
@option("--force", is_flag=True, help=N_("Replace letters that were edited by hand since they were made."))
@option(
    "--skip-errors",
    is_flag=True,
    help=N_("Make the letters that are sound; the others are listed in the register."),
)
@option(
    "--prune",
    is_flag=True,
    help=N_("Remove the letters of members who left; those edited by hand are kept."),
)
@option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar=N_("COUNT"),
    help=N_("How many processes make the letters. Default: as many as suit this computer and the list"),
)
@common
@click.pass_obj
def command(
    settings: Settings,
    /,
    output: Path,
    force: bool,
    skip_errors: bool,
    prune: bool,
    jobs: int | None,
    **words: Any,
) -> Exit:
    """Plan the letters and write them."""
    reporter = settings.reporter()
    with settings.progress() as progress:
        plan = Request(**words).plan(progress.step)
    if skip_errors or not has_errors(plan.problems):
        reporter.say(*about(plan), letters_to_make(plan), folder_and_names(plan, output), "")
    with settings.progress() as progress:
        done = run(
            plan,
            output,
            force=force,
            skip_errors=skip_errors,
            prune=prune,
            jobs=jobs,
            progress=progress.letters,
        )
    if done.register is None:
        result = Result(done.problems, planned_letters(plan), letter_counts(plan.letters.prospects))
        return reporter.finish(result, *_refusal(settings))
    return _report(done, reporter)


def _refusal(settings: Settings) -> list[str]:
    todo = gettext("correct the errors, save, and type again:")
    return [gettext("Nothing was written."), *next_step(todo, settings.again("merge", "merge"))]


def _report(done: Run, reporter: Reporter) -> Exit:
    letters = (letter_line(o.letter, str(o.status), o.sha256) for o in done.outcomes)
    extra = {"folder": str(done.folder), "register": str(done.register), "removed": done.removed}
    return reporter.finish(Result(done.problems, letters, letter_counts(done.counts), extra), *_closing(done))


def _closing(done: Run) -> list[str]:
    said = gettext("made {made}, unchanged {unchanged}, left out {excluded}, in error {error}")
    lines = [gettext("Letters: {counts}").format(counts=said.format(**done.counts))]
    if not (done.counts["made"] or done.wrote_register or done.removed):
        lines.append(gettext("Nothing has changed since the last run, and nothing was written."))
    lines.append(gettext("Register: {register}").format(register=done.register))
    if has_errors(done.problems):
        return [*lines, *next_step(gettext("correct the errors and run it again; what is sound stays."))]
    return [*lines, *next_step(gettext("open the register, and look at a few letters before they go out."))]
