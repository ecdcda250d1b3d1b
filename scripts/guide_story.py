"""What happens between the commands of the guides: a list comes in, a letter is edited, a member joins.

Each scene is a function called by the name that a page gives it (`<!-- scene: own_list -->`), in the folder
where the page's commands are run. Names and places are made up.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from openpyxl.styles import Font, PatternFill

from noticemerge import LetterTemplate, Notice, Roster, plan
from noticemerge.cli.starter import LETTER as STARTER_LETTER
from noticemerge.cli.starter import WORKBOOK, starter_file
from noticemerge.paper import PROOFS_FILE, find_office, make_proofs, proof_page
from noticemerge.problems import use_language

LIST = Path("会員一覧.xlsx")
NOTICE = Path("通知.xlsx")
LETTER = Path("templates/request-letter.docx")
REGISTER = Path("out/発送台帳.xlsx")
SEAL = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "seal.png"
_STARTER = Path("members.xlsx")
_HEADING_ROW = 3
_HEADINGS = {
    "会員No": 8, "企業名": 26, "担当部署": 12, "肩書": 12, "御担当者": 14, "〒": 11, "所在地": 28,
    "電話": 14, "連絡方法": 10, "資料2": 8,
}  # fmt: skip
_MEMBERS = (
    (
        "0001",
        "株式会社青空製作所",
        "総務部",
        "部長",
        "佐藤　一郎",
        "231-0001",
        "横浜市中区例示町1-1",
        "045-000-0001",
        "郵送",
        "○",
    ),
    ("0002", "㈱髙﨑運輸", None, None, None, 600001, "札幌市中央区例示町2-2", "011-000-0002", "メール", "×"),
    (
        "0003",
        "有限会社みなと印刷",
        None,
        "代表取締役",
        "見本　花子",
        "530-0001",
        "大阪市北区例示町3-3",
        "06-0000-0003",
        "郵送",
        5,
    ),
    (
        "0004",
        "例示協同組合",
        None,
        None,
        "組合員各位",
        "810-0001",
        "福岡市中央区例示町4-4",
        "092-000-0004",
        "郵送",
        10,
    ),
    (
        "0005",
        "さくら工業株式会社",
        "製造課",
        "課長",
        "例示　三郎",
        "980-0001",
        "仙台市青葉区例示町5-5",
        "022-000-0005",
        "メール",
        "○",
    ),
    (
        "0006",
        "株式会社しらかば",
        "総務課",
        None,
        None,
        "950-0001",
        "新潟市東区例示町6-6",
        "025-000-0006",
        "郵送",
        "○",
    ),
)
_HIDDEN = 8
_NOTICE = {
    "文書番号": "緑工発第45号", "発信日": "2024-04-15", "件名": "安全衛生週間の実施について（お願い）",
    "発信者団体": "みどり県工業会", "発信者役職": "会長", "発信者氏名": "青葉　一郎", "担当者": "若葉　二葉",
    "TEL": "内線 45",
}  # fmt: skip
_ATTACHMENTS = (("資料1", "安全衛生週間実施要綱"), ("資料2", "職場の安全ポスター"))
_RIGHT, _CENTRE, _LEFT = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
_PARAGRAPHS = (
    ("{{ 文書番号 }}", _RIGHT),
    ("{{ 発信日 }}", _RIGHT),
    ("{{ 宛先郵便番号 }}", _LEFT),
    ("{{ 宛先住所 }}", _LEFT),
    ("{{ 宛名 }}", _LEFT),
    ("{{ 発信者団体 }}", _RIGHT),
    ("{{ 発信者役職 }}　{{ 発信者氏名 }}", _RIGHT),
    ("{{ 件名 }}", _CENTRE),
    ("拝啓　時下ますます御清栄のこととお慶び申し上げます。", _LEFT),
    ("さて、本年も7月1日から安全衛生週間を実施いたします。つきましては、添付の資料を御活用いただき、"
     "{{ 会社名 }}の皆様に広くお知らせくださいますよう、お願い申し上げます。", _LEFT),
    ("敬具", _RIGHT),
    ("担当：{{ 担当者 }}（電話 {{ 通知.TEL }}）", _RIGHT),
)  # fmt: skip
_CONDITION = (
    ("{{ 宛名 }}", _LEFT),
    ("{{ 発信者団体 }}", _RIGHT),
    ("{{ 件名 }}", _CENTRE),
    ('{%p if 発送方法 == "メール" %}', _LEFT),
    ("　資料は、このメールに添付しております。", _LEFT),
    ("{%p else %}", _LEFT),
    ("　資料を同封いたしますので、御査収ください。", _LEFT),
    ("{%p endif %}", _LEFT),
)
_LABEL = (
    "〒{ MERGEFIELD 〒 |«〒»}",
    "{ MERGEFIELD 所在地 |«所在地»}",
    "{ MERGEFIELD 企業名 |«企業名»}　御中",
)
MERGE_LETTER = Path("templates/去年の案内.docx")
_MERGE_PARAGRAPHS = (
    ("第{ MERGEFIELD 会員番号 |«会員番号»}号", _RIGHT),
    ("{ MERGEFIELD 会社名 |«会社名»}", _LEFT),
    ("{ MERGEFIELD 部署名 |«部署名»}", _LEFT),
    ('{ IF { MERGEFIELD 担当者 |見本　花子} = "" "御担当者　様" "{ MERGEFIELD 役職 |課長}　'
     '{ MERGEFIELD 担当者 |見本　花子}　様" |課長　見本　花子　様}', _LEFT),
    ("会員名簿の確認について（お願い）", _CENTRE),
    ("拝啓　時下ますます御清栄のこととお慶び申し上げます。", _LEFT),
    ('さて、貴社には、{ MERGEFIELD 入会日 \\@ "ggge年M月d日" |平成2年4月1日}に'
     "御入会いただきました。登録の内容に変わりがないか、御確認をお願い申し上げます。", _LEFT),
    ("敬具", _RIGHT),
)  # fmt: skip
# A picture behind the text, half in the right margin, as Word writes it.
_ANCHOR = (
    f'<wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
    ' behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="rightMargin"><wp:posOffset>-400000</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>-120000</wp:posOffset></wp:positionV>'
    "<wp:wrapNone/></wp:anchor>"
)


def own_list() -> None:
    """The list as the office has kept it: its own headings, a title, a total, a hidden row, lost zeros."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名簿"
    sheet.append(["令和6年度　会員一覧"])
    sheet.append([])
    sheet.append(list(_HEADINGS))
    for member in _MEMBERS:
        sheet.append(member)
    sheet.append([None, "合計　6社"])
    for index, width in enumerate(_HEADINGS.values()):
        sheet.column_dimensions["ABCDEFGHIJ"[index]].width = width
        head = sheet.cell(_HEADING_ROW, index + 1)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="FFDCE6F1")
    sheet.row_dimensions[_HIDDEN].hidden = True
    book.save(LIST)


