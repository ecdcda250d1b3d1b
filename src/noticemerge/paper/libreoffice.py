"""Letters as PDF and pictures, as LibreOffice draws them."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from noticemerge.problems import CannotUse, Place, problem

# soffice.com waits for its work on Windows and says what went wrong; soffice.exe does neither for sure.
_NAMES = ("soffice.com", "soffice", "libreoffice")
_LONGEST = 180  # seconds, for a slow machine's first start
_MORE = 10  # seconds, for each letter
_DOTS_PER_INCH = 150


def find_libreoffice() -> Path | None:
    """The program, on the path or where its installer usually puts it; None when it is nowhere there."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


def as_pdf(letters: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each letter (a Word file, by any name without an ending) as a PDF.

    Raises `CannotUse` when LibreOffice is not there, takes too long or makes no PDF.
    """
    program = find_libreoffice()
    if program is None:
        raise CannotUse(problem("NM-C20"))
    # A profile of its own: a LibreOffice that is open would take the work over, or refuse it.
    with tempfile.TemporaryDirectory(prefix="noticemerge-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        sources = {key: folder / f"{number}.docx" for number, key in enumerate(letters)}
        for key, source in sources.items():
            source.write_bytes(letters[key])
        words = [
            str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder), *map(str, sources.values()),
        ]  # fmt: skip
        said = _run(words, _LONGEST + _MORE * len(letters), program)
        made = {key: source.with_suffix(".pdf") for key, source in sources.items()}
        if not all(path.is_file() for path in made.values()):
            raise CannotUse(problem("NM-C21", Place(file=str(program)), said=_last_line(said)))
        return {key: path.read_bytes() for key, path in made.items()}


def pages(pdf: bytes) -> Iterator[bytes]:
    """Each page of a PDF as a picture (PNG)."""
    from pypdfium2 import PdfDocument  # 4 MB that only pictures need

    for page in PdfDocument(pdf):
        drawn = page.render(scale=_DOTS_PER_INCH / 72, rev_byteorder=True)
        yield _png(drawn.width, drawn.height, bytes(drawn.buffer), drawn.stride)


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"):
            if top := os.environ.get(variable):
                for below in ("", "Programs"):
                    yield Path(top, below, "LibreOffice", "program", "soffice.com")
    elif sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield folder / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    else:
        for opt in sorted(Path("/opt").glob("libreoffice*"), reverse=True):
            yield opt / "program" / "soffice"


def _run(words: list[str], seconds: int, program: Path) -> str:
    """What the program says. Raises `CannotUse` when it cannot be started, or is not done in time."""
    with tempfile.TemporaryFile() as said:
        try:
            started = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
            )
        except OSError as error:
            reason = error.strerror or str(error)
            raise CannotUse(problem("NM-C21", Place(file=str(program)), said=reason)) from None
        try:
            started.wait(seconds)
        except subprocess.TimeoutExpired:
            _stop(started)
            raise CannotUse(problem("NM-C22", Place(file=str(program)), seconds=seconds)) from None
        except BaseException:
            _stop(started)
            raise
        said.seek(0)
        return said.read().decode("utf-8", "replace")


def _stop(started: subprocess.Popen[bytes]) -> None:
    """LibreOffice is a program that starts another: both are to go."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(started.pid)], capture_output=True, check=False)
    else:
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else "-"


def _png(width: int, height: int, pixels: bytes, stride: int) -> bytes:
    """A picture of three bytes a pixel (PNG, ISO/IEC 15948): each row behind a 0, for "no filter"."""
    rows = b"".join(b"\0" + pixels[y * stride : y * stride + 3 * width] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    # So many dots a metre: the picture is as large as the page.
    size = struct.pack(">IIB", *[round(_DOTS_PER_INCH / 0.0254)] * 2, 1)
    chunks = ((b"IHDR", head), (b"pHYs", size), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
