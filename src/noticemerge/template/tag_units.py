"""What a tag stands for, and what stands between two tags."""

from __future__ import annotations

from lxml import etree

from noticemerge.template.package import W
from noticemerge.template.tags import Tag


def unit_of(tag: Tag) -> etree._Element | None:
    """The paragraph, row, cell or run that a prefixed tag stands for; None for a plain tag."""
    if not tag.prefix:
        return None
    first = tag.paragraph.pieces_of(tag)[0]
    if tag.prefix == "r":
        return first.chain[-2]
    if tag.prefix == "p":
        return tag.paragraph.element
    return next(tag.paragraph.element.iterancestors(f"{{{W}}}{tag.prefix}"), None)


def between(opener: Tag, tag: Tag) -> list[etree._Element]:
    """The elements side by side from the one of an opening tag up to, not with, that of its closing tag."""
    first = unit_of(opener) if opener.prefix else opener.paragraph.element
    last = unit_of(tag) if tag.prefix else tag.paragraph.element
    found = []
    while first is not None and first is not last:
        found.append(first)
        first = first.getnext()
    return found


def level_of(tag: Tag) -> etree._Element | None:
    """What holds the element, or the run, of a tag."""
    unit = unit_of(tag)
    if unit is not None:
        return unit.getparent()
    # A plain tag's level is what holds its run; two tags in one paragraph share it.
    return (
        tag.paragraph.pieces_of(tag)[0].chain[-3]
        if len(tag.paragraph.pieces[0].chain) > 2
        else tag.paragraph.element
    )


def are_siblings(opener: Tag, tag: Tag) -> bool:
    """Plain tags in two paragraphs side by side, each directly in a run of its paragraph."""
    ends = (opener, tag)
    return opener.paragraph.element.getparent() is tag.paragraph.element.getparent() and all(
        len(end.paragraph.pieces_of(end)[0].chain) == 3 for end in ends
    )


def text_of(unit: etree._Element) -> str:
    """The words of an element."""
    return "".join(el.text or "" for el in unit.iter(f"{{{W}}}t"))
