"""What comes next: the last words of every command, and of the first screen.

A step follows from what stands in the folder (`next_of`). A command that leaves nothing there to tell it by
(check writes nothing, nor does a run that met errors) has its step remembered; that holds until list, letter
or output folder are touched.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from noticemerge.cli.last_said import recall, remember
from noticemerge.cli.made_from import near, reading_words
from noticemerge.cli.screen_text import wrap
from noticemerge.cli.shell import change_to, program, quoted
from noticemerge.cli.standing import OUT, Standing, fingerprint, older_post, standing_in
from noticemerge.output import Finding, MailState, OtherKind, digest_of
from noticemerge.problems import N_, gettext

# What holds the folder of the letters, by the name of the command.
_OUTPUT = {
    "merge": "output", "labels": "output", "envelopes": "output", "mail": "output",
    "bundle": "folder", "pdf": "folder", "verify": "folder",
}  # fmt: skip
_ON_PAPER = (OtherKind.BUNDLE, OtherKind.PDF)
_ADDRESSED = (OtherKind.LABELS, OtherKind.ENVELOPES)
_USUAL_LIST = "members.xlsx"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next, in words that are still to be translated, and the lines to type for it."""

    todo: str
    lines: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """As it is said to a person."""
        said = wrap(gettext("Next: {todo}").format(todo=gettext(self.todo)))
        return [said, *(f"  {line}" for line in self.lines)]


def next_step(todo: str, line: str = "", *, count: int | None = None) -> list[str]:
    """Say a step that nothing in the folder tells of, and remember it.

    `todo` is marked for translation. `count` are the members of the list, where it was read: the first screen
    does not read it.
    """
    step = NextStep(todo, (line,) if line else ())
    members, out = _named()
    with suppress(OSError):
        told = _keep(members, out)
        standing = standing_in(members=members, out=out)
        if count is not None and standing.members is not None:
            told |= {"count": count, "of": digest_of(standing.members).hex()}
        told["step"] = {"todo": step.todo, "lines": step.lines, "as": fingerprint(standing)}
        remember(Path(), told)
    return step.words()


def next_in_folder(*, is_as_made: bool = False) -> list[str]:
    """Say the step that follows from what stands in the working folder now: nothing where that is not read.

    With `is_as_made` the letters were just made, and need not be read once more.
    """
    members, out = _named()
    # The command has done its work, whatever a file that it did not need holds.
    with suppress(OSError):
        remember(Path(), _keep(members, out))
        return next_of(standing_in(members=members, out=out, is_as_made=is_as_made)).words()
    return []


def next_in_new_folder(folder: Path) -> list[str]:
    """Say the step that follows in a folder that was just made, here or elsewhere."""
    is_here = folder.resolve() == Path.cwd()
    step = next_of(standing_in(Path() if is_here else folder))
    if not is_here:
        # Whoever has several folders to work in meant this one.
        told = recall(Path()) | {"folder": str(folder)}
        told["step"] = {"todo": step.todo, "lines": step.lines, "as": fingerprint(standing_in())}
        remember(Path(), told)
    return step.words()


def next_of(standing: Standing) -> NextStep:
    """The step that was said last, where it still holds, else the one that follows from what stands there."""
    with suppress(TypeError, ValueError, KeyError):
        said = standing.said["step"]
        if said["as"] == fingerprint(standing):
            return NextStep(str(said["todo"]), (*_go_to(standing), *map(str, said["lines"])))
    return _following(standing)


def _named() -> tuple[Path | None, Path | None]:
    """The list and the output folder that were typed for the command that runs."""
    context = click.get_current_context(silent=True)
    if context is None:
        return None, None
    return context.params.get("members"), context.params.get(_OUTPUT.get(context.info_name or "", ""))


def _keep(members: Path | None, out: Path | None) -> dict[str, Any]:
    """What is remembered of the working folder, but for its step."""
    told = {name: value for name, value in recall(Path()).items() if name != "step"}
    told |= {"members": str(members)} if members else {}
    return told | ({"output": str(out)} if out else {})


def _following(standing: Standing) -> NextStep:
    typed = _Typed(standing)
    if standing.is_without_list:
        if standing.lists:
            todo = N_("say which file is the member list. The one that was changed last:")
            return NextStep(todo, (*_go_to(standing), typed.check()))
        if standing.below:
            there = standing.folder / standing.below[0]
            return NextStep(N_("go to the folder to work in:"), (change_to(there), program(there)))
        if standing.letter:
            todo = N_("put the member list into this folder. For an example of one, type:")
            return NextStep(todo, (*_go_to(standing), typed.program + " init ."))
        return NextStep(N_("make a folder to start from:"), (*_go_to(standing), typed.program + " init 案内"))
    todo, line = next((todo, line) for applies, todo, line in _STEPS if applies(standing))
    return NextStep(todo, (*_go_to(standing), line(typed)))


