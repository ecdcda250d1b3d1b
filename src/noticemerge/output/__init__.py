"""Letters on disk, whole or not at all, the record of them, and the dispatch register (発送台帳).

In: a `Plan` and a folder. Out: a `Run` that says what became of each letter; `verify` compares a folder with
its record; `placing` places what `post`, `paper` and `mail` make beside the letters. The commands call it.
"""

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
    LAST,
    LAST_TEMPORARY,
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
from noticemerge.output.verification import Checked, Finding, Verified, verify

__all__ = [
    "FOLDER",
    "LAST",
    "LAST_TEMPORARY",
    "RECORD",
    "REGISTER",
    "Checked",
    "Entry",
    "Event",
    "Finding",
    "History",
    "JournalWriter",
    "MadeFor",
    "MailRecord",
    "MailState",
    "NewFile",
    "OtherKind",
    "Outcome",
    "Placing",
    "Run",
    "Standing",
    "State",
    "Status",
    "Verified",
    "addressee_in",
    "digest_of",
    "digest_of_letters",
    "earlier_mailings",
    "journal_of",
    "keep_mailing",
    "placing",
    "register_notes",
    "run",
    "standings",
    "verify",
]
