"""Compare what cells show here with what LibreOffice shows in Japanese, over many formats and values.

Run by hand; it needs `soffice` on the path and changes nothing but a temporary folder:

    python benchmarks/compare_with_libreoffice.py            # exit 1 at a difference that is not explained
    python benchmarks/compare_with_libreoffice.py --all      # list the explained differences as well

LibreOffice is a second opinion and no judge: Excel's own results are in `tests/data`. A difference that was
looked into is explained in `EXPLAINED`, by the format and what either side shows.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from openpyxl import Workbook

from noticemerge.excel.number_format.displayed_text import UnsupportedFormat, displayed_text

# Separator, quote, UTF-8, first row, no column types, Japanese, quotes as needed, as shown in the cell.
_FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1041,false,true"
_LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>ja-JP</value></prop></item>
</oor:items>
"""

NUMBER_FORMATS = [
    "General", 'General"名"', "0", "00000", "0.00", "#", "#,##0", "#,##0.0", "#,##0_ ", "#,##0;[Red]-#,##0",
    "#,##0_);(#,##0)", '#,##0"円"', "¥#,##0;¥-#,##0", '"¥"#,##0;"△"#,##0', '[$¥-411]#,##0"-"', "#,##0,",
    '0.0,,"百万円"', '#,##0,"千円"', "0%", "0.0%", "0.00E+00", "##0.0E+0", "000-0000", r"000\-0000-00",
    r"[<=999]000;[<=9999]000\-00;000\-0000", '"〒"000-0000', '0;-0;"-"', '[=0]"なし";0"回"', "0;;", "???.??",
    "# ?/?", "# ??/??", "# ?/8", "# ??/100", "?/?", "0 0/0", "#,##0 ?/2", "@",
    "_ * #,##0_ ;_ * -#,##0_ ;_ @_ ",
    "[DBNum1]General", "[DBNum1]0", "[DBNum1]#,##0", "[DBNum1][$-411]General", "[DBNum2]General", "[DBNum2]0",
    "[DBNum3]General", "[DBNum3]0", "[DBNum3][$-411]#,##0",
]  # fmt: skip
NUMBERS = [0, 5, 25, 1001, 600001, 12345678, 0.05, 0.75, 1234.5, -7, -1234.5]
DATE_FORMATS = [
    "yyyy/m/d", "yyyy/mm/dd", "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "yyyy年m月d日", 'm"月"d"日"', "m/d/yy",
    "yy/mm/dd",
    '[$-411]ggge"年"m"月"d"日"', "[$-411]ge.m.d", "[$-411]gge.m.d", "[$-411]gggee.mm.dd", "[$-411]r.m.d",
    "[$-411]rr.m.d", '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', "[$-ja-JP-x-gannen]ge.m.d", "aaa", "aaaa",
    "yyyy/m/d(aaa)", "[$-411]ddd", "[$-411]dddd", "[$-409]ddd", "[$-409]d-mmm-yy", "[$-409]mmmm d, yyyy",
    "[$-409]mmmmm", "h:mm", "hh:mm:ss", 'h"時"mm"分"', '[$-411]AM/PM h"時"mm"分"', "[$-409]h:mm AM/PM",
    "yyyy/m/d h:mm", "[h]:mm", "[mm]", "[ss]", "mm:ss.0", "h:mm:ss.000", '[DBNum1][$-411]ggge"年"m"月"d"日"',
    '[DBNum1]yyyy"年"m"月"d"日"', '[DBNum2][$-411]ggge"年"m"月"d"日"', '[DBNum3][$-411]ggge"年"m"月"d"日"',
    '[DBNum1]h"時"mm"分"', "e.m.d", "e", "m", "d",
]  # fmt: skip
# Noon in 1900, days on both sides of an era's beginning, and an afternoon.
DATES = [0.375, 100.5, 4594, 9855, 9856, 32515, 32516, 43585, 43586, 45194.75, 45657.999988426]
TEXT_FORMATS = [
    "General",
    "@",
    '@" 様"',
    "0",
    "0;0;0;",
    '0;0;0;"("@")"',
    "yyyy/m/d",
    '"固定"',
    "@_ ",
    'General"様"',
]
TEXTS = ["山田太郎", "007", "Ａ－１"]


