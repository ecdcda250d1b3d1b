"""Fonts of letters that this machine lacks are named, by whatever name the letter calls them."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from noticemerge.paper import fonts
from noticemerge.paper.fonts import fonts_of, installed_fonts, missing_fonts
from noticemerge.paper.letter_file import LetterFile
from support.hard import hard_letter
from support.make import letter
from support.program import TEMPLATE, make_plan


def font_file(names: list[tuple[int, int, str]], *, collection: bool = False) -> bytes:
    """An OpenType file of nothing but names: platform, name id, text."""
    strings, records = b"", b""
    for platform, id, text in names:
        raw = text.encode("utf-16-be")
        records += struct.pack(">6H", platform, 1, 0x411, id, len(raw), len(strings))
        strings += raw
    table = struct.pack(">3H", 0, len(names), 6 + len(records)) + records + strings
    start = 16 if collection else 0
    head = struct.pack(">4sIII", b"ttcf", 0x10000, 1, start) if collection else b""
    one = struct.pack(">I4H", 0x10000, 1, 0, 0, 0)
    return head + one + struct.pack(">4sIII", b"name", 0, start + 28, len(table)) + table


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with fonts."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setattr(fonts, "_font_folders", lambda _office: iter([folder]))
    return folder


@pytest.mark.parametrize("collection", [False, True])
def test_a_font_is_known_by_its_names_in_all_languages(only: Path, collection: bool) -> None:
    names = [(3, 1, "MS Mincho"), (3, 1, "ＭＳ 明朝"), (3, 4, "MS Mincho Bold"), (3, 5, "Version 1")]
    (only / "a.ttc").write_bytes(font_file(names, collection=collection))
    assert installed_fonts() == {"MS Mincho", "ＭＳ 明朝", "MS Mincho Bold"}


def test_a_broken_font_file_is_passed_over(only: Path) -> None:
    (only / "a.ttf").write_bytes(b"\0\1\0\0\xff\xff")
    (only / "b.ttf").write_bytes(font_file([(3, 1, "甲")]))
    (only / "c.txt").write_bytes(font_file([(3, 1, "乙")]))
    assert installed_fonts() == {"甲"}


def test_the_fonts_of_the_shipped_letter_are_those_a_windows_has(only: Path) -> None:
    plan = make_plan(template=TEMPLATE)
    shipped = LetterFile(plan.render(plan.letters[0]))
    assert fonts_of(shipped) == {"ＭＳ 明朝", "ＭＳ ゴシック"}
    (only / "a.ttf").write_bytes(font_file([(3, 1, "MS 明朝")]))
    assert missing_fonts(shipped) == ["ＭＳ ゴシック"]


def test_where_no_fonts_are_found_nothing_is_said(only: Path) -> None:
    plan = make_plan(template=TEMPLATE)
    assert missing_fonts(LetterFile(plan.render(plan.letters[0]))) == []


def test_fonts_of_defaults_and_of_the_theme_are_the_letters(tmp_path: Path, only: Path) -> None:
    assert fonts_of(LetterFile(hard_letter(tmp_path / "t.docx").read_bytes())) == {"IPAMincho"}
    usual = fonts_of(LetterFile(letter(tmp_path / "u.docx").read_bytes()))
    assert "ＭＳ 明朝" in usual and "Cambria" in usual


def test_the_folders_of_this_machine_have_fonts() -> None:
    if os.name == "nt" and not any(Path(os.environ["WINDIR"], "Fonts").iterdir()):
        pytest.skip("Wine comes without fonts")
    assert installed_fonts()
