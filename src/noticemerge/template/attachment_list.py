"""The list of attachments for a template that does not print it: appended after its last paragraph."""

from __future__ import annotations

from lxml import etree

from noticemerge.excel import quoteattr
from noticemerge.template.package import W
from noticemerge.template.tags import Scanned

HEADING = "添付資料"
_HANGING = '<w:ind w:left="840" w:leftChars="0" w:hanging="840" w:firstLineChars="0"/>'


def appendix(body: Scanned, attachments_key: str) -> str:
    """Template source of a heading and one line for each attachment, in the letter's own type.

    `attachments_key` is the key of the list 添付資料 in the values. A member without any
    attachment gets no heading either.
    """
    donor = _main_paragraph(body.root)
    style = _value_of(donor, "pStyle") if donor is not None else ""
    run = _run_properties(donor)
    line = "{{ a.number }}　{{ a.title }}{% if a.copies > 1 %}（{{ a.copies }}部）{% endif %}"
    added = (
        f"{{% if {attachments_key} %}}"
        + _paragraph(
            style,
            '<w:keepNext/><w:spacing w:before="240"/>',
            '<w:ind w:left="0" w:firstLine="0"/>',
            run,
            HEADING,
        )
        + f"{{% for a in {attachments_key} %}}"
        + _paragraph(style, "", _HANGING, run, line)
        + "{% endfor %}{% endif %}"
    )
    # A body without a tag of its own stays as its writer wrote it, whatever it calls the namespace.
    return added if body.root.nsmap.get("w") == W else added.replace("<w:p>", f'<w:p xmlns:w="{W}">')


def _paragraph(style: str, spacing: str, indent: str, run: str, text: str) -> str:
    """A left-aligned paragraph; the order of properties is that of the schema (CT_PPr)."""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    keep, _, space = spacing.partition("<w:spacing")
    before = f"<w:spacing{space}" if space else ""
    return (
        f'<w:p><w:pPr>{named}{keep}{before}{indent}<w:jc w:val="left"/></w:pPr>'
        f'<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def _main_paragraph(root: etree._Element) -> etree._Element | None:
    """The body paragraph with the most words: its type is the letter's type."""
    paragraphs = root[0].findall(f"{{{W}}}p")
    return max(paragraphs, key=_length, default=None)


def _length(paragraph: etree._Element) -> int:
    return sum(len(t.text or "") for t in paragraph.iter(f"{{{W}}}t"))


def _value_of(paragraph: etree._Element, name: str) -> str:
    el = paragraph.find(f"{{{W}}}pPr/{{{W}}}{name}")
    return el.get(f"{{{W}}}val", "") if el is not None else ""


def _run_properties(paragraph: etree._Element | None) -> str:
    """Fonts and size of the paragraph's longest run: direct formatting that no style carries."""
    runs = paragraph.findall(f"{{{W}}}r") if paragraph is not None else []
    longest = max(runs, key=_length, default=None)
    properties = longest.find(f"{{{W}}}rPr") if longest is not None else None
    if properties is None:
        return ""
    kept = [properties.find(f"{{{W}}}{name}") for name in ("rFonts", "sz", "szCs")]
    written = "".join(f"<w:{etree.QName(el).localname}{_attributes(el)}/>" for el in kept if el is not None)
    return f"<w:rPr>{written}</w:rPr>" if written else ""


def _attributes(el: etree._Element) -> str:
    """The element's own attributes; a hint about a character class does not hold for other text."""
    return "".join(
        f" w:{etree.QName(name).localname}={quoteattr(str(value))}"
        for name, value in el.attrib.items()
        if str(name).startswith(f"{{{W}}}") and not str(name).endswith("}hint")
    )
