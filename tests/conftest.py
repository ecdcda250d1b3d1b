"""What every test may use."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from noticemerge.problems import use_language

if TYPE_CHECKING:
    from noticemerge.excel import Book

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "scripts")]

# Shared machines have slow moments; a property is about values, never about time.
settings.register_profile("noticemerge", deadline=None)
settings.load_profile("noticemerge")


@pytest.fixture(autouse=True)
def _no_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language is English unless a test says otherwise, wherever the tests run."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    use_language(None)


@pytest.fixture(autouse=True)
def _no_memory_of_the_users(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the program remembers of working folders is not this user's, and not another test's."""
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path_factory.mktemp("settings")))


@pytest.fixture(autouse=True)
def _it_is_a_day_in_september_2023(monkeypatch: pytest.MonkeyPatch) -> None:
    from support.screens import TODAY

    monkeypatch.setenv(*TODAY)


@pytest.fixture(autouse=True)
def _every_workbook_reads_as_openpyxl_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever workbook a test has read in this process, its cells are those that openpyxl finds."""
    from noticemerge.excel import workbook
    from noticemerge.problems import CannotUse
    from support.peer import as_peer, read_by_peer

    read = workbook.read_xlsx

    def compared(path: Path, data: bytes) -> Book:
        book = read(path, data)
        try:
            own = as_peer(read(path, data))
        except CannotUse:  # the test is about this
            return book
        expected = read_by_peer(data)
        assert expected is None or own == expected
        return book

    monkeypatch.setattr(workbook, "read_xlsx", compared)


@pytest.fixture
def members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A member list with a model letter beside it, in the working folder."""
    monkeypatch.chdir(tmp_path)
    from support import make

    make.letter(tmp_path / "templates" / "request-letter.docx")
    make.workbook(tmp_path / "members.xlsx")
    return Path("members.xlsx")


@pytest.fixture
def faulty(members: Path) -> Path:
    """The same with a misspelt field in the model letter."""
    from support import make

    make.letter(Path("templates/request-letter.docx"), *make.PARAGRAPHS, "{{ 会社明 }} 様")
    return members
