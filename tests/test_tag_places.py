"""A tag in any place of the package is filled in, or a problem names the place."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from noticemerge import LetterTemplate
from noticemerge.problems import CannotUse, Problem, use_language
from noticemerge.template import BoundTemplate, Name, Names
from support.make import letter, workbook
from support.program import noticemerge
from support.template_maker import letter_file, paragraph, saved
from support.validator import assert_valid
from test_letter_cases import CASES, body_of

TEMPLATE = Path(__file__).parents[1] / "templates" / "request-letter.docx"
NAMES = Names.of(["会社名", "件名"])
TAG = "{{ 会社名 }}"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def bound(folder: Path, document: bytes, names: Names = NAMES) -> BoundTemplate:
    use_language("en")
    return LetterTemplate.read(saved(folder, document)).bind(names)


def problems(folder: Path, document: bytes, names: Names = NAMES) -> list[Problem]:
    return bound(folder, document, names).problems


def changed(document: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with each part as `change` gives it by its name and bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return made.getvalue()


def with_part(document: bytes, name: str, data: bytes, kind: str) -> bytes:
    """The package with a part of the body's folder that the body is related to."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = f'<Relationship Id="added" Type="{space}/{kind}" Target="/{name}"/></Relationships>'.encode()
    rels = "word/_rels/document.xml.rels"
    whole = changed(
        document,
        lambda part, old: old.replace(b"</Relationships>", related) if part == rels else old,
    )
    made = io.BytesIO(whole)
    with zipfile.ZipFile(made, "a") as package:
        package.writestr(name, data)
    return made.getvalue()


def without_braces(document: bytes) -> bytes:
    return changed(document, lambda _, data: re.sub(b"[{}]|\xef\xbd\x9b|\xef\xbd\x9d|%}", b"", data))


def workbook_with(text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(
            "xl/sharedStrings.xml", f"<sst><si><r><t>{{</t></r><r><t>{text[1:]}</t></r></si></sst>"
        )
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("word/chunk.html", b"<p>{<b>{ \xe4\xbc\x9a\xe7\xa4\xbe\xe5\x90\x8d }}</b></p>", "NM-T128"),
        ("word/chunk.rtf", b"{\\rtf1 \\{\\{ \\'89\\'ef\\'8e\\'d0\\'96\\'bc \\}\\}}", "NM-T128"),
        ("word/chunk.txt", "｛｛ 会社名 ｝｝".encode("cp932"), "NM-T128"),
        ("word/chunk.txt", TAG.encode("utf-16"), "NM-T128"),
        ("word/chunk.docx", letter_file(paragraph("{", "{ 会社名 }}")), "NM-T128"),
        ("word/chunk.mht", b"Content-Type: text/html\n\n<p>{{ x }}</p>", "NM-T128"),
    ],
)
def test_a_tag_in_an_inserted_file_is_named_with_the_file(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    document = with_part(letter_file(paragraph("a")), name, data, "aFChunk")
    found = problems(tmp_path, document)
    assert [p.code for p in found] == [code]
    assert name in found[0].message


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("word/embeddings/a.xlsx", workbook_with(TAG), "NM-T127", "an embedded document"),
        ("word/diagrams/data1.xml", b"<p><t>{</t><t>{ x }}</t></p>", "NM-T127", "a SmartArt diagram"),
        ("word/charts/chart1.xml", b"<pt><v>{{ x }}</v></pt>", "NM-T127", "a chart"),
        ("word/glossary/document.xml", b'<a b="{{ x }}"/>', "NM-T44", "building blocks"),
        ("word/media/image1.emf", b"\x01\x00" + TAG.encode("utf-16-le") + b"\x00", "NM-T127", "a picture"),
        ("word/embeddings/old.bin", b"\xd0\xcf" + TAG.encode() + b"\x00", "NM-T127", "an embedded document"),
        (
            "word/embeddings/w.bin",
            b"\xd0\xcf" + "｛｛ 会社名 ｝｝".encode("cp932"),
            "NM-T127",
            "an embedded document",
        ),
        ("word/drawings/drawing1.xml", b"<t>{{ x }}</t>", "NM-T127", "a chart"),
        ("customXml/item7.xml", b"<a>&#123;&#123; x }}</a>", "NM-T44", "data behind the text"),
    ],
)
def test_a_tag_in_a_part_beside_the_text_is_named_with_the_part(
    tmp_path: Path, name: str, data: bytes, code: str, said: str
) -> None:
    made = io.BytesIO(letter_file(paragraph("a")))
    with zipfile.ZipFile(made, "a") as package:
        package.writestr(name, data)
    found = problems(tmp_path, made.getvalue())
    assert [p.code for p in found] == [code]
    assert said in found[0].message and name in found[0].message


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("word/media/image1.png", bytes(range(256)) + b"{{ x }}"),
        ("word/media/image1.bin", b"{{\x00\x01}}" * 50),
        ("customXml/item7.xml", b'<a>{"a":{"b":1}}</a>'),
        ("word/chunk.rtf", b"{\\rtf1 {{\\b x}}}"),
    ],
)
def test_braces_that_are_no_tags_are_no_problem(tmp_path: Path, name: str, data: bytes) -> None:
    kind = "customXml" if name.startswith("customXml") else "image"
    assert problems(tmp_path, with_part(letter_file(paragraph("a")), name, data, kind)) == []


