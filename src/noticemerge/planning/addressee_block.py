"""The addressee block of a letter (宛名) and its one honorific.

Who is addressed, by what the list holds for the member (Japanese business letters; 公用文 agree):

    person                the company, the department, then 役職　氏名　様
    a title, no person    …, then 役職　殿
    a department          御中 behind the department, and nowhere else
    a branch              御中 behind the branch
    the company alone     会社名　御中

The representative (代表者) is addressed only when the list has no columns for a person, a title or a
department at all: where a list has them, an empty cell means that the company itself is written to.

A 敬称 column wins where its word suits the addressee. Honorifics already typed in the cells are taken
off and said; names stay as they are, character for character.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from noticemerge.japan import FOR_PERSONS, NONE_WORDS, USUAL, Named, same, take_off
from noticemerge.problems import NOWHERE, Place, Problem, problem

_GAP = "\u3000"
_TITLE_AT_END = re.compile(
    r"(?:[社会部課係室次局所店場院園校]長|理事長|組合長|事務長|取締役|監査役|専務|常務|主任|課長補佐|支配人)$"
)
_SEPARATORS = re.compile(r"[\n、]")


def _nowhere(_key: str) -> Place:
    return NOWHERE


@dataclass(slots=True, kw_only=True)
class Recipient:
    """What the list holds for a member; every text as displayed, "" where there is none.

    `honorific` is the cell of the column 敬称. `has_contact` says whether the list has any column for a
    person, a title or a department; `place_of` gives the place of a field's cell, by the field's name here.
    """

    company: str = ""
    branch: str = ""
    dept: str = ""
    title: str = ""
    person: str = ""
    honorific: str = ""
    rep_title: str = ""
    rep_name: str = ""
    has_contact: bool = True
    place_of: Callable[[str], Place] = _nowhere


@dataclass(frozen=True, slots=True)
class Addressee:
    """The block line by line, the honorific in it ("" when none was wanted), and what is doubtful.

    `lines` is empty when there is nobody to write to; `problems` then has the error.
    """

    lines: tuple[str, ...]
    honorific: str
    problems: tuple[Problem, ...]


def addressee(recipient: Recipient) -> Addressee:
    """The addressee block of one member."""
    return _Block(recipient).made()


class _Block:
    """The block while it is put together; problems gather on the way."""

    def __init__(self, recipient: Recipient) -> None:
        self._from = recipient
        self._problems: list[Problem] = []
        by_representative = not recipient.has_contact
        self._person_key = "rep_name" if by_representative else "person"
        self._title_key = "rep_title" if by_representative else "title"

    def made(self) -> Addressee:
        company, branch, dept = (self._named(key) for key in ("company", "branch", "dept"))
        contacts = self._contacts()
        if not company.text and not any(contact.is_person for contact in contacts):
            return self._nobody()
        if self._is_a_person(company, contacts):
            self._say("NM-A13", "company", text=company.text)
            company = replace(company, text="")
        above = [named for named in (company, branch, dept) if named.text]
        last = contacts or [above.pop()]
        self._check_above(above)
        honorifics = [self._honorific(named) for named in last]
        ends = [_ended(named, honorific) for named, honorific in zip(last, honorifics, strict=True)]
        lines = [line for text in (*(n.text for n in above), *ends) for line in _lines(text)]
        return Addressee(tuple(lines), honorifics[-1], tuple(self._problems))

    def _is_a_person(self, company: Named, contacts: list[Named]) -> bool:
        """Whether the company is the contact once more, as for a member who is no company."""
        return (
            len(contacts) == 1
            and contacts[0].is_person
            and company.text[-1:] == contacts[0].text[-1:]  # folding takes long
            and same(company.text, contacts[0].text)
        )

    def _nobody(self) -> Addressee:
        self._say("NM-A10", "company")
        return Addressee((), "", tuple(self._problems))

    def _named(self, key: str) -> Named:
        named, problems = take_off(key, getattr(self._from, key), partial(self._place, key))
        self._problems += problems
        return named

    def _contacts(self) -> list[Named]:
        """The persons, each with the title before the name; else the title alone; else nothing."""
        persons = self._persons()
        titles = self._titles(several=len(persons) > 1)
        if not persons:
            return titles
        if len(titles) != len(persons):
            if titles:
                self._say("NM-A08", self._title_key, titles=len(titles), names=len(persons))
            joined = "、".join(title.text for title in titles)
            titles = [Named("title", joined), *[Named("title", "")] * (len(persons) - 1)]
        return [self._titled(title.text, person) for title, person in zip(titles, persons, strict=True)]

    def _persons(self) -> list[Named]:
        text = getattr(self._from, self._person_key)
        parts = _parts(text)
        if len(parts) > 1 and _TITLE_AT_END.search(parts[0]):
            parts = [_one_line(text)]  # a title on the first line, the name on the second: one person
        persons = [named for part in parts if (named := self._part("person", part, self._person_key)).text]
        if len(persons) > 1:
            names = "、".join(named.text for named in persons)
            self._say("NM-A07", self._person_key, count=len(persons), names=names)
        return persons

    def _titles(self, *, several: bool) -> list[Named]:
        text = getattr(self._from, self._title_key)
        parts = _parts(text) if several else [_one_line(text)]
        return [named for part in parts if (named := self._part("title", part, self._title_key)).text]

    def _part(self, kind: str, text: str, key: str) -> Named:
        named, problems = take_off(kind, text, partial(self._place, key))
        self._problems += problems
        return named

    def _titled(self, title: str, person: Named) -> Named:
        if person.text != title and person.text.startswith(title) and title:
            self._say("NM-A09", self._person_key, text=person.text, title=title)
            return person
        if _TITLE_AT_END.search(person.text):
            self._say("NM-A11", self._person_key, text=person.text)
        return Named("person", f"{title}{_GAP}{person.text}" if title else person.text, person.typed)

    def _honorific(self, named: Named) -> str:
        """The word behind a last line: the column's, else the one typed there, else the rule's."""
        wanted = self._from.honorific.strip()
        if named.is_collective:
            if wanted and wanted != named.typed:
                self._say("NM-A04", "honorific", typed=wanted, name=named.text, used=named.typed)
            return named.typed
        if wanted in NONE_WORDS:
            return ""
        if wanted and wanted not in USUAL:
            self._say("NM-A06", "honorific", typed=wanted, name=named.text)
        return self._suited(named, wanted or named.typed, "honorific" if wanted else named.kind)

    def _suited(self, named: Named, wanted: str, key: str) -> str:
        rule = named.usual_honorific
        if not wanted or wanted == rule:
            return rule
        if named.refuses(wanted):
            self._say("NM-A04", key, typed=wanted, name=named.text, used=rule)
            return rule
        if named.kind == "company" and wanted in FOR_PERSONS:
            self._say("NM-A05", key, typed=wanted, name=named.text)
        return wanted

    def _check_above(self, above: list[Named]) -> None:
        for named in above:
            if named.is_collective:
                self._say("NM-A12", named.kind, text=named.text)

    def _place(self, key: str) -> Place:
        return self._from.place_of(key)

    def _say(self, code: str, key: str, **facts: str | int) -> None:
        own = {"person": self._person_key, "title": self._title_key}.get(key, key)
        self._problems.append(problem(code, self._place(own), **facts))


def _ended(named: Named, honorific: str) -> str:
    return named.text if named.is_collective or not honorific else f"{named.text}{_GAP}{honorific}"


def _parts(text: str) -> list[str]:
    """What stands between line breaks and 、; never split at ・ or a comma, which names contain."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _one_line(text: str) -> str:
    return _GAP.join(_lines(text))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
