"""Write templates/request-letter.docx: the model letter, to be adapted in Word.

The facts are those of the request of 25 September 2023; the sentences are our own. Nothing in it
belongs to one association: all that varies comes from tags. Run without arguments; the bytes are
the same every time.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from noticemerge.cli.starter import LETTER

_MINCHO, _GOTHIC = "ＭＳ 明朝", "ＭＳ ゴシック"
_WHEN = datetime.datetime(2023, 9, 28, 9, 0)
_RIGHT, _CENTRE = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER

# name: alignment, indents (left, first line; in characters of 10.5 pt), space before (pt), font, bold
STYLES: dict[str, tuple[Any, float, float, float, str, bool]] = {
    "文書番号": (_RIGHT, 0, 0, 0, _MINCHO, False),
    "発信日": (_RIGHT, 0, 0, 0, _MINCHO, False),
    "宛先住所": (None, 0, 0, 0, _MINCHO, False),
    "宛名": (None, 0, 0, 4, _MINCHO, False),
    "発信者": (_RIGHT, 0, 0, 0, _MINCHO, False),
    "件名": (_CENTRE, 0, 0, 12, _GOTHIC, False),
    "本文": (WD_ALIGN_PARAGRAPH.JUSTIFY, 0, 1, 0, _MINCHO, False),
    "結語": (_RIGHT, 0, 0, 0, _MINCHO, False),
    "記": (_CENTRE, 0, 0, 6, _MINCHO, False),
    "項目": (None, 0, 0, 4, _GOTHIC, False),
    "項目本文": (WD_ALIGN_PARAGRAPH.JUSTIFY, 1, 1, 0, _MINCHO, False),
    "項目細目": (WD_ALIGN_PARAGRAPH.JUSTIFY, 3.5, -2, 0, _MINCHO, False),
    "以上": (_RIGHT, 0, 0, 2, _MINCHO, False),
    "添付資料見出し": (None, 0, 0, 0, _GOTHIC, False),
    "添付資料": (None, 5, -4, 0, _MINCHO, False),
    "連絡先": (None, 0, 0, 0, _MINCHO, False),
}
_CHARACTER = Pt(10.5)
_LARGER = {"件名": 12, "宛名": 11}
_SPACE_AFTER = {"発信日": 12, "宛名": 8, "件名": 12, "以上": 6}
_KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "footer", "Footer"}

HEAD = [
    ("文書番号", "{{ 文書番号 }}"),
    ("発信日", "{{ 発信日 }}"),
    ("宛先住所", "{{ 宛先郵便番号 }}"),
    ("宛先住所", "{{ 宛先住所 }}"),
    ("宛名", "{{ 宛名 }}"),
    ("発信者", "{{ 発信者団体 }}"),
    ("発信者", "{{ 発信者役職 }}　{{ 発信者氏名 }}"),
    ("発信者", "（公印省略）"),
    ("件名", "{{ 件名 }}"),
]
BODY = [
    (
        "本文",
        "拝啓　時下ますます御清栄のこととお慶び申し上げます。平素は当会の事業運営に格別の御理解と御協力を"
        "賜り、厚く御礼申し上げます。",
    ),
    (
        "本文",
        "さて、今般、厚生労働省労働基準局安全衛生部計画課機構・団体管理室から、令和5年9月25日付け事務連絡により、"
        "マイナンバーカードの活用等について、会員の皆様に周知するよう依頼がありました。",
    ),
    (
        "本文",
        "つきましては、下記の事項を御確認の上、別添の資料も御活用いただき、役員、従業員及びその御家族の皆様に"
        "広くお知らせくださいますよう、お願い申し上げます。",
    ),
    ("結語", "敬具"),
    ("記", "記"),
    ("項目", "1　マイナポイント第2弾の申込期限"),
    (
        "項目本文",
        "2023年2月末までにカードの交付を申請した方を対象とするマイナポイント第2弾（最大20,000円分）の申込期限は、"
        "2023年9月30日です。この期限の延長はありません。決済サービスによっては、これより早く受付を終えるものが"
        "あります。また、期限の間際は市区町村の窓口の混雑が予想され、公金受取口座は登録の申請から完了までに"
        "数日かかることがあります。まだお済みでない方は、早めの手続をお願いします。",
    ),
    ("項目", "2　健康保険証としての利用"),
    (
        "項目本文",
        "次のいずれかの方法で利用登録をすると、マイナンバーカードを健康保険証として使うことができます。本人の"
        "同意があれば、医師や薬剤師が薬の履歴や特定健診の情報を確かめられ、より良い医療につながります。",
    ),
    ("項目細目", "(1)　マイナポータルにログインして申し込む。"),
    ("項目細目", "(2)　セブン銀行のATM、市区町村の窓口等で登録する。"),
    ("項目細目", "(3)　オンライン資格確認を行う医療機関・薬局の顔認証付きカードリーダーで登録する。"),
    ("項目", "3　公金受取口座の登録"),
    (
        "項目本文",
        "給付金等を受け取る本人名義の口座を、一人につき一つ、国（デジタル庁）に登録しておく制度です。年金、"
        "児童手当等の申請で口座情報の記入や通帳の写しの提出が不要になり、緊急時の給付金も迅速に受け取れます。"
        "なお、給付金そのものの申請は、別に必要です。",
    ),
    ("項目", "4　スマホ用電子証明書搭載サービス"),
    (
        "項目本文",
        "2023年5月11日から、Android端末で利用できるようになりました。マイナンバーカードと同等の機能を持つ"
        "電子証明書をスマートフォンに載せ、カードを持ち歩かずに各種の申込みやサービスの利用ができます"
        "（機種により利用できない場合があります。）。",
    ),
    ("項目", "5　最新の利用者情報（基本4情報）提供サービス"),
    (
        "項目本文",
        "2023年5月16日に始まりました。あらかじめ本人の同意を得ておけば、顧客の最新の住所、氏名、生年月日及び性別を、"
        "地方公共団体情報システム機構（J-LIS）にいつでもオンラインで照会できます。",
    ),
    ("項目", "6　その他の広報資料"),
    (
        "項目本文",
        "このほかのリーフレット及びチラシは、デジタル庁ウェブサイトの「広報資料」のページ"
        "（https://www.digital.go.jp/policies/mynumber_resources/）に掲載されています。掲示、メールでの周知、"
        "イントラネットへの掲載等に御利用ください。",
    ),
    ("以上", "以上"),
    ("添付資料見出し", "{%p if 添付資料 %}"),
    ("添付資料見出し", "添付資料"),
    ("添付資料", "{%p for 資料 in 添付資料 %}"),
    ("添付資料", "{{ 資料.番号 }}　{{ 資料.資料名 }}{% if 資料.部数 > 1 %}（{{ 資料.部数 }}部）{% endif %}"),
    ("添付資料", "{%p endfor %}"),
    ("添付資料見出し", "{%p endif %}"),
]
CONTACT = [
    "【本件担当】",
    "{{ 発信者団体 }}　{{ 通知.担当部署 }}",
    "担当：{{ 通知.担当者 }}",
    "TEL：{{ 通知.TEL }}",
    "E-mail：{{ 通知.E-mail }}",
]


def build_letter(path: Path) -> None:
    """Write the model letter to `path`; the same bytes every time."""
    document = docx.Document()
    _drop_styles(document)
    _defaults(document)
    for name in STYLES:
        _style(document, name)
    _page(document)
    for style, text in (*HEAD, *BODY):
        document.add_paragraph(text, style=style)
    _contact(document)
    _properties(document)
    draft = io.BytesIO()
    document.save(draft)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_dated(draft.getvalue()))


def _drop_styles(document: Any) -> None:
    """Styles of python-docx's own template that a manager would only have to look past."""
    for style in list(document.styles.element.findall(qn("w:style"))):
        if style.find(qn("w:name")).get(qn("w:val")) not in _KEPT_STYLES:
            document.styles.element.remove(style)
    body = document.element.body
    for paragraph in body.findall(qn("w:p")):
        body.remove(paragraph)


