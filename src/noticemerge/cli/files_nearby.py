"""The files to offer where the one that was typed is not there."""

from __future__ import annotations

import difflib
import re
from contextlib import suppress
from itertools import islice
from pathlib import Path

from noticemerge.cli.next_step import next_step
from noticemerge.cli.options import Settings
from noticemerge.cli.screen_text import pack, pieces, wrap
from noticemerge.cli.shell import change_to
from noticemerge.japan import fold
from noticemerge.problems import N_, Problem, gettext

_MOST = 5
# Entries of a folder that are looked at: a shared drive has thousands.
_MOST_FOLDERS = 500
_INDENT = "    "
_KINDS = {
    "NM-R01": (N_("Excel or CSV file"), (".xlsx", ".xlsm", ".xls", ".csv", ".tsv")),
    "NM-T01": (N_("Word file"), (".docx", ".docm", ".doc")),
    "NM-M01": (N_("text of a mail"), (".txt", ".docx")),
}


def what_is_there(missing: Problem, settings: Settings) -> list[str]:
    """Lines that name the files which may have been meant, most like it first; none for another problem.

    One of the words typed is the path of the file.
    """
    if missing.code not in _KINDS:
        return []
    kind, endings = _KINDS[missing.code]
    name = missing.place.file
    said = (Path(word.partition("=")[2] if word.startswith("--") else word) for word in settings.typed)
    folder = next((path for path in said if path.name == name), Path(name)).parent
    if elsewhere := _elsewhere(folder, name):
        return _found(missing, folder, elsewhere, settings)
    if not folder.is_dir():
        return [_line(gettext("There is no folder {folder}.").format(folder=folder))]
    found = sorted(_files(folder, endings), key=lambda file: (-_likeness(file, name), file))
    if not found:
        said_so = gettext("{folder} holds no {kind}. Go to the right folder with cd, and type it again.")
        return [_line(said_so.format(folder=folder.absolute(), kind=gettext(kind)))]
    shown = found[:_MOST]
    listed = [f"{name}{gettext(', ')}" for name in shown[:-1]] + shown[-1:]
    listed[-1] += "…" if len(found) > _MOST else ""
    said_so = gettext("This folder holds: ") if folder == Path() else gettext("{folder} holds: ")
    return [pack([*pieces(said_so.format(folder=folder)), *listed], indent=_INDENT, following=_INDENT)]


def _found(missing: Problem, folder: Path, elsewhere: Path, settings: Settings) -> list[str]:
    """A list is worked with in its own folder, where its letter is; of another file the path is corrected."""
    name = missing.place.file
    there = elsewhere.resolve() if ".." in elsewhere.parts else elsewhere
    said = _line(gettext("{name} is in the folder {folder}.").format(name=name, folder=there))
    if missing.code == "NM-R01":
        return [
            said,
            *next_step(gettext("go to that folder, and type it again there:"), change_to(elsewhere)),
        ]
    # On Windows both strokes separate folders, and either may have been typed.
    wrong = re.escape(str(folder / name)).replace(re.escape("\\"), r"[\\/]")
    typed = [re.sub(f"{wrong}$", lambda _: str(elsewhere / name), word) for word in settings.typed]
    command = next((word for word in typed if not word.startswith("-")), "")
    return [said, *next_step(gettext("type it like this:"), settings.again(command, command, typed))]


def _elsewhere(folder: Path, name: str) -> Path | None:
    """The folder below or above, if only one, that has a file of this name; None where none was looked in."""
    looked_in = folder if folder.is_dir() else Path()
    try:
        below = [path for path in islice(looked_in.iterdir(), _MOST_FOLDERS) if path.is_dir()]
        seen = [path for path in below if not path.name.startswith(".")]
        found = [path for path in (*seen, looked_in / "..") if (path / name).is_file()]
    except OSError:
        return None
    return found[0] if len(found) == 1 else None


def _files(folder: Path, endings: tuple[str, ...]) -> list[str]:
    with suppress(OSError):
        return [
            path.name
            for path in folder.iterdir()
            if path.suffix.lower() in endings and not path.name.startswith(("~$", "."))
        ]
    return []


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, fold(one), fold(other)).ratio()


def _line(text: str) -> str:
    return wrap(text, indent=_INDENT, following=_INDENT)
