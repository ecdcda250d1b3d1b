"""The kind of a file, told by its content: what is no usable workbook is refused with its reason."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from noticemerge.excel.files_on_disk import bytes_of, reason_of
from noticemerge.excel.text_encoding import unmarked_utf_16, without_end_mark
from noticemerge.excel.zip_limits import is_bomb
from noticemerge.problems import CannotUse, CellPlace, Problem, gettext, problem

# No member list is as large as this, packed.
MAX_FILE = 256 * 2**20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)
_ENCODINGS = ("utf-8-sig", "cp932")
_TEXT_NAMES = (".csv", ".tsv", ".txt")
# The beginning of a part tells whether it declares entities.
_HEAD = 8192


def refuse_what_is_no_workbook(data: bytes, path: Path) -> None:
    """Raises `CannotUse`, one code for each reason, unless `data` is an .xlsx workbook by its content."""
    place = CellPlace(file=path.name)
    _refuse_other_files(data, place)
    _refuse_unsafe_or_other_packages(data, place)


def read_file(path: Path) -> bytes:
    """The bytes of a file, which is closed when this returns. Raises `CannotUse`."""
    place = CellPlace(file=path.name)
    if path.name.startswith("~$"):
        raise CannotUse(problem("NM-R08", place))
    if path.is_dir():
        raise CannotUse(problem("NM-R14", place))
    try:
        if path.stat().st_size > MAX_FILE:
            raise CannotUse(problem("NM-R11", place))
        data = bytes_of(path)
    except FileNotFoundError:
        raise CannotUse(problem("NM-R01", place)) from None
    except PermissionError:
        raise CannotUse(problem("NM-R02", place)) from None
    except OSError as error:
        raise CannotUse(problem("NM-R09", place, reason=reason_of(error))) from None
    except ValueError as error:  # a name with a NUL
        raise CannotUse(problem("NM-R09", place, reason=error)) from None
    if not data:
        raise CannotUse(problem("NM-R03", place))
    return data


def _refuse_other_files(data: bytes, place: CellPlace) -> None:
    if data.startswith(_OLE):
        raise CannotUse(_refusal(_kind_of_ole(data), place))
    if data.startswith(_ZIP):
        return
    raise CannotUse(_refusal("NM-R10", place))


def _refusal(code: str, place: CellPlace) -> Problem:
    return (
        problem(code, place, said=_promised(Path(place.file).suffix))
        if code == "NM-R10"
        else problem(code, place)
    )


def _promised(suffix: str) -> str:
    """What the file is not, in the words that its name makes one expect."""
    match suffix.lower():
        case ".xlsx" | ".xlsm" | ".xltx" | ".xls":
            return gettext("an Excel workbook, whatever its name says")
        case ".csv" | ".tsv" | ".txt":
            return gettext("a text file (CSV), whatever its name says")
        case ".docx" | ".docm" | ".dotx" | ".doc":
            return gettext("a member list: its name says that it is a Word file")
        case ".pdf":
            return gettext("a member list: its name says that it is a PDF")
    return gettext("an Excel workbook or a text file (CSV)")


def _kind_of_ole(data: bytes) -> str:
    """Excel wraps an encrypted .xlsx into the container that .xls files are made of."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "NM-R05"
    is_xls = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    return "NM-R06" if is_xls else "NM-R10"


def is_text(data: bytes, suffix: str) -> bool:
    """Whether a file is a list saved as text: by its name, or in an encoding of Excel's; no web page."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if data.startswith((_OLE, *_ZIP)):
        return False
    data = without_end_mark(data)
    if b"\0" in data:
        return unmarked_utf_16(data) is not None
    if data.lstrip()[:1] == b"<" or data.startswith(b"%PDF"):
        return False
    return suffix.lower() in _TEXT_NAMES or any(_decodes(data, encoding) for encoding in _ENCODINGS)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_unsafe_or_other_packages(data: bytes, place: CellPlace) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if is_bomb(infos):
                raise CannotUse(problem("NM-R11", place))
            if any(info.flag_bits & 1 for info in infos):
                raise CannotUse(problem("NM-R05", place))
            if code := _kind_of_package(archive):
                raise CannotUse(_refusal(code, place))
            if any(_declares_entities(archive, info) for info in infos):
                raise CannotUse(problem("NM-R13", place))
    except _BAD_ZIP:
        raise CannotUse(problem("NM-R04", place)) from None


def _kind_of_package(archive: zipfile.ZipFile) -> str:
    """The code of what the package is instead of a workbook that can be read; "" for a workbook."""
    names = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in archive.infolist()}
    types = names.get("[content_types].xml")
    # Every second byte of UTF-16 is a NUL.
    content = _beginning(archive, types, types.file_size).replace(b"\0", b"").lower() if types else b""
    if b"sheet.binary.macroenabled" in content or "xl/workbook.bin" in names:
        return "NM-R12"
    return "" if b"spreadsheetml" in content or b"ms-excel" in content else "NM-R10"


def _declares_entities(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """No program writes a DTD into a workbook; entities in it can fill all memory or read other files."""
    if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
        return False
    head = _beginning(archive, info, _HEAD).replace(b"\0", b"")
    return bool(re.search(rb"<!(?:DOCTYPE|ENTITY)", head))


def _beginning(archive: zipfile.ZipFile, info: zipfile.ZipInfo, size: int) -> bytes:
    with archive.open(info) as part:
        return part.read(size)
