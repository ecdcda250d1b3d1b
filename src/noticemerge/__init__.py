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
    from noticemerge.notice import Notice
    from noticemerge.output import Outcome, Run, Status, Verified, run, verify
    from noticemerge.planning import Letter, Match, Plan, Selection, plan
    from noticemerge.problems import CannotUse, CellPlace, Place, Problem, Severity, WordPlace
    from noticemerge.roster import Member, Roster
    from noticemerge.template import LetterTemplate, Names

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
    "output": ["Outcome", "Run", "Status", "Verified", "run", "verify"],
    "planning": ["Letter", "Match", "Plan", "Selection", "plan"],
    "problems": ["CannotUse", "CellPlace", "Place", "Problem", "Severity", "WordPlace"],
    "roster": ["Member", "Roster"],
    "template": ["LetterTemplate", "Names"],
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ROOM_OF:
        return getattr(import_module(f"noticemerge.{_ROOM_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
