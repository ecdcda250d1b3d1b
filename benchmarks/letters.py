"""How fast letters are made, against docxtpl's plain loop measured in the same run.

    python benchmarks/letters.py [--members 10000] [--zlib] [--folder FOLDER]

The plain loop is what a script does: for each member open the template with docxtpl, render it with
autoescape, save it. It reads the same letter, its tags written as docxtpl can read them, and the same values.
Rounds of both are run in turn and the median of their ratios is told, for a busy machine is slow for both.
With --zlib ISA-L is taken for not installed. Files go into FOLDER (default: the system's folder for temporary
files). Memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
from docxtpl import DocxTemplate

if "--zlib" in sys.argv:
    sys.modules["isal"] = None  # type: ignore[assignment]

from noticemerge import LetterTemplate, Notice, Plan, Roster, plan
from noticemerge.cli.starter import LETTER, WORKBOOK
from noticemerge.excel import escape
from noticemerge.output.letter_files import write_letter
from noticemerge.template import COMPRESSOR

ROOT = Path(__file__).resolve().parents[1]
ROUNDS, SAMPLE, LOOP = 5, 200, 5
# So long a run is told by one alone.
LONG = 50_000
NUMBERS = itertools.count()
HEADER = (
    "会員番号", "会社名", "部署", "役職", "担当者名", "郵便番号", "都道府県", "市区町村", "住所", "建物名",
    "電話番号", "FAX番号", "E-mail", "支部", "会員種別", "発送方法", "入会日", "部数", "業種", "備考",
)  # fmt: skip


class Cost(NamedTuple):
    """Seconds in all, seconds of the processor outside the system, and MiB of the largest process."""

    seconds: float
    own: float
    size: float


class Measured(NamedTuple):
    """A command put beside the plain loop, and the folder it wrote into."""

    loops: float
    cost: Cost
    out: Path


def member_list(path: Path, count: int) -> Path:
    """A workbook of `count` members and 20 columns, with the example's notice and attachments."""
    with (ROOT / WORKBOOK).open("rb") as source:
        example = openpyxl.load_workbook(source)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("会員名簿")
    sheet.append(HEADER)
    for n in range(count):
        sheet.append(member(n))
    for name in example.sheetnames[1:]:
        copy = book.create_sheet(name)
        for row in example[name].iter_rows(values_only=True):
            copy.append(row)
    book.save(path)
    return path


def member(n: int) -> list[str]:
    """The cells of one member."""
    return [
        f"{n + 1:06d}", f"株式会社見本{n}商事", ("総務部", "", "営業部")[n % 3], ("部長", "", "課長")[n % 3],
        f"山田　太郎{n}", f"{100 + n % 800:03d}-{n % 10000:04d}", "東京都", "千代田区",
        f"丸の内{n % 9 + 1}-{n % 20 + 1}", f"ビル{n % 30}階", "03-1234-5678", "03-1234-5679",
        f"a{n}@example.jp", "東京", "正会員", "郵送", "2001/04/01", "2", "製造業", "",
    ]  # fmt: skip


def ten_pages(path: Path) -> Path:
    """The shipped letter with its words eight times over: ten pages."""
    document = docx.Document(str(ROOT / LETTER))
    body = document.element.body
    plain = [p._p for p in document.paragraphs if p.text and "{" not in p.text]
    last = plain[-1]
    for _ in range(8):
        for paragraph in reversed(plain):
            last.addnext(deepcopy(paragraph))
    assert len(body) > 100
    document.save(str(path))
    return path


def planned(members: Path, template: Path) -> Plan:
    """The plan of a list and a letter."""
    return plan(Roster.read(members), LetterTemplate.read(template), Notice.read(members))


def for_docxtpl(made: Plan) -> bytes:
    """The letter with its tags written as docxtpl can read them: keys in the place of names."""
    template = made.bound.template
    changed = {}
    for scanned in template.scans:
        text = scanned.data.decode("utf-8")
        for tag in (tag for paragraph in scanned.paragraphs for tag in paragraph.tags):
            source = tag.source[:2] + tag.prefix + tag.source[2:]
            text = text.replace(escape(tag.typed), escape(source))
        changed[scanned.part.name] = text.encode("utf-8")
    return template.package.with_parts(changed)


