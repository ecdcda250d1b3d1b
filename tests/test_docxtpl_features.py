"""What docxtpl documents gives in a letter what it gives in docxtpl.

The template is filled twice, by docxtpl and by noticemerge, and the two are compared as a reader sees
them. Where docxtpl's own file is not sound, noticemerge's must be:
colspan, cellbg, vm and hm: docxtpl puts the property before w:tcW, against the schema's order.
Subdoc with a picture: docxtpl leaves the prefix wp undeclared where the template has no picture itself.
Subdoc with numbering, notes or charts: docxtpl needs docxcompose; noticemerge refuses it by name.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText
from lxml import etree

from noticemerge.problems import CannotUse
from noticemerge.template import LetterTemplate, Names
from support.template_maker import letter_file, paragraph, saved, table
from support.validator import assert_valid
from support.word import W, Word, letter_text
from support.wordcheck import assert_sound

Values = Callable[[DocxTemplate], dict[str, Any]]


def picture(folder: Path) -> Path:
    """A small red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xc8\x1e\x1e" * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    path = folder / "seal.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return path


def filled_twice(folder: Path, body: str, values: Values) -> tuple[bytes, bytes]:
    """The letter as docxtpl makes it, and as noticemerge does."""
    document = letter_file(body, parts={"styles.xml": STYLES})
    path = saved(folder, document)
    template = DocxTemplate(path)
    template.render(values(template), autoescape=True)
    theirs = io.BytesIO()
    template.save(theirs)
    context = values(DocxTemplate(path))
    names = Names.of(context)
    bound = LetterTemplate.read(path).bind(names)
    assert [p.message for p in bound.problems] == []
    ours = bound.render({name.key: context[name.label] for name in names.all})
    assert_sound(ours, against=document)
    assert_valid(ours, against=document)
    return theirs.getvalue(), ours


STYLES = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    b"</w:styles>"
)


def rich(template: DocxTemplate) -> dict[str, Any]:
    text = RichText("太字", bold=True)
    text.add("と\n改行\tと", color="#ff0000")
    text.add("リンク", url_id=None)
    return {"文": text}


def listing(template: DocxTemplate) -> dict[str, Any]:
    return {"文": Listing("一行目\n二行目 <A&B>\t欄\a次の段落\f次の頁")}


def subdocument(template: DocxTemplate) -> dict[str, Any]:
    part = template.new_subdoc()
    part.add_paragraph("別の文書の段落 & <記号>")
    added = part.add_table(rows=1, cols=2)
    added.cell(0, 0).text = "甲"
    added.cell(0, 1).text = "乙"
    part.add_paragraph("終わり")
    return {"文": part}


@pytest.mark.parametrize(
    ("body", "values"),
    [
        (paragraph("前 {{r 文 }} 後"), rich),
        (paragraph("前 {{ 文 }} 後", properties='<w:jc w:val="right"/>') + paragraph("次"), listing),
        (paragraph("前") + paragraph("{{p 文 }}") + paragraph("後"), subdocument),
    ],
    ids=["RichText", "Listing", "Subdoc"],
)
def test_values_of_docxtpls_own_classes_read_as_docxtpl_prints_them(
    body: str, values: Values, tmp_path: Path
) -> None:
    theirs, ours = filled_twice(tmp_path, body, values)
    assert letter_text(ours) == letter_text(theirs)


def runs(letter: bytes) -> list[tuple[str, list[str]]]:
    """The text and the formatting of each run that holds text."""
    found = []
    for run in Word(letter).trees["word/document.xml"].iter(W + "r"):
        text = "".join(t.text or "" for t in run.iter(W + "t"))
        properties = run.find(W + "rPr")
        marks = sorted(etree.QName(e).localname for e in properties) if properties is not None else []
        if text:
            found.append((text, marks))
    return found


def test_rich_text_keeps_its_formatting(tmp_path: Path) -> None:
    theirs, ours = filled_twice(tmp_path, paragraph("前 {{r 文 }} 後"), rich)
    assert runs(ours) == runs(theirs)
    assert ("太字", ["b"]) in runs(ours)


def test_an_inline_image_is_in_the_letter_with_its_size_and_its_link(tmp_path: Path) -> None:
    source = picture(tmp_path)

    def values(template: DocxTemplate) -> dict[str, Any]:
        return {"印": InlineImage(template, str(source), width=Mm(20), anchor="https://example.jp/?a=1&b=2")}

    theirs, ours = filled_twice(tmp_path, paragraph("印影 {{ 印 }} 以上"), values)
    found = []
    for letter in (theirs, ours):
        document = docx.Document(io.BytesIO(letter))
        shape = document.inline_shapes[0]
        related = document.part.rels
        links = sorted(r.target_ref for r in related.values() if r.is_external)
        image = next(r.target_part.blob for r in related.values() if r.reltype.endswith("/image"))
        found.append((shape.width, shape.height, links, image, letter_text(letter)))
    assert found[0] == found[1]
    assert found[1][3] == source.read_bytes()


