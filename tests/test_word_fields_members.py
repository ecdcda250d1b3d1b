"""Fields and the whole list: conditions that are the same for everybody, and a picture for each member."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from noticemerge import LetterTemplate, Notice, Plan, Roster, plan, run
from noticemerge.problems import use_language
from support.make import workbook
from support.template_maker import letter_file, saved
from support.validator import assert_valid
from support.word_fields import own_texts, paragraphs

HEADER = ("会員番号", "会社名", "種別", "会費", "前年度会費")
ROWS = [
    ("0001", "青葉商事", "正会員", "100", "100"),
    ("0002", "若葉水産", "正会員", "200", "200"),
    ("0003", "双葉工業", "賛助会員", "300", "300"),
]
BODY = "word/document.xml"


def planned(folder: Path, *said: str, rows: Any = ROWS, header: tuple[str, ...] = HEADER) -> Plan:
    """The plan of a letter of these paragraphs for a list of these rows."""
    use_language("en")
    book = workbook(folder / "list.xlsx", header=header, members=rows, notice=None, attachments=None)
    template = LetterTemplate.read(saved(folder, letter_file(paragraphs(*said))))
    return plan(Roster.read(book), template, Notice.read(book))


def said_of_fields(made: Plan) -> list[tuple[str, str]]:
    """Code and message of what is said of Word fields."""
    return [(p.code, p.message) for p in made.problems if p.code.startswith("NM-T1")]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('{ IF { MERGEFIELD 会費 } = { MERGEFIELD 前年度会費 } "据置" "改定" }', "NM-T111"),
        ('{ IF { MERGEFIELD 会費 } <> { MERGEFIELD 前年度会費 } "改定" }', "NM-T112"),
        ('{ IF { MERGEFIELD 会費 } = { MERGEFIELD 前年度会費 } "据置" "改定" \\* MERGEFORMAT }', "NM-T111"),
        ('{ IF { MERGEFIELD 会費 } > "1000" "大口" "一般" }', "NM-T112"),
        ("{ COMPARE { MERGEFIELD 会費 } >= 1 }", "NM-T111"),
        ('{ IF { = { MERGEFIELD 会費 } - { MERGEFIELD 前年度会費 } } = 0 "据置" "改定" }', "NM-T111"),
        ("{ SKIPIF { MERGEFIELD 会費 } > 1000 }{ MERGEFIELD 会社名 }", "NM-T112"),
    ],
)
def test_a_condition_that_is_the_same_for_all_members_is_told(tmp_path: Path, said: str, code: str) -> None:
    assert [found for found, _ in said_of_fields(planned(tmp_path, said))] == [code]


@pytest.mark.parametrize(
    "said",
    [
        '{ IF { MERGEFIELD 種別 } = "正会員" "会員" "賛助" }',
        '{ IF { MERGEFIELD 会費 } > 150 "多" "少" }',
        '[{ MERGEFIELD 会社名 \\b "社名：" }]',
        '{ ADDRESSBLOCK \\f "<<_COMPANY_>><< _COUNTRY_>>" \\c 2 \\e "日本" }',
        '{ IF { MERGEFIELD 種別 } = "正会員" "{ IF { MERGEFIELD 会費 } > 150 "多" "少" }" "賛助" }',
    ],
)
def test_a_condition_that_differs_or_that_nobody_has_written_is_not_told(tmp_path: Path, said: str) -> None:
    assert said_of_fields(planned(tmp_path, said)) == []


def test_a_word_that_no_member_has_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    made = planned(tmp_path, '{ IF { MERGEFIELD 種別 } = "正会員様" "会員" "賛助" }')
    ((code, message),) = said_of_fields(made)
    assert code == "NM-T157" and '"正会員様"' in message


def test_a_number_is_not_missed_for_its_zeros_in_front(tmp_path: Path) -> None:
    made = planned(tmp_path, '{ IF { MERGEFIELD 会員番号 } = 1 "一" "他" }')
    assert said_of_fields(made) == []


PICTURES = '{ INCLUDEPICTURE "写真\\\\{ MERGEFIELD 写真 }" \\d \\* MERGEFORMAT }'
PEOPLE = [("0001", "青葉商事", "赤.png"), ("0002", "若葉水産", "青.jpg")]
PEOPLE_HEADER = ("会員番号", "会社名", "写真")


def with_pictures(folder: Path) -> None:
    (folder / "写真").mkdir()
    Image.new("RGB", (400, 300), "red").save(folder / "写真" / "赤.png", dpi=(96, 96))
    Image.new("RGB", (3000, 1000), "blue").save(folder / "写真" / "青.jpg")


def pictures_in(letter: bytes) -> list[bytes]:
    archive = zipfile.ZipFile(io.BytesIO(letter))
    return [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]


def test_each_member_gets_the_picture_that_his_own_path_leads_to(tmp_path: Path) -> None:
    with_pictures(tmp_path)
    made = planned(tmp_path, f"前{PICTURES}後", rows=PEOPLE, header=PEOPLE_HEADER)
    letters = [made.render(letter) for letter in made.letters]
    files = [(tmp_path / "写真" / name).read_bytes() for name in ("赤.png", "青.jpg")]
    assert [pictures_in(letter) for letter in letters] == [[one] for one in files]
    assert [own_texts(letter, BODY)[0] for letter in letters] == ["前後", "前後"]
    assert_valid(*letters)


def test_a_picture_fits_the_box_of_the_one_in_the_model_letter(tmp_path: Path) -> None:
    with_pictures(tmp_path)
    extent = '<wp:extent cx="720000" cy="720000"/>'
    shown = (
        "<w:r><w:drawing><wp:inline xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/"
        f"wordprocessingDrawing'>{extent}</wp:inline></w:drawing></w:r>"
    )
    body = paragraphs(f"{PICTURES[:-2]} | 前回 }}").replace(
        '<w:r><w:t xml:space="preserve"> 前回 </w:t></w:r>', shown
    )
    book = workbook(
        tmp_path / "list.xlsx", header=PEOPLE_HEADER, members=PEOPLE, notice=None, attachments=None
    )
    template = LetterTemplate.read(saved(tmp_path, letter_file(body)))
    made = plan(Roster.read(book), template, Notice.read(book))
    xml = [zipfile.ZipFile(io.BytesIO(made.render(one))).read(BODY).decode() for one in made.letters]
    assert 'cx="720000" cy="540000"' in xml[0] and 'cx="720000" cy="240000"' in xml[1]


@pytest.mark.parametrize("value", ["無い.png", "", "https://example.jp/a.png", "表.xlsx"])
def test_a_picture_that_is_not_there_is_told_with_its_member_and_cell(tmp_path: Path, value: str) -> None:
    with_pictures(tmp_path)
    (tmp_path / "写真" / "表.xlsx").write_bytes(b"PK")
    rows = [PEOPLE[0], ("0002", "若葉水産", value)]
    made = planned(tmp_path, PICTURES, rows=rows, header=PEOPLE_HEADER)
    (found,) = [p for p in made.problems if p.code == "NM-T113"]
    assert (found.place.member, getattr(found.place, "cell", "")) == ("0002", "C3")
    assert value in found.message


def test_a_picture_in_a_branch_that_is_not_chosen_need_not_be_there(tmp_path: Path) -> None:
    with_pictures(tmp_path)
    rows = [PEOPLE[0], ("0002", "若葉水産", "")]
    said = f'{{ IF {{ MERGEFIELD 写真 }} <> "" "{PICTURES}" "写真なし" }}'
    made = planned(tmp_path, said, rows=rows, header=PEOPLE_HEADER)
    assert [len(pictures_in(made.render(letter))) for letter in made.letters] == [1, 0]


def test_a_path_without_a_text_in_a_branch_that_is_not_chosen_stops_nothing(tmp_path: Path) -> None:
    rows = [("0001", "青葉商事", ""), ("0002", "若葉水産", "")]
    picture = '{ INCLUDEPICTURE "{ MERGEFIELD 写真 }" \\d }'
    said = f'{{ IF {{ MERGEFIELD 写真 }} <> "" "{picture}" "写真なし" }}'
    done = run(planned(tmp_path, said, rows=rows, header=PEOPLE_HEADER), tmp_path / "out")
    assert done.counts["made"] == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no pipes in folders")
def test_a_pipe_for_a_picture_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管.png")
    made = planned(tmp_path, '{ INCLUDEPICTURE "管.png" \\d }')
    assert [p.code for p in made.problems if p.code == "NM-T113"] == ["NM-T113"]


def test_another_picture_of_the_same_name_makes_the_letter_anew(tmp_path: Path) -> None:
    with_pictures(tmp_path)
    run(planned(tmp_path, PICTURES, rows=PEOPLE, header=PEOPLE_HEADER), tmp_path / "out")
    Image.new("RGB", (400, 300), "green").save(tmp_path / "写真" / "赤.png")
    again = run(planned(tmp_path, PICTURES, rows=PEOPLE, header=PEOPLE_HEADER), tmp_path / "out")
    assert (again.counts["made"], again.counts["unchanged"]) == (1, 1)


def test_a_picture_for_everybody_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    made = planned(tmp_path, '{ INCLUDEPICTURE "印.png" \\d }')
    assert [p.code for p in made.problems if p.code == "NM-T113"] == ["NM-T113"]
