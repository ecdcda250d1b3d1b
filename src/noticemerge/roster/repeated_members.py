"""Keys that come more than once among very many, found without keeping the keys."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from itertools import pairwise


class Repeats:
    """Keys are added one by one; `found` are those that may have come before or come again.

    They are told by their hashes, so that now and then a key is among them that came only once. Nothing
    is said of an empty key.
    """

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, key: Hashable) -> None:
        self._hashes.append(hash(key) if key else 0)

    def found(self) -> list[int]:
        """Which ones, counted from 0 in the order in which they were added."""
        twice = {one for one, other in pairwise(sorted(self._hashes)) if one == other and one}
        return [index for index, one in enumerate(self._hashes) if one in twice]
