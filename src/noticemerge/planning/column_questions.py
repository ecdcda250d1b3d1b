"""Columns that nothing uses although they look as if they belonged to the address or the addressee.

A part of an address that is left out makes a wrong letter, so that such a column is asked about where the
letter prints what it seems to be part of: by its heading, by standing among its columns, or by what its cells
say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from noticemerge.excel import column_letter
from noticemerge.japan import fold, lazy_pattern, nearest, vocabulary
from noticemerge.planning.destinations import Destinations
from noticemerge.planning.names_in_cells import is_firm_name
from noticemerge.planning.sending_marks import marks_in_question
from noticemerge.problems import Problem, problem
from noticemerge.roster import NAMED, PLACE, Column, Roster, ignore_option, option_for, says_places

# How many filled cells of a column are looked at, and how many of ten must look alike.
_LOOKED_AT = 50
_MOST = 0.6
_ALIKE = 0.75
_SHORTEST_GUESSED = 3
_LABEL = "住所1"
# What a column may be whose likeliest field another column is, or is asked about.
_NEXT = {
    "会社名": ("事業所・支店名",),
    "担当者名": ("連名",),
    "部署": ("課", "係"),
    "住所1": ("住所2", "以降の住所", "階"),
    "住所2": ("以降の住所", "階"),
}
_OF_NOBODY = ("", "head", "contact", "sending")

_ADDRESS_WORDS = lazy_pattern(
    "住所|所在地|番地|丁目|町名|町域|大字|建物|ビル|マンション|アパート|号室|部屋|市区|市町|都道府県|方書|郵便番号|〒|address"
)
_NAME_WORDS = lazy_pattern(
    "氏名|名前|担当者|ご担当|部署|部門|所属|役職|肩書|職名|敬称|連名|御中|宛名|宛先|受取|会社名|社名|法人名|団体名|支店|営業所|部課|課名|係名"
    "|屋号|店舗名|施設名|園名|校名|[部課係姓]$"
)
_COMPANY_WORDS = lazy_pattern("会社|社名|法人|団体|屋号|店舗|施設|園名|校名")
# In the heading of another person's or place's column.
_PERSON_WORDS = lazy_pattern("名|代表|勤務先|支店|責任者|担当|法人|会社|送付先|郵送先|発送先|市区|番地|桁")
_NO_PART = lazy_pattern(
    "電話|携帯|tel|fax|mail|メール|生年|年齢|性別|コード|備考|メモ|写真|会員|会費|従業員|区分"
)
# What such words are also part of.
_ELSE = lazy_pattern(
    "コード|番号|区分|種別|日$|年$|月$|年月|日付|時期|カナ|かな|ふりがな|よみ|読み|ローマ|英|旧|前の|変更|更新|確認|備考|メモ|電話|携帯|"
    "tel|fax|ファックス|mail|メール|url|hp|ホームページ|人数|員数|件数|部数|社数|数$|有無|可否|要否|フラグ|id$|no$|地図|緯度|経度|順|部会|"
    "委員|支部|顔写真|資格|生年|性別|年齢|経歴|出身|卒業|参加者|出席者|受講者|職員|紹介|推薦|保証|会費|口座|金額"
)
_IS_ADDRESS = lazy_pattern(
    r"^(?:東京都|北海道|(?:京都|大阪)府|\S{2,3}県)|[市区町村郡].*[0-9０-９一二三四五六七八九]|丁目|番地|ビル|マンション|ハイツ|号室|[0-9０-９]+階|[0-9０-９]+[Ff]$"
)
_IS_WHOLE_ADDRESS = lazy_pattern(r"^(?:東京都|北海道|(?:京都|大阪)府|\S{2,3}県)\S")
_IS_DEPARTMENT = lazy_pattern(r"\S(?:部|課|係|室|局|グループ|支店|営業所|センター|事業所|工場)$")
_IS_TITLE = lazy_pattern(
    "(?:[社部会課係室次局所店場院園校]長|取締役|監査役|理事|監事|専務|常務|主任|主査|主事|教授|講師|助教|代表|役員|顧問)$"
)
_IS_PERSON = lazy_pattern(r"[\u4e00-\u9fff々ヶ]{1,4}[\s　]+[\u4e00-\u9fff々\u3041-\u3096\u30a1-\u30fa]{1,4}")
_IS_TEXT = lazy_pattern(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]|^[0-9０-９]+(?:[-－‐ー][0-9０-９]+)*$")
_IS_POSTCODE = lazy_pattern(r"〒?[0-9０-９]{3}[-－‐ー][0-9０-９]{4}|〒[0-9０-９]{7}")
_IS_BEGIN, _IS_END = lazy_pattern(r"〒?[0-9０-９]{3}"), lazy_pattern(r"[0-9０-９]{4}")
_IS_FORM = lazy_pattern(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|㈱|㈲|[(（][株有同資名][)）]|(?:一般|公益)(?:社団|財団)法人|\S{2,6}法人"
)
_IS_MARK = lazy_pattern(r"[○〇◯●×✕✗レ✓✔△\-－ー]|有|無|要|不要|済|未|\d")


def questions_of_list(
    roster: Roster, destinations: Destinations, unused: Collection[str], printed: Collection[str]
) -> list[Problem]:
    """All there is to ask or to say about the columns for post that prints these computed fields.

    `unused` are the headings of columns that nothing takes.
    """
    asked = [
        *choices_in_question(roster, destinations, unused, printed),
        *nameless_columns(roster, destinations, printed),
        *columns_in_question(roster, destinations, unused, printed),
    ]
    left = set(unused) - {str(doubt.facts["heading"]) for doubt in asked if doubt.code == "NM-S30"}
    return [
        *(destinations.route() if "宛先住所" in printed else ()),
        *(destinations.problems() if "宛先住所" in printed else ()),
        *(destinations.postcode_problems() if "宛先郵便番号" in printed else ()),
        *(destinations.name_problems() if "宛名" in printed else ()),
        *asked,
        *marks_in_question(roster, unused),
        *columns_of_others(roster, destinations, left, printed),
    ]


def columns_in_question(
    roster: Roster, destinations: Destinations, unused: Collection[str], printed: Collection[str]
) -> Iterator[Problem]:
    """A question for each such column; `printed` are the computed fields that the letter prints."""
    free = [
        c
        for c in roster.columns
        if c.header in unused and not c.is_ignored and c.field is None and not c.called
        if c.part is None or c.part.key == "category"  # 法人種別 may be 法人格
    ]
    questions = _Questions(roster, destinations)
    taken = {
        c.part.label
        for c in (*destinations.address_columns, *destinations.postcode_columns, *destinations.names.columns)
        if c.part
    }
    for column in free:
        if "宛先住所" in printed and (guess := questions.of_address(column)):
            label = "宛先住所"
        elif "宛名" in printed and (guess := questions.of_addressee(column)):
            label = "宛名"
        else:
            continue
        guess = next((g for g in (guess, *_NEXT.get(guess, ())) if g not in taken), guess)
        taken.add(guess)
        yield _question("NM-S30", roster, column, label, guess)


def choices_in_question(
    roster: Roster, destinations: Destinations, unused: Collection[str], printed: Collection[str]
) -> Iterator[Problem]:
    """A column under another heading than 送付先 that names one of the list's addresses for each member."""
    addresses = [a for a in (*destinations.candidates, *destinations.others) if a.lines]
    if "宛先住所" not in printed or destinations.choice.column or len(addresses) <= 1:
        return
    for column in roster.columns:
        is_free = column.part is None or column.part.key not in (PLACE | NAMED)
        if (
            column.header in unused
            and is_free
            and not column.is_ignored
            and says_places(column, roster.members)
        ):
            facts = {"other": addresses[0].heading, "ignore": ignore_option(column.header)}
            facts["map"] = option_for("送付先", column.header)
            yield problem("NM-S38", roster.place_of_headings(column), heading=column.header, **facts)


