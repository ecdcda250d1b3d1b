"""Rows of a worksheet whose cells hold no more than a value, as nearly all programs write nearly all rows."""

from __future__ import annotations

from functools import lru_cache

from noticemerge.excel.plain_elements import readable
from noticemerge.japan import lazy_pattern

# A cell with its style, its type, and a value or a text of its own (18.3.1.4). Quantifiers are possessive, so
# that no row takes long.
_CELL = (
    r'<c r="[A-Z]++(?P=number)"(?: s="[0-9]++")?+(?: t="[A-Za-z]++")?+'
    r'(?:/>|>(?:<v>[^<>\r]*+</v>|<is><t(?: xml:space="preserve")?+>[^<>\r]*+</t></is>)?+</c>)'
)
# Of such a cell: the letters of its column, what stands before what it stores, and that.
_CELLS = lazy_pattern(r'<c r="([A-Z]++)[0-9]++"([^<]*+(?:<v>|<is><t[^>]*+>)?+)([^<]*+)')
# A row with its number and its cells; rows without any may stand before it. Its end is cut off.
_ROW = lazy_pattern(
    r"(?:\s*+<row [^<>/]*+/>)*+\s*+"
    r'<row r="(?P<number>[0-9]++)"(?: (?!hidden="(?!0"|false"))[\w:.-]++="[^<>&"]*+")*+>'
    rf"((?:{_CELL})*+)"
)
_END = b"</row>"
# Style and type, and whether a value follows that belongs to the type.
_HEAD = lazy_pattern(r'(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?/?>(<.+)?')
# The letters of a column, the markup before what a cell stores (`head_of`), and what it stores (`resolved`).
PlainCell = tuple[str, str, str]


def plain_row(data: bytes, begin: int) -> tuple[str, list[PlainCell], int] | None:
    """Number and cells of the row that begins at `begin`, and where it ends; None where it is not plain.

    Raises LookupError, ValueError, OverflowError for what no XML can hold.
    """
    end = data.index(_END, begin)
    found = _ROW.fullmatch(readable(data[begin:end].decode("utf-8")))
    return (found["number"], _CELLS.findall(found[2]), end + len(_END)) if found else None


@lru_cache(1000)
def head_of(markup: str) -> tuple[str, str, bool]:
    """Type and style of a cell, and whether what follows this markup is what a cell of its type shows."""
    found = _HEAD.fullmatch(markup)
    assert found
    style, kind, begin = found.groups("")
    return kind or "n", style or "0", begin.startswith("<is>") == (kind == "inlineStr")
