"""Persons in cells: several in one, and those who stand in the column for companies.

What parts two persons in one cell parts the halves of one name in another: ジョン・スミス, 甲・乙共同企業体,
Smith, John. So ・ and a comma part only what is written as Japanese names are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from noticemerge.japan import Likeness, is_family_name, likeness_to_person

# The patterns with ranges of characters take long to compile, and many lists need none of them.
_KANJI = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\U000e0100-\U000e01efヶ"
_KANA = r"\u3041-\u3096\u30a1-\u30fa\u30fc"
_PATTERNS = {
    "name": (
        rf"[{_KANJI}][{_KANJI}\u3041-\u3096]*(?:[\s　]+[{_KANJI}{_KANA}]+)?"
        r"(?:[\s　]*(?:様|さま|殿|先生))?"
    ),
    # 山田 太郎 佐藤 花子
    "four words": rf"[{_KANJI}]{{1,3}}(?:[\s　]+[{_KANJI}{_KANA}]{{1,3}}){{3}}",
    # A word of a name behind a title.
    "word": rf"[{_KANJI}{_KANA}]+(?<![室課部店会所係局社])",
    # A word as names are: letters, two at least.
    "letters": r"(?=(?:.*[^\W\d_]){2})[^\d]+",
    "in charge": r"(?P<firm>\S.*?)(?P<person>(?:(?<=\s)\S*?|(?<=\S))[ご御]担当者?|(?<=\s)\S*?担当者)",
    # What no person is called, and names of firms end with or contain.
    "firm": (
        r"[社店所院園校館局庁省署会組舗堂屋亭軒家庵寺苑荘場部課室団協盟庫県府]$|"
        r"(?<![隆孝正弘博信和昌義直良秀 　])行$|株式|有限|合同|合資|合名|法人|財団|組合|協会|連合|連盟|"
        r"工業|製作|建設|工務|商事|商会|興業|産業|物産|電気|電機|電設|電子|電器|機械|化学|化成|鉄工|運輸|"
        r"運送|交通|観光|不動産|食品|水産|農園|農場|牧場|薬品|薬局|医院|歯科|事務所|研究所|設計|測量|印刷|"
        r"写真|自動車|整備|塗装|設備|造園|土木|石材|木材|材木|酒造|醸造|製菓|製薬|製造|販売|貿易|倉庫|"
        r"銀行|信用|保険|証券|新聞|放送|通信|情報|企画|開発|技研|精機|精密|金属|金物|製鋼|製鉄|紡績|繊維|"
        r"建材|建装|美装|硝子|デザイン|テクノ|グループ|センター|クリニック|ホール|サービス|システム|ストア|"
        r"ホテル|大学|高校|小学|中学|幼稚|保育|本舗|本店|支店|旅館|石油|瓦斯|ガス|水道|電力|鉄道|航空|"
        r"海運|汽船|漁業|林業|農協|漁協|生協|商工|総業|実業|工房|工芸|総合|国際|日本|(?<!.)東京|全国"
    ),
    "office": (
        r"\S(?:[市区町村]長|知事|議長|[学校園院館署局所育]長|長官|大臣|総裁|理事長|組合長|支部長|事務局長|会長|社長|会頭)$"
        r"|^(?:会長|社長|理事長|会頭)$"
    ),
    "form alone": r"[(（]?(?:株式会社|有限会社|合同会社|合資会社|合名会社|㈱|㈲|株|有|\S{0,6}法人)[)）]?",
    # What is a company whatever stands around it, and what is a department.
    "company": (
        r"株式会社|有限会社|合同会社|合資会社|合名会社|㈱|㈲|[(（][株有][)）]|法人"
        r"|協同組合|協会$|連合会$|組合$|商会$"
    ),
    "department": (
        r"(?:.*(?:総務|営業|経理|財務|会計|人事|労務|企画|管理|業務|事務|広報|技術|製造|生産|開発|情報|システム|法務|購買|"
        r"資材|品質|工務|工事|建設|設計|販売|渉外|秘書|庶務|環境|安全|福祉|教育|研修|学務|教務|調査|国際|第[一二三四五1-9])"
        r"[^\s]*|.{2,}事務)(?:部|課|室|係|局|グループ|センター|窓口)"
    ),
    "title at end": (
        r"(?:[社部会課係室次局所店場院園校]長|理事長|組合長|事務長|取締役|監査役|専務|常務|主任|課長補佐|支配人)$"
    ),
    "and others": r"(?:他|外|ほか)[\s　]*(?:[0-9０-９一二三四五六七八九十数]*[名人])?$",
    "between words": r"[；;／/＆&]|\s*(?:及び|並びに|および|ならびに)\s*",
    "by 様": r"(?<=様)[\s　]+(?=[^\s様])",
}
_MAYBE_BETWEEN = frozenset("・･,，")
# What may stand between two persons; び ends 及び, 並びに has it.
_BETWEEN = frozenset("\n、様びと；;／/＆&") | _MAYBE_BETWEEN
_TITLES = (
    "代表取締役社長", "代表取締役会長", "代表取締役", "取締役社長", "取締役会長", "専務取締役",
    "常務取締役", "取締役", "代表理事", "専務理事", "常務理事", "副理事長", "理事長", "代表社員",
    "代表者", "代表", "副会長", "会長", "副社長", "社長", "会頭", "組合長", "支店長",
    "支社長", "営業所長", "工場長", "所長", "院長", "園長", "学長", "校長", "館長",
    "店長", "室長", "次長", "総務部長", "部長", "課長", "係長", "主任", "事務局長",
    "局長", "店主", "支部長", "支配人", "市長", "区長", "町長", "村長", "知事", "議長",
    "教育長", "署長",
)  # fmt: skip
# Before a name, or as one word with it; behind no company.
_CALLINGS = (
    "弁護士", "税理士", "公認会計士", "司法書士", "行政書士", "社会保険労務士", "社労士",
    "弁理士", "土地家屋調査士", "中小企業診断士", "一級建築士", "建築士", "歯科医師", "獣医師",
    "医師", "薬剤師", "議員", "名誉教授", "准教授", "教授", "顧問", "農学博士", "工学博士",
    "医学博士",
)  # fmt: skip
_BEGIN_CALLINGS = frozenset(calling[0] for calling in _CALLINGS)
_TITLES_WITHIN = ("代表取締役社長", "代表取締役会長", "代表取締役", "代表理事", "理事長", "取締役社長")
_NO_BRACKETS = str.maketrans("（(）)", "    ")
_ENDS_DEPARTMENT = frozenset("部課室係局プー口")
_MOST_WORDS = 2
# Behind a company: 弁護士　山田　太郎.
_MOST_BEHIND = 3
_LONGEST_WORD = 6


@dataclass(frozen=True, slots=True)
class FirmAndPerson:
    """A company and what stands behind it in its cell: `kind` is "person", or "title" where there is no name.

    `firm` is "" where there is none: 弁護士　山田太郎. `is_nameless` says that it is ご担当者.
    """

    firm: str
    said: str
    kind: str = "person"
    is_nameless: bool = False


def people_in(text: str) -> tuple[list[str], bool]:
    """The persons whom a cell names, and whether that is sure: of four words two may be another's."""
    if _BETWEEN.isdisjoint(text) and len(words := text.split()) <= _MOST_WORDS:
        # Nearly all cells: without this, planning takes a twentieth longer.
        return ([text.strip()] if words else []), True
    if "様" in text:
        text = _pattern("by 様").sub("\n", text)
    parts = _stripped(text.replace("、", "\n").split("\n"))
    if len(parts) != 1:
        return parts, True
    words = _stripped(_pattern("between words").split(text))
    if len(words) > 1 and all(map(_pattern("letters").fullmatch, words)):
        parts = words
    if len(parts) == 1 and "と" in text:
        # 本田みこと is one person.
        pair = _stripped(text.split("と"))
        if len(pair) > 1 and all(likeness_to_person(name) for name in pair):
            return pair, True
    if len(parts) == 1 and not _MAYBE_BETWEEN.isdisjoint(text):
        maybe = _stripped(re.split("[・･,，]", text))
        if all(_pattern("name").fullmatch(part) and len(part) > 1 for part in maybe):
            return maybe, True
    if len(parts) == 1 and len(words := text.split()) == 2 * _MOST_WORDS:
        pairs = [" ".join(words[:_MOST_WORDS]), " ".join(words[_MOST_WORDS:])]
        if all(likeness_to_person(pair) is Likeness.SURE for pair in pairs):
            return pairs, True
    return parts, not any(len(p.split()) > _MOST_WORDS and _pattern("four words").fullmatch(p) for p in parts)


