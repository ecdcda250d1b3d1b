"""Which program makes PDF files on this machine."""

from __future__ import annotations

from pathlib import Path

from noticemerge.excel import bytes_of
from noticemerge.output import State
from noticemerge.paper.conversion import Office, cannot_start
from noticemerge.paper.folder_letters import FolderLetter, letters_in
from noticemerge.paper.fonts import missing_fonts
from noticemerge.paper.letter_file import LetterFile
from noticemerge.paper.libreoffice import LibreOffice
from noticemerge.paper.word import Word
from noticemerge.problems import CannotUse, Place, Problem, problem

OFFICES = ("libreoffice", "word")
_NAMES = dict(zip(OFFICES, ("LibreOffice", "Word"), strict=True))


def find_office(wanted: str = "") -> Office:
    """The program of this name, else LibreOffice where it is, else Word. Raises `CannotUse` when none is."""
    found: Office | None = None
    if wanted in ("", OFFICES[0]):
        found = LibreOffice.found()
    if found is None and wanted in ("", OFFICES[1]):
        found = Word.found()
    if found is None:
        raise CannotUse(problem("NM-P29", program=_NAMES[wanted]) if wanted else problem("NM-P21"))
    try:
        _ = found.version  # whether it can be started at all
    except CannotUse as failure:
        raise cannot_start(failure) from None
    return found


def fonts_missing_for(folder: Path, office: Office) -> list[Problem]:
    """A warning when letters of the folder use fonts that this machine lacks.

    Letters that share their styles are looked at once. Raises OSError when one cannot be read.
    """
    missing: set[str] = set()
    seen: set[bytes] = set()
    program = office.program if isinstance(office, LibreOffice) else None
    for letter in letters_in(State.read(folder)).letters:
        opened = _opened(folder, letter)
        key = (
            b"".join(entry.raw for name, entry in opened.entries.items() if _is_about_fonts(name))
            if opened
            else b""
        )
        if opened is not None and key not in seen:
            seen.add(key)
            missing |= set(missing_fonts(opened, program))
    if not missing:
        return []
    return [problem("NM-P22", Place(file=str(folder)), fonts="、".join(sorted(missing)))]


def _opened(folder: Path, letter: FolderLetter) -> LetterFile | None:
    if letter.is_edited:
        return None
    try:
        return LetterFile(bytes_of(folder / letter.name), letter.name)
    except CannotUse:
        return None


def _is_about_fonts(name: str) -> bool:
    return name.endswith(("styles.xml", "theme1.xml"))
