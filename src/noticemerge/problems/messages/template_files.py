"""Model letters that cannot be opened (NM-T01 to NM-T19)."""

from noticemerge.problems.kind import ERROR, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-T01": Kind(
        ERROR,
        N_("The model letter is not there."),
        N_("Check the name and the folder given to -t."),
    ),
    "NM-T02": Kind(
        ERROR,
        N_(
            "The model letter cannot be opened: it is a folder, another program holds it, or you may not read it."
        ),
        N_("Give the Word file itself; close it in Word, and check that you may open it."),
    ),
    "NM-T03": Kind(
        ERROR,
        N_("The model letter is empty (0 bytes)."),
        N_("It may not have been downloaded yet. Open it once in Word, then try again."),
    ),
    "NM-T04": Kind(
        ERROR,
        N_("The model letter is damaged ({part}): it is not a sound zip package or its XML is broken."),
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
    "NM-T16": Kind(
        WARNING,
        N_(
            "The letter that comes with noticemerge is used: there is no {wanted}. Other Word files there: {files}"
        ),
        N_("If one of these is the model letter, name it with -t, or give it the name {wanted}."),
    ),
}
