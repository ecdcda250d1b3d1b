"""Words of the letter that are no tags and look as if something were to be filled in there.

One brace, the marks of other programs («会社名» of Word's own merge is told with its fields), and ○○.
"""

from __future__ import annotations

import re
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
            ("##", "##"), ("%%", "%%"), ("@@", "@@"), (r"\$\$", r"\$\$"), ("!!", "!!"), ("==", "=="),
            (r"\*\|", r"\|\*"), (r"\|\|", r"\|\|"), (r"\(\(", r"\)\)"), ("（（", "））"), ("‹‹", "››"),
            ("⟪", "⟫"), ("｟", "｠"), ("&lt;&lt;", "&gt;&gt;"), ("[﹛︷❴]{1,2}", "[﹜︸❵]{1,2}"),
            ('MERGEFIELD\\s+"?', r'"?(?=[\s}｝\\]|$)'),
        )
    )
)  # fmt: skip
# What letters also write a heading or a label between.
_PERHAPS = lazy_pattern(
    "|".join(
        f"{begin}{_NAME}{end}"
        for begin, end in (
            (r"\[", r"\]"), ("［", "］"), ("【", "】"), ("〔", "〕"), ("〈", "〉"), ("<", ">"), ("＜", "＞"),
            ("(?<!%)%", "%(?!%)"), ("(?<!#)#", "#(?!#)"), ("(?<!@)@", "@(?!@)"), ("‹", "›"), ("⟨", "⟩"),
            ("❮", "❯"), ("〖", "〗"), ("〘", "〙"), ("&", "[&;]"),
            (r"(?<![\w$＄@＠])[$＄@＠]", r"(?=\W|$|御中|各位|様|殿|先生)"),
        )
    )
)  # fmt: skip
# What is no mark in prose, but before an honorific: nobody quotes 「会社名」様.
_ADDRESSED = lazy_pattern(
    "(?:"
    + "|".join(
        f"{begin}{_NAME}{end}"
        for begin, end in (
            ("「", "」"), ("『", "』"), ("“", "”"), ("〝", "〟"), ('"', '"'), (r"\(", r"\)"), ("（", "）"),
            (r"(?<!\*)\*{1,2}(?!\*)", r"\*{1,2}"),
            ("(?<!_)_{1,2}(?!_)", "_{1,2}"), (r"(?<!\$)\$(?!\$)", r"\$"), ("＿", "＿"), ("＄", "＄"),
        )
    )
    + r")(?=\s?(?:御中|各位|様(?!式)|殿|先生))"
)  # fmt: skip
# What stands for a tag's characters while marks are looked for.
_TAG = "\ufffc"
# Words that go on with a sentence or address somebody: a label has none behind it.
_GOES_ON = lazy_pattern(r"\s*(?:御中|各位|様|殿|先生|行(?!\S)|の|は|に|が|を|と|へ|で|から|より|におか)")
_ADDRESSES = lazy_pattern(r"御中|各位|様|殿|先生|[\s、。，．・]")
# What headings and labels stand between as well.
_OF_LABELS = "【〔〖"
_BLANK = "○〇◯●△▲×✕□☆◇XＸ"
# Signs that are ornaments too stand for a name only right before the honorific.
_OF_ADDRESSEE = lazy_pattern(
    rf"(?:(?:[^\s{_BLANK}]{{0,12}}\s*)?(?:[{_BLANK}]{{2,}}\s*\S{{0,8}}?\s*){{1,3}}"
    r"|[＊*■◆◎★…‥・]{2,}\s?|[○〇◯●△□](?:\s+[○〇◯●△□])+\s*)(?:御中|様|殿|先生)"
)
# The heading itself with an honorific, and no room between them to write in: 会社名　御中.
_HEADING_ADDRESSED = lazy_pattern(r"([^\W_]{0,20}(?:名|名称))\s?(?:御中|様|殿|先生)")
# What other programs write beside the name within their marks.
_OTHER_SIGNS = "%$=*?!/#@&|~:％＄＝＊？！／＃＠＆｜～："


