"""The relationships of links that were fields: their addresses are in the part beside the text (OPC §6.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from noticemerge.template.package import WordPackage

_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NONE = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="{_NAMESPACE}">'
    "</Relationships>"
).encode()
_EMPTY = re.compile(rb"<Relationships([^>]*)/>\s*$")


def with_relationships(package: WordPackage, name: str, links: Iterable[tuple[str, str]]) -> bytes:
    """The relationship part of this name with links added, each an id and an address as XML holds it."""
    known = package.data(name) if package.has(name) else _NONE
    added = "".join(
        f'<Relationship Id="{number}" Type="{_LINK}" Target="{address}" TargetMode="External"/>'
        for number, address in links
    )
    opened = _EMPTY.sub(rb"<Relationships\1></Relationships>", known)
    return opened.replace(b"</Relationships>", added.encode("utf-8") + b"</Relationships>")
