"""Members, kept so that a list of a hundred thousand takes little memory."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from noticemerge.excel import CompressedTexts

# Controls that no text of a member holds.
_BETWEEN, _STORED, _AND = "\x1f", "\x1d", "\x1c"
Stored = int | float | datetime.date


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
    def stored(self) -> Mapping[int, Stored]:
        """The numbers and days that cells store behind what they show, by `Column.index`."""
        return self._members.stored(self._index)


class Members(Sequence[Member]):
    """The members of a list from the top; the texts of each are packed until they are asked for.

    `thawed` are those asked for last, behind the index of their member.
    """

    def __init__(self) -> None:
        self._rows = array("Q")
        self._packed = CompressedTexts()
        self.thawed: tuple[int, tuple[str, ...]] = -1, ()
        self._thawed_behind = ""
        self._behind: tuple[int, Mapping[int, Stored]] = -1, {}

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

    def __iter__(self) -> Iterator[Member]:
        for index, packed in enumerate(self._packed):
            self._thaw(index, packed)
            yield Member(self, index)

    def column(self, index: int) -> Iterator[str]:
        """What the cells of one column show, one after the other: in half the time of asking each member."""
        for packed in self._packed:
            yield packed.partition(_STORED)[0].split(_BETWEEN, index + 1)[index]

    def add(self, row: int, texts: tuple[str, ...], stored: Mapping[int, Stored] | None = None) -> Member:
        """One more member; `texts` are without controls but tabs and line breaks.

        `stored` are the numbers and days behind some of them. They are packed with the texts, where most are
        next to nothing: a number that shows itself is not written again. What is behind a cell that shows
        nothing counts for nothing.
        """
        index = len(self._rows)
        self._rows.append(row)
        packed, behind = _BETWEEN.join(texts), ""
        if stored:
            behind = _AND.join([f"{n}{_said(value, texts[n])}" for n, value in stored.items() if texts[n]])
        self._packed.append(f"{packed}{_STORED}{behind}" if behind else packed)
        self.thawed, self._thawed_behind = (index, texts), behind
        return Member(self, index)

    def row(self, index: int) -> int:
        """The row of a member as Excel counts."""
        return self._rows[index]

    def texts(self, index: int) -> tuple[str, ...]:
        """The texts of a member, which then are at hand as `thawed`."""
        return self._thaw(index, self._packed[index])

    def _thaw(self, index: int, packed: str) -> tuple[str, ...]:
        said, _, behind = packed.partition(_STORED)
        texts = tuple(said.split(_BETWEEN))
        self.thawed, self._thawed_behind = (index, texts), behind
        return texts

    def stored(self, index: int) -> Mapping[int, Stored]:
        """The numbers and days behind the texts of a member, by `Column.index`."""
        known, behind = self._behind
        if known != index:
            of, texts = self.thawed
            texts = texts if of == index else self.texts(index)
            behind = _read(self._thawed_behind, texts) if self._thawed_behind else {}
            self._behind = index, behind
        return behind


def _said(value: Stored, text: str) -> str:
    if isinstance(value, datetime.date):
        return f"d{value:%Y-%m-%d}" if value.year >= 1000 else f"d{value.year:04d}-{value:%m-%d}"
    said = repr(value)
    return "" if said == text else f"={said}"


def _read(said: str, texts: Sequence[str]) -> dict[int, Stored]:
    found: dict[int, Stored] = {}
    for one in said.split(_AND):
        if one.isdecimal():
            column = int(one)
            found[column] = _number(texts[column])
        elif "=" in one:
            number, _, value = one.partition("=")
            found[int(number)] = _number(value)
        else:
            number, _, value = one.partition("d")
            found[int(number)] = datetime.date.fromisoformat(value)
    return found


def _number(text: str) -> int | float:
    return int(text) if text.isdecimal() or not any(c in text for c in ".en") else float(text)
