"""The letters to look at before all are printed: those in which a layout most likely fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from noticemerge.japan import width
from noticemerge.planning.letters import Letter
from noticemerge.planning.planner import Plan
from noticemerge.problems import gettext, has_errors
from noticemerge.roster import Column
from noticemerge.template import COMPUTED, ROSTER

_ADDRESS = ("pref", "city", "address1", "street", "address2")
# What the program itself looks at; empty, it leaves no gap in a letter.
_LOOKED_AT = frozenset({"member_no", "seq", "honorific", "delivery", "skip", "left"})
_ADDRESSED = frozenset({"宛名", "敬称"})


def hardest(plan: Plan) -> list[tuple[Letter, tuple[str, ...]]]:
    """The letters to look at in the order of the list, each with why it was chosen, in words.

    The longest company name, the longest address, the most empty fields among those that the letter uses,
    and one letter for each honorific. A letter in error is none to look at.
    """
    sound = [letter for letter in plan.letters if not letter.excluded and not has_errors(letter.problems)]
    reasons: dict[int, list[str]] = {}
    for chosen, reason in _chosen(plan, sound):
        reasons.setdefault(chosen.member.row, []).append(reason)
    if _prints(plan, _ADDRESSED):
        for honorific, found in _by_honorific(sound).items():
            # One that is looked at anyway shows it as well.
            chosen = next((letter for letter in found if letter.member.row in reasons), found[0])
            reasons.setdefault(chosen.member.row, []).append(_honorific_said(honorific))
    return [(letter, tuple(reasons[letter.member.row])) for letter in sound if letter.member.row in reasons]


def used_columns(plan: Plan) -> list[Column]:
    """The columns of the list whose cells a letter prints, by themselves or within 宛名 and its like."""
    printed = {name.column for name in plan.bound.used if name.source == ROSTER}
    unused, passed_by = set(plan.unused), plan.enclosures.columns
    return [
        column
        for column in plan.roster.columns
        if column.index in printed
        or not (
            column.header in unused
            or column.index in passed_by
            or (column.field is not None and column.field.key in _LOOKED_AT)
        )
    ]


def empty_fields(letter: Letter, columns: Iterable[Column]) -> list[str]:
    """The headings of those columns that are empty for a member."""
    return [c.header for c in columns if not letter.member.texts[c.index].strip()]


def _chosen(plan: Plan, sound: list[Letter]) -> Iterable[tuple[Letter, str]]:
    if first := _most(sound, lambda letter: width(letter.name)):
        yield first, gettext("the longest company name")
    columns = used_columns(plan)
    by_key = {column.field.key for column in columns if column.field}
    if by_key & set(_ADDRESS) and (first := _most(sound, lambda letter: _address_width(plan, letter))):
        yield first, gettext("the longest address")
    if first := _most(sound, lambda letter: len(empty_fields(letter, columns))):
        listed = gettext(", ").join(" ".join(h.split()) for h in empty_fields(first, columns))
        yield first, gettext("the most empty fields ({fields})").format(fields=listed)


def _most(letters: list[Letter], measure: Callable[[Letter], int]) -> Letter | None:
    """The first letter with the greatest measure; None when that is nothing."""
    first = max(letters, key=measure, default=None)
    return first if first is not None and measure(first) else None


def _by_honorific(letters: list[Letter]) -> dict[str, list[Letter]]:
    found: dict[str, list[Letter]] = {}
    for letter in letters:
        found.setdefault(letter.addressee.honorific, []).append(letter)
    return found


def _honorific_said(honorific: str) -> str:
    if not honorific:
        return gettext("no honorific")
    return gettext("the honorific {word}").format(word=honorific)


def _prints(plan: Plan, labels: frozenset[str]) -> bool:
    return any(name.source == COMPUTED and name.label in labels for name in plan.bound.used)


def _address_width(plan: Plan, letter: Letter) -> int:
    return sum(width(plan.roster.value(letter.member, key)) for key in _ADDRESS)
