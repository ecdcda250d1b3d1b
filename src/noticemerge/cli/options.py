"""The options that commands share, each declared once."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from noticemerge.cli.help import READING, REST, Argument, Option
from noticemerge.cli.opening import Opener, open_in_system
from noticemerge.cli.screen_text import pack, pieces
from noticemerge.cli.shell import program, quoted
from noticemerge.problems import LANGUAGES, N_, gettext

if TYPE_CHECKING:
    from noticemerge.cli.memory import Memory
    from noticemerge.cli.progress import Progress
    from noticemerge.cli.report import Reporter

# Whether it can be read is found, and told better, where it is read.
type_path = click.Path(path_type=Path, readable=False)


class RowNumber(click.ParamType[int]):
    """The number of a row as Excel counts, in digits of any width."""

    name = "row"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not str(value).isdecimal() or not int(value):
            self.fail(gettext("write the number of a row, such as 5"), param, ctx)
        return int(value)


# What is not typed again for the next command.
_NOT_AGAIN = r"\s*--(?:lang[ =]\w+|mark\b|fix\b)\s*"
_EQUALS = re.compile(r"[!！]?[=＝]")
_CONDITION = re.compile(r"^[^=]*[^=!\s][^=]*=")
_SETTING = re.compile(r"^(?P<name>[^=＝]+?)\s*[=＝](?P<value>.*)$", re.DOTALL)


@dataclass(slots=True)
class Settings:
    """What holds for every command: how it reports, the words that were typed, the options `recalled`.

    `opener` opens what a command is asked to open.
    """

    json: bool = False
    quiet: bool = False
    verbose: bool = False
    typed: tuple[str, ...] = ()
    recalled: dict[str, Any] = field(default_factory=dict)
    opener: Opener = open_in_system

    def again(self, command: str, other: str, typed: Sequence[str] = ()) -> str:
        """What to type for the `other` command with the words that were `typed` behind `command`."""
        line = " ".join(quoted(other if word == command else word) for word in typed or self.typed)
        return f"{program()} {re.sub(_NOT_AGAIN, ' ', line).strip()}"

    def progress(self) -> Progress:
        """What is said on a terminal while work goes on."""
        from noticemerge.cli.progress import Progress

        return Progress(wanted=not (self.json or self.quiet))

    def reporter(self) -> Reporter:
        """The reporter that was asked for."""
        from noticemerge.cli.report import JsonReporter, TextReporter  # --help does without

        return (
            JsonReporter(self.recalled) if self.json else TextReporter(quiet=self.quiet, verbose=self.verbose)
        )


def _remember(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    settings = ctx.find_object(Settings)
    if value and settings and param.name:
        setattr(settings, param.name, True)


def numbers(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The member numbers of an option, parted by commas or spaces."""
    return tuple(number for value in values for number in re.split(r"[,、，\s]+", value) if number)


