"""The sheet 添付資料: what is enclosed with every letter, and whether its files are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from noticemerge.excel import Book, Row, Sheet
from noticemerge.japan import fold, vocabulary
from noticemerge.notice.sheet_cells import EMPTY, REMARK, hidden_row, place_of, trimmed, unreadable
from noticemerge.problems import CellPlace, Problem, problem

SHEET = "添付資料"
_HEADER_WITHIN = 30


@dataclass(frozen=True, slots=True)
class Attachment:
    """A row of the sheet 添付資料: number and title as displayed, an optional file, a note."""

    number: str
    title: str
    file: str = ""
    note: str = ""
    place: CellPlace = field(default_factory=CellPlace)


def read_attachments(book: Book) -> tuple[list[Attachment], list[Problem]]:
    """The attachments of a workbook in sheet order, and what is wrong with them.

    Numbers, titles, files and notes are the displayed text, character for character.
    """
    sheet = book.find(SHEET)
    if sheet is None:
        return [], [problem("NM-N02", CellPlace(file=book.path.name))]
    rows = list(sheet.rows())
    header = _header(rows)
    if header is None:
        place = CellPlace(file=book.path.name, sheet=sheet.title)
        return [], [problem("NM-N11", place)] if rows else []
    table = _Table(book, sheet, header)
    return table.read(row for row in rows if row.number > header.number)


def _header(rows: list[Row]) -> Row | None:
    """The row with the most known headings, one of them that of the titles; the first of equals."""
    candidates = [row for row in rows[:_HEADER_WITHIN] if "title" in _headings(row)]
    return max(candidates, key=lambda row: len(_headings(row)), default=None)


def _headings(row: Row) -> dict[str, list[int]]:
    """The columns of each known heading, from the left, the heading's own label first."""
    table = vocabulary().attachment
    found: dict[str, list[int]] = {}
    for column in sorted(row.cells):
        if known := table.find(row.cells[column].text):
            found.setdefault(known.key, []).append(column)
    for key, columns in found.items():
        columns.sort(key=lambda c: fold(row.cells[c].text) != fold(table[key].label))
    return found


class _Table:
    """The rows below a header, read one after the other."""

    def __init__(self, book: Book, sheet: Sheet, header: Row) -> None:
        self._book = book
        self._sheet = sheet
        self._header = header
        headings = _headings(header)
        self._columns = {key: columns[0] for key, columns in headings.items()}
        self._problems = list(self._twins(headings))
        self._numbers: dict[str, CellPlace] = {}

    def read(self, rows: Iterator[Row]) -> tuple[list[Attachment], list[Problem]]:
        attachments = []
        for row in rows:
            texts = {key: self._text(row, key) for key in ("number", "title", "file", "note")}
            first = next((cell.text for _, cell in sorted(row.cells.items()) if cell.text.strip()), "")
            if not any(texts.values()) or (not texts["title"] and first.strip().startswith(REMARK)):
                continue
            place = self._place(row, "title")
            self._check(row, texts, place)
            attachments.append(Attachment(**texts, place=place))
        return attachments, self._problems

    def _check(self, row: Row, texts: dict[str, str], place: CellPlace) -> None:
        for key in texts:
            if key in self._columns and (shown := row.cells.get(self._columns[key])):
                self._problems += unreadable(shown, self._place(row, key))
        self._problems += hidden_row(row, place)
        if not texts["title"]:
            self._problems.append(problem("NM-N12", place))
        self._check_number(texts["number"], self._place(row, "number"))
        for name in texts["file"].splitlines():
            self._check_file(name.strip(), self._place(row, "file"))

    def _check_number(self, number: str, place: CellPlace) -> None:
        if not number:
            self._problems.append(problem("NM-N16", place))
        elif twin := self._numbers.get(fold(number)):
            self._problems.append(problem("NM-N13", place, number=number, other=twin.cell))
        else:
            self._numbers[fold(number)] = place

    def _check_file(self, name: str, place: CellPlace) -> None:
        """Clerks on Windows write 資料\\1.pdf, others 資料/1.pdf; both are looked for everywhere."""
        if not name:
            return
        folder = self._book.path.parent
        wanted = folder / name.replace("\\", "/")
        try:
            is_file, is_folder = wanted.is_file(), wanted.is_dir()
        except OSError:  # a name too long for the file system names no file
            is_file = is_folder = False
        if is_folder:
            self._problems.append(problem("NM-N15", place, name=name))
        elif not is_file:
            self._problems.append(problem("NM-N14", place, name=name, folder=str(folder.absolute())))

    def _twins(self, headings: dict[str, list[int]]) -> Iterator[Problem]:
        """Two columns of one meaning, neither with the label itself: which is meant cannot be known."""
        for key, columns in headings.items():
            if len(columns) < 2:
                continue
            label = vocabulary().attachment[key].label
            first, second = (self._header.cells[column].text for column in columns[:2])
            if fold(first) != fold(label) or fold(first) == fold(second):
                other = place_of(self._book, self._sheet, self._header, columns[0]).cell
                place = place_of(self._book, self._sheet, self._header, columns[1])
                yield problem("NM-N08", place, label=label, name=second, other_name=first, other=other)

    def _text(self, row: Row, key: str) -> str:
        """The cell's text, a title with every space it has; "" for a cell of spaces only."""
        column = self._columns.get(key, -1)
        text = trimmed(row, column)
        return row.cells.get(column, EMPTY).text if key == "title" and text else text

    def _place(self, row: Row, key: str) -> CellPlace:
        return place_of(self._book, self._sheet, row, self._columns.get(key, self._columns["title"]))
