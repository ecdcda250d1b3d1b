"""What a command reads, it never writes: a list or a model letter may lie where a file is to be put."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from noticemerge.problems import CannotUse, Place, problem

# Device and number of a file; where a system of files has no numbers, its name without links.
_Identity = tuple[int, int] | str


class InputFiles:
    """The files that a command reads, known again under any name: by a link, in other case."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self._known: dict[_Identity, Path] = {}
        for path in paths:
            if identity := _identity(path):
                self._known.setdefault(identity, path)

    def refuse(self, target: Path | str) -> None:
        """Raise `CannotUse` where to write or remove `target` would be to write or remove one of them."""
        if not self._known or not (identity := _identity(target)) or identity not in self._known:
            return
        raise CannotUse(problem("NM-W40", Place(file=str(target)), file=self._known[identity].name))


def _identity(path: Path | str) -> _Identity | None:
    with suppress(OSError, ValueError):
        found = os.stat(path)  # noqa: PTH116 - asked for every letter that is replaced
        return (found.st_dev, found.st_ino) if found.st_ino else os.path.normcase(os.path.realpath(path))
    return None