def per_letter(work: Callable[[int], Any], count: int) -> float:
    """Seconds that `work` takes for each number from 0 on."""
    start = time.perf_counter()
    for n in range(count):
        work(n)
    return (time.perf_counter() - start) / count


def plain_loop(made: Plan, template: Path, folder: Path) -> Callable[[int], None]:
    """What a script makes of one letter with docxtpl."""

    def one(n: int) -> None:
        document = DocxTemplate(template)
        document.render(made.values(made.letters[n]), autoescape=True)
        document.save(folder / f"{n}.docx")

    return one


def ours(made: Plan, folder: Path) -> Callable[[int], None]:
    """What noticemerge makes of one letter, to a file, as `merge` writes it."""

    def one(n: int) -> None:
        write_letter(f"{folder}{os.sep}{n}.docx", made.render(made.letters[n]))

    return one


def letters(made: Plan, folder: Path) -> tuple[float, float]:
    """Seconds of the plain loop for a letter, and how many times as many noticemerge makes."""
    template = folder / "docxtpl.docx"
    template.write_bytes(for_docxtpl(made))
    made.render(made.letters[0])
    slow, ratios = [], []
    for _ in range(ROUNDS):
        loop = per_letter(plain_loop(made, template, folder), LOOP)
        slow.append(loop)
        ratios.append(loop / per_letter(ours(made, folder), SAMPLE))
    return statistics.median(slow), statistics.median(ratios)


def parsing(made: Plan) -> float:
    """How many times as long a letter takes when it is parsed, as it is where the template is not proved."""
    values, ratios = [made.values(letter) for letter in made.letters], []
    for _ in range(ROUNDS):
        seconds = []
        for is_proved in (False, True):
            for part in made.bound.parts:
                part.is_proved = is_proved
            seconds.append(per_letter(lambda n: made.bound.render(values[n]), SAMPLE))
        ratios.append(seconds[0] / seconds[1])
    return statistics.median(ratios)


def in_loops(loop: Callable[[], float], rounds: int, words: Sequence[str | Path], folder: Path) -> Measured:
    """A command in `rounds` new folders; the middle one by how many letters the loop makes meanwhile."""
    told = []
    for _ in range(rounds):
        # None is removed before the end: for some seconds ext4 is slow to make files where many were removed.
        out = folder / f"out{next(NUMBERS)}"
        before = loop()
        cost = command(*words, "-o", out)
        told.append(Measured(2 * cost.seconds / (before + loop()), cost, out))
    return sorted(told, key=lambda one: one.loops)[len(told) // 2]


def command(*words: str | Path) -> Cost:
    """What a command of noticemerge costs, as a process of its own."""
    start = ["-m", "noticemerge"]
    if "--zlib" in sys.argv:
        start = ["-c", "import sys; sys.modules['isal'] = None; from noticemerge.cli import main; main()"]
    return process([sys.executable, *start, *map(str, words)])


def process(words: Sequence[str]) -> Cost:
    """What a process costs."""
    measure = (
        "import json,resource as r,subprocess,sys,time;s=time.perf_counter();"
        "subprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL);"
        "u=r.getrusage(r.RUSAGE_CHILDREN);"
        "print(json.dumps([time.perf_counter()-s,u.ru_utime,u.ru_maxrss/1024]))"
    )
    # A program that was installed is compiled.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    words = [sys.executable, "-c", measure, *words]
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=env)
    return Cost(*json.loads(done.stdout))


SCRIPT = """
import sys, openpyxl
from docxtpl import DocxTemplate
values = eval(open(sys.argv[2]).read())
list(openpyxl.load_workbook(sys.argv[3], read_only=True).active.iter_rows(values_only=True))
document = DocxTemplate(sys.argv[1])
document.render(values, autoescape=True)
document.save(sys.argv[4])
"""


