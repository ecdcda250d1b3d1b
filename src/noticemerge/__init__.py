"""One Word letter for each member of an association, from an Excel list and a model letter.

    from pathlib import Path
    from noticemerge import LetterTemplate, Notice, Roster, plan, run

    workbook = Path("members.xlsx")
    letters = plan(Roster.read(workbook), LetterTemplate.read(Path("letter.docx")), Notice.read(workbook))
    for problem in letters.problems:
        print(problem.severity, problem.place.words(), problem.message, problem.hint)
    run(letters, Path("out"))

The parts are imported when first used, so that asking for help is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticemerge.catalogue import Severity
    from noticemerge.letters import Letter
    from noticemerge.notice import Notice
    from noticemerge.outcome import Outcome, Status
    from noticemerge.planning import Match, Plan, plan
    from noticemerge.problems import CannotUse, CellPlace, Place, Problem, WordPlace
    from noticemerge.roster import Member, Roster
    from noticemerge.selection import Selection
    from noticemerge.template import LetterTemplate, Names
    from noticemerge.verifying import Verified, verify
    from noticemerge.writing import Run, run

__version__ = "0.1.0"
__all__ = [
    "CannotUse",
    "CellPlace",
    "Letter",
    "LetterTemplate",
    "Match",
    "Member",
    "Names",
    "Notice",
    "Outcome",
    "Place",
    "Plan",
    "Problem",
    "Roster",
    "Run",
    "Selection",
    "Severity",
    "Status",
    "Verified",
    "WordPlace",
    "plan",
    "run",
    "verify",
]
_ROOMS = {
    "notice": ["Notice"],
    "letters": ["Letter"],
    "planning": ["Match", "Plan", "plan"],
    "catalogue": ["Severity"],
    "problems": ["CannotUse", "CellPlace", "Place", "Problem", "WordPlace"],
    "roster": ["Member", "Roster"],
    "outcome": ["Outcome", "Status"],
    "writing": ["Run", "run"],
    "selection": ["Selection"],
    "verifying": ["Verified", "verify"],
    "template": ["LetterTemplate", "Names"],
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ROOM_OF:
        return getattr(import_module(f"noticemerge.{_ROOM_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
