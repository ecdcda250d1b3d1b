"""The list of attachments for a template that does not print it: appended after its last paragraph."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from noticemerge.excel import quoteattr
from noticemerge.template.kept_blocks import begins_page
from noticemerge.template.package import W
from noticemerge.template.paragraph_places import local
from noticemerge.template.tags import Scanned

HEADING = "添付資料"
# What a slip is called that comes back, and what its user is asked to do.
_SLIP = re.compile(
    r"返信(?:票|書|欄|用紙|はがき|FAX)|返送|回答(?:票|書|欄|用紙|者名|FAX)|申し?込み?(?:書|票|欄|用紙|者名)|出欠|参加票|委任状"
    r"|出席(?:票|者名)|登録(?:票|用紙)|申請書|同意書|承諾書|推薦書|行使書|投票用紙|(?:変更|脱退|退会|加入|入会)届|取扱票"
    r"|調査票|アンケート|FAX(?:返信|回答|送信|返送|申込)|キリトリ|きりとり|切り?取り?線|[✂✄]",
    re.IGNORECASE,
)
_CUT = re.compile(r"[✂✄]|キリトリ|きりとり|切り?取り?線?[-.・―─╌┄]|[-.・―─╌┄]切り?取り?")
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


def reply_slip(body: Scanned, breaking: frozenset[str]) -> etree._Element | None:
    """Where a reply slip begins with which the letter ends, on a page of its own or below a line to cut at.

    A list that is appended would stand on it. None where there is none.

    `breaking` are the paragraph styles that begin a page.
    """
    if not _SLIP.search(_plain(body.words)):
        return None
    blocks = [el for el in body.root[0] if local(el) in ("p", "tbl", "sdt")]
    cut = max((n for n, el in enumerate(blocks) if _CUT.search(_words(el))), default=-1)
    page = max((n for n, el in enumerate(blocks) if _begins_page(el, breaking)), default=-1)
    ended = max((n for n, el in enumerate(blocks) if _ends_section(el)), default=-1)
    first = max(page, cut, ended + 1 if ended >= 0 else -1)
    return next((el for el in blocks[first:] if _SLIP.search(_words(el))), None) if first > 0 else None


def _ends_section(block: etree._Element) -> bool:
    return block.find(f"{{{W}}}pPr/{{{W}}}sectPr") is not None


def _begins_page(block: etree._Element, breaking: frozenset[str]) -> bool:
    return any(
        begins_page(p, breaking) or any(br.get(f"{{{W}}}type") == "page" for br in p.iter(f"{{{W}}}br"))
        for p in block.iter(f"{{{W}}}p")
    )


def _words(block: etree._Element) -> str:
    return _plain("".join(t.text or "" for t in block.iter(f"{{{W}}}t")))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


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
