"""`noticemerge fields`: which tag takes which column."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from noticemerge import Match, Plan
from noticemerge.cli.help import Command
from noticemerge.cli.job import Request
from noticemerge.cli.layout import table
from noticemerge.cli.options import Settings, common, sources
from noticemerge.cli.report import Exit, Result
from noticemerge.i18n import N_, gettext

_SOURCES = {"roster": N_("member list, column"), "notice": N_("sheet"), "computed": N_("computed:")}


@click.command(
    "fields",
    cls=Command,
    help=N_(
        "Show which tag of the template takes which column of the member list, with the first member's "
        "value; which columns no tag takes; which tags are unknown."
    ),
    examples=("noticemerge fields members.xlsx -t templates/request-letter.docx",),
)
@sources
@common
@click.pass_obj
def command(settings: Settings, /, **words: Any) -> Exit:
    """Plan the letters and show how names met."""
    plan = Request(**words).plan()
    reporter = settings.reporter()
    if plan.matches:
        reporter.say(*_matches(plan), "")
    if plan.unused:
        reporter.say(gettext("Columns that no tag takes:"), "  " + gettext(", ").join(plan.unused), "")
    # What is wrong with single members' values is the business of `check`.
    problems = [p for p in plan.problems if not p.place.member]
    return reporter.finish(Result(problems, extra=_extra(plan)))


def _matches(plan: Plan) -> list[str]:
    head = [gettext("Tag"), gettext("Takes"), gettext("For the first member")]
    rows = [[f"{{{{ {m.tag} }}}}", _taken(m), m.sample] for m in plan.matches]
    return table([head, *rows])


def _taken(match: Match) -> str:
    return " ".join(filter(None, (gettext(_SOURCES[match.source]), match.where, match.label)))


def _extra(plan: Plan) -> dict[str, Any]:
    return {
        "fields": [asdict(match) for match in plan.matches],
        "unused": list(plan.unused),
    }
