"""Letters in which what was filled in is shaded, so that it is seen in a picture of the page."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from copy import copy

from lxml import etree

from noticemerge.paper.letter_text import FILLED
from noticemerge.template import W

# A grey as bright as the yellow that pictures show in its place.
SHADE = 0xE2
_W = f"{{{W}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARK = re.compile(f"([{''.join(FILLED)}])")
_MARK_BYTES = tuple(mark.encode() for mark in FILLED)


def shaded(letter: bytes) -> bytes:
    """A letter with the marks `FILLED` as a Word file that has shades in their place."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letter)) as old, zipfile.ZipFile(written, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if any(mark in data for mark in _MARK_BYTES) and entry.filename.endswith(".xml"):
                data = _shaded_part(data)
            told = zipfile.ZipInfo(entry.filename, entry.date_time)
            new.writestr(told, data)
    return written.getvalue()


def _shaded_part(data: bytes) -> bytes:
    root = etree.fromstring(data)
    is_open = False
    for run in list(root.iter(f"{_W}r")):
        texts = [t for t in run.iterchildren(f"{_W}t") if _MARK.search(t.text or "")]
        if texts:
            is_open = _split(run, is_open)
        elif is_open:
            _shade(run)
    whole = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    # None is left, but for places that are no text of a run.
    for mark in _MARK_BYTES:
        whole = whole.replace(mark, b"")
    return whole


def _split(run: etree._Element, is_open: bool) -> bool:
    """Put runs in the place of one, a new one at each mark; returns whether the last mark began a value."""
    looks = run.find(f"{_W}rPr")
    new = [_like(run, looks, is_open)]
    for child in [el for el in run if el is not looks]:
        for text in _pieces(child):
            if text in FILLED:
                is_open = text == FILLED[0]
                new.append(_like(run, looks, is_open))
            elif isinstance(text, str):
                piece = etree.SubElement(new[-1], f"{_W}t", {_SPACE: "preserve"})
                piece.text = text
            else:
                new[-1].append(text)
    for one in new:
        if any(el.tag != f"{_W}rPr" for el in one):
            run.addprevious(one)
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)
    return is_open


def _pieces(child: etree._Element) -> Iterator[etree._Element | str]:
    """The marks of a text and what is between them; anything else as it is."""
    if child.tag != f"{_W}t" or not _MARK.search(child.text or ""):
        yield child
        return
    yield from filter(None, _MARK.split(child.text or ""))


def _like(run: etree._Element, looks: etree._Element | None, is_open: bool) -> etree._Element:
    new = etree.Element(run.tag, {str(name): str(value) for name, value in run.items()})
    if looks is not None:
        new.append(copy(looks))
    if is_open:
        _shade(new)
    return new


def _shade(run: etree._Element) -> None:
    looks = run.find(f"{_W}rPr")
    if looks is None:
        looks = etree.Element(f"{_W}rPr")
        run.insert(0, looks)
    for other in looks.findall(f"{_W}shd") + looks.findall(f"{_W}highlight"):
        looks.remove(other)
    fill = f"{SHADE:02X}" * 3
    etree.SubElement(looks, f"{_W}shd", {f"{_W}val": "clear", f"{_W}color": "auto", f"{_W}fill": fill})
