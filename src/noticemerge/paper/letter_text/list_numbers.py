"""The automatic numbers of Word's lists, counted as Word counts them (ECMA-376 part 1 §17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from noticemerge.japan import as_read, digit_by_digit
from noticemerge.template import W

_W = f"{{{W}}}"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"


class Numbers:
    """The numbers of one letter; each paragraph of a list is asked for once, in order.

    `asked` counts how often a number was asked for.
    """

    asked = 0

    def __init__(self, tree: etree._Element | None) -> None:
        """`tree` is the part word/numbering.xml, None where the letter has none."""
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], etree._Element] = {}
        self._counts: dict[str, list[int]] = {}
        self._again: dict[tuple[str, int], int] = {}
        if tree is not None:
            self._read(tree)

    def begun_anew(self) -> Numbers:
        """The same lists, of which nothing is counted yet: for another letter."""
        new = Numbers(None)
        new._lists, new._levels, new._again = self._lists, self._levels, self._again.copy()
        return new

    def level(self, number: str, depth: int) -> etree._Element | None:
        """How paragraphs of this list (numId) stand at this depth (ilvl): the element w:lvl."""
        return self._levels.get((number, depth))

    def label(self, number: str, depth: int) -> str:
        """What stands before the next paragraph of this list, "" for nothing; the count goes on."""
        self.asked += 1
        level = self.level(number, depth)
        if level is None:
            return ""
        # Lists of one abstract list count together.
        counts = self._counts.setdefault(self._lists[number], [])
        del counts[depth + 1 :]
        while len(counts) <= depth:
            counts.append(self._start(number, len(counts)) - (len(counts) == depth))
        counts[depth] = self._again.pop((number, depth), counts[depth] + 1)
        if _value(level, "numFmt") == "bullet":
            return "・"
        return re.sub(r"%(\d)", lambda m: self._said(number, int(m[1]) - 1, counts), _value(level, "lvlText"))

    def _read(self, tree: etree._Element) -> None:
        abstract = {el.get(f"{_W}abstractNumId"): el for el in tree.iter(f"{_W}abstractNum")}
        for listed in tree.iter(f"{_W}num"):
            number = listed.get(f"{_W}numId", "")
            self._lists[number] = _value(listed, "abstractNumId")
            own = (el for el in listed.iter(f"{_W}lvl"))
            shared = abstract.get(self._lists[number])
            for level in (*(() if shared is None else shared.iter(f"{_W}lvl")), *own):
                self._levels[number, depth_of(level.get(f"{_W}ilvl", ""))] = level
            for override in listed.iter(f"{_W}lvlOverride"):
                if (start := _value(override, "startOverride")).isdecimal():
                    self._again[number, depth_of(override.get(f"{_W}ilvl", ""))] = int(start)

    def _start(self, number: str, depth: int) -> int:
        level = self.level(number, depth)
        start = _value(level, "start") if level is not None else ""
        return int(start) if start.isdecimal() else 1

    def _said(self, number: str, depth: int, counts: list[int]) -> str:
        level = self.level(number, depth)
        if level is None or depth >= len(counts):
            return ""
        return _FORMATS.get(_value(level, "numFmt"), str)(counts[depth])


def depth_of(said: str) -> int:
    """The level that an ilvl names: Word knows nine."""
    return min(int(said), 8) if said.isdecimal() else 0


def _value(el: etree._Element, name: str) -> str:
    found = el.find(f"{_W}{name}")
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _of(letters: str) -> Callable[[int], str]:
    # Word begins again with a letter twice: z, aa, bb.
    most = len(letters) * 30
    return lambda n: (
        letters[(n - 1) % len(letters)] * ((n - 1) // len(letters) + 1) if 0 < n <= most else str(n)
    )


def _roman(n: int) -> str:
    if not 0 < n < 4000:
        return str(n)
    said = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    ):
        said += letters * (n // value)
        n %= value
    return said


def _circled(n: int) -> str:
    return chr(0x2460 + n - 1) if 0 < n <= 20 else str(n)


_LOWER = "abcdefghijklmnopqrstuvwxyz"
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalFullWidth": lambda n: digit_by_digit(str(n), 3),
    "decimalFullWidth2": lambda n: digit_by_digit(str(n), 3),
    "decimalZero": lambda n: f"{n:02d}",
    "decimalEnclosedCircle": _circled,
    "lowerLetter": _of(_LOWER),
    "upperLetter": _of(_LOWER.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "aiueo": _of(_AIUEO),
    "aiueoFullWidth": _of(_AIUEO),
    "iroha": _of(_IROHA),
    "irohaFullWidth": _of(_IROHA),
    "japaneseCounting": lambda n: as_read(n, 1),
    "chineseCounting": lambda n: as_read(n, 1),
    "chineseCountingThousand": lambda n: as_read(n, 1),
    "japaneseDigitalTenThousand": lambda n: digit_by_digit(str(n), 1),
    "none": lambda _: "",
}
