"""What comes next: a line to type in which nothing that was wrong stands any more."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from noticemerge.cli.corrected_line import corrected_line
from noticemerge.problems import CellPlace, problem, use_language
from support import make
from support.program import noticemerge


@pytest.mark.parametrize(
    ("typed", "code", "facts", "expected"),
    [
        ("check a.xlsx --only=0007,99", "NM-S01", {"number": "99"}, "check a.xlsx --only=0007,（会員番号）"),
        ("check a.xlsx --skip 99 --only 99", "NM-S01", {"number": "99"},
         "check a.xlsx --skip （会員番号） --only （会員番号）"),
        ("check a.xlsx --where 送付=郵送 --where 支部=大阪", "NM-S03",
         {"condition": "送付=郵送", "name": "送付"},
         "check a.xlsx --where （列=値） --where 支部=大阪"),
        ("merge a.xlsx --where 発送方法=郵便 -o 郵送", "NM-S07",
         {"condition": "発送方法=郵便", "cure": "発送方法=郵送"},
         "merge a.xlsx --where 発送方法=郵送 -o 郵送"),
        ("merge a.xlsx --where 支部=東 --where 区分=西", "NM-S09", {"counts": "支部=東 1、区分=西 2"},
         "merge a.xlsx --where （列=値） --where （列=値）"),
        ("check a.xlsx --map 会社=商号 --map 敬称=様", "NM-R39",
         {"typed": "会社=商号", "name": "商号", "cure": '--map "会社名=会社 名"'},
         "check a.xlsx --map 会社名=会社 名 --map 敬称=様"),
        ("check a.xlsx --map 会社=商号", "NM-R85", {"typed": "会社=商号", "name": "商号"},
         "check a.xlsx --map （項目=列の見出し）"),
        ("check a.xlsx", "NM-R22", {"best": "R6名簿"}, "check a.xlsx --sheet R6名簿"),
        ("check a.xlsx --sheet 名ぼ", "NM-R20", {"sheet": "名ぼ", "best": "名簿"},
         "check a.xlsx --sheet 名簿"),
        ("bundle --order 郵便番合", "NM-P11", {"name": "郵便番合", "best": "郵便番号"},
         "bundle --order 郵便番号"),
        ("check a.xlsx --header-row 1", "NM-R84", {"row": 1, "best": 4}, "check a.xlsx --header-row 4"),
        ("preview a.xlsx --member=99", "NM-C05", {"number": "99"}, "preview a.xlsx --member=（会員番号）"),
        ("merge a.xlsx --name {支部}", "NM-S04", {"pattern": "{支部}"},
         "merge a.xlsx --name {会員番号}_{会社名}"),
        ("labels a.xlsx --start 99", "NM-L09", {"start": 99, "up": 12}, "labels a.xlsx --start ラベルの番号"),
        ("labels a.xlsx --shift 30,0", "NM-L15", {}, "labels a.xlsx --shift 右,下"),
        ("labels a.xlsx --barcode --copies 2", "NM-L10", {}, "labels a.xlsx --copies 2"),
        ("envelopes a.xlsx --vertical", "NM-L17", {}, "envelopes a.xlsx"),
        ("bundle --from 99", "NM-P08", {"number": "99"}, "bundle --from （会員番号）"),
        ("bundle --order 郵便", "NM-P11", {"name": "郵便"}, "bundle --order 列"),
    ],
)  # fmt: skip
def test_the_wrong_value_is_replaced_and_everything_else_is_typed_again(
    typed: str, code: str, facts: dict[str, object], expected: str
) -> None:
    use_language("ja")
    line = corrected_line(typed.split(), [problem(code, **facts)])
    assert " ".join(line.words) == expected
    assert (line.in_options, line.in_files) == (True, False)


def test_the_date_typed_is_left_to_be_typed_and_other_values_stay() -> None:
    use_language("ja")
    wrong = problem("NM-N05", CellPlace(file="--set", cell="発信日"), text="きのう")
    line = corrected_line(["check", "a.xlsx", "--set", "発信日＝きのう", "--set", "件名=案内"], [wrong])
    assert line.words == ("check", "a.xlsx", "--set", "発信日=（正しい日付）", "--set", "件名=案内")


def test_errors_in_files_leave_the_line_as_it_was() -> None:
    line = corrected_line(
        ["check", "a.xlsx", "--only", "1"], [problem("NM-R30", heading="会社名", other="B")]
    )
    assert line.words == ("check", "a.xlsx", "--only", "1")
    assert (line.in_options, line.in_files) == (False, True)


def test_errors_of_both_kinds_are_said_together(faulty: Path) -> None:
    ran = noticemerge("check", faulty, "--only", "0007,99")
    assert ran.stdout.splitlines()[-3:] == [
        "次に: 「→」のとおりにファイルを直して保存し、指定も直して、もう",
        "一度入力してください。",
        "  noticemerge check members.xlsx --only '0007,（会員番号）'"
        if os.name != "nt"
        else '  noticemerge check members.xlsx --only "0007,（会員番号）"',
    ]


def test_a_list_in_a_folder_below_is_named_with_the_way_there(members: Path) -> None:
    Path("会員").mkdir()
    shutil.move(members, "会員")
    ran = noticemerge("check", "members.xlsx")
    assert ran.exit_code == 3
    assert ran.stderr.splitlines()[-2:] == [
        "次に: そのフォルダーに移ってから、もう一度入力してください。",
        "  cd 会員",
    ]


def test_a_list_in_the_folder_above_is_named_with_the_way_there(
    members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("out").mkdir()
    monkeypatch.chdir("out")
    assert noticemerge("check", "members.xlsx").stderr.splitlines()[-1] == "  cd .."


def test_a_list_that_is_in_two_folders_is_left_to_the_user(members: Path) -> None:
    for name in ("今年", "去年"):
        Path(name).mkdir()
        shutil.copy(members, Path(name) / "meibo.xlsx")
    assert "cd" not in noticemerge("check", "meibo.xlsx").stderr


def test_a_model_letter_elsewhere_is_named_in_the_whole_line(members: Path) -> None:
    make.letter(Path("文案") / "案内.docx")
    ran = noticemerge("check", members, "-t", "案内.docx")
    assert ran.stderr.splitlines()[-1] == f"  noticemerge check members.xlsx -t {Path('文案/案内.docx')}"


@pytest.mark.parametrize("command", ["labels", "envelopes"])
@pytest.mark.parametrize("behind", [("0.5", "-1.0"), ("0.5,", "-1.0"), ("-2", "-1.0")])
def test_two_numbers_apart_are_joined(command: str, behind: tuple[str, str], members: Path) -> None:
    ran = noticemerge(command, members, "--shift", *behind)
    joined = ",".join(number.strip(",") for number in behind)
    assert (ran.exit_code, ran.stderr.splitlines()[0]) == (
        2,
        "エラー: 0 より小さい数は、コンマのすぐあとに書いてください: --shift 0.5,-1.0",
    )
    assert f"  noticemerge {command} {members} --shift {joined}" in ran.stderr.splitlines()
    assert noticemerge(command, members, "--shift", joined).exit_code == 0
