"""The date of issue against today and what the letter asks for, and the number against other mailings.

Last year's date, a deadline that was over when the letter went out, and a number that another letter has are
the slips of whoever begins with a copy of an older letter.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from noticemerge.japan import DateInText, dates_in, fold, wareki
from noticemerge.notice import Notice, means_date
from noticemerge.planning.earlier_mailings import Mailing
from noticemerge.planning.sample_values import sample_values
from noticemerge.planning.shipped_sample import shipped_sample
from noticemerge.problems import CellPlace, Place, Problem, problem
from noticemerge.roster import Roster
from noticemerge.template import COMPUTED, NOTICE, BoundTemplate, Paragraph, W

_PAST, _AHEAD = 30, 60
# Words of the sentence around a day that are read.
_SENTENCE = 200


def doubts_of_issue(
    roster: Roster, notice: Notice, bound: BoundTemplate, today: datetime.date, earlier: Iterable[Mailing]
) -> Iterator[Problem]:
    """All there is to ask about number and date of a letter, and about what is left in it of the example."""
    printed = {name.label for name in bound.used if name.source == NOTICE}
    computed = {name.label for name in bound.used if name.source == COMPUTED}
    has_date = bool(computed & {"発信日", "発信日_西暦"}) or any(map(means_date, printed))
    yield from sample_values(roster, notice, printed)
    yield from date_doubts(roster, notice, today, is_printed=has_date)
    yield from deadlines_gone(notice, bound)
    yield from number_taken(notice, earlier, is_printed=notice.name_of("number") in printed)


def date_doubts(
    roster: Roster, notice: Notice, today: datetime.date, *, is_printed: bool
) -> Iterator[Problem]:
    """A date of issue far from `today`; of the example's own date in the example nothing is said.

    In a letter that prints no date it is a note: the register has it.
    """
    first = notice.date
    if first is None:
        return
    last = first
    if notice.issued.typed:  # 令和8年4月吉日 is any day of its month
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    behind, ahead = (today - last).days, (first - today).days
    if behind <= _PAST and ahead <= _AHEAD:
        return
    if first == shipped_sample().date and shipped_sample().is_list(roster):
        return
    code, days = ("NM-N62", behind) if behind > 0 else ("NM-N63", ahead)
    facts = {"date": notice.issued.typed or wareki(first), "days": days, "today": wareki(today)}
    yield replace(problem(code, _place_of(notice, "date"), **facts), harmless=not is_printed)


def deadlines_gone(notice: Notice, bound: BoundTemplate) -> Iterator[Problem]:
    """Deadlines of the letter, or of a line of 通知 that it prints, before the date of issue."""
    if (issued := notice.date) is None:
        return
    facts = {"date": notice.issued.typed or wareki(issued)}
    for scanned in bound.template.scans:
        for paragraph in scanned.suspect if scanned.part.is_word else ():
            if not paragraph.is_fallback:
                for found in deadlines_in(_label_of(paragraph) + paragraph.text, issued):
                    if found.day < issued:
                        yield problem("NM-T180", paragraph.place, text=found.written, **facts)
    for name in dict.fromkeys(n.label for n in bound.used if n.source == NOTICE and not means_date(n.label)):
        text = notice.values[name]
        is_deadline = _patterns()["names"].search(name) is not None
        for found in deadlines_in(f"期限:{text}" if is_deadline else text, issued):
            if found.day < issued:
                place: Place = notice.places.get(name, CellPlace())
                yield problem("NM-N64", place, name=name, text=found.written, **facts)


def _label_of(paragraph: Paragraph) -> str:
    """What stands in the cell to the left, where that says of a table's cell that it is a deadline."""
    cell = next(paragraph.element.iterancestors(f"{{{W}}}tc"), None)
    left = cell.getprevious() if cell is not None else None
    label = "".join(t.text or "" for t in left.iter(f"{{{W}}}t")).strip() if left is not None else ""
    return f"{label}:" if _patterns()["label"].search(label) else ""


def deadlines_in(text: str, issued: datetime.date) -> Iterator[DateInText]:
    """The days in a text until which something is asked of the reader.

    Not what is told of the past (2月末までに申請した方), and not the end of a period (4月1日から3月31日まで)
    unless it is one for handing something in.
    """
    plain, patterns = unicodedata.normalize("NFKC", text), _patterns()
    if not patterns["any"].search(plain):
        return
    for found in dates_in(plain, issued):
        before = re.split("[。\n]", plain[max(found.start - _SENTENCE, 0) : found.start])[-1]
        after = re.split("[。\n]", plain[found.end : found.end + _SENTENCE])[0]
        until = patterns["until"].match(after)
        if not (until or patterns["label"].search(before)) or patterns["past"].search(after):
            continue
        is_period = patterns["from"].search(before) or (until and after[until.end() :].startswith("の"))
        if not is_period or patterns["handing in"].search(before + after):
            yield found


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compiled when a letter is first looked at: a run that changes nothing does without."""
    time = r"(?:(?:午前|午後)?\s*\d{1,2}(?:時(?:\d{1,2}分|半)?|:\d\d)|正午)?"
    names = r"期限|締め?切り?日?|〆切り?日?|期日"
    return {
        "any": re.compile(rf"まで|迄|必着|厳守|消印|{names}"),
        "names": re.compile(names),
        "until": re.compile(
            rf"\s*(?:\([^()]{{1,6}}\))?\s*{time}\s*\(?(?:必着|(?:を|もって|をもって)?\s*(?:{names})|まで|迄|厳守|(?:当日)?消印)"
        ),
        "label": re.compile(rf"(?:{names})[^0-9。]{{0,8}}$"),
        "from": re.compile(r"(?:から|より|[~〜-]|至)\s*$"),
        "handing in": re.compile(
            "受付|受け付け|申し?込|提出|回答|募集|応募|返送|返信|返事|連絡|申請|納付|振込|振り込"
        ),
        "past": re.compile(r"(?:[しれいっんきけせえて])た(?![いくらめ])|(?:まし|でし|だっ)た"),
    }


def number_taken(notice: Notice, earlier: Iterable[Mailing], *, is_printed: bool) -> Iterator[Problem]:
    """The number of this letter where it stands on an earlier mailing of another subject or another time."""
    number, subject = notice.value("number").strip(), notice.value("subject").strip()
    if not number:
        return
    for other in earlier:
        if fold(other.number) == fold(number) and not _is_same(other, subject, notice.date):
            facts = {"number": number, "title": other.subject, "folder": other.folder}
            facts["date"] = wareki(other.date) if other.date else ""
            found = problem("NM-N65", _place_of(notice, "number"), **facts)
            yield replace(found, harmless=not is_printed)
            return


def _is_same(other: Mailing, subject: str, issued: datetime.date | None) -> bool:
    if other.date and issued and abs((other.date - issued).days) > _PAST:
        return False
    return other.is_about(subject)


def _place_of(notice: Notice, key: str) -> CellPlace:
    return notice.places.get(notice.name_of(key), CellPlace())
