"""Many texts in little memory: 100,000 members take 3 to 6 MiB, and as tuples of `str` 54 to 85."""

from __future__ import annotations

import zlib
from array import array

_BLOCK, _END = 100, b"\x1e"


class PackedTexts:
    """Texts by number, in the order in which they were added: as many `str` would take four times as much."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ends = array("Q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        """Raises IndexError when there is no text of that number."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self._data[self._ends[number] : self._ends[number + 1]].decode("utf-8", "surrogatepass")

    def append(self, text: str) -> None:
        # A text file can be in an encoding that has halves of surrogate pairs.
        self._data += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._data))


class CompressedTexts:
    """Texts that are asked for in their order, or nearly so: a fourth of what `PackedTexts` takes.

    They are compressed in blocks of a hundred; the block read last is cached.
    """

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._last: list[bytes] = []
        self._at_hand: tuple[int, list[bytes]] = -1, []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    def __getitem__(self, number: int) -> str:
        """Raises IndexError when there is no text of that number."""
        block, place = divmod(number, _BLOCK)
        known, texts = self._at_hand
        if known != block:
            texts = self._block(block)
        return texts[place].decode("utf-8", "surrogatepass")

    def append(self, text: str) -> None:
        """One more text, without the character U+001E."""
        self._last.append(text.encode("utf-8", "surrogatepass"))
        if len(self._last) == _BLOCK:
            self._blocks.append(zlib.compress(_END.join(self._last), 1))
            self._last = []

    def _block(self, number: int) -> list[bytes]:
        if number == len(self._blocks):
            return self._last
        if number < 0:
            raise IndexError(number)
        texts = zlib.decompress(self._blocks[number]).split(_END)
        self._at_hand = number, texts
        return texts
