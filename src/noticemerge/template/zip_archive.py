"""Zip archives of members that are mostly compressed already (PKWARE APPNOTE 4.3).

A letter differs from the next in a few members. The others are one block of bytes, made once. Of a member
that differs, the pieces that come again are compressed once: that takes 25 µs off a letter of some 110. What
is compressed anew goes through ISA-L where it is installed, which takes a fifth of zlib's time
(benchmarks/compressors.py). `zipfile` cannot copy members as they are compressed: with it a letter takes
1,153 µs to pack.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import starmap

try:
    from isal import isal_zlib as _compressor

    COMPRESSOR, _LEVEL, _FASTEST = "isa-l", 2, 0
except ImportError:  # no wheel for this machine
    _compressor = zlib  # type: ignore[misc]

    # Of a letter little is compressed anew: level 1 makes it 1 % larger than level 6, in half the time.
    COMPRESSOR, _LEVEL, _FASTEST = "zlib", 1, 1

# A member's bytes in pieces: every second one, from the second on, comes again in many letters.
Pieces = tuple[bytes, ...]
# Bytes that are worth being compressed well, and of a piece being so by itself.
_WORTHWHILE = 2_048
_MOST_KEPT = 64
# An empty block of fixed codes, the last of a stream (RFC 1951, 3.2.6).
_LAST_BLOCK = b"\3\0"
# One fixed date (1980-01-01, the format's first) makes equal letters equal files.
_DATE, _TIME = 0x21, 0
_UTF8 = 0x800
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")


@dataclass(frozen=True, slots=True)
class Entry:
    """A zip member as it lies in the file: still compressed."""

    name: str
    method: int
    crc: int
    size: int
    raw: bytes


def deflated(name: str, data: bytes) -> Entry:
    """A member of this name, compressed."""
    raw = _compressed(data, _LEVEL, zlib.Z_FINISH)
    return Entry(name, zipfile.ZIP_DEFLATED, _compressor.crc32(data), len(data), raw)


def _compressed(data: bytes, level: int, flush: int) -> bytes:
    """Blocks of DEFLATE; with Z_FULL_FLUSH such as end at a byte and are looked back at by none behind."""
    packer = _compressor.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(flush)


def _beside(data: bytes, flush: int) -> bytes:
    """What stands beside a piece that is kept: little, and another in each letter."""
    return _compressed(data, _FASTEST if len(data) < _WORTHWHILE else _LEVEL, flush)


class Archive:
    """An archive whose first members never change."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        body: list[bytes] = []
        directory: list[bytes] = []
        self._size = _add(body, directory, entries, 0)
        self._count = len(directory)
        self._body, self._directory = b"".join(body), b"".join(directory)
        self._packed: dict[str, tuple[Pieces, Entry]] = {}
        self._kept: dict[bytes, bytes] = {}
        self._hash = hashlib.sha256(self._body)

    def with_members(self, members: Mapping[str, Pieces]) -> bytes:
        """The archive with these members behind its own; the same members give the same bytes."""
        body, directory = [self._body], [self._directory]
        size = _add(body, directory, starmap(self._entry, members.items()), self._size)
        count = self._count + len(members)
        length = sum(map(len, directory))
        end = _END.pack(b"PK\5\6", 0, 0, count, count, length, size, 0)
        return b"".join((*body, *directory, end))

    def _entry(self, name: str, pieces: Pieces) -> Entry:
        """The member compressed; one that is as it was last time, such as a title, is kept."""
        known = self._packed.get(name)
        if known is None or known[0] != pieces:
            known = self._packed[name] = pieces, self._of_pieces(name, pieces)
        return known[1]

    def _of_pieces(self, name: str, pieces: Pieces) -> Entry:
        """The member, each piece that is long and comes again compressed by itself, once."""
        raw: list[bytes] = []
        rest: list[bytes] = []
        crc = size = 0
        for number, piece in enumerate(pieces):
            crc, size = _compressor.crc32(piece, crc), size + len(piece)
            if number % 2 and len(piece) >= _WORTHWHILE:
                raw += (_beside(b"".join(rest), zlib.Z_FULL_FLUSH), self._kept_blocks(piece))
                rest = []
            else:
                rest.append(piece)
        if not raw:
            return deflated(name, b"".join(rest))
        raw.append(_beside(b"".join(rest), zlib.Z_FINISH) if any(rest) else _LAST_BLOCK)
        return Entry(name, zipfile.ZIP_DEFLATED, crc, size, b"".join(raw))

    def _kept_blocks(self, piece: bytes) -> bytes:
        known = self._kept.get(piece)
        if known is None:
            known = _compressed(piece, _LEVEL, zlib.Z_FULL_FLUSH)
            if len(self._kept) < _MOST_KEPT:
                self._kept[piece] = known
        return known

    def digest(self, data: bytes) -> bytes | None:
        """The SHA-256 of an archive that begins as this one does, None for another."""
        if not data.startswith(self._body):
            return None
        known = self._hash.copy()
        known.update(memoryview(data)[self._size :])
        return known.digest()


def _add(body: list[bytes], directory: list[bytes], entries: Iterable[Entry], size: int) -> int:
    """The members behind those in `body`, which has `size` bytes; returns how many it has then.

    And their lines in the directory (APPNOTE 4.3.7, 4.3.12, 4.3.16).
    """
    for entry in entries:
        name = entry.name.encode("utf-8")
        flags = 0 if entry.name.isascii() else _UTF8
        fields = (flags, entry.method, _TIME, _DATE, entry.crc, len(entry.raw), entry.size)
        directory.append(_CENTRAL.pack(b"PK\1\2", 20, 20, *fields, len(name), 0, 0, 0, 0, 0, size) + name)
        body += (_LOCAL.pack(b"PK\3\4", 20, *fields, len(name), 0) + name, entry.raw)
        size += _LOCAL.size + len(name) + len(entry.raw)
    return size
