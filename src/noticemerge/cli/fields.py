"""`noticemerge fields`: which tag takes which column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from noticemerge import Match, Plan
from noticemerge.cli.corrected_line import correct_and_again
from noticemerge.cli.help import Command
from noticemerge.cli.job_summary import column_words, notice_read
from noticemerge.cli.next_step import next_step
from noticemerge.cli.options import Settings, common, sources
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.request import Request
from noticemerge.cli.screen_text import table, wrap
from noticemerge.problems import N_, gettext

_TAKEN = {
    "roster": N_('column {where} "{label}"'),
    "notice": N_("sheet {where}"),
    "computed": N_("made by noticemerge"),
}

_UNKNOWN = ("NM-T25", "NM-T26", "NM-T32", "NM-T52")
_UNKNOWN_FIELDS = ("NM-T100", "NM-T101", "NM-T102")


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
    with settings.progress() as progress:
        plan = Request(**words).plan(progress.step)
    reporter = settings.reporter()
    if rows := [*_matches(plan), *_unknown(plan)]:
        head = [gettext("Tag"), gettext("Takes"), gettext("For the first member")]
        reporter.say(*notice_read(plan.notice, plan.roster), *table([head, *rows]), "")
    reporter.say(gettext("Put together from columns of the list:"), *_sources(plan), "")
    if plan.unused:
        unused = wrap(gettext(", ").join(plan.unused), indent="  ")
        reporter.say(gettext("Columns that no tag takes:"), unused, "")
    # What is wrong with single members' values is the business of `check`.
    problems = [p for p in plan.problems if not p.place.member]
    result = Result(problems, extra=_extra(plan), told_by_check=True)
    return reporter.finish(result, *_closing(result, settings))


def _matches(plan: Plan) -> list[list[str]]:
    return [[f"≪{m.tag}≫" if m.is_field else f"{{{{ {m.tag} }}}}", _taken(m), m.sample] for m in plan.matches]


def _sources(plan: Plan) -> Iterator[str]:
    """What is put together from the list, printed here or not, each with the first member's."""
    for source in plan.sources:
        columns = gettext(", ").join(map(column_words, source.columns)) or gettext("no column")
        said = gettext("{label} from: {columns}").format(label=source.label, columns=columns)
        yield wrap(f"  {said}", following="      ")
        if source.sample:
            yield wrap(f"    → {source.sample}", following="      ")


def _unknown(plan: Plan) -> list[list[str]]:
    found = [(p.code, str(p.facts.get("name", ""))) for p in plan.bound.problems]
    names = [f"{{{{ {name} }}}}" for code, name in found if code in _UNKNOWN]
    names += [f"≪{name}≫" for code, name in found if code in _UNKNOWN_FIELDS]
    return [[name, gettext("not found"), ""] for name in dict.fromkeys(names)]


def _taken(match: Match) -> str:
    if match.source == "notice" and not match.where:
        return gettext("--set {label}").format(label=match.label)
    return gettext(_TAKEN[match.source]).format(where=match.where, label=match.label)


def _closing(result: Result, settings: Settings) -> list[str]:
    if result.exit:
        todo = N_("correct the errors, save, and look again:")
        return correct_and_again(settings, "fields", result.problems, todo)
    return next_step(N_("see whether anything has to be corrected:"), settings.again("fields", "check"))


def _extra(plan: Plan) -> dict[str, Any]:
    return {
        "fields": [asdict(match) for match in plan.matches],
        "sources": [
            {
                "label": s.label,
                "columns": [{"heading": c.header, "where": c.letter} for c in s.columns],
                "sample": s.sample,
            }
            for s in plan.sources
        ],
        "unused": list(plan.unused),
    }
