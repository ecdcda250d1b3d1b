"""What the clerk put into the register besides values: lists to choose from, colours by rule, comments.

They go over as a workbook of their own, in which each stands where it is to stand in the next register;
openpyxl reads and writes their elements. Sections are those of ECMA-376 part 1.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.excel import column_letter
from noticemerge.output.moved_references import Area, Moves, Stand, moved

# What a workbook that openpyxl does not know how to read makes it raise.
UNUSUAL = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, SyntaxError)
FORMATS, VALIDATIONS, COMMENTS = "条件付き書式", "入力規則", "コメント"

_SHEET, _STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
_RELATIONS, _TYPES = "xl/worksheets/_rels/sheet1.xml.rels", "[Content_Types].xml"
_NOTES, _SHAPES = "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# The elements of a sheet come in this order (§18.3.1.99): rules stand before links or, without, the page.
_BEHIND_RULES = ("<hyperlinks>", "<printOptions")
# An author of this name stands for a conversation, whose text follows two paragraphs for older programs.
_CONVERSATION = "tc="


@dataclass(frozen=True, slots=True)
class ClerkRules:
    """A workbook with what goes over, b"" for nothing, and the words for what does not."""

    workbook: bytes = b""
    lost: tuple[str, ...] = ()


def sheet_with_rules(workbook: bytes, title: str) -> Worksheet:
    """The sheet of this name with its formulas, rules and comments. Raises `UNUSUAL`."""
    with warnings.catch_warnings():
        # What it leaves out is told by who calls.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(workbook))[title]


def rules_of(sheet: Worksheet, moves: Moves) -> ClerkRules:
    """The rules and comments of a register, where they are to stand in the next one."""
    carrier, lost = Workbook(), dict[str, None]()
    target = carrier.worksheets[0]
    for formats in sheet.conditional_formatting:
        for rule in formats.rules:
            placed = _placed(rule.formula, formats.sqref, moves) if _is_movable(rule) else []
            for cells, formulas in placed:
                new = copy(rule)
                new.formula = formulas
                target.conditional_formatting.add(cells, new)
            lost |= {} if placed else {FORMATS: None}
    for validation in sheet.data_validations.dataValidation:
        placed = _placed([validation.formula1, validation.formula2], validation.sqref, moves)
        for cells, formulas in placed:
            choice = copy(validation)
            choice.sqref, (choice.formula1, choice.formula2) = MultiCellRange(cells), formulas
            target.add_data_validation(choice)
        lost |= {} if placed else {VALIDATIONS: None}
    comments, left = _comments(sheet, moves)
    for cell, comment in comments:
        target[cell].comment = comment
    lost |= {COMMENTS: None} if left else {}
    if not (comments or target.conditional_formatting or target.data_validations.dataValidation):
        return ClerkRules(lost=tuple(lost))
    data = io.BytesIO()
    carrier.save(data)
    return ClerkRules(data.getvalue(), tuple(lost))


def _is_movable(rule: Rule) -> bool:
    """Whether nothing of a rule but its formulas refers to cells (§18.3.1.11)."""
    scales = (rule.colorScale, rule.dataBar, rule.iconSet)
    return all(value.type != "formula" for scale in scales if scale for value in scale.cfvo)


def _placed(
    words: Sequence[str | None], cells: MultiCellRange, moves: Moves
) -> list[tuple[str, list[str | None]]]:
    """Where a rule stands in the next register, and its formulas there; nothing when it cannot go over."""
    areas = [(a.min_row, a.min_col - 1, a.max_row, a.max_col - 1) for a in cells.sorted()]
    found = [(area, new) for area in areas if (new := moves.areas(area))]
    if not any(words):
        joined = " ".join(_reference(area) for _, new in found for area in new)
        return [(joined, list(words))] if found else []
    # The formulas are those of the top left cell of all (§18.3.1.10), which not every program takes alike.
    row, column = min(top for top, *_ in areas), min(left for _, left, *_ in areas)
    if (row, column) not in [area[:2] for area in areas]:
        return []
    placed = []
    for area, new in found:
        columns = [c for c in moves.columns if area[1] <= c <= area[3]]
        everywhere = moves.has_all_lines(area[0], area[2])
        stand = Stand(row, column, columns, new[0][0], new[0][1], everywhere)
        formulas = [word and moved(f"={word}", stand, moves) for word in words]
        if [bool(formula) for formula in formulas] != [bool(word) for word in words]:
            return []
        placed.append((" ".join(map(_reference, new)), [formula and formula[1:] for formula in formulas]))
    return placed


def _reference(area: Area) -> str:
    top, left, bottom, right = area
    return f"{column_letter(left)}{top}:{column_letter(right)}{bottom}"


def _comments(sheet: Worksheet, moves: Moves) -> tuple[list[tuple[str, Comment]], bool]:
    """The comments by their cells in the next register, and whether there are others."""
    found, is_left = [], False
    # Each look for the first of them goes through all cells.
    top, first = sheet.min_row, sheet.min_column - 1
    for row, cells in enumerate(sheet.iter_rows(), top):
        for column, cell in enumerate(cells, first):
            if not (old := cell.comment):
                continue
            if row in moves.rows and column in moves.columns:
                at = f"{column_letter(moves.columns[column])}{moves.rows[row]}"
                found.append((at, _plain(old)))
            else:
                is_left = True
    return found, is_left


def _plain(comment: Comment) -> Comment:
    """A comment as it was; of a conversation its text."""
    is_talk = (comment.author or "").startswith(_CONVERSATION)
    text = comment.text.split("\n\n", 2)[-1] if is_talk else comment.text
    return Comment(text, "" if is_talk else comment.author, comment.height, comment.width)


def with_rules(register: bytes, rules: bytes, *, has_formulas: bool) -> bytes:
    """A register just made, with the rules and comments of the workbook `rules` on its first sheet.

    With `has_formulas` programs are asked to calculate when they open it.
    """
    with zipfile.ZipFile(io.BytesIO(register)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if has_formulas:
        _put(parts, "xl/workbook.xml", '<calcPr fullCalcOnLoad="1"/>', "</workbook>")
    if rules:
        with zipfile.ZipFile(io.BytesIO(rules)) as package:
            _take_over(parts, {name: package.read(name) for name in package.namelist()})
    data = io.BytesIO()
    # As the register itself.
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        for name, content in parts.items():
            with package.open(name, "w") as file:
                file.write(content)
    return data.getvalue()


def _take_over(parts: dict[str, bytes], carrier: dict[str, bytes]) -> None:
    rules = _elements(carrier[_SHEET], "conditionalFormatting", "dataValidations")
    before = next(tag for tag in _BEHIND_RULES if tag.encode() in parts[_SHEET])
    _put(parts, _SHEET, rules, before)
    _put(parts, _STYLES, _elements(carrier[_STYLES], "dxfs"), "</styleSheet>")
    if _NOTES not in carrier:
        return
    parts |= {name: carrier[name] for name in (_NOTES, _SHAPES)}
    drawing = f'<legacyDrawing xmlns:r="{_OFFICE}" r:id="shapes"/>'
    _put(parts, _SHEET, drawing, "</worksheet>")
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="/{part}"/>'
        for name, kind, part in (("comments", "comments", _NOTES), ("shapes", "vmlDrawing", _SHAPES))
    )
    _put(parts, _RELATIONS, relations, "</Relationships>")
    kinds = (
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f'<Override PartName="/{_NOTES}" ContentType="{_SHEETS}.comments+xml"/>'
    )
    _put(parts, _TYPES, kinds, "</Types>")


def _put(parts: dict[str, bytes], name: str, elements: str, before: str) -> None:
    """Put elements into a part before the last of these tags."""
    head, tag, tail = parts[name].rpartition(before.encode())
    parts[name] = b"".join((head, elements.encode(), tag, tail))


def _elements(part: bytes, *names: str) -> str:
    """The elements of these names, as they are written."""
    root = etree.fromstring(part)
    found = (child for name in names for child in root.iterfind(f"{{*}}{name}") if len(child))
    return "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in found)
