"""The command line to type again: what was wrong in it stands there no more.

A value that was right is repeated. Of one that was wrong stands what is likely meant, or what belongs there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from noticemerge.cli.next_step import next_step
from noticemerge.cli.options import Settings
from noticemerge.japan import fold
from noticemerge.problems import N_, Problem, Severity, gettext

_WHERE, _MAP, _NAME = N_("COLUMN=VALUE"), N_("FIELD=HEADING"), "{会員番号}_{会社名}"
_NUMBER, _ROW = N_("MEMBER-NUMBER"), N_("ROW")
_DATE = N_("THE-DATE")


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Which `options` a code is about, which fact is the wrong value, and what to write in its place.

    What stands in the fact `better` (a whole option with its value) or `value` comes first.
    """

    options: tuple[str, ...]
    fact: str
    instead: str = ""
    better: str = ""
    value: str = ""


_WRONG = {
    "NM-S01": _Wrong(("--only", "--skip"), "number", _NUMBER),
    "NM-S02": _Wrong(("--where",), "condition", _WHERE),
    "NM-S03": _Wrong(("--where",), "condition", _WHERE),
    "NM-S06": _Wrong(("--where",), "condition", _WHERE),
    "NM-S07": _Wrong(("--where",), "condition", better="cure"),
    "NM-S08": _Wrong(("--where",), "condition", _WHERE),
    # All conditions together hold for nobody.
    "NM-S09": _Wrong(("--where",), "", _WHERE),
    "NM-S04": _Wrong(("--name",), "pattern", _NAME),
    "NM-N21": _Wrong(("--name",), "pattern", _NAME),
    "NM-N22": _Wrong(("--name",), "pattern", _NAME),
    "NM-R20": _Wrong(("--sheet",), "sheet", value="best"),
    "NM-R22": _Wrong(("--sheet",), "", value="best"),
    "NM-R24": _Wrong(("--header-row",), "row", _ROW),
    "NM-R38": _Wrong(("--map",), "typed", better="cure"),
    "NM-R39": _Wrong(("--map",), "typed", better="cure"),
    "NM-R56": _Wrong(("--map",), "other"),
    "NM-R80": _Wrong(("--ignore",), "name", better="cure"),
    "NM-R84": _Wrong(("--header-row",), "row", value="best"),
    "NM-R85": _Wrong(("--map",), "typed", _MAP),
    "NM-R86": _Wrong(("--map",), "typed", _MAP),
    "NM-R87": _Wrong(("--ignore",), "name", N_("HEADING")),
    "NM-R88": _Wrong(("--sheet",), "sheet", N_("SHEET")),
    "NM-W45": _Wrong(("--output", "-o"), "", better="better"),
    "NM-C32": _Wrong(("--template", "-t"), "", better="better"),
    "NM-C33": _Wrong(("--sheet",), "", better="better"),
    "NM-L09": _Wrong(("--start",), "start", N_("LABEL")),
    "NM-L15": _Wrong(("--shift",), "", N_("RIGHT,DOWN")),
    "NM-P08": _Wrong(("--from",), "number", _NUMBER),
    "NM-P11": _Wrong(("--order",), "name", N_("COLUMN"), value="best"),
    "NM-C05": _Wrong(("--member",), "number", _NUMBER),
    "NM-C06": _Wrong(("--member",), "number", _NUMBER),
    "NM-C07": _Wrong(("--row",), "row", _ROW),
}
# Options without a value that the paper or envelope cannot do.
_FLAGS = {"NM-L10": "--barcode", "NM-L17": "--vertical"}


@dataclass(frozen=True, slots=True)
class CorrectedLine:
    """The words to type again, and whether options, and whether files, are to be corrected."""

    words: tuple[str, ...]
    in_options: bool
    in_files: bool


def corrected_line(typed: Sequence[str], problems: Iterable[Problem]) -> CorrectedLine:
    """What was typed, with what the errors among `problems` say of its options put right."""
    words, in_options, in_files = list(typed), False, False
    for p in problems:
        if p.severity is not Severity.ERROR:
            continue
        changed = _without(words, p)
        in_options, in_files = in_options or changed is not None, in_files or changed is None
        words = words if changed is None else changed
    return CorrectedLine(tuple(words), in_options, in_files)


def correct_and_again(
    settings: Settings,
    command: str,
    problems: Iterable[Problem],
    todo: str,
    other: str = "",
    *,
    count: int | None = None,
) -> list[str]:
    """The last lines where there are errors; `todo` are the words for errors in files alone.

    They are marked for translation. `count` are the members of the list, where it was read.
    """
    line = corrected_line(settings.typed, problems)
    if line.in_options and line.in_files:
        todo = N_("correct the errors in the files, save, and type again with the options corrected:")
    elif line.in_options:
        todo = N_("correct the option, and type again:")
    return next_step(todo, settings.again(command, other or command, line.words), count=count)


def _without(words: Sequence[str], wrong: Problem) -> list[str] | None:
    """The words with the value that a problem is about replaced; None where it is about none of them."""
    if wrong.place.file == "--set":
        name = str(getattr(wrong.place, "cell", ""))
        return _replaced(words, ("--set",), lambda value: _other_setting(value, name))
    if (flag := _FLAGS.get(wrong.code)) and flag in words:
        return [word for word in words if word != flag]
    known = _WRONG.get(wrong.code)
    if known is None:
        return None
    said = str(wrong.facts.get(known.fact, ""))
    better = re.sub(r"^--\S+ |\"", "", str(wrong.facts.get(known.better, "")))
    instead = better or str(wrong.facts.get(known.value, "")) or gettext(known.instead)
    if not known.fact:
        new = _replaced(words, known.options, lambda _value: instead)
        return [*words, known.options[0], instead] if new is None else new
    if known.options == ("--only", "--skip"):
        return _replaced(words, known.options, lambda value: _other_number(value, said, instead))
    new = _replaced(words, known.options, lambda value: instead if fold(value) == fold(said) else None)
    # What was recalled, not typed, is typed from now on.
    return [*words, known.options[0], instead] if new is None and (known.value or better) else new


def _other_setting(value: str, name: str) -> str | None:
    typed = re.split("[=＝]", value)[0].strip()
    return f"{typed}={gettext(_DATE)}" if fold(typed) == fold(name) else None


def _other_number(value: str, said: str, instead: str) -> str | None:
    """One number among several behind --only."""
    numbers = re.split(r"([,、，\s]+)", value)
    return "".join(instead if n == said else n for n in numbers) if said in numbers else None


def _replaced(
    words: Sequence[str], options: Sequence[str], other: Callable[[str], str | None]
) -> list[str] | None:
    """The words with `other` of the value of one of the options, if it gives any; "" takes both away."""
    found, out = False, list[str]()
    for option, value, is_joined in _parsed(words):
        new = other(value) if option in options and value is not None else None
        found = found or new is not None
        if value is None:
            out.append(option)
        elif new != "":
            said = value if new is None else new
            out += [f"{option}={said}"] if is_joined else [option, said] if option else [said]
    return out if found else None


def _parsed(words: Sequence[str]) -> Iterator[tuple[str, str | None, bool]]:
    """Options of this table with their values, and whether = joins them; any other word by itself."""
    valued = {option for wrong in _WRONG.values() for option in wrong.options} | {"--set"}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name in valued and equals:
            yield name, value, True
        elif word in valued and (following := next(rest, None)) is not None:
            yield word, following, False
        else:
            yield word, None, False
