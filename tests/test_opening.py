"""`merge --open`: the folder is opened once the letters are there, and a system that cannot is no fault."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from noticemerge.cli import root
from noticemerge.cli.opening import open_in_system


def merge(*words: str, opened: list[Path], fails: bool = False) -> tuple[int, str]:
    def opener(path: Path) -> None:
        opened.append(path)
        if fails:
            raise OSError

    done = CliRunner().invoke(root, ["merge", *words, "--lang", "ja"], opener=opener)
    return done.exit_code, done.output


def test_the_folder_of_the_letters_is_opened_also_when_nothing_has_changed(members: Path) -> None:
    opened: list[Path] = []
    assert merge(str(members), "-o", "郵送", "--open", opened=opened)[0] == 0
    assert merge(str(members), "-o", "郵送", "--open", opened=opened)[0] == 0
    assert opened == [Path("郵送"), Path("郵送")]


def test_nothing_is_opened_unasked_or_when_nothing_was_written(faulty: Path) -> None:
    opened: list[Path] = []
    assert merge(str(faulty), "--open", opened=opened)[0] == 1
    assert opened == []


def test_a_system_that_cannot_open_it_is_told_and_the_letters_are_there(members: Path) -> None:
    status, said = merge(str(members), "--open", opened=[], fails=True)
    assert status == 0
    assert "ここからはフォルダーを開けません。場所:" in said
    # What was said of the window is no part of what the next run says again.
    assert "ここからは" not in merge(str(members), opened=[])[1]


@pytest.mark.parametrize(
    ("system", "program"), [("linux", "xdg-open"), ("darwin", "open"), ("freebsd14", "xdg-open")]
)
def test_each_system_has_its_own_program(tmp_path: Path, system: str, program: str) -> None:
    asked: list[list[str]] = []

    def run(words: list[str]) -> int:
        asked.append(words)
        return 0

    open_in_system(tmp_path, system=system, run=run)
    assert asked == [[program, str(tmp_path)]]


def test_windows_opens_it_itself(tmp_path: Path) -> None:
    started: list[Path] = []
    open_in_system(tmp_path, system="win32", start=started.append)
    assert started == [tmp_path]


def test_a_program_that_fails_or_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="xdg-open"):
        open_in_system(tmp_path, system="linux", run=lambda _words: 3)

    def missing(words: list[str]) -> int:
        return subprocess.run([f"{words[0]}-that-is-not-there"], check=False).returncode

    with pytest.raises(OSError):
        open_in_system(tmp_path, system="linux", run=missing)
