"""The files to offer where the one that was typed is not there."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from noticemerge.cli.screen_text import pack, pieces, wrap
from noticemerge.japan import fold
from noticemerge.problems import N_, Problem, gettext

_MOST = 5
_INDENT = "    "
_KINDS = {
    "NM-R01": (N_("Excel or CSV file"), (".xlsx", ".xlsm", ".xls", ".csv", ".tsv")),
    "NM-T01": (N_("Word file"), (".docx", ".docm", ".doc")),
    "NM-M01": (N_("text of a mail"), (".txt", ".docx")),
}


def what_is_there(missing: Problem, typed: Sequence[str]) -> list[str]:
    """Lines that name the files which may have been meant, most like it first; none for another problem.

    `typed` are the words of the command line, one of which is the path of the file.
    """
    if missing.code not in _KINDS:
        return []
    kind, endings = _KINDS[missing.code]
    name = missing.place.file
    said = (Path(word.partition("=")[2] if word.startswith("--") else word) for word in typed)
    folder = next((path for path in said if path.name == name), Path(name)).parent
    if not folder.is_dir():
        return [_line(gettext("There is no folder {folder}.").format(folder=folder))]
    found = sorted(_files(folder, endings), key=lambda file: (-_likeness(file, name), file))
    if not found:
        said_so = gettext("{folder} holds no {kind}. Go to the right folder with cd, and type it again.")
        return [_line(said_so.format(folder=folder.absolute(), kind=gettext(kind)))]
    listed = [f"{name}、" for name in found[: _MOST - 1]] + found[_MOST - 1 : _MOST]
    listed[-1] = listed[-1].rstrip("、") + ("…" if len(found) > _MOST else "")
    said_so = gettext("This folder holds: ") if folder == Path() else gettext("{folder} holds: ")
    return [pack([*pieces(said_so.format(folder=folder)), *listed], indent=_INDENT, following=_INDENT)]


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
