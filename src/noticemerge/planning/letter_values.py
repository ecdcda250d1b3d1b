"""What fills a letter: the member's cells, the lines of the notice, and the fields that are computed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

from noticemerge.japan import seireki, wareki
from noticemerge.notice import Notice
from noticemerge.planning.enclosures import Enclosure
from noticemerge.planning.letters import BETWEEN, Letter
from noticemerge.roster import Member, Roster
from noticemerge.template import ATTACHMENTS, COMPUTED, NOTICE, ROSTER, CellText, Name, Names

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
# Of a postcode.
_DIGITS = 7


class LetterValues:
    """The values of the names that a letter uses; what is the same for all letters is made once."""

    def __init__(
        self,
        roster: Roster,
        notice: Notice,
        names: Names,
        used: Iterable[Name],
        typed: Set[Name],
        today: datetime.date,
    ) -> None:
        needed = [name for name in names.all if name in set(used) or name.label == ATTACHMENTS]
        said = _of_days(notice.date, today)
        self._roster = roster
        self._shared: dict[str, Any] = {n.key: notice.values[n.label] for n in needed if n.source == NOTICE}
        self._shared |= {n.key: said[n.label] for n in needed if n.source == COMPUTED and n.label in said}
        self._columns = [(n.key, n.column) for n in needed if n.source == ROSTER]
        self._typed = [(n.key, n.column) for n in needed if n.source == ROSTER and n in typed]
        self._made = [
            (n.key, OF_MEMBERS[n.label]) for n in needed if n.source == COMPUTED and n.label in OF_MEMBERS
        ]
        self._listing = [n.key for n in needed if n.source == COMPUTED and n.label == ATTACHMENTS]
        self._lists: dict[int, _List] = {}

    def values(self, letter: Letter) -> dict[str, Any]:
        """The values by `Name.key`: displayed text, and for 添付資料 a list of attachments.

        A text that a condition or a filter looks at brings along the number or day that its cell stores.
        """
        values = self.of_member(letter.member)
        for key, make in self._made:
            values[key] = make(self._roster, letter)
        for key in self._listing:
            values[key] = self._list(letter.enclosures).items
        return values

    def of_member(self, member: Member) -> dict[str, Any]:
        """The values that need no letter: those of the list, of the notice and of the day."""
        values = self._shared.copy()
        texts = member.texts
        for key, column in self._columns:
            values[key] = texts[column]
        if self._typed and (stored := member.stored):
            for key, column in self._typed:
                if column in stored:
                    values[key] = CellText(texts[column], stored[column])
        return values

    def common(self) -> str:
        """Fingerprint of the values that all letters share."""
        return repr((self._shared, self._columns, [key for key, _ in self._made], self._listing))

    def own(self, letter: Letter, values: Mapping[str, Any]) -> str:
        """Fingerprint of the values of a letter that are its own."""
        texts = [values[key] for key, _ in self._columns]
        stored = (values[key] for key, _ in self._typed)
        texts += [repr(value.stored) for value in stored if isinstance(value, CellText)]
        texts += [values[key] for key, _ in self._made]
        texts += [self._list(letter.enclosures).said for _ in self._listing]
        return BETWEEN.join(texts)

    def _list(self, enclosures: tuple[Enclosure, ...]) -> _List:
        """The attachments as a letter's tags see them; nearly all members get the same."""
        known = self._lists.get(id(enclosures))
        if known is None or known.enclosures is not enclosures:
            known = self._lists[id(enclosures)] = _List(enclosures)
        return known


class _List:
    """The attachments of a letter: as a tag gets them, and in one text."""

    def __init__(self, enclosures: tuple[Enclosure, ...]) -> None:
        self.enclosures = enclosures
        self.items = _Items(
            _Item(
                number=e.label,
                title=e.attachment.title,
                copies=e.copies,
                file=e.attachment.file,
                note=e.attachment.note,
            )
            for e in enclosures
        )
        self.said = repr(self.items)


class _Item(dict[str, Any]):
    """An attachment in a loop; printed as it is, it reads as in the list that is appended to a letter."""

    def __str__(self) -> str:
        name = f"{self['number']}　{self['title']}".strip()
        return f"{name}（{self['copies']}部）" if self["copies"] > 1 else name


class _Items(list[_Item]):
    """The attachments; printed as they are, each has a line of its own."""

    def __str__(self) -> str:
        return "\n".join(map(str, self))


def _of_days(date: datetime.date | None, today: datetime.date) -> dict[str, str]:
    return {
        "発信日": wareki(date) if date else "",
        "発信日_西暦": seireki(date) if date else "",
        "本日": wareki(today),
        "本日_西暦": seireki(today),
    }


def _block(_roster: Roster, letter: Letter) -> str:
    return "\n".join(letter.addressee.lines)


def _honorific(_roster: Roster, letter: Letter) -> str:
    return letter.addressee.honorific


def _postcode(roster: Roster, letter: Letter) -> str:
    text = roster.value(letter.member, "postcode").strip()
    if len(text) == _DIGITS and text.isascii() and text.isdigit():
        text = f"{text[:3]}-{text[3:]}"
    return text if not text or text.startswith("〒") else f"〒{text}"


def _address(roster: Roster, letter: Letter) -> str:
    """One line of prefecture to house number, in the list's own words, and one of the building."""
    parts = [roster.value(letter.member, key) for key in ("pref", "city", "address1", "street")]
    line = ""
    for part in parts:
        # A full address in one column repeats the prefecture that stands in another.
        line = part if part.startswith(line) else line + part
    return "\n".join(text for text in (line, roster.value(letter.member, "address2")) if text.strip())


# Those that another member has another value of.
OF_MEMBERS: dict[str, Callable[[Roster, Letter], str]] = {
    "宛名": _block,
    "敬称": _honorific,
    "宛先郵便番号": _postcode,
    "宛先住所": _address,
}
