"""What fills a letter: the member's cells, the lines of the notice, and the fields that are computed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from noticemerge.notice import Notice
from noticemerge.roster import Member, Roster
from noticemerge.template.lint import ATTACHMENTS
from noticemerge.template.names import COMPUTED, NOTICE, ROSTER, Name, Names
from noticemerge.wareki import seireki, wareki

if TYPE_CHECKING:
    from noticemerge.planning import Letter

COMPUTED_NAMES = (
    "宛名",
    "敬称",
    "宛先郵便番号",
    "宛先住所",
    "発信日",
    "発信日_西暦",
    "本日",
    "本日_西暦",
    ATTACHMENTS,
)


class Filling:
    """The values of the names that a letter uses; what is the same for all letters is made once."""

    def __init__(
        self, roster: Roster, notice: Notice, names: Names, used: Iterable[Name], today: datetime.date
    ) -> None:
        needed = [name for name in names.all if name in set(used) or name.label == ATTACHMENTS]
        said = _of_days(notice.date, today)
        self._shared = {n.key: notice.values[n.label] for n in needed if n.source == NOTICE}
        self._shared |= {n.key: said[n.label] for n in needed if n.source == COMPUTED and n.label in said}
        self._columns = [(n.key, n.column) for n in needed if n.source == ROSTER]
        made = _of_members(roster)
        self._made = [(n.key, made[n.label]) for n in needed if n.source == COMPUTED and n.label in made]

    def values(self, letter: Letter) -> dict[str, Any]:
        """The values by `Name.key`: displayed text, and for 添付資料 a list of attachments."""
        texts = letter.member.texts
        return {
            **self._shared,
            **{key: texts[column] for key, column in self._columns},
            **{key: make(letter) for key, make in self._made},
        }


def _of_days(date: datetime.date | None, today: datetime.date) -> dict[str, str]:
    return {
        "発信日": wareki(date) if date else "",
        "発信日_西暦": seireki(date) if date else "",
        "本日": wareki(today),
        "本日_西暦": seireki(today),
    }


def _of_members(roster: Roster) -> dict[str, Callable[[Letter], Any]]:
    return {
        "宛名": lambda letter: "\n".join(letter.addressee.lines),
        "敬称": lambda letter: letter.addressee.honorific,
        "宛先郵便番号": lambda letter: _postcode(roster.value(letter.member, "postcode")),
        "宛先住所": lambda letter: _address(roster, letter.member),
        ATTACHMENTS: _listed,
    }


def _listed(letter: Letter) -> list[dict[str, Any]]:
    return [
        {
            "number": e.label,
            "title": e.attachment.title,
            "copies": e.copies,
            "file": e.attachment.file,
            "note": e.attachment.note,
        }
        for e in letter.enclosures
    ]


def _postcode(text: str) -> str:
    text = text.strip()
    return text if not text or text.startswith("〒") else f"〒{text}"


def _address(roster: Roster, member: Member) -> str:
    """One line of prefecture to house number, in the list's own words, and one of the building."""
    parts = [roster.value(member, key) for key in ("pref", "city", "address1", "street")]
    line = ""
    for part in parts:
        # A full address in one column repeats the prefecture that stands in another.
        line = part if part.startswith(line) else line + part
    return "\n".join(text for text in (line, roster.value(member, "address2")) if text.strip())
