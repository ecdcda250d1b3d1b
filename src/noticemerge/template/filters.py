"""The environment tags are rendered in: sandboxed, escaping, strict, with our own filters only."""

from __future__ import annotations

import datetime
import re
import reprlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from noticemerge.excel import escape as xml_escape
from noticemerge.japan import fold, wareki
from noticemerge.template import comparisons, filter_functions, tables
from noticemerge.template.docxtpl_values import object_xml
from noticemerge.template.fields.functions import FIELD_FUNCTIONS
from noticemerge.template.fields.runs import words_in_looks
from noticemerge.template.media import qr_code
from noticemerge.template.typed_values import Unfit

# XML 1.0 §2.2: characters no document can hold. Tab and line break are turned into elements instead.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What cannot stand in XML as it is, but for line breaks: markup, tabs, the illegal ones.
_SPECIAL = re.compile("[&<>\x00-\x09\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
# A content control at the end holds a paragraph itself; marks such as a bookmark's end may follow.
_ENDS_IN_PARAGRAPH = re.compile(
    r"(?:</w:p>|<w:p(?:\s[^<>]*)?/>|</w:sdt>)"
    r"(?:\s|<w:(?:bookmark|permission|perm|moveFromRange|moveToRange|customXml|proofErr)\w*\b[^<>]*/>)*$"
)
# What an address may hold as it stands (RFC 3986 §2.2, §2.3).
_SAFE_IN_ADDRESS = "/:?#[]@!$&'()*+,;=%~-._"
_SAFE_WITHIN_ADDRESS = "/:@!$'(),;*~%-._"
# A percent sign that encodes nothing.
_PER_CENT = re.compile("%(?![0-9A-Fa-f]{2})")
# Characters that one tag may make of a value.
_LONGEST = 100_000
# Values without a text of their own.
_PLURAL = frozenset({list, tuple, dict, set, frozenset})
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """No globals, no attributes but items of plain data, no code."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Only the loop's own counters; data is reached by item, never by Python attribute."""
        return type(obj).__name__ == "LoopContext" and attr in {"index", "index0", "first", "last", "length"}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Items first: an attachment's 番号 is an item, whatever a dict has for attributes."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def _generate(self, source: nodes.Template, *args: Any, **named: Any) -> str:
        """The hook through which every tree becomes code: comparisons are typed there."""
        return super()._generate(comparisons.with_typed_comparisons(source), *args, **named)


def word_text(value: Any) -> Any:
    """What a tag prints in a paragraph: None is nothing, a line break is a line break of Word's."""
    if type(value) is str and not _SPECIAL.search(value):
        return value.replace("\n", _BREAK)
    if value is None or isinstance(value, bool):
        return ""
    if hasattr(value, "__html__"):
        return value if isinstance(value, Markup) else object_xml(value)
    text = plain_text(value)
    if "\n" not in text and "\t" not in text:
        return xml_escape(text)
    return xml_escape(text).replace("\n", _BREAK).replace("\t", _TAB)


def in_looks(value: Any, looks: Sequence[str]) -> Markup:
    """A text whose words differ in their looks (run properties); it begins and ends within a run's text."""
    out = ""
    for words, form in words_in_looks("" if value is None else plain_text(value), looks):
        out += f'</w:t></w:r><w:r>{form}<w:t xml:space="preserve">' if out else ""
        out += word_text(words)
    return Markup(out)


def property_text(value: Any) -> Any:
    """What a tag prints in a document property: one line."""
    return "" if value is None else escape(" ".join(plain_text(value).split("\n")))


def attribute_text(value: Any) -> Markup:
    """What a tag prints in an attribute, such as alternative text; line breaks stay (XML 1.0 §3.3.3)."""
    text = "" if value is None or isinstance(value, bool) else plain_text(value)
    return Markup(quoted_in_attribute(text))


def quoted_in_attribute(text: str) -> str:
    """A text as it can stand between either kind of quotation marks."""
    escaped = xml_escape(text).replace('"', "&quot;").replace("'", "&apos;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#9;")


def address_text(value: Any) -> Any:
    """What a tag prints in a link's address, percent-encoded; a percent sign of its own is an encoding."""
    return "" if value is None else escape(quote(plain_text(value).strip(), safe=_SAFE_IN_ADDRESS))


def within_address(value: Any) -> str:
    """A value as a part of an address, all signs encoded that have a meaning there (RFC 3986 §2.2)."""
    text = _PER_CENT.sub("%25", "" if value is None else plain_text(value).strip())
    return quote(text, safe=_SAFE_WITHIN_ADDRESS)


def plain_text(value: Any) -> str:
    """A value as text: a whole number never prints .0, and no character that XML forbids is left.

    Raises `Unfit` for a plain list or mapping: what Python would write of it means nothing to a reader.
    """
    if type(value) in _PLURAL:
        raise Unfit(reprlib.repr(value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.date):
        value = wareki(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    return _ILLEGAL.sub("", text)


def default(value: Any, instead: Any = "") -> Any:
    """`instead` where the value is empty."""
    return value if str(value or "").strip() else instead


def whole(value: Any, element: str) -> Any:
    """A value that stands for a run or paragraph; a plain text becomes one. Raises `Unfit` for a row."""
    if value is None or isinstance(value, Markup) or hasattr(value, "__html__"):
        return value
    if element in ("tr", "tc"):
        raise Unfit(plain_text(value))
    if not plain_text(value).strip():
        return ""
    run = f'<w:r><w:t xml:space="preserve">{word_text(value)}</w:t></w:r>'
    return Markup(f"<w:p>{run}</w:p>" if element == "p" else run)


def keep_paragraph(content: Any) -> Markup:
    """A cell's content, with an empty paragraph where none is left (ECMA-376 part 1 §17.4.65)."""
    text = str(content)
    return Markup(text if _ENDS_IN_PARAGRAPH.search(text) else f"{text}<w:p></w:p>")


def has_rows(content: Any) -> bool:
    """Whether a table still has a row."""
    return "<w:tr" in str(content)


def has_text(content: Any) -> bool:
    """Whether anything but space is left of what a paragraph's tags printed: words or a picture."""
    return "<w:drawing>" in str(content) or bool(Markup(content).striptags().strip())


def prints(value: Any) -> bool:
    """Whether a value, as a tag prints it, is more than space."""
    return bool(value.strip()) if type(value) is str else has_text(word_text(value))


def as_it_is(content: Any) -> Markup:
    """What has been printed already, to be printed as it is."""
    return Markup(content)


def replaced(value: Any, old: str, new: str) -> str:
    """The value with one text put for another. Raises `Unfit` where that multiplies it beyond measure."""
    text = plain_text(value)
    if len(text) + text.count(old) * len(new) > _LONGEST:
        raise Unfit(old)
    return text.replace(old, new)


def qr(value: Any, millimetres: float = 20) -> Any:
    """A QR code of the value, a picture of this side (5 to 200 mm); nothing for an empty value."""
    text = plain_text("" if value is None else value).strip()
    if not 5 <= millimetres <= 200:
        raise Unfit(str(millimetres))
    try:
        return qr_code(text, millimetres) if text else ""
    except ValueError:  # more than a QR code holds
        raise Unfit(text) from None


# What a tag may put behind |, by the key that Jinja sees: the function, then its names for people.
FILTERS: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    "default": (default, ("既定値", "default")),
    "wareki": (filter_functions.in_wareki, ("和暦", "wareki")),
    "seireki": (filter_functions.in_seireki, ("西暦", "seireki")),
    "date": (filter_functions.in_pattern, ("日付", "date")),
    "number": (filter_functions.grouped, ("数値", "金額", "number", "money", "int")),
    "fullwidth": (filter_functions.full_width, ("全角", "fullwidth")),
    "halfwidth": (filter_functions.half_width, ("半角", "halfwidth")),
    "kanji": (filter_functions.in_kanji, ("漢数字", "kanji")),
    "postcode": (filter_functions.postcode, ("郵便番号", "postcode")),
    "honorific": (filter_functions.honorific_for, ("敬称", "honorific")),
    "qr": (qr, ("QR", "QRコード")),
    # Those of Jinja's that templates made for docxtpl use and that cannot do harm.
    "e": (lambda value: value, ("e", "escape")),
    "length": (len, ("length", "count")),
    "join": (lambda items, between="": between.join(map(plain_text, items)), ("join",)),
    "upper": (lambda value: plain_text(value).upper(), ("upper",)),
    "lower": (lambda value: plain_text(value).lower(), ("lower",)),
    "trim": (lambda value: plain_text(value).strip(), ("trim",)),
    "replace": (replaced, ("replace",)),
    "round": (filter_functions.rounded, ("round",)),
}
# Filters answer to their names in both languages; names meet by folding.
FILTER_NAMES = {fold(name): key for key, (_, names) in FILTERS.items() for name in names}
# Those that a value can be unfit for.
DOUBTFUL_FILTERS = frozenset(
    {"wareki", "seireki", "date", "number", "kanji", "postcode", "qr", "round", "replace"}
)
TEST_NAMES = frozenset(
    {"defined", "none", "boolean", "true", "false", "number", "integer", "float", "string"}
    | {"mapping", "sequence", "iterable", "even", "odd"}
)
_INTERNAL = {
    "nm_as_it_is": as_it_is,
    "nm_attribute": attribute_text,
    "nm_prints": prints,
    "nm_within_address": within_address,
    "nm_has_text": has_text,
    "nm_in_looks": in_looks,
    "nm_keep_paragraph": keep_paragraph,
    "nm_has_rows": has_rows,
    comparisons.FILTER: comparisons.compared,
    comparisons.OTHERWISE: comparisons.compared_otherwise,
    "nm_whole": whole,
    "nm_mended_grid": tables.mended_grid,
    "nm_span": tables.span,
    "nm_colour": tables.colour,
    **FIELD_FUNCTIONS,
    "nm_honorific_for_body": filter_functions.honorific_for_body,
}


def _environment(finalize: Any) -> LetterEnvironment:
    environment = LetterEnvironment(
        # `finalize` escapes, once: with autoescape every value would be looked at a second time.
        autoescape=False,
        # Jinja would look for constants in every part of a part anew: a chain of ninety elif took 7 s.
        optimized=False,
        undefined=StrictUndefined,
        finalize=finalize,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters = {key: function for key, (function, _) in FILTERS.items()} | _INTERNAL
    environment.tests = {name: environment.tests[name] for name in TEST_NAMES}
    return environment


ENVIRONMENT = _environment(word_text)
# By what the tags stand in: words, document properties, the addresses of links.
ENVIRONMENTS = {
    "word": ENVIRONMENT,
    "property": _environment(property_text),
    "address": _environment(address_text),
}


@lru_cache(maxsize=1)
def plain_environment() -> LetterEnvironment:
    """Prints the words of a letter alone: no markup, no pictures."""
    environment = _environment(lambda value: "" if value is None else plain_text(value))
    environment.filters["qr"] = environment.filters["nm_picture"] = lambda value, *_: ""
    environment.filters["nm_in_looks"] = lambda value, _: value
    return environment


@lru_cache(maxsize=256)
def expression(source: str) -> Callable[..., Any]:
    """An expression on its own, to be called with the values by key."""
    return ENVIRONMENT.compile_expression(source, undefined_to_none=False)
