"""Help in the user's language, laid out for characters that take two columns.

Help texts are marked with `N_` where they are written and looked up when they are shown, so that `--lang`
decides even though commands are declared before it is read. Neither click nor rich-click breaks lines of
Japanese where they may be broken (JIS X 4051), and rich-click takes as long to load as all of `--help`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from noticemerge.cli.screen_text import wrap
from noticemerge.japan import width
from noticemerge.problems import N_, gettext

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_NAMES_COLUMNS = 24
EXAMPLE = N_("Example:")
# Where options stand in a command's help, in this order.
USUAL, READING, REST = GROUPS = (N_("Often used"), N_("How the list is read"), N_("Others"))


class Formatter(click.HelpFormatter):
    """click's layout of help, measured in columns."""

    def write_text(self, text: str) -> None:
        for paragraph in text.split("\n\n"):
            self.write(wrap(paragraph, indent=" " * self.current_indent) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 0, col_spacing: int = 2) -> None:
        second = " " * (self.current_indent + _NAMES_COLUMNS + col_spacing)
        for name, text in rows:
            first = " " * self.current_indent + name
            if width(first) + col_spacing > len(second):
                self.write(first + "\n")
                first = ""
            first += second[width(first) :]
            self.write(wrap(text, indent=first, following=second) + "\n")


class Context(click.Context):
    """A context whose help is laid out by `Formatter`."""

    formatter_class = Formatter


class Option(click.Option):
    """An option whose help, and the name of what it takes, are looked up when they are shown.

    `group` is the heading it stands under, one of `GROUPS`.
    """

    def __init__(self, *args: Any, group: str = USUAL, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.group = group

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], gettext(self.help)) if record and self.help else record

    def make_metavar(self, ctx: click.Context) -> str:
        return gettext(super().make_metavar(ctx))


class Argument(click.Argument):
    """An argument whose help and name are looked up when they are shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        return self.make_metavar(ctx), gettext(str(self.help))

    def make_metavar(self, ctx: click.Context) -> str:
        return gettext(super().make_metavar(ctx))


class Command(click.Command):
    """A command whose help is looked up when it is shown; `examples` are command lines to type."""

    context_class = Context

    def __init__(self, *args: Any, examples: Sequence[str] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.examples = examples

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [gettext(piece) for piece in super().collect_usage_pieces(ctx)]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        found = super().shell_complete(ctx, incomplete)
        for item in found:
            item.help = item.help and gettext(item.help)
        return found

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        found = super().get_help_option(ctx)
        if found:
            found.help = gettext("Show this help and exit.")
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        groups: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
        for param in self.get_params(ctx):
            if not isinstance(param, click.Argument) and (record := param.get_help_record(ctx)):
                groups[getattr(param, "group", REST)].append(record)
        filled = {group: records for group, records in groups.items() if records}
        for group, records in filled.items():
            heading = gettext(group) if len(filled) > 1 else gettext("Options")
            with formatter.section(heading):
                formatter.write_dl(records)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(gettext(str(self.help)))
        formatter.write_paragraph()
        formatter.write(gettext(EXAMPLE) + "\n")
        for line in self.examples:
            formatter.write(f"  {line}\n")
