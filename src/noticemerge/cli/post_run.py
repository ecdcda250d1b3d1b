"""What labels and envelopes have in common: who gets one, the file in its place, what is said of it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticemerge.cli.job_summary import notice_read
from noticemerge.cli.report import Exit, Result, next_step
from noticemerge.cli.screen_text import wrap
from noticemerge.output import MadeFor, NewFile, OtherKind, placing
from noticemerge.problems import Problem, Severity, gettext, has_errors

if TYPE_CHECKING:
    from noticemerge.cli.options import Settings
    from noticemerge.notice import Notice
    from noticemerge.planning import PostList

_REASONS = 3
_IN_THE_WAY = {"NM-W27", "NM-W28"}


@dataclass(frozen=True, slots=True)
class Job:
    """A file to make: its name and kind, whom it is for, what it holds (made when asked for).

    `left_out` and `failed` are those it is not for. With an error among the `general` problems it cannot be
    made, with one `of_members` only for the others. `extra` goes into the JSON object.
    """

    name: str
    kind: OtherKind
    made_for: tuple[MadeFor, ...]
    left_out: Sequence[tuple[str, str]]
    failed: Sequence[str]
    general: Sequence[Problem]
    of_members: Sequence[Problem]
    data: Callable[[], bytes]
    extra: dict[str, Any]


def about(listed: PostList, notice: Notice) -> list[str]:
    """The list, in a line, and where the sender is read where that is another file."""
    roster = listed.roster
    said = gettext('{file}, sheet "{sheet}"') if roster.sheet else "{file}"
    facts = {"list": said.format(file=roster.file, sheet=roster.sheet), "count": len(roster.members)}
    lines = [gettext("Member list: {list}, {count} members").format(**facts), *notice_read(notice, roster)]
    return [wrap(line, following="  ") for line in lines]


def counts(job: Job) -> str:
    """For how many it is, for how many not, and why: they are all members."""
    said = [gettext("{count} are made").format(count=len(job.made_for))]
    if job.left_out:
        facts = {"count": len(job.left_out), "reasons": _reasons(job.left_out)}
        said.append(gettext("{count} left out ({reasons})").format(**facts))
    if job.failed:
        said.append(gettext("{count} in error").format(count=len(job.failed)))
    total = len(job.made_for) + len(job.left_out) + len(job.failed)
    said.append(gettext("together {count} members").format(count=total))
    return gettext(", ").join(said)


def run(
    settings: Settings,
    job: Job,
    folder: Path,
    command: str,
    closing: Sequence[str],
    *,
    force: bool,
    skip: bool,
) -> Exit:
    """Put the file in its place, unless there are errors, and report."""
    problems = [*job.general, *job.of_members]
    is_wrong = has_errors(job.general) or (has_errors(job.of_members) and not skip)
    is_refused = is_wrong or not job.made_for
    placed: list[Problem] = []
    if not is_refused:
        with placing(folder) as files:
            waiting = files.stage / "1"
            waiting.write_bytes(job.data())
            new = NewFile(job.name, job.kind, waiting, job.made_for)
            placed = files.place([new], force=force, today=datetime.date.today())
        is_refused = has_errors(placed)
    result = Result([*problems, *placed], counts=_counted(job), extra=_extra(job, folder, is_refused))
    if is_refused:
        result.errors_are = gettext("To decide") if _is_in_the_way(placed) else result.errors_are
        return settings.reporter().finish(result, *_refusal(settings, placed, command))
    return settings.reporter().finish(result, *closing)


def _is_in_the_way(placed: Sequence[Problem]) -> bool:
    return bool({p.code for p in placed if p.severity is Severity.ERROR} & _IN_THE_WAY)


def _refusal(settings: Settings, placed: Sequence[Problem], command: str) -> list[str]:
    said, again = [gettext("Nothing was written.")], settings.again(command, command)
    if _is_in_the_way(placed):
        todo = gettext("To make it anew (the other is put aside):")
        return [*said, wrap(todo), f"  {again} --force"]
    return [*said, *next_step(gettext("correct the errors, save, and type again:"), again)]


def _reasons(left_out: Sequence[tuple[str, str]]) -> str:
    counted = Counter(reason.partition("：")[0] for _, reason in left_out)
    first = counted.most_common(_REASONS)
    if rest := counted.total() - sum(count for _, count in first):
        first.append((gettext("others"), rest))
    said = gettext("{reason}: {count}")
    return gettext(", ").join(said.format(reason=reason, count=count) for reason, count in first)


def _counted(job: Job) -> dict[str, Any]:
    done = {"made": len(job.made_for), "left_out": len(job.left_out), "error": len(job.failed)}
    return {"members": sum(done.values()), "post": done}


def _extra(job: Job, folder: Path, is_refused: bool) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "file": None if is_refused else str(folder / job.name),
        "made_for": [{"member": to.member, "where": to.where} for to in job.made_for],
        "left_out": [{"member": number, "reason": reason} for number, reason in job.left_out],
        "failed": list(job.failed),
        **job.extra,
    }
