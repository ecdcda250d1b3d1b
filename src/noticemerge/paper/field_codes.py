"""Field codes of Word in letters that stand in one document: what counts over all of it is made the letter's.

ECMA-376 §17.16.5. A code is the text between the field's marks, as XML holds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# They show what a file has once: its properties, its name. They keep what they show in the letter.
OF_THE_FILE = frozenset(
    [
        "AUTHOR",
        "COMMENTS",
        "CREATEDATE",
        "DOCPROPERTY",
        "DOCVARIABLE",
        "EDITTIME",
        "FILENAME",
        "FILESIZE",
        "INFO",
        "KEYWORDS",
        "LASTSAVEDBY",
        "NUMCHARS",
        "NUMWORDS",
        "PRINTDATE",
        "REVNUM",
        "SAVEDATE",
        "SUBJECT",
        "TEMPLATE",
        "TITLE",
    ]
)
# They look through the whole document when they are updated.
OVER_ALL = frozenset(["INDEX", "LISTNUM", "RD", "SECTION", "STYLEREF", "TOA", "TOC"])
_COUNT, _REFERENCE = "NUMPAGES", "PAGEREF"
PAGES_OF_SECTION = "SECTIONPAGES"
_SEQUENCE = "SEQ"
_WORD = re.compile(r"[^\s\"\\&;{}()=+*/,<>-]+")
_KEYWORD = re.compile(r"\s*([A-Za-z]+)")
_COUNTED_ANEW = re.compile(r"\\[rc]", re.IGNORECASE)


@dataclass(slots=True)
class Codes:
    """How the codes of one letter are edited.

    `names` are the new names of its bookmarks, by the old ones case-folded. `pages` stands for NUMPAGES.
    `kinds` takes the kinds of all fields that are met; `own` counts the codes that are this letter's alone.
    """

    names: Mapping[str, str]
    pages: str
    kinds: set[str]
    own: int = 0
    _sequences: set[str] = field(default_factory=set)

    def is_fixed(self, code: str) -> bool:
        """Whether the field must keep what it shows."""
        return _kind(code) in OF_THE_FILE

    def edited(self, code: str) -> str:
        """The code for the document of all letters."""
        kind = _kind(code)
        if not kind:
            return code
        self.kinds.add(kind)
        if kind == _COUNT:
            return self._counted(code)
        if kind == _SEQUENCE:
            return self._begun(code)
        if not self.names:
            return code
        keyword = _KEYWORD.match(code)
        at = keyword.end() if keyword and keyword[1].casefold() not in self.names else 0
        edited = code[:at] + _WORD.sub(lambda word: self.names.get(word[0].casefold(), word[0]), code[at:])
        self.own += edited != code
        return edited

    def _counted(self, code: str) -> str:
        self.own += self.pages.startswith(_REFERENCE)
        return _KEYWORD.sub(lambda found: found[0].replace(found[1], self.pages), code, count=1)

    def _begun(self, code: str) -> str:
        """The first number of a sequence in a letter is 1 again (§17.16.5.56)."""
        words = code.split()
        name = words[1].casefold() if len(words) > 1 else ""
        if name in self._sequences or _COUNTED_ANEW.search(code):
            return code
        self._sequences.add(name)
        return f"{code.rstrip()} \\r 1 "


def _kind(code: str) -> str:
    keyword = _KEYWORD.match(code)
    return keyword[1].upper() if keyword else ""


def page_of(bookmark: str) -> str:
    """The code of the page that a bookmark is on."""
    return f"{_REFERENCE} {bookmark}"
