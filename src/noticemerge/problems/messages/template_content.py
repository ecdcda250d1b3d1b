"""Problems of the content of a model letter (from NM-T50 on)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-T50": Kind(
        NOTE,
        N_("The comments of the model letter are left out of the letters."),
        "",
    ),
    "NM-T51": Kind(
        NOTE,
        N_(
            "The data source of Word's own mail merge, or the path of the attached template, is left out of the letters."
        ),
        "",
    ),
    "NM-T52": Kind(
        ERROR,
        N_('{typed}: the sheet 通知 has no line called "{name}".'),
        N_("Add the line to the sheet, set it with --set, or take the tag out of the letter."),
    ),
    "NM-T53": Kind(
        ERROR,
        N_("{typed} prints a picture, and this place holds text only."),
        N_("Move the tag into the text of the letter, or take |QR out of it."),
    ),
    "NM-T54": Kind(
        ERROR,
        N_('{typed} repeats "{name}", which is one text and no list: each character would be one turn.'),
        N_("Repeat 添付資料; for a field that may be empty write {{%p if {name} %}} … {{%p endif %}}."),
    ),
    "NM-T55": Kind(
        ERROR,
        N_("A section break stands between {opener} and {typed}; the section would come and go with them."),
        N_("Move the section break out, or end the condition before it and begin a new one behind it."),
    ),
    "NM-T56": Kind(
        ERROR,
        N_(
            'This place shows the document property that holds {typed}; the letter\'s own text there, "{text}", '
            "would be another."
        ),
        N_("Write {typed} in the place itself (content control) too."),
    ),
    "NM-T57": Kind(
        WARNING,
        N_("Hidden text goes out with every letter; whoever shows hidden text can read it."),
        N_("Delete it in the model letter (Home, the ¶ button shows it), unless it is meant to go out."),
    ),
    "NM-T58": Kind(
        NOTE,
        N_("The letters carry the model letter's properties: {said}."),
        N_("In Word, File, Info, Inspect Document removes personal names, if they should not go out."),
    ),
    "NM-T59": Kind(
        NOTE,
        N_("The letters carry data that is not seen in the text: {said}."),
        N_("In Word, File, Info, Inspect Document shows and removes it, if it should not go out."),
    ),
    "NM-T60": Kind(
        ERROR,
        N_("The letter made from this template is not sound and was not written."),
        N_("Please report this with the template; it should have been found before."),
    ),
    "NM-T61": Kind(
        ERROR,
        N_("A value does not fit its tag: {detail}"),
        N_("Check the member's cells, and the filters of the tag."),
    ),
    "NM-T62": Kind(
        ERROR,
        N_('{typed}: "{pattern}" is not understood as the form of a date.'),
        N_('Write it as in {{{{ 発信日|日付("yyyy年M月d日（aaa）") }}}} or "ggge年M月d日".'),
    ),
    "NM-T63": Kind(
        ERROR,
        N_('"{value}" does not suit {typed}.'),
        N_("Correct the value, or take the filter (what stands behind |) out of the tag."),
    ),
    "NM-T64": Kind(
        ERROR,
        N_("The letter would grow beyond all measure: repetitions stand within repetitions."),
        N_("Take out the inner repetition."),
    ),
    "NM-T65": Kind(
        ERROR,
        N_("A letter came out with {found} {what} where the model letter has {wanted}; it was not written."),
        N_("Please report this with the template; it should have been found before."),
    ),
    "NM-T66": Kind(
        ERROR,
        N_("{typed} works only in a table's cell, and vm and hm only in a repetition."),
        N_("Put it into the cell it is meant for, or take it out."),
    ),
    "NM-T67": Kind(
        WARNING,
        N_("The automatic numbers of this paragraph run on from one turn of {opener} to the next."),
        N_("If each turn should begin with 1, type the numbers with {{{{ loop.index }}}} instead."),
    ),
    "NM-T68": Kind(
        WARNING,
        N_('The comment {typed} takes "{beside}" out of every letter with it.'),
        N_("If that text should stay, put the comment in a paragraph (or row) of its own."),
    ),
    "NM-T69": Kind(
        NOTE,
        N_("The tracked changes were accepted in the letters, as --accept-changes asks."),
        "",
    ),
    "NM-T70": Kind(
        ERROR,
        N_("{typed} would print its text outside of any cell, where Word shows none."),
        N_("Write it without tr or tc: {cured}"),
    ),
    "NM-T71": Kind(
        ERROR,
        N_("{typed} prints the honorific too; with {honorific} behind it, there would be two."),
        N_("Take {honorific} behind the tag out."),
    ),
    "NM-T72": Kind(
        ERROR,
        N_("{typed} asks something, so that it prints nothing."),
        N_("Write the field alone, or a condition: {{% if … %}}…{{% endif %}}"),
    ),
    "NM-T73": Kind(
        ERROR,
        N_('{typed} prints the word "{name}" itself in every letter, for it stands between quotation marks.'),
        N_("To print the field, write {cured}"),
    ),
    "NM-T74": Kind(
        ERROR,
        N_('{typed}: nothing is called "{name}".'),
        N_("If it is the text to compare with, put it between quotation marks: {cured}"),
    ),
    "NM-T75": Kind(
        WARNING,
        N_('"{text}" seems to stand for something that is still to be written.'),
        N_("Write it, unless it is meant to be printed so."),
    ),
}
