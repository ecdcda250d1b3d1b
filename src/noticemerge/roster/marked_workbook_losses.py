"""Parts of a workbook that a copy made by openpyxl loses."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from noticemerge.problems import N_, gettext

# What is counted: parts by name, or elements within parts of a name. ECMA-376 part 1, 12.3; MS-XLSX 2.1.
_THINGS: tuple[tuple[str, str, bytes], ...] = (
    (N_("pictures"), r"xl/media/", b""),
    (N_("charts"), r"xl/charts/chart", b""),
    (N_("shapes and text boxes"), r"xl/drawings/[^/]+\.xml$", rb"<(?:\w+:)?(?:sp|cxnSp)[\s>]"),
    (N_("SmartArt"), r"xl/diagrams/data", b""),
    (N_("pivot tables"), r"xl/pivotTables/[^/]+$", b""),
    (N_("slicers"), r"xl/slicers/", b""),
    (N_("timelines"), r"xl/timelines/", b""),
    (N_("buttons and other controls"), r"xl/(?:ctrlProps|activeX)/[^/]+\.xml$", b""),
    (N_("embedded files"), r"xl/embeddings/", b""),
    (N_("queries to other data"), r"xl/(?:queryTables/|connections\.xml)", b""),
    (N_("threaded comments"), r"xl/threadedComments/", b""),
    (N_("sparklines"), r"xl/worksheets/[^/]+\.xml$", rb"<(?:\w+:)?sparkline[\s>]"),
    (N_("rules that refer to other sheets"), r"xl/worksheets/[^/]+\.xml$",
     rb"<x14:(?:dataValidation|cfRule)[\s>]"),
    (N_("phonetic guides"), r"xl/(?:sharedStrings|worksheets/[^/]+)\.xml$", rb"<(?:\w+:)?rPh[\s>]"),
)  # fmt: skip
# openpyxl reads a chart and draws it anew: it is there, but not as it was.
_REDRAWN = {"charts"}


def lost_in(copy: bytes, original: bytes) -> list[str]:
    """What the workbook `original` holds and its `copy` does not, or not as it was, in words for a person."""
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(io.BytesIO(copy)) as new:
        return [
            gettext(thing)
            for thing, part, element in _THINGS
            if (count := _count(old, part, element))
            and (thing in _REDRAWN or count > _count(new, part, element))
        ]


def _count(archive: zipfile.ZipFile, part: str, element: bytes) -> int:
    names = _parts(archive, part)
    if not element:
        return sum(1 for _ in names)
    return sum(len(re.findall(element, archive.read(name))) for name in names)


def _parts(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    for name in archive.namelist():
        if re.match(part, name.replace("\\", "/").lstrip("/"), re.IGNORECASE):
            yield name
