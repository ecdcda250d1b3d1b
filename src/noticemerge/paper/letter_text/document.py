"""A letter of Word as lines of text: what a reader of the paper sees, as near as a screen of letters comes.

Paragraphs stand where they stand on paper (right, centred, indented), tables are drawn, numbers of lists are
counted; headers, footers, notes, text boxes, pictures and new pages are named. What stands between the marks
`FILLED` comes out between the marks `BEGIN` and `END`, which take no column.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from noticemerge.japan import width
from noticemerge.paper.letter_text.drawing import (  # fmt: skip
    BEGIN,
    END,
    TAB,
    aligned,
    fitted,
    framed,
    placed,
    plain,
    whole_marks,
    without_tabs,
)
from noticemerge.paper.letter_text.list_numbers import Numbers
from noticemerge.paper.letter_text.paragraph_formats import Form, Forms, align_of, is_on, said_by
from noticemerge.problems import N_, gettext
from noticemerge.template import PART_NAMES, W, WordPackage, parse_xml

# Before and behind what was filled in. In a Word file they count as space, so that a line of empty
# fields disappears with them as it does without; in lines they take no column. No letter has any.
FILLED = ("\u1680", "\u205f")
COLUMNS = 76

_W = f"{{{W}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TO_MARKS = str.maketrans({FILLED[0]: BEGIN, FILLED[1]: END, BEGIN: None, END: None})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_NO_BLOCKS = (f"{_MC}Fallback", f"{_W}sectPr")
_HEADERS = {label for kind, label in PART_NAMES.items() if kind.startswith("header-")}
_UNSEEN = {PART_NAMES["header"], PART_NAMES["footer"]}
_PICTURES = ("drawing", "pict", "object")
# Space from which on a paragraph stands apart from the next, in twentieths of a point.
_APART = 120
_PAGE = "\f"
_MOST_COLUMNS = 63  # that Word's tables have
PICTURE = N_("[picture]")
NEW_PAGE = N_("new page")


class LetterReader:
    """Reads letters that were made of one package; what is the same in many of them is read once."""

    def __init__(self, package: WordPackage) -> None:
        self._package, self._file = package, package.file
        parts = [part for part in package.text_parts() if part.is_word and part.label not in _UNSEEN]
        self._body, *others = parts
        # On paper headers stand above, notes and footers below.
        above = [part for part in others if part.label in _HEADERS]
        self._shown = [*above, self._body, *(part for part in others if part not in above)]
        related = {r.kind: r.target for r in package.relationships(package.main) if not r.external}
        self._looks = tuple(related.get(kind, "").lower() for kind in ("styles", "numbering"))
        self._wanted = ({part.name.lower() for part in parts} | {*self._looks}) - {""}
        self._forms: dict[tuple[bytes, ...], tuple[Forms, Numbers]] = {}
        self._known: dict[tuple[bytes, ...], _Known] = {}

    def lines(self, letter: bytes) -> list[str]:
        """The lines of a letter, at most `COLUMNS` wide, with marks in them."""
        with zipfile.ZipFile(io.BytesIO(letter)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if name.lower() in self._wanted}
        return self.read({name: parse_xml(data, self._file) for name, data in parts.items()})[0]

    def read(self, changed: Mapping[str, etree._Element]) -> tuple[list[str], list[str]]:
        """The lines of a letter of which these parts are not those of the package, as of `lines`.

        And the text of each paragraph, with the marks `FILLED` and line breaks as they are.
        """
        trees = {name.lower(): tree for name, tree in changed.items()}
        for name in self._wanted - trees.keys():
            if name not in self._looks:
                trees[name] = self._package.tree(name)
        _number_notes(trees[self._body.name.lower()], trees.values())
        looks = tuple(etree.tostring(trees[name]) if name in trees else b"" for name in self._looks)
        if looks not in self._forms:
            self._forms[looks] = self._forms_of(trees)
        forms, numbers = self._forms[looks]
        reader = _Reader(forms, numbers.begun_anew(), self._known.setdefault(looks, {}))
        read = [(gettext(part.label), reader.part(trees[part.name.lower()], COLUMNS)) for part in self._shown]
        named = [(label, lines) for label, lines in read if any(map(plain, lines))]
        if len(named) == 1:
            return list(named[0][1]), reader.told
        return [line for label, lines in named for line in ("", f"[{label}]", *lines)][1:], reader.told

    def _forms_of(self, trees: Mapping[str, etree._Element]) -> tuple[Forms, Numbers]:
        styles, numbering = (
            trees[name] if name in trees else self._package.tree(name) if name else None
            for name in self._looks
        )
        numbers = Numbers(numbering)
        return Forms(styles, numbers), numbers


def _number_notes(body: etree._Element, trees: Iterable[etree._Element]) -> None:
    """Give notes the numbers that a reader sees, in the order of the text, for the ids they have."""
    for kind in ("footnote", "endnote"):
        numbers: dict[str | None, str] = {}
        for el in body.iter(f"{_W}{kind}Reference"):
            el.set(f"{_W}id", numbers.setdefault(el.get(f"{_W}id"), str(len(numbers) + 1)))
        for tree in trees:
            for el in tree.iter(f"{_W}{kind}"):
                el.set(f"{_W}id", numbers.get(el.get(f"{_W}id"), ""))


class _Block(NamedTuple):
    """A paragraph or table as lines, the space that it asks for above and below, the text it is made of."""

    lines: list[str]
    before: int = 0
    after: int = 0
    told: tuple[str, ...] = ()


_Known = dict[tuple[bytes, int], _Block]


class _Reader:
    """The parts of one letter. Blocks that are the same in several letters are read once, into `known`."""

    def __init__(self, forms: Forms, numbers: Numbers, known: _Known) -> None:
        self._forms = forms
        self._numbers = numbers
        self._known = known
        # The text of every paragraph read.
        self.told: list[str] = []

    def part(self, root: etree._Element, columns: int) -> list[str]:
        """The lines of a part."""
        lines = self._blocks(root, columns, self.told)
        while lines and not plain(lines[-1]):
            lines.pop()
        return lines

    def inside(self, holder: etree._Element, columns: int) -> list[str]:
        """The lines in an element, without empty ones at the end: a cell must end in a paragraph."""
        lines = self._blocks(holder, columns)
        while lines and not plain(lines[-1]):
            lines.pop()
        return lines

    def _blocks(self, holder: etree._Element, columns: int, told: list[str] | None = None) -> list[str]:
        """The paragraphs and tables in an element, one below the other; `told` is given their text."""
        lines: list[str] = []
        space = 0
        for element in _blocks_in(holder):
            block = self._block(element, columns)
            is_table = element.tag == f"{_W}tbl"
            if lines and not is_table and max(space, block.before) >= _APART and plain(lines[-1]):
                lines.append("")
            lines += block.lines
            space = block.after
            if told is not None:
                told += block.told
        return lines

    def _block(self, element: etree._Element, columns: int) -> _Block:
        xml = etree.tostring(element, with_tail=False)
        if (xml, columns) in self._known:
            return self._known[xml, columns]
        counted = self._numbers.asked
        told = tuple("".join(_texts(p)) for p in element.iter(f"{_W}p"))
        if element.tag == f"{_W}tbl":
            block = _Block(self._table(element, columns), told=told)
        else:
            form = self._forms.of(element)
            block = _Block(self._paragraph(element, form, columns), form.before, form.after, told)
        # A number goes on from one paragraph to the next, and a section's end hangs on the next section.
        if self._numbers.asked == counted and b"sectPr" not in xml:
            self._known[xml, columns] = block
        return block

    def _paragraph(self, paragraph: etree._Element, form: Form, columns: int) -> list[str]:
        text = "".join(_texts(paragraph)).translate(_TO_MARKS)
        if form.number and (label := self._numbers.label(form.number, form.depth)):
            text = f"{label}\u3000{text}" if width(label) > 2 else f"{label} {text}"
        lines: list[str] = []
        if is_on(self._forms.property(paragraph, "pageBreakBefore")):
            lines.append(_new_page(columns))
        for number, page in enumerate(whole_marks(text.split(_PAGE))):
            if number:
                lines.append(_new_page(columns))
            if page or text.count(_PAGE) == 0:
                lines += placed(
                    page, columns, align=form.align, left=form.left, right=form.right, first=form.first
                )
        for box in _boxes(paragraph):
            lines += framed([[self.inside(box, columns - 4)]])
        # How a section begins is said where it ends (§17.6.22).
        begun = _next_section(paragraph)
        if begun is not None and said_by(begun.find(f"{_W}type")) != "continuous":
            lines.append(_new_page(columns))
        return lines

    def _table(self, table: etree._Element, columns: int) -> list[str]:
        rows = [list(_cells(row)) for row in _rows(table)]
        count = max((sum(span for _, span in row) for row in rows), default=0)
        room = columns - 4 - 3 * (count - 1)
        widest = [1] * count
        # Cells over one column first: what one over several lacks goes to its last.
        for several in (False, True):
            for row in rows:
                at = 0
                for cell, span in row:
                    at += span
                    if (span > 1) == several:
                        lack = self._wanted(cell, columns) - sum(widest[at - span : at]) - 3 * (span - 1)
                        widest[at - 1] += max(lack, 0)
        widths = fitted(widest, room)
        drawn, sizes = [], []
        for row in rows:
            at, cells, sizes_of_row = 0, [], []
            for cell, span in row:
                size = sum(widths[at : at + span]) + 3 * (span - 1)
                cells.append([] if _goes_on(cell) else self.inside(cell, size))
                sizes_of_row.append(size)
                at += span
            drawn.append(cells)
            sizes.append(sizes_of_row)
        align = align_of(table.find(f"{_W}tblPr/{_W}jc"))
        return [aligned(line, align, columns) for line in framed(drawn, sizes)]

    def _wanted(self, cell: etree._Element, columns: int) -> int:
        """The columns that a cell's longest line takes; all there are for a table or box in it."""
        if next(cell.iter(f"{_W}tbl", f"{_W}txbxContent"), None) is not None:
            return columns
        wanted = 1
        for paragraph in _blocks_in(cell):
            form = self._forms.of(paragraph)
            number = TAB if form.number else 0
            lines = "".join(_texts(paragraph)).translate(_TO_MARKS).split("\n")
            wanted = max(
                [wanted, *(width(without_tabs(line)) + form.left + form.first + number for line in lines)]
            )
        return wanted


