"""The command `noticemerge`: finds the command that was typed, and speaks the language that is wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noticemerge.cli.click_language import language_in, speaking
from noticemerge.cli.help import REST, Command
from noticemerge.cli.opening import Opener, open_in_system
from noticemerge.cli.options import Settings, common, option
from noticemerge.cli.typed_arguments import as_meant
from noticemerge.problems import N_, gettext

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# The modules of the commands, which need the whole library, are loaded when a command is called.
COMMANDS = {
    "init": N_("Make a folder to start from."),
    "fields": N_("Show which tag takes which column."),
    "check": N_("Find every problem; write nothing."),
    "preview": N_("Make one letter to look at."),
    "merge": N_("Make the letters and the register."),
    "bundle": N_("Put all letters into one file to print."),
    "pdf": N_("Make a PDF of each letter."),
    "labels": N_("Make address labels."),
    "envelopes": N_("Print addresses on envelopes."),
    "mail": N_("Send each member the letter by e-mail, or make drafts."),
    "verify": N_("See whether the letters are still as they were made."),
    "explain": N_("Tell what the number of a problem stands for."),
    "completion": N_("Print what makes a shell complete words."),
}


class Root(Command, click.Group):
    """The group of commands, and the one place where exceptions are caught."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"noticemerge.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            if Path(args[0]).is_dir():
                from noticemerge.cli.first_screen import command

                return args[0], command, args
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, gettext(words)) for name, words in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        # Without loading every command for its help.
        found = click.Command.shell_complete(self, ctx, incomplete)
        for name, words in COMMANDS.items():
            if name.startswith(incomplete):
                found.append(CompletionItem(name, help=gettext(words)))
        return found

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        opener: Opener = open_in_system,
        **extra: Any,
    ) -> Any:
        words = as_meant(sys.argv[1:] if args is None else args, COMMANDS)
        # PowerShell reads in the code page of the console, which in Japan is not the UTF-8 that click writes.
        completes_plainly = os.environ.get("_NOTICEMERGE_COMPLETE") == "powershell_complete"
        settings = Settings(json="--json" in words, typed=tuple(words), opener=opener)
        with speaking("en" if completes_plainly else language_in(words)):
            status = self._run(words, settings, prog_name or "noticemerge", extra)
        if standalone_mode:
            sys.exit(status)
        return status

    def _run(
        self, words: list[str], settings: Settings, prog_name: str, extra: MutableMapping[str, Any]
    ) -> int:
        try:
            return super().main(words, prog_name, standalone_mode=False, obj=settings, **extra) or 0
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  - nobody must meet a traceback
            from noticemerge.cli.errors import told  # not loaded where all goes well

            return told(error, settings)


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from noticemerge import __version__

        click.echo(f"noticemerge {__version__}")
        ctx.exit()


@click.command(
    "noticemerge",
    cls=Root,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    help=N_(
        "One Word letter for each member of an association, from an Excel list and a model letter. Without a "
        "command it tells what stands in this folder, and what comes next."
    ),
    examples=(
        "noticemerge init 案内",
        "cd 案内",
        "noticemerge check members.xlsx",
        "noticemerge merge members.xlsx",
        "noticemerge",
    ),
)
@common
@option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, group=REST,
    help=N_("Show the version and exit."),
)  # fmt: skip
@click.pass_context
def root(ctx: click.Context) -> int:
    """Without a command: the first screen."""
    if ctx.invoked_subcommand is not None:
        return 0
    from noticemerge.cli.first_screen import show

    return show(ctx.obj, Path())


def _name_files_in_any_language() -> None:
    """Begin anew where the locale (LC_ALL=C) has no characters for the names of the letters.

    The encoding of file names is settled when Python starts (PEP 540); Windows has one for all.
    """
    if sys.getfilesystemencoding() == "utf-8" or sys.flags.utf8_mode or not sys.executable:
        return
    spoken = getattr(sys.stdout, "encoding", "ascii")
    # A terminal in EUC-JP is still spoken to in EUC-JP; ASCII could say nothing in Japanese.
    kept = {} if spoken in ("ascii", "us-ascii") else {"PYTHONIOENCODING": f"{spoken}:replace"}
    os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], {**os.environ, **kept})


def main() -> None:
    """The entry point: reads the command line, ends the process with the exit status."""
    _name_files_in_any_language()
    for stream in (sys.stdout, sys.stderr):
        # A Japanese Windows console cannot show 𠮷; a question mark is better than a crash.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    root()
