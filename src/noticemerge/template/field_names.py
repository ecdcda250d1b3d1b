"""The names a tag may use: columns of the list, lines of the notice, computed fields.

Jinja never sees a name as typed. Python folds identifiers, so 資料１ and 資料1 would
silently be one; each name is resolved here to a key of our own, once, before compiling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from noticemerge.japan import fold, folded_text, nearest, vocabulary

ROSTER, NOTICE, COMPUTED = "roster", "notice", "computed"
# The computed field that is a list.
ATTACHMENTS = "添付資料"
# `{{ 名簿.TEL }}` and `{{ 通知.TEL }}` say which of two equal names is meant.
NAMESPACES = {fold(word): ROSTER for word in ("名簿", "会員", "会員名簿")} | {fold("通知"): NOTICE}
# What joins two words into one heading and is never an operator of a tag.
_JOINERS = frozenset("・／/")
_SHORT = 2
_RUN = re.compile(r"(?:[\w々〆ヶ゛゜・ー（）()／/．：＿\-]|(?<=\w)[&＆](?=\w))+")
_NOT_LAST = "゛゜・（(／/．：＿-"
# Signs that mean something in a tag: a name that holds them is meant only where they stand as in the heading.
_SIGNS = re.compile("[|'\"=<>!]")
_STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')
# Punctuation behind or before a name that may be its own: 会員名（正式）.
_MOST_BEHIND = 16
# What no name begins or ends with unless its heading does.
_NOT_FIRST = frozenset("()[],.+-~:・/\"'=<>!|;")


@dataclass(frozen=True, slots=True)
class Name:
    """Something a tag can name: `key` is what Jinja sees, `label` the name as the user typed it there.

    `source` is "roster", "notice" or "computed"; `column` the roster column's index, else -1.
    `is_text` says that it is surely one text, never a list; `is_common` that most letters have the same.
    """

    key: str
    source: str
    label: str
    column: int = -1
    is_text: bool = False
    is_common: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that is written alike in two places."""

    names: tuple[Name, ...]


