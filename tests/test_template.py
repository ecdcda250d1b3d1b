"""The letter maker: what it leaves alone, what it appends, what it refuses."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from noticemerge.problems import CannotUse
from noticemerge.template import COMPUTED, LetterTemplate, Name, Names
from support.template_maker import W, letter_file, paragraph, saved, table
from support.validator import assert_valid
from support.word import Word, letter_text
from support.wordcheck import assert_sound

VALUES = {"会社名": "A&B<株>", "部署": "", "担当・部署": "総務\n課", "金額(税込)": "1,000"}
ATTACHMENTS = Names(
    [*Names.of(VALUES).all, Name("x0", COMPUTED, "添付資料")],
)


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def filled(folder: Path, document: bytes, names: Names | None = None, **more: Any) -> bytes:
    names = names or Names.of(VALUES)
    bound = LetterTemplate.read(saved(folder, document)).bind(names)
    assert [p.message for p in bound.problems] == []
    return bound.render({n.key: VALUES.get(n.label) for n in names.all} | more)


def test_what_no_tag_touches_stays_byte_for_byte(tmp_path: Path) -> None:
    untouched = "<w:p  w:rsidR='00AA' ><w:r><w:t>a } </w:t></w:r></w:p ><w:p/>\r\n<!-- x -->" + table(
        ["1", "2"]
    )
    document = letter_file(paragraph("{{ 会社名 }}") + untouched, header=paragraph("plain"))
    letter = parts(filled(tmp_path, document))
    assert untouched.encode() in letter["word/document.xml"]
    before = parts(document)
    assert {n: d for n, d in letter.items() if n != "word/document.xml"} == {
        n: d for n, d in before.items() if n != "word/document.xml"
    }


def test_a_template_without_tags_gives_back_every_part(tmp_path: Path) -> None:
    document = letter_file(paragraph("本文") + table(["1", "2"]), header=paragraph("h"), title="件名")
    assert parts(filled(tmp_path, document)) == parts(document)


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    document = letter_file(paragraph("{{ 会社名 }}"))
    assert filled(tmp_path, document) == filled(tmp_path, document)


TAGS = [
    "{{ 会社名 }}",
    "{{担当・部署}}",
    "{{ 金額(税込) }}",
    "{% if 部署 %}無{% endif %}",
    "｛｛会社名｝｝",
    "様、",
    "\u3000",
]


@given(st.lists(st.sampled_from(TAGS), min_size=1, max_size=6), st.data())
def test_a_letter_cut_into_runs_anywhere_reads_as_the_same_letter_typed_whole(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    text = "始" + "".join(pieces)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=8)))
    runs = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    whole, cut = (filled(folder, letter_file(paragraph(*how))) for how in ([text], runs))
    assert letter_text(cut) == letter_text(whole)
    assert_sound(cut)


@given(st.text(max_size=30))
def test_any_value_prints_as_itself_but_for_what_xml_forbids(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    names = Names.of(["名"])
    path = saved(tmp_path_factory.mktemp("value"), letter_file(paragraph("[{{ 名 }}]")))
    letter = LetterTemplate.read(path).bind(names).render({"c0": value})
    kept = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    kept = "".join(
        c
        for c in kept
        if c in "\n\t" or (ord(c) >= 0x20 and c not in "\ufffe\uffff" and not 0xD800 <= ord(c) < 0xE000)
    )
    assert letter_text(letter, tags_allowed=True) == [f"[{kept}]"]


FONTS = '<w:rPr><w:rFonts w:ascii="Century" w:eastAsia="ＭＳ ゴシック"/><w:sz w:val="22"/></w:rPr>'
LONG = f"<w:p><w:r>{FONTS}<w:t>平素より格別のご高配を賜り、厚く御礼申し上げます。</w:t></w:r></w:p>"


def test_a_template_without_a_loop_gets_the_attachments_after_its_last_paragraph_in_its_own_font(
    tmp_path: Path,
) -> None:
    listed = [
        {"number": "資料1", "title": "チラシ（掲示物用）", "copies": 1},
        {"number": "資料7", "title": "利用者情報(4情報)", "copies": 50},
    ]
    document = letter_file(LONG + paragraph("以上", properties='<w:jc w:val="right"/>'))
    letter = filled(tmp_path, document, ATTACHMENTS, x0=listed)
    assert letter_text(letter) == [
        "平素より格別のご高配を賜り、厚く御礼申し上げます。",
        "以上",
        "添付資料",
        "資料1　チラシ（掲示物用）",
        "資料7　利用者情報(4情報)（50部）",
    ]
    added = list(Word(letter).trees["word/document.xml"].iter(f"{{{W}}}p"))[-3:]
    fonts = [p.find(f"{{{W}}}r/{{{W}}}rPr/{{{W}}}rFonts").get(f"{{{W}}}eastAsia") for p in added]
    assert fonts == ["ＭＳ ゴシック"] * 3
    assert_sound(letter)
    assert_valid(letter)


def test_a_member_without_attachments_gets_no_heading(tmp_path: Path) -> None:
    assert letter_text(filled(tmp_path, letter_file(LONG), ATTACHMENTS, x0=[])) == [
        "平素より格別のご高配を賜り、厚く御礼申し上げます。"
    ]


def test_a_loop_over_the_attachments_takes_the_place_of_the_appended_list(tmp_path: Path) -> None:
    loop = [
        "{%p for 資料 in 添付資料 %}",
        "{{ 資料.番号 }}：{{ 資料.資料名 }}{% if 資料.部数 > 1 %} {{ 資料.部数 }}部{% endif %}",
        "{%p endfor %}",
    ]
    listed = [
        {"number": "資料1", "title": "A&B", "copies": 1},
        {"number": "資料2", "title": "C", "copies": 2},
    ]
    letter = filled(
        tmp_path, letter_file("".join(map(paragraph, loop)) + paragraph("終")), ATTACHMENTS, x0=listed
    )
    assert letter_text(letter) == ["資料1：A&B", "資料2：C 2部", "終"]


@pytest.mark.parametrize("value", [["甲", "乙"], {"名": "甲"}, ("甲",), {"甲"}])
def test_what_has_no_text_of_its_own_never_goes_out_as_python_writes_it(tmp_path: Path, value: Any) -> None:
    with pytest.raises(CannotUse) as refused:
        filled(tmp_path, letter_file(paragraph("{{ 会社名 }}")), Names.of(["会社名"]), c0=value)
    assert (refused.value.problem.code, refused.value.problem.facts["detail"]) == ("NM-T61", repr(value))


def test_comments_and_the_data_source_of_words_mail_merge_do_not_go_out(tmp_path: Path) -> None:
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    body = (
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>本文</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    settings = (
        f'<w:settings xmlns:w="{W}" xmlns:r="{office}"><w:mailMerge><w:mainDocumentType w:val="formLetters"/>'
        '<w:dataType w:val="native"/><w:query w:val="SELECT * FROM C:\\名簿"/></w:mailMerge></w:settings>'
    )
    document = letter_file(
        body,
        extra={
            "word/settings.xml": settings,
            "word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:id="0"/></w:comments>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{rels}">'
            f'<Relationship Id="rId5" Type="{office}/comments" Target="comments.xml"/>'
            f'<Relationship Id="rId6" Type="{office}/settings" Target="settings.xml"/></Relationships>',
        },
    )
    bound = LetterTemplate.read(saved(tmp_path, document)).bind(Names.of([]))
    assert [p.code for p in bound.problems] == ["NM-T50", "NM-T51"]
    letter = bound.render({})
    assert letter_text(letter) == ["本文"]
    assert b"C:\\" not in b"".join(parts(letter).values())
    assert "word/comments.xml" not in parts(letter)
    assert_sound(letter)


@pytest.mark.parametrize("prefix", ["n:", ""])
@pytest.mark.parametrize("text", ["{{ 会社名 }}", "本文"])
def test_a_letter_of_a_writer_with_other_prefixes_is_filled(prefix: str, text: str, tmp_path: Path) -> None:
    document = letter_file(paragraph(text) + table(["{%p if 部署 %}", "x"]).replace("{%p if 部署 %}", "y"))
    usual = parts(document)["word/document.xml"].decode()
    other = usual.replace("<w:", f"<{prefix}").replace("</w:", f"</{prefix}").replace("xmlns:w=", "xmlns:q=")
    other = other.replace(" w:", " q:").replace("xmlns:q=", f"xmlns{':' + prefix[:-1] if prefix else ''}=", 1)
    other = other.replace("xmlns:r=", f'xmlns:q="{W}" xmlns:r=', 1)
    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts(document).items():
            archive.writestr(name, other if name == "word/document.xml" else data)
    bound = LetterTemplate.read(path).bind(ATTACHMENTS)
    assert [p.message for p in bound.problems] == []
    listed = [{"number": "資料1", "title": "案内", "copies": 1}]
    letter = bound.render({n.key: VALUES.get(n.label) for n in ATTACHMENTS.all} | {"x0": listed})
    assert letter_text(letter) == [
        text.replace("{{ 会社名 }}", "A&B<株>"),
        "y",
        "x",
        "添付資料",
        "資料1　案内",
    ]
    assert_valid(letter)


REFUSED = {
    "NM-T03": b"",
    "NM-T04": b"PK\x03\x04 cut off",
    "NM-T11": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "NM-T12": b"\xd0\xcf\x11\xe0" + bytes(64),
    "NM-T13": "会社名,部署\n".encode("cp932"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_file_that_is_no_letter_is_refused_with_its_own_message(code: str, tmp_path: Path) -> None:
    with pytest.raises(CannotUse) as refused:
        LetterTemplate.read(saved(tmp_path, REFUSED[code]))
    assert refused.value.problem.code == code


def test_a_missing_letter_a_folder_and_a_lock_file_are_told_apart(tmp_path: Path) -> None:
    codes = []
    for path in (tmp_path / "no.docx", tmp_path, saved(tmp_path, b"x", "~$letter.docx")):
        with pytest.raises(CannotUse) as refused:
            LetterTemplate.read(path)
        codes.append(refused.value.problem.code)
    assert codes == ["NM-T01", "NM-T02", "NM-T09"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "NM-T07"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "NM-T08"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "NM-T05"),
    ],
)
def test_macros_templates_and_workbooks_are_told_apart_by_their_content_type(
    kind: str, code: str, tmp_path: Path
) -> None:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as archive:
        for name, data in parts(letter_file(paragraph("a"))).items():
            archive.writestr(name, data.replace(main.encode(), kind.encode()))
    with pytest.raises(CannotUse) as refused:
        LetterTemplate.read(tmp_path / "x.docx")
    assert refused.value.problem.code == code


def test_a_strict_document_is_refused_with_the_type_to_save_it_as(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as archive:
        for name, data in parts(letter_file(paragraph("a"))).items():
            strict = data.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            archive.writestr(name, strict)
    with pytest.raises(CannotUse) as refused:
        LetterTemplate.read(tmp_path / "x.docx")
    assert refused.value.problem.code == "NM-T06"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", bytes(64 * 2**20))
    with pytest.raises(CannotUse) as refused:
        LetterTemplate.read(tmp_path / "bomb.docx")
    assert refused.value.problem.code == "NM-T14"


def test_a_tag_in_a_part_that_is_not_filled_is_an_error(tmp_path: Path) -> None:
    document = letter_file(paragraph("a"), extra={"docProps/custom.xml": "<p>{{ 会社名 }}</p>"})
    bound = LetterTemplate.read(saved(tmp_path, document)).bind(Names.of(["会社名"]))
    assert [p.code for p in bound.problems] == ["NM-T44"]
    assert "docProps/custom.xml" in bound.problems[0].message


def test_a_name_in_the_list_and_in_the_notice_must_be_told_apart(tmp_path: Path) -> None:
    names = Names([Name("c0", "roster", "TEL", 0), Name("n0", "notice", "ＴＥＬ")])
    document = letter_file(paragraph("{{ TEL }}") + paragraph("{{ 名簿.TEL }}/{{ 通知.TEL }}"))
    bound = LetterTemplate.read(saved(tmp_path, document)).bind(names)
    assert [(p.code, p.facts["ways"]) for p in bound.problems] == [
        ("NM-T31", "{{ 名簿.TEL }} / {{ 通知.ＴＥＬ }}")
    ]


SIGNS = st.sampled_from(
    [
        *"{}%#|.,[](){}=<>!'\"“”～・-+*/ \u3000",
        "名簿",
        "通知",
        "会社名",
        "if ",
        "for ",
        " in ",
        "endif",
        "p ",
        "loop",
        "not ",
    ]
)


@example(typed=["[", "]"], shape="{{ %s }}")
@given(st.lists(SIGNS, max_size=12), st.sampled_from(["{{ %s }}", "{%% %s %%}", "{%%p %s %%}"]))
def test_whatever_is_typed_in_a_tag_is_a_letter_or_a_problem_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, typed: list[str], shape: str
) -> None:
    path = saved(
        tmp_path_factory.mktemp("any"), letter_file(paragraph(shape % "".join(typed)) + paragraph("終"))
    )
    bound = LetterTemplate.read(path).bind(Names.of(VALUES))
    if not [p for p in bound.problems if p.severity == "error"]:
        assert (
            letter_text(bound.render({n.key: "値" for n in Names.of(VALUES).all}), tags_allowed=True)[-1]
            == "終"
        )
