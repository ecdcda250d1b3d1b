"""Cells that surely have nothing doubtful, told by patterns before any check looks at them.

For 10,000 members of 20 columns the whole command takes 1.9 s longer without the patterns for rows and cells,
and 0.2 s longer without those for whole rows (of 3.0 s). A property test holds that no check has
anything to say of what passes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from noticemerge.excel import SheetCell
from noticemerge.japan import lazy_pattern
from noticemerge.roster.cell_checks import MAY_BE_NOTHING, NULLS, ODD_WORDS
from noticemerge.roster.header import Column
from noticemerge.roster.left_words import MAY_SAY_GONE

# Texts that no check has anything to say of, and that letters take as they stand, by the kind of
# column: nine cells of ten. Quantifiers are possessive, so that no text takes long.
_LETTERS = (
    r"0-9A-Za-z０-９Ａ-Ｚａ-ｚ\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f\u4e00-\u9fff\uf900-\ufaff々〆"
    r"\U00020000-\U0003ffff（）()「」\[\]【】<>&＆・：:;／/.,、。＋+%％￥¥#＃*＊~～〜=_〒－-"
)
_BETWEEN = "\x1f"
# One text or several, no space at the ends of any. The letters stand in it once: they take long to compile.
_WORDS = lazy_pattern(rf"(?! |　)(?:[{_LETTERS}]++|[　 ]++(?!{_BETWEEN}|\Z)|{_BETWEEN}(?! |　))*+")
_ORDINARY = {
    "postcode": lazy_pattern(r"(?:[0-9]{3}-[0-9]{4})?+"),
    "tel": lazy_pattern(r"(?:0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4})?+"),
    "email": lazy_pattern(r"(?:[A-Za-z0-9._+-]++@(?:[a-z0-9]++(?:-++[a-z0-9]++)*+\.)++[a-z]{2,}+)?+"),
}


class OrdinaryRows:
    """Tells rows of a list whose cells surely have nothing doubtful."""

    def __init__(self, columns: Sequence[Column]) -> None:
        kinds = [field.kind if (field := column.value_field) else "" for column in columns]
        self.patterns = [_ORDINARY.get(kind, _WORDS) for kind in kinds]
        self._wording = [index for index, kind in enumerate(kinds) if kind not in _ORDINARY]
        self._formed = [(index, _ORDINARY[kind]) for index, kind in enumerate(kinds) if kind in _ORDINARY]
        keys = [field.key if (field := column.value_field) else "" for column in columns]
        self._named = [index for index, key in enumerate(keys) if key in MAY_BE_NOTHING]
        self._others = [index for index, key in enumerate(keys) if not key or key == "note"]

    def contains(self, texts: Sequence[str]) -> bool:
        """Whether the texts of a member's cells, one for each column, surely have nothing doubtful."""
        words = _BETWEEN.join([texts[index] for index in self._wording])
        if not _WORDS.fullmatch(words) or words.count(_BETWEEN) != max(len(self._wording) - 1, 0):
            return False
        for index, pattern in self._formed:
            if not pattern.fullmatch(texts[index]):
                return False
        return (
            ODD_WORDS.isdisjoint([texts[index] for index in self._named])
            and NULLS.isdisjoint([texts[index] for index in self._others])
            and not MAY_SAY_GONE.search(words)
        )


def is_ordinary(cell: SheetCell, ordinary: re.Pattern[str]) -> bool:
    """Whether a cell surely has nothing doubtful, in a column in which `ordinary` texts have not."""
    text = cell.text
    return (
        is_plain_text(cell)
        and ordinary.fullmatch(text) is not None
        and text not in ODD_WORDS
        and _BETWEEN not in text
        and not MAY_SAY_GONE.search(text)
    )


def is_plain_text(cell: SheetCell) -> bool:
    """Whether a cell stores just the text that it shows."""
    return cell.kind == "text" and not cell.unknown and cell.value == cell.text and cell.marks is None
