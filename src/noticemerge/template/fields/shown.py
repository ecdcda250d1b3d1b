"""A field as people know it from Word, for messages."""

from __future__ import annotations

from noticemerge.template.fields.reader import Event, Field, text_of

_SHOWN = 60


def shown(element: Field) -> str:
    """`{ IF ≪種別≫ = "正会員" … }`: the code on one line, inner fields by their names."""
    said = element.instruction if element.is_simple else "".join(map(_said, element.code))
    line = " ".join(said.split())
    return f"{{ {line if len(line) <= _SHOWN else line[:_SHOWN] + '…'} }}"


def _said(piece: Event | Field) -> str:
    if isinstance(piece, Event):
        return text_of(piece)
    if piece.word != "MERGEFIELD":
        return f"{{ {piece.word} … }}"
    words = piece.instruction.split()
    return f"≪{words[1].strip(chr(34)) if len(words) > 1 else piece.word}≫"
