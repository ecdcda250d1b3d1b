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

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from noticemerge.japan import (
    FOR_PERSONS,
    NONE_WORDS,
    USUAL,
    Likeness,
    Named,
    is_foreign_name,
    same,
    take_off,
)
from noticemerge.planning.names_in_cells import (
    are_two_names,
    ends_in_title,
    firm_and_person,
    is_and_others,
    is_firm_name,
    is_office,
    kind_in_person_column,
    likeness,
    people_in,
    title_behind,
)
from noticemerge.problems import NOWHERE, Place, Problem, problem

_GAP = "\u3000"
# Whoever is in charge.
_NAMELESS = frozenset({"ご担当者", "御担当者", "担当者", "ご担当", "御担当"})
_MAY_END_TITLE = frozenset("長役任者表主人事員頭）)")
# Of 他2名 and ほか.
_MAY_COUNT = frozenset("他外か")
# Characters of a cell that a message quotes.
_MOST_SAID = 60
_NOBODY = {key: Named(key, "") for key in ("company", "branch", "dept")}


def _nowhere(_key: str) -> Place:
    return NOWHERE


@dataclass(frozen=True, slots=True)
class Contact:
    """One more person who is written to, in columns of their own; "" where there is none."""

    dept: str
    title: str
    person: str


@dataclass(slots=True, kw_only=True)
class Recipient:
    """What the list holds for a member; every text as displayed, "" where there is none.

    `honorific` is the cell of the column 敬称; `further` are persons in columns behind the first's (氏名2);
    `is_individual` says that the list calls the member a person (個人会員), `may_be_a_person` that the column
    for companies is one for members of any kind (会員名). `has_contact` says whether the list has any column
    for a person, a title or a department; `place_of` gives the place of a field's cell, by the field's name
    here.
    """

    company: str = ""
    branch: str = ""
    dept: str = ""
    title: str = ""
    person: str = ""
    honorific: str = ""
    rep_title: str = ""
    rep_name: str = ""
    further: tuple[Contact, ...] = ()
    is_individual: bool = False
    may_be_a_person: bool = False
    has_contact: bool = True
    place_of: Callable[[str], Place] = _nowhere


