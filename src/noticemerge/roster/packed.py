"""Many texts in little memory."""

from __future__ import annotations

from array import array


class Packed:
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
