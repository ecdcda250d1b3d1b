"""Zip archives of members that are mostly compressed already (PKWARE APPNOTE 4.3).

A letter differs from the next in a few members. The others are one block of bytes, made once. What is
compressed anew goes through ISA-L where it is installed, which takes a fifth of zlib's time
(benchmarks/compressors.py). `zipfile` cannot copy members as they are compressed: with it a letter takes
1,153 µs to pack, with this 48 by ISA-L and 186 by zlib.
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
    from isal.isal_zlib import compress as _isal_compress
    from isal.isal_zlib import crc32
except ImportError:  # no wheel for this machine
    from zlib import crc32

    COMPRESSOR = "zlib"
else:
    COMPRESSOR = "isa-l"

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
    raw = _isal_compress(data, 2, -15) if COMPRESSOR == "isa-l" else _zlib_compress(data)
    return Entry(name, zipfile.ZIP_DEFLATED, crc32(data), len(data), raw)


def _zlib_compress(data: bytes) -> bytes:
    # Of a letter little is compressed anew: level 1 makes it 1 % larger than level 6, in half the time.
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


class Archive:
    """An archive whose first members never change."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        body: list[bytes] = []
        directory: list[bytes] = []
        self._size = _add(body, directory, entries, 0)
        self._count = len(directory)
        self._body, self._directory = b"".join(body), b"".join(directory)
        self._packed: dict[str, tuple[bytes, Entry]] = {}
        self._hash = hashlib.sha256(self._body)

    def with_members(self, members: Mapping[str, bytes]) -> bytes:
        """The archive with these members behind its own; the same members give the same bytes."""
        body, directory = [self._body], [self._directory]
        size = _add(body, directory, starmap(self._entry, members.items()), self._size)
        count = self._count + len(members)
        length = sum(map(len, directory))
        end = _END.pack(b"PK\5\6", 0, 0, count, count, length, size, 0)
        return b"".join((*body, *directory, end))

    def _entry(self, name: str, data: bytes) -> Entry:
        """The member compressed; one that is as it was last time, such as a title, is kept."""
        known = self._packed.get(name)
        if known is None or known[0] != data:
            known = self._packed[name] = data, deflated(name, data)
        return known[1]

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
