"""The dispatch register: what it says, that it stays text, that its links lead to the letters."""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, cast
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from noticemerge.notice import Attachment, Notice
from noticemerge.output import Outcome, Status, register
from noticemerge.output.clerk_notes import ClerkNotes
from noticemerge.output.register import Told, link_target, register_workbook
from noticemerge.output.register_columns import COLUMNS, HEADER_ROW, SENT, clerks_columns
from noticemerge.output.register_reading import read_register
from noticemerge.planning import Enclosure, Letter
from noticemerge.planning.addressee_block import Recipient, addressee
from noticemerge.problems import use_language
from support.validator import assert_valid

TODAY = datetime.date(2023, 9, 26)
TITLES = ["マイナポイント第2弾広報用チラシ", "ポスター（掲示物用）", "利用者情報(4情報)提供サービス"]
ATTACHMENTS = (
    Attachment("資料1", TITLES[0]),
    Attachment("2", TITLES[1]),
    Attachment("", TITLES[2]),
)
VALUES = {"文書番号": "○○協発第123号", "件名": "周知について（依頼）"}


def notice(date: datetime.date | None = datetime.date(2023, 9, 25), **values: str) -> Notice:
    return Notice({**VALUES, **values}, {}, date, ATTACHMENTS)


def outcome(
    number: str,
    company: str,
    *,
    status: Status = Status.MADE,
    copies: Sequence[int] = (1, 1, 1),
    delivery: str = "郵送",
    file: str | None = None,
    note: str = "",
    **cells: str,
) -> Outcome:
    letter = Letter(
        member=cast(Any, None),
        number=number,
        name=company,
        addressee=addressee(Recipient(company=company, **cells)),  # type: ignore[arg-type]
        file=file or f"{number}_{company}.docx",
        enclosures=tuple(Enclosure(a, n) for a, n in zip(ATTACHMENTS, copies, strict=True) if n),
        delivery=delivery,
    )
    return Outcome(letter, status, note=note)


def workbook(outcomes: Sequence[Outcome], said: Notice | None = None, **told: Any) -> Workbook:
    return load_workbook(io.BytesIO(made(Told(said or notice(), TODAY, **told), outcomes)))


def made(told: Told, outcomes: Sequence[Outcome]) -> bytes:
    return register_workbook(told, outcomes)[0]


def lines(book: Workbook) -> list[list[Any]]:
    """The values below the header of the register."""
    return [list(row) for row in book["発送台帳"].iter_rows(min_row=HEADER_ROW + 1, values_only=True)]


def cell(book: Workbook, heading: str, line: int = 1) -> Any:
    column = [*(c.heading for c in COLUMNS), SENT].index(heading) + 1
    return book["発送台帳"].cell(HEADER_ROW + line, column)


def tables(book: Workbook) -> dict[str, list[list[Any]]]:
    """The tables of the sheet 集計 by their titles, without empty cells."""
    found: dict[str, list[list[Any]]] = {}
    title = ""
    for row in book["集計"].iter_rows(min_row=4, values_only=True):
        cells = [value for value in row if value is not None]
        if len(cells) == 1:
            title = str(cells[0])
        elif cells:
            found.setdefault(title, []).append(cells)
    return found


EXAMPLE = [
    outcome("0001", "株式会社大和建設", dept="総務部", title="部長", person="山田　太郎"),
    outcome("0007", "㈱髙﨑𠮷田葛󠄀神\ufa19", status=Status.UNCHANGED, delivery="ＦＡＸ"),
    outcome("0012", "A&B商事", copies=(1, 50, 0), delivery="FAX"),
    outcome("0016", "送付しない商事", status=Status.EXCLUDED, delivery="不要", note="送付不要に○があります"),
    outcome("0017", "", status=Status.ERROR, delivery="", note="宛先がありません。"),
]


