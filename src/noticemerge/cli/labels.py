"""`noticemerge labels`: address labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noticemerge.cli.help import Command
from noticemerge.cli.options import (
    Settings,
    common,
    labels_template,
    list_sources,
    members_choice,
    option,
    placing,
    shift,
)
from noticemerge.cli.report import Exit
from noticemerge.cli.request import Request
from noticemerge.cli.screen_text import wrap
from noticemerge.problems import N_, Problem, gettext

if TYPE_CHECKING:
    from noticemerge.cli.post_run import Job
    from noticemerge.post import Paper

    # The list in a line, the file to make, and what is said at the end.
    _Laid = tuple[list[str], Job, list[str]]

# Options of the sheets that are sold.
_OF_PAPERS = ("paper", "shift", "guide", "sender", "barcode")


def _paper(_ctx: click.Context, _param: click.Parameter, value: str) -> Paper:
    from noticemerge.post import find_paper

    found = find_paper(value)
    if isinstance(found, Problem):
        raise click.BadParameter(f"{found.message} {found.hint}")
    return found


def _show_papers(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from noticemerge.post import known_papers

    last = 0
    for paper in known_papers():
        if last and paper.up != last:
            click.echo()
        last = paper.up
        click.echo(paper.name)
        for maker, numbers in paper.numbers.items():
            click.echo(f"    {maker} {' '.join(numbers)}")
    ctx.exit()


@click.command(
    "labels",
    cls=Command,
    help=N_(
        "Make address labels for the members who get post: a Word file for the sheets of labels that paper "
        "makers sell. Text that is too long for a label is made smaller, and said; none is cut off."
    ),
    examples=("noticemerge labels members.xlsx --paper 28183", "noticemerge labels --papers"),
)
@list_sources
@option(
    "--paper",
    default="12面 86.4×42.3",
    callback=_paper,
    metavar=N_("SHEET"),
    help=N_(
        "The sheet: the product number on its packet, its name (12面 86.4×42.3), or your own measures in mm: "
        '"2x6 86.4x42.3 left 18.6 top 21.2 pitch 88x42.3". Default: 12面 86.4×42.3'
    ),
)
@option(
    "--papers", is_flag=True, is_eager=True, expose_value=False, callback=_show_papers,
    help=N_("List the sheets that are known, and exit."),
)  # fmt: skip
@option(
    "--start",
    type=click.IntRange(min=1),
    default=1,
    metavar=N_("LABEL"),
    help=N_("The first free label of a sheet that is partly used, counted row by row from the upper left."),
)
@option(
    "--shift",
    callback=shift,
    metavar=N_("RIGHT,DOWN"),
    help=N_("Move everything so many millimetres, where the printer is off: 0.5,-1.0"),
)
@option("--guide", is_flag=True, help=N_("Draw the edges of the labels, to try on plain paper."))
@option(
    "--copies", type=click.IntRange(min=1), default=1, metavar=N_("COUNT"), help=N_("So many of each label.")
)
@option(
    "--sender", is_flag=True, help=N_("Print the sender from the sheet 通知 small at the foot of each label.")
)
@option(
    "--barcode",
    is_flag=True,
    help=N_("Print the customer barcode of Japan Post below the name; none where it is not sure."),
)
@labels_template
@members_choice
@placing
@common
@click.pass_context
def command(
    ctx: click.Context,
    /,
    label_document: Path | None,
    output: Path,
    force: bool,
    skip_errors: bool,
    **words: Any,
) -> Exit:
    """Address the members' post, lay out the labels, and put the file beside the letters."""
    from noticemerge.cli.post_run import run

    settings = ctx.ensure_object(Settings)
    if label_document:
        _refuse_of_papers(ctx)
        listed, job, closing = _on_document(settings, label_document, output, words)
    else:
        listed, job, closing = _on_paper(settings, output, words)
    settings.reporter().say(*listed, "")
    return run(settings, job, output, "labels", closing, force=force, skip=skip_errors)


def _on_paper(settings: Settings, output: Path, words: dict[str, Any]) -> _Laid:
    """Labels for the sheets that paper makers sell."""
    from noticemerge.cli.post_run import Job, about, counts
    from noticemerge.output import OtherKind
    from noticemerge.post import LabelOptions, lay_out_labels, sender_of

    paper, sender = words.pop("paper"), words.pop("sender")
    chosen = {name: words.pop(name) for name in ("start", "shift", "copies", "guide", "barcode", "everyone")}
    with settings.progress() as progress:
        listed, notice = Request(**words).post_list(progress.step)
        said = sender_of(notice) if sender else None
        made = lay_out_labels(listed, LabelOptions(paper, sender=said, **chosen))
    extra = {"paper": paper.name, "sheets": made.sheets, "next_start": made.next_start}
    job = Job(made, listed, OtherKind.LABELS, made.word_file, extra, (listed.roster.file, *notice.files))
    used = _Sheets(made.sheets, paper.name, paper.up, made.next_start)
    return about(listed, notice), job, _closing(used, counts(job), output / made.file)


def _on_document(settings: Settings, document: Path, output: Path, words: dict[str, Any]) -> _Laid:
    """Labels on the office's own document of Word."""
    from noticemerge.cli.post_run import Job, about, counts
    from noticemerge.output import OtherKind
    from noticemerge.paper import one_document
    from noticemerge.post import lay_out_document

    of_papers = {name: words.pop(name) for name in (*_OF_PAPERS, "start", "copies", "everyone")}
    chosen = {name: of_papers[name] for name in ("start", "copies", "everyone")}
    with settings.progress() as progress:
        planned, template, notice = Request(**words).sheet_plan(document, progress.step)
        made = lay_out_document(planned, template, **chosen)
    extra = {"template": str(document), "sheets": len(made.sheets), "next_start": made.next_start}
    sheets = [sheet.data for sheet in made.sheets]
    inputs = [path for path in (planned.listed.roster.file, document, words.get("notice")) if path]
    data = partial(one_document, sheets, made.file)
    job = Job(made, planned.listed, OtherKind.LABELS, data, extra, inputs)
    used = _Sheets(len(made.sheets), document.name, made.capacity, made.next_start)
    return about(planned.listed, notice), job, _closing(used, counts(job), output / made.file)


def _refuse_of_papers(ctx: click.Context) -> None:
    """The document says itself what these say of the sheets that are sold."""
    source = click.core.ParameterSource.COMMANDLINE
    typed = [name for name in _OF_PAPERS if ctx.get_parameter_source(name) is source]
    if typed:
        options = gettext(", ").join(f"--{name}" for name in typed)
        said = gettext("{options} cannot stand beside --template: the document says it itself")
        raise click.UsageError(said.format(options=options))


@dataclass(frozen=True, slots=True)
class _Sheets:
    """So many sheets of this name with `up` labels each; the next run begins at `next_start`."""

    count: int
    name: str
    up: int
    next_start: int


def _closing(sheets: _Sheets, counted: str, file: Path) -> list[str]:
    lines = [
        wrap(gettext("Labels: {counts}").format(counts=counted), following="  "),
        gettext("Sheets: {count} of {paper}").format(count=sheets.count, paper=sheets.name),
        gettext("File: {file}").format(file=file),
    ]
    if sheets.next_start > 1:
        used = sheets.next_start - 1
        said = gettext("On the last sheet {used} of {up} labels are used. Next time: --start {next}")
        lines.append(said.format(used=used, up=sheets.up, next=sheets.next_start))
    todo = gettext("Open it in Word and print it in actual size (100 %), first one sheet on plain paper.")
    return [*lines, wrap(todo)]
