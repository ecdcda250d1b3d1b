"""From the description of a screen to what a person sees: in this process, on a terminal, on any console."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from noticemerge.cli import root
from noticemerge.japan import width
from support import make

Said = tuple[str, int]
# Noon (UTC) of the day on which most letters of tests are dated: what a run says must not change by the day.
TODAY = ("SOURCE_DATE_EPOCH", "1695643200")
LANGUAGES = ("ja", "en")


def set_up(case: Path) -> None:
    """The files of a case, in the working folder."""
    make.letter(Path("templates/request-letter.docx"), *_lines(case / "letter.txt"))
    rows = [line.replace("\\u200b", "\u200b").split("\t") for line in _lines(case / "list.tsv")]
    cells = {"header": rows[0], "members": rows[1:]} if rows else {}
    make.workbook(Path("members.xlsx"), **cells)
    if text := "\n".join(_lines(case / "list.csv")):
        Path("members.csv").write_text(text, "utf-8-sig")


def screens(case: Path, run: Callable[[list[str]], Said]) -> str:
    """What the commands of a case show, one after the other; `run` gives the output and the exit status."""
    shown = []
    for line in _lines(case / "command.txt"):
        words = shlex.split(line)
        match words:
            case ["noticemerge", *typed]:
                text, status = run(typed)
                shown += [f"$ {line}", *text.splitlines(), *([f"(exit status {status})"] if status else [])]
            case ["edit", path]:
                make.letter(Path(path), "手で直した文")
            case ["delete", path]:
                Path(path).unlink()
            case _:
                raise ValueError(f"no such step: {line}")
    whole = "\n".join(line.rstrip() for line in shown) + "\n"
    return whole.replace(os.sep, "/")


def here(language: str) -> Callable[[list[str]], Said]:
    """In this process, which is fast; output and errors as they come."""

    def run(typed: list[str]) -> Said:
        result = CliRunner(env={"LC_ALL": language}).invoke(root, typed, prog_name="noticemerge")
        return result.output, int(result.exit_code)

    return run


def process(encoding: str) -> Callable[[list[str]], Said]:
    """A process of its own whose output, in this encoding, goes to a pipe."""

    def run(typed: list[str]) -> Said:
        done = subprocess.run(
            _words(typed), env=_environment(PYTHONIOENCODING=encoding), stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return done.stdout.decode(encoding), done.returncode

    return run


def terminal(typed: list[str]) -> Said:
    """A process of its own on a terminal; what is left on the screen when it has ended."""
    import pty  # not on Windows

    ours, theirs = pty.openpty()
    with subprocess.Popen(_words(typed), env=_environment(), stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        data = b""
        while chunk := _read(ours):
            data += chunk
        status = running.wait()
    os.close(ours)
    return left_on_screen(data.decode().replace("\r\n", "\n")), status


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


def left_on_screen(text: str) -> str:
    """What stands on a screen after `text`, in which a line may be written over again and again."""
    return "\n".join(_written_over(line).rstrip() for line in text.split("\n"))


def _written_over(line: str) -> str:
    """A line after what follows each carriage return was written over what was there, column by column."""
    columns: list[str] = []
    for text in line.split("\r"):
        # A wide character stands in its first column; its second is empty.
        new = [cell for character in text for cell in (character, *[""] * (width(character) - 1))]
        columns[: len(new)] = new
    return "".join(columns)


def _words(typed: list[str]) -> list[str]:
    return [sys.executable, "-m", "noticemerge", *typed]


def _environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "LC_ALL": "ja_JP.UTF-8",
        "PYTHONUTF8": "1",
        "COLUMNS": "80",
        "TERM": "xterm",
        **more,
    }


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []
