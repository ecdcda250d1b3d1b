"""Errors of the operating system while writing, as problems with their cure."""

from __future__ import annotations

import errno
import shutil
from contextlib import suppress
from pathlib import Path

from noticemerge.excel import is_read_only
from noticemerge.output.record import FOLDER
from noticemerge.problems import N_, CannotUse, Place, gettext, problem

# Windows counts the end of the text too, and takes 260.
MAX_WINDOWS_PATH = 259
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_IN_THE_WAY = (errno.ENOTDIR, errno.EISDIR, errno.EEXIST)
_GONE = (
    errno.ENOENT, errno.EIO, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.ENOTCONN, errno.ENETDOWN,
    errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ETIMEDOUT,
)  # fmt: skip
# Windows says these of a share that cannot be reached, and Python makes "invalid argument" of them.
_GONE_IN_WINDOWS = (53, 55, 59, 64, 67, 121, 1231)
_FULL_IN_WINDOWS = (39, 112)
_TOO_LONG_IN_WINDOWS = 206
_READ_ONLY_IN_WINDOWS = 19
_HARDLY_ANY = 1 << 20  # bytes left on a disk, or of a user's share of it
_REASONS = {
    errno.EACCES: N_("it is open in another program, or you may not write there"),
    errno.EPERM: N_("it is open in another program, or you may not write there"),
    errno.EROFS: N_("the disk is read-only"),
}


def cannot_write(error: OSError, folder: Path, file: Path | None = None, member: str = "") -> CannotUse:
    """The exception to raise in the place of `error`, met while the output `folder` was written to.

    `file` is the file concerned and `member` whose it is; without `file` it is the one the error names,
    unless that is one the program works with.
    """
    file = file or _named(error, folder)
    place = Place(file=str(file or folder), member=member)
    code = _code(error, file, folder)
    return CannotUse(problem(code, place, **_facts(code, error)))


def units_of(path: Path) -> int:
    """The length of a path as Windows counts."""
    return len(str(path.absolute()).encode("utf-16-le", "surrogatepass")) // 2


def _named(error: OSError, folder: Path) -> Path | None:
    name = error.filename2 or error.filename
    path = Path(name) if isinstance(name, str) else folder
    return path if folder in path.parents and folder / FOLDER not in (path, *path.parents) else None


def _code(error: OSError, file: Path | None, folder: Path) -> str:
    if file and is_read_only(file):
        return "NM-W42"
    windows = getattr(error, "winerror", None) or 0
    if error.errno == errno.ENAMETOOLONG or windows == _TOO_LONG_IN_WINDOWS:
        return "NM-W25"
    if error.errno in _FULL or windows in _FULL_IN_WINDOWS or _says_nothing_of_a_full_disk(error, folder):
        return "NM-W23"
    if error.errno in _GONE or windows in _GONE_IN_WINDOWS:
        return "NM-W24"
    if error.errno in _IN_THE_WAY:
        return "NM-W26"
    # Windows calls it a lack of permission.
    if file and file.is_dir():
        return "NM-W26"
    return "NM-W05" if file else "NM-W01"


def _says_nothing_of_a_full_disk(error: OSError, folder: Path) -> bool:
    # The C library of Windows makes "invalid argument" of what it does not know: a quota that is used up.
    if error.errno != errno.EINVAL:
        return False
    with suppress(OSError):
        return shutil.disk_usage(folder).free < _HARDLY_ANY
    return False


def _facts(code: str, error: OSError) -> dict[str, str]:
    if code not in ("NM-W01", "NM-W05"):
        return {}
    is_read_only_disk = getattr(error, "winerror", None) == _READ_ONLY_IN_WINDOWS
    known = _REASONS.get(errno.EROFS if is_read_only_disk else error.errno or 0)
    return {"reason": gettext(known) if known else error.strerror or str(error)}
