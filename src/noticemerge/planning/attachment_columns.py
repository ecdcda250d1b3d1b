"""Which column of a list says who gets an attachment: by its number (資料1), its title, and words behind
either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from noticemerge.japan import fold, lazy_pattern, vocabulary
from noticemerge.notice import Attachment
from noticemerge.problems import Problem, problem
from noticemerge.roster import Column, Roster, ignore_option, option_for

# What a heading says behind the attachment's name without meaning anything else: 資料1（部数）, 資料1要否.
_BEHIND_WORDS = (
    r"(?:の)?(?:必要部数|希望部数|送付部数|配布部数|部数|枚数|冊数|要否|可否|有無|希望|要|必要"
    r"|送付|発送|配布|配付|同封|数|x|)"
)
_BEHIND = lazy_pattern(_BEHIND_WORDS)
_AT_END = lazy_pattern(_BEHIND_WORDS + "$")
_NUMBERED = lazy_pattern(
    r"(?:資料|別添|別紙|添付資料|添付|参考資料|参考)[0-9a-z一二三四五六七八九十]{1,2}(?![0-9])"
)
# In a heading above marks (○, ×, 部数), where it is no attachment's name.
_ABOUT_ENCLOSING = lazy_pattern(
    "資料|添付|別添|別紙|同封|要領|チラシ|リーフレット|ポスター|パンフ|冊子|案内状|申込書|会報"
)
_NUMBER_SIGN = lazy_pattern(r"(?<=[料添紙付])(?:no|第)(?=[0-9])")
# With what a heading that names an attachment by another word ends: 添付2, 資料Ｂ.
_ITS_NUMBER = lazy_pattern(r"(?:([0-9]{1,2})|(?<![a-z])([a-z]))(?:の|号)?$")
_KANJI = {kanji: str(number) for number, kanji in enumerate("一二三四五六七八九十", 1)}
_SHORTEST_TITLE = 3


@dataclass(frozen=True, slots=True)
class AttachmentColumns:
    """The column of each attachment that has one, by its position, and headings that are not understood."""

    columns: Mapping[int, Column]
    problems: tuple[Problem, ...]


def attachment_columns(roster: Roster, attachments: Sequence[Attachment]) -> AttachmentColumns:
    """Match columns and attachments; where a list encloses nothing, no heading is one of an attachment."""
    if not attachments:
        return AttachmentColumns({}, ())
    free = [c for c in roster.columns if not c.is_ignored and (c.field is None or c.called)]
    found: dict[int, Column] = {}
    for is_whole in (True, False):
        for position, attachment in enumerate(attachments):
            names = _names(attachment)
            column = next((c for c in free if _is_named(c, names, is_whole)), None)
            if column and position not in found and column not in found.values():
                found[position] = column
    left = [column for column in free if column not in found.values()]
    return AttachmentColumns(found, tuple(_questions(roster, left, attachments)))


def _names(attachment: Attachment) -> set[str]:
    """How a heading may name an attachment, folded; a mere number is no name, even where the sheet numbers
    so.
    """
    number = _plain(fold(attachment.number))
    names = {number, fold(f"資料{number}")} - ({number} if number.isdigit() else set())
    title = fold(attachment.title)
    return names | ({title} if len(title) >= _SHORTEST_TITLE else set()) - {""}


def _is_named(column: Column, names: set[str], is_whole: bool) -> bool:
    heading = _heading_of(column)
    if is_whole:
        return heading in names
    return any(heading.startswith(name) and _BEHIND.fullmatch(heading.removeprefix(name)) for name in names)


def _plain(folded: str) -> str:
    """資料一 and 資料No.1 as 資料1."""
    plain = folded[:-1] + _KANJI[folded[-1]] if folded and folded[-1] in _KANJI else folded
    return _NUMBER_SIGN.sub("", plain)


def _heading_of(column: Column) -> str:
    """The heading, folded; 1 below 添付資料 is 資料1."""
    heading = fold(column.called or column.header)
    is_below = heading.isdigit() and _ABOUT_ENCLOSING.search(column.under)
    return f"資料{heading}" if is_below else _plain(heading)


def _questions(
    roster: Roster, columns: Sequence[Column], attachments: Sequence[Attachment]
) -> Iterator[Problem]:
    """Headings that begin as an attachment's name does, or hold a title, and are none of them."""
    titles = {fold(a.title): a for a in attachments if len(fold(a.title)) >= _SHORTEST_TITLE}
    numbers = {_number_of(a): a for a in attachments}
    bare = {heading for c in columns if (heading := _heading_of(c)).isdigit()}
    for column in columns:
        heading = _heading_of(column)
        is_like = _has_marks(roster, column)
        if not is_like and _ABOUT_ENCLOSING.search(heading) and _names_them(roster, column, attachments):
            facts = {"heading": column.header, "ignore": ignore_option(column.header)}
            yield problem("NM-S46", roster.place_of_headings(column), **facts)
            continue
        by_title = next((a for title, a in titles.items() if is_like and _is_like(heading, title)), None)
        by_number = next((a for a in attachments if any(heading.startswith(n) for n in _names(a))), None)
        meant = by_number or by_title
        is_bare = is_like and heading in bare and bare <= numbers.keys() and not _are_counts(roster, column)
        if (
            meant is None
            and not is_bare
            and not _NUMBERED.match(heading)
            and not (is_like and _ABOUT_ENCLOSING.search(heading))
        ):
            continue
        meant = meant or _by_its_number(heading, numbers, attachments)
        label = meant.number if meant else attachments[0].number
        label = f"資料{label}" if label.isdigit() else label
        facts = {"map": option_for(label, column.header), "ignore": ignore_option(column.header)}
        yield problem("NM-S31", roster.place_of_headings(column), heading=column.header, **facts)


