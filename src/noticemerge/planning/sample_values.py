"""Values of the example that are left in 通知 and 添付資料 although the letters go to real members.

Words that nobody's own sender has tell them (例示, 見本, example.jp, four zeros in a telephone number). A subject, or a
line of another kind, may well speak of 例示 or 見本: there only the example's own text counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace

from noticemerge.japan import fold, vocabulary
from noticemerge.notice import Notice
from noticemerge.planning.shipped_sample import shipped_sample
from noticemerge.problems import CellPlace, Problem, gettext, problem
from noticemerge.roster import Roster

# Who sends the letter and whom to ask: their names, addresses and numbers.
_SENDER = re.compile("発信|差出|送信|団体|協会|氏名|担当|部署|役職|会長|理事|代表|問い?合わ?せ|連絡先|住所|所在地")
_REACHED = re.compile("tel|電話|fax|ファ[ックス]|mail|メール|アドレス|url|hp|ホームページ|web|サイト|返信|送信|住所|所在地", re.I)
# 見本市 is a trade fair, and 見本帳 a book of samples.
_SAMPLE_WORD = re.compile(r"例示|^サンプル|\sサンプル|見本(?![市帳品園林工材木本])|記入例|ダミー")
_SAMPLE_NUMBER = re.compile(r"全産例発|(?<!\d)0{3,}号")
_SAMPLE_HOST = re.compile(r"(?:[@./]|^)example\.(?:jp|com|net|org|co\.jp|or\.jp)(?![\w.-])", re.I)
# No exchange begins with 0 but behind 0120, 0570 and 0800.
_SAMPLE_TELEPHONE = re.compile(r"(?<!\d)\(?0(?!120|570|800)\d{1,4}[-() ]+0{2,4}[-() ]+\d{3,4}(?!\d)")
# What all titles of the example are about; without it none of them need be looked for.
_TITLE_HINT = re.compile("マイナ|電子証明書|個人認証|口座登録")


def sample_values(
    roster: Roster, notice: Notice, printed: Collection[str]
) -> Iterator[Problem]:
    """What is left of the example in the lines of 通知 that are `printed`, and in the list of attachments.

    Nothing where the list is the example itself: README's first command is to succeed.
    """
    left = [name for name, text in notice.values.items() if _is_left(name, text, notice)]
    titles = [a for a in notice.attachments if not a.file and _TITLE_HINT.search(a.title)]
    if not (left or titles) or shipped_sample().is_list(roster):
        return
    number = notice.name_of("number")
    if shown := [name for name in left if name in printed]:
        yield _told("NM-N60", notice.places[shown[0]], [(n, notice.values[n], notice.places[n]) for n in shown])
    if number in left and number not in printed:
        # The register has it all the same.
        told = _told("NM-N60", notice.places[number], [(number, notice.values[number], notice.places[number])])
        yield replace(told, harmless=True)
    about = fold(notice.value("subject"))
    if left or not (_TITLE_HINT.search(about) or about == shipped_sample().subject):
        old = [a for a in titles if fold(a.title) in shipped_sample().titles]
        if old:
            yield _told("NM-N61", old[0].place, [(a.number, a.title, a.place) for a in old])


def _is_left(name: str, text: str, notice: Notice) -> bool:
    """Whether a line says what only the example says; what was typed behind --set was not left there."""
    place = notice.places.get(name)
    if not text.strip() or place is None or not place.sheet:
        return False
    plain, plain_name = unicodedata.normalize("NFKC", text), unicodedata.normalize("NFKC", name)
    if _SAMPLE_NUMBER.search(plain):
        return True
    if _REACHED.search(plain_name) and (_SAMPLE_HOST.search(plain) or _SAMPLE_TELEPHONE.search(plain)):
        return True
    field = vocabulary().notice.find(name)
    is_sender = field.key.startswith(("sender", "mail")) if field else bool(_SENDER.search(plain_name))
    return is_sender and bool(_SAMPLE_WORD.search(plain))


def _told(code: str, place: CellPlace, cells: list[tuple[str, str, CellPlace]]) -> Problem:
    """One problem that names every cell: what it is called, what it says, where it is."""
    listed = (
        gettext('{name} "{text}" ({cell})').format(name=name, text=" ".join(text.split()), cell=where.cell)
        for name, text, where in cells
    )
    return problem(code, replace(place, cell="" if len(cells) > 1 else place.cell), cells=gettext(", ").join(listed))
