"""How letters look and go on paper: as text, as PDF, as pictures, all in one file to print.

In: letters as bytes, or an output folder with its record. Out: lines of text with what was filled in marked,
files made by LibreOffice or Word, and one document of many letters. `preview`, `bundle` and `pdf` call it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticemerge.paper.bundle import Bundled, make_bundle, refuse_without_record
    from noticemerge.paper.combined_document import one_document
    from noticemerge.paper.conversion import Office
    from noticemerge.paper.folder_letters import Choice
    from noticemerge.paper.letter_pdfs import MadePdfs, make_pdfs
    from noticemerge.paper.letter_text import BEGIN, END, LetterText, plain
    from noticemerge.paper.libreoffice import as_pdf, pages
    from noticemerge.paper.offices import find_office, fonts_missing_for
    from noticemerge.paper.proofs import PROOFS_FILE, Proofs, make_proofs, proof_page

__all__ = [
    "BEGIN",
    "END",
    "PROOFS_FILE",
    "Bundled",
    "Choice",
    "LetterText",
    "MadePdfs",
    "Office",
    "Proofs",
    "as_pdf",
    "find_office",
    "fonts_missing_for",
    "make_bundle",
    "make_pdfs",
    "make_proofs",
    "one_document",
    "pages",
    "plain",
    "proof_page",
    "refuse_without_record",
]
# Each command needs a part of this room, and starts faster without the others.
_MODULES = {
    "bundle": ("Bundled", "make_bundle", "refuse_without_record"),
    "combined_document": ("one_document",),
    "conversion": ("Office",),
    "folder_letters": ("Choice",),
    "letter_pdfs": ("MadePdfs", "make_pdfs"),
    "letter_text": ("BEGIN", "END", "LetterText", "plain"),
    "libreoffice": ("as_pdf", "pages"),
    "offices": ("find_office", "fonts_missing_for"),
    "proofs": ("PROOFS_FILE", "Proofs", "make_proofs", "proof_page"),
}
_ON_DEMAND = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return getattr(import_module(f"{__name__}.{_ON_DEMAND[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
