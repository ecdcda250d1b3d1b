"""Problems of the addressee and the honorific (NM-A)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
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
        N_(
            "If this is one person, write the name without 、 ・ / & and line breaks (two family names: 山田＝佐藤)."
        ),
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
    "NM-A20": Kind(
        ERROR,
        N_('"{text}" ({heading}) has no address of its own; the letter would go to that of "{other}".'),
        N_('Fill in the address, or, if letters are to go to "{other}", type: {cure}'),
    ),
    "NM-A21": Kind(
        ERROR,
        N_("The letter prints an address, but none is filled in for this member."),
        N_('Fill in the address ("{heading}"), or mark the member as 送付不要.'),
    ),
    "NM-A22": Kind(
        WARNING,
        N_(
            'No postcode is filled in for "{heading}"; that of "{other}" is another place\'s and is not printed.'
        ),
        N_("Fill in the postcode, if it is to be printed."),
    ),
    "NM-A23": Kind(
        WARNING,
        N_('"{heading}" is filled in, but no branch is named; the letter goes to "{other}".'),
        N_("Fill in the name of the branch, if the letter is to go there."),
    ),
    "NM-A24": Kind(
        WARNING,
        N_('"{text}" names a person behind the company, and is printed as it stands above the addressee.'),
        N_("Write the person in the column 担当者名 only."),
    ),
    "NM-A25": Kind(
        WARNING,
        N_(
            '"{text}" names a company and a person; "{person}" is printed on a line of its own and addressed.'
        ),
        N_(
            "If it is all the company's name, take the space or the brackets out of it; else write the person in the column 担当者名."
        ),
    ),
    "NM-A26": Kind(
        WARNING,
        N_('"{text}" is an office, not a company; it is addressed with 様.'),
        N_("For another honorific add a column 敬称."),
    ),
    "NM-A27": Kind(
        WARNING,
        N_('"{text}" is taken for a person and addressed with 様.'),
        N_("If it is a company, type 御中 behind the name, or in a column 敬称."),
    ),
    "NM-A28": Kind(
        ERROR,
        N_('"{text}" stands in the column for companies, but may be a person\'s name: 御中 or 様?'),
        N_(
            "Type the right one behind the name, with a space. Where many members are persons, call the column 会員名."
        ),
    ),
    "NM-A29": Kind(
        ERROR,
        N_('"{text}" may name two persons: is it one, or two?'),
        N_("Write 、 between two persons; write one person's name without the spaces between its parts."),
    ),
    "NM-A30": Kind(
        ERROR,
        N_('"{text}" under {heading} is no address.'),
        N_("Write the address itself; or, if letters go to the usual one, type: {cure}"),
    ),
    "NM-A31": Kind(
        ERROR,
        N_('{heading} says "{text}", which is none of the addresses of the list: {known}'),
        N_("Write 自宅, 勤務先 or the like, as the headings of the addresses say; or type: {ignore}"),
    ),
    "NM-A32": Kind(
        ERROR,
        N_('{heading} says "{text}", but "{other}" is empty.'),
        N_("Fill in that address, or correct {heading}."),
    ),
    "NM-A33": Kind(
        ERROR,
        N_("{heading} is empty, and the list has several addresses for the member."),
        N_("Write there which of them is meant, such as 自宅 or 勤務先."),
    ),
    "NM-A34": Kind(
        WARNING,
        N_('{heading} says "{chosen}", but the list names no person: the letter goes there to "{text}".'),
        N_("Fill in the person, or correct {heading}."),
    ),
    "NM-A35": Kind(
        WARNING,
        N_('"{text}" stands in the column for persons, but is none; it is addressed with 御中.'),
        N_("Write a department in the column 部署, a company in the column 会社名."),
    ),
    "NM-A36": Kind(
        ERROR,
        N_('"{text}" stands in the column for persons, but reads like a company.'),
        N_("Correct the cell: it holds the person to whom the letter goes, or nothing."),
    ),
    "NM-A37": Kind(
        WARNING,
        N_('"{text}" ends in a title, and is printed as "{printed}".'),
        N_("Write the title in the column 役職 and only the name here."),
    ),
    "NM-A38": Kind(
        WARNING,
        N_('What stands in brackets behind "{text}" is printed with the name.'),
        N_("If it is a remark, write it in another column."),
    ),
    "NM-A39": Kind(
        WARNING,
        N_('"{text}" stands under the department, and is addressed as a person.'),
        N_(
            "Write the name under the contact; if it is a department, write what it is (部, 課, 係) behind it."
        ),
    ),
    "NM-A40": Kind(
        WARNING,
        N_('"{text}" is printed with one honorific, although it means more people than it names.'),
        N_("Write the names, each on a line of its own in the cell, or the first one only."),
    ),
}
