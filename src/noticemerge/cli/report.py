"""What a command found and did, said to a person or to a program."""

from __future__ import annotations

import json
import sys
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import click

from noticemerge.catalogue import Severity
from noticemerge.cli.layout import pack, wrap
from noticemerge.i18n import N_, gettext, ngettext
from noticemerge.problems import Place, Problem, has_errors

FIRST_PLACES = 3
_SEVERITY_WORDS = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTE: N_("note")}


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
    """

    problems: Sequence[Problem] = ()
    letters: Sequence[dict[str, str]] = ()
    counts: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    failure: Exit | None = None

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

    def say(self, *lines: str) -> None:
        if not self._quiet:
            for line in lines:
                click.echo(line)

    def finish(self, result: Result, *lines: str) -> Exit:
        shown = [p for p in result.problems if not self._quiet or p.severity is Severity.ERROR]
        words = problem_text(shown, places=None if self._verbose else FIRST_PLACES)
        if words:
            click.echo(words, err=result.failure is not None)
        self.say(*lines)
        return result.exit


class JsonReporter(Reporter):
    """For programs: one JSON object on standard output and nothing else."""

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
        }
        # Escaped where the stream could not carry the text: nothing is lost on the way.
        plain = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
        click.echo(json.dumps(whole, ensure_ascii=not plain, indent=2))
        return result.exit


def problem_counts(problems: Iterable[Problem]) -> dict[str, int]:
    """How many problems there are of each severity."""
    counted = Counter(p.severity for p in problems)
    return {str(severity): counted[severity] for severity in Severity}


def problem_text(problems: Sequence[Problem], *, places: int | None = FIRST_PLACES) -> str:
    """The problems in words, errors first; equal ones together, naming the first `places` (None: all)."""
    groups: dict[tuple[Severity, str, str, str], list[Problem]] = {}
    for p in sorted(problems, key=lambda p: list(Severity).index(p.severity)):
        groups.setdefault((p.severity, p.code, p.message, p.hint), []).append(p)
    blocks = [_block(*kind, alike, places) for kind, alike in groups.items()]
    if blocks:
        blocks.append(_totals(problem_counts(problems)))
    return "\n\n".join(blocks)


def _block(
    severity: Severity, code: str, message: str, hint: str, alike: list[Problem], places: int | None
) -> str:
    head = f"{gettext(_SEVERITY_WORDS[severity])} {code}"
    if len(alike) > 1:
        count = ngettext("{count} time", "{count} times", len(alike)).format(count=len(alike))
        head += f" ({count})"
    # A place is never broken: it is copied, and looked for.
    where = pack(_places([p.place for p in alike], places), indent=f"{head}  ", following="    ")
    lines = [where, wrap(message, indent="    ")]
    if hint:
        lines.append(wrap(hint, indent="    → ", following="      "))
    return "\n".join(lines)


def _places(places: list[Place], most: int | None) -> list[str]:
    words = list(dict.fromkeys(filter(None, map(_place_words, places))))
    said = words[:most]
    pieces = [f"{place}{gettext(', ')}" for place in said[:-1]] + said[-1:]
    rest = len(words) - len(said)
    return [*pieces, gettext(" and {count} more").format(count=rest)] if rest else pieces


def _place_words(place: Place) -> str:
    member = gettext("(member {number})").format(number=place.member) if place.member else ""
    return f"{place.words()} {member}".strip()


def _totals(counts: dict[str, int]) -> str:
    said = (
        ngettext("{count} error", "{count} errors", counts["error"]).format(count=counts["error"]),
        ngettext("{count} warning", "{count} warnings", counts["warning"]).format(count=counts["warning"]),
        ngettext("{count} note", "{count} notes", counts["note"]).format(count=counts["note"]),
    )
    return gettext(", ").join(words for words, count in zip(said, counts.values(), strict=True) if count)
