"""A folder holds one mailing: those of another do not come between, nor in the place of what was sent."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from support import make
from support.program import Ran, noticemerge
from test_register_notes import LIST, OUT, Register

OCTOBER = {"文書番号": "協発第2号", "件名": "年会費の納入について", "発信日": "令和5年10月2日"}
SUBJECT = {"件名": "お願いについて（再度のお願い）"}


@pytest.fixture(autouse=True)
def made(members: Path) -> None:
    assert noticemerge("merge", members).exit_code == 0


def sent() -> None:
    """The clerk has noted when the letters went out."""
    register = Register()
    register.write("0007", 発送日=datetime.date(2023, 9, 28))
    register.save()


def merged(*words: str, **notice: str) -> Ran:
    make.workbook(LIST, notice=make.NOTICE | notice)
    return noticemerge("merge", LIST, *words)


def told(*words: str, **notice: str) -> list[str]:
    return [code for code, *_ in merged(*words, "--json", **notice).told]


def test_what_was_sent_is_not_written_over_by_another_mailing() -> None:
    sent()
    before = {path: path.read_bytes() for path in OUT.rglob("*") if path.is_file()}
    ran = merged(**OCTOBER)
    assert ran.exit_code == 1
    assert ran.stdout.split("【修正が必要です】")[1].splitlines() == [
        "1件",
        "",
        "  NM-W45  out",
        "      このフォルダーには、別の案件の文書があります: 協発第1号　お願いについて",
        "      （依頼）",
        "      → 今回の文書は、別のフォルダーに作ってください: --output out2",
        "",
        "何も書き出していません。",
        "次に: 指定を直して、もう一度入力してください。",
        "  noticemerge merge members.xlsx --output out2",
    ]
    assert {path: path.read_bytes() for path in OUT.rglob("*") if path.is_file()} == before
    assert merged("--output", "out2", **OCTOBER).exit_code == 0


@pytest.mark.parametrize("words", ["--only 0012", "--skip 0007", "--where 発送方法=郵送"])
def test_a_part_of_the_members_gets_no_letter_of_another_mailing_between_the_old_ones(words: str) -> None:
    assert told(*words.split(), **OCTOBER) == ["NM-W45"]
    assert told(*words.split(), 文書番号="協発第2号") == ["NM-W45"]
    assert told(*words.split(), "-o", "別", **OCTOBER) == []


def test_a_part_with_another_date_is_told_what_the_register_will_say() -> None:
    ran = merged("--only", "0012", "--json", 発信日="令和5年9月26日")
    assert ran.exit_code == 0
    assert ran.told == [
        (
            "NM-W46",
            "out",
            "今回の対象でない会員の文書 2通は、発信日が 令和5年9月25日 のままです。",
            "発送台帳の発信日は、全員が今回の日付になります。日付をそろえるときは、全員の文書を作り直してください。",
        )
    ]


def test_letters_that_nobody_noted_as_sent_are_replaced_and_that_is_told() -> None:
    assert told(**OCTOBER) == ["NM-W47"]
    assert told(**OCTOBER) == []


@pytest.mark.parametrize(
    "notice",
    [
        {"文書番号": "協発第2号"},  # the number was corrected
        {"件名": "まったく別のお願い"},  # the subject of the same number
        {"件名": "お願いについて（御依頼）", "文書番号": "協発第2号"},
        {"発信日": "令和5年9月27日"},
        {"文書番号": ""},
    ],
)
def test_what_is_corrected_is_the_same_mailing_though_it_was_noted_as_sent(notice: dict[str, str]) -> None:
    sent()
    assert not {"NM-W45", "NM-W46", "NM-W47"} & set(told(**notice))


def test_without_numbers_the_subjects_tell() -> None:
    assert told("-o", "無", 文書番号="") == ["NM-S19"]
    assert "NM-W47" in told("-o", "無", 文書番号="", 件名="年会費の納入について")
