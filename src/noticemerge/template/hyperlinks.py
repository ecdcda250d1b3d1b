"""Tags in the addresses of hyperlinks: Word keeps those apart from the text, percent-encoded.

An address is an attribute of a relationship part (ECMA-376 Part 2 §6.5.3), so it is read as a text of
its own; `filters.address_text` writes the member's value (RFC 3986 §2.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from noticemerge.excel import quoteattr
from noticemerge.problems import N_, WordPlace
from noticemerge.template.package import RELATIONSHIP, TextPart, WordPackage, rels_name
from noticemerge.template.paragraph_places import ParagraphPlaces
from noticemerge.template.tags import Paragraph, Piece, Scanned, Tag, as_utf8, find_tags

LABEL = N_("Link addresses")
_ENCODED = re.compile(r"(?:[{]|%7B|｛|%EF%BD%9B){2}.{0,600}?(?:[}]|%7D|｝|%EF%BD%9D){2}", re.IGNORECASE)
# RFC 3986 §3: what may stand before an address, or before the whole of what it says.
_SCHEME = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?/{0,3}")


def scan_links(package: WordPackage) -> Iterator[Scanned]:
    """The link addresses with tags, part by part."""
    for owner in package.text_parts():
        name = rels_name(owner.name)
        if not owner.is_word or not package.has(name):
            continue
        part = TextPart(name, LABEL, is_word=False, is_links=True)
        root = package.tree(name)
        scanned = Scanned(
            part, as_utf8(package.data(name)), root, [], ParagraphPlaces(root, part, package.file)
        )
        for number, el in enumerate(root.iter(RELATIONSHIP), 1):
            if el.get("TargetMode") != "External" or not _ENCODED.search(el.get("Target", "")):
                continue
            text = _ENCODED.sub(lambda match: unquote(match[0]), el.get("Target", ""))
            place = WordPlace(file=package.file, part=LABEL, paragraph=number, text=text)
            paragraph = Paragraph(el, part, text, [Piece(el, 0, text, el)], scanned.places, place)
            scanned.problems += find_tags(paragraph)
            scanned.paragraphs.append(paragraph)
        if scanned.paragraphs:
            yield scanned


def within_address(tag: Tag) -> str:
    """The source of a tag in an address: what is only a part of it must not end a parameter.

    A value that stands for the whole address, or for all but its scheme, is an address itself.
    """
    if tag.kind != "{{" or _SCHEME.fullmatch(tag.paragraph.text[: tag.start]):
        return tag.source
    return f"{{{{ ({tag.source[2:-2].strip()})|nm_within_address }}}}"


def relationship(el: etree._Element, address: str) -> str:
    """The relationship with template source for its address."""
    kept = "".join(
        f" {name!s}={quoteattr(str(value))}" for name, value in el.attrib.items() if name != "Target"
    )
    return f'<Relationship xmlns={quoteattr(etree.QName(el).namespace or "")}{kept} Target="{address}"/>'
