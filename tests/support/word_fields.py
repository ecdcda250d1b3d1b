"""Word fields for the tests, written as a person says them.

`{ IF { MERGEFIELD 会社名 } = "" "各位" "御中" }` is a field in a field; ` | 前回` before the brace
is its stored result, ¶ the end of a paragraph. Every field gets a stored result: no letter may show it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from lxml import etree

from support.template_maker import W

STORED = "前回の人"
_KINDS = {"begin", "separate", "end"}
_BREAKS = {"br": "⏎", "cr": "⏎", "tab": "\t"}


def run(inner: str, properties: str = "") -> str:
    """A run of this content."""
    return f"<w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}{inner}</w:r>"


def char(kind: str, properties: str = "") -> str:
    """The run that begins, parts or ends a field."""
    assert kind in _KINDS
    return run(f'<w:fldChar w:fldCharType="{kind}"/>', properties)


def runs(said: str, cuts: frozenset[int] = frozenset(), properties: str = "") -> str:
    """The runs of a text with fields; the text is cut into runs anew at the places `cuts` as well."""
    out: list[str] = []
    # For each field that is open, whether its code has ended.
    opened: list[bool] = []
    text = ""

    def flush() -> None:
        nonlocal text
        if text:
            name = "instrText" if opened and not opened[-1] else "t"
            out.append(run(f'<w:{name} xml:space="preserve">{escape(text)}</w:{name}>', properties))
        text = ""

    for place, sign in enumerate(said):
        if sign in "{}|¶" or place in cuts:
            flush()
        if sign == "{":
            out.append(char("begin", properties))
            opened.append(False)
        elif sign == "|" and opened:
            out.append(char("separate", properties))
            opened[-1] = True
        elif sign == "}":
            if not opened.pop():
                out += [char("separate", properties), run(f"<w:t>{STORED}</w:t>", properties)]
            out.append(char("end", properties))
        elif sign == "¶":
            out.append("</w:p><w:p>")
        else:
            text += sign
    flush()
    return "".join(out)


def paragraphs(*said: str, cuts: frozenset[int] = frozenset(), properties: str = "") -> str:
    """Paragraphs of text with fields, one for each argument (¶ within one makes more)."""
    return "".join(f"<w:p>{runs(one, cuts, properties)}</w:p>" for one in said)


def own_texts(data: bytes, part: str) -> list[str]:
    """The paragraphs of a part as a reader sees them, a line break as ⏎; boxes left out."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))
    return ["".join(_texts(paragraph)) for paragraph in root.iter(f"{{{W}}}p")]


def _texts(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = etree.QName(child).localname
        if name == "t":
            yield child.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name not in ("p", "pPr", "rPr", "instrText"):
            yield from _texts(child)
