"""A command line that cannot be understood: why in one sentence, and what was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path

import click

from noticemerge.cli.standing import LIST_ENDINGS
from noticemerge.problems import current_language, gettext

# How like an option must be to be offered.
_ALIKE = 0.6
# What click takes for an option in --shift 0.5 -1.0.
_NUMBER = re.compile(r"-\d")


def usage_reason(error: click.UsageError) -> str:
    """Why a command line cannot be understood, in the language in use."""
    match error:
        case click.MissingParameter() if error.param:
            return gettext("{what} is missing.").format(what=_what(error.param, error.ctx))
        case click.NoSuchOption() if nearest_option(error):
            said = gettext("There is no option {name}. Is it {meant}?")
            return said.format(name=error.option_name, meant=nearest_option(error))
        case click.NoSuchOption() if _NUMBER.fullmatch(error.option_name):
            return gettext("A number below 0 is written right behind the comma: --shift 0.5,-1.0")
        case click.NoSuchOption():
            return gettext("There is no option {name}.").format(name=error.option_name)
        case click.exceptions.NoSuchCommand() if _is_list(error.command_name):
            return gettext("{file} is a file: write a command before it.").format(file=error.command_name)
        case click.exceptions.NoSuchCommand() if meant := _nearest_command(error):
            said = gettext("There is no command {name}. Is it {meant}?")
            return said.format(name=error.command_name, meant=meant)
        case click.exceptions.NoSuchCommand():
            said = gettext("There is neither a command nor a folder {name}.")
            return said.format(name=error.command_name)
        case click.BadParameter() if error.param and (said := _of_type(error)):
            return said
    return _quoted(error.format_message())


def meant_words(error: click.UsageError, typed: Sequence[str]) -> tuple[str, ...]:
    """The whole line as it was probably meant; nothing where that cannot be told."""
    match error:
        case click.exceptions.NoSuchCommand() if _is_list(error.command_name):
            at = typed.index(error.command_name)
            return (*typed[:at], "check", *typed[at:])
        case click.NoSuchOption() if _NUMBER.fullmatch(error.option_name):
            return _joined_numbers(typed)
        case click.NoSuchOption():
            wrong, right = error.option_name, nearest_option(error)
        case click.exceptions.NoSuchCommand():
            wrong, right = error.command_name, _nearest_command(error)
        case _:
            return ()
    if not right:
        return ()
    return tuple(re.sub(rf"^{re.escape(wrong)}(?==|$)", right, word) for word in typed)


def _joined_numbers(typed: Sequence[str]) -> tuple[str, ...]:
    """The line with the two numbers of --shift in one word; nothing where they do not stand behind it."""
    if "--shift" not in typed[:-2]:
        return ()
    at = typed.index("--shift")
    right, down = (word.strip(",、，") for word in typed[at + 1 : at + 3])
    return (*typed[: at + 1], f"{right},{down}", *typed[at + 3 :])


def nearest_option(error: click.NoSuchOption) -> str:
    """The option that was probably meant: one that begins so, else the one most like it; "" for none."""
    options = error.ctx.command.get_params(error.ctx) if error.ctx else []
    known = [name for option in options for name in option.opts if name.startswith("--")]
    typed = error.option_name
    begun = [name for name in known if name.startswith(typed) and len(typed) > len("--x")]
    words = [name.removeprefix("--") for name in known]
    near = difflib.get_close_matches(typed.lstrip("-"), words, n=1, cutoff=_ALIKE)
    return begun[0] if begun else f"--{near[0]}" if near else ""


def _nearest_command(error: click.exceptions.NoSuchCommand) -> str:
    known = list(error.possibilities or ())
    begun = [name for name in known if name.startswith(error.command_name)]
    near = begun or difflib.get_close_matches(error.command_name, known, n=1, cutoff=_ALIKE)
    return near[0] if near else ""


def _is_list(word: str) -> bool:
    """Whether what stands in the place of a command is a file that may be a member list."""
    path = Path(word)
    return path.suffix.lower() in LIST_ENDINGS and path.is_file()


def _what(param: click.Parameter, ctx: click.Context | None) -> str:
    """What is missing, in words: an argument by what it is for."""
    if isinstance(param, click.Argument):
        return gettext(str(getattr(param, "help", ""))).rstrip("。.") or str(param.human_readable_name)
    return param.get_error_hint(ctx).strip("'")


def _of_type(error: click.BadParameter) -> str:
    """What an option takes, where that is one of a few words or a number; "" for anything else."""
    param = error.param
    name = param.opts[-1] if param and param.opts else ""
    if param and isinstance(param.type, click.Choice) and not isinstance(param, click.Argument):
        choices = gettext(" or ").join(map(str, param.type.choices))
        return gettext("Write {choices} behind {option}.").format(choices=choices, option=name)
    if param and isinstance(param.type, click.IntRange) and param.type.max is None:
        said = gettext("Write a number of {least} or more behind {option}.")
        return said.format(least=param.type.min, option=name)
    return ""


def _quoted(message: str) -> str:
    """click's quotation marks as Japanese ones, in Japanese."""
    if current_language() != "ja":
        return message
    marked = re.sub(r"'([^']*)'", r"「\1」", message)
    return re.sub(r"(?<=。) |(?<=」) (?=[ぁ-ん一-鿿])|(?<=[ぁ-んァ-ヺ一-鿿]) (?=「)", "", marked)
