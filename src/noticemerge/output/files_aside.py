"""The names under which files that were edited by hand are kept, where others take their places."""

from __future__ import annotations

import re
from pathlib import Path

_ASIDE = re.compile(r"_旧\d*(\.\w+)$")


def aside_of(path: Path) -> Path:
    """A free name to keep an edited file under: `…_旧.docx`, `…_旧2.docx`."""
    number = 1
    while True:
        free = path.with_name(f"{path.stem}_旧{number if number > 1 else ''}{path.suffix}")
        if not free.exists():
            return free
        number += 1


def name_before(name: str) -> str:
    """What a file that was put aside was called before; any other name as it is."""
    return _ASIDE.sub(r"\1", name)
