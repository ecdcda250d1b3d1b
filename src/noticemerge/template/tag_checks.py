"""Checks of a template's tags: every fault at once, each with its place.

Jinja's parser is not the reporter. Blocks are balanced here, on the paragraphs a manager
sees, so that an `{%p if %}` without its end is named where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from noticemerge.japan import fold, vocabulary
from noticemerge.problems import Problem, gettext, problem
from noticemerge.template.condition_blocks import (
    Block,
    ask,
    condition_behind_else,
    has_other_part,
    without_note,
)
from noticemerge.template.expression import translate
from noticemerge.template.field_names import ATTACHMENTS, COMPUTED, Name, Names
from noticemerge.template.fields.marks import Entry
from noticemerge.template.fields.use import field_expression
from noticemerge.template.kept_blocks import has_page_break
from noticemerge.template.likely_mistakes import (
    asked_whether_empty,
    doubled_honorifics,
    honorific_behind,
    prints_no_field,
    quoted_name,
)
from noticemerge.template.package import W
from noticemerge.template.paragraph_places import local
from noticemerge.template.scope import Bare, Scope, Use
from noticemerge.template.tag_units import are_siblings, between, level_of, text_of, unit_of
from noticemerge.template.tags import GLUED, TAG_BEGINS, Paragraph, Scanned, Tag

# What {{ 資料.… }} may say of an attachment in the loop over 添付資料.
ATTACHMENT_ITEMS = {
    **{fold(s): field.key for field in vocabulary().attachment for s in field.synonyms},
    fold("部数"): "copies",
    fold("copies"): "copies",
    **{key: key for key in ("number", "title", "file", "note")},
}
_STATEMENT = re.compile(r"(\w+)\s*(.*)", re.DOTALL)
_FOR = re.compile(r"(.+?)\s+in\s+(.+)", re.DOTALL)
# Python compiles no more than 20 repetitions in one another, and 100 conditions.
_MOST_NESTED = 18
# Each elif is asked of those for whom all before it are false: the time grows with their number's square.
_MOST_PARTS = 200
_ENDS = {"endif": "if", "endfor": "for"}
_MIDDLE = {"elif": ("if",), "else": ("if", "for")}
# What a tag can say of the table cell it stands in; the first two take a value.
_OF_CELL = {"colspan": "{{{{ ({})|nm_span }}}}", "cellbg": "{{{{ ({})|nm_colour }}}}", "vm": "", "hm": ""}


@dataclass(slots=True)
class _Linter:
    scope: Scope
    problems: list[Problem]
    blocks: list[Block]
    variables: int = 0


def lint(
    scans: Iterable[Scanned], names: Names, entries: Sequence[Entry] = ()
) -> tuple[list[Problem], Scope]:
    """Judge every tag of every part and give each its Jinja source; returns problems and names used.

    `entries` are the Word fields that became tags.
    """
    linter = _Linter(Scope(names, entries=entries), [], [])
    for scanned in scans:
        linter.problems += scanned.problems
        for paragraph in scanned.texts():
            opened = len(linter.blocks)
            _paragraph(linter, paragraph)
            while paragraph.attribute and len(linter.blocks) > opened:
                block = linter.blocks.pop()
                _complain(linter, "NM-T34", block.tag, word=block.word, end=f"end{block.word}")
                _leave(linter, block)
        for block in linter.blocks:
            _complain(linter, "NM-T34", block.tag, word=block.word, end=f"end{block.word}")
        linter.blocks.clear()
    return linter.problems, linter.scope


def uses_attachments(scope: Scope) -> bool:
    """Whether the template prints the list of attachments itself."""
    return any(n.source == COMPUTED and n.label == ATTACHMENTS for n in scope.used)


def _paragraph(linter: _Linter, paragraph: Paragraph) -> None:
    so_far = len(linter.problems)
    has_words = bool(paragraph.rest().strip())
    for tag in paragraph.tags:
        if any(local(el) == "ruby" for piece in paragraph.pieces_of(tag) for el in piece.chain):
            _complain(linter, "NM-T40", tag)
            continue
        if (number := tag.field_number) is not None:
            tag.typed = linter.scope.entries[number].typed
        if tag.kind == "{{" and number is not None:
            tag.source = _expression(linter, tag, tag.body, "{{{{ {} }}}}")
            _ask(linter, tag)
        elif tag.kind == "{{":
            tag.source = _marked_once(tag, _expression(linter, tag, tag.body, "{{{{ {} }}}}"))
            _slips(linter, tag)
            _whole(linter, tag)
            if "|qr" in tag.source and (paragraph.attribute or not paragraph.part.is_word):
                _complain(linter, "NM-T53", tag)
        elif tag.kind == "{%":
            _statement(linter, tag)
        _shape(linter, tag)
        if tag.kind == "{{" and not linter.blocks and has_words:
            _remember_bare(linter, tag)
        if tag.kind == "{{" and not linter.blocks:
            linter.scope.plain |= {tag.source[2:-2].strip(): tag.typed}
    used = {name.key: name for name in linter.scope.used}
    for tag, behind in doubled_honorifics(paragraph.tags, used):
        _complain(linter, "NM-T71", tag, honorific=behind)
    if len(linter.problems) > so_far and paragraph.is_fallback:
        del linter.problems[so_far:]


def _expression(linter: _Linter, tag: Tag, text: str, shape: str) -> str:
    if not text.strip():
        _complain(linter, "NM-T27", tag, detail=tag.typed)
        return ""
    number = tag.field_number
    if number is None:
        source, problems = translate(text, linter.scope, tag.place, tag.typed)
    else:
        source, problems = field_expression(number, linter.scope, tag.place)
    linter.problems += problems
    return shape.format(source) if source else ""


def _marked_once(tag: Tag, source: str) -> str:
    """Behind a typed 〒 the filter 郵便番号 prints none of its own."""
    behind_mark = tag.paragraph.text[max(tag.start - 9, 0) : tag.start].rstrip().endswith("〒")
    return source.replace("|postcode }}", "|postcode(false) }}") if behind_mark else source


def _slips(linter: _Linter, tag: Tag) -> None:
    """What is sure to print something else than is meant."""
    if not tag.source:
        return
    if prints_no_field(tag.source):
        _complain(linter, "NM-T72", tag)
    elif name := quoted_name(tag.source, linter.scope.names):
        _complain(linter, "NM-T73", tag, name=name, cured=f"{{{{ {name} }}}}")
    _ask(linter, tag)


def _ask(linter: _Linter, tag: Tag, own: Block | None = None, *, is_meant: bool = False) -> None:
    """Judge the conditions of a tag, which begins or goes on with the block `own` when it is a statement."""
    if not tag.source or len(linter.blocks) > _MOST_NESTED:
        return
    around = [block for block in linter.blocks if block is not own]
    for code, facts in ask(linter.scope, tag, around, own, is_meant=is_meant):
        _complain(linter, code, tag, **facts)
    if tag.field_number is not None:
        return  # a field says itself what is printed for an empty cell
    keys = asked_whether_empty(tag.source)
    for name in linter.scope.used:
        if name.key in keys:
            linter.scope.asked.setdefault(name, Use(tag.typed, tag.place))


def _whole(linter: _Linter, tag: Tag) -> None:
    """`{{r … }}` and `{{p … }}` print a run's or paragraph's XML, which only a program gives.

    A text printed so would stand where Word sees no text; it is printed as by a plain tag.
    """
    if not tag.prefix or not tag.source:
        return
    keys = set(re.findall(r"\b[cnx]\d+\b", tag.source))
    is_text = all(name.is_text for name in linter.scope.used if name.key in keys)
    if is_text and tag.prefix in ("tr", "tc"):
        _complain(linter, "NM-T70", tag, cured=f"{{{{ {tag.body} }}}}")
    elif is_text:
        tag.prefix = ""
    else:
        tag.source = f'{{{{ ({tag.source[2:-2].strip()})|nm_whole("{tag.prefix}") }}}}'


def _remember_bare(linter: _Linter, tag: Tag) -> None:
    """A field among words, under no condition: where it is empty, the words stand alone."""
    key = tag.source[2:-2].strip()
    if name := next((n for n in linter.scope.used if n.key == key), None):
        honorific = honorific_behind(tag)
        known = linter.scope.bare.get(name)
        if known is None or (honorific and not known.honorific):
            linter.scope.bare[name] = Bare(tag.place, honorific)


def _statement(linter: _Linter, tag: Tag) -> None:
    match = _STATEMENT.match(tag.body)
    word = unicodedata.normalize("NFKC", match[1]).lower() if match else ""
    rest, is_meant = without_note(match[2].strip() if match else "")
    if word in ("if", "for") and len(linter.blocks) == _MOST_NESTED:
        _complain(linter, "NM-T123", tag)
    if word == "if":
        tag.source = _expression(linter, tag, rest, "{{% if {} %}}")
        block = Block("if", tag)
        _ask(linter, tag, block, is_meant=is_meant)
        linter.blocks.append(block)
    elif word == "for":
        _for(linter, tag, rest)
    elif word in _MIDDLE:
        _middle(linter, tag, word, rest, is_meant=is_meant)
    elif word in _ENDS:
        _end(linter, tag, word, rest)
    elif word in _OF_CELL:
        _of_cell(linter, tag, word, rest)
    elif (glued := GLUED.fullmatch(word)) is not None:
        _complain(linter, "NM-T46", tag, cured=f"{{%{glued[1]} {glued[2]} {rest}".strip() + " %}")
    else:
        _complain(linter, "NM-T45", tag, word=word or tag.typed)


def _of_cell(linter: _Linter, tag: Tag, word: str, rest: str) -> None:
    shape = _OF_CELL[word]
    value = _expression(linter, tag, rest, shape) if shape else ""
    tag.cell = (word, value)
    in_cell = next(tag.paragraph.element.iterancestors(f"{{{W}}}tc"), None) is not None
    if tag.prefix or not in_cell or (not shape and not any(b.word == "for" for b in linter.blocks)):
        _complain(linter, "NM-T66", tag)


def _for(linter: _Linter, tag: Tag, rest: str) -> None:
    match = _FOR.match(re.sub(r"\s+", " ", rest))
    if match is None or not re.fullmatch(r"[^\W\d]\w*", match[1]):
        _complain(linter, "NM-T27", tag, detail=rest or tag.typed)
        linter.blocks.append(Block("for", tag))
        return
    scope, folded = linter.scope, fold(match[1])
    hidden = (folded, scope.loops.get(folded))
    key = f"v{linter.variables}"
    linter.variables += 1
    listed = scope.names.find(re.split(r"\s+if\s", match[2])[0])
    is_attachments = getattr(listed, "source", "") == COMPUTED and getattr(listed, "label", "") == ATTACHMENTS
    scope.loops[folded] = (key, ATTACHMENT_ITEMS if is_attachments else None)
    if isinstance(listed, Name) and listed.is_text:
        _complain(linter, "NM-T54", tag, name=listed.label)
    tag.source = _expression(linter, tag, match[2], f"{{{{% for {key} in {{}} %}}}}")
    linter.blocks.append(Block("for", tag, hidden))


def _middle(linter: _Linter, tag: Tag, word: str, rest: str, *, is_meant: bool) -> None:
    if word == "else" and rest and tag.field_number is None:
        behind = condition_behind_else(rest)
        if behind is None:
            _complain(linter, "NM-T154", tag, word=word, cured=_statement_of(tag, word))
        else:
            _complain(linter, "NM-T153", tag, cured=_statement_of(tag, f"elif {behind}"))
            word, rest = "elif", behind
    tag.source = "{% else %}"
    if word == "elif":
        tag.source = _expression(linter, tag, rest, "{{% elif {} %}}")
    if not linter.blocks or linter.blocks[-1].word not in _MIDDLE[word]:
        _complain(linter, "NM-T47", tag, word=word)
        return
    block = linter.blocks[-1]
    if block.has_else:
        _complain(linter, "NM-T155", tag, opener=block.tag.typed)
    if word == "elif" and len(block.asked) >= _MOST_PARTS:
        _complain(linter, "NM-T123", tag)
    elif word == "elif":
        _ask(linter, tag, block, is_meant=is_meant)
    else:
        has_other_part(linter.scope, block)
        block.has_else = True
    _same_level(linter, block.tag, tag)


def _statement_of(tag: Tag, words: str) -> str:
    """A tag of the same kind that says something else."""
    return f"{{%{tag.prefix} {words} %}}"


def _end(linter: _Linter, tag: Tag, word: str, rest: str) -> None:
    tag.source = f"{{% {word} %}}"
    wanted = _ENDS[word]
    if rest and tag.field_number is None:
        _complain(linter, "NM-T154", tag, word=word, cured=_statement_of(tag, word))
    if not linter.blocks:
        _complain(linter, "NM-T47", tag, word=word)
        return
    block = linter.blocks[-1]
    if block.word != wanted:
        if not any(b.word == wanted for b in linter.blocks):
            _complain(linter, "NM-T47", tag, word=word)
            return
        _complain(linter, "NM-T34", block.tag, word=block.word, end=f"end{block.word}")
        while linter.blocks[-1].word != wanted:
            _leave(linter, linter.blocks.pop())
        block = linter.blocks[-1]
    _same_level(linter, block.tag, tag)
    if wanted == "for":
        _numbers(linter, block.tag, tag)
    _leave(linter, linter.blocks.pop())


def _numbers(linter: _Linter, opener: Tag, tag: Tag) -> None:
    """Automatic numbers count through a repetition; where it holds more than one list, that is a doubt."""
    blocks = [el for el in between(opener, tag)[1:] if local(el) in ("p", "tbl")]
    numbered = [el for el in blocks if _is_numbered(el)]
    is_inner = any(block.word == "for" for block in linter.blocks[:-1])
    if numbered and opener.prefix == "p" and (is_inner or len(numbered) < len(blocks)):
        place = replace(tag.place, text=text_of(numbered[0])[:30])
        linter.problems.append(problem("NM-T67", place, opener=opener.typed))


def _is_numbered(el: etree._Element) -> bool:
    number = el.find(f"{{{W}}}pPr/{{{W}}}numPr/{{{W}}}numId")
    return number is not None and number.get(f"{{{W}}}val") != "0"


def _leave(linter: _Linter, block: Block) -> None:
    if block.hidden:
        folded, before = block.hidden
        if before is None:
            linter.scope.loops.pop(folded, None)
        else:
            linter.scope.loops[folded] = before  # type: ignore[assignment]


def _same_level(linter: _Linter, opener: Tag, tag: Tag) -> None:
    """Both ends of a block must stand for whole elements side by side, or XML and text are torn."""
    if tag.field_number is not None and opener.field_number is not None:
        return  # written by us, around whole runs and paragraphs
    one, other = level_of(opener), level_of(tag)
    alike = opener.prefix == tag.prefix and one is not None and one is other
    if not alike and not (not opener.prefix and not tag.prefix and are_siblings(opener, tag)):
        _complain(linter, "NM-T48", tag, opener=opener.typed, where=opener.place.words())
    elif any(next(el.iter(f"{{{W}}}sectPr"), None) is not None for el in between(opener, tag)[1:]):
        _complain(linter, "NM-T55", tag, opener=opener.typed)


def _shape(linter: _Linter, tag: Tag) -> None:
    """A prefixed tag takes its whole paragraph or row away: nothing else may stand there."""
    if tag.paragraph.attribute and (tag.prefix or tag.cell):
        _complain(linter, "NM-T129", tag, where=gettext(tag.place.of))
        return
    if not tag.prefix:
        return
    unit = unit_of(tag)
    if unit is None:
        _complain(linter, "NM-T49", tag)
        return
    if tag.prefix == "p" and len([t for t in tag.paragraph.tags if t.prefix == "p"]) > 1:
        _complain(linter, "NM-T36", tag)
        return
    if tag.prefix == "r":
        return
    if tag.prefix == "p" and has_page_break(unit):
        _complain(linter, "NM-T163", tag)
    beside = text_of(unit).replace(tag.typed, "", 1).strip()
    if beside:
        # {#tr … #} is how docxtpl has a whole row left out, so it is meant more often than not.
        is_comment = tag.kind == "{#" and not TAG_BEGINS.search(beside)
        _complain(linter, "NM-T68" if is_comment else "NM-T35", tag, beside=beside[:30])
    if next(unit.iter(f"{{{W}}}sectPr"), None) is not None:
        _complain(linter, "NM-T37", tag)
    if next(unit.iter(f"{{{W}}}drawing", f"{{{W}}}pict", f"{{{W}}}object"), None) is not None:
        _complain(linter, "NM-T38", tag)


def _complain(linter: _Linter, code: str, tag: Tag, **facts: str) -> None:
    linter.problems.append(problem(code, tag.place, typed=tag.typed, **facts))
