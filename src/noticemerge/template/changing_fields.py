"""Fields of Word's that show another text after the letter has gone out: DATE, the day of its opening.

ECMA-376 part 1 §17.16.5; a field that is locked (§17.16.18, fldLock) stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from noticemerge.problems import Problem, problem
from noticemerge.template.package import W
from noticemerge.template.paragraph_places import local
from noticemerge.template.tags import Scanned

# INFO and DOCPROPERTY show the same under names of their own (§17.16.5.15, §17.16.5.27).
_CHANGING = re.compile(
    r"\s*((?:INFO\s+\"?)?(?:DATE|TIME|SAVEDATE|PRINTDATE|FILENAME|FILESIZE|EDITTIME|REVNUM|USERNAME|USERINITIALS"
    r"|USERADDRESS|LASTSAVEDBY)|DOCPROPERTY\s+\"?(?:LastSavedTime|LastSavedBy|LastPrinted|TotalEditingTime|Bytes"
    r"|RevisionNumber))\b",
    re.IGNORECASE,
)
_DAYS = re.compile("(?<!EDIT)(?<!EDITING)(?:DATE|TIME)$|PRINTED$")


def changing_fields(scans: Iterable[Scanned]) -> Iterator[Problem]:
    """Each field that changes after dispatch, once for a paragraph."""
    for scanned in scans:
        told: set[tuple[etree._Element | None, str]] = set()
        for el, instruction in _fields(scanned.root):
            match = _CHANGING.match(instruction)
            paragraph = next(el.iterancestors(f"{{{W}}}p"), None)
            if match is None or _is_fallback(el) or (paragraph, match[1].upper()) in told:
                continue
            word = match[1].replace('"', "").upper()
            told.add((paragraph, word))
            cured = "{{ 発信日 }}" if _DAYS.search(word) else "{{ 会社名 }}"
            yield problem("NM-T164", scanned.place_of(el), word=word, cured=cured)


def _fields(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The fields that are not locked, each with its instruction (§17.16.18)."""
    for simple in root.iter(f"{{{W}}}fldSimple"):
        if not _is_locked(simple):
            yield simple, simple.get(f"{{{W}}}instr", "")
    opened: list[tuple[etree._Element, str]] = []
    for el in root.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText"):
        kind = el.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            opened.append((el, ""))
        elif local(el) == "instrText" and opened:
            opened[-1] = opened[-1][0], opened[-1][1] + (el.text or "")
        elif kind == "end" and opened:
            begun, instruction = opened.pop()
            if not _is_locked(begun):
                yield begun, instruction


def _is_locked(el: etree._Element) -> bool:
    return el.get(f"{{{W}}}fldLock") in ("1", "true", "on")


def _is_fallback(el: etree._Element) -> bool:
    return any(local(one) == "Fallback" for one in el.iterancestors(etree.Element))
