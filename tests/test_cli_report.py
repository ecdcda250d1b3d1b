"""How problems are shown: grouped, within 80 columns, and as JSON."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.cli.report import Exit, JsonReporter, Page, Result, TextReporter
from noticemerge.cli.screen_text import COLUMNS, table, wrap
from noticemerge.japan import width
from noticemerge.problems import CellPlace, Place, Problem, WordPlace, problem, use_language

JAPANESE = st.text("あ漢字ー、。「」（）・ｱ㈱①—A1z./ \n", max_size=200)


@pytest.fixture(autouse=True)
def _japanese():
    use_language("ja")
    yield
    use_language(None)


def _file_problem(name: str = "名簿.xlsx"):
    return problem("NM-C04", Place(file=name), reason="使用中です")


def _shown(*problems: Problem, verbose: bool = False) -> str:
    page = Page(problems, verbose=verbose)
    return "\n".join([page.text, *page.summary])


def test_a_problem_shows_what_to_do_its_code_place_message_and_cure() -> None:
    assert _shown(_file_problem()) == (
        "【修正が必要です】1件\n"
        "\n"
        "  NM-C04  名簿.xlsx\n"
        "      ファイルを読み書きできません: 使用中です\n"
        "      → Word や Excel で開いていれば閉じ、フォルダーがあるか、書き込みの\n"
        "         権限があるかを確かめてから、もう一度実行してください。"
    )


def _in_cells(code: str, *rows: int, **facts: str) -> list[Problem]:
    return [
        problem(code, CellPlace(file="名簿.xlsx", sheet="会員名簿", cell=f"C{row}"), **facts) for row in rows
    ]


def test_equal_problems_are_one_with_their_number_and_the_first_places() -> None:
    alike = _in_cells("NM-R51", *range(7, 307), text="000")
    assert _shown(*alike) == (
        "【確かめてください】300件\n"
        "\n"
        "■ 名簿.xlsx のシート「会員名簿」\n"
        "  NM-R51（300件）  C7、C8、C9 ほか297か所\n"
        "      「000」は郵便番号（3桁-4桁）ではありません。\n"
        "      → 060-0001 のように直してください。\n"
        "すべての場所を見るには、-v を付けてください。"
    )
    assert "C306" in _shown(*alike, verbose=True)


def test_of_many_doubts_that_differ_in_detail_one_is_the_example() -> None:
    doubts = [p for row in range(7, 27) for p in _in_cells("NM-R51", row, text=str(row))]
    assert "  NM-R51（20件）  C7、C8、C9 ほか17か所\n      例: 「7」は郵便番号" in _shown(*doubts)
    assert "    ・C26: 「26」は郵便番号" in _shown(*doubts, verbose=True)


def test_errors_that_differ_in_detail_are_told_one_by_one() -> None:
    errors = [p for row in range(7, 19) for p in _in_cells("NM-R60", row, heading="送付不要", text=f"x{row}")]
    said = _shown(*errors)
    assert [f"「x{row}」" in said for row in range(7, 19)] == [True] * 10 + [False] * 2
    assert "      ほか2件\n      → ○ を入れるか、空欄にしてください。" in said
    assert said.count("→") == 1


def test_what_must_be_corrected_comes_first_and_the_numbers_last() -> None:
    note = problem("NM-T50", WordPlace(file="文書.docx"))
    said = _shown(note, *_in_cells("NM-R51", 7, text="000"), _file_problem())
    headings = re.findall("【.*", said)
    assert headings == ["【修正が必要です】1件", "【確かめてください】1件", "【ご参考】1件"]
    assert said.endswith("修正が必要です 1件、確かめてください 1件、ご参考 1件")


def test_english_has_its_plurals() -> None:
    use_language("en")
    said = _shown(*_in_cells("NM-R51", 1, 2, 3, 4, text="000"))
    assert "  NM-R51 (4 times)  C1, C2, C3 and 1 more place\n" in said


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
                "hint": "Word や Excel で開いていれば閉じ、フォルダーがあるか、書き込みの権限があるかを"
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
