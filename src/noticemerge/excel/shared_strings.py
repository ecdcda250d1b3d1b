"""The texts of a workbook: the table of shared strings, and the escapes in every text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from noticemerge.excel.packed_texts import PackedTexts
from noticemerge.excel.plain_elements import PlainElements, readable, resolved
from noticemerge.excel.xml_events import DEEPEST, Attributes, Handlers, TooLargeError, is_true, parse
from noticemerge.japan import lazy_pattern

# No list has as many different texts.
MOST_STRINGS = 5_000_000
# A string without formats, with the furigana that Excel keeps of what is typed in Japanese (18.4.6).
_TEXT = r'<t(?: xml:space="preserve")?+>[^<>\r]*+</t>'
_FURIGANA = rf'(?:<rPh sb="[0-9]++" eb="[0-9]++">{_TEXT}</rPh>)*+(?:<phoneticPr [^<>&/]*+/>)?+'
_PLAIN = lazy_pattern(f"(?:<si>{_TEXT}{_FURIGANA}</si>)*+".encode())
_TEXTS = lazy_pattern(r"<si><t[^>]*+>([^<]*+)")
# A character that XML cannot hold, as Excel writes it (ECMA-376 part 1, 22.4.2.4).
_ESCAPE = lazy_pattern(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SharedStrings:
    """The texts by number, and what is `struck` through in those of which a part or all is.

    What is struck through is not in the text.
    """

    texts: PackedTexts = field(default_factory=PackedTexts)
    struck: dict[int, str] = field(default_factory=dict)

    def add(self, text: str, struck: str = "") -> None:
        """The next one. Raises `TooLargeError`."""
        if struck:
            self.struck[len(self.texts)] = decoded(struck)
        self.texts.append(decoded(text))
        if len(self.texts) >= MOST_STRINGS:
            raise TooLargeError("sharedStrings")


def read_strings(chunks: Iterable[bytes]) -> SharedStrings:
    """The table of shared strings (ECMA-376 part 1, 18.4.9): texts without their formats and furigana.

    Raises as `parse` does, and `TooLargeError`.
    """
    reading = _Reading(SharedStrings())
    plain = PlainElements("si", reading.add_plain, lambda: reading.is_between)
    for _ in parse(plain.pieces(chunks), partial(_handlers, reading)):
        pass
    return reading.strings


@dataclass(slots=True)
class _Reading:
    """Strings that are being read, and whether the parser is between two of them."""

    strings: SharedStrings
    is_between: bool = False

    def add_plain(self, data: bytes, begin: int) -> int:
        """Strings without formats, from `begin` on; returns where the first other one begins."""
        end = _PLAIN.match(data, begin).end()  # type: ignore[union-attr]
        try:
            texts = [resolved(text) for text in _TEXTS.findall(readable(data[begin:end].decode("utf-8")))]
        except (LookupError, ValueError, OverflowError):
            return begin  # the parser will say what is wrong
        for text in texts:
            self.strings.add(text)
        return end


def _handlers(reading: _Reading, pieces: list[str], prefix: str) -> Handlers:
    strings = reading.strings
    reading.is_between = not prefix
    item_name, text_name, furigana_name, run_name, strike_name = (
        prefix + name for name in ("si", "t", "rPh", "r", "strike")
    )
    whole: list[str] = []
    struck: list[str] = []
    is_open = is_struck = False
    depth = 0
    muted = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, muted, is_open, is_struck
        depth += 1
        if name == text_name:
            pieces.clear()
        elif name == item_name:
            if is_open:
                raise ValueError("a string in a string")
            is_open, reading.is_between = True, False
            whole.clear()
            struck.clear()
            is_struck = False
        elif name == run_name:
            is_struck = False
        elif name == strike_name:
            is_struck = is_true(attributes.get("val", "1"))
        elif name == furigana_name:
            muted += 1
        if depth > DEEPEST:
            raise ValueError("elements nested too deep")

    def end(name: str) -> None:
        nonlocal depth, muted, is_open
        depth -= 1
        if name == text_name:
            if not muted:
                (struck if is_struck else whole).extend(pieces)
        elif name == item_name:
            strings.add("".join(whole), "".join(struck))
            is_open, reading.is_between = False, not prefix
        elif name == furigana_name:
            muted -= 1

    return start, end


def decoded(text: str) -> str:
    """The text with _x000D_ and its like decoded, surrogate pairs joined, and one kind of line break."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
