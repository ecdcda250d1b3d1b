"""The sheets 通知 and 添付資料: what is read from them, and what is said about them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from noticemerge.notice import Attachment, Notice
from noticemerge.problems import CellPlace, Severity

Rows = list[tuple[Any, ...]]

DATE = datetime.date(2023, 9, 25)
HEADER = ("番号", "資料名", "ファイル", "備考")
SEVEN = [
    "マイナンバーカードでマイナポイント",
    "マイナポイント第2弾広報用チラシ",
    "マイナポイント申込期限について（ポスター等の掲示物用）",
    "マイナンバーカードを保険証として使うには",
    "本人口座登録のお願い",
    "スマホ用電子証明書搭載サービス",
    "公的個人認証サービスを利用した最新の利用者情報(4情報)提供サービス",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(
    folder: Path,
    lines: Rows | None,
    attachments: Rows | None = None,
    settings: Mapping[str, str] | None = None,
    *,
    hide: tuple[str, int] | None = None,
) -> Notice:
    """The notice of a workbook with these rows; None leaves a sheet out."""
    book = Workbook()
    book.worksheets[0].title = "会員名簿"
    for title, rows in (("通知", lines), ("添付資料", attachments)):
        if rows is not None:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
            if hide and hide[0] == title:
                sheet.row_dimensions[hide[1]].hidden = True
    path = folder / "members.xlsx"
    book.save(path)
    return Notice.read(path, settings=settings)


def said(notice: Notice) -> list[tuple[str, str]]:
    """Each problem's code and cell."""
    places = [(p.code, p.place) for p in notice.problems]
    return [(code, place.cell if isinstance(place, CellPlace) else "") for code, place in places]


PLAIN: Rows = [
    ("文書番号", "○○協発第123号"),
    ("発信日", DATE),
    ("件名", "マイナンバーカードの普及について（依頼）"),
    ("発信者団体", "一般社団法人㈱髙﨑協会"),
    ("ＴＥＬ", "03-0000-0000"),
]


def test_names_and_values_are_read_as_they_stand(folder: Path) -> None:
    notice = read(folder, PLAIN, [HEADER])
    assert notice.problems == ()
    assert notice.values["文書番号"] == "○○協発第123号"
    assert notice.values["ＴＥＬ"] == "03-0000-0000"
    assert list(notice.values) == ["文書番号", "発信日", "件名", "発信者団体", "ＴＥＬ"]
    assert notice.value("sender") == "一般社団法人㈱髙﨑協会"
    assert notice.value("sender_title") == ""
    assert notice.date == DATE
    assert notice.places["件名"] == CellPlace(file="members.xlsx", sheet="通知", cell="B3")


def test_title_rows_a_header_and_another_place_on_the_sheet_do_not_matter(folder: Path) -> None:
    rows: Rows = [
        (None, "通知の内容"),
        (),
        (None, None, "※黄色の欄に記入してください"),
        (None, None, "項目", "内容", "説明"),
        *[(None, None, name, value, "例のとおり") for name, value in PLAIN],
        (None, None, "FAX", None, "なければ空欄"),
        (None, None, "※以上です"),
    ]
    notice = read(folder, rows, [HEADER])
    assert notice.problems == ()
    assert list(notice.values) == ["文書番号", "発信日", "件名", "発信者団体", "ＴＥＬ", "FAX"]
    assert notice.values["FAX"] == ""
    assert notice.values["件名"] == "マイナンバーカードの普及について（依頼）"
    assert notice.date == DATE


def test_title_rows_above_names_without_a_header_are_no_names(folder: Path) -> None:
    notice = read(folder, [("通知",), ("　",), *PLAIN], [HEADER])
    assert list(notice.values) == [name for name, _ in PLAIN]


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("令和5年9月25日", DATE),
        ("令和５年９月２５日（月）", DATE),
        ("R5.9.25", DATE),
        ("2023-09-25", DATE),
        (20230925, DATE),
        (datetime.datetime(2023, 9, 25), DATE),
        ("令和元年5月1日", datetime.date(2019, 5, 1)),
    ],
)
def test_the_date_may_be_a_date_or_text(folder: Path, typed: Any, date: datetime.date) -> None:
    notice = read(folder, [("件名", "依頼"), ("発信日", typed)], [HEADER])
    assert notice.date == date
    assert notice.problems == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("未定", "NM-N05"),
        ("9月25日", "NM-N05"),
        (45194, "NM-N05"),
        ("令和5年9月31日", "NM-N66"),
        ("　", "NM-N04"),
        (None, "NM-N04"),
    ],
)
def test_a_date_that_cannot_be_read_is_an_error_at_its_cell(folder: Path, typed: Any, code: str) -> None:
    notice = read(folder, [("件名", "依頼"), ("発信日", typed)], [HEADER])
    assert notice.date is None
    assert said(notice) == [(code, "B2")]
    assert notice.problems[0].severity is Severity.ERROR


