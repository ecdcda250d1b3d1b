"""Serial numbers, built-in formats and names of cells mean what openpyxl says they mean."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from noticemerge.excel import cell_references, cell_styles, date_serials

SERIALS = st.one_of(st.integers(-10, 100_000), st.floats(-1, 100_000), st.integers(0, 10**9))


@given(SERIALS, st.booleans())
@example(0, False)
@example(59.5, False)
@example(60, False)
@example(0.9999999999, False)
def test_a_serial_number_is_the_same_moment(serial: float, date1904: bool) -> None:
    try:
        expected = from_excel(serial, MAC_EPOCH if date1904 else WINDOWS_EPOCH)
    except (OverflowError, ValueError) as error:
        with pytest.raises(type(error)):
            date_serials.moment(serial, date1904=date1904)
    else:
        assert date_serials.moment(serial, date1904=date1904) == expected


@given(st.floats(-1000, 1_000_000))
def test_a_serial_number_is_the_same_span_of_time(serial: float) -> None:
    assert date_serials.duration(serial) == from_excel(serial, timedelta=True)


@given(st.integers(1, 18_278), st.integers(1, 1_048_576))
def test_a_cell_has_the_same_place(column: int, row: int) -> None:
    name = f"{get_column_letter(column)}{row}"
    assert cell_references.position(name) == (row, column - 1)
    assert cell_references.position(name.lower()) == (coordinate_to_tuple(name)[0], column - 1)


@pytest.mark.parametrize("name", ["A1", "B2:D7", "$B$2:$D$7", "a1:xfd1048576"])
def test_a_range_has_the_same_corners(name: str) -> None:
    left, top, right, bottom = range_boundaries(name)
    assert cell_references.corners(name) == (top, left - 1, bottom, right - 1)


@pytest.mark.parametrize(
    "name", ["", "A", "7", "A1B", "Ａ1", "A:A", "1:1", "ABCD1", "A1:B", "A1:", "é1", "A１"]
)
def test_what_names_no_cell_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        cell_references.corners(name)


def test_built_in_formats_are_those_of_the_standard_but_for_yen_and_dates() -> None:
    american = {n: code for n, code in BUILTIN_FORMATS.items() if "$" in code or "_(" in code or "_)" in code}
    standard = cell_styles.STANDARD
    assert standard.keys() == BUILTIN_FORMATS.keys()
    differing = {n for n in standard if standard[n] != BUILTIN_FORMATS[n]}
    assert differing == {*american, 14, 22}
    for number, code in BUILTIN_FORMATS.items():
        assert cell_styles.is_of_dates(standard[number]) == is_date_format(code)


@given(st.text(alphabet='dmyhs[]"\\_-/:;0#.@ea年月日$', max_size=12))
@example("[h]:mm")
@example('[$-411]ggge"年"')
@example("[mm]:ss.00")
def test_a_format_is_one_of_dates_or_spans_of_time_as_openpyxl_has_it(code: str) -> None:
    assert cell_styles.is_of_dates(code) == is_date_format(code)
    assert cell_styles.is_of_durations(code) == is_timedelta_format(code)
