"""Conditions that cannot mean what they say (NM-T150 to NM-T162, NM-T171)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-T150": Kind(
        ERROR,
        N_("{typed}: {part} stands there alone, without a field to compare it with, and so is always true."),
        N_("Write: {cured}"),
    ),
    "NM-T151": Kind(
        ERROR,
        N_("{typed}: the comma cuts the number in two, and something else is compared."),
        N_("Write numbers without commas, and several values in square brackets: {cured}"),
    ),
    "NM-T152": Kind(
        ERROR,
        N_("{typed}: every part of the text {part} would be taken for one of its values."),
        N_("Write the values apart: {cured}"),
    ),
    "NM-T153": Kind(
        ERROR,
        N_("{typed}: the condition behind else would not be looked at."),
        N_("Write elif for else if: {cured}"),
    ),
    "NM-T154": Kind(
        ERROR,
        N_('{typed}: the words behind "{word}" would not be looked at.'),
        N_("Write {cured}; a further condition is written with elif."),
    ),
    "NM-T155": Kind(
        ERROR,
        N_("{typed} stands behind an else of the same condition ({opener}) and would never be reached."),
        N_("A condition has one else, as its last part. Delete this one, or write elif for the one before."),
    ),
    "NM-T156": Kind(
        ERROR,
        N_("{typed}: {part} is neither a number nor a date, so that nothing is greater or smaller."),
        N_('Write a number or a whole date, such as {{% if 入会日 < "2020/4/1" %}}.'),
    ),
    "NM-T157": Kind(
        WARNING,
        N_('{typed}: no member of the list has "{wanted}" under {name}.'),
        N_('Did you mean "{guess}"? Width, capitals and spaces count.'),
    ),
    "NM-T158": Kind(
        NOTE,
        N_('{typed}: no member of the list has "{wanted}" under {name}.'),
        N_("If a member should, correct it: the list says {values}. Else nothing needs to be done."),
    ),
    "NM-T171": Kind(
        NOTE,
        N_("{typed} names {count} values that no member of the list has under {name}: {wanted}…"),
        N_("If members should, correct them: the list says {values}. Else nothing needs to be done."),
    ),
    "NM-T159": Kind(
        NOTE,
        N_("{typed} is true for all {count} members of the list."),
        N_("If that is meant, nothing needs to be done; a note in the tag ends this message: {noted}"),
    ),
    "NM-T160": Kind(
        NOTE,
        N_("{typed} is true for none of the {count} members of the list."),
        N_("If that is meant, nothing needs to be done; a note in the tag ends this message: {noted}"),
    ),
    "NM-T161": Kind(
        ERROR,
        N_("{typed} compares a field with several values at once, which is never the same."),
        N_("Write: {cured}"),
    ),
    "NM-T172": Kind(
        ERROR,
        N_("{typed}: behind in stands {part}, which is no list to look in."),
        N_("Write: {cured}"),
    ),
    "NM-T162": Kind(
        ERROR,
        N_('{typed}: no cell under {name} can be compared with this ("{text}", say).'),
        N_("Compare dates with a whole date in quotation marks, and numbers with a number."),
    ),
}