def _go_to(standing: Standing) -> tuple[str, ...]:
    return () if standing.folder == Path() else (change_to(standing.folder),)


class _Typed:
    """The lines to type in a working folder, with the words that were typed for the letters there."""

    def __init__(self, standing: Standing) -> None:
        self.program = program(standing.folder)
        self._members, self._beside = standing.members, standing.output.beside if standing.output else {}
        self._newest = next(iter(standing.lists), Path(_USUAL_LIST))
        self._list = _path(standing.members or self._newest)
        self._out = [] if standing.out == OUT else [_path(standing.out)]
        self._letter = next(iter(standing.letters), standing.letter)
        made_from = standing.made_from
        # Words that were typed elsewhere name files as seen from there.
        is_here = made_from is not None and (standing.out / made_from.here).resolve() == Path().resolve()
        is_same = made_from is not None and near(standing.out / made_from.members) == standing.members
        self._words = made_from.words if made_from is not None and is_here and is_same else ()
        out = standing.output
        self._is_edited = bool(out and out.letters.total() == out.letters[Finding.EDITED])

    def check(self) -> str:
        return f"{self.program} check {self._list}"

    def newest(self) -> str:
        return f"{self.program} check {_path(self._newest)}"

    def check_with_letter(self) -> str:
        return f"{self.check()} -t {_path(self._letter or Path())}"

    def merge(self) -> str:
        words = " ".join(map(quoted, self._words))
        return f"{self.program} merge {words or ' '.join([self._list, *self._option()])}"

    def bundle(self) -> str:
        # No letter that was edited can be put into one Word file.
        return " ".join([self.program, "bundle", *self._out, *(["--pdf"] if self._is_edited else [])])

    def pdf(self) -> str:
        return " ".join([self.program, "pdf", *self._out])

    def labels(self) -> str:
        return self._post("labels", OtherKind.LABELS)

    def envelopes(self) -> str:
        return self._post("envelopes", OtherKind.ENVELOPES)

    def _post(self, command: str, kind: OtherKind) -> str:
        """As it was typed the last time, with the same paper, where that was for this list."""
        if (made := self._beside.get(kind)) and str(self._members) in made.words:
            return " ".join([self.program, command, *map(quoted, made.words)])
        words = map(quoted, reading_words(self._words))
        return " ".join([self.program, command, self._list, *words, *self._option()])

    def mail(self) -> str:
        words = " ".join(map(quoted, self._words))
        return f"{self.program} mail {words or ' '.join([self._list, *self._option()])}"

    def send(self) -> str:
        return f"{self.mail()} --send"

    def verify(self) -> str:
        return " ".join([self.program, "verify", *self._out])

    def _option(self) -> list[str]:
        return ["-o", *self._out] if self._out else []


def _path(path: Path) -> str:
    """A path as it is typed: one that begins with a stroke is no option."""
    return quoted(f".{os.sep}{path}" if str(path).startswith("-") else str(path))


def _is_lost(standing: Standing, path: Path | None) -> bool:
    return path is not None and not (standing.folder / path).is_file()


def _has_none(standing: Standing) -> bool:
    return standing.output is None or not standing.output.has_letters


def _has_lost_list(standing: Standing) -> bool:
    return _is_lost(standing, standing.members)


def _has_lost_letter(standing: Standing) -> bool:
    return _is_lost(standing, standing.letter)


def _has_readable_record(standing: Standing) -> bool:
    return standing.output is not None and not standing.output.is_damaged


def _is_gone(standing: Standing) -> bool:
    out = standing.output
    return out is not None and (bool(out.letters[Finding.MISSING]) or out.register is Finding.MISSING)


def _is_stale(standing: Standing, kind: OtherKind) -> bool:
    out = standing.output
    return out is not None and kind in out.beside and out.beside[kind].there > 0 and out.beside[kind].is_stale


def _has_old_post_only(standing: Standing, kind: OtherKind) -> bool:
    """Whether there are no letters, and labels or envelopes of another state of the list."""
    made = standing.output.beside.get(kind) if standing.output else None
    return _has_none(standing) and older_post(standing, made)


def _lacks(standing: Standing, kinds: tuple[OtherKind, ...]) -> bool:
    """Whether there is post to go out, and nothing of these kinds for it."""
    out, made_from = standing.output, standing.made_from
    if out is None or (made_from is not None and not made_from.posted):
        return False
    return not any(out.beside[kind].there for kind in kinds if kind in out.beside)