def _number_of(attachment: Attachment) -> str:
    found = _ITS_NUMBER.search(_plain(fold(attachment.number)))
    return found[0] if found else ""


def _by_its_number(
    heading: str, numbers: Mapping[str, Attachment], attachments: Sequence[Attachment]
) -> Attachment | None:
    """The attachment that a heading under another name counts: 添付2 is 資料2, 資料Ｂ the second."""
    found = _ITS_NUMBER.search(_AT_END.sub("", heading))
    if found is None:
        return None
    place = ord(found[2]) - ord("a") if found[2] else len(attachments)
    return numbers.get(found[0]) or next(iter(attachments[place : place + 1]), None)


def _are_counts(roster: Roster, column: Column) -> bool:
    """Whether the cells are numbers, which under 1 and 2 may count anything."""
    return any(m.texts[column.index].strip().isdigit() for m in roster.members)


def _names_them(roster: Roster, column: Column, attachments: Sequence[Attachment]) -> bool:
    """Whether most cells name attachments: 資料1のみ, 資料1・資料2."""
    texts = [fold(text) for m in roster.members if (text := m.texts[column.index].strip())]
    names = {name for a in attachments for name in _names(a)}
    named = sum(any(name in _plain(text) for name in names) for text in texts)
    return bool(texts) and named * 2 >= len(texts)


def _has_marks(roster: Roster, column: Column) -> bool:
    """Whether the cells say yes, no or a number, all of those that say anything."""
    texts = {text for m in roster.members if (text := m.texts[column.index].strip())}
    return bool(texts) and all(copies_meant(text) is not None for text in texts)


def _is_like(heading: str, title: str) -> bool:
    name = _AT_END.sub("", heading)
    is_part = len(name) > 1 and name in title
    return is_part or (len(heading) >= _SHORTEST_TITLE and title in heading)


def copies_meant(text: str) -> int | None:
    """The copies a cell asks for: ○ is 1, × is 0, 50 and ５０部 are 50; None when it says none of these."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if match := re.fullmatch(r"(\d{1,6})\s*(部|枚|冊)?", plain):
        return int(match[1])
    words, key = vocabulary().words["enclosure"], fold(text)
    return 1 if key in words["yes"] else 0 if key in words["no"] else None
