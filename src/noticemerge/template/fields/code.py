r"""The grammar of a field code: keyword, arguments, switches (ECMA-376 part 1 §17.16.3).

The code is split before anything is put in the place of its inner fields: an inner field is one sign here,
so that no quote, blank or backslash in a member's data can become syntax.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from noticemerge.template.fields.reader import Event, Field, text_of

# Stands in a code for an inner field, a picture or a table.
OBJECT = "￼"
_OPENERS = {'"': '"', "“": "”“", "”": "”“", "„": "”“", "＂": "＂"}
_FORMATS = frozenset("*#@")
# The switches of a field that have an argument; those behind * # @ always have one.
_WITH_ARGUMENT = {
    "MERGEFIELD": "bf",
    "ADDRESSBLOCK": "cefl",
    "GREETINGLINE": "efl",
    "HYPERLINK": "lot",
    "REF": "d",
    "ASK": "d",
    "FILLIN": "d",
    "INCLUDEPICTURE": "c",
}
COMPARING = frozenset({"IF", "COMPARE", "NEXTIF", "SKIPIF"})
_OPERATORS = ("<=", ">=", "<>", "=", "<", ">")
_NO_OPERATORS = ("!=", "==", "=<", "=>", "≠", "≦", "≧", "≤", "≥", "＝", "＜", "＞")


class CodeError(ValueError):
    """A code that Word does not know either; says at what."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One character of a code: where it stands, or the inner field or object that it stands for."""

    character: str
    event: Event | None = None
    inner: Field | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """A stretch of a code without its quotes and escapes."""

    signs: tuple[Sign, ...]
    is_quoted: bool = False

    @property
    def text(self) -> str:
        """The text as typed, an inner field as one sign."""
        return "".join(sign.character for sign in self.signs)

    @property
    def is_plain(self) -> bool:
        """Whether it holds neither a field nor an object nor the end of a paragraph."""
        return OBJECT not in self.text and "\r" not in self.text

    @property
    def has_blocks(self) -> bool:
        """Whether it holds more than words and fields: the end of a paragraph, a picture, a table."""
        return any(s.character == "\r" or (s.character == OBJECT and s.inner is None) for s in self.signs)


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch with its argument, if it has one: `sign` is "*", "#", "@" or a letter in lower case."""

    sign: str
    argument: Argument | None = None


@dataclass(slots=True)
class Code:
    """A code that was split: `operator` is that of a comparison, whose sides are the first two arguments."""

    word: str
    arguments: list[Argument] = field(default_factory=list)
    switches: list[Switch] = field(default_factory=list)
    operator: str = ""

    def switch(self, sign: str) -> Switch | None:
        """The first switch of this sign."""
        return next((s for s in self.switches if s.sign == sign), None)

    def formats(self) -> list[Switch]:
        """The switches behind * # and @, in their order."""
        return [s for s in self.switches if s.sign in _FORMATS]


def signs_of(element: Field) -> list[Sign]:
    """The code of a field, character by character."""
    if element.is_simple:
        return [Sign(c, element.begin) for c in element.instruction]
    out: list[Sign] = []
    for piece in element.code:
        if isinstance(piece, Field):
            out.append(Sign(OBJECT, inner=piece))
        elif text := text_of(piece):
            out += [Sign(c, piece) for c in text.replace(OBJECT, " ")]
        elif _is_content(piece):
            out.append(Sign(OBJECT, piece))
    return out


def split(element: Field) -> Code:
    """The code of a field in its parts. Raises `CodeError`."""
    reader = _Reader(signs_of(element))
    reader.blanks()
    if reader.here() == "=":
        reader.at += 1
        return _formula(reader)
    word = reader.bare(stops=OBJECT).text.upper()
    if OBJECT in word or not word:
        raise CodeError(word.replace(OBJECT, "{ }"))
    code = Code(word)
    while reader.blanks():
        if reader.here() == "\\":
            code.switches.append(_switch(reader, word))
        elif word in COMPARING and len(code.arguments) == 1 and not code.operator:
            code.operator = reader.operator()
        else:
            stops = "<>=!≠≦≧≤≥＝＜＞" if word in COMPARING and not code.arguments else ""
            code.arguments.append(reader.argument(stops))
    return code


def _formula(reader: _Reader) -> Code:
    """Everything up to the first switch is the formula."""
    code, start = Code("="), reader.at
    while reader.here() and not (reader.here() == "\\" and reader.ahead(1) in _FORMATS):
        reader.at += 1
    code.arguments.append(Argument(tuple(reader.signs[start : reader.at])))
    while reader.blanks():
        if reader.here() != "\\":
            raise CodeError(reader.here())
        code.switches.append(_switch(reader, "="))
    return code


def _switch(reader: _Reader, word: str) -> Switch:
    sign = reader.ahead(1).lower()
    if not sign or sign.isspace():
        raise CodeError("\\")
    reader.at += 2
    if sign in _FORMATS or sign in _WITH_ARGUMENT.get(word, ""):
        if not reader.blanks():
            raise CodeError(f"\\{sign}")
        return Switch(sign, reader.argument(""))
    # \hfoo is no switch of Word's; letters behind the first are passed over as it does.
    while reader.here() and not reader.here().isspace() and reader.here() not in '\\"':
        reader.at += 1
    return Switch(sign)


@dataclass(slots=True)
class _Reader:
    signs: list[Sign]
    at: int = 0

    def here(self) -> str:
        return self.ahead(0)

    def ahead(self, count: int) -> str:
        return self.signs[self.at + count].character if self.at + count < len(self.signs) else ""

    def blanks(self) -> bool:
        """Pass over blanks; returns whether anything is left."""
        while self.here() and self.here().isspace():
            self.at += 1
        return self.at < len(self.signs)

    def argument(self, stops: str) -> Argument:
        return self.quoted() if self.here() in _OPENERS else self.bare(stops)

    def quoted(self) -> Argument:
        r"""Up to the closing quote; \" is a quote and \\ a backslash."""
        opener = self.here()
        closers = _OPENERS[opener]
        self.at += 1
        kept: list[Sign] = []
        while (character := self.here()) not in closers:
            if character == "\\" and self.ahead(1) and self.ahead(1) in '\\"“”':
                self.at += 1
            kept.append(self.signs[self.at])
            self.at += 1
        if not character:
            raise CodeError(opener)
        self.at += 1
        return Argument(tuple(kept), is_quoted=True)

    def bare(self, stops: str) -> Argument:
        """Up to a blank, a quote, a switch or one of `stops`."""
        start = self.at
        while (c := self.here()) and not c.isspace() and c not in _OPENERS and c not in stops:
            if c == "\\":
                if self.ahead(1) != "\\":
                    break
                self.at += 1
            self.at += 1
        if self.at == start:
            raise CodeError(self.here())
        kept = self.signs[start : self.at]
        doubled = [i for i in range(1, len(kept)) if kept[i].character == kept[i - 1].character == "\\"]
        return Argument(tuple(s for i, s in enumerate(kept) if i not in doubled))

    def operator(self) -> str:
        ahead = self.here() + self.ahead(1)
        wrong = next((sign for sign in _NO_OPERATORS if ahead.startswith(sign)), "")
        found = next((sign for sign in _OPERATORS if ahead.startswith(sign)), "")
        if wrong or not found:
            raise CodeError(wrong or self.here())
        self.at += len(found)
        return found


def _is_content(event: Event) -> bool:
    """Whether an event that says no text shows something: a picture, a sign of a font, a table."""
    return event.kind == "table" or (
        event.kind == "child"
        and etree.QName(event.element).localname not in ("lastRenderedPageBreak", "softHyphen")
    )
