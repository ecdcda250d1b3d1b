"""Words of the letter that are no tags and look as if something were to be filled in there.

One brace, the marks of other programs («会社名» of Word's own merge is told with its fields), and ○○.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

from noticemerge.japan import lazy_pattern
from noticemerge.problems import Problem, problem
from noticemerge.template.field_names import Names, standard_label
from noticemerge.template.likely_mistakes import blank_in
from noticemerge.template.tags import SINGLE_BRACE, Paragraph, Scanned

_NAME = r"\s*([^\n<>＜＞《》≪≫〈〉{}｛｝\[\]［］【】〔〕]{1,40}?)\s*"
# What other programs write a field between, and no letter writes a word between.
_SURE = lazy_pattern(
    "|".join(
        f"{begin}{_NAME}{end}"
        for begin, end in (
            ("《", "》"), ("≪", "≫"), ("<<", ">>"), ("＜＜", "＞＞"), ("〈〈", "〉〉"), ("<%=?", "%>"),
            (r"\$\{", r"\}"), ("＄｛", "｝"), (r"\$\(", r"\)"), (r"\[\[", r"\]\]"), ("［［", "］］"),
            ("##", "##"), ("%%", "%%"), ("@@", "@@"),
        )
    )
)  # fmt: skip
# What letters also write a heading or a label between.
_PERHAPS = lazy_pattern(
    "|".join(
        f"{begin}{_NAME}{end}"
        for begin, end in (
            (r"\[", r"\]"), ("［", "］"), ("【", "】"), ("〔", "〕"), ("〈", "〉"), ("<", ">"), ("＜", "＞"),
            ("(?<!%)%", "%(?!%)"), ("(?<!#)#", "#(?!#)"), ("(?<!@)@", "@(?!@)"),
        )
    )
)  # fmt: skip
# What is no mark in prose, but before an honorific: nobody quotes 「会社名」様.
_ADDRESSED = lazy_pattern(
    "(?:"
    + "|".join(
        f"{begin}{_NAME}{end}"
        for begin, end in (
            ("「", "」"), ("『", "』"), (r"\(", r"\)"), ("（", "）"), (r"(?<!\*)\*{1,2}(?!\*)", r"\*{1,2}"),
            ("(?<!_)_{1,2}(?!_)", "_{1,2}"), (r"(?<!\$)\$(?!\$)", r"\$"),
        )
    )
    + r")(?=\s?(?:御中|各位|様(?!式)|殿|先生))"
)  # fmt: skip
# What stands for a tag's characters while marks are looked for.
_TAG = "\ufffc"
# Words that go on with a sentence or address somebody: a label has none behind it.
_GOES_ON = lazy_pattern(r"\s*(?:御中|各位|様|殿|先生|行(?!\S)|の|は|に|が|を|と|へ|で|から|より|におか)")
_ADDRESSES = lazy_pattern(r"御中|各位|様|殿|先生|[\s、。，．・]")
_BLANK = "○〇◯●△▲×✕□☆◇XＸ"
_OF_ADDRESSEE = lazy_pattern(
    rf"(?:[^\s{_BLANK}]{{0,12}}\s*)?[{_BLANK}]{{2,}}\s*\S{{0,8}}?\s*(?:御中|様|殿|先生)"
)


def prose_doubts(scans: Iterable[Scanned], names: Names) -> Iterator[Problem]:
    """What of a letter's words looks like a field, paragraph by paragraph; a text box is looked at once."""
    is_field = lru_cache(maxsize=4096)(partial(_is_field, names=names))
    for scanned in scans:
        for paragraph in scanned.suspect if scanned.part.is_word else ():
            if not paragraph.is_fallback:
                yield from _single_braces(paragraph, is_field)
                yield from _marks(paragraph, is_field)
                yield from _blanks(paragraph)


def _single_braces(paragraph: Paragraph, is_field: Callable[[str], bool]) -> Iterator[Problem]:
    """`{会社名}`: one brace where two are meant, told by the known name inside."""
    for match in SINGLE_BRACE.finditer(paragraph.text):
        is_other = paragraph.text[max(match.start() - 1, 0) : match.start()] in ("$", "＄")
        if not is_other and is_field(match[1]):
            yield problem("NM-T24", paragraph.place, typed=match[0], cured=_written(match[1]))


def _marks(paragraph: Paragraph, is_field: Callable[[str], bool]) -> Iterator[Problem]:
    taken: list[tuple[int, int]] = []
    text = _without_tags(paragraph)
    for match in (*_SURE.finditer(text), *_ADDRESSED.finditer(text)):
        name = next(filter(None, match.groups()), "")
        if is_field(name):
            taken.append(match.span())
            yield problem("NM-T130", paragraph.place, typed=match[0], cured=_written(name))
    found = [m for m in _PERHAPS.finditer(text) if all(m.end() <= a or b <= m.start() for a, b in taken)]
    known = [(m, name) for m in found if is_field(name := next(filter(None, m.groups()), ""))]
    beside = _beside(text, [m.span() for m, _ in known])
    alone = not _ADDRESSES.sub("", beside) and paragraph.place.cell is None
    for match, name in known:
        is_meant = alone or _GOES_ON.match(text, match.end()) is not None
        code = "NM-T130" if is_meant else "NM-T131"
        if is_meant or not _is_label(text, match.end()):
            yield problem(code, paragraph.place, typed=match[0], cured=_written(name))


def _without_tags(paragraph: Paragraph) -> str:
    """The paragraph's text with a sign of no meaning for each character of a tag."""
    out, at = [], 0
    for tag in paragraph.tags:
        out += [paragraph.text[at : tag.start], _TAG * (tag.end - tag.start)]
        at = tag.end
    return "".join([*out, paragraph.text[at:]])


def _beside(text: str, spans: list[tuple[int, int]]) -> str:
    """The words of a paragraph beside these stretches."""
    out, at = [], 0
    for start, end in spans:
        out.append(text[at:start])
        at = end
    return "".join([*out, text[at:]]).strip()


def _is_label(text: str, end: int) -> bool:
    """Whether a tag, a colon or a line to write on stands behind, or nothing at all in a table's cell."""
    behind = text[end : end + 40].strip()
    return not behind or behind[0] in f"{_TAG}:：＿_…‥・｜|"


def _blanks(paragraph: Paragraph) -> Iterator[Problem]:
    """○○ in the words of the letter; a line that is nothing but an addressee of ○○ is none."""
    rest = paragraph.rest()
    if _OF_ADDRESSEE.fullmatch(rest.strip()[:60]):
        yield problem("NM-T132", paragraph.place, text=rest.strip())
    elif blank := blank_in(rest):
        yield problem("NM-T75", paragraph.place, text=blank)


def _is_field(typed: str, names: Names) -> bool:
    return bool(typed.strip()) and (names.knows(typed) or bool(standard_label(typed)))


def _written(name: str) -> str:
    return f"{{{{ {name.strip()} }}}}"
