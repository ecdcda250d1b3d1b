"""Problems of the command line, and of programs that a command needs (NM-C)."""

from noticemerge.problems.kind import ERROR, Kind
from noticemerge.problems.language import N_

KINDS = {
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
    "NM-C30": Kind(
        ERROR,
        N_("Line {line} of the file cannot be understood."),
        N_("Correct it, or delete the file: then nothing is remembered."),
    ),
    "NM-C31": Kind(
        ERROR,
        N_('The file says "{key}", which noticemerge does not know there, or cannot use as it is written.'),
        N_("Below the name of a list it may say: {keys}. Correct it, or delete the file."),
    ),
    "NM-C32": Kind(
        ERROR,
        N_("The letters in this folder were made from {letter}; now they would be made from {other}."),
        N_("Say which it is to be: {better}"),
    ),
    "NM-C33": Kind(
        ERROR,
        N_("The sheet {sheet} was chosen before the book had the sheet {new}, which may be the list of now."),
        N_("Say which it is to be: {better}, or --sheet with the one of before."),
    ),
    "NM-C40": Kind(
        ERROR,
        N_("This is no file but a pipe or a device, and cannot be read as one."),
        N_(
            "Give the name of a file. Names such as CON, NUL and COM1 are devices on Windows: save it under another."
        ),
    ),
}
