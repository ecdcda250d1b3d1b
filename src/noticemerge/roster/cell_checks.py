"""Checks of single cells of a list: each is a function from a cell to its problems."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from noticemerge.excel import TOO_WIDE, SheetCell
from noticemerge.japan import INVISIBLE, fold, lazy_pattern, trimmed, visible, vocabulary, without_controls
from noticemerge.problems import CellPlace, Problem, problem
from noticemerge.roster.header import Column
from noticemerge.roster.left_words import said_in_name
from noticemerge.roster.member import Member
from noticemerge.roster.member_list import MemberList
from noticemerge.roster.opt_out import brief
from noticemerge.roster.place_choice import place_said

# Fields in which a lost character would be printed as part of a name or an address.
NAMES = {
    "company", "branch", "dept", "title", "person", "rep_name", "rep_title", "pref", "city", "street",
    "address1", "address2", "county", "ward", "town", "village", "hamlet", "block", "house", "rest", "floor",
    "surname", "given", "joint", "section", "unit", "corporate_form",
}  # fmt: skip
# Fields that name a member.
_OF_MEMBERS = {"company", "person", "rep_name"}
# A postcode that lost one zero has as many digits.
_ONE_LOST = 6
_LOST = "?〓●□\ufffd"
_POSTCODE = lazy_pattern(r"〒?\s*\d{3}-?\d{4}")
STAND_INS = vocabulary().words["cells"]
# Fields in which a word for nothing is never meant to be printed; nobody wants those of programs in any.
MAY_BE_NOTHING = NAMES | {"member_no", "postcode", "tel", "fax", "company_kana", "person_kana"}
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _written(words: Iterable[str]) -> frozenset[str]:
    """The words as people write them: in any case and width, with brackets around them."""
    return frozenset(
        form
        for word in words
        for cased in (word, word.upper(), word.capitalize())
        for dressed in (cased, f"({cased})", f"[{cased}]", f"<{cased}>", f"（{cased}）")
        for form in (dressed, dressed.translate(_WIDE))
    )


# Folding each cell is slow: it took a fifth of the time of reading. So words are looked up as they stand.
NULLS = _written(("null", "n/a", "#n/a", "nan", "nil"))
_NOTHING = NULLS | _written((*STAND_INS["nothing"], "n.a."))
_NO_COMPANY = _written(STAND_INS["no_company"])
# What a formula shows that takes an empty cell of another sheet.
_ZERO = "0"
# Everything that stands for something else than itself.
ODD_WORDS = _NOTHING.union({_ZERO}, *(_written(words) for words in STAND_INS.values()))
# As mail programs accept an address without quotation marks (RFC 5321, 4.1.2); domains may be Japanese.
_EMAIL = lazy_pattern(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+"
)
_DASHES = str.maketrans(dict.fromkeys("ー‐‑–—―−", "-"))
_EXPONENT = lazy_pattern(r"\d[Ee]\+\d")
# Excel keeps 15 significant digits.
_MOST_DIGITS = 10**15
# 1954 to 2119: a plain number between these in a column of dates is a date without its format.
_SERIALS = range(20000, 80000)


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """A cell of a member that is not blank: what it holds, and the text that letters take."""

    listed: MemberList
    member: Member
    column: Column
    shown: SheetCell
    text: str

    @property
    def place(self) -> CellPlace:
        """Where the cell is."""
        return self.listed.place(self.member, self.column)

    @property
    def key(self) -> str:
        """The standard field of the column, "" for none."""
        return field.key if (field := self.column.value_field) else ""

    @property
    def kind(self) -> str:
        """The kind of value that the column's field wants, "" for none."""
        return field.kind if (field := self.column.value_field) else ""


# A cell of which nothing is stored.
EMPTY = SheetCell("", "", "text")


def means_nothing(text: str, column: Column) -> bool:
    """Whether a cell says that there is nothing: なし for a person, NULL in any column."""
    key = column.field.key if column.field else ""
    if key in MAY_BE_NOTHING:
        is_zero = text == _ZERO and key in NAMES
        return text in _NOTHING or is_zero or (key == "company" and text in _NO_COMPANY)
    return (not key or key == "note") and text in NULLS


