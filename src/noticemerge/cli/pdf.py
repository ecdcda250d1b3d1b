"""`noticemerge pdf`: a PDF of each letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from noticemerge.cli.help import Command
from noticemerge.cli.made_from import files_made_from
from noticemerge.cli.next_step import next_in_folder, next_step
from noticemerge.cli.options import Settings, argument, common, option
from noticemerge.cli.printing import office_for
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.screen_text import wrap
from noticemerge.problems import N_, Problem, gettext

if TYPE_CHECKING:
    from noticemerge.paper import MadePdfs


@click.command(
    "pdf",
    cls=Command,
    help=N_(
        "Make a PDF of each letter of a folder, in the folder PDF below it. Only what has changed is made "
        "again, and a run that was stopped goes on where it was. LibreOffice is needed, or Word on Windows."
    ),
    examples=("noticemerge pdf",),
)
@argument(
    "folder", metavar=N_("[FOLDER]"), default=Path("out"), help=N_("The folder of merge -o. Default: out")
)
@option("--pdf-a", "archive", is_flag=True, help=N_("Make PDF/A, for keeping a long time. It takes longer."))
@option(
    "--each", is_flag=True,
    help=N_("Convert every letter by itself. It takes longer, and no PDF holds anything of another one."),
)  # fmt: skip
@option(
    "--with", "with_", type=click.Choice(["libreoffice", "word"]),
    help=N_("Which program makes the PDF. Default: LibreOffice, else Word"),
)  # fmt: skip
@option("--force", is_flag=True, help=N_("Replace PDF files that somebody changed; they are put aside."))
@common
@click.pass_obj
def command(
    settings: Settings, /, folder: Path, archive: bool, each: bool, with_: str | None, force: bool
) -> Exit:
    """Make the PDFs that are not there yet, and say what came of it."""
    from noticemerge.paper import make_pdfs, refuse_without_record

    refuse_without_record(folder)
    office, problems = office_for(folder, with_ or "", settings)
    with settings.progress() as progress:
        done = make_pdfs(
            folder,
            office,
            each=each,
            archive=archive,
            force=force,
            inputs=files_made_from(folder),
            progress=progress.pdfs,
        )
    return settings.reporter().finish(_result(done, problems), *_closing(done))


def _result(done: MadePdfs, problems: list[Problem]) -> Result:
    failed = _failed(done)
    letters = [
        {"member": letter.member, "file": name, "status": _status(name, done, failed), "sha256": ""}
        for name, letter in done.files.items()
    ]
    extra = {"folder": str(done.folder / "PDF"), "removed": list(done.removed)}
    counts = {"letters": _counts(done)}
    return Result([*problems, *done.problems], letters, counts, extra, errors_are=N_("To correct"))


def _failed(done: MadePdfs) -> set[str]:
    places = {p.place.file for p in done.problems if p.code == "NM-P20"}
    return {name for name, letter in done.files.items() if str(done.folder / letter.name) in places}


def _status(name: str, done: MadePdfs, failed: set[str]) -> str:
    if name in failed:
        return "error"
    return "made" if name in done.new else "unchanged"


def _counts(done: MadePdfs) -> dict[str, int]:
    failed = len(_failed(done))
    made = len(done.new)
    return {"made": made, "unchanged": len(done.files) - made - failed, "error": failed}


def _closing(done: MadePdfs) -> list[str]:
    if not done.files:
        return [gettext("Nothing was written.")]
    said = gettext("made {made}, unchanged {unchanged}, in error {error}").format(**_counts(done))
    lines = [gettext("PDF files: {counts}").format(counts=said)]
    if done.removed:
        lines.append(gettext("Removed, for their letters are gone: {count}").format(count=len(done.removed)))
    lines.append(gettext("Folder: {folder}").format(folder=done.folder / "PDF"))
    if _failed(done):
        return [*lines, *next_step(N_("follow the arrows (→), and type the same again."))]
    lines.append(wrap(gettext("Open a few of them, and see that they are as in Word.")))
    return [*lines, *next_in_folder()]
