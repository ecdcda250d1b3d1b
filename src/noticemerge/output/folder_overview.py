"""What stands in an output folder, counted: letters, what was made beside them, mails. Nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from noticemerge.output.mail_journal import History, MailState
from noticemerge.output.record import REGISTER, Made, Other, OtherKind, State, digest_of
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

    `outdated` are letters that do not go out, `without` members whose letter could not be made; `register`
    is None where no letter was made.
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


def overview(folder: Path, *, is_as_made: bool = False) -> Overview:
    """Count what stands in a folder. With `is_as_made` the letters need not be read once more.

    Where there is no record everything is 0. Raises OSError when a file cannot be read.
    """
    state = State.read(folder)
    if state.damaged:
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
    )


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
            # What was edited stays where it is: beside one as made nothing is gained by making it anew.
            as_made = {name for name in names if found[name] is Finding.AS_MADE}
            endings = {Path(name).suffix for name in as_made}
            is_old = any(n in as_made or Path(n).suffix not in endings for n in names if n in old)
            last = state.others[names[-1]]
            outdated = {member for name in as_made for member in state.others[name].outdated}
            counted[kind] = Beside(findings, len(members), is_old, len(outdated), last.source, last.words)
    return counted


def _finding(there: bytes, made: Made | Other) -> Finding:
    if not there:
        return Finding.MISSING
    return Finding.AS_MADE if there in made.known else Finding.EDITED
