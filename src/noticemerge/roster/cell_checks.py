"""What is doubtful about the cells of a list: each check is one function, all are asked of every cell."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from noticemerge.excel import TOO_WIDE, Shown
from noticemerge.japan import INVISIBLE, fold, trimmed, visible, vocabulary, without_controls
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.header import Column
from noticemerge.roster.lost_zeros import LostZeros
from noticemerge.roster.member import Member
from noticemerge.roster.repeated_members import Repeats

if TYPE_CHECKING:
    from noticemerge.roster.roster import Roster

# Fields in which a lost character would be printed as part of a name or an address.
_NAMES = {
    "company", "branch", "dept", "title", "person", "rep_name", "rep_title", "pref", "city", "street",
    "address1", "address2",
}  # fmt: skip
_LOST = "?〓●□\ufffd"
_POSTCODE = re.compile(r"〒?\s*\d{3}-?\d{4}")
_STAND_INS = vocabulary().words["cells"]
_GONE = "|".join(map(re.escape, sorted(_STAND_INS["gone"], key=len, reverse=True)))
# 株式会社甲（退会）
_NO_MEMBER = re.compile(rf"[（(【［\[〔〈<＜]\s*(?:{_GONE})")
# As mail programs accept an address without quotation marks (RFC 5321, 4.1.2); domains may be Japanese.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
_ADDRESS = ("pref", "city", "address1", "street", "address2")
_BLOCK = re.compile(r"(?<=\d)(?:丁目|番地の?|番|号|の|-)")
_DASHES = str.maketrans(dict.fromkeys("ー‐‑–—―−", "-"))
# Letters that stand for themselves alone.
_FOLDED = re.compile(r"[0-9A-Za-z\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]*")
_EXPONENT = re.compile(r"\d[Ee]\+\d")
# Excel keeps 15 significant digits.
_MOST_DIGITS = 10**15
# 1954 to 2119: a plain number between these in a column of dates is a date without its format.
_SERIALS = range(20000, 80000)
_MOST_SAID = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a member that is not blank: what it holds, and the text that letters take."""

    roster: Roster
    member: Member
    column: Column
    shown: Shown
    text: str

    @property
    def place(self) -> CellPlace:
        """Where the cell is."""
        return self.roster.place(self.member, self.column)

    @property
    def key(self) -> str:
        """The standard field of the column, "" for none."""
        return self.column.field.key if self.column.field else ""

    @property
    def kind(self) -> str:
        """The kind of value that the column's field wants, "" for none."""
        return self.column.field.kind if self.column.field else ""


# A cell of which nothing is stored.
EMPTY = Shown("", "", "text")
# Texts that no check below has anything to say of, and that letters take as they stand, by the kind of
# column: nine cells of ten. Quantifiers are possessive, so that no text takes long.
_LETTERS = (
    r"0-9A-Za-z０-９Ａ-Ｚａ-ｚ\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f\u4e00-\u9fff\uf900-\ufaff々〆"
    r"\U00020000-\U0003ffff（）()「」\[\]【】<>&＆・：:;／/.,、。＋+%％￥¥#＃*＊~～〜=_〒－-"
)
_BETWEEN = "\x1f"
# One text or several, no space at the ends of any. The letters stand in it once: they take long to compile.
_WORDS = re.compile(rf"(?! |　)(?:[{_LETTERS}]++|[　 ]++(?!{_BETWEEN}|\Z)|{_BETWEEN}(?! |　))*+")
_ORDINARY = {
    "postcode": re.compile(r"(?:[0-9]{3}-[0-9]{4})?+"),
    "tel": re.compile(r"(?:0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4})?+"),
    "email": re.compile(r"(?:[A-Za-z0-9._+-]++@(?:[a-z0-9]++(?:-++[a-z0-9]++)*+\.)++[a-z]{2,}+)?+"),
}
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_ODD = {
    form
    for words in _STAND_INS.values()
    for word in words
    for cased in (word, word.upper(), word.capitalize())
    for form in (cased, cased.translate(_WIDE))
}
# Cells that are no texts, of which the same numbers and days come again and again.
_REMEMBERED = 10_000


