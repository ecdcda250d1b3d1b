"""Options once given hold for a list, in a file beside it that a person can read, change and delete."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticemerge.cli.memory import FILE, Memory, Options
from noticemerge.cli.shell import quoted
from support import make
from support.program import WORKBOOK, noticemerge

HEAD = (
    "# noticemerge が、このフォルダーの名簿ごとに、前回の指定を控えておくファイルです。\n"
    "# 書き直しても、削除してもかまいません。--forget を付けて実行すると、その名簿の分が消えます。\n\n"
)
# Where a list looks for a model letter of its own.
OWN = Path("templates", "request-letter.docx")


@pytest.fixture
def two_sheets(members: Path) -> Path:
    """A workbook with two lists and no sheet 通知, beside one that has it."""
    shutil.copy(members, "連絡.xlsx")
    make.workbook(Path("名簿.xlsx"), notice=None, attachments=None)
    book = openpyxl.load_workbook("名簿.xlsx")
    book["会員名簿"].title = "R6名簿"
    book.copy_worksheet(book["R6名簿"]).title = "旧名簿"
    book.save("名簿.xlsx")
    return Path("名簿.xlsx")


def test_what_was_given_once_is_used_from_then_on_and_shown(two_sheets: Path) -> None:
    options = ["--sheet", "R6名簿", "--notice", "連絡.xlsx", "--name", "{会社名}"]
    assert noticemerge("merge", two_sheets).exit_code == 1
    first = noticemerge("merge", two_sheets, *options)
    assert first.exit_code == 0
    assert first.stdout.splitlines()[-2:] == [
        "次回からこの名簿に使う指定を noticemerge.toml に控えました: --sheet R6名簿",
        f"  --notice 連絡.xlsx --name {quoted('{会社名}')}",
    ]
    again = noticemerge("merge", two_sheets)
    assert again.exit_code == 0
    assert again.stdout.splitlines()[:3] == [
        f"前回の指定を使います: --sheet R6名簿 --notice 連絡.xlsx --name {quoted('{会社名}')}",
        "  （noticemerge.toml。取り消すには --forget）",
        "会員名簿: 名簿.xlsx のシート「R6名簿」（会員数 3）",
    ]
    assert "文書: 作成 0、変更なし 3、除外 0、エラー 0" in again.stdout
    assert noticemerge("check", two_sheets).exit_code == 0


def test_the_file_can_be_read_by_a_person_and_goes_with_its_folder(two_sheets: Path) -> None:
    noticemerge("merge", two_sheets, "--sheet", "R6名簿", "--notice", "連絡.xlsx", "--map", "会社名=会社名",
                "--ignore", "住所", "--hidden", "include", "-t", "templates/request-letter.docx")  # fmt: skip
    assert Path(FILE).read_text("utf-8") == HEAD + (
        '["名簿.xlsx"]\n'
        'sheet = "R6名簿"\n'
        'sheets = ["R6名簿", "旧名簿"]\n'
        'notice = "連絡.xlsx"\n'
        'map = ["会社名=会社名"]\n'
        'ignore = ["住所"]\n'
        'hidden = "include"\n'
        'template = "templates/request-letter.docx"\n'
    )
    Path("移した先").mkdir()
    for name in (FILE, "名簿.xlsx", "連絡.xlsx", "templates"):
        shutil.move(name, "移した先")
    moved = noticemerge("check", Path("移した先") / two_sheets)
    assert moved.exit_code == 0
    assert f"ひな形: {Path('移した先/templates/request-letter.docx')}" in moved.stdout


def test_it_is_never_used_for_another_list(two_sheets: Path) -> None:
    noticemerge("merge", two_sheets, "--sheet", "R6名簿", "--notice", "連絡.xlsx")
    shutil.copy(two_sheets, "別の名簿.xlsx")
    other = noticemerge("check", "別の名簿.xlsx")
    assert "前回の指定" not in other.stdout
    assert other.exit_code == 1


def test_the_command_line_wins(two_sheets: Path) -> None:
    noticemerge("merge", two_sheets, "--sheet", "R6名簿", "--notice", "連絡.xlsx")
    other = noticemerge("check", two_sheets, "--sheet", "旧名簿")
    assert "会員名簿: 名簿.xlsx のシート「旧名簿」（会員数 3）" in other.stdout.splitlines()
    assert Memory.of(two_sheets).options == {
        "sheet": "旧名簿",
        "sheets": ["R6名簿", "旧名簿"],
        "notice": "連絡.xlsx",
    }


def test_nothing_is_kept_of_a_command_that_failed(two_sheets: Path) -> None:
    assert noticemerge("merge", two_sheets, "--sheet", "R6名簿").exit_code == 1
    assert noticemerge("merge", two_sheets, "--sheet", "R7名簿", "--notice", "連絡.xlsx").exit_code == 1
    assert noticemerge("merge", two_sheets, "--sheet", "R6名簿", "--notice", "無.xlsx").exit_code == 3
    assert not Path(FILE).exists()


def test_a_command_without_such_options_writes_no_file(members: Path) -> None:
    assert noticemerge("merge", members, "--only", "0007", "--set", "件名=別件").exit_code == 0
    assert not Path(FILE).exists()


def test_the_letter_of_a_reminder_to_some_is_not_kept_for_the_whole_list(members: Path) -> None:
    make.letter(Path("督促状.docx"), "{{ 会社名 }} 様へ")
    done = noticemerge("merge", members, "-t", "督促状.docx", "-o", "督促", "--only", "0007")
    assert done.exit_code == 0
    assert not Path(FILE).exists()
    assert (
        f"ひな形: {Path('templates/request-letter.docx')}"
        in noticemerge("merge", members).stdout.splitlines()
    )


def test_the_letter_of_a_reminder_to_all_does_not_replace_the_first_letters(members: Path) -> None:
    make.letter(Path("督促状.docx"), "{{ 会社名 }} 様へ")
    assert noticemerge("merge", members).exit_code == 0
    first = {path: path.read_bytes() for path in Path("out").iterdir() if path.is_file()}
    assert noticemerge("merge", members, "-t", "督促状.docx", "-o", "督促").exit_code == 0
    asked = noticemerge("merge", members)
    assert asked.exit_code == 1
    assert asked.stdout.splitlines()[2:] == [
        "【修正が必要です】1件",
        "",
        "  NM-C32  out",
        "      このフォルダーの文書は request-letter.docx から作成しましたが、今回は",
        "      督促状.docx から作成することになります。",
        f"      → 使うひな形を指定してください: --template {OWN}",
        "",
        "何も書き出していません。",
        "次に: 指定を直して、もう一度入力してください。",
        f"  noticemerge merge members.xlsx --template {OWN}",
    ]
    assert {path: path.read_bytes() for path in first} == first
    assert noticemerge("merge", members, "--template", "templates/request-letter.docx").exit_code == 0
    assert {path: path.read_bytes() for path in first} == first


def test_a_letter_that_was_typed_for_a_folder_is_asked_for_when_it_is_not_typed_again(members: Path) -> None:
    make.letter(Path("督促状.docx"), "{{ 会社名 }} 様へ")
    to_one = ("-o", "督促", "--only", "0007")
    assert noticemerge("merge", members, "-t", "督促状.docx", *to_one).exit_code == 0
    asked = noticemerge("merge", members, *to_one)
    assert (asked.exit_code, asked.stdout.splitlines()[-1]) == (
        1, "  noticemerge merge members.xlsx -o 督促 --only 0007 --template 督促状.docx",
    )  # fmt: skip


def test_a_model_letter_of_ones_own_may_take_the_place_of_the_built_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(WORKBOOK, "members.xlsx")
    assert noticemerge("merge", "members.xlsx").exit_code == 0
    make.letter(OWN, "{{ 宛名 }}", "{{ 件名 }}", "{{ 発信日 }}")
    again = noticemerge("merge", "members.xlsx")
    assert (again.exit_code, f"ひな形: {OWN}" in again.stdout) == (0, True)


def test_the_list_of_a_new_year_in_the_same_book_is_asked_about(two_sheets: Path) -> None:
    noticemerge("merge", two_sheets, "--sheet", "R6名簿", "--notice", "連絡.xlsx")
    book = openpyxl.load_workbook(two_sheets)
    book.create_sheet("覚え書き")["A1"] = "次回は7月"
    book.save(two_sheets)
    assert noticemerge("merge", two_sheets).exit_code == 0
    book.copy_worksheet(book["R6名簿"]).title = "R7名簿"
    book.save(two_sheets)
    asked = noticemerge("merge", two_sheets)
    assert (asked.exit_code, (asked.stderr + asked.stdout).splitlines()) == (
        1,
        [
            "エラー NM-C33  名簿.xlsx",
            "    前回はシート「R6名簿」を使いましたが、そのあとに増えたシート「R7名簿」が、",
            "    今回の名簿かもしれません。",
            "    → 使うシートを指定してください: --sheet R7名簿（前回のシートのままなら、",
            "       そのシートを --sheet で指定します）",
            "次に: 指定を直して、もう一度入力してください。",
            "  noticemerge merge 名簿.xlsx --sheet R7名簿",
        ],
    )
    assert noticemerge("merge", two_sheets, "--sheet", "R6名簿").exit_code == 0
    assert noticemerge("merge", two_sheets).exit_code == 0


def test_hidden_rows_that_are_passed_over_once_are_asked_about_again(members: Path) -> None:
    """A filter hides other members tomorrow; to write to hidden ones too leaves nobody out."""

    def hide(*rows: int) -> None:
        book = openpyxl.load_workbook(members)
        for row in range(2, 5):
            book["会員名簿"].row_dimensions[row].hidden = row in rows
        book.save(members)

    hide(3)
    assert noticemerge("merge", members, "--hidden", "skip").exit_code == 0
    hide(4)
    asked = noticemerge("merge", members)
    assert (asked.exit_code, "NM-R25" in asked.stdout) == (1, True)
    assert noticemerge("merge", members, "--hidden", "include").exit_code == 0
    assert noticemerge("merge", members).exit_code == 0


def test_labels_do_not_take_the_letter_that_is_remembered_for_their_document(members: Path) -> None:
    assert noticemerge("merge", members, "-t", "templates/request-letter.docx").exit_code == 0
    done = noticemerge("labels", members)
    assert done.exit_code == 0
    assert "用紙: 12面 86.4×42.3 1枚" in done.stdout.splitlines()


def test_forget_takes_away_what_is_remembered_of_this_list_alone(two_sheets: Path, members: Path) -> None:
    noticemerge("merge", two_sheets, "--sheet", "R6名簿", "--notice", "連絡.xlsx")
    noticemerge("check", members, "--sheet", "会員名簿")
    assert noticemerge("check", two_sheets, "--forget").exit_code == 1
    assert Memory.of(two_sheets).options == {}
    assert Memory.of(members).options["sheet"] == "会員名簿"
    assert noticemerge("check", members, "--forget").exit_code == 0
    assert not Path(FILE).exists()


def test_remarks_and_tables_that_a_person_wrote_stay(members: Path) -> None:
    own = (
        "# 総務課が書いた\n\n"
        '["members.xlsx"]\n# 毎年確かめること\nsheet = "会員名簿"\n\n'
        "['旧.xlsx']\nhidden = \"skip\"\n"
    )
    Path(FILE).write_text(own, "utf-8")
    noticemerge("check", members, "--hidden", "include")
    assert Path(FILE).read_text("utf-8") == own.replace(
        'sheet = "会員名簿"\n', 'sheet = "会員名簿"\nhidden = "include"\n'
    )


def test_a_file_saved_by_notepad_in_code_page_932_is_read(members: Path) -> None:
    Path(FILE).write_bytes('["members.xlsx"]\r\nsheet = "会員名簿"\r\n'.encode("cp932"))
    assert "前回の指定を使います: --sheet 会員名簿" in noticemerge("check", members).stdout


@pytest.mark.parametrize(
    ("written", "code", "message"),
    [
        ('["members.xlsx"]\nsheet = 会員名簿\n', "NM-C30", "2行目を読み取れません。"),
        ('["members.xlsx"]\nsheets = "会員名簿"\n', "NM-C31", "「sheets」は、ここに書ける項目ではないか"),
        ('["members.xlsx"]\nhidden = "no"\n', "NM-C31", "「hidden」は、ここに書ける項目ではないか"),
        ('sheet = "会員名簿"\n', "NM-C31", "「sheet」は、ここに書ける項目ではないか"),
    ],
)
def test_a_file_that_cannot_be_understood_is_told_and_not_passed_over(
    members: Path, written: str, code: str, message: str
) -> None:
    Path(FILE).write_text(written, "utf-8")
    ran = noticemerge("check", members)
    assert ran.exit_code == 3
    assert ran.stderr.splitlines()[0] == f"エラー {code}  noticemerge.toml"
    assert ran.stderr.splitlines()[1].strip().startswith(message)


def test_the_lists_own_sheet_of_settings_comes_before_what_is_remembered(members: Path) -> None:
    header = ("会員番号", "商号", "略称", "住所")
    make.workbook(members, header=header, members=[("0001", "あおば商事", "青葉屋", "東京都千代田区1-1")])
    assert noticemerge("check", members, "--map", "会社名=商号").exit_code == 0
    assert "あおば商事" in noticemerge("preview", members).stdout
    book = openpyxl.load_workbook(members)
    book.create_sheet("設定").append(("列の割り当て", "会社名=略称"))
    book.save(members)
    shown = noticemerge("preview", members).stdout
    assert "青葉屋　御中" in shown
    assert "あおば商事　御中" not in shown


def test_a_program_is_told_what_was_remembered(members: Path) -> None:
    noticemerge("check", members, "--sheet", "会員名簿")
    told = json.loads(noticemerge("check", members, "--json").stdout)
    assert told["recalled"] == {"sheet": "会員名簿"}


def test_a_letter_that_is_remembered_and_gone_is_an_error_not_another_letter(members: Path) -> None:
    make.letter(Path("案内.docx"))
    assert noticemerge("check", members, "-t", "案内.docx").exit_code == 0
    Path("案内.docx").unlink()
    ran = noticemerge("merge", members)
    assert ran.exit_code == 3
    assert ran.stderr.splitlines()[0] == "エラー NM-T01  案内.docx"
    assert "前回の指定を使います: --template 案内.docx" in ran.stdout


@given(
    options=st.fixed_dictionaries(
        {},
        optional={
            "sheet": st.text(min_size=1),
            "notice": st.text(min_size=1),
            "map": st.lists(st.text(min_size=1).map(lambda text: f"会社名={text}"), min_size=1),
            "ignore": st.lists(st.text(min_size=1), min_size=1),
            "hidden": st.sampled_from(["include", "skip"]),
        },
    ),
    before=st.sampled_from(
        ["", "# 覚え\n", '["a.xlsx"]\nsheet = "b"\n\n', "['名簿.xlsx'] # 毎年\nhidden = 'skip'\n"]
    ),
)
@settings(max_examples=60)
def test_whatever_a_list_or_a_column_is_called_is_read_as_it_was_written(
    options: Options, before: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, FILE).write_text(before, "utf-8")
        memory = Memory(Path(folder) / "名簿.xlsx", options)
        assert memory.write()
        assert Memory.of(memory.members).options == options
        assert Memory.of(Path(folder) / "a.xlsx").options == ({"sheet": "b"} if "a.xlsx" in before else {})
