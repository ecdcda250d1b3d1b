"""The page index of what is printed at once: whose letter is where, to print some of it again.

A CSV as Excel opens it (UTF-8 with a byte order mark). It is a Japanese document for Japanese files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from noticemerge.paper.folder_letters import FolderLetter

HEADINGS = (
    "順",
    "会員番号",
    "宛先",
    "文書",
    "印刷ファイル",
    "最初のページ",
    "ページ数",
    "Wordの印刷範囲",
    "備考",
)
LEFT_OUT = "手で直した文書です。これだけ別に印刷してください。"
EDITED = "手で直した文書です。"


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A letter in the index. `file` is "" where it is in none; `page` counts from 1, 0 where it is not known.

    `sections` are what Word's print dialog takes for its pages (s12).
    """

    letter: FolderLetter
    file: str = ""
    page: int = 0
    pages: int = 0
    sections: str = ""
    note: str = ""

    @property
    def where(self) -> str:
        """Where the letter is, in the register."""
        if self.page:
            last = self.page + self.pages - 1
            return f"{self.page}ページ" if last == self.page else f"{self.page}〜{last}ページ"
        return f"{self.letter.position}通目（印刷範囲 {self.sections}）"


def index_csv(lines: Iterable[IndexLine]) -> bytes:
    """The index as a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for line in lines:
        letter = line.letter
        writer.writerow(
            [
                letter.position,
                letter.member,
                letter.addressee,
                letter.name,
                line.file,
                line.page or "",
                line.pages or "",
                line.sections,
                line.note,
            ]
        )
    return text.getvalue().encode("utf-8-sig")