def notice_sheets() -> None:
    """The workbook 通知.xlsx is filled in."""
    book = openpyxl.load_workbook(NOTICE)
    for row in book["通知"].iter_rows(min_row=5):
        row[1].value = _NOTICE.get(row[0].value)
    for number, attachment in enumerate(_ATTACHMENTS, 5):
        for column, text in enumerate(attachment, 1):
            book["添付資料"].cell(number, column, text)
    book.save(NOTICE)


def rows_shown() -> None:
    """The hidden row is shown again."""
    book = openpyxl.load_workbook(LIST)
    book["名簿"].row_dimensions[_HIDDEN].hidden = False
    book.save(LIST)


def list_corrected() -> None:
    """The postcode gets its zero back."""
    _type(F5="060-0001")


def member_joins() -> None:
    """A seventh member, above the total."""
    book = openpyxl.load_workbook(LIST)
    book["名簿"].insert_rows(10)
    book.save(LIST)
    joined = (
        "0007",
        "株式会社あさひ設備",
        None,
        "代表取締役",
        "例示　七海",
        "420-0001",
        "静岡市葵区例示町7-7",
        "054-000-0007",
        "郵送",
        "○",
    )
    _type(**{f"{letter}10": value for letter, value in zip("ABCDEFGHIJ", joined, strict=True)})


def member_leaves() -> None:
    """The row of member 0005 is deleted."""
    book = openpyxl.load_workbook(LIST)
    book["名簿"].delete_rows(8)
    book.save(LIST)