def one_letter(made: Plan, members: Path, template: Path, folder: Path) -> float:
    """How many times as long the whole command takes for one letter as a plain script with docxtpl."""
    (folder / "values.txt").write_text(repr(made.values(made.letters[0])), "utf-8")
    (folder / "script.py").write_text(SCRIPT, "utf-8")
    words = ["docxtpl.docx", "values.txt", str(members), "script.docx"]
    script = [sys.executable, str(folder / "script.py"), *(str(folder / w) for w in words[:2]), *words[2:3]]
    ratios = []
    for n in range(3 * ROUNDS):
        ours_ = command("merge", members, "-t", template, "-o", folder / f"one{n}").seconds
        ratios.append(ours_ / process([*script, str(folder / words[3])]).seconds)
    return statistics.median(ratios)


def row(*cells: object) -> None:
    """A line of the table."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, default=10_000)
    options.add_argument("--zlib", action="store_true")
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        measure(Path(name), given.members)


def measure(folder: Path, count: int) -> None:
    """All figures, one line each."""
    shipped = ROOT / LETTER
    row("what", f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {COMPRESSOR}")
    row("---", "---")
    made = planned(member_list(folder / "few.xlsx", SAMPLE), shipped)
    seconds, ratio = letters(made, folder)
    row("docxtpl's plain loop, shipped letter", f"{seconds * 1000:.1f} ms a letter")
    row("letters written, shipped letter", f"{ratio:.0f} ×")
    row("the same, were each letter parsed", f"{parsing(made):.2f} × the time")
    long = ten_pages(folder / "long.docx")
    slow, ratio = letters(planned(folder / "few.xlsx", long), folder)
    row("letters written, ten pages", f"{ratio:.0f} × ({slow * 1000:.0f} ms)")
    (folder / "docxtpl.docx").write_bytes(for_docxtpl(made))
    whole_commands(folder, shipped, made, count)
    one = member_list(folder / "one.xlsx", 1)
    ratio = one_letter(planned(one, shipped), one, shipped, folder)
    row("whole command, one letter", f"{ratio:.2f} × a docxtpl script's time")
    starts = [(command("--help"), process([sys.executable, "-c", ""])) for _ in range(3 * ROUNDS)]
    ratio = statistics.median(ours_.seconds / empty.seconds for ours_, empty in starts)
    row("noticemerge --help", f"{ratio:.1f} × an empty interpreter's time")


def whole_commands(folder: Path, letter: Path, made: Plan, count: int) -> None:
    """From a workbook on the disk to letters and register on the disk."""

    def loop() -> float:
        return per_letter(plain_loop(made, folder / "docxtpl.docx", folder), 4 * LOOP)

    def merge(members: int, *more: str) -> list[str | Path]:
        return ["merge", folder / f"{members}.xlsx", "-t", letter, *more]

    costs, own = {}, {}
    member_list(folder / "1.xlsx", 1)
    start = in_loops(loop, 3 * ROUNDS, merge(1), folder)
    for members in sorted({1000, count}):
        member_list(folder / f"{members}.xlsx", members)
        rounds = 1 if members >= LONG else max(ROUNDS, 20_000 // members)
        for jobs in (["--jobs", "1"], []):
            run = in_loops(loop, rounds, merge(members, *jobs), folder)
            how = "one process" if jobs else "as it comes"
            told = f"{members / run.loops:.0f} × ({run.cost.seconds:.1f} s, at most {run.cost.size:.0f} MiB)"
            row(f"whole command, {members:,} members × 20 columns, {how}", told)
            if jobs:
                costs[members] = (run.loops - start.loops) / members
                own[members] = (run.cost.own - start.cost.own) / members
        again = command(*merge(members), "-o", run.out).seconds
        told = f"{run.cost.seconds / again:.1f} × as fast ({again:.1f} s)"
        row("second run of that, nothing changed", told)
    row(
        f"a letter of {count:,} against one of 1,000",
        f"{costs[count] / costs[1000]:.2f} × the time, {own[count] / own[1000]:.2f} × outside the system",
    )


if __name__ == "__main__":
    main()
