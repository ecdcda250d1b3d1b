"""What is doubtful about the Word fields of a letter as a whole, and plain text that looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from noticemerge.problems import Problem, WordPlace, gettext, ngettext, problem
from noticemerge.template.conditions import Condition
from noticemerge.template.field_names import Names
from noticemerge.template.fields.binding import bound, guarded
from noticemerge.template.fields.lowered_letter import Lowered
from noticemerge.template.fields.marks import without_fields
from noticemerge.template.fields.reader import Field, stories
from noticemerge.template.fields.use import UNFIT
from noticemerge.template.package import W
from noticemerge.template.scope import Scope, Trial, Use
from noticemerge.template.tags import Scanned

_TYPED = re.compile(r"«([^«»\n]{1,60})»")
# The first of them as bytes, as it stands or as a number.
_SIGNS = ("«".encode(), b"&#")
# Word's own marks where a sheet goes on to the next member, and for its blocks.
_MARKS = frozenset({"Next Record", "Skip Record If", "AddressBlock", "GreetingLine"})


def of_letter(fields: Lowered) -> Iterator[Problem]:
    """What is wrong with fields where each member gets a letter: each kind of sheet field is told once."""
    yield from fields.problems
    if fields.advances:
        first = fields.advances[0]
        yield replace(first, facts={**first.facts, "count": len(fields.advances)})
    if fields.settings.kind == "catalog":
        yield problem("NM-T105", WordPlace(file=fields.package.file))


def of_sheet(fields: Lowered, scans: Iterable[Scanned]) -> Iterator[Problem]:
    """What is wrong or doubtful with fields where a document holds several members."""
    yield from fields.problems
    for scanned in scans:
        outside = scanned.part.is_word and scanned.part.name != fields.package.main
        tags = [t for p in scanned.paragraphs for t in p.tags if t.field_number is not None and outside]
        if fields.advances and tags:
            yield problem("NM-T108", tags[0].place, field=tags[0].typed)


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """A sheet says the same for each of its members: what is wrong with the first is told, not with all."""
    told: dict[tuple[object, ...], Problem] = {}
    for found in problems:
        told.setdefault((found.code, *found.facts.items()), found)
    return list(told.values())


def chosen_in_word(fields: Lowered, *, is_chosen_here: bool) -> Iterator[Problem]:
    """The filter, the ticks and the order of the document's own recipient list."""
    place, settings = WordPlace(file=fields.package.file), fields.settings
    said = [f"WHERE {settings.where}"] if settings.where else []
    if settings.unticked:
        count = settings.unticked
        said.append(ngettext("{count} without a tick", "{count} without a tick", count).format(count=count))
    if said and not is_chosen_here:
        yield problem("NM-T106", place, query=gettext(", ").join(said))
    if settings.order:
        yield problem("NM-T107", place, query=f"ORDER BY {settings.order}")


def skips(fields: Lowered, scope: Scope, problems: list[Problem]) -> list[Trial]:
    """The conditions of SKIPIF, ready to be asked; what is wrong with them is added to `problems`."""
    made = []
    for entry, place in fields.skips:
        found = bound(entry, scope.names, place)
        problems += found.problems
        for name, typed in found.used:
            scope.used.setdefault(name, Use(typed, place, is_field=True))
        if found.source:
            source = guarded(entry, found.source, scope.names, place)
            first = found.used[0][0] if found.used else None
            asked = f"{{% if {source} %}}"
            names = tuple(dict.fromkeys(name for name, _ in found.used))
            scope.conditions.append(Condition(asked, 0, entry.typed, place, names, is_field=True))
            made.append(Trial(source, entry.typed, place, first, UNFIT))
    scope.trials += made
    return made


def typed_marks(file: str, scans: Iterable[Scanned], names: Names) -> Iterator[Problem]:
    """`«会社名»` as plain text, where Word would show a field so: known by the name between the marks."""
    for scanned in scans:
        if not scanned.part.is_word or not any(sign in scanned.data for sign in _SIGNS):
            continue
        for paragraph, text in _texts(scanned.root):
            for match in _TYPED.finditer(without_fields(text)):
                name = match[1].strip()
                if names.knows(name) or name in _MARKS:
                    place = scanned.place_of(paragraph)
                    yield problem("NM-T82", place, typed=match[0], cured=f"{{{{ {name} }}}}")


def _texts(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The paragraphs of a part with their own text, that of stored results left out."""
    stored = {el for story in stories(root) for one in story.fields for el in _elements_of(one)}
    for paragraph in root.iter(f"{{{W}}}p"):
        if next(paragraph.iter(f"{{{W}}}txbxContent"), None) is None:
            yield paragraph, "".join(t.text or "" for t in paragraph.iter(f"{{{W}}}t") if t not in stored)


def _elements_of(one: Field) -> Iterator[etree._Element]:
    for piece in (*one.code, *one.result):
        if isinstance(piece, Field):
            yield from _elements_of(piece)
        else:
            yield piece.element
