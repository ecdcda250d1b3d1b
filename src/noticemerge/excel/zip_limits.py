"""Limits of a zip package: one that would unpack out of all proportion is refused unopened."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable

# Lists and letters are a few megabytes unpacked. Beyond these a file is a bomb, or neither.
MAX_ENTRIES = 5_000
MAX_TOTAL = 512 * 2**20
MAX_ENTRY = 256 * 2**20
# XML of real files packs 10 to 100 times smaller; small files may do better without harm.
MAX_RATIO = 200
RATIO_FLOOR = 32 * 2**20


def is_bomb(members: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether the sizes a zip declares are out of proportion; `zipfile` reads no more than is declared."""
    infos = list(members)
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    return (
        len(infos) > MAX_ENTRIES
        or total > MAX_TOTAL
        or any(info.file_size > MAX_ENTRY for info in infos)
        or (total > RATIO_FLOOR and total / packed > MAX_RATIO)
    )