class Addressee(NamedTuple):
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
        company, branch, dept = self._named("company"), self._named("branch"), self._named("dept")
        contacts = self._contacts()
        if dept.text and not contacts and likeness(dept.text):
            self._say("NM-A39", "dept", text=dept.text)
            dept, contacts = _NOBODY["dept"], [Named("person", dept.text, dept.typed)]
        if self._from.further:
            contacts += map(self._further, self._from.further)
        if not contacts and not branch.text and not dept.text:
            company, contacts = self._in_company_cell(company)
        elif company.text and (found := firm_and_person(company.text)) and not found.is_nameless:
            self._say("NM-A24", "company", text=company.text)
        if not company.text and not any(contact.kind in ("person", "company") for contact in contacts):
            return self._nobody()
        if self._is_a_person(company, contacts):
            self._say("NM-A13", "company", text=company.text)
            company = company._replace(text="")
        above = [named for named in (company, branch, dept) if named.text]
        if branch.text and company.text:
            above = _without_repeats(above)
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

    def _in_company_cell(self, company: Named) -> tuple[Named, list[Named]]:
        """The company and the person whom its cell names too, or the person whom it names instead."""
        text, typed = company.text, company.typed if company.typed in FOR_PERSONS else ""
        wanted = self._from.honorific.strip() or company.typed
        if not text or company.is_collective:
            return company, []
        if found := firm_and_person(text):
            self._say("NM-A25" if found.firm else "NM-A27", "company", text=text, person=found.said)
            return company._replace(text=found.firm, typed=""), [Named(found.kind, found.said, typed)]
        if wanted not in ("", *FOR_PERSONS):
            return company, []
        if is_office(text):
            if not wanted:
                self._say("NM-A26", "company", text=text)
        elif not self._is_person_instead(text, wanted):
            return company, []
        return company._replace(text=""), [Named("person", text, typed)]

    def _is_person_instead(self, text: str, wanted: str) -> bool:
        """Whether the cell for a company holds a person: so the list says, or its heading and the name do."""
        like = likeness(text)
        if wanted:
            return bool(like) or text in _NAMELESS
        if self._from.is_individual:
            if is_firm_name(text):
                return False
            if not like and not is_foreign_name(text):
                self._say("NM-A27", "company", text=text)
            return True
        if like is Likeness.SURE or (like and self._from.may_be_a_person):
            self._say("NM-A27", "company", text=text)
            return True
        if like:
            self._say("NM-A28", "company", text=text)
        return False

    def _further(self, contact: Contact) -> Named:
        title, _ = take_off("title", contact.title, partial(self._place, self._title_key))
        person = self._part("person", contact.person, self._person_key)
        named = self._titled(title.text, person) if person.text else title
        return named._replace(text=f"{contact.dept}\n{named.text}") if contact.dept else named

    def _nobody(self) -> Addressee:
        self._say("NM-A10", "company")
        return Addressee((), "", tuple(self._problems))

    def _named(self, key: str) -> Named:
        cell = getattr(self._from, key)
        return self._part(key, cell, key) if cell else _NOBODY[key]

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
        if not text:
            return []
        parts, is_sure = people_in(text)
        if len(parts) > 1 and ends_in_title(parts[0]):
            parts = [_one_line(text)]  # a title on the first line, the name on the second: one person
        elif len(parts) == 1 and are_two_names(text):
            parts = text.split()
        persons = [named for part in parts if (named := self._part("person", part, self._person_key)).text]
        if len(persons) > 1:
            names = "、".join(named.text for named in persons)
            names = names if len(names) <= _MOST_SAID else f"{names[:_MOST_SAID]}…"
            self._say("NM-A07", self._person_key, count=len(persons), names=names)
        elif persons and not is_sure:
            self._say("NM-A29", self._person_key, text=persons[0].text)
        return list(map(self._no_person, persons))

    def _no_person(self, named: Named) -> Named:
        """A company or a department that stands in the column for persons is addressed as what it is."""
        kind = kind_in_person_column(named.text)
        if not kind:
            return named
        is_two = kind == "company" and self._from.company.strip()
        self._say("NM-A36" if is_two else "NM-A35", self._person_key, text=named.text)
        return named._replace(kind=kind)

    def _titles(self, *, several: bool) -> list[Named]:
        text = getattr(self._from, self._title_key)
        if not text:
            return []
        parts = people_in(text)[0] if several else [_one_line(text)]
        return [named for part in parts if (named := self._part("title", part, self._title_key)).text]

    def _part(self, kind: str, text: str, key: str) -> Named:
        named, problems = take_off(kind, text, partial(self._place, key))
        self._problems += problems
        return named

    def _titled(self, title: str, person: Named) -> Named:
        if not person.is_person:
            return Named("title", f"{person.text}{_GAP}{title}") if title else person
        if person.text != title and person.text.startswith(title) and title:
            self._say("NM-A09", self._person_key, text=person.text, title=title)
            return person
        if not title and person.text[-1:] in _MAY_END_TITLE and (found := title_behind(person.text)):
            printed = _GAP.join(found)
            self._say("NM-A37", self._person_key, text=person.text, printed=printed)
            return person._replace(text=printed)
        if ends_in_title(person.text):
            self._say("NM-A11", self._person_key, text=person.text)
        elif _MAY_COUNT.intersection(person.text) and is_and_others(person.text):
            self._say("NM-A40", self._person_key, text=person.text)
        elif person.text.endswith(("）", ")")) and not {"（", "("}.isdisjoint(person.text):
            self._say("NM-A38", self._person_key, text=person.text)
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


def _without_repeats(above: list[Named]) -> list[Named]:
    """甲社 above 甲社大阪支店 is said once; so is 大阪支店 behind 甲社　大阪支店."""
    kept: list[Named] = []
    for named in above:
        upper = kept[-1].text if kept and named.kind == "branch" else ""
        if upper and named.text.startswith(upper):
            kept.pop()
        if not (upper and upper != named.text and upper.endswith(named.text)):
            kept.append(named)
    return kept


def _ended(named: Named, honorific: str) -> str:
    return named.text if named.is_collective or not honorific else f"{named.text}{_GAP}{honorific}"


def _one_line(text: str) -> str:
    return _GAP.join(_lines(text))


def _lines(text: str) -> list[str]:
    return [said for line in text.splitlines() if (said := line.strip())]
