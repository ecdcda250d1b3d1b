"""The fields of a whole letter become tags, part by part; `part_writer` says what becomes of each."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from noticemerge.template.fields.document import MergeSettings
from noticemerge.template.fields.lowered_letter import Lowered
from noticemerge.template.fields.meaning import Meanings, mapping
from noticemerge.template.fields.part_writer import PartWriter
from noticemerge.template.fields.reader import Event, Field
from noticemerge.template.package import WordPackage

_HAS_FIELDS = re.compile(rb"fldChar|fldSimple")


def lowered(
    package: WordPackage, numbers: dict[str, list[int]], settings: MergeSettings, folder: Path
) -> Lowered:
    """The letter with its fields as tags.

    `numbers` are those of the paragraphs of parts that were changed before, `settings` those of its merge,
    `folder` is where pictures are looked for.
    """
    made = Lowered(package, settings, numbers=dict(numbers))
    parts = [p for p in package.text_parts() if p.is_word and _HAS_FIELDS.search(package.data(p.name))]
    if not parts:
        return made
    writers = [PartWriter(package, part, made, tuple(numbers.get(part.name, ()))) for part in parts]
    places: dict[str, list[Event | Field]] = {}
    for writer in writers:
        for name, pieces in writer.bookmarks():
            places.setdefault(name, pieces)
    defined = frozenset(name for writer in writers for name in writer.names_set())
    meanings = Meanings(mapping(settings.mapped), places, defined)
    changed: dict[str, bytes] = {}
    for writer in writers:
        writer.meanings, writer.folder = meanings, folder
        writer.write(changed)
    if made.skips and made.advances:
        made.problems += [replace(p, code="NM-T95") for p in made.advances[:1]]
    if changed:
        made.package = package.replacing(changed, frozenset())
    return made
