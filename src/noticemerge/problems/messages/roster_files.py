"""Lists that cannot be read or taken as they are: file, sheets, headings, rows (NM-R01 to NM-R39)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
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
        N_("The file is not {said}."),
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
        N_("A quotation mark opens in line {line} and does not close at the end of its cell."),
        N_("Delete or close it in a text editor, or save the list as .xlsx from the program it comes from."),
    ),
    "NM-R20": Kind(
        ERROR,
        N_('There is no sheet "{sheet}". These sheets can be the member list: {sheets}'),
        N_("The likeliest is the first: {option}"),
    ),
    "NM-R21": Kind(
        ERROR,
        N_("No sheet holds a member list. The sheets are: {sheets}"),
        N_("Put the list on a sheet called 会員名簿, or name it with --sheet."),
    ),
    "NM-R22": Kind(
        ERROR,
        N_("Several sheets could be the member list: {sheets}"),
        N_("Say which. The likeliest is the first: {option}"),
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
        N_(
            "Totals, remarks, samples, repeated headings, headings of groups and rows with nothing but a number are no members."
        ),
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
    "NM-R80": Kind(
        ERROR,
        N_('--ignore {name}: the list has no column "{name}".'),
        N_("The nearest is: {cure}"),
    ),
    "NM-R84": Kind(
        ERROR,
        N_('Row {row}, named by --header-row, holds no headings ("{text}").'),
        N_("The headings seem to be in row {best}: --header-row {best}"),
    ),
    "NM-R85": Kind(
        ERROR,
        N_('--map {typed}: the list has no column "{name}".'),
        N_("Write the heading of one of its columns: {headings}"),
    ),
    "NM-R86": Kind(
        ERROR,
        N_('--map {typed}: no field is called "{name}".'),
        N_(
            "Fields are called 会員番号, 会社名, 部署, 役職, 担当者名, 郵便番号, 住所1 and so on: see the sheet 項目一覧 of the members.xlsx that init makes."
        ),
    ),
    "NM-R87": Kind(
        ERROR,
        N_('--ignore {name}: the list has no column "{name}".'),
        N_("Write the heading of one of its columns: {headings}"),
    ),
    "NM-R88": Kind(
        ERROR,
        N_('There is no sheet "{sheet}", and none that can be the member list. The sheets are: {sheets}'),
        N_("Give the workbook with the member list."),
    ),
    "NM-R81": Kind(
        ERROR,
        N_(
            'The sheet 設定 says "{text}", which cannot be understood, or says of a field what was said before.'
        ),
        N_("Write behind 列の割り当て a field and a heading, such as 住所1=自宅住所."),
    ),
    "NM-R82": Kind(
        ERROR,
        N_("The letter prints an address, but no column of the list is one."),
        N_("Give its column the heading 住所, or say which it is with --map 住所1=…"),
    ),
    "NM-R83": Kind(
        ERROR,
        N_("The letter prints an address, but the list does not say which of these is the one: {headings}"),
        N_("Say which: {cures}"),
    ),
}