class Names:
    """All names known to a run."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.all = tuple(names)
        self.keys = frozenset(name.key for name in self.all)
        self._exact: dict[str, list[Name]] = {}
        self._meant: dict[str, list[Name]] = {}
        for name in self.all:
            self._exact.setdefault(fold(name.label), []).append(name)
            for synonym in _synonyms(name):
                self._meant.setdefault(fold(synonym), []).append(name)
        self._by_first: dict[str, list[str]] = {}
        self._openings: set[str] = set()
        self._words: list[str] | None = None

    @classmethod
    def of(cls, labels: Iterable[str]) -> Names:
        """Plain names without a list or a notice behind them, as for a letter filled by a program."""
        return cls(Name(f"c{n}", ROSTER, label, n) for n, label in enumerate(labels))

    def find(self, typed: str, source: str | None = None) -> Name | Ambiguous | None:
        """What `typed` names. The name as typed in list or sheet comes before one that only means it."""
        for table in (self._exact, self._meant):
            found = [n for n in table.get(fold(typed), ()) if source in (None, n.source)]
            computed = [n for n in found if n.source == COMPUTED]
            if computed or found:
                found = computed or found
                return found[0] if len(found) == 1 else Ambiguous(tuple(found))
        return None

    def hidden_by_computed(self, name: Name) -> Name | None:
        """The list's own column of a computed field's name, which the field's tag does not print."""
        twins = self._exact.get(fold(name.label), ())
        return next((n for n in twins if n.source == ROSTER), None) if name.source == COMPUTED else None

    def knows(self, typed: str) -> bool:
        """Whether `typed` means anything."""
        return self.find(typed) is not None

    def suggest(self, typed: str) -> str | None:
        """The known name that `typed` is a word for, or else most like: one of the list or sheet first."""
        meant = vocabulary().meant.get(fold(typed))
        if meant and self.knows(meant):
            return meant
        # 件目 and 件名 share half of their two characters.
        at_least = 0.5 if len(fold(typed)) <= _SHORT else 0.6
        labels = (name.label for name in self.all)
        return nearest(typed, labels, at_least) or nearest(typed, self._other_words(), at_least)

    def _other_words(self) -> list[str]:
        """The words for what the list or sheet has under another one; found once."""
        if self._words is None:
            words = (word for field in vocabulary().member for word in field.synonyms)
            self._words = [word for word in words if self.knows(word)]
        return self._words

    def longest_at(
        self, text: str, start: int, source: str | None = None
    ) -> tuple[Name | Ambiguous, int] | None:
        """The longest known name that begins at `start`, and where it ends.

        Names may hold spaces and punctuation; a name ends only where a word ends.
        """
        for end in self._ends(text, start):
            if (
                text[end - 1].isspace()
                or text[end : end + 1] in _JOINERS
                or (end < len(text) and _is_word(text[end - 1]) and _is_word(text[end]))
            ):
                continue
            typed = text[start:end]
            if (found := self.find(typed, source)) and _ends_alike(typed, found) and _has_signs(typed, found):
                return found, end
        return None

    def _ends(self, text: str, start: int) -> Iterator[int]:
        """Where names that begin at `start` may end, the longest first; none goes beyond a line or brace."""
        if not self._by_first:
            for key in sorted({*self._exact, *self._meant}, key=len, reverse=True):
                self._by_first.setdefault(key[:1], []).append(key)
            self._openings = {unicodedata.normalize("NFKC", name.label)[:1] for name in self.all}
        if text[start] in _NOT_FIRST and text[start] not in self._openings:
            return
        folded = folded_text(text)
        at = folded.at[start]
        for key in self._by_first.get(folded.key[at : at + 1], ()):
            if not folded.key.startswith(key, at) or folded.ends[at + 1] - start > _MOST_BEHIND:
                continue
            first = folded.ends[at + len(key)]
            last = first
            while last < min(len(text), first + _MOST_BEHIND) and folded.at[last + 1] == at + len(key):
                last += 1
            stop = next((n for n in range(start, last) if text[n] in "{}\n"), last)
            yield from range(stop, min(first, stop + 1) - 1, -1)
        # A heading of punctuation alone (#) is its own key.
        for key in self._by_first.get(text[start], ()):
            if text.startswith(key, start) and not text[start].isalnum():
                yield start + len(key)


def unknown_at(text: str, start: int) -> str:
    """The stretch from `start` that a person would call one name, for a message."""
    match = _RUN.match(text, start)
    return (match[0].rstrip(_NOT_LAST) if match else "") or text[start : start + 1]


def standard_label(typed: str) -> str:
    """The standard member field that `typed` means, by its label; "" when there is none."""
    field = vocabulary().member.find(typed)
    return field.label if field else ""


def standard_key(typed: str) -> str:
    """The key of the standard member field that `typed` means; "" when there is none."""
    field = vocabulary().member.find(typed)
    return field.key if field else ""


def _synonyms(name: Name) -> Iterable[str]:
    if name.source == COMPUTED:
        return ()
    words = vocabulary()
    field = words.heading(name.label) if name.source == ROSTER else words.notice.find(name.label)
    return field.synonyms if field else ()


def _ends_alike(typed: str, found: Name | Ambiguous) -> bool:
    """Folding drops punctuation; `(部数` is 部数 behind a bracket, unless the name begins with one."""
    label = unicodedata.normalize(
        "NFKC", found.names[0].label if isinstance(found, Ambiguous) else found.label
    )
    plain = unicodedata.normalize("NFKC", typed)
    return all(c not in _NOT_FIRST or c == own for c, own in ((plain[0], label[0]), (plain[-1], label[-1])))


def _has_signs(typed: str, found: Name | Ambiguous) -> bool:
    """Whether the signs of the language that a stretch holds are those of the heading."""
    if not _SIGNS.search(typed.translate(_STRAIGHT)):
        return True
    names = found.names if isinstance(found, Ambiguous) else (found,)
    return any(_signs_of(typed) == _signs_of(name.label) for name in names)


def _signs_of(text: str) -> list[str]:
    return _SIGNS.findall(unicodedata.normalize("NFKC", text).translate(_STRAIGHT))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
