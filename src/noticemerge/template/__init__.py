"""The model letter (ひな形): a Word file becomes a letter maker.

In: a .docx file and the names its tags may use. Out: a `BoundTemplate` that fills letters as bytes, with
every doubt about the file. `planning` binds it, `output` has letters made by it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticemerge.template.comparisons import Incomparable, can_be_ordered, equal
    from noticemerge.template.conditions import Answers, Condition, empty_ones, in_question
    from noticemerge.template.corrected_document import corrected_copy
    from noticemerge.template.field_names import ATTACHMENTS, COMPUTED, NOTICE, ROSTER, Name, Names
    from noticemerge.template.fields.binding import MERGE_COUNTS
    from noticemerge.template.filter_functions import more_places
    from noticemerge.template.fixed_spaces import too_much
    from noticemerge.template.letter_maker import LetterMaker
    from noticemerge.template.likely_mistakes import blank_in
    from noticemerge.template.marked_document import marked_copy
    from noticemerge.template.package import PART_NAMES, RELATIONSHIP, W, WordPackage, parse_xml, rels_name
    from noticemerge.template.plain_text import filled_text, pictures_in, read_text
    from noticemerge.template.sheet_template import BoundSheet, Sheet, SheetTemplate
    from noticemerge.template.tags import Paragraph, Scanned, scan
    from noticemerge.template.template import BoundTemplate, LetterTemplate
    from noticemerge.template.zip_archive import COMPRESSOR, Archive, Entry, deflated

__all__ = [
    "ATTACHMENTS",
    "COMPRESSOR",
    "COMPUTED",
    "MERGE_COUNTS",
    "NOTICE",
    "PART_NAMES",
    "RELATIONSHIP",
    "ROSTER",
    "Answers",
    "Archive",
    "BoundSheet",
    "BoundTemplate",
    "Condition",
    "Entry",
    "Incomparable",
    "LetterMaker",
    "LetterTemplate",
    "Name",
    "Names",
    "Paragraph",
    "Scanned",
    "Sheet",
    "SheetTemplate",
    "W",
    "WordPackage",
    "blank_in",
    "can_be_ordered",
    "corrected_copy",
    "deflated",
    "empty_ones",
    "equal",
    "filled_text",
    "in_question",
    "marked_copy",
    "more_places",
    "parse_xml",
    "pictures_in",
    "read_text",
    "rels_name",
    "scan",
    "too_much",
]
# Labels need its names of fields alone, letters no marked copy: each module is loaded when asked for.
_MODULES = {
    "comparisons": ("Incomparable", "can_be_ordered", "equal"),
    "conditions": ("Answers", "Condition", "empty_ones", "in_question"),
    "corrected_document": ("corrected_copy",),
    "field_names": ("ATTACHMENTS", "COMPUTED", "NOTICE", "Name", "Names", "ROSTER"),
    "fields.binding": ("MERGE_COUNTS",),
    "filter_functions": ("more_places",),
    "fixed_spaces": ("too_much",),
    "letter_maker": ("LetterMaker",),
    "likely_mistakes": ("blank_in",),
    "marked_document": ("marked_copy",),
    "package": ("PART_NAMES", "RELATIONSHIP", "W", "WordPackage", "parse_xml", "rels_name"),
    "plain_text": ("filled_text", "pictures_in", "read_text"),
    "sheet_template": ("BoundSheet", "Sheet", "SheetTemplate"),
    "tags": ("Paragraph", "Scanned", "scan"),
    "template": ("BoundTemplate", "LetterTemplate"),
    "zip_archive": ("Archive", "COMPRESSOR", "Entry", "deflated"),
}
_ON_DEMAND = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
