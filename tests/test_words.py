"""One word for one thing, as docs/words.md has it, in every sentence that a person of an office reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import translate
from noticemerge.japan import vocabulary

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "docs" / "words.md"
PAGES = (*sorted((ROOT / "docs").glob("*-guide.md")), ROOT / "README.ja.md")
# The post office's own name of a test of printed barcodes.
OTHERS_WORDS = "印字テスト"
# A tag with the calls in it, and the names of file types as Excel and Word show them.
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|`[^`]*`|\(\*\.\w+\)|\]\(#.*?\)")


def rejected() -> list[str]:
    """The last column of the table."""
    rows = [line.split("|") for line in WORDS.read_text("utf-8").splitlines() if line.startswith("|")]
    return [word for cells in rows[2:] for word in cells[3].strip().split("、") if word]


def sentences() -> dict[str, str]:
    """What a person reads, by where it stands."""
    with translate.PO.open("rb") as file:
        said = {
            f"translation of {m.id!r}": m.string if isinstance(m.string, str) else m.string[0]
            for m in read_po(file, locale="ja")
            if m.id
        }
    uses = {f"use of {field.key}": field.use for field in vocabulary().member}
    lines = {
        f"{page.name}:{number}": line
        for page in PAGES
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1)
    }
    return {**said, **uses, **lines}


def test_the_glossary_names_words_that_are_not_used() -> None:
    assert {"手紙", "印字", "構いません"} <= set(rejected())


@pytest.mark.parametrize("word", rejected())
def test_a_word_that_the_glossary_rejects_stands_nowhere(word: str) -> None:
    found = {where: text for where, text in sentences().items() if word in text.replace(OTHERS_WORDS, "")}
    assert found == {}


def test_brackets_around_japanese_are_full_width_in_messages() -> None:
    half = re.compile(r"[ぁ-んァ-ヶ一-龠]\(|\([^()]*[ぁ-んァ-ヶ一-龠][^()]*\)")
    found = {w: t for w, t in sentences().items() if "translation" in w and half.search(CODE.sub("…", t))}
    assert found == {}


def test_a_blank_stands_between_the_name_of_a_program_and_japanese() -> None:
    joined = re.compile(r"(Word|Excel|LibreOffice|Windows|PDF|CSV)[ぁ-んァ-ヶ一-龠]")
    found = {w: t for w, t in sentences().items() if joined.search(CODE.sub("…", t))}
    assert found == {}


def test_no_blank_stands_between_a_number_and_what_it_counts() -> None:
    apart = re.compile(r"[0-9}] (通|件|人|名(?!前|簿|称)|行|列|枚|個|点|社|つ|ページ|回|文字|か所|面|バイト)")
    assert {w: t for w, t in sentences().items() if apart.search(t)} == {}


def test_a_colon_is_half_width_and_a_blank_follows_it() -> None:
    joined = re.compile(r"[ぁ-んァ-ヶ一-龠」）}]:[ぁ-んァ-ヶ一-龠「（{]")
    # Letters, which a guide shows behind blanks, have the colon of official letters.
    said = {w: t for w, t in sentences().items() if "translation" in w or not t.startswith(" ")}
    assert {w: t for w, t in said.items() if "：" in t or joined.search(CODE.sub("…", t))} == {}


def test_so_it_is_in_what_is_written_into_files() -> None:
    said = {p.name: p.read_text("utf-8") for p in (ROOT / "src").rglob("*.py")}
    assert [name for name, text in said.items() if re.search("[ぁ-んァ-ヶ一-龠}]：", text)] == []
