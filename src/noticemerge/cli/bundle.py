"""`noticemerge bundle`: all letters as one file to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from noticemerge.cli.corrected_line import correct_and_again
from noticemerge.cli.help import Command
from noticemerge.cli.made_from import files_made_from
from noticemerge.cli.next_step import next_in_folder
from noticemerge.cli.options import Settings, argument, common, conditions, option, type_path
from noticemerge.cli.printing import list_of, office_for
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.screen_text import wrap
from noticemerge.problems import N_, Problem, gettext

if TYPE_CHECKING:
    from noticemerge.paper import Bundled


@click.command(
    "bundle",
    cls=Command,
    help=N_(
        "Put all letters of a folder into one file to print, each with its own headers and page numbers, "
        "in the order of the list. Letters that were edited by hand are in a PDF as they are; of a Word "
        "file they are left out, and named."
    ),
    examples=("noticemerge bundle", "noticemerge bundle --where 発送方法=郵送 --pdf --duplex"),
)
@argument(
    "folder", metavar=N_("[FOLDER]"), default=Path("out"), help=N_("The folder of merge -o. Default: out")
)
@option("--pdf", is_flag=True, help=N_("Make a PDF, by LibreOffice or Word, instead of a Word file."))
@option("--duplex", is_flag=True, help=N_("Begin each letter on a new sheet, for printing on both sides."))
@option(
    "--where", multiple=True, metavar=N_("FIELD=VALUE"), callback=conditions,
    help=N_("Only the letters of members for whom this holds: '発送方法=郵送' or '支部!=大阪'."),
)  # fmt: skip
@option(
    "--order", metavar=N_("COLUMN"), help=N_("In the order of this column of the list, such as 郵便番号.")
)
@option(
    "--from", "first", metavar=N_("NUMBER"),
    help=N_("Begin with the letter of this member, when printing stopped there."),
)  # fmt: skip
@option(
    "--members", type=type_path, metavar=N_("FILE"),
    help=N_("The member list that --where and --order look into. Default: that of the last merge"),
)  # fmt: skip
@option(
    "--with", "with_", type=click.Choice(["libreoffice", "word"]),
    help=N_("Which program makes the PDF. Default: LibreOffice, else Word"),
)  # fmt: skip
@option("--force", is_flag=True, help=N_("Replace a file to print that was edited by hand; it is put aside."))
@common
@click.pass_obj
def command(
    settings: Settings,
    /,
    folder: Path,
    pdf: bool,
    duplex: bool,
    where: tuple[str, ...],
    order: str | None,
    first: str | None,
    members: Path | None,
    with_: str | None,
    force: bool,
) -> Exit:
    """Choose the letters, put them together, and say where they are."""
    from noticemerge.paper import Choice, make_bundle, refuse_without_record

    refuse_without_record(folder)
    office, problems = office_for(folder, with_ or "", settings) if pdf else (None, [])
    with settings.progress() as progress:
        if where or order:
            progress.step(gettext("Reading the member list"))
        roster = list_of(folder, members) if where or order else None
        choice = Choice(where, order or "", first or "", roster)
        count = progress.pdfs if pdf else progress.gathered
        inputs = [*files_made_from(folder), *([members] if members else [])]
        done = make_bundle(
            folder, choice=choice, duplex=duplex, office=office, force=force, inputs=inputs, progress=count
        )
    return _told(settings, done, [*problems, *done.problems], pdf=pdf)


def _told(settings: Settings, done: Bundled, problems: list[Problem], *, pdf: bool) -> Exit:
    counts = {"in_files": sum(done.files.values()), "edited": done.edited, "left_out": done.left_out}
    extra = {
        "folder": str(done.folder),
        "files": [{"file": name, "letters": count} for name, count in done.files.items()],
        "index": done.index,
        "pages": done.pages,
        "removed": list(done.removed),
    }
    result = Result(problems, (), {"letters": counts}, extra, errors_are=N_("To correct before printing"))
    if not done.files:
        again = correct_and_again(
            settings, "bundle", problems, N_("follow the arrows (→), and type the same again.")
        )
        return settings.reporter().finish(result, gettext("Nothing was written."), *again)
    return settings.reporter().finish(result, *_closing(done, pdf=pdf))


def _closing(done: Bundled, *, pdf: bool) -> list[str]:
    said = gettext("in the file {count}, edited and left out {edited}, not asked for {left_out}")
    facts = {"count": sum(done.files.values()), "edited": done.edited, "left_out": done.left_out}
    lines = [gettext("Letters to print: {counts}").format(counts=said.format(**facts))]
    for name, count in done.files.items():
        told = gettext("To print: {file} ({count} letters)").format(file=done.folder / name, count=count)
        lines.append(wrap(told, following="  "))
    if done.pages:
        lines.append(gettext("Pages: {count}").format(count=done.pages))
    lines.append(wrap(gettext("Index: {file}").format(file=done.folder / done.index), following="  "))
    if done.removed:
        old = gettext(", ").join(done.removed)
        lines.append(wrap(gettext("Removed, for they were old: {files}").format(files=old), following="  "))
    if pdf:
        todo = gettext("Open the PDF, look at a few letters, and print it in its actual size.")
    else:
        todo = gettext("Open it in Word, look at a few letters, and print it.")
    return [*lines, wrap(todo), *next_in_folder()]
