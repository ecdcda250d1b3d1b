"""The letters are written, each whole or not at all, and the register last.

All letters are made in a folder beside their places first; only when every one is sound are
they moved. The record of what is ours is written before the first move, so that stopping at
any instant leaves nothing that the next run does not know.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from noticemerge.excel import patiently
from noticemerge.japan import wareki
from noticemerge.output.files_aside import aside_of
from noticemerge.output.input_files import InputFiles
from noticemerge.output.letter_files import Done, Maker, maker_of
from noticemerge.output.mail_journal import History
from noticemerge.output.mail_sheet import digest_of_mails
from noticemerge.output.mailings import mailing_in
from noticemerge.output.obsolete_letters import Leftover, leftovers, remove
from noticemerge.output.outcomes import Outcome, Outcomes, Status
from noticemerge.output.outdated_post import with_outdated
from noticemerge.output.record import REGISTER, Made, State, digest_of, fold_path
from noticemerge.output.register_columns import MAILS, OTHER_FILES, SUMMARY, TITLE
from noticemerge.output.register_reading import digests_of_sheets
from noticemerge.output.register_renewal import Renewal, contacts, prints_addressee, renewed
from noticemerge.output.stage import staged
from noticemerge.output.worker_processes import made, usual_jobs
from noticemerge.output.write_errors import cannot_write
from noticemerge.problems import Place, Problem, Severity, has_errors, problem
from noticemerge.template import COMPRESSOR

if TYPE_CHECKING:
    from noticemerge.planning import Plan

# Another one for another form of the register: it is then made anew.
_FORM = 2
_LETTERS = (Status.MADE, Status.UNCHANGED, Status.KEPT)
_KEPT = {"NM-W02": "NM-W34", "NM-W15": "NM-W35"}


@dataclass(slots=True)
class Run:
    """What a run did.

    When errors kept it from writing anything there are no outcomes and `register` is None;
    `wrote_register` tells whether the register was written anew, `removed` which old letters are gone.
    """

    folder: Path
    outcomes: Sequence[Outcome]
    problems: list[Problem]
    register: Path | None = None
    wrote_register: bool = False
    removed: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many letters there are of each status."""
        told = self.outcomes
        return {str(s): told.tally(s) if isinstance(told, Outcomes) else 0 for s in Status}

    @property
    def counts_of_run(self) -> dict[str, int]:
        """The same of the members that were chosen for this run."""
        told = self.outcomes.of_run if isinstance(self.outcomes, Outcomes) else {}
        return {str(status): told.get(status, 0) for status in Status}

    @property
    def letters_in_folder(self) -> int | None:
        """How many letters stand in the folder, None where that is what `counts_of_run` says."""
        if isinstance(self.outcomes, Outcomes) and self.outcomes.is_of_part:
            return sum(map(self.outcomes.tally, _LETTERS))
        return None


@dataclass(slots=True)
class _Work:
    plan: Plan
    folder: Path
    state: State
    maker: Maker
    outcomes: Outcomes
    prune: bool
    problems: list[Problem]
    history: History
    changed: bool = False
    staged: array[int] = field(default_factory=lambda: array("L"))
    edited: set[int] = field(default_factory=set)
    removed: list[str] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    renewal: Renewal | None = None
    told: dict[str, str] = field(default_factory=dict)

    def take(self, done: Done, *, keeps: bool) -> None:
        """What became of the next letter; with `keeps` one that was edited by hand is kept on purpose."""
        index = len(self.outcomes)
        self.outcomes.add(done.status, done.digest, done.source, done.note)
        if done.problem:
            self.problems.append(_kept(done.problem) if keeps else done.problem)
        if done.is_staged:
            self.staged.append(index)
        self.changed = self.changed or done.is_staged or done.record_is_stale
        if done.is_edited:
            self.edited.add(index)


