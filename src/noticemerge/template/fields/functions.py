"""What the tags that fields became call when a letter is filled: keys of the template environment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from noticemerge.template.fields.comparison import holds
from noticemerge.template.fields.date_pictures import with_date_picture
from noticemerge.template.fields.formulas import computed
from noticemerge.template.fields.number_pictures import with_number_picture
from noticemerge.template.fields.records import Records
from noticemerge.template.fields.text_forms import with_form


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _number(value: Any, picture: str) -> str:
    return with_number_picture(_text(value), picture)


def _date(value: Any, picture: str, language: str) -> str:
    return with_date_picture(_text(value), picture, language)


def _form(value: Any, word: str) -> str:
    return with_form(_text(value), word)


def _compared(left: Any, operator: str, right: Any, is_quoted: bool, pattern: str | None) -> bool:
    return holds(_text(left), operator, _text(right), is_quoted=is_quoted, pattern=pattern)


def _has_text(value: Any) -> bool:
    return bool(_text(value).strip())


def _joined(parts: list[Any]) -> str:
    return "".join(map(_text, parts))


def _computed(operands: list[Any], source: str) -> str:
    texts = [list(map(_text, o)) if isinstance(o, list) else _text(o) for o in operands]
    return computed(texts, source)


FIELD_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "nm_number_picture": _number,
    "nm_date_picture": _date,
    "nm_form": _form,
    "nm_holds": _compared,
    "nm_said": _has_text,
    "nm_joined": _joined,
    "nm_computed": _computed,
    "nm_next": Records.go_on,
    "nm_is_over": lambda records: records.is_over,
}
