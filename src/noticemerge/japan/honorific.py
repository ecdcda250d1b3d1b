"""Honorifics that a clerk has already typed behind a name, told from names that end alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from noticemerge.japan.patterns import lazy_pattern
from noticemerge.japan.person_names import likeness_to_person
from noticemerge.problems import Place, Problem, problem

USUAL = frozenset(
    {"御中", "様", "殿", "先生", "各位", "さま", "氏", "君", "御一同様", "ご一同様", "貴下", "机下"}
)
# What a clerk writes in the column 敬称 for "print none".
NONE_WORDS = frozenset({"なし", "無し", "ナシ", "無", "不要", "-", "－", "ー", "―", "×", "✕"})

_RULE = {"company": "御中", "branch": "御中", "dept": "御中", "title": "殿", "person": "様"}
FOR_PERSONS = frozenset({"様", "さま", "殿", "先生", "氏", "君", "貴下", "机下"})

_BLANK = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\u2060\ufeff"
# The last characters of all that is looked for: most names end otherwise.
_LAST = frozenset("中様殿生宛行ま位")
# How many are taken off one name; what stands more often is no honorific.
_MOST_TYPED = 4
_SPACE = "[\\s\u200b\u200c\u200d\u2060\ufeff]"
_TO_COMPANY = lazy_pattern(rf"{_SPACE}*御{_SPACE}*中$")
# 銀行, 旅行, 孝行, 鵜殿: without a space before it, the last character may be the name's own.
_SPACED = lazy_pattern(rf"(?<=\S){_SPACE}+(様|さま|殿|先生|宛|行)$")
_GLUED = {
    # 王様, お客様 and 会員の皆様 are no names with an honorific.
    "company": lazy_pattern("(?<![王神客皆奥])(?<=..)様$|(?<=[社人会者㈱㈲)）])殿$"),
    "person": lazy_pattern("(様|さま|先生)$"),
    "title": lazy_pattern("(様|殿|先生)$"),
    "dept": lazy_pattern("(様)$"),
    "branch": lazy_pattern("(様)$"),
}
# Left as they stand, but said: 王様 and 鵜殿 are names, 山田太郎殿 is not.
_DOUBTFUL = {
    "company": lazy_pattern("(様|殿|宛)$"),
    "branch": lazy_pattern("(殿|宛)$"),
    "dept": lazy_pattern("(殿|宛)$"),
    "person": lazy_pattern(rf"(?<=..)(殿|宛|(?<={_SPACE})行)$"),
}
_CERTAIN = lazy_pattern("(?:(?:担当者?|会社|法人|[)）㈱㈲])[様殿]|先生)$")
# 佐藤 行 is a whole name: a family name of at most three characters, then a given name of one.
_FAMILY_AND_GIVEN = lazy_pattern(rf"\S{{1,3}}{_SPACE}+行$")


class Named(NamedTuple):
    """A name without its honorific; `kind` is company, branch, dept, title or person.

    `typed` is the honorific that stood behind it ("" for none, and for 宛 and 行, which are none).
    A name that ends in 各位 keeps it.
    """

    kind: str
    text: str
    typed: str = ""

    @property
    def is_person(self) -> bool:
        return self.kind == "person"

    @property
    def is_collective(self) -> bool:
        """Whether the name carries 各位 itself, so that nothing may follow."""
        return self.text.endswith("各位")

    @property
    def usual_honorific(self) -> str:
        return _RULE[self.kind]

    def refuses(self, honorific: str) -> bool:
        """Whether the word would be wrong here: 御中 for a person, 様 for a department.

        A company does not refuse 様: the column for companies may hold a person (個人会員).
        """
        if self.kind == "person":
            return honorific in {"御中", "各位"}
        if self.kind == "title":
            return honorific == "御中"
        return self.kind in {"branch", "dept"} and honorific in FOR_PERSONS


def take_off(kind: str, cell: str, place_of: Callable[[], Place] = Place) -> tuple[Named, Sequence[Problem]]:
    """The name in `cell` without the honorifics typed behind it, and a problem for each of them.

    `place_of` gives the place of the cell, where it is wanted.
    """
    cell = cell.strip(_BLANK)
    if cell[-1:] not in _LAST:
        return Named(kind, cell), ()
    problems: list[Problem] = []
    place, text, typed = place_of(), cell, ""
    while len(problems) < _MOST_TYPED and (found := _clear_honorific(kind, text)):
        problems.append(problem("NM-A01", place, text=cell, typed=found[1]))
        text, typed = found[0], typed or found[1]
    glued = "" if typed else _glued(kind, text)
    if glued:
        code = "NM-A01" if _CERTAIN.search(text) else "NM-A02"
        problems.append(problem(code, place, text=text, typed=glued))
        text, typed = text.removesuffix(glued).rstrip(), glued
    elif kind in _DOUBTFUL and not typed and (doubtful := _DOUBTFUL[kind].search(text)):
        problems.append(problem("NM-A03", place, text=text, typed=doubtful[1]))
    if text.endswith("各位"):
        return Named(kind, text, "各位"), problems
    return Named(kind, text, "" if typed in {"宛", "行"} else typed), problems


def _glued(kind: str, text: str) -> str:
    """An honorific behind a name without a space; "" for none."""
    found = _GLUED[kind].search(text) if kind in _GLUED else None
    if found:
        return text[found.start() :]
    is_persons = kind == "company" and text.endswith("殿") and likeness_to_person(text.removesuffix("殿"))
    return "殿" if is_persons else ""


def _clear_honorific(kind: str, text: str) -> tuple[str, str] | None:
    """The text without an honorific that is surely one, and the honorific; None when there is none."""
    if match := _TO_COMPANY.search(text):
        return text[: match.start()], "御中"
    match = _SPACED.search(text)
    if match is None or (kind == "person" and _FAMILY_AND_GIVEN.fullmatch(text)):
        return None
    return text[: match.start()], match[1]