def company_renamed() -> None:
    """Member 0002 has a new name."""
    _type(B5="髙﨑ロジスティクス㈱")


def notice_changed() -> None:
    """The telephone number of the office changes."""
    book = openpyxl.load_workbook(NOTICE)
    for row in book["通知"].iter_rows():
        if row[0].value == "TEL":
            row[1].value = "内線 46"
    book.save(NOTICE)


def zeros_lost() -> None:
    """Excel took the numbers for numbers."""
    _type(A4=1, F5=600001)


def zeros_typed_again() -> None:
    """They are typed again, as text."""
    _type(A4="0001", F5="060-0001")


def member_unsure() -> None:
    """Nobody knows yet how many copies the last member wants."""
    _type(J9="未定")


def member_sure() -> None:
    """Now it is known."""
    _type(J9="○")


def reply_wanted() -> None:
    """The notice asks for a reply."""
    book = openpyxl.load_workbook(NOTICE)
    book["通知"].append(("返信期限", "令和6年10月31日"))
    book.save(NOTICE)


def replies_written() -> None:
    """Four members have replied."""
    book = openpyxl.load_workbook(REGISTER)
    sheet = book["発送台帳"]
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "返信")
    for row in range(5, 9):
        sheet.cell(row, column).value = "出席"
    book.save(REGISTER)


def reminder_written() -> None:
    """A model letter of its own for those who have not."""
    document = docx.Document()
    for text in ("{{ 文書番号 }}", "{{ 発信日 }}", "{{ 宛名 }}", "{{ 件名 }}のご返信をお待ちしております。"):
        document.add_paragraph(text)
    document.save("督促状.docx")


def odd_heading() -> None:
    """A heading that the program does not know."""
    _type(B3="加盟店")


def known_heading() -> None:
    """The heading is put right."""
    _type(B3="企業名")


def model_letter() -> None:
    """Last year's letter with tags in it, one of them misspelt."""
    _letter(("件名", "件目"))


def letter_corrected() -> None:
    """The same with the tag put right."""
    _letter()


def letter_edited() -> None:
    """Somebody writes a line into the letter of member 0003."""
    (path,) = Path("out").glob("0003_*.docx")
    document = docx.Document(str(path))
    document.add_paragraph("先日はお電話をいただき、ありがとうございました。")
    document.save(str(path))


def _type(**cells: str | int) -> None:
    """Values typed into cells of the list."""
    book = openpyxl.load_workbook(LIST)
    for place, value in cells.items():
        book["名簿"][place] = value
    book.save(LIST)


def _letter(*slips: tuple[str, str]) -> None:
    def typed(text: str) -> str:
        for right, wrong in slips:
            text = text.replace(f"{{{{ {right} }}}}", f"{{{{ {wrong} }}}}")
        return text

    _write([(typed(text), alignment) for text, alignment in _PARAGRAPHS])


def _write(paragraphs: Iterable[tuple[str, WD_ALIGN_PARAGRAPH]]) -> None:
    """A model letter of these paragraphs, on A4."""
    document = docx.Document()
    document.core_properties.author = ""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "ＭＳ 明朝", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "ＭＳ 明朝")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for text, alignment in paragraphs:
        paragraph = document.add_paragraph(text)
        paragraph.alignment = alignment
        paragraph.paragraph_format.space_after = Pt(4)
    document.save(str(LETTER))


def example_with_slips() -> None:
    """The example with a misspelt tag and a company without a name."""
    book = openpyxl.load_workbook(_STARTER)
    book["会員名簿"]["B8"] = None
    book.save(_STARTER)
    _replace(("{{ 件名 }}", "{{ 件目 }}"))


def word_merge_letter() -> None:
    """A letter of last year, made for Word's own mail merge."""
    document = docx.Document()
    document.core_properties.author = ""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "ＭＳ 明朝", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "ＭＳ 明朝")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for text, alignment in _MERGE_PARAGRAPHS:
        paragraph = document.add_paragraph()
        paragraph.alignment = alignment
        paragraph.paragraph_format.space_after = Pt(4)
        _type_with_fields(paragraph, text)
    document.save(str(MERGE_LETTER))


