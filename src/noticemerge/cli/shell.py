"""What to type at a prompt: words quoted where a shell needs it, and the program as it can be found."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

PROGRAM = "noticemerge"
# Every shell passes these on as they are; PowerShell takes U+3000 for a space, and POSIX a backslash away.
_PLAIN = re.compile(r"[\w./:+@,-]+" if os.sep == "/" else r"[\w.\\/:+@-]+")


def quoted(word: str) -> str:
    """The word as it is typed to reach a program whole."""
    if _PLAIN.fullmatch(word):
        return word
    # A file name of Windows holds no double quote, and cmd knows no other.
    return shlex.quote(word) if os.sep == "/" else f'"{word}"'


def change_to(folder: Path) -> str:
    """What to type to work in `folder`."""
    there = f".{os.sep}{folder}" if str(folder).startswith("-") else str(folder)
    # cd of cmd stays on its drive; pushd does not, in PowerShell as well.
    moved = folder.absolute().drive.casefold() == Path.cwd().drive.casefold()
    return f"{'cd' if moved else 'pushd'} {quoted(there)}"


def program(folder: Path = Path()) -> str:
    """What to type for this program when working in `folder`: its name, else where it was started from."""
    started = Path(sys.argv[0])
    found = shutil.which(PROGRAM)
    if started.stem != PROGRAM or (found and Path(found).parent.resolve() == started.parent.resolve()):
        return PROGRAM
    path = started.absolute().with_suffix("")
    try:
        typed = os.path.relpath(path, folder.absolute())
    except ValueError:  # another drive of Windows
        typed = str(path)
    word = quoted(typed)
    # To PowerShell a quoted word is a text, not a command.
    return f"& {word}" if os.sep == "\\" and word != typed else word
