"""The shipped letter and workbook: what the scripts build, and what a new user meets in them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from noticemerge import LetterTemplate, Notice, Roster, plan
from noticemerge.cli.starter import EMPTY_NOTICE, LETTERS
from noticemerge.japan import fold, vocabulary
from noticemerge.problems import NotFoundInFile
from support import make
from support.program import ROOT, TEMPLATE, WORKBOOK, make_plan
from support.validator import assert_valid
from support.word import Word, letter_text
from support.wordcheck import assert_sound

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLES = [
    "マイナンバーカードでマイナポイント",
    "マイナポイント第2弾広報用チラシ",
    "マイナポイント申込期限について（ポスター等の掲示物用）",
    "マイナンバーカードを保険証として使うには",
    "本人口座登録のお願い",
    "スマホ用電子証明書搭載サービス",
    "公的個人認証サービスを利用した最新の利用者情報(4情報)提供サービス",
]
# Of each hard case: what the addressee block of the letter says, line by line.
ADDRESSEES = {
    "0001": "株式会社青葉製作所　御中",
    "0002": "みどり建設株式会社\n総務部　御中",
    "0003": "株式会社ひかり運輸\n安全管理部\n部長　山田　太郎　様",
    "0004": "有限会社さくら工業\n代表取締役　殿",
    "0005": "中央資材株式会社\n業務課\nご担当者　様",
    "0006": "例示事業協同組合\n組合員各位",
    "0007": "㈱髙﨑鉄工所\n髙﨑　一郎　様",
    "0008": "𠮷田商店\n𠮷田　花子　様",
    "0009": "葛\U000e0100城物産株式会社\n営業第一課　御中",
    "0010": "有限会社\ufa19田屋\n店主　\ufa19田　実　様",
    "0011": "A&B商事株式会社\nSales & Marketing部\n佐藤　孝行　様",
    "0012": "テクノ<東京>株式会社　御中",
    "0013": "株式会社ながい名前\n北海道カンパニー\n総務グループ　御中",
    "0014": "Smith & Sons Co., Ltd.　御中",
    "0015": "みらい銀行\n法人営業部　御中",
    "0016": "海山水産株式会社　御中",
    "0018": "鵜殿総合研究所\n所長　鵜殿　誠　先生",
    "0019": "一般社団法人とてもながい名称をもつ全国産業安全衛生推進例示連絡協議会\n"
    "企画調整部広報企画課\n課長補佐　長谷川　かおり　様",
    "0020": "㈲例示タクシー　御中",
}
POSTCODES = {"0001": "〒060-0001", "0011": "〒105-0011", "0015": "〒100-8088"}


@pytest.fixture(scope="module")
def letters() -> dict[str, bytes]:
    """Every letter of the example, by member number."""
    made = make_plan()
    return {letter.number: made.render(letter) for letter in made.letters if not letter.excluded}


def test_the_shipped_files_are_what_the_scripts_build(tmp_path: Path) -> None:
    # In a process of its own: docxcompose, which other tests import, changes what python-docx writes.
    build = (
        "import pathlib, starter_letter, starter_workbook\n"
        "starter_letter.build_letters(pathlib.Path())\n"
        "starter_workbook.build_workbook(pathlib.Path('members.xlsx.example'))\n"
        "starter_workbook.build_empty_notice(pathlib.Path('templates/notice.xlsx'))"
    )
    whole = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), str(ROOT / "src")])}
    subprocess.run([sys.executable, "-c", build], cwd=tmp_path, env=whole, check=True, timeout=120)
    built = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(map(str, built)) == sorted(map(str, map(Path, (*LETTERS, WORKBOOK.name, EMPTY_NOTICE))))
    assert [path for path in built if _parts(tmp_path / path) != _parts(ROOT / path)] == []


def _parts(path: Path) -> object:
    """A file; on Windows its parts, since a zip file tells on which system it was made."""
    if os.name != "nt":
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return [(entry.filename, entry.date_time, package.read(entry)) for entry in package.infolist()]


def test_each_letter_is_addressed_as_its_case_asks(letters: dict[str, bytes]) -> None:
    assert {number: address for number, data in letters.items() for address in addressed(data)} == ADDRESSEES


def addressed(letter: bytes) -> list[str]:
    """The addressee block: the paragraph of the style 宛名."""
    tree = Word(letter).trees["word/document.xml"]
    styles = {
        s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val")
        for s in Word(letter).trees["word/styles.xml"].iter(f"{W}style")
    }
    texts = []
    for p in tree.iter(f"{W}p"):
        style = p.find(f"{W}pPr/{W}pStyle")
        if style is not None and styles[style.get(f"{W}val")] == "宛名":
            texts.append(
                "".join("\n" if e.tag == f"{W}br" else e.text or "" for e in p.iter(f"{W}t", f"{W}br"))
            )
    return texts


def test_each_letter_lists_the_attachments_of_its_member_and_no_others(letters: dict[str, bytes]) -> None:
    listed = [f"資料{n}　{title}" for n, title in enumerate(TITLES, 1)]
    without = [line for line in listed if not line.startswith("資料6")]
    fifty = [f"{line}（50部）" if line.startswith("資料6") else line for line in listed]
    special = {"0006": fifty, "0015": without}
    for number, data in letters.items():
        lines = [line for text in letter_text(data) for line in text.split("\n") if line.startswith("資料")]
        assert lines == special.get(number, listed), number


def test_each_letter_is_dated_numbered_and_sent_by_the_notice(letters: dict[str, bytes]) -> None:
    for data in letters.values():
        text = letter_text(data)
        assert text[:2] == ["全産例発第123号", "令和5年9月28日"]
        assert "会長　例示　一郎" in text
        assert "マイナンバーカードの活用等に向けた積極的な周知について（依頼）" in text
        assert "TEL：03-0000-0100　FAX：03-0000-0101" in text


def test_postcodes_stand_in_the_letter_as_excel_shows_them(letters: dict[str, bytes]) -> None:
    found = {n: next(t for t in letter_text(letters[n]) if t.startswith("〒")) for n in POSTCODES}
    assert found == POSTCODES


def test_no_letter_holds_what_must_never_leave(letters: dict[str, bytes]) -> None:
    for data in letters.values():
        text = "\n".join(letter_text(data))
        assert not [
            word for word in ("None", "nan", "undefined", ".0 ", "00:00:00", "{", "}") if word in text
        ]


def test_every_letter_is_valid_and_sound(letters: dict[str, bytes]) -> None:
    assert_sound(*letters.values())
    assert_valid(*letters.values())


def test_the_member_who_is_not_to_be_written_to_gets_no_letter() -> None:
    assert [letter.number for letter in make_plan().letters if letter.excluded] == ["0017"]


def test_the_example_gives_no_error_and_no_warning() -> None:
    assert [p.code for p in make_plan().problems if p.severity != "note"] == []


def test_the_titles_of_the_attachments_are_those_of_the_request_byte_for_byte() -> None:
    sheet = load_workbook(WORKBOOK.open("rb"))["添付資料"]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]
    assert [(row[0], row[1]) for row in rows] == [(f"資料{n}", t) for n, t in enumerate(TITLES, 1)]


def test_the_workbook_opens_on_the_list_with_a_frozen_header_and_filters() -> None:
    book = load_workbook(WORKBOOK.open("rb"))
    sheet = book["会員名簿"]
    assert book.sheetnames == ["会員名簿", "通知", "添付資料", "項目一覧"]
    assert book.active is sheet
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C5", "A4:Q24")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$4:$4", "landscape")


def test_drop_down_lists_offer_two_thousand_members_one_word_for_each_thing_the_program_understands() -> None:
    lists = {str(choice.sqref): choice for choice in drop_downs()}
    assert {where: choice.formula1 for where, choice in lists.items()} == {
        "F5:F2004": '"様,殿,先生,御中,各位"',
        "M5:M2004": '"郵送,メール,FAX,手渡し,宅配,不要"',
        "N5:N2004": '"○,×"',
        "O5:O2004": '"○"',
    }
    assert [headings()[where[0]] for where in lists] == ["敬称", "発送方法", "資料6", "送付不要"]
    offered = lists["M5:M2004"].formula1.strip('"').split(",")
    understood = vocabulary().words["delivery"].values()
    assert all(fold(word) in words for word, words in zip(offered, understood, strict=True))
    assert fold("○") in vocabulary().words["skip"]["out"]


def test_drop_down_lists_explain_themselves() -> None:
    assert all(v.showInputMessage and v.promptTitle and v.prompt and v.allowBlank for v in drop_downs())


def test_drop_down_lists_offer_where_other_words_may_be_meant_and_refuse_them_where_none_can() -> None:
    offers = [headings()[str(v.sqref)[0]] for v in drop_downs() if not v.showErrorMessage]
    assert offers == ["敬称", "資料6"]
    refusing = [v for v in drop_downs() if v.showErrorMessage]
    assert [(v.promptTitle, v.prompt, v.errorTitle, v.error, v.errorStyle) for v in refusing] == [
        (
            "発送方法",
            "送り方を一覧から選びます。「不要」を選ぶと、文書を作りません。",
            "発送方法を確かめてください",
            "次のどれかを一覧から選んでください: 郵送、メール、FAX、手渡し、宅配、不要",
            "stop",
        ),
        (
            "送付不要",
            "文書を作らない会員だけ「○」を選びます。作る会員は空欄のままにします。",
            "送付不要を確かめてください",
            "文書を作らない会員は「○」、作る会員は空欄にしてください。",
            "stop",
        ),
    ]


def test_digits_typed_into_an_empty_row_keep_their_zeros() -> None:
    sheet = load_workbook(WORKBOOK.open("rb"))["会員名簿"]
    as_text = {headings()[k] for k, column in sheet.column_dimensions.items() if column.number_format == "@"}
    assert as_text == {"会員番号", "郵便番号", "電話番号"}


def test_those_who_get_mail_have_an_address_to_send_it_to() -> None:
    rows = list(
        load_workbook(WORKBOOK.open("rb"))["会員名簿"].iter_rows(min_row=4, max_row=24, values_only=True)
    )
    way, address = rows[0].index("発送方法"), rows[0].index("メールアドレス")
    addresses = [row[address] for row in rows[1:] if row[way] == "メール"]
    assert len(addresses) == 3
    assert all(re.search(r"@[\w.-]*example\.(?:jp|com)$", one) for one in addresses)


def test_the_first_year_of_an_era_is_shown_as_such_by_every_program() -> None:
    roster = Roster.read(WORKBOOK)
    joined = next(column for column in roster.columns if column.header == "入会日")
    shown = [roster.text(member, joined) for member in roster.members]
    assert (shown[2], shown[7]) == ("平成元年1月8日", "令和元年5月1日")
    formats = {cell.number_format for cell in load_workbook(WORKBOOK.open("rb"))["会員名簿"]["L"]}
    assert not any("gannen" in form for form in formats)


def test_nothing_in_the_list_tells_that_it_is_a_test() -> None:
    sheet = load_workbook(WORKBOOK.open("rb"))["会員名簿"]
    remarks = [row[-1] for row in sheet.iter_rows(min_row=5, max_row=24, values_only=True) if row[-1]]
    assert remarks == [
        "リーフレットは組合員へ配付",
        "社名は英文",
        "理事会の際に手渡し",
        "再開の連絡があるまで停止",
    ]


# -- the empty notice


def test_the_empty_notice_has_the_names_of_the_example_and_more_with_hints_and_no_values() -> None:
    book = load_workbook(ROOT / EMPTY_NOTICE)
    assert book.sheetnames == ["通知", "添付資料"]
    rows = list(book["通知"].iter_rows(min_row=5, values_only=True))
    example = load_workbook(WORKBOOK.open("rb"))["通知"].iter_rows(min_row=5, values_only=True)
    names = [row[0] for row in rows]
    assert names[: len(names) - 2] == [row[0] for row in example]
    assert names[-3:] == ["回答期限", "会場", "開催日時"]
    assert [row[1] for row in rows if row[1] is not None] == []
    assert all(row[2] for row in rows if row[0] in ("文書番号", "発信日", "回答期限", "会場"))
    assert [
        c.value for row in book["添付資料"].iter_rows(min_row=5) for c in row if c.value is not None
    ] == []


def test_what_is_typed_into_the_empty_notice_stays_as_it_is_typed() -> None:
    sheet = load_workbook(ROOT / EMPTY_NOTICE)["通知"]
    forms = {row[0].value: row[1].number_format for row in sheet.iter_rows(min_row=5)}
    assert {name for name, form in forms.items() if form != "@"} == {"発信日", "回答期限"}


def test_the_empty_notice_gives_no_value_no_attachment_and_asks_for_the_date() -> None:
    notice = Notice.read(ROOT / EMPTY_NOTICE)
    assert not any(notice.values.values())
    assert notice.attachments == ()
    assert [(p.code, p.place.words()) for p in notice.problems] == [("NM-N04", "notice.xlsx 通知 B6")]


def test_the_sheet_of_fields_says_what_the_table_of_fields_says() -> None:
    rows = list(load_workbook(WORKBOOK.open("rb"))["項目一覧"].iter_rows(min_row=4, values_only=True))
    assert rows[0] == ("項目", "使いみち", "記入例", "ほかの呼び方")
    assert rows[1:] == [
        (f.label, f.use, f.sample, "、".join(s for s in f.synonyms if s != f.label))
        for f in vocabulary().member
    ]
    assert all(all(row) for row in rows)


def test_a_member_made_of_the_samples_gets_a_letter_unless_a_sample_says_otherwise(tmp_path: Path) -> None:
    fields = list(vocabulary().member)
    kept = [f.sample if f.key not in ("skip", "left") else None for f in fields]
    left_out = [[f.sample if f.key in (key, "company") else None for f in fields] for key in ("skip", "left")]
    listed = make.workbook(
        tmp_path / "list.xlsx", header=[f.label for f in fields], members=[kept, *left_out]
    )
    made = plan(Roster.read(listed), LetterTemplate.read(TEMPLATE), Notice.read(WORKBOOK))
    assert [p.message for p in made.problems if p.severity == "error"] == []
    assert [letter.excluded for letter in made.letters] == ["", "送付不要: ○", "退会日: 2023/3/31"]
    assert made.letters[0].addressee.lines == (
        "株式会社青葉製作所", "横浜支店", "総務部", "部長　山田　花子　先生",
    )  # fmt: skip


@pytest.mark.parametrize("title", ["会員名簿", "名簿2024", "Sheet1"])
def test_the_sheet_of_fields_is_never_taken_for_the_list(title: str, tmp_path: Path) -> None:
    book = load_workbook(WORKBOOK.open("rb"))
    book["会員名簿"].title = title
    book.move_sheet("項目一覧", -3)
    book.save(tmp_path / "list.xlsx")
    roster = Roster.read(tmp_path / "list.xlsx")
    assert (roster.sheet, len(roster.members)) == (title, 20)


def test_without_a_list_the_sheet_of_fields_does_not_take_its_place(tmp_path: Path) -> None:
    book = load_workbook(WORKBOOK.open("rb"))
    del book["会員名簿"]
    book.save(tmp_path / "list.xlsx")
    with pytest.raises(NotFoundInFile) as raised:
        Roster.read(tmp_path / "list.xlsx")
    assert raised.value.problem.code == "NM-R21"


def drop_downs() -> list[DataValidation]:
    """The drop-down lists of the member list."""
    return load_workbook(WORKBOOK.open("rb"))["会員名簿"].data_validations.dataValidation


def headings() -> dict[str, str]:
    """The headings of the member list, by column letter."""
    return {cell.column_letter: cell.value for cell in load_workbook(WORKBOOK.open("rb"))["会員名簿"][4]}


def test_the_workbook_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "members.xlsx"
    path.write_bytes(WORKBOOK.read_bytes())
    assert_valid(path)


def test_every_tag_of_the_letter_is_typed_in_one_run() -> None:
    tree = Word(TEMPLATE).trees["word/document.xml"]
    for paragraph in tree.iter(f"{W}p"):
        whole = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        runs = [t.text or "" for t in paragraph.iter(f"{W}t")]
        assert whole.count("{{") == sum(run.count("{{") for run in runs)
        assert all(run.count("{{") == run.count("}}") and run.count("{%") == run.count("%}") for run in runs)


def test_the_paper_is_a4_with_the_margins_of_an_official_letter() -> None:
    section = Word(TEMPLATE).trees["word/document.xml"].find(f".//{W}sectPr")
    margins = section.find(f"{W}pgMar")
    millimetres = {
        side: round(int(margins.get(f"{W}{side}")) / 1440 * 25.4)
        for side in ("top", "bottom", "left", "right")
    }
    assert millimetres == {"top": 25, "bottom": 20, "left": 25, "right": 20}
    size = section.find(f"{W}pgSz")
    assert [round(int(size.get(f"{W}{side}")) / 1440 * 25.4) for side in "wh"] == [210, 297]


def test_nothing_of_the_example_association_is_typed_into_the_letter() -> None:
    typed = "\n".join(letter_text(TEMPLATE, tags_allowed=True))
    notice = [
        row[1] for row in load_workbook(WORKBOOK.open("rb"))["通知"].iter_rows(min_row=5, values_only=True)
    ]
    assert not [value for value in notice if isinstance(value, str) and value in typed]
