"""Write members.xlsx.example: the workbook a new user starts from, and the hard cases of a member list.

Everybody in it is invented. Run without arguments; the bytes are the same every time.
"""

from __future__ import annotations

import datetime
import io
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.cli.starter import WORKBOOK
from noticemerge.excel import height_of, wrapped_lines
from noticemerge.excel.openpyxl_format import workbook_bytes
from noticemerge.japan import vocabulary, wareki

ROOT = Path(__file__).parents[1]
_GOTHIC = "游ゴシック"
_HEAD = PatternFill("solid", fgColor="FFDCE6F1")
_LINE = Side("thin", color="FFA6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
# Excel shows 1年 for the first year unless told x-gannen, which other programs do not know.
_DATE = '[$-411]ggge"年"m"月"d"日";@'
_FIRST_YEAR = '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@'
_WHEN = datetime.datetime(2023, 9, 28, 9, 0)

COLUMNS = {
    "会員番号": 10, "会社名": 34, "部署": 16, "役職": 16, "担当者名": 16, "敬称": 7, "郵便番号": 11,
    "住所1": 40, "住所2": 26, "電話番号": 15, "入会日": 18, "発送方法": 10, "資料6": 8, "送付不要": 10, "備考": 34,
}  # fmt: skip
_CENTRED = {"会員番号", "敬称", "郵便番号", "入会日", "発送方法", "資料6", "送付不要"}
_FORMATS = {"会員番号": "0000", "郵便番号": "000\\-0000", "電話番号": "@", "入会日": _DATE}
# What a clerk types into a row that is still empty: digits keep their zeros.
_NEW_FORMATS = {"会員番号": "@", "郵便番号": "@", "電話番号": "@", "入会日": _DATE}
_HEADER_ROW = 4
# The last row with drop-down lists: two thousand members.
_LAST_ROW = _HEADER_ROW + 2000
_WORDS = tomllib.loads((ROOT / "src" / "noticemerge" / "japan" / "standard_fields.toml").read_text("utf-8"))
# Of the words that the program understands, the first for each way of sending.
WAYS = [words[0] for words in _WORDS["delivery"].values()]
_NOT_SENT, _LEFT_OUT = _WORDS["delivery"]["none"][0], _WORDS["skip"]["out"][0]
# Column: the words of its list, what is said beside a chosen cell, and what when another word is typed.
CHOICES = {
    "発送方法": (
        WAYS,
        f"送り方を一覧から選びます。「{_NOT_SENT}」を選ぶと、文書を作りません。",
        f"次のどれかを一覧から選んでください：{'、'.join(WAYS)}",
    ),
    "送付不要": (
        [_LEFT_OUT],
        f"文書を作らない会員だけ「{_LEFT_OUT}」を選びます。作る会員は空欄のままにします。",
        f"文書を作らない会員は「{_LEFT_OUT}」、作る会員は空欄にしてください。",
    ),
}
_D = datetime.date

# 会員番号, 会社名, 部署, 役職, 担当者名, 敬称, 郵便番号, 住所1, 住所2, 電話番号, 入会日, 発送方法, 資料6, 送付不要, 備考
MEMBERS: list[tuple[Any, ...]] = [
    (1, "株式会社青葉製作所", None, None, None, None, 600001, "札幌市中央区北一条西99丁目1-1", None,
     "011-000-0001", _D(1998, 4, 1), "郵送", "○", None, "会社名だけ（御中）"),
    (2, "みどり建設株式会社", "総務部", None, None, None, 9800000, "仙台市青葉区例示町1-2-3", "みどりビル5階",
     "022-000-0002", _D(2001, 10, 15), "郵送", "○", None, "部署あて（部署に御中）"),
    (3, "株式会社ひかり運輸", "安全管理部", "部長", "山田　太郎", None, 1000001, "東京都千代田区例示1-1-1", "ひかりビル",
     "03-0000-0003", _D(1989, 1, 8), "メール", "○", None, "役職と氏名（様）"),
    (4, "有限会社さくら工業", None, "代表取締役", None, None, 2200000, "横浜市西区例示台4-5", None,
     "045-000-0004", _D(1985, 6, 3), "郵送", "○", None, "役職だけ（殿）"),
    (5, "中央資材株式会社", "業務課", None, "ご担当者", None, 4600000, "名古屋市中区例示3-2-1", None,
     "052-000-0005", _D(2010, 7, 20), "FAX", "○", None, "ご担当者 様"),
    (6, "例示事業協同組合", None, None, "組合員各位", None, 5400000, "大阪市中央区例示通2-2", None,
     "06-0000-0006", _D(1975, 11, 11), "郵送", 50, None, "各位には敬称を付けない・資料6は50部"),
    (7, "㈱髙﨑鉄工所", None, None, "髙﨑　一郎", None, 7300000, "広島市中区例示町7-8", None,
     "082-000-0007", _D(1992, 2, 29), "郵送", "○", None, "㈱・髙・﨑"),
    (8, "𠮷田商店", None, None, "𠮷田　花子", None, 7600000, "高松市例示町8-9", None,
     "087-000-0008", _D(2019, 5, 1), "郵送", "○", None, "𠮷（つちよし）・令和元年の入会"),
    (9, "葛\U000e0100城物産株式会社", "営業第一課", None, None, None, 6390000, "奈良県葛\U000e0100城市例示10", None,
     "0745-00-0009", _D(2005, 8, 8), "郵送", "○", None, "異体字（葛\U000e0100）"),
    (10, "有限会社\ufa19田屋", None, "店主", "\ufa19田　実", None, 6500000, "神戸市中央区例示通1-10", None,
     "078-000-0010", _D(1968, 3, 31), "郵送", "○", None, "\ufa19（示へん・U+FA19）"),
    ("0011", "A&B商事株式会社", "Sales & Marketing部", None, "佐藤　孝行", None, "105-0011", "東京都港区例示公園4-2-8", None,
     "03-0000-0011", _D(2015, 4, 1), "メール", "○", None, "番号と郵便番号が文字列・&・名前の「行」"),
    ("0012", "テクノ<東京>株式会社", None, None, None, None, "101-0021", "東京都千代田区例示神田5-6-7", None,
     "03-0000-0012", _D(2016, 9, 1), "郵送", "○", None, "< > を含む会社名"),
    (13, "株式会社ながい名前\n北海道カンパニー", "総務グループ", None, None, None, 640000, "札幌市中央区例示南13条西13丁目", None,
     "011-000-0013", _D(2018, 1, 15), "郵送", "○", None, "会社名の中の改行（Alt+Enter）"),
    (14, "Smith & Sons Co., Ltd.", None, None, None, None, 1060032, "東京都港区例示木9-9-9", "Example Tower 14F",
     "03-0000-0014", _D(2020, 12, 1), "メール", "○", None, "英語の会社名"),
    (15, "みらい銀行", "法人営業部", None, None, None, 1008088, "東京都千代田区例示の内1-5-5", None,
     "03-0000-0015", _D(1999, 9, 9), "手渡し", "×", None, "「行」で終わる名前・資料6は不要"),
    (16, "海山水産株式会社　御中", None, None, None, None, 8100000, "福岡市中央区例示浜16-1", None,
     "092-000-0016", _D(2003, 3, 3), "郵送", "○", None, "御中が入力済み（二重にしない）"),
    (17, "休会中商事株式会社", None, None, None, None, 9000000, "那覇市例示17-1", None,
     "098-000-0017", _D(1996, 5, 5), "郵送", "○", "○", "送付不要（文書を作らない）"),
    (18, "鵜殿総合研究所", None, "所長", "鵜殿　誠", "先生", 5250000, "草津市例示路18-18", None,
     "077-000-0018", _D(2008, 11, 23), "郵送", "○", None, "敬称の列（先生）・名前の「殿」"),
    (19, "一般社団法人とてもながい名称をもつ全国産業安全衛生推進例示連絡協議会", "企画調整部広報企画課", "課長補佐",
     "長谷川　かおり", None, 3300000,
     "埼玉県さいたま市大宮区例示町三丁目一番地の二　さいたま例示新都心合同庁舎別館内", "東館24階2401号室（北側エレベーターをご利用ください）",
     "048-000-0019", _D(2012, 6, 30), "郵送", "○", None, "とても長い名称と住所"),
    (20, "㈲例示タクシー", None, None, None, None, 3800000, "長野市例示町20-20", None,
     "026-000-0020", _D(2022, 4, 1), "FAX", "○", None, None),
]  # fmt: skip

NOTICE: list[tuple[str, Any, str]] = [
    ("文書番号", "全産例発第123号", "案件ごとに一つ。全員の文書に同じ番号が入ります"),
    ("発信日", _D(2023, 9, 28), "文書には令和5年9月28日のように入ります"),
    ("件名", "マイナンバーカードの活用等に向けた積極的な周知について（依頼）", ""),
    ("発信者団体", "一般社団法人全国産業例示協会", ""),
    ("発信者役職", "会長", ""),
    ("発信者氏名", "例示　一郎", ""),
    ("担当部署", "事務局総務課", "問い合わせ先の囲みに入ります"),
    ("担当者", "見本　二葉", ""),
    ("TEL", "03-0000-0100", ""),
    ("FAX", "03-0000-0101", ""),
    ("E-mail", "soumu@example.jp", ""),
]

# The titles are those of the ministry's request, byte for byte.
ATTACHMENTS: list[tuple[str, str, str]] = [
    ("資料1", "マイナンバーカードでマイナポイント", ""),
    ("資料2", "マイナポイント第2弾広報用チラシ", ""),
    ("資料3", "マイナポイント申込期限について（ポスター等の掲示物用）", "掲示用"),
    ("資料4", "マイナンバーカードを保険証として使うには", ""),
    ("資料5", "本人口座登録のお願い", ""),
    ("資料6", "スマホ用電子証明書搭載サービス", "紙のリーフレット。会員名簿の「資料6」の列で部数を指定"),
    ("資料7", "公的個人認証サービスを利用した最新の利用者情報(4情報)提供サービス", ""),
]


def build_workbook(path: Path) -> None:
    """Write the example workbook to `path`; the same bytes every time."""
    book = Workbook()
    members = book.active
    assert isinstance(members, Worksheet)
    _member_sheet(members)
    _notice_sheet(book.create_sheet("通知"))
    _attachment_sheet(book.create_sheet("添付資料"))
    _field_sheet(book.create_sheet("項目一覧"))
    book.properties.creator = "noticemerge"
    book.properties.created = _WHEN
    path.write_bytes(_dated(workbook_bytes(book, text_cells=f"A{_HEADER_ROW + 1}:J{_LAST_ROW}")))


def _member_sheet(sheet: Worksheet) -> None:
    sheet.title = "会員名簿"
    _title(sheet, "一般社団法人全国産業例示協会　会員名簿", "令和5年9月1日現在")
    header = _HEADER_ROW
    for index, (name, width) in enumerate(COLUMNS.items(), 1):
        _head(sheet, header, index, name)
        column = sheet.column_dimensions[_letter(index)]
        column.width, column.number_format = width, _NEW_FORMATS.get(name, "General")
    for row, member in enumerate(MEMBERS, header + 1):
        for index, (name, value) in enumerate(zip(COLUMNS, member, strict=True), 1):
            cell = sheet.cell(row, index, value)
            _style(cell, centred=name in _CENTRED)
            cell.number_format = "@" if isinstance(value, str) else _FORMATS.get(name, "General")
            if isinstance(value, _D) and wareki(value).startswith("令和元年"):
                cell.number_format = _FIRST_YEAR
        sheet.row_dimensions[row].height = 34 if _is_tall(member) else 20
    last = header + len(MEMBERS)
    total = last + 2
    for index, text in ((1, "合計"), (2, f"{len(MEMBERS)}社")):
        cell = sheet.cell(total, index, text)
        cell.font = Font(name=_GOTHIC, size=10, bold=True)
    sheet.auto_filter.ref = f"A{header}:{_letter(len(COLUMNS))}{last}"
    sheet.freeze_panes = f"C{header + 1}"
    for name in CHOICES:
        _drop_down(sheet, name)
    _paper(sheet, landscape=True, repeated=f"{header}:{header}")


def _is_tall(member: tuple[Any, ...]) -> bool:
    """Whether a row needs two lines: a line break, or a name that is longer than its column."""
    return any("\n" in str(value) for value in member) or len(str(member[1])) > 20


def _notice_sheet(sheet: Worksheet) -> None:
    _title(
        sheet, "通知", "すべての文書に共通の内容です。左の名前はひな形で {{ 文書番号 }} のように使えます。"
    )
    for index, (name, width) in enumerate({"項目": 16, "内容": 62, "説明": 52}.items(), 1):
        _head(sheet, 4, index, name)
        sheet.column_dimensions[_letter(index)].width = width
    for row, (name, value, note) in enumerate(NOTICE, 5):
        for index, content in enumerate((name, value, note or None), 1):
            cell = sheet.cell(row, index, content)
            _style(cell, muted=index == 3)
            if isinstance(content, _D):
                cell.number_format = _DATE
                cell.alignment = Alignment(horizontal="left", vertical="center")
    _paper(sheet, landscape=False, repeated="4:4")


def _attachment_sheet(sheet: Worksheet) -> None:
    _title(
        sheet,
        "添付資料",
        "文書に同封する資料です。行は増減できます。ファイルは、このブックからの位置を書けます（省略可）。",
    )
    for index, (name, width) in enumerate({"番号": 10, "資料名": 66, "ファイル": 26, "備考": 50}.items(), 1):
        _head(sheet, 4, index, name)
        sheet.column_dimensions[_letter(index)].width = width
    for row, (number, title, note) in enumerate(ATTACHMENTS, 5):
        for index, content in enumerate((number, title, None, note or None), 1):
            _style(sheet.cell(row, index, content), centred=index == 1, muted=index == 4)
    _paper(sheet, landscape=True, repeated="4:4")


def _field_sheet(sheet: Worksheet) -> None:
    _title(
        sheet,
        "項目一覧",
        "会員名簿の見出しに使える名前です。ほかの呼び方でも通じます。ひな形では {{ 会社名 }} のように書きます。",
    )
    widths = {"項目": 18, "使いみち": 54, "記入例": 26, "ほかの呼び方": 100}
    for index, (name, width) in enumerate(widths.items(), 1):
        _head(sheet, _HEADER_ROW, index, name)
        sheet.column_dimensions[_letter(index)].width = width
    for row, field in enumerate(vocabulary().member, _HEADER_ROW + 1):
        others = "、".join(word for word in field.synonyms if word != field.label)
        texts = (field.label, field.use, field.sample, others)
        for index, text in enumerate(texts, 1):
            _style(sheet.cell(row, index, text), muted=index == 4)
            sheet.cell(row, index).number_format = "@"
        lines = map(wrapped_lines, texts, widths.values())
        sheet.row_dimensions[row].height = height_of(max(lines))
    sheet.freeze_panes = f"B{_HEADER_ROW + 1}"
    _paper(sheet, landscape=True, repeated=f"{_HEADER_ROW}:{_HEADER_ROW}")


def _title(sheet: Worksheet, title: str, below: str) -> None:
    sheet["A1"], sheet["A2"] = title, below
    sheet["A1"].font = Font(name=_GOTHIC, size=14, bold=True)
    sheet["A2"].font = Font(name=_GOTHIC, size=10, color="FF595959")
    sheet.row_dimensions[1].height = 24


def _head(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column, text)
    cell.font, cell.fill, cell.border = Font(name=_GOTHIC, size=10, bold=True), _HEAD, _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[row].height = 22


def _style(cell: Any, *, centred: bool = False, muted: bool = False) -> None:
    cell.font = Font(name=_GOTHIC, size=10, color="FF7F7F7F" if muted else None)
    cell.border = _BOX
    cell.alignment = Alignment(horizontal="center" if centred else None, vertical="center", wrap_text=True)


def _drop_down(sheet: Worksheet, name: str) -> None:
    words, said, refused = CHOICES[name]
    choice = DataValidation(
        type="list", formula1=f'"{",".join(words)}"', allow_blank=True, errorStyle="stop",
        showInputMessage=True, promptTitle=name, prompt=said,
        showErrorMessage=True, errorTitle=f"{name}を確かめてください", error=refused,
    )  # fmt: skip
    letter = _letter(list(COLUMNS).index(name) + 1)
    choice.add(f"{letter}{_HEADER_ROW + 1}:{letter}{_LAST_ROW}")
    sheet.add_data_validation(choice)


def _paper(sheet: Worksheet, *, landscape: bool, repeated: str) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = repeated
    sheet.oddFooter.center.text = "&P / &N"  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _letter(index: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index - 1]


def _dated(data: bytes) -> bytes:
    """The workbook with the time of saving, which openpyxl takes from the clock, set to a fixed one."""
    stamp = _WHEN.isoformat() + "Z"
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), content)
            new.writestr(entry, content)
    return whole.getvalue()


if __name__ == "__main__":
    build_workbook(ROOT / WORKBOOK)