def test_a_missing_date_is_asked_for_with_the_option_to_type(folder: Path) -> None:
    notice = read(folder, [("件名", "依頼")], [HEADER])
    assert said(notice) == [("NM-N04", "")]
    assert "--set 発信日=2023-09-25" in notice.problems[0].hint


def test_a_date_outside_its_era_or_on_another_day_of_the_week_is_doubtful(folder: Path) -> None:
    notice = read(folder, [("発信日", "平成31年10月1日（月）")], [HEADER])
    assert notice.date == datetime.date(2019, 10, 1)
    assert said(notice) == [("NM-N06", "B1"), ("NM-N07", "B1")]
    assert notice.problems[0].facts == {
        "text": "平成31年10月1日（月）",
        "era": "平成",
        "date": "令和元年10月1日",
    }
    assert all(p.severity is Severity.WARNING for p in notice.problems)


def test_a_setting_wins_over_the_sheet_and_may_add_a_name(folder: Path) -> None:
    rows: Rows = [("発信日", "未定"), ("Ｔ Ｅ Ｌ", "03-0000-0000"), ("文書No", "1")]
    settings = {"発信日": "2023-09-25", "TEL": "06-1111-2222", "文書番号": "2", "内線": "12"}
    notice = read(folder, rows, [HEADER], settings)
    assert notice.values == {
        "発信日": "2023-09-25",
        "Ｔ Ｅ Ｌ": "06-1111-2222",
        "文書No": "2",
        "内線": "12",
    }
    assert notice.date == DATE
    assert notice.problems == ()
    assert notice.places["発信日"].words() == "--set 発信日"


def test_a_setting_that_is_no_date_is_said_at_the_setting(folder: Path) -> None:
    notice = read(folder, PLAIN, [HEADER], {"発信日": "あした"})
    (doubt,) = notice.problems
    assert (doubt.code, doubt.place.words()) == ("NM-N05", "--set 発信日")


def test_a_name_typed_twice_is_an_error_that_names_both_cells(folder: Path) -> None:
    notice = read(folder, [*PLAIN, ("Tel.", "06-1111-2222")], [HEADER])
    (doubt,) = notice.problems
    assert said(notice) == [("NM-N03", "A6")]
    assert doubt.facts == {"name": "Tel.", "other": "A5"}
    assert notice.values["ＴＥＬ"] == "03-0000-0000"


def test_two_names_for_one_thing_are_an_error_unless_one_is_its_own_label(folder: Path) -> None:
    assert said(read(folder, [("発信日", DATE), ("文書No", "1"), ("発信番号", "2")], [HEADER])) == [
        ("NM-N08", "A3")
    ]
    labelled = read(folder, [("発信日", DATE), ("文書No", "1"), ("文書番号", "2")], [HEADER])
    assert labelled.problems == ()
    assert labelled.value("number") == "2"


def test_a_value_without_a_name_is_said(folder: Path) -> None:
    notice = read(folder, [*PLAIN, (None, "2階")], [HEADER])
    assert said(notice) == [("NM-N10", "B6")]


def test_an_error_of_excel_is_said_but_not_when_a_setting_replaces_it(folder: Path) -> None:
    rows: Rows = [("発信日", DATE), ("件名", "#REF!")]
    assert said(read(folder, rows, [HEADER])) == [("NM-N09", "B2")]
    assert read(folder, rows, [HEADER], {"件名": "依頼"}).problems == ()


def test_a_formula_without_a_result_is_said_once(folder: Path) -> None:
    assert said(read(folder, [("発信日", "=TODAY()")], [HEADER])) == [("NM-N09", "B1")]


def test_a_hidden_row_is_used_and_said(folder: Path) -> None:
    notice = read(folder, PLAIN, [HEADER], hide=("通知", 5))
    assert said(notice) == [("NM-N17", "A5")]
    assert notice.values["ＴＥＬ"] == "03-0000-0000"