def _mails(standing: Standing, state: MailState) -> bool:
    return standing.output is not None and standing.output.mails[state] > 0


def _is_partly_addressed(standing: Standing) -> bool:
    out, made_from = standing.output, standing.made_from
    return out is not None and made_from is not None and 0 < out.addressed < made_from.posted


def _waits_for_mail(standing: Standing) -> bool:
    out, made_from = standing.output, standing.made_from
    if out is None or made_from is None or not made_from.mailed:
        return False
    return not out.mails and OtherKind.MAIL not in out.beside


# The first of these that applies is the next step; the last always does.
_STEPS: tuple[tuple[Callable[[Standing], bool], str, Callable[[_Typed], str]], ...] = (
    (
        lambda s: _has_old_post_only(s, OtherKind.LABELS),
        N_("the list has changed since the labels were made; have them made anew:"),
        _Typed.labels,
    ),
    (
        lambda s: _has_old_post_only(s, OtherKind.ENVELOPES),
        N_("the list has changed since the envelopes were made; have them made anew:"),
        _Typed.envelopes,
    ),
    (
        _has_none,
        N_("put the list right in Excel and the model letter in Word, and look for errors:"),
        _Typed.check,
    ),
    (
        lambda s: _has_lost_list(s) and not s.lists and _has_readable_record(s),
        N_("put the member list back in its place. What was made of it before can be looked at by:"),
        _Typed.verify,
    ),
    (
        _has_lost_list,
        N_("the member list is not where it was; say which file it is now, for example:"),
        _Typed.newest,
    ),
    (
        lambda s: _has_lost_letter(s) and not s.letters and _has_readable_record(s),
        N_("put the model letter back in its place. What was made of it before can be looked at by:"),
        _Typed.verify,
    ),
    (
        _has_lost_letter,
        N_("the model letter is not where it was; say which file it is now, for example:"),
        _Typed.check_with_letter,
    ),
    (
        lambda s: s.output is not None and s.output.is_damaged,
        N_("the record of what was made is gone or cannot be read; make a new one:"),
        _Typed.merge,
    ),
    (
        lambda s: _is_lost(s, s.notice),
        N_("put the file with the sheet 通知 back in its place. What was made before can be looked at by:"),
        _Typed.verify,
    ),
    (
        lambda s: s.output is not None and s.output.was_cut_short,
        N_("the last run was cut short; have the rest made:"),
        _Typed.merge,
    ),
    (
        lambda s: bool(s.changed),
        N_("the list, the sheet 通知 or the model letter has changed; have anew what that concerns:"),
        _Typed.merge,
    ),
    (_is_gone, N_("letters or the register are missing; have them made again:"), _Typed.merge),
    (
        lambda s: s.output is not None and s.output.without > 0,
        N_("correct the errors and run it again; what is sound stays:"),
        _Typed.merge,
    ),
    (
        lambda s: _mails(s, MailState.UNSURE),
        N_("find out whether the mails that are unsure have arrived. Which they are:"),
        _Typed.verify,
    ),
    (
        lambda s: _is_stale(s, OtherKind.BUNDLE),
        N_("letters have changed since; have the file to print made anew:"),
        _Typed.bundle,
    ),
    (
        lambda s: _is_stale(s, OtherKind.PDF),
        N_("letters have changed since; have their PDF files made anew:"),
        _Typed.pdf,
    ),
    (
        lambda s: _is_stale(s, OtherKind.LABELS),
        N_("addresses have changed since; have the labels made anew:"),
        _Typed.labels,
    ),
    (
        lambda s: _is_stale(s, OtherKind.ENVELOPES),
        N_("addresses have changed since; have the envelopes made anew:"),
        _Typed.envelopes,
    ),
    (
        lambda s: _lacks(s, _ON_PAPER),
        N_("open the register, look at a few letters, and put all into one file to print:"),
        _Typed.bundle,
    ),
    (
        lambda s: _lacks(s, _ADDRESSED),
        N_("make the address labels; to print on envelopes type envelopes instead:"),
        _Typed.labels,
    ),
    (_waits_for_mail, N_("see who gets what by e-mail:"), _Typed.mail),
    (lambda s: _mails(s, MailState.WAITING), N_("go on with the mails that wait:"), _Typed.send),
    (
        _is_partly_addressed,
        N_("not all who are written to by post have a label or an envelope; make the labels anew:"),
        _Typed.labels,
    ),
    (lambda _: True, N_("right before all goes out, see that it is as it was made:"), _Typed.verify),
)
