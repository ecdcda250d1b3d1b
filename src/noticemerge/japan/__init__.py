"""What a Japanese office takes for granted: names of fields, eras, honorifics, numerals, widths.

In and out: plain texts, dates and numbers. Knows nothing of files; every room above calls it.
"""

from noticemerge.japan.customer_barcode import CustomerBarcode, NoBarcode, customer_barcode
from noticemerge.japan.era_dates import DateRead, era_of, read_date, seireki, wareki
from noticemerge.japan.honorific import FOR_PERSONS, NONE_WORDS, USUAL, Named, take_off
from noticemerge.japan.invisible_characters import INVISIBLE, trimmed, visible, without_controls
from noticemerge.japan.kanji_numerals import as_read, digit_by_digit, general_as_read
from noticemerge.japan.name_folding import fold, nearest, same
from noticemerge.japan.standard_fields import Field, vocabulary
from noticemerge.japan.text_width import width

__all__ = [
    "FOR_PERSONS",
    "INVISIBLE",
    "NONE_WORDS",
    "USUAL",
    "CustomerBarcode",
    "DateRead",
    "Field",
    "Named",
    "NoBarcode",
    "as_read",
    "customer_barcode",
    "digit_by_digit",
    "era_of",
    "fold",
    "general_as_read",
    "nearest",
    "read_date",
    "same",
    "seireki",
    "take_off",
    "trimmed",
    "visible",
    "vocabulary",
    "wareki",
    "width",
    "without_controls",
]
