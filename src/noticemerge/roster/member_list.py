"""The members of a list, and what their cells say under the standard fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from noticemerge.problems import CellPlace
from noticemerge.roster.columns import FieldColumns
from noticemerge.roster.header import Column
from noticemerge.roster.member import Member, Members


@dataclass(frozen=True, slots=True)
class MemberList:
    """The columns and members of a list.

    `sheet` is the title and `header_row` the row of the headings (the lowest of several) as Excel counts.
    """

    file: Path
    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    fields: FieldColumns
    members: Members

    def column_of(self, key: str) -> Column | None:
        """The column of a standard field, by its key such as "company"; None when the list has none."""
        return self.fields.columns.get(key)

    @property
    def is_text(self) -> bool:
        """Whether the list was saved as text (CSV), which has no sheets and keeps no formats."""
        return not self.sheet

    def text(self, member: Member, column: Column) -> str:
        """What a member's cell shows."""
        return member.texts[column.index]

    def value(self, member: Member, key: str) -> str:
        """What a member's cell of a standard field shows.

        "" when the list has no such column, or the cell holds only spaces.
        """
        fields = self.fields
        column = self._column_for(member, key) if key in fields.instead else fields.columns.get(key)
        if column is None:
            return ""
        text = member.texts[column.index]
        return "" if text.isspace() else text

    def values(self, keys: Collection[str]) -> Callable[[Member], dict[str, str]]:
        """What gives `value` for those of these standard fields that the list has and that are not empty."""
        indexes = [(key, column.index) for key, column in self.fields.columns.items() if key in keys]
        return partial(self._values, indexes, [key for key in self.fields.instead if key in keys])

    def _values(
        self, indexes: list[tuple[str, int]], for_sending: list[str], member: Member
    ) -> dict[str, str]:
        texts = member.texts
        found = {key: text for key, n in indexes if (text := texts[n]) and not text.isspace()}
        for key in for_sending:
            found[key] = self.value(member, key)
        return {key: text for key, text in found.items() if text} if for_sending else found

    def number(self, member: Member) -> str:
        """The member number as displayed, without spaces at its ends; "" when there is none."""
        return self.value(member, "member_no").strip()

    def numbers(self) -> Iterator[str]:
        """`number` of each member, in their order."""
        column = self.fields.columns.get("member_no")
        if column is not None:
            yield from map(str.strip, self.members.column(column.index))

    def place(self, member: Member, column: Column | None = None) -> CellPlace:
        """Where a member's cell is, or the whole row."""
        letter = column.letter if column else ""
        return CellPlace(
            file=self.file.name,
            sheet=self.sheet,
            cell=f"{letter}{member.row}",
            row=member.row,
            column=letter,
            member=self.number(member),
        )

    def place_of_headings(self, column: Column | None = None) -> CellPlace:
        """Where the headings are, or that of a column."""
        letter = column.letter if column else ""
        return CellPlace(file=self.file.name, sheet=self.sheet, cell=f"{letter}{self.header_row}")

    def _column_for(self, member: Member, key: str) -> Column:
        """The column for sending, or the plain one for a member whose columns for sending are all empty."""
        columns, instead = self.fields.columns, self.fields.instead
        is_sent = any(member.texts[columns[other].index].strip() for other in instead)
        return columns[key] if is_sent else instead[key]