def _settings(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for value in values:
        if not (match := _SETTING.match(value)):
            raise click.BadParameter(gettext("write it as NAME=VALUE, without spaces around ="))
        found[match["name"]] = match["value"]
    return found


def _mapping(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        ((name, heading),) = _settings(ctx, param, (value,)).items()
        if not heading.strip():
            raise click.BadParameter(gettext("write it as FIELD=COLUMN, such as 会社名=商号"))
        if name in found:
            raise click.BadParameter(gettext("{name} is said twice; it is one column").format(name=name))
        found[name] = heading.strip()
    return found


def _encoding(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    try:
        return value and codecs.lookup(value).name
    except LookupError:
        raise click.BadParameter(gettext("no encoding is called so; try cp932, utf-8 or euc_jp")) from None


def conditions(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The conditions typed behind --where, with signs of any width."""
    conditions = tuple(_EQUALS.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), v, 1) for v in values)
    if not all(map(_CONDITION.match, conditions)):
        raise click.BadParameter(gettext("write it as FIELD=VALUE or FIELD!=VALUE, without spaces around ="))
    return conditions


def _together(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def apply(command: Any) -> Any:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return apply


def option(*names: str, **attributes: Any) -> Callable[[Any], Any]:
    """As `click.option`, its help in the user's language."""
    return click.option(*names, cls=Option, **attributes)


def argument(name: str, **attributes: Any) -> Callable[[Any], Any]:
    """As `click.argument`, a path, in the user's language."""
    return click.argument(name, cls=Argument, type=type_path, **attributes)


common = _together(
    option("--json", is_flag=True, expose_value=False, callback=_remember,
           group=REST,
           help=N_("Print the whole result as one JSON object, for programs.")),
    option("--lang", type=click.Choice(LANGUAGES), expose_value=False,
           group=REST,
           help=N_("The language of the messages; otherwise that of the computer.")),
    option("-q", "--quiet", is_flag=True, expose_value=False, callback=_remember,
           group=REST,
           help=N_("Print errors only.")),
    option("-v", "--verbose", is_flag=True, expose_value=False, callback=_remember,
           group=REST,
           help=N_("Name every place of every problem; show the trace of a fault.")),
)  # fmt: skip

_list = argument("members", metavar=N_("MEMBERS"), help=N_("The member list (Excel or CSV)."))

_letter = _together(
    option("-t", "--template", type=type_path, metavar=N_("FILE"),
           help=N_("The model letter (Word). Default: templates/request-letter.docx beside the member "
                   "list or in this folder, else the one that comes with noticemerge.")),
    option("--accept-changes", is_flag=True,
           group=REST,
           help=N_("Make the letters as if the tracked changes of the model letter were accepted.")),
)  # fmt: skip

_reading = _together(
    option("--notice", type=type_path, metavar=N_("FILE"),
           group=READING,
           help=N_("The workbook with the sheets 通知 and 添付資料, when the member list has none. "
                   "Default: 通知.xlsx beside the list.")),
    option("--set", "values", multiple=True, metavar=N_("NAME=VALUE"), callback=_settings,
           help=N_("A value that wins over the sheet 通知, such as 発信日=2023-09-25.")),
    option("--sheet", metavar=N_("NAME"), group=READING,
           help=N_("The sheet with the member list.")),
    option("--header-row", type=RowNumber(), metavar=N_("N"),
           group=READING,
           help=N_("The row with the column names, as Excel counts.")),
    option("--map", "mapping", multiple=True, metavar=N_("FIELD=COLUMN"), callback=_mapping,
           group=READING,
           help=N_("Which column a field is, where that cannot be told or is told wrongly: 会社名=商号.")),
    option("--ignore", "ignored", multiple=True, metavar=N_("COLUMN"),
           group=READING,
           help=N_("A column that letters do not need, and about which nothing is to be asked.")),
    option("--encoding", metavar=N_("NAME"), callback=_encoding,
           group=READING,
           help=N_("The encoding of a list saved as text (CSV), when it is neither UTF-8 nor cp932.")),
    option("--hidden", type=click.Choice(["include", "skip"]),
           group=READING,
           help=N_("Whether rows hidden in Excel get a letter.")),
)  # fmt: skip

# Another word than the letter's, which is remembered for the list.
labels_template = option(
    "-t", "--template", "label_document", type=type_path, metavar=N_("FILE"),
    help=N_("The office's own label document of Word, with ≪Next Record≫ between the members."),
)  # fmt: skip

_forget = option(
    "--forget",
    is_flag=True,
    group=READING,
    help=N_("Forget what noticemerge.toml beside the list remembers of these options."),
)


def _remembering(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the options that hold for its list, which are kept when it was done."""

    @wraps(command)
    def remembered(*arguments: Any, forget: bool, **words: Any) -> Any:
        from noticemerge.cli.memory import FILE, Memory

        settings = click.get_current_context().ensure_object(Settings)
        known = Memory.of(words["members"])
        if forget and known.options:
            known = Memory(known.members)
            known.write()
        filled, used = known.filled(words)
        if used.options:
            settings.recalled = dict(used.options)
            said = gettext("Used as the last time: {options} ({file}; undone by --forget)")
            settings.reporter().say(_with_options(said, used, known.members.parent / FILE))
        status = command(*arguments, **filled)
        learnt = known.learnt(words)
        if status == 0 and learnt != known and learnt.write():
            said = gettext("Remembered for this list, in {file}: {options}")
            settings.reporter().say(_with_options(said, learnt, known.members.parent / FILE))
        return status

    return remembered


def _with_options(said: str, memory: Memory, file: Path) -> str:
    """A sentence about options, none of which is broken at the end of a line."""
    before, after = (part.format(file=file) for part in said.split("{options}"))
    *first, last = memory.typed()
    listed = [*(f"{option} " for option in first), last]
    return pack([*pieces(before), *listed, *pieces(after)], following="  ")


sources = _together(_list, _letter, _reading, _forget, _remembering)
# For what is made without a model letter.
list_sources = _together(_list, _reading, _forget, _remembering)

members_choice = _together(
    option("--only", multiple=True, metavar=N_("NUMBERS"), callback=numbers,
           help=N_("Only the members with these numbers: --only \"0012,0034\".")),
    option("--skip", multiple=True, metavar=N_("NUMBERS"), callback=numbers,
           help=N_("Not the members with these numbers.")),
    option("--where", multiple=True, metavar=N_("FIELD=VALUE"), callback=conditions,
           help=N_("Only the members for whom this holds: '発送方法=郵送' or '支部!=大阪'; "
                   "'返信=' those who have not replied, by the register.")),
    option("--register", type=type_path, metavar=N_("FILE"),
           help=N_("The register with the columns that the list does not have, for --where. "
                   "Default: out/発送台帳.xlsx")),
)  # fmt: skip

choice = _together(
    option("--name", "name_pattern", metavar=N_("PATTERN"),
           help=N_("How files are named; a / makes folders: '{支部}/{会員番号}_{会社名}'. "
                   "Default: '{会員番号}_{会社名}'.")),
    members_choice,
)  # fmt: skip

placing = _together(
    option("-o", "--output", type=type_path, default=Path("out"), metavar=N_("FOLDER"),
           help=N_("The folder for the file, that of the letters. Default: out")),
    option("--force", is_flag=True,
           help=N_("Replace the file also when it was changed by hand since it was made.")),
    option("--skip-errors", is_flag=True,
           help=N_("Make it for the members who are sound; the others are named.")),
    option("--all", "everyone", is_flag=True,
           help=N_("For every member, whatever 発送方法 says.")),
)  # fmt: skip


def shift(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[float, float]:
    """Millimetres to the right and down: 0.5,-1.0."""
    said = re.sub(r"mm|ミリ", "", unicodedata.normalize("NFKC", value or "0,0")).strip()
    parts = re.split(r"[,、，\s]+", said)
    try:
        right, down = map(float, parts)
    except ValueError:
        said = gettext("write it as RIGHT,DOWN in millimetres, such as 0.5,-1.0")
        raise click.BadParameter(said) from None
    return right, down
