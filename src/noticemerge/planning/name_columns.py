"""The columns of an addressee: the company, the department and one person or several, each maybe in parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from noticemerge.japan import fold, lazy_pattern
from noticemerge.planning.addressee_block import Contact, Recipient
from noticemerge.problems import NOWHERE, Place
from noticemerge.roster import Column, Member, Roster

# The standard fields that an addressee is made of.
ADDRESSED = ("company", "branch", "dept", "title", "person", "honorific", "rep_title", "rep_name")
# Those that may stand in several columns, none of which is the field's own.
_JOINED = ("dept", "title", "person", "rep_title", "rep_name")
# What has no group, or one for letters, is the contact's.
_CONTACT = ("", "contact", "sending", "work")
_OFFICES = ("head", "branch")
_GAP = "\u3000"
# A column so called holds whoever is a member, and not companies alone.
_ANY_MEMBER = lazy_pattern(r"会員名|^名称$|^名前$|宛名")
# What says whether a member is a person (個人会員), and the longest word for it.
_OF_KIND = lazy_pattern(r"個人.*法人|法人.*個人|種別|区分|種類|形態|資格|属性|分類|の別$")
_LONGEST_KIND = 10

_OF_REPRESENTATIVES = lazy_pattern(
    "代表|社長|会長|会頭|理事長|組合長|店主|事業主|頭取|院長|園長|学長|校長|館長|住職|オーナー|所長"
)
# Headings that do not say whose title it is.
_TITLES = frozenset(
    map(
        fold,
        ("役職", "役職名", "肩書", "肩書き", "職名", "職位", "ご役職", "お役職", "役職・肩書", "役職・職名"),
    )
)


class NameColumns:
    """The columns of a list's addressees; the usual ones are single, and cost nothing more than before."""

    def __init__(self, roster: Roster, *, at_home: bool = False) -> None:
        self._roster = roster
        company = roster.column_of("company")
        # Who is written to at home is not written to at work.
        self._left_out = {"company"} if at_home and company and company.group == "work" else set()
        self._keys = [key for key in ADDRESSED if roster.column_of(key) and key not in self._left_out]
        branch = roster.column_of("branch")
        contact = [c for c in roster.columns if c.part and _is_contacts(c, branch) and not c.is_ignored]
        reps = [c for c in roster.columns if c.part and c.group == "rep" and not c.is_ignored]
        self._form = _first(contact, "corporate_form")
        self._company = roster.column_of("company")
        self._depts = _several(contact, ("dept", "section", "unit"))
        self._people = _People(contact, "person")
        self._reps = _People(reps, "person")
        self._kinds = tuple(column.index for column in roster.columns if _is_of_kind(column))
        self._is_any_member = bool(
            self._company and _ANY_MEMBER.search(self._company.called or self._company.header)
        )
        self.has_contact = bool({"person", "title", "dept"} & set(self._keys)) or bool(
            self._depts or self._people.columns
        )

        self._addressed = self._people if self.has_contact else self._reps
        in_parts = self._people.in_parts or self._reps.in_parts or self._people.titles or self._reps.titles
        self._is_single = not (self._form or self._depts or in_parts)
        self._said = self._keys if self._is_single else [*dict.fromkeys((*self._keys, *_JOINED))]

    def title_in_question(self) -> Column | None:
        """A title that stands between two persons and suits the other one better than its neighbour."""
        roster = self._roster
        if roster.mapped.keys() & {"title", "rep_title"}:
            return None
        for column in roster.columns[1:-1]:
            is_title = (
                column.part is not None and column.part.key == "title" and fold(column.header) in _TITLES
            )
            beside = {_person_of(roster.columns[column.index + step]) for step in (-1, 1)}
            if is_title and beside == {"rep", "contact"}:
                texts = [text for m in roster.members if (text := m.texts[column.index].strip())]
                is_reps = [_OF_REPRESENTATIVES.search(text) is not None for text in texts]
                if not (all(is_reps) if column.group == "rep" else not any(is_reps)):
                    return column
        return None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, from the company to the honorific, of those that letters are addressed to."""
        keys = (
            ADDRESSED[:-2]
            if self.has_contact
            else ("company", "branch", "rep_title", "rep_name", "honorific")
        )
        people = self._addressed
        # Names that stand in parts (姓, 名) are taken from these, whatever else is a name.
        in_parts = people.columns if people.in_parts else None
        own: list[Column] = [
            column
            for key in keys
            if key in self._keys and (column := self._roster.column_of(key))
            if in_parts is None or key not in ("person", "rep_name") or column in in_parts
        ]
        instead = [c for key in keys if (c := self._roster.fields.instead.get(key))]
        parts = [*([self._form] if self._form else []), *self._depts, *people.columns]
        found = dict.fromkeys([*own, *instead, *parts])
        return tuple(sorted(found, key=_in_block))

    def values(self, values: dict[str, str], member: Member) -> dict[str, str]:
        """`values` of a member by standard field, with what stands in several columns joined."""
        if self._is_single:
            return values
        texts = member.texts
        if self._form and (form := texts[self._form.index].strip()):
            values["company"] = _with_form(values.get("company", ""), form, self._form, self._company)
        if self._depts and (dept := _line(texts, self._depts)):
            values["dept"] = dept
        for people, key in ((self._people, "person"), (self._reps, "rep_name")):
            if people.in_parts and (name := people.first(texts)):
                values[key] = name
        for people, key in ((self._people, "title"), (self._reps, "rep_title")):
            if people.titles and (title := _line(texts, people.titles)):
                values[key] = title
        return values

    def recipient(self, values: Mapping[str, str], member: Member, group: str = "") -> Recipient:
        """What the addressee block is made of; `values` as from the method of that name.

        `group` is that of the place to which the letter goes, where the list chooses it for each member.
        """
        said = {key: values[key] for key in self._said if key in values}
        if group:
            said = self._at(group, said, member)
        return Recipient(
            **said,
            further=self._addressed.further(member.texts) if self._addressed.others else (),
            has_contact=self.has_contact or (group == "home" and bool(said.get("person"))),
            is_individual=bool(self._kinds) and self._is_individual(member.texts),
            may_be_a_person=self._is_any_member,
            place_of=partial(self._cell_of, member),
        )

    def _at(self, group: str, said: dict[str, str], member: Member) -> dict[str, str]:
        """Who is written to at a place: at home the person alone, at the head office not the branch."""
        if group == "sending":
            return said
        own = {
            c.part.key: text
            for c in self.columns_of(group)
            if c.part and (text := member.texts[c.index].strip())
        }
        # Not who is named for the place for sending.
        plain = {key: member.texts[c.index].strip() for key, c in self._roster.fields.instead.items()}
        said = said | {key: text for key, text in plain.items() if key in said}
        if group == "home":
            person = own.get("person") or said.get("person") or said.get("rep_name", "")
            kept = {"honorific": said["honorific"]} if "honorific" in said else {}
            return {**kept, "person": person} if person else said
        if group == "billing" and own.keys() & {"company", "person"}:
            # Another company and its people.
            return own
        return {key: text for key, text in said.items() if key != "branch" or group != "head"} | own

    def columns_of(self, group: str) -> list[Column]:
        """The columns of names that belong to the place of a group."""
        return [
            c
            for c in self._roster.columns
            if c.part and c.group == group and c.number == 1 and c.part.key in ADDRESSED
        ]

    def _is_individual(self, texts: Sequence[str]) -> bool:
        """Whether the list calls a member a person; who trades (個人事業主) may do so under any name."""
        said = (texts[index] for index in self._kinds)
        return any("個人" in text and "事業" not in text and len(text) <= _LONGEST_KIND for text in said)

    def _cell_of(self, member: Member, key: str) -> Place:
        column = self._roster.column_of(key)
        if column is None:
            people = {"person": self._people, "rep_name": self._reps}.get(key)
            column = people.columns[0] if people and people.columns else None
        return self._roster.place(member, column) if column else NOWHERE


def _is_of_kind(column: Column) -> bool:
    """Whether a column says what kind of member each is: 会員種別, 法人・個人の別."""
    if column.is_ignored or (column.field and column.field.key != "category"):
        return False
    return column.field is not None or (column.part is None and _OF_KIND.search(column.header) is not None)


class _People:
    """The columns of one sort of people: the first, whose surname may stand apart, and those named after."""

    def __init__(self, columns: Sequence[Column], key: str) -> None:
        numbered: dict[int, dict[str, Column]] = {}
        for column in columns:
            part = column.part.key if column.part else ""
            if part in {"person", "surname", "given", "title"}:
                numbered.setdefault(column.number, {}).setdefault(part, column)
            elif part == "joint":
                numbered.setdefault(column.number + 1, {}).setdefault(key, column)
        several_depts = [c for c in columns if c.part and c.part.key == "dept" and c.number > 1]
        for parts in numbered.values():
            if "person" in parts:
                # A whole name stands for itself; what is under 姓 is somebody else's.
                parts.pop("surname", None)
                parts.pop("given", None)
        named = {n for n, parts in numbered.items() if parts.keys() & {"person", "surname", "given"}}
        for column in several_depts:
            if column.number in named:
                numbered[column.number]["dept"] = column
        first = numbered.pop(1, {})
        # 役職2 without a second name is one more title of the first person.
        further_titles = [numbered.pop(n)["title"] for n in sorted(numbered.keys() - named)]
        self.titles = (first["title"], *further_titles) if further_titles and "title" in first else ()
        self._first = first
        self.in_parts = bool(first.keys() & {"surname", "given"}) and "person" not in first
        self.others = [numbered[number] for number in sorted(numbered)]
        own = [first[k] for k in ("surname", "given") if self.in_parts and k in first]
        self.columns = (*self.titles, *own, *(column for parts in self.others for column in parts.values()))

    def first(self, texts: Sequence[str]) -> str:
        """The whole name of the first person."""
        return _name(texts, self._first)

    def further(self, texts: Sequence[str]) -> tuple[Contact, ...]:
        """The others who are named for a member."""
        found = []
        for parts in self.others:
            name, title = _name(texts, parts), _text(texts, parts.get("title"))
            dept = _text(texts, parts.get("dept"))
            if name or title:
                found.append(Contact(dept, title, name))
        return tuple(found)


def _is_contacts(column: Column, branch: Column | None) -> bool:
    """Whether letters go to whom a column is about: one of an office is (本社部署), where it is the field's
    column, or the office is the branch that is printed above it.
    """
    if column.group in _OFFICES:
        return column.field is not None or (branch is not None and column.group == "branch")
    return column.group in _CONTACT


def _person_of(column: Column) -> str:
    if column.part is None or column.part.key not in {"person", "surname", "given"}:
        return ""
    return "rep" if column.group == "rep" else "contact"


def _several(columns: Iterable[Column], keys: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a department that is kept in levels; none where there is but one, or each person has
    one.
    """
    people = {c.number for c in columns if c.part and c.part.key in {"person", "surname", "joint"}}
    found = [
        c for c in columns if c.part and c.part.key in keys and (c.number == 1 or c.number not in people)
    ]
    levels = {(c.part.key if c.part else "", c.number) for c in found}
    # A department for sending is whole, and goes before one in levels.
    if not found or any(c.group == "sending" for c in found):
        return ()
    is_one = len(levels) == 1 and levels == {("dept", 1)}
    return () if is_one else tuple(sorted(found, key=lambda c: c.index))