def test_a_workbook_with_neither_sheet_says_what_to_do(folder: Path) -> None:
    notice = read(folder, None)
    assert [p.code for p in notice.problems] == ["NM-N01", "NM-N02"]
    assert [p.severity for p in notice.problems] == [Severity.ERROR, Severity.WARNING]
    assert notice.problems[0].hint.startswith("Fill in the 通知.xlsx that init makes")
    assert (notice.values, notice.date, notice.attachments) == ({}, None, ())


def test_settings_can_stand_in_for_the_sheet(folder: Path) -> None:
    notice = read(folder, None, [HEADER], {"発信日": "R5.9.25", "件名": "依頼"})
    assert notice.problems == ()
    assert (notice.date, notice.value("subject")) == (DATE, "依頼")


def test_titles_of_attachments_are_kept_character_for_character(folder: Path) -> None:
    rows: Rows = [("添付資料の一覧",), (), HEADER]
    rows += [(f"資料{n}", title, None, None) for n, title in enumerate(SEVEN, 1)]
    rows += [(8, " 参考: 本依頼文書 ", None, "紙も同封")]
    notice = read(folder, [("発信日", DATE)], rows)
    assert notice.problems == ()
    assert [a.title for a in notice.attachments] == [*SEVEN, " 参考: 本依頼文書 "]
    assert [a.number for a in notice.attachments] == [f"資料{n}" for n in range(1, 8)] + ["8"]
    assert notice.attachments[-1] == Attachment(
        "8",
        " 参考: 本依頼文書 ",
        "",
        "紙も同封",
        CellPlace(file="members.xlsx", sheet="添付資料", cell="B11"),
    )


def test_a_list_of_titles_alone_has_attachments_without_numbers(folder: Path) -> None:
    notice = read(folder, [("発信日", DATE)], [("資料名",), ("チラシ",)])
    assert [(a.number, a.title) for a in notice.attachments] == [("", "チラシ")]
    assert said(notice) == [("NM-N16", "A2")]


def test_faulty_attachments_are_said_with_their_cells(folder: Path) -> None:
    rows: Rows = [HEADER, ("資料1", "甲"), ("資料１", "乙"), ("資料3", None), ("資料4", "　"), ("※以上",), ()]
    notice = read(folder, [("発信日", DATE)], rows)
    assert said(notice) == [("NM-N13", "A3"), ("NM-N12", "B4"), ("NM-N12", "B5")]
    assert notice.problems[0].facts == {"number": "資料１", "other": "A2"}
    assert all(p.severity is Severity.ERROR for p in notice.problems)


def test_a_sheet_of_attachments_without_its_header_is_an_error(folder: Path) -> None:
    assert said(read(folder, [("発信日", DATE)], [("資料1", "甲"), ("資料2", "乙")])) == [("NM-N11", "")]
    assert read(folder, [("発信日", DATE)], []).problems == ()


def test_two_columns_for_one_thing_are_an_error_unless_one_is_its_own_label(folder: Path) -> None:
    twice: Rows = [("No", "資料番号", "資料名"), (1, "資料1", "甲")]
    assert said(read(folder, [("発信日", DATE)], twice)) == [("NM-N08", "B1")]
    labelled = read(folder, [("発信日", DATE)], [("No", "番号", "資料名"), (1, "資料1", "甲")])
    assert labelled.problems == ()
    assert labelled.attachments[0].number == "資料1"


def test_files_are_looked_for_beside_the_workbook_with_either_slash(folder: Path) -> None:
    (folder / "資料").mkdir()
    (folder / "資料" / "1.pdf").write_bytes(b"%PDF")
    names = [
        "資料/1.pdf",
        "資料\\1.pdf",
        str(folder / "資料" / "1.pdf"),
        "資料/2.pdf",
        "資料",
        "x" * 3000,
        "資料/1.pdf\n資料/3.pdf",
    ]
    rows: Rows = [HEADER, *[(n, f"題{n}", name) for n, name in enumerate(names, 1)]]
    notice = read(folder, [("発信日", DATE)], rows)
    assert said(notice) == [("NM-N14", "C5"), ("NM-N15", "C6"), ("NM-N14", "C7"), ("NM-N14", "C8")]
    assert notice.problems[0].facts == {"name": "資料/2.pdf", "folder": str(folder)}
    assert notice.problems[3].facts["name"] == "資料/3.pdf"
    assert all(p.severity is Severity.WARNING for p in notice.problems)
    assert notice.attachments[1].file == "資料\\1.pdf"
