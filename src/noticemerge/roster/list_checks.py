"""Every doubt about the members of a list: about their cells, and about members who are alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from noticemerge.excel import SheetCell
from noticemerge.japan import current_day, fold, lazy_pattern
from noticemerge.problems import Problem, problem
from noticemerge.roster.cell_checks import CheckedCell, doubts_about, plain
from noticemerge.roster.column_groups import ADDRESS_ORDER, BUILDING
from noticemerge.roster.header import Column
from noticemerge.roster.lost_zeros import LostZeros
from noticemerge.roster.member import Member
from noticemerge.roster.member_list import MemberList
from noticemerge.roster.opt_out import brief, left_out
from noticemerge.roster.ordinary_cells import OrdinaryRows, is_ordinary, is_plain_text
from noticemerge.roster.repeated_members import Repeats

_BLOCK = lazy_pattern(r"(?<=\d)(?:丁目|番地の?|番|号|の|-)")
# Characters that fold to themselves.
_FOLDED = lazy_pattern(r"[0-9A-Za-z\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]*")
# Cells that are no texts, of which the same numbers and days come again and again.
_REMEMBERED = 10_000


class ListChecks:
    """What is doubtful about members, given one by one; two hashes are kept for each."""

    def __init__(self, listed: MemberList) -> None:
        self._listed = listed
        self._ordinary = OrdinaryRows(listed.columns)
        self._no_doubt: set[tuple[int, SheetCell]] = set()
        self._found: list[tuple[int, Problem]] = []
        self._numbers, self._companies = Repeats(), Repeats()
        self._zeros = LostZeros()
        self._volatile: set[int] = set()

    def are_ordinary(self, texts: list[str], odd: list[tuple[int, SheetCell]]) -> bool:
        """Whether there is surely nothing to say of a member's cells, and letters take what they show.

        `odd` are those that are no plain texts, with the indexes of their columns.
        """
        return (not odd or self._no_doubt.issuperset(odd)) and self._ordinary.contains(texts)

    def check(self, member: Member, cells: list[SheetCell]) -> None:
        """Look for doubts in the cells of the next member."""
        if len(self._no_doubt) >= _REMEMBERED:
            self._no_doubt.clear()
        for column, ordinary, shown, text in zip(
            self._listed.columns, self._ordinary.patterns, cells, member.texts, strict=True
        ):
            if (column.index, shown) in self._no_doubt or is_ordinary(shown, ordinary):
                continue
            if shown.marks and shown.marks.volatile and column.index not in self._volatile:
                self._volatile.add(column.index)
                facts = {"heading": column.header, "formula": brief(shown.marks.volatile), "text": text}
                told = problem("NM-R114", self._listed.place(member, column), **facts)
                self._found.append((member.row, told))
            cell = CheckedCell(self._listed, member, column, shown, text)
            doubts = doubts_about(cell)
            self._found += [(member.row, doubt) for doubt in doubts]
            if not doubts and text == shown.text and not is_plain_text(shown):
                self._no_doubt.add((column.index, shown))

    def compare(self, member: Member) -> None:
        """Note what tells whether the member comes again, and whether its number is like the others."""
        number = _number_key(self._listed.number(member))
        self._numbers.add(number)
        self._zeros.add(number)
        self._companies.add(_company_key(self._listed.value(member, "company")))

    def all(self, merged: Collection[int] = ()) -> list[Problem]:
        """Every doubt about every member, in the order of the list.

        That rows are alike is not said of the `merged` ones, which share cells with the row above.
        """
        alike = [*self._same_numbers(), *self._same_members()]
        found = [*self._found, *(pair for pair in alike if pair[0] not in merged), *self._lost_zeros()]
        return [doubt for _, doubt in sorted(found, key=lambda pair: pair[0])]

    def _same_numbers(self) -> Iterator[tuple[int, Problem]]:
        listed, first = self._listed, dict[str, Member]()
        column = listed.column_of("member_no")
        for index in self._numbers.found() if column else ():
            member = listed.members[index]
            number = listed.number(member)
            other = first.setdefault(_number_key(number), member)
            if column and other != member:
                yield member.row, self._same_number(member, other, column, number)

    def _same_number(self, member: Member, other: Member, column: Column, number: str) -> Problem:
        """A number twice: by mistake, or as two people of one company."""
        listed = self._listed
        place, said = listed.place(member, column), listed.place(other, column).cell
        companies = [_company_key(listed.value(one, "company")) for one in (member, other)]
        people = [listed.value(one, "person").strip() for one in (other, member)]
        if companies[0] and companies[0] == companies[1] and all(people) and people[0] != people[1]:
            facts = {"number": number, "other": said, "one": people[0], "second": people[1]}
            return problem("NM-R122", place, **facts)
        return problem("NM-R55", place, number=number, other=said)

    def _same_members(self) -> Iterator[tuple[int, Problem]]:
        """One company twice at one address; a row that is marked to get no letter is no second one."""
        listed, alike = self._listed, self._companies.found()
        column = listed.column_of("company")
        whole = Repeats()
        for index in alike:
            whole.add(_member_key(listed, listed.members[index]))
        first: dict[tuple[str, str], Member] = {}
        for place in whole.found() if column else ():
            member = listed.members[alike[place]]
            name = listed.value(member, "company")
            other = first.setdefault(_member_key(listed, member) or ("", ""), member)
            if column and other != member:
                said = listed.place(other, column).cell
                where = listed.place(member, column)
                yield member.row, problem("NM-R62", where, name=brief(name.strip()), other=said)

    def _lost_zeros(self) -> Iterator[tuple[int, Problem]]:
        listed = self._listed
        column = listed.column_of("member_no")
        for index, digits, other in self._zeros.found() if column else ():
            member = listed.members[index]
            number = listed.number(member)
            cured = plain(number).zfill(digits)
            place = listed.place(member, column)
            code = "NM-R119" if listed.is_text else "NM-R73"
            yield member.row, problem(code, place, number=number, other=other, cured=cured)


def _number_key(number: str) -> str:
    """Unlike in names a hyphen means something here: 1-12 is not 11-2."""
    return plain(number).casefold()


def _member_key(listed: MemberList, member: Member) -> tuple[str, str] | None:
    """A company and where it is; None where that is not said, or no letter is wanted."""
    name = listed.value(member, "company")
    address = "".join(listed.value(member, key) for key in (*ADDRESS_ORDER, *BUILDING))
    if not name or not address or left_out(listed, member, current_day())[0]:
        return None
    return _company_key(name), _address_key(address)


def _company_key(name: str) -> str:
    """㈱ and (株) are 株式会社."""
    # Most names need no folding, which is slow.
    folded = name.lower() if _FOLDED.fullmatch(name) else fold(name)
    return folded.replace("株式会社", "株").replace("有限会社", "有")


def _address_key(address: str) -> str:
    """1丁目2番3号 is 1-2-3; unlike in names, a hyphen between digits means something."""
    return _BLOCK.sub("-", "".join(plain(address).casefold().split())).rstrip("-")
