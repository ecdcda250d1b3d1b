"""Labels (宛名ラベル) and envelopes (封筒) for the members who get post.

In: a `PostList`, which addresses them as letters do, and a sheet of labels or an envelope. Out: `Labels` or
`Envelopes`, which know who was left out and why, every doubt, and the file to print. The commands call it.
"""

from noticemerge.post.addresses import Sender, sender_of
from noticemerge.post.envelopes import (
    ENVELOPES,
    USUAL_ENVELOPE,
    EnvelopeOptions,
    Envelopes,
    lay_out_envelopes,
)
from noticemerge.post.label_document import LabelDocument, lay_out_document
from noticemerge.post.labels import FILE as LABELS_FILE
from noticemerge.post.labels import Label, LabelOptions, Labels, lay_out_labels
from noticemerge.post.made_post import MadePost
from noticemerge.post.papers import USUAL, Paper, find_paper, known_papers

__all__ = [
    "ENVELOPES",
    "LABELS_FILE",
    "USUAL",
    "USUAL_ENVELOPE",
    "EnvelopeOptions",
    "Envelopes",
    "Label",
    "LabelDocument",
    "LabelOptions",
    "Labels",
    "MadePost",
    "Paper",
    "Sender",
    "find_paper",
    "known_papers",
    "lay_out_document",
    "lay_out_envelopes",
    "lay_out_labels",
    "sender_of",
]
