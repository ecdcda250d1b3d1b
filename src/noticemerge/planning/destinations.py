"""Where a member's letter goes and to whom: the one computation that letters, labels and mail share.

An address is taken whole from one group of columns (送付先, 支店, 自宅 …), never put together from two: for
each member first what is meant for sending, then the branch where the member has one, then the place of the
list as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from noticemerge.japan import fold, vocabulary
from noticemerge.planning.addressee_block import Recipient
from noticemerge.planning.chosen_places import PlaceChoice
from noticemerge.planning.name_columns import ADDRESSED, NameColumns
from noticemerge.planning.names_in_cells import likeness
from noticemerge.planning.postal_address import AddressColumns, addresses_by_group
from noticemerge.problems import Problem, problem
from noticemerge.roster import ADDRESS_ORDER, JOINED, Column, Member, Roster, option_for

_LABEL = "住所1"
# What a column 送付先 says where it only chooses one of the other addresses.
_NO_ADDRESS = frozenset(word for word, _ in vocabulary().groups) | frozenset(
    map(fold, ("同じ", "同左", "上記", "本人"))
)
# Fields that say who is written to at the place for sending.
_SENDING_NAMES = ("company", "branch")


@dataclass(frozen=True, slots=True)
class Destination:
    """A postcode as it is printed ("〒100-0013", "" for none) and the lines of an address."""

    postcode: str
    address: tuple[str, ...]


class Destinations:
    """The destinations of a list's members.

    `candidates` are the addresses that a letter may take: of the first that a member has, all is taken.
    `in_question` are addresses of which none is surely the one, where a list has no other.
    """

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        by_group = {g: a for g, a in addresses_by_group(_looked_at(roster)).items() if g != "other"}
        usual, self.in_question = _usual(roster, by_group)
        self.names = NameColumns(roster, at_home=bool(usual and usual.group == "home"))
        self._cells = roster.values({*ADDRESSED, "member_no", "delivery"})
        self._is_said = bool(roster.mapped.keys() & {"address1", "postcode"})
        own = {g: a for g, a in by_group.items() if a.lines and a is not usual and not self._is_said}
        self._usual = usual
        self._sending, self._branch = own.get("sending"), own.get("branch")
        self.choice = PlaceChoice(roster, by_group, usual, self._sending)
        usually = tuple(filter(None, (self._sending, self._branch, usual)))
        self._has_usual = bool(usually)
        self.candidates = (*usually, *(a for a in self.choice.places if a not in usually))
        if self.choice.places:
            self.in_question = ()
        self.others = tuple(a for a in by_group.values() if a not in self.candidates)
        self._branch_name = roster.column_of("branch")
        self._sending_names = [
            column
            for key in _SENDING_NAMES
            if (column := roster.column_of(key))
            and column.group == "sending"
            and key in roster.fields.instead
        ]
        self._has_address = any(address.lines for address in self.candidates)
        self._is_heads = bool(usual and any(c.group == "head" for c in usual.street) and not self._is_said)
        names_elsewhere = self._sending_names or (self._is_heads and self._branch_name)
        self._is_one_place = self.candidates == (usual,) and self.choice.column is None
        self._is_usual_sure = self._is_one_place and not names_elsewhere

    @property
    def address_columns(self) -> tuple[Column, ...]:
        """The columns of addresses, in the order in which they are joined."""
        return tuple(column for columns in self.candidates for column in columns.lines)

    @property
    def addressee_columns(self) -> tuple[Column, ...]:
        """The columns of whom letters are written to, those at places that the list chooses among them."""
        chosen = (column for group in self.choice.groups for column in self.names.columns_of(group))
        return tuple(dict.fromkeys((*self.names.columns, *chosen)))

    @property
    def postcode_columns(self) -> tuple[Column, ...]:
        """The columns of postcodes."""
        return tuple(column for columns in self.candidates for column in columns.postcode)

    def of(self, member: Member) -> Destination:
        """Where a member's letter goes; empty for a member of whom the list does not say it."""
        return Destination(self.postcode(member), self.address(member))

    def postcode(self, member: Member) -> str:
        """The postcode of `of`."""
        place = self._place_of(member)
        return place.postcode_of(member.texts) if place else ""

    def address(self, member: Member) -> tuple[str, ...]:
        """The address of `of`."""
        place = self._place_of(member)
        return place.address(member.texts) if place else ()

    def values(self, member: Member) -> dict[str, str]:
        """What a member's cells say, by standard field, with names that stand in several columns joined."""
        return self.names.values(self._cells(member), member)

    def recipient(self, values: Mapping[str, str], member: Member) -> Recipient:
        """What the addressee block is made of; `values` are the member's, as above."""
        chosen = self.choice.of(member)
        group = chosen.group if chosen and chosen.place else ""
        if not group and not self._has_usual and (only := self.choice.only_filled(member)):
            group = only.group
        return self.names.recipient(values, member, group)

    def name_problems(self) -> Iterator[Problem]:
        """What is wrong with the list for letters that print an addressee: a title that may be either
        person's.
        """
        if not self.names.columns:
            yield problem("NM-S39", self.roster.place_of_headings())
        if column := self.names.title_in_question():
            cures = option_for("代表者役職", column.header), option_for("役職", column.header)
            place = self.roster.place_of_headings(column)
            yield problem("NM-S34", place, heading=column.header, this=cures[0], that=cures[1])

    def route(self) -> Iterator[Problem]:
        """What is worth knowing where some members are written to at a place of their own, and others
        elsewhere.
        """
        yield from self.choice.note()
        if self.choice.places:
            return
        instead = self.roster.fields.instead
        told = {column.index for key, column in instead.items() if key not in JOINED}
        for first, *others in filter(None, (self.candidates, self.candidates[1:])):
            rest = [column for other in others for column in (*other.postcode, *other.lines)]
            rest = [c for c in rest if first.group != "sending" or c.index not in told]
            if rest:
                place = self.roster.place_of_headings(first.lines[0])
                headings = "、".join(column.header for column in rest)
                yield problem("NM-S36", place, heading=first.heading, others=headings)

    def postcode_problems(self) -> Iterator[Problem]:
        """What is wrong for letters that print a postcode: the list has addresses and no postcodes."""
        if self._has_address and not self.postcode_columns:
            yield problem("NM-S33", self.roster.place_of_headings(), label="宛先郵便番号")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the list for letters that print an address: it has none, or several and none is
        sure.
        """
        roster = self.roster
        if self._has_address:
            return
        place = roster.place_of_headings()
        if not self.in_question:
            yield problem("NM-R82", place)
            return
        headings = "、".join(address.heading for address in self.in_question)
        cures = " / ".join(option_for(_LABEL, address.heading) for address in self.in_question)
        yield problem("NM-R83", place, headings=headings, cures=cures)

    def problems_of(self, member: Member) -> Iterator[Problem]:
        """An address that is missing, or that would be another's than the name above it."""
        texts, place = member.texts, self._place_of(member)
        if not self._has_address or (self._is_usual_sure and place and place.is_filled(texts)):
            return
        if found := tuple(self.choice.problems_of(member, has_other=self._has_usual)):
            yield from found
        elif (chosen := self.choice.of(member)) and chosen.place:
            yield from self._without_postcode(member, chosen.place)
            yield from self._at_home(member, chosen.group)
        else:
            yield from self._unsure(member, place)

    def _unsure(self, member: Member, place: AddressColumns | None) -> Iterator[Problem]:
        """What is wrong with an address that no word of the list has chosen."""
        roster, texts = self.roster, member.texts
        if name := self._named_without_address(member, place):
            usual = self._usual.heading if self._usual else ""
            facts = {"heading": name.header, "text": texts[name.index].strip(), "other": usual}
            yield problem("NM-A20", roster.place(member, name), **facts, cure=option_for(_LABEL, usual))
        elif place is self._sending and place and fold("".join(place.address(texts))) in _NO_ADDRESS:
            column, cure = place.lines[0], self._usual and option_for(_LABEL, self._usual.heading)
            facts = {"heading": column.header, "text": "".join(place.address(texts)), "cure": cure or ""}
            yield problem("NM-A30", roster.place(member, column), **facts)
        elif place is None or not place.is_filled(texts):
            column = (place or self.candidates[-1]).lines[0]
            yield problem("NM-A21", roster.place(member, column), heading=column.header)
        elif self._branch and place is not self._branch and self._branch.is_filled(texts):
            columns = (*self._branch.postcode, *self._branch.lines)
            headings = "、".join(column.header for column in columns if texts[column.index].strip())
            facts = {"heading": headings, "other": place.heading}
            yield problem("NM-A23", roster.place(member, self._branch.lines[0]), **facts)
        else:
            yield from self._without_postcode(member, place)

    def _at_home(self, member: Member, group: str) -> Iterator[Problem]:
        """A company that is written to at somebody's home, where nobody is named."""
        to = self.recipient(self.values(member), member) if group == "home" else None
        if to and to.company and not to.person and not to.further and not likeness(to.company):
            column = self.choice.column
            assert column
            facts = {
                "text": to.company,
                "heading": column.header,
                "chosen": member.texts[column.index].strip(),
            }
            yield problem("NM-A34", self.roster.place(member, column), **facts)

    def _without_postcode(self, member: Member, place: AddressColumns) -> Iterator[Problem]:
        if not place.has_postcode(member.texts) and (other := self._other_postcode(member, place)):
            facts = {"heading": place.heading, "other": other.header}
            yield problem("NM-A22", self.roster.place(member, place.lines[0]), **facts)

    def _place_of(self, member: Member) -> AddressColumns | None:
        if self._is_one_place:
            return self._usual
        texts = member.texts
        if (chosen := self.choice.of(member)) and chosen.place:
            return chosen.place
        if not self._has_usual:
            return self.choice.only_filled(member)
        if self._sending and (self._sending.is_filled(texts) or self._is_sent_elsewhere(member)):
            return self._sending
        if self._branch and self._is_at_branch(member):
            return self._branch
        return self._usual or self._branch or self._sending

    def _is_sent_elsewhere(self, member: Member) -> bool:
        """Whether there is a name for sending or a postcode, so that the usual address is not the one."""
        texts = member.texts
        return bool(self._sending and self._sending.has_postcode(texts)) or any(
            texts[column.index].strip() for column in self._sending_names
        )

    def _is_at_branch(self, member: Member) -> bool:
        texts = member.texts
        if self._branch_name is not None and texts[self._branch_name.index].strip():
            return True
        is_filled = bool(self._branch and self._branch.is_filled(texts))
        return is_filled and not (self._usual and self._usual.is_filled(texts))

    def _named_without_address(self, member: Member, place: AddressColumns | None) -> Column | None:
        """The name of a branch, or of whom to send to, for which the address would be another's."""
        texts = member.texts
        if self._is_said or self._usual is None or not self._usual.is_filled(texts):
            return None
        for column in self._sending_names:
            if texts[column.index].strip() and not (self._sending and self._sending.is_filled(texts)):
                return column
        branch = self._branch_name
        if branch is None or not texts[branch.index].strip() or place is self._sending:
            return None
        if place is self._branch and self._branch is not None:
            return None if self._branch.is_filled(texts) else branch
        return branch if self._is_heads else None

    def _other_postcode(self, member: Member, place: AddressColumns) -> Column | None:
        """A postcode of the member that belongs to another address."""
        texts = member.texts
        others = (column for other in self.candidates if other is not place for column in other.postcode)
        return next((column for column in others if texts[column.index].strip()), None)


