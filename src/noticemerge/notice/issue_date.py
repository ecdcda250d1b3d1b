"""The date of a letter (発信日): a day, or a month in the words of an invitation (令和8年4月吉日)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from noticemerge.excel import SheetCell
from noticemerge.japan import MonthRead, current_day, no_such_day, read_date, read_month, wareki
from noticemerge.problems import CellPlace, Problem, gettext, problem


@dataclass(frozen=True, slots=True)
class IssueDate:
    """A date of issue that was read: its `day`, and its words where they name a month but no day.

    `day` is then the first of the month, for sorting; `typed` are the words, `western` the same with the
    Western year. `problems` are what is wrong with it.
    """

    day: datetime.date | None = None
    typed: str = ""
    western: str = ""
    problems: tuple[Problem, ...] = ()


def read_issue_date(shown: SheetCell, place: CellPlace) -> IssueDate:
    """The date of issue in a cell; a cell that shows an error, or nothing yet, is told elsewhere."""
    if shown.kind in {"error", "formula"}:
        return IssueDate()
    if shown.kind == "date" and isinstance(shown.value, datetime.date):
        value = shown.value
        return IssueDate(value.date() if isinstance(value, datetime.datetime) else value)
    text = shown.text.strip()
    if not text:
        return IssueDate(problems=(problem("NM-N04", place, today=current_day().isoformat()),))
    if read := read_date(text):
        weekday = f"{read.weekday}曜日" if read.weekday else ""
        doubts = _outside(read.outside.name, text, read.date, place) if read.outside else []
        if weekday:
            doubts.append(problem("NM-N07", place, date=wareki(read.date), weekday=weekday))
        return IssueDate(read.date, problems=tuple(doubts))
    if month := read_month(text):
        return _of_month(month, text, place)
    if missing := no_such_day(text):
        in_month, day = missing
        said = gettext("{month}/{day}") if day else gettext("month {month}")
        facts = {"text": text, "missing": said.format(month=in_month, day=day)}
        return IssueDate(problems=(problem("NM-N66", place, **facts),))
    return IssueDate(problems=(problem("NM-N05", place, text=text),))


def _of_month(month: MonthRead, text: str, place: CellPlace) -> IssueDate:
    doubts = _outside(month.outside.name, text, month.first, place) if month.outside else []
    return IssueDate(month.first, text, month.seireki(), tuple(doubts))


def _outside(era: str, text: str, day: datetime.date, place: CellPlace) -> list[Problem]:
    return [problem("NM-N06", place, text=text, era=era, date=wareki(day))]
