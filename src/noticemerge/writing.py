"""The letters are written, each whole or not at all, and the register last.

All letters are made in a folder beside their places first; only when every one is sound are
they moved. The record of what is ours is written before the first move, so that stopping at
any instant leaves nothing that the next run does not know.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from noticemerge.catalogue import Severity
from noticemerge.faults import cannot_write
from noticemerge.leftovers import Leftover, leftovers, remove
from noticemerge.locking import locked
from noticemerge.outcome import Outcome, Status
from noticemerge.problems import CannotUse, Place, Problem, has_errors, problem
from noticemerge.register import register_workbook
from noticemerge.state import FOLDER, REGISTER, TEMPORARY, Made, State, digest_of, fold_path

if TYPE_CHECKING:
    from noticemerge.planning import Letter, Plan

_STAGE, _LOCK = "new", "lock"
_MAX_WINDOWS_PATH = 259


@dataclass(slots=True)
class Run:
    """What a run did.

    When errors kept it from writing anything there are no outcomes and `register` is None;
    `wrote_register` tells whether the register was written anew, `removed` which old letters are gone.
    """

    folder: Path
    outcomes: list[Outcome]
    problems: list[Problem]
    register: Path | None = None
    wrote_register: bool = False
    removed: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many letters there are of each status."""
        return {str(s): sum(o.status is s for o in self.outcomes) for s in Status}


@dataclass(slots=True)
class _Work:
    plan: Plan
    folder: Path
    state: State
    force: bool
    prune: bool
    changed: bool = False
    removed: list[str] = field(default_factory=list)
    pending: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    staged: dict[str, tuple[Outcome, str, str]] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)

    @property
    def stage(self) -> Path:
        return self.folder / FOLDER / _STAGE


