"""Letters on paper and as PDF: bundle, pdf (NM-P)."""

from __future__ import annotations

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-P01": Kind(
        ERROR,
        N_("There is no letter to print in this folder."),
        N_("Make the letters with merge first."),
    ),
    "NM-P02": Kind(
        ERROR,
        N_("The letter is missing: it was moved, renamed or deleted since it was made."),
        N_("Put it back, or run merge again: it makes what is missing."),
    ),
    "NM-P03": Kind(
        WARNING,
        N_("The letter was edited by hand, so it is not in the Word file. {where}"),
        N_(
            "Print it by itself and put it there, or use --pdf: a PDF has all letters in order, edited ones as they "
            "are."
        ),
    ),
    "NM-P04": Kind(
        NOTE,
        N_("The letter was edited by hand, and is printed as it was edited."),
        N_("Nothing needs to be done."),
    ),
    "NM-P05": Kind(
        WARNING,
        N_(
            "This old letter is left out: no member of the list gets it any more, or it could not be made anew."
        ),
        N_(
            "Correct what merge says and run it again, or remove letters of members who left with merge --prune."
        ),
    ),
    "NM-P06": Kind(
        WARNING,
        N_("{name} has no letter: the last merge could not make it."),
        N_("Correct what merge says, run it again, and then this."),
    ),
    "NM-P07": Kind(
        ERROR,
        N_("The last merge was stopped before all letters were in place."),
        N_("Run merge again; it finishes what was begun."),
    ),
    "NM-P08": Kind(
        ERROR,
        N_('No letter that is to be printed is that of member "{number}" (--from).'),
        N_("Type the member's number as the register has it."),
    ),
    "NM-P09": Kind(
        ERROR,
        N_('Several letters are those of member "{number}" (--from): {files}'),
        N_("Give each member a number of its own in the list, and run merge again."),
    ),
    "NM-P10": Kind(
        ERROR,
        N_("The condition holds for no letter in the folder (--where)."),
        N_("Compare it with what stands in the list."),
    ),
    "NM-P11": Kind(
        ERROR,
        N_('The list has no column "{name}" to order the letters by (--order).'),
        N_("The list has the columns {headings}."),
    ),
    "NM-P12": Kind(
        ERROR,
        N_(
            "The letter's member is not in the list, or has its number twice there: --where and --order need one row."
        ),
        N_(
            "Name with --members the list that the letters were made of, or run merge again with the list as it is."
        ),
    ),
    "NM-P13": Kind(
        WARNING,
        N_(
            "The letters have several sections and print how many pages there are; Word counts them when printing."
        ),
        N_("Look at it in the print preview of Word, or use --pdf."),
    ),
    "NM-P14": Kind(
        WARNING,
        N_(
            "The letters have fields that look through the whole file ({fields}): Word may put other letters in."
        ),
        N_("Do not update fields in Word before printing, or use --pdf."),
    ),
    "NM-P15": Kind(
        ERROR,
        N_("All letters were edited by hand, so none can be put into one Word file."),
        N_("Use --pdf: a PDF has edited letters as they are."),
    ),
    "NM-P16": Kind(
        ERROR,
        N_("The letter was changed while this command was at work."),
        N_("Close it in Word, and type the same once more."),
    ),
    "NM-P17": Kind(
        ERROR,
        N_("--where and --order need the member list, and it is not known which one."),
        N_("Name it: --members members.xlsx"),
    ),
    "NM-P20": Kind(
        ERROR,
        N_("No PDF could be made of the letter. The program says: {said}"),
        N_(
            "Open it in Word and see whether something is wrong, and type the same again; what is done stays done."
        ),
    ),
    "NM-P21": Kind(
        ERROR,
        N_("Neither LibreOffice nor Word, one of which makes the PDF files, was found on this computer."),
        N_("Install LibreOffice (https://www.libreoffice.org); or print from Word: noticemerge bundle"),
    ),
    "NM-P22": Kind(
        WARNING,
        N_(
            "The letters use fonts that this computer does not have: {fonts}. Others take their place in the PDF."
        ),
        N_(
            "Line and page ends may differ from Word. Install the fonts, or make the PDF on a computer that has them."
        ),
    ),
    "NM-P23": Kind(
        ERROR,
        N_("Word was not done after {seconds} seconds and was stopped."),
        N_("Close all windows and questions of Word, and type the same again; what is done stays done."),
    ),
    "NM-P24": Kind(
        ERROR,
        N_("Word could not be used: {said}"),
        N_(
            "Start Word once by hand and answer what it asks, or install LibreOffice (https://www.libreoffice.org)."
        ),
    ),
    "NM-P25": Kind(
        ERROR,
        N_("The PDF is not of the letter as it is now: that was changed or taken away since."),
        N_("Type noticemerge pdf again."),
    ),
    "NM-P26": Kind(
        ERROR,
        N_("Since this file to print was made, letters were changed, added or taken away."),
        N_("Type noticemerge bundle again."),
    ),
    "NM-P27": Kind(
        ERROR,
        N_("LibreOffice could not be started. It says: {said}"),
        N_("Start LibreOffice once by hand, and install it anew when that does not work."),
    ),
    "NM-P28": Kind(
        WARNING,
        N_("No picture could be made of this letter ({said}); it is shown as text."),
        N_("See how it looks: noticemerge preview with --member and -o makes a Word file of it."),
    ),
    "NM-P29": Kind(
        ERROR,
        N_("{program} (--with) was not found on this computer; Word can be used on Windows only."),
        N_("Leave out --with, and the program that is there makes the PDF."),
    ),
}
