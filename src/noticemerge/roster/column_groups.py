"""To whom or to which place a column belongs, and what it is of it: 支店住所 is the address of the branch.

A heading says both in one (自宅郵便番号, 住所（送付先）), or the heading merged above it says the first; a
title without either is that of the person beside whom it stands. Columns alike are numbered (部署2, 氏名2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from noticemerge.japan import Field, fold, lazy_pattern, vocabulary
from noticemerge.roster.header import Column

REP, CONTACT, SENDING, BRANCH, HEAD, OTHER = "rep", "contact", "sending", "branch", "head", "other"
# A building in this order behind what comes before it, whatever the order of the columns.
ADDRESS_ORDER = (
    "pref", "county", "city", "ward", "address1", "town", "village", "hamlet", "block", "street",
    "house", "rest",
)  # fmt: skip
BUILDING = ("address2", "floor")
POSTCODE = ("postcode", "postcode_begin", "postcode_end")
ADDRESS = frozenset((*ADDRESS_ORDER, *BUILDING))
PLACE = ADDRESS | frozenset(POSTCODE)
PERSON = frozenset({"person", "surname", "given", "joint"})
NAMED = PERSON | {"title", "dept", "section", "unit", "company", "corporate_form", "branch", "honorific"}

_PERSONS = (REP, CONTACT)
# Groups whose names may be those of letters.
_MEANT = ("", HEAD, BRANCH, REP, CONTACT, SENDING, "work")
# Groups with a name of their own.
_APART = frozenset({SENDING, "billing", "work", OTHER})
# What a heading says that is a group's word and no more: 担当者2 is a person.
_GROUP_ALONE = {REP: "person", CONTACT: "person", BRANCH: "branch", "work": "company"}
_NAME_OF = {REP: "person", CONTACT: "person", BRANCH: "branch", SENDING: "company", "work": "company"}
_NAME_OF |= {"billing": "company", "home": "person"}
_OF_REP = {"rep_name": "person", "rep_title": "title"}
_REPS_OWN = {part: key for key, part in _OF_REP.items()}
# Two of one group are two addresses, and asked about.
_WHOLE_PLACES = frozenset({"address1", "postcode"})
# The last characters of a heading that is a level below a department.
_LEVELS = {"課": "section", "課名": "section", "係": "unit", "係名": "unit"}
_LEVEL_KEYS = frozenset(_LEVELS.values())
_NUMBER = lazy_pattern(r"第?([1-9]\d?)(?:[行段番]目)?|(?<![a-z])([a-e])$")
_ORDINAL = lazy_pattern(r"^第?([1-9])(?!\d|次|種|類)(.+)")
# 主担当者, 副担当者: the first and the second.
_RANKED = lazy_pattern(r"([正主副])(担当.+)")
_LINKS = ("の", "用", "様", "分", "情報", "関係")
_WAYS = ("送付担当", "発送担当", "郵送担当")
_WHOLE = {"名", "名称", "氏名", "名前"}
_OF_A_PERSON = {"氏名", "名前"}
_GIVEN = {"名", "名前", "お名前"}


def with_groups(columns: Sequence[Column], said: Collection[str] = ()) -> tuple[Column, ...]:
    """The columns with `group`, `part` and `number`; those of nobody's name or address have no part.

    `said` are the keys of fields whose column the user named: those columns keep what was said.
    """
    read = _instead(_read(column, said) for column in columns)
    read = _sites(_levels(_halves_of_postcodes(_given_names(read))))
    read = [
        _title_beside(read, index) if "title" not in said else column for index, column in enumerate(read)
    ]
    return tuple(_fields_of_names(_places_beside(read)))


def _instead(read: Iterable[Column]) -> list[Column]:
    """Beside an address or a postcode that the user named, another of its group is none."""
    columns = list(read)
    said = {
        (_place_of(c), c.part.key) for c in columns if c.called and c.part and c.part.key in _WHOLE_PLACES
    }
    return [
        replace(c, part=None, field=None)
        if c.part and (_place_of(c), c.part.key) in said and not c.called and c.number == 1
        else c
        for c in columns
    ]


def _place_of(column: Column) -> str:
    return "" if column.group == HEAD else column.group


def _read(column: Column, said: Collection[str]) -> Column:
    if column.is_ignored or column.is_choice:
        return column
    group, field, number = _meaning(column.header, column.under)
    if column.field and column.field.key in said:
        return _as_said(column, group)
    if (
        field
        and group
        and column.field
        and not column.is_sure
        and field.key in ("person", _NAME_OF.get(group))
    ):
        column = replace(column, field=field, is_sure=True)  # 名称 below 支店
    own = column.field or field
    if own is None:
        return replace(column, group=group)
    if group == REP and own.key in _REPS_OWN and column.field:
        field = vocabulary().member[_REPS_OWN[own.key]]
        return replace(column, field=field, group=REP, part=own, number=number)
    if key := _OF_REP.get(own.key):
        return replace(column, group=REP, part=vocabulary().member[key], number=number)
    return replace(
        column, group=group if _may_be_grouped(own.key) or group in _APART else "", part=own, number=number
    )


def _as_said(column: Column, group: str) -> Column:
    """What the user named keeps the group of its heading only where that says which address it is."""
    assert column.field
    key = column.field.key
    if key in _OF_REP:
        return replace(column, group=REP, part=vocabulary().member[_OF_REP[key]])
    if key in PLACE:
        return replace(column, group="" if group == OTHER else group, part=column.field)
    return replace(column, group=CONTACT if key in {"person", "title", "dept"} else "", part=column.field)


def _may_be_grouped(key: str) -> bool:
    """The name of a company is everybody's: 会社名 does not say that something is the head office's."""
    return key in PLACE or key in PERSON or key in {"title", "dept", "section", "unit"}


@lru_cache(maxsize=4096)
def _meaning(header: str, under: str) -> tuple[str, Field | None, int]:
    """The group, the field and the number that a heading says."""
    words = vocabulary()
    whole, above = _ORDINAL.sub(r"\2\1", fold(header)), fold(under)
    if ranked := _RANKED.fullmatch(whole):
        whole = ranked[2] + ("2" if ranked[1] == "副" else "")
    if above and whole in _WHOLE and (upper := _group_of(above)[0]):
        return upper, _of_group(upper, whole), 1
    if found := words.member.exactly(header) or words.parts.exactly(header):
        own = "" if found.key in _LEVEL_KEYS else _group_of(whole)[0]  # 本部名 is no name of the head office
        return own or _group_of(above)[0], found, 1
    group, rest = _group_of(whole)
    if group == SENDING and rest.startswith("担当") and whole.startswith(_WAYS):
        return "", None, 1  # 発送担当 is who puts letters into envelopes
    if above:
        upper, _ = _group_of(above)
        if upper and not group:
            group, rest = upper, whole.removeprefix(above)
    rest, number = _numbered(rest)
    is_deep = bool(group) and words.heading(rest) is None
    inner, deeper = _group_of(rest) if is_deep else ("", rest)
    if inner and inner != group:
        group, rest = inner, deeper
    return group, _of_group(group, rest), number


def _group_of(folded: str) -> tuple[str, str]:
    """The group whose word stands at the front or the end of a folded heading, and the rest of it."""
    for word, group in vocabulary().groups:
        if folded.startswith(word):
            rest = folded[len(word) :]
            return group, next((rest.removeprefix(link) for link in _LINKS if rest.startswith(link)), rest)
    for word, group in vocabulary().groups:
        if len(word) > 1 and folded.endswith(word) and len(folded) > len(word):
            return group, folded.removesuffix(word)
    return "", folded


def _numbered(rest: str) -> tuple[str, int]:
    """The heading without its number, which is 1 where there is none."""
    found = _NUMBER.search(rest)
    if not found:
        return rest, 1
    number = int(found[1]) if found[1] else "abcde".index(found[2]) + 1
    return rest[: found.start()] + rest[found.end() :], number


def _of_group(group: str, rest: str) -> Field | None:
    words = vocabulary()
    if not rest:
        key = _GROUP_ALONE.get(group)
    elif rest in _WHOLE and group:
        key = "person" if rest in _OF_A_PERSON else _NAME_OF.get(group)
    elif found := words.heading(rest):
        key = _OF_REP.get(found.key, found.key)
        return words.member[key] if key != found.key else found
    else:
        key = None
    return words.member[key] if key else None


def _given_names(columns: list[Column]) -> list[Column]:
    """名 and 名前 beside 姓 are the given name, not the whole; so is 代表者名 beside 代表者姓."""
    surnames = {(c.group, c.number) for c in columns if c.part and c.part.key == "surname"}
    given = vocabulary().parts["given"]
    found = []
    for column in columns:
        is_name = column.part is not None and column.part.key == "person"
        last = _numbered(_group_of(fold(column.header))[1] if column.group else fold(column.header))[0]
        if is_name and (column.group, column.number) in surnames and last in _GIVEN | {""}:
            column = replace(column, part=given, field=None)
        found.append(column)
    return found


def _fields_of_names(columns: Iterable[Column]) -> Iterable[Column]:
    """A name under a heading of its own (本社会社名) is the field, where no other column is."""
    columns = list(columns)
    taken = {column.field.key for column in columns if column.field}
    # What is for sending stands beside the usual one, and goes before it.
    for_sending = {c.field.key for c in columns if c.field and c.group == SENDING}
    for column in columns:
        key = _field_of_name(column)
        given = for_sending if column.group == SENDING else taken
        if key and (key in _WHOLE_PLACES or key not in given):
            given.add(key)
            column = replace(column, field=vocabulary().member[key])
        yield column


def _field_of_name(column: Column) -> str:
    """The key of the standard field that a column of a name may be, which has none; "" for none."""
    part, group = column.part, column.group
    if column.field or part is None or column.number > 1 or group not in _MEANT:
        return ""
    if group == REP:
        return _REPS_OWN.get(part.key, "")
    if part.key in _WHOLE_PLACES and group in ("", HEAD, SENDING):
        return part.key
    is_name = part.key in NAMED & vocabulary().member.keys
    return part.key if is_name and (group != BRANCH or part.key == "branch") else ""


def _halves_of_postcodes(columns: list[Column]) -> list[Column]:
    """〒1 beside 〒2 has the first three digits."""
    halved = {column.group for column in columns if column.part and column.part.key == "postcode_end"}
    begin = vocabulary().parts["postcode_begin"]
    return [
        replace(c, part=begin, field=None) if c.part and c.part.key == "postcode" and c.group in halved else c
        for c in columns
    ]


def _levels(columns: list[Column]) -> list[Column]:
    """担当課 beside 担当部署 is a level below it, not another word for it."""
    found = []
    depts = [c for c in columns if c.part and c.part.key == "dept" and _level_of(c) is None]
    for column in columns:
        level = _level_of(column) if column.part and column.part.key == "dept" else None
        if level and any(other.group in (column.group, "", CONTACT) for other in depts):
            column = replace(column, part=vocabulary().parts[level], field=None)
        found.append(column)
    return found


def _level_of(column: Column) -> str | None:
    heading = fold(column.header)
    return None if "部" in heading else _LEVELS.get(heading[-1:]) or _LEVELS.get(heading[-2:])


def _sites(columns: list[Column]) -> list[Column]:
    """事業所名 or 施設名 beside 法人名 is where the company is written to, as a branch is."""
    named = [c for c in columns if c.part and c.part.key in ("company", "branch") and c.number == 1]
    own = [c for c in named if c.group not in _APART and c.group != "home" and not c.called]
    sites = [c for c in own if fold(c.header) in vocabulary().words["headings"]["sites"]]
    if len(sites) != 1 or len(own) != 2 or any(c.part and c.part.key == "branch" for c in own):
        return columns
    branch = vocabulary().member["branch"]
    return [replace(c, part=branch, field=branch, is_sure=True) if c is sites[0] else c for c in columns]


def _title_beside(columns: Sequence[Column], index: int) -> Column:
    """A title whose heading names nobody belongs to the representative beside whom it stands."""
    column = columns[index]
    if column.group or column.part is None or column.part.key != "title" or column.number > 1:
        return column
    left, right = _person_at(columns, index - 1), _person_at(columns, index + 1)
    is_reps = left == REP or (right == REP and left is None)
    if not is_reps or any(c.part and c.part.key == "title" and c.group == REP for c in columns):
        return column
    return replace(column, group=REP, field=vocabulary().member["rep_title"])


def _person_at(columns: Sequence[Column], index: int) -> str | None:
    """Whose name a column has: "rep", "contact"; None for none. What has only readings is looked past."""
    if not 0 <= index < len(columns):
        return None
    part, group = columns[index].part, columns[index].group
    if part is None or part.key not in PERSON:
        return None
    return group if group in _PERSONS else CONTACT


def _places_beside(columns: list[Column]) -> Iterable[Column]:
    """A postcode or building of no group goes with the address it stands beside, where that has a group."""
    own_places = [
        c for c in columns if _is_place(c) and not c.group and c.part and c.part.key in ADDRESS_ORDER
    ]
    for index, column in enumerate(columns):
        if not _is_place(column) or column.group or own_places:
            yield column
            continue
        after = _group_at(columns, index, 1)
        before = _group_at(columns, index, -1)
        first, second = (after, before) if column.part and column.part.key in POSTCODE else (before, after)
        yield replace(column, group=first or second or _only_group(columns))


def _group_at(columns: Sequence[Column], index: int, step: int) -> str:
    """The group of the nearest column on one side, as long as only columns of places stand between."""
    index += step
    while 0 <= index < len(columns) and _is_place(columns[index]):
        if columns[index].group:
            return columns[index].group
        index += step
    return ""


def _only_group(columns: Iterable[Column]) -> str:
    groups = {c.group for c in columns if _is_place(c) and c.group}
    return groups.pop() if len(groups) == 1 else ""


def _is_place(column: Column) -> bool:
    return column.part is not None and column.part.key in PLACE
