"""Values of the example that are left in 通知 and 添付資料 although the letters go to real members.

Words that nobody's own sender has tell them (例示, 見本, example.jp, zeros in a telephone number). A subject,
or a line of another kind, may well speak of 例示 or 見本, and is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache

from noticemerge.japan import fold, vocabulary
from noticemerge.notice import Notice
from noticemerge.planning.shipped_sample import shipped_sample
from noticemerge.problems import CellPlace, Problem, gettext, problem
from noticemerge.roster import Roster


def sample_values(roster: Roster, notice: Notice, printed: Collection[str]) -> Iterator[Problem]:
    """What is left of the example in the lines of 通知 that are `printed`, and in the list of attachments.

    Nothing where the list is the example itself: README's first command is to succeed.
    """
    left = [name for name, text in notice.values.items() if _is_left(name, text, notice)]
    titles = [a for a in notice.attachments if not a.file and _patterns()["title"].search(a.title)]
    if not (left or titles) or shipped_sample().is_list(roster):
        return
    number = notice.name_of("number")
    if shown := [name for name in left if name in printed]:
        yield _of_lines(notice, shown)
    if number in left and number not in printed:
        # The register has it all the same.
        yield replace(_of_lines(notice, [number]), harmless=True)
    about = fold(notice.value("subject"))
    if left or not (_patterns()["title"].search(about) or about == shipped_sample().subject):
        old = [a for a in titles if fold(a.title) in shipped_sample().titles]
        if old:
            yield _told("NM-N61", [(a.number, a.title, a.place) for a in old])


def _of_lines(notice: Notice, names: list[str]) -> Problem:
    return _told("NM-N60", [(name, notice.values[name], notice.places[name]) for name in names])


def _is_left(name: str, text: str, notice: Notice) -> bool:
    """Whether a line says what only the example says; what was typed behind --set was not left there."""
    place = notice.places.get(name)
    if not text.strip() or place is None or not place.sheet:
        return False
    plain, plain_name = unicodedata.normalize("NFKC", text), unicodedata.normalize("NFKC", name)
    if _patterns()["number"].search(plain):
        return True
    if _patterns()["reached"].search(plain_name) and (
        _patterns()["host"].search(plain) or _patterns()["telephone"].search(plain)
    ):
        return True
    field = vocabulary().notice.find(name)
    is_sender = (
        field.key.startswith(("sender", "mail")) if field else bool(_patterns()["sender"].search(plain_name))
    )
    return is_sender and bool(_patterns()["word"].search(plain))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compiled when a letter is first looked at: a run that changes nothing does without."""
    where = "住所|所在地"
    return {
        # Who sends the letter and whom to ask.
        "sender": re.compile(
            f"発信|差出|送信|団体|協会|氏名|担当|部署|役職|会長|理事|代表|問い?合わ?せ|連絡先|{where}"
        ),
        "reached": re.compile(
            f"tel|電話|fax|ファックス|ファクス|mail|メール|アドレス|url|hp|ホームページ|web|サイト|返信|送信|{where}",
            re.I,
        ),
        # 見本市 is a trade fair, and 見本帳 a book of samples.
        "word": re.compile(r"例示|^サンプル|\sサンプル|見本(?![市帳品園林工材木本])|記入例|ダミー"),
        "number": re.compile(r"全産例発|(?<!\d)0{3,}号"),
        "host": re.compile(r"(?:[@./]|^)example\.(?:jp|com|net|org|co\.jp|or\.jp)(?![\w.-])", re.I),
        # No exchange begins with 0 but behind 0120, 0570 and 0800.
        "telephone": re.compile(r"(?<!\d)\(?0(?!120|570|800)\d{1,4}[-() ]+0{2,4}[-() ]+\d{3,4}(?!\d)"),
        # What all titles of the example are about; without it none of them need be looked for.
        "title": re.compile("マイナ|電子証明書|個人認証|口座登録"),
    }


def _told(code: str, cells: list[tuple[str, str, CellPlace]]) -> Problem:
    """One problem that names every cell: what it is called, what it says, where it is."""
    listed = gettext(", ").join(
        gettext('{name} "{text}" ({cell})').format(name=name, text=" ".join(text.split()), cell=where.cell)
        for name, text, where in cells
    )
    place = cells[0][2]
    return problem(code, replace(place, cell="") if len(cells) > 1 else place, cells=listed)
