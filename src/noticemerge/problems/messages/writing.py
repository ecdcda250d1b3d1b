"""Problems of files in the output folder (NM-W)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
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
        N_("The register was changed where it is not yours to fill in; the changed one is kept as {aside}."),
        N_(
            "Your own columns are in the new register too. Look into the kept one if what was changed still matters."
        ),
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
        N_(
            "Make them first with noticemerge merge; or give the folder that it wrote to (-o), with the hidden "
            "folder .noticemerge in it."
        ),
    ),
    "NM-W22": Kind(
        ERROR,
        N_(
            "The record of what was made in this folder cannot be read: whether the letters are still as they were made cannot be told. The letters themselves are as they were."
        ),
        N_(
            "Run merge again: it makes a new record, and names each letter that is not as it would be made now."
        ),
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
        N_("The register cannot be read, so that it does not tell of the new files yet."),
        N_("The next merge makes it anew, and keeps this one beside it."),
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
    "NM-W32": Kind(
        WARNING,
        N_("Not everything in the register can be taken over ({what}); the old one is kept as {aside}."),
        N_(
            "What your own columns showed is in the new register. Take the rest over by hand if it still matters."
        ),
    ),
    "NM-W33": Kind(
        NOTE,
        N_("{count} who are noted in the register are not in the list any more: {names}"),
        N_("What was noted is kept on the register's sheet 名簿にない会員."),
    ),
    "NM-W34": Kind(
        NOTE,
        N_("The letter was changed by hand since it was made; it is kept as it is."),
        N_("To make it anew use --force (the changed one is put aside as {aside})."),
    ),
    "NM-W35": Kind(
        WARNING,
        N_("No member of the list gets this letter any more, but it was changed by hand; it is kept."),
        N_("Move it away or delete it yourself if it must not be sent."),
    ),
    "NM-W36": Kind(
        ERROR,
        N_("There are no letters in this folder."),
        N_("Make them first with: noticemerge merge"),
    ),
    "NM-W37": Kind(
        ERROR,
        N_("The register was changed where it is not yours to fill in."),
        N_(
            "The next merge that writes it keeps this one under another name. Notes belong into the columns with yellow headings, or into new ones at the right."
        ),
    ),
    "NM-W40": Kind(
        ERROR,
        N_("In this place stands {file}, which is read here: it would be overwritten."),
        N_(
            "Choose another folder with -o, or move {file} to another folder, and run the same command again. Nothing was overwritten."
        ),
    ),
    "NM-W41": Kind(
        ERROR,
        N_("This is a link to another place; the record of the letters is kept in the output folder itself."),
        N_("Remove the link, or choose another folder with -o, and run the same command again."),
    ),
    "NM-W42": Kind(
        ERROR,
        N_("The file is marked as read-only, and cannot be replaced or removed."),
        N_(
            'Open its properties in Explorer, take the tick away from "Read-only", and run again; what was made so far is good.'
        ),
    ),
    "NM-W43": Kind(
        ERROR,
        N_("This is an earlier {file}, which was put aside when a new one took its place."),
        N_("Carry over what you still need, then delete it or move it away, so that it does not go out."),
    ),
    "NM-W45": Kind(
        ERROR,
        N_("In this folder stand letters of another mailing: {mailing}."),
        N_("Make these letters in a folder of their own: {better}"),
    ),
    "NM-W47": Kind(
        WARNING,
        N_("The letters of another mailing, which stood in this folder, were replaced: {mailing}."),
        N_(
            "Should they still be needed, make them again from their own notice and model letter, with another --output."
        ),
    ),
    "NM-W46": Kind(
        WARNING,
        N_("{count} letters of members who were not chosen keep their date of issue, {date}."),
        N_("The register says the new date of all. Make all letters anew if they are to have one date."),
    ),
    "NM-W48": Kind(
        ERROR,
        N_("This is the letter {file}, under another name."),
        N_("Give it the name {file} again, so that it is printed and sent with the others."),
    ),
}
