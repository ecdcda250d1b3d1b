"""What compressing a letter costs with the compressors there are, and what the letter weighs then.

    pip install isal deflate zlib-ng
    python benchmarks/compressors.py

Each compresses the changing parts of the shipped letter and of one of ten pages, as a run does for each
member. The time is told as a ratio to zlib's level 6, the standard library's own, measured in turn.
"""

from __future__ import annotations

import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from letters import ROOT, SAMPLE, member_list, planned, ten_pages
from noticemerge.cli.starter import LETTER

ROUNDS = 9
Compress = Callable[[bytes], bytes]


def zlib_at(level: int) -> Compress:
    """zlib, raw deflate."""

    def compress(data: bytes) -> bytes:
        packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        return packer.compress(data) + packer.flush()

    return compress


def compressors() -> Iterator[tuple[str, Compress]]:
    """Those that are installed, zlib's level 6 first; the others are said to be missing."""
    for level in (6, 1, 9):
        yield f"zlib {level}", zlib_at(level)
    optional: list[tuple[str, str, Callable[..., bytes], tuple[int, ...]]] = [
        ("isal.isal_zlib", "ISA-L", lambda m, data, level: m.compress(data, level, -15), (0, 1, 2, 3)),
        ("deflate", "libdeflate", lambda m, data, level: bytes(m.deflate_compress(data, level)), (1, 6, 12)),
        ("zlib_ng.zlib_ng", "zlib-ng", lambda m, data, level: m.compress(data, level, -15), (1, 2, 6)),
    ]
    for module, name, call, levels in optional:
        try:
            loaded = import_module(module)
        except ImportError:
            print(f"| {name} | not installed |")
            continue
        for level in levels:
            yield f"{name} {level}", lambda data, c=call, m=loaded, at=level: c(m, data, at)


def parts(template: Path, folder: Path) -> list[bytes]:
    """The changing parts of letters."""
    made = planned(member_list(folder / "few.xlsx", SAMPLE), template)
    maker = made.bound.maker
    return [part for letter in made.letters for part in maker.changed(made.values(letter)).values()]


def seconds(compress: Compress, data: list[bytes]) -> float:
    """How long it takes to compress all of them."""
    start = time.perf_counter()
    for one in data:
        compress(one)
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print a table for each letter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for said, template in (
            ("the shipped letter", ROOT / LETTER),
            ("a letter of ten pages", ten_pages(folder / "long.docx")),
        ):
            data = parts(template, folder)
            print(f"\n| {said}: {len(data[0]):,} bytes | time | bytes |\n| --- | --- | --- |")
            usual = zlib_at(6)
            for compressor, compress in compressors():
                assert zlib.decompress(compress(data[0]), -15) == data[0]
                ratios = [seconds(compress, data) / seconds(usual, data) for _ in range(ROUNDS)]
                each = statistics.median(ratios)
                print(f"| {compressor} | {each:.2f} | {len(compress(data[0])):,} |", flush=True)


if __name__ == "__main__":
    main()
