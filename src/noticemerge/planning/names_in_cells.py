"""Persons in cells: several in one, and those who stand in the column for companies.

What parts two persons in one cell parts the halves of one name in another: ジョン・スミス, 甲・乙共同企業体,
Smith, John. So ・ and a comma part only what is written as Japanese names are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TITLE_AT_END = re.compile(
    r"(?:[社部会課係室次局所店場院園校]長|理事長|組合長|事務長|取締役|監査役|専務|常務|主任|課長補佐|支配人)$"
)
_KANJI = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\U000e0100-\U000e01efヶ"
_KANA = r"\u3041-\u3096\u30a1-\u30fa\u30fc"
_ALWAYS = re.compile(r"[\n、]")
_BETWEEN_WORDS = re.compile(r"[；;／/＆&]|\s*(?:及び|並びに|および|ならびに)\s*")
# A word as names are: letters, two at least.
_WORD = re.compile(r"(?=(?:.*[^\W\d_]){2})[^\d]+", re.DOTALL)
_BY_SAMA = re.compile(r"(?<=様)[\s　]+(?=[^\s様])")
_MAYBE = re.compile(r"[・･,，]")
_NAME = re.compile(
    rf"[{_KANJI}][{_KANJI}\u3041-\u3096]*(?:[\s　]+[{_KANJI}{_KANA}]+)?(?:[\s　]*(?:様|さま|殿|先生))?"
)
# 山田 太郎 佐藤 花子
_FOUR_WORDS = re.compile(rf"[{_KANJI}]{{1,3}}(?:[\s　]+[{_KANJI}{_KANA}]{{1,3}}){{3}}")

_TITLES = (
    "代表取締役社長", "代表取締役会長", "代表取締役", "取締役社長", "取締役会長", "専務取締役",
    "常務取締役", "取締役", "代表理事", "専務理事", "常務理事", "理事長", "副理事長", "代表社員", "代表者",
    "代表", "会長", "副会長", "社長", "副社長", "組合長", "支店長", "支社長", "営業所長", "工場長", "所長",
    "院長", "園長", "校長", "館長", "店長", "室長", "次長", "部長", "課長", "係長", "主任", "事務局長",
    "局長", "店主", "支部長", "支配人", "総務部長",
)  # fmt: skip
_SPACE = re.compile(r"\s")
_TITLED = re.compile(
    rf"(?P<firm>\S.*?)[\s　]+(?P<person>\S*?(?:{'|'.join(_TITLES)})"
    rf"[\s　]*[{_KANJI}{_KANA}]+(?:[\s　]+[{_KANJI}{_KANA}]+)?)(?<![室課部店会所])"
)
_TITLE_ALONE = re.compile(rf"(?P<firm>\S.*?)[\s　]+(?P<person>(?:{'|'.join(_TITLES)}))")
_IN_CHARGE = re.compile(r"(?P<firm>\S.*?)[\s　]*(?P<person>[ご御]担当者?)")
_OFFICE = re.compile(
    r"\S(?:[市区町村]長|知事|議長|[学校園院館署局所]長|長官|大臣|総裁|理事長|組合長|支部長|事務局長|会長|社長)$|^(?:会長|社長|理事長)$"
)
_PERSON = re.compile(rf"[{_KANJI}]{{1,4}}[\s　]+[{_KANJI}{_KANA}]{{1,4}}")
_UNSPACED = re.compile(
    rf"[{_KANJI}][{_KANJI}\u3041-\u3096]{{1,6}}|[{_KANJI}{_KANA}]{{1,5}}[\s　]+[{_KANJI}{_KANA}・]{{1,10}}"
)
# What no person is called, and names of firms end with or contain.
_FIRM = re.compile(
    r"[社店所院園校館局庁省署会組舗堂屋亭軒家庵寺苑荘場部課室団協盟行庫省県府]$|株式|有限|合同|合資|合名|法人|財団|組合|協会|連合|連盟|工業|"
    r"製作|建設|工務|商事|商会|興業|産業|物産|電気|電機|電設|電子|機械|化学|鉄工|運輸|運送|交通|観光|不動産|食品|水産|農園|農場|"
    r"牧場|薬品|薬局|医院|歯科|事務所|研究所|設計|測量|印刷|写真|自動車|整備|塗装|設備|造園|土木|石材|木材|材木|酒造|醸造|製菓|"
    r"製薬|製造|販売|貿易|倉庫|銀行|信用|保険|証券|新聞|放送|通信|情報|企画|開発|技研|精機|精密|金属|製鋼|製鉄|紡績|繊維|"
    r"グループ|センター|クリニック|ホール|サービス|システム|ストア|ホテル|大学|高校|小学|中学|幼稚|保育|本舗|本店|支店|旅館|運送|"
    r"石油|瓦斯|ガス|水道|電力|鉄道|航空|海運|汽船|漁業|林業|農協|漁協|生協|商工|総業|実業|工房|工芸|総合|国際|日本|東京|全国"
)


@dataclass(frozen=True, slots=True)
class FirmAndPerson:
    """A company and what stands behind it in its cell: `kind` is "person", or "title" where there is no name.

    `is_nameless` says that it is ご担当者.
    """

    firm: str
    said: str
    kind: str = "person"
    is_nameless: bool = False


def people_in(text: str) -> tuple[list[str], bool]:
    """The persons whom a cell names, and whether that is sure: of four words two may be another's."""
    if "様" in text:
        text = _BY_SAMA.sub("\n", text)
    parts = _parts(_ALWAYS, text)
    if len(parts) == 1 and _BETWEEN_WORDS.search(text):
        words = _parts(_BETWEEN_WORDS, text)
        if all(map(_WORD.fullmatch, words)):
            parts = words
    if len(parts) == 1 and _MAYBE.search(text):
        maybe = _parts(_MAYBE, text)
        if all(_NAME.fullmatch(part) and len(part) > 1 for part in maybe):
            return maybe, True
    return parts, not any(_FOUR_WORDS.fullmatch(part) for part in parts)


def firm_and_person(text: str) -> FirmAndPerson | None:
    """The company and the person in 株式会社甲　代表取締役　山田太郎 and 株式会社甲　ご担当者; None for any
    other text.
    """
    if "担当" in text and (found := _IN_CHARGE.fullmatch(text)):
        return FirmAndPerson(found["firm"], found["person"], is_nameless=True)
    if not _SPACE.search(text):  # nearly all names
        return None
    if found := _TITLED.fullmatch(text):
        return FirmAndPerson(found["firm"], found["person"])
    found = _TITLE_ALONE.fullmatch(text)
    return FirmAndPerson(found["firm"], found["person"], kind="title") if found else None


def is_office(text: str) -> bool:
    """Whether a text is somebody's office, as 例示町長."""
    return text[-1:] in "長事臣裁" and _OFFICE.search(text) is not None


def is_individual_name(text: str, *, is_said: bool) -> bool:
    """Whether a text reads as a person's name; where the list says that it is one (`is_said`), a space may
    lack.
    """
    pattern = _UNSPACED if is_said else _PERSON
    return pattern.fullmatch(text) is not None and not _FIRM.search(text)


def is_firm_name(text: str) -> bool:
    """Whether a text holds a word that firms and associations are called by."""
    return _FIRM.search(text) is not None


def _parts(separators: re.Pattern[str], text: str) -> list[str]:
    return [part.strip() for part in separators.split(text) if part.strip()]
