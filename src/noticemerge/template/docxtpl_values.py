"""Values of docxtpl's own classes, for programs that fill letters: RichText, Listing, InlineImage, Subdoc.

What they hold is put into the letter as docxtpl does it. A picture gets its relationship in the
letter's own package, whatever document the object was made for; a subdocument brings its text and
pictures, in the template's styles.
"""

from __future__ import annotations

import io
import re
from typing import Any

from lxml import etree
from markupsafe import Markup

from noticemerge.template.media import current, drawing
from noticemerge.template.package import R, W
from noticemerge.template.typed_values import Unfit

_CONTROLS = re.compile("[\n\t\a\f]")
# What a subdocument cannot bring along: it lives in parts of its own file.
_ELSEWHERE = ("numPr", "footnoteReference", "endnoteReference", "commentReference", "headerReference")


def object_xml(value: Any) -> Markup:
    """The XML of such a value. Raises `Unfit` for a subdocument with numbering, notes or charts."""
    current().has_objects = True
    kind = type(value).__name__
    if kind == "InlineImage":
        return _picture(value)
    if kind == "Subdoc":
        return _subdocument(value)
    xml = value.__html__()
    current().has_controls |= bool(_CONTROLS.search(xml))
    return Markup(xml)


def with_controls_resolved(xml: str) -> str:
    r"""Line breaks, tabs, paragraph (\a) and page (\f) ends of RichText and Listing made elements."""
    from docxtpl import DocxTemplate

    return str(DocxTemplate("").resolve_listing(xml))


def _image(source: Any) -> Any:
    from docx.image.image import Image  # python-docx, which few letters need

    return Image.from_file(source)


def _picture(value: Any) -> Markup:
    image = _image(value.image_descriptor)
    width, height = image.scaled_dimensions(value.width, value.height)
    return drawing(image.blob, image.ext, int(width), int(height), link=value.anchor or "")


def _subdocument(value: Any) -> Markup:
    body = value.subdocx.element.body
    blocks = [el for el in body if el.tag != f"{{{W}}}sectPr"]
    for block in blocks:
        for name in _ELSEWHERE:
            if next(block.iter(f"{{{W}}}{name}"), None) is not None:
                raise Unfit(f"Subdoc: {name}")
    related = value.subdocx.part.rels
    return Markup("".join(_relinked(block, related) for block in blocks))


def _relinked(block: Any, related: Any) -> str:
    xml = etree.fromstring(etree.tostring(block, with_tail=False))
    for el in xml.iter(etree.Element):
        for name, key in el.attrib.items():
            if str(name).startswith(f"{{{R}}}") and key in related:
                el.set(name, _moved(related[key]))
    return etree.tostring(xml, encoding="unicode")


def _moved(relation: Any) -> str:
    if relation.is_external:
        return current().link(relation.target_ref)
    if not relation.reltype.endswith("/image"):
        raise Unfit(f"Subdoc: {relation.reltype.rpartition('/')[2]}")
    image = _image(io.BytesIO(relation.target_part.blob))
    return current().picture(image.blob, image.ext)
