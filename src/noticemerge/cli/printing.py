"""What bundle and pdf have in common: the list, the program that makes PDF, what that lacks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from noticemerge.cli.made_from import last_list
from noticemerge.cli.request import Request
from noticemerge.problems import CannotUse, gettext, problem

if TYPE_CHECKING:
    from noticemerge.cli.options import Settings
    from noticemerge.paper import Office
    from noticemerge.problems import Problem
    from noticemerge.roster import Roster

_USUAL_LIST = "members.xlsx"


def list_of(folder: Path, members: Path | None) -> Roster:
    """The member list that was named, else that of the last merge, else the usual one beside the folder.

    Raises `CannotUse` when none is found, or it cannot be read.
    """
    if members is not None:
        return Request(members=members).roster()
    if (last := last_list(folder)) is not None and last.members.is_file():
        return last.roster()
    for path in (folder.parent / _USUAL_LIST, Path(_USUAL_LIST)):
        if path.is_file():
            return Request(members=path).roster()
    raise CannotUse(problem("NM-P17"))


def office_for(folder: Path, wanted: str, settings: Settings) -> tuple[Office, list[Problem]]:
    """The program that makes PDF. What it lacks for these letters is said before anything is made.

    Returned are the problems that are still to be told. Raises `CannotUse` when there is no such program.
    """
    from noticemerge.cli.report import Page
    from noticemerge.paper import find_office, fonts_missing_for

    with settings.progress() as progress:
        progress.step(gettext("Looking for the fonts of the letters"))
        office = find_office(wanted)
        problems = fonts_missing_for(folder, office)
    if settings.json or not problems:
        return office, problems
    settings.reporter().say(Page(problems).text, "")
    return office, []
