"""Content of a letter that nobody sees in its text: changes, hidden text, properties, data, dead tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from noticemerge.problems import N_, CannotUse, Problem, WordPlace, gettext, problem
from noticemerge.template.package import W, WordPackage
from noticemerge.template.paragraph_places import local
from noticemerge.template.revisions import TRACKED
from noticemerge.template.tags import Scanned

_PERSONAL = {
    "creator": N_("author"),
    "lastModifiedBy": N_("last saved by"),
    "Manager": N_("manager"),
    "Company": N_("company"),
}
# A tracked change has an author (ECMA-376 part 1 §17.13.5).
_CHANGED = re.compile(rb"<(?:\w+:)?(?:%b)\s[^<>]*author=" % "|".join(TRACKED).encode())
# A step of the path of a binding: with its prefix and number, its name, its number.
_STEP = re.compile(r"/((?:\w+:)?([\w.-]+)(?:\[(\d{1,4})\])?)")


def past(package: WordPackage, scans: Sequence[Scanned]) -> Iterator[Problem]:
    """What of the model letter's past must not go out: tracked changes, wherever they stand."""
    for scanned in scans:
        changed = next(scanned.root.iter(*(f"{{{W}}}{name}" for name in TRACKED)), None)
        if changed is not None:
            yield problem("NM-T41", scanned.place_of(changed))
    known = {scanned.part.name.lower() for scanned in scans}
    for name in package.names():
        if name.lower() not in known and name.lower().endswith(".xml") and is_tracked(package, name):
            yield problem("NM-T41", WordPlace(file=package.file, text=name))


def is_tracked(package: WordPackage, name: str) -> bool:
    """Whether a part beside the text (styles, numbering, building blocks) holds a tracked change."""
    try:
        data = package.data(name)
    except CannotUse:
        return False  # told with the damaged parts
    return _CHANGED.search(data) is not None


def stale_controls(scans: Sequence[Scanned]) -> Iterator[Problem]:
    """Controls that show what is stored elsewhere, where the store holds a tag and the control does not.

    Those that hold a tag themselves are bound no more (`comments_removed`).
    """
    stores = [scanned for scanned in scans if not scanned.part.is_word and not scanned.part.is_links]
    filled = {
        paragraph.element: paragraph.tags[0].typed
        for scanned in stores
        for paragraph in scanned.paragraphs
        if paragraph.tags
    }
    for scanned in scans if filled else ():
        for binding in scanned.root.iter(f"{{{W}}}dataBinding"):
            path = binding.get(f"{{{W}}}xpath", "")
            shown = next((el for s in stores if (el := _element_at(s.root, path)) in filled), None)
            control = next(binding.iterancestors(f"{{{W}}}sdt"), None)
            if shown is not None and control is not None:
                text = "".join(t.text or "" for t in control.iter(f"{{{W}}}t"))
                place = scanned.place_of(control)
                yield problem("NM-T56", place, typed=filled[shown], text=text, name=_name_of(control) or text)


def _element_at(root: etree._Element, path: str) -> etree._Element | None:
    """What a binding's path leads to: Word writes them as /a:b[1]/a:c[1], with prefixes of its own."""
    steps = _STEP.findall(path)
    if (
        not steps
        or "".join(f"/{step}" for step, *_ in steps) != path.rstrip("/")
        or local(root) != steps[0][1]
    ):
        return None
    found = root
    for _, name, number in steps[1:]:
        alike = [el for el in found.iterchildren(etree.Element) if local(el) == name]
        at = int(number or 1) - 1
        if at >= len(alike):
            return None
        found = alike[at]
    return found


def _name_of(control: etree._Element) -> str:
    """What Word shows at the top of a content control."""
    alias = control.find(f"{{{W}}}sdtPr/{{{W}}}alias")
    return alias.get(f"{{{W}}}val", "") if alias is not None else ""


def hidden(package: WordPackage, scans: Iterable[Scanned]) -> Iterator[Problem]:
    """Hidden text, once for each part that has any."""
    for scanned in scans:
        found = next(filter(_is_hidden_text, scanned.root.iter(f"{{{W}}}vanish")), None)
        if found is not None:
            yield problem("NM-T57", scanned.place_of(found))


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
