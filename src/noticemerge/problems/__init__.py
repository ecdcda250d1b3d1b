"""What can be wrong, where, and how it is put right, in Japanese and English.

In: a code of `messages`, a place and facts. Out: a `Problem` with its sentences, or `CannotUse` that carries
one. Every room calls this one; it calls none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticemerge.problems.kind import Severity as Severity
    from noticemerge.problems.language import LANGUAGES as LANGUAGES
    from noticemerge.problems.language import N_ as N_
    from noticemerge.problems.language import current_language as current_language
    from noticemerge.problems.language import gettext as gettext
    from noticemerge.problems.language import ngettext as ngettext
    from noticemerge.problems.language import use_language as use_language
    from noticemerge.problems.messages import all_kinds as all_kinds
    from noticemerge.problems.places import NOWHERE as NOWHERE
    from noticemerge.problems.places import CellPlace as CellPlace
    from noticemerge.problems.places import LinePlace as LinePlace
    from noticemerge.problems.places import Place as Place
    from noticemerge.problems.places import WordPlace as WordPlace
    from noticemerge.problems.places import shortened as shortened
    from noticemerge.problems.problems import CannotUse as CannotUse
    from noticemerge.problems.problems import NotFoundInFile as NotFoundInFile
    from noticemerge.problems.problems import Problem as Problem
    from noticemerge.problems.problems import has_errors as has_errors
    from noticemerge.problems.problems import problem as problem

# Loaded when first asked for: --help needs next to nothing of this room, and took 1.4 times as long.
_MODULES = {
    "kind": ("Severity",),
    "language": ("LANGUAGES", "N_", "current_language", "gettext", "ngettext", "use_language"),
    "messages": ("all_kinds",),
    "places": ("CellPlace", "LinePlace", "NOWHERE", "Place", "WordPlace", "shortened"),
    "problems": ("CannotUse", "NotFoundInFile", "Problem", "has_errors", "problem"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
