"""Labels (宛名ラベル) and envelopes (封筒) for the members who get post.

In: a `PostList`, which addresses them as letters do, and a sheet of labels or an envelope. Out: `Labels` or
`Envelopes`, which know who was left out and why, every doubt, and the file to print. The commands call it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticemerge.post.addresses import Sender, sender_of
    from noticemerge.post.envelopes import (
        ENVELOPES,
        USUAL_ENVELOPE,
        EnvelopeOptions,
        Envelopes,
        lay_out_envelopes,
    )
    from noticemerge.post.label_document import LabelDocument, lay_out_document
    from noticemerge.post.labels import Label, LabelOptions, Labels, lay_out_labels
    from noticemerge.post.made_post import MadePost
    from noticemerge.post.papers import USUAL, Paper, find_paper, known_papers

__all__ = [
    "ENVELOPES",
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
# Labels need no envelopes: each module is loaded when it is asked for.
_MODULES = {
    "addresses": ("Sender", "sender_of"),
    "envelopes": ("ENVELOPES", "EnvelopeOptions", "Envelopes", "USUAL_ENVELOPE", "lay_out_envelopes"),
    "label_document": ("LabelDocument", "lay_out_document"),
    "labels": ("Label", "LabelOptions", "Labels", "lay_out_labels"),
    "made_post": ("MadePost",),
    "papers": ("Paper", "USUAL", "find_paper", "known_papers"),
}
_ON_DEMAND = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
