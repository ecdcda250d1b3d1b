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
from dataclasses import dataclass, replace

from lxml import etree

from noticemerge.cli.layout import width
from noticemerge.cli.wordnumbers import Numbers
from noticemerge.i18n import N_, gettext
from noticemerge.template.package import PART_NAMES, W, WordPackage, parse_xml

# Before and behind what was filled in. In a Word file they count as space, so that a line of empty
# fields disappears with them as it does without; in lines they take no column. No letter has any.
FILLED = ("\u1680", "\u205f")
BEGIN, END = "\u2062", "\u2063"
COLUMNS = 76

_W = f"{{{W}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MARKS = re.compile(f"[{BEGIN}{END}]")
_TO_MARKS = str.maketrans({FILLED[0]: BEGIN, FILLED[1]: END, BEGIN: None, END: None})
# A word of ASCII, or one wide character with the brackets before it and what must not begin a line.
_PIECE = re.compile(
    r"\s|[\x21-\x7e]+|[「『（【〔]*[^\s「『（【〔][」』）】〕、。，．・：！？ー…々'\"})]*|[「『（【〔]+"
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_NO_BLOCKS = (f"{_MC}Fallback", f"{_W}sectPr")
_HEADERS = {label for kind, label in PART_NAMES.items() if kind.startswith("header")}
_PICTURES = ("drawing", "pict", "object")
_TAB = 8
# Twentieths of a point (§17.18.74): a column is half a character of 10.5 points.
_COLUMN = 105
# Space from which on a paragraph stands apart from the next, in twentieths of a point.
_APART = 120
_PAGE = "\f"
PICTURE = N_("[picture]")
NEW_PAGE = N_("new page")


@dataclass(frozen=True, slots=True)
class _Form:
    """How a paragraph stands: "left", "right" or "center"; indents in columns; space in 1/20 points."""

    align: str = "left"
    left: int = 0
    right: int = 0
    first: int = 0
    before: int = 0
    after: int = 0
    number: str = ""
    depth: int = 0


def letter_lines(letter: bytes, package: WordPackage) -> list[str]:
    """The lines of a letter that was made of `package`, at most `COLUMNS` wide, with marks in them."""
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        trees = {
            name.lower(): parse_xml(archive.read(name), package.file)
            for name in archive.namelist()
            if name.endswith(".xml")
        }
    _number_notes(trees)
    reader = _Reader(trees.get("word/styles.xml"), Numbers(trees.get("word/numbering.xml")))
    body, *others = [part for part in package.text_parts() if part.is_word]
    # On paper headers stand above, notes and footers below.
    above = [part for part in others if part.label in _HEADERS]
    shown = [*above, body, *(part for part in others if part not in above)]
    read = [(gettext(part.label), reader.part(trees[part.name.lower()])) for part in shown]
    named = [(label, lines) for label, lines in read if any(map(plain, lines))]
    if len(named) == 1:
        return named[0][1]
    return [line for label, lines in named for line in ("", f"[{label}]", *lines)][1:]


def plain(line: str) -> str:
    """A line without marks."""
    return _MARKS.sub("", line)


def _number_notes(trees: Mapping[str, etree._Element]) -> None:
    """Give notes the numbers that a reader sees, in the order of the text, for the ids they have."""
    body = next(tree for tree in trees.values() if tree.tag == f"{_W}document")
    for kind in ("footnote", "endnote"):
        numbers: dict[str | None, str] = {}
        for el in body.iter(f"{_W}{kind}Reference"):
            el.set(f"{_W}id", numbers.setdefault(el.get(f"{_W}id"), str(len(numbers) + 1)))
        notes = trees.get(f"word/{kind}s.xml")
        for el in () if notes is None else notes.iter(f"{_W}{kind}"):
            el.set(f"{_W}id", numbers.get(el.get(f"{_W}id"), ""))


class _Reader:
    """The parts of one letter."""

    def __init__(self, styles: etree._Element | None, numbers: Numbers) -> None:
        self._numbers = numbers
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._base: etree._Element | None = None
        if styles is not None:
            self._base = styles.find(f"{_W}docDefaults/{_W}pPrDefault/{_W}pPr")
            for style in styles.iter(f"{_W}style"):
                if style.get(f"{_W}type") == "paragraph":
                    self._styles[style.get(f"{_W}styleId", "")] = style
                    if style.get(f"{_W}default") in ("1", "true", "on"):
                        self._default = style.get(f"{_W}styleId", "")

    def part(self, root: etree._Element) -> list[str]:
        """The lines of a part."""
        lines = self._blocks(root, COLUMNS)
        while lines and not plain(lines[-1]):
            lines.pop()
        return lines

    def _blocks(self, holder: etree._Element, columns: int) -> list[str]:
        """The paragraphs and tables in an element, one below the other."""
        lines: list[str] = []
        space = 0
        for block in _blocks_in(holder):
            if block.tag == f"{_W}tbl":
                lines += self._table(block, columns)
                space = 0
                continue
            form = self._form(block)
            if lines and max(space, form.before) >= _APART and plain(lines[-1]):
                lines.append("")
            lines += self._paragraph(block, form, columns)
            space = form.after
        return lines

    def _paragraph(self, paragraph: etree._Element, form: _Form, columns: int) -> list[str]:
        text = "".join(_texts(paragraph)).translate(_TO_MARKS)
        if form.number and (label := self._numbers.label(form.number, form.depth)):
            text = f"{label}\u3000{text}" if width(label) > 2 else f"{label} {text}"
        lines: list[str] = []
        if _is_on(self._property(paragraph, "pageBreakBefore")):
            lines.append(_new_page(columns))
        for number, page in enumerate(_whole_marks(text.split(_PAGE))):
            if number:
                lines.append(_new_page(columns))
            if page or text.count(_PAGE) == 0:
                lines += _placed(page, form, columns)
        for box in _boxes(paragraph):
            lines += _framed([[self._blocks(box, columns - 4)]])
        section = paragraph.find(f"{_W}pPr/{_W}sectPr/{_W}type")
        if paragraph.find(f"{_W}pPr/{_W}sectPr") is not None and _said(section) != "continuous":
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
        widths = _fitted(widest, room)
        drawn, sizes = [], []
        for row in rows:
            at, cells, sizes_of_row = 0, [], []
            for cell, span in row:
                size = sum(widths[at : at + span]) + 3 * (span - 1)
                cells.append([] if _goes_on(cell) else self._blocks(cell, size))
                sizes_of_row.append(size)
                at += span
            drawn.append(cells)
            sizes.append(sizes_of_row)
        return _framed(drawn, sizes)

    def _wanted(self, cell: etree._Element, columns: int) -> int:
        """The columns that a cell's longest line takes; all there are for a table or box in it."""
        if next(cell.iter(f"{_W}tbl", f"{_W}txbxContent"), None) is not None:
            return columns
        wanted = 1
        for paragraph in _blocks_in(cell):
            form = self._form(paragraph)
            number = _TAB if form.number else 0
            lines = "".join(_texts(paragraph)).translate(_TO_MARKS).split("\n")
            wanted = max(
                [wanted, *(width(_without_tabs(line)) + form.left + form.first + number for line in lines)]
            )
        return wanted

    def _form(self, paragraph: etree._Element) -> _Form:
        form = _Form(
            align={"right": "right", "end": "right", "center": "center"}.get(
                _said(self._property(paragraph, "jc")), "left"
            ),
            before=self._space(paragraph, "before"),
            after=self._space(paragraph, "after"),
        )
        listed = self._property(paragraph, "numPr")
        if listed is not None and (number := _said(listed.find(f"{_W}numId"))) not in ("", "0"):
            form = replace(form, number=number, depth=int(_said(listed.find(f"{_W}ilvl")) or 0))
        return replace(
            form,
            left=self._indent(paragraph, form, "left", "start"),
            right=self._indent(paragraph, form, "right", "end"),
            first=self._indent(paragraph, form, "firstLine") - self._indent(paragraph, form, "hanging"),
        )

    def _properties(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """What is said of the form of a paragraph: by itself, by its style and those that is based on."""
        own = paragraph.find(f"{_W}pPr")
        if own is not None:
            yield own
        name = _said(own.find(f"{_W}pStyle")) if own is not None else ""
        name, seen = name or self._default, set()
        while (style := self._styles.get(name)) is not None and name not in seen:
            seen.add(name)
            if (said := style.find(f"{_W}pPr")) is not None:
                yield said
            name = _said(style.find(f"{_W}basedOn"))
        if self._base is not None:
            yield self._base

    def _property(self, paragraph: etree._Element, name: str) -> etree._Element | None:
        found = (said.find(f"{_W}{name}") for said in self._properties(paragraph))
        return next((el for el in found if el is not None), None)

    def _space(self, paragraph: etree._Element, side: str) -> int:
        for said in self._properties(paragraph):
            if (spacing := said.find(f"{_W}spacing")) is not None:
                if (lines := _number(spacing, f"{side}Lines")) is not None:
                    return lines * 240 // 100
                if (space := _number(spacing, side)) is not None:
                    return space
        return 0

    def _indent(self, paragraph: etree._Element, form: _Form, *sides: str) -> int:
        """An indent in columns; one in characters goes before one in points (§17.3.1.12)."""
        level = self._numbers.level(form.number, form.depth) if form.number else None
        own, *inherited = [*self._properties(paragraph), None]
        listed = level.find(f"{_W}pPr") if level is not None else None
        for said in (own, listed, *inherited):
            indent = said.find(f"{_W}ind") if said is not None else None
            if indent is None:
                continue
            for side in sides:
                if characters := _number(indent, f"{side}Chars"):
                    return min(round(characters / 50), COLUMNS // 2)
                if (points := _number(indent, side)) is not None:
                    return max(min(round(points / _COLUMN), COLUMNS // 2), 0)
        return 0


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
        yield cell, int(_said(cell.find(f"{_W}tcPr/{_W}gridSpan")) or 1)


def _found(holder: etree._Element, name: str, stop: Sequence[str]) -> Iterator[etree._Element]:
    """The elements of a name below `holder`, through content controls but not into other `stop`s."""
    for el in holder.iterchildren(etree.Element):
        if el.tag == f"{_W}{name}":
            yield el
        elif el.tag not in [f"{_W}{other}" for other in stop]:
            yield from _found(el, name, stop)


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
    code = int(el.get(f"{_W}char", "0"), 16)
    return "□" if code >= 0xE000 or code < 0x20 else chr(code)


def _ruby(el: etree._Element) -> Iterator[str]:
    for name, form in (("rubyBase", "{}"), ("rt", "（{}）")):
        for part in el.iterchildren(f"{_W}{name}"):
            yield form.format("".join(_texts(part)))


def _is_hidden(el: etree._Element) -> bool:
    return el.tag == f"{_W}r" and _is_on(el.find(f"{_W}rPr/{_W}vanish"))


def _is_on(el: etree._Element | None) -> bool:
    return el is not None and el.get(f"{_W}val", "1") not in ("0", "false", "off")


def _said(el: etree._Element | None) -> str:
    return "" if el is None else str(el.get(f"{_W}val", ""))


def _number(el: etree._Element, name: str) -> int | None:
    try:
        return int(float(el.get(f"{_W}{name}", "")))
    except ValueError:
        return None


def _new_page(columns: int) -> str:
    return _aligned(f"- - - {gettext(NEW_PAGE)} - - -", "center", columns)


def _placed(text: str, form: _Form, columns: int) -> list[str]:
    """A paragraph's text in lines, placed as the paragraph stands."""
    left = min(form.left, columns // 2)
    lines: list[str] = []
    for part in _whole_marks(text.split("\n")):
        begin = 0 if lines else form.first
        first = max(left + begin, 0)
        rooms = columns - first - form.right, columns - left - form.right
        for number, line in enumerate(_broken(_without_tabs(part), max(rooms[0], 8), max(rooms[1], 8))):
            indent = 0 if form.align != "left" else left if number else first
            lines.append(" " * indent + _aligned(line, form.align, columns - indent - form.right))
    return [line.rstrip() for line in lines]


def _aligned(line: str, align: str, columns: int) -> str:
    gap = max(columns - width(line), 0)
    if align == "right":
        return " " * gap + line
    return " " * (gap // 2) + line if align == "center" else line


def _without_tabs(text: str) -> str:
    out = ""
    for piece in re.split("(\t)", text):
        out += " " * (_TAB - width(out) % _TAB) if piece == "\t" else piece
    return out


def _broken(text: str, first: int, others: int) -> list[str]:
    """The text in lines, the first of them `first` columns wide; every line has its marks whole."""
    lines, line, room = [], "", first
    clean = plain(text)
    for piece in _PIECE.findall(clean):
        if line and width(line) + width(piece.rstrip()) > room:
            lines.append(line)
            line, room = "", others
            piece = piece.lstrip(" ")
        while width(piece) > room:
            cut = next(n for n in range(len(piece), 0, -1) if n == 1 or width(piece[:n]) <= room)
            lines.append(piece[:cut])
            piece, room = piece[cut:], others
        line += piece
    return list(_whole_marks(_marked_again([*lines, line], text)))


def _marked_again(lines: Iterable[str], text: str) -> Iterator[str]:
    """The lines with the marks of the text they were broken from."""
    at = 0
    for line in lines:
        out = ""
        for character in line:
            while text[at] != character:
                out += text[at] if text[at] in (BEGIN, END) else ""
                at += 1
            out += character
            at += 1
        yield out


def _whole_marks(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a marked text, what is filled in begun and ended in each of them."""
    is_open = False
    for piece in pieces:
        begun = BEGIN * is_open + piece
        if marks := _MARKS.findall(begun):
            is_open = marks[-1] == BEGIN
        whole = begun + END * is_open
        yield whole.replace(BEGIN + END, "")


def _fitted(widest: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fit, the widest made narrower first."""
    widths = list(widest)
    while sum(widths) > room and max(widths) > 2:
        widths[widths.index(max(widths))] -= 1
    return widths


def _framed(rows: Sequence[Sequence[list[str]]], sizes: Sequence[Sequence[int]] | None = None) -> list[str]:
    """Cells of lines in a frame; `sizes` are their widths, else as wide as they are."""
    drawn: list[str] = []
    rule = ""
    for number, cells in enumerate(rows):
        widths = sizes[number] if sizes else [max(map(width, cell), default=0) for cell in cells]
        rule = "+" + "+".join("-" * (size + 2) for size in widths) + "+"
        drawn.append(rule)
        for index in range(max([len(cell) for cell in cells], default=1) or 1):
            parts = (cell[index] if index < len(cell) else "" for cell in cells)
            drawn.append(
                "|"
                + "|".join(
                    f" {part}{' ' * max(size - width(part), 0)} "
                    for part, size in zip(parts, widths, strict=True)
                )
                + "|"
            )
    return [*drawn, rule]