@dataclass(frozen=True)
class Explained:
    """A kind of difference: patterns for the format, the value and what each side shows, and who is right."""

    reason: str
    code: str
    ours: str = ".*"
    theirs: str = ".*"
    value: str = ".*"

    def covers(self, code: str, value: float | str, ours: str, theirs: str) -> bool:
        """Whether the difference is of this kind."""
        patterns = (self.code, self.value, self.ours, self.theirs)
        return all(map(re.fullmatch, patterns, (code, str(value), ours, theirs)))


EXPLAINED = [
    Explained(
        "here spaces that only keep a distance at the cell's edge are left out", ".*_ .*", r"\S+", r" ?\S+ "
    ),
    Explained("LibreOffice takes this for its own currency format", r"#,##0_\);\(#,##0\)", r"\(.*\)", "-.*"),
    Explained("Excel fills every place of an exponent's 0", r"##0\.0E\+0", r"000\.0E\+0", r"0\.0E\+0"),
    Explained("LibreOffice drops the sign behind a condition", r"\[=0\].*;0.*", "-.*", r"\d.*"),
    Explained("Excel keeps the whole width of a hidden fraction", ".*/(2|8|100)", r"[-\d,]+ +", r"[-\d,]+ +"),
    Explained(
        "LibreOffice does not round half a unit of a fraction up", r".* \?/2", "1    ", "0 1/2", "0.75"
    ),
    Explained("Excel: as read with General only, half-width marks, 〇", r"\[DBNum[123]\].*(0|General)"),
    Explained("Excel: 一年 in these digits, not 元年", r"\[DBNum[12]\].*e.*", ".*[一壱]年.*", ".*元年.*"),
    Explained("Excel: 壱拾, not 拾", r"\[DBNum2\].*", ".*壱拾.*", ".*(?<!壱)拾.*"),
    Explained("Excel: both digits of 00", r"\[DBNum1\].*mm.*", ".*〇〇分", ".*時〇分"),
    Explained("LibreOffice 7.4 does not know 元年", r"\[\$-ja-JP-x-gannen\].*", theirs=r"[\d.]+"),
    Explained(
        "the serial 0 is 1900-01-00 in Excel, 1899-12-30 in LibreOffice", ".*[ymde].*", value=r"0\.375"
    ),
    Explained("Excel shows a fixed text for any text", '"固定"', "固定"),
]


def cases() -> Iterator[tuple[str, float | str]]:
    """Every format with every value of its kind."""
    yield from product(NUMBER_FORMATS, NUMBERS)
    yield from product(DATE_FORMATS, DATES)
    yield from product(TEXT_FORMATS, TEXTS)


def shown_by_libreoffice(rows: list[tuple[str, float | str]]) -> list[str]:
    """The text of each cell as LibreOffice shows it, in a profile of its own that is Japanese."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_LOCALE, "utf-8")
        workbook = Workbook()
        sheet = workbook.active
        for index, (code, value) in enumerate(rows, 1):
            cell = sheet.cell(index, 1, value)
            cell.number_format = code
        workbook.save(folder / "cells.xlsx")
        installation = f"-env:UserInstallation={profile.parent.as_uri()}"
        command = ["soffice", installation, "--headless", "--convert-to", _FILTER, "--outdir", name]
        subprocess.run([*command, str(folder / "cells.xlsx")], check=True, capture_output=True, timeout=300)
        with (folder / "cells.csv").open(encoding="utf-8", newline="") as lines:
            return [row[0] if row else "" for row in csv.reader(lines)]


def shown_here(code: str, value: float | str) -> str:
    """What this project shows; a format that it refuses is written as such."""
    try:
        return displayed_text(value, code)
    except UnsupportedFormat as error:
        return f"(refused: {error})"


def main() -> int:
    """Compare, print what differs, and return 1 if anything is not explained."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="list the explained differences as well")
    lists_all = parser.parse_args().all
    rows = list(cases())
    counts: Counter[str] = Counter()
    for (code, value), theirs in zip(rows, shown_by_libreoffice(rows), strict=True):
        ours = shown_here(code, value)
        if ours == theirs:
            counts["the same"] += 1
            continue
        kind = next((e.reason for e in EXPLAINED if e.covers(code, value, ours, theirs)), "NOT EXPLAINED")
        counts[kind] += 1
        if lists_all or kind == "NOT EXPLAINED":
            print(f"{kind}: {code!r} {value!r}: here {ours!r}, LibreOffice {theirs!r}")
    for kind, count in counts.most_common():
        print(f"{count:5d}  {kind}")
    return 1 if counts["NOT EXPLAINED"] else 0


if __name__ == "__main__":
    sys.exit(main())
