"""How fast what goes out beside the letters is made: labels, and what else there is.

    python benchmarks/outputs.py [--members 3000] [NAME ...]

Each line is a function decorated with `measured`; names choose among them. Of five rounds the median is told,
by the processor's time, which other programs on the machine disturb little, and by the clock. Whole commands
are processes of their own. How exactly labels lie on paper is told by LibreOffice and pdfplumber (`lines`),
which takes half a minute; whether any of a hundred hard addressees is cut off, on each sheet, by
`hard_addressees`, a table that takes two.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl

from hard_labels import hard_labels
from noticemerge import Roster
from noticemerge.planning import PostList, post_list
from noticemerge.post import LabelOptions, find_paper, known_papers, lay_out_labels
from noticemerge.post.papers import Paper

ROUNDS = 5
HEADER = ("会員番号", "会社名", "部署", "役職", "担当者名", "郵便番号", "住所", "建物名", "発送方法")
MEASURED: dict[str, Callable[[Path, int], str]] = {}


def measured(function: Callable[[Path, int], str]) -> Callable[[Path, int], str]:
    """A line of the table: a function from a folder and the number of members to what was measured."""
    MEASURED[function.__name__] = function
    return function


@measured
def labels(folder: Path, count: int) -> str:
    """labels, laid out and written (aim: 5,000 a second)"""
    return rate(count, lambda: made(folder, count, barcode=False))


@measured
def labels_with_barcodes(folder: Path, count: int) -> str:
    """labels with a barcode (aim: 2,000 a second)"""
    return rate(count, lambda: made(folder, count, barcode=True))


@measured
def labels_command(folder: Path, count: int) -> str:
    """noticemerge labels, the whole command (aim: 2 s for 3,000)"""
    return seconds(lambda: command("labels", member_list(folder, count), folder))


@measured
def envelopes_command(folder: Path, count: int) -> str:
    """noticemerge envelopes, the whole command"""
    return seconds(lambda: command("envelopes", member_list(folder, count), folder))


@measured
def lines(folder: Path, _count: int) -> str:
    """label lines on paper, all sheets (aim: 0.1 mm)"""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from support.on_paper import pages, to_pdf

    files = []
    for number, paper in enumerate(known_papers()):
        sheet = lay_out_labels(listed(folder, 12), LabelOptions(paper, guide=True, copies=paper.up // 12 + 1))
        files.append(folder / f"{number}.docx")
        files[-1].write_bytes(sheet.word_file())
    worst = 0.0
    for paper, pdf in zip(known_papers(), to_pdf(files, folder), strict=True):
        page = pages(pdf)[0]
        for index in range(paper.columns):
            for x in (0, paper.width):
                worst = max(worst, nearest(paper.left + index * paper.pitch_x + x, page.upright))
        for index in range(paper.rows):
            for y in (0, paper.height):
                place = paper.top + index * paper.pitch_y + y
                # The foot of a sheet that is full to its edge is the edge.
                worst = max(worst, nearest(place, page.level) if place < paper.page_height - 0.5 else 0)
    return f"at most {worst:.3f} mm off, {len(files)} sheets"


@measured
def hard_addressees(folder: Path, _count: int) -> str:
    """100 hard addressees on all sheets, as LibreOffice prints them (aim: no faults)"""
    sheets = hard_labels(folder)
    return "\n".join([f"{sum(len(sheet.faults) for sheet in sheets)} faults", *(s.words() for s in sheets)])


def nearest(place: float, there: tuple[float, ...]) -> float:
    """How far the nearest line is."""
    return min(abs(place - line) for line in there)


def made(folder: Path, count: int, *, barcode: bool) -> bytes:
    """The labels as a file."""
    paper = find_paper("28183")
    assert isinstance(paper, Paper)
    return lay_out_labels(listed(folder, count), LabelOptions(paper, barcode=barcode)).word_file()


def command(name: str, members: Path, folder: Path) -> None:
    """Run a command as a process of its own."""
    words = [sys.executable, "-m", "noticemerge", name, str(members), "-o", str(folder / "out"), "-q"]
    # A program that was installed is compiled.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(words, check=True, env={**env, "LANG": "C.UTF-8"})


def rate(count: int, work: Callable[[], object]) -> str:
    """How many a second."""
    own, clock = median(work)
    return f"{count / own:,.0f} a second ({count / clock:,.0f} by the clock)"


def seconds(work: Callable[[], object]) -> str:
    """How long it takes."""
    own, clock = median(work)
    return f"{own:.2f} s ({clock:.2f} s by the clock)"


def median(work: Callable[[], object]) -> tuple[float, float]:
    """The seconds it takes, of the processor and by the clock; once before it is done unmeasured."""
    work()
    took = []
    for _ in range(ROUNDS):
        begin, clock = sum(os.times()[:4]), time.perf_counter()
        work()
        took.append((sum(os.times()[:4]) - begin, time.perf_counter() - clock))
    own, clocks = zip(*took, strict=True)
    return statistics.median(own), statistics.median(clocks)


@cache
def listed(folder: Path, count: int) -> PostList:
    """The list, read."""
    return post_list(Roster.read(member_list(folder, count)))


@cache
def member_list(folder: Path, count: int) -> Path:
    """A list of so many members, no two alike."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("会員名簿")
    sheet.append(HEADER)
    for n in range(1, count + 1):
        address = f"東京都千代田区霞が関{n % 9 + 1}丁目{n % 30 + 1}番{n % 17 + 1}号", f"例示ビル{n}号室"
        names = f"株式会社例示製作所第{n}工場", "総務部総務課", "部長", f"例示　太郎{n}"
        sheet.append((f"{n:04d}", *names, "100-0013", *address, "郵送"))
    book.create_sheet("通知").append(("発信日", "2023-09-25"))
    path = folder / f"{count}.xlsx"
    book.save(path)
    return path


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", help=", ".join(MEASURED))
    parser.add_argument("--members", type=int, default=3000)
    words = parser.parse_args()
    for name in words.names or MEASURED:
        with tempfile.TemporaryDirectory() as folder:
            said = MEASURED[name](Path(folder), words.members)
        print(f"{MEASURED[name].__doc__}: {said}", flush=True)


if __name__ == "__main__":
    main()
