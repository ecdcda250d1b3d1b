"""The column of each standard field, and problems of the headings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from noticemerge.japan import fold, vocabulary
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.column_groups import ADDRESS_ORDER, BUILDING
from noticemerge.roster.header import Column, Header
from noticemerge.roster.typed_options import option_for

# Where a column of this kind is called 送付先… it is meant for letters, and another is not.
_FOR_SENDING = {
    "company", "branch", "dept", "title", "person", "postcode", "pref", "city", "street", "address1",
    "address2", "tel", "fax", "email",
}  # fmt: skip
_SENDING = tuple(map(fold, ("送付", "発送先", "郵送先", "宛名", "宛先")))
# What has no group of its own is of these: the company's place and the contact.
_ALIKE = {"", "head", "contact", "sending", "work"}
# Several of these are parts of one address, or readings of several names.
JOINED = frozenset({*ADDRESS_ORDER, *BUILDING, "kana", "section", "unit", "joint"}) - {"pref", "address1"}
# Several columns of these are usual, and nothing is decided by them: a tag names one by its heading.
_MAY_BE_MANY = {
    "note", "category", "industry", "chapter", "joined", "copies", "company_kana", "person_kana",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """The column of each standard field, by the field's key.

    `instead` has the plain column of a field whose column is one for sending (送付先住所): it goes
    for a member for whom nothing is filled in there. `telling` are the columns that may say that a member
    has left.
    """

    columns: Mapping[str, Column]
    instead: Mapping[str, Column]
    problems: tuple[Problem, ...]
    telling: tuple[Column, ...] = ()


def settle(header: Header, place: CellPlace, said: Collection[str] = ()) -> FieldColumns:
    """Decide what each column means; two columns of one meaning are said. `place` is the sheet.

    `said` are the keys of the fields whose column the user has named: nothing is asked about them.
    """
    columns: dict[str, Column] = {}
    instead: dict[str, Column] = {}
    problems = list(_twins(header, place))
    for key, found in _by_key(header.columns).items():
        taken, plain = _taken(key, found)
        columns[key] = taken
        if plain:
            instead[key] = plain
        problems += _said(key, taken, plain, found, header, place)
    if "person" not in said:
        problems += _whose_name(columns, header, place)
    if "member_no" not in columns and "seq" in columns:
        # A list that is numbered only by No. is known by it.
        columns["member_no"] = columns["seq"]
    return FieldColumns(columns, instead, tuple(problems))


def _by_key(columns: Iterable[Column]) -> dict[str, list[Column]]:
    """The columns of each field; where one surely means it, those that only may do not count."""
    found: dict[str, list[Column]] = {}
    for column in columns:
        if column.field:
            found.setdefault(column.field.key, []).append(column)
    return {key: [c for c in same if c.is_sure] or same for key, same in found.items()}


def _taken(key: str, found: list[Column]) -> tuple[Column, Column | None]:
    sending = [column for column in found if _is_for_sending(key, column)]
    if len(found) > 1 and len(sending) == 1:
        plain = [column for column in found if column is not sending[0]]
        return sending[0], plain[0] if len(plain) == 1 else None
    label = fold(vocabulary().field(key).label)
    return next((column for column in found if fold(column.header) == label), found[0]), None


def _is_for_sending(key: str, column: Column) -> bool:
    return key in _FOR_SENDING and fold(column.header).startswith(_SENDING)


def _said(
    key: str, taken: Column, plain: Column | None, found: list[Column], header: Header, place: CellPlace
) -> Iterable[Problem]:
    """What there is to say about several columns of one meaning: an error where none is clearly meant.

    `plain` is the one that goes where the column `taken`, for sending, is empty.
    """
    instead = None if key in JOINED else plain
    others = [c for c in found if c is not taken and (c is instead or _means_the_same(c, taken))]
    if not others or key in _MAY_BE_MANY or (key == "seq" and _has_numbers(header)):
        return
    field = vocabulary().field(key)
    if _is_for_sending(key, taken):
        code = "NM-R27"
    elif fold(taken.header) == fold(field.label) and key != "skip":
        code = "NM-R26"
    else:
        code = "NM-R31"
    for column in others:
        facts = {"heading": column.header, "other": taken.header, "where": f"{taken.letter}{header.row}"}
        if code != "NM-R27":
            facts["this"] = option_for(field.label, column.header)
        if code == "NM-R31":
            facts["that"] = option_for(field.label, taken.header)
        yield problem(code, _at(place, column, header.row), label=field.label, **facts)


def _means_the_same(column: Column, taken: Column) -> bool:
    """Whether two columns of one field are two words for one thing, and not parts that are joined (部署1,
    部署2).
    """
    if column.part and column.part.key in JOINED:
        return False
    of_two = {column.group, taken.group} <= _ALIKE or column.group == taken.group
    return of_two and column.number == taken.number and fold(column.header) != fold(taken.header)


def _whose_name(columns: Mapping[str, Column], header: Header, place: CellPlace) -> Iterable[Problem]:
    """A bare 氏名 beside a company is the representative or a contact, and the letter differs."""
    column = columns.get("person")
    if column is None or fold(column.header) not in vocabulary().words["headings"]["whose"]:
        return
    told = (column.under and column.is_sure) or columns.keys() & {"rep_name", "dept", "title"}
    # The letter differs only where there is a title of the representative to stand before the name.
    if "company" in columns and "rep_title" in columns and not told:
        person, rep = (vocabulary().member[key].label for key in ("person", "rep_name"))
        facts = {"this": option_for(person, column.header), "that": option_for(rep, column.header)}
        yield problem("NM-R57", _at(place, column, header.row), heading=column.header, **facts)


def _has_numbers(header: Header) -> bool:
    return any(column.field and column.field.key == "member_no" for column in header.columns)


def _twins(header: Header, place: CellPlace) -> Iterable[Problem]:
    """Two headings written alike: a tag could mean either."""
    first: dict[str, Column] = {}
    for column in header.columns:
        other = first.setdefault(fold(column.header), column)
        if other is not column:
            where = _at(place, column, header.row)
            yield problem("NM-R30", where, heading=column.header, other=f"{other.letter}{header.row}")


def _at(place: CellPlace, column: Column, row: int) -> CellPlace:
    return CellPlace(file=place.file, sheet=place.sheet, cell=f"{column.letter}{row}")
