"""The Japanese catalogue is whole, and the compiled file and the page of problems are in step with it."""

from __future__ import annotations

import io
import re
import string
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import problem_pages
import translate
from noticemerge.problems import all_kinds, gettext, ngettext, use_language


@pytest.fixture(scope="module")
def files() -> dict[Path, bytes]:
    return translate.outputs()[0]


def _po() -> Catalog:
    with translate.PO.open("rb") as file:
        return read_po(file, locale="ja")


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _pairs() -> list[tuple[str, str]]:
    """English (the singular) and Japanese of every sentence."""
    return [
        (m.id if isinstance(m.id, str) else m.id[0], m.string if isinstance(m.string, str) else m.string[0])
        for m in _po()
        if m.id
    ]


def test_every_sentence_of_the_source_has_a_translation_and_no_other_is_kept() -> None:
    translated = {m.id for m in _po() if m.id and all(m.string) and not m.fuzzy}
    assert translated == set(translate.extracted())
    assert not _po().obsolete


def test_the_catalogue_and_the_compiled_file_are_as_the_script_writes_them(files: dict[Path, bytes]) -> None:
    for path, data in files.items():
        assert path.read_bytes() == data, f"{path.name}: run python scripts/translate.py"


def test_the_compiled_file_says_what_the_catalogue_says() -> None:
    compiled = read_mo(io.BytesIO(translate.PO.with_suffix(".mo").read_bytes()))
    assert _sentences(compiled) == _sentences(_po())


def _sentences(whole: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    def several(text: str | Sequence[str]) -> tuple[str, ...]:
        return (text,) if isinstance(text, str) else tuple(text)

    return {several(m.id): several(m.string) for m in whole if m.id}


def test_a_translation_has_the_facts_of_its_sentence() -> None:
    assert [pair for pair in _pairs() if _placeholders(pair[0]) != _placeholders(pair[1])] == []


def test_a_japanese_console_can_show_every_sentence() -> None:
    assert [j for _, j in _pairs() if j.encode("cp932", "replace").decode("cp932") != j] == []


def test_every_problem_can_be_said_in_japanese() -> None:
    for code, kind in all_kinds().items():
        facts = {name: "事実" for text in (kind.message, kind.hint) for name in _placeholders(text)}
        use_language("ja")
        message = gettext(kind.message).format(**facts)
        assert re.search("[ぁ-んァ-ン]", message), code
        assert bool(gettext(kind.hint).format(**facts)) == bool(kind.hint), code
    use_language(None)


def test_plurals_are_chosen_by_the_language() -> None:
    def said(count: int) -> str:
        several = ngettext("{code} ({count} time)", "{code} ({count} times)", count)
        return several.format(code="NM-A01", count=count)

    use_language("en")
    assert [said(1), said(2)] == ["NM-A01 (1 time)", "NM-A01 (2 times)"]
    use_language("ja")
    assert [said(1), said(2)] == ["NM-A01（1件）", "NM-A01（2件）"]
    use_language(None)


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.eucJP"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "ja_JP.UTF-8"}, "ja"),
    ],
)
def test_the_language_is_that_of_the_computer(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    from noticemerge.problems import current_language

    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert current_language() == language


def test_the_page_of_problems_has_a_heading_for_each_code_and_is_in_step() -> None:
    written = problem_pages.PAGE.read_text("utf-8")
    assert re.findall(r"^## (\S+)$", written, re.MULTILINE) == sorted(all_kinds())
    assert written == problem_pages.page(), "run python scripts/translate.py"


def test_the_page_of_problems_tells_what_each_room_is() -> None:
    rooms = set(re.findall(r"^\| (NM-[A-Z]) \|", problem_pages.page(), re.MULTILINE))
    assert rooms == {code[:4] for code in all_kinds()}
