"""A heading merged over several columns with nothing below it: what each of them holds, told by its cells.

住所 over two columns is an address and the rest of it, or its building; 氏名 is a family name and a given
one; 郵便番号 its first and its last digits. Each column gets the lower heading that a list of two rows of
headings would have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from noticemerge.japan import fold, likeness_to_person, vocabulary

_ADDRESS, _POSTCODE, _PERSON, _COMPANY = "address", "postcode", "person", "company"
_KIND_OF = {
    "address1": _ADDRESS, "postcode": _POSTCODE, "person": _PERSON, "rep_name": _PERSON, "company": _COMPANY,
}  # fmt: skip
# What a column is by nearly all of its cells: the lower heading, the kinds of heading it may stand under.
_LOOKS = (
    ("上3桁", (_POSTCODE, _ADDRESS), r"〒?[0-9０-９]{3}"),
    ("下4桁", (_POSTCODE, _ADDRESS), r"[0-9０-９]{4}"),
    ("郵便番号", (_POSTCODE, _ADDRESS), r"〒?[0-9０-９]{3}[-－‐ー]?[0-9０-９]{4}"),
    ("都道府県", (_POSTCODE, _ADDRESS), r"東京都|北海道|京都府|大阪府|[^市区町村0-9０-９]{2,3}県"),
    ("敬称", (_PERSON, _COMPANY), r"様|殿|先生|御中|各位|氏"),
    (
        "役職",
        (_PERSON,),
        r".*(?:長|役|代表|主任|主査|主事|理事|専務|常務|監事|役員|マネージャー|リーダー|担当)",
    ),
    ("部署", (_PERSON, _COMPANY), r".+(?:部|課|係|室|局|グループ|チーム|センター)"),
    ("支店名", (_COMPANY,), r".+(?:支店|支社|営業所|工場|事業所|出張所|本社|本店|店)"),
    (
        "法人格",
        (_COMPANY,),
        r"株式会社|有限会社|合同会社|合資会社|合名会社|㈱|㈲|[(（][株有同資名][)）]|[一般公益]{2}(?:社団|財団)法人|.{2,6}法人",
    ),
)
_BUILDING = (
    r".*(?:ビル|マンション|ハイツ|アパート|タワー|号室|号棟|コーポ|荘|館|階|[0-9０-９][FＦ]|プラザ|センター).*"
    r"|.*[0-9０-９]+号"
)
_MOST = 0.8
_LONGEST_PART_OF_NAME = 4


def lower_headings(heading: str, samples: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """The lower heading of each column below a merged one, "" for none; None where that is not sure.

    `samples` has what the first rows hold in each of the columns, in which there is something.
    """
    field = vocabulary().heading(heading)
    kind = _KIND_OF.get(field.key, "") if field else _kind_by_words(heading)
    if not kind:
        return None
    own = "" if field else "住所"
    found = [_look(kind, column) for column in samples]
    match kind:
        case "address" | "postcode":
            names = _of_address(kind, found, samples)
            return names and tuple(name or own for name in names)
        case "person":
            return _of_person(found, samples)
        case _:
            return _one_more(found, "")


def _kind_by_words(heading: str) -> str:
    """〒・住所 is an address with its postcode; 代表者 a person."""
    folded = fold(heading)
    if re.search("住所|所在地", folded):
        return _ADDRESS
    return (
        _PERSON
        if re.search("担当|代表|氏名", folded) and not re.search("電話|tel|mail|メール", folded)
        else ""
    )


def _of_address(kind: str, found: Sequence[str], samples: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """Behind a postcode the address itself, then the rest of it, and buildings."""
    if kind == _POSTCODE and list(found) == ["郵便番号", ""]:
        return "郵便番号", "住所"
    if kind == _POSTCODE:
        return tuple(found) if list(found) == ["上3桁", "下4桁"] else None
    names: list[str] = []
    for look, column in zip(found, samples, strict=True):
        has_address = any(name in ("", "都道府県", "以降の住所") for name in names)
        if look in ("上3桁", "下4桁") and has_address:
            look = ""
        if look or not has_address:
            names.append(look)
        else:
            names.append("建物名" if _mostly(_BUILDING, column) else "以降の住所")
    told = [name for name in names if name in ("郵便番号", "都道府県")]
    # Two postcodes are of two addresses.
    return tuple(names) if len(told) == len(set(told)) else None


def _of_person(found: Sequence[str], samples: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """姓 and 名, or one name with a title, a department or an honorific beside it."""
    bare = [index for index, look in enumerate(found) if not look]
    if len(bare) == 1:
        return _one_more(found, "氏名")
    names = [samples[index] for index in bare]
    if len(bare) == 2 and bare[1] == bare[0] + 1 and all(map(_are_parts_of_names, names)):
        return tuple("姓" if i == bare[0] else "名" if i == bare[1] else f for i, f in enumerate(found))
    return None


def _one_more(found: Sequence[str], own: str) -> tuple[str, ...] | None:
    """One column is what the heading says, and each other one something else."""
    is_sure = list(found).count("") == 1 and len(set(found)) == len(found)
    return tuple(look or own for look in found) if is_sure else None


def _look(kind: str, texts: Sequence[str]) -> str:
    return next((name for name, kinds, pattern in _LOOKS if kind in kinds and _mostly(pattern, texts)), "")


def _are_parts_of_names(texts: Sequence[str]) -> bool:
    """Whether texts are as short as 山田 and 太郎 are, and no whole names."""
    are_short = all(len(text) <= _LONGEST_PART_OF_NAME and text.isalpha() for text in texts)
    return are_short and sum(map(bool, map(likeness_to_person, texts))) * 2 < len(texts)


def _mostly(pattern: str, texts: Sequence[str]) -> bool:
    return sum(_compiled(pattern).fullmatch(text) is not None for text in texts) >= _MOST * len(texts)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)
