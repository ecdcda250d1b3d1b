"""Problems of the choice of members, of file names, and of list and letter together (NM-S)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-S01": Kind(
        ERROR,
        N_("--only or --skip names {number}, but no member has this number."),
        N_("Check the number in the list; see it with: noticemerge check"),
    ),
    "NM-S02": Kind(
        ERROR,
        N_("--where {condition} cannot be understood."),
        N_("Write it like: --where 発送方法=郵送 (or != for all others)."),
    ),
    "NM-S03": Kind(
        ERROR,
        N_('--where {condition}: the list has no column "{name}".'),
        N_(
            "For a column of the register (返信) name it with --register. See the columns with: noticemerge fields"
        ),
    ),
    "NM-S04": Kind(
        ERROR,
        N_('--name {pattern}: nothing is called "{name}" in the list or the notice.'),
        N_("Use names of columns, such as {{会員番号}}_{{会社名}}."),
    ),
    "NM-S05": Kind(
        ERROR,
        N_("No member is left to write to."),
        N_("Check --only, --skip, --where and the column 送付不要."),
    ),
    "NM-S06": Kind(
        ERROR,
        N_("--where {condition}: this holds for no member."),
        N_("Under {heading} there is: {values}."),
    ),
    "NM-S07": Kind(
        ERROR,
        N_("--where {condition}: this holds for no member."),
        N_('Is "{guess}" meant? Under {heading} there is: {values}.'),
    ),
    "NM-S08": Kind(
        ERROR,
        N_('--where {condition}: neither the list nor the register {register} has a column "{name}".'),
        N_("The clerk's columns of the register are: {headings}."),
    ),
    "NM-S09": Kind(
        ERROR,
        N_("No member meets all conditions at once: {counts}."),
        N_("Leave one of them out, or correct it."),
    ),
    "NM-S10": Kind(
        ERROR,
        N_('"{text}" under {heading} says neither yes, no nor a number of copies.'),
        N_("Write ○, × or a number."),
    ),
    "NM-S11": Kind(
        WARNING,
        N_("Empty cells under {heading} are read as {meaning}, since the others only say {others}."),
        N_("Write ○ or × in every cell to be sure."),
    ),
    "NM-S12": Kind(
        ERROR,
        N_("{heading} is empty here, and the other cells do not tell what that means."),
        N_("Write ○, × or a number."),
    ),
    "NM-S13": Kind(
        WARNING,
        N_("The cell is empty, but the letter prints it among other words ({typed})."),
        N_("Fill the cell, or put the words into a condition: {{% if {name} %}}…{{% endif %}}"),
    ),
    "NM-S14": Kind(
        WARNING,
        N_("The list has a column called {name} too; {{{{ {name} }}}} prints the computed one."),
        N_("For the column write {{{{ 名簿.{name} }}}}."),
    ),
    "NM-S15": Kind(
        WARNING,
        N_('The heading "{heading}" is not known, and nothing uses its column.'),
        N_('Is it "{guess}"? Then correct it in the list; else nothing needs to be done.'),
    ),
    "NM-S16": Kind(
        ERROR,
        N_('"{text}" already ends with {own}, and the letter prints {honorific} behind it ({typed}).'),
        N_("Take {own} out of the cell, or write {{{{ 宛名 }}}} in the letter, which never doubles it."),
    ),
    "NM-S17": Kind(
        NOTE,
        N_("Columns of the list that the letter does not use: {headings}"),
        N_("Nothing to do, unless one of them should be printed: write its heading in a tag."),
    ),
    "NM-S18": Kind(
        WARNING,
        N_('The cell says "{text}" and so is not empty: for {typed} that counts as yes.'),
        N_('If it means no, empty the cell, or compare in the letter: {{% if {name} == "○" %}}'),
    ),
    "NM-S19": Kind(
        WARNING,
        N_("The line {name} is empty; where the letters print it ({typed}) there is nothing."),
        N_("Write it in the sheet 通知, or take the tag out of the letter."),
    ),
    "NM-S21": Kind(
        ERROR,
        N_("The line {name} is empty, and the letters print it ({typed}): they would go out without it."),
        N_("Write it in this cell, or take the tag out of the letter."),
    ),
    "NM-S20": Kind(
        WARNING,
        N_('"{text}" seems to stand for something that is still to be written.'),
        N_("Write it, unless it is meant to be printed so."),
    ),
    "NM-S22": Kind(
        NOTE,
        N_("--where {condition} goes by the register {register}: it holds for {count}."),
        N_("Another register is named with --register."),
    ),
    "NM-S30": Kind(
        ERROR,
        N_('The column "{heading}" is not used; it may be part of {label}.'),
        N_("If it is, type {map} ; if it is not: {ignore} (Another field's name will do, too.)"),
    ),
    "NM-S31": Kind(
        ERROR,
        N_('The column "{heading}" looks as if it said who gets an attachment, but it is not clear which.'),
        N_("If it is one of them, type {map} (with its number); if not: {ignore}"),
    ),
    "NM-S32": Kind(
        NOTE,
        N_(
            "These columns belong to another person or place than the letters go to, and are not printed: {headings}"
        ),
        N_("Nothing to do, if that is right. If one of them is meant: {this}"),
    ),
    "NM-S33": Kind(
        WARNING,
        N_("The letter prints {label}, but no column of the list is a postcode."),
        N_("Give its column the heading 郵便番号, or say which it is with --map 郵便番号=…"),
    ),
    "NM-S34": Kind(
        ERROR,
        N_('"{heading}" stands between the representative and the contact, and may be the title of either.'),
        N_("Say whose it is: {this} (representative) or {that} (contact)"),
    ),
    "NM-S35": Kind(
        ERROR,
        N_('Column {letter} has values but no heading, beside "{heading}", and is left out of the letter.'),
        N_("Write a heading above it, such as 住所2 or 名; or empty the column."),
    ),
    "NM-S36": Kind(
        NOTE,
        N_(
            'Some members are written to at "{heading}"; these columns are taken only for the others: {others}'
        ),
        N_("Nothing to do, if that is right."),
    ),
    "NM-S37": Kind(
        NOTE,
        N_('"{heading}" says to which address each letter goes: {counts}'),
        N_("Nothing to do, if that is right."),
    ),
    "NM-S38": Kind(
        ERROR,
        N_('"{heading}" names one of several addresses for each member, but letters go to "{other}".'),
        N_("If it says to which letters go, type: {map} If not, type: {ignore}"),
    ),
    "NM-S39": Kind(
        ERROR,
        N_("The letter prints an addressee, but no column of the list is a company or a person."),
        N_("Give its column the heading 会社名 or 氏名, or say which it is with --map 会社名=…"),
    ),
    "NM-S44": Kind(
        ERROR,
        N_("Formulas under {heading} have no result yet, so that it does not say whom to choose."),
        N_("Open the register in Excel, save it, and run the same command again."),
    ),
    "NM-S45": Kind(
        ERROR,
        N_('"{heading}" seems to say who gets a letter, but is not used: everybody gets one.'),
        N_("If those with ○ get one, type {this} ; if they get none, {that} ; if it says neither, {ignore}"),
    ),
    "NM-S46": Kind(
        ERROR,
        N_('The column "{heading}" names attachments for each member, but is not used: everybody gets all.'),
        N_("Make a column for each attachment (資料1) with ○ or ×. If nothing depends on it: {ignore}"),
    ),
    "NM-S40": Kind(
        ERROR,
        N_('"{text}" cannot be compared as {typed} asks: one side is a number or a date, the other is not.'),
        N_('Correct the cell, or ask for it before: {{% if {name} == "{text}" %}} … {{% elif … %}}'),
    ),
    "NM-S41": Kind(
        ERROR,
        N_("The cell is empty, so that {typed} is neither true nor false; the letter would take the else."),
        N_("Fill the cell, or ask for it before: {{% if not {name} %}} … {{% elif … %}}"),
    ),
    "NM-S42": Kind(
        WARNING,
        N_("The cell is empty, so that {typed} is neither true nor false; the letter takes the else."),
        N_("Fill the cell, or ask for it before: {{% if not {name} %}} … {{% elif … %}}"),
    ),
    "NM-S47": Kind(
        ERROR,
        N_("The cell is empty, and {typed} would be true for it as if a date stood there."),
        N_("Fill the cell, or ask for it before: {{% if not {name} %}} … {{% elif … %}}"),
    ),
    "NM-S48": Kind(
        WARNING,
        N_("The cell is empty, and {typed} is true for it as if a number stood there."),
        N_("Fill the cell, or ask for it before: {{% if not {name} %}} … {{% elif … %}}"),
    ),
    "NM-S43": Kind(
        WARNING,
        N_('The cell shows "{text}", and the letter prints {printed} of it ({typed}).'),
        N_('Say how many digits are meant: {{{{ {name}|金額("#,##0") }}}}'),
    ),
}
