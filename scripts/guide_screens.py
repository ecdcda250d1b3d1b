"""Write into the guides what the program prints now, by running every command that they show.

    python scripts/guide_screens.py

A page tells a story, in a folder that is empty at first. Its blocks of commands (```powershell, ```sh) are
run one after the other: the lines that call noticemerge, and cd. Comments say the rest, unseen by readers:

    <!-- scene: own_list -->            something happens between two commands: a function of guide_story
    <!-- screen -->                     the block below is what the commands above it print
    <!-- screen first=2 last=1 -->      of that only the first and last pieces between empty lines
    <!-- picture NAME: LIST.xlsx … -->  pictures/NAME.png shows this file as it is now (see guide_pictures)

A test does the same and compares. A command whose screen is not shown must succeed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from guide_story import SCENES
from noticemerge.cli import root

ROOT = Path(__file__).resolve().parents[1]
# The pages with a story, and the language their reader's program speaks.
PAGES = {
    "README.md": "en",
    "README.ja.md": "ja",
    "docs/clerk-guide.md": "ja",
    "docs/template-guide.md": "ja",
    "docs/programs.md": "en",
}
# A few days before the letters of the clerk's story are dated, noon (UTC).
_TODAY = {"SOURCE_DATE_EPOCH": "1712750400"}
# For what is left out at the beginning, in the middle and at the end.
_LEFT_OUT = {"en": ("(…)",) * 3, "ja": ("（前略）", "（中略）", "（後略）")}
_STEP = re.compile(
    r"""^<!--\ scene:\ (?P<scene>\w+)\ -->$
    | ^```(?:powershell|sh)\n(?P<commands>.*?)^```$
    | ^(?P<screen><!--\ screen(?:\ first=(?P<first>\d+))?(?:\ last=(?P<last>\d+))?\ -->)
      \n+```(?P<kind>text|json)\n.*?^```$
    | ^<!--\ picture\ (?P<picture>[\w-]+):\ (?P<files>.*?)\ -->$""",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_FILE = re.compile(
    r"(?P<path>[^!#]+?)(?:!(?P<sheet>[^!]+)!(?P<cells>[A-Z0-9:]+))?(?:#(?P<page>\d+))?(?: (?P<share>\d+)%)?"
)
# The program may be called where it was installed.
_CALL = re.compile(r"^(?:[\w.]*[\\/])*noticemerge(?:\s|$)")
# What separates folders on Windows; in JSON it is doubled, and stands before quotation marks too.
_BACKSLASH = re.compile(r'\\\\|\\(?!")')


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file in a picture: of a workbook these cells, of a letter the upper part (%) of a page."""

    name: str
    data: bytes
    sheet: str = ""
    cells: str = ""
    page: int = 1
    share: int = 100


@dataclass
class Story:
    """What has happened on a page so far."""

    language: str
    pictures: dict[str, list[list[ShownFile]]] = field(default_factory=dict)
    _said: str = ""
    _failed: str = ""

    def step(self, found: re.Match[str]) -> str:
        """Let a step happen; returns how the page shows it."""
        if found["screen"]:
            self._failed = ""
            return (
                f"{found['screen']}\n```{found['kind']}\n{self._screen(found['first'], found['last'])}\n```"
            )
        self.expect_no_failure()
        if found["scene"]:
            SCENES[found["scene"]]()
        elif found["picture"]:
            rows = found["files"].split(" / ")
            self.pictures[found["picture"]] = [list(map(_shown, row.split(" | "))) for row in rows]
        else:
            self._said = "\n".join(map(self._run, found["commands"].splitlines()))
        return found[0]

    def expect_no_failure(self) -> None:
        """Raises AssertionError when a command failed and the page does not show it."""
        assert not self._failed, self._failed

    def _screen(self, first: str | None, last: str | None) -> str:
        said = "\n".join(line.rstrip() for line in _with_slashes(self._said).strip("\n").split("\n"))
        pieces, head, tail = re.split(r"\n\n+", said), int(first or 0), int(last or 0)
        if not head + tail or len(pieces) <= head + tail:
            return said
        before, between, after = _LEFT_OUT[self.language]
        left_out = between if head and tail else after if head else before
        return "\n\n".join([*pieces[:head], left_out, *pieces[len(pieces) - tail :]])

    def _run(self, line: str) -> str:
        match shlex.split(_CALL.sub("noticemerge ", line).replace("\\", "/"), comments=True):
            case ["cd", folder]:
                # The page's own context puts the working folder back.
                os.chdir(folder)
            case ["noticemerge", *words]:
                said = CliRunner(env={"LC_ALL": self.language, **_TODAY}).invoke(
                    root, words, prog_name="noticemerge"
                )
                if said.exit_code:
                    self._failed = f"{line}\n{said.output}"
                return said.output
        return ""


def _shown(text: str) -> ShownFile:
    told = _FILE.fullmatch(text)
    assert told, text
    (path,) = sorted(Path().glob(told["path"]))
    page, share = int(told["page"] or 1), int(told["share"] or 100)
    return ShownFile(path.name, path.read_bytes(), told["sheet"] or "", told["cells"] or "", page, share)


def told_by(page: str) -> tuple[str, dict[str, list[list[ShownFile]]]]:
    """The page with the screens of today, and the files of its pictures, row by row."""
    text, story = (ROOT / page).read_text("utf-8"), Story(PAGES[page])
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        text = _STEP.sub(story.step, text)
        story.expect_no_failure()
    return text, story.pictures


def _with_slashes(said: str) -> str:
    """What was printed, its paths as they are written elsewhere than on Windows."""
    return _BACKSLASH.sub("/", said) if os.sep == "\\" else said


def steps(page: str) -> list[str]:
    """The comments of a page that are steps of its story."""
    found = _STEP.finditer((ROOT / page).read_text("utf-8"))
    return [m[0] for m in found if m[0].startswith("<!--")]


if __name__ == "__main__":
    for name in PAGES:
        (ROOT / name).write_text(told_by(name)[0], "utf-8", newline="\n")
