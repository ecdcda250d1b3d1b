"""Letters as PDF and pictures, as LibreOffice draws them."""

from __future__ import annotations

import json
import os
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from noticemerge.paper.processes import Processes, TakesTooLong, last_line
from noticemerge.problems import CannotUse, Place, problem

# soffice.com waits for its work on Windows and says what went wrong; soffice.exe does neither for sure.
_NAMES = ("soffice.com", "soffice", "libreoffice")
_LONGEST = 180  # seconds, for a slow machine's first start
_MORE = 10  # seconds, for each letter
_DOTS_PER_INCH = 150
# How the export's options name the types of their values.
_TYPES = {bool: "boolean", int: "long", str: "string"}


def find_libreoffice() -> Path | None:
    """The program, on the path or where its installer usually puts it; None when it is nowhere there."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


class LibreOffice:
    """The program on this machine, as an `Office` that takes many files, and many letters in one."""

    jobs = min(2, os.cpu_count() or 1)
    reads_together = True

    def __init__(self, program: Path) -> None:
        self.program = program
        self._processes = Processes()

    @classmethod
    def found(cls) -> LibreOffice | None:
        """The program where it is found, else None."""
        program = find_libreoffice()
        return None if program is None else cls(program)

    @cached_property
    def version(self) -> str:
        """What the program says it is. Raises `CannotUse` when it cannot be started."""
        return last_line(self._run([str(self.program), "--version"], _LONGEST))

    def converted(
        self,
        documents: Sequence[bytes],
        *,
        letters: int | None = None,
        options: Mapping[str, object] | None = None,
    ) -> tuple[list[bytes | None], str]:
        """Each Word document as a PDF, None where none was made; and the last that the program said.

        `options` are those of the PDF export (values as in JSON). One start makes all, so that they are few
        enough for a command line of Windows: 200 at most. `letters` are how many are in them, when that is
        another number: it decides how long the program may take. Raises `CannotUse` when it cannot be started
        or takes too long. It says nothing of a document that it cannot read: only the files tell.
        """
        # A profile of its own: a LibreOffice that is open would take the work over, or refuse it.
        with tempfile.TemporaryDirectory(prefix="noticemerge-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            sources = [folder / f"{number}.docx" for number in range(len(documents))]
            for source, document in zip(sources, documents, strict=True):
                source.write_bytes(document)
            told = {
                key: {"type": _TYPES[type(v)], "value": str(v).lower()} for key, v in (options or {}).items()
            }
            kind = f"pdf:writer_pdf_Export:{json.dumps(told, separators=(',', ':'))}" if told else "pdf"
            words = [
                str(self.program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
                "--convert-to", kind, "--outdir", str(folder), *map(str, sources),
            ]  # fmt: skip
            said = self._run(words, _LONGEST + _MORE * (letters or len(documents)))
            made = [source.with_suffix(".pdf") for source in sources]
            return [path.read_bytes() if path.is_file() else None for path in made], last_line(said)

    def stop(self) -> None:
        """End what runs, and let nothing begin any more."""
        self._processes.stop()

    def _run(self, words: list[str], seconds: int) -> str:
        place = Place(file=str(self.program))
        try:
            return self._processes.run(words, seconds)
        except OSError as error:
            raise CannotUse(problem("NM-C21", place, said=error.strerror or str(error))) from None
        except TakesTooLong:
            raise CannotUse(problem("NM-C22", place, seconds=seconds)) from None


def as_pdf(letters: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each letter (a Word file, by any name without an ending) as a PDF.

    Raises `CannotUse` when LibreOffice is not there, takes too long or makes no PDF.
    """
    office = LibreOffice.found()
    if office is None:
        raise CannotUse(problem("NM-C20"))
    made, said = office.converted(list(letters.values()))
    whole = {name: pdf for name, pdf in zip(letters, made, strict=True) if pdf is not None}
    if len(whole) < len(letters):
        raise CannotUse(problem("NM-C21", Place(file=str(office.program)), said=said))
    return whole


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
