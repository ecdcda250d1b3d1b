"""What labels and envelopes have in common: who gets one, the file in its place, what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticemerge.cli.corrected_line import correct_and_again
from noticemerge.cli.job_summary import notice_read
from noticemerge.cli.made_from import words_behind
from noticemerge.cli.next_step import next_in_folder, next_step
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.screen_text import wrap
from noticemerge.japan import current_day
from noticemerge.output import MadeFor, NewFile, OtherKind, digest_of, placing
from noticemerge.problems import N_, Problem, Severity, gettext, has_errors

if TYPE_CHECKING:
    from noticemerge.cli.options import Settings
    from noticemerge.notice import Notice
    from noticemerge.planning import PostList
    from noticemerge.post import MadePost

_REASONS = 3
_IN_THE_WAY = {"NM-W27", "NM-W28"}


@dataclass(frozen=True, slots=True)
class Job:
    """A file to make of what was `laid_out`: its kind, and what it holds (made when asked for).

    `extra` goes into the JSON object. The `inputs` were read for it, the list among them, and are never
    written over.
    """

    laid_out: MadePost
    listed: PostList
    kind: OtherKind
    data: Callable[[], bytes]
    extra: dict[str, Any]
    inputs: Sequence[Path]

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.laid_out.file

    @property
    def made_for(self) -> tuple[MadeFor, ...]:
        """Whom it is for, and where each is in it."""
        return self.laid_out.made_for


def about(listed: PostList, notice: Notice) -> list[str]:
    """The list, in a line, and where the sender is read where that is another file."""
    roster = listed.roster
    said = gettext('{file}, sheet "{sheet}"') if roster.sheet else "{file}"
    facts = {"list": said.format(file=roster.file, sheet=roster.sheet), "count": len(roster.members)}
    lines = [gettext("Member list: {list}, {count} members").format(**facts), *notice_read(notice, roster)]
    return [wrap(line, following="  ") for line in lines]


def counts(job: Job) -> str:
    """For how many it is, for how many not, and why: they are all members."""
    made, left_out, failed = job.laid_out.addressed, job.laid_out.left_out, job.laid_out.failed
    said = [gettext("{count} are made").format(count=len(made))]
    if left_out:
        facts = {"count": len(left_out), "reasons": _reasons(left_out)}
        said.append(gettext("{count} left out ({reasons})").format(**facts))
    if failed:
        said.append(gettext("{count} in error").format(count=len(failed)))
    total = len(made) + len(left_out) + len(failed)
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
    laid_out = job.laid_out
    is_wrong = has_errors(laid_out.general) or (has_errors(laid_out.of_members) and not skip)
    is_refused = is_wrong or not laid_out.addressed
    placed: list[Problem] = []
    if not is_refused:
        with placing(folder, job.inputs) as files:
            waiting = files.stage / "1"
            waiting.write_bytes(job.data())
            new = _new_file(job, waiting, words_behind(command, settings.typed))
            placed = files.place([new], force=force, today=current_day())
        is_refused = has_errors(placed)
    result = Result(
        [*laid_out.problems, *placed], counts=_counted(job), extra=_extra(job, folder, is_refused)
    )
    if is_refused:
        result.errors_are = gettext("To decide") if _is_in_the_way(placed) else result.errors_are
        return settings.reporter().finish(result, *_refusal(settings, [*laid_out.problems, *placed], command))
    return settings.reporter().finish(result, *closing, *next_in_folder())


def _new_file(job: Job, waiting: Path, words: tuple[str, ...]) -> NewFile:
    is_for_all = not (job.listed.is_of_part or job.laid_out.failed)
    source = digest_of(job.listed.roster.file)
    return NewFile(job.name, job.kind, waiting, job.made_for, source, is_for_all=is_for_all, words=words)


def _is_in_the_way(placed: Sequence[Problem]) -> bool:
    return bool({p.code for p in placed if p.severity is Severity.ERROR} & _IN_THE_WAY)


def _refusal(settings: Settings, problems: Sequence[Problem], command: str) -> list[str]:
    said, again = [gettext("Nothing was written.")], settings.again(command, command)
    if _is_in_the_way(problems):
        todo = N_("to make it anew (the other is put aside):")
        return [*said, *next_step(todo, f"{again} --force")]
    todo = N_("correct the errors, save, and type again:")
    return [*said, *correct_and_again(settings, command, problems, todo)]


def _reasons(left_out: Sequence[tuple[str, str]]) -> str:
    counted = Counter(reason.partition(": ")[0] for _, reason in left_out)
    first = counted.most_common(_REASONS)
    if rest := counted.total() - sum(count for _, count in first):
        first.append((gettext("others"), rest))
    said = gettext("{reason}: {count}")
    return gettext(", ").join(said.format(reason=reason, count=count) for reason, count in first)


def _counted(job: Job) -> dict[str, Any]:
    done = {"made": len(job.laid_out.addressed), "left_out": len(job.laid_out.left_out)}
    done["error"] = len(job.laid_out.failed)
    return {"members": sum(done.values()), "post": done}


def _extra(job: Job, folder: Path, is_refused: bool) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "file": None if is_refused else str(folder / job.name),
        "made_for": [{"member": to.member, "where": to.where} for to in job.made_for],
        "left_out": [{"member": number, "reason": reason} for number, reason in job.laid_out.left_out],
        "failed": list(job.laid_out.failed),
        **job.extra,
    }
