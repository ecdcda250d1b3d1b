"""Each folder of cases/screens is what a person sees: adding a case is adding a folder.

`command.txt` has a command in each line, as typed; `edit FILE` replaces a letter as if by hand and `delete
FILE` removes it. `list.tsv` is the member list, `letter.txt` the model letter, a paragraph in each line,
`list.csv` a list saved as text (members.csv); without them they are those of `support.make`.

`ja.txt` and `en.txt` are what stands on a screen of 80 columns afterwards. To write them anew, and then to
read what has changed:

    python tests/test_screens.py && git diff tests/cases/screens
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import pytest

from noticemerge.cli.root import COMMANDS
from noticemerge.cli.screen_text import COLUMNS
from noticemerge.japan import width
from support.screens import LANGUAGES, TODAY, here, process, screens, set_up, terminal

FOLDER = Path(__file__).parent / "cases" / "screens"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def every_third(first: int) -> pytest.MarkDecorator:
    """Cases by processes of their own, which take a second each: all go through the same few lines there."""
    return pytest.mark.parametrize("case", CASES[first::3], ids=lambda case: case.name)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def expected(case: Path, language: str) -> str:
    return (case / f"{language}.txt").read_text("utf-8")


def as_quoted(text: str) -> str:
    """The same without quotation marks on Windows, whose shells want others, and around more words."""
    return re.sub("[\"']", "", text) if os.name == "nt" else text


@every_case
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_shows_what_its_case_says(case: Path, language: str) -> None:
    set_up(case)
    assert as_quoted(screens(case, here(language))) == as_quoted(expected(case, language))


@every_third(0)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no pty to stand for a terminal")
def test_a_terminal_shows_the_same_and_no_trace_of_the_progress(case: Path) -> None:
    set_up(case)
    assert screens(case, terminal) == expected(case, "ja")


@every_third(1)
def test_a_console_of_code_page_932_shows_the_same_as_far_as_it_can(case: Path) -> None:
    set_up(case)
    shown = expected(case, "ja").encode("cp932", "replace").decode("cp932")
    # What was typed is no output.
    told = as_quoted(screens(case, process("cp932")))
    assert told.splitlines()[1:] == as_quoted(shown).splitlines()[1:]


@every_case
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_80_columns(case: Path, language: str) -> None:
    shown = [line for line in expected(case, language).splitlines() if not line.startswith("$ ")]
    assert [line for line in shown if width(line) > COLUMNS] == []


def test_every_command_has_its_help_shown() -> None:
    shown = "".join((case / "command.txt").read_text("utf-8") for case in CASES)
    assert [name for name in COMMANDS if f"noticemerge {name} --help" not in shown] == []


if __name__ == "__main__":
    os.environ.update([TODAY])
    for folder in CASES:
        for tongue in LANGUAGES:
            with tempfile.TemporaryDirectory() as empty:
                os.chdir(empty)
                set_up(folder)
                (folder / f"{tongue}.txt").write_text(screens(folder, here(tongue)), "utf-8", newline="\n")
                os.chdir(FOLDER)
