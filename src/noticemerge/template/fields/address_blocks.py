"""ADDRESSBLOCK and GREETINGLINE: patterns such as <<_COMPANY_>>, whose groups vanish where a column is empty.

Which column a placeholder means is said by `w:fieldMapData` ([MS-OI29500] 2.1.476, 2.1.486).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from noticemerge.template.fields.code import CodeError
from noticemerge.template.fields.values import (
    NOTHING,
    Block,
    Choice,
    Column,
    Comparison,
    HasText,
    Text,
    Value,
    joined,
)

_PLACEHOLDER = re.compile(r"<<(?P<before>[^<>]*?)_(?P<name>[A-Z]+\d?)_(?P<after>[^<>]*?)>>", re.DOTALL)
# What Word's blocks call the parts of an address: its own names of columns, and those of lists in Japan.
_PARTS = {
    "TITLE0": ("Courtesy Title", "Title", "敬称"), "NICK0": ("Nickname",),
    "FIRST0": ("First Name", "First", "名"), "MIDDLE0": ("Middle Name", "Middle"),
    "LAST0": ("Last Name", "Last", "姓"), "SUFFIX0": ("Suffix",),
    "TITLE1": ("Spouse Courtesy Title",), "NICK1": ("Spouse Nickname",), "FIRST1": ("Spouse First Name",),
    "MIDDLE1": ("Spouse Middle Name",), "LAST1": ("Spouse Last Name",), "SUFFIX1": ("Spouse Nickname",),
    "COMPANY": ("Company", "会社名"), "STREET1": ("Address 1", "Street1", "Address", "住所"),
    "STREET2": ("Address 2", "Street2", "建物名"), "CITY": ("City", "市区町村"),
    "STATE": ("State", "都道府県"), "POSTAL": ("Postal Code", "Postal", "郵便番号"),
    "COUNTRY": ("Country or Region", "Country", "国"),
}  # fmt: skip


def is_pattern(pattern: str) -> bool:
    """Whether a text says how the parts of an address or greeting are put together."""
    return bool(_PLACEHOLDER.search(pattern))


def address(mapped: Mapping[str, str], pattern: str, country: str, excluded: Value | None) -> Value:
    """An address by its pattern. `mapped` gives the column for one of Word's own names in lower case.

    The country is left out where `country` (the switch \\c) is "0", and for that in `excluded` where it is
    "2". Raises `CodeError` for a placeholder that Word does not know.
    """
    value = _block(mapped, pattern, {} if country != "0" else {"COUNTRY": NOTHING})
    if country != "2" or excluded is None:
        return value
    without = _block(mapped, pattern, {"COUNTRY": NOTHING})
    return Choice(Comparison(_part(mapped, "COUNTRY"), "=", excluded), without, value)


def greeting(mapped: Mapping[str, str], pattern: str, instead: Value | None) -> Value:
    """A greeting by its pattern, or `instead` where nobody is named. Raises `CodeError` as `address`."""
    named = [m["name"] for m in _PLACEHOLDER.finditer(pattern) if m["name"] in _PARTS]
    value = _block(mapped, pattern, {})
    if instead is None or not named:
        return value
    return Choice(HasText(joined([_part(mapped, name) for name in named])), value, instead)


def plain(name: str) -> str:
    """Word writes Last_Name for its own name Last Name."""
    return " ".join(name.replace("_", " ").split()).casefold()


def _block(mapped: Mapping[str, str], pattern: str, fixed: Mapping[str, Value]) -> Value:
    parts: list[Value] = []
    columns: list[Column] = []
    at = 0
    for match in _PLACEHOLDER.finditer(pattern):
        parts.append(Text(pattern[at : match.start()]))
        at = match.end()
        before, name, after = match["before"], match["name"], match["after"]
        if name in ("BEFORE", "AFTER"):
            parts.append(Text(before + after.removeprefix(" ")))
        elif name not in _PARTS:
            raise CodeError(f"_{name}_")
        elif name not in fixed:
            own = _part(mapped, name)
            columns.append(own)
            parts.append(Choice(HasText(own), joined([Text(before), own, Text(after)]), NOTHING))
    parts.append(Text(pattern[at:]))
    return Block(joined(parts), tuple(columns))


def _part(mapped: Mapping[str, str], name: str) -> Column:
    known = _PARTS[name]
    own = mapped.get(plain(known[0]))
    return Column((own, *known) if own else known, is_optional=True)
