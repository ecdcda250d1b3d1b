"""The address that a list chooses for each member in words: 送付先 says 自宅, or 勤務先."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from noticemerge.planning.postal_address import AddressColumns
from noticemerge.problems import Problem, problem
from noticemerge.roster import USUAL, Column, Member, Roster, ignore_option, place_said


@dataclass(frozen=True, slots=True)
class Chosen:
    """The group that a member's cell names, and its address: None where the list has none."""

    group: str
    place: AddressColumns | None


class PlaceChoice:
    """The column whose cells name places, and the addresses that they name.

    That is a column of its own, or that of the address for sending, which says 自宅 for some.
    """

    def __init__(
        self,
        roster: Roster,
        by_group: Mapping[str, AddressColumns],
        usual: AddressColumns | None,
        sending: AddressColumns | None,
    ) -> None:
        own = next((c for c in roster.columns if c.is_choice and not c.is_ignored), None)
        self._roster, self._usual = roster, usual
        self._addresses = {group: address for group, address in by_group.items() if address.lines}
        self._is_own = own is not None
        # The column of an address for sending may say it too, for some members.
        self.column: Column | None = own or (sending.lines[0] if sending and _is_alone(sending) else None)
        self._counts = Counter(
            text
            for member in (roster.members if self.column else ())
            if place_said(text := member.texts[self.column.index].strip())  # type: ignore[union-attr]
        )
        self._chosen = {text: self._meant(place_said(text)) for text in self._counts}

    @property
    def places(self) -> list[AddressColumns]:
        """The addresses that are chosen for anybody."""
        return list(dict.fromkeys(c.place for c in self._chosen.values() if c.place))

    @property
    def groups(self) -> list[str]:
        """The groups of these addresses."""
        return list(dict.fromkeys(c.group for c in self._chosen.values() if c.place))

    def of(self, member: Member) -> Chosen | None:
        """What is chosen for a member; None where nothing is."""
        return self._chosen.get(member.texts[self.column.index].strip()) if self.column else None

    def only_filled(self, member: Member) -> AddressColumns | None:
        """The one address that a member has, of those that may be chosen; None for several, or none."""
        filled = self._filled(member) if self._is_own else []
        return filled[0] if len(filled) == 1 else None

    def note(self) -> Iterator[Problem]:
        """How many members are written to at which of the addresses."""
        if self.column and self._is_own:
            counts = [
                f"{text} → {chosen.place.heading} ({self._counts[text]})"
                for text, chosen in self._chosen.items()
                if chosen.place
            ]
            if counts:
                place = self._roster.place_of_headings(self.column)
                yield problem("NM-S37", place, heading=self.column.header, counts="、".join(counts))

    def problems_of(self, member: Member, *, has_other: bool) -> Iterator[Problem]:
        """What is wrong with what a cell says; `has_other` that the list says otherwise where letters go."""
        column = self.column
        if column is None:
            return
        text, chosen = member.texts[column.index].strip(), self.of(member)
        place, facts = self._roster.place(member, column), {"heading": column.header, "text": text}
        if chosen and chosen.place and not chosen.place.is_filled(member.texts):
            yield problem("NM-A32", place, **facts, other=chosen.place.heading)
        elif self._is_own and text and (chosen is None or chosen.place is None):
            known = "、".join(address.heading for address in self._addresses.values())
            facts |= {"known": known, "ignore": ignore_option(column.header)}
            yield problem("NM-A31", place, **facts)
        elif self._is_own and not text and not has_other and len(self._filled(member)) > 1:
            yield problem("NM-A33", place, heading=column.header)

    def _filled(self, member: Member) -> list[AddressColumns]:
        return [address for address in self._addresses.values() if address.is_filled(member.texts)]

    def _meant(self, group: str) -> Chosen:
        """The address of a group; where another has one of its own, the plain one is that of the first."""
        addresses, plain = self._addresses, self._addresses.get("")
        is_heads = bool(plain and any(c.group == "head" for c in plain.lines))
        if self._is_own and len(addresses) == 1 and plain and not self._roster.column_of("company"):
            return Chosen(group, plain)  # it says of what kind the one address is
        if group == USUAL:
            return Chosen(self._usual.group if self._usual else "", self._usual)
        if group == "head":
            has_plain = plain and (is_heads or self._roster.column_of("company"))
            return Chosen(group, plain if has_plain else addresses.get("work"))
        if group == "work":
            return Chosen(group, addresses.get("work") or (plain if "home" in addresses else None))
        if group == "home":
            is_plains = "work" in addresses and not is_heads
            return Chosen(group, addresses.get("home") or (plain if is_plains else None))
        return Chosen(group, addresses.get(group))


def _is_alone(sending: AddressColumns) -> bool:
    return len(sending.lines) == 1
