"""A scanned part becomes a compiled template: what no tag touches is copied byte for byte.

The part is never serialised anew. Its bytes are cut where tags stand; only the text
elements that hold a tag are written again, and the elements that a tag stands for give way to it,
as in docxtpl.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from lxml import etree

from noticemerge.template.attribute_source import Attributes
from noticemerge.template.compiled_part import CompiledPart
from noticemerge.template.element_balance import is_balanced
from noticemerge.template.element_spans import Span, Spans
from noticemerge.template.fields.records import RECORDS, read_from_records
from noticemerge.template.filters import ENVIRONMENTS
from noticemerge.template.hyperlinks import relationship
from noticemerge.template.jinja_source import hidden, parsed
from noticemerge.template.kept_blocks import (
    MAYBE_JOINED,
    begins_page,
    block_before,
    block_behind,
    bookmarks_in,
    is_between_tables,
    is_only_block,
    with_bookmarks,
)
from noticemerge.template.line_source import (
    holds_only_tags,
    is_balanced_line,
    tag_source,
    with_braces_typed,
    words_as_source,
)
from noticemerge.template.package import W
from noticemerge.template.paragraph_places import local
from noticemerge.template.proof import Proof
from noticemerge.template.shared_blocks import divide
from noticemerge.template.tables import cell_properties
from noticemerge.template.tag_units import unit_of
from noticemerge.template.tags import ESCAPES, Paragraph, Piece, Scanned, Tag

_CONTAINERS = {"tc", "txbxContent", "hdr", "ftr", "footnote", "endnote", "comment"}
# Ids that must be one of a kind in a letter and so cannot be repeated with a loop's content.
_REPEATED_ID = re.compile(r'\s[\w.]+:(?:paraId|textId)="[^"]*"')
_DOCPR_ID = re.compile(r'(<[\w.]+:docPr\b[^>]*?\sid=")\d+(")')
# Tags of a line that are asked one by one whether they print: Python nests no more than 200 brackets.
_MOST_ASKED = 50


@dataclass(slots=True)
class _Emitter:
    """`touched` are paragraphs with tags and what they hang on; `written` is what in them a tag lies in, runs
    and texts; `split` the runs that a tag of runs divides. `standing` has the tags that stand for a whole
    paragraph, row or cell; `said` what tags say of their cell; `widened` and `with_rows` are the tables whose
    columns, and whose rows, depend on tags.
    """

    scanned: Scanned
    spans: Spans
    appended: str
    paragraphs: dict[etree._Element, Paragraph]
    attributes: Attributes
    breaking: frozenset[str] = frozenset()
    touched: set[etree._Element] = field(default_factory=set)
    written: set[etree._Element] = field(default_factory=set)
    split: set[etree._Element] = field(default_factory=set)
    standing: dict[etree._Element, list[Tag]] = field(default_factory=dict)
    said: dict[etree._Element, dict[str, str]] = field(default_factory=dict)
    widened: set[etree._Element] = field(default_factory=set)
    with_rows: set[etree._Element] = field(default_factory=set)
    loops: int = 0
    deepest: int = 0
    sets: int = 0
    is_sheet: bool = False


def compile_part(
    scanned: Scanned,
    appended: str = "",
    common: Set[str] = frozenset(),
    of_members: frozenset[str] | None = None,
    breaking: frozenset[str] = frozenset(),
) -> CompiledPart:
    """Compile a part; `appended` is template source placed after the body's last block.

    `common` are the keys of values that are the same in most letters of a run. `of_members` are those
    that another member of a sheet of several has another value of; None for a letter to one. `breaking` are
    the paragraph styles that begin a page.
    """
    spans = Spans(scanned.root, scanned.data)
    attributes = Attributes(scanned, spans)
    emitter = _Emitter(
        scanned, spans, appended, {p.element: p for p in scanned.paragraphs}, attributes, breaking
    )
    emitter.is_sheet = of_members is not None
    for paragraph in scanned.paragraphs:
        _note_touched(emitter, paragraph.element)
        _note_written(emitter, paragraph)
    if appended:
        emitter.touched.update((scanned.root, scanned.root[0]))
    source = _element(emitter, scanned.root)
    start, end = spans[scanned.root].start, spans[scanned.root].end
    kind = "address" if scanned.part.is_links else "word" if scanned.part.is_word else "property"
    environment = ENVIRONMENTS[kind]
    tail = hidden(scanned.data[end:].decode("utf-8"))
    tree = parsed(source + tail, environment)
    if of_members is not None:
        read_from_records(tree, of_members)
    proof = Proof.of(scanned, is_sheet=emitter.is_sheet)
    is_proved = is_balanced(tree, is_word=scanned.part.is_word) and proof.holds_for(tree)
    divided = None if (is_nested := emitter.deepest > 1) else divide(tree, common)
    code = environment.compile(tree)
    name, prolog = scanned.part.name, scanned.data[:start]
    prefix = f"{scanned.root.prefix}:" if scanned.root.prefix else ""
    apart = prefix if MAYBE_JOINED in source else None
    return CompiledPart(name, prolog, code, kind, proof, is_nested, is_proved, divided, apart)


def _note_touched(emitter: _Emitter, el: etree._Element | None) -> None:
    while el is not None and el not in emitter.touched:
        emitter.touched.add(el)
        el = el.getparent()


def _note_tag(emitter: _Emitter, tag: Tag) -> None:
    element = tag.paragraph.element
    unit = unit_of(tag)
    if unit is not None and tag.prefix == "r":
        emitter.split.add(unit)
    elif unit is not None:
        emitter.standing.setdefault(unit, []).append(tag)
    if tag.cell and (cell := next(element.iterancestors(f"{{{W}}}tc"), None)) is not None:
        emitter.said.setdefault(cell, {}).update([tag.cell])
    if tag.prefix == "tc" or (tag.cell and tag.cell[0] in ("colspan", "hm")):
        emitter.widened.update(element.iterancestors(f"{{{W}}}tbl"))
    if tag.prefix == "tr":
        emitter.with_rows.update(element.iterancestors(f"{{{W}}}tbl"))


def _note_written(emitter: _Emitter, paragraph: Paragraph) -> None:
    for tag in paragraph.tags:
        for piece in paragraph.pieces_of(tag):
            emitter.written.update(piece.chain)
        _note_tag(emitter, tag)
    if any(escape in paragraph.text for escape in ESCAPES):
        for piece in paragraph.pieces:
            emitter.written.update(piece.chain)
    behind = block_behind(paragraph.element)
    if behind is not None and local(behind) == "tbl":
        emitter.written.add(behind)  # it gets the mark of a table that may be joined


def _raw(emitter: _Emitter, start: int, end: int) -> str:
    if start == end:
        return ""
    text = emitter.attributes.marked(start, end)
    if emitter.loops:
        text = _DOCPR_ID.sub(r"\1{{ nm_id() }}\2", hidden(_REPEATED_ID.sub("", text)))
        return emitter.attributes.filled(_without_bookmarks(text))
    return emitter.attributes.filled(hidden(text))


def _without_bookmarks(text: str) -> str:
    return re.sub(r"<w:bookmark(?:Start|End)\b[^>]*/>", "", text)


def _element(emitter: _Emitter, el: etree._Element) -> str:
    span, name = emitter.spans[el], local(el)
    if el not in emitter.touched:
        mark = _mark_of_joining(emitter, el) if name == "tbl" else ""
        return mark + _raw(emitter, span.start, span.end)
    paragraph = emitter.paragraphs.get(el)
    if paragraph and emitter.scanned.part.is_links:
        return relationship(el, _text(paragraph, paragraph.pieces[0], emitter))
    own = {p.element: p for p in paragraph.pieces} if paragraph else {}
    # The loop depth is read before the children: a paragraph that opens a loop is not inside it.
    head = _raw(emitter, span.start, span.inner)
    body = _children(emitter, el, own, paragraph)
    said = emitter.said.get(el, {})
    properties = el.find(f"{{{W}}}tcPr") if said else None
    if properties is not None:
        body = body.removeprefix(_span_text(emitter, properties))
    if emitter.is_sheet and name == "tc":
        body = _cell_of_sheet(emitter, el, body)
    if name in _CONTAINERS and el.tag == f"{{{W}}}{name}":
        body = _kept_paragraph(emitter, body)
    whole = head + body + _raw(emitter, span.inner_end, span.end)
    if said:
        whole = _cell(emitter, properties, head, body, said)
    if name == "tbl":
        whole = _mark_of_joining(emitter, el) + _table(emitter, el, whole)
    if standing := emitter.standing.get(el):
        bookmarks = _bookmarks(emitter, el) if name == "p" else ""
        return with_bookmarks(standing, "".join(tag_source(tag) for tag in standing), bookmarks)
    if paragraph and holds_only_tags(paragraph) and not _must_stay(emitter, el):
        whole = _if_printed(emitter, paragraph, whole)
    if paragraph and emitter.is_sheet and paragraph.part.is_word:
        whole = _line_of_sheet(emitter, paragraph, whole)
    return whole


def _children(
    emitter: _Emitter, el: etree._Element, own: Mapping[etree._Element, Piece], paragraph: Paragraph | None
) -> str:
    out, at = [], emitter.spans[el].inner
    tail = _append_point(emitter, el)
    for child in el.iterchildren(etree.Element):
        if child not in emitter.touched and child not in emitter.written and child is not tail:
            continue
        span = emitter.spans[child]
        out.append(_raw(emitter, at, span.start))
        if child is tail:
            out.append(emitter.appended)
        out.append(_descend(emitter, child, paragraph, own) if own else _element(emitter, child))
        at = span.end
    out.append(_raw(emitter, at, emitter.spans[el].inner_end))
    if tail is el:
        out.append(emitter.appended)
    if not emitter.scanned.part.is_word and paragraph:
        return _text(paragraph, paragraph.pieces[0], emitter)
    return "".join(out)


def _cell(
    emitter: _Emitter, old: etree._Element | None, head: str, content: str, said: dict[str, str]
) -> str:
    """A cell whose properties are made anew; of merged ones only the first keeps its text."""
    own = {local(el): _span_text(emitter, el) for el in old} if old is not None else {}
    if "vm" in said:
        content = f"{{% if loop.first %}}{content}{{% else %}}<w:p></w:p>{{% endif %}}"
    whole = f"{head}{cell_properties(own, said)}{content}</w:tc>"
    return f"{{% if loop.first %}}{whole}{{% endif %}}" if "hm" in said else whole


def _line_of_sheet(emitter: _Emitter, paragraph: Paragraph, whole: str) -> str:
    """A line outside tables that no member is left for is empty, for the same reason as a cell."""
    is_of_field = any(tag.field_number is not None for tag in paragraph.tags)
    in_cell = next(paragraph.element.iterancestors(f"{{{W}}}tc"), None) is not None
    if in_cell or not is_of_field or not is_balanced_line(paragraph):
        return whole
    properties = paragraph.element.find(f"{{{W}}}pPr")
    form = _span_text(emitter, properties) if properties is not None else ""
    return f"{{% if {RECORDS}|nm_is_over %}}<w:p>{form}</w:p>{{% else %}}{whole}{{% endif %}}"


def _cell_of_sheet(emitter: _Emitter, cell: etree._Element, body: str) -> str:
    """A cell that no member is left for is empty: it would show the words around the fields."""
    fields = [tag for p in _paragraphs_in(emitter, cell) for tag in p.tags if tag.field_number is not None]
    properties = cell.find(f"{{{W}}}tcPr")
    kept = _span_text(emitter, properties) if properties is not None else ""
    empty = "<w:p></w:p>"
    if not fields:
        return body
    body = body.removeprefix(kept)
    if "nm_next" in fields[0].source:
        name = _new_set(emitter)
        block = f"{{% set {name} %}}{body}{{% endset %}}{{% if {RECORDS}|nm_is_over %}}{empty}"
        return f"{kept}{block}{{% else %}}{{{{ {name}|nm_as_it_is }}}}{{% endif %}}"
    return f"{kept}{{% if {RECORDS}|nm_is_over %}}{empty}{{% else %}}{body}{{% endif %}}"


def _span_text(emitter: _Emitter, el: etree._Element) -> str:
    return _raw(emitter, emitter.spans[el].start, emitter.spans[el].end)


def _table(emitter: _Emitter, table: etree._Element, whole: str) -> str:
    if table in emitter.widened:
        whole = _filtered(emitter, whole, "nm_mended_grid")
    if table in emitter.with_rows:
        whole = _wrapped(emitter, whole, "nm_has_rows")
    return whole


def _append_point(emitter: _Emitter, el: etree._Element) -> etree._Element | None:
    """In the body: the section properties that the appended list goes before, or the body itself."""
    if not emitter.appended or el is not emitter.scanned.root[0]:
        return None
    last = el[-1] if len(el) else None
    return last if last is not None and local(last) == "sectPr" else el


def _descend(
    emitter: _Emitter, el: etree._Element, paragraph: Paragraph | None, own: Mapping[etree._Element, Piece]
) -> str:
    """Inside a paragraph that holds tags: text elements are written with their tags in place."""
    if paragraph is None or el in emitter.paragraphs:
        return _element(emitter, el)
    piece = own.get(el)
    span = emitter.spans[el]
    if el not in emitter.written and el not in emitter.touched:
        return _raw(emitter, span.start, span.end)
    if piece is not None:
        if not paragraph.tags_in(piece):
            return with_braces_typed(_raw(emitter, span.start, span.end))
        return _text_element(_text(paragraph, piece, emitter), emitter, span) if local(el) == "t" else ""
    out, at = [_raw(emitter, span.start, span.inner)], span.inner
    for child in el.iterchildren(etree.Element):
        if child not in emitter.touched and child not in emitter.written:
            continue
        out.append(_raw(emitter, at, emitter.spans[child].start))
        out.append(_descend(emitter, child, paragraph, own))
        at = emitter.spans[child].end
    out.append(_raw(emitter, at, span.end))
    whole = "".join(out)
    return whole.replace(f"{_run_like(emitter, el)}</w:t></w:r>", "") if el in emitter.split else whole


def _run_like(emitter: _Emitter, run: etree._Element) -> str:
    """The beginning of a run of the same form."""
    properties = run.find(f"{{{W}}}rPr")
    form = _span_text(emitter, properties) if properties is not None else ""
    return f'<w:r>{form}<w:t xml:space="preserve">'


def _text_element(text: str, emitter: _Emitter, span: Span) -> str:
    name = emitter.scanned.data[span.start + 1 : span.inner].split()[0].rstrip(b"/>").decode()
    return f'<{name} xml:space="preserve">{text}</{name}>'


def _text(paragraph: Paragraph, piece: Piece, emitter: _Emitter) -> str:
    """A text element's content: the manager's words escaped, each tag whole where it begins."""
    out, at = [], piece.start
    for tag in paragraph.tags_in(piece):
        out.append(words_as_source(paragraph.text[at : max(tag.start, at)]))
        if tag.start >= piece.start:
            out.append(_between_runs(emitter, tag) if tag.prefix == "r" else tag_source(tag))
            emitter.loops += tag.source.startswith("{% for") - tag.source.startswith("{% endfor")
            emitter.deepest = max(emitter.deepest, emitter.loops)
        at = min(tag.end, piece.end)
    out.append(words_as_source(paragraph.text[at : piece.end]))
    return "".join(out)


def _between_runs(emitter: _Emitter, tag: Tag) -> str:
    """`{{r … }}` and `{%r … %}` stand between runs: the run they are typed in goes on behind them."""
    run = unit_of(tag)
    return "" if run is None else f"</w:t></w:r>{tag_source(tag)}{_run_like(emitter, run)}"


def _paragraphs_in(emitter: _Emitter, el: etree._Element) -> list[Paragraph]:
    return [emitter.paragraphs[p] for p in el.iter(f"{{{W}}}p") if p in emitter.paragraphs]


def _must_stay(emitter: _Emitter, el: etree._Element) -> bool:
    return is_only_block(el) or is_between_tables(el) or begins_page(el, emitter.breaking)


def _mark_of_joining(emitter: _Emitter, table: etree._Element) -> str:
    """The mark of a table before which a paragraph may disappear."""
    before = block_before(table)
    paragraph = emitter.paragraphs.get(before) if before is not None else None
    if before is None or paragraph is None:
        return ""
    may_go = any(tag.prefix == "p" for tag in paragraph.tags) or holds_only_tags(paragraph)
    return MAYBE_JOINED if may_go and not _must_stay(emitter, before) else ""


def _bookmarks(emitter: _Emitter, el: etree._Element) -> str:
    """The bookmarks of a paragraph, to be kept without it; within a repetition there are none."""
    return "" if emitter.loops else "".join(_span_text(emitter, mark) for mark in bookmarks_in(el))


def _if_printed(emitter: _Emitter, paragraph: Paragraph, whole: str) -> str:
    """Word's own mail merge leaves out a line whose fields were all empty (ECMA-376 part 1 §17.14.12)."""
    bookmarks = _bookmarks(emitter, paragraph.element)
    whole = f"{whole}{{% else %}}{bookmarks}" if bookmarks else whole
    printing = [tag.source[2:-2] for tag in paragraph.tags if tag.source]
    if len(printing) <= _MOST_ASKED and all(tag.kind == "{{" for tag in paragraph.tags if tag.source):
        return f"{{% if {' or '.join(f'({e})|nm_prints' for e in printing)} %}}{whole}{{% endif %}}"
    name = _new_set(emitter)
    printed = "".join(tag.source for tag in paragraph.tags)
    return f"{{% set {name} %}}{printed}{{% endset %}}{{% if {name}|nm_has_text %}}{whole}{{% endif %}}"


def _wrapped(emitter: _Emitter, whole: str, test: str) -> str:
    name = _new_set(emitter)
    block = f"{{% set {name} %}}{whole}{{% endset %}}"
    return f"{block}{{% if {name}|{test} %}}{{{{ {name}|nm_as_it_is }}}}{{% endif %}}"


def _kept_paragraph(emitter: _Emitter, body: str) -> str:
    """A cell, text box or header must end in a paragraph, whatever its conditions leave of it."""
    return _filtered(emitter, body, "nm_keep_paragraph") if "{%" in body or "nm_whole" in body else body


def _filtered(emitter: _Emitter, whole: str, name_of_filter: str) -> str:
    name = _new_set(emitter)
    return f"{{% set {name} %}}{whole}{{% endset %}}{{{{ {name}|{name_of_filter} }}}}"


def _new_set(emitter: _Emitter) -> str:
    emitter.sets += 1
    return f"s{emitter.sets}"
