"""Checks of list, notice and letter together: doubts that none of the three shows alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from noticemerge.japan import fold, lazy_pattern, nearest, vocabulary
from noticemerge.notice import Notice
from noticemerge.problems import NOWHERE, CellPlace, Problem, Severity, problem, shortened
from noticemerge.roster import Member, Roster
from noticemerge.template import NOTICE, ROSTER, BoundTemplate, Name, Names, blank_in, more_places

# 鵜殿 is a name: 殿 counts only behind a space.
_OWN_HONORIFIC = lazy_pattern(r"(?:御中|各位|様|先生|\s殿)$")
# How like a known heading an unknown one must be to be asked about; two characters are too few to tell.
_ALIKE = 0.75
_SHORTEST_GUESSED = 3
# Lines of 通知 without which no letter can go out that prints them.
_NEEDED = ("subject", "sender")
_SAYS_NO = vocabulary().words["enclosure"]["no"] | {"0"}


def cells_among_words(
    roster: Roster, bound: BoundTemplate, member: Member, of_addressee: Iterable[Problem]
) -> list[Problem]:
    """Cells that do not suit the words around them: empty before 様, or ending with 様 themselves.

    An empty cell that is an error of the addressee's already is not told twice.
    """
    found = []
    stopped = [said.place for said in of_addressee if said.severity is Severity.ERROR]
    for name, bare in bound.bare.items():
        if name.source != ROSTER:
            continue
        text = member.texts[name.column].strip()
        own = _OWN_HONORIFIC.search(text) if bare.honorific else None
        if text and not own:
            continue
        place = roster.place(member, roster.columns[name.column])
        use = bound.used[name]
        tag = f"≪{use.typed}≫" if use.is_field else f"{{{{ {use.typed} }}}}"
        if not text and place not in stopped:
            found.append(problem("NM-S13", place, name=name.label, typed=tag))
        elif own:
            found.append(
                problem("NM-S16", place, text=text, typed=tag, honorific=bare.honorific, own=own[0].strip())
            )
    return found


def marks_taken_for_yes(roster: Roster, bound: BoundTemplate, member: Member) -> list[Problem]:
    """Cells that say no, × say, under a condition that only asks whether they are empty."""
    found = []
    for name, use in bound.asked.items():
        if name.source == ROSTER and fold(text := member.texts[name.column]) in _SAYS_NO:
            place = roster.place(member, roster.columns[name.column])
            found.append(problem("NM-S18", place, text=text.strip(), typed=use.typed, name=name.label))
    return found


def digits_not_shown(roster: Roster, all_digits: Sequence[tuple[Name, str]], member: Member) -> list[Problem]:
    """Cells whose number has more places than they show, under a filter that prints them all."""
    found = []
    for name, typed in all_digits:
        stored, text = member.stored.get(name.column), member.texts[name.column]
        if isinstance(stored, float) and (printed := more_places(text, stored)):
            place = roster.place(member, roster.columns[name.column])
            found.append(
                problem("NM-S43", place, text=text.strip(), printed=printed, typed=typed, name=name.label)
            )
    return found


def lines_not_ready(notice: Notice, bound: BoundTemplate) -> list[Problem]:
    """Lines of 通知 that the letter prints and that are empty, or say ○○ for what is to be written there."""
    found = []
    for name in bound.used:
        if name.source != NOTICE:
            continue
        text, place = notice.values[name.label], notice.places.get(name.label, NOWHERE)
        if not text.strip() and name.key in bound.plain:
            typed = bound.plain[name.key]
            meant = vocabulary().notice.find(name.label)
            code = "NM-S21" if meant and meant.key in _NEEDED else "NM-S19"
            found.append(problem(code, place, name=name.label, typed=typed))
        elif blank := blank_in(text):
            found.append(problem("NM-S20", place, text=blank))
    return found


def behind_the_slip(notice: Notice, bound: BoundTemplate) -> list[Problem]:
    """The list of attachments where it would be appended to a reply slip."""
    if bound.slip is None or not notice.attachments:
        return []
    return [problem("NM-T165", bound.slip, text=bound.slip.text)]


def shadowed(names: Names, bound: BoundTemplate) -> list[Problem]:
    """Columns that a computed field of the same name hides; 敬称 is meant to, it feeds the computed one."""
    found = []
    for name, use in bound.used.items():
        twin = names.hidden_by_computed(name)
        if twin is not None and fold(name.label) != fold("敬称"):
            found.append(problem("NM-S14", use.place, name=name.label))
    return found


def misread_headings(roster: Roster, unused: Sequence[str]) -> list[Problem]:
    """Headings that nothing uses and that look like a standard field the list lacks: 担当部書."""
    found = []
    lacking = [f for f in vocabulary().member if roster.column_of(f.key) is None]
    for column in roster.columns:
        if (
            column.field
            or column.part
            or column.is_ignored
            or column.header not in unused
            or len(column.header) < _SHORTEST_GUESSED
        ):
            continue
        if guess := nearest(column.header, (s for f in lacking for s in f.synonyms), at_least=_ALIKE):
            place = _heading_place(roster, column.letter)
            found.append(problem("NM-S15", place, heading=column.header, guess=guess))
    return found


def unused_columns(roster: Roster, unused: Sequence[str]) -> list[Problem]:
    """One note that names the columns which the letter does not use, but for those asked about already."""
    asked = {doubt.facts["heading"] for doubt in misread_headings(roster, unused)}
    columns = [column for column in roster.columns if column.header in unused and column.header not in asked]
    if not columns:
        return []
    listed = "、".join(shortened(" ".join(column.header.split())) for column in columns)
    return [problem("NM-S17", _heading_place(roster, columns[0].letter), headings=listed)]


def _heading_place(roster: Roster, letter: str) -> CellPlace:
    return CellPlace(file=roster.file.name, sheet=roster.sheet, cell=f"{letter}{roster.header_row}")
