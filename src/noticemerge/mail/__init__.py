"""E-mail to members: who gets what, drafts, and sending, each member his own letter and never twice.

In: the plan of the letters, the text of the mail, and the folder of letters on record. Out: a `MailPlan` with
every doubt; drafts in files; or mails sent, with a journal in the folder. The commands call it.
"""

from noticemerge.mail.connection import Connection
from noticemerge.mail.dispatch import send, try_on_sender
from noticemerge.mail.drafts import FOLDER as DRAFTS
from noticemerge.mail.drafts import Drafts, write_drafts
from noticemerge.mail.mail_plan import plan_mails
from noticemerge.mail.mails import (
    MEGABYTE,
    Considered,
    Fate,
    Limits,
    Mail,
    MailPlan,
    hardest_mails,
    in_megabytes,
)
from noticemerge.mail.message import Envelope, Mailbox
from noticemerge.mail.sending import Manner, Outcome, Sent
from noticemerge.mail.settings import MailServer, Security, read_server

__all__ = [
    "DRAFTS",
    "MEGABYTE",
    "Connection",
    "Considered",
    "Drafts",
    "Envelope",
    "Fate",
    "Limits",
    "Mail",
    "MailPlan",
    "MailServer",
    "Mailbox",
    "Manner",
    "Outcome",
    "Security",
    "Sent",
    "hardest_mails",
    "in_megabytes",
    "plan_mails",
    "read_server",
    "send",
    "try_on_sender",
    "write_drafts",
]