def _defaults(document: Any) -> None:
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(properties):
        properties.remove(child)
    properties.append(_fonts(_MINCHO))
    for name, value in (("w:kern", "2"), ("w:sz", "21"), ("w:szCs", "21")):
        properties.append(_element(name, val=value))
    properties.append(_element("w:lang", val="en-US", eastAsia="ja-JP", bidi="ar-SA"))
    paragraph = document.styles.element.find(qn("w:docDefaults")).find(qn("w:pPrDefault"))
    for child in list(paragraph):
        paragraph.remove(child)
    normal = document.styles["Normal"].element
    for name in ("w:rPr", "w:pPr"):
        if (found := normal.find(qn(name))) is not None:
            normal.remove(found)


def _style(document: Any, name: str) -> None:
    alignment, left, first, before, font, bold = STYLES[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    form = style.paragraph_format
    form.alignment = alignment
    form.space_before = Pt(before)
    form.left_indent = int(left * _CHARACTER) if left else None
    form.first_line_indent = int(first * _CHARACTER) if first else None
    form.line_spacing = Pt(16.5)
    # The attachments stay together with their heading and with the box below them.
    form.keep_with_next = name in ("記", "項目", "添付資料見出し", "添付資料", "連絡先")
    form.widow_control = True
    style.font.bold = bold or None
    properties = style.element.get_or_add_rPr()
    properties.insert(0, _fonts(font))
    if name in _LARGER:
        style.font.size = Pt(_LARGER[name])
    form.space_after = Pt(_SPACE_AFTER.get(name, 0))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.header_distance, section.footer_distance = Mm(12), Mm(10)
    number = section.footer.paragraphs[0]
    number.alignment = _CENTRE
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        run = number.add_run(text if kind == "text" else "")
        if kind in ("begin", "separate", "end"):
            run._r.append(_element("w:fldChar", fldCharType=kind))
        elif not kind:
            instruction = _element("w:instrText")
            instruction.text = text
            instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run._r.append(instruction)


def _contact(document: Any) -> None:
    """The box at the lower right; its rows are one cell, so that it never parts over two pages."""
    document.add_paragraph(style="連絡先")
    table = document.add_table(rows=1, cols=1)
    properties = table._tbl.tblPr
    for child in list(properties):
        properties.remove(child)
    width = round(Mm(86).twips)
    properties.append(_element("w:tblW", w=str(width), type="dxa"))
    properties.append(_element("w:jc", val="right"))
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="auto"))
    properties.append(borders)
    properties.append(_element("w:tblLayout", type="fixed"))
    margins = OxmlElement("w:tblCellMar")
    for side, width_in_twips in (("top", "60"), ("left", "160"), ("bottom", "60"), ("right", "160")):
        margins.append(_element(f"w:{side}", w=width_in_twips, type="dxa"))
    properties.append(margins)
    table.columns[0].width = Mm(86)
    cell = table.cell(0, 0)
    cell.width = Mm(86)
    for index, text in enumerate(CONTACT):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.style = document.styles["連絡先"]
        paragraph.add_run(text)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    # Word puts a paragraph behind a table that ends a document; a small one keeps the page.
    last = document.add_paragraph(style="連絡先")
    last.paragraph_format.line_spacing = Pt(1)


def _properties(document: Any) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = "会員への周知依頼文（ひな形）", "", "", ""
    core.created = core.modified = _WHEN
    core.revision, core.keywords, core.language = 1, "", "ja-JP"


def _fonts(name: str) -> Any:
    return _element("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs="Times New Roman")


def _element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _dated(data: bytes) -> bytes:
    """The package with a fixed date on each member, and without python-docx's own thumbnail."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("docProps/thumbnail"):
                continue
            if name == "_rels/.rels":
                content = _without_thumbnail(content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return whole.getvalue()


def _without_thumbnail(relationships: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(relationships)
    for el in [el for el in root if el.get("Type", "").endswith("/thumbnail")]:
        root.remove(el)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


if __name__ == "__main__":
    build_letter(Path(__file__).parents[1] / LETTER)
