"""Labels (宛名ラベル) and envelopes (封筒) for the members who get post.

In: a `PostList`, which addresses them as letters do, and a sheet of labels or an envelope. Out: `Labels` or
`Envelopes`, which know who was left out and why, every doubt, and the file to print. The commands call it.
"""

from noticemerge.post.addresses import sender_lines
from noticemerge.post.labels import FILE as LABELS_FILE
from noticemerge.post.labels import Label, LabelOptions, Labels, lay_out_labels
from noticemerge.post.papers import USUAL, Paper, find_paper, known_papers

__all__ = [
    "LABELS_FILE",
    "USUAL",
    "Label",
    "LabelOptions",
    "Labels",
    "Paper",
    "find_paper",
    "known_papers",
    "lay_out_labels",
    "sender_lines",
]
