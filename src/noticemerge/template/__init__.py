"""The model letter (ひな形): a Word file becomes a letter maker.

In: a .docx file and the names its tags may use. Out: a `BoundTemplate` that fills letters as bytes, with
every doubt about the file. `planning` binds it, `output` has letters made by it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from noticemerge.template.comparisons import Incomparable, can_be_ordered, equal
from noticemerge.template.conditions import Answers, Condition, empty_ones, in_question
from noticemerge.template.field_names import COMPUTED, NOTICE, ROSTER, Name, Names
from noticemerge.template.fields.binding import COUNTS as MERGE_COUNTS
from noticemerge.template.filter_functions import more_places
from noticemerge.template.fixed_spaces import too_much
from noticemerge.template.letter_maker import LetterMaker
from noticemerge.template.likely_mistakes import blank_in
from noticemerge.template.package import PART_NAMES, RELATIONSHIP, W, WordPackage, parse_xml, rels_name
from noticemerge.template.plain_text import filled_text, pictures_in, read_text
from noticemerge.template.sheet_template import BoundSheet, Sheet, SheetTemplate
from noticemerge.template.tag_checks import ATTACHMENTS
from noticemerge.template.tags import Paragraph, Scanned, scan
from noticemerge.template.template import BoundTemplate, LetterTemplate
from noticemerge.template.zip_archive import COMPRESSOR, Archive, Entry, deflated

if TYPE_CHECKING:
    from noticemerge.template.corrected_document import corrected_copy
    from noticemerge.template.marked_document import marked_copy

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
# Modules that load python-docx, which most runs do without.
_ON_DEMAND = {
    "corrected_copy": "corrected_document",
    "marked_copy": "marked_document",
}


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
