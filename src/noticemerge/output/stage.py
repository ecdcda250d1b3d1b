"""A folder to work in beside an output folder's record: what is made there is then moved to its place."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from noticemerge.output.folder_lock import locked
from noticemerge.output.record import FOLDER, LAST_TEMPORARY, LOCK, TEMPORARY, refuse_links

_STAGES = "new-*"


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Hold the lock of an output folder, and a new folder to work in; nothing empty is left behind.

    Raises `CannotUse` when another run holds the lock or the record is a link, OSError when the folder
    cannot be written.
    """
    refuse_links(folder)
    try:
        with locked(folder / FOLDER / LOCK), _tidied(folder / FOLDER) as stage:
            yield stage
    finally:
        for emptied in (folder / FOLDER, folder):
            with suppress(OSError):
                emptied.rmdir()


@contextmanager
def _tidied(folder: Path) -> Iterator[Path]:
    """A new folder to work in; no working files before (the last run may have been killed), and none after.

    Its name is never used again: a worker that outlives a killed run cannot write into it.
    """
    _tidy(folder)
    try:
        stage = folder / _STAGES.replace("*", secrets.token_hex(4))
        stage.mkdir()
        yield stage
    finally:
        try:
            _tidy(folder)
        except KeyboardInterrupt:  # told to stop while tidying: the rest is quickly done
            _tidy(folder)
            raise


def _tidy(folder: Path) -> None:
    for stage in folder.glob(_STAGES):
        shutil.rmtree(stage, ignore_errors=True)
    for name in (TEMPORARY, LAST_TEMPORARY):
        with suppress(OSError):
            (folder / name).unlink()
