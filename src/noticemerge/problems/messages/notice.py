"""The sheets 通知 and 添付資料 (NM-N)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-N01": Kind(
        ERROR,
        N_('The workbook has no sheet "通知" with the number, date and sender of the letter.'),
        N_("Fill in the 通知.xlsx that init makes, and put it beside the list: it is found there."),
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
        N_("Write it in the sheet 通知, or give it with: --set 発信日={today}"),
    ),
    "NM-N05": Kind(
        ERROR,
        N_('"{text}" cannot be read as the date of the letter.'),
        N_("Write it as 令和5年9月25日, 2023-09-25 or 令和5年9月吉日."),
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
    "NM-N40": Kind(
        WARNING,
        N_('The sheet "{other}" is not used; "{sheet}" is.'),
        N_("Delete it, or give it that name, if it is the one that is meant."),
    ),
    "NM-N41": Kind(
        WARNING,
        N_(
            '{name} is a formula ({formula}) whose result changes by the day; "{text}" was stored when the workbook was saved.'
        ),
        N_("Type the value, or write {{{{ 本日 }}}} in the letter for the day on which it is made."),
    ),
    "NM-N42": Kind(
        WARNING,
        N_('"{struck}" is struck through and is left out.'),
        N_("Delete what is struck through, or take the line away if it is meant."),
    ),
    "NM-N43": Kind(
        WARNING,
        N_("The sheet 添付資料 of the list is not read; that of {file} is."),
        N_("Copy what is enclosed into {file}, and delete this sheet."),
    ),
    "NM-N44": Kind(
        WARNING,
        N_("What is filled in here is not read: {list} has a sheet 通知 of its own."),
        N_("If this file is the one that is meant, delete the sheets 通知 and 添付資料 of {list}."),
    ),
    "NM-N60": Kind(
        WARNING,
        N_("The letters go to your own members, but still say what the example says: {cells}"),
        N_("Write your own in the sheet 通知 and save. What is meant to be printed so can stay."),
    ),
    "NM-N61": Kind(
        WARNING,
        N_("These attachments are those of the example, and the letters name them: {cells}"),
        N_("Write your own in the sheet 添付資料, or delete the rows, and save."),
    ),
    "NM-N62": Kind(
        WARNING,
        N_("The date of the letter, {date}, is {days} days before today ({today})."),
        N_("If it is from an older letter, correct it; else nothing needs to be done."),
    ),
    "NM-N63": Kind(
        WARNING,
        N_("The date of the letter, {date}, is {days} days after today ({today})."),
        N_("If the year or the month is wrong, correct it; else nothing needs to be done."),
    ),
    "NM-N64": Kind(
        WARNING,
        N_("{name} ({text}) is before the date of the letter, {date}."),
        N_("Correct the one that is wrong; if both are right, nothing needs to be done."),
    ),
    "NM-N65": Kind(
        WARNING,
        N_(
            'The number {number} stands already on another mailing: "{title}" ({date}), in the folder {folder}.'
        ),
        N_("Give this letter a number of its own; if both are to have it, nothing needs to be done."),
    ),
    "NM-N66": Kind(
        ERROR,
        N_('The date of the letter, "{text}", is none: there is no {missing}.'),
        N_("Write it as 令和5年9月25日, 2023-09-25 or 令和5年9月吉日."),
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
