"""The postcode and the address of a member, as letter, label and envelope print them."""

from __future__ import annotations

from noticemerge.roster import Member, Roster

# The standard fields an address is made of, in its order.
ADDRESS = ("pref", "city", "address1", "street")
BUILDING = "address2"
# Of a postcode.
_DIGITS = 7


def postcode(roster: Roster, member: Member) -> str:
    """〒100-0013; "" where the list has none. What is no postcode stays as it is typed."""
    text = roster.value(member, "postcode").strip()
    if len(text) == _DIGITS and text.isascii() and text.isdigit():
        text = f"{text[:3]}-{text[3:]}"
    return text if not text or text.startswith("〒") else f"〒{text}"


def address(roster: Roster, member: Member) -> str:
    """One line of prefecture to house number, in the list's own words, and one of the building."""
    line = ""
    for key in ADDRESS:
        part = roster.value(member, key)
        # A full address in one column repeats the prefecture that stands in another.
        line = part if part.startswith(line) else line + part
    return "\n".join(text for text in (line, roster.value(member, BUILDING)) if text.strip())
