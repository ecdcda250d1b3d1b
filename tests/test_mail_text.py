"""The text of the mail: a text file or a Word file, with the tags, conditions and safety net of letters."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from noticemerge.problems import CannotUse
from noticemerge.template import Names, filled_text, pictures_in, read_text

NAMES = Names.of(["会社名", "担当者名", "発送方法", "資料1", "発信日", "件数"])
KEYS = {name.label: name.key for name in NAMES.all}
VALUES = {
    "会社名": "A&B商事 <東京>",
    "担当者名": "",
    "発送方法": "メール",
    "資料1": "×",
    "発信日": "2023-09-25",
    "件数": "1234",
}


def filled(path: Path, text: str | bytes, **values: str) -> str:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    bound = read_text(path).bind(NAMES)
    assert [p.code for p in bound.problems] == []
    return filled_text(bound, {KEYS[label]: value for label, value in {**VALUES, **values}.items()})


def told(path: Path, text: str) -> list[tuple[str, str]]:
    path.write_text(text, "utf-8")
    template = read_text(path)
    problems = [*template.bind(NAMES).problems, *pictures_in(template)]
    return [(problem.code, problem.place.words()) for problem in problems]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return tmp_path / "本文.txt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_text_is_read_whatever_notepad_made_of_it(text: Path, encoding: str, end: str) -> None:
    lines = ["{{ 会社名 }} 御中", "", '　拝啓　{{ 担当者名|既定値("御担当者") }} 様', ""]
    assert filled(text, end.join(lines).encode(encoding)) == "A&B商事 <東京> 御中\n\n　拝啓　御担当者 様\n"


def test_conditions_alone_on_their_lines_leave_no_line_behind(text: Path) -> None:
    when = '{% if 発送方法 == "メール" %}'
    body = f"はじめ\n{when}\nメールです\n{{% elif 会社名 %}}\nちがいます\n{{% endif %}}\nおわり\n"
    assert filled(text, body) == "はじめ\nメールです\nおわり\n"
    assert filled(text, body, 発送方法="郵送") == "はじめ\nちがいます\nおわり\n"


def test_conditions_within_a_line_and_one_in_another_hold(text: Path) -> None:
    inner = "{% if 担当者名 %}様{% else %}御中{% endif %}\n　{%p if 担当者名 %}\nなし\n{%p endif %}\n"
    body = f"{{% if 会社名 %}}\n{inner}{{% endif %}}\n。"
    assert filled(text, body) == "御中\n。\n"


def test_a_line_of_empty_fields_alone_goes_as_in_a_letter(text: Path) -> None:
    assert filled(text, "一\n{{ 担当者名 }}\n二\n") == "一\n二\n"


def test_filters_are_those_of_letters(text: Path) -> None:
    assert filled(text, "{{ 発信日|和暦 }}　{{ 件数|数値 }}件\n") == "令和5年9月25日　1,234件\n"


def test_braces_of_a_value_and_its_line_breaks_stay(text: Path) -> None:
    assert filled(text, "{{ 会社名 }}\n", 会社名="{{ x }}\n{% y %}\t&amp;") == "{{ x }}\n{% y %}\t&amp;\n"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("一\n{{ 会社明 }} 様", ("NM-T26", "本文.txt line 2「{{ 会社明 }} 様」")),
        ("{{ 会社名 } 様", ("NM-T20", "本文.txt line 1「{{ 会社名 } 様」")),
        ("{会社名} 様", ("NM-T24", "本文.txt line 1「{会社名} 様」")),
        ("○○株式会社　御中", ("NM-T132", "本文.txt line 1「○○株式会社 御中」")),
        ("\n{% if 会社名 %}\nx", ("NM-T34", "本文.txt line 2「{% if 会社名 %}」")),
        ("{{ 会社名|QR }}", ("NM-M05", "本文.txt line 1「{{ 会社名|QR }}」")),
        ("{{ 会社名.__class__ }}", ("NM-T33", "本文.txt line 1「{{ 会社名.__class__ }}」")),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: Path, body: str, found: tuple[str, str]) -> None:
    assert found in told(text, body)


def test_the_words_of_a_word_file_go_out(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 会社名 }} 御中").add_run("\n二行目")
    document.add_table(1, 2).rows[0].cells[0].text = "{{ 発送方法 }}"
    document.save(str(tmp_path / "本文.docx"))
    bound = read_text(tmp_path / "本文.docx").bind(NAMES)
    assert [p.code for p in bound.problems] == []
    values = {KEYS[label]: value for label, value in VALUES.items()}
    assert filled_text(bound, values) == "A&B商事 <東京> 御中\n二行目\nメール\n"


def test_what_a_mail_loses_of_a_word_file_is_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一つ目", style="List Number")
    document.sections[0].header.paragraphs[0].text = "題"
    document.save(str(tmp_path / "本文.docx"))
    assert "NM-M06" in [p.code for p in read_text(tmp_path / "本文.docx").bind(NAMES).problems]


def test_no_file_and_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\x80\x81\xff\x00\xfd")
    for name, code in (("ない.txt", "NM-M01"), ("x.txt", "NM-M02")):
        with pytest.raises(CannotUse) as refused:
            read_text(tmp_path / name)
        assert refused.value.problem.code == code
