"""Rows that are no member or not one, and the file as a whole (NM-R100 to NM-R129)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-R100": Kind(
        ERROR,
        N_('Only "{text}" stands in this row, where other members have much more: it may be no member.'),
        N_(
            "Write it in 【】 or delete the row if it is the heading of a group; fill in the row if it is a member."
        ),
    ),
    "NM-R101": Kind(
        ERROR,
        N_(
            "Row {row} holds headings that are not those of row {header} ({headings}); what stands below it is another table and is not read."
        ),
        N_(
            "Give both tables the same columns, or put the second on a sheet of its own and name that with --sheet."
        ),
    ),
    "NM-R102": Kind(
        ERROR,
        N_('The row ("{text}") has no {heading}, as others have: it may belong to the row above it.'),
        N_(
            "Put all that belongs to one member into one row; if it is a member of its own, fill in {heading}."
        ),
    ),
    "NM-R103": Kind(
        ERROR,
        N_("Rows {first} and {second} seem to be one member, for {heading} is merged over them."),
        N_(
            "For one letter write everything into one row (several names into one cell, each on a line of its own); for two letters give each row a number of its own."
        ),
    ),
    "NM-R104": Kind(
        NOTE,
        N_("What stands in a cell that is merged downwards is taken for each of its rows: {areas}"),
        N_("Nothing needs to be done, unless it is meant for the first row alone."),
    ),
    "NM-R105": Kind(
        WARNING,
        N_('Rows that are struck through are no members and are passed over: {rows} ("{text}")'),
        N_("If one is to get a letter, take the line through it away (Format Cells, Font, Strikethrough)."),
    ),
    "NM-R106": Kind(
        ERROR,
        N_(
            'The name "{text}" is struck through, but not the whole row: whether it is a member is not known.'
        ),
        N_("Delete the row or strike it through as a whole if it is none; else take the line away."),
    ),
    "NM-R107": Kind(
        WARNING,
        N_('"{struck}" is struck through and is left out; letters take "{text}".'),
        N_("Delete what is struck through, or take the line away if it is meant."),
    ),
    "NM-R108": Kind(
        WARNING,
        N_('The sheet "{other}" looks like a member list too ({count} rows); only "{sheet}" is used.'),
        N_("For its letters run again with --sheet {other}, or copy its rows into one list."),
    ),
    "NM-R110": Kind(
        ERROR,
        N_(
            "The row has {count} fields, but the headings are {wanted}: its values may stand in wrong columns."
        ),
        N_(
            "Look for a comma that is missing or stands in a value, and correct the line, or save the list as .xlsx."
        ),
    ),
    "NM-R111": Kind(
        ERROR,
        N_('{heading} says "{text}": whether the member still gets letters is not known.'),
        N_("Mark the member as 送付不要, or write ○ under 送付可否 if the letter is to be made."),
    ),
    "NM-R112": Kind(
        WARNING,
        N_('{heading} says "{text}": the address may be an old one.'),
        N_("Compare the address; nothing needs to be done if it is right."),
    ),
    "NM-R113": Kind(
        ERROR,
        N_('The name "{text}" is one of an example.'),
        N_("Delete the row, or write the name."),
    ),
    "NM-R125": Kind(
        ERROR,
        N_('"{text}" is no name, but the letter would print it as one.'),
        N_("Write the name, or empty the cell; a remark belongs into a column of its own."),
    ),
    "NM-R126": Kind(
        ERROR,
        N_('The row says "{text}": whether those in the {count} rows below still get letters is not known.'),
        N_("Delete them or move them to another sheet, or write something else into this row."),
    ),
    "NM-R114": Kind(
        WARNING,
        N_(
            '{heading} is a formula ({formula}) whose result changes by the day; "{text}" was stored when the workbook was saved.'
        ),
        N_("Type the value, or open the workbook in Excel and save it before the letters are made."),
    ),
    "NM-R115": Kind(
        WARNING,
        N_(
            "The workbook is calculated only when somebody asks for it (manual): results of formulas may be old."
        ),
        N_("Press F9 in Excel and save, or choose Formulas, Calculation Options, Automatic."),
    ),
    "NM-R116": Kind(
        NOTE,
        N_("The list is written in {encoding}, and was read so."),
        N_("Nothing needs to be done, if a few names look right."),
    ),
    "NM-R117": Kind(
        WARNING,
        N_("The workbook is open in another program: what is not saved yet is not in the letters."),
        N_("Save it there, and then make the letters."),
    ),
    "NM-R118": Kind(
        WARNING,
        N_("This is a marked copy of a list: corrections made here are not in the list itself."),
        N_("Correct the list that the copy was made of, and give that."),
    ),
    "NM-R119": Kind(
        WARNING,
        N_(
            "The member number {number} has fewer digits than {other} and others: it seems to have lost zeros."
        ),
        N_(
            "It should be {cured}. A CSV keeps no zeros that Excel has dropped: have the list put out again as .xlsx, or do not open the CSV in Excel."
        ),
    ),
    "NM-R120": Kind(
        WARNING,
        N_("The postcode {text} has fewer than seven digits: a 0 at the front was lost."),
        N_(
            "It should be {cured}. A CSV keeps no zeros that Excel has dropped: have the list put out again as .xlsx, or do not open the CSV in Excel."
        ),
    ),
    "NM-R122": Kind(
        ERROR,
        N_("The member {number} is there twice, with two people: {one} ({other}) and {second}."),
        N_(
            "For one letter to both write both names into one cell, each on a line of its own, and delete the other row; for two letters give them numbers of their own, such as {number}-1 and {number}-2."
        ),
    ),
    "NM-R121": Kind(
        WARNING,
        N_("The telephone number {text} does not begin with 0: it was lost."),
        N_(
            "It should be {cured}. A CSV keeps no zeros that Excel has dropped: have the list put out again as .xlsx, or do not open the CSV in Excel."
        ),
    ),
    "NM-R123": Kind(
        NOTE,
        N_('"{heading}" is merged over the columns {letters}; they are read as {names}.'),
        N_("If that is wrong, write a heading above each column."),
    ),
    "NM-R124": Kind(
        ERROR,
        N_('"{heading}" is merged over the columns {letters}, and does not say what each of them is.'),
        N_("Write a heading above each column."),
    ),
}
