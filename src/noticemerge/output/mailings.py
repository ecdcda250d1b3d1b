"""Which mailings an output folder holds or held: number, subject and date, beside the record.

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

from noticemerge.japan import fold
from noticemerge.notice import Notice
from noticemerge.output.record import FOLDER
from noticemerge.planning import Mailing

_FILE = "mailings.json"
# Entries of the folder around it that are looked at: a shared drive has thousands.
_MOST = 500


def earlier_mailings(folder: Path) -> tuple[Mailing, ...]:
    """The mailings in this output folder and in those beside it, the own ones first."""
    beside = [folder]
    with suppress(OSError):
        around = islice(folder.absolute().parent.iterdir(), _MOST)
        beside += sorted(path for path in around if path.name != folder.name and path.is_dir())
    return tuple(mailing for path in beside for mailing in _read(path))


def keep_mailing(folder: Path, notice: Notice) -> None:
    """Remember that the letters of this notice were made in the folder; its number stands for them now."""
    number = notice.value("number").strip()
    if not number:
        return
    new = Mailing(number, notice.value("subject").strip(), notice.date)
    others = [mailing for mailing in _read(folder) if fold(mailing.number) != fold(number)]
    told = [
        {"number": m.number, "subject": m.subject, "date": m.date.isoformat() if m.date else ""}
        for m in (*others, new)
    ]
    data = json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
    path = folder / FOLDER / _FILE
    with suppress(OSError):
        if not path.is_file() or path.read_bytes() != data:
            temporary = path.with_suffix(".tmp")
            temporary.write_bytes(data)
            temporary.replace(path)


def _read(folder: Path) -> Iterator[Mailing]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        for told in json.loads((folder / FOLDER / _FILE).read_text("utf-8", "surrogatepass")):
            day = datetime.date.fromisoformat(told["date"]) if told["date"] else None
            yield Mailing(str(told["number"]), str(told["subject"]), day, str(folder.name))
