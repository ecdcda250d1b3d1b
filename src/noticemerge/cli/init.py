"""`noticemerge init`: a folder to start from."""

from __future__ import annotations

from pathlib import Path

import click

from noticemerge import Notice
from noticemerge.cli.file_writing import new_file
from noticemerge.cli.help import Command
from noticemerge.cli.next_step import next_in_new_folder
from noticemerge.cli.options import Settings, argument, common
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.shell import program
from noticemerge.cli.starter import EMPTY_NOTICE, LETTERS, MAIL_TEXT, WORKBOOK, starter_file
from noticemerge.cli.starter_guide import guide
from noticemerge.cli.windows_prompt import NAME as PROMPT
from noticemerge.cli.windows_prompt import prompt_file
from noticemerge.problems import N_, gettext

ATTACHMENTS = "資料"
NOTE = "はじめに.txt"
GUIDE = "手引き.txt"
LIST, NOTICE = "members.xlsx", "通知.xlsx"


@click.command(
    "init",
    cls=Command,
    help=N_(
        "Make a folder to start from: a member list, model letters, a guide and a place for the documents "
        "to enclose. Nothing that is there already is changed."
    ),
    examples=("noticemerge init 案内",),
)
@argument("folder", default=Path(), help=N_("The folder to make. Default: this one"))
@common
@click.pass_obj
def command(settings: Settings, folder: Path) -> Exit:
    """Write the starting files that are not there yet."""
    files = {
        folder / LIST: starter_file(WORKBOOK).read_bytes(),
        folder / NOTICE: starter_file(EMPTY_NOTICE).read_bytes(),
        **{folder / name: starter_file(name).read_bytes() for name in LETTERS},
        folder / MAIL_TEXT: mail_text(),
        folder / ATTACHMENTS / NOTE: attachments_note(),
        folder / GUIDE: guide(program(folder)),
        folder / PROMPT: prompt_file(),
    }
    written = {path: new_file(path, data) for path, data in files.items()}
    lines = [_said(path, new) for path, new in written.items()]
    extra = {"files": [{"file": str(path), "written": new} for path, new in written.items()]}
    return settings.reporter().finish(Result(extra=extra), *lines, "", *next_in_new_folder(folder))


def mail_text() -> bytes:
    """The text of the mail to start from: UTF-8 with BOM and CRLF, for Notepad."""
    return starter_file(MAIL_TEXT).read_text("utf-8").replace("\n", "\r\n").encode("utf-8-sig")


def attachments_note() -> bytes:
    """What the folder for the documents says of itself: UTF-8 with BOM and CRLF, for Notepad."""
    attachments = Notice.read(starter_file(WORKBOOK)).attachments
    lines = [
        gettext("Put the documents to enclose into this folder:"),
        "",
        *(f"  {a.number}　{a.title}" for a in attachments),
        "",
        gettext("They are listed in the sheet 添付資料 of members.xlsx; of your own list, in 通知.xlsx."),
        gettext("Where its column ファイル names a file, check says when that file is not here."),
        "",
    ]
    return "\r\n".join(lines).encode("utf-8-sig")


def _said(path: Path, new: bool) -> str:
    if new:
        return gettext("Written: {path}").format(path=path)
    return gettext("Kept as it is: {path}").format(path=path)
