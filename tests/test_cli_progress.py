"""The bar while letters are made is for terminals only."""

from __future__ import annotations

import io
import sys

import pytest

from noticemerge.cli.progress import progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_drawn_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress_bar(wanted=True) as progress:
        assert progress is None
    assert sys.stderr.getvalue() == ""


def test_nothing_is_drawn_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar(wanted=False) as progress:
        assert progress is None
    assert sys.stderr.getvalue() == ""


def test_a_terminal_is_shown_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    with progress_bar(wanted=True) as progress:
        assert progress is not None
        progress(3, 3)
    assert "3/3" in sys.stderr.getvalue()
