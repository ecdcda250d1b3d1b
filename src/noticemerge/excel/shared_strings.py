"""The texts of a workbook: the table of shared strings, and the escapes in every text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from noticemerge.excel.packed_texts import PackedTexts
from noticemerge.excel.xml_events import DEEPEST, Attributes, Handlers, TooLargeError, parse

# No list has as many different texts.
MOST_STRINGS = 5_000_000
# A character that XML cannot hold, as Excel writes it (ECMA-376 part 1, 22.4.2.4).
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_strings(chunks: Iterable[bytes]) -> PackedTexts:
    """The table of shared strings (ECMA-376 part 1, 18.4.9): texts without their formats and furigana.

    Raises as `parse` does, and `TooLargeError`.
    """
    strings = PackedTexts()
    for _ in parse(chunks, partial(_handlers, strings)):
        pass
    return strings


def _add(strings: PackedTexts, text: str) -> None:
    strings.append(decoded(text))
    if len(strings) >= MOST_STRINGS:
        raise TooLargeError("sharedStrings")


def _handlers(strings: PackedTexts, pieces: list[str], prefix: str) -> Handlers:
    item_name, text_name, furigana_name = (prefix + name for name in ("si", "t", "rPh"))
    whole: list[str] = []
    depth = 0
    muted = 0

    def start(name: str, _: Attributes) -> None:
        nonlocal depth, muted
        depth += 1
        if name == text_name:
            pieces.clear()
        elif name == item_name:
            whole.clear()
        elif name == furigana_name:
            muted += 1
        if depth > DEEPEST:
            raise ValueError("elements nested too deep")

    def end(name: str) -> None:
        nonlocal depth, muted
        depth -= 1
        if name == text_name:
            if not muted:
                whole.extend(pieces)
        elif name == item_name:
            _add(strings, "".join(whole))
        elif name == furigana_name:
            muted -= 1

    return start, end


def decoded(text: str) -> str:
    """The text with _x000D_ and its like decoded, surrogate pairs joined, and one kind of line break."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
