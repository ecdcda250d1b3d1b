"""PDF files as pages: where letters begin in one, pages taken out and put together (by PDFium)."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# 4 MB that only PDF needs are loaded where they are needed.


@dataclass(frozen=True, slots=True)
class Pages:
    """Some pages of a PDF: the file's bytes, the first page (from 0), how many, and whether that is all."""

    pdf: bytes
    first: int
    count: int
    is_whole: bool = False


def named_pages(pdf: bytes) -> tuple[dict[str, int], int]:
    """The page (from 0) of each named destination (ISO 32000-1 §12.3.2.3), and the number of pages."""
    import pypdfium2.raw as raw
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        found = {}
        for index in range(raw.FPDF_CountNamedDests(document)):
            length = ctypes.c_long(0)
            raw.FPDF_GetNamedDest(document, index, None, length)
            if length.value <= 0:
                continue
            name = ctypes.create_string_buffer(length.value)
            destination = raw.FPDF_GetNamedDest(document, index, name, length)
            page = raw.FPDFDest_GetDestPageIndex(document, destination)
            found[name.raw.decode("utf-16-le").rstrip("\0")] = page
        return found, len(document)
    finally:
        document.close()


def letter_pages(pdf: bytes, marks: Sequence[str]) -> list[Pages] | None:
    """The pages of each letter of a PDF, whose first pages are named by `marks` in their order.

    None when that is not sure: a mark is missing, or they do not follow one another from the first page on.
    """
    places, count = named_pages(pdf)
    firsts = [places.get(mark, -1) for mark in marks]
    if not firsts or firsts[0] != 0 or any(b <= a for a, b in zip(firsts, [*firsts[1:], count], strict=True)):
        return None
    return [Pages(pdf, a, b - a) for a, b in zip(firsts, [*firsts[1:], count], strict=True)]


def all_pages(pdf: bytes) -> Pages:
    """A PDF as a whole. Raises ValueError when it is none, or has no page."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(pdf)
    except PdfiumError as error:
        raise ValueError(str(error)) from None
    try:
        if not len(document):
            raise ValueError(0)
        return Pages(pdf, 0, len(document), is_whole=True)
    finally:
        document.close()


class PageWriter:
    """Pages put together to one PDF; use it in a `with`."""

    def __init__(self) -> None:
        from pypdfium2 import PdfDocument

        self._open = PdfDocument
        self._new = PdfDocument.new()
        self._sources: dict[int, Any] = {}
        self.count = 0

    def __enter__(self) -> PageWriter:
        return self

    def __exit__(self, *_: object) -> None:
        for source in self._sources.values():
            source.close()
        self._new.close()

    def add(self, pages: Iterable[Pages], *, on_sheets: bool = False) -> list[int]:
        """Put pages behind those there are; returns where each of them begins (from 0).

        Pages that follow one another in a file are taken at once, so that its fonts are there once.
        `on_sheets` puts an empty page behind an odd number of pages: what follows begins a new sheet of
        paper.
        """
        begun: list[int] = []
        run: list[Pages] = []
        for one in pages:
            begun.append(self.count)
            self.count += one.count
            if run and (run[-1].pdf is not one.pdf or run[-1].first + run[-1].count != one.first):
                self._take(run)
                run = []
            run.append(one)
            if on_sheets and self.count % 2:
                self._take(run)
                run = []
                self._new.new_page(*self._new[self.count - 1].get_size())
                self.count += 1
        self._take(run)
        return begun

    def data(self) -> bytes:
        """The file."""
        written = io.BytesIO()
        self._new.save(written)
        return written.getvalue()

    def _take(self, run: Sequence[Pages]) -> None:
        if not run:
            return
        key = id(run[0].pdf)
        if key not in self._sources:
            self._sources[key] = self._open(run[0].pdf)
        first, last = run[0].first, run[-1].first + run[-1].count
        self._new.import_pages(self._sources[key], list(range(first, last)))


def taken_out(pages: Iterable[Pages]) -> Iterator[bytes]:
    """Each of these as a PDF of its own, as it is where it is all of a file: 300 a second and more."""
    from pypdfium2 import PdfDocument

    source, opened = b"", None
    try:
        for one in pages:
            if one.is_whole:
                yield one.pdf
                continue
            if opened is None or source is not one.pdf:
                if opened is not None:
                    opened.close()
                source, opened = one.pdf, PdfDocument(one.pdf)
            new, written = PdfDocument.new(), io.BytesIO()
            new.import_pages(opened, list(range(one.first, one.first + one.count)))
            new.save(written)
            new.close()
            yield written.getvalue()
    finally:
        if opened is not None:
            opened.close()
