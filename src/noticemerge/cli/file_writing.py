"""Single files that the command line itself writes, each whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from noticemerge.excel import patiently
from noticemerge.output import InputFiles


def replace_file(path: Path, data: bytes, inputs: InputFiles | None = None) -> None:
    """Write `data` to `path`, in the place of what is there. Raises OSError; the old file then stays.

    Raises `CannotUse` where one of the `inputs` stands there.
    """
    if inputs:
        inputs.refuse(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_name(f".{os.getpid()}.tmp")
    try:
        whole.write_bytes(data)
        patiently(whole.replace, path)
    finally:
        whole.unlink(missing_ok=True)


def new_file(path: Path, data: bytes) -> bool:
    """Write `data` to `path` unless something is there already; returns whether it was written."""
    # A link that leads nowhere is something, too.
    if os.path.lexists(path):
        return False
    replace_file(path, data)
    return True
