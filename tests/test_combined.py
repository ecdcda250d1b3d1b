"""Letters in one document are what they are by themselves: above all each has its own headers."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from noticemerge.output import run
from noticemerge.paper.combined_document import CannotCombine, Combined, For
from noticemerge.paper.letter_file import LetterFile, usual
from noticemerge.paper.sections import Start
from noticemerge.template import Archive
from support.hard import W, hard_letter
from support.letters_in_one import SLOTS, Part, letter_file, numbers_of, read_letters, texts_of
from support.make import workbook
from support.program import make_plan, noticemerge_process
from support.validator import assert_valid

_W = f"{{{W}}}"


def combined(letters: list[LetterFile], reader: For = For.WORD, start: Start = Start.PAGE) -> bytes:
    whole = Combined(letters[0], reader, start)
    for letter in letters:
        whole.add(letter)
    return whole.finish()


def made(template: Path, count: int = 3) -> list[LetterFile]:
    """Letters of a model letter, as merge makes them."""
    plan = make_plan(workbook(template.with_name("members.xlsx")), template)
    files = [plan.render(letter) for letter in plan.letters]
    return [LetterFile(files[n % len(files)], plan.letters[n % len(files)].file) for n in range(count)]


# Of each section: its headers and footers, and whether their text is the member's or that of all.
sections = st.lists(
    st.dictionaries(st.sampled_from(SLOTS), st.booleans(), max_size=len(SLOTS)), min_size=1, max_size=3
)


@settings(max_examples=60)
@given(sections=sections, members=st.lists(st.sampled_from("甲乙丙"), min_size=2, max_size=5))
def test_no_letter_has_a_header_of_another_member(
    sections: list[dict[tuple[str, str], bool]], members: list[str]
) -> None:
    files = [letter_file(member, sections) for member in members]
    alone = [read_letters(file, len(sections))[0] for file in files]
    assert read_letters(combined([*map(LetterFile, files)]), len(sections)) == alone
    for member, letter in zip(members, alone, strict=True):
        for section in letter:
            assert all(member in text or text in ("", "共通") for text in section.headers.values())


@settings(max_examples=25)
@given(sections=sections, members=st.lists(st.sampled_from("甲乙丙"), min_size=2, max_size=3))
def test_whatever_sections_letters_have_the_document_is_valid(
    sections: list[dict[tuple[str, str], bool]], members: list[str]
) -> None:
    letters = [LetterFile(letter_file(member, sections)) for member in members]
    assert_valid(combined(letters))


@pytest.mark.parametrize(
    ("sections", "table_last", "notes"), list(product((1, 2), (False, True), (False, True)))
)
def test_a_hard_letter_many_times_is_valid_and_says_what_the_letters_say(
    tmp_path: Path, sections: int, table_last: bool, notes: bool
) -> None:
    template = hard_letter(tmp_path / "t.docx", sections=sections, table_last=table_last, notes=notes)
    letters = made(template, 7)
    for reader, start in product(For, Start):
        whole = combined(letters, reader, start)
        assert_valid(whole)
        assert texts_of(whole, "word/document.xml") == [
            text for letter in letters for text in texts_of(letter.data("word/document.xml"))
        ]


def test_headers_that_are_the_same_are_there_once(tmp_path: Path) -> None:
    letters = made(hard_letter(tmp_path / "t.docx"), 30)
    with zipfile.ZipFile(BytesIO(combined(letters))) as package:
        names = package.namelist()
    # Three members have their own headers; the footer and the picture are those of all.
    assert len([name for name in names if name.startswith("word/header")]) == 6
    assert len([name for name in names if name.startswith("word/footer")]) == 1
    assert "word/media/seal_2.png" not in names


def test_lists_begin_anew_in_each_letter_and_count_on_within_it(tmp_path: Path) -> None:
    letters = made(hard_letter(tmp_path / "t.docx"), 4)
    alone = numbers_of(combined(letters[:1]))
    assert alone == ["1", "2", "3", "4", "2", "3", "4"]
    assert numbers_of(combined(letters)) == alone * 4


def test_a_list_by_style_keeps_the_indents_of_its_style(tmp_path: Path) -> None:
    letters = made(hard_letter(tmp_path / "t.docx"), 2)
    body = tree(combined(letters))
    indents = [
        dict(p.find(f"{_W}pPr/{_W}ind").attrib)
        for p in body.iter(f"{_W}p")
        if "".join(p.itertext()).startswith("様式") and p.find(f"{_W}pPr/{_W}numPr") is not None
    ]
    assert indents == [{f"{_W}left": "840", f"{_W}firstLine": "0"}] * 3


def test_page_numbers_begin_with_one_and_pages_are_those_of_the_letter(tmp_path: Path) -> None:
    letters = made(hard_letter(tmp_path / "t.docx"), 3)
    whole = combined(letters)
    starts = [el.get(f"{_W}start") for el in tree(whole).iter(f"{_W}pgNumType")]
    assert starts == ["1", "1", "1"]
    assert [el.get(f"{_W}val") for el in tree(whole).iter(f"{_W}type")] == ["nextPage"] * 3
    assert codes(whole, "word/footer1.xml") == ["PAGE", "SECTIONPAGES"]
    assert [el.get(f"{_W}val") for el in tree(combined(letters, start=Start.SHEET)).iter(f"{_W}type")] == [
        "oddPage"
    ] * 3


def test_pages_of_a_letter_of_several_sections_are_counted_up_to_its_end(tmp_path: Path) -> None:
    letters = made(hard_letter(tmp_path / "t.docx", sections=2), 2)
    whole = combined(letters)
    assert codes(whole, "word/footer1.xml") == ["PAGE", "PAGEREF nmend00000"]
    assert codes(whole, "word/footer1_2.xml") == ["PAGE", "PAGEREF nmend00001"]
    ends = [el.get(f"{_W}name") for el in tree(whole).iter(f"{_W}bookmarkStart")]
    assert [name for name in ends if name.startswith("nmend")] == ["nmend00000", "nmend00001"]


def test_references_stay_within_their_letter(tmp_path: Path) -> None:
    whole = tree(combined(made(hard_letter(tmp_path / "t.docx"), 3)))
    names = [el.get(f"{_W}name") for el in whole.iter(f"{_W}bookmarkStart")]
    assert names == ["subject_L1", "subject_L2", "subject_L3"]
    typed = "".join(el.text or "" for el in whole.iter(f"{_W}instrText"))
    assert all(f"REF {name}" in typed for name in names)


def test_notes_are_those_of_the_letter_under_ids_of_their_own(tmp_path: Path) -> None:
    letters = made(hard_letter(tmp_path / "t.docx"), 5)
    whole = combined(letters)
    for kind in ("footnote", "endnote"):
        asked = [el.get(f"{_W}id") for el in tree(whole).iter(f"{_W}{kind}Reference")]
        notes = {
            el.get(f"{_W}id"): "".join(el.itertext())
            for el in tree(whole, f"word/{kind}s.xml").iter(f"{_W}{kind}")
        }
        alone = [
            "".join(el.itertext())
            for letter in letters
            for el in etree.fromstring(letter.data(f"word/{kind}s.xml")).iter(f"{_W}{kind}")
            if el.get(f"{_W}id") == "1"
        ]
        assert [notes[id] for id in asked] == alone
        assert len(set(asked)) == 5


def test_letters_of_two_templates_do_not_stand_in_one_document(tmp_path: Path) -> None:
    one = made(hard_letter(tmp_path / "t.docx"))
    other = made(hard_letter(tmp_path / "u.docx", notes=False))
    whole = Combined(one[0])
    whole.add(one[0])
    with pytest.raises(CannotCombine):
        whole.add(other[0])
    whole.add(one[1])
    assert whole.count == 2


def test_a_title_that_differs_is_no_title_of_all() -> None:
    letters = [LetterFile(letter_file(member, [{}], title=f"{member}様")) for member in "甲乙"]
    with zipfile.ZipFile(BytesIO(combined(letters))) as package:
        core = package.read("docProps/core.xml").decode()
    assert "甲" not in core and "乙" not in core and "印刷用" in core
    assert_valid(combined(letters))


def test_a_field_that_shows_the_title_keeps_what_it_shows() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TITLE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>題</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    letters = [LetterFile(letter_file(member, [{}], body=body)) for member in "甲乙"]
    locks = [el.get(f"{_W}fldLock") for el in tree(combined(letters)).iter(f"{_W}fldChar")]
    assert locks == ["true", None, None] * 2
    assert not _faithful(letters)


@pytest.mark.parametrize("shape", [Part.OTHER_PREFIX, Part.SINGLE_QUOTES, Part.COMMENTS, Part.CDATA])
def test_letters_that_other_programs_write_differently_are_the_same(shape: Part) -> None:
    sections: list[dict[tuple[str, str], bool]] = [{("header", "default"): True}, {}]
    usual_way = [LetterFile(letter_file(member, sections)) for member in "甲乙"]
    another = [LetterFile(letter_file(member, sections, shape=shape)) for member in "甲乙"]
    assert read_letters(combined(another), 2) == read_letters(combined(usual_way), 2)
    assert texts_of(combined(another), "word/document.xml") == texts_of(
        combined(usual_way), "word/document.xml"
    )
    assert_valid(combined(another))


def test_a_text_that_looks_like_markup_is_a_text() -> None:
    text = 'xmlns:w="x" &lt;w:p> a="b" &lt;!-- ]]&gt;'
    body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    letters = [LetterFile(letter_file(member, [{}], body=body)) for member in "甲乙"]
    expected = texts_of(letters[0].data("word/document.xml"))
    assert texts_of(combined(letters), "word/document.xml") == [
        *expected, *texts_of(letters[1].data("word/document.xml"))
    ]  # fmt: skip


def test_an_unusual_text_is_brought_into_the_usual_form_without_loss() -> None:
    odd = (
        '<?xml version="1.0"?><!-- c --><d:document xmlns:d="' + W + '" xmlns:w="urn:x"><d:body><!--a-->t'
        "<d:p d:x='1' w:y=\"2\"/><![CDATA[a<b]]></d:body></d:document>"
    )
    root = etree.fromstring(usual(odd.encode()))
    assert root.tag == f"{_W}document"
    assert "".join(root.itertext()) == "ta<b"
    assert dict(root[0][0].attrib) == {f"{_W}x": "1", "{urn:x}y": "2"}


def test_a_file_that_is_no_letter_is_named() -> None:
    from noticemerge.problems import CannotUse

    for data in (b"", b"PK\3\4", Archive([]).with_members({"a": (b"b",)})):
        with pytest.raises(CannotUse) as raised:
            LetterFile(data, "0001.docx")
        assert raised.value.problem.place.file == "0001.docx"


def _faithful(letters: list[LetterFile]) -> bool:
    whole = Combined(letters[0], For.LIBREOFFICE)
    for letter in letters:
        whole.add(letter)
    return whole.is_faithful_in_libreoffice


def tree(document: bytes, part: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(BytesIO(document)) as package:
        return etree.fromstring(package.read(part))


def codes(document: bytes, part: str) -> list[str]:
    """The codes of the fields in a part."""
    found, inside = [], False
    for el in tree(document, part).iter(f"{_W}fldChar", f"{_W}instrText"):
        kind = el.get(f"{_W}fldCharType")
        if kind == "begin":
            found.append("")
        inside = inside if kind is None else kind == "begin"
        if kind is None and inside:
            found[-1] += el.text or ""
    return [code.strip() for code in found]


def test_the_same_letters_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """The order of a set of names is another one for each seed."""
    run(make_plan(), tmp_path / "out")
    made = []
    for seed in ("1", "2", "3"):
        (tmp_path / "out" / "印刷用.docx").unlink(missing_ok=True)
        ran = noticemerge_process(
            "bundle", tmp_path / "out", "--force", "-q", cwd=tmp_path, env={"PYTHONHASHSEED": seed}
        )
        assert ran.exit_code == 0, ran.stderr
        made.append((tmp_path / "out" / "印刷用.docx").read_bytes())
    assert made[0] == made[1] == made[2]
