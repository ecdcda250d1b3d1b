"""`noticemerge merge`: the letters and the register."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noticemerge.cli.corrected_line import correct_and_again
from noticemerge.cli.help import REST, Command
from noticemerge.cli.job_summary import about, folder_and_names, letters_to_make
from noticemerge.cli.last_run import Again, Known
from noticemerge.cli.made_from import keep_made_from, other_letter
from noticemerge.cli.next_step import next_in_folder, next_step
from noticemerge.cli.options import Settings, choice, common, option, sources, type_path
from noticemerge.cli.report import TO_CORRECT, Exit, Result, TextReporter
from noticemerge.cli.request import Request, letter_counts, letter_line, planned_letters
from noticemerge.cli.screen_text import wrap
from noticemerge.output import REGISTER, keep_mailing
from noticemerge.problems import N_, Severity, gettext, has_errors

if TYPE_CHECKING:
    from noticemerge import Problem, Run

# What people did to letters in the folder: nothing of it is to be corrected in list or model letter.
_BY_HAND = {"NM-W02", "NM-W03", "NM-W15"}
_TO_DECIDE = N_("To decide")


@click.command(
    "merge",
    cls=Command,
    help=N_(
        "Make one Word letter for each member, and the dispatch register. With errors to correct "
        "nothing is written."
    ),
    examples=(
        "noticemerge merge members.xlsx",
        "noticemerge merge members.xlsx --where 発送方法=郵送 -o 郵送",
    ),
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
    group=REST,
    help=N_("How many processes make the letters. Default: as many as suit this computer and the list"),
)
@option("--open", "opens", is_flag=True, help=N_("Open the folder of the letters afterwards."))
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
    opens: bool,
    **words: Any,
) -> Exit:
    """Plan the letters and write them, unless that is known to change nothing."""
    reporter, request = settings.reporter(), Request(output=output, **words)
    again = Again(request, output, (settings.quiet, settings.verbose, skip_errors, prune))
    if not (settings.json or force) and (known := again.known()):
        reporter.say(*known.opening, folder_and_names(output, known.file), "", *known.page)
        reporter.say(*_closing(known.counts, known.in_folder, output))
        reporter.say(*_next(settings, wrong=bool(known.exit)))
        settings.reporter().say(*_opened(settings, output, wanted=opens))
        return Exit(known.exit)
    is_recalled = "template" in settings.recalled
    is_typed = bool(request.template) and not is_recalled
    if asked := other_letter(request, output, is_typed=is_typed, is_recalled=is_recalled):
        return reporter.finish(Result([asked], told_by_check=True), *_refusal(settings, [asked]))
    from noticemerge import run

    with settings.progress() as progress:
        plan = request.plan(progress.step)
    opening, first = [*about(plan), letters_to_make(plan)], plan.letters.first_made
    file = "" if first is None else plan.letters[first].file
    if skip_errors or not has_errors(plan.problems):
        reporter.say(*opening, folder_and_names(output, file), "")
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
        result = Result(
            done.problems,
            planned_letters(plan),
            letter_counts(plan.letters.prospects),
            errors_are=_heading(done.problems),
            told_by_check=True,
        )
        return reporter.finish(result, *_refusal(settings, done.problems))
    result = _result(done)
    has_changed = bool(done.counts["made"] or done.wrote_register or done.removed)
    # A file that stands in a letter's place needs no correction in list or model letter.
    wrong = bool(_errors(done.problems) - _BY_HAND)
    keep_made_from(request, plan, output, settings.typed)
    counts, in_folder = done.counts_of_run, done.letters_in_folder
    is_as_made = not {p.code for p in done.problems} & _BY_HAND
    following = _next(settings, wrong=wrong, is_as_made=is_as_made)
    reporter.finish(result, *_closing(counts, in_folder, output, has_changed=has_changed), *following)
    settings.reporter().say(*_opened(settings, output, wanted=opens))
    keep_mailing(output, plan.notice)
    # The number that was asked about is this mailing's from now on.
    is_asked = any(p.code == "NM-N65" for p in plan.problems)
    if isinstance(reporter, TextReporter) and done.problems == plan.problems and not is_asked:
        page = list(reporter.said[len(opening) + 2 :])
        again.keep(plan.notice, Known(opening, file, page, result.exit, counts, in_folder))
    return result.exit


def _opened(settings: Settings, folder: Path, *, wanted: bool) -> list[str]:
    """Open the folder where that is `wanted`; what to say when the system cannot."""
    if not wanted:
        return []
    try:
        settings.opener(folder)
    except OSError:
        said = gettext("The folder cannot be opened from here. It is: {folder}")
        return [wrap(said.format(folder=folder.absolute()), following="  ")]
    return []


def _refusal(settings: Settings, problems: Iterable[Problem]) -> list[str]:
    lines, again = [gettext("Nothing was written.")], settings.again("merge", "merge")
    if not (codes := _errors(problems)) <= _BY_HAND:
        todo = N_("correct the errors, save, and type again:")
        return [*lines, *correct_and_again(settings, "merge", problems, todo)]
    todo = N_("to keep these letters as they are, and make the others:")
    lines += next_step(todo, f"{again} --skip-errors")
    if "NM-W15" not in codes:
        lines += [wrap(gettext("To make them anew too (these are put aside):")), f"  {again} --force"]
    return lines


def _heading(problems: Iterable[Problem]) -> str:
    """What stands over the errors: letters changed by hand are nothing to correct."""
    return _TO_DECIDE if _errors(problems) <= _BY_HAND else TO_CORRECT


def _errors(problems: Iterable[Problem]) -> set[str]:
    return {p.code for p in problems if p.severity is Severity.ERROR}


def _result(done: Run) -> Result:
    letters = (letter_line(o.letter, str(o.status), o.sha256) for o in done.outcomes)
    extra = {"folder": str(done.folder), "register": str(done.register), "removed": done.removed}
    result = Result(done.problems, letters, letter_counts(done.counts), extra, told_by_check=True)
    result.errors_are = _heading(done.problems)
    return result


def _closing(
    counts: dict[str, int], in_folder: int | None, folder: Path, *, has_changed: bool = False
) -> list[str]:
    said = gettext("made {made}, unchanged {unchanged}, left out {excluded}, in error {error}")
    if counts["kept"]:
        said = gettext(
            "made {made}, unchanged {unchanged}, kept {kept}, left out {excluded}, in error {error}"
        )
    about = gettext("Letters: {counts}") if in_folder is None else gettext("Letters of this run: {counts}")
    lines = [about.format(counts=said.format(**counts))]
    if in_folder is not None:
        lines.append(gettext("In the whole folder: {count}").format(count=in_folder))
    if not has_changed:
        lines.append(gettext("Nothing has changed since the last run, and nothing was written."))
    lines.append(gettext("Register: {register}").format(register=folder / REGISTER))
    return lines


def _next(settings: Settings, *, wrong: bool, is_as_made: bool = True) -> list[str]:
    if wrong:
        todo = N_("correct the errors and run it again; what is sound stays:")
        return next_step(todo, settings.again("merge", "merge"))
    return next_in_folder(is_as_made=is_as_made)