def test_every_member_has_a_line_that_says_what_was_made() -> None:
    sent = ("○○協発第123号", datetime.datetime(2023, 9, 25), "周知について（依頼）")
    all_three = "資料1、資料2、利用者情報(4情報)提供サービス"
    person = "株式会社大和建設\n総務部\n部長　山田　太郎　様"
    rare = "㈱髙﨑𠮷田葛󠄀神\ufa19"
    none = (None, None, None)
    first = (all_three, 3, "郵送", *none, "0001_株式会社大和建設.docx", "作成", None)
    second = (all_three, 3, "ＦＡＸ", *none, f"0007_{rare}.docx", "変更なし", None)
    third = ("資料1、資料2×50", 51, "FAX", *none, "0012_A&B商事.docx", "作成", None)
    left_out = (None, None, "不要", *none, None, "除外", "送付不要に○があります")
    faulty = (None, None, None, *none, None, "エラー", "宛先がありません。")
    assert [tuple(line) for line in lines(workbook(EXAMPLE))] == [
        (1, "0001", person, *sent, *first, *none),
        (2, "0007", f"{rare}　御中", *sent, *second, *none),
        (3, "0012", "A&B商事　御中", *sent, *third, *none),
        (4, "0016", "送付しない商事　御中", *none, *left_out, *none),
        (5, "0017", None, *none, *faulty, *none),
    ]


def test_the_columns_are_those_of_a_register_and_those_to_fill_in_stand_at_the_right() -> None:
    sheet = workbook(EXAMPLE)["発送台帳"]
    headings = " ".join(str(c.value) for c in sheet[HEADER_ROW])
    assert headings == (
        "連番 会員番号 宛先 文書番号 発信日 件名 添付資料 部数 発送方法 電話番号 メールアドレス 住所 "
        "ファイル 状態 理由 発送日 受領 メモ"
    )
    assert sheet.freeze_panes == "D5"
    assert sheet.auto_filter.ref == "A4:R9"
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$C", "$4:$4")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 2)
    colors = {c.value: c.fill.fgColor.rgb for c in sheet[HEADER_ROW]}
    assert [heading for heading, color in colors.items() if color != colors["宛先"]] == [
        "発送日",
        "受領",
        "メモ",
    ]


def test_a_deadline_for_replies_is_told_and_gives_a_column_for_them() -> None:
    notes = ClerkNotes(clerks_columns(replies=True))
    sheet = workbook(EXAMPLE, notice(回答期限="令和5年10月20日"), notes=notes)["発送台帳"]
    assert [c.value for c in sheet[HEADER_ROW]][-4:] == ["発送日", "受領", "返信", "メモ"]
    assert str(sheet["A2"].value).endswith("　返信期限: 令和5年10月20日")


def test_where_no_addressee_is_printed_the_register_says_the_name_and_why() -> None:
    book = workbook(EXAMPLE, prints_addressee=False)
    assert [cell(book, "宛先", n).value for n in (1, 2)] == ["株式会社大和建設", "㈱髙﨑𠮷田葛󠄀神\ufa19"]
    said = "ひな形が {{ 宛名 }} を印刷しないため、宛先には名前だけを記しています。"
    assert said in str(book["発送台帳"]["A3"].value)
    assert said not in str(workbook(EXAMPLE)["発送台帳"]["A3"].value)


def test_whom_to_call_and_where_it_goes_stand_in_the_line() -> None:
    def contact(letter: Letter) -> tuple[str, str, str]:
        return "03-0000-0001", f"{letter.number}@example.jp", "〒100-0001\n東京都千代田区1-1"

    book = workbook(EXAMPLE, contact=contact)
    told = [cell(book, heading, 4).value for heading in ("電話番号", "メールアドレス", "住所")]
    assert told == ["03-0000-0001", "0016@example.jp", "〒100-0001\n東京都千代田区1-1"]


def test_a_letter_that_was_kept_goes_out_too() -> None:
    book = workbook([outcome("1", "甲社", status=Status.KEPT, note="手で直しました。")])
    assert [cell(book, heading).value for heading in ("状態", "理由", "部数", "ファイル")] == [
        "保護", "手で直しました。", 3, "1_甲社.docx",
    ]  # fmt: skip
    assert tables(book)["状態別の件数"][3] == ["保護", 1]
    assert tables(book)["発送方法別の通数"][-1] == ["合計", 1]


def test_the_title_says_what_the_register_is_about() -> None:
    sheet = workbook(EXAMPLE)["発送台帳"]
    assert sheet["A1"].value == "発送台帳"
    assert sheet["A2"].value == "文書番号: ○○協発第123号　発信日: 令和5年9月25日　件名: 周知について（依頼）"
    assert sheet["A3"].value == (
        "作成日: 令和5年9月26日　会員: 5件（作成 2、変更なし 1、除外 1、エラー 1）　"
        "部数は同封する資料の合計部数です。　"
        "黄色の見出しは事務局の記入欄で、次の台帳に引き継がれます（右に列を足せます）。"
    )


