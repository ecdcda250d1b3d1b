"""What a Japanese office takes for granted: names of fields, eras, honorifics, numerals, widths.

In: texts and dates. Out: texts, dates, and the meaning of words. Knows nothing of files; every
room above calls it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from noticemerge.japan.calendar_day import current_day as current_day
    from noticemerge.japan.customer_barcode import CustomerBarcode as CustomerBarcode
    from noticemerge.japan.customer_barcode import NoBarcode as NoBarcode
    from noticemerge.japan.customer_barcode import barcode_of as barcode_of
    from noticemerge.japan.dates_in_text import DateInText as DateInText
    from noticemerge.japan.dates_in_text import dates_in as dates_in
    from noticemerge.japan.era_dates import DateRead as DateRead
    from noticemerge.japan.era_dates import MonthRead as MonthRead
    from noticemerge.japan.era_dates import era_of as era_of
    from noticemerge.japan.era_dates import no_such_day as no_such_day
    from noticemerge.japan.era_dates import read_date as read_date
    from noticemerge.japan.era_dates import read_month as read_month
    from noticemerge.japan.era_dates import seireki as seireki
    from noticemerge.japan.era_dates import wareki as wareki
    from noticemerge.japan.honorific import FOR_PERSONS as FOR_PERSONS
    from noticemerge.japan.honorific import NONE_WORDS as NONE_WORDS
    from noticemerge.japan.honorific import USUAL as USUAL
    from noticemerge.japan.honorific import Named as Named
    from noticemerge.japan.honorific import take_off as take_off
    from noticemerge.japan.invisible_characters import INVISIBLE as INVISIBLE
    from noticemerge.japan.invisible_characters import trimmed as trimmed
    from noticemerge.japan.invisible_characters import visible as visible
    from noticemerge.japan.invisible_characters import without_controls as without_controls
    from noticemerge.japan.kanji_numerals import as_read as as_read
    from noticemerge.japan.kanji_numerals import digit_by_digit as digit_by_digit
    from noticemerge.japan.kanji_numerals import general_as_read as general_as_read
    from noticemerge.japan.name_folding import fold as fold
    from noticemerge.japan.name_folding import folded_text as folded_text
    from noticemerge.japan.name_folding import nearest as nearest
    from noticemerge.japan.name_folding import same as same
    from noticemerge.japan.patterns import lazy_pattern as lazy_pattern
    from noticemerge.japan.person_names import Likeness as Likeness
    from noticemerge.japan.person_names import is_family_name as is_family_name
    from noticemerge.japan.person_names import is_foreign_name as is_foreign_name
    from noticemerge.japan.person_names import likeness_to_person as likeness_to_person
    from noticemerge.japan.standard_fields import Field as Field
    from noticemerge.japan.standard_fields import vocabulary as vocabulary
    from noticemerge.japan.stored_text import CellText as CellText
    from noticemerge.japan.text_width import width as width

# Loaded when first asked for: --help needs next to nothing of this room, and took 1.4 times as long.
_MODULES = {
    "customer_barcode": ("CustomerBarcode", "NoBarcode", "barcode_of"),
    "calendar_day": ("current_day",),
    "dates_in_text": ("DateInText", "dates_in"),
    "era_dates": (
        "DateRead",
        "MonthRead",
        "era_of",
        "no_such_day",
        "read_date",
        "read_month",
        "seireki",
        "wareki",
    ),
    "honorific": ("FOR_PERSONS", "NONE_WORDS", "Named", "USUAL", "take_off"),
    "invisible_characters": ("INVISIBLE", "trimmed", "visible", "without_controls"),
    "kanji_numerals": ("as_read", "digit_by_digit", "general_as_read"),
    "patterns": ("lazy_pattern",),
    "name_folding": ("fold", "folded_text", "nearest", "same"),
    "person_names": ("Likeness", "is_family_name", "is_foreign_name", "likeness_to_person"),
    "standard_fields": ("Field", "vocabulary"),
    "stored_text": ("CellText",),
    "text_width": ("width",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
