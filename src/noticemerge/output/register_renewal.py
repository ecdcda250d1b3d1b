"""The next register in the place of the old one: what is the clerk's goes over, the rest is made anew."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from noticemerge.output.clerk_notes import ClerkNotes, Left, notes_to_keep
from noticemerge.output.record import REGISTER, State, digest_of
from noticemerge.output.register import Told, register_workbook
from noticemerge.output.register_columns import clerks_columns
from noticemerge.output.register_reading import read_register, says_as_made
from noticemerge.problems import CannotUse, Place, Problem, gettext, problem

if TYPE_CHECKING:
    from noticemerge.output.mail_journal import History
    from noticemerge.output.outcomes import Outcomes
    from noticemerge.planning import Letter, Plan

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Renewal:
    """A register to be put into its place: `data`, and `lines`, the digest of its first sheet.

    `is_noted` says that the clerk has written into it, `is_filled_in` that something stands beside a member,
    `kept` why the old one is kept beside it, None where nothing of it would be lost. `problems` are told
    besides.
    """

    data: bytes
    lines: str
    is_noted: bool = False
    is_filled_in: bool = False
    kept: Problem | None = None
    problems: tuple[Problem, ...] = ()


def renewed(plan: Plan, outcomes: Outcomes, folder: Path, state: State, history: History) -> Renewal:
    """The register of these outcomes, with what the clerk wrote into the one that stands. Raises OSError."""
    path = folder / REGISTER
    replies = bool(plan.notice.value("reply_by").strip())
    usual = ClerkNotes(clerks_columns(replies=replies))
    is_named, contact = prints_addressee(plan), contacts(plan)
    told = Told(plan.notice, plan.today, is_named, contact, usual, state.others, history)
    there = digest_of(path)
    is_as_written = state.is_ours(REGISTER, there)
    if not there or (is_as_written and not state.is_noted):
        return Renewal(*register_workbook(told, outcomes))
    members = [(o.letter.number, told.addressee(o.letter)) for o in outcomes]
    place, kept = Place(file=str(path)), None
    try:
        standing = read_register(path)
        notes = notes_to_keep(path, standing, members, replies=replies)
        says_more = not says_as_made(standing, state)
    except (CannotUse, zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        notes, says_more = usual, True
    if not is_as_written and says_more:
        kept = problem("NM-W06", place)
    elif not is_as_written and notes.lost:
        kept = problem("NM-W32", place, what=gettext(", ").join(dict.fromkeys(notes.lost)))
    is_noted = bool(notes.lines or notes.left or notes.rules or notes.columns != usual.columns)
    made = register_workbook(replace(told, notes=notes), outcomes)
    is_filled_in = any(cell.text.strip() for line in notes.lines.values() for cell in line.values())
    return Renewal(*made, is_noted, is_filled_in, kept, _left(place, notes.newly_left))


def prints_addressee(plan: Plan) -> bool:
    """Whether the letters print 宛名, so that the register may say whom they are to."""
    return any(name.label == "宛名" and name.source == "computed" for name in plan.bound.used)


def contacts(plan: Plan) -> Callable[[Letter], tuple[str, str, str]]:
    """What gives telephone, mail address and postal address of a letter's member, as the list has them."""
    columns = [plan.roster.column_of(key) for key in ("tel", "email")]

    def contact(letter: Letter) -> tuple[str, str, str]:
        texts = letter.member.texts
        tel, email = (texts[column.index].strip() if column else "" for column in columns)
        to = plan.destinations.of(letter.member)
        return tel, email, "\n".join(filter(None, (to.postcode, *to.address)))

    return contact


def _left(place: Place, left: Sequence[Left]) -> tuple[Problem, ...]:
    if not left:
        return ()
    names = [" ".join(f"{one.number} {one.addressee}".split()) for one in left[:_MOST_NAMED]]
    names += ["…"] * (len(left) > len(names))
    return (problem("NM-W33", place, names=gettext(", ").join(names), count=len(left)),)
