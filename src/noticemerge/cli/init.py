"""`noticemerge init`: a folder to start from."""

from __future__ import annotations

from pathlib import Path

import click

from noticemerge import Notice
from noticemerge.cli.help import Command
from noticemerge.cli.options import Settings, common, type_path
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.write import new_file
from noticemerge.i18n import N_, gettext
from noticemerge.starter import LETTER, WORKBOOK, starter_file

ATTACHMENTS = "資料"
NOTE = "はじめに.txt"


@click.command(
    "init",
    cls=Command,
    help=N_(
        "Make a folder to start from: a member list, a model letter and a place for the documents to "
        "enclose. Nothing that is there already is changed."
    ),
    examples=("noticemerge init 案内",),
)
@click.argument("folder", type=type_path, default=Path())
@common
@click.pass_obj
def command(settings: Settings, folder: Path) -> Exit:
    """Write the starting files that are not there yet."""
    files = {
        folder / "members.xlsx": starter_file(WORKBOOK).read_bytes(),
        folder / LETTER: starter_file(LETTER).read_bytes(),
        folder / ATTACHMENTS / NOTE: attachments_note(),
    }
    written = {path: new_file(path, data) for path, data in files.items()}
    lines = [_said(path, new) for path, new in written.items()]
    extra = {"files": [{"file": str(path), "written": new} for path, new in written.items()]}
    return settings.reporter().finish(Result(extra=extra), *lines, "", *_next(folder))


def attachments_note() -> bytes:
    """What the folder for the documents says of itself: UTF-8 with BOM and CRLF, for Notepad."""
    attachments = Notice.read(starter_file(WORKBOOK)).attachments
    listed = [f"  {a.file or a.title}" for a in attachments]
    lines = [
        gettext("Put the documents to enclose into this folder, under these names:"),
        "",
        *listed,
        "",
        gettext(
            "The names are those of the sheet 添付資料 in members.xlsx; change them there if yours differ."
        ),
        "",
    ]
    return "\r\n".join(lines).encode("utf-8-sig")


def _said(path: Path, new: bool) -> str:
    if new:
        return gettext("Written: {path}").format(path=path)
    return gettext("Kept as it is: {path}").format(path=path)


def _next(folder: Path) -> list[str]:
    first = [] if folder == Path() else [f"  cd {folder}"]
    return [
        gettext("Next: open members.xlsx in Excel and the model letter in Word, then type:"),
        *first,
        "  noticemerge check members.xlsx",
    ]
