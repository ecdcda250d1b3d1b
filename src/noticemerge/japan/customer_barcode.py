"""The customer barcode (カスタマバーコード) of Japan Post: what it says, and its bars.

Rules: Japan Post, 郵便番号・バーコードマニュアル (post.japanpost.jp/zipcode/zipmanual), pages 12, 17 to 22.
It says the postcode and the numbers of the address behind the name of the town (住所B). Which part that is
cannot be told by the numbers alone: 一番町, ８条通 and 東池袋サンシャイン６０ are towns. Two lists name these
towns, and the postcodes of large offices; scripts/barcode_towns.py makes them from Japan Post's own.
Where it is not sure, there is no barcode: one that says another address is worse.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from noticemerge.japan.patterns import lazy_pattern

TOWNS, OFFICES = "barcode_towns.tsv", "barcode_offices.tsv"
# Page 20: the address number has 13 places, the whole 20 before the check digit.
_PLACES, _FILLED, _CHECK = 13, 20, 19
_CONTROLS = tuple(f"CC{number}" for number in range(1, 9))
_VALUES = {str(digit): digit for digit in range(10)} | {"-": 10}
_VALUES |= {control: 11 + index for index, control in enumerate(_CONTROLS)}
_OF_VALUE = {value: code for code, value in _VALUES.items()}
# Page 12. 1: a long bar, 2: one of the upper two thirds, 3: of the lower, 4: a short one.
_BARS = {
    "1": "114", "2": "132", "3": "312", "4": "123", "5": "141", "6": "321", "7": "213", "8": "231",
    "9": "411", "0": "144", "-": "414", "CC1": "324", "CC2": "342", "CC3": "234", "CC4": "432",
    "CC5": "243", "CC6": "423", "CC7": "441", "CC8": "111", "STC": "13", "SPC": "31",
}  # fmt: skip
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_KANJI = "".join((*_DIGITS, *_UNITS))
# Page 19: a numeral before one of these is a number.
_COUNTED = lazy_pattern(rf"[{_KANJI}]+(?=丁目|丁|番地|番|号|地割|線|の|ノ)")
_LEFT_OUT = lazy_pattern(r"[&/・.]")
_FLOOR = lazy_pattern(r"(?<=\d)F(?![A-Z])")
_WORD = lazy_pattern(r"[A-Z]{2,}")
_BETWEEN = lazy_pattern(r"[^0-9A-Z]+")
_BESIDE_LETTER = lazy_pattern(r"-?([A-Z])-?")
_HYPHENS = "-‐‑‒–—―−ー－─ｰ"
# 一ー二: numerals that the rules do not read.
_UNREAD = lazy_pattern(rf"[{_KANJI}][{_HYPHENS}]|[{_HYPHENS}][{_KANJI}]")
_TELEPHONE = lazy_pattern("TEL|FAX|電話|内線|[☎☏℡]", re.IGNORECASE)
_BOX = lazy_pattern("私書(?:箱|函)")
_NUMERAL = lazy_pattern(rf"[{_KANJI}]+")


class NoBarcode(StrEnum):
    """Why there is no barcode for an address."""

    POSTCODE = "postcode"
    WHOLE_CITY = "whole city"
    BOX = "box"
    TOWN = "town"
    NO_NUMBER = "no number"
    NUMERALS = "numerals"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class CustomerBarcode:
    """A barcode: seven digits, and the numbers of the address such as "3-30-8-403"."""

    postcode: str
    numbers: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The 23 characters: start, postcode, address number, check digit, stop (pages 12 and 20)."""
        said = [*self.postcode]
        for sign in self.numbers:
            said += _codes_of(sign)
        said = [*said[:_FILLED], *["CC4"] * (_FILLED - len(said))]
        check = _OF_VALUE[-sum(_VALUES[code] for code in said) % _CHECK]
        return ("STC", *said, check, "SPC")

    @property
    def bars(self) -> str:
        """The 67 bars from the left: 1 long, 2 upper, 3 lower, 4 short."""
        return "".join(_BARS[code] for code in self.codes)