class Doubts:
    """What is doubtful about members, who are shown one by one: of none more is kept than two hashes."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        kinds = [column.field.kind if column.field else "" for column in roster.columns]
        self._ordinary = [_ORDINARY.get(kind, _WORDS) for kind in kinds]
        self._wording = [index for index, kind in enumerate(kinds) if kind not in _ORDINARY]
        self._formed = [(index, _ORDINARY[kind]) for index, kind in enumerate(kinds) if kind in _ORDINARY]
        keys = [column.field.key if column.field else "" for column in roster.columns]
        self._named = [index for index, key in enumerate(keys) if key in _NAMES]
        self._no_doubt: set[tuple[int, Shown]] = set()
        self._found: list[tuple[int, Problem]] = []
        self._numbers, self._companies = Repeats(), Repeats()
        self._zeros = LostZeros()

    def are_usual(self, cells: list[Shown]) -> bool:
        """Whether there is surely nothing to say of a member's cells, and letters take what they show."""
        odd = [
            (index, cell)
            for index, cell in enumerate(cells)
            if cell.kind != "text" or cell.unknown or cell.value != cell.text
        ]
        if odd and not self._no_doubt.issuperset(odd):
            return False
        texts = [cell.text for cell in cells]
        words = _BETWEEN.join([texts[index] for index in self._wording])
        return (
            _WORDS.fullmatch(words) is not None
            and all(pattern.fullmatch(texts[index]) for index, pattern in self._formed)
            and _ODD.isdisjoint([texts[index] for index in self._named])
            and not _NO_MEMBER.search(words)
            and words.count(_BETWEEN) == max(len(self._wording) - 1, 0)
        )

    def ask(self, member: Member, cells: list[Shown]) -> None:
        """Look at what stands in the columns of the next member."""
        if len(self._no_doubt) >= _REMEMBERED:
            self._no_doubt.clear()
        for column, usual, shown, text in zip(
            self._roster.columns, self._ordinary, cells, member.texts, strict=True
        ):
            if (column.index, shown) in self._no_doubt or is_ordinary(shown, usual):
                continue
            cell = Cell(self._roster, member, column, shown, text)
            doubts = [doubt for check in CHECKS for doubt in check(cell)]
            self._found += [(member.row, doubt) for doubt in doubts]
            if not doubts and text == shown.text and not _is_plain(shown):
                self._no_doubt.add((column.index, shown))

    def compare(self, member: Member) -> None:
        """Keep what tells whether the member comes again, and whether its number is like the others."""
        number = _number_key(self._roster.number(member))
        self._numbers.add(number)
        self._zeros.add(number)
        self._companies.add(_company_key(self._roster.value(member, "company")))

    def all(self) -> list[Problem]:
        """Every doubt about every member, in the order of the list."""
        found = [*self._found, *self._same_numbers(), *self._same_members(), *self._lost_zeros()]
        return [doubt for _, doubt in sorted(found, key=lambda pair: pair[0])]

    def _same_numbers(self) -> Iterator[tuple[int, Problem]]:
        roster, first = self._roster, dict[str, Member]()
        column = roster.column_of("member_no")
        for index in self._numbers.found() if column else ():
            member = roster.members[index]
            number = roster.number(member)
            other = first.setdefault(_number_key(number), member)
            if column and other != member:
                said = roster.place(other, column).cell
                yield member.row, problem("NM-R55", roster.place(member, column), number=number, other=said)

    def _same_members(self) -> Iterator[tuple[int, Problem]]:
        """One company twice at one address; a row that is marked to get no letter is no second one."""
        roster, alike = self._roster, self._companies.found()
        column = roster.column_of("company")
        whole = Repeats()
        for index in alike:
            whole.add(_member_key(roster, roster.members[index]))
        first: dict[tuple[str, str], Member] = {}
        for place in whole.found() if column else ():
            member = roster.members[alike[place]]
            name = roster.value(member, "company")
            other = first.setdefault(_member_key(roster, member) or ("", ""), member)
            if column and other != member:
                said = roster.place(other, column).cell
                where = roster.place(member, column)
                yield member.row, problem("NM-R62", where, name=_brief(name.strip()), other=said)

    def _lost_zeros(self) -> Iterator[tuple[int, Problem]]:
        roster = self._roster
        column = roster.column_of("member_no")
        for index, digits, other in self._zeros.found() if column else ():
            member = roster.members[index]
            number = roster.number(member)
            cured = _plain(number).zfill(digits)
            place = roster.place(member, column)
            yield member.row, problem("NM-R73", place, number=number, other=other, cured=cured)


def is_ordinary(cell: Shown, usual: re.Pattern[str]) -> bool:
    """Whether there is surely nothing to say of a cell, in a column in which `usual` texts are no doubt."""
    text = cell.text
    return (
        _is_plain(cell)
        and usual.fullmatch(text) is not None
        and text not in _ODD
        and _BETWEEN not in text
        and not _NO_MEMBER.search(text)
    )


