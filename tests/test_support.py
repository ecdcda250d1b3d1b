"""The tests' own proofs find what they are there to find."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from support import make, validator
from support.word import letter_text
from support.wordcheck import assert_sound, word_faults


@pytest.fixture
def letter(tmp_path: Path) -> bytes:
    return make.letter(tmp_path / "letter.docx", "株式会社あおば商事　御中", "本文").read_bytes()


def with_part(document: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry == name else data)
    return out.getvalue()


def in_body(document: bytes, xml: str) -> bytes:
    """The letter with `xml` at the end of its text."""
    return with_part(
        document, "word/document.xml", lambda data: data.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)
    )


def test_a_sound_letter_passes_every_proof(letter: bytes) -> None:
    validator.assert_valid(letter)
    assert_sound(letter)
    assert letter_text(letter) == ["株式会社あおば商事　御中", "本文"]


def test_the_validator_finds_an_element_in_the_wrong_place(letter: bytes) -> None:
    wrong = in_body(letter, "<w:p><w:r/><w:pPr/></w:p>")
    with pytest.raises(AssertionError, match=r"/word/document\.xml"):
        validator.assert_valid(letter, wrong)
    validator.assert_valid(wrong, against=wrong)


def test_the_validator_leaves_the_file_alone(letter: bytes, tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(in_body(letter, "<w:p/>"))
    before = path.read_bytes()
    validator.assert_valid(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("xml", "kind"),
    [
        ("<w:p><w:r><w:t>{{ 会社名 }}</w:t></w:r></w:p>", "tag-left"),
        ("<w:p><w:r><w:t>{{ 会</w:t></w:r><w:r><w:t>社名 }}</w:t></w:r></w:p>", "tag-left"),
        ("<w:p><w:r><w:instrText>{% if x %}</w:instrText></w:r></w:p>", "tag-left"),
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', "field-not-closed"),
        ('<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', "field-ends-unopened"),
        ("<w:tbl><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>", "cell-without-last-paragraph"),
        ("<w:tbl><w:tr/></w:tbl>", "row-without-cell"),
        ("<w:tbl/>", "table-without-row"),
        ("<w:p><w:p/></w:p>", "paragraph-in-paragraph"),
        ("<w:p><w:r><w:t> 空白</w:t></w:r></w:p>", "space-lost"),
        ('<w:p><w:bookmarkStart w:id="1" w:name="a"/></w:p>', "bookmark-unpaired"),
        ('<w:p><w:r><w:footnoteReference w:id="9"/></w:r></w:p>', "note-missing"),
        ('<w:p><w:hyperlink r:id="rId999"/></w:p>', "relationship-id-dangling"),
    ],
)
def test_a_fault_is_found(letter: bytes, xml: str, kind: str) -> None:
    wrong = in_body(letter, xml)
    assert kind in {found for found, _ in word_faults(wrong)}
    with pytest.raises(AssertionError, match=kind):
        assert_sound(wrong)


def test_a_part_that_is_not_there_is_found(letter: bytes) -> None:
    wrong = with_part(
        letter,
        "word/_rels/document.xml.rels",
        lambda data: data.replace(b'Target="styles.xml"', b'Target="nothing.xml"'),
    )
    assert {"relationship-dangling", "part-unreached"} <= {kind for kind, _ in word_faults(wrong)}


def test_a_tag_that_is_left_cannot_be_read_over(letter: bytes) -> None:
    wrong = in_body(letter, "<w:p><w:r><w:t>{{ 会社</w:t><w:t>名 }}</w:t></w:r></w:p>")
    with pytest.raises(AssertionError, match="会社名"):
        letter_text(wrong)
    assert letter_text(wrong, tags_allowed=True)[-1] == "{{ 会社名 }}"


def test_broken_xml_cannot_be_read_over(letter: bytes) -> None:
    wrong = with_part(letter, "word/document.xml", lambda data: data.replace(b"</w:body>", b""))
    with pytest.raises(etree.XMLSyntaxError):
        letter_text(wrong)


def test_a_part_that_is_there_twice_cannot_be_read_over(letter: bytes) -> None:
    out = io.BytesIO(letter)
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", b"<x/>")
    with pytest.raises(AssertionError, match=r"word/document\.xml"):
        letter_text(out.getvalue())


def test_the_text_is_what_a_reader_sees(letter: bytes) -> None:
    shown = in_body(
        letter,
        '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:r><w:t>一</w:t><w:tab/>'
        '<w:t>二</w:t><w:br/><w:t>三</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>四</w:delText>'
        "</w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
    )
    assert letter_text(shown)[-1] == "一\t二\n三"