def test_the_register_is_japanese_whatever_the_language() -> None:
    use_language("en")
    try:
        assert cell(workbook(EXAMPLE), "状態").value == "作成"
    finally:
        use_language(None)


def test_the_sums_count_what_goes_out() -> None:
    assert tables(workbook(EXAMPLE)) == {
        "発送方法別の通数": [["発送方法", "通数"], ["ＦＡＸ", 2], ["郵送", 1], ["合計", 3]],
        "資料別の部数": [
            ["番号", "資料名", "部数", "うちＦＡＸ", "うち郵送"],
            ["資料1", TITLES[0], 3, 2, 1],
            ["資料2", TITLES[1], 52, 51, 1],
            [TITLES[2], 2, 1, 1],
            ["合計", 57, 54, 3],
        ],
        "状態別の件数": [
            ["状態", "件数"],
            ["作成", 2],
            ["変更なし", 1],
            ["保護", 0],
            ["除外", 1],
            ["エラー", 1],
            ["合計", 5],
        ],
    }


def test_members_without_a_way_of_sending_are_counted_too() -> None:
    book = workbook([outcome("1", "甲社", delivery=""), outcome("2", "乙社", delivery="　")])
    assert tables(book)["発送方法別の通数"][1:] == [["（記入なし）", 2], ["合計", 2]]


@pytest.mark.parametrize(
    "text",
    ["=1+1", '=HYPERLINK("http://x")', "+81-3", "-1", "@A1", "＝1", "#N/A", "#REF!", "1e5", "007", "TRUE"],
)
def test_text_stays_text(text: str) -> None:
    book = workbook(
        [outcome(text, text, delivery=text, note=text, file=f"{text.replace('/', '／')}.docx")],
        notice(件名=text),
    )
    for heading in ("会員番号", "件名", "発送方法", "理由"):
        assert (cell(book, heading).value, cell(book, heading).data_type) == (text, "s")
    assert cell(book, "宛先").value == f"{text}　御中"
    assert cell(book, "理由").quotePrefix is (text[0] in "=+-@＝")
    assert cell(book, "会員番号").number_format == "@"


def test_no_formula_is_in_the_file() -> None:
    data = made(Told(notice(件名="=A1"), TODAY), [outcome("=B1", "=1", note="=2")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    assert not any(re.search(rb"<f[ >]", sheet) for sheet in sheets)


def test_the_date_of_issue_is_a_date_shown_in_the_japanese_calendar() -> None:
    plain = cell(workbook(EXAMPLE), "発信日")
    assert plain.number_format == '[$-411]ggge"年"m"月"d"日";@'
    first_year = cell(workbook(EXAMPLE, notice(datetime.date(2019, 5, 1))), "発信日")
    assert first_year.number_format == '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@'
    assert first_year.value == datetime.datetime(2019, 5, 1)


def test_the_day_of_sending_is_not_filled_in_and_shows_as_the_date_of_issue_does() -> None:
    day = cell(workbook(EXAMPLE), "発送日")
    assert (day.value, day.number_format) == (None, '[$-411]ggge"年"m"月"d"日";@')


def test_a_date_that_excel_cannot_hold_is_text_and_none_is_empty() -> None:
    assert cell(workbook(EXAMPLE, notice(datetime.date(1899, 1, 1))), "発信日").value == "明治32年1月1日"
    assert cell(workbook(EXAMPLE, notice(None)), "発信日").value is None


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("0007_株式会社大和.docx", "0007_株式会社大和.docx"),
        ("東京 支部/0001_A B.docx", "東京%20支部/0001_A%20B.docx"),
        ("100%#1 [x] {y} ^`|.docx", "100%25%231%20%5Bx%5D%20%7By%7D%20%5E%60%7C.docx"),
        ("A&B'(株)+,;=@!~.docx", "A&B'(株)+,;=@!~.docx"),
    ],
)
def test_links_are_written_so_that_excel_finds_the_letter(path: str, target: str) -> None:
    assert link_target(path) == target


