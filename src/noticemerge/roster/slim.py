"""Sheets that are formatted down to their last row: the cells that hold nothing are left out unread."""

from __future__ import annotations

import io
import re
import zipfile

# Below this a sheet is read as it is; a list of 5,000 members has about half of it.
LARGE = 8 * 2**20
# What is left of a part: a million cells, which become half a gigabyte of objects.
MOST = 96 * 2**20
# Cells and rows that hold nothing but a format. Those without `r` are counted, so they must stay.
_EMPTY_CELL = re.compile(rb'<c\s(?=[^<>]*\br=")[^<>]*/>')
_EMPTY_ROW = re.compile(rb'<row\s(?=[^<>]*\br=")[^<>]*(?:/>|>\s*</row>)')


class TooLargeError(Exception):
    """A part of the workbook holds more than a list can."""


def without_empty_cells(data: bytes) -> bytes:
    """The workbook in `data`, its large sheets without the cells and rows that only have a format.

    A million of them pack into a few kilobytes, and would take gigabytes once each is an object.
    Raises `TooLargeError` when too much is left.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not any(_is_large_part(info) for info in archive.infolist()):
            return data
        slim = io.BytesIO()
        with zipfile.ZipFile(slim, "w", zipfile.ZIP_STORED) as smaller:
            for info in archive.infolist():
                part = archive.read(info)
                if _is_large_part(info):
                    part = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", part))
                if len(part) > MOST:
                    raise TooLargeError(info.filename)
                smaller.writestr(info.filename, part)
    return slim.getvalue()


def _is_large_part(info: zipfile.ZipInfo) -> bool:
    return info.file_size > LARGE and info.filename.lower().endswith(".xml")
