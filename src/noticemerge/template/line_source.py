"""Lines of a model letter: whether one may come out empty, and its words as template source."""

from __future__ import annotations

from noticemerge.excel import escape
from noticemerge.template.hyperlinks import within_address
from noticemerge.template.jinja_source import HIDE
from noticemerge.template.package import W
from noticemerge.template.tags import ESCAPES, Paragraph, Tag

# What a preview puts around what is filled in: no words of the letter.
_PREVIEW_MARKS = "\u1680\u205f"
# Braces that are typed to be printed, and what is printed, both as source.
_TYPED = tuple((typed.translate(HIDE), meant.translate(HIDE)) for typed, meant in ESCAPES.items())
# What a reader sees of a paragraph besides text.
_VISIBLE = (
    "drawing", "pict", "object", "sectPr", "fldChar", "fldSimple", "sym", "ruby", "oMath", "br",
    "footnoteReference", "endnoteReference", "commentReference",
)  # fmt: skip
_SEEN = tuple(f"{{{W}}}{name}" for name in _VISIBLE)


def holds_only_tags(paragraph: Paragraph) -> bool:
    """Whether nothing but printing tags and space is in a paragraph, so that it may come out empty."""
    rest = paragraph.rest()
    if rest.strip() or any(t.prefix or t.keeps_line for t in paragraph.tags):
        return False
    if rest.strip(_PREVIEW_MARKS) and any(t.field_number is not None for t in paragraph.tags):
        return False  # Word leaves a line out only when it holds nothing but fields (§17.14.12)
    if not any(t.kind == "{{" for t in paragraph.tags) or not paragraph.part.is_word:
        return False
    if next(paragraph.element.iter(*_SEEN), None) is not None:
        return False
    return is_balanced_line(paragraph)


def is_balanced_line(paragraph: Paragraph) -> bool:
    """Whether every block a paragraph opens is closed in it."""
    depth = 0
    for tag in paragraph.tags:
        opens = tag.source.startswith(("{% if", "{% for"))
        closes = tag.source.startswith(("{% endif", "{% endfor"))
        depth += opens - closes
        if depth < 0 or (depth == 0 and tag.source.startswith(("{% elif", "{% else"))):
            return False
    return depth == 0


def words_as_source(text: str) -> str:
    """The manager's words as template source: escaped, and out of Jinja's reach."""
    return with_braces_typed(escape(text).translate(HIDE))


def with_braces_typed(text: str) -> str:
    """The source with the braces that the manager typed to be printed, such as {_{."""
    for typed, meant in _TYPED:
        text = text.replace(typed, meant)
    return text


def tag_source(tag: Tag) -> str:
    """The tag as Jinja is to read it; a comment, and what is said of a cell, is nothing."""
    if tag.cell or tag.kind == "{#":
        return ""
    return within_address(tag) if tag.paragraph.part.is_links else tag.source
