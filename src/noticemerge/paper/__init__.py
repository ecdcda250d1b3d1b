"""How letters look: as text, as PDF and as pictures.

In: letters as bytes. Out: lines of text with what was filled in marked, or files made by LibreOffice.
`preview` calls it.
"""

from noticemerge.paper.letter_text import BEGIN, END, LetterText, plain
from noticemerge.paper.libreoffice import as_pdf, pages

__all__ = [
    "BEGIN",
    "END",
    "LetterText",
    "as_pdf",
    "pages",
    "plain",
]
