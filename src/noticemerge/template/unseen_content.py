"""Content of a letter that nobody sees in its text: changes, hidden text, properties, data, dead tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from noticemerge.problems import N_, Problem, WordPlace, gettext, problem
from noticemerge.template.package import W, WordPackage
from noticemerge.template.revisions import TRACKED
from noticemerge.template.tags import Scanned, local

_PERSONAL = {
    "creator": N_("author"),
    "lastModifiedBy": N_("last saved by"),
    "Manager": N_("manager"),
    "Company": N_("company"),
}
_TAG_BYTES = re.compile(rb"\{\{\s*[^\s{}]|\{%\s*\w|%7B%7B", re.IGNORECASE)


def past(package: WordPackage, scans: Iterable[Scanned]) -> Iterator[Problem]:
    """What must not go out with a letter, and what no letter can be made of."""
    for scanned in scans:
        place = WordPlace(file=package.file, part=scanned.part.label)
        changed = next(scanned.root.iter(*(f"{{{W}}}{name}" for name in TRACKED)), None)
        if changed is not None:
            yield problem("NM-T41", scanned.place_of(changed, package.file))
        for instruction in _instructions(scanned.root):
            if _TAG_BYTES.search(instruction.encode()):
                yield problem("NM-T43", place, field=" ".join(instruction.split())[:60])


def out_of_reach(package: WordPackage, scans: Iterable[Scanned]) -> Iterator[Problem]:
    """Tags in parts that are not filled in: they would reach the member as they stand."""
    scanned = {s.part.name.lower() for s in scans}
    for name in package.names():
        if name.lower() in scanned or not name.lower().endswith((".xml", ".rels")):
            continue
        if _TAG_BYTES.search(package.data(name)):
            yield problem("NM-T44", WordPlace(file=package.file), part=name)


def _instructions(root: etree._Element) -> Iterator[str]:
    """The instruction of every field, put together from its runs (ECMA-376 part 1 §17.16.18)."""
    for simple in root.iter(f"{{{W}}}fldSimple"):
        yield simple.get(f"{{{W}}}instr", "")
    depth: list[str] = []
    for el in root.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText"):
        kind = el.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            depth.append("")
        elif local(el) == "instrText" and depth:
            depth[-1] += el.text or ""
        elif kind == "end" and depth:
            yield depth.pop()


def stale_controls(package: WordPackage, scans: Sequence[Scanned]) -> Iterator[Problem]:
    """Places that show a document property in Word, where the property holds a tag and the place does not.

    `cleaning` has taken the binding off those that hold a tag themselves.
    """
    filled = {
        local(paragraph.element): paragraph.tags[0].typed
        for scanned in scans
        if not scanned.part.is_word and not scanned.part.is_links
        for paragraph in scanned.paragraphs
        if paragraph.tags
    }
    for scanned in scans:
        for binding in scanned.root.iter(f"{{{W}}}dataBinding"):
            shown = re.search(r"(\w+)(?:\[1\])?/?$", binding.get(f"{{{W}}}xpath", ""))
            if shown and shown[1] in filled and "coreProperties" in binding.get(f"{{{W}}}xpath", ""):
                control = next(binding.iterancestors(f"{{{W}}}sdt"))
                text = "".join(t.text or "" for t in control.iter(f"{{{W}}}t"))[:30]
                place = scanned.place_of(control, package.file)
                yield problem("NM-T56", place, typed=filled[shown[1]], text=text)


def hidden(package: WordPackage, scans: Iterable[Scanned]) -> Iterator[Problem]:
    """Hidden text, once for each part that has any."""
    for scanned in scans:
        found = next(filter(_is_hidden_text, scanned.root.iter(f"{{{W}}}vanish")), None)
        if found is not None:
            yield problem("NM-T57", scanned.place_of(found, package.file))


def carried(package: WordPackage) -> Iterator[Problem]:
    """Names in the properties and data behind the text: worth a look once, not at every run."""
    place = WordPlace(file=package.file)
    if said := gettext(", ").join(_properties(package)):
        yield problem("NM-T58", place, said=said)
    if said := gettext(", ").join(_data(package)):
        yield problem("NM-T59", place, said=said)


def _is_hidden_text(vanish: etree._Element) -> bool:
    """A run that is hidden and holds text; paragraph marks and styles hold none."""
    run = next(vanish.iterancestors(f"{{{W}}}r"), None)
    off = vanish.get(f"{{{W}}}val") in ("0", "false", "off")
    return run is not None and not off and any((t.text or "").strip() for t in run.iter(f"{{{W}}}t"))


def _properties(package: WordPackage) -> Iterator[str]:
    """Names of persons and of the organisation, as "creator: 山田"."""
    for relation in package.relationships(""):
        if relation.kind in ("core-properties", "extended-properties") and package.has(relation.target):
            for el in package.tree(relation.target).iter(etree.Element):
                if local(el) in _PERSONAL and (el.text or "").strip():
                    yield f"{gettext(_PERSONAL[local(el)])} {(el.text or '').strip()}"


def _data(package: WordPackage) -> Iterator[str]:
    """Custom properties, document variables and custom XML, by name and beginning."""
    for relation in package.relationships(""):
        if relation.kind == "custom-properties" and package.has(relation.target):
            yield from (el.get("name", "") for el in package.tree(relation.target))
    for relation in package.relationships(package.main):
        if not relation.external and package.has(relation.target):
            if relation.kind == "settings":
                variables = package.tree(relation.target).iter(f"{{{W}}}docVar")
                yield from (el.get(f"{{{W}}}name", "") for el in variables)
            elif relation.kind == "customXml":
                text = " ".join("".join(map(str, package.tree(relation.target).itertext())).split())
                yield from [f"{relation.target} 「{text[:30]}」"] if text else []
