"""Word's own fields in a model letter (NM-T80 to NM-T119)."""

from noticemerge.problems.kind import ERROR, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-T80": Kind(
        ERROR,
        N_("A Word field has lost its beginning or its end: {field}"),
        N_("In Word press Alt+F9 to see field codes, delete what is left of it, and insert it anew."),
    ),
    "NM-T81": Kind(
        ERROR,
        N_(
            '{field} repeats what stands at the bookmark "{name}", where a tag stands: it would print old words.'
        ),
        N_("Write the tag again in the place of the field."),
    ),
    "NM-T82": Kind(
        ERROR,
        N_("{typed} is plain text and no field of Word's: it would be printed as it stands."),
        N_("Write {cured} in its place."),
    ),
    "NM-T83": Kind(
        ERROR,
        N_("{field} goes on to the next member ({count} of them): this is a sheet for several members."),
        N_("For labels use: noticemerge labels. In a letter to one member delete the field."),
    ),
    "NM-T84": Kind(
        ERROR,
        N_("{field} brings its content from another file or program, which a letter cannot do."),
        N_("Select it in Word and press Ctrl+Shift+F9, which makes it plain, or delete it."),
    ),
    "NM-T85": Kind(
        ERROR,
        N_("{field} asks a question while letters are made, and nobody is asked."),
        N_(
            "Put a tag in its place, such as {{{{ 担当者 }}}}, and give the answer in the sheet 通知 or with --set."
        ),
    ),
}
