"""Write the workbooks that a new user starts from: an example with the hard cases of a list, and an empty 通知.

Everybody in the example is invented. Run without arguments; the bytes are the same every time.
"""

from __future__ import annotations

import datetime
import io
import re
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from noticemerge.cli.starter import EMPTY_NOTICE, WORKBOOK
from noticemerge.excel import height_of, wrapped_lines
from noticemerge.excel.openpyxl_format import workbook_bytes
from noticemerge.japan import vocabulary, wareki

ROOT = Path(__file__).parents[1]
_GOTHIC = "游ゴシック"
_HEAD = PatternFill("solid", fgColor="FFDCE6F1")
_LINE = Side("thin", color="FFA6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_DATE = '[$-411]ggge"年"m"月"d"日";@'
# Excel shows 1年 for the first year of an era unless told x-gannen, which LibreOffice does not know.
_FIRST_YEAR = '[$-411]ggg"元年"m"月"d"日";@'
_WHEN = datetime.datetime(2023, 9, 28, 9, 0)

COLUMNS = {
    "会員番号": 10, "会社名": 34, "部署": 16, "役職": 16, "担当者名": 16, "敬称": 7, "郵便番号": 11,
    "住所1": 40, "住所2": 26, "電話番号": 15, "メールアドレス": 30, "入会日": 18, "発送方法": 10, "資料6": 8,
    "送付不要": 10, "支部": 10, "備考": 26,
}  # fmt: skip
_DAYS = {"発信日", "回答期限"}
_CENTRED = {"会員番号", "敬称", "郵便番号", "入会日", "発送方法", "資料6", "送付不要", "支部"}
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
# Column: the words of its list, what is said beside a chosen cell, and what when another word is typed; where
# nothing is said then, the list is an offer.
CHOICES = {
    "敬称": (
        ["様", "殿", "先生", "御中", "各位"],
        "敬称を自分で決めるときだけ選びます。空欄なら、宛名に合わせて自動で付けます。",
        "",
    ),
    "発送方法": (
        WAYS,
        f"送り方を一覧から選びます。「{_NOT_SENT}」を選ぶと、文書を作りません。",
        f"次のどれかを一覧から選んでください: {'、'.join(WAYS)}",
    ),
    "資料6": (
        [_WORDS["enclosure"]["yes"][0], _WORDS["enclosure"]["no"][0]],
        "付ける会員は「○」、付けない会員は「×」を選びます。部数を決めるときは、数字を入力します。",
        "",
    ),
    "送付不要": (
        [_LEFT_OUT],
        f"文書を作らない会員だけ「{_LEFT_OUT}」を選びます。作る会員は空欄のままにします。",
        f"文書を作らない会員は「{_LEFT_OUT}」、作る会員は空欄にしてください。",
    ),
}
_D = datetime.date

# 会員番号, 会社名, 部署, 役職, 担当者名, 敬称, 郵便番号, 住所1, 住所2,
# 電話番号, メールアドレス, 入会日, 発送方法, 資料6, 送付不要, 支部, 備考; what each is there for stands behind it.
MEMBERS: list[tuple[Any, ...]] = [
    (1, "株式会社青葉製作所", None, None, None, None, 600001, "札幌市中央区北一条西99丁目1-1", None,
     "011-000-0001", None, _D(1998, 4, 1), "郵送", "○", None, "北海道", None),  # 会社名だけ（御中）
    (2, "みどり建設株式会社", "総務部", None, None, None, 9800000, "仙台市青葉区例示町1-2-3", "みどりビル5階",
     "022-000-0002", "soumu@midori.example.jp", _D(2001, 10, 15), "郵送", "○", None, "東北", None),  # 部署あて（部署に御中）
    (3, "株式会社ひかり運輸", "安全管理部", "部長", "山田　太郎", None, 1000001, "東京都千代田区例示1-1-1", "ひかりビル",
     "03-0000-0003", "yamada@hikari.example.jp", _D(1989, 1, 8), "メール", "○", None, "関東", None),  # 役職と氏名（様）
    (4, "有限会社さくら工業", None, "代表取締役", None, None, 2200000, "横浜市西区例示台4-5", None,
     "045-000-0004", None, _D(1985, 6, 3), "郵送", "○", None, "関東", None),  # 役職だけ（殿）
    (5, "中央資材株式会社", "業務課", None, "ご担当者", None, 4600000, "名古屋市中区例示3-2-1", None,
     "052-000-0005", None, _D(2010, 7, 20), "FAX", "○", None, "中部", None),  # ご担当者 様
    (6, "例示事業協同組合", None, None, "組合員各位", None, 5400000, "大阪市中央区例示通2-2", None,
     "06-0000-0006", None, _D(1975, 11, 11), "郵送", 50, None, "近畿", "リーフレットは組合員へ配付"),  # 各位には敬称を付けない・資料6は50部
    (7, "㈱髙﨑鉄工所", None, None, "髙﨑　一郎", None, 7300000, "広島市中区例示町7-8", None,
     "082-000-0007", None, _D(1992, 2, 29), "郵送", "○", None, "中国", None),  # ㈱・髙・﨑
    (8, "𠮷田商店", None, None, "𠮷田　花子", None, 7600000, "高松市例示町8-9", None,
     "087-000-0008", None, _D(2019, 5, 1), "郵送", "○", None, "四国", None),  # 𠮷（つちよし）・令和元年の入会
    (9, "葛\U000e0100城物産株式会社", "営業第一課", None, None, None, 6390000, "奈良県葛\U000e0100城市例示10", None,
     "0745-00-0009", None, _D(2005, 8, 8), "郵送", "○", None, "近畿", None),  # 異体字（葛󠄀）
    (10, "有限会社\ufa19田屋", None, "店主", "\ufa19田　実", None, 6500000, "神戸市中央区例示通1-10", None,
     "078-000-0010", None, _D(1968, 3, 31), "郵送", "○", None, "近畿", None),  # 神（示へん・U+FA19）
    ("0011", "A&B商事株式会社", "Sales & Marketing部", None, "佐藤　孝行", None, "105-0011", "東京都港区例示公園4-2-8", None,
     "03-0000-0011", "sato@ab-trading.example.com", _D(2015, 4, 1), "メール", "○", None, "関東", None),  # 番号と郵便番号が文字列・&・名前の「行」
    ("0012", "テクノ<東京>株式会社", None, None, None, None, "101-0021", "東京都千代田区例示神田5-6-7", None,
     "03-0000-0012", None, _D(2016, 9, 1), "郵送", "○", None, "関東", None),  # < > を含む会社名
    (13, "株式会社ながい名前\n北海道カンパニー", "総務グループ", None, None, None, 640000, "札幌市中央区例示南13条西13丁目", None,
     "011-000-0013", None, _D(2018, 1, 15), "郵送", "○", None, "北海道", None),  # 会社名の中の改行（Alt+Enter）
    (14, "Smith & Sons Co., Ltd.", None, None, None, None, 1060032, "東京都港区例示木9-9-9", "Example Tower 14F",
     "03-0000-0014", "info@smith-sons.example.com", _D(2020, 12, 1), "メール", "○", None, "関東", "社名は英文"),  # 英語の会社名
    (15, "みらい銀行", "法人営業部", None, None, None, 1008088, "東京都千代田区例示の内1-5-5", None,
     "03-0000-0015", None, _D(1999, 9, 9), "手渡し", "×", None, "関東", "理事会の際に手渡し"),  # 「行」で終わる名前・資料6は不要
    (16, "海山水産株式会社　御中", None, None, None, None, 8100000, "福岡市中央区例示浜16-1", None,
     "092-000-0016", None, _D(2003, 3, 3), "郵送", "○", None, "九州", None),  # 御中が入力済み（二重にしない）
    (17, "休会中商事株式会社", None, None, None, None, 9000000, "那覇市例示17-1", None,
     "098-000-0017", None, _D(1996, 5, 5), "郵送", "○", "○", "九州", "再開の連絡があるまで停止"),  # 送付不要（文書を作らない）
    (18, "鵜殿総合研究所", None, "所長", "鵜殿　誠", "先生", 5250000, "草津市例示路18-18", None,
     "077-000-0018", None, _D(2008, 11, 23), "郵送", "○", None, "近畿", None),  # 敬称の列（先生）・名前の「殿」
    (19, "一般社団法人とてもながい名称をもつ全国産業安全衛生推進例示連絡協議会", "企画調整部広報企画課", "課長補佐",
     "長谷川　かおり", None, 3300000,
     "埼玉県さいたま市大宮区例示町三丁目一番地の二　さいたま例示新都心合同庁舎別館内", "東館24階2401号室（北側エレベーターをご利用ください）",
     "048-000-0019", None, _D(2012, 6, 30), "郵送", "○", None, "関東", None),  # とても長い名称と住所
    (20, "㈲例示タクシー", None, None, None, None, 3800000, "長野市例示町20-20", None,
     "026-000-0020", None, _D(2022, 4, 1), "FAX", "○", None, "中部", None),
]  # fmt: skip

# Name, value, what is said beside it.
NOTICE: list[tuple[str, Any, str]] = [
    ("文書番号", "全産例発第123号", "案件ごとに一つ。全員の文書に同じ番号が入ります"),
    ("発信日", _D(2023, 9, 28), "2023/9/28 のように入力すると、文書には令和5年9月28日と入ります"),
    (
        "件名",
        "マイナンバーカードの活用等に向けた積極的な周知について（依頼）",
        "文書のタイトル（プロパティ）にもなります",
    ),
    ("発信者団体", "一般社団法人全国産業例示協会", "会の正式な名前"),
    ("発信者役職", "会長", ""),
    ("発信者氏名", "例示　一郎", ""),
    ("担当部署", "事務局総務課", "ここから E-mail までは、問い合わせ先の囲みに入ります"),
    ("担当者", "見本　二葉", ""),
    ("TEL", "03-0000-0100", ""),
    ("FAX", "03-0000-0101", "返信票の送り先にもなります"),
    ("E-mail", "soumu@example.jp", ""),
    (
        "回答期限",
        _D(2023, 10, 13),
        "返信票付きのひな形に入ります。返信が要らなければ空欄",
    ),
]
# Lines that other mailings need: the empty workbook has them, to show how the sheet grows.
MORE_LINES = [
    (
        "会場",
        "会議などの案内に。ひな形に {{ 会場 }} と書くと入ります",
    ),
    ("開催日時", "ひな形に {{ 開催日時 }} と書くと入ります"),
]
_OPEN_ROWS = 10  # of the empty sheet 添付資料

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
    _notice_sheet(book.create_sheet("通知"), NOTICE)
    _attachment_sheet(
        book.create_sheet("添付資料"), [(number, title, None, note) for number, title, note in ATTACHMENTS]
    )
    _field_sheet(book.create_sheet("項目一覧"))
    last = _letter(list(COLUMNS).index("メールアドレス") + 1)
    _save(book, path, text_cells=f"A{_HEADER_ROW + 1}:{last}{_LAST_ROW}")


def build_empty_notice(path: Path) -> None:
    """Write the workbook 通知.xlsx, to be filled in, to `path`: its two sheets with hints and no values."""
    book = Workbook()
    notice = book.active
    assert isinstance(notice, Worksheet)
    notice.title = "通知"
    _notice_sheet(
        notice, [(name, None, said) for name, _, said in NOTICE] + [(n, None, said) for n, said in MORE_LINES]
    )
    _attachment_sheet(book.create_sheet("添付資料"), [(None, None, None, None)] * _OPEN_ROWS)
    _save(book, path, text_cells=f"B{_HEADER_ROW + 1}:B{_HEADER_ROW + len(NOTICE) + len(MORE_LINES)}")


def _save(book: Workbook, path: Path, text_cells: str) -> None:
    book.properties.creator = "noticemerge"
    book.properties.created = _WHEN
    path.write_bytes(_dated(workbook_bytes(book, text_cells=text_cells)))


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
            if isinstance(value, _D) and "元年" in wareki(value):
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


def _notice_sheet(sheet: Worksheet, lines: Iterable[tuple[str, Any, str]]) -> None:
    _title(
        sheet,
        "通知",
        "すべての文書に共通の内容です。「内容」の列に入力します。左の名前は、ひな形で {{ 文書番号 }} のように使えます。",
    )
    for index, (name, width) in enumerate({"項目": 16, "内容": 62, "説明": 60}.items(), 1):
        _head(sheet, _HEADER_ROW, index, name)
        sheet.column_dimensions[_letter(index)].width = width
    for row, (name, value, note) in enumerate(lines, _HEADER_ROW + 1):
        for index, content in enumerate((name, value, note or None), 1):
            _style(sheet.cell(row, index, content), muted=index == 3)
        sheet.row_dimensions[row].height = 20
        cell = sheet.cell(row, 2)
        cell.number_format = _DATE if name in _DAYS else "@"
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    _paper(sheet, landscape=True, repeated=f"{_HEADER_ROW}:{_HEADER_ROW}")


def _attachment_sheet(sheet: Worksheet, rows: Iterable[tuple[str | None, ...]]) -> None:
    _title(
        sheet,
        "添付資料",
        "文書に同封する資料です。行は増減できます。「ファイル」は、資料/資料1.pdf のように、このブックからの位置を書きます（省略可）。",
    )
    for index, (name, width) in enumerate({"番号": 10, "資料名": 66, "ファイル": 26, "備考": 50}.items(), 1):
        _head(sheet, _HEADER_ROW, index, name)
        sheet.column_dimensions[_letter(index)].width = width
    for row, contents in enumerate(rows, _HEADER_ROW + 1):
        for index, content in enumerate(contents, 1):
            _style(sheet.cell(row, index, content), centred=index == 1, muted=index == 4)
            sheet.cell(row, index).number_format = "@"
    _paper(sheet, landscape=True, repeated=f"{_HEADER_ROW}:{_HEADER_ROW}")


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
        showErrorMessage=bool(refused), errorTitle=f"{name}を確かめてください" if refused else None,
        error=refused or None,
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
    build_empty_notice(ROOT / EMPTY_NOTICE)
