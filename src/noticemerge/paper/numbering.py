"""Numbered lists begin anew in each letter (ECMA-376 §17.9).

Lists of one abstract definition count on wherever they stand in a document. So the first list that a letter
has of a definition becomes one of its own, with a start for each level; the others count on from there, as
they do in the letter by itself.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from noticemerge.template import W, parse_xml

_W = f"{{{W}}}"
_LEVELS = 9
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_NUMBER = re.compile(r'<w:numId w:val="([^"]*)"/>')
_INDENT = re.compile(r"<w:ind\b[^>]*/>")
_ATTRIBUTE = re.compile(r'(w:\w+)="([^"]*)"')
# What stands before numPr, and before ind, in the properties of a paragraph (CT_PPrBase).
_BEFORE_NUMBER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
_BEFORE_INDENT = (
    *_BEFORE_NUMBER, "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku",
    "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing",
)  # fmt: skip
_CHILD = re.compile(r"<w:(\w+)\b[^>]*?(?:/>|>.*?</w:\1>)", re.DOTALL)
# Of two that say the same in two ways, the nearer one wins with all its ways.
_SAME = (
    {"w:left", "w:leftChars", "w:start", "w:startChars"},
    {"w:right", "w:rightChars", "w:end", "w:endChars"},
    {"w:hanging", "w:hangingChars", "w:firstLine", "w:firstLineChars"},
)


@dataclass(frozen=True, slots=True)
class _Styled:
    """The list that a paragraph style is of, its level there, and the indents that win over the list's."""

    number: str
    level: str
    indents: dict[str, str]


