"""`noticemerge explain`: what a problem's code stands for, as docs/problems.md has it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import click

from noticemerge.cli.help import Argument, Command
from noticemerge.cli.options import Settings, common
from noticemerge.cli.report import TO_CHECK, TO_CORRECT, TO_KNOW, Exit, Result
from noticemerge.cli.screen_text import wrap
from noticemerge.problems import N_, Severity, all_kinds, gettext

_HEADINGS = dict(zip(Severity, (TO_CORRECT, TO_CHECK, TO_KNOW), strict=True))
_FACT = re.compile(r"\{(\w*)[^{}]*\}")
_CODE = re.compile(r"(?:NM-?)?([A-Z])-?(\d+)")


def _code(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """The code as it stands in the catalogue: r50 and ＮＭ－Ｒ５０ are NM-R50."""
    match = _CODE.fullmatch(unicodedata.normalize("NFKC", value).strip().upper().replace("ー", "-"))
    code = f"NM-{match[1]}{match[2]}" if match else value
    if code not in all_kinds():
        raise click.BadParameter(gettext("no problem has the number {code}").format(code=value))
    return code


@click.command(
    "explain",
    cls=Command,
    help=N_("Tell what the number of a problem stands for, and what to do about it."),
    examples=("noticemerge explain NM-R50",),
)
@click.argument(
    "code",
    cls=Argument,
    metavar=N_("CODE"),
    callback=_code,
    help=N_("The number, as it stands on the screen."),
)
@common
@click.pass_obj
def command(settings: Settings, /, code: str) -> Exit:
    """Say the sentence and the cure of a code, with the facts left open."""
    kind = all_kinds()[code]
    told: dict[str, Any] = {
        "code": code,
        "severity": str(kind.severity),
        "message": opened(kind.message),
        "hint": opened(kind.hint),
    }
    lines = [
        gettext("{code} ({heading})").format(code=code, heading=gettext(_HEADINGS[kind.severity])),
        wrap(told["message"], indent="  "),
        *([wrap(told["hint"], indent="  → ", following="     ")] if kind.hint else []),
    ]
    return settings.reporter().finish(Result(extra=told), *lines)


def opened(sentence: str) -> str:
    """A sentence of the catalogue in the language in use, the facts it takes left open."""
    text = gettext(sentence).replace("{{", "\0").replace("}}", "\1")
    found = _FACT.sub(gettext("[…]"), text).replace("\0", "{").replace("\1", "}")
    return found.replace("「『…』」", "『…』")
