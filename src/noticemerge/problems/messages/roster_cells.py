"""Cells and members of the list that are doubtful (from NM-R40 on)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-R40": Kind(
        ERROR,
        N_("The cell shows the error {text}."),
        N_("Correct the formula or type the value, and save."),
    ),
    "NM-R41": Kind(
        ERROR,
        N_("The formula of this cell has never been calculated ({formula})."),
        N_("Open the workbook in Excel and save it once."),
    ),
    "NM-R42": Kind(
        ERROR,
        N_("The number format {format} cannot be followed; what Excel shows is not known (stored: {text})."),
        N_("Choose another format for the cell, or type the value as text."),
    ),
    "NM-R43": Kind(
        ERROR,
        N_("{heading} holds a date ({text}): Excel took something like 1-2-3 for one."),
        N_("Set the cell to Text and type it again."),
    ),
    "NM-R44": Kind(
        ERROR,
        N_("{text} is out of the range of dates; Excel shows ########."),
        N_("Type the date again."),
    ),
    "NM-R45": Kind(
        ERROR,
        N_("The number has more than 15 digits; Excel has already lost the last ones ({text})."),
        N_("Set the cell to Text and type it again."),
    ),
    "NM-R46": Kind(
        WARNING,
        N_("The cell holds invisible control characters, which are left out: {text}"),
        N_("Type the text again."),
    ),
    "NM-R47": Kind(
        WARNING,
        N_("The sign {sign} may stand for a character that was lost: {text}"),
        N_("Compare with the original, and type the right character."),
    ),
    "NM-R48": Kind(
        WARNING,
        N_("Excel shows {text} for {value}, and so would the letter."),
        N_("Set the format of the column to 0 (Number without decimals), or type it as text."),
    ),
    "NM-R49": Kind(
        WARNING,
        N_("The cell holds {value}, but its number format shows nothing; the letter prints nothing either."),
        N_("Choose another format for the cell, or delete the value."),
    ),
    "NM-R50": Kind(
        WARNING,
        N_("The postcode {text} has fewer than seven digits: a 0 at the front was lost."),
        N_("Type {cured}."),
    ),
    "NM-R51": Kind(
        WARNING,
        N_('"{text}" is not a postcode (three digits, four digits).'),
        N_("Correct it, such as 060-0001."),
    ),
    "NM-R52": Kind(
        WARNING,
        N_("The telephone number {text} does not begin with 0: it was lost."),
        N_("Set the cell to Text and type {cured}."),
    ),
    "NM-R53": Kind(
        WARNING,
        N_("{heading} shows the plain number {text}, which looks like a date without its format."),
        N_("Set the cell to a date format."),
    ),
    "NM-R54": Kind(
        WARNING,
        N_("{heading} shows {text}: a small number that was given the format of a date."),
        N_("Type the date again, or empty the cell."),
    ),
    "NM-R55": Kind(
        ERROR,
        N_("The member number {number} is there twice (the other is {other})."),
        N_("Correct one of them."),
    ),
    "NM-R56": Kind(
        ERROR,
        N_("--map says two things: {one} and {other}."),
        N_("A field is one column, and a column one field: leave one of the two out."),
    ),
    "NM-R57": Kind(
        ERROR,
        N_('"{heading}" may be the representative (代表者) or the contact (担当者).'),
        N_("Say which: {this} or {that}"),
    ),
    "NM-R60": Kind(
        ERROR,
        N_('"{text}" under {heading} says neither that the member is written to nor that it is not.'),
        N_("Write ○ or leave the cell empty."),
    ),
    "NM-R61": Kind(
        ERROR,
        N_("{heading} is empty: whether the member is written to is not said."),
        N_("Write ○ or ×."),
    ),
    "NM-R62": Kind(
        WARNING,
        N_('The member "{name}" is there twice, with the same address (the other is {other}).'),
        N_("Delete one of the two rows, or mark one as 送付不要, unless both are to get a letter."),
    ),
    "NM-R63": Kind(
        WARNING,
        N_('"{text}" is not an e-mail address.'),
        N_("Correct it, such as info@example.jp, or empty the cell."),
    ),
    "NM-R64": Kind(
        WARNING,
        N_("The e-mail address {text} holds full-width characters, or spaces or invisible ones."),
        N_("Type {cured}."),
    ),
    "NM-R65": Kind(
        WARNING,
        N_("The postcode {text} mixes full-width and half-width digits."),
        N_("Type {cured}."),
    ),
    "NM-R66": Kind(
        WARNING,
        N_("Spaces or line breaks stand at the beginning or end of the cell; letters leave them out."),
        N_("Delete them in the list, so that searching and sorting find the cell."),
    ),
    "NM-R67": Kind(
        WARNING,
        N_("The cell holds characters that nobody sees ({signs}); they may have come with a copied text."),
        N_("Type the text again, or delete them: {cured}"),
    ),
    "NM-R68": Kind(
        NOTE,
        N_("{heading} is {text}, which is still to come; the letter is made."),
        "",
    ),
    "NM-R69": Kind(
        ERROR,
        N_('"{text}" under {heading} is no date: whether the member has left is not known.'),
        N_("Write the date, such as 2023/3/31 or 令和5年3月31日, or empty the cell."),
    ),
    "NM-R70": Kind(
        WARNING,
        N_("A marked copy of the list cannot be made ({reason})."),
        N_("The problems are the same as here. A list saved anew from Excel can often be copied."),
    ),
    "NM-R71": Kind(
        NOTE,
        N_("The marked copy does not keep, or not as they were: {things}"),
        N_("Use it to look at; make the corrections in your own workbook, where nothing has changed."),
    ),
    "NM-R72": Kind(
        WARNING,
        N_("None of the headings is known; row {row} is taken for them: {headings}"),
        N_(
            "If another row has the headings, say so with --header-row; if a column is a company or a person, with --map."
        ),
    ),
    "NM-R73": Kind(
        WARNING,
        N_(
            "The member number {number} has fewer digits than {other} and others: it seems to have lost zeros."
        ),
        N_("Set the cell to Text and type {cured}."),
    ),
    "NM-R74": Kind(
        NOTE,
        N_('"{text}" means that there is nothing: {heading} is taken as empty.'),
        N_("Nothing needs to be done. If the word is meant to be printed, write it in another way."),
    ),
    "NM-R75": Kind(
        ERROR,
        N_('"{text}" stands for the cell above; letters print it as it stands.'),
        N_("Type what is meant."),
    ),
    "NM-R76": Kind(
        ERROR,
        N_('"{text}" seems to say that this is a member no longer.'),
        N_(
            "Mark the member as 送付不要 or delete the row; if it is one still, take the remark out of the name."
        ),
    ),
}
