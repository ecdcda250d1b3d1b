"""`noticemerge envelopes`: addresses on envelopes."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import click

from noticemerge.cli.help import Command
from noticemerge.cli.options import Settings, common, list_sources, members_choice, option, placing, shift
from noticemerge.cli.report import Exit
from noticemerge.cli.request import Request
from noticemerge.cli.screen_text import wrap
from noticemerge.problems import N_, gettext

_SIZES = ("長3", "長4", "角2", "洋長3")


class _Size(click.Choice[str]):
    """An envelope by its name, as people write it: 長３, 長形3号, 長3封筒."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name of the envelope."""
        said = re.sub(r"[形型号\s]|封筒", "", unicodedata.normalize("NFKC", value))
        return super().convert(said if said in _SIZES else value, param, ctx)


@click.command(
    "envelopes",
    cls=Command,
    help=N_(
        "Print the addresses of the members who get post on envelopes: a Word file with a page for each, the "
        "digits of the postcode in its red frame."
    ),
    examples=("noticemerge envelopes members.xlsx --size 角2",),
)
@list_sources
@option("--size", type=_Size(_SIZES), default=_SIZES[0], help=N_("The envelope. Default: 長3"))
@option("--vertical", is_flag=True, help=N_("Write from top to bottom, the numbers of the address in kanji."))
@option("--frame", is_flag=True, help=N_("Draw the frame for the postcode, for envelopes that have none."))
@option("--sender", is_flag=True, help=N_("Print the sender from the sheet 通知."))
@option(
    "--shift",
    callback=shift,
    metavar=N_("RIGHT,DOWN"),
    help=N_("Move everything so many millimetres, where the printer is off: 0.5,-1.0"),
)
@members_choice
@placing
@common
@click.pass_obj
def command(
    settings: Settings,
    /,
    size: str,
    vertical: bool,
    frame: bool,
    sender: bool,
    shift: tuple[float, float],
    output: Path,
    force: bool,
    skip_errors: bool,
    everyone: bool,
    **words: Any,
) -> Exit:
    """Address the members' post, lay out the envelopes, and put the file beside the letters."""
    from noticemerge.cli.post_run import Job, about, counts, run
    from noticemerge.output import OtherKind
    from noticemerge.post import ENVELOPES, EnvelopeOptions, lay_out_envelopes, sender_of

    with settings.progress() as progress:
        listed, notice = Request(**words).post_list(progress.step)
        said = sender_of(notice) if sender else None
        options = EnvelopeOptions(ENVELOPES[size], vertical, frame, shift, said, everyone)
        made = lay_out_envelopes(listed, options)
    inputs = (listed.roster.file, *notice.files)
    job = Job(made, listed, OtherKind.ENVELOPES, made.word_file, {"envelope": size}, inputs)
    settings.reporter().say(*about(listed, notice), "")
    todo = gettext("Open it in Word and print one envelope first, in actual size (100 %).")
    closing = [
        wrap(gettext("Envelopes: {counts}").format(counts=counts(job)), following="  "),
        gettext("File: {file}").format(file=output / made.file),
        wrap(todo),
    ]
    return run(settings, job, output, "envelopes", closing, force=force, skip=skip_errors)
