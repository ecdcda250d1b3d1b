"""Single files that the command line itself writes, each whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, in the place of what is there. Raises OSError; the old file then stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_name(f".{os.getpid()}.tmp")
    try:
        whole.write_bytes(data)
        whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)


def new_file(path: Path, data: bytes) -> bool:
    """Write `data` to `path` unless something is there already; returns whether it was written."""
    if path.exists():
        return False
    replace_file(path, data)
    return True
