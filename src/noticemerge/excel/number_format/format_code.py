"""The language of Excel's number formats: a format code becomes sections of tokens.

ECMA-376 part 1, 18.8.31. What each token shows is decided in `display_number` and `display_date`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from noticemerge.japan import lazy_pattern

# The lower ten bits of a Windows locale are its language.
_LANGUAGES = {0x00: "", 0x09: "en", 0x11: "ja"}


class UnsupportedFormat(ValueError):  # noqa: N818 - it says what is wrong with the format
    """A format code, or the part of it that applies, that is not understood: nothing is guessed."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section: its `kind` and what is written there (for a literal, what it shows)."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts between semicolons.

    `condition` is an operator and a number, as in [<=999]. `language` is "ja" behind [$-411], "en" behind
    [$-409], "other" behind any other locale, else "". `gannen` says that year 1 is 元年. `digits` is 0, or
    the n of [DBNumn] if it changes the digits. `faults` are the pieces that are not understood.
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None
    language: str = ""
    gannen: bool = False
    digits: int = 0
    faults: tuple[str, ...] = ()

    def has(self, *kinds: str) -> bool:
        """Whether any token is of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_date(self) -> bool:
        """Whether the section shows a date or a time."""
        return self.has("date", "elapsed", "ampm")


_PIECES = lazy_pattern(
    r"""
    (?P<quoted>"[^"]*"?)
  | \\(?P<escaped>.)
  | _(?P<padding>.)
  | \*(?P<filling>.)
  | \[(?P<bracket>[^\]]*)\]
  | (?P<general>General|G/標準)
  | (?P<ampm>AM/PM|A/P|午前/午後)
  | (?P<foreign>上午/下午)
  | (?P<subsecond>(?:(?<=s)|(?<=s\]))\.0+)
  | (?P<exponent>[Ee][+-])
  | (?P<digit>[0\#?])
  | (?P<point>\.)
  | (?P<comma>,)
  | (?P<percent>%)
  | (?P<text>@)
  | (?P<slash>/)
  | (?P<numeral>[1-9])
  | (?P<date>y+|m+|d+|h+|s+|a{3,4}(?!a)|g+|e+|r{1,2}(?!r))
  | (?P<literal>[^A-Za-z\[\]"])
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = lazy_pattern(r"\s*(<=|>=|<>|<|>|=)\s*([+-]?\d+(?:\.\d*)?(?:E[+-]?\d+)?)\s*", re.IGNORECASE)
_COLOUR = lazy_pattern(
    r"(black|blue|cyan|green|magenta|red|white|yellow|黒|青|水|緑|紫|赤|白|黄|colou?r ?\d+|色 ?\d+)",
    re.IGNORECASE,
)
_ELAPSED = lazy_pattern(r"h+|m+|s+", re.IGNORECASE)
_LOCALE = lazy_pattern(r"\$([^-]*)(?:-(.*))?", re.DOTALL)
# The year of the era in two digits, and the era with it.
_SHORTHAND = {"r": ("ee",), "rr": ("ggg", "ee")}
# What the machine's own long date and time show in Japan.
_SYSTEM = {"f800": 'yyyy"年"m"月"d"日"', "f400": "h:mm:ss"}


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code, as many as are written. Raises `UnsupportedFormat`."""
    if not code.strip():
        code = "General"
    return tuple(_Reader(part).section() for part in _split(code))


def _split(code: str) -> list[str]:
    """The parts between semicolons that are not quoted, escaped or in brackets."""
    parts, start = [], 0
    for match in re.finditer(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]|;', code, re.DOTALL):
        if match[0] == ";":
            parts.append(code[start : match.start()])
            start = match.end()
    return [*parts, code[start:]]


class _Reader:
    """Reads one section."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[Token] = []
        self._condition: tuple[str, float] | None = None
        self._language = ""
        self._gannen = False
        self._digits = 0
        self._faults: list[str] = []

    def section(self) -> Section:
        position = 0
        while position < len(self._text):
            match = _PIECES.match(self._text, position)
            if match is None:
                self._faults.append(self._text[position])
                position += 1
                continue
            position = self._take(match, position)
        return Section(
            tuple(_with_minutes(self._tokens)),
            self._condition,
            self._language,
            self._gannen,
            self._shapes(),
            tuple(self._faults),
        )

    def _take(self, match: re.Match[str], position: int) -> int:
        """Add the token that was matched; returns where it ends."""
        kind = match.lastgroup or ""
        text = match[kind]
        if kind == "exponent" and not any(token.kind == "digit" for token in self._tokens):
            # `ge-mm-dd`: the year of the era and a hyphen, not an exponent.
            self._tokens.append(Token("date", "e"))
            return position + 1
        if kind == "bracket":
            self._bracket(text)
        elif kind == "quoted":
            self._tokens.append(Token("literal", text.strip('"')))
        elif kind in {"escaped", "literal"} or (kind == "numeral" and not self._is_in_fraction()):
            self._tokens.append(Token("literal", text))
        elif kind == "date" and text.lower() in _SHORTHAND:
            self._tokens.extend(Token("date", code) for code in _SHORTHAND[text.lower()])
        elif kind in {"date", "general"}:
            self._tokens.append(Token(kind, text.lower()))
        elif kind != "filling":
            self._tokens.append(Token(kind, text))
        return match.end()

    def _shapes(self) -> int:
        """The n of [DBNumn] where it changes digits: not in English, and 4 not in Japanese.

        In other languages it means other digits.
        """
        if self._digits and self._language == "other":
            self._faults.append(f"[DBNum{self._digits}]")
        return 0 if self._language == "en" or self._digits == 4 else self._digits

    def _is_in_fraction(self) -> bool:
        """Whether a slash behind a digit came before: a number written here is the denominator."""
        return {"digit", "slash"} <= {token.kind for token in self._tokens}

    def _bracket(self, text: str) -> None:
        if condition := _CONDITION.fullmatch(text):
            self._condition = (condition[1], float(condition[2]))
        elif _ELAPSED.fullmatch(text):
            self._tokens.append(Token("elapsed", text.lower()))
        elif match := re.fullmatch(r"dbnum([1-4])", text, re.IGNORECASE):
            self._digits = int(match[1])
        elif match := _LOCALE.fullmatch(text):
            self._locale(match[1], match[2] or "")
        elif not _COLOUR.fullmatch(text.strip()):
            self._faults.append(f"[{text}]")

    def _locale(self, symbol: str, locale: str) -> None:
        """[$¥-411]: a currency symbol and a language, either of which may be missing.

        The language is a name or hexadecimal NNCCLLLL: shapes of digits, calendar, language.
        """
        if symbol:
            self._tokens.append(Token("literal", symbol))
        key = locale.lower().partition(",")[0]
        if key in _SYSTEM:
            self._text, self._tokens = "", list(_Reader(_SYSTEM[key]).section().tokens)
        elif re.fullmatch("[0-9a-f]{1,8}", key):
            number = int(key, 16)
            shapes, calendar = number >> 24, number >> 16 & 0xFF
            if shapes > 1 or calendar not in {0, 1, 3} or (calendar == 3 and "y" in self._text.lower()):
                self._faults.append(f"[${symbol}-{locale}]")
            self._language = _LANGUAGES.get(number & 0x3FF, "other")
        elif key:
            language = key.split("-")[0]
            self._language = language if language in {"ja", "en"} else "other"
            self._gannen = key.endswith("x-gannen")


def _with_minutes(tokens: list[Token]) -> list[Token]:
    """m and mm are minutes behind hours and before seconds, whatever stands between; else months."""
    made = list(tokens)
    times = [i for i, token in enumerate(made) if token.kind in {"date", "elapsed"}]
    for place, index in enumerate(times):
        if made[index].kind != "date" or made[index].text not in {"m", "mm"}:
            continue
        before = made[times[place - 1]].text if place else ""
        after = made[times[place + 1]].text if place + 1 < len(times) else ""
        if before[:1] == "h" or after[:1] == "s":
            made[index] = Token("date", made[index].text.replace("m", "n"))
    return made
