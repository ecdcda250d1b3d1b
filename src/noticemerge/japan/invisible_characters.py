"""Characters that stand in a cell without being seen: at its ends they mean nothing."""

from __future__ import annotations

from noticemerge.japan.patterns import lazy_pattern

# Unicode's format characters (category Cf) that come with copied text, and spaces that are typed by no key.
# Selectors of a variant (U+FE0F, U+E0100) are none of them: they say how a name is written.
_FORMAT = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
_ODD_SPACES = "\u00a0\u202f\u2028\u2029\u3164"
INVISIBLE = lazy_pattern(f"[{_FORMAT}{_ODD_SPACES}]")
_EDGES = "".join(map(chr, [*range(0x20), 0x7F, 0x85, 0x1680, *range(0x2000, 0x200B), 0x205F, 0x20, 0x3000]))
_EDGES += "".join(INVISIBLE.findall("".join(map(chr, [*range(0x3200), *range(0xFE00, 0x10000)]))))


def without_controls(text: str) -> str:
    """The text without the characters that XML, and so a letter, cannot hold (XML 1.0, 2.2)."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


def trimmed(text: str) -> str:
    """The text without spaces, line breaks and invisible characters at its ends.

    A clerk who typed a name does not see them; a number format adds them to fill a column.
    """
    return text.strip(_EDGES)


def visible(text: str) -> str:
    """The text as it would be typed anew: no invisible characters, a plain space for an odd one."""
    return trimmed(INVISIBLE.sub(lambda match: " " if match[0] in _ODD_SPACES else "", text))
