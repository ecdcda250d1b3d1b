"""Files on the disk, where other programs use them at the same time.

A virus scanner, OneDrive and the preview of Explorer open a file for a moment, mostly one that was only just
written, and as long as they do Windows lets nobody read, replace or remove it. That passes by itself.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from noticemerge.problems import N_, CannotUse, Place, gettext, problem

_Result = TypeVar("_Result")
# ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_USER_MAPPED_FILE:
# learn.microsoft.com/windows/win32/debug/system-error-codes
_HELD = (5, 32, 33, 1224)
# Together 3.2 s: longer than a scan takes, shorter than anybody waits before asking what is wrong.
_PAUSES = (0.02, 0.05, 0.13, 0.3, 0.5, 0.7, 0.7, 0.8)
# What the C library says of these is English wherever it is.
_REASONS = {
    errno.EACCES: N_("it is open in another program, or you may not read or write it"),
    errno.EPERM: N_("it is open in another program, or you may not read or write it"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOSPC: N_("the disk has no room left"),
    errno.EDQUOT: N_("the disk has no room left"),
    errno.ENOENT: N_("it is not there"),
    errno.ENOTDIR: N_("a file is in the place of a folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.EIO: N_("the disk or the network folder does not answer"),
    errno.ENAMETOOLONG: N_("its path is too long"),
    errno.ELOOP: N_("it is a link that leads to itself"),
}


def patiently(
    action: Callable[..., _Result], *words: object, pause: Callable[[float], None] = time.sleep
) -> _Result:
    """What `action(*words)` returns, tried again for some seconds while another program holds its file.

    `pause` waits so many seconds. Raises the last OSError when that goes on, and any other at once.
    """
    for seconds in _PAUSES:
        try:
            return action(*words)
        except OSError as error:
            if not _passes(error):
                raise
        pause(seconds)
    return action(*words)


def bytes_of(path: Path) -> bytes:
    """What a file holds. Raises OSError, and `CannotUse` as of `refuse_endless`."""
    refuse_endless(path, path.name)
    return patiently(path.read_bytes)


def refuse_endless(path: Path | str, named: str = "") -> None:
    """Raise `CannotUse`, which names it, for a pipe or a device: to read it may take for ever."""
    if not is_file_or_folder(path):
        raise CannotUse(problem("NM-C40", Place(file=named or str(path))))


def reason_of(error: OSError) -> str:
    """Why a file cannot be read or written, in the language in use where that is known."""
    known = _REASONS.get(error.errno or 0)
    return gettext(known) if known else error.strerror or str(error)


def is_file_or_folder(path: Path | str) -> bool:
    """Whether it is neither a pipe nor a device (NUL, /dev/zero), which is so of what is not there, too."""
    with suppress(OSError, ValueError):
        mode = os.stat(path).st_mode  # noqa: PTH116 - asked for every letter
        return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    return True


def is_read_only(path: str | os.PathLike[str]) -> bool:
    """Whether the file is marked "read-only" as files of Windows are."""
    with suppress(OSError, ValueError):
        return bool(getattr(Path(path).stat(), "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_READONLY)
    return False


def _passes(error: OSError) -> bool:
    """Whether it is likely that a moment later the same is done."""
    windows = getattr(error, "winerror", None)
    # A file that Python opens comes with the number of C alone.
    if windows not in _HELD and not (sys.platform == "win32" and error.errno == errno.EACCES):
        return False
    names = (name for name in (error.filename, error.filename2) if isinstance(name, str))
    return not any(is_read_only(name) or Path(name).is_dir() for name in names)
