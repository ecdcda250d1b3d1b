"""What a letter's settings say of Word's merge: its list, who was chosen and how, which names mean what.

ECMA-376 part 1 §17.14.20 (mailMerge), §17.14.12 (doNotSuppressBlankLines), §17.14.26 (query), §17.14.14
(fieldMapData), §17.14.27 (recipientData).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from noticemerge.template.package import W, WordPackage

_WHERE = re.compile(r"\bWHERE\b(?P<where>.+?)(?:\bORDER\s+BY\b|$)", re.IGNORECASE | re.DOTALL)
_ORDER = re.compile(r"\bORDER\s+BY\b(?P<order>.+)$", re.IGNORECASE | re.DOTALL)

# Word writes them all and in this order, in the language that it speaks itself.
_OWN_NAMES = (
    "Unique Identifier", "Courtesy Title", "First Name", "Middle Name", "Last Name", "Suffix", "Nickname",
    "Job Title", "Company", "Address 1", "Address 2", "City", "State", "Postal Code", "Country or Region",
    "Business Phone", "Business Fax", "Home Phone", "Home Fax", "E-mail Address", "Web Page",
    "Spouse Courtesy Title", "Spouse First Name", "Spouse Middle Name", "Spouse Last Name",
    "Spouse Nickname", "Phonetic Guide for First Name", "Phonetic Guide for Last Name", "Address 3",
    "Department",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MergeSettings:
    """`kind` is the type of document, such as formLetters; `where` and `order` are of the query, as SQL.

    `mapped` pairs Word's own names with columns; `unticked` counts the recipients without a tick;
    `keeps_blank_lines` says that a line whose fields are all empty stays.
    """

    kind: str = ""
    where: str = ""
    order: str = ""
    unticked: int = 0
    keeps_blank_lines: bool = False
    mapped: tuple[tuple[str, str], ...] = field(default=())


def merge_settings(package: WordPackage) -> MergeSettings:
    """The settings of a letter's own merge; all empty where it has none."""
    settings = next((r.target for r in package.relationships(package.main) if r.kind == "settings"), "")
    if not settings or not package.has(settings):
        return MergeSettings()
    merge = package.tree(settings).find(f"{{{W}}}mailMerge")
    if merge is None:
        return MergeSettings()
    query = _value(merge, "query")
    where, order = _WHERE.search(query), _ORDER.search(query)
    return MergeSettings(
        _value(merge, "mainDocumentType"),
        where["where"].strip() if where else "",
        order["order"].strip() if order else "",
        _unticked(package, settings),
        _is_on(merge.find(f"{{{W}}}doNotSuppressBlankLines")),
        tuple(_mapped(merge)),
    )


def _mapped(merge: etree._Element) -> Iterator[tuple[str, str]]:
    """Word's own names, in its language and in English, each with the column that stands for it."""
    fields = list(merge.iter(f"{{{W}}}fieldMapData"))
    names = _OWN_NAMES if len(fields) == len(_OWN_NAMES) else ("",) * len(fields)
    for name, said in zip(names, fields, strict=True):
        column = _value(said, "name")
        for own in (name, _value(said, "mappedName")):
            if own and column:
                yield own, column


def _unticked(package: WordPackage, settings: str) -> int:
    parts = (r.target for r in package.relationships(settings) if r.kind.endswith("ecipientData"))
    part = next((name for name in parts if package.has(name)), None)
    if part is None:
        return 0
    ticks = package.tree(part).iter(f"{{{W}}}active")
    return sum(not _is_on(tick) for tick in ticks)


def _value(element: etree._Element, name: str) -> str:
    found = element.find(f"{{{W}}}{name}")
    return found.get(f"{{{W}}}val", "") if found is not None else ""


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(f"{{{W}}}val", "true") not in ("0", "false", "off")