def prose_doubts(scans: Iterable[Scanned], names: Names) -> Iterator[Problem]:
    """What of a letter's words looks like a field, paragraph by paragraph; a text box is looked at once."""
    is_field = lru_cache(maxsize=4096)(partial(_is_field, names=names))
    for scanned in scans:
        for paragraph in scanned.suspect if scanned.part.is_word else ():
            if not paragraph.is_fallback:
                yield from _single_braces(paragraph, is_field)
                yield from _marks(paragraph, is_field)
                yield from _blanks(paragraph, is_field)


def _single_braces(paragraph: Paragraph, is_field: Callable[[str], bool]) -> Iterator[Problem]:
    """`{会社名}`: one brace where two are meant, told by the known name inside."""
    for match in SINGLE_BRACE.finditer(paragraph.text):
        is_other = paragraph.text[max(match.start() - 1, 0) : match.start()] in ("$", "＄")
        if not is_other and is_field(match[1].strip(_OTHER_SIGNS)):
            yield problem("NM-T24", paragraph.place, typed=match[0], cured=_written(match[1]))


def _marks(paragraph: Paragraph, is_field: Callable[[str], bool]) -> Iterator[Problem]:
    taken: list[tuple[int, int]] = []
    text = _without_tags(paragraph)
    for match in (*_SURE.finditer(text), *_ADDRESSED.finditer(text)):
        name = next(filter(None, match.groups()), "")
        if is_field(name):
            taken.append(match.span())
            yield problem("NM-T130", paragraph.place, typed=match[0], cured=_written(name))
    covered = {at for start, end in taken for at in range(start, end)}
    found = [m for m in _PERHAPS.finditer(text) if covered.isdisjoint(range(*m.span()))]
    known = [(m, name) for m in found if is_field(name := next(filter(None, m.groups()), ""))]
    beside = _beside(text, [m.span() for m, _ in known])
    alone = not _ADDRESSES.sub("", beside) and paragraph.place.cell is None
    for match, name in known:
        # 【日時】 may be a heading of what stands below, 【会社名】 is none.
        is_sure = match[0][0] not in _OF_LABELS or bool(standard_label(name)) or "宛" in name
        is_meant = (alone and is_sure) or _GOES_ON.match(text, match.end()) is not None
        code = "NM-T130" if is_meant else "NM-T131"
        if is_meant or alone or not _is_label(text, match):
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


def _is_label(text: str, mark: re.Match[str]) -> bool:
    """Whether a tag, a colon or a line to write on stands behind, or nothing at all."""
    behind = text[mark.end() : mark.end() + 40].strip()
    if behind:
        return behind[0] in f"{_TAG}:：＿_…‥・｜|"
    # 支部: 【支部】 is no label of a label.
    return mark[0][0] in _OF_LABELS and not text[: mark.start()].rstrip().endswith((":", "："))


def _blanks(paragraph: Paragraph, is_field: Callable[[str], bool]) -> Iterator[Problem]:
    """○○ in the words of the letter; a line that is nothing but an addressee of ○○ is none."""
    rest = paragraph.rest()
    line = rest.strip()[:60]
    heading = _HEADING_ADDRESSED.fullmatch(line)
    if _OF_ADDRESSEE.fullmatch(line) or (heading and is_field(heading[1])):
        yield problem("NM-T132", paragraph.place, text=rest.strip())
    elif blank := blank_in(rest):
        yield problem("NM-T75", paragraph.place, text=blank)


def _is_field(typed: str, names: Names) -> bool:
    return bool(typed.strip()) and (names.knows(typed) or bool(standard_label(typed)))


def _written(name: str) -> str:
    return f"{{{{ {name.strip().strip(_OTHER_SIGNS).strip()} }}}}"
