"""A folder opened in the system's own window: Explorer, Finder, or what Linux has for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

# Opens a path; raises OSError where the system cannot.
Opener = Callable[[Path], None]
_PATIENCE = 10
# Windows alone has it.
_START: Callable[[Path], object] | None = getattr(os, "startfile", None)


def _run(words: list[str]) -> int:
    """The exit status of a program; a program that stays in the foreground has opened it. Raises OSError."""
    import subprocess  # takes long to load, and is needed for this alone

    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(words, stdin=quiet, stdout=quiet, stderr=quiet, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return 0
    return done.returncode


def open_in_system(
    path: Path,
    *,
    system: str = sys.platform,
    run: Callable[[list[str]], int] = _run,
    start: Callable[[Path], object] | None = _START,
) -> None:
    """Open a folder or file with the program that the system has for it. Raises OSError when that fails.

    `system` is as in `sys.platform`; `run` gives the exit status of a program, `start` is what Windows has.
    """
    if system == "win32" and start:
        start(path.absolute())
        return
    program = "open" if system == "darwin" else "xdg-open"
    if status := run([program, str(path.absolute())]):
        raise OSError(status, f"{program} failed")
