"""INCLUDEPICTURE whose path is another one for each member: his picture stands in his letter.

ECMA-376 part 1 §17.16.5.27. A path without a drive is looked for beside the model letter, as Word does. The
picture is as large as its file says, or fits into the one that the model letter shows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from lxml import etree
from markupsafe import Markup

from noticemerge.excel import is_file_or_folder, patiently
from noticemerge.template.fields.reader import Event, Field
from noticemerge.template.media import EMU_PER_MM, drawing
from noticemerge.template.typed_values import Unfit

_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_EMU_PER_POINT = 12_700
# As wide as the text of an A4 sheet; larger than a photograph of a camera no picture is.
_WIDEST = 150 * EMU_PER_MM
_LARGEST_FILE = 50_000_000
_KEPT = 8


def picture(path: str, folder: str, width: int, height: int) -> Markup:
    """The picture of a file within a box, in EMU, or of its own size for 0. Raises `Unfit` for none."""
    file = _file(path, folder)
    try:
        stored = file.stat()
        if stored.st_size > _LARGEST_FILE:
            raise Unfit(path)
        data, extension, own_width, own_height = _read(file, stored.st_mtime_ns, stored.st_size)
    except OSError:
        raise Unfit(path) from None
    if not own_width or not own_height:
        raise Unfit(path)
    box = (width, height) if width and height else (min(own_width, _WIDEST), own_height)
    scale = min(box[0] / own_width, box[1] / own_height)
    return drawing(data, extension, round(own_width * scale), round(own_height * scale), file.stem)


def picture_digest(path: str, folder: str) -> str:
    """What the file holds, as hexadecimal digits; "" where none can be read."""
    try:
        return hashlib.sha256(patiently(_file(path, folder).read_bytes)).hexdigest()
    except (OSError, Unfit):  # it may stand in a branch that is not chosen
        return ""


def box_of(pieces: Iterable[Event | Field]) -> tuple[int, int]:
    """The size in EMU of the first picture in a stored result; 0, 0 where there is none."""
    for piece in pieces:
        found = box_of(piece.result) if isinstance(piece, Field) else _size(piece.element)
        if all(found):
            return found
    return 0, 0


def _file(path: str, folder: str) -> Path:
    if not path.strip() or "\0" in path:
        raise Unfit(path)
    file = Path(folder) / path.strip().replace("\\", "/")
    if not is_file_or_folder(file):
        raise Unfit(path)  # reading a pipe would never end
    return file


@lru_cache(maxsize=_KEPT)
def _read(file: Path, _changed: int, _size: int) -> tuple[bytes, str, int, int]:
    from docx.image.exceptions import (  # python-docx, which few letters need
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.image.image import Image

    data = patiently(file.read_bytes)
    try:
        read = Image.from_blob(data)
        return data, read.ext, int(read.width), int(read.height)
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ZeroDivisionError):
        raise Unfit(file.name) from None


def _size(element: etree._Element) -> tuple[int, int]:
    extent = next(element.iter(_EXTENT), None)
    if extent is not None:
        return int(extent.get("cx", "0")), int(extent.get("cy", "0"))
    for shape in element.iter("{urn:schemas-microsoft-com:vml}shape"):
        style = dict(re.findall(r"(width|height)\s*:\s*([\d.]+)pt", shape.get("style", "")))
        if len(style) > 1:
            return round(float(style["width"]) * _EMU_PER_POINT), round(
                float(style["height"]) * _EMU_PER_POINT
            )
    return 0, 0
