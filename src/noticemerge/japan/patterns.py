"""Patterns that are compiled when they are first used.

Compiling all of them took a tenth of the time in which one letter is made, and most lists need few.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands for a pattern until it is used: what is asked of it is then kept, and costs no more."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._said = pattern, flags

    def __getattr__(self, name: str) -> Any:
        pattern, flags = self._said
        found = getattr(re.compile(pattern, flags), name)
        setattr(self, name, found)
        return found


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, which is called when the pattern is first used."""
    return cast("re.Pattern[AnyStr]", _Pattern(pattern, flags))
