"""What the tags that fields became call when a letter is filled: keys of the template environment."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from noticemerge.template.fields.comparison import holds
from noticemerge.template.fields.date_pictures import with_date_picture
from noticemerge.template.fields.formulas import computed
from noticemerge.template.fields.number_pictures import with_number_picture
from noticemerge.template.fields.pictures import picture, picture_digest
from noticemerge.template.fields.records import Records
from noticemerge.template.fields.text_forms import with_form

# The name by which conditions reach `_compared`.
HOLDS = "nm_holds"
# Each value is tried before letters are made, and printed then: the second time takes a tenth of the first.
# What a formula gives is no plain text: equal texts may stand for different numbers.
_KEPT = 8192


@lru_cache(maxsize=_KEPT)
def _picture_of_text(value: str, picture: str) -> str:
    return with_number_picture(value, picture)


@lru_cache(maxsize=_KEPT)
def _texts_compared(left: str, operator: str, right: str, is_quoted: bool, pattern: str | None) -> bool:
    return holds(left, operator, right, is_quoted=is_quoted, pattern=pattern)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _number(value: Any, picture: str) -> str:
    if type(value) is str:
        return _picture_of_text(value, picture)
    return with_number_picture(_text(value), picture)


def _date(value: Any, picture: str, language: str) -> str:
    return with_date_picture(_text(value), picture, language)


def _form(value: Any, word: str) -> str:
    return with_form(_text(value), word)


def _compared(left: Any, operator: str, right: Any, is_quoted: bool, pattern: str | None) -> bool:
    if type(left) is str and type(right) is str:
        return _texts_compared(left, operator, right, is_quoted, pattern)
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
    HOLDS: _compared,
    "nm_said": _has_text,
    "nm_joined": _joined,
    "nm_picture": lambda path, *rest: picture(_text(path), *rest),
    "nm_picture_digest": lambda path, folder: picture_digest(_text(path), folder),
    "nm_computed": _computed,
    "nm_next": Records.go_on,
    "nm_is_over": lambda records: records.is_over,
}