def nameless_columns(
    roster: Roster, destinations: Destinations, printed: Collection[str]
) -> Iterator[Problem]:
    """Columns without a heading beside one of an address or a name, as under one merged over both."""
    used = [*(destinations.address_columns if "宛先住所" in printed else ())]
    used += destinations.postcode_columns if "宛先郵便番号" in printed else ()
    used += destinations.names.columns if "宛名" in printed else ()
    for doubt in roster.problems:
        if doubt.code == "NM-R32":
            letter = doubt.facts["letter"]
            if beside := next((c for c in used if column_letter(c.position + 1) == letter), None):
                place = replace(roster.place_of_headings(), cell=f"{letter}{roster.header_row}")
                yield problem("NM-S35", place, letter=letter, heading=beside.header)


def columns_of_others(
    roster: Roster, destinations: Destinations, unused: Collection[str], printed: Collection[str]
) -> Iterator[Problem]:
    """One note for the columns of names and addresses that letters do not take, since they take another's."""
    in_question = (
        {address.heading for address in destinations.in_question} if "宛先住所" in printed else set()
    )
    keys = (NAMED if "宛名" in printed else set()) | (PLACE if "宛先住所" in printed else set())
    told = {str(doubt.facts.get("heading", "")) for doubt in roster.problems}
    left = [
        column
        for column in roster.columns
        if column.header in unused and column.header not in in_question | told and not column.is_ignored
        if (column.part and column.part.key in keys) or (keys and _is_of_others(column))
    ]
    if left:
        headings = "、".join(" ".join(column.header.split()) for column in left)
        # A title without the name would be printed before somebody else's.
        meant = [
            column for column in left if column.group == left[0].group and column.number == left[0].number
        ]
        options = {c.part.label if c.part else _label_by_words(c): c.header for c in reversed(meant)}
        this = " ".join(option_for(label, heading) for label, heading in reversed(options.items()))
        yield problem("NM-S32", roster.place_of_headings(left[0]), headings=headings, this=this)