def test_the_store_of_a_content_control_is_filled_in_and_the_control_shows_the_letters_own_text(
    tmp_path: Path,
) -> None:
    control = (
        '<w:sdt><w:sdtPr><w:alias w:val="住所"/><w:dataBinding w:xpath="/a:Cover[1]/a:Address[1]" '
        'w:storeItemID="{1}"/><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    )
    store = "<Cover xmlns='x'><Address>｛｛ 会社名 ｝｝</Address></Cover>".encode()
    filled = letter_file(control.replace("{}", paragraph(TAG)))
    made = bound(tmp_path, with_part(filled, "customXml/item1.xml", store, "customXml"))
    with zipfile.ZipFile(io.BytesIO(made.render({NAMES.all[0].key: "㈱髙﨑"}))) as package:
        assert b"dataBinding" not in package.read("word/document.xml")
        assert (
            package.read("customXml/item1.xml").decode()
            == "<Cover xmlns='x'><Address>㈱髙﨑</Address></Cover>"
        )

    stale = letter_file(control.replace("{}", paragraph("東京都")))
    found = problems(tmp_path, with_part(stale, "customXml/item1.xml", store, "customXml"))
    assert [p.code for p in found] == ["NM-T56"]
    assert '"住所"' in found[0].message and '"東京都"' in found[0].message


# Model letters with headers, notes, properties, and with nearly all that a tag can be typed into.
CASES_WITH_PLACES = ("39", "40", "41", "43", "46", "47", "49", "50")
DOCUMENTS = [TEMPLATE.read_bytes()] + [
    without_braces(body_of(case)) for case in CASES if case.name.startswith(CASES_WITH_PLACES)
]


def _places(number: int) -> Iterator[tuple[int, str, int, str | None]]:
    """Every text and attribute of every XML part of a document: part, number of the element, attribute."""
    with zipfile.ZipFile(io.BytesIO(DOCUMENTS[number])) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                for at, el in enumerate(etree.fromstring(package.read(name)).iter(etree.Element)):
                    # The end of a condition is not put over: what is told then is its lack.
                    around = next((p for p in (el, *el.iterancestors()) if str(p.tag).endswith("}p")), el)
                    if "{%" not in "".join(map(str, around.itertext())):
                        yield number, name, at, None
                    yield from ((number, name, at, str(key)) for key in el.attrib)


PLACES = [list(_places(number)) for number in range(len(DOCUMENTS))]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.sampled_from(PLACES).flatmap(st.sampled_from),
    tag=st.sampled_from([TAG, "｛｛ 会社名 ｝｝", "x {{会社名}} y", "{｛会社名｝}"]),
    cut=st.integers(0, 9),
)
def test_a_tag_anywhere_is_filled_in_or_its_place_is_told(
    tmp_path: Path, place: tuple[int, str, int, str | None], tag: str, cut: int
) -> None:
    document, part, wanted, attribute = place
    use_language("en")

    def put(name: str, data: bytes) -> bytes:
        if name != part:
            return data
        root = etree.fromstring(data)
        el = list(root.iter(etree.Element))[wanted]
        run = el.getparent()
        if attribute is not None:
            el.set(attribute, tag)
        elif cut and run is not None and run.getparent() is not None and str(el.tag).endswith("}t"):
            el.text = tag[cut:]
            before = copy.deepcopy(run)
            before[run.index(el)].text = tag[:cut]
            run.addprevious(before)
        else:
            el.text = tag
        return etree.tostring(root)

    names = _names_of_template()
    try:
        made = LetterTemplate.read(saved(tmp_path, changed(DOCUMENTS[document], put))).bind(names)
    except CannotUse:
        return  # told: the package itself does not hang together any more
    told = "".join(f"{p.place.words()} {p.message} {p.hint}" for p in made.problems)
    if not made.parts:
        # What is wrong with a Word field that was torn so is told of the field.
        assert "会社名" in told or any(80 <= int(p.code[4:]) < 120 for p in made.problems), told
        return
    enclosed = Enclosed([{"number": "1", "title": "x", "file": "x", "note": "x", "copies": "1"}])
    values = {"添付資料": enclosed, "発信日": "2023-09-25", "宛先郵便番号": "100-0001"}
    filling = {name.key: values.get(name.label, "x") for name in names.all}
    with zipfile.ZipFile(io.BytesIO(made.render(filling))) as package:
        for name in package.namelist():
            text = package.read(name).decode("utf-8", "replace")
            for seen in (text, re.sub("<[^>]*>", "", text)):
                assert not re.search("[{｛]\\s*[{｛]\\s*会社名", seen), name


