"""The model letter: a Word file becomes a letter maker."""

from noticemerge.template.letter import BoundTemplate, LetterTemplate
from noticemerge.template.names import Name, Names

__all__ = ["BoundTemplate", "LetterTemplate", "Name", "Names"]
