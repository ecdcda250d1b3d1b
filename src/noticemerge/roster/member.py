"""Members, kept so that a list of a hundred thousand takes little memory."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from noticemerge.excel import CompressedTexts

# A control that no text of a member holds.
_BETWEEN = "\x1f"
_NONE: Mapping[int, datetime.date] = {}


@dataclass(frozen=True, slots=True)
class Member:
    """A member: the row as Excel counts, and for each column of the list the displayed text.

    A text is what the cell shows, character for character; only controls that no letter can hold are
    gone, and what stands unseen at its ends of a field that is not prose.
    """

    _members: Members = field(repr=False)
    _index: int

    @property
    def row(self) -> int:
        """The row as Excel counts."""
        return self._members.row(self._index)

    @property
    def texts(self) -> tuple[str, ...]:
        """What the cells show, by `Column.index`."""
        # Asked for some twenty times a letter, mostly in a row.
        index, texts = self._members.thawed
        return texts if index == self._index else self._members.texts(self._index)

    @property
    def days(self) -> Mapping[int, datetime.date]:
        """The days that cells store whose texts do not tell them (5月1日), by `Column.index`.

        Of a day of leaving always, where the cell stores one.
        """
        return self._members.days(self._index)


class Members(Sequence[Member]):
    """The members of a list from the top; the texts of each are packed until they are asked for.

    `thawed` are those asked for last, behind the index of their member.
    """

    def __init__(self) -> None:
        self._rows = array("Q")
        self._packed = CompressedTexts()
        self._days: dict[int, Mapping[int, datetime.date]] = {}
        self.thawed: tuple[int, tuple[str, ...]] = -1, ()

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Member: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Member, ...]: ...
    def __getitem__(self, index: int | slice) -> Member | tuple[Member, ...]:
        if isinstance(index, slice):
            return tuple(Member(self, one) for one in range(len(self._rows))[index])
        return Member(self, range(len(self._rows))[index])

    def add(self, row: int, texts: tuple[str, ...], days: Mapping[int, datetime.date] = _NONE) -> Member:
        """One more member; `texts` are without controls but tabs and line breaks, `days` as `Member.days`."""
        index = len(self._rows)
        self._rows.append(row)
        self._packed.append(_BETWEEN.join(texts))
        if days:
            self._days[index] = days
        self.thawed = index, texts
        return Member(self, index)

    def row(self, index: int) -> int:
        """The row of a member as Excel counts."""
        return self._rows[index]

    def texts(self, index: int) -> tuple[str, ...]:
        """The texts of a member, which then are at hand as `thawed`."""
        texts = tuple(self._packed[index].split(_BETWEEN))
        self.thawed = index, texts
        return texts

    def days(self, index: int) -> Mapping[int, datetime.date]:
        """The days that cells of a member store, as `Member.days`."""
        return self._days.get(index, _NONE)