@dataclass(slots=True)
class ListsOfLetter:
    """The lists of one letter, or of one story of it: what each number of the template is there."""

    own: dict[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


class Numbering:
    """The lists of a document that letters are added to; the parts are those of the first letter."""

    def __init__(self, numbering: bytes | None, styles: bytes | None, file: str) -> None:
        self._root = parse_xml(numbering, file) if numbering else None
        self._nums = _by_id(self._root, "num", "numId")
        self._abstracts = _by_id(self._root, "abstractNum", "abstractNumId")
        self._next = max((int(id) for id in self._nums if id.isdecimal()), default=0) + 1
        self._added: list[etree._Element] = []
        self._styles = self._numbered_styles(parse_xml(styles, file)) if styles and self._nums else {}
        self._pieces: dict[str, tuple[str, str, str] | None] = {}

    @property
    def is_there(self) -> bool:
        """Whether there are lists at all."""
        return bool(self._nums)

    def properties(self, text: str, lists: ListsOfLetter) -> str:
        """The properties of a paragraph (a whole pPr) with the letter's own list in them."""
        if text not in self._pieces:
            self._pieces[text] = self._split(text)
        pieces = self._pieces[text]
        if pieces is None:
            return text
        before, number, behind = pieces
        own = lists.own.get(number) or self._begin(number, lists)
        return text if own == number else f"{before}{own}{behind}"

    def part(self) -> bytes | None:
        """The part with all lists that letters have; None where nothing was added."""
        if not self._added or self._root is None:
            return None
        last = next(reversed(list(self._nums.values())))
        for num in reversed(self._added):
            last.addnext(num)
        return etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _split(self, text: str) -> tuple[str, str, str] | None:
        """The properties before and behind the number of their list, and that; None where they have none."""
        if found := _NUMBER.search(text):
            if found[1] == "0" or found[1] not in self._nums:
                return None
            return text[: found.start(1)], found[1], text[found.end(1) :]
        style = _STYLE.search(text)
        styled = self._styles.get(style[1]) if style else None
        if styled is None:
            return None
        # The style's own indents win over its list's; behind a list of the paragraph's own they would not.
        text = _with_indents(text, styled.indents)
        at = _behind(text, _BEFORE_NUMBER)
        head = f'{text[:at]}<w:numPr><w:ilvl w:val="{styled.level}"/><w:numId w:val="'
        return head, styled.number, f'"/></w:numPr>{text[at:]}'

    def _begin(self, number: str, lists: ListsOfLetter) -> str:
        num = self._nums[number]
        abstract = _value(num, "abstractNumId")
        is_first = abstract not in lists.begun
        lists.begun.add(abstract)
        if is_first or num.find(f"{_W}lvlOverride/{_W}startOverride") is not None:
            own = str(self._next)
            self._next += 1
            self._added.append(self._restarted(num, own, abstract if is_first else ""))
        else:
            own = number
        lists.own[number] = own
        return own

    def _restarted(self, num: etree._Element, own: str, abstract: str) -> etree._Element:
        """A copy of the list under a number of its own, which begins anew where it is of `abstract`."""
        copied = deepcopy(num)
        copied.tail = None
        copied.set(f"{_W}numId", own)
        for name in [name for name in copied.attrib if str(name).endswith("durableId")]:
            del copied.attrib[name]
        starts = self._starts(abstract) if abstract else {}
        overrides = {el.get(f"{_W}ilvl"): el for el in copied.iter(f"{_W}lvlOverride")}
        for level in map(str, range(_LEVELS)):
            override = overrides.get(level)
            start = starts.get(level)
            if override is not None and (own_level := override.find(f"{_W}lvl")) is not None:
                start = _value(own_level, "start") or "0"
            if start is None or (override is not None and override.find(f"{_W}startOverride") is not None):
                continue
            if override is None:
                override = etree.SubElement(copied, f"{_W}lvlOverride", {f"{_W}ilvl": level})
            began = etree.Element(f"{_W}startOverride", {f"{_W}val": start})
            override.insert(0, began)
        return copied

    def _starts(self, abstract: str, depth: int = 0) -> dict[str, str]:
        """Where each level of an abstract definition starts: at 0 where that is not said (§17.9.25)."""
        el = self._abstracts.get(abstract)
        if el is None:
            return {}
        if (link := _value(el, "numStyleLink")) and depth == 0:
            linked = next((id for id, a in self._abstracts.items() if _value(a, "styleLink") == link), "")
            return self._starts(linked, 1)
        return {
            str(level.get(f"{_W}ilvl")): _value(level, "start") or "0" for level in el.findall(f"{_W}lvl")
        }

    def _numbered_styles(self, styles: etree._Element) -> dict[str, _Styled]:
        by_id = {str(el.get(f"{_W}styleId")): el for el in styles.iter(f"{_W}style")}
        found = {id: self._styled(id, by_id) for id in by_id}
        return {id: styled for id, styled in found.items() if styled is not None}

    def _styled(self, id: str, by_id: dict[str, etree._Element]) -> _Styled | None:
        """The list of a style, its own or that of the style it is based on."""
        indents: dict[str, str] = {}
        seen: set[str] = set()
        above = id
        while above in by_id and above not in seen:
            seen.add(above)
            el = by_id[above]
            if (ind := el.find(f"{_W}pPr/{_W}ind")) is not None:
                indents = _nearer(_attributes(ind), indents)
            if (number := el.find(f"{_W}pPr/{_W}numPr")) is not None:
                num = _value(number, "numId")
                if num in self._nums:
                    return _Styled(num, _value(number, "ilvl") or self._level_of(num, id, above), indents)
                if num:
                    return None
            above = _value(el, "basedOn")
        return None

    def _level_of(self, num: str, *styles: str) -> str:
        """The level of the list that says it is of one of these styles."""
        abstract = self._abstracts.get(_value(self._nums[num], "abstractNumId"))
        for style in styles:
            for level in abstract.findall(f"{_W}lvl") if abstract is not None else ():
                if _value(level, "pStyle") == style:
                    return str(level.get(f"{_W}ilvl"))
        return "0"


def _by_id(root: etree._Element | None, name: str, id: str) -> dict[str, etree._Element]:
    if root is None:
        return {}
    return {str(el.get(f"{_W}{id}")): el for el in root.findall(f"{_W}{name}")}


def _value(el: etree._Element, name: str) -> str:
    found = el.find(f"{_W}{name}")
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _attributes(ind: etree._Element) -> dict[str, str]:
    return {f"w:{etree.QName(str(name)).localname}": str(value) for name, value in ind.attrib.items()}


def _nearer(farther: dict[str, str], nearer: dict[str, str]) -> dict[str, str]:
    """Indents of which the `nearer` win; a way to say left loses to another way to say it."""
    lost = {name for same in _SAME if same & nearer.keys() for name in same}
    return {name: value for name, value in farther.items() if name not in lost} | nearer


def _with_indents(properties: str, indents: dict[str, str]) -> str:
    if not indents:
        return properties
    there = _INDENT.search(properties)
    whole = _nearer(indents, dict(_ATTRIBUTE.findall(there[0])) if there else {})
    told = " ".join(f'{name}="{value}"' for name, value in whole.items())
    said = f"<w:ind {told}/>"
    if there:
        return properties[: there.start()] + said + properties[there.end() :]
    at = _behind(properties, _BEFORE_INDENT)
    return properties[:at] + said + properties[at:]


def _behind(properties: str, before: tuple[str, ...]) -> int:
    """Where an element goes that these stand before."""
    at = properties.index(">") + 1
    for child in _CHILD.finditer(properties, at):
        if child[1] in before:
            at = child.end()
    return at
