"""Members who get no letter because the list says so: 送付不要, 発送方法, 退会日, 会員区分, remarks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache

from noticemerge.japan import fold, lazy_pattern, read_date, vocabulary
from noticemerge.problems import Problem, problem
from noticemerge.roster.header import Column
from noticemerge.roster.left_words import Leaving, may_say, said_in_remark, said_in_state
from noticemerge.roster.member import Member
from noticemerge.roster.member_list import MemberList

# A date before this is a small number that was given a date's format; a check of its own says so.
_FIRST_YEAR = 1901
Reason = tuple[str, list[Problem]]
_CODES = {Leaving.GONE: "NM-R111", Leaving.TO_COME: "NM-R68", Leaving.MOVED: "NM-R112"}
_MOST_SAID = 40
# Headings of remarks that are no standard field, as 事務局メモ; 休会歴 tells of what is over.
_REMARKS = lazy_pattern("備考|メモ|連絡|特記|注記|コメント|摘要|状況|状態")
# Headings under which anything but "no" says that a member has left: 退会フラグ, 除籍理由.
_OF_LEAVING = lazy_pattern("退会|脱退|脱会|除籍|除名|抹消|削除|廃業")
_NO_LEAVING = lazy_pattern("者数|人数|届|手続|方法|先$|規|歴")
_NO_FLAG = frozenset({"0", "off", "n", "f", "有効", "在籍", "現会員"})


def left_out(listed: MemberList, member: Member, today: datetime.date) -> Reason:
    """Why the list itself says that a member gets no letter ("" when it does not), and doubts.

    A word that is not known is an error, for whether the letter is wanted is then not known either; so is a
    remark that says that the member has left, unless 送付可否 says that a letter is wanted.
    """
    doubts: list[Problem] = []
    columns = listed.fields.columns
    for key, asked in _ASKED:
        if column := columns.get(key):
            reason, found = asked(listed, member, column, today)
            doubts += found
            if reason:
                return reason, doubts
    if (column := columns.get("skip")) and _is_wanted(member, column):
        return "", doubts
    for column in listed.fields.leaving:
        reason, found = _by_mark(listed, member, column, today)
        doubts += found
        if reason:
            return reason, doubts
    reason, found = _by_words(listed, member, today)
    return reason, doubts + found


def telling_columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns that may say that a member has left: states of membership, and remarks of all kinds."""
    found = []
    for column in columns:
        key = column.field.key if column.field else ""
        if key in ("category", "note") or (not key and _REMARKS.search(column.header)):
            found.append(column)
    return tuple(found)


def leaving_columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns beside 退会日 that say of members that they have left: 退会フラグ, 退会理由."""
    return tuple(
        column
        for column in columns
        if column.field is column.part is None and not column.is_ignored and not column.called
        if _OF_LEAVING.search(column.header) and not _NO_LEAVING.search(column.header)
    )


def _by_mark(listed: MemberList, member: Member, column: Column, today: datetime.date) -> Reason:
    """What such a column says: a mark or a day that is over is sure, any other word is asked about."""
    text = member.texts[column.index].strip()
    words = vocabulary().words["left"]
    if not text or fold(text) in words["keep"] | _NO_FLAG:
        return "", []
    if fold(text) in words["out"] | {"1"}:
        return _said(column, text), []
    read = read_date(text)
    if read and read.date and read.date.year >= _FIRST_YEAR:
        return (_said(column, text), []) if read.date < today else ("", [])
    return "", [problem("NM-R111", listed.place(member), heading=column.header, text=brief(text))]


def _is_wanted(member: Member, column: Column) -> bool:
    """Whether a cell says in so many words that the member gets letters; an empty one says nothing."""
    words = vocabulary().words["skip"]["inverted_keep" if _is_inverted(column) else "keep"]
    return fold(member.texts[column.index]) in words and bool(member.texts[column.index].strip())


def _by_words(listed: MemberList, member: Member, today: datetime.date) -> Reason:
    """What states of membership and remarks say of leaving."""
    texts = member.texts
    doubts = []
    for column in listed.fields.telling:
        if not may_say(texts[column.index]):
            continue
        text = texts[column.index].strip()
        is_state = column.field is not None and column.field.key == "category"
        said = said_in_state(text, column.header, today) if is_state else said_in_remark(text, today)
        if is_state and said is Leaving.GONE:
            return _said(column, text), []
        if code := _CODES.get(said):
            # The row is doubtful, not a cell that the letter may not print.
            facts = {"heading": column.header, "text": brief(text)}
            doubts.append(problem(code, listed.place(member), **facts))
    return "", doubts


def _skipped(listed: MemberList, member: Member, column: Column, _today: datetime.date) -> Reason:
    words = vocabulary().words["skip"]
    inverted = _is_inverted(column)
    text = member.texts[column.index].strip()
    if not text:
        empty = [problem("NM-R61", listed.place(member, column), heading=column.header)]
        return "", empty if inverted else []
    if fold(text) in words["inverted_out" if inverted else "out"]:
        return _said(column, text), []
    if fold(text) in words["inverted_keep" if inverted else "keep"]:
        return "", []
    return "", [problem("NM-R60", listed.place(member, column), heading=column.header, text=text)]


def _is_inverted(column: Column) -> bool:
    """Whether ○ means a letter; the heading says so, or the name that the user gave to a column."""
    field = vocabulary().member.find(column.header)
    name = column.header if field and field.key == "skip" else column.called or column.header
    return fold(name).startswith(tuple(vocabulary().words["skip"]["inverted_headings"]))


def _not_sent(_listed: MemberList, member: Member, column: Column, _today: datetime.date) -> Reason:
    text = member.texts[column.index].strip()
    return (_said(column, text) if text and _is_none(text) else ""), []


@lru_cache(1000)
def _is_none(delivery: str) -> bool:
    return fold(delivery) in vocabulary().words["delivery"]["none"]


def _has_left(listed: MemberList, member: Member, column: Column, today: datetime.date) -> Reason:
    """A member is one to the end of the day of leaving."""
    text = member.texts[column.index].strip()
    words = vocabulary().words["left"]
    if not text or fold(text) in words["keep"]:
        return "", []
    if fold(text) in words["out"]:
        return _said(column, text), []
    read = read_date(text)
    stored = member.stored.get(column.index)
    day = stored if isinstance(stored, datetime.date) else read.date if read else None
    facts = {"heading": column.header, "text": text}
    if day is None:
        return "", [problem("NM-R69", listed.place(member, column), **facts)]
    if day.year < _FIRST_YEAR:
        return "", []
    if day < today:
        return _said(column, text), []
    return "", [problem("NM-R68", listed.place(member, column), **facts)]


def stored_day(value: object) -> datetime.date | None:
    """The day that a cell of 退会日 stores, None where it is only a text; a mere time is before all days."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, datetime.time):
        return datetime.date(1900, 1, 1)
    return None


def brief(text: str) -> str:
    """The beginning of a text, on one line, as a message quotes it."""
    seen = "".join(c if c.isprintable() else " " for c in text)
    return seen if len(seen) <= _MOST_SAID else seen[:_MOST_SAID] + "…"


def _said(column: Column, text: str) -> str:
    return f"{column.header}: {text}"


_ASKED = (("skip", _skipped), ("delivery", _not_sent), ("left", _has_left))
