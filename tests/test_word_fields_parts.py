"""Fields and what is around them: looks, links, bookmarks, tables in a branch, what stays as it is."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from noticemerge.problems import use_language
from noticemerge.template import BoundTemplate, LetterTemplate, Names, corrected_copy
from support.template_maker import letter_file, saved
from support.validator import assert_valid
from support.word_fields import STORED, char, own_texts, paragraphs, run, runs

BODY = "word/document.xml"
BOLD, RED = "<w:b/>", '<w:color w:val="FF0000"/>'


def bound(folder: Path, document: bytes, row: dict[str, str]) -> BoundTemplate:
    use_language("en")
    return LetterTemplate.read(saved(folder, document)).bind(Names.of(row))


def letter(folder: Path, document: bytes, row: dict[str, str]) -> bytes:
    """The letter for a row, which must be valid and not show what Word last printed."""
    made = bound(folder, document, row)
    assert not made.problems, [p.message for p in made.problems]
    data = made.render({name.key: row[name.label] for name in Names.of(row).all})
    assert_valid(data)
    assert STORED not in part(data, BODY)
    return data


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode("utf-8")


def codes(folder: Path, document: bytes, row: dict[str, str]) -> list[str]:
    return [p.code for p in bound(folder, document, row).problems]


def simple(code: str) -> str:
    result = run(f"<w:t>{STORED}</w:t>", BOLD)
    return f'<w:fldSimple w:instr="{code}">{result}</w:fldSimple>'


def test_a_simple_field_takes_the_looks_of_its_result(tmp_path: Path) -> None:
    made = letter(tmp_path, letter_file(f"<w:p>{simple(' MERGEFIELD 会社名 ')}</w:p>"), {"会社名": "青葉"})
    assert f'<w:r><w:rPr>{BOLD}</w:rPr><w:t xml:space="preserve">青葉</w:t></w:r>' in part(made, BODY)


@pytest.mark.parametrize(
    ("switch", "looks"), [("", RED), (r" \* CHARFORMAT", RED), (r" \* MERGEFORMAT", BOLD)]
)
def test_the_looks_are_those_of_the_codes_first_letter_or_of_the_old_result(
    tmp_path: Path, switch: str, looks: str
) -> None:
    code = run("<w:instrText>M</w:instrText>", RED) + run(
        f'<w:instrText xml:space="preserve">ERGEFIELD 会社名{switch} </w:instrText>', "<w:i/>"
    )
    old = char("separate") + run(f"<w:t>{STORED}</w:t>", BOLD) + char("end")
    made = letter(tmp_path, letter_file(f"<w:p>{char('begin')}{code}{old}</w:p>"), {"会社名": "青葉"})
    assert f'<w:rPr>{looks}</w:rPr><w:t xml:space="preserve">青葉' in part(made, BODY)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("青葉", [(BOLD, "青葉")]),
        ("青葉 <商事>", [(BOLD, "青葉 "), (RED, "&lt;商事&gt;")]),
        ("一 二　三 四", [(BOLD, "一 "), (RED, "二　"), ("<w:i/>", "三 四")]),
        ("", []),
    ],
)
def test_the_old_result_gives_its_looks_word_by_word(
    tmp_path: Path, value: str, expected: list[tuple[str, str]]
) -> None:
    code = run(r'<w:instrText xml:space="preserve">MERGEFIELD 会社名 \* MERGEFORMAT </w:instrText>', "<w:i/>")
    old = run('<w:t xml:space="preserve">前 </w:t>', BOLD) + run("<w:t>回</w:t>", RED)
    body = f"<w:p>{char('begin')}{code}{char('separate')}{old}{char('end')}</w:p>{paragraphs('終')}"
    made = part(letter(tmp_path, letter_file(body), {"会社名": value}), BODY)
    runs_in = re.findall(r'<w:r><w:rPr>(.*?)</w:rPr><w:t xml:space="preserve">(.*?)</w:t></w:r>', made)
    assert runs_in == expected


def test_a_branch_keeps_the_looks_of_its_words(tmp_path: Path) -> None:
    body = (
        f"<w:p>{char('begin')}{runs_of(' IF ')}{runs('{ MERGEFIELD n }')}{runs_of(' = 1 &quot;細')}"
        f"{run('<w:instrText>太</w:instrText>', BOLD)}{runs_of('&quot; &quot;他&quot; ')}{char('end')}</w:p>"
    )
    made = part(letter(tmp_path, letter_file(body), {"n": "1"}), BODY)
    assert f'<w:r><w:rPr>{BOLD}</w:rPr><w:t xml:space="preserve">太</w:t></w:r>' in made
    assert "他" not in made and "fldChar" not in made


def runs_of(code: str) -> str:
    return run(f'<w:instrText xml:space="preserve">{code}</w:instrText>')


def test_a_table_stands_in_a_branch(tmp_path: Path) -> None:
    table = (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>'
        f"<w:tr><w:tc>{paragraphs('{ MERGEFIELD 会社名 }')}</w:tc></w:tr></w:tbl>"
    )
    before = f"<w:p>{run('<w:t>前</w:t>')}{char('begin')}{runs_of(' IF ')}{runs('{ MERGEFIELD n }')}"
    opened, closed = runs_of(" = 1 &quot;"), runs_of("&quot; &quot;なし&quot; ")
    after = f"<w:p>{closed}{char('end')}{run('<w:t>後</w:t>')}</w:p>"
    document = letter_file(f"{before}{opened}</w:p>{table}{after}")
    assert own_texts(letter(tmp_path, document, {"n": "1", "会社名": "青葉"}), BODY) == ["前", "青葉", "後"]
    assert own_texts(letter(tmp_path, document, {"n": "2", "会社名": "青葉"}), BODY) == ["前なし後"]


def test_a_stored_result_over_paragraphs_goes(tmp_path: Path) -> None:
    body = paragraphs("[{ MERGEFIELD 会社名 | 前回¶の人 }]", "終")
    assert own_texts(letter(tmp_path, letter_file(body), {"会社名": "青葉"}), BODY) == ["[青葉]", "終"]


def test_a_field_in_one_run_is_a_field(tmp_path: Path) -> None:
    inside = (
        '<w:t xml:space="preserve">a</w:t><w:fldChar w:fldCharType="begin"/><w:instrText>MERGEFIELD n'
        '</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>x</w:t><w:fldChar w:fldCharType="end"/>'
        '<w:t xml:space="preserve">b</w:t>'
    )
    assert own_texts(letter(tmp_path, letter_file(f"<w:p>{run(inside)}</w:p>"), {"n": "1"}), BODY) == ["a1b"]


def test_a_bookmark_around_a_merge_field_is_repeated_for_each_member(tmp_path: Path) -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="先"/>', '<w:bookmarkEnd w:id="1"/>'
    repeated = runs("／{ REF 先 \\h }／{ 先 }")
    body = f"<w:p>{start}{runs('{ MERGEFIELD 会社名 }様')}{end}{repeated}</w:p>"
    assert own_texts(letter(tmp_path, letter_file(body), {"会社名": "青葉"}), BODY) == [
        "青葉様／青葉様／青葉様"
    ]


def test_a_bookmark_around_what_repeats_a_merge_field_is_filled_too(tmp_path: Path) -> None:
    def marked(number: int, name: str, inside: str) -> str:
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'

    once = marked(1, "先", runs("{ MERGEFIELD 会社名 }"))
    again = marked(2, "再", runs("／{ REF 先 }"))
    body = f"<w:p>{once}{again}{runs('／{ REF 再 }／{ 再 }')}</w:p>"
    made = letter(tmp_path, letter_file(body), {"会社名": "青葉"})
    assert own_texts(made, BODY) == ["青葉／青葉／／青葉／／青葉"]


def test_a_bookmark_around_a_tag_is_not_repeated_with_old_words(tmp_path: Path) -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="先"/>', '<w:bookmarkEnd w:id="1"/>'
    tagged = run("<w:t>{{ 会社名 }}</w:t>")
    body = f"<w:p>{start}{tagged}{end}{runs('{ REF 先 }')}</w:p>"
    assert codes(tmp_path, letter_file(body), {"会社名": "青葉"}) == ["NM-T81"]


def test_a_bookmark_around_plain_words_is_words_business(tmp_path: Path) -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="先"/>', '<w:bookmarkEnd w:id="1"/>'
    body = f"<w:p>{start}{run('<w:t>第1章</w:t>')}{end}{runs('{ REF 先 | 第1章 }')}</w:p>"
    document = letter_file(body + paragraphs("{ MERGEFIELD n }"))
    assert "REF 先" in part(letter(tmp_path, document, {"n": "1"}), BODY)


def test_the_address_of_a_link_is_made_for_each_member(tmp_path: Path) -> None:
    body = paragraphs('{ HYPERLINK "https://example.jp/?id={ MERGEFIELD 番号 }" | 申込書 }')
    made = letter(tmp_path, letter_file(body), {"番号": "A&1 二"})
    assert own_texts(made, BODY) == [" 申込書 "]
    assert "https://example.jp/?id=A%261%20%E4%BA%8C" in part(made, "word/_rels/document.xml.rels")
    assert "<w:hyperlink" in part(made, BODY) and "HYPERLINK" not in part(made, BODY)


def test_a_link_that_shows_its_address_shows_that_of_the_member(tmp_path: Path) -> None:
    body = paragraphs('{ HYPERLINK "mailto:{ MERGEFIELD メール }" | mailto:old@example.jp }')
    assert own_texts(letter(tmp_path, letter_file(body), {"メール": "a@example.jp"}), BODY) == [
        "mailto:a@example.jp"
    ]


def test_a_field_between_a_link_and_the_text_is_refused(tmp_path: Path) -> None:
    inside = f'<w:hyperlink w:anchor="x">{char("begin")}{runs_of(" MERGEFIELD n ")}</w:hyperlink>'
    assert codes(tmp_path, letter_file(f"<w:p>{inside}{char('end')}</w:p>"), {"n": "1"}) == ["NM-T96"]


def test_a_merge_field_in_a_field_that_stays_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, letter_file(paragraphs("{ DOCPROPERTY { MERGEFIELD n } }")), {"n": "1"}) == [
        "NM-T89"
    ]


def test_a_merge_field_in_the_result_of_a_link_is_filled(tmp_path: Path) -> None:
    body = paragraphs('{ HYPERLINK "https://example.jp" | { MERGEFIELD n } }')
    made = letter(tmp_path, letter_file(body), {"n": "1"})
    assert own_texts(made, BODY) == [" 1 "] and "HYPERLINK" in part(made, BODY)


def test_what_no_field_touches_stays_byte_for_byte(tmp_path: Path) -> None:
    odd = "<w:p  w:rsidR='00AB12CD'><w:r ><w:t  >空白  </w:t></w:r></w:p>"
    made = part(letter(tmp_path, letter_file(odd + paragraphs("{ MERGEFIELD n }") + odd), {"n": "1"}), BODY)
    assert made.count(odd) == 2


def test_a_sheet_field_in_a_letter_names_labels_and_is_told_once(tmp_path: Path) -> None:
    (found,) = bound(
        tmp_path, letter_file(paragraphs(*["{ MERGEFIELD n }{ NEXT }"] * 5)), {"n": "1"}
    ).problems
    assert (found.code, found.place.paragraph) == ("NM-T83", 1)  # type: ignore[attr-defined]
    assert "noticemerge labels" in found.hint and "5" in found.message


def test_next_in_a_header_or_in_another_field_is_refused(tmp_path: Path) -> None:
    header = letter_file(paragraphs("{ MERGEFIELD n }"), header=paragraphs("{ NEXT }"))
    assert codes(tmp_path, header, {"n": "1"}) == ["NM-T91"]
    inner = letter_file(paragraphs('{ IF { MERGEFIELD n } = 1 "{ NEXT }" }'))
    assert codes(tmp_path, inner, {"n": "1"}) == ["NM-T91"]


def test_skipif_beside_next_is_refused(tmp_path: Path) -> None:
    document = letter_file(paragraphs("{ SKIPIF { MERGEFIELD n } = 1 }{ MERGEFIELD n }{ NEXT }"))
    assert "NM-T95" in codes(tmp_path, document, {"n": "1"})


def test_a_fault_behind_a_field_of_many_paragraphs_names_its_own(tmp_path: Path) -> None:
    many = '{ IF { MERGEFIELD n } = 1 "一¶二¶三" "他" }'
    (found,) = bound(
        tmp_path, letter_file(paragraphs(many, "終", "{ MERGEFIELD 無い列 }")), {"n": "1"}
    ).problems
    assert (found.code, found.place.paragraph) == ("NM-T100", 5)  # type: ignore[attr-defined]


def settings(merge: str) -> dict[str, Any]:
    text = f'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{merge}</w:settings>'
    return {"settings.xml": text.encode()}


def test_words_own_names_mean_the_columns_that_the_letter_says(tmp_path: Path) -> None:
    pairs = (("名", "First Name"), ("姓", "Last Name"))
    mapped = "".join(
        f'<w:fieldMapData><w:name w:val="{c}"/><w:mappedName w:val="{n}"/></w:fieldMapData>' for c, n in pairs
    )
    merge = settings(f"<w:mailMerge><w:odso>{mapped}</w:odso></w:mailMerge>")
    body = paragraphs('{ MERGEFIELD Last_Name \\m }{ ADDRESSBLOCK \\f "<<_LAST0_>><< _FIRST0_>>" }')
    made = bound(tmp_path, letter_file(body, parts=merge), {"名": "太郎", "姓": "山田"})
    data = made.render({n.key: {"名": "太郎", "姓": "山田"}[n.label] for n in made.used})
    assert own_texts(data, BODY) == ["山田山田 太郎"]


def test_words_own_names_are_known_by_their_order_whatever_language_word_speaks(tmp_path: Path) -> None:
    columns = {2: "めい", 4: "せい", 8: "団体"}
    mapped = "".join(
        f'<w:fieldMapData><w:name w:val="{columns.get(i, "")}"/>'
        f'<w:mappedName w:val="{"姓" if i == 4 else ""}"/></w:fieldMapData>'
        for i in range(30)
    )
    merge = settings(f"<w:mailMerge><w:odso>{mapped}</w:odso></w:mailMerge>")
    body = paragraphs('{ ADDRESSBLOCK \\f "<<_COMPANY_>><< _LAST0_>><< _FIRST0_>>" }{ MERGEFIELD 姓 \\m }')
    row = {"めい": "太郎", "せい": "山田", "団体": "青葉"}
    made = bound(tmp_path, letter_file(body, parts=merge), row)
    data = made.render({n.key: row[n.label] for n in made.used})
    assert own_texts(data, BODY) == ["青葉 山田 太郎山田"]


def test_the_same_fault_in_every_cell_of_a_sheet_is_told_once(tmp_path: Path) -> None:
    document = letter_file(paragraphs("{ MERGEFIELD 無い列 }", *["{ NEXT }{ MERGEFIELD 無い列 }"] * 9))
    assert codes(tmp_path, document, {"n": "1"}) == ["NM-T100", "NM-T83"]


def test_blank_lines_stay_where_the_letter_says_so(tmp_path: Path) -> None:
    merge = settings("<w:mailMerge><w:doNotSuppressBlankLines/></w:mailMerge>")
    made = bound(tmp_path, letter_file(paragraphs("始", "{ MERGEFIELD n }"), parts=merge), {"n": ""})
    assert own_texts(made.render({"c0": ""}), BODY) == ["始", ""]


def test_greetings_and_addresses_leave_out_what_is_empty(tmp_path: Path) -> None:
    greeting = (
        '{ GREETINGLINE \\f "<<_BEFORE_ Dear >><<_TITLE0_>><< _LAST0_>><<_AFTER_ ,>>" \\e "Dear Sir," }'
    )
    row = {"Courtesy Title": "Mr.", "Last Name": "Yamada"}
    assert own_texts(letter(tmp_path, letter_file(paragraphs(greeting)), row), BODY) == ["Dear Mr. Yamada,"]
    nobody = dict.fromkeys(row, "")
    assert own_texts(letter(tmp_path, letter_file(paragraphs(greeting)), nobody), BODY) == ["Dear Sir,"]
    assert codes(tmp_path, letter_file(paragraphs("{ ADDRESSBLOCK }")), row) == ["NM-T90"]


def test_no_field_and_no_other_branch_is_left_in_a_letter(tmp_path: Path) -> None:
    body = paragraphs('{ IF { MERGEFIELD n } = 1 "甲の秘密" "乙の秘密" }{ SET x "裏の言葉" }{ MERGEFIELD n }')
    made = part(letter(tmp_path, letter_file(body), {"n": "1"}), BODY)
    assert not re.search("fldChar|instrText|乙の秘密|裏の言葉", made)


def rows(*said: list[str]) -> str:
    """A table of paragraphs with fields."""
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in said[0])
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraphs(one)}</w:tc>' for one in row)}</w:tr>" for row in said
    )
    width = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{width}<w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl>"


def test_a_formula_adds_up_the_cells_of_the_letter_itself(tmp_path: Path) -> None:
    table = rows(
        ["会費", "{ MERGEFIELD 会費 }"],
        ["寄付", "{ MERGEFIELD 寄付 \\# ,0 }"],
        ["合計", "{ =SUM(ABOVE) \\# ,0 }"],
        ["一口", "{ = B1/2 + sum(B1:B2) }"],
    )
    made = letter(tmp_path, letter_file(table + "<w:p/>"), {"会費": "1,200", "寄付": "300"})
    assert own_texts(made, BODY)[:-1] == ["会費", "1,200", "寄付", "300", "合計", "1,500", "一口", "2,100"]


def test_a_sum_of_cells_that_are_the_same_for_all_is_words_business(tmp_path: Path) -> None:
    table = rows(["1"], ["2"], ["{ =SUM(ABOVE) | 3 }"])
    made = letter(tmp_path, letter_file(table + paragraphs("{ MERGEFIELD n }")), {"n": "1"})
    assert "SUM(ABOVE)" in part(made, BODY)


def test_a_sum_of_cells_with_tags_is_refused(tmp_path: Path) -> None:
    table = rows(["｛｛ n ｝｝"], ["{ =SUM(ABOVE) }"])
    assert "NM-T109" in codes(tmp_path, letter_file(table + "<w:p/>"), {"n": "1"})


def test_a_condition_that_asks_nothing_is_told_once(tmp_path: Path) -> None:
    document = letter_file(paragraphs('{ IF 1 < 2 "真" "偽" }{ IF { MERGEFIELD n } = 1 "一" "他" }'))
    made = bound(tmp_path, document, {"n": "1"})
    assert [p.code for p in made.problems] == ["NM-T110"]
    assert own_texts(made.render({"c0": "1"}), BODY) == ["真一"]


def test_check_can_write_tags_in_the_place_of_fields_that_only_print(tmp_path: Path) -> None:
    said = "{ MERGEFIELD 会社名 } 様、{ MERGEFIELD 英名 \\* Upper }、{ MERGEFIELD 金額 \\# ,0 }"
    row = {"会社名": "青葉", "英名": "Ao", "金額": "1200"}
    document = letter_file(paragraphs(said, "{ MERGEFIELD 会社名 } { MERGEFIELD 英名 }"))
    template = LetterTemplate.read(saved(tmp_path, document))
    copy, done = corrected_copy(template, Names.of(row))
    assert [(one.before, one.after) for one in done] == [
        ("{ MERGEFIELD 会社名 }", "{{ 会社名 }}"),
        ("{ MERGEFIELD 英名 \\* Upper }", "{{ 英名|upper }}"),
    ]
    assert own_texts(letter(tmp_path, copy, row), BODY) == own_texts(letter(tmp_path, document, row), BODY)
    assert_valid(copy)
