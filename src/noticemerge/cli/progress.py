"""A bar while letters are made, where there is a terminal to show it on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(*, wanted: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Gives a function that takes (done, total), or None when nothing is to be shown."""
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console  # slow to load: only when a bar is drawn
    from rich.progress import BarColumn, MofNCompleteColumn, Progress

    with Progress(BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda done, total: bar.update(task, completed=done, total=total)
