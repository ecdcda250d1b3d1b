"""Word's own fields in a model letter (NM-T80 to NM-T119)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
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
        N_("For labels use: noticemerge labels with -t. In a letter to one member delete the field."),
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
    "NM-T86": Kind(
        ERROR,
        N_('{field} cannot be understood at "{at}".'),
        N_("In Word press Alt+F9 to see the field's code, and correct it there."),
    ),
    "NM-T87": Kind(
        ERROR,
        N_('{field}: "{picture}" is not understood as the form of a value.'),
        N_('Numbers are written as in \\# "#,##0", dates as in \\@ "yyyy年M月d日" or \\@ "ggge年M月d日".'),
    ),
    "NM-T88": Kind(
        ERROR,
        N_('{field}: "{picture}" has no effect behind \\*, as Word requires it in front.'),
        N_("Write what stands behind \\# or \\@ first, and \\* behind it."),
    ),
    "NM-T89": Kind(
        ERROR,
        N_("{inner} stands in a {word} field, which Word makes up anew whenever the letter is opened."),
        N_("Put the text of the {word} field in its place, or take the inner field out."),
    ),
    "NM-T90": Kind(
        ERROR,
        N_("{field}: the form of {word} is not told in the field."),
        N_("Write the lines with fields of their own, such as ≪会社名≫ and ≪氏名≫."),
    ),
    "NM-T91": Kind(
        ERROR,
        N_(
            "{field}: {word} works only in the text itself, not in a header, footer or note, nor in another field."
        ),
        N_("Take it out, or put it into the text."),
    ),
    "NM-T92": Kind(
        ERROR,
        N_(
            "{field}: what {word} gives is known only when Word opens the letter, so nothing can depend on it."
        ),
        N_("Take it out of the condition or the formula."),
    ),
    "NM-T93": Kind(
        ERROR,
        N_('{field}: in "{picture}" the hyphen is a sign of numbers, and would be printed as a blank.'),
        N_("Write: {cured}"),
    ),
    "NM-T95": Kind(
        ERROR,
        N_("SKIPIF stands beside {field}: programs do not agree on which members that leaves out."),
        N_("Take SKIPIF out, and choose the members with --where."),
    ),
    "NM-T96": Kind(
        ERROR,
        N_("{field} begins in one place and ends in another: in a link, a content control or a cell."),
        N_("Delete it in Word and insert it anew, whole in the text or whole in that place."),
    ),
    "NM-T97": Kind(
        ERROR,
        N_("{field}: a tag stands in a field whose result takes one form (\\*)."),
        N_("Take the switch \\* out of the field, or use fields only."),
    ),
    "NM-T98": Kind(
        ERROR,
        N_('{field}: nothing in the letter is called "{name}" (bookmark).'),
        N_("For a column of the list write: MERGEFIELD {name}"),
    ),
    "NM-T99": Kind(
        ERROR,
        N_('{field}: "{name}" could be more than one column: {names}.'),
        N_("Write the heading of the column exactly as it stands in the list."),
    ),
    "NM-T100": Kind(
        ERROR,
        N_('{field}: the list has no column called "{name}".'),
        N_("See all names with: noticemerge fields"),
    ),
    "NM-T101": Kind(
        ERROR,
        N_('{field}: the list has no column called "{name}".'),
        N_('Did you mean "{guess}"?'),
    ),
    "NM-T102": Kind(
        ERROR,
        N_("{field}: \"{name}\" is a word of another program's templates, not of Word's mail merge."),
        N_("Take it out; what is to be repeated or chosen is written with tags such as {{%p for … %}}."),
    ),
    "NM-T103": Kind(
        ERROR,
        N_("{field}: the list has none of the columns that the block is made of: {names}."),
        N_("Write the lines with fields of their own, such as ≪会社名≫ and ≪氏名≫."),
    ),
    "NM-T104": Kind(
        ERROR,
        N_('"{value}" does not suit {field}.'),
        N_("Correct the value in the list, or the field: a number, a date or a word was wanted there."),
    ),
    "NM-T105": Kind(
        ERROR,
        N_("This Word document is a directory: it lists all members one after the other."),
        N_("In Word choose Mailings, Start Mail Merge, Letters, and save; then each member gets a letter."),
    ),
    "NM-T106": Kind(
        ERROR,
        N_("The Word document chooses among the members itself ({query}), and nobody was chosen here."),
        N_(
            "Choose them with --where, --only or --skip; or take the filter out in Word (Edit Recipient List)."
        ),
    ),
    "NM-T107": Kind(
        WARNING,
        N_(
            "The Word document sorts the members itself ({query}); letters are made in the order of the list."
        ),
        N_("Sort the list in Excel if the order matters."),
    ),
    "NM-T108": Kind(
        WARNING,
        N_(
            "{field} stands in a header, footer or note of a sheet with several members: it prints the last one."
        ),
        N_("Move it into the text, or take it out."),
    ),
    "NM-T109": Kind(
        ERROR,
        N_("{field} computes with cells that tags are written in, which only Word's own fields allow."),
        N_("Put merge fields into those cells, or let Excel make the sum in a column of the list."),
    ),
    "NM-T110": Kind(
        WARNING,
        N_("{field}: the condition asks nothing of a member, and comes out the same for everybody."),
        N_("Put a merge field on one side of it, or write the words that are meant as plain text."),
    ),
    "NM-T111": Kind(
        NOTE,
        N_("{typed}: the condition is true for all {count} members of the list."),
        N_("If that is meant, nothing needs to be done. Else correct the field, or the list."),
    ),
    "NM-T112": Kind(
        NOTE,
        N_("{typed}: the condition is true for none of the {count} members of the list."),
        N_("If that is meant, nothing needs to be done. Else correct the field, or the list."),
    ),
    "NM-T113": Kind(
        ERROR,
        N_('{field}: there is no picture at "{value}".'),
        N_(
            "Put a PNG, JPEG, GIF, BMP or TIFF file there, or correct the path; it begins at the model letter's folder."
        ),
    ),
    "NM-T114": Kind(
        ERROR,
        N_("{field} draws a barcode, which is not drawn from a Word field."),
        N_(
            "For a QR code write a tag such as {{{{ 会員番号|QR }}}}; the customer barcode is printed by "
            "noticemerge labels --barcode."
        ),
    ),
    "NM-T115": Kind(
        WARNING,
        N_("{field} repeats a bookmark that is not in the letter: what Word last showed there is printed."),
        N_("Delete the field, or write the words themselves in its place."),
    ),
}
