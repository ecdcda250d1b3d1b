"""The customer barcode of Japan Post: official examples, bars of another program, towns that mislead."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from pathlib import Path

import pytest
import zint
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.japan import CustomerBarcode, NoBarcode, barcode_of
from noticemerge.japan.customer_barcode import TOWNS, numbers_in
from noticemerge.post.barcode_picture import Barcode, barcode_size, draw_barcode

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases/barcode/addresses.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
LISTED = Path(__file__).parents[1] / "src/noticemerge/japan" / TOWNS


@pytest.mark.parametrize(("postcode", "address", "said", "codes"), CASES, ids=[case[1] for case in CASES])
def test_an_official_address_gives_the_official_codes(
    postcode: str, address: str, said: str, codes: str
) -> None:
    assert numbers_in(address) == said
    if codes:
        made = CustomerBarcode(postcode.replace("-", ""), said)
        assert made.codes == ("STC", *codes.split(), "SPC")
        assert len(made.bars) == 67


def bars_of_zint(data: str) -> str:
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.JAPANPOST
    symbol.encode(data)
    upper, middle, lower = (
        [symbol.encoded_data[row, column >> 3] >> (column & 7) & 1 for column in range(0, symbol.width, 2)]
        for row in range(3)
    )
    assert all(middle)
    kinds = {(True, True): "1", (True, False): "2", (False, True): "3", (False, False): "4"}
    return "".join(kinds[bool(up), bool(low)] for up, low in zip(upper, lower, strict=True))


@given(st.from_regex(r"[0-9]{7}", fullmatch=True), st.from_regex(r"[0-9A-Z-]{0,6}", fullmatch=True))
def test_the_bars_are_those_that_zint_draws(postcode: str, numbers: str) -> None:
    assert CustomerBarcode(postcode, numbers).bars == bars_of_zint(postcode + numbers)


@pytest.mark.parametrize(("postcode", "_address", "said", "codes"), CASES)
def test_the_bars_of_the_official_addresses_are_those_that_zint_draws(
    postcode: str, _address: str, said: str, codes: str
) -> None:
    places = sum(2 if sign.isalpha() else 1 for sign in said)
    if places <= 13:  # more is cut, which zint refuses
        digits = postcode.replace("-", "")
        assert CustomerBarcode(digits, said).bars == bars_of_zint(digits + said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1丁目2番3号", "1-2-3"),
        ("１－２－３", "1-2-3"),
        ("123番地 郵便ビル403号", "123-403"),
        ("四番五号", "4-5"),
    ],
)
def test_of_a_town_with_numbers_in_its_name_they_are_not_said(typed: str, said: str) -> None:
    counted = Counter[bool]()
    for line in LISTED.read_text("utf-8").splitlines()[2:]:
        town, *postcodes = line.split("\t")
        for postcode in postcodes:
            made = barcode_of(postcode, f"例示県例示市{town}{typed}")
            assert made in (CustomerBarcode(postcode, said), NoBarcode.TOWN)
            counted[isinstance(made, CustomerBarcode)] += 1
    assert counted[False] < 50 < 1000 < counted[True]


@pytest.mark.parametrize(
    ("postcode", "address", "why"),
    [
        ("", "千代田区霞が関1-3-2", NoBarcode.POSTCODE),
        ("100001", "千代田区霞が関1-3-2", NoBarcode.POSTCODE),
        ("1000000", "千代田区霞が関1-3-2", NoBarcode.WHOLE_CITY),
        ("1000013", "霞が関郵便局私書箱12号", NoBarcode.BOX),
        ("1000013", "千代田区霞が関1-3-2 ＴＥＬ03-0000-0000", NoBarcode.TELEPHONE),
        ("1000013", "千代田区霞が関1-3-2 総合受付 内線1234", NoBarcode.TELEPHONE),
        ("1000013", "千代田区霞が関一ー三ー二", NoBarcode.NUMERALS),
        ("1000013", "千代田区霞が関", NoBarcode.NO_NUMBER),
        ("1020082", "千代田区霞が関1-3-2", NoBarcode.TOWN),
    ],
)
def test_where_it_is_not_sure_there_is_no_barcode(postcode: str, address: str, why: NoBarcode) -> None:
    assert barcode_of(postcode, address) is why


@pytest.mark.parametrize("town", ["一番町", "１番町", "1番町"])
def test_a_town_is_known_however_its_number_is_written(town: str) -> None:
    assert barcode_of("1020082", f"東京都千代田区{town}23番4号") == CustomerBarcode("1020082", "23-4")


def test_the_postcode_of_a_large_office_says_all() -> None:
    made = barcode_of("0608621", "札幌市中央区北一条西6丁目1-2アーバンネット札幌ビル2F")
    assert made == CustomerBarcode("0608621", "")


def rows_of(png: bytes) -> tuple[int, list[str]]:
    width, height = struct.unpack(">II", png[16:24])
    at, data = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    raw = zlib.decompress(data)
    line = (width + 7) // 8 + 1
    assert len(raw) == line * height
    rows = [
        f"{int.from_bytes(raw[n * line + 1 : (n + 1) * line], 'big'):0{8 * line - 8}b}" for n in range(height)
    ]
    return width, [row[:width] for row in rows]


def runs(row: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for dot in row:
        if found and found[-1][0] == dot:
            found[-1] = dot, found[-1][1] + 1
        else:
            found.append((dot, 1))
    return found


@pytest.mark.parametrize("points", [8, 8.5, 9, 9.5, 10])
def test_the_picture_keeps_the_measures_of_the_manual(points: float) -> None:
    code = CustomerBarcode("1000013", "1-3-2-503")
    width, rows = rows_of(draw_barcode(code, points))
    dot, share = 25.4 / 600, points / 10
    assert barcode_size(points) == (width * dot, len(rows) * dot)
    middle = runs(rows[len(rows) // 2])
    assert [run for run in middle if run[0] == "0"] == [("0", middle[0][1])] * 67
    assert 0.5 * share <= middle[0][1] * dot <= 0.7 * share
    assert 0.45 * share <= middle[1][1] * dot <= 0.6 * share
    assert 3.4 * share <= len(rows) * dot <= 3.6 * share + dot / 2
    pitch = middle[0][1] + middle[1][1]
    seen = "".join(
        {"00": "1", "01": "2", "10": "3", "11": "4"}[rows[0][at] + rows[-1][at]]
        for at in range(0, width, pitch)
    )
    assert seen == code.bars


@pytest.mark.parametrize(
    ("width", "points"), [(86.4, 10), (83.8, 10), (82.6, 9.5), (70, 8), (66, None), (63.5, None)]
)
def test_a_label_carries_the_largest_that_leaves_two_millimetres_free(
    width: float, points: float | None
) -> None:
    found = Barcode.largest(width)
    assert (found.points if found else None) == points