def run(
    plan: Plan,
    folder: Path,
    *,
    force: bool = False,
    skip_errors: bool = False,
    prune: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Write the letters of a plan and the register into `folder`.

    With errors nothing is written, unless `skip_errors`: then the members concerned are listed
    in the register and the others get their letters. `force` replaces letters edited by hand,
    which are put aside as `*_旧.docx`; `prune` removes the letters of members who left, but for those
    that were edited. Raises `CannotUse` when the folder cannot be written, or when
    another run is writing into it.
    """
    if has_errors(plan.general) or (has_errors(plan.problems) and not skip_errors):
        return Run(folder, [], list(plan.problems))
    try:
        with locked(folder / FOLDER / _LOCK), _tidied(folder / FOLDER):
            work = _Work(plan, folder, State.read(folder), force, prune, problems=list(plan.problems))
            return _write(work, skip_errors, progress)
    except OSError as error:
        raise cannot_write(error, folder) from error
    finally:
        _remove_if_empty(folder / FOLDER, folder)


def _write(work: _Work, skip_errors: bool, progress: Callable[[int, int], None] | None) -> Run:
    if work.state.damaged:
        work.problems.append(problem("NM-W08", Place(file=str(work.folder))))
    work.pending = set(work.state.pending)
    letters = work.plan.letters
    for done, letter in enumerate(letters, 1):
        work.outcomes.append(_make(work, letter))
        if progress:
            progress(done, len(letters))
    work.leftovers = leftovers(work.state, work.outcomes, work.folder)
    told = [old.problem(work.folder, prune=work.prune) for old in work.leftovers]
    if has_errors([*work.problems, *told]) and not skip_errors:
        # What would become of the other old letters has not come to pass.
        return Run(work.folder, [], [*work.problems, *(p for p in told if p.severity is Severity.ERROR)])
    work.problems += told
    content = _register_digest(work)
    digest = _stage_register(work, content)
    _record(work, digest)
    _place(work)
    _remove_leftovers(work)
    if digest:
        _place_register(work, digest)
    return _finished(work, content, wrote_register=bool(digest))


@contextmanager
def _tidied(folder: Path) -> Iterator[None]:
    """Without working files: before, since the last run may have been killed, and after."""
    _tidy(folder)
    try:
        (folder / _STAGE).mkdir(exist_ok=True)
        yield
    finally:
        try:
            _tidy(folder)
        except KeyboardInterrupt:  # told to stop while tidying: the rest is quickly done
            _tidy(folder)
            raise


def _tidy(folder: Path) -> None:
    shutil.rmtree(folder / _STAGE, ignore_errors=True)
    with suppress(OSError):
        (folder / TEMPORARY).unlink()


def _make(work: _Work, letter: Letter) -> Outcome:
    """Render one letter into the stage, or tell why there is none."""
    if letter.excluded:
        return _excluded(work, letter)
    if has_errors(letter.problems):
        return Outcome(letter, Status.ERROR, note=_first_error(letter.problems))
    name = letter.file.as_posix()
    there = digest_of(f"{work.folder}{os.sep}{name}")
    source = work.plan.digest(letter)
    made = work.state.files.get(name)
    if made and there and made.source == source and work.state.is_ours(name, there) and len(made.known) == 1:
        return _as_before(work, letter, there)
    try:
        data = work.plan.render(letter)
    except CannotUse as failure:
        work.problems.append(failure.problem.of_member(letter.number))
        return Outcome(letter, Status.ERROR, note=failure.problem.message)
    digest = hashlib.sha256(data).hexdigest()
    if digest == there:
        work.state.files[name] = Made(letter.number, [digest], source)
        work.changed = True
        return _as_before(work, letter, digest)
    edited = bool(there) and not work.state.is_ours(name, there)
    if edited and not work.force:
        return _refused(work, letter, name)
    return _stage(work, letter, data, digest, source, edited)


def _as_before(work: _Work, letter: Letter, digest: str) -> Outcome:
    """Unchanged, unless the run that made it was cut short before the register could tell of it."""
    is_new = letter.file.as_posix() in work.pending
    return Outcome(letter, Status.MADE if is_new else Status.UNCHANGED, digest)


def _stage(work: _Work, letter: Letter, data: bytes, digest: str, source: str, edited: bool) -> Outcome:
    name = letter.file.as_posix()
    if too_long := os.name == "nt" and _too_long(work.folder / letter.file):
        work.problems.append(problem("NM-W07", Place(file=name, member=letter.number), length=too_long))
        return Outcome(letter, Status.ERROR, note=work.problems[-1].message)
    staged = f"{work.stage}{os.sep}{len(work.staged):06d}"
    with open(staged, "wb") as file:  # noqa: PTH123 - a Path takes as long as writing the file
        file.write(data)
    outcome = Outcome(letter, Status.MADE, digest)
    work.staged[name] = (outcome, staged, source)
    if edited:
        work.aside.append(name)
    return outcome


def _refused(work: _Work, letter: Letter, name: str) -> Outcome:
    code = "NM-W02" if name in work.state.files else "NM-W03"
    place = Place(file=str(work.folder / letter.file), member=letter.number)
    work.problems.append(problem(code, place, aside=_aside(work.folder / letter.file).name))
    return Outcome(letter, Status.ERROR, note=work.problems[-1].message)


def _excluded(work: _Work, letter: Letter) -> Outcome:
    """A member left out of this run only keeps the letter of an earlier one, and its line."""
    name = letter.file.as_posix()
    if letter.kept and name in work.state.files and (digest := digest_of(work.folder / letter.file)):
        return Outcome(letter, Status.UNCHANGED, digest, letter.excluded)
    return Outcome(letter, Status.EXCLUDED, note=letter.excluded)


def _record(work: _Work, register: str) -> None:
    """Put on record what is ours, before the first move."""
    if not (work.staged or register):
        return
    for name, (outcome, _, source) in work.staged.items():
        work.state.files[name] = _made(work, name, outcome.letter.number, outcome.sha256, source)
    if register:
        work.state.files[REGISTER] = _made(work, REGISTER, "", register, "")
    work.state.pending = sorted(o.letter.file.as_posix() for o in work.outcomes if o.status is Status.MADE)
    work.state.write()


def _made(work: _Work, name: str, member: str, digest: str, source: str) -> Made:
    """The new file on record, with the old one that may stand there still."""
    before = work.state.made(name)
    return Made(member, list(dict.fromkeys([digest, *(before.known if before else [])])), source)


def _place(work: _Work) -> None:
    """Move the staged letters to their places."""
    for name, (outcome, staged, source) in work.staged.items():
        with _writing(work, name, outcome.letter.number):
            _move(work, staged, name)
        work.state.files[name] = Made(outcome.letter.number, [outcome.sha256], source)


def _move(work: _Work, staged: str, name: str) -> None:
    # Never the output folder itself: when it vanishes, a share say, another one must not take its place.
    for above in list(PurePosixPath(name).parents)[-2::-1] if "/" in name else ():
        (work.folder / above).mkdir(exist_ok=True)
    target = f"{work.folder}{os.sep}{name}"
    if name in work.aside:
        os.replace(target, _aside(Path(target)))  # noqa: PTH105
    os.replace(staged, target)  # noqa: PTH105


@contextmanager
def _writing(work: _Work, name: str, member: str = "") -> Iterator[None]:
    """What the system refuses in here concerns this file."""
    try:
        yield
    except OSError as error:
        raise cannot_write(error, work.folder, work.folder / name, member) from error


def _remove_leftovers(work: _Work) -> None:
    names = [o.letter.file.as_posix() for o in work.outcomes if o.status is not Status.EXCLUDED]
    current = {fold_path(name): name for name in names}
    for old in work.leftovers:
        if old.goes(work.prune):
            with _writing(work, old.name, old.member):
                remove(old, work.folder, current)
            del work.state.files[old.name]
            work.removed.append(old.name)


def _stage_register(work: _Work, content: str) -> str:
    """Make the register if what it says is new; returns its digest, "" when it stays as it is."""
    if content == work.state.register and digest_of(work.folder / REGISTER):
        return ""
    data = register_workbook(work.plan.notice, work.outcomes, today=work.plan.today)
    with _writing(work, REGISTER):
        (work.stage / REGISTER).write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _place_register(work: _Work, digest: str) -> None:
    """Put the new register in the place of the old one, which is put aside where it was edited."""
    path = work.folder / REGISTER
    with _writing(work, REGISTER):
        there = digest_of(path)
        if there and not work.state.is_ours(REGISTER, there):
            aside = _aside(path)
            path.replace(aside)
            work.problems.append(problem("NM-W06", Place(file=str(path)), aside=aside.name))
        (work.stage / REGISTER).replace(path)
    work.state.files[REGISTER] = Made("", [digest], "")


def _finished(work: _Work, content: str, wrote_register: bool) -> Run:
    """The record of the run is written last of all."""
    if wrote_register or work.staged or work.changed or work.removed or work.state.pending:
        work.state.register, work.state.pending = content, []
        work.state.write()
    register = work.folder / REGISTER
    return Run(work.folder, work.outcomes, work.problems, register, wrote_register, work.removed)


def _register_digest(work: _Work) -> str:
    """What the register says, but for whether a letter is new or as before."""
    told = hashlib.sha256()
    for outcome in work.outcomes:
        letter = outcome.letter
        shown = "made" if outcome.status is Status.UNCHANGED else str(outcome.status)
        enclosed = [(e.label, e.attachment.title, e.copies) for e in letter.enclosures]
        line = (letter.number, letter.addressee.lines, letter.file.as_posix(), enclosed, letter.delivery)
        told.update(repr((line, shown, outcome.sha256, outcome.note)).encode("utf-8", "surrogatepass"))
    told.update(
        repr((sorted(work.plan.notice.values.items()), work.plan.notice.date)).encode(
            "utf-8", "surrogatepass"
        )
    )
    return told.hexdigest()


def _aside(path: Path) -> Path:
    """A free name to keep an edited file under: `…_旧.docx`, `…_旧2.docx`."""
    number = 1
    while True:
        free = path.with_name(f"{path.stem}_旧{number if number > 1 else ''}{path.suffix}")
        if not free.exists():
            return free
        number += 1


def _too_long(path: Path) -> int:
    length = len(str(path.absolute()).encode("utf-16-le")) // 2
    return length if length > _MAX_WINDOWS_PATH else 0


def _first_error(problems: list[Problem]) -> str:
    return next(p.message for p in problems if p.severity is Severity.ERROR)


def _remove_if_empty(*folders: Path) -> None:
    """A run that wrote nothing leaves no empty folder behind."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
