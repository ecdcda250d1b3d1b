"""Likely mistakes in a template: two honorifics, a printed question, × taken for yes, ○○ not filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from jinja2 import nodes

from noticemerge.template.condition_mistakes import conditions_of
from noticemerge.template.field_names import COMPUTED, Name, Names
from noticemerge.template.filters import ENVIRONMENT
from noticemerge.template.tags import Tag

# 様式 and 殿下 are words of their own.
_HONORIFIC = re.compile(r"\s*(御中|各位|様(?![々式相子態])|殿(?![下堂])|先生)")
_MARKS = "○〇◯●△▲"
_CIRCLE = r"[○〇◯●]\s*"
# ○○協会, 第○号, ○年○月, 4月○日. Marks that stand apart are ornaments, as longer rows of them are; the one in
# ○日時 begins a line of a list, and 〇 behind a numeral is one: 一〇〇名.
_BLANK = re.compile(
    rf"(?<![{_MARKS}一二三四五六七八九])(?:"
    rf"(?:(?<=\w)[{_MARKS}]{{2,4}}|[{_MARKS}]{{2,4}}(?=\w))(?![{_MARKS}])|{_CIRCLE}[年月]\s*(?:{_CIRCLE}|\d))"
    rf"|第(?:\s+|\s*{_CIRCLE})号|月\s*{_CIRCLE}日|[XＸ]{{2,4}}号"
)
_AROUND = 10
_HAVE_ONE = frozenset({"宛名", "敬称"})
_FILTERS = frozenset({"honorific", "nm_honorific_for_body"})
_QUESTIONS = (nodes.Compare, nodes.Not, nodes.Test)


def honorific_behind(tag: Tag) -> str:
    """The honorific that is typed right behind a tag, "" for none."""
    match = _HONORIFIC.match(tag.paragraph.text, tag.end)
    return match[1] if match else ""


def blank_in(text: str) -> str:
    """A sign that stands for what is to be written there, with some of the words around it; "" for none."""
    match = _BLANK.search(text)
    return text[max(match.start() - _AROUND, 0) : match.end() + _AROUND].strip() if match else ""


def doubled_honorifics(tags: Sequence[Tag], used: Mapping[str, Name]) -> Iterator[tuple[Tag, str]]:
    """The tags of a paragraph that print an honorific with another behind them, and what that one is.

    `used` has the names by key.
    """
    for number, tag in enumerate(tags):
        if tag.kind != "{{" or not _has_honorific(tag.source, used):
            continue
        following = next((other for other in tags[number + 1 :] if other.kind == "{{"), None)
        if behind := honorific_behind(tag):
            yield tag, behind
        elif (
            following
            and not tag.paragraph.text[tag.end : following.start].strip()
            and (name := used.get(following.source[2:-2].strip()))
            and (name.source, name.label) == (COMPUTED, "敬称")
        ):
            yield tag, following.typed


def _has_honorific(source: str, used: Mapping[str, Name]) -> bool:
    match _expression(source):
        case nodes.Name(name=key):
            name = used.get(key)
            return name is not None and name.source == COMPUTED and name.label in _HAVE_ONE
        case nodes.Filter(name=filter_name):
            return filter_name in _FILTERS
    return False


def prints_no_field(source: str) -> bool:
    """Whether a tag to be printed asks a question, whose answer is no text."""
    match _expression(source):
        case nodes.Const(value=bool() | None):
            return True
        case expression:
            return isinstance(expression, _QUESTIONS)


def quoted_name(source: str, names: Names) -> str:
    """The field's name that a tag prints as it stands, for it is in quotation marks; "" for none."""
    match _expression(source):
        case nodes.Const(value=str() as text) if names.knows(text):
            return text
    return ""


@lru_cache(maxsize=4096)
def asked_whether_empty(source: str) -> frozenset[str]:
    """The keys of which a condition asks no more than whether there is anything."""
    return frozenset(key for condition in conditions_of(source) for key in _truths(condition))


def _truths(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Name(name=key):
            yield key
        case nodes.Not(node=inner):
            yield from _truths(inner)
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            yield from _truths(left)
            yield from _truths(right)


@lru_cache(maxsize=4096)
def _expression(source: str) -> nodes.Node | None:
    """What a tag prints, None where there is a fault in it."""
    body = ENVIRONMENT.parse(source).body
    first = body[0] if body else None
    return first.nodes[0] if isinstance(first, nodes.Output) else None
