"""Exceptions of any kind as a sentence on the screen and an exit status."""

from __future__ import annotations

import traceback
from contextlib import suppress
from dataclasses import replace

import click

from noticemerge.cli.corrected_line import correct_and_again, corrected_line
from noticemerge.cli.files_nearby import what_is_there
from noticemerge.cli.help import EXAMPLE, Command
from noticemerge.cli.next_step import next_step
from noticemerge.cli.options import Settings
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.screen_text import wrap
from noticemerge.cli.usage_errors import meant_words, usage_reason
from noticemerge.excel import reason_of
from noticemerge.problems import CannotUse, NotFoundInFile, Place, Problem, gettext, problem


def told(error: BaseException, settings: Settings) -> Exit:
    """Say what ended a command; returns its exit status."""
    match error:
        case click.UsageError():
            return _usage_error(error, settings)
        case click.Abort() | KeyboardInterrupt():
            return _fail(settings, Exit.INTERRUPTED, problem("NM-C02"))
        case NotFoundInFile():
            return _fail(settings, Exit.ERRORS, error.problem, *_corrected(settings, error.problem))
        case CannotUse():
            return _fail(settings, Exit.FILES, error.problem)
        case OSError():
            place = Place(file=str(error.filename or ""))
            return _fail(settings, Exit.FILES, problem("NM-C04", place, reason=reason_of(error)))
    if settings.verbose:
        traceback.print_exception(error)
    said = f"{type(error).__name__}: {error}"
    return _fail(settings, Exit.FAULT, problem("NM-C03", error=said, address=_report_address()))


def _fail(settings: Settings, status: Exit, reason: Problem, *lines: str) -> Exit:
    there = what_is_there(reason, settings)
    return settings.reporter().finish(Result([reason], failure=status), *there, *lines)


def _corrected(settings: Settings, reason: Problem) -> list[str]:
    """What to type instead, where an option is what was wrong."""
    if not corrected_line(settings.typed, [reason]).in_options:
        return []
    command = next((word for word in settings.typed if not word.startswith("-")), "")
    return correct_and_again(settings, command, [reason], "")


def _usage_error(error: click.UsageError, settings: Settings) -> Exit:
    if settings.json:
        return _fail(settings, Exit.USAGE, problem("NM-C01", reason=usage_reason(error)))
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return Exit.USAGE
    said = gettext("Error: {message}").format(message=usage_reason(error))
    click.echo(wrap(said, following="  "), err=True)
    if meant := meant_words(error, settings.typed):
        line = replace(settings, typed=meant).again("", "")
        click.echo("\n".join(next_step(gettext("type it like this:"), line)), err=True)
    elif error.ctx:
        click.echo(f"\n{_how_to(error.ctx)}", err=True)
    return Exit.USAGE


def _how_to(ctx: click.Context) -> str:
    """How the command is typed."""
    command = ctx.command
    if isinstance(command, click.Group):
        head, said = gettext("Commands") + ":", ", ".join(command.list_commands(ctx))
    else:
        head, said = gettext(EXAMPLE), command.examples[0] if isinstance(command, Command) else ""
    more = gettext("More: {command}").format(command=f"{ctx.command_path} --help")
    return "\n".join([ctx.get_usage(), wrap(f"{head} {said}", following="  "), more])


def _report_address() -> str:
    from importlib import metadata  # half of the start, and needed once in a program's life

    with suppress(metadata.PackageNotFoundError):
        for url in metadata.metadata("noticemerge").get_all("Project-URL") or ():
            label, _, address = url.partition(", ")
            if label == "Issues":
                return str(address)
    return gettext("whoever gave you noticemerge")
