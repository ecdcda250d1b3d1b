"""One line on a terminal that says what goes on; it is gone when the work is done."""

from __future__ import annotations

import shutil
import sys
import time
from types import TracebackType
from typing import Self

from noticemerge.cli.screen_text import COLUMNS, pieces
from noticemerge.japan import width
from noticemerge.problems import gettext

_EVERY = 0.1  # seconds: more often than that nobody reads
_BEFORE_GUESSING = 1.0
_FEW = 100  # seconds that are said as such


class Progress:
    """Where there is a terminal, says which step runs and how far it is; elsewhere nothing at all.

    Use it in a `with`: at its end the line is wiped out, whatever happens.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self._live = wanted and sys.stderr.isatty()
        self._shown = ""
        self._began = self._next = 0.0

    def step(self, words: str) -> None:
        """Say which step begins."""
        self._began = 0.0
        self._show(words)

    def letters(self, done: int, total: int) -> None:
        """Say how many letters are made, how fast, and how long the rest will take."""
        if done == total:
            self.step(gettext("Putting the letters in place and writing the register"))
        else:
            self._count(gettext("Making letters: {done} of {total}"), done, total)

    def pdfs(self, done: int, total: int) -> None:
        """The same of PDFs, which come many at a time."""
        self._count(gettext("Making PDF: {done} of {total}"), done, total)

    def gathered(self, done: int, total: int) -> None:
        """The same of letters that are put into one file."""
        self._count(gettext("Putting letters together: {done} of {total}"), done, total)

    def _count(self, words: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._began:
            self._began = now
        if now >= self._next:
            self._next = now + _EVERY
            self._show(_how_far(words.format(done=done, total=total), done, total, now - self._began))

    def mails(self, done: int, total: int) -> None:
        """Say how many mails are sent, and how long the rest will take."""
        now = time.monotonic()
        self._began = self._began or now
        if now >= self._next:
            self._next = now + _EVERY
            said = gettext("Sending mails: {done} of {total}").format(done=done, total=total)
            left = (now - self._began) / done * (total - done) if done > 1 else 0.0
            self._show(f"{said}  {_time_left(left)}" if left else said)

    def drafts(self, done: int, total: int) -> None:
        """Say how many drafts are made."""
        self._show(gettext("Writing drafts: {done} of {total}").format(done=done, total=total))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._show("")

    def _show(self, words: str) -> None:
        if self._live and words != self._shown:
            line = _cut(words)
            # Only what every console understands: spaces wipe out what was there.
            blank = " " * (width(self._shown) - width(line))
            sys.stderr.write(f"\r{line}{blank}" + ("" if line else "\r"))
            sys.stderr.flush()
            self._shown = line


def _how_far(said: str, done: int, total: int, seconds: float) -> str:
    if seconds < _BEFORE_GUESSING or not done:
        return said
    speed = done / seconds
    left = (total - done) / speed
    facts = {"speed": round(speed), "seconds": round(left), "minutes": round(left / 60)}
    if speed < 1:
        rest = gettext("about {seconds} s left") if left < _FEW else gettext("about {minutes} min left")
    elif left < _FEW:
        rest = gettext("{speed} a second, about {seconds} s left")
    else:
        rest = gettext("{speed} a second, about {minutes} min left")
    return f"{said}  {rest.format(**facts)}"


def _time_left(seconds: float) -> str:
    facts = {"seconds": round(seconds), "minutes": round(seconds / 60)}
    said = gettext("about {minutes} min left") if seconds >= _FEW else gettext("about {seconds} s left")
    return said.format(**facts)


def _cut(words: str) -> str:
    """As much as a line holds: a full line would begin another."""
    room = min(COLUMNS, shutil.get_terminal_size().columns) - 1
    line = ""
    for piece in pieces(words):
        if width(line) + width(piece) > room:
            break
        line += piece
    return line