def test_a_subdocument_brings_its_pictures(tmp_path: Path) -> None:
    source = picture(tmp_path)

    def values(template: DocxTemplate) -> dict[str, Any]:
        part = template.new_subdoc()
        part.add_picture(str(source), width=Mm(10))
        return {"文": part}

    _, ours = filled_twice(tmp_path, paragraph("{{p 文 }}") + paragraph("後"), values)
    assert letter_text(ours) == ["", "後"]
    assert len(docx.Document(io.BytesIO(ours)).inline_shapes) == 1


def test_a_subdocument_with_numbering_is_refused_and_not_half_taken(tmp_path: Path) -> None:
    path = saved(tmp_path, letter_file(paragraph("{{p 文 }}"), parts={"styles.xml": STYLES}))
    part = DocxTemplate(path).new_subdoc()
    properties = part.add_paragraph("一つ目")._p.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().val = 1
    bound = LetterTemplate.read(path).bind(Names.of(["文"]))
    with pytest.raises(CannotUse) as refused:
        bound.render({"c0": part})
    assert (refused.value.problem.code, refused.value.problem.facts["detail"]) == ("NM-T61", "Subdoc: numPr")


def cells(letter: bytes) -> list[list[tuple[str, dict[str, str]]]]:
    """For each row the text of each cell and what its properties say."""
    said = []
    for row in Word(letter).trees["word/document.xml"].iter(W + "tr"):
        said.append([(_text(cell), _said(cell)) for cell in row.iterchildren(W + "tc")])
    return said


def _text(cell: etree._Element) -> str:
    return "".join(t.text or "" for t in cell.iter(W + "t"))


def _said(cell: etree._Element) -> dict[str, str]:
    properties = cell.find(W + "tcPr")
    known = {"gridSpan": "val", "vMerge": "val", "shd": "fill"}
    return {
        etree.QName(e).localname: e.get(W + known[etree.QName(e).localname], "")
        for e in (properties if properties is not None else ())
        if etree.QName(e).localname in known
    }


MERGED = (
    table(
        ["{%tr for 社 in 会社 %}", "", ""], ["{% vm %}{{ 組 }}", "{{ 社 }}", "x"], ["{%tr endfor %}", "", ""]
    )
    + table(["{% colspan 列 %}{{ 組 }}", "{% cellbg 色 %}色"], ["a", "b"])
    + table(["{%tc for 社 in 会社 %}", "{% hm %}見出し", "{%tc endfor %}"], ["甲", "乙", "丙"])
    + table(["左", "{%tc for 社 in 会社 %}", "{{ 社 }}", "{%tc endfor %}"])
)


def test_cells_are_merged_widened_and_coloured_as_docxtpl_does(tmp_path: Path) -> None:
    theirs, ours = filled_twice(
        tmp_path, MERGED, lambda _: {"会社": ["甲", "乙", "丙"], "組": "A組", "列": 2, "色": "FFCC00"}
    )
    assert cells(ours) == cells(theirs)
    assert cells(ours)[0] == [("A組", {"vMerge": "restart"}), ("甲", {}), ("x", {})]


def test_the_grid_has_a_column_for_each_cell_of_the_widest_row(tmp_path: Path) -> None:
    _, ours = filled_twice(
        tmp_path, MERGED, lambda _: {"会社": ["甲", "乙", "丙", "丁"], "組": "A", "列": 3, "色": "auto"}
    )
    tables = Word(ours).trees["word/document.xml"].iter(W + "tbl")
    grids = [[int(c.get(W + "w")) for c in t.iter(W + "gridCol")] for t in tables]
    assert [len(grid) for grid in grids] == [3, 4, 4, 5]
    assert [sum(grid) // 100 for grid in grids] == [60, 40, 60, 80]


JOINED = "".join(
    map(
        paragraph,
        [
            "弊会は",
            "{%- if 部 -%}",
            "支部",
            "{%- else -%}",
            "本部",
            "{%- endif -%}",
            "におります。",
            "次の段落",
        ],
    )
)


@pytest.mark.parametrize("value", ["", "有"])
def test_hyphens_join_paragraphs_as_docxtpl_does(value: str, tmp_path: Path) -> None:
    theirs, ours = filled_twice(tmp_path, JOINED, lambda _: {"部": value})
    assert letter_text(ours) == letter_text(theirs)
    assert len(letter_text(ours)) == 2
