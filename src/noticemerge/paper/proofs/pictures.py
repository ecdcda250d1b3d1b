"""Pages of PDF as small pictures: strips of PNG (ISO/IEC 15948), each kept once.

Letters are alike but for what was filled in, and so are most strips of their pages.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from noticemerge.paper.pdf_pages import Pages
from noticemerge.paper.proofs.shaded import SHADE

DOTS_PER_INCH = 110
STRIP = 40  # rows of a strip
# Eight greys, and the yellow that is as bright as the grey of a shade.
_GREYS = [round(index * 255 / 7) for index in range(8)]
_YELLOW = (0xFF, 0xE8, 0x7C)
_PALETTE = bytes(channel for grey in _GREYS for channel in (grey,) * 3) + bytes(_YELLOW)
_INDEX = bytes(len(_GREYS) if abs(grey - SHADE) <= 2 else round(grey * 7 / 255) for grey in range(256))


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: its size in pixels, and its strips from the top, by their places in `Strips.pngs`."""

    width: int
    height: int
    strips: tuple[int, ...]


@dataclass(slots=True)
class Strips:
    """The strips of all pages drawn so far."""

    pngs: list[bytes] = field(default_factory=list)
    _places: dict[bytes, int] = field(default_factory=dict)

    def draw(self, pages: list[Pages]) -> Iterator[list[Picture]]:
        """The pictures of the pages of each of these, which are of one PDF."""
        from pypdfium2 import PdfDocument  # 4 MB that only pictures need

        document = PdfDocument(pages[0].pdf)
        try:
            for some in pages:
                yield [self._page(document[number]) for number in range(some.first, some.first + some.count)]
        finally:
            document.close()

    def _page(self, page: object) -> Picture:
        drawn = page.render(scale=DOTS_PER_INCH / 72, grayscale=True)  # type: ignore[attr-defined]
        shown = bytes(drawn.buffer).translate(_INDEX)
        rows = [shown[y * drawn.stride : y * drawn.stride + drawn.width] for y in range(drawn.height)]
        strips = [rows[top : top + STRIP] for top in range(0, drawn.height, STRIP)]
        return Picture(drawn.width, drawn.height, tuple(map(self._placed, strips)))

    def _placed(self, rows: list[bytes]) -> int:
        width = len(rows[0]) + len(rows[0]) % 2
        pixels = b"".join(row.ljust(width, b"\0") for row in rows)
        key = struct.pack(">II", len(rows[0]), len(rows)) + _in_halves(pixels)
        if key not in self._places:
            self._places[key] = len(self.pngs)
            self.pngs.append(_png(len(rows[0]), len(rows), key[8:]))
        return self._places[key]


def _png(width: int, height: int, packed: bytes) -> bytes:
    """Pixels of four bits as a picture: each row behind a 0, for "no filter"."""
    half = len(packed) // height
    lines = b"".join(b"\0" + packed[y * half : (y + 1) * half] for y in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)),
        (b"PLTE", _PALETTE),
        (b"IDAT", zlib.compress(lines, 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _in_halves(pixels: bytes) -> bytes:
    """Two pixels in each byte: numbers of many thousand digits are put together as fast as memory is."""
    high, low = int.from_bytes(pixels[::2], "big"), int.from_bytes(pixels[1::2], "big")
    return (high << 4 | low).to_bytes(len(pixels) // 2, "big")