def _is_of_others(column: Column) -> bool:
    """Whether a heading names a group and something of a name or an address, in words that are not known."""
    heading = fold(column.header)
    is_part = _ADDRESS_WORDS.search(heading) or _NAME_WORDS.search(heading) or _PERSON_WORDS.search(heading)
    is_else = _NO_PART.search(heading) or heading.endswith(("別", "数", "網"))
    return column.field is column.part is None and bool(column.group) and bool(is_part) and not is_else


def _label_by_words(column: Column) -> str:
    return _LABEL if _ADDRESS_WORDS.search(fold(column.header)) else "担当者名"


def _question(code: str, roster: Roster, column: Column, label: str, guess: str) -> Problem:
    facts = {"map": option_for(guess, column.header), "ignore": ignore_option(column.header)}
    return problem(code, roster.place_of_headings(column), heading=column.header, label=label, **facts)


class _Questions:
    """What a column looks like, in words of fields; "" where it looks like nothing of the kind."""

    def __init__(self, roster: Roster, destinations: Destinations) -> None:
        self._roster = roster
        used = {c.index for c in destinations.address_columns}
        self._address, self._postcode = used, {c.index for c in destinations.postcode_columns}
        self._buildings = {c.index for a in destinations.candidates for c in a.building}
        self._names = {c.index for c in destinations.names.columns}
        self._has_person = any(
            c.part and c.part.key in {"person", "surname"} for c in destinations.names.columns
        )
        self._has_company = roster.column_of("company") is not None
        self._has_dept = any(c.part and c.part.key == "dept" for c in destinations.names.columns)
        self._has_title = any(c.part and "title" in c.part.key for c in destinations.names.columns)

    def of_address(self, column: Column) -> str:
        """The part of an address that a column seems to be."""
        heading = fold(column.header)
        if column.part or column.group not in _OF_NOBODY or _ELSE.search(heading):
            return ""
        values = self._values(column)
        if not values or not _mostly(_IS_TEXT, values) or _all(_IS_MARK, values):
            return ""
        guess = _by_end(heading, PLACE) or _nearest(column.header, PLACE)
        if _ADDRESS_WORDS.search(heading) or guess:
            return _of_postcode(values) or guess or "住所2"
        left, right = self._beside(column)
        if left in self._address and right in self._address:
            return "住所2" if right in self._buildings else "町域"
        is_beside = left in self._address or right in self._address | self._postcode
        return (
            "住所2"
            if is_beside and _mostly(_IS_ADDRESS, values) and not _mostly(_IS_WHOLE_ADDRESS, values)
            else ""
        )

    def of_addressee(self, column: Column) -> str:
        """The part of an addressee that a column seems to be."""
        heading = fold(column.header)
        if self._has_forms(column):
            return "法人格"
        if column.part or column.group not in (*_OF_NOBODY, "rep") or _ELSE.search(heading):
            return ""
        values = self._values(column)
        if not values or not _mostly(_IS_TEXT, values) or _all(_IS_MARK, values):
            return ""
        guess = _by_end(heading, NAMED) or _nearest(column.header, NAMED)
        if guess or _NAME_WORDS.search(heading):
            if guess or not _COMPANY_WORDS.search(heading):
                return guess or ("部署" if _mostly(_IS_DEPARTMENT, values) else "担当者名")
            return "会社名"
        if not self._has_company and sum(map(is_firm_name, values)) >= _MOST * len(values):
            return "会社名"
        left, right = self._beside(column)
        if not {left, right} & self._names:
            return ""
        if not self._has_dept and _mostly(_IS_DEPARTMENT, values):
            return "部署"
        if not self._has_title and _mostly(_IS_TITLE, values):
            return "役職"
        return "担当者名" if not self._has_person and _mostly(_IS_PERSON, values) else ""

    def _has_forms(self, column: Column) -> bool:
        """Whether a column holds 株式会社 and the like, which the names of the companies lack."""
        company = self._roster.column_of("company")
        if company is None or any(c.part and c.part.key == "corporate_form" for c in self._roster.columns):
            return False
        pairs = ((m.texts[column.index].strip(), m.texts[company.index]) for m in self._roster.members)
        forms = list(islice(((form, name) for form, name in pairs if form), _LOOKED_AT))
        lacking = [form for form, name in forms if _IS_FORM.fullmatch(form) and form not in name]
        return bool(forms) and len(lacking) >= _MOST * len(forms)

    def _beside(self, column: Column) -> tuple[int, int]:
        return column.index - 1, column.index + 1

    def _values(self, column: Column) -> list[str]:
        """The first cells of a column that hold something."""
        filled = (text for m in self._roster.members if (text := m.texts[column.index].strip()))
        return list(islice(filled, _LOOKED_AT))


