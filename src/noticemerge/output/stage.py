"""A folder to work in beside an output folder's record: what is made there is then moved to its place."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from noticemerge.output.folder_lock import locked
from noticemerge.output.record import (
    FOLDER,
    LAST_TEMPORARY,
    LOCK,
    MADE_FROM_TEMPORARY,
    REGISTER,
    TEMPORARY,
    refuse_links,
)
from noticemerge.output.write_errors import MAX_WINDOWS_PATH, units_of
from noticemerge.problems import CannotUse, Place, problem

_STAGES = "new-*"
# As long as what stands in the folder while letters are made.
_WORKED_WITH = f"new-01234567/{REGISTER}"


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Hold the lock of an output folder, and a new folder to work in; nothing empty is left behind.

    Raises `CannotUse` when another run holds the lock, the record is a link or the path too long; OSError
    when the folder cannot be written.
    """
    refuse_links(folder)
    _refuse_too_long(folder)
    try:
        with locked(folder / FOLDER / LOCK), _tidied(folder / FOLDER) as stage:
            yield stage
    finally:
        for emptied in (folder / FOLDER, folder):
            with suppress(OSError):
                emptied.rmdir()


def _refuse_too_long(folder: Path) -> None:
    """What Windows says of a path that is too long is that it is not there."""
    if os.name == "nt" and units_of(folder / FOLDER / _WORKED_WITH) > MAX_WINDOWS_PATH:
        raise CannotUse(problem("NM-W25", Place(file=str(folder))))


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
    for name in (TEMPORARY, LAST_TEMPORARY, MADE_FROM_TEMPORARY):
        with suppress(OSError):
            (folder / name).unlink()
