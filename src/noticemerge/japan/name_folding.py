"""The folding of names: two names that fold alike are one name.

A clerk types `ＴＥＬ`, `Tel.` or `T E L`; a manager writes `{{ TEL }}`. Headers, tags and
choices are compared by `fold`. It is never applied to a value: a member's name prints as
it stands in the cell.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Punctuation, spaces, controls and invisible marks: what clerks vary without meaning anything by it.
_IGNORED = ("P", "Z", "Cc", "Cf")
# Marks that make one character with the one before them: ｶ and ﾞ are ガ.
_JOINS_BEFORE = "\uff9e\uff9f"
# Characters of a name that are compared: two headings of 16,000 take difflib seconds.
_COMPARED = 64


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text folded as a whole: names in it are found without folding each stretch of it anew.

    `key` is the folded text, `at` gives for each place of the text the place in `key`, and `ends` for each
    place in `key` where the character behind which it stands ends in the text.
    """

    key: str
    at: list[int]
    ends: list[int]


@lru_cache(maxsize=16)
def folded_text(text: str) -> FoldedText:
    """`text` folded with its places kept; 300,000 characters take 0.2 s."""
    key: list[str] = []
    at: list[int] = []
    ends = [0]
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in _JOINS_BEFORE):
            end += 1
        at += [len(key)] * (end - start)
        plain = unicodedata.normalize("NFKC", text[start:end]).casefold()
        kept = [c for c in plain if not unicodedata.category(c).startswith(_IGNORED) and c != "~"]
        key += kept
        ends += [end] * len(kept)
        start = end
    return FoldedText("".join(key), [*at, len(key)], ends)


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """The match key of `name`: NFKC, caseless, without spaces and punctuation.

    A name of punctuation alone (`#`) keeps its NFKC form, so that no name folds to nothing.
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    key = "".join(c for c in plain if not unicodedata.category(c).startswith(_IGNORED) and c != "~")
    return key or plain.strip()


def same(one: str, other: str) -> bool:
    """Whether two names are written alike but for width, case, spaces and punctuation."""
    return fold(one) == fold(other)


def nearest(name: str, known: Iterable[str], at_least: float = 0.6) -> str | None:
    """The known name most like `name`, or None when none is as like as `at_least` (0 to 1).

    Of a long name only the beginning is compared: the time grows with the square of the length.
    """
    from difflib import SequenceMatcher

    # SequenceMatcher keeps what it knows of its second text.
    matcher = SequenceMatcher(None)
    wanted = fold(name)[:_COMPARED]
    matcher.set_seq2(wanted)
    signs = frozenset(wanted)
    best, found = -1.0, None
    for other in dict.fromkeys(known):
        key = fold(other)[:_COMPARED]
        if signs.isdisjoint(key):
            continue
        matcher.set_seq1(key)
        least = max(best, at_least)
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            ratio = matcher.ratio()
            if ratio > best and ratio >= at_least:
                best, found = ratio, other
    return found
