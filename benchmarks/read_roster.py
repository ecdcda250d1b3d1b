"""How fast long member lists are read, and in how much memory, beside openpyxl's read-only mode.

    python benchmarks/read_roster.py [ROWS ...] [--repeat N]

Lists of 20 columns are made in a temporary folder, once with their texts in the cells (as openpyxl
writes them) and once in a table of shared strings (as Excel does). Each reader runs in a process of
its own, in turn with the others; the best of its times counts, and imports do not. The ratio is that
of openpyxl's time in the same run. Times of other machines are other times: compare ratios.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import get_column_letter

from noticemerge.excel.workbook import read_xlsx
from noticemerge.roster import Roster

HEADINGS = [
    "連番", "会員番号", "会社名", "フリガナ", "代表者役職", "代表者名", "郵便番号",
    "都道府県", "住所", "建物名", "電話番号", "FAX", "メールアドレス", "部署",
    "担当者役職", "担当者名", "入会日", "年会費", "発送方法", "備考",
]  # fmt: skip
PREFECTURES = (
    "北海道",
    "青森県",
    "宮城県",
    "東京都",
    "神奈川県",
    "愛知県",
    "大阪府",
    "広島県",
    "福岡県",
    "沖縄県",
)
SURNAMES = ["佐藤", "鈴木", "高橋", "田中", "髙島", "渡邉", "齋藤", "𠮷田", "長谷川", "山﨑"]
NAMES = ["太郎", "花子", "一郎", "かおり", "健", "美咲", "大輔", "陽子", "翔太", "恵子"]
Value = str | int | datetime.date


def members(count: int) -> Iterator[tuple[Value, ...]]:
    """The rows below the heading: the same for the same count."""
    chance = random.Random(count)
    first_day = datetime.date(1990, 4, 1)
    for number in range(1, count + 1):
        person, other = (f"{chance.choice(SURNAMES)}　{chance.choice(NAMES)}" for _ in range(2))
        tel = f"0{chance.randrange(11, 99)}-{chance.randrange(100, 999)}-{number % 10000:04d}"
        yield (
            number,
            f"{number:06d}",
            f"株式会社あおば商事第{number}",
            f"アオバショウジダイ{number}",
            "代表取締役",
            person,
            f"{chance.randrange(10**3):03d}-{chance.randrange(10**4):04d}",
            chance.choice(PREFECTURES),
            f"中央区北{chance.randrange(30)}条西{chance.randrange(40)}丁目{number % 99}番",
            f"第{chance.randrange(1, 90)}ビル{chance.randrange(1, 12)}階",
            tel,
            tel[:-1] + "9",
            f"m{number}@example.jp",
            "総務部",
            "課長",
            other,
            first_day + datetime.timedelta(days=chance.randrange(12000)),
            chance.choice((10000, 20000, 50000)),
            "郵送",
            "新規" if chance.random() < 0.1 else "",
        )


def write_inline(path: Path, count: int) -> None:
    """The list as openpyxl writes it: each cell holds its own text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("会員名簿")
    for row in (HEADINGS, *members(count)):
        sheet.append(row)
    book.save(path)


def write_shared(path: Path, count: int) -> None:
    """The list as Excel writes it: the texts in a table, each once."""
    write_inline(path, 1)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts: dict[str, int] = {}
    before, _, _ = parts["xl/worksheets/sheet1.xml"].partition("<sheetData>")
    rows = "".join(_shared_row(n, row, texts) for n, row in enumerate((HEADINGS, *members(count)), 1))
    parts["xl/worksheets/sheet1.xml"] = f"{before}<sheetData>{rows}</sheetData></worksheet>"
    items = "".join(f"<si><t>{escape(text)}</t><phoneticPr fontId='1'/></si>" for text in texts)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}" uniqueCount="{len(texts)}">{items}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    if kind not in parts["[Content_Types].xml"]:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", override)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def _shared_row(number: int, row: Iterable[Value], texts: dict[str, int]) -> str:
    cells = []
    for column, value in enumerate(row, 1):
        name = f"{get_column_letter(column)}{number}"
        if isinstance(value, str) and value:
            cells.append(f'<c r="{name}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>')
        elif isinstance(value, datetime.date):
            cells.append(f'<c r="{name}" s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>')
        elif value:
            cells.append(f'<c r="{name}"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def read_by_openpyxl(path: Path) -> int:
    """Values and formats of all cells."""
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    return sum(1 for row in sheet.iter_rows() for cell in row if (cell.value, cell.number_format))


def read_one_by_one(path: Path) -> int:
    """What all cells show, no row being kept."""
    return sum(len(row.cells) for row in read_xlsx(path, path.read_bytes()).sheets[0].stream())


def read_roster(path: Path) -> int:
    """A roster with all members and every doubt about them, as a merge begins."""
    return len(Roster.read(path).members)


READERS = {
    "openpyxl read-only": read_by_openpyxl,
    "rows one by one": read_one_by_one,
    "whole roster": read_roster,
}
WRITERS = {"inline": write_inline, "shared": write_shared}


def measure(reader: str, path: Path) -> None:
    """Print seconds and the peak of memory in MB; this process does nothing else."""
    begun = time.perf_counter()
    READERS[reader](path)
    seconds = time.perf_counter() - begun
    print(json.dumps([seconds, peak_mb()]))


def peak_mb() -> float:
    """The most memory that this process has held (Linux); what its parent held is not in it."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measured(reader: str, path: Path) -> tuple[float, float]:
    """The same, from a process of its own."""
    command = [sys.executable, __file__, "--measure", reader, str(path)]
    seconds, peak = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return seconds, peak


def main() -> None:
    """Make the lists, measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure[0], Path(options.measure[1]))
        return
    print(f"{'rows':>8} {'texts':>7}  {'reader':20} {'seconds':>8} {'ratio':>6} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for count in options.rows:
            for kind, write in WRITERS.items():
                path = Path(folder) / f"{kind}{count}.xlsx"
                write(path, count)
                _print_lines(count, kind, path, options.repeat)
                path.unlink()


def _print_lines(count: int, kind: str, path: Path, repeat: int) -> None:
    runs = {reader: [measured(reader, path)] for reader in READERS}
    for _ in range(repeat - 1):
        for reader, before in runs.items():
            before.append(measured(reader, path))
    base = min(runs["openpyxl read-only"])[0]
    for reader, found in runs.items():
        seconds, peak = min(found)
        print(
            f"{count:8,} {kind:>7}  {reader:20} {seconds:8.2f} {base / seconds:6.1f} {peak:8.0f}", flush=True
        )


if __name__ == "__main__":
    main()