def _error_value(cell: CheckedCell) -> Iterator[Problem]:
    if cell.shown.kind == "error":
        yield problem("NM-R40", cell.place, text=cell.shown.text)


def _never_calculated(cell: CheckedCell) -> Iterator[Problem]:
    if cell.shown.kind == "formula":
        yield problem("NM-R41", cell.place, formula=brief(str(cell.shown.value)))


def _unknown_format(cell: CheckedCell) -> Iterator[Problem]:
    if cell.shown.unknown:
        yield problem("NM-R42", cell.place, format=cell.shown.unknown, text=brief(cell.shown.text))


def _date_where_none_belongs(cell: CheckedCell) -> Iterator[Problem]:
    """A house number 1-2-3 that Excel took for a date."""
    if cell.shown.kind == "date" and cell.kind not in {"", "date"} and cell.key != "note":
        yield problem("NM-R43", cell.place, heading=cell.column.header, text=cell.text)


def _out_of_range(cell: CheckedCell) -> Iterator[Problem]:
    if cell.shown.kind in {"date", "number"} and cell.shown.text == TOO_WIDE:
        yield problem("NM-R44", cell.place, text=str(cell.shown.value))


def _too_many_digits(cell: CheckedCell) -> Iterator[Problem]:
    value = cell.shown.value
    if cell.shown.kind == "number" and isinstance(value, int | float) and abs(value) >= _MOST_DIGITS:
        yield problem("NM-R45", cell.place, text=brief(cell.text))


def _exponent(cell: CheckedCell) -> Iterator[Problem]:
    """1.23457E+12 in a column in which the program cannot know that all digits are wanted."""
    value = cell.shown.value
    is_long = isinstance(value, int) and _EXPONENT.search(cell.text) and abs(value) < _MOST_DIGITS
    if cell.shown.kind == "number" and is_long:
        yield problem("NM-R48", cell.place, text=cell.text, value=str(value))


def _nothing_shown(cell: CheckedCell) -> Iterator[Problem]:
    """A format such as ;;; hides what is there."""
    if (
        not cell.shown.text
        and cell.shown.kind in {"text", "number", "date"}
        and cell.shown.value not in ("", 0)
    ):
        yield problem("NM-R49", cell.place, value=brief(str(cell.shown.value)))


def _serial_number(cell: CheckedCell) -> Iterator[Problem]:
    """45194 for 2023-09-25: the date has lost its format."""
    if cell.kind == "date" and cell.shown.kind == "number" and cell.shown.value in _SERIALS:
        yield problem("NM-R53", cell.place, heading=cell.column.header, text=cell.text)


def _first_days(cell: CheckedCell) -> Iterator[Problem]:
    """A date of January 1900 is a small number, or nothing, that was given a date's format."""
    if cell.kind != "date" or cell.shown.kind != "date" or cell.shown.text == TOO_WIDE:
        return
    value = cell.shown.value
    if isinstance(value, datetime.time) or (isinstance(value, datetime.date) and value.year <= 1900):
        yield problem("NM-R54", cell.place, heading=cell.column.header, text=cell.text)


def _controls(cell: CheckedCell) -> Iterator[Problem]:
    if cell.shown.kind == "text" and without_controls(cell.shown.text) != cell.shown.text:
        yield problem("NM-R46", cell.place, text=brief(cell.text))


def _lost_characters(cell: CheckedCell) -> Iterator[Problem]:
    """Signs that stand where another program could not write a character of a name."""
    if cell.key not in NAMES:
        return
    lost = [c for c in cell.text if c in _LOST or unicodedata.category(c) == "Co"]
    if lost:
        sign = lost[0] if lost[0].isprintable() else f"U+{ord(lost[0]):04X}"
        yield problem("NM-R47", cell.place, sign=sign, text=brief(cell.text))