def _is_plain(cell: Shown) -> bool:
    return cell.kind == "text" and not cell.unknown and cell.value == cell.text


def _error_value(cell: Cell) -> Iterator[Problem]:
    if cell.shown.kind == "error":
        yield problem("NM-R40", cell.place, text=cell.shown.text)


def _never_calculated(cell: Cell) -> Iterator[Problem]:
    if cell.shown.kind == "formula":
        yield problem("NM-R41", cell.place, formula=_brief(str(cell.shown.value)))


def _unknown_format(cell: Cell) -> Iterator[Problem]:
    if cell.shown.unknown:
        yield problem("NM-R42", cell.place, format=cell.shown.unknown, text=_brief(cell.shown.text))


def _date_where_none_belongs(cell: Cell) -> Iterator[Problem]:
    """A house number 1-2-3 that Excel took for a date."""
    if cell.shown.kind == "date" and cell.kind not in {"", "date"} and cell.key != "note":
        yield problem("NM-R43", cell.place, heading=cell.column.header, text=cell.text)


def _out_of_range(cell: Cell) -> Iterator[Problem]:
    if cell.shown.kind in {"date", "number"} and cell.shown.text == TOO_WIDE:
        yield problem("NM-R44", cell.place, text=str(cell.shown.value))


def _too_many_digits(cell: Cell) -> Iterator[Problem]:
    value = cell.shown.value
    if cell.shown.kind == "number" and isinstance(value, int | float) and abs(value) >= _MOST_DIGITS:
        yield problem("NM-R45", cell.place, text=_brief(cell.text))


def _exponent(cell: Cell) -> Iterator[Problem]:
    """1.23457E+12 in a column in which the program cannot know that all digits are wanted."""
    value = cell.shown.value
    is_long = isinstance(value, int) and _EXPONENT.search(cell.text) and abs(value) < _MOST_DIGITS
    if cell.shown.kind == "number" and is_long:
        yield problem("NM-R48", cell.place, text=cell.text, value=str(value))


def _nothing_shown(cell: Cell) -> Iterator[Problem]:
    """A format such as ;;; hides what is there."""
    if (
        not cell.shown.text
        and cell.shown.kind in {"text", "number", "date"}
        and cell.shown.value not in ("", 0)
    ):
        yield problem("NM-R49", cell.place, value=_brief(str(cell.shown.value)))


def _serial_number(cell: Cell) -> Iterator[Problem]:
    """45194 for 2023-09-25: the date has lost its format."""
    if cell.kind == "date" and cell.shown.kind == "number" and cell.shown.value in _SERIALS:
        yield problem("NM-R53", cell.place, heading=cell.column.header, text=cell.text)


def _first_days(cell: Cell) -> Iterator[Problem]:
    """A date of January 1900 is a small number, or nothing, that was given a date's format."""
    if cell.kind != "date" or cell.shown.kind != "date" or cell.shown.text == TOO_WIDE:
        return
    value = cell.shown.value
    if isinstance(value, datetime.time) or (isinstance(value, datetime.date) and value.year <= 1900):
        yield problem("NM-R54", cell.place, heading=cell.column.header, text=cell.text)


def _controls(cell: Cell) -> Iterator[Problem]:
    if cell.shown.kind == "text" and without_controls(cell.shown.text) != cell.shown.text:
        yield problem("NM-R46", cell.place, text=_brief(cell.text))


def _lost_characters(cell: Cell) -> Iterator[Problem]:
    """Signs that stand where another program could not write a character of a name."""
    if cell.key not in _NAMES:
        return
    lost = [c for c in cell.text if c in _LOST or unicodedata.category(c) == "Co"]
    if lost:
        sign = lost[0] if lost[0].isprintable() else f"U+{ord(lost[0]):04X}"
        yield problem("NM-R47", cell.place, sign=sign, text=_brief(cell.text))


def _postcode(cell: Cell) -> Iterator[Problem]:
    if cell.kind != "postcode" or not (plain := _plain(cell.text)):
        return
    if cell.shown.kind == "number" and re.fullmatch(r"\d{4,6}", plain):
        whole = plain.zfill(7)
        yield problem("NM-R50", cell.place, text=cell.text, cured=f"{whole[:3]}-{whole[3:]}")
    elif cell.shown.kind in {"text", "number"} and not _POSTCODE.fullmatch(plain):
        yield problem("NM-R51", cell.place, text=_brief(cell.text))