def label_document() -> None:
    """The office's label document, as Word's merge makes it: twelve to a sheet."""
    document = docx.Document()
    document.core_properties.author = ""
    table = document.add_table(rows=6, cols=2)
    for number, cell in enumerate(table._cells):
        first, *others = cell.paragraphs[0], cell.add_paragraph(), cell.add_paragraph()
        for paragraph, text in zip((first, *others), _LABEL, strict=True):
            going_on = "{ NEXT |«Next Record»}" if number and paragraph is first else ""
            _type_with_fields(paragraph, going_on + text)
    document.save("いつものラベル.docx")


def _type_with_fields(paragraph: Paragraph, text: str) -> None:
    """Text in which { … | … } is a field with its stored result, as Word writes it."""
    has_result: list[bool] = []
    for piece in filter(None, re.split("([{}|])", text)):
        run = paragraph.add_run()
        kind = {"{": "begin", "|": "separate", "}": "end"}.get(piece)
        if kind is None:
            name = "w:t" if all(has_result) else "w:instrText"
            run._r.append(parse_xml(f'<{name} {nsdecls("w")} xml:space="preserve">{escape(piece)}</{name}>'))
            continue
        run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
        if kind == "begin":
            has_result.append(False)
        elif kind == "separate":
            has_result[-1] = True
        else:
            has_result.pop()


def example_put_right() -> None:
    """The example as init gives it."""
    shutil.copy(starter_file(WORKBOOK), _STARTER)
    shutil.copy(starter_file(STARTER_LETTER), LETTER)


def letter_with_slips() -> None:
    """What a manager might type wrong."""
    _replace(
        ("{{ 宛名 }}", "｛ 宛名 ｝"), ("{{ 件名 }}", "{{ 件目 }}"), ("{{ 発信日 }}", "{{ 発信日|和歴 }}")
    )


def letter_with_seal() -> None:
    """The seal is placed behind the sender's name."""
    document = docx.Document(str(LETTER))
    sender = next(p for p in document.paragraphs if "発信者氏名" in p.text)
    for paragraph in document.paragraphs:
        if "公印省略" in paragraph.text:
            paragraph.clear()
    run = sender.add_run()
    run.add_picture(str(SEAL), width=Mm(19))
    inline = run._r.find(f".//{qn('wp:inline')}")
    anchor = parse_xml(_ANCHOR)
    for place, child in ((3, "extent"), (5, "docPr"), (6, "cNvGraphicFramePr"), (7, "a:graphic")):
        anchor.insert(place, inline.find(qn(child if ":" in child else f"wp:{child}")))
    inline.getparent().replace(inline, anchor)
    document.save(str(LETTER))


def letter_with_condition() -> None:
    """A short letter that says one thing or another."""
    _write(_CONDITION)


def _replace(*slips: tuple[str, str]) -> None:
    """Change the text of the model letter, paragraph by paragraph."""
    document = docx.Document(str(LETTER))
    for paragraph in document.paragraphs:
        for right, wrong in slips:
            if right in paragraph.text:
                paragraph.runs[0].text = paragraph.text.replace(right, wrong)
                for run in paragraph.runs[1:]:
                    run.text = ""
    document.save(str(LETTER))


# Whether the page of proofs has pictures, which take LibreOffice some seconds: where it is drawn itself.
draws_pages = False


def proofs_made() -> None:
    """What `preview --all` makes of the list as it is now."""
    letters = plan(Roster.read(LIST), LetterTemplate.read(LETTER), Notice.read(LIST))
    office = find_office() if draws_pages else None
    use_language("ja")
    # Not among the letters: it is there for its picture.
    Path(PROOFS_FILE).write_bytes(proof_page(make_proofs(letters, office)))
    use_language(None)


SCENES: dict[str, Callable[[], None]] = {
    scene.__name__: scene
    for scene in (
        own_list, notice_sheets, rows_shown, list_corrected, member_joins, member_leaves, company_renamed,
        notice_changed, zeros_lost, zeros_typed_again, member_unsure, member_sure, odd_heading, known_heading,
        reply_wanted, replies_written, reminder_written,
        model_letter, letter_corrected, letter_edited, example_with_slips, example_put_right,
        letter_with_slips, letter_with_seal, letter_with_condition, word_merge_letter,
        label_document, proofs_made,
    )
}  # fmt: skip