def run(
    plan: Plan,
    folder: Path,
    *,
    force: bool = False,
    skip_errors: bool = False,
    prune: bool = False,
    jobs: int | None = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Write the letters of a plan and the register into `folder`.

    With errors nothing is written, unless `skip_errors`: then the members concerned are listed
    in the register and the others get their letters. `force` replaces letters edited by hand,
    which are put aside as `*_旧.docx`; `prune` removes the letters of members who left, but for those
    that were edited. `jobs` processes make the letters, None for as many as suit the machine; with more than
    one, the caller's main module must be importable. `progress` is told how many letters of how many are
    made. Raises `CannotUse` when the folder cannot be written, when another run is writing into it, or when
    a file that the plan was made of stands in the place of a letter or the register.
    """
    if has_errors(plan.general) or (has_errors(plan.problems) and not skip_errors):
        return Run(folder, [], list(plan.problems))
    try:
        with staged(folder) as stage:
            inputs = InputFiles(plan.files)
            inputs.refuse(folder / REGISTER)
            maker = maker_of(plan, folder, stage, inputs, force=force)
            outcomes, history = Outcomes(plan.letters), History.read(folder)
            work = _Work(plan, folder, maker.state, maker, outcomes, prune, list(plan.problems), history)
            jobs = usual_jobs(len(plan.letters)) if jobs is None else jobs
            return _write(work, skip_errors, jobs, progress)
    except OSError as error:
        raise cannot_write(error, folder) from error


def _write(work: _Work, skip_errors: bool, jobs: int, progress: Callable[[int, int], None] | None) -> Run:
    if work.state.damaged:
        work.problems.append(problem("NM-W08", Place(file=str(work.folder))))
    count = len(work.plan.letters)
    for number, done in enumerate(made(work.maker, count, jobs), 1):
        work.take(done, keeps=skip_errors)
        if progress:
            progress(number, count)
    work.leftovers = leftovers(work.state, work.outcomes, work.folder)
    told = [old.problem(work.folder, prune=work.prune) for old in work.leftovers]
    for old in work.leftovers:
        if old.goes(work.prune):
            work.maker.inputs.refuse(work.folder / old.name)
    if has_errors([*work.problems, *told]) and not skip_errors:
        # Nothing was written: of old letters only the errors are told.
        return Run(work.folder, [], [*work.problems, *(p for p in told if p.severity is Severity.ERROR)])
    work.problems += map(_kept, told) if skip_errors else told
    _set_apart(work)
    content = _register_digest(work)
    register = _stage_register(work, content)
    if said := _other_mailing(work):
        work.problems.append(said)
        if said.severity is Severity.ERROR:
            return Run(work.folder, [], work.problems)
    if work.staged or register:
        _record(work, register)
    _place(work)
    _remove_leftovers(work)
    if register:
        _place_register(work)
    return _finished(work, content, register)


def _other_mailing(work: _Work) -> Problem | None:
    """What is said where letters of another mailing stand in the folder.

    Those of members who are not chosen would stand in the register as letters of this one; and what was sent
    already, as the register or the journal of mails tells, would be written over.
    """
    before, notice, outcomes = mailing_in(work.folder), work.plan.notice, work.outcomes
    if before is None:
        return None
    number, subject = notice.value("number").strip(), notice.value("subject").strip()
    in_folder = sum(map(outcomes.tally, _LETTERS))
    others = in_folder - sum(outcomes.of_run[status] for status in _LETTERS)
    went_out = bool(work.history.mails) or bool(work.renewal and work.renewal.is_filled_in)
    has_other_number = before.has_other_number(number)
    has_same_number = bool(number and before.number) and not has_other_number
    is_other = not (has_same_number or before.is_about(subject))
    place, mailing = Place(file=str(work.folder)), "　".join(filter(None, (before.number, before.subject)))
    if (others and has_other_number) or (is_other and (others or went_out)):
        return problem("NM-W45", place, mailing=mailing, better=f"--output {_free_beside(work.folder)}")
    if is_other and work.state.files:
        return problem("NM-W47", place, mailing=mailing)
    if others and before.date and before.date != notice.date:
        return problem("NM-W46", place, count=others, date=wareki(before.date))
    return None


def _free_beside(folder: Path) -> str:
    """A folder beside this one that is not there yet."""
    numbers = itertools.count(2)
    names = (folder.with_name(f"{folder.name}{number}") for number in numbers)
    return str(next(path for path in names if not path.exists()))


def _kept(said: Problem) -> Problem:
    """What is said of a letter that was edited by hand when it is kept on purpose."""
    return replace(said, code=_KEPT.get(said.code, said.code))


def _set_apart(work: _Work) -> None:
    """Put on record which letters do not go out, and who has none."""
    outdated = {old.name for old in work.leftovers if not old.goes(work.prune)}
    without = []
    for index in range(len(work.outcomes)):
        if work.outcomes.status(index) is not Status.ERROR:
            continue
        letter = work.plan.letters[index]
        on_record = work.state.files.get(letter.file)
        there = digest_of(work.folder / letter.file) if on_record else b""
        # One that was edited by hand is kept on purpose, and goes out.
        if not on_record or not there or there in on_record.known:
            outdated |= {letter.file} if on_record else set()
            without.append((letter.number, letter.name))
    work.state.outdated, work.state.without = frozenset(outdated), tuple(without)


def _record(work: _Work, register: bytes, *, placed: bool = False) -> None:
    """Put on record what is ours: before the first move, and again when all is `placed`."""
    if work.staged:
        work.state.compressor = COMPRESSOR
    work.state.write(_on_record(work, register, placed))


def _on_record(work: _Work, register: bytes, placed: bool) -> Iterator[tuple[str, Made]]:
    """Every file with its name; until it is placed, with the old one that may stand there still."""
    rest = work.state.files.copy()
    for index in range(len(work.outcomes)):
        name, number = work.plan.letters.file_and_number(index)
        if not (source := work.outcomes.source(index)):
            # A letter that is kept stays at its place: what is printed later is in the order of the list.
            if name in rest:
                yield name, rest.pop(name)
            continue
        is_new = not placed and work.outcomes.status(index) is Status.MADE
        before = work.state.made(name) if is_new and work.state.files else None
        known = dict.fromkeys((work.outcomes.digest(index), *(before.known if before else ())))
        rest.pop(name, None)
        yield name, Made(number, tuple(known), source, is_new)
    if register:
        before = None if placed else rest.get(REGISTER)
        known = dict.fromkeys((register, *(before.known if before else ())))
        yield REGISTER, Made("", tuple(known))
        rest.pop(REGISTER, None)
    yield from rest.items()


def _place(work: _Work) -> None:
    """Move the staged letters to their places."""
    for index in work.staged:
        name, number = work.plan.letters.file_and_number(index)
        with _writing(work, name, number):
            _move(work, index, name)


def _move(work: _Work, index: int, name: str) -> None:
    # Never the output folder itself: when it vanishes, a share say, another one must not take its place.
    for above in list(PurePosixPath(name).parents)[-2::-1] if "/" in name else ():
        (work.folder / above).mkdir(exist_ok=True)
    target = f"{work.folder}{os.sep}{name}"
    if index in work.edited:
        patiently(os.replace, target, aside_of(Path(target)))
    # A Path takes as long as the move.
    patiently(os.replace, work.maker.staged(index), target)


@contextmanager
def _writing(work: _Work, name: str, member: str = "") -> Iterator[None]:
    """What the system refuses in here concerns this file."""
    try:
        yield
    except OSError as error:
        raise cannot_write(error, work.folder, work.folder / name, member) from error


def _remove_leftovers(work: _Work) -> None:
    going = [old for old in work.leftovers if old.goes(work.prune)]
    if not going:
        return
    names = [o.letter.file for o in work.outcomes if o.status is not Status.EXCLUDED]
    current = {fold_path(name): name for name in names}
    for old in going:
        with _writing(work, old.name, old.member):
            remove(old, work.folder, current)
        del work.state.files[old.name]
        work.removed.append(old.name)


def _stage_register(work: _Work, content: str) -> bytes:
    """Make the register if what it says is new; returns its digest, b"" when it stays as it is."""
    if content == work.state.register and digest_of(work.folder / REGISTER):
        return b""
    work.renewal = renewed(work.plan, work.outcomes, work.folder, work.state, work.history)
    path = work.maker.stage / REGISTER
    with _writing(work, REGISTER):
        path.write_bytes(work.renewal.data)
    others = digests_of_sheets(path, (SUMMARY, OTHER_FILES, MAILS))
    work.told = {TITLE: work.renewal.lines, **others}
    # Should the run be stopped before it is done, the next one looks for notes.
    work.state.is_noted = work.state.is_noted or work.renewal.is_noted
    before = work.state.told
    work.state.told = {n: tuple(dict.fromkeys((d, *before.get(n, ())))) for n, d in work.told.items()}
    return hashlib.sha256(work.renewal.data).digest()


def _place_register(work: _Work) -> None:
    """Put the new register in the place of the old one, which is put aside where it says what is not ours."""
    path = work.folder / REGISTER
    with _writing(work, REGISTER):
        if work.renewal and (kept := work.renewal.kept):
            aside = aside_of(path)
            patiently(path.replace, aside)
            work.problems.append(replace(kept, facts=kept.facts | {"aside": aside.name}))
        patiently((work.maker.stage / REGISTER).replace, path)
    if work.renewal:
        work.problems += work.renewal.problems
        work.state.is_noted = work.renewal.is_noted
    work.state.told = {name: (digest,) for name, digest in work.told.items()}


def _finished(work: _Work, content: str, register: bytes) -> Run:
    """The record of the run is written last of all."""
    others = with_outdated(work.state.others, work.plan)
    has_new_post = others != work.state.others
    work.state.others = others
    if register or work.changed or work.removed or has_new_post or work.state.was_cut_short:
        work.state.register = content
        _record(work, register, placed=True)
    path = work.folder / REGISTER
    return Run(work.folder, work.outcomes, work.problems, path, bool(register), work.removed)


def _register_digest(work: _Work) -> str:
    """What the register says, but for whether a letter is new or as before."""
    told = hashlib.sha256()
    contact, is_named = contacts(work.plan), prints_addressee(work.plan)
    for outcome in work.outcomes:
        letter = outcome.letter
        shown = "made" if outcome.status is Status.UNCHANGED else str(outcome.status)
        enclosed = [(e.label, e.attachment.title, e.copies) for e in letter.enclosures]
        to = letter.addressee.lines if is_named else letter.name
        line = (letter.number, to, letter.file, enclosed, letter.delivery, contact(letter))
        told.update(repr((line, shown, outcome.sha256, outcome.note)).encode("utf-8", "surrogatepass"))
    said = (_FORM, sorted(work.plan.notice.values.items()), work.plan.notice.date)
    told.update(repr(said).encode("utf-8", "surrogatepass"))
    return told.hexdigest() + digest_of_mails(work.history)
