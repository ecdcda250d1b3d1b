"""What a letter says otherwise than the letter that most members get, but for what is each member's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from noticemerge.paper.letter_text import FILLED
from noticemerge.planning import Letter, Plan
from noticemerge.problems import gettext, shortened

_FILLED = re.compile(f"{FILLED[0]}([^{FILLED[1]}]*){FILLED[1]}")
_OWN = "〈…〉"
_MOST = 8
_LONGEST = 80

# The paragraphs of a letter, without the values that are the member's own.
Told = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A paragraph that most letters have and this one lacks, or the other way round."""

    is_added: bool
    text: str


class Wording:
    """What letters say, with 〈…〉 in the place of each value that is the member's own."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._shared = {name.key for name in plan.bound.used if name.is_common}
        self._known: dict[Told, Told] = {}

    def of(self, letter: Letter, paragraphs: Sequence[str]) -> Told:
        """The wording of a letter, whose paragraphs have marks."""
        values = self._plan.values(letter)
        shared = {values[key].strip() for key in self._shared if isinstance(values.get(key), str)}
        for enclosed in letter.enclosures:
            a = enclosed.attachment
            shared |= {enclosed.label, a.number.strip(), a.title.strip(), a.note.strip()}

        def named(match: re.Match[str]) -> str:
            said = match[1].strip()
            return match[1] if said and said in shared else _OWN

        told = tuple(" ".join(_FILLED.sub(named, text).split()) for text in paragraphs)
        # Most are the same: one of them is kept.
        return self._known.setdefault(told, told)


def differences(told: Iterable[Told]) -> dict[Told, tuple[Difference, ...]]:
    """For each wording there is, how it differs from the most frequent one."""
    counted = Counter(told)
    if not counted:
        return {}
    ((usual, _),) = counted.most_common(1)
    return {one: tuple(_between(usual, one)) for one in counted}


def _between(usual: Told, own: Told) -> Iterator[Difference]:
    found = [
        Difference(is_added, shortened(text, _LONGEST))
        for tag, a, b, c, d in SequenceMatcher(None, usual, own, autojunk=False).get_opcodes()
        if tag != "equal"
        for is_added, texts in ((False, usual[a:b]), (True, own[c:d]))
        for text in texts
        if text
    ]
    yield from found[:_MOST]
    if (rest := len(found) - _MOST) > 0:
        yield Difference(True, gettext("and {count} more").format(count=rest))
