"""The clerk's formulas in the register: they go over with their lines, and come to new lines too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.excel import StoredCell, escape
from noticemerge.output.moved_references import Moves, Stand, moved
from noticemerge.output.register_columns import HEADER_ROW

# The member's index, and the index of the column in the next register.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ClerkFormulas:
    """Cells with formulas for the next register, and whether there are others, of which the result stays."""

    cells: Mapping[Place, StoredCell]
    has_others: bool


def formulas_of(
    sheet: Worksheet, cells: Mapping[tuple[int, int], StoredCell], lines: Collection[int], moves: Moves
) -> ClerkFormulas:
    """The formulas of these `cells`, by row and column of the sheet; `lines` are the rows of members."""
    columns: dict[int, dict[int, StoredCell]] = {}
    for (row, column), cell in cells.items():
        columns.setdefault(column, {})[row] = cell
    found, count = dict[Place, StoredCell](), 0
    for column, by_row in columns.items():
        words = {row: sheet.cell(row, column + 1).value for row in by_row}
        at = Stand(HEADER_ROW + 1, column, (column,), HEADER_ROW + 1, moves.columns[column])
        first = {
            moved(word, replace(at, row=row, is_in_every_line=True), moves) if isinstance(word, str) else None
            for row, word in words.items()
            if row in lines
        }
        if len(lines) > 1 and words.keys() >= set(lines) and len(first) == 1 and None not in first:
            found |= _filled_down(words, by_row, at, moves)
            count += len(lines)
            continue
        for row, word in words.items():
            new = moves.rows.get(row)
            stand = replace(at, row=row, new_row=new or 0)
            if new and isinstance(word, str) and (formula := moved(word, stand, moves)):
                found[new - HEADER_ROW - 1, at.new_column] = _calculated(by_row[row], formula)
                count += 1
    return ClerkFormulas(found, count < len(cells))


def _filled_down(
    words: Mapping[int, Any], by_row: Mapping[int, StoredCell], at: Stand, moves: Moves
) -> dict[Place, StoredCell]:
    """The formula that every line has, for all lines of the next register."""
    old_rows = {new: old for old, new in moves.rows.items()}
    row, word = next(iter(words.items()))
    new_line = by_row[row]._replace(text="", content="/>")
    found = {}
    for new in range(HEADER_ROW + 1, moves.new_last + 1):
        stand = replace(at, row=row, new_row=new, is_in_every_line=True)
        if formula := moved(word, stand, moves):
            cell = by_row.get(old_rows.get(new, 0), new_line)
            found[new - HEADER_ROW - 1, at.new_column] = _calculated(cell, formula)
    return found


def _calculated(cell: StoredCell, formula: str) -> StoredCell:
    """The cell with a formula, and with its last result if there is one (ECMA-376 part 1 §18.3.1.40)."""
    words = f"<f>{escape(formula[1:])}</f>"
    if "<is>" in cell.content:
        return cell._replace(content=f' t="str">{words}<v>{escape(cell.text)}</v></c>')
    if not cell.text:
        return cell._replace(content=f">{words}</c>")
    return cell._replace(content=cell.content.replace(">", f">{words}", 1))
