"""Which mailings an output folder holds or held: number, subject, date, among what is known of the last run.

A number that an earlier mailing has is asked about; so folders beside this one are looked at too. What stands
here may be lost: then nothing is asked.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from noticemerge.excel import bytes_of
from noticemerge.japan import fold
from noticemerge.notice import Notice
from noticemerge.output.record import FOLDER, LAST, LAST_TEMPORARY
from noticemerge.planning import Mailing

_KEY = "mailings"
# Entries of the folder around it that are looked at: a shared drive has thousands.
_MOST = 500


def earlier_mailings(folder: Path) -> tuple[Mailing, ...]:
    """The mailings in this output folder and in those beside it, the own ones first."""
    beside = [folder]
    with suppress(OSError):
        around = islice(folder.absolute().parent.iterdir(), _MOST)
        beside += sorted(path for path in around if path.name != folder.name and path.is_dir())
    return tuple(mailing for path in beside for mailing in _read(path))


def mailing_in(folder: Path) -> Mailing | None:
    """The mailing that was made in this output folder last, None where that is not known."""
    return next(reversed([*_read(folder)]), None)


def keep_mailing(folder: Path, notice: Notice) -> None:
    """Remember that the letters of this notice were made in the folder; its number stands for them now."""
    number, subject = notice.value("number").strip(), notice.value("subject").strip()
    if not (number or subject):
        return
    new = Mailing(number, subject, notice.date)
    others = [mailing for mailing in _read(folder) if fold(mailing.number) != fold(number)]
    listed = [
        {"number": m.number, "subject": m.subject, "date": m.date.isoformat() if m.date else ""}
        for m in (*others, new)
    ]
    told = _told(folder)
    with suppress(OSError):
        if told.get(_KEY) != listed:
            temporary = folder / FOLDER / LAST_TEMPORARY
            temporary.write_text(json.dumps({**told, _KEY: listed}), "utf-8")
            temporary.replace(folder / FOLDER / LAST)


def _told(folder: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        told = json.loads(bytes_of(folder / FOLDER / LAST))
        if isinstance(told, dict):
            return told
    return {}


def _read(folder: Path) -> Iterator[Mailing]:
    with suppress(ValueError, KeyError, TypeError):
        for told in _told(folder).get(_KEY, []):
            day = datetime.date.fromisoformat(told["date"]) if told["date"] else None
            yield Mailing(str(told["number"]), str(told["subject"]), day, str(folder.name))
