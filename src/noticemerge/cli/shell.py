"""Command lines to type: words quoted where a shell needs it, and the program as it can be found."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

PROGRAM = "noticemerge"
_IS_WINDOWS = os.name == "nt"
# What shells pass on as it is. U+3000 is a space to PowerShell; a backslash is no letter elsewhere.
_PLAIN = re.compile(r"[\w./:+=（）-]+")


def quoted(word: str) -> str:
    """The word as it is typed to reach a program whole."""
    if _PLAIN.fullmatch(word.replace("\\", "/") if _IS_WINDOWS else word):
        return word
    # A file name of Windows holds no double quote, and cmd knows no other.
    return f'"{word}"' if _IS_WINDOWS else shlex.quote(word)


def change_to(folder: Path) -> str:
    """What to type to work in `folder`."""
    there = f".{os.sep}{folder}" if str(folder).startswith("-") else str(folder)
    # cd of cmd stays on its drive; pushd does not, in PowerShell as well.
    is_near = folder.absolute().drive.casefold() == Path.cwd().drive.casefold()
    return f"{'cd' if is_near else 'pushd'} {quoted(there)}"


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
    return f"& {word}" if _IS_WINDOWS and word != typed else word
