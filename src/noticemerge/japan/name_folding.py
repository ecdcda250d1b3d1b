"""When two names are the same name.

A clerk types `ＴＥＬ`, `Tel.` or `T E L`; a manager writes `{{ TEL }}`. Headers, tags and
choices are compared by `fold`. It is never applied to a value: a member's name prints as
it stands in the cell.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Punctuation, spaces, controls and invisible marks: what clerks vary without meaning anything by it.
_IGNORED = ("P", "Z", "Cc", "Cf")
# No heading that people type is longer.
_COMPARED = 100


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

    key = fold(name[:_COMPARED])
    others = ((other, fold(other[:_COMPARED])) for other in dict.fromkeys(known))
    scored = [(SequenceMatcher(None, key, folded).ratio(), other) for other, folded in others]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= at_least else None
