"""Mail: the text, the addresses, what is attached, sending (NM-M)."""

from noticemerge.problems.kind import ERROR, NOTE, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-M01": Kind(
        ERROR,
        N_("The text of the mail is not there."),
        N_("Check the name behind --text, or put mail-body.txt into the folder templates."),
    ),
    "NM-M02": Kind(
        ERROR,
        N_("The text of the mail cannot be read: it is no text file, or too large to be one."),
        N_("Save it in Notepad as UTF-8, or give a Word file (.docx)."),
    ),
    "NM-M03": Kind(
        ERROR,
        N_("The text of the mail is empty for this member."),
        N_("Write the text, and see whether a condition leaves nothing of it."),
    ),
    "NM-M05": Kind(
        ERROR,
        N_("{typed} prints a picture, which a mail of plain text cannot hold."),
        N_("Take |QR out of the tag, or put the code into the letter that is attached."),
    ),
    "NM-M06": Kind(
        WARNING,
        N_(
            "Pictures, automatic numbers, headers and footers of this Word file do not go into the mail; "
            "only the words of its body do."
        ),
        N_("See below how the mails read, and type as text what must be in them."),
    ),
    "NM-M10": Kind(
        ERROR,
        N_("The sheet 通知 does not say from which address the mails are sent."),
        N_("Add a line 差出人メール with the address of your office."),
    ),
    "NM-M11": Kind(
        ERROR,
        N_('"{text}" in the line {name} is not an e-mail address.'),
        N_("Correct it, such as soumu@example.jp, or empty the cell."),
    ),
    "NM-M12": Kind(
        NOTE,
        N_("The line {name} gives the address of the sender: {address}"),
        N_("If the mails are to be sent from another address, add a line 差出人メール to the sheet 通知."),
    ),
    "NM-M13": Kind(
        ERROR,
        N_("The sheet 通知 has no subject (件名)."),
        N_("Fill in the line 件名: it becomes the subject of the mails."),
    ),
    "NM-M14": Kind(
        ERROR,
        N_("The sheet 通知 does not say through which mail server to send."),
        N_(
            "Add a line 送信サーバー with its name, such as smtp.example.jp. Your mail program shows it among the settings of the account."
        ),
    ),
    "NM-M15": Kind(
        ERROR,
        N_('"{text}" is not the number of a port.'),
        N_("Write 587 or 465, or what your mail provider says."),
    ),
    "NM-M16": Kind(
        ERROR,
        N_('"{text}" is no way of protecting the connection.'),
        N_(
            "Write STARTTLS or SSL/TLS, or delete the line: STARTTLS is then used, with the port 465 SSL/TLS."
        ),
    ),
    "NM-M17": Kind(
        ERROR,
        N_("Mails and the password would go to {server} without protection."),
        N_(
            "Write STARTTLS or SSL/TLS in the line 暗号化. なし is only for a server on this computer itself."
        ),
    ),
    "NM-M20": Kind(
        ERROR,
        N_("The member list has no column for e-mail addresses."),
        N_("Add a column メールアドレス, or say which column it is: --map メールアドレス=…"),
    ),
    "NM-M21": Kind(
        ERROR,
        N_("{way} says that this member gets a mail, but there is no e-mail address."),
        N_("Type the address, or change the way of sending."),
    ),
    "NM-M22": Kind(
        ERROR,
        N_('"{text}" is not an e-mail address.'),
        N_(
            "Type the address in half-width characters, such as info@example.jp; part several by a semicolon (;)."
        ),
    ),
    "NM-M23": Kind(
        NOTE,
        N_('"{text}" is read as: {addresses}'),
        N_("If this is right, nothing needs to be done."),
    ),
    "NM-M24": Kind(
        NOTE,
        N_("This member gets one mail to all {count} addresses of the cell: {addresses}"),
        N_("They see one another's addresses. If that is not wanted, leave only one in the cell."),
    ),
    "NM-M25": Kind(
        WARNING,
        N_("Is the address {address} right?"),
        N_("It may be meant to be {guess}. Somebody else could get the mail."),
    ),
    "NM-M26": Kind(
        WARNING,
        N_("Several members have the address {address}: {members}"),
        N_("Each of them gets a mail of its own at this address. Correct it if one of them has another."),
    ),
    "NM-M27": Kind(
        WARNING,
        N_('"{text}" in the column {heading} is no way of sending that is known; this member gets no mail.'),
        N_("Write メール if a mail is to be sent, else 郵送 or another way."),
    ),
    "NM-M28": Kind(
        ERROR,
        N_("There is no member to send a mail to."),
        N_(
            "Write メール in the column 発送方法 for those who get one, and check --only, --skip and --where."
        ),
    ),
    "NM-M30": Kind(
        ERROR,
        N_(
            'The file "{name}" of the attachment {label} cannot be attached: it is not there, or cannot be read.'
        ),
        N_("It is looked for in {folder}. Put it there, or correct the name in the column ファイル."),
    ),
    "NM-M31": Kind(
        WARNING,
        N_("The attachment {label} has no file, so that it is not attached to the mails."),
        N_("Name its file in the column ファイル, if it is to go with the mails."),
    ),
    "NM-M32": Kind(
        WARNING,
        N_("The mail has {size} MB; many offices can take no more than {limit} MB."),
        N_("Make the attachments smaller, or write in the text where they can be downloaded."),
    ),
    "NM-M33": Kind(
        ERROR,
        N_("The mail has {size} MB, more than the limit of {limit} MB."),
        N_(
            "Make the attachments smaller. If your server and the members take more, set the limit with --max-size."
        ),
    ),
    "NM-M40": Kind(
        ERROR,
        N_("The letter for this member has not been made in the folder {folder}."),
        N_("Make it with merge, with the same words behind it as here."),
    ),
    "NM-M41": Kind(
        ERROR,
        N_("The letter was changed by hand since it was made, so that nobody can tell whose it is."),
        N_("Send it yourself and leave the member out with --skip, or make it anew: merge with --force."),
    ),
    "NM-M42": Kind(
        ERROR,
        N_("The letter was made, but is not there any more."),
        N_("Run merge again."),
    ),
    "NM-M43": Kind(
        ERROR,
        N_("The member's row, the sheet 通知 or the model letter has changed since the letter was made."),
        N_("Run merge again, and look at the letter; then send."),
    ),
    "NM-M44": Kind(
        ERROR,
        N_("Two mails could not be told apart: both members have the number {number}."),
        N_("Give each member a number of its own."),
    ),
    "NM-M50": Kind(
        WARNING,
        N_(
            "The mail to {addresses} was broken off at {when}: it may have arrived. It is not sent again unasked."
        ),
        N_("Ask the member, or look at the copy in your mail box. To send it again: --resend {number}"),
    ),
    "NM-M51": Kind(
        WARNING,
        N_(
            "This member got the mail at {when}, but letter or address have changed since. It is not sent again unasked."
        ),
        N_("To send the new one: --resend {number}"),
    ),
    "NM-M52": Kind(
        ERROR,
        N_("No mail to the member {number} can be sent again: none was begun, or the member gets none."),
        N_("Check the number behind --resend."),
    ),
    "NM-M53": Kind(
        WARNING,
        N_("From this folder {count} mails were sent under another 文書番号 ({others})."),
        N_(
            "If this is the same notice, and only the number was corrected, the members would get it twice: put the old number back."
        ),
    ),
    "NM-M54": Kind(
        WARNING,
        N_("The journal of sent mails has {count} lines that cannot be read."),
        N_(
            "A power failure can leave one; no mail was sent for it. If the journal was edited, compare it with the sent mails in your mail box before you go on."
        ),
    ),
    "NM-M55": Kind(
        NOTE,
        N_("The mails of this notice were not tried on yourself yet."),
        N_("Add --to-me to get the three hardest ones in your own mail box first."),
    ),
    "NM-M57": Kind(
        WARNING,
        N_("This address was refused by the server earlier: {answer}"),
        N_(
            "Correct the address in the list and run merge again. To try the same address once more: --resend {number}"
        ),
    ),
    "NM-M60": Kind(
        ERROR,
        N_("The mail server {server} cannot be reached: {reason}."),
        N_("Check its name and port in the sheet 通知, and the network."),
    ),
    "NM-M61": Kind(
        ERROR,
        N_("The mail server {server} cannot prove that it is the right one: {reason}."),
        N_("Nothing was sent. Check the name of the server, and ask whoever looks after your network."),
    ),
    "NM-M62": Kind(
        ERROR,
        N_("The mail server {server} offers no protected connection (STARTTLS)."),
        N_(
            "Nothing was sent. Write 465 in the line 送信ポート and SSL/TLS in the line 暗号化, or ask your provider."
        ),
    ),
    "NM-M63": Kind(
        ERROR,
        N_("The mail server does not accept user {user} with this password: {answer}"),
        N_(
            "Check the password and the line 送信ユーザー名. Google wants an app password; Microsoft 365 may not allow this way of sending any more."
        ),
    ),
    "NM-M64": Kind(
        ERROR,
        N_("There is no password for the mail server, and nobody to ask for it."),
        N_("Set the environment variable {variable}, or start the command in a window where you can type."),
    ),
    "NM-M65": Kind(
        ERROR,
        N_("The mail has {size} MB, and the mail server takes no more than {limit} MB."),
        N_("Make the attachments smaller, or write in the text where they can be downloaded."),
    ),
    "NM-M66": Kind(
        ERROR,
        N_("The mail server does not let {sender} send: {answer}"),
        N_("Sending was stopped. Check the lines 差出人メール and 送信ユーザー名, and ask your provider."),
    ),
    "NM-M67": Kind(
        ERROR,
        N_(
            "The mail server refused {count} mails one after the other; sending was stopped. It said: {answer}"
        ),
        N_(
            "It probably refuses all. Ask your provider with this answer; then type the same command to go on."
        ),
    ),
    "NM-M68": Kind(
        ERROR,
        N_("The mail server puts mails off again and again; sending was stopped. It said: {answer}"),
        N_(
            "Type the same command in an hour or tomorrow: it goes on where it stopped. A smaller --pace may help."
        ),
    ),
    "NM-M69": Kind(
        ERROR,
        N_("The connection to the mail server was lost and could not be made again: {reason}"),
        N_("Check the network, then type the same command: it goes on where it stopped."),
    ),
    "NM-M70": Kind(
        ERROR,
        N_("The server refused the address {addresses}: {answer}"),
        N_("Correct the address in the list, run merge, and type the same command again."),
    ),
    "NM-M71": Kind(
        WARNING,
        N_("The server put this mail off: {answer}"),
        N_("It was not sent. Type the same command later, and it is tried again."),
    ),
    "NM-M72": Kind(
        WARNING,
        N_("The connection was lost before the server confirmed this mail: it may have arrived."),
        N_("Ask the member, or look at the copy in your mail box. To send it again: --resend {number}"),
    ),
    "NM-M73": Kind(
        WARNING,
        N_("The mail was sent, but not to {addresses}: {answer}"),
        N_("Correct the address in the list. The other addresses of the member have got the mail."),
    ),
    "NM-M74": Kind(
        ERROR,
        N_("The server refused this mail, though not its address: {answer}"),
        N_("It was not sent. Ask your provider with this answer, then type the same command again."),
    ),
    "NM-M75": Kind(
        ERROR,
        N_("{typed} is not the number of mails ({count}). Nothing was sent."),
        N_("Look once more at what would be sent, and type the number."),
    ),
    "NM-M76": Kind(
        ERROR,
        N_("The file {file} changed while mails were sent; this mail was not sent."),
        N_("Do not change letters and attachments meanwhile. Type the same command to see what is left."),
    ),
    "NM-M77": Kind(
        ERROR,
        N_("Mails were sent from this folder by another run meanwhile. Nothing was sent."),
        N_("Type the same command again; it shows what is left."),
    ),
    "NM-M78": Kind(
        ERROR,
        N_("The journal of sent mails cannot be written: {reason}. Sending was stopped at once."),
        N_("Make room on the disk, then type the same command: it goes on where it stopped."),
    ),
    "NM-M80": Kind(
        WARNING,
        N_(
            "This draft was made earlier for a mail that is not to be sent any more; you have changed it, so it stays."
        ),
        N_("Delete it, so that it is not sent."),
    ),
}
