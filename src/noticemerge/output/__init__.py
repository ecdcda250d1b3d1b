"""Letters on disk, whole or not at all, the record of them, and the dispatch register (発送台帳).

In: a `Plan` and a folder. Out: a `Run` that says what became of each letter; `verify` compares a folder with
its record; `placing` places what `post`, `paper` and `mail` make beside the letters. The commands call it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticemerge.output.folder_overview import Beside, Overview, has_letters, has_lost_record, overview
    from noticemerge.output.input_files import InputFiles
    from noticemerge.output.letter_files import Standing, standings
    from noticemerge.output.mail_journal import (
        Entry,
        Event,
        History,
        JournalWriter,
        MailRecord,
        MailState,
        journal_of,
    )
    from noticemerge.output.mailings import earlier_mailings, keep_mailing
    from noticemerge.output.merge_run import Run, run
    from noticemerge.output.other_files import NewFile, Placing, placing
    from noticemerge.output.outcomes import Outcome, Status
    from noticemerge.output.record import (
        FOLDER,
        JOURNAL,
        LAST,
        LAST_TEMPORARY,
        MADE_FROM,
        MADE_FROM_TEMPORARY,
        RECORD,
        REGISTER,
        MadeFor,
        OtherKind,
        State,
        addressee_in,
        digest_of,
        digest_of_letters,
    )
    from noticemerge.output.register_reading import register_notes
    from noticemerge.output.verification import Checked, Finding, Verified, digest_of_names, stale, verify

__all__ = [
    "FOLDER",
    "JOURNAL",
    "LAST",
    "LAST_TEMPORARY",
    "MADE_FROM",
    "MADE_FROM_TEMPORARY",
    "RECORD",
    "REGISTER",
    "Beside",
    "Checked",
    "Entry",
    "Event",
    "Finding",
    "History",
    "InputFiles",
    "JournalWriter",
    "MadeFor",
    "MailRecord",
    "MailState",
    "NewFile",
    "OtherKind",
    "Outcome",
    "Overview",
    "Placing",
    "Run",
    "Standing",
    "State",
    "Status",
    "Verified",
    "addressee_in",
    "digest_of",
    "digest_of_letters",
    "digest_of_names",
    "earlier_mailings",
    "has_letters",
    "has_lost_record",
    "journal_of",
    "keep_mailing",
    "overview",
    "placing",
    "register_notes",
    "run",
    "stale",
    "standings",
    "verify",
]
# A command that only looks at what was made starts faster without what makes it.
_MODULES = {
    "folder_overview": ("Beside", "Overview", "has_letters", "has_lost_record", "overview"),
    "input_files": ("InputFiles",),
    "letter_files": ("Standing", "standings"),
    "mail_journal": (
        "Entry",
        "Event",
        "History",
        "JournalWriter",
        "MailRecord",
        "MailState",
        "journal_of",
    ),
    "mailings": ("earlier_mailings", "keep_mailing"),
    "merge_run": ("Run", "run"),
    "other_files": ("NewFile", "Placing", "placing"),
    "outcomes": ("Outcome", "Status"),
    "record": (
        "FOLDER",
        "JOURNAL",
        "LAST",
        "LAST_TEMPORARY",
        "MADE_FROM",
        "MADE_FROM_TEMPORARY",
        "RECORD",
        "REGISTER",
        "MadeFor",
        "OtherKind",
        "State",
        "addressee_in",
        "digest_of",
        "digest_of_letters",
    ),
    "register_reading": ("register_notes",),
    "verification": ("Checked", "Finding", "Verified", "digest_of_names", "stale", "verify"),
}
_ON_DEMAND = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
