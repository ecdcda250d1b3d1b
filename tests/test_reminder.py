"""Members are chosen by what the register says of them: a reminder goes to those who have not replied."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from noticemerge.output import verify
from support import make
from support.program import noticemerge
from support.validator import assert_valid

OUT, REMINDER = Path("out"), Path("督促")
LIST, LETTER = Path("members.xlsx"), Path("督促状.docx")
FIRST, SECOND, THIRD = "0007_株式会社あおば商事", "0012_A&B商事 ＜東京＞", "0123_㈲髙﨑製作所"
REPLIES = {"0012": "出席"}
WAYS = "「発送方法」にあるのは、郵送 2、メール 1 です。"
PARTS = "「部署」にあるのは、（空欄） 1、総務部 1、営業部 1 です。"


@pytest.fixture(autouse=True)
def made(members: Path) -> None:
    make.workbook(LIST, notice=make.NOTICE | {"返信期限": "令和5年10月20日"})
    make.letter(LETTER, "{{ 宛名 }}", "{{ 件名 }}のご返信をまだいただいておりません。")
    assert noticemerge("merge", LIST).exit_code == 0


def fill_in(register: Path = OUT / "発送台帳.xlsx", heading: str = "返信", **texts: Any) -> None:
    book = load_workbook(register)
    sheet = book["発送台帳"]
    headings = [cell.value for cell in sheet[4]]
    for row in sheet.iter_rows(min_row=5):
        if (text := texts.get(str(row[1].value))) is not None:
            row[headings.index(heading)].value = text
    book.save(register)


def letters(folder: Path = REMINDER) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.docx"))


def remind(*words: str | Path) -> Any:
    return noticemerge("merge", LIST, "-t", LETTER, "--where", "返信=", "-o", REMINDER, *words)


def test_a_reminder_with_a_letter_of_its_own_goes_to_those_who_have_not_replied() -> None:
    fill_in(**REPLIES)
    ran = remind("--set", "文書番号=協発第2号")
    assert (ran.exit_code, letters()) == (0, [FIRST, THIRD])
    text = [p.text for p in docx.Document(str(REMINDER / f"{FIRST}.docx")).paragraphs]
    assert "お願いについて（依頼）のご返信をまだいただいておりません。" in text
    assert letters(OUT) == [FIRST, SECOND, THIRD]
    assert ran.stdout.splitlines()[-5:-3] == [
        "今回の文書: 作成 2、変更なし 0、除外 0、エラー 0",
        "フォルダー全体の文書: 2通",
    ]
    assert verify(REMINDER).problems == []
    assert_valid(REMINDER / "発送台帳.xlsx", *REMINDER.glob("*.docx"))


def test_the_replies_come_from_the_first_register_also_when_the_reminder_has_one_of_its_own() -> None:
    fill_in(**REPLIES)
    remind()
    fill_in(REMINDER / "発送台帳.xlsx", **{"0007": "×", "0123": "×"})
    fill_in(**{"0007": datetime.date(2023, 10, 25)})
    ran = remind("--json")
    made_now = {line["member"]: line["status"] for line in ran.json["letters"]}
    assert made_now["0123"] == "unchanged"
    register = load_workbook(REMINDER / "発送台帳.xlsx")["発送台帳"]
    first = next(register.iter_rows(min_row=5, values_only=True))
    assert (first[1], first[14]) == ("0007", "--where 返信= に合わない")


def test_formulas_that_nobody_has_calculated_yet_choose_nobody() -> None:
    fill_in(heading="メモ", **{"0012": '=IF(R6="","督促","")'})
    ran = noticemerge("merge", LIST, "-t", LETTER, "--where", "メモ=督促", "-o", REMINDER)
    assert (ran.exit_code, REMINDER.exists()) == (1, False)
    assert [line.strip() for line in ran.stdout.splitlines()][2:5] == [
        "■ out/発送台帳.xlsx",
        "NM-S44  「メモ」の数式がまだ計算されていないため、対象の会員を選べません。",
        "→ 発送台帳を Excel で開いて上書き保存してから、もう一度実行してください。",
    ]


@pytest.mark.parametrize("reply", ["○", "済", "9/28", 1, True, datetime.date(2023, 10, 1)])
def test_whatever_is_written_is_a_reply(reply: object) -> None:
    fill_in(**{"0012": reply, "0007": "　"})
    remind()
    assert letters() == [FIRST, THIRD]


def test_any_column_of_the_clerks_can_be_asked_and_its_words_too() -> None:
    fill_in(heading="メモ", **{"0123": "折り返し待ち"})
    assert noticemerge("merge", LIST, "--where", "メモ=折り返し待ち", "-o", "x").exit_code == 0
    assert letters(Path("x")) == [THIRD]
    assert noticemerge("merge", LIST, "--where", "メモ!=折り返し待ち", "-o", "y").exit_code == 0
    assert letters(Path("y")) == [FIRST, SECOND]


def test_the_register_of_another_mailing_is_named() -> None:
    assert noticemerge("merge", LIST, "-o", "総会").exit_code == 0
    fill_in(Path("総会/発送台帳.xlsx"), **{"0007": "出席", "0123": "欠席"})
    assert remind("--register", Path("総会/発送台帳.xlsx")).exit_code == 0
    assert letters() == [SECOND]


def test_a_column_of_the_list_goes_before_the_registers() -> None:
    header, rows = (*make.HEADER, "返信"), [(*row, "") for row in make.MEMBERS]
    rows[0] = (*make.MEMBERS[0], "○")
    make.workbook(LIST, header=header, members=rows)
    fill_in(**{"0012": "出席"})
    ran = remind()
    assert (letters(), "NM-S22" in ran.stdout) == ([SECOND, THIRD], False)


def test_who_got_no_letter_gets_no_reminder() -> None:
    rows = [*make.MEMBERS, ("0200", "株式会社新規", "", "", "", "100-0001", "東京都港区1-1", "郵送")]
    make.workbook(LIST, members=rows)
    remind()
    assert letters() == [FIRST, SECOND, THIRD]


def test_labels_envelopes_and_the_file_to_print_are_chosen_in_the_same_way() -> None:
    fill_in(**REPLIES)
    remind()
    for command in ("labels", "envelopes"):
        ran = noticemerge(command, LIST, "--where", "返信=", "-o", REMINDER, "--all", "--json")
        assert [to["member"] for to in ran.json["made_for"]] == ["0007", "0123"], ran.stdout
    assert noticemerge("bundle", OUT, "--where", "返信=").exit_code == 0
    index = (OUT / "印刷用_目次.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in index[1:]] == ["0007", "0123"]


def test_when_everybody_has_replied_nothing_is_made_and_it_is_said_why() -> None:
    fill_in(**{"0007": "出席", "0012": "出席", "0123": "欠席"})
    ran = remind("--json")
    assert (ran.exit_code, REMINDER.exists()) == (1, False)
    assert ran.told[:1] == [
        (
            "NM-S06",
            "members.xlsx",
            "--where 返信= に当てはまる会員はいません。",
            "「返信」にあるのは、出席 2、欠席 1 です。",
        )
    ]


def test_without_a_register_the_cure_names_it() -> None:
    (OUT / "発送台帳.xlsx").unlink()
    assert remind("--json").told[0] == (
        "NM-S03",
        "",
        "--where 返信=: 会員名簿に「返信」という列がありません。",
        "発送台帳の列（返信など）で選ぶときは、台帳を --register で指定してください。"
        "列の名前は noticemerge fields で確かめられます。",
    )


def test_a_column_that_neither_has_is_told_with_those_there_are() -> None:
    ran = noticemerge("merge", LIST, "--where", "返事=", "--json")
    assert (ran.exit_code, ran.told[0]) == (
        1,
        (
            "NM-S08",
            "",
            f"--where 返事=: 「返事」という列は、名簿にも発送台帳 {OUT / '発送台帳.xlsx'} にもありません。",
            "発送台帳の記入欄は 発送日、受領、返信、メモ です。",
        ),
    )


def test_a_register_that_was_filled_in_since_is_gone_through_again() -> None:
    remind()
    assert letters() == [FIRST, SECOND, THIRD]
    fill_in(**REPLIES)
    assert "作成 0、変更なし 2、" in remind().stdout


@pytest.mark.parametrize(
    ("condition", "code", "cure"),
    [
        ("発送方法=郵便", "NM-S07", f"「郵送」ではありませんか。{WAYS}"),
        ("発送方法=FAX", "NM-S06", WAYS),
        ("部署=", "", ""),
        ("部署=総務", "NM-S07", f"「総務部」ではありませんか。{PARTS}"),
        ("会社名=", "NM-S06", None),
    ],
)
def test_a_condition_that_holds_for_nobody_is_no_success(condition: str, code: str, cure: str | None) -> None:
    ran = noticemerge("merge", LIST, "-o", "x", "--where", condition, "--json")
    assert (ran.exit_code, Path("x").exists()) == ((1, False) if code else (0, True))
    if code:
        told = next(told for told in ran.told if told[0].startswith("NM-S"))
        assert (told[0], told[3]) == (code, cure if cure is not None else told[3])
    assert not any(told[0] == "NM-S05" for told in ran.told)


def test_conditions_that_no_member_meets_together_are_told_with_their_counts() -> None:
    words = ["--where", "発送方法=メール", "--where", "部署=営業部"]
    ran = noticemerge("merge", LIST, "-o", "x", *words, "--json")
    assert (ran.exit_code, ran.told[0][0], ran.told[0][2]) == (
        1, "NM-S09", "すべての条件に当てはまる会員はいません（発送方法=メール 1、部署=営業部 1）。",
    )  # fmt: skip


def test_when_the_list_leaves_out_whoever_was_chosen_nothing_is_made() -> None:
    header, rows = (*make.HEADER, "送付不要"), [(*row, "") for row in make.MEMBERS]
    rows[1] = (*make.MEMBERS[1], "○")
    make.workbook(LIST, header=header, members=rows)
    ran = noticemerge("merge", LIST, "-o", "x", "--only", "0012", "--json")
    assert (ran.exit_code, ran.told[0][0], Path("x").exists()) == (1, "NM-S05", False)


def test_counts_are_those_of_the_run_and_the_folder_is_called_the_folder() -> None:
    ran = noticemerge("merge", LIST, "--where", "発送方法=メール", "--skip-errors")
    assert ran.stdout.splitlines()[-5:-3] == [
        "今回の文書: 作成 0、変更なし 1、除外 0、エラー 0",
        "フォルダー全体の文書: 3通",
    ]
    again = noticemerge("merge", LIST, "--where", "発送方法=メール", "--skip-errors")
    assert set(ran.stdout.splitlines()) < set(again.stdout.splitlines())  # nothing was written


def test_a_letter_kept_on_purpose_is_no_error() -> None:
    make.letter(OUT / f"{FIRST}.docx", "手で直した文")
    assert noticemerge("merge", LIST).exit_code == 1
    ran = noticemerge("merge", LIST, "--skip-errors")
    assert (ran.exit_code, "文書: 作成 0、変更なし 2、保護 1、除外 0、エラー 0" in ran.stdout) == (0, True)
    row = next(load_workbook(OUT / "発送台帳.xlsx")["発送台帳"].iter_rows(min_row=5, values_only=True))
    assert (row[1], row[12:15]) == (
        "0007", (f"{FIRST}.docx", "保護", "手で直した文書を残しています。"),
    )  # fmt: skip
    assert noticemerge("verify").exit_code == 1  # it was changed, and verify says so


@pytest.mark.parametrize(
    ("numbers", "files"),
    [
        (("1", "2", "40"), ("01", "02", "40")),
        (("A1", "A20", "B3"), ("A01", "A20", "B3")),
        (("1-2", "1-10", "12-1"), ("01-02", "01-10", "12-01")),
        (("第１号", "第２０号", "第３号"), ("第０１号", "第２０号", "第０３号")),
        (("0007", "0012", "0123"), ("0007", "0012", "0123")),
    ],
)
def test_files_sort_as_the_register_does(numbers: tuple[str, ...], files: tuple[str, ...]) -> None:
    rows = [(number, f"株式会社{n}", *make.MEMBERS[0][2:]) for n, number in enumerate(numbers)]
    make.workbook(LIST, members=rows)
    assert noticemerge("merge", LIST, "-o", "x").exit_code == 0
    assert letters(Path("x")) == sorted(f"{file}_株式会社{n}" for n, file in enumerate(files))
    register = load_workbook("x/発送台帳.xlsx")["発送台帳"]
    assert [row[1] for row in register.iter_rows(min_row=5, values_only=True)] == list(numbers)


def test_letters_of_before_are_renamed_and_a_file_to_print_knows_whose_they_are() -> None:
    rows = [(str(n), f"株式会社{n}", *make.MEMBERS[0][2:]) for n in range(1, 10)]
    make.workbook(LIST, members=rows)
    assert noticemerge("merge", LIST, "-o", "x").exit_code == 0
    assert letters(Path("x"))[0] == "1_株式会社1"
    make.workbook(LIST, members=[*rows, ("10", "株式会社10", *make.MEMBERS[0][2:])])
    ran = noticemerge("merge", LIST, "-o", "x", "--json")
    assert [told[0] for told in ran.told] == ["NM-W12"] * 9
    assert ran.told[0][2] == (
        "この会員の文書は新しい名前 01_株式会社1.docx になりました。古い文書は削除しました。"
    )
    assert letters(Path("x")) == [f"{n:02d}_株式会社{n}" for n in range(1, 11)]
    assert noticemerge("bundle", "x").exit_code == 0
    index = Path("x/印刷用_目次.csv").read_text("utf-8-sig").splitlines()
    assert index[1].split(",")[1:3] == ["1", "株式会社1"]
    assert noticemerge("verify", "x").exit_code == 0
