"""A column that says to which of its addresses a member's letter goes: 送付先 with 自宅 or 勤務先."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from noticemerge.japan import fold, lazy_pattern, vocabulary
from noticemerge.roster.header import Column
from noticemerge.roster.member import Member

# The groups whose address may be chosen, and "usual" for that of the list as a whole.
_GROUPS = ("home", "work", "head", "branch", "sending", "billing")
USUAL = "usual"
_WORDS = {
    USUAL: (
        "同じ",
        "同左",
        "上記",
        "左記",
        "住所に同じ",
        "住所と同じ",
        "同住所",
        "上記住所",
        "会員住所",
        "通常",
    ),
    "sending": ("その他", "別", "別住所", "別送先", "指定先", "指定住所", "右記"),
}
_HEADING = lazy_pattern("送付|発送|郵送|宛先|宛名|送り先|届け?先|配送|配布|配付|通知先")
# What a column with such words is taken for by its heading alone.
_FIELDS = frozenset({"", "address1", "delivery", "category"})
# 自宅宛, 勤務先へ送付, 1:自宅
_AROUND = lazy_pattern(
    r"[0-9a-z]{0,2}(.+?)(?:宛て?|あて|行き?|へ|に|を)?(?:の)?(?:送付|郵送|発送|送る|希望|届ける)?(?:の?住所|側)?(?:希望)?"
)


@lru_cache(1000)
def place_said(text: str) -> str:
    """The group whose place a cell names, "usual" for that of the list; "" for any other text."""
    key = fold(text)
    if not key or len(key) > _longest():
        return ""
    words = _place_words()
    if key in words:
        return words[key]
    inner = _AROUND.fullmatch(key)
    return words.get(inner[1], "") if inner else ""


def says_places(column: Column, members: Iterable[Member]) -> bool:
    """Whether the cells of a column name places, nearly all of those that say anything."""
    texts = [text for member in members if (text := member.texts[column.index].strip())]
    named = sum(1 for text in texts if place_said(text))
    return named > 0 and named * 2 >= len(texts)


def choosing_column(columns: Sequence[Column], members: Sequence[Member]) -> Column | None:
    """The column that says to which address letters go; None where there is none."""
    for column in columns:
        key = column.field.key if column.field else ""
        heading = column.called or column.header
        may_choose = key in _FIELDS and not column.is_ignored and _HEADING.search(heading)
        if may_choose and says_places(column, members):
            return column
    return None


@cache
def _place_words() -> dict[str, str]:
    # 郵送 and 送付 are ways, not places.
    named = ((word, group) for word, group in vocabulary().groups if group in _GROUPS)
    words = {word: group for word, group in named if group != "sending" or word.endswith("先")}
    return words | {fold(word): group for group, listed in _WORDS.items() for word in listed}


@cache
def _longest() -> int:
    return max(map(len, _place_words())) + 8
