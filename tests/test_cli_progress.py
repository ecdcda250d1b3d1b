"""The line that tells what goes on is for terminals only, and is gone at the end."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from noticemerge.cli import progress as progress_module
from noticemerge.cli.progress import Progress
from noticemerge.japan import width
from noticemerge.problems import use_language
from support.screens import left_on_screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("time.monotonic", clock)
    return clock


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    use_language("ja")
    terminal = Terminal()
    # Not sys.stderr itself, which pytest changes between this fixture and the test.
    monkeypatch.setattr(progress_module, "sys", SimpleNamespace(stderr=terminal))
    monkeypatch.setenv("COLUMNS", "80")
    return terminal


def shown(terminal: Terminal) -> list[str]:
    """What stood in the line, one after the other."""
    return [line.rstrip() for line in terminal.getvalue().split("\r") if line.strip()]


def test_nothing_is_shown_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with Progress() as progress:
        progress.step("名簿を読んでいます…")
        progress.letters(1, 3)
    assert sys.stderr.getvalue() == ""


def test_nothing_is_shown_where_none_is_wanted(terminal: Terminal) -> None:
    with Progress(wanted=False) as progress:
        progress.step("名簿を読んでいます…")
        progress.letters(1, 3)
    assert terminal.getvalue() == ""


def test_each_step_takes_the_place_of_the_one_before(terminal: Terminal) -> None:
    with Progress() as progress:
        progress.step("名簿を読んでいます…")
        progress.step("確かめています…")
        assert left_on_screen(terminal.getvalue()).rstrip() == "確かめています…"
    assert shown(terminal) == ["名簿を読んでいます…", "確かめています…"]
    assert left_on_screen(terminal.getvalue()) == ""


def test_letters_are_told_with_their_speed_and_the_time_left(terminal: Terminal, clock: Clock) -> None:
    with Progress() as progress:
        progress.letters(1, 100_000)
        clock.now += 2
        progress.letters(2000, 100_000)
        clock.now += 18
        progress.letters(90_000, 100_000)
    assert shown(terminal) == [
        "文書を作っています  1 / 100000通",
        "文書を作っています  2000 / 100000通  毎秒1000通  残り約98秒",
        "文書を作っています  90000 / 100000通  毎秒4500通  残り約2秒",
    ]


def test_a_long_rest_is_told_in_minutes(terminal: Terminal, clock: Clock) -> None:
    with Progress() as progress:
        progress.letters(1, 1000)
        clock.now += 10
        progress.letters(20, 1000)
    assert shown(terminal)[-1].endswith("毎秒2通  残り約8分")


def test_it_is_not_told_more_often_than_can_be_read(terminal: Terminal, clock: Clock) -> None:
    with Progress() as progress:
        for done in range(1, 1000):
            clock.now += 0.001
            progress.letters(done, 1000)
    assert len(shown(terminal)) <= 11


def test_after_the_last_letter_the_register_is_told_of(terminal: Terminal) -> None:
    with Progress() as progress:
        progress.letters(3, 3)
    assert shown(terminal) == ["文書をフォルダーに移し、発送台帳を作っています…"]


def test_an_interruption_leaves_no_line_behind(terminal: Terminal) -> None:
    with pytest.raises(KeyboardInterrupt), Progress() as progress:
        progress.letters(1, 3)
        raise KeyboardInterrupt
    assert left_on_screen(terminal.getvalue()) == ""


def test_a_narrow_terminal_gets_as_much_as_a_line_holds(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    with Progress() as progress:
        progress.step("文書をフォルダーに移し、発送台帳を作っています…")
    assert shown(terminal) == ["文書をフォルダーに"]
    assert width("文書をフォルダーに") == 18
