"""`noticemerge labels -t`: the office's own label document of Word, with NEXT between the members."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticemerge.output import verify
from support import make
from support.program import Ran, noticemerge
from support.template_maker import letter_file
from support.validator import assert_valid
from support.word_fields import STORED, own_texts, paragraphs

BODY = "word/document.xml"
HEADER = ("会員番号", "会社名", "郵便番号", "住所", "発送方法")
LABEL = ("〒{ MERGEFIELD 郵便番号 }", "{ MERGEFIELD 住所 }", "{ MERGEFIELD 会社名 } 御中")
FILE = "宛名ラベル.docx"


def member(number: int, way: str = "郵送", address: str = "") -> tuple[str, ...]:
    place = address or f"東京都千代田区霞が関1-{number}"
    return (f"{number:04d}", f"会社{number}", f"100-00{number:02d}", place, way)


def label_document(
    cells: int, text: Sequence[str] = LABEL, *, height: int = 0, next_field: str = "NEXT"
) -> bytes:
    """A sheet as Word makes it: two columns, every cell but the first going on to the next member."""
    rows, width = "", '<w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>'
    for first in range(0, cells, 2):
        made = [
            [("" if at == 0 else f"{{ {next_field} }}") + text[0], *text[1:]] for at in (first, first + 1)
        ]
        tall = f'<w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>' if height else ""
        rows += f"<w:tr>{tall}{''.join(f'<w:tc>{width}{paragraphs(*lines)}</w:tc>' for lines in made)}</w:tr>"
    grid = '<w:gridCol w:w="4000"/>' * 2
    table = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}'
    return letter_file(f"<w:tbl>{table}</w:tbl><w:p/>")


def labels(
    folder: Path,
    document: bytes,
    members: Sequence[Sequence[str]],
    *words: str,
    header: Sequence[str] = HEADER,
) -> Ran:
    """The command, in a folder with a list of these members and the document."""
    listed = make.workbook(folder / "m.xlsx", header=header, members=members, notice=None, attachments=None)
    (folder / "ラベル.docx").write_bytes(document)
    return noticemerge(
        "labels", listed, "-t", folder / "ラベル.docx", "-o", folder / "out", "--json", *words, lang="en"
    )


def printed(folder: Path) -> list[str]:
    """The company of each label, "" for one that is empty, sheet after sheet."""
    data = (folder / "out" / FILE).read_bytes()
    assert_valid(data)
    assert STORED not in "".join(own_texts(data, BODY))
    cells: list[str] = []
    texts = own_texts(data, BODY)
    at = 0
    while at < len(texts):
        is_label = texts[at].startswith("〒")
        cells.append(texts[at + 2].removesuffix(" 御中") if is_label else "")
        at += 3 if is_label else 1
    return cells


def test_every_member_who_gets_post_has_a_label_and_the_sums_add_up(tmp_path: Path) -> None:
    members = [member(1), member(2, "メール"), *map(member, range(3, 8))]
    ran = labels(tmp_path, label_document(4), members)
    assert ran.exit_code == 0, ran.stdout
    made = ran.json
    assert made["counts"]["post"] == {"made": 6, "left_out": 1, "error": 0}
    assert [(one["member"], one["where"]) for one in made["made_for"]][3:] == [
        ("0005", "1枚目 4番"),
        ("0006", "2枚目 1番"),
        ("0007", "2枚目 2番"),
    ]
    assert (made["sheets"], made["next_start"]) == (2, 3)
    assert [name for name in printed(tmp_path) if name] == [f"会社{n}" for n in (1, 3, 4, 5, 6, 7)]


def test_a_sheet_that_is_partly_used_begins_at_its_first_free_label(tmp_path: Path) -> None:
    ran = labels(tmp_path, label_document(4), [member(1), member(2)], "--start", "3", "--copies", "2")
    assert [one["where"] for one in ran.json["made_for"]] == ["1枚目 3番", "2枚目 1番"]
    assert printed(tmp_path)[:4] == ["", "", "会社1", "会社1"]
    assert [name for name in printed(tmp_path) if name] == ["会社1", "会社1", "会社2", "会社2"]


def test_verify_and_register_know_whom_each_sheet_is_for(tmp_path: Path) -> None:
    labels(tmp_path, label_document(4), [member(n) for n in range(1, 6)])
    assert not verify(tmp_path / "out").problems
    (tmp_path / "out" / FILE).write_bytes(b"changed")
    assert [p.code for p in verify(tmp_path / "out").problems]


@settings(max_examples=20, deadline=None)
@given(count=st.integers(1, 13), start=st.integers(1, 6), copies=st.integers(1, 3))
def test_nobody_is_lost_between_the_sheets(
    tmp_path_factory: pytest.TempPathFactory, count: int, start: int, copies: int
) -> None:
    folder = tmp_path_factory.mktemp("sheets")
    members = [member(n) for n in range(1, count + 1)]
    ran = labels(folder, label_document(6), members, "--start", str(start), "--copies", str(copies))
    named = [f"会社{n}" for n in range(1, count + 1) for _ in range(copies)]
    assert [name for name in printed(folder) if name] == named
    assert ran.json["sheets"] == -(-(start - 1 + count * copies) // 6)
    assert ran.json["next_start"] == (start - 1 + count * copies) % 6 + 1


@pytest.mark.parametrize(
    ("document", "words", "code"),
    [
        (letter_file(paragraphs(*LABEL)), (), "NM-L21"),
        (label_document(4), ("--start", "5"), "NM-L09"),
        (label_document(4, next_field="NEXTIF 1 = 1"), ("--start", "2"), "NM-L22"),
        (label_document(4, ("{ MERGEFIELD 無い列 }", *LABEL[1:])), (), "NM-T100"),
        (letter_file(paragraphs("{ SKIPIF { MERGEFIELD 会社名 } = 1 }{ NEXT }")), (), "NM-T95"),
    ],
)
def test_a_document_that_cannot_be_filled_is_told_once(
    tmp_path: Path, document: bytes, words: tuple[str, ...], code: str
) -> None:
    ran = labels(tmp_path, document, [member(1), member(2)], *words)
    errors = [p["code"] for p in ran.json["problems"] if p["severity"] == "error"]
    assert (ran.exit_code, errors) == (1, [code])
    assert not (tmp_path / "out" / FILE).exists()


def test_what_the_document_says_itself_is_not_taken_from_the_command_line(tmp_path: Path) -> None:
    ran = labels(tmp_path, label_document(4), [member(1)], "--barcode", "--paper", "28183")
    assert ran.exit_code == 2
    assert "--paper, --barcode" in ran.stderr + ran.stdout


def test_a_value_that_does_not_suit_leaves_out_its_member_alone(tmp_path: Path) -> None:
    header = (*HEADER, "発送日")
    text = (*LABEL, '{ MERGEFIELD 発送日 \\@ "M月d日" }')
    rows = [(*member(1), "2024/4/5"), (*member(2), "2024/13/45"), (*member(3), "2024/4/6")]
    ran = labels(tmp_path, label_document(4, text), rows, header=header)
    (wrong,) = [p for p in ran.json["problems"] if p["severity"] == "error"]
    assert (wrong["code"], wrong["place"]["cell"], wrong["place"]["member"]) == ("NM-T104", "F3", "0002")
    again = labels(tmp_path, label_document(4, text), rows, "--skip-errors", header=header)
    assert again.json["failed"] == ["0002"]
    assert again.json["counts"]["post"] == {"made": 2, "left_out": 0, "error": 1}


def test_an_address_is_asked_for_only_where_the_document_prints_one(tmp_path: Path) -> None:
    rows = [("0001", "会社1", "", "", "")]
    names_only = ("{ MERGEFIELD 会社名 }",)
    assert labels(tmp_path, label_document(4, names_only), rows).exit_code == 0
    ran = labels(tmp_path, label_document(4), rows, "--force")
    assert [p["code"] for p in ran.json["problems"] if p["severity"] == "error"] == ["NM-L05"]


def test_a_text_that_a_label_of_fixed_height_would_cut_off_is_told_with_its_row(tmp_path: Path) -> None:
    rows = [member(1), member(2, address="東京都千代田区霞が関" * 8)]
    ran = labels(tmp_path, label_document(4, height=1000), rows)
    (told,) = [p for p in ran.json["problems"] if p["code"] == "NM-L23"]
    assert told["place"]["member"] == "0002"


def test_next_in_a_text_box_that_is_written_in_two_forms_is_refused(tmp_path: Path) -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:pict><w:txbxContent>{0}</w:txbxContent>"
        "</w:pict></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    ).format(paragraphs("{ NEXT }{ MERGEFIELD 会社名 }"))
    ran = labels(tmp_path, letter_file(paragraphs("{ MERGEFIELD 会社名 }{ NEXT }") + box), [member(1)])
    assert "NM-T91" in [p["code"] for p in ran.json["problems"]]


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        # Two NEXT at each label, one in the first label too, a label without a field, none with any.
        (("{ NEXT }{ MERGEFIELD 会社名 }",), "0001 会社1, 0003 会社3, 0005 会社5"),
        (("見出し", "{ NEXT }", "{ NEXT }{ MERGEFIELD 会社名 }"), "0001 会社1, 0002 会社2, 0004 会社4"),
        (("様",), "0001 会社1, 0002 会社2, 0003 会社3, 0004 会社4, 0005 会社5"),
    ],
)
def test_a_document_that_passes_members_over_is_refused_with_their_names(
    tmp_path: Path, text: Sequence[str], passed: str
) -> None:
    ran = labels(tmp_path, label_document(4, text), [member(n) for n in range(1, 7)])
    told = [p["message"] for p in ran.json["problems"] if p["code"] == "NM-L26"]
    assert (ran.exit_code, len(told)) == (1, 1)
    assert f"of these members: {passed}" in told[0]
    assert not (tmp_path / "out" / FILE).exists()


@pytest.mark.parametrize("words", [("--start", "3"), ("--copies", "2"), ("--start", "4", "--copies", "3")])
def test_places_left_free_and_copies_are_no_members_passed_over(tmp_path: Path, words: Sequence[str]) -> None:
    ran = labels(tmp_path, label_document(4), [member(n) for n in range(1, 7)], *words)
    assert (ran.exit_code, ran.json["counts"]["post"]["made"]) == (0, 6)
