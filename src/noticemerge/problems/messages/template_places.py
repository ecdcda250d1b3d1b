"""Tags in places beside the text, marks of other programs, and documents of unusual form (NM-T120 to NM-T149)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-T120": Kind(
        ERROR,
        N_("The model letter holds a document type declaration (DTD) in {part}, which Word never writes."),
        N_("Open it in Word and save it under a new name; a DTD can hide what makes a program run wild."),
    ),
    "NM-T121": Kind(
        ERROR,
        N_("The model letter is a Word template with macros (.dotm)."),
        N_('In Word choose Save As and the type "Word Document (*.docx)"; letters must not carry macros.'),
    ),
    "NM-T122": Kind(
        NOTE,
        N_(
            "The digital signature of the model letter is left out of the letters: it holds for that file alone."
        ),
        "",
    ),
    "NM-T123": Kind(
        ERROR,
        N_("The tag {typed} is too long or has too many brackets to be understood."),
        N_("Make several tags or conditions of it."),
    ),
    "NM-T124": Kind(
        ERROR,
        N_('{typed}: {count} columns of the list are headed "{name}".'),
        N_("Give them different headings in the list, and write in the tag the one that is meant."),
    ),
    "NM-T125": Kind(
        ERROR,
        N_("{typed} can mean several columns of the list."),
        N_("Write the heading of the one that is meant: {ways}"),
    ),
    "NM-T126": Kind(
        ERROR,
        N_("The part {part} of the model letter is damaged; Word would have to repair every letter."),
        N_(
            "If it is a picture, delete it and insert it anew; then save the letter in Word under a new name."
        ),
    ),
    "NM-T127": Kind(
        ERROR,
        N_("{typed} stands in {where}, which is seen and cannot be filled in."),
        N_("Write the tag in the text of the letter or in a text box, and delete it there."),
    ),
    "NM-T128": Kind(
        ERROR,
        N_("{typed} stands in an inserted file ({part}), whose text is not the letter's own yet."),
        N_("Open the letter in Word, click into the inserted text, save it, and check again."),
    ),
    "NM-T129": Kind(
        ERROR,
        N_("{typed} stands in {where}, where p, tr, tc and words for cells mean nothing."),
        N_("Write it without p, tr or tc; a condition begins and ends in that same text."),
    ),
    "NM-T130": Kind(
        ERROR,
        N_("{typed} is the mark of another program and would be printed as it stands."),
        N_("Write {cured} in its place."),
    ),
    "NM-T131": Kind(
        WARNING,
        N_("{typed} names a field of the list and is printed as it stands."),
        N_("If the member's own is meant, write {cured}; if it is a label, leave it."),
    ),
    "NM-T132": Kind(
        ERROR,
        N_('"{text}" stands for an addressee and would be printed as it stands.'),
        N_("Write the addressee's tag in its place, such as {{{{ 宛名 }}}}."),
    ),
}
