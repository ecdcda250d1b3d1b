"""What is the same for all letters: number, date, sender, subject, attachments."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from noticemerge.excel import Book, Row, SheetCell, read_book
from noticemerge.japan import CellText, current_day, fold, lazy_pattern, vocabulary
from noticemerge.notice.attachments import Attachment, read_attachments
from noticemerge.notice.issue_date import IssueDate, read_issue_date
from noticemerge.notice.sheet_cells import EMPTY, REMARK, hidden_row, place_of, trimmed, unreadable
from noticemerge.problems import CellPlace, Problem, problem

__all__ = ["Attachment", "Notice"]

NOTICE_SHEET = "通知"
# What a sheet is called that was copied, or is another version.
_COPY = lazy_pattern(rf"{NOTICE_SHEET}\s*(?:[(（]?\d+[)）]?|のコピー|\s*-?\s*コピー|新|案|修正版?|改)")

_NAME_HEADINGS = frozenset(map(fold, ("項目", "項目名", "名称", "名前", "欄", "事項")))
_VALUE_HEADINGS = frozenset(map(fold, ("内容", "値", "記入欄", "入力欄", "記載内容", "入力内容", "設定値")))


@dataclass(frozen=True, slots=True)
class Notice:
    """The sheets 通知 and 添付資料.

    `values` holds every name of 通知 as typed, with its text as displayed; `places` the cell of each
    value. `date` is None when it is missing or cannot be read; `problems` then has the error. Of a date
    in words that name no day (令和8年4月吉日) it is the first of the month; `issued` has the words.
    `file` is the workbook.
    """

    values: dict[str, str]
    places: dict[str, CellPlace]
    date: datetime.date | None
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...] = ()
    issued: IssueDate = field(default_factory=IssueDate)
    file: Path = Path()

    @classmethod
    def read(cls, path: Path, *, settings: Mapping[str, str] | None = None) -> Notice:
        """The notice of a workbook; `settings` (name and text) win over the sheet.

        Raises `CannotUse` when the file cannot be read at all.
        """
        return cls.from_book(read_book(path), settings)

    @classmethod
    def from_book(cls, book: Book, settings: Mapping[str, str] | None = None) -> Notice:
        """As `read`, of a workbook that is open."""
        lines, problems = _read_lines(book)
        _apply(settings or {}, lines)
        problems += _twins(lines)
        problems += [doubt for line in lines for doubt in unreadable(line.shown, line.place)]
        problems += [doubt for line in lines for doubt in _changing(line)]
        problems += _other_sheets(book)
        issued = _issued(lines, book)
        attachments, faults = read_attachments(book)
        return cls(
            values={line.name: _text(line.shown) for line in lines},
            places={line.name: line.place for line in lines},
            date=issued.day,
            attachments=tuple(attachments),
            problems=(*problems, *issued.problems, *faults),
            issued=issued,
            file=book.path,
        )

    @property
    def files(self) -> tuple[Path, ...]:
        """The workbook, and the files of its attachments, which are named relative to it."""
        names = (name.strip() for attachment in self.attachments for name in attachment.file.splitlines())
        return self.file, *(self.file.parent / name.replace("\\", "/") for name in names if name)

    def value(self, key: str) -> str:
        """The text of a standard field of the notice ("number", "date", "subject", "sender" …), or ""."""
        name = self.name_of(key)
        return self.values[name] if name else ""

    def name_of(self, key: str) -> str:
        """The name that a standard field has in the sheet, "" where it is not there."""
        named = [name for name in self.values if _means(name, key)]
        label = vocabulary().notice[key].label
        return min(named, key=lambda name: fold(name) != fold(label), default="")


@dataclass(slots=True)
class _Line:
    """A name and its value, with the cell of each."""

    name: str
    shown: SheetCell
    name_place: CellPlace
    place: CellPlace


@dataclass(slots=True)
class _Columns:
    """Which columns hold names and values, and from which row on."""

    name: int
    value: int
    first_row: int


def _read_lines(book: Book) -> tuple[list[_Line], list[Problem]]:
    sheet = book.find(NOTICE_SHEET)
    rows = list(sheet.rows()) if sheet else []
    columns = _columns(rows)
    lines: list[_Line] = []
    problems: list[Problem] = []
    if sheet is None or columns is None:
        return lines, problems
    for row in rows:
        if row.number < columns.first_row:
            continue
        name, shown = trimmed(row, columns.name), row.cells.get(columns.value, EMPTY)
        place = place_of(book, sheet, row, columns.value)
        if not name:
            if shown.text.strip():
                problems.append(problem("NM-N10", place, text=shown.text.strip()))
        elif not name.startswith(REMARK):
            at = place_of(book, sheet, row, columns.name)
            problems += hidden_row(row, at)
            _add(lines, _Line(name, shown, at, place), problems)
    return lines, problems


def _add(lines: list[_Line], line: _Line, problems: list[Problem]) -> None:
    """A name typed twice is an error: which of the two values is meant cannot be known."""
    twin = next((other for other in lines if fold(other.name) == fold(line.name)), None)
    if twin is None:
        lines.append(line)
    else:
        problems.append(problem("NM-N03", line.name_place, name=line.name, other=twin.name_place.cell))


def _columns(rows: list[Row]) -> _Columns | None:
    """From a header 項目 | 内容 if there is one, else from the column that holds the known names."""
    for row in rows:
        texts = {column: fold(shown.text) for column, shown in row.cells.items() if shown.text.strip()}
        names = [column for column, text in texts.items() if text in _NAME_HEADINGS]
        values = [column for column, text in texts.items() if text in _VALUE_HEADINGS]
        if names and (after := [column for column in values if column > names[0]]):
            return _Columns(names[0], after[0], row.number + 1)
    known: dict[int, list[Row]] = {}
    for row in rows:
        for column in row.cells:
            if vocabulary().notice.find(trimmed(row, column)):
                known.setdefault(column, []).append(row)
    if not known:
        return None
    name = max(sorted(known), key=lambda column: len(known[column]))
    beside = [min(right) for row in known[name] if (right := [c for c in row.cells if c > name])]
    first = min(row.number for row in rows if _is_pair(row, name, min(beside, default=name + 1)))
    return _Columns(name, min(beside, default=name + 1), first)


def _is_pair(row: Row, name: int, value: int) -> bool:
    """Whether the row has a value beside its name, or a name that is known: a title row has neither."""
    text = trimmed(row, name)
    return bool(text and (trimmed(row, value) or vocabulary().notice.find(text)))


def _apply(settings: Mapping[str, str], lines: list[_Line]) -> None:
    """Put a setting in the place of the line it names, or behind all of them."""
    for name, text in settings.items():
        place = CellPlace(file="--set", cell=name)
        line = next((line for line in lines if fold(line.name) == fold(name)), None)
        if line is None and (meant := vocabulary().notice.find(name)):
            line = next((line for line in lines if _means(line.name, meant.key)), None)
        if line is None:
            line = _Line(name, EMPTY, place, place)
            lines.append(line)
        line.shown, line.place = SheetCell(text, text, "text"), place


def _twins(lines: list[_Line]) -> Iterable[Problem]:
    """Two names for one thing (文書番号 and 文書No), unless one is the thing's own label."""
    for standard in vocabulary().notice:
        if standard.key == "reply_by":  # two deadlines are two deadlines
            continue
        named = [line for line in lines if _means(line.name, standard.key)]
        if len(named) > 1 and not any(fold(line.name) == fold(standard.label) for line in named):
            first, second = named[0], named[1]
            yield problem(
                "NM-N08",
                second.name_place,
                label=standard.label,
                name=second.name,
                other_name=first.name,
                other=first.name_place.cell,
            )


