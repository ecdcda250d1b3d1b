"""What stands in an output folder, counted: letters, what was made beside them, mails. Nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from noticemerge.output.mail_journal import History, MailState
from noticemerge.output.record import FOLDER, RECORD, REGISTER, Made, Other, OtherKind, State, digest_of
from noticemerge.output.verification import Finding, stale


@dataclass(frozen=True, slots=True)
class Beside:
    """The files of one kind that were made beside the letters, by what became of them.

    `members` counts whom they are for; `is_stale` says that letters have changed since, or for labels and
    envelopes addresses: those of so many members as `outdated` says. Of these `source` is the digest of the
    list they were made of, and `words` how they were asked for.
    """

    findings: Counter[Finding]
    members: int
    is_stale: bool
    outdated: int = 0
    source: bytes = b""
    words: tuple[str, ...] = ()

    @property
    def there(self) -> int:
        """How many of the files are there."""
        return self.findings.total() - self.findings[Finding.MISSING]


@dataclass(frozen=True, slots=True)
class Overview:
    """An output folder, counted. `letters` are those that go out.

    `is_damaged` says that its record cannot be read, or is gone from beside a register. `outdated` are
    letters that do not go out, `without` members whose letter could not be made; `register` is None where no
    letter was made; `addressed` are the members on labels and envelopes that are there.
    """

    folder: Path
    is_damaged: bool = False
    was_cut_short: bool = False
    letters: Counter[Finding] = field(default_factory=Counter)
    outdated: int = 0
    without: int = 0
    register: Finding | None = None
    beside: dict[OtherKind, Beside] = field(default_factory=dict)
    mails: Counter[MailState] = field(default_factory=Counter)
    addressed: int = 0

    @property
    def has_letters(self) -> bool:
        """Whether letters were made there, as far as that can be told."""
        return bool(self.is_damaged or self.letters or self.outdated or self.without)


def overview(folder: Path, *, is_as_made: bool = False) -> Overview:
    """Count what stands in a folder. With `is_as_made` the letters need not be read once more.

    Where there is no record everything is 0. Raises OSError when a file cannot be read.
    """
    state = State.read(folder)
    if state.damaged or has_lost_record(folder):
        return Overview(folder, is_damaged=True)
    letters = {
        name: made.known[0] if is_as_made else digest_of(folder / name)
        for name, made in state.files.items()
        if name != REGISTER
    }
    going = [name for name in letters if name not in state.outdated]
    register = state.files.get(REGISTER) or Made("", ())
    return Overview(
        folder,
        was_cut_short=state.was_cut_short,
        letters=Counter(_finding(letters[name], state.files[name]) for name in going),
        outdated=sum(bool(letters[name]) for name in state.outdated if name in letters),
        without=len(state.without),
        register=_finding(digest_of(folder / REGISTER), register) if state.files else None,
        beside=_beside(state, letters),
        mails=History.read(folder).counts,
        addressed=_addressed(state),
    )


def has_lost_record(folder: Path) -> bool:
    """Whether there is a register and no record: whoever copies a folder may leave hidden ones out."""
    return (folder / REGISTER).is_file() and not (folder / FOLDER / RECORD).exists()


def has_letters(folder: Path) -> bool:
    """Whether letters are on record in a folder, or its record cannot be read. Raises OSError."""
    state = State.read(folder)
    return state.damaged or bool(state.files or state.without)


def _addressed(state: State) -> int:
    kinds = (OtherKind.LABELS, OtherKind.ENVELOPES)
    there = [
        made for name, made in state.others.items() if made.kind in kinds and (state.folder / name).exists()
    ]
    return len({(to.member, to.name) for made in there for to in made.made_for})


def _beside(state: State, letters: dict[str, bytes]) -> dict[OtherKind, Beside]:
    found = {name: _finding(digest_of(state.folder / name), other) for name, other in state.others.items()}
    old = set(stale(state, letters, [name for name in found if found[name] is not Finding.MISSING]))
    counted = {}
    for kind in OtherKind:
        names = [name for name, other in state.others.items() if other.kind is kind]
        if names:
            # Who is in a Word file to print, and in a PDF, is one.
            members = {(to.member, to.name) for name in names for to in state.others[name].made_for}
            findings = Counter(found[name] for name in names)
            of_letters = [name for name in names if state.others[name].source]
            last = state.others[names[-1]]
            as_made = {name for name in names if found[name] is Finding.AS_MADE}
            outdated = {member for name in as_made for member in state.others[name].outdated}
            is_old = _is_old(of_letters, found, old)
            counted[kind] = Beside(findings, len(members), is_old, len(outdated), last.source, last.words)
    return counted


def _is_old(names: list[str], found: dict[str, Finding], old: set[str]) -> bool:
    """Whether nothing is there that is of the letters as they are now: of Word files and PDFs one will do.

    What was edited stays where it is: beside one as made nothing is gained by making it anew.
    """
    there = [name for name in names if found[name] is not Finding.MISSING]
    endings = {Path(name).suffix for name in there}
    by_ending = [[name for name in there if Path(name).suffix == ending] for ending in endings]
    as_made = ([n for n in alike if found[n] is Finding.AS_MADE] or alike for alike in by_ending)
    return bool(there) and all(old.intersection(alike) for alike in as_made)


def _finding(there: bytes, made: Made | Other) -> Finding:
    if not there:
        return Finding.MISSING
    return Finding.AS_MADE if there in made.known else Finding.EDITED
