"""Every code a problem can have, with its severity, its sentence and its cure.

Codes are stable: `docs/problems.md` has a heading for each, and programs may test for them.
The letter after NM tells the room: R roster, N notice and attachments, A addressee, T template,
S choosing members and planning, W writing the letters, C the command line. Sentences are
English here and translated in `locale/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from noticemerge.i18n import N_


class Severity(StrEnum):
    """How much a problem matters: an error stops the run, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ERROR, WARNING, NOTE = Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: `message` says what is wrong and `hint` what to do; {names} are facts."""

    severity: Severity
    message: str
    hint: str


ROSTER = {
    "NM-R01": Kind(
        ERROR,
        N_("The file is not there."),
        N_("Check the name and the folder."),
    ),
    "NM-R02": Kind(
        ERROR,
        N_("The workbook cannot be opened: another program holds it, or you may not read it."),
        N_("Close it in Excel, and check that you may open it."),
    ),
    "NM-R03": Kind(
        ERROR,
        N_("The workbook is empty (0 bytes)."),
        N_("It may not have been downloaded yet. Open it once in Excel, then try again."),
    ),
    "NM-R04": Kind(
        ERROR,
        N_("The workbook is damaged: it breaks off, or a part of it cannot be unpacked (zip)."),
        N_("Copy or download it again. If Excel can repair it, save the repaired workbook under a new name."),
    ),
    "NM-R05": Kind(
        ERROR,
        N_("The workbook is protected by a password (encrypted)."),
        N_("Take the password off in Excel (File, Info, Protect Workbook), save, and try again."),
    ),
    "NM-R06": Kind(
        ERROR,
        N_("The workbook is in the old Excel 97-2003 format (.xls)."),
        N_('Open it in Excel and save it as "Excel Workbook (*.xlsx)".'),
    ),
    "NM-R08": Kind(
        ERROR,
        N_("This is the lock file that Excel keeps while a workbook is open, not the workbook."),
        N_('Give the file without "~$" at the front.'),
    ),
    "NM-R09": Kind(
        ERROR,
        N_("The workbook cannot be read: {reason}."),
        N_("Check the disk or the network folder, then try again."),
    ),
    "NM-R10": Kind(
        ERROR,
        N_("The file is not an Excel workbook, whatever its name says."),
        N_(
            'Give the member list here, and the model letter (Word) behind -t. If Excel opens this file, save it there as "Excel Workbook (*.xlsx)".'
        ),
    ),
    "NM-R11": Kind(
        ERROR,
        N_("The workbook unpacks to a size no list has; it is refused for safety."),
        N_(
            "Use a workbook from a source you trust. A list formatted far below its last row: copy the list into a new workbook."
        ),
    ),
    "NM-R12": Kind(
        ERROR,
        N_("The workbook is in the binary format (.xlsb)."),
        N_('In Excel choose Save As and the type "Excel Workbook (*.xlsx)".'),
    ),
    "NM-R13": Kind(
        ERROR,
        N_(
            "The workbook holds XML entities (DTD), which no program of Excel's writes; it is refused for safety."
        ),
        N_("Use a workbook from a source you trust."),
    ),
    "NM-R14": Kind(
        ERROR,
        N_("This is a folder, not a workbook."),
        N_("Give the Excel file itself."),
    ),
    "NM-R15": Kind(
        ERROR,
        N_("The workbook has no worksheet."),
        N_("Give a workbook with the member list in it."),
    ),
    "NM-R16": Kind(
        ERROR,
        N_("The text is not {encoding} throughout: line {line}, byte {byte} ({sign}) is no character of it."),
        N_("Name the encoding with --encoding, such as euc_jp, or save the list as .xlsx."),
    ),
    "NM-R17": Kind(
        ERROR,
        N_("The workbook is damaged: a part of it is not readable as XML."),
        N_("Open it in Excel, let Excel repair it, and save it under a new name."),
    ),
    "NM-R18": Kind(
        ERROR,
        N_("The workbook is damaged or written in an unusual way, and cannot be read."),
        N_('Open it in Excel and save it under a new name as "Excel Workbook (*.xlsx)".'),
    ),
    "NM-R19": Kind(
        ERROR,
        N_("The quotation marks do not pair; reading stopped at line {line}."),
        N_("Correct the line in a text editor, or save the list as .xlsx."),
    ),
    "NM-R20": Kind(
        ERROR,
        N_('There is no sheet "{sheet}". The sheets are: {sheets}'),
        N_("Write --sheet with one of these."),
    ),
    "NM-R21": Kind(
        ERROR,
        N_("No sheet holds a member list. The sheets are: {sheets}"),
        N_("Put the list on a sheet called 会員名簿, or name it with --sheet."),
    ),
    "NM-R22": Kind(
        ERROR,
        N_("Several sheets could be the member list: {sheets}"),
        N_("Say which with --sheet and its name, such as: --sheet 会員名簿"),
    ),
    "NM-R23": Kind(
        ERROR,
        N_(
            "No header row was found: none of the first 30 rows names a company, person or member number among others. The first row says: {text}"
        ),
        N_(
            "Say which row it is with --header-row, or give the columns usual names such as 会員番号 and 会社名."
        ),
    ),
    "NM-R24": Kind(
        ERROR,
        N_("Row {row}, named by --header-row, is empty."),
        N_("Give the number of the row that holds the column names."),
    ),
    "NM-R25": Kind(
        ERROR,
        N_("{count} rows of the list are hidden or filtered out (row {rows})."),
        N_("Say what to do: --hidden include makes their letters too, --hidden skip leaves them out."),
    ),
    "NM-R26": Kind(
        WARNING,
        N_('The columns "{other}" ({where}) and "{heading}" both mean {label}; "{other}" is taken.'),
        N_('If "{heading}" is meant, type: {this}'),
    ),
    "NM-R27": Kind(
        NOTE,
        N_(
            'Letters go by the column "{other}" ({where}); "{heading}" is taken only for members for whom no column for sending is filled in.'
        ),
        "",
    ),
    "NM-R28": Kind(
        NOTE,
        N_("The list is a text file (CSV): it has no formats, and zeros that Excel dropped are gone."),
        N_("Where numbers begin with 0, compare a few letters, or save the list as .xlsx."),
    ),
    "NM-R29": Kind(
        NOTE,
        N_("The columns {letters} are hidden in Excel; tags can use them all the same."),
        "",
    ),
    "NM-R30": Kind(
        ERROR,
        N_('Two columns are called "{heading}" (the other is {other}).'),
        N_("Give one of them another name (duplicate headings cannot be told apart)."),
    ),
    "NM-R31": Kind(
        ERROR,
        N_('The columns "{heading}" and "{other}" ({where}) both mean {label}.'),
        N_("Say which is meant: {that} or {this}"),
    ),
    "NM-R32": Kind(
        WARNING,
        N_("Column {letter} has values (from row {row}) but no heading."),
        N_("Give it a heading, or it cannot be used in a letter."),
    ),
    "NM-R33": Kind(
        ERROR,
        N_("The list has no members: there is nothing below its header in row {row}."),
        N_(
            "Check that this is the right sheet, and that the header is found in the right row (--header-row)."
        ),
    ),
    "NM-R34": Kind(
        NOTE,
        N_('These rows are no members and are passed over: {rows} ("{text}")'),
        N_("Totals, remarks, repeated headings and rows with nothing but a number are no members."),
    ),
    "NM-R35": Kind(
        WARNING,
        N_('The rows below the list are taken for remarks, not for members: {rows} ("{text}")'),
        N_("If one is a member, fill in its company or number."),
    ),
    "NM-R36": Kind(
        NOTE,
        N_("{count} hidden rows are left out, as --hidden skip says (row {rows})."),
        "",
    ),
    "NM-R37": Kind(
        NOTE,
        N_("{count} hidden rows are included, as --hidden include says (row {rows})."),
        "",
    ),
    "NM-R38": Kind(
        ERROR,
        N_('--map {typed}: no field is called "{name}".'),
        N_("The nearest is: {cure}"),
    ),
    "NM-R39": Kind(
        ERROR,
        N_('--map {typed}: the list has no column "{name}".'),
        N_("The nearest is: {cure}"),
    ),
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
        WARNING,
        N_(
            '"{text}" seems to mean that there is nothing; letters that print {heading} print it as it stands.'
        ),
        N_("Empty the cell."),
    ),
    "NM-R75": Kind(
        WARNING,
        N_('"{text}" stands for the cell above; letters print it as it stands.'),
        N_("Type what is meant."),
    ),
    "NM-R76": Kind(
        WARNING,
        N_('"{text}" seems to say that this is a member no longer; a letter is made nevertheless.'),
        N_("Mark the member as 送付不要, or take the remark out of the name."),
    ),
}

NOTICE = {
    "NM-N01": Kind(
        ERROR,
        N_('The workbook has no sheet "通知" with the number, date and sender of the letter.'),
        N_(
            "Copy the sheet from the members.xlsx that init makes, or leave it there and add: --notice members.xlsx"
        ),
    ),
    "NM-N02": Kind(
        WARNING,
        N_('The workbook has no sheet called "添付資料"; the letters list no attachments.'),
        N_("Add the sheet with the columns 番号, 資料名 and ファイル if something is enclosed."),
    ),
    "NM-N03": Kind(
        ERROR,
        N_('"{name}" stands twice: here and in {other}.'),
        N_("Delete one of the two rows, or give it another name."),
    ),
    "NM-N04": Kind(
        ERROR,
        N_("The date of the letter (発信日) is missing."),
        N_("Write it in the sheet 通知, or give it with: --set 発信日=2023-09-25"),
    ),
    "NM-N05": Kind(
        ERROR,
        N_('"{text}" cannot be read as the date of the letter.'),
        N_("Write it as 令和5年9月25日 or 2023-09-25."),
    ),
    "NM-N06": Kind(
        WARNING,
        N_('"{text}" lies outside the era {era}; it is taken as {date}.'),
        N_("Correct the era or the year."),
    ),
    "NM-N07": Kind(
        WARNING,
        N_("{date} is not a {weekday} as written."),
        N_("Correct the date or the day of the week."),
    ),
    "NM-N08": Kind(
        ERROR,
        N_("Two names mean {label}: {name} here and {other_name} in {other}."),
        N_("Keep the one that is meant and delete the other row."),
    ),
    "NM-N09": Kind(
        ERROR,
        N_('The cell shows "{text}", which is an error of Excel or a formula without a result.'),
        N_("Correct it in Excel, save the workbook, and try again."),
    ),
    "NM-N10": Kind(
        WARNING,
        N_('A value stands here without a name beside it: "{text}"'),
        N_("Write its name in the column on the left, or delete it."),
    ),
    "NM-N11": Kind(
        ERROR,
        N_("The sheet 添付資料 has no header with a column for titles (資料名)."),
        N_("Write 番号, 資料名, ファイル and 備考 above the list."),
    ),
    "NM-N12": Kind(
        ERROR,
        N_("This attachment has no title."),
        N_("Write the title in the column 資料名, or delete the row."),
    ),
    "NM-N13": Kind(
        ERROR,
        N_("The attachment number {number} is used twice: here and in {other}."),
        N_("Give each attachment a number of its own."),
    ),
    "NM-N14": Kind(
        WARNING,
        N_('The file "{name}" is not there.'),
        N_("It is looked for in {folder}. Put it there, or correct the name."),
    ),
    "NM-N15": Kind(
        WARNING,
        N_('"{name}" is a folder, not a file.'),
        N_("Name the file itself."),
    ),
    "NM-N16": Kind(
        WARNING,
        N_("This attachment has no number."),
        N_("Write a number, so that the list and the columns of the members can name it."),
    ),
    "NM-N17": Kind(
        WARNING,
        N_("This row is hidden in Excel, but it is used."),
        N_("Show the row, or delete it if it is not meant to be used."),
    ),
    "NM-N18": Kind(
        WARNING,
        N_('The number format {format} is not known; "{text}" is printed.'),
        N_("Compare it with what Excel shows, or give the cell a plainer format."),
    ),
    "NM-N21": Kind(
        ERROR,
        N_("The pattern for file names cannot be understood: {pattern}"),
        N_("Write fields in braces, such as {{会員番号}}_{{会社名}}; / makes folders."),
    ),
    "NM-N22": Kind(
        ERROR,
        N_("The pattern for file names leads out of the output folder: {pattern}"),
        N_("Leave out the drive, the first slash and .. ; choose the folder with -o."),
    ),
    "NM-N23": Kind(
        WARNING,
        N_("Nothing is left for the name of this letter's file: its fields are empty."),
        N_("Fill in the member number or the company, or choose other fields with --name."),
    ),
    "NM-N24": Kind(
        NOTE,
        N_("The file name was too long and is shortened to {file}."),
        N_("Nothing needs to be done. The letter itself has the whole name."),
    ),
    "NM-N25": Kind(
        NOTE,
        N_("Another letter is already called {name}; this one is called {file}."),
        N_("Check that the member is not in the list twice."),
    ),
}

ADDRESSEE = {
    "NM-A01": Kind(
        NOTE,
        N_('"{text}" already ends in {typed}; it is not printed twice.'),
        N_("Nothing needs to be done. Without {typed} in the cell this note disappears."),
    ),
    "NM-A02": Kind(
        WARNING,
        N_('The {typed} at the end of "{text}" is taken for an honorific, not for part of the name.'),
        N_('If it belongs to the name, type the honorific behind it with a space: "{text} 様".'),
    ),
    "NM-A03": Kind(
        WARNING,
        N_('"{text}" ends in {typed}, which is printed as part of the name.'),
        N_("If {typed} is meant as an honorific, delete it in the list."),
    ),
    "NM-A04": Kind(
        WARNING,
        N_('{typed} does not suit "{name}"; {used} is printed instead.'),
        N_("Correct the honorific or the name in the list."),
    ),
    "NM-A05": Kind(
        WARNING,
        N_('"{name}" stands in the column for companies but is addressed with {typed}.'),
        N_("If it is a company, delete {typed} in the list; 御中 is then printed."),
    ),
    "NM-A06": Kind(
        WARNING,
        N_('"{typed}" is not a usual honorific; it is printed behind "{name}" as it stands.'),
        N_("Use 御中, 様, 殿, 先生 or 各位, leave the cell empty, or write なし for none."),
    ),
    "NM-A07": Kind(
        WARNING,
        N_("The cell names {count} persons, each with an honorific of their own: {names}"),
        N_("If this is one person, write the name without 、 and line breaks."),
    ),
    "NM-A08": Kind(
        WARNING,
        N_("{names} persons are named but the titles are {titles}; they stand before the first name."),
        N_("Write as many titles as names, in the same order, one on each line."),
    ),
    "NM-A09": Kind(
        WARNING,
        N_('"{text}" begins with the title {title}, which is not printed twice.'),
        N_("Leave the title in one of the two columns only."),
    ),
    "NM-A10": Kind(
        ERROR,
        N_("There is nobody to write to: neither a company nor a person is named."),
        N_("Fill in the company or the person, or mark the member as 送付不要."),
    ),
    "NM-A11": Kind(
        WARNING,
        N_('"{text}" ends in a title; an honorific behind a title is one too many.'),
        N_("Write the title in the column 役職 and only the name here."),
    ),
    "NM-A12": Kind(
        WARNING,
        N_('"{text}" carries 各位 although a department or a person follows below it.'),
        N_("Delete 各位 in the list, or the department and the person."),
    ),
    "NM-A13": Kind(
        NOTE,
        N_('"{text}" is both the company and the person; it is printed once.'),
        N_("Nothing needs to be done. Without the name in one of the two cells this note disappears."),
    ),
}

TEMPLATE = {
    "NM-T01": Kind(
        ERROR,
        N_("The model letter is not there."),
        N_("Check the name and the folder given to -t."),
    ),
    "NM-T02": Kind(
        ERROR,
        N_("The model letter cannot be opened: it is a folder, or you may not read it."),
        N_("Give the Word file itself, and check that you may open it."),
    ),
    "NM-T03": Kind(
        ERROR,
        N_("The model letter is empty (0 bytes)."),
        N_("It may not have been downloaded yet. Open it once in Word, then try again."),
    ),
    "NM-T04": Kind(
        ERROR,
        N_("The model letter is damaged: it is not a sound zip package or its XML is broken."),
        N_("Open it in Word, let Word repair it, and save it under a new name."),
    ),
    "NM-T05": Kind(
        ERROR,
        N_("The file is not a Word document."),
        N_(
            "Behind -t give the model letter, saved as a Word document (.docx); the member list goes without -t."
        ),
    ),
    "NM-T06": Kind(
        ERROR,
        N_("The model letter is in the format Strict Open XML."),
        N_('In Word choose Save As and the type "Word Document (*.docx)".'),
    ),
    "NM-T07": Kind(
        ERROR,
        N_("The model letter holds macros (.docm)."),
        N_('In Word choose Save As and the type "Word Document (*.docx)"; letters must not carry macros.'),
    ),
    "NM-T08": Kind(
        ERROR,
        N_("The model letter is a Word template (.dotx)."),
        N_("Open it in Word and save it as a Word Document (*.docx)."),
    ),
    "NM-T09": Kind(
        ERROR,
        N_("This is the lock file that Word keeps while a document is open, not the document."),
        N_('Give the file without "~$" at the front.'),
    ),
    "NM-T10": Kind(
        ERROR,
        N_("The model letter cannot be read: {reason}."),
        N_("Check the disk or the network folder, then try again."),
    ),
    "NM-T11": Kind(
        ERROR,
        N_("The model letter is protected by a password (encrypted)."),
        N_("Take the password off in Word (File, Info, Protect Document), save, and try again."),
    ),
    "NM-T12": Kind(
        ERROR,
        N_("The model letter is in the old Word 97-2003 format (.doc)."),
        N_("Open it in Word and save it as a Word Document (*.docx)."),
    ),
    "NM-T13": Kind(
        ERROR,
        N_("The file is not a Word document: it is not a zip package."),
        N_("Open it in the program it was made with, and save it as a Word Document (*.docx)."),
    ),
    "NM-T14": Kind(
        ERROR,
        N_("The model letter unpacks to a size no letter has; it is refused for safety."),
        N_("Use a document from a source you trust."),
    ),
    "NM-T20": Kind(
        ERROR,
        N_("The tag {typed} is not closed in its paragraph."),
        N_("Write it whole: {cured}"),
    ),
    "NM-T21": Kind(
        ERROR,
        N_("{typed} closes a tag that was never opened."),
        N_("Delete it, or write the whole tag before it."),
    ),
    "NM-T22": Kind(
        ERROR,
        N_("The tag {typed} begins and ends with different braces."),
        N_("Write it with one kind: {cured}"),
    ),
    "NM-T23": Kind(
        ERROR,
        N_("The tag {typed} has a brace too many."),
        N_("Write two braces on each side: {cured}"),
    ),
    "NM-T24": Kind(
        ERROR,
        N_("{typed} has one brace on each side and would be printed as it stands."),
        N_("Write two: {cured}"),
    ),
    "NM-T25": Kind(
        ERROR,
        N_('{typed}: nothing is called "{name}", neither in the list nor in the sheet 通知.'),
        N_("See all names with: noticemerge fields"),
    ),
    "NM-T26": Kind(
        ERROR,
        N_('{typed}: nothing is called "{name}", neither in the list nor in the sheet 通知.'),
        N_('Did you mean "{guess}"?'),
    ),
    "NM-T27": Kind(
        ERROR,
        N_("The tag {typed} cannot be understood at: {detail}"),
        N_("Check quotes, brackets and words; a field is written {{{{ 会社名 }}}}."),
    ),
    "NM-T28": Kind(
        ERROR,
        N_('{typed}: there is no filter called "{name}".'),
        N_("Filters are {filters}."),
    ),
    "NM-T29": Kind(
        ERROR,
        N_('{typed}: there is no filter called "{name}".'),
        N_('Did you mean "{guess}"?'),
    ),
    "NM-T30": Kind(
        ERROR,
        N_('{typed} holds more than one thing; at "{name}" a second one begins.'),
        N_("One tag prints one field: put each into its own braces, and words such as 様 behind them."),
    ),
    "NM-T31": Kind(
        ERROR,
        N_('{typed}: "{name}" is both a column of the list and a line of the sheet 通知.'),
        N_("Say which is meant: {ways}"),
    ),
    "NM-T32": Kind(
        ERROR,
        N_('{typed}: the list has no column for "{label}".'),
        N_(
            "Say which column it is with --map {label}=HEADING, add it to the list, or take the tag out of the letter."
        ),
    ),
    "NM-T33": Kind(
        ERROR,
        N_("The tag {typed} uses something that is not allowed in a letter ({detail})."),
        N_("Use fields, conditions and the filters of the guide only."),
    ),
    "NM-T34": Kind(
        ERROR,
        N_("{typed} has no end: {{% {end} %}} is missing behind it."),
        N_("Add {{%p {end} %}} in a paragraph of its own where the {word} should end."),
    ),
    "NM-T35": Kind(
        ERROR,
        N_('The text "{beside}" stands beside {typed} and would be lost with it.'),
        N_("Put {typed} in a paragraph (or row) of its own."),
    ),
    "NM-T36": Kind(
        ERROR,
        N_("{typed} shares its paragraph with another {{%p %}} tag."),
        N_("Put each in a paragraph of its own, or write both without the p."),
    ),
    "NM-T37": Kind(
        ERROR,
        N_("{typed} stands in the paragraph that ends a section; the section would be lost."),
        N_("Put the tag in a paragraph of its own before the section break."),
    ),
    "NM-T38": Kind(
        ERROR,
        N_("{typed} stands in a paragraph that holds a picture or text box, which would be lost."),
        N_("Put the tag in a paragraph of its own."),
    ),
    "NM-T40": Kind(
        ERROR,
        N_("{typed} stands in a phonetic guide (ルビ)."),
        N_("Take the phonetic guide off the tag."),
    ),
    "NM-T41": Kind(
        ERROR,
        N_("The letter holds tracked changes; they would go out with every copy."),
        N_("In Word choose Review, accept or reject all changes, and save; or give --accept-changes."),
    ),
    "NM-T42": Kind(
        ERROR,
        N_("The letter holds a field of Word's own mail merge: {field} ({word})."),
        N_("Put a tag in its place, such as {{{{ 会社名 }}}}."),
    ),
    "NM-T43": Kind(
        ERROR,
        N_("A tag stands in a field code of Word's: {field}."),
        N_("Take the field out (Ctrl+Shift+F9 makes it plain text), then write the tag as plain text."),
    ),
    "NM-T44": Kind(
        ERROR,
        N_("A tag stands where letters are not filled in ({part})."),
        N_("Delete the tag there: charts, diagrams and custom properties cannot hold one."),
    ),
    "NM-T45": Kind(
        ERROR,
        N_('{typed}: "{word}" is not a word for a condition or a repetition.'),
        N_("Use if, elif, else, endif, for or endfor."),
    ),
    "NM-T46": Kind(
        ERROR,
        N_("{typed}: a space is missing behind the p, tr or tc."),
        N_("Write: {cured}"),
    ),
    "NM-T47": Kind(
        ERROR,
        N_('{typed}: there is no beginning for this "{word}".'),
        N_("Delete it, or write its beginning ({{%p if … %}} or {{%p for … %}}) before it."),
    ),
    "NM-T48": Kind(
        ERROR,
        N_("{typed} does not stand on the same level as its beginning {opener} ({where})."),
        N_("Put both in paragraphs of the same cell or text, and write both with p or both without."),
    ),
    "NM-T49": Kind(
        ERROR,
        N_("{typed} stands outside a table."),
        N_("Write tr and tc tags in a table's row, or use {{%p … %}}."),
    ),
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

SELECTION = {
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
        N_("See the columns with: noticemerge fields"),
    ),
    "NM-S04": Kind(
        ERROR,
        N_('--name {pattern}: nothing is called "{name}" in the list or the notice.'),
        N_("Use names of columns, such as {{会員番号}}_{{会社名}}."),
    ),
    "NM-S05": Kind(
        WARNING,
        N_("No member is left to write to."),
        N_("Check --only, --skip, --where and the column 送付不要."),
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
    "NM-S20": Kind(
        WARNING,
        N_('"{text}" seems to stand for something that is still to be written.'),
        N_("Write it, unless it is meant to be printed so."),
    ),
}

WRITING = {
    "NM-W01": Kind(
        ERROR,
        N_("The output folder cannot be written: {reason}."),
        N_("Choose another folder with -o, or check that you may write there."),
    ),
    "NM-W02": Kind(
        ERROR,
        N_("The letter was changed by hand since it was made; it is kept as it is."),
        N_(
            "To make it anew use --force (the changed one is put aside as {aside}); to make only the others use --skip-errors."
        ),
    ),
    "NM-W03": Kind(
        ERROR,
        N_("A file that this program did not make stands in the letter's place."),
        N_("Move it away, or use --force (it is put aside as {aside})."),
    ),
    "NM-W04": Kind(
        WARNING,
        N_("This letter was made earlier and is not part of this run any more; it is still in the folder."),
        N_("Delete it if it must not be sent, or use --prune, which removes all such letters."),
    ),
    "NM-W05": Kind(
        ERROR,
        N_("The file cannot be written: {reason}."),
        N_("Close it in Word or Excel, and run again; what was made so far is good."),
    ),
    "NM-W06": Kind(
        WARNING,
        N_("The register was changed by hand; the changed one is kept as {aside}."),
        N_("Carry your notes over to the new register."),
    ),
    "NM-W07": Kind(
        ERROR,
        N_("The path of this letter has {length} characters; Windows takes at most 259."),
        N_("Choose a folder with a shorter path, or a shorter --name."),
    ),
    "NM-W08": Kind(
        WARNING,
        N_(
            "The record of earlier runs cannot be read; letters in the folder are treated as not made by this program."
        ),
        N_("If nobody changed them by hand, run again with --force."),
    ),
    "NM-W09": Kind(
        ERROR,
        N_("The marked copy cannot be made: the model letter is built in an unusual way ({reason})."),
        N_("Open the model letter in Word, save it once, and run it again; the messages here are the same."),
    ),
    "NM-W10": Kind(
        ERROR,
        N_(
            "Another run is writing into this folder: process {process} on the computer {machine}, user {user}, since {since}."
        ),
        N_("Wait until it is done, then run the same command again."),
    ),
    "NM-W11": Kind(
        ERROR,
        N_(
            "An earlier run has not let go of this folder: process {process} on the computer {machine}, user {user}, since {since}. From here it cannot be seen whether it is still going on."
        ),
        N_("If that run is over, delete the file {file}, then run the same command again."),
    ),
    "NM-W12": Kind(
        NOTE,
        N_("The member's letter has a new name, {heir}; this old one was removed."),
        "",
    ),
    "NM-W13": Kind(
        WARNING,
        N_("The member's letter has a new name, {heir}; this old one was changed by hand and is kept."),
        N_("Carry your changes over if they still matter, and delete the old letter."),
    ),
    "NM-W14": Kind(
        NOTE,
        N_("No member of the list gets this letter any more; it was removed (--prune)."),
        "",
    ),
    "NM-W15": Kind(
        ERROR,
        N_("No member of the list gets this letter any more, but it was changed by hand; it is kept."),
        N_("Move it away or delete it yourself; to write the others use --skip-errors."),
    ),
    "NM-W16": Kind(
        WARNING,
        N_("The letter stands under an old name, and the member's new letter is not made in this run."),
        N_("It is replaced by the next run that makes the member's letter."),
    ),
    "NM-W17": Kind(
        ERROR,
        N_("The last run into this folder was cut short, or is still going on."),
        N_("Run merge again; it makes the rest."),
    ),
    "NM-W18": Kind(
        ERROR,
        N_("The file was changed since it was made."),
        N_(
            "If you changed it yourself, it can go out as it is. Otherwise see what was changed; to have it as it was made, move it away and run merge again."
        ),
    ),
    "NM-W19": Kind(
        ERROR,
        N_("The file was made, but is not there any more."),
        N_("Run merge again to make it anew."),
    ),
    "NM-W20": Kind(
        ERROR,
        N_("The file is not one that noticemerge made."),
        N_("If it does not belong to the letters, move it to another folder."),
    ),
    "NM-W21": Kind(
        ERROR,
        N_("Nothing in this folder tells of letters that were made here."),
        N_("Give the folder that merge wrote to (-o), with the hidden folder .noticemerge in it."),
    ),
    "NM-W22": Kind(
        ERROR,
        N_("The record of what was made in this folder cannot be read."),
        N_("Run merge again; it makes a new record and names what it cannot tell."),
    ),
    "NM-W23": Kind(
        ERROR,
        N_("There is no room: the disk, or your share of it, is full."),
        N_("Make room on the disk, then run the same command again; what was made so far is good."),
    ),
    "NM-W24": Kind(
        ERROR,
        N_("The output folder cannot be reached any more."),
        N_(
            "Check the disk and the network, and that nobody deleted the folder, then run the same command again."
        ),
    ),
    "NM-W25": Kind(
        ERROR,
        N_("The path is longer than this computer allows."),
        N_("Choose a folder with a shorter path, or a shorter --name."),
    ),
    "NM-W26": Kind(
        ERROR,
        N_(
            "Something else stands in this place: a file where a folder is needed, or a folder where a file is needed."
        ),
        N_("Move it away, or choose another folder with -o."),
    ),
    "NM-W27": Kind(
        ERROR,
        N_("The file was changed by hand since it was made; it is kept as it is."),
        N_("To make it anew use --force (the changed one is put aside as {aside})."),
    ),
    "NM-W28": Kind(
        ERROR,
        N_("A file that this program did not make stands in this place."),
        N_("Move it away, or use --force (it is put aside as {aside})."),
    ),
    "NM-W29": Kind(
        WARNING,
        N_("The register was changed by hand, so that it does not tell of the new files yet."),
        N_("The next merge makes it anew, and keeps the changed one beside it."),
    ),
    "NM-W30": Kind(
        ERROR,
        N_("The file was changed since it was made."),
        N_(
            "If you changed it yourself, it can be used as it is. Otherwise move it away, and run the command that made it again."
        ),
    ),
    "NM-W31": Kind(
        WARNING,
        N_("The file was made, but is not there any more."),
        N_("If it is still needed, run the command that made it again."),
    ),
}

COMMAND = {
    "NM-C01": Kind(
        ERROR,
        N_("The command line cannot be understood: {reason}"),
        N_("`noticemerge --help` shows what may be typed."),
    ),
    "NM-C02": Kind(
        ERROR,
        N_("Interrupted."),
        N_("Every file written so far is whole. Run the same command again to make the rest."),
    ),
    "NM-C03": Kind(
        ERROR,
        N_("This is a fault of noticemerge itself, not of your files: {error}"),
        N_("Please report it to {address}, with the command you typed and what it prints with -v."),
    ),
    "NM-C04": Kind(
        ERROR,
        N_("The file cannot be read or written: {reason}"),
        N_(
            "Close it if it is open in Word or Excel, and check that the folder is there and that "
            "you may write to it. Then run the same command again."
        ),
    ),
    "NM-C05": Kind(
        ERROR,
        N_("No member has the number {number}."),
        N_("Check the number in the member list, or choose the row with --row."),
    ),
    "NM-C06": Kind(
        ERROR,
        N_("{count} members could be meant by the number {number}, in the rows {rows}."),
        N_("Choose one of them with --row."),
    ),
    "NM-C07": Kind(
        ERROR,
        N_("There is no member in row {row}."),
        N_("Give the row number that Excel shows at the left edge of the member list."),
    ),
    "NM-C08": Kind(
        ERROR,
        N_("This member gets no letter: {reason}"),
        N_("Choose another member with --member or --row."),
    ),
    "NM-C09": Kind(
        ERROR,
        N_("There is no member to make a letter for."),
        N_("Check that the member list has rows below its header."),
    ),
    "NM-C20": Kind(
        ERROR,
        N_("LibreOffice, which makes PDF files and pictures, was not found on this computer."),
        N_(
            "Install LibreOffice (https://www.libreoffice.org), or open the letter in Word: use -o instead of "
            "--pdf or --image."
        ),
    ),
    "NM-C21": Kind(
        ERROR,
        N_("LibreOffice made no PDF of the letter. It says: {said}"),
        N_(
            "Try again; if it stays so, open the letter in Word: use -o instead of --pdf or --image, and see "
            "whether Word finds something wrong."
        ),
    ),
    "NM-C22": Kind(
        ERROR,
        N_("LibreOffice was not done after {seconds} seconds and was stopped."),
        N_("Try again when the computer has less to do, or with one letter: --member instead of --hard."),
    ),
}

KINDS: dict[str, Kind] = {**ROSTER, **NOTICE, **ADDRESSEE, **TEMPLATE, **SELECTION, **WRITING, **COMMAND}
