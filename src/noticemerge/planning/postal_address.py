"""The columns of one address, and the postcode and lines they make for a member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from noticemerge.japan import fold, lazy_pattern
from noticemerge.roster import ADDRESS_ORDER, BUILDING, POSTCODE, Column

# Of a postcode.
_DIGITS = 7
_BEGIN = 3
_BARE_NUMBER = lazy_pattern(r"[0-9０-９]+")
# A bare number under these headings is read with the word behind it: 5 is 5階.
_UNITS = {fold(heading): unit for heading, unit in (("階", "階"), ("階数", "階"), ("号室", "号室"))}


@dataclass(frozen=True, slots=True)
class AddressColumns:
    """The columns of one group's address, in the order in which they are joined.

    `street` make the first line, each of `building` a line of its own but for a floor; `postcode` is one
    column, or two that hold three and four digits.
    """

    group: str
    street: tuple[Column, ...]
    building: tuple[Column, ...]
    postcode: tuple[Column, ...]

    @property
    def lines(self) -> tuple[Column, ...]:
        """The columns of the address without the postcode."""
        return (*self.street, *self.building)

    @property
    def heading(self) -> str:
        """The heading by which a person knows the address."""
        return self.lines[0].header if self.lines else self.postcode[0].header

    def is_filled(self, texts: Sequence[str]) -> bool:
        """Whether a member has any part of the address."""
        for columns in (self.street, self.building):
            for column in columns:
                if texts[column.index].strip():
                    return True
        return False

    def has_postcode(self, texts: Sequence[str]) -> bool:
        """Whether a member has a postcode with it."""
        return any(texts[column.index].strip() for column in self.postcode)

    def address(self, texts: Sequence[str]) -> tuple[str, ...]:
        """The lines of a member's address, in the list's own words; none where nothing is filled in."""
        line = ""
        for column in self.street:
            line = _joined(line, texts[column.index])
        lines = [line] if line.strip() else []
        is_open = False
        for column in self.building:
            text = texts[column.index]
            if not text.strip():
                continue
            text = _with_unit(text, column)
            if column.part and column.part.key == "floor" and is_open:
                lines[-1] = _joined(lines[-1], text)
            else:
                lines.append(text)
            is_open = True
        return tuple(lines)

    def postcode_of(self, texts: Sequence[str]) -> str:
        """〒100-0013; "" where the list has none. What is no postcode stays as it is typed."""
        parts = [text for column in self.postcode if (text := texts[column.index].strip())]
        text = "-".join(parts)
        if len(text) == _DIGITS and text.isascii() and text.isdigit():
            text = f"{text[:_BEGIN]}-{text[_BEGIN:]}"
        return text if not text or text.startswith("〒") else f"〒{text}"


def addresses_by_group(columns: Iterable[Column]) -> dict[str, AddressColumns]:
    """The addresses of a list by their groups; the head office's is that of the whole list (group "")."""
    found: dict[str, list[Column]] = {}
    for column in columns:
        if column.part and column.part.key in (*ADDRESS_ORDER, *BUILDING, *POSTCODE):
            found.setdefault("" if column.group == "head" else column.group, []).append(column)
    return {group: _address(group, columns) for group, columns in found.items()}


def _address(group: str, columns: Sequence[Column]) -> AddressColumns:
    """Parts in the order of an address; parts alike in that of the sheet, 住所2 behind 住所1."""
    by_key: dict[str, list[Column]] = {}
    for column in columns:
        key = column.part.key if column.part else ""
        # 住所4 is a line behind 住所2 and 住所3.
        by_key.setdefault(BUILDING[0] if key == "address1" and column.number > 1 else key, []).append(column)
    street = [column for key in _street_order(by_key) for column in by_key.get(key, ())]
    building = sorted((c for key in BUILDING for c in by_key.get(key, ())), key=lambda c: c.index)
    postcode = [column for key in POSTCODE for column in by_key.get(key, ())]
    return AddressColumns(group, tuple(street), tuple(building), tuple(postcode))


def _street_order(by_key: dict[str, list[Column]]) -> list[str]:
    """As in an address; 住所 and 町域 stand in the order of the sheet: either may hold the beginning."""
    order = list(ADDRESS_ORDER)
    if "address1" in by_key and "town" in by_key and by_key["town"][0].index < by_key["address1"][0].index:
        first, second = order.index("address1"), order.index("town")
        order[first], order[second] = order[second], order[first]
    return order


def _joined(line: str, part: str) -> str:
    """Two parts behind each other; a hyphen keeps 1 and 2 from becoming 12.

    A full address in one column repeats the prefecture that stands in another.
    """
    if not part.strip():
        return line
    if part.startswith(line):
        return part
    return f"{line}-{part}" if line[-1:].isdecimal() and part[0].isdecimal() else line + part


def _with_unit(text: str, column: Column) -> str:
    unit = _UNITS.get(fold(column.header), "")
    return text + unit if unit and _BARE_NUMBER.fullmatch(text.strip()) else text