def _looked_at(roster: Roster) -> Iterable[Column]:
    """Those that are neither ignored nor a second word for what another column is taken for."""
    doubles = roster.fields.doubles
    return (c for c in roster.columns if not c.is_ignored and c.index not in doubles)


def _usual(
    roster: Roster, by_group: Mapping[str, AddressColumns]
) -> tuple[AddressColumns | None, tuple[AddressColumns, ...]]:
    """The address of the list as a whole, and those that could be it where that is not sure.

    The address of a home or a place of work is it where there is no other; beside a company, a home is asked
    about.
    """
    if column := roster.mapped.get("address1"):
        return next(a for a in by_group.values() if column in a.lines), ()
    plain = by_group.get("")
    if plain and any(c.part and c.part.key in (*ADDRESS_ORDER, "address2") for c in plain.lines):
        return plain, ()
    left = [a for g, a in by_group.items() if a.lines and g not in ("sending", "branch", "")]
    has_sure = any(a.lines for g, a in by_group.items() if g in ("sending", "branch"))
    is_sure = len(left) == 1 and (
        left[0].group == "work" or (left[0].group == "home" and not roster.column_of("company"))
    )
    if is_sure:
        return left[0], ()
    if not left and not has_sure:
        return plain, ()
    return None, () if has_sure else tuple(left)
