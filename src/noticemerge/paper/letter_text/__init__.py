"""A letter as text on a screen: what a reader of the paper sees, with what was filled in marked."""

from noticemerge.paper.letter_text.document import FILLED
from noticemerge.paper.letter_text.drawing import BEGIN, END, plain
from noticemerge.paper.letter_text.filled import LetterText

__all__ = ["BEGIN", "END", "FILLED", "LetterText", "plain"]
