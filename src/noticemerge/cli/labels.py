"""`noticemerge labels`: address labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noticemerge.cli.help import Command
from noticemerge.cli.options import Settings, common, list_sources, members_choice, option, placing, shift
from noticemerge.cli.report import Exit, next_step
from noticemerge.cli.request import Request
from noticemerge.cli.screen_text import wrap
from noticemerge.problems import N_, Problem, gettext

if TYPE_CHECKING:
    from noticemerge.post import Labels, Paper


def _paper(_ctx: click.Context, _param: click.Parameter, value: str) -> Paper:
    from noticemerge.post import find_paper

    found = find_paper(value)
    if isinstance(found, Problem):
        raise click.BadParameter(f"{found.message}{gettext(' ')}{found.hint}")
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
        "'2x6 86.4x42.3 left 18.6 top 21.2 pitch 88x42.3'. Default: 12面 86.4×42.3"
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
@members_choice
@placing
@common
@click.pass_obj
def command(
    settings: Settings,
    /,
    paper: Paper,
    start: int,
    shift: tuple[float, float],
    guide: bool,
    copies: int,
    sender: bool,
    barcode: bool,
    output: Path,
    force: bool,
    skip_errors: bool,
    everyone: bool,
    **words: Any,
) -> Exit:
    """Address the members' post, lay out the labels, and put the file beside the letters."""
    from noticemerge.cli.post_run import Job, about, counts, run
    from noticemerge.output import MadeFor, OtherKind
    from noticemerge.post import LABELS_FILE, LabelOptions, lay_out_labels, sender_of

    with settings.progress() as progress:
        listed, notice = Request(**words).post_list(progress.step)
        said = sender_of(notice) if sender else None
        options = LabelOptions(paper, start, shift, copies, guide, said, barcode, everyone)
        made = lay_out_labels(listed, options)
    to = [label.block.item.to for label in made.labels]
    job = Job(
        LABELS_FILE,
        OtherKind.LABELS,
        tuple(MadeFor(one.number, one.name, made.where(index)) for index, one in enumerate(to)),
        made.left_out,
        made.failed,
        made.general,
        made.of_members,
        made.word_file,
        {"paper": paper.name, "sheets": made.sheets, "next_start": made.next_start},
    )
    settings.reporter().say(*about(listed, notice), "")
    closing = _closing(made, counts(job), output / LABELS_FILE)
    return run(settings, job, output, "labels", closing, force=force, skip=skip_errors)


def _closing(made: Labels, counted: str, file: Path) -> list[str]:
    paper = made.options.paper
    lines = [
        wrap(gettext("Labels: {counts}").format(counts=counted), following="  "),
        gettext("Sheets: {count} of {paper}").format(count=made.sheets, paper=paper.name),
        gettext("File: {file}").format(file=file),
    ]
    if made.next_start > 1:
        used = made.next_start - 1
        said = gettext("On the last sheet {used} of {up} labels are used. Next time: --start {next}")
        lines.append(said.format(used=used, up=paper.up, next=made.next_start))
    todo = gettext("open it in Word and print it in actual size (100 %), first one sheet on plain paper.")
    return [*lines, *next_step(todo)]
