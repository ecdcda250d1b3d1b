"""The 手引き of a new folder: one screen that a clerk opens by double click.

A text file, for it opens everywhere, without Word, without a question about safety; Notepad reads it.
"""

from __future__ import annotations

from textwrap import indent

from noticemerge.problems import N_, gettext

# What to type in the folder, in this order, behind the name of the program.
STEPS = (
    ("fields members.xlsx", N_("See which place of the model letter takes which column of the list.")),
    ("check members.xlsx", N_("Find everything that is wrong. Nothing is written.")),
    ("preview members.xlsx --hard", N_("See the letters that are worth a look, such as the longest names.")),
    ("merge members.xlsx", N_("Make all letters and the dispatch register, in the folder out.")),
    ("verify", N_("Before sending, see that the letters are still as they were made.")),
)
# Each line is short enough for a screen as it is: a text file is not laid out anew.
_FIRST = N_(
    "First open members.xlsx in Excel, and the model letter in templates in Word,\n"
    "and make them your own. Then open a terminal here and type these in turn.\n"
    "(Windows: type powershell into the address bar of the folder's window.)"
)
QUESTIONS = (
    (
        N_("You have a member list of your own"),
        N_(
            "Put it into this folder, and type its name instead of members.xlsx.\n"
            "Fill in 通知.xlsx, which is read with it: number, date, sender, enclosures."
        ),
    ),
    (
        N_("One page is enough, or members are to reply"),
        N_(
            "Add -t templates/request-letter-one-page.docx, or\n"
            "-t templates/request-letter-with-slip.docx, which ends with a reply slip."
        ),
    ),
    (
        N_("A letter was corrected by hand"),
        N_(
            "It is never replaced unasked; merge stops and names it.\n"
            "To keep it, add --skip-errors to merge. To have it made anew, add --force."
        ),
    ),
    (
        N_("A member joins, moves or leaves"),
        N_("Change the list and type merge again; only what changes is made anew."),
    ),
    (
        N_("The columns have other names"),
        N_("Most are understood: see the sheet 項目一覧 of members.xlsx."),
    ),
)


def guide(program: str) -> bytes:
    """The guide in the language in use, for Notepad: UTF-8 with a byte order mark, CRLF.

    `program` is what to type for noticemerge in the folder.
    """
    lines = [
        gettext("How to make the letters"),
        "",
        gettext(_FIRST),
        "",
        *_steps(program),
        "",
        *(line for asked, told in QUESTIONS for line in (f"* {gettext(asked)}", _indented(told))),
    ]
    return ("\n".join(lines) + "\n").replace("\n", "\r\n").encode("utf-8-sig")


def _steps(program: str) -> list[str]:
    lines = []
    for number, (words, told) in enumerate(STEPS, 1):
        lines += [f"{number}. {program} {words}", _indented(told)]
    return lines


def _indented(told: str) -> str:
    return indent(gettext(told), "     ")