def _of_postcode(values: Sequence[str]) -> str:
    """The postcode, or the half of one, that cells hold."""
    whole, begin, end = _IS_POSTCODE, _IS_BEGIN, _IS_END
    kinds = ((whole, "郵便番号"), (begin, "郵便番号（上3桁）"), (end, "郵便番号（下4桁）"))
    return next((label for pattern, label in kinds if _all(pattern, values)), "")


def _by_end(heading: str, keys: Collection[str]) -> str:
    """The field whose word a heading ends with: 店舗住所 is an address; 名 alone is the end of anything."""
    words = vocabulary()
    known = {
        fold(s): f.label
        for table in (words.member, words.parts)
        for f in table
        if f.key in keys
        for s in f.synonyms
    }
    ends = (heading[at:] for at in range(1, len(heading)))
    return next(
        (known[end] for end in ends if end in known and (len(end) > 1 or end == "〒") and end != "担当"), ""
    )


def _nearest(heading: str, keys: Collection[str]) -> str:
    """The field that a heading misspells; two characters are too few to tell."""
    if len(fold(heading)) < _SHORTEST_GUESSED:
        return ""
    words = vocabulary()
    fields = [f for table in (words.member, words.parts) for f in table if f.key in keys]
    by_synonym = {synonym: f.label for f in fields for synonym in f.synonyms}
    near = nearest(heading[:40], by_synonym, at_least=_ALIKE)
    return by_synonym[near] if near else ""


def _mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return sum(pattern.search(value) is not None for value in values) >= _MOST * len(values)


def _all(pattern: re.Pattern[str], values: Iterable[str]) -> bool:
    return all(pattern.fullmatch(value) for value in values)
