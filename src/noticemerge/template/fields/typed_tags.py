"""Tags typed within a field: in a branch they are tags as elsewhere, in a text of one form they are not."""

from __future__ import annotations

from noticemerge.template.fields.values import Choice, Formed, Join, Text, Value
from noticemerge.template.tags import TAG_BEGINS


def says_tags(value: Value) -> bool:
    """Whether braces typed in a branch would be printed as they stand."""
    match value:
        case Text(text):
            return bool(TAG_BEGINS.search(text))
        case Join(parts):
            return any(map(says_tags, parts))
        case Choice(_, then, otherwise):
            return says_tags(then) or says_tags(otherwise)
        case Formed(inner):
            return says_tags(inner)
    return False
