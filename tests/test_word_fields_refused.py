"""What a Word field last printed never goes out: it is another member's."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticemerge.problems import Problem, use_language
from noticemerge.template import LetterTemplate, Names
from support.template_maker import letter_file, saved
from support.word_fields import char, paragraphs, run


def problems_of(folder: Path, body: str, *columns: str) -> list[Problem]:
    use_language("en")
    return LetterTemplate.read(saved(folder, letter_file(body))).bind(Names.of(columns)).problems


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('{ DATABASE \\d "C:\\\\名簿.mdb" \\s "SELECT * FROM 名簿" }', "NM-T84"),
        ('{ includetext "C:\\\\挨拶.docx" }', "NM-T84"),
        ("{ MERGEBARCODE 郵便番号 JPPOST }", "NM-T114"),
        ("{ IF { MERGEBARCODE 会員番号 QR \\q 3 } = 1 }", "NM-T114"),
        ("{ DDEAUTO Excel 名簿 R1C1 }", "NM-T84"),
        ('{ ASK 期限 "いつまで" }', "NM-T85"),
        ('{ fillin "担当者" \\d "山田" }', "NM-T85"),
        ("{ }", "NM-T86"),
        ("{ { MERGEFIELD 会社名 } }", "NM-T86"),
    ],
)
def test_a_field_that_no_letter_can_fill_stops_the_run(tmp_path: Path, said: str, code: str) -> None:
    found = problems_of(tmp_path, paragraphs("拝啓", f"[{said}]"))
    told = [(p.code, p.place.paragraph) for p in found if p.code[:5] == "NM-T8" or p.code == "NM-T114"]
    assert told == [(code, 2)]


def test_a_field_without_its_end_is_told_where_it_begins(tmp_path: Path) -> None:
    code, text = run("<w:instrText> MERGEFIELD 会社名 </w:instrText>"), run("<w:t>殿</w:t>")
    torn = f"<w:p>{char('begin')}{code}{text}</w:p>"
    (found,) = problems_of(tmp_path, paragraphs("拝啓") + torn, "会社名")
    assert (found.code, found.place.paragraph) == ("NM-T80", 2)
    assert "MERGEFIELD 会社名" in found.message


def test_a_bookmark_that_is_not_there_is_told_where_it_is_repeated(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, paragraphs("拝啓", "{ REF 先月の宛先 \\h }"))
    assert (found.code, found.place.paragraph) == ("NM-T115", 2)
    assert "REF 先月の宛先" in found.message


def test_an_end_without_its_field_is_told_where_it_stands(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, paragraphs("拝啓") + f"<w:p>{char('end')}</w:p>")
    assert (found.code, found.place.paragraph) == ("NM-T80", 2)


def test_a_name_typed_between_the_signs_of_a_field_is_no_field(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, paragraphs("拝啓", "«会社名» 御中"), "会社名")
    assert (found.code, found.place.paragraph) == ("NM-T82", 2)
    assert "{{ 会社名 }}" in found.hint


def test_a_quotation_in_these_signs_is_left_alone(tmp_path: Path) -> None:
    assert problems_of(tmp_path, paragraphs("«Bonjour» と言う"), "会社名") == []
