"""A letter as text on a screen: what a reader of the paper sees, with what was filled in marked."""

from noticemerge.cli.lettertext.drawing import BEGIN, END, plain
from noticemerge.cli.lettertext.filled import LetterText

__all__ = ["BEGIN", "END", "LetterText", "plain"]
