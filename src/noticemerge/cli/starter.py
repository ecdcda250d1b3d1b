"""The files a new user starts from: model letters, the text of the mail, and workbooks."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from noticemerge.output import digest_of

LETTER = "templates/request-letter.docx"
SHORT_LETTER = "templates/request-letter-one-page.docx"
LETTER_WITH_SLIP = "templates/request-letter-with-slip.docx"
LETTERS = (LETTER, SHORT_LETTER, LETTER_WITH_SLIP)
MAIL_TEXT = "templates/mail-body.txt"
WORKBOOK = "members.xlsx.example"
EMPTY_NOTICE = "templates/notice.xlsx"


def starter_file(name: str) -> Path:
    """Where a shipped file lies: in the installed package, or at the top of a checkout."""
    installed = Path(__file__).parents[1] / "starter" / name
    return installed if installed.exists() else Path(__file__).parents[3] / name


def other_letters(folder: Path) -> list[Path]:
    """The Word files in a folder that are not as `init` lays them there, by name."""
    shipped = {digest_of(starter_file(name)) for name in LETTERS}
    found: list[Path] = []
    with suppress(OSError):
        for path in sorted(folder.glob("*.docx")):
            if path.is_file() and not path.name.startswith("~$") and digest_of(path) not in shipped:
                found.append(path)
    return found


def is_starter_file(path: Path) -> bool:
    """Whether a file is one that came with the installed program, where nobody should write."""
    return (Path(__file__).parents[1] / "starter").resolve() in path.resolve().parents
