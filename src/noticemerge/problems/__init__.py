"""What can be wrong, where, and how it is put right, in Japanese and English.

In: a code of `messages`, a place and facts. Out: a `Problem` with its sentences, or `CannotUse` that carries
one. Every room calls this one; it calls none.
"""

from noticemerge.problems.kind import Severity
from noticemerge.problems.language import LANGUAGES, N_, current_language, gettext, ngettext, use_language
from noticemerge.problems.messages import all_kinds
from noticemerge.problems.problem import (
    NOWHERE,
    CannotUse,
    CellPlace,
    LinePlace,
    NotFoundInFile,
    Place,
    Problem,
    WordPlace,
    has_errors,
    problem,
)

__all__ = [
    "LANGUAGES",
    "NOWHERE",
    "N_",
    "CannotUse",
    "CellPlace",
    "LinePlace",
    "NotFoundInFile",
    "Place",
    "Problem",
    "Severity",
    "WordPlace",
    "all_kinds",
    "current_language",
    "gettext",
    "has_errors",
    "ngettext",
    "problem",
    "use_language",
]