def barcode_of(postcode: str, address: str) -> CustomerBarcode | NoBarcode:
    """The barcode of an address; `postcode` is seven digits, `address` all lines of it, joined by spaces."""
    if not re.fullmatch(r"[0-9]{7}", postcode):
        return NoBarcode.POSTCODE
    if _BOX.search(address):
        return NoBarcode.BOX
    if _TELEPHONE.search(unicodedata.normalize("NFKC", address)):
        return NoBarcode.TELEPHONE
    if postcode in _offices():  # page 22: it says all
        return CustomerBarcode(postcode, "")
    if postcode.endswith("00"):  # page 18: 以下に掲載がない場合
        return NoBarcode.WHOLE_CITY
    behind = _behind_town(postcode, address)
    if behind is None:
        return NoBarcode.TOWN
    if _UNREAD.search(behind):
        return NoBarcode.NUMERALS
    numbers = numbers_in(behind)
    return CustomerBarcode(postcode, numbers) if numbers else NoBarcode.NO_NUMBER


def numbers_in(behind_town: str) -> str:
    """What the barcode says of an address behind the name of the town (住所B), by the rules of page 19."""
    text = unicodedata.normalize("NFKC", behind_town).upper()
    text = _COUNTED.sub(lambda found: str(_number(found[0])), _LEFT_OUT.sub("", text))
    # Letters count where they stand alone; F behind a number is a floor.
    text = _FLOOR.sub("-", _WORD.sub("-", text))
    text = _BETWEEN.sub("-", text)
    return _BESIDE_LETTER.sub(r"\1", text).strip("-")


def _codes_of(sign: str) -> tuple[str, ...]:
    """A letter takes two places: A is CC1 0, K CC2 0, U CC3 0 (page 20)."""
    if not sign.isalpha():
        return (sign,)
    control, digit = divmod(ord(sign) - ord("A"), 10)
    return _CONTROLS[control], str(digit)


def _number(numeral: str) -> int:
    """二十一 and 二一 are 21."""
    if not any(sign in _UNITS for sign in numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    total, digit = 0, None
    for sign in numeral:
        if sign in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[sign]
            digit = None
        else:
            digit = _DIGITS[sign]
    return total + (digit or 0)


def _behind_town(postcode: str, address: str) -> str | None:
    """The address behind the name of the town; all of it where that name has nothing like a number.

    None where the postcode is that of a town with such a name, and it is not found.
    """
    towns = _towns().get(postcode)
    if towns is None:
        return address
    alike, ends = _alike(address)
    found = [(len(town), alike.find(town)) for town in towns if town in alike]
    if not found:
        return None
    # 西新宿新宿アイランドタワー is a town beside 西新宿: the longest is meant.
    length, begin = max(found)
    if any(at == begin and less < length and alike[at + less].isdigit() for less, at in found):
        return None  # 稲荷町 and 稲荷町1丁目 are both towns of this postcode
    return address[ends[begin + length - 1] :]


@cache
def _towns() -> dict[str, tuple[str, ...]]:
    """The towns of each postcode that has one with numbers in its name."""
    by_postcode: dict[str, list[str]] = {}
    for line in _lines(TOWNS):
        town, *postcodes = line.split("\t")
        for postcode in postcodes:
            by_postcode.setdefault(postcode, []).append(_alike(town)[0])
    return {postcode: tuple(towns) for postcode, towns in by_postcode.items()}


@cache
def _offices() -> frozenset[str]:
    """The postcodes that belong to one office each."""
    pairs = (line.split("\t") for line in _lines(OFFICES))
    return frozenset(f"{head}{ends[at : at + 2]}" for head, ends in pairs for at in range(0, len(ends), 2))


def _lines(name: str) -> list[str]:
    lines = resources.files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _alike(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and where in `text` each of its characters ends.

    The same are 八条, 8条 and ８条; 丸の内, 丸ノ内 and 丸之内; ケ, ヶ and が between names.
    """
    alike, ends = [], []
    at = 0
    while at < len(text):
        if numeral := _NUMERAL.match(text, at):
            at, said = numeral.end(), str(_number(numeral[0]))
        else:
            said, at = unicodedata.normalize("NFKC", text[at]).upper(), at + 1
            said = _SAME.get(said, said)
        alike.append(said)
        ends += [at] * len(said)
    return "".join(alike), ends


_SAME = {
    "ヶ": "ケ",
    "が": "ケ",
    "ガ": "ケ",
    "ヵ": "カ",
    "の": "ノ",
    "之": "ノ",
    "乃": "ノ",
    " ": "",
    "\u3000": "",
}
