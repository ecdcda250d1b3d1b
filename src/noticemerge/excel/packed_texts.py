"""Many texts in little memory: 100,000 members take 3 to 6 MiB, and as tuples of `str` 54 to 85."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator

_BLOCK, _END = 100, "\x1e"


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
        self._last: list[str] = []
        self._at_hand: tuple[int, list[str]] = -1, []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    def __getitem__(self, number: int) -> str:
        """Raises IndexError when there is no text of that number."""
        block, place = divmod(number, _BLOCK)
        known, texts = self._at_hand
        if known != block:
            texts = self._block(block)
        return texts[place]

    def __iter__(self) -> Iterator[str]:
        for block in self._blocks:
            yield from _unpacked(block)
        yield from self._last

    def append(self, text: str) -> None:
        """One more text, without the character U+001E."""
        last = self._last
        last.append(text)
        if len(last) == _BLOCK:
            self._blocks.append(zlib.compress(_END.join(last).encode("utf-8", "surrogatepass"), 1))
            self._last = []

    def _block(self, number: int) -> list[str]:
        if number == len(self._blocks):
            return self._last
        if number < 0:
            raise IndexError(number)
        texts = _unpacked(self._blocks[number])
        self._at_hand = number, texts
        return texts


def _unpacked(block: bytes) -> list[str]:
    return zlib.decompress(block).decode("utf-8", "surrogatepass").split(_END)
