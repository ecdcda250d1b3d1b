"""Other programs that are started, watched and ended with all that they start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

_LOOK = 0.2  # seconds between two looks at what has been done


class TakesTooLong(Exception):  # noqa: N818 - it reads as a sentence where it is raised
    """The program was stopped, for it did nothing for as long as it was given."""


class Processes:
    """The programs that run at this moment; `stop` ends them, from whatever thread."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def run(self, words: Sequence[str], seconds: float, done: Callable[[], int] = lambda: 0) -> str:
        """What the program says, when it has ended by itself.

        It has so many seconds, and as many again whenever more is `done`. Raises `TakesTooLong`, OSError when
        it cannot be started.
        """
        with tempfile.TemporaryFile() as said:
            started = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
            )
            self._running.add(started)
            try:
                if self._stopped:
                    raise TakesTooLong
                self._wait(started, seconds, done)
            except BaseException:
                end(started)
                raise
            finally:
                self._running.discard(started)
            said.seek(0)
            return said.read().decode("utf-8", "replace")

    def stop(self) -> None:
        """End what runs, and let nothing begin any more."""
        self._stopped = True
        for started in list(self._running):
            end(started)

    def _wait(self, started: subprocess.Popen[bytes], seconds: float, done: Callable[[], int]) -> None:
        count, until = done(), time.monotonic() + seconds
        while True:
            try:
                started.wait(_LOOK)
            except subprocess.TimeoutExpired:
                now = done()
                if now > count:
                    count, until = now, time.monotonic() + seconds
                if time.monotonic() >= until:
                    raise TakesTooLong from None
            else:
                return


def end(started: subprocess.Popen[bytes]) -> None:
    """End a program that may have started others: all are to go."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(started.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
    started.wait()


def last_line(said: str) -> str:
    """The last that a program said, "-" when it said nothing."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else "-"
