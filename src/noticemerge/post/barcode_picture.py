"""A customer barcode as a picture: black and white PNG of 600 dots an inch.

Sizes: Japan Post, 郵便番号・バーコードマニュアル, page 12; the space around, page 13.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from noticemerge.japan import CustomerBarcode

_DPI = 600
_DOT = 25.4 / _DPI
_BARS = 67
# Millimetres at a size of 10 points: a long bar is 3.6 high, a short one 1.2; a bar and a space are 0.6 wide.
_HEIGHT, _SHORT, _WIDTH = 3.6, 1.2, 0.6
_HEAD = b"\x89PNG\r\n\x1a\n"
# Which bars reach the upper, the middle and the lower third: the long, the upper and the lower ones.
_THIRDS = (frozenset("12"), frozenset("1234"), frozenset("13"))


@dataclass(frozen=True, slots=True)
class Barcode:
    """How large a barcode is drawn: in points, as the manual counts, 10 where there is room."""

    points: float

    # Points the manual allows at least; millimetres kept free around.
    SMALLEST: ClassVar[float] = 8.0
    CLEAR: ClassVar[float] = 2.0

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height in millimetres."""
        return barcode_size(self.points)

    @staticmethod
    def largest(width: float) -> Barcode | None:
        """The largest, up to 10 points, that a label of this width (mm) can carry; None when none can."""
        for half_points in range(20, 15, -1):
            if Barcode.room(half_points / 2) <= width:
                return Barcode(half_points / 2)
        return None

    @staticmethod
    def room(points: float) -> float:
        """The width in millimetres that a label needs, by the measures of the manual."""
        return round((2 * _BARS - 1) * _WIDTH * points / 10 + 2 * Barcode.CLEAR, 2)


def barcode_size(points: float) -> tuple[float, float]:
    """Width and height of the picture in millimetres."""
    unit, third = _dots(points)
    return (2 * _BARS - 1) * unit * _DOT, 3 * third * _DOT


def draw_barcode(code: CustomerBarcode, points: float) -> bytes:
    """The PNG file (ISO/IEC 15948); 9,000 a second, for all rows of a third are alike."""
    unit, third = _dots(points)
    width, height = (2 * _BARS - 1) * unit, 3 * third
    bars = code.bars
    rows = b"".join(_row(bars, black, width, unit) * third for black in _THIRDS)
    data = zlib.compress(rows, 1)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return _HEAD + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _row(bars: str, black: frozenset[str], width: int, unit: int) -> bytes:
    """A row of dots, 1 for white, behind the byte that says that it is not filtered."""
    dots = bars.translate(_dots_of_bars(black, unit))[:width]
    padding = -width % 8
    return b"\0" + int(dots + "0" * padding, 2).to_bytes((width + padding) // 8, "big")


@cache
def _dots_of_bars(black: frozenset[str], unit: int) -> dict[int, str]:
    """The dots of each bar in a row, and of the space behind it."""
    return {ord(bar): ("0" if bar in black else "1") * unit + "1" * unit for bar in "1234"}


@cache
def _dots(points: float) -> tuple[int, int]:
    """The dots of a bar's width, and of a third of its height."""
    return int(_WIDTH * points / 10 / _DOT), int(_SHORT * points / 10 / _DOT)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
