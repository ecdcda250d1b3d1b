"""Fields that Word itself keeps up to date, or that hold nothing of a member: they stay as they are."""

from __future__ import annotations

from noticemerge.template.fields.reader import Field

# Words of fields that Word itself keeps up to date, or that hold nothing of a member.
LIVE = frozenset(
    {
        "ADDIN", "ADVANCE", "AUTHOR", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "AUTOTEXT",
        "AUTOTEXTLIST", "BARCODE", "BIBLIOGRAPHY", "BIDIOUTLINE", "CITATION", "COMMENTS",
        "CONTROL", "CREATEDATE", "DATE", "DISPLAYBARCODE", "DOCPROPERTY", "DOCVARIABLE",
        "EDITTIME", "EMBED", "EQ", "FILENAME", "FILESIZE", "FORMCHECKBOX", "FORMDROPDOWN",
        "FORMTEXT", "GLOSSARY", "GOTOBUTTON", "HTMLACTIVEX", "HYPERLINK", "INCLUDEPICTURE",
        "INDEX", "INFO", "KEYWORDS", "LASTSAVEDBY", "LISTNUM", "NOTEREF", "NUMCHARS", "NUMPAGES",
        "NUMWORDS", "PAGE", "PAGEREF", "PRINT", "PRINTDATE", "PRIVATE", "RD", "REVNUM", "SAVEDATE",
        "SECTION", "SECTIONPAGES", "SEQ", "SHAPE", "STYLEREF", "SUBJECT", "SYMBOL", "TA", "TC",
        "TEMPLATE", "TIME", "TITLE", "TOA", "TOC", "USERADDRESS", "USERINITIALS", "USERNAME", "XE",
    }
)  # fmt: skip
# What only Word knows, page by page.
_OF_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF"})


def is_of_pages(one: Field) -> bool:
    """Whether a condition or formula asks of pages alone (§17.16.5.22): { IF { PAGE } = { NUMPAGES } … }.

    It has nothing to do with members, and Word answers it whenever the letter is opened.
    """
    inner = list(one.inner())
    return (
        one.word in ("IF", "COMPARE", "=")
        and bool(inner)
        and all(field.word in _OF_PAGES or is_of_pages(field) for field in inner)
    )
