"""How the time of checking a model letter grows with its table rows and runs: it should be a straight line.

    python benchmarks/check_template.py [--rows N ...] [--runs N ...]

Each letter is made in memory, read, matched with a list of five columns and compiled. Beside each time stands
the time for a thousand rows or runs, less that of a letter without any: where that stays the same from line
to line, time is linear. Times of other machines are other times.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx

from noticemerge import LetterTemplate
from noticemerge.template import Names

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = Names.of(["会社名", "会員番号", "会費", "備考", "件名"])
# Rounds of which the shortest counts: a busy machine only adds to it.
_ROUNDS = 3
ROWS = (100, 500, 1000, 2000, 4000)
RUNS = (1000, 10_000, 50_000, 100_000)


def paragraph(*texts: str) -> str:
    """A paragraph with a run for each text."""
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def table(rows: int, *cells: str) -> str:
    """A table of equal rows."""
    row = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{f'<w:tr>{row}</w:tr>' * rows}</w:tbl>"


def letter(body: str) -> bytes:
    """A Word file with this body."""
    empty, made = io.BytesIO(), io.BytesIO()
    docx.Document().save(empty)
    text = f'<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    with zipfile.ZipFile(empty) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == "word/document.xml" else old.read(name))
    return made.getvalue()


def seconds(document: bytes, folder: Path) -> float:
    """The processor's time to read and check a letter, the shortest of three."""
    return min(_seconds(document, folder) for _ in range(_ROUNDS))


def _seconds(document: bytes, folder: Path) -> float:
    path = folder / "letter.docx"
    path.write_bytes(document)
    began = time.process_time()
    found = LetterTemplate.read(path).bind(NAMES).problems
    taken = time.process_time() - began
    if found:
        raise SystemExit(f"the letter was to be sound: {found[0].message}")
    return taken


def measured(what: str, counts: Iterable[int], body: str, folder: Path) -> None:
    """Print a line for each count; `body` is a template of this module's language with N in it."""
    fixed = seconds(letter(BODIES[body](1)), folder)
    for count in counts:
        taken = seconds(letter(BODIES[body](count)), folder)
        print(f"{what:28} {count:8,} {taken:8.2f} s {max(taken - fixed, 0) / count * 1000:8.3f} s a thousand")


BODIES = {
    "rows": lambda n: table(n, "項目", "金額") + paragraph("{{ 会社名 }}"),
    "rows with tags": lambda n: table(n, "項目", "{{ 会費 }}"),
    "runs": lambda n: paragraph(*["あ"] * n, "{{ 会社名 }}"),
    "runs in paragraphs": lambda n: paragraph(*["あ"] * 10) * (n // 10) + paragraph("{{ 会社名 }}"),
}


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, nargs="*", default=ROWS)
    parser.add_argument("--runs", type=int, nargs="*", default=RUNS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for body in BODIES:
            measured(body, asked.runs if body.startswith("runs") else asked.rows, body, Path(folder))


if __name__ == "__main__":
    main()
