"""Attributes whose words people meet and a tag can stand in: alternative texts, tips, and watermarks.

Word shows the text of a watermark from an attribute (ECMA-376 part 4 §19.1.2.22, `v:textpath`), and reads
alternative text aloud (part 1 §20.4.2.5 `wp:docPr`, §17.4.15 and §17.4.62 of tables).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from noticemerge.problems import N_
from noticemerge.template.package import W

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_V = "urn:schemas-microsoft-com:vml"
_O = "urn:schemas-microsoft-com:office:office"
ALTERNATIVE = N_("alternative text")
WATERMARK = N_("watermark")
TIP = N_("tip of a link")
_DESCRIBED = ("descr", "title")
_FILLABLE: dict[str, tuple[tuple[str, ...], str]] = {
    f"{{{_WP}}}docPr": (_DESCRIBED, ALTERNATIVE),
    f"{{{_PIC}}}cNvPr": (_DESCRIBED, ALTERNATIVE),
    f"{{{_WPS}}}cNvPr": (_DESCRIBED, ALTERNATIVE),
    f"{{{_V}}}textpath": (("string",), WATERMARK),
    f"{{{_V}}}imagedata": ((f"{{{_O}}}title",), ALTERNATIVE),
    **{
        f"{{{_V}}}{name}": (("alt", "title"), ALTERNATIVE)
        for name in ("shape", "rect", "oval", "roundrect", "line", "polyline", "group", "image")
    },
    f"{{{W}}}tblCaption": ((f"{{{W}}}val",), ALTERNATIVE),
    f"{{{W}}}tblDescription": ((f"{{{W}}}val",), ALTERNATIVE),
    f"{{{W}}}hyperlink": ((f"{{{W}}}tooltip",), TIP),
}


def is_fillable(el: etree._Element, attribute: str) -> bool:
    """Whether a tag in this attribute (by its qualified name) is filled in."""
    return attribute in _FILLABLE.get(str(el.tag), ((), ""))[0]


def fillable(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The elements with such an attribute, and its name, in document order."""
    for el in root.iter(*_FILLABLE):
        for name in _FILLABLE[str(el.tag)][0]:
            if name in el.attrib:
                yield el, name


def label_of(el: etree._Element) -> str:
    """What people call the attributes of an element, as a marked message."""
    return _FILLABLE[str(el.tag)][1]