def title_behind(text: str) -> tuple[str, str] | None:
    """The title and the name of 山田太郎部長 and 山田太郎（部長）; None where that is not what a text is."""
    bare = text.translate(_NO_BRACKETS).strip()
    title = next((t for t in sorted(_TITLES, key=len, reverse=True) if bare.endswith(t)), "")
    name = bare.removesuffix(title).rstrip()
    return (title, name) if title and (likeness(name) or is_family_name(name)) else None


def firm_and_person(text: str) -> FirmAndPerson | None:
    """The company and the person in 株式会社甲　代表取締役　山田太郎 and 株式会社甲　ご担当者; None for any
    other text.
    """
    if "担当" in text and (found := _pattern("in charge").fullmatch(text)):
        return FirmAndPerson(found["firm"].rstrip(), found["person"], is_nameless=True)
    if text[-1:] in "）)" and (bracketed := _beside_brackets(text)):
        return bracketed
    words = text.split()
    if len(words) == 1:
        return _in_one_word(text)
    start = 0
    for index, word in enumerate(words):
        start = text.index(word, start)
        if index + _MOST_BEHIND >= len(words):
            firm = text[:start].rstrip()
            if kind := _begun(firm, words[index:]):
                return FirmAndPerson(firm, text[start:], kind)
        start += len(word)
    return None


