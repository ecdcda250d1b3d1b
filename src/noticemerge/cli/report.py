"""Reports of what a command found and did: text for a person, JSON for a program."""

from __future__ import annotations

import json
import sys
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, TypeVar

import click

from noticemerge.cli.screen_text import pack, pieces, wrap
from noticemerge.problems import (
    N_,
    CellPlace,
    Place,
    Problem,
    Severity,
    WordPlace,
    gettext,
    has_errors,
    ngettext,
)

# What a person must do about problems of each severity: the headings they stand under.
TO_CORRECT = N_("To correct before letters can be made")
TO_CHECK = N_("To check")
TO_KNOW = N_("For your information")
# Of problems of one code so many places are named; where they differ in detail so many are told one by one.
_PLACES = 3
_DETAILS = {Severity.ERROR: 10, Severity.WARNING: 3, Severity.NOTE: 3}
_INDENT = " " * 6
# Problems that are not told beside the one that brings them about.
_CONSEQUENCES = {"NM-N01": ("NM-T25", "NM-T26", "NM-T52")}

# The letters behind NM of problems of the list, the notice, the addressee, the letter and the choice.
_FAMILIES_OF_CHECK = "RNATS"

_T = TypeVar("_T")


class Exit(IntEnum):
    """The exit statuses; `FAULT` is a fault of the program itself (EX_SOFTWARE of sysexits.h)."""

    DONE = 0
    ERRORS = 1
    USAGE = 2
    FILES = 3
    FAULT = 70
    INTERRUPTED = 130


@dataclass(slots=True)
class Result:
    """What came of a command, for either reporter.

    `letters` holds {"member", "file", "status", "sha256"} for each letter, `counts` and `extra`
    what the command adds to the JSON object. `failure` is set when the work could not be done.
    `errors_are` is the heading over the errors. With `told_by_check` the notes on list and letter are only
    counted: `check` has told them.
    """

    problems: Sequence[Problem] = ()
    letters: Iterable[dict[str, str]] = ()
    counts: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    failure: Exit | None = None
    errors_are: str = TO_CORRECT
    told_by_check: bool = False

    @property
    def exit(self) -> Exit:
        """The exit status that says how it went."""
        if self.failure is not None:
            return self.failure
        return Exit.ERRORS if has_errors(self.problems) else Exit.DONE


class Reporter(ABC):
    """Where the words of a command go."""

    @abstractmethod
    def say(self, *lines: str) -> None:
        """Tell a person something on the way."""

    @abstractmethod
    def finish(self, result: Result, *lines: str) -> Exit:
        """Report the result, and to a person the closing `lines`; returns the exit status."""


class TextReporter(Reporter):
    """For people: problems in words, then the closing lines.

    `quiet` leaves errors alone; `verbose` names every place of a problem met many times.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet, self._verbose = quiet, verbose
        self._said: list[str] = []

    @property
    def said(self) -> tuple[str, ...]:
        """What was said so far on standard output, but for closing lines."""
        return tuple(self._said)

    def say(self, *lines: str) -> None:
        if not self._quiet:
            self._echo(*lines)

    def _echo(self, *lines: str) -> None:
        for line in lines:
            self._said.append(line)
            click.echo(line)

    def finish(self, result: Result, *lines: str) -> Exit:
        if result.failure is not None:
            click.echo("\n".join(["\n\n".join(map(_failure, result.problems)), *lines]), err=True)
            return result.exit
        shown = [p for p in result.problems if not self._quiet or p.severity is Severity.ERROR]
        counted = [p for p in shown if result.told_by_check and not self._verbose and _is_told_by_check(p)]
        told = [p for p in shown if p not in counted]
        summary = list[str]()
        if told:
            page = Page(told, verbose=self._verbose, errors_are=result.errors_are)
            self._echo(page.text)
            summary = page.summary
        if counted:
            said = gettext("{heading}: {count} (told by check)")
            summary.append(said.format(heading=gettext(TO_KNOW), count=len(counted)))
        if shown:
            following = [*summary, *lines][:1]
            self.say(*([""] if told and following != [""] and following else []), *summary)
        if not self._quiet:
            for line in lines:
                click.echo(line)
        return result.exit


class JsonReporter(Reporter):
    """For programs: one JSON object on standard output and nothing else.

    `recalled` are the options that were not typed and held from an earlier command.
    """

    def __init__(self, recalled: Mapping[str, Any] | None = None) -> None:
        self._recalled = dict(recalled or {})

    def say(self, *lines: str) -> None:
        """Words are for people."""

    def finish(self, result: Result, *lines: str) -> Exit:
        status = "failed" if result.failure is not None else "error" if result.exit else "ok"
        whole = {
            "status": status,
            "problems": [p.as_json() for p in result.problems],
            "letters": list(result.letters),
            "counts": {**result.counts, "problems": problem_counts(result.problems)},
            **result.extra,
            **({"recalled": self._recalled} if self._recalled else {}),
        }
        # Escaped where the stream could not carry the text: nothing is lost on the way.
        plain = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
        click.echo(json.dumps(whole, ensure_ascii=not plain, indent=2))
        return result.exit


def _is_told_by_check(p: Problem) -> bool:
    """Whether it is a note on the list, the notice or the letter, not on what a command itself did."""
    return p.severity is Severity.NOTE and p.code[3] in _FAMILIES_OF_CHECK


def problem_counts(problems: Iterable[Problem]) -> dict[str, int]:
    """How many problems there are of each severity."""
    counted = Counter(p.severity for p in problems)
    return {str(severity): counted[severity] for severity in Severity}


def without_consequences(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, but for those that another brings about: no sheet 通知, and nothing of it is known."""
    follow = {
        code for p in problems if p.severity is Severity.ERROR for code in _CONSEQUENCES.get(p.code, ())
    }
    return [p for p in problems if p.code not in follow]


