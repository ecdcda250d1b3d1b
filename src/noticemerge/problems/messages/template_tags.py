"""Tags that cannot be understood, or cannot stand where they stand (NM-T20 to NM-T49)."""

from noticemerge.problems.kind import ERROR, Kind
from noticemerge.problems.language import N_

KINDS = {
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
}