def _beside_brackets(text: str) -> FirmAndPerson | None:
    """株式会社甲（山田太郎）, 山田太郎（株式会社甲）; brackets with anything else belong to the name."""
    outer, _, inner = text[:-1].replace("(", "（").rpartition("（")
    for firm, person in ((outer.strip(), inner.strip()), (inner.strip(), outer.strip())):
        if firm and likeness(person) and is_firm_name(firm):
            return FirmAndPerson(firm, person)
    return None


def _begun(firm: str, words: list[str]) -> str:
    """What begins with a word behind a company, "person" or "title"; "" for nothing of these."""
    first, rest = words[0], words[1:]
    if _pattern("form alone").fullmatch(firm):
        return ""  # 株式会社 山田 太郎 is a company's name
    if first.endswith((*_TITLES, *_CALLINGS)):
        if not rest:
            return "title" if firm and first.endswith(_TITLES) else ""
        return "person" if _is_name(rest) else ""
    if title := next((t for t in (*_TITLES, *_CALLINGS) if first.startswith(t)), ""):
        return "person" if _is_name([first[len(title) :], *rest]) else ""
    if not firm or is_firm_name(words[-1]):
        return ""
    # 佐藤 林太郎 is one person.
    found = likeness_to_person(" ".join(words))
    return "person" if found is Likeness.SURE or (found and is_firm_name(firm)) else ""


def _is_name(words: list[str]) -> bool:
    return len(words) <= _MOST_WORDS and all(
        len(word) <= _LONGEST_WORD and _pattern("word").fullmatch(word) for word in words
    )


def _in_one_word(text: str) -> FirmAndPerson | None:
    """株式会社甲代表取締役山田太郎, 弁護士山田太郎."""
    for title in _TITLES_WITHIN if "代表" in text or "取締役" in text or "理事長" in text else ():
        firm, found, name = text.partition(title)
        if found:
            is_named = bool(firm and name) and _is_name([name])
            return FirmAndPerson(firm, title + name) if is_named and is_firm_name(firm) else None
    if text[:1] in _BEGIN_CALLINGS and text.startswith(_CALLINGS):
        calling = next(c for c in _CALLINGS if text.startswith(c))
        name = text[len(calling) :]
        return FirmAndPerson("", text) if likeness_to_person(name) and not is_firm_name(name) else None
    return None


def is_office(text: str) -> bool:
    """Whether a text is somebody's office, as 例示町長."""
    return text[-1:] in "長事臣裁頭" and _pattern("office").search(text) is not None


def ends_in_title(text: str) -> bool:
    """Whether a name ends in a title: 山田部長."""
    return text[-1:] in "長役務任佐人" and _pattern("title at end").search(text) is not None


def kind_in_person_column(text: str) -> str:
    """What a text in a column for persons is instead, "company" or "dept"; "" for a person."""
    if text[-1:] in _ENDS_DEPARTMENT and _pattern("department").fullmatch(text):
        return "dept"
    return "company" if _pattern("company").search(text) else ""


def is_and_others(text: str) -> bool:
    """Whether a name goes on to people who are not named: 山田太郎 他2名."""
    return _pattern("and others").search(text) is not None


def are_two_names(text: str) -> bool:
    """Whether two words are two whole names, with nothing but a space between them: 山田太郎　佐藤花子."""
    words = text.split()
    return len(words) == _MOST_WORDS and min(map(len, words)) > _MOST_WORDS and all(map(likeness, words))


def likeness(text: str) -> Likeness:
    """How much a text in the column for companies is like a person's name."""
    found = likeness_to_person(text)
    return found if found and not is_firm_name(text) else Likeness.NOT


def is_firm_name(text: str) -> bool:
    """Whether a text holds a word that firms and associations are called by."""
    return _pattern("firm").search(text) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.DOTALL if name == "letters" else 0)


def _stripped(parts: list[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]
