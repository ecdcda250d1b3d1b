"""`noticemerge check`: every problem at once; no letter is written, and copies only when asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from noticemerge import Plan
from noticemerge.cli.corrected_line import correct_and_again
from noticemerge.cli.file_writing import replace_file
from noticemerge.cli.help import Command
from noticemerge.cli.job_summary import about, letters_to_make
from noticemerge.cli.next_step import next_step
from noticemerge.cli.options import Settings, choice, common, option, sources
from noticemerge.cli.report import Exit, Result, problem_counts
from noticemerge.cli.request import Request, letter_counts, planned_letters
from noticemerge.cli.screen_text import pack, pieces
from noticemerge.cli.starter import is_starter_file
from noticemerge.output import InputFiles
from noticemerge.problems import N_, CannotUse, CellPlace, Problem, gettext, ngettext, problem, shortened


@click.command(
    "check",
    cls=Command,
    help=N_("Find every problem in the member list, the template and the notice. No letter is written."),
    examples=("noticemerge check members.xlsx", "noticemerge check members.xlsx --mark"),
)
@sources
@choice
@option(
    "--mark",
    is_flag=True,
    help=N_(
        "Also write a copy of the model letter with a Word comment at each problem (…_確認.docx), and one of "
        "the member list with each doubtful cell coloured and explained (…_確認.xlsx)."
    ),
)
@option(
    "--fix",
    is_flag=True,
    help=N_(
        "Also write a copy of the model letter with its tags written properly (…_修正.docx): full-width "
        "braces, stray spaces, tags that Word has cut."
    ),
)
@common
@click.pass_obj
def command(settings: Settings, /, mark: bool, fix: bool, **words: Any) -> Exit:
    """Plan the letters and report."""
    with settings.progress() as progress:
        plan = Request(**words).plan(progress.step)
    settings.reporter().say(*about(plan), letters_to_make(plan), "")
    _refuse_copies(plan, mark=mark, fix=fix)
    lines: list[str] = []
    extra: dict[str, Any] = {}
    notes: list[Problem] = []
    if mark:
        lines += [*_marked(plan, extra, notes), *_marked_list(plan, extra, notes)]
    if fix:
        lines += _fixed(plan, extra)
    problems = [*plan.problems, *plan.remarks, *notes]
    result = Result(problems, planned_letters(plan), letter_counts(plan.letters.prospects), extra)
    return settings.reporter().finish(result, *lines, *_closing(result, settings, marked=mark))


def _refuse_copies(plan: Plan, *, mark: bool, fix: bool) -> None:
    """Raise `CannotUse` before any copy is written where one would be written over what was read."""
    inputs, letter, listed = InputFiles(plan.files), plan.bound.template.path, plan.roster.file
    copies = [_beside(letter, "確認"), *(_list_copy(listed, suffix) for suffix in (".xlsx", ".xlsm"))]
    for path in [*(copies if mark else ()), *([_beside(letter, "修正")] if fix else ())]:
        inputs.refuse(path)


def _marked(plan: Plan, extra: dict[str, Any], notes: list[Problem]) -> list[str]:
    """Write the copy of the letter with its comments; why that cannot be is added to `notes`."""
    from noticemerge.template import marked_copy  # python-docx, which no other command needs

    try:
        data, count = marked_copy(plan.bound.template, plan.problems)
    except CannotUse as error:
        notes.append(error.problem)
        return []
    path = _beside(plan.bound.template.path, "確認")
    replace_file(path, data)
    extra["marked"] = str(path)
    said = ngettext(
        "A copy of the model letter with {count} comment:",
        "A copy of the model letter with {count} comments:",
        count,
    )
    return [_written(said.format(count=count), path)]


def _marked_list(plan: Plan, extra: dict[str, Any], notes: list[Problem]) -> list[str]:
    """As `_marked`, of the member list; what the copy cannot keep is added to `notes`."""
    from noticemerge.roster import marked_copy  # openpyxl, which no other command needs

    path = plan.roster.file
    try:
        copy = marked_copy(plan.roster, [*plan.problems, *plan.remarks])
    except CannotUse as error:
        notes.append(error.problem)
        return []
    if copy is None:
        said = gettext("The list is a text file (CSV), of which no marked copy is made:")
        return [_written(said, path)]
    if copy.lost:
        notes.append(problem("NM-R71", CellPlace(file=path.name), things="、".join(copy.lost)))
    path = _list_copy(path, copy.suffix)
    replace_file(path, copy.data)
    extra["marked_list"] = str(path)
    said = ngettext(
        "A copy of the member list with {count} cell marked:",
        "A copy of the member list with {count} cells marked:",
        copy.count,
    )
    return [_written(said.format(count=copy.count), path)]


def _fixed(plan: Plan, extra: dict[str, Any]) -> list[str]:
    from noticemerge.template import corrected_copy

    data, mended = corrected_copy(plan.bound.template, plan.names)
    extra["fixed"] = [{**m.place.as_json(), "before": m.before, "after": m.after} for m in mended]
    if not mended:
        return [gettext("The tags of the model letter are written properly: there was nothing to mend.")]
    path = _beside(plan.bound.template.path, "修正")
    replace_file(path, data)
    extra["fixed_copy"] = str(path)
    said = ngettext(
        "A copy of the model letter with {count} tag mended:",
        "A copy of the model letter with {count} tags mended:",
        len(mended),
    )
    listed = [f"  {m.place.words()}\n    {shortened(m.before)} → {shortened(m.after)}" for m in mended]
    return [_written(said.format(count=len(mended)), path), *listed]


def _written(words: str, path: Path) -> str:
    """Words and a path, which is never broken: it is copied."""
    return pack([*pieces(words), f" {path}"], following="  ")


def _list_copy(path: Path, suffix: str) -> Path:
    name = re.sub(r"(\.xls[xm])?\.\w+$", "", path.name) or path.stem
    return path.with_name(f"{name}_確認{suffix}")


def _beside(path: Path, word: str) -> Path:
    """The copy's path: beside the letter, or here when it is the built-in one."""
    folder = Path() if is_starter_file(path) else path.parent
    return folder / f"{path.stem}_{word}{path.suffix}"


def _closing(result: Result, settings: Settings, *, marked: bool) -> list[str]:
    counts = problem_counts(result.problems)
    if counts["error"] or counts["warning"]:
        lines = [] if marked else [gettext("To get copies of the files with each place marked, add --mark.")]
    else:
        lines = [gettext("Nothing has to be corrected.")]
    if counts["error"]:
        todo = N_("correct the errors, save, and check again:")
        again = correct_and_again(settings, "check", result.problems, todo, count=result.counts["members"])
        return [*lines, *again]
    if counts["warning"]:
        todo, line = (
            N_("if what is to be checked is right, make the letters:"),
            settings.again("check", "merge"),
        )
    else:
        todo, line = N_("make the letters:"), settings.again("check", "merge")
    return [*lines, *next_step(todo, line, count=result.counts["members"])]
