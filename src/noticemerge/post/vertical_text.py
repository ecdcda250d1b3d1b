"""Text for vertical writing: numbers of an address in kanji, Latin letters upright.

Address numbers are written digit by digit (五〇三号室), those of 丁目 as they are read (十一丁目), as books
of manners have it. Names keep their digits, upright in full width. Long Latin words lie.
"""

from __future__ import annotations

import re
import string
import unicodedata

from noticemerge.japan import as_read, digit_by_digit

_CHOME = re.compile(r"([0-9]{1,3})(?=丁目)")
_NUMBER = re.compile(r"[0-9]+")
_FULL_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
# A hyphen between numbers lies across the line; the sign for a long vowel turns with it.
_HYPHEN = re.compile("(?<=[0-9A-Za-zＡ-Ｚａ-ｚ号番地目])[-‐‑–—−ー－―](?=[0-9A-Za-zＡ-Ｚａ-ｚ])")
# So many letters stand upright; more are a word, which is read lying.
_UPRIGHT = re.compile(r"(?<![A-Za-z.'&])[A-Za-z]{1,3}(?![A-Za-z.'&])|[0-9]+")
_TO_FULL = 0xFEE0
_FULL = {ord(sign): ord(sign) + _TO_FULL for sign in string.ascii_letters + string.digits}
_HALF_KATAKANA = re.compile("[\uff61-\uff9f]+")
# Brackets and signs turn in their full width.
_TURNED = {ord(sign): ord(sign) + _TO_FULL for sign in "()[]{}<>&+/:;!?#%="}


def vertical_address(text: str) -> str:
    """A line of an address as it is written from top to bottom."""
    text = _HYPHEN.sub("ー", text.translate(_FULL_DIGITS))
    text = _CHOME.sub(lambda found: as_read(int(found[1]), 1), text)
    return vertical_name(_NUMBER.sub(lambda found: digit_by_digit(found[0], 1), text))


def vertical_name(text: str) -> str:
    """A line of an addressee as it is written from top to bottom: as it is, but upright."""
    text = _UPRIGHT.sub(lambda found: found[0].translate(_FULL), text)
    # Half-width katakana have their marks beside them; in full width they are one character.
    text = _HALF_KATAKANA.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return text.translate(_TURNED)
