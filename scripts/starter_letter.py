"""Write the model letters of templates/, to be adapted in Word: two pages, one page, and with a reply slip.

The facts are those of the request of 25 September 2023; the sentences are our own. Nothing in them belongs to
one association: all that varies comes from tags. Run without arguments; the bytes are the same every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from noticemerge.cli.starter import LETTER, LETTER_WITH_SLIP, SHORT_LETTER
from starter_word import GOTHIC, Form, Paper, Style, paragraph, table, tail, word_file

ROOT = Path(__file__).parents[1]
STYLES = {
    style.name: style
    for style in (
        Style("Footer", "footer", "Normal", Form("center"), is_built_in=True),
        Style("HeadingTypeface", "見出しの書体", "Normal", Form(font=GOTHIC)),
        Style("DocumentNumber", "文書番号", "Normal", Form("right")),
        Style("Date", "Date", "Normal", Form("right", after=12), is_built_in=True),
        Style("Address", "宛先住所", "Normal"),
        Style("Addressee", "宛名", "Normal", Form(before=4, after=8, size=11)),
        Style("Sender", "発信者", "Normal", Form("right")),
        Style(
            "Title",
            "Title",
            "HeadingTypeface",
            Form("center", before=12, after=12, size=12),
            is_built_in=True,
        ),
        Style("BodyText", "Body Text", "Normal", Form("both", first=1), is_built_in=True),
        Style("Salutation", "Salutation", "BodyText", Form(first=0), is_built_in=True),
        Style("Closing", "Closing", "Normal", Form("right", right=1), is_built_in=True),
        Style(
            "NoteHeading", "Note Heading", "Normal", Form("center", before=6, is_kept=True), is_built_in=True
        ),
        Style(
            "Heading1",
            "heading 1",
            "HeadingTypeface",
            Form(before=4, outline=0, is_kept=True),
            is_built_in=True,
        ),
        Style("ItemText", "項目本文", "BodyText", Form(left=1, first=1)),
        Style("SubItem", "項目細目", "BodyText", Form(left=4, first=-2)),
        Style("NumberedItem", "番号付き項目", "BodyText", Form(left=1.5, first=-1.5)),
        # The attachments stay together with their heading and with the box below them.
        Style("AttachmentHeading", "添付資料見出し", "Heading1", Form(before=6)),
        Style("Attachments", "添付資料", "Normal", Form(left=1, is_kept=True)),
        Style("Contact", "連絡先", "Normal", Form(is_kept=True)),
    )
}
Lines = Sequence[tuple[str, str]]

HEAD: Lines = [
    ("文書番号", "{{ 文書番号 }}"),
    ("Date", "{{ 発信日 }}"),
    ("宛先住所", "{{ 宛先郵便番号 }}"),
    ("宛先住所", "{{ 宛先住所 }}"),
    ("宛名", "{{ 宛名 }}"),
    ("発信者", "{{ 発信者団体 }}"),
    ("発信者", "{{ 発信者役職 }}　{{ 発信者氏名 }}"),
    ("発信者", "（公印省略）"),
    ("Title", "{{ 件名 }}"),
    (
        "Salutation",
        "拝啓　時下ますます御清栄のこととお慶び申し上げます。平素は当会の事業運営に格別の御理解と御協力を"
        "賜り、厚く御礼申し上げます。",
    ),
    (
        "Body Text",
        "さて、今般、厚生労働省労働基準局安全衛生部計画課機構・団体管理室から、令和5（2023）年9月25日付け事務連絡に"
        "より、マイナンバーカードの活用等について、周知の依頼がありました。",
    ),
    (
        "Body Text",
        "つきましては、下記の事項を御確認の上、添付の資料も御活用いただき、役員、従業員及びその御家族の皆様に、"
        "様々な媒体で広くお知らせくださいますよう、お願い申し上げます。",
    ),
    ("Closing", "敬具"),
    ("Note Heading", "記"),
]
_POINTS_PAGE = "https://mynumbercard.point.soumu.go.jp/"
_ACCOUNT_PAGE = "https://www.digital.go.jp/policies/account_registration/"
_MATERIALS_PAGE = "https://www.digital.go.jp/policies/mynumber_resources/"
_POINTS: Lines = [
    ("heading 1", "1　マイナポイント第2弾の申込期限"),
    (
        "項目本文",
        "令和5年2月末までにカードの交付を申請した方は、次の施策で最大20,000円分のマイナポイントを"
        "受け取ることができます。申込期限は令和5年9月30日で、延長はありません。",
    ),
    ("項目細目", "①　選択した決済サービスの利用・チャージに応じて、最大5,000円分（金額の25%）"),
    ("項目細目", "②　健康保険証としての利用申込みで、7,500円分"),
    ("項目細目", "③　公金受取口座の登録完了で、7,500円分"),
    (
        "項目本文",
        "決済サービスによっては、期限より早く申込みの受付を終了します。施策①は決済・チャージにも最終期限があります"
        "ので、次のホームページで御確認ください。施策③は、令和5年9月30日までにマイナポータルから口座の登録を申請する"
        "必要があり、完了までに数日かかることがあります。期限の間際は市区町村の窓口の混雑が予想されますので、お早めに"
        "お手続ください。",
    ),
    ("項目細目", f"・マイナポイント事業ホームページ　{_POINTS_PAGE}"),
]
_INSURANCE: Lines = [
    ("heading 1", "2　健康保険証としての利用"),
    (
        "項目本文",
        "次のいずれかの方法で利用登録をすると、マイナンバーカードを健康保険証として使うことができます。本人の同意が"
        "あれば、医師や薬剤師が薬の履歴や特定健診の情報を確かめられ、より良い医療につながります。令和5年1月26日からは、"
        "電子処方箋も始まりました。",
    ),
    ("項目細目", "①　マイナポータルにログインして申し込む。"),
    ("項目細目", "②　セブン銀行のATM、市区町村の窓口等で登録する。"),
    ("項目細目", "③　オンライン資格確認を行う医療機関・薬局の顔認証付きカードリーダーで登録する。"),
    ("項目細目", "・医療機関・薬局での使い方の動画　https://www.youtube.com/watch?v=xm5yq_Ld83c"),
]
_ACCOUNT: Lines = [
    ("heading 1", "3　公金受取口座の登録"),
    (
        "項目本文",
        "給付金等を受け取る本人名義の口座を、一人につき一つ、国（デジタル庁）に登録しておく制度です。年金、児童手当等の"
        "申請で口座情報の記入や通帳の写しの提出が不要になり、緊急時の給付金も迅速に受け取ることができます。なお、"
        "給付金の申請は、別途必要です。詳しくは、次のデジタル庁のページを御覧ください。",
    ),
    ("項目細目", f"・公金受取口座登録制度　{_ACCOUNT_PAGE}"),
]
_PHONE = (
    "令和5年5月11日から、Android端末で利用できるようになりました。マイナンバーカードと同等の機能を持つ電子証明書を"
    "スマートフォンに載せ、カードを持ち歩かずに各種の申込みやサービスの利用ができます。暗証番号の代わりに生体認証を"
    "使うこともできます（機種により利用できない場合があります）。"
)
_PAPER = "紙のリーフレット（資料6）は、希望部数をデジタル庁広報戦略チームへ御連絡ください。"
_PAPER_BY_SLIP = (
    "紙のリーフレット（資料6）を御希望の場合は、{{ 回答期限 }}までに、末尾の返信票で希望部数をお知らせ"
    "ください。当会で取りまとめ、デジタル庁広報戦略チームに申し込みます。"
)
_CUSTOMERS: Lines = [
    ("heading 1", "5　最新の利用者情報（基本4情報）提供サービス"),
    (
        "項目本文",
        "令和5年5月16日に始まりました。あらかじめ本人の同意を得ておけば、顧客の最新の住所、氏名、生年月日及び性別を、"
        "地方公共団体情報システム機構（J-LIS）にいつでもオンラインで照会することができます。",
    ),
]
_MATERIALS: Lines = [
    ("heading 1", "6　その他の広報資料"),
    (
        "項目本文",
        "このほかのリーフレット及びチラシは、デジタル庁ウェブサイトの次のページに掲載されています。掲示、メールでの周知、"
        "イントラネットへの掲載等に御利用ください。",
    ),
    ("項目細目", f"・広報資料　{_MATERIALS_PAGE}"),
]
ATTACHED: Lines = [
    ("添付資料見出し", "{%p if 添付資料 %}"),
    ("添付資料見出し", "添付資料"),
    ("添付資料", "{{ 添付資料 }}"),
    ("添付資料見出し", "{%p endif %}"),
]


def _items(paper: str) -> Lines:
    """What the request says, item by item; `paper` is how members get leaflets of paper."""
    phone = [("heading 1", "4　スマホ用電子証明書搭載サービス"), ("項目本文", _PHONE + paper)]
    return [
        *_POINTS,
        *_INSURANCE,
        *_ACCOUNT,
        *phone,
        *_CUSTOMERS,
        *_MATERIALS,
        ("Closing", "以上"),
        *ATTACHED,
    ]


SHORT: Lines = [
    *HEAD,
    ("番号付き項目", "1　マイナポイント第2弾の申込期限は、令和5年9月30日です。延長はありません。"),
    (
        "番号付き項目",
        "2　ポイントは、①決済サービスの利用・チャージで最大5,000円分、②健康保険証としての利用申込みで7,500円"
        "分、③公金受取口座の登録完了で7,500円分です。①には決済・チャージの最終期限があります。③は、申込期限までに"
        "マイナポータルから登録を申請する必要があり、完了までに数日かかることがあります。お早めにお手続ください。",
    ),
    ("項目細目", f"・マイナポイント事業ホームページ　{_POINTS_PAGE}"),
    ("項目細目", f"・公金受取口座登録制度　{_ACCOUNT_PAGE}"),
    (
        "番号付き項目",
        "3　健康保険証、公金受取口座、スマホ用電子証明書等は、添付資料と次のページを御覧ください。",
    ),
    ("項目細目", f"・デジタル庁の広報資料　{_MATERIALS_PAGE}"),
    ("番号付き項目", f"4　{_PAPER}"),
    ("Closing", "以上"),
    *ATTACHED,
]
CONTACT = [
    "【本件担当】",
    "{{ 発信者団体 }}　{{ 通知.担当部署 }}",
    "担当：{{ 通知.担当者 }}",
    "TEL：{{ 通知.TEL }}　FAX：{{ 通知.FAX }}",
    "E-mail：{{ 通知.E-mail }}",
]
SHORT_CONTACT = [
    "【本件担当】{{ 通知.担当部署 }}　{{ 通知.担当者 }}",
    "TEL：{{ 通知.TEL }}　FAX：{{ 通知.FAX }}",
    "E-mail：{{ 通知.E-mail }}",
]
SLIP: Lines = [
    ("連絡先", "{{ 発信者団体 }}　{{ 通知.担当部署 }}　行"),
    ("連絡先", "FAX：{{ 通知.FAX }}　E-mail：{{ 通知.E-mail }}"),
    ("連絡先", "回答期限：{{ 回答期限 }}"),
    ("Title", "スマホ用電子証明書搭載サービスのリーフレット（紙）の希望部数"),
]
_SLIP_ROWS = [
    ("会員番号", "{{ 会員番号 }}"),
    ("会社名", "{{ 会社名 }}"),
    ("送付先", "{{ 宛先郵便番号 }}　{{ 宛先住所 }}"),
    ("御担当者（部署・氏名）", ""),
    ("電話番号", ""),
    ("希望部数", "部"),
]
_NEW_PAGE = "<w:pageBreakBefore/>"


def build_letters(folder: Path) -> None:
    """Write the three model letters below `folder`; the same bytes every time."""
    contact = _contact(CONTACT, 86)
    full, short = Paper(), Paper(top=20, bottom=18, line=14.5, space=0.6)
    letters = {
        LETTER: (full, _body([*HEAD, *_items(_PAPER)]) + contact + tail()),
        SHORT_LETTER: (short, _body(SHORT) + _contact(SHORT_CONTACT, 86) + tail()),
        LETTER_WITH_SLIP: (full, _body([*HEAD, *_items(_PAPER_BY_SLIP)]) + contact + _slip(full)),
    }
    for name, (paper, body) in letters.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(word_file(body, STYLES.values(), paper, "{{ 件名 }}"))


def _body(lines: Lines) -> str:
    return "".join(paragraph(STYLES[style], text) for style, text in lines)


def _contact(lines: Sequence[str], width: float) -> str:
    """The box at the lower right; its rows are one cell, so that it never parts over two pages."""
    cell = "".join(paragraph(STYLES["連絡先"], line) for line in lines)
    return paragraph(STYLES["連絡先"], "") + table([[cell]], [width], align="right")


def _slip(paper: Paper) -> str:
    """The reply slip, on a page of its own."""
    (style, title), *lines = [("Title", "FAX返信票"), *SLIP]
    rows = [
        (_body([("連絡先", name)]), paragraph(STYLES["発信者" if given == "部" else "宛先住所"], given))
        for name, given in _SLIP_ROWS
    ]
    return (
        paragraph(STYLES[style], title, _NEW_PAGE)
        + _body(lines)
        + table(rows, [50, paper.width - 50], high=11)
        + _body(
            [("宛先住所", "※ 送付先が異なる場合は、訂正してください。御不要の場合は、御返信に及びません。")]
        )
    )


if __name__ == "__main__":
    build_letters(ROOT)
