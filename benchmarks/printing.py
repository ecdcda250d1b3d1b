"""How fast letters become one file to print, and PDF; and what a killed run leaves.

    python benchmarks/printing.py [--letters 1000] [--pdfs 200] [--kills 50] [--folder FOLDER]

A bundle is put beside docxcompose, which appends one document to another, over 100 letters in the same run.
PDFs are put beside one start of LibreOffice over the same files, and a start for each file (of ten). With
--kills `noticemerge pdf` is killed (SIGKILL) at so many random instants and then run again: every PDF in the
folder is whole and on record at any time, and at the end there is one for each letter, with its pages.
`--kills 0` and `--pdfs 0` leave that out. Exit status 1 at the first fault. Letters are the shipped one.
Not for Windows.
"""

from __future__ import annotations

import argparse
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import docx
from docxcompose.composer import Composer
from pypdfium2 import PdfDocument

from letters import command, member_list, row
from noticemerge.output import State, digest_of, verify
from noticemerge.paper.combined_document import Combined
from noticemerge.paper.letter_file import LetterFile
from noticemerge.paper.libreoffice import LibreOffice

COMPOSED, ROUNDS, ALONE = 100, 5, 10
PAGES = 2


def merged(folder: Path, count: int) -> Path:
    """A folder with so many letters."""
    out = folder / f"out{count}"
    if not out.exists():
        command("merge", member_list(folder / f"{count}.xlsx", count), "-o", out)
    return out


def letter_paths(out: Path) -> list[Path]:
    """The letters in their order."""
    return [out / name for name in State.read(out).files if name.endswith(".docx")]


def bundles(folder: Path, counts: list[int]) -> None:
    """The whole command, from the folder to the file to print, its index and the register."""
    for count in counts:
        out = merged(folder, count)
        costs = [command("bundle", out) for _ in range(ROUNDS)]
        seconds = statistics.median(cost.seconds for cost in costs)
        size = max(cost.size for cost in costs)
        row(f"bundle of {count:,} letters, whole command", f"{seconds:.2f} s, at most {size:.0f} MiB")


def beside_docxcompose(folder: Path) -> None:
    """The same letters, read from the disk and put into one file by either."""
    paths = letter_paths(merged(folder, COMPOSED))
    ratios, slow = [], []
    for _ in range(2):
        start = time.perf_counter()
        composer = Composer(docx.Document(str(paths[0])))
        for path in paths[1:]:
            composer.append(docx.Document(str(path)))
        composer.save(folder / "composed.docx")
        slow.append(time.perf_counter() - start)
        for _ in range(ROUNDS):
            start = time.perf_counter()
            (folder / "ours.docx").write_bytes(combined(paths))
            ratios.append(slow[-1] / (time.perf_counter() - start))
    row(
        f"{COMPOSED} letters in one file, beside docxcompose ({slow[-1]:.1f} s)",
        f"{statistics.median(ratios):.0f} ×",
    )


def combined(paths: list[Path]) -> bytes:
    """These letters as one document."""
    letters = [LetterFile(path.read_bytes(), path.name) for path in paths]
    whole = Combined(letters[0])
    for letter in letters:
        whole.add(letter)
    return whole.finish()


def pdfs(folder: Path, count: int, office: LibreOffice) -> None:
    """A PDF of each letter, beside what LibreOffice does with the files."""
    out = merged(folder, count)
    data = [path.read_bytes() for path in letter_paths(out)]
    batch = timed(lambda: office.converted(data))
    ours = command("pdf", out).seconds
    alone = timed(lambda: [office.converted([one]) for one in data[:ALONE]]) / ALONE * len(data)
    again = command("pdf", out).seconds
    row(f"PDF of {count} letters, whole command", f"{ours:.1f} s ({count / ours:.0f} a second)")
    row("the same, beside one start of LibreOffice for all files", f"{batch / ours:.1f} × ({batch:.0f} s)")
    row("the same, beside a start for each file", f"{alone / ours:.0f} × ({alone:.0f} s)")
    row("second run of that, nothing changed", f"{again:.2f} s")


def timed(work) -> float:  # type: ignore[no-untyped-def]
    """Seconds that it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def kills(folder: Path, count: int) -> None:
    """Kill the making of 20 PDFs, ten in each document, at random instants; then let it finish."""
    out = merged(folder, 20)
    words = [
        sys.executable, "-c",
        "import noticemerge.paper.conversion as c; c.TOGETHER = 5; from noticemerge.cli import main; main()",
        "pdf", str(out), "-q",
    ]  # fmt: skip
    whole = timed(lambda: subprocess.run(words, check=True))
    expected = {path.with_suffix(".pdf").name for path in letter_paths(out)}
    chance, finished = random.Random(17), 0
    for _ in range(count):
        for path in out.glob("PDF/*.pdf"):
            if chance.random() < 0.5:
                path.unlink()
        started = subprocess.Popen(words)
        time.sleep(chance.uniform(0.05, whole))
        started.send_signal(signal.SIGKILL)
        finished += started.wait() == 0
        faults(out)
        subprocess.run(words, check=True)
        faults(out)
        if {path.name for path in out.glob("PDF/*.pdf")} != expected or verify(out).problems:
            sys.exit("after the next run the PDFs are not those of the letters")
    row(
        f"pdf killed at {count} random instants and run again",
        f"the same set each time ({finished} had ended)",
    )


def faults(out: Path) -> None:
    """End with status 1 when a PDF is not whole, or not on record."""
    known = State.read(out).others
    for path in out.glob("PDF/*.pdf"):
        name = path.relative_to(out).as_posix()
        if digest_of(path) not in known[name].known or len(PdfDocument(path)) != PAGES:
            sys.exit(f"{name} is not as it was made")


def steps(folder: Path, given: argparse.Namespace) -> Iterator[None]:
    """All figures, one after another."""
    yield bundles(folder, [given.letters, 5 * given.letters])
    yield beside_docxcompose(folder)
    office = LibreOffice.found()
    if office and given.pdfs:
        yield pdfs(folder, given.pdfs, office)
    if office and given.kills:
        yield kills(folder, given.kills)


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--letters", type=int, default=1000)
    options.add_argument("--pdfs", type=int, default=200)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        row("what", f"Python {sys.version.split()[0]}")
        row("---", "---")
        for _ in steps(Path(name), given):
            pass


if __name__ == "__main__":
    main()