class Page:
    """Problems laid out for a person: by what is to be done, then by the file to open, then by code.

    Of many alike the first are told, with `verbose` all. `text` is the page, and `summary` what a
    person should know at its end: how many there are, and how to see all of them.
    """

    def __init__(
        self, problems: Sequence[Problem], *, verbose: bool = False, errors_are: str = TO_CORRECT
    ) -> None:
        self._verbose = verbose
        told = list(problems) if verbose else without_consequences(problems)
        self._cut = len(told) < len(problems)
        parts, totals = [], []
        for severity, heading in zip(Severity, (errors_are, TO_CHECK, TO_KNOW), strict=True):
            if those := [p for p in told if p.severity is severity]:
                facts = {"heading": gettext(heading), "count": len(those)}
                parts += [gettext("== {heading}: {count} ==").format(**facts), *self._files(those)]
                totals.append(gettext("{heading}: {count}").format(**facts))
        self.text = "\n\n".join(parts)
        self.summary = [wrap(gettext(", ").join(totals))] if len(totals) > 1 else []
        if self._cut:
            self.summary.append(gettext("Not all of it is shown here. To see every place, add -v."))

    def _files(self, problems: Iterable[Problem]) -> list[str]:
        """A part for each file (or sheet) to open: its name, then what is the matter in it."""
        by_file: dict[str, dict[str, list[Problem]]] = {}
        for p in problems:
            by_file.setdefault(_to_open(p.place), {}).setdefault(p.code, []).append(p)
        return [
            "\n".join([*([f"■ {name}"] if name else []), *map(self._block, by_code.values())])
            for name, by_code in by_file.items()
        ]

    def _block(self, alike: list[Problem]) -> str:
        """All problems of one code; what they have in common is said once."""
        said: dict[tuple[str, str], list[Place]] = {}
        for p in alike:
            said.setdefault((p.message, p.hint), []).append(p.place)
        code, count = alike[0].code, len(alike)
        said_of_many = ngettext("{code} ({count} time)", "{code} ({count} times)", count)
        head = "  " + (said_of_many.format(code=code, count=count) if count > 1 else code)
        severity = alike[0].severity
        if len(said) == 1:
            return self._one(head, alike, "{message}")
        if self._verbose or severity is Severity.ERROR or len(said) <= _DETAILS[severity]:
            return self._each(head, said, _DETAILS[severity])
        return self._one(head, alike, gettext("For example: {message}"))

    def _one(self, head: str, alike: list[Problem], message: str) -> str:
        """All their places, and the sentences of the first."""
        said = message.format(message=alike[0].message)
        if not (places := self._places(p.place for p in alike)):
            return "\n".join([wrap(said, indent=f"{head}  ", following=_INDENT), *_cure(alike[0].hint)])
        # A place is never broken: it is copied, and looked for.
        where = pack(places, indent=f"{head}  ", following=_INDENT)
        return "\n".join([where, wrap(said, indent=_INDENT), *_cure(alike[0].hint)])

    def _each(self, head: str, said: dict[tuple[str, str], list[Place]], most: int) -> str:
        """Each with its places and sentences; a cure that all have in common at the end."""
        told = self._first(list(said.items()), most)
        cures = {hint for _, hint in said}
        lines = [head]
        for (message, hint), places in told:
            lines.append(self._detail(message, places))
            lines += _cure(hint) if len(cures) > 1 else []
        if rest := sum(map(len, said.values())) - sum(len(places) for _, places in told):
            lines.append(_INDENT + gettext("and {count} more").format(count=rest))
        return "\n".join([*lines, *(_cure(*cures) if len(cures) == 1 else [])])

    def _detail(self, message: str, places: list[Place]) -> str:
        where = self._places(places)
        if where:
            where[-1] += ": "
        return pack([*where, *pieces(" ".join(message.splitlines()))], indent="    ・", following=_INDENT)

    def _places(self, places: Iterable[Place]) -> list[str]:
        words = list(dict.fromkeys(filter(None, map(_within, places))))
        said = self._first(words, _PLACES)
        listed = [f"{place}{gettext(', ')}" for place in said[:-1]] + said[-1:]
        rest = len(words) - len(said)
        more = ngettext(" and {count} more place", " and {count} more places", rest)
        return [*listed, more.format(count=rest)] if rest else listed

    def _first(self, all_of_them: list[_T], most: int) -> list[_T]:
        if self._verbose or len(all_of_them) <= most:
            return all_of_them
        self._cut = True
        return all_of_them[:most]


def _to_open(place: Place) -> str:
    """What the person opens to put it right; "" where the place is a file as a whole."""
    if isinstance(place, CellPlace) and place.sheet:
        return gettext('{file}, sheet "{sheet}"').format(file=place.file, sheet=place.sheet)
    return place.file if isinstance(place, CellPlace | WordPlace) else ""


def _within(place: Place) -> str:
    """The place within what is to be opened."""
    if isinstance(place, CellPlace):
        place = replace(place, file="", sheet="")
    elif isinstance(place, WordPlace):
        place = replace(place, file="")
    if not place.member:
        return place.words()
    return gettext("{place} (member {number})").format(place=place.words(), number=place.member).strip()


def _cure(hint: str, indent: str = _INDENT) -> list[str]:
    return [wrap(hint, indent=f"{indent}→ ", following=f"{indent}   ")] if hint else []


def _failure(reason: Problem) -> str:
    """Why nothing was done at all: one problem by itself."""
    head = gettext("error {code}").format(code=reason.code)
    where = f"{head}  {reason.place.words()}".rstrip()
    return "\n".join([where, wrap(reason.message, indent="    "), *_cure(reason.hint, "    ")])
