"""Eight kinds of content in one document of many letters: each letter is there with all that is its own."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from noticemerge.paper.combined_document import For
from support.hard_kinds import KINDS, letter_of_kind
from support.letters_in_one import read_letters, texts_of
from support.validator import assert_valid
from test_combined import combined, made

_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MANY = 7


def whole(tmp_path: Path, kind: str) -> zipfile.ZipFile:
    """The document of so many letters of this kind."""
    return zipfile.ZipFile(BytesIO(combined(made(letter_of_kind(kind, tmp_path / "t.docx"), MANY))))


def body(package: zipfile.ZipFile) -> str:
    return package.read("word/document.xml").decode()


def related(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The parts that a part is related to, by id."""
    folder, _, stem = part.rpartition("/")
    name = f"{folder}/_rels/{stem}.rels"
    if name not in package.namelist():
        return {}
    listed = etree.fromstring(package.read(name)).iter(_REL)
    return {
        str(el.get("Id")): posixpath.normpath(posixpath.join("/", folder, str(el.get("Target")))).lstrip("/")
        for el in listed
    }


def parts(package: zipfile.ZipFile) -> Iterator[str]:
    return (name for name in package.namelist() if name.endswith(".xml") and name.startswith("word/"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_document_is_valid_and_says_what_the_letters_say(tmp_path: Path, kind: str) -> None:
    letters = made(letter_of_kind(kind, tmp_path / "t.docx"), MANY)
    for reader in For:
        document = combined(letters, reader)
        assert_valid(document)
        assert texts_of(document, "word/document.xml") == [
            text for letter in letters for text in texts_of(letter.data("word/document.xml"))
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_part_names_is_there_and_nothing_is_there_twice_under_one_id(
    tmp_path: Path, kind: str
) -> None:
    with whole(tmp_path, kind) as package:
        for part in parts(package):
            there = related(package, part)
            assert set(there.values()) <= set(package.namelist())
            named = re.findall(r' r:(?:id|embed|dm|lo|qs|cs)="([^"]*)"', package.read(part).decode())
            assert set(named) <= there.keys()
        text = body(package)
    for pattern in (
        r'<wp:docPr id="(\d+)"',
        r'<w:bookmarkStart w:id="(\d+)"',
        r'<w:bookmarkStart[^>]* w:name="([^"]+)"',
        r'<w:id w:val="(-?\d+)"',
        r'<v:shape id="([^"]+)"',
        r'<wps:txbx id="(\d+)"',
    ):
        found = re.findall(pattern, text)
        assert len(found) == len(set(found)), pattern


def test_each_letter_has_a_chart_of_its_own_with_its_workbook(tmp_path: Path) -> None:
    with whole(tmp_path, "chart") as package:
        there = related(package, "word/document.xml")
        charts = [there[id] for id in re.findall(r'<c:chart r:id="([^"]+)"', body(package))]
        books = [*(next(iter(related(package, chart).values())) for chart in charts)]
    assert len(set(charts)) == len(set(books)) == MANY


def test_each_diagram_names_the_drawing_that_is_its_own(tmp_path: Path) -> None:
    with whole(tmp_path, "smart_art") as package:
        there = related(package, "word/document.xml")
        data = [there[id] for id in re.findall(r' r:dm="([^"]+)"', body(package))]
        drawn = [there[re.search(r' relId="([^"]+)"', package.read(name).decode())[1]] for name in data]  # type: ignore[index]
    assert len(set(data)) == len(set(drawn)) == MANY
    assert all(name.startswith("word/diagrams/drawing") for name in drawn)


@pytest.mark.parametrize(("kind", "sections"), [("many_sections", 3), ("watermark", 1)])
def test_headers_and_papers_are_those_of_the_letter(tmp_path: Path, kind: str, sections: int) -> None:
    letters = made(letter_of_kind(kind, tmp_path / "t.docx"), MANY)
    alone = [combined([letter]) for letter in letters]
    document = combined(letters)
    assert read_letters(document, sections) == [read_letters(one, sections)[0] for one in alone]
    sizes = [re.findall(r"<w:pgSz [^>]*>", texts) for texts in map(_body_of, (document, *alone))]
    assert sizes[0] == [size for one in sizes[1:] for size in one]


def _body_of(document: bytes) -> str:
    with zipfile.ZipFile(BytesIO(document)) as package:
        return body(package)


def test_no_control_takes_what_another_letter_is_bound_to(tmp_path: Path) -> None:
    with whole(tmp_path, "bound_controls") as package:
        assert "dataBinding" not in body(package)


def test_text_that_runs_through_two_boxes_stays_within_its_letter(tmp_path: Path) -> None:
    with whole(tmp_path, "text_boxes") as package:
        text = body(package)
    assert re.findall(r'<wps:txbx id="(\d+)"', text) == re.findall(r'<wps:linkedTxbx id="(\d+)"', text)
    shapes = re.findall(r'<v:shape id="(\w+)"', text)
    assert re.findall(r"mso-next-textbox:#(\w+)", text) == shapes[1::2]


def test_a_letter_that_ends_in_another_document_ends_there(tmp_path: Path) -> None:
    with whole(tmp_path, "other_document") as package:
        text = body(package)
    assert text.count("<w:altChunk ") == text.count("<w:sectPr") == MANY
    ends = [text.index("<w:altChunk", at.end()) for at in re.finditer("別紙", text)]
    assert all(
        text.index("<w:sectPr", end) < (text.find("別紙", end) % len(text) or len(text)) for end in ends
    )


def test_contents_lead_to_headings_of_the_same_letter_and_pages_are_its_own(tmp_path: Path) -> None:
    with whole(tmp_path, "contents") as package:
        text, footer = body(package), package.read("word/footer1.xml").decode()
    headings = re.findall(r'<w:bookmarkStart[^>]* w:name="([^"]+)"', text)
    assert re.findall(r'w:anchor="([^"]+)"', text) == headings
    assert re.findall(r"PAGEREF (\w+)", text) == headings
    assert "SECTIONPAGES" in footer
    assert "NUMPAGES" not in footer