class Enclosed(list[dict[str, str]]):
    """The attachments of a member, which have a text of their own."""

    def __str__(self) -> str:
        return "x"


@cache
def _names_of_template() -> Names:
    """What the shipped letter uses of list and notice, beside the name that is put in."""
    found = LetterTemplate.read(TEMPLATE).bind(Names.of(["会社名"])).problems
    sources = {str(p.facts["name"]): "notice" if p.code == "NM-T52" else "roster" for p in found}
    sources |= {"会社名": "roster", "添付資料": "computed"}
    return Names(Name(f"c{n}", source, label) for n, (label, source) in enumerate(sources.items()))


def test_headers_of_two_sections_are_told_apart(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = {
        f"footer{n}.xml": f"<w:ftr {space}>{paragraph('a') * n}{paragraph(text)}</w:ftr>".encode()
        for n, text in ((1, "b"), (2, "{{ 件目 }}"))
    }
    reference = '<w:sectPr><w:footerReference w:type="default" r:id="r-footer{}.xml"/></w:sectPr>'
    body = paragraph("1") + f"<w:p><w:pPr>{reference.format(1)}</w:pPr></w:p>" + paragraph("2")
    document = letter_file(body, parts=parts).replace(b"", b"")
    document = changed(
        document,
        lambda name, data: (
            data.replace(b"<w:sectPr/>", reference.format(2).encode())
            if name == "word/document.xml"
            else data
        ),
    )
    template = saved(tmp_path, document, "t.docx")
    found = problems(tmp_path, document)
    assert [p.place.words() for p in found] == ["letter.docx Footer (section 2) paragraph 3「{{ 件目 }}」"]
    ran = noticemerge("check", workbook(tmp_path / "m.xlsx"), "-t", template, "--mark")
    assert ran.exit_code == 1
    assert "フッター（2つ目のセクション）" in ran.stdout
    assert (tmp_path / "t_確認.docx").exists()


def test_a_letter_that_cannot_be_marked_is_reported_all_the_same(tmp_path: Path) -> None:
    document = letter_file(paragraph("{{ 件目 }}"))
    broken = changed(
        document,
        lambda name, data: (
            data.replace(
                b"</Relationships>", b'<Relationship Id="x" Type="y/z" Target="none.xml"/></Relationships>'
            )
            if name == "word/_rels/document.xml.rels"
            else data
        ),
    )
    ran = noticemerge(
        "check", workbook(tmp_path / "m.xlsx"), "-t", saved(tmp_path, broken), "--mark", "--json"
    )
    codes = [code for code, *_ in ran.told]
    assert "NM-W09" in codes and "NM-T26" in codes
    assert ran.exit_code == 1


def test_a_signature_is_left_out_and_said(tmp_path: Path) -> None:
    origin = (
        '<Relationship Id="s" Target="_xmlsignatures/origin.sigs" Type="http://schemas.openxmlformats.org'
        '/package/2006/relationships/digital-signature/origin"/></Relationships>'
    )
    document = changed(
        letter_file(paragraph(TAG), extra={"_xmlsignatures/origin.sigs": ""}),
        lambda name, data: (
            data.replace(b"</Relationships>", origin.encode()) if name == "_rels/.rels" else data
        ),
    )
    made = bound(tmp_path, document)
    assert [p.code for p in made.problems] == ["NM-T122"]
    with zipfile.ZipFile(io.BytesIO(made.render({NAMES.all[0].key: "x"}))) as package:
        assert not any("signature" in name for name in package.namelist())
        assert b"origin" not in package.read("_rels/.rels")


def test_only_persons_beside_the_text_are_no_comments(tmp_path: Path) -> None:
    people = b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>'
    document = with_part(letter_file(paragraph(TAG)), "word/people.xml", people, "people")
    assert problems(tmp_path, document) == []


@pytest.mark.parametrize(
    ("part", "before", "after", "code", "said"),
    [
        ("word/document.xml", b"<w:body>", b"<w:body", "NM-T04", "word/document.xml"),
        ("word/document.xml", b"<w:document", b"<!DOCTYPE a []><w:document", "NM-T120", "word/document.xml"),
        (
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
            "NM-T121",
            ".dotm",
        ),
    ],
)
def test_what_is_wrong_with_the_file_is_called_by_its_name(
    tmp_path: Path, part: str, before: bytes, after: bytes, code: str, said: str
) -> None:
    use_language("en")
    document = changed(
        letter_file(paragraph("a")), lambda name, data: data.replace(before, after) if name == part else data
    )
    with pytest.raises(CannotUse) as refused:
        LetterTemplate.read(saved(tmp_path, document))
    assert refused.value.problem.code == code
    assert said in refused.value.problem.message


def test_a_broken_picture_is_told_once(tmp_path: Path) -> None:
    picture = b"\x89PNG picture that is broken"
    made = io.BytesIO(letter_file(paragraph(TAG)))
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("word/media/image1.png", picture)
    found = problems(tmp_path, made.getvalue().replace(picture, picture.upper()))
    assert [(p.code, p.facts["part"]) for p in found] == [("NM-T126", "word/media/image1.png")]


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    mark = b"\xef\xbb\xbf"
    document = changed(
        letter_file(paragraph(TAG)), lambda name, data: mark + data if name == "word/document.xml" else data
    )
    made = bound(tmp_path, document).render({NAMES.all[0].key: "x"})
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.read("word/document.xml").startswith(mark + b"<?xml")
    assert_valid(made, against=document)


def test_a_heading_that_stands_twice_is_said_to_stand_twice(tmp_path: Path) -> None:
    twice = Names([Name("c0", "roster", "備考", 0), Name("c1", "roster", "備 考", 1)])
    found = problems(tmp_path, letter_file(paragraph("{{ 備考 }}")), twice)
    assert [(p.code, p.message) for p in found] == [
        ("NM-T124", '{{ 備考 }}: 2 columns of the list are headed "備考".')
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "{{ " + "会" * 5000 + " }}",
        "{{ " + "(" * 5000 + " }}",
        "{{ '" + "x" * 5000,
        "{% if " + "x " * 3000 + "%}",
    ],
)
def test_a_message_quotes_some_words_of_a_long_tag(tmp_path: Path, typed: str) -> None:
    found = problems(tmp_path, letter_file(paragraph(typed)))
    assert found
    assert all(len(p.message) + len(p.hint) + len(p.place.words()) < 600 for p in found)


def test_nothing_to_merge_stays_byte_for_byte(tmp_path: Path) -> None:
    document = letter(tmp_path / "plain.docx", "本文", "{ x }", "〈注〉").read_bytes()
    made = LetterTemplate.read(saved(tmp_path, document)).bind(NAMES)
    assert made.problems == []
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(io.BytesIO(made.render({}))) as new:
        assert {n: old.read(n) for n in old.namelist()} == {n: new.read(n) for n in new.namelist()}