def _postcode(cell: CheckedCell) -> Iterator[Problem]:
    if cell.kind != "postcode" or not (digits := plain(cell.text)):
        return
    is_text = cell.listed.is_text
    may_be_cut = is_text or cell.shown.kind == "number" or len(digits) == _ONE_LOST
    if may_be_cut and re.fullmatch(r"\d{4,6}", digits):
        whole = digits.zfill(7)
        code = "NM-R120" if is_text else "NM-R50"
        yield problem(code, cell.place, text=cell.text, cured=f"{whole[:3]}-{whole[3:]}")
    elif cell.shown.kind in {"text", "number"} and not _POSTCODE.fullmatch(digits):
        yield problem("NM-R51", cell.place, text=brief(cell.text))


def _telephone(cell: CheckedCell) -> Iterator[Problem]:
    if cell.kind != "tel" or not re.fullmatch(r"[\d() -]+", typed := plain(cell.text)):
        return
    digits = re.sub(r"\D", "", typed)
    if 9 <= len(digits) <= 10 and not digits.startswith("0"):
        code = "NM-R121" if cell.listed.is_text else "NM-R52"
        yield problem(code, cell.place, text=cell.text.strip(), cured=f"0{typed.lstrip('(')}")


def _mixed_postcode(cell: CheckedCell) -> Iterator[Problem]:
    digits = [c for c in cell.text if c.isdecimal()]
    if (
        cell.kind == "postcode"
        and cell.shown.kind == "text"
        and 0 < sum(map(str.isascii, digits)) < len(digits)
    ):
        yield problem("NM-R65", cell.place, text=brief(cell.text), cured=plain(cell.text))


def _email(cell: CheckedCell) -> Iterator[Problem]:
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
            yield problem("NM-R64", cell.place, text=brief(part), cured=cured)
        else:
            yield problem("NM-R63", cell.place, text=brief(part))


def _spaces_at_the_ends(cell: CheckedCell) -> Iterator[Problem]:
    text = INVISIBLE.sub("", without_controls(cell.shown.text))
    if cell.key in NAMES and cell.shown.kind == "text" and text != text.strip() and text.strip():
        yield problem("NM-R66", cell.place)


def _stand_in(cell: CheckedCell) -> Iterator[Problem]:
    """A word in the place of a name: a dash for nothing, 同上, or what says that there is no member."""
    if cell.shown.kind not in {"text", "number"}:
        return
    text = brief(cell.shown.text.strip())
    if means_nothing(cell.shown.text, cell.column):
        yield problem("NM-R74", cell.place, text=text, heading=cell.column.header)
    if cell.key not in NAMES:
        return
    word = fold(cell.text)
    if cell.column.group == "sending" and place_said(cell.text):
        return  # 同じ: the address beside it
    if word in STAND_INS["above"]:
        yield problem("NM-R75", cell.place, text=text)
    elif cell.key in _OF_MEMBERS and (word in STAND_INS["gone"] or said_in_name(cell.text)):
        yield problem("NM-R76", cell.place, text=text)
    elif cell.key in _OF_MEMBERS and word in STAND_INS["nobody"]:
        yield problem("NM-R125", cell.place, text=text)


def _struck(cell: CheckedCell) -> Iterator[Problem]:
    """What is struck through is left out: a part of a text, or all of it."""
    marks = cell.shown.marks
    # A company struck through as a whole is asked about with its row.
    if marks and marks.struck.strip() and not (cell.key == "company" and marks.struck == cell.shown.text):
        yield problem("NM-R107", cell.place, struck=brief(marks.struck.strip()), text=brief(cell.text))


def _invisible(cell: CheckedCell) -> Iterator[Problem]:
    if cell.key in NAMES and cell.shown.kind == "text" and (found := INVISIBLE.findall(cell.shown.text)):
        signs = "、".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(found))
        yield problem("NM-R67", cell.place, signs=signs, cured=brief(visible(cell.shown.text)))


def plain(text: str) -> str:
    """For checks only: half-width digits and hyphens."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


_CHECKS: tuple[Callable[[CheckedCell], Iterator[Problem]], ...] = (
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
    _struck,
    _invisible,
)


def doubts_about(cell: CheckedCell) -> list[Problem]:
    """Everything that is doubtful about a cell."""
    return [doubt for check in _CHECKS for doubt in check(cell)]
