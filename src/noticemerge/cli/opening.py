"""A folder opened in the system's own window: Explorer, Finder, or what Linux has for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

# Opens a path; raises OSError where the system cannot.
Opener = Callable[[Path], None]
_PATIENCE = 10


def open_in_system(path: Path) -> None:
    """Open a folder or file with the program that the system has for it. Raises OSError when that fails."""
    if sys.platform == "win32":
        os.startfile(path.absolute())
        return
    import subprocess  # takes long to load, and is needed for this alone

    program = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        # A program that stays in the foreground has opened it.
        done = subprocess.run(
            [program, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return
    if done.returncode:
        raise OSError(done.returncode, program)