def _telephone(cell: Cell) -> Iterator[Problem]:
    if cell.kind != "tel" or not re.fullmatch(r"[\d() -]+", plain := _plain(cell.text)):
        return
    digits = re.sub(r"\D", "", plain)
    if 9 <= len(digits) <= 10 and not digits.startswith("0"):
        yield problem("NM-R52", cell.place, text=cell.text.strip(), cured=f"0{plain.lstrip('(')}")


def _mixed_postcode(cell: Cell) -> Iterator[Problem]:
    digits = [c for c in cell.text if c.isdecimal()]
    if (
        cell.kind == "postcode"
        and cell.shown.kind == "text"
        and 0 < sum(map(str.isascii, digits)) < len(digits)
    ):
        yield problem("NM-R65", cell.place, text=_brief(cell.text), cured=_plain(cell.text))


def _email(cell: Cell) -> Iterator[Problem]:
    """One address, or several parted by signs; なし and the like say that there is none."""
    if cell.kind != "email" or cell.shown.kind not in {"text", "number"}:
        return
    if fold(cell.text) in vocabulary().words["delivery"]["none"]:
        return
    for part in filter(None, map(trimmed, re.split(r"[,;、；，\n]", cell.text))):
        cured = "".join(unicodedata.normalize("NFKC", visible(part)).split())
        if part == cured and _EMAIL.fullmatch(part):
            continue
        if _EMAIL.fullmatch(cured):
            yield problem("NM-R64", cell.place, text=_brief(part), cured=cured)
        else:
            yield problem("NM-R63", cell.place, text=_brief(part))


def _spaces_at_the_ends(cell: Cell) -> Iterator[Problem]:
    text = INVISIBLE.sub("", without_controls(cell.shown.text))
    if cell.key in _NAMES and cell.shown.kind == "text" and text != text.strip() and text.strip():
        yield problem("NM-R66", cell.place)


def _stand_in(cell: Cell) -> Iterator[Problem]:
    """A word in the place of a name: a dash for nothing, 同上, or what says that there is no member."""
    if cell.key not in _NAMES or cell.shown.kind not in {"text", "number"}:
        return
    word = fold(cell.text)
    text = _brief(cell.text.strip())
    if word in _STAND_INS["nothing"]:
        yield problem("NM-R74", cell.place, text=text, heading=cell.column.header)
    elif word in _STAND_INS["above"]:
        yield problem("NM-R75", cell.place, text=text)
    elif cell.key == "company" and (word in _STAND_INS["gone"] or _NO_MEMBER.search(cell.text)):
        yield problem("NM-R76", cell.place, text=text)


def _invisible(cell: Cell) -> Iterator[Problem]:
    if cell.key in _NAMES and cell.shown.kind == "text" and (found := INVISIBLE.findall(cell.shown.text)):
        signs = "、".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(found))
        yield problem("NM-R67", cell.place, signs=signs, cured=_brief(visible(cell.shown.text)))


def _number_key(number: str) -> str:
    """Unlike in names a hyphen means something here: 1-12 is not 11-2."""
    return _plain(number).casefold()


def _member_key(roster: Roster, member: Member) -> tuple[str, str] | None:
    """A company and where it is; None where that is not said, or no letter is wanted."""
    name = roster.value(member, "company")
    address = "".join(roster.value(member, key) for key in _ADDRESS)
    if not name or not address or roster.left_out(member)[0]:
        return None
    return _company_key(name), _address_key(address)


def _company_key(name: str) -> str:
    """㈱ and (株) are 株式会社."""
    # Most names need no folding, which is slow.
    folded = name.lower() if _FOLDED.fullmatch(name) else fold(name)
    return folded.replace("株式会社", "株").replace("有限会社", "有")


def _address_key(address: str) -> str:
    """1丁目2番3号 is 1-2-3; unlike in names, a hyphen between digits means something."""
    return _BLOCK.sub("-", "".join(_plain(address).casefold().split())).rstrip("-")


def _plain(text: str) -> str:
    """For checks only: half-width digits and hyphens."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def _brief(text: str) -> str:
    seen = "".join(c if c.isprintable() else " " for c in text)
    return seen if len(seen) <= _MOST_SAID else seen[:_MOST_SAID] + "…"


CHECKS: tuple[Callable[[Cell], Iterator[Problem]], ...] = (
    _error_value,
    _never_calculated,
    _unknown_format,
    _date_where_none_belongs,
    _out_of_range,
    _too_many_digits,
    _exponent,
    _nothing_shown,
    _serial_number,
    _first_days,
    _controls,
    _lost_characters,
    _postcode,
    _telephone,
    _mixed_postcode,
    _email,
    _spaces_at_the_ends,
    _stand_in,
    _invisible,
)
