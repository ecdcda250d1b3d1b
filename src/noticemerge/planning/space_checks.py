"""Whether what is printed into rows, boxes and frames of fixed size fits there, by the hardest members."""

from __future__ import annotations

from typing import Any

from noticemerge.japan import width
from noticemerge.planning.letter_values import LetterValues
from noticemerge.planning.letters import Letter
from noticemerge.problems import Problem
from noticemerge.template import BoundTemplate, too_much


class SpaceChecks:
    """Keeps the letters with the most lines and the longest line of each field in a space of fixed size."""

    def __init__(self, bound: BoundTemplate, letter_values: LetterValues) -> None:
        self._spaces, self._letter_values = bound.spaces, letter_values
        self._keys = frozenset[str]().union(*(space.keys for space in self._spaces))
        self._hardest: dict[tuple[str, str], tuple[int, Letter]] = {}

    def look_at(self, letter: Letter) -> None:
        """One more letter."""
        if not self._spaces or letter.excluded:
            return
        values = self._letter_values.values(letter)
        for key in self._keys:
            text = _text(values.get(key))
            lines = text.split("\n")
            for what, measure in (("lines", len(lines)), ("width", max(map(width, lines)))):
                known = self._hardest.get((key, what))
                if known is None or measure > known[0]:
                    self._hardest[key, what] = measure, letter

    def problems(self) -> list[Problem]:
        """What does not fit, each space by the letter that fits least."""
        found = []
        for space in self._spaces:
            letters = {
                letter.member.row: letter
                for (key, _), (_, letter) in self._hardest.items()
                if key in space.keys
            }
            needs = [
                (need, letter)
                for letter in letters.values()
                if (need := space.needs(self._letter_values.values(letter))) is not None
            ]
            if not needs:
                continue
            need, letter = max(needs, key=lambda pair: (pair[0].height, pair[0].characters))
            if doubt := too_much(space, need, f"{letter.number} {letter.name}".strip()):
                found.append(doubt)
        return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value or "")
