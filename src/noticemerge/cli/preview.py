"""`noticemerge preview`: one letter to look at."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import click

from noticemerge.cli.help import Command
from noticemerge.cli.job import Request, letter_counts, letter_line
from noticemerge.cli.options import Settings, common, option, sources, type_path
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.write import replace_file
from noticemerge.i18n import N_, gettext
from noticemerge.letters import Letter
from noticemerge.planning import Plan
from noticemerge.problems import Problem, has_errors, problem
from noticemerge.selection import members_numbered


@click.command(
    "preview",
    cls=Command,
    help=N_("Make one letter to look at: that of the first member, or of the one you choose."),
    examples=("noticemerge preview members.xlsx --member 0012",),
)
@sources
@option("--member", metavar="NUMBER", help=N_("The member with this number; 12 finds 0012 as well."))
@option("--row", type=click.IntRange(min=1), metavar="N", help=N_("The member in this row of the list."))
@option(
    "-o",
    "--output",
    type=type_path,
    default=Path(),
    metavar="FOLDER",
    help=N_("The folder to write it to. Default: this one"),
)
@common
@click.pass_obj
def command(settings: Settings, /, output: Path, member: str | None, row: int | None, **words: Any) -> Exit:
    """Plan the letters and write one of them."""
    if member and row:
        raise click.UsageError(gettext("Give either --member or --row."))
    plan = Request(**words).plan()
    letter = choose(plan, member, row)
    if isinstance(letter, Problem):
        return settings.reporter().finish(Result([letter]))
    problems = [p for p in plan.problems if p.place.member in ("", letter.number)]
    if has_errors(problems):
        result = Result(problems, [letter_line(letter, "error")])
        refusal = gettext("No letter was made. Correct the errors first.")
        return settings.reporter().finish(result, "", refusal)
    path = output / f"preview_{PurePosixPath(letter.file).name}"
    replace_file(path, plan.render(letter))
    lines = [letter_line(letter, "made") | {"file": str(path)}]
    result = Result(problems, lines, letter_counts(lines))
    return settings.reporter().finish(result, gettext("A letter to look at: {path}").format(path=path))


def choose(plan: Plan, number: str | None, row: int | None) -> Letter | Problem:
    """The letter of the member with this number (12 finds 0012) or in this row, the first made when
    neither is given; a problem when there is none, several, or one that gets no letter.
    """
    if number:
        rows = {member.row for member in members_numbered(plan.roster, number)}
        found = [letter for letter in plan.letters if letter.member.row in rows]
        missing = problem("NM-C05", number=number)
    elif row:
        found = [letter for letter in plan.letters if letter.member.row == row]
        missing = problem("NM-C07", row=row)
    else:
        found = [letter for letter in plan.letters if not letter.excluded][:1]
        missing = problem("NM-C09")
    if not found:
        return missing
    if len(found) > 1:
        where = gettext(", ").join(str(letter.member.row) for letter in found)
        return problem("NM-C06", number=number, count=len(found), rows=where)
    if found[0].excluded:
        return problem("NM-C08", reason=found[0].excluded).of_member(found[0].number)
    return found[0]