def _blocks_in(holder: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of an element, those in content controls too, not those in them."""
    for el in holder.iterchildren(etree.Element):
        if el.tag in (f"{_W}p", f"{_W}tbl"):
            yield el
        elif el.tag not in _NO_BLOCKS and el.get(f"{_W}type") not in ("separator", "continuationSeparator"):
            yield from _blocks_in(el)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return _found(table, "tr", ("tbl",))


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    for cell in _found(row, "tc", ("tr",)):
        span = said_by(cell.find(f"{_W}tcPr/{_W}gridSpan"))
        yield cell, min(max(int(span), 1), _MOST_COLUMNS) if span.isdecimal() else 1


def _found(holder: etree._Element, name: str, stop: Sequence[str]) -> Iterator[etree._Element]:
    """The elements of a name below `holder`, through content controls but not into other `stop`s."""
    for el in holder.iterchildren(etree.Element):
        if el.tag == f"{_W}{name}":
            yield el
        elif el.tag not in [f"{_W}{other}" for other in stop]:
            yield from _found(el, name, stop)


def _next_section(paragraph: etree._Element) -> etree._Element | None:
    """The properties of the section that begins behind a paragraph; None when none does."""
    own = paragraph.find(f"{_W}pPr/{_W}sectPr")
    if own is None:
        return None
    sections = list(paragraph.getroottree().getroot().iter(f"{_W}sectPr"))
    return next(iter(sections[sections.index(own) + 1 :]), None)


def _goes_on(cell: etree._Element) -> bool:
    """Whether a cell is the lower part of one merged downwards."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for el in paragraph.iterchildren(etree.Element):
        if el.tag == f"{_W}txbxContent":
            yield el
        elif el.tag != f"{_MC}Fallback":
            yield from _boxes(el)


def _texts(el: etree._Element) -> Iterator[str]:
    """What a paragraph shows, piece by piece: no field codes, no deleted or hidden text."""
    for child in el.iterchildren(etree.Element):
        name = etree.QName(child).localname
        if child.tag in (f"{_W}t", f"{_M}t"):
            yield child.text or ""
        elif name in _CHARACTERS and el.tag == f"{_W}r":
            yield _CHARACTERS[name]
        elif child.tag == f"{_W}br":
            yield _PAGE if child.get(f"{_W}type") == "page" else "\n"
        elif child.tag == f"{_W}sym":
            yield _symbol(child)
        elif child.tag == f"{_W}ruby":
            yield from _ruby(child)
        elif name in ("footnoteReference", "endnoteReference"):
            yield f"[{child.get(f'{_W}id')}]"
        elif child.tag in (f"{_W}footnoteRef", f"{_W}endnoteRef"):
            note = next(el.iterancestors(f"{_W}footnote", f"{_W}endnote"), None)
            yield f"[{note.get(f'{_W}id')}]" if note is not None else ""
        elif name in _PICTURES:
            if next(child.iter(f"{_W}txbxContent"), None) is None:
                yield gettext(PICTURE)
        elif not (name in ("p", "del", "moveFrom", "rPr", "pPr", "Fallback") or _is_hidden(child)):
            yield from _texts(child)


def _symbol(el: etree._Element) -> str:
    """A character of a symbol font has no letter of its own."""
    code = str(el.get(f"{_W}char", ""))
    is_letter = re.fullmatch("[0-9A-Fa-f]{4}", code) and 0x20 <= int(code, 16) < 0xD800
    return chr(int(code, 16)) if is_letter else "□"


def _ruby(el: etree._Element) -> Iterator[str]:
    for name, form in (("rubyBase", "{}"), ("rt", "（{}）")):
        for part in el.iterchildren(f"{_W}{name}"):
            yield form.format("".join(_texts(part)))


def _is_hidden(el: etree._Element) -> bool:
    return el.tag == f"{_W}r" and is_on(el.find(f"{_W}rPr/{_W}vanish"))


def _new_page(columns: int) -> str:
    return aligned(f"- - - {gettext(NEW_PAGE)} - - -", "center", columns)