def _changing(line: _Line) -> Iterable[Problem]:
    """A value that another day changes (=TODAY()), and what is struck through in it."""
    marks = line.shown.marks
    if marks and marks.volatile:
        facts = {"name": line.name, "formula": marks.volatile, "text": line.shown.text}
        yield problem("NM-N41", line.place, **facts)
    if marks and marks.struck.strip():
        yield problem("NM-N42", line.place, struck=marks.struck.strip())


def _other_sheets(book: Book) -> Iterable[Problem]:
    """Sheets that are called like 通知 and are not it: 通知 (2) may be the newer one."""
    used = book.find(NOTICE_SHEET)
    for sheet in book.sheets:
        if used and sheet is not used and sheet.visible and _COPY.fullmatch(sheet.title.strip()):
            place = CellPlace(file=book.path.name, sheet=sheet.title)
            yield problem("NM-N40", place, other=sheet.title, sheet=used.title)


def _issued(lines: list[_Line], book: Book) -> IssueDate:
    label = vocabulary().notice["date"].label
    named = sorted(
        (line for line in lines if _means(line.name, "date")), key=lambda line: fold(line.name) != fold(label)
    )
    return read_issue_date(named[0].shown, named[0].place) if named else IssueDate(problems=(_no_date(book),))


def _text(shown: SheetCell) -> str:
    """What the cell shows; of a day with the day itself, whose year it may not show.

    A cell that is struck through as a whole says nothing.
    """
    if shown.marks and shown.marks.struck == shown.text:
        return ""
    value = shown.value
    if shown.kind != "date" or not isinstance(value, datetime.date):
        return shown.text
    return CellText(shown.text, value.date() if isinstance(value, datetime.datetime) else value)


def _no_date(book: Book) -> Problem:
    """No line for the date: the whole sheet may be missing, which is then the thing to say."""
    if book.find(NOTICE_SHEET) is None:
        return problem("NM-N01", CellPlace(file=book.path.name))
    place = CellPlace(file=book.path.name, sheet=NOTICE_SHEET)
    return problem("NM-N04", place, today=current_day().isoformat())


def means_date(name: str) -> bool:
    """Whether a line of this name holds the date of the letter."""
    return _means(name, "date")


def _means(name: str, key: str) -> bool:
    found = vocabulary().notice.find(name)
    return found is not None and found.key == key
