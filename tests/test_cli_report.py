"""How problems are shown: grouped, within 80 columns, and as JSON."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.cli.layout import COLUMNS, table, width, wrap
from noticemerge.cli.report import Exit, JsonReporter, Result, TextReporter, problem_text
from noticemerge.i18n import use_language
from noticemerge.problems import CellPlace, Place, problem

JAPANESE = st.text("あ漢字ー、。「」（）・ｱ㈱①—A1z./ \n", max_size=200)


@pytest.fixture(autouse=True)
def _japanese():
    use_language("ja")
    yield
    use_language(None)


def _file_problem(name: str = "名簿.xlsx"):
    return problem("NM-C04", Place(file=name), reason="使用中です")


def test_a_problem_shows_severity_code_place_message_and_cure() -> None:
    assert problem_text([_file_problem()]) == (
        "エラー NM-C04  名簿.xlsx\n"
        "    ファイルを読み書きできません: 使用中です\n"
        "    → WordやExcelで開いていれば閉じ、フォルダーがあるか、書き込みの権限があるか\n"
        "      を確かめてから、もう一度実行してください。\n"
        "\n"
        "エラー 1件"
    )


def test_equal_problems_are_one_with_their_number_and_the_first_places() -> None:
    places = [
        CellPlace(file="名簿.xlsx", sheet="会員名簿", cell=f"C{row}", member=f"{row:04d}")
        for row in range(7, 307)
    ]
    alike = [problem("NM-C05", place, number="7") for place in places]
    assert problem_text(alike) == (
        "エラー NM-C05 (300件)  名簿.xlsx 会員名簿 C7 (会員 0007)、\n"
        "    名簿.xlsx 会員名簿 C8 (会員 0008)、名簿.xlsx 会員名簿 C9 (会員 0009)\n"
        "    ほか297か所\n"
        "    会員番号が 7 の会員はいません。\n"
        "    → 会員名簿で番号を確かめるか、--row で行を指定してください。\n"
        "\n"
        "エラー 300件"
    )
    assert "会員名簿 C306" in problem_text(alike, places=None)


def test_problems_that_say_different_things_stay_apart() -> None:
    said = problem_text([problem("NM-C05", number="1"), problem("NM-C05", number="2")])
    assert said.count("エラー NM-C05\n") == 2
    assert said.endswith("\n\nエラー 2件")


def test_english_has_its_plurals() -> None:
    use_language("en")
    assert problem_text([problem("NM-C05", number="1"), problem("NM-C05", number="2")]).endswith(
        "\n\n2 errors"
    )


def test_a_reporter_for_people_tells_nothing_but_errors_when_quiet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    reporter = TextReporter(quiet=True)
    reporter.say("途中です。")
    assert reporter.finish(Result(), "終わりました。") is Exit.DONE
    assert capsys.readouterr() == ("", "")


def test_a_failure_is_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert TextReporter().finish(Result([_file_problem()], failure=Exit.FILES)) is Exit.FILES
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("エラー NM-C04  名簿.xlsx\n")


def test_json_says_everything_in_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    letters = [{"member": "0007", "file": "0007_𠮷野.docx", "status": "made", "sha256": "ab"}]
    result = Result([_file_problem()], letters, {"members": 1}, {"folder": "out"})
    reporter = JsonReporter()
    reporter.say("これは人のための言葉です。")
    assert reporter.finish(result, "これも。") is Exit.ERRORS
    out, err = capsys.readouterr()
    assert err == ""
    assert json.loads(out) == {
        "status": "error",
        "problems": [
            {
                "code": "NM-C04",
                "severity": "error",
                "message": "ファイルを読み書きできません: 使用中です",
                "hint": "WordやExcelで開いていれば閉じ、フォルダーがあるか、書き込みの権限があるかを"
                "確かめてから、もう一度実行してください。",
                "place": {"file": "名簿.xlsx"},
            }
        ],
        "letters": letters,
        "counts": {"members": 1, "problems": {"error": 1, "warning": 0, "note": 0}},
        "folder": "out",
    }


@given(JAPANESE)
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str) -> None:
    wrapped = wrap(text, indent="      ")
    assert "".join(wrapped.split()) == "".join(text.split())
    longest_word = max((width(word) for word in text.split()), default=0)
    for line in wrapped.splitlines():
        assert width(line) <= COLUMNS or longest_word > COLUMNS - 6


@given(st.text("あ漢字、。「」", min_size=60, max_size=200))
def test_no_line_begins_with_a_closing_mark(text: str) -> None:
    lines = wrap("あ" + text).splitlines()
    crowded = max(len(run) for run in "".join(c if c in "、。「」" else " " for c in text).split() or [""])
    assert crowded > 38 or not any(line.startswith(("、", "。", "」")) for line in lines)


def test_columns_are_counted_as_a_japanese_terminal_shows_them() -> None:
    assert [width(text) for text in ("A", "あ", "ｱ", "①", "葛\U000e0100", "𠮷", "か\u3099")] == [
        1,
        2,
        1,
        2,
        2,
        2,
        2,
    ]


@given(st.lists(st.tuples(JAPANESE, JAPANESE, JAPANESE), min_size=1, max_size=5))
def test_a_table_fits_and_its_columns_stand_under_each_other(rows: list[tuple[str, str, str]]) -> None:
    lines = table([("タグ", "入るもの", "最初の会員では"), *rows])
    assert all(width(line) <= COLUMNS for line in lines)
    assert len(lines) == len(rows) + 2
    assert not any(unicodedata.category(c) == "Cc" for line in lines for c in line)
