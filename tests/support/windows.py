"""What other programs of Windows do to a file: they hold it open so that nobody else may touch it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# CreateFileW for reading, with nothing shared: learn.microsoft.com/windows/win32/api/fileapi
_HOLDER = """\
import ctypes, sys, time
kernel = ctypes.WinDLL("kernel32", use_last_error=True)
kernel.CreateFileW.restype = ctypes.c_void_p
handle = kernel.CreateFileW(ctypes.c_wchar_p(sys.argv[1]), 0x80000000, int(sys.argv[3]), None, 3, 0x80, None)
if handle == ctypes.c_void_p(-1).value:
    raise ctypes.WinError(ctypes.get_last_error())
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


def symbolic_link(path: Path, target: Path) -> Path:
    """A symbolic link to `target`; the test is skipped where none can be made."""
    # Windows lets not everybody make them, and Wine says that it has made one.
    with contextlib.suppress(OSError):
        path.symlink_to(target.absolute(), target_is_directory=target.is_dir())
    if not path.is_symlink():
        pytest.skip("no symbolic link can be made here")
    return path


@contextlib.contextmanager
def held_by_another_program(
    path: Path, seconds: float = 300, *, shares_reading: bool = False
) -> Iterator[None]:
    """A process of its own holds the file, at most so long; Word and Excel let others read meanwhile."""
    assert os.name == "nt"
    words = [sys.executable, "-c", _HOLDER, str(path.absolute()), str(seconds), str(int(shares_reading))]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        try:
            yield
        finally:
            process.kill()
