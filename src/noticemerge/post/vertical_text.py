"""Text for vertical writing: numbers of an address in kanji, Latin letters upright.

Address numbers are written digit by digit (五〇三号室), those of 丁目 and 条 as they are read (十一丁目), as
books of manners have it; a postcode keeps its digits. Names keep theirs, upright in full width. Latin words
lie.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence

from noticemerge.japan import as_read, digit_by_digit

_POSTCODE = re.compile(r"〒?([0-9]{3})[-‐‑–—−ー－]([0-9]{4})(?![0-9])")
# Numbers in names of towns.
_AS_READ = re.compile(r"([0-9]{1,3})(?=丁|条|線|番町|地割)")
_NUMBER = re.compile(r"[0-9]+")
_FULL_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
# A hyphen between numbers, or letters that stand alone, lies across the line; the sign for a long vowel turns
# with it.
_HYPHEN = re.compile(
    "(?:(?<=[0-9号番地目])|(?<=[^A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ])|(?<=^[A-Za-zＡ-Ｚａ-ｚ]))[-‐‑–—−ー－―]"
    "(?:(?=[0-9])|(?=[A-Za-zＡ-Ｚａ-ｚ](?![A-Za-zＡ-Ｚａ-ｚ])))"
)
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_LETTERS = re.compile(f"[{_LATIN}]+")
_JAPANESE = re.compile("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]")
# The letter of a floor; what belongs together in Western text.
_PHRASE = re.compile(
    rf"((?<=[〇一二三四五六七八九十])[A-Za-z](?![{_LATIN}])|[{_LATIN}0-9][{_LATIN}0-9 .,'&-]*)"
)
# So many letters stand upright; more are a word, which is read lying.
_MOST_UPRIGHT = 3
_TO_FULL = 0xFEE0
_FULL = {ord(sign): ord(sign) + _TO_FULL for sign in string.ascii_letters + string.digits}
_HALF_KATAKANA = re.compile("[\uff61-\uff9f]+")
# Brackets and signs turn in their full width.
_TURNED = {ord(sign): ord(sign) + _TO_FULL for sign in "()[]{}<>&+/:;!?#%="}


def vertical_addresses(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of an address; one of another country keeps its digits, which lie with its words."""
    is_abroad = not any(map(_JAPANESE.search, lines))
    return tuple(map(vertical_name if is_abroad else vertical_address, lines))


def vertical_address(text: str) -> str:
    """A line of a Japanese address as it is written from top to bottom."""
    text = text.translate(_FULL_DIGITS)
    if postcode := _POSTCODE.match(text):
        begin = f"{postcode[1]}ー{postcode[2]}".translate(_FULL)
        return f"{text[: postcode.start(1)]}{begin}{vertical_address(text[postcode.end() :])}"
    text = _HYPHEN.sub("ー", text)
    text = _AS_READ.sub(lambda found: as_read(int(found[1]), 1), text)
    return vertical_name(_NUMBER.sub(lambda found: digit_by_digit(found[0], 1), text))


def vertical_name(text: str) -> str:
    """A line of an addressee as it is written from top to bottom: as it is, but upright."""
    # Half-width katakana have their marks beside them; in full width they are one character.
    text = _HALF_KATAKANA.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    upright = _FULL | _TURNED
    return "".join(part if _lies(part) else part.translate(upright) for part in _PHRASE.split(text))


def _lies(part: str) -> bool:
    words = _LETTERS.findall(part)
    return bool(words) and (max(map(len, words)) > _MOST_UPRIGHT or "." in part or "'" in part)
