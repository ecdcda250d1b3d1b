"""What LibreOffice prints of a Word file: pages, lines and characters, in millimetres from the upper left."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pytest

_MM = 25.4 / 72


@dataclass(frozen=True)
class Printed:
    """A page: lines down and across it (as positions), characters and pictures with their boxes."""

    upright: tuple[float, ...]
    level: tuple[float, ...]
    characters: tuple[tuple[str, float, float, float, float], ...]
    pictures: tuple[tuple[float, float, float, float], ...]

    @property
    def text(self) -> str:
        """All characters but spaces, in the order of the file."""
        return "".join(c[0] for c in self.characters if not c[0].isspace())

    def text_in(self, left: float, top: float, right: float, bottom: float) -> str:
        """The characters whose middle lies in a box."""
        return "".join(
            sign
            for sign, x0, y0, x1, y1 in self.characters
            if left <= (x0 + x1) / 2 <= right and top <= (y0 + y1) / 2 <= bottom and not sign.isspace()
        )


def libreoffice() -> str:
    """The program; the test is skipped where it is not installed, but for CI, which must have it."""
    found = shutil.which("soffice")
    if found is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not on this machine")
    assert found, "LibreOffice is needed for this test"
    return found


def to_pdf(files: Iterable[Path], folder: Path) -> list[Path]:
    """The files as PDF, converted by one LibreOffice with a profile of its own."""
    return converted(files, "pdf", folder)


def converted(files: Iterable[Path], kind: str, folder: Path) -> list[Path]:
    """The files as LibreOffice saves them in a form such as "xlsx"."""
    files = list(files)
    profile = (folder / "profile").absolute().as_uri()
    subprocess.run(
        [libreoffice(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir",
         str(folder), *map(str, files)],
        check=True, capture_output=True,
    )  # fmt: skip
    return [folder / file.with_suffix(f".{kind}").name for file in files]


def pages(pdf: Path) -> list[Printed]:
    """What is on each page."""
    with pdfplumber.open(pdf) as document:
        return [_printed(page) for page in document.pages]


def _printed(page: pdfplumber.page.Page) -> Printed:
    upright, level = [], []
    for edge in page.edges:
        if edge["orientation"] == "v":
            upright.append(edge["x0"] * _MM)
        else:
            level.append(edge["top"] * _MM)
    characters = tuple(
        (c["text"], c["x0"] * _MM, c["top"] * _MM, c["x1"] * _MM, c["bottom"] * _MM) for c in page.chars
    )
    pictures = tuple((i["x0"] * _MM, i["top"] * _MM, i["x1"] * _MM, i["bottom"] * _MM) for i in page.images)
    return Printed(tuple(upright), tuple(level), characters, pictures)
