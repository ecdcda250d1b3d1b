"""Rows that their words tell to be no members: totals, remarks, samples, headings of groups."""

from __future__ import annotations

import re
from functools import cache

from noticemerge.japan import fold, lazy_pattern, vocabulary

UNITS = "社|件|名|人|者|会員|事業場|事業所|部|通"
_COUNT = lazy_pattern(rf"[\d,]+({UNITS})?")
_SIGNS = ("※", "＊", "*", "(注", "（注", "注)", "注）")
# No word for a total begins with one.
DIGITS = frozenset("0123456789")
# 支部計, 正会員合計; never 会計 or 設計, which end the names of companies.
_TOTAL_BEHIND = lazy_pattern(r".{1,20}(?:小計|合計|総計|集計|累計|支部計|会員計|地区計|ブロック計|部会計)")
_SAMPLE = lazy_pattern(r"(?:記入|記載|入力|書き方の?)?(?:例|見本|サンプル|sample|example)\d*")
_SAMPLE_AT_FRONT = lazy_pattern(
    r"\s*(?:[（(【\[〔<＜《]\s*(?:記入|記載|入力)?\s*(?:例|見本|サンプル)\s*\d*\s*[）)】\]〕>＞》]"
    r"|(?:記入|記載|入力)?(?:例|見本|サンプル)\s*[:：）)])"
)
_BEGINS_SAMPLE = frozenset("記入書例見サｻsSeEｓＳｅＥ（(【［[〔<＜《「『")
# ○○株式会社, 株式会社〇〇商事: a name that nobody has.
_NOBODY = lazy_pattern(
    r"[○〇◯]{2}|△△|×{2,}|●●|^(?:テスト|ダミー|test|dummy)(?:用?データ|用|会員|会社|株式会社|太郎|花子)?$",
    re.IGNORECASE,
)
_GROUP_SIGNS = lazy_pattern(
    r"\s*(?:【.*】|［.*］|\[.*\]|〔.*〕|《.*》|〈.*〉|＜.*＞|<.*>|[■□◆◇●▼▽▲△★☆▶►§◎].*)\s*"
)
_GROUP_WORDS = lazy_pattern(
    r"(?:(?:第?[0-9０-９一二三四五六七八九十]+|[(（][0-9０-９]+[)）]|[①-⑳]|[ⅠⅡⅢⅣⅤⅥ])[.．、\s]*)?"
    r".{0,16}(?:支部|部会|ブロック|地区|地域|分会|支所|支社管内|エリア|方面|管内|の部|会員|班)(?:の部)?"
    r"|[あ-んア-ン]行|[A-ZＡ-Ｚ]|(?:北海道|東北|関東|北関東|甲信越|北陸|東海|中部|近畿|関西|中国|四国|九州|沖縄)(?:地方)?"
    r"|.{2,3}[都道府県]"
)


def is_total(text: str) -> bool:
    """Whether a row that begins with this text, or whose name it is, is one of totals."""
    # Folding is slow, and most rows begin with a number.
    if text[0] in DIGITS:
        return False
    return _totals().fullmatch(fold(text)) is not None or _TOTAL_BEHIND.fullmatch(text) is not None


def is_count(text: str) -> bool:
    """Whether a text is a number, perhaps with its unit: 20社."""
    return _COUNT.fullmatch(fold(text)) is not None


def is_remark(text: str, name: str) -> bool:
    """Whether a row that begins with `text` is one; a mark such as ※ may also stand before a member."""
    if text.startswith(_SIGNS):
        return name in ("", text)
    return not name and fold(text).startswith(tuple(vocabulary().words["rows"]["comment_prefixes"]))


def is_sample(text: str) -> bool:
    """Whether a cell says that its row shows how the list is filled in: 記入例, （例）株式会社…."""
    if text[0] not in _BEGINS_SAMPLE:
        # Folding is slow, and hardly a row begins so.
        return False
    return _SAMPLE_AT_FRONT.match(text) is not None or _SAMPLE.fullmatch(fold(text)) is not None


def is_nobody(name: str) -> bool:
    """Whether a name is one of an example: ○○株式会社."""
    return _NOBODY.search(name) is not None


def is_group(text: str) -> bool:
    """Whether a text that stands alone in its row surely heads a group: 【東京支部】, 大阪支部."""
    return _GROUP_SIGNS.fullmatch(text) is not None or _GROUP_WORDS.fullmatch(text.strip()) is not None


@cache
def _totals() -> re.Pattern[str]:
    words = "|".join(map(re.escape, vocabulary().words["rows"]["total_words"]))
    return re.compile(rf"({words})([\d,]+)?({UNITS})?")
