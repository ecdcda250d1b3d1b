"""The standard fields of a member list and of a notice, and the headings that mean them.

The table itself is data: `standard_fields.toml`, beside this file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from noticemerge.japan.name_folding import fold
from noticemerge.japan.patterns import lazy_pattern

_TABLE = Path(__file__).with_suffix(".toml")

# A trailing parenthesis is left off when a heading is looked up, unless it changes what is meant.
_PARENTHESIS = lazy_pattern(r"^(.+)[(（]([^()（）]*)[)）]\s*$", re.DOTALL)
_MEANINGFUL = lazy_pattern(r"[カガ]ナ|かな|がな|よみ|読み|ローマ|英|旧|予備|自宅|[2-9２-９]")
_MARKS = lazy_pattern(r"[(（【\[](必須|任意|半角|全角|半角英数|全角カナ)[)）】\]]|[※*＊]")
# What stands in brackets behind a heading may be the part that the column holds: 住所（県）, 担当者（姓）.
_WITHIN = {"person": {"surname", "given"}, "rep_name": {"surname", "given"}}
_NO_ADDRESS = {"surname", "given", "joint", "section", "unit", "corporate_form", "kana"}
_POLITE = lazy_pattern(r"^(ご|御|貴)(?=.{2})")


@dataclass(frozen=True, slots=True)
class Field:
    """A standard field: `key` for programs, `label` for people, `kind` of value, synonyms as typed.

    `use` says what a column of the member list is for, `sample` what a cell may hold ("" in other tables).
    """

    key: str
    label: str
    kind: str
    synonyms: tuple[str, ...]
    use: str = ""
    sample: str = ""


class FieldTable:
    """The standard fields of one sort (members, notice, attachments), found by heading."""

    def __init__(self, fields: dict[str, dict[str, Any]]) -> None:
        self._fields = {
            key: Field(
                key,
                entry["label"],
                entry.get("kind", "text"),
                tuple(entry["synonyms"]),
                entry.get("use", ""),
                entry.get("sample", ""),
            )
            for key, entry in fields.items()
        }
        self._by_fold = {fold(s): f for f in self._fields.values() for s in f.synonyms}

    @property
    def keys(self) -> Set[str]:
        """The keys of the fields."""
        return self._fields.keys()

    def __getitem__(self, key: str) -> Field:
        return self._fields[key]

    def __iter__(self) -> Any:
        return iter(self._fields.values())

    def exactly(self, heading: str) -> Field | None:
        """The field of which the heading is a synonym as it stands, or None."""
        return self._by_fold.get(fold(heading))

    def find(self, heading: str) -> Field | None:
        """The field that a heading means, or None. Whole headings only: 会費 is never 会員."""
        for spelling in _spellings(heading):
            if found := self._by_fold.get(fold(spelling)):
                return found
        return None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything in standard_fields.toml: field tables, and words that a cell may hold (folded).

    `meant` has the name of a computed field by a word (folded) that may be typed for it. `parts` are of names
    and addresses; `groups` has the words (folded, the longest first) that say whose a column is.
    """

    member: FieldTable
    notice: FieldTable
    attachment: FieldTable
    words: dict[str, dict[str, frozenset[str]]]
    meant: dict[str, str]
    parts: FieldTable
    groups: tuple[tuple[str, str], ...]

    def field(self, key: str) -> Field:
        """The standard field, or part of a name or address, of a key. Raises KeyError for another key."""
        return self.parts[key] if key in self.parts.keys else self.member[key]

    def heading(self, heading: str) -> Field | None:
        """The standard field, or the part of a name or an address, that a heading of a member list means."""
        return (
            self.member.exactly(heading)
            or self.parts.exactly(heading)
            or self._within(heading)
            or self.member.find(heading)
            or self.parts.find(heading)
        )

    def _within(self, heading: str) -> Field | None:
        """The part of an address or a name that the brackets behind a heading say."""
        found = _PARENTHESIS.match(heading.strip())
        inner = found and (self.parts.exactly(found[2]) or self.member.exactly(found[2]))
        whole = inner and found and self.member.find(found[1])
        if not inner or not whole:
            return None
        if whole.key == "address1":
            is_part = inner.key in (self.parts.keys - _NO_ADDRESS) | {"pref", "city", "street", "address2"}
        else:
            is_part = inner.key in _WITHIN.get(whole.key, ())
        return inner if is_part else None


@cache
def vocabulary() -> Vocabulary:
    """The shipped table, read once."""
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    words = {
        group: {name: frozenset(map(fold, entries)) for name, entries in table[group].items()}
        for group in ("delivery", "skip", "enclosure", "rows", "cells", "headings", "left")
    }
    meant = {fold(word): label for label, listed in table["meant"].items() for word in listed}
    member, notice, attachment, parts = (
        FieldTable(table[sort]) for sort in ("fields", "notice", "attachment", "parts")
    )
    groups = {fold(word): group for group, listed in table["groups"].items() for word in listed}
    longest_first = tuple(sorted(groups.items(), key=lambda pair: -len(pair[0])))
    return Vocabulary(member, notice, attachment, words, meant, parts, longest_first)


def _spellings(heading: str) -> list[str]:
    """The heading, then plainer forms of it, the nearest to what was typed first."""
    plain = _MARKS.sub("", heading)
    forms = [heading, plain, _POLITE.sub("", plain.strip())]
    match = _PARENTHESIS.match(plain.strip())
    if match and not _MEANINGFUL.search(match[2]):
        forms += [match[1], _POLITE.sub("", match[1].strip())]
    forms += [form.strip()[:-1] for form in forms if form.strip().endswith(("1", "１"))]
    return [form for form in forms if form.strip()]
