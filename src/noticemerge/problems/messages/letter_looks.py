"""Letters that are made and look wrong (NM-T163 to NM-T179)."""

from noticemerge.problems.kind import ERROR, WARNING, Kind
from noticemerge.problems.language import N_

KINDS = {
    "NM-T163": Kind(
        ERROR,
        N_("{typed} stands in a paragraph with a page break, which would be lost with it."),
        N_("Put the page break into a paragraph of its own."),
    ),
    "NM-T164": Kind(
        WARNING,
        N_("The field {word} changes by itself: the member sees another text than you."),
        N_("Put a tag in its place, such as {cured}, or make it plain text (Ctrl+Shift+F9)."),
    ),
    "NM-T165": Kind(
        WARNING,
        N_('The list of attachments is added at the end, behind "{text}" on the last page.'),
        N_("Write {{{{ 添付資料 }}}} where the list should stand, in a paragraph of its own."),
    ),
    "NM-T166": Kind(
        WARNING,
        N_(
            '"{text}" ({member}) is squeezed by 均等割付: it is {needed} characters wide, and the room {room}.'
        ),
        N_("Take the fixed width off in Word: Home, Asian Layout (拡張書式), Fit Text, Remove."),
    ),
    "NM-T167": Kind(
        WARNING,
        N_("The height is fixed: there is room for {room} lines, and the letter of {member} needs {needed}."),
        N_("Set the height to At least, or to fit the text; see it with: noticemerge preview --hard"),
    ),
    "NM-T168": Kind(
        ERROR,
        N_("{typed} prints a picture {needed} mm high, and only {room} mm of it are shown."),
        N_("Set the line spacing to Single, and the height of the row or box to At least."),
    ),
    "NM-T169": Kind(
        WARNING,
        N_(
            "The picture is {needed} mm high, and the height there is fixed at {room} mm: the rest is cut off."
        ),
        N_("Set the line spacing to Single, and the height of the row or box to At least."),
    ),
    "NM-T180": Kind(
        WARNING,
        N_("The deadline {text} is before the date of the letter, {date}."),
        N_("Correct the one that is wrong; if both are right, nothing needs to be done."),
    ),
}
