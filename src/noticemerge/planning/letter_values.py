"""The values that fill a letter: the member's cells, the lines of the notice, and computed fields."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

from noticemerge.japan import CellText, seireki, wareki
from noticemerge.notice import Notice
from noticemerge.planning.destinations import Destinations
from noticemerge.planning.enclosures import Enclosure
from noticemerge.planning.letters import BETWEEN, Letter
from noticemerge.roster import Member
from noticemerge.template import ATTACHMENTS, COMPUTED, MERGE_COUNTS, NOTICE, ROSTER, Name, Names

COMPUTED_NAMES = (
    "宛名",
    "敬称",
    "宛先郵便番号",
    "宛先住所",
    "発信日",
    "発信日_西暦",
    "本日",
    "本日_西暦",
    MERGE_COUNTS["record"],
    MERGE_COUNTS["letter"],
    ATTACHMENTS,
)


class LetterValues:
    """The values of the names that a letter uses; what is the same for all letters is made once."""

    def __init__(
        self,
        destinations: Destinations,
        notice: Notice,
        names: Names,
        used: Iterable[Name],
        typed: Set[Name],
        today: datetime.date,
    ) -> None:
        needed = [name for name in names.all if name in set(used) or name.label == ATTACHMENTS]
        said = _of_days(notice, today)
        self._destinations = destinations
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
            values[key] = make(self._destinations, letter)
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


def _of_days(notice: Notice, today: datetime.date) -> dict[str, str]:
    date, issued = notice.date, notice.issued
    return {
        "発信日": issued.typed or (wareki(date) if date else ""),
        "発信日_西暦": issued.western or (seireki(date) if date else ""),
        "本日": wareki(today),
        "本日_西暦": seireki(today),
    }


def _block(_destinations: Destinations, letter: Letter) -> str:
    return "\n".join(letter.addressee.lines)


def _honorific(_destinations: Destinations, letter: Letter) -> str:
    return letter.addressee.honorific


def _postcode(destinations: Destinations, letter: Letter) -> str:
    return destinations.postcode(letter.member)


def _address(destinations: Destinations, letter: Letter) -> str:
    return "\n".join(destinations.address(letter.member))


# Those that another member has another value of.
OF_MEMBERS: dict[str, Callable[[Destinations, Letter], str]] = {
    "宛名": _block,
    "敬称": _honorific,
    "宛先郵便番号": _postcode,
    "宛先住所": _address,
    MERGE_COUNTS["record"]: lambda _roster, letter: str(letter.record),
    MERGE_COUNTS["letter"]: lambda _roster, letter: str(letter.sequence),
}
