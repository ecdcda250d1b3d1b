"""One run at a time writes into an output folder.

The lock is a file that says who owns it, and that the owner keeps open and locked. The system lets go of
a file when its process ends, however it ends, on Windows as elsewhere. A process number alone would not
do: it is given again to other processes, after a restart above all, containers all count from 1, and on
Windows there is no way to ask for a process without a chance of ending it (`os.kill(pid, 0)` sends Ctrl-C).
"""

from __future__ import annotations

import datetime
import errno
import getpass
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from noticemerge.excel import patiently
from noticemerge.problems import CannotUse, Place, problem

_OWNER = ("process", "machine", "user", "since")
# Above what the owner says: Windows lets nobody read bytes that another process has locked.
_LOCKED_BYTE = 1 << 20
_TRIES = 50
# A process that was only just copied from one that is killed holds the lock for an instant longer.
_TRIES_HELD = 10
_PATIENCE = 0.02

if sys.platform == "win32":
    import ctypes
    import msvcrt

    def _lock(file: int) -> None:
        # `msvcrt.locking` fails with an error that does not tell a lock from a share that knows none.
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(file))
        if not kernel.LockFile(handle, _LOCKED_BYTE, 0, 1, 0):
            raise ctypes.WinError(ctypes.get_last_error())
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_ours: set[int] = set()


def _let_go() -> None:
    """A process copied from this one helps it; when this one is killed, the lock must not outlive it."""
    for file in _ours:
        os.close(file)
    _ours.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_let_go)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, making its folder; it is gone again afterwards.

    A lock whose process was killed on this machine is taken over. Raises `CannotUse`, naming the owner,
    when another run holds it or may hold it on another machine; OSError when the file cannot be made.
    """
    file = _acquired(path)
    _ours.add(file)
    try:
        yield
    finally:
        _ours.discard(file)
        _release(file, path)


def _acquired(path: Path) -> int:
    for attempt in range(_TRIES):
        patiently(path.parent.mkdir, 0o777, True, True)
        # The folder or the file may go between two steps: the run before this one tidies up as it ends.
        with suppress(FileNotFoundError):
            file, is_new = patiently(_opened, path)
            try:
                if _take(file, path, is_new, is_final=attempt + 1 >= _TRIES_HELD):
                    return file
            except BaseException:
                os.close(file)
                raise
            os.close(file)
        time.sleep(_PATIENCE)
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def _opened(path: Path) -> tuple[int, bool]:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666), True
    except FileExistsError:
        return os.open(path, os.O_RDWR), False


def _take(file: int, path: Path, is_new: bool, *, is_final: bool) -> bool:
    """Whether the lock is ours now; False when the file was taken away meanwhile, or before it `is_final`."""
    try:
        _lock(file)
        known_free = True
    except OSError as error:
        if error.errno in _HELD and not is_final:
            return False
        if error.errno in _HELD:
            raise CannotUse(problem("NM-W10", Place(file=str(path.parent.parent)), **_owner(path))) from error
        # Some network shares know no locks: who made the file owns it, and nobody can tell for how long.
        known_free = is_new
    if not os.path.samestat(os.fstat(file), path.stat()):
        return False
    owner = _read(path) if known_free else _owner(path)
    if owner and (not known_free or owner["machine"] != platform.node()):
        # A share can hide the locks of other machines from this one, and a synchronised folder always does.
        raise CannotUse(problem("NM-W11", Place(file=str(path.parent.parent)), file=str(path), **owner))
    _write(file, path)
    return True


def _write(file: int, path: Path) -> None:
    said = (os.getpid(), platform.node(), _user(), f"{datetime.datetime.now():%Y-%m-%d %H:%M:%S}")
    try:
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, json.dumps(dict(zip(_OWNER, said, strict=True)), ensure_ascii=False).encode())
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def _user() -> str:
    # In a container the user may have no name.
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _owner(path: Path) -> dict[str, str]:
    """Who holds the lock; an owner that has only just locked it is given time to say its name."""
    for _ in range(_TRIES):
        if owner := _read(path):
            return owner
        time.sleep(_PATIENCE)
    return dict.fromkeys(_OWNER, "?")


def _read(path: Path) -> dict[str, str]:
    """What the lock says about its owner, {} when it says nothing."""
    with suppress(FileNotFoundError, ValueError, AttributeError):
        told = json.loads(path.read_text("utf-8"))
        return {name: str(told.get(name, "?")) for name in _OWNER}
    return {}


def _release(file: int, path: Path) -> None:
    # Windows removes no file that is open: there it is emptied first, so that nobody is named who is gone.
    with suppress(OSError):
        os.ftruncate(file, 0)
    if sys.platform != "win32":
        with suppress(OSError):
            path.unlink()
    os.close(file)
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink()
