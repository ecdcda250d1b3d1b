"""Labels and envelopes (NM-L)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-L01": Kind(
        ERROR,
        N_("No sheet of labels is known by this name: {typed}.{nearest}"),
        N_(
            'See all names with: noticemerge labels --papers. Or measure it, and write: --paper "2x6 86.4x42.3 left 18.6 top 21.2".'
        ),
    ),
    "NM-L02": Kind(
        ERROR,
        N_("Several sheets of labels may be meant by {typed}: {names}."),
        N_("Write one of these names, or the product number on the packet."),
    ),
    "NM-L03": Kind(
        ERROR,
        N_(
            "Labels with these measures do not fit on the sheet: {typed} needs {across}×{down} mm, the sheet has {page} mm."
        ),
        N_(
            "Measure again: width and height of a label, left and top of the first, and from label to label (pitch)."
        ),
    ),
    "NM-L04": Kind(
        ERROR,
        N_("Nobody in the list gets post: there is nothing to make."),
        N_("See the column 発送方法 and what was chosen; --all makes one for every member."),
    ),
    "NM-L05": Kind(
        ERROR,
        N_("The member has no address."),
        N_("Write the address into the list; --skip-errors makes the others."),
    ),
    "NM-L06": Kind(
        WARNING,
        N_("The member has no postcode; it is printed without one."),
        N_("Write the postcode into the list."),
    ),
    "NM-L07": Kind(
        WARNING,
        N_("The postcode {typed} is not seven digits; it is printed as it stands."),
        N_("Write it as 100-0013."),
    ),
    "NM-L08": Kind(
        WARNING,
        N_("{typed} is no known way of sending; one is made, as for post."),
        N_("If the member gets no post, write メール, FAX or 手渡し; otherwise nothing needs to be done."),
    ),
    "NM-L09": Kind(
        ERROR,
        N_("The sheet has {up} labels, so that it cannot begin at number {start}."),
        N_("Give the number of the first free label to --start, counted from the upper left, row by row."),
    ),
    "NM-L10": Kind(
        ERROR,
        N_("{paper} is {width} mm wide; a barcode needs {least} mm."),
        N_("Take a sheet with wider labels, such as 12面 86.4×42.3, or leave out --barcode."),
    ),
    "NM-L11": Kind(
        NOTE,
        N_("The labels of {paper} reach the edge of the sheet, where many printers do not print."),
        N_("Print one sheet on plain paper first. What is missing at the edge shows there."),
    ),
    "NM-L12": Kind(
        ERROR,
        N_("This does not go onto {paper}, not even in the smallest letters: {text}"),
        N_("Shorten it in the list, or take something larger; --skip-errors makes the others."),
    ),
    "NM-L13": Kind(
        ERROR,
        N_("There are too many lines for a label {paper}: {text}"),
        N_(
            "Shorten the lines in the list, leave out --sender, or take larger labels; --skip-errors makes the others."
        ),
    ),
    "NM-L14": Kind(
        WARNING,
        N_("To go in, it is printed in small letters ({size} points)."),
        N_("If that is hard to read, shorten the text in the list, or take something larger."),
    ),
    "NM-L15": Kind(
        ERROR,
        N_(
            "Moved so far, it would be cut off: there are {left} mm to the left, {right} to the right, {up} upwards and {down} downwards."
        ),
        N_("Give a smaller number to --shift, or move it in the settings of the printer."),
    ),
    "NM-L16": Kind(
        WARNING,
        N_("No barcode, for it could say another address: {reason}."),
        N_(
            "The label is made without one. If the postcode and the address are right, nothing needs to be done."
        ),
    ),
    "NM-L17": Kind(
        ERROR,
        N_("The envelope {envelope} lies on its side; it cannot be written vertically."),
        N_("Leave out --vertical, or take another envelope with --size."),
    ),
    "NM-L18": Kind(
        ERROR,
        N_("The sheet 通知 does not say who sends: neither 発信者団体 nor 住所."),
        N_("Write them into the sheet 通知, or leave out --sender."),
    ),
    "NM-L19": Kind(
        WARNING,
        N_("The sheet 通知 has no address of the sender; only what is there is printed."),
        N_("Write 郵便番号 and 住所 into the sheet 通知."),
    ),
    "NM-L20": Kind(
        ERROR,
        N_("The sender does not go in: {text}"),
        N_("Shorten it in the sheet 通知, or leave out --sender."),
    ),
    "NM-L21": Kind(
        ERROR,
        N_("This Word document has room for one member only: no field NEXT goes on to the next one."),
        N_("For one page or letter a member use noticemerge merge; for labels insert ≪Next Record≫ in Word."),
    ),
    "NM-L22": Kind(
        ERROR,
        N_("This Word document goes on by a condition (NEXTIF), so that --start cannot be counted in it."),
        N_("Leave out --start, or use NEXT in the place of NEXTIF."),
    ),
    "NM-L23": Kind(
        WARNING,
        N_(
            "There is room for {room} lines on the label, and {needed} are needed: the rest would be cut off."
        ),
        N_("Shorten the text in the list, or make letters smaller in the label document."),
    ),
    "NM-L24": Kind(
        ERROR,
        N_("Since these labels were made, addresses were changed or members joined or left: {members}"),
        N_(
            "Do not use the old labels of these members. Type noticemerge labels again; for these alone with --only and their numbers."
        ),
    ),
    "NM-L25": Kind(
        ERROR,
        N_("Since these envelopes were made, addresses were changed or members joined or left: {members}"),
        N_(
            "Do not use the old envelopes of these members. Type noticemerge envelopes again; for these alone with --only and their numbers."
        ),
    ),
    "NM-L26": Kind(
        ERROR,
        N_("This Word document goes on (NEXT) before it has printed anything of these members: {members}"),
        N_(
            "In Word leave one ≪Next Record≫ at the head of each label, none in the first, and have a merge field in each."
        ),
    ),
}