@given(st.text(st.characters(exclude_characters="/", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_every_link_leads_to_its_letter(name: str) -> None:
    target = link_target(f"支部/{name}")
    assert unquote(target) == f"支部/{name}"
    assert not set(target) & set(' #?"<>\\^`{|}')


def test_only_letters_that_are_there_have_a_link() -> None:
    book = workbook([outcome("1", "A #1 社"), *EXAMPLE])
    links = [cell(book, "ファイル", n).hyperlink for n in range(1, 7)]
    assert [link.target if link else None for link in links] == [
        "1_A%20%231%20社.docx",
        "0001_株式会社大和建設.docx",
        "0007_㈱髙﨑𠮷田葛󠄀神\ufa19.docx",
        "0012_A&B商事.docx",
        None,
        None,
    ]
    assert not posixpath.isabs(links[0].target)


def test_characters_that_no_workbook_can_hold_are_shown_as_missing() -> None:
    book = workbook([outcome("1", "甲\x07乙\ud800丙\uffff", note="a\r\nb\rc", file="1.docx")])
    assert cell(book, "宛先").value == "甲\ufffd乙\ufffd丙\ufffd　御中"
    assert cell(book, "理由").value == "a\nb\nc"


def test_text_that_looks_like_an_escape_of_excel_is_protected() -> None:
    data = made(Told(notice(), TODAY), [outcome("1", "_x0041_社", file="1.docx")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        written = b"".join(archive.read(n) for n in archive.namelist() if n.startswith("xl/"))
    assert "_x005F_x0041_社".encode() in written


def test_the_workbook_is_valid_with_and_without_members() -> None:
    odd = [
        outcome("=1", "100%#1 [工房] & <Sons>\n\x07", note="-x", delivery="=A1", file="a b/100%#1 [x].docx")
    ]
    assert_valid(
        made(Told(notice(), TODAY), EXAMPLE + odd),
        made(Told(notice(datetime.date(2019, 5, 1)), TODAY), []),
    )


def test_rows_are_high_enough_for_their_lines() -> None:
    sheet = workbook(EXAMPLE)["発送台帳"]
    heights = [sheet.row_dimensions[HEADER_ROW + n].height for n in (1, 4)]
    assert heights[0] >= 3 * 15
    assert heights[1] < 2 * 15 + 15


class Anew(Sequence[Outcome]):
    """Outcomes that are put together whenever they are asked for."""

    def __len__(self) -> int:
        return len(EXAMPLE)

    def __getitem__(self, index: Any) -> Any:
        return deepcopy(EXAMPLE[index])


def test_the_same_outcomes_make_the_same_file_whether_kept_or_made_anew() -> None:
    kept, anew = (made(Told(notice(), TODAY), o) for o in (EXAMPLE, Anew()))
    assert kept == anew
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_links_beyond_what_excel_opens_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "MOST_LINKS", 2)
    book = workbook(EXAMPLE)
    assert [cell(book, "ファイル", n).hyperlink is None for n in (1, 2, 3)] == [False, False, True]
    assert cell(book, "ファイル", 3).value == "0012_A&B商事.docx"


@pytest.mark.parametrize("letter", ["あ", "𠮷", "_x0041_"])
def test_text_longer_than_a_cell_holds_is_cut(letter: str) -> None:
    data = made(Told(notice(), TODAY), [outcome("1", "甲社", note=letter * 40_000)])
    assert_valid(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    held = sheet.rsplit("<t ", 1)[1].split(">", 1)[1].split("<")[0].replace("_x005F_", "_")
    assert (letter * 40_000).startswith(held)
    assert len(held.encode("utf-16-le")) // 2 in (32_766, 32_767)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=4))
def test_what_is_on_record_of_the_lines_is_what_is_read_from_them(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("read") / "発送台帳.xlsx"
    outcomes = [outcome(f"{n}", one, note=other) for n, (one, other) in enumerate(texts)] + EXAMPLE
    said = notice(
        datetime.date(2019, 5, 1) if len(texts) % 2 else datetime.date(1899, 1, 1),
        件名="".join(map("".join, texts)),
    )
    data, digest = register_workbook(Told(said, TODAY), outcomes)
    path.write_bytes(data)
    assert read_register(path).told["発送台帳"] == digest


def test_where_everybody_is_sent_to_in_another_way_the_rest_is_summed_up() -> None:
    book = workbook([outcome(str(n), "社", delivery=f"方法{n}") for n in range(130)])
    sums = dict(line for line in tables(book)["発送方法別の通数"][1:])
    assert len(sums) == 102
    assert (sums["その他"], sums["方法0"], sums["合計"]) == (30, 1, 130)
    assert book["集計"]["CZ110"].value == "うち方法99"
    assert_valid(made(Told(notice(), TODAY), [outcome("1", "社", delivery=f"方法{n}") for n in range(30)]))


def test_the_register_is_written_without_openpyxl() -> None:
    code = "import sys, noticemerge.output.register; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