def _line(texts: Sequence[str], columns: Iterable[Column]) -> str:
    """The levels of a department on one line; one that repeats the levels above stands for them."""
    line = ""
    for column in columns:
        if text := texts[column.index].strip():
            line = text if text.startswith(line) else f"{line}{_GAP}{text}"
    return line


def _with_form(company: str, form: str, form_column: Column, company_column: Column | None) -> str:
    if not company or company.startswith(form) or company.endswith(form):
        return company
    is_before = company_column is None or form_column.index < company_column.index
    return f"{form}{company}" if is_before else f"{company}{form}"


def _name(texts: Sequence[str], parts: Mapping[str, Column]) -> str:
    if "person" not in parts:
        said = (_text(texts, parts.get("surname")), _text(texts, parts.get("given")))
        return _GAP.join(filter(None, said))
    return _text(texts, parts["person"])


def _text(texts: Sequence[str], column: Column | None) -> str:
    return texts[column.index].strip() if column else ""


def _first(columns: Iterable[Column], key: str) -> Column | None:
    return next((c for c in columns if c.part and c.part.key == key), None)


def _in_block(column: Column) -> tuple[int, int]:
    """Where it stands in the block: company, branch, department, then the people."""
    key = column.part.key if column.part else ""
    levels = (("company", "corporate_form"), ("branch",), ("dept", "section", "unit"))
    level = next((n for n, keys in enumerate(levels) if key in keys), 4 if key == "honorific" else 3)
    return (3 if column.number > 1 else level), column.index
