"""Columns of marks that seem to say who gets a letter and that nothing takes: 発送 with ○ and ×, DM with 可.

○ may mean that a letter is to be sent, that none is, or that the last one has been sent: only the clerk
knows, and is asked once for the column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from noticemerge.japan import fold, lazy_pattern, vocabulary
from noticemerge.problems import Problem, problem
from noticemerge.roster import Column, Roster, ignore_option, option_for

_OF_SENDING = lazy_pattern(
    "送付|発送|郵送|送る|送らない|案内|通知|配布|配付|dm|対象|^有効(?:フラグ|区分)?$|在籍(?:中|フラグ)|名簿掲載|宛名印刷|ラベル"
)
# What says more than whether: where, how, when, how many; and letters of other kinds.
_OF_OTHERS = lazy_pattern(
    "済|日|年|月|時|先|方法|手段|区分|部数|枚数|数$|番号|住所|宛先|料|費|歴|元|状|媒体|形態|担当|理由|期限|表|書|資料|書類|チラシ"
    "|会報|会誌|広報|機関誌|新聞|年賀|暑中|請求|領収|メール|mail|fax|メルマガ|総会|懇親|行事|研修"
)


def marks_in_question(roster: Roster, unused: Collection[str]) -> Iterator[Problem]:
    """A question for each such column; `unused` are the headings of columns that nothing takes.

    None where the list has a column that is known to say it, or where all members are marked alike.
    """
    if roster.column_of("skip"):
        return
    for column in roster.columns:
        if column.header in unused and _may_say(column) and _are_marks(roster, column):
            facts = {
                "heading": column.header,
                "this": option_for("送付対象", column.header),
                "that": option_for("送付不要", column.header),
                "ignore": ignore_option(column.header),
            }
            yield problem("NM-S45", roster.place_of_headings(column), **facts)


def _may_say(column: Column) -> bool:
    heading = fold(column.header)
    is_free = column.field is column.part is None and not column.is_ignored and not column.called
    return is_free and bool(_OF_SENDING.search(heading)) and not _OF_OTHERS.search(heading)


def _are_marks(roster: Roster, column: Column) -> bool:
    """Whether the cells hold marks and nothing else, and not the same one for everybody."""
    said = {member.texts[column.index].strip() for member in roster.members}
    return len(said) > 1 and all(not text or fold(text) in _marks() for text in said)


@cache
def _marks() -> frozenset[str]:
    words = vocabulary().words["skip"]
    listed = (words[name] for name in ("out", "keep", "inverted_out", "inverted_keep"))
    return frozenset().union(
        *listed, map(fold, ("する", "しない", "レ点", "△", "y", "n", "希望", "希望しない"))
    )
