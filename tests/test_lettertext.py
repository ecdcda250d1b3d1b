"""A letter as text: what a reader of the paper sees, at 76 columns."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from noticemerge.japan import width
from noticemerge.paper import BEGIN, END, LetterText, plain
from noticemerge.paper.letter_text.document import COLUMNS, LetterReader
from noticemerge.problems import use_language
from noticemerge.template import LetterTemplate, Names, WordPackage
from support import make
from support.office import Office
from support.program import make_plan
from support.template_maker import W, letter_file, paragraph, saved, table
from support.word import letter_text
from test_template_cases import CASES, FOLDER, document_of, read

GOLDEN = Path(__file__).parent / "cases" / "preview"
SHOWN_CASES = [case for case in CASES if (case / "expected.txt").exists()]


def lines_of(document: bytes, folder: Path) -> list[str]:
    """The lines of a Word file."""
    return LetterReader(WordPackage.read(saved(folder, document))).lines(document)


def body(folder: Path, *blocks: str, **parts: Any) -> list[str]:
    """The lines of a letter with these blocks."""
    return lines_of(letter_file("".join(blocks), **parts), folder)


def styles(*entries: str) -> dict[str, bytes]:
    """A part of styles."""
    return {"styles.xml": f'<w:styles xmlns:w="{W}">{"".join(entries)}</w:styles>'.encode()}


def numbering(levels: str, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> dict:
    """A part of lists: the levels of one abstract list."""
    whole = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers}'
    return {"numbering.xml": f'<w:numbering xmlns:w="{W}">{whole}</w:numbering>'.encode()}


def level(depth: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{extra}</w:lvl>'
    )


def item(text: str, depth: int = 0, number: str = "1") -> str:
    """A paragraph of a list."""
    listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=listed)


# -- whole letters


@pytest.mark.parametrize(("number", "lang"), [("0003", "ja"), ("0006", "en")])
def test_the_shipped_letter_looks_as_on_paper(number: str, lang: str) -> None:
    use_language(lang)
    made = make_plan()
    letter = next(letter for letter in made.letters if letter.number == number)
    lines = LetterText(made).lines(letter)
    expected = (GOLDEN / f"shipped_{number}_{lang}.txt").read_text("utf-8").splitlines()
    assert [line.replace(BEGIN, "【").replace(END, "】") for line in lines] == expected


@pytest.mark.parametrize("case", SHOWN_CASES, ids=lambda case: case.name)
def test_no_word_of_a_letter_is_missing_from_its_lines(case: Path, tmp_path: Path) -> None:
    document = document_of(case)
    values: dict[str, Any] = json.loads((case / "list.json").read_text("utf-8"))
    names = Names.of(values)
    bound = LetterTemplate.read(saved(tmp_path, document)).bind(names)
    letter = bound.render({name.key: values[name.label] for name in names.all})
    lines = LetterReader(bound.template.package).lines(letter)
    # Hidden text is what a reader of the paper does not see either.
    hidden = re.findall(r"<w:vanish/></w:rPr><w:t[^>]*>([^<]*)", read(case, "letter.xml"))
    for text in letter_text(letter, tags_allowed=True):
        for word in re.findall(r"\w+", text.replace("秘密", "") if hidden else text):
            assert word in flat(lines)
    assert all(width(line) <= COLUMNS for line in lines)


def flat(lines: list[str]) -> str:
    """All words of the lines, whatever stands between them."""
    return re.sub(r"[\s|+\-]", "", "".join(map(plain, lines)))


# -- paragraphs


def test_paragraphs_stand_where_their_own_word_or_their_style_puts_them(tmp_path: Path) -> None:
    given = styles(
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:pPr><w:jc w:val="both"/></w:pPr>'
        "</w:style>",
        '<w:style w:type="paragraph" w:styleId="r"><w:pPr><w:jc w:val="right"/></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="r"/></w:style>',
    )
    lines = body(
        tmp_path,
        paragraph("令和5年9月28日", properties='<w:pStyle w:val="b"/>'),
        paragraph("件名", properties='<w:jc w:val="center"/>'),
        paragraph("本文"),
        paragraph("ここは左", properties='<w:pStyle w:val="b"/><w:jc w:val="left"/>'),
        parts=given,
    )
    assert lines == [" " * 62 + "令和5年9月28日", " " * 36 + "件名", "本文", "ここは左"]


def test_long_paragraphs_are_broken_as_japanese_is(tmp_path: Path) -> None:
    lines = body(tmp_path, paragraph("あ" * 37 + "い。「う」Example Ltd. " + "え" * 20))
    assert lines == ["あ" * 37, "い。「う」Example Ltd. " + "え" * 20]
    # 38 characters fill a line, but neither 。 may begin one nor 「 end one.
    assert body(tmp_path, paragraph("あ" * 38 + "。い")) == ["あ" * 37, "あ。い"]
    assert body(tmp_path, paragraph("あ" * 37 + "「い」")) == ["あ" * 37, "「い」"]


def test_a_word_longer_than_a_line_is_cut(tmp_path: Path) -> None:
    assert body(tmp_path, paragraph("x" * 80)) == ["x" * 76, "x" * 4]


def test_indents_are_those_of_the_paper(tmp_path: Path) -> None:
    lines = body(
        tmp_path,
        paragraph("拝啓" + "あ" * 40, properties='<w:ind w:firstLineChars="100" w:firstLine="210"/>'),
        paragraph("(1) 項目" + "い" * 40, properties='<w:ind w:left="840" w:hanging="420"/>'),
        paragraph("敬具", properties='<w:ind w:rightChars="100" w:right="210"/><w:jc w:val="right"/>'),
    )
    assert lines == [
        "  拝啓" + "あ" * 35, "あ" * 5,
        "    (1) 項目" + "い" * 32, "        " + "い" * 8,
        " " * 70 + "敬具",
    ]  # fmt: skip


def test_space_between_paragraphs_is_an_empty_line(tmp_path: Path) -> None:
    lines = body(
        tmp_path,
        paragraph("一", properties='<w:spacing w:after="240"/>'),
        paragraph("二", properties='<w:spacing w:before="60"/>'),
        paragraph("三", properties='<w:spacing w:beforeLines="50"/>'),
    )
    assert lines == ["一", "", "二", "", "三"]


def test_tabs_line_breaks_hyphens_and_symbols_are_shown(tmp_path: Path) -> None:
    run = (
        "<w:p><w:r><w:t>電話</w:t><w:tab/><w:t>03</w:t><w:noBreakHyphen/><w:t>0000</w:t><w:br/>"
        '<w:t>次</w:t><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>'
    )
    assert body(tmp_path, run) == ["電話    03-0000", "次□"]


def test_a_phonetic_guide_stands_behind_its_word(tmp_path: Path) -> None:
    ruby = (
        "<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>たかさき</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>髙﨑</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>様</w:t></w:r></w:p>"
    )
    assert body(tmp_path, ruby) == ["髙﨑（たかさき）様"]


def test_what_no_reader_sees_is_not_shown(tmp_path: Path) -> None:
    unseen = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し</w:t></w:r><w:del><w:r><w:delText>消した</w:delText>"
        '</w:r></w:del><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert body(tmp_path, unseen) == ["1"]


@pytest.mark.parametrize(
    "breaking",
    [
        '<w:p><w:r><w:t>一</w:t></w:r><w:r><w:br w:type="page"/></w:r></w:p>' + paragraph("二"),
        paragraph("一") + paragraph("二", properties="<w:pageBreakBefore/>"),
        paragraph("一", properties="<w:sectPr/>") + paragraph("二"),
    ],
)
def test_a_new_page_is_said(breaking: str, tmp_path: Path) -> None:
    use_language("ja")
    assert body(tmp_path, breaking) == ["一", " " * 28 + "- - - 改ページ - - -", "二"]


def test_a_section_that_goes_on_is_no_new_page(tmp_path: Path) -> None:
    blocks = paragraph("一", properties="<w:sectPr/>") + paragraph("二")
    last = '<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/></w:sectPr></w:pPr></w:p>'
    assert body(tmp_path, blocks, last)[:2] == ["一", "二"]


# -- lists


def test_lists_are_numbered_as_word_numbers_them(tmp_path: Path) -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimalEnclosedCircle", "%2") + level(2, "aiueo", "(%3)")
    lines = body(
        tmp_path,
        item("一つ"), item("中", 1), item("中", 1), item("奥", 2), item("二つ"), item("中", 1),
        parts=numbering(levels),
    )  # fmt: skip
    assert lines == ["1. 一つ", "① 中", "② 中", "(ア)　奥", "2. 二つ", "① 中"]


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        ("decimalFullWidth", ["１ 項", "２ 項", "３ 項"]),
        ("japaneseCounting", ["一 項", "二 項", "三 項"]),
        ("lowerLetter", ["a 項", "b 項", "c 項"]),
        ("upperRoman", ["I 項", "II 項", "III　項"]),
        ("iroha", ["イ 項", "ロ 項", "ハ 項"]),
        ("bullet", ["・ 項", "・ 項", "・ 項"]),
        ("none", ["項", "項", "項"]),
    ],
)
def test_numbers_are_written_in_the_form_of_the_list(form: str, labels: list[str], tmp_path: Path) -> None:
    given = numbering(level(0, form, "%1"))
    assert body(tmp_path, item("項"), item("項"), item("項"), parts=given) == labels


def test_the_levels_above_stand_in_a_number(tmp_path: Path) -> None:
    given = numbering(level(0, "decimal", "第%1") + level(1, "decimal", "%1-%2"))
    lines = body(tmp_path, item("章"), item("節", 1), item("節", 1), parts=given)
    assert lines == ["第1　章", "1-1　節", "1-2　節"]


def test_a_second_list_goes_on_unless_it_says_where_it_begins(tmp_path: Path) -> None:
    one = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    given = numbering(
        level(0, "decimal", "%1."), one.format(1, "") + one.format(2, "") + one.format(3, again)
    )
    lines = body(
        tmp_path,
        item("甲"),
        item("乙", number="2"),
        item("丙", number="3"),
        item("丁", number="3"),
        parts=given,
    )
    assert lines == ["1. 甲", "2. 乙", "1. 丙", "2. 丁"]


def test_a_list_indents_as_it_says(tmp_path: Path) -> None:
    indent = '<w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr>'
    lines = body(tmp_path, item("あ" * 40), parts=numbering(level(0, "decimal", "%1.", indent)))
    assert lines == ["1. " + "あ" * 36, "    " + "あ" * 4]


# -- tables, boxes, pictures


def test_a_table_is_drawn_with_its_columns_in_line(tmp_path: Path) -> None:
    lines = body(tmp_path, table(["番号", "資料名"], ["資料1", "㈱髙﨑 A&B"]), paragraph("以上"))
    assert lines == [
        "+-------+------------+",
        "| 番号  | 資料名     |",
        "+-------+------------+",
        "| 資料1 | ㈱髙﨑 A&B |",
        "+-------+------------+",
        "以上",
    ]


def test_a_wide_table_is_narrowed_to_the_page(tmp_path: Path) -> None:
    lines = body(tmp_path, table(["あ" * 10, "い" * 40]))
    assert lines == [
        "+----------------------+---------------------------------------------------+",
        "| " + "あ" * 10 + " | " + "い" * 24 + "  |",
        "| " + " " * 20 + " | " + "い" * 16 + " " * 17 + " |",
        "+----------------------+---------------------------------------------------+",
    ]


def test_cells_over_several_columns_and_rows_are_drawn_over_them(tmp_path: Path) -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    over = cell.format('<w:gridSpan w:val="2"/>', paragraph("見出しの行"))
    first = cell.format('<w:vMerge w:val="restart"/>', paragraph("A組"))
    below = cell.format("<w:vMerge/>", paragraph(""))
    one, two = (cell.format("", paragraph(text)) for text in ("甲", "乙"))
    rows = "".join(f"<w:tr>{row}</w:tr>" for row in (over, first + one, below + two))
    assert body(tmp_path, f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl><w:p/>")[:7] == [
        "+------------+",
        "| 見出しの行 |",
        "+-----+------+",
        "| A組 | 甲   |",
        "+-----+------+",
        "|     | 乙   |",
        "+-----+------+",
    ]


def test_a_table_within_a_table_and_a_text_box_have_frames_of_their_own(tmp_path: Path) -> None:
    inner = table(["内"])
    box = (
        '<w:p><w:r><w:t>外</w:t><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        f"<w:txbxContent>{paragraph('箱の中')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    lines = body(tmp_path, table([inner + "<w:p/>"]), box)
    assert lines == [
        "+" + "-" * 74 + "+",
        "| +----+" + " " * 67 + "|",
        "| | 内 |" + " " * 67 + "|",
        "| +----+" + " " * 67 + "|",
        "+" + "-" * 74 + "+",
        "外",
        "+--------+",
        "| 箱の中 |",
        "+--------+",
    ]


def test_a_picture_is_said(tmp_path: Path) -> None:
    use_language("ja")
    assert body(tmp_path, "<w:p><w:r><w:t>会長</w:t><w:drawing/></w:r></w:p>") == ["会長［図］"]


# -- parts


def test_headers_notes_and_footers_are_named_where_they_stand(tmp_path: Path) -> None:
    use_language("ja")
    case = FOLDER / "17-header-footnote-and-title"
    assert lines_of(document_of(case), tmp_path) == [
        "[ヘッダー]",
        "{{ 会社名 }} 殿",
        "",
        "[本文]",
        "see[1]",
        "",
        "[脚注]",
        "注 {{ 会社名 }}",
    ]


def test_a_letter_of_words_alone_needs_no_names_of_parts(tmp_path: Path) -> None:
    assert body(tmp_path, paragraph("本文だけ")) == ["本文だけ"]


# -- what was filled in


def test_what_was_filled_in_is_marked_in_every_line_and_whatever_a_condition_leaves(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.members = [("0001", "株式会社" + "長" * 40, None, "葛城　孝行", "郵送", "○", None)]
    office.body = "".join(
        map(paragraph, ["{{ 部署 }}", "{%p if 担当者名 == '葛城　孝行' %}", "{{ 会社名 }}へ", "{%p endif %}"])
    )
    plan = office.plan()
    lines = LetterText(plan).lines(plan.letters[0])[:3]
    # A line of empty fields is gone, marks or not.
    assert [line.replace(BEGIN, "【").replace(END, "】") for line in lines] == [
        "【株式会社" + "長" * 34 + "】",
        "【" + "長" * 6 + "】へ",
        "",
    ]
    assert [plain(line) for line in lines] == ["株式会社" + "長" * 34, "長" * 6 + "へ", ""]


def test_filters_read_the_value_without_marks(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.body = paragraph("{{ 会員番号|漢数字 }}号　{{ 担当者名|既定値('ご担当者') }}")
    plan = office.plan()
    marked = LetterText(plan).lines(plan.letters[0])[0]
    assert marked.replace(BEGIN, "【").replace(END, "】") == "【一】号　【ご担当者】"


def test_a_tag_cut_into_runs_is_marked_whole(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.body = paragraph("宛先 {", "{ 会社", "名 }", "} 様")
    plan = office.plan()
    marked = LetterText(plan).lines(plan.letters[0])[0]
    assert marked == f"宛先 {BEGIN}㈱髙﨑製作所{END} 様"


def test_marks_never_change_the_letter(tmp_path: Path) -> None:
    plan = make_plan(make.workbook(tmp_path / "m.xlsx"), make.letter(tmp_path / "l.docx"))
    texts = LetterText(plan)
    for letter in plan.letters:
        shown = [plain(line) for line in texts.lines(letter)]
        assert shown == LetterReader(plan.bound.template.package).lines(plan.render(letter))


def test_of_two_tags_side_by_side_each_is_marked(tmp_path: Path) -> None:
    workbook = make.workbook(tmp_path / "members.xlsx", members=make.MEMBERS[2:])
    plan = make_plan(workbook, make.letter(tmp_path / "letter.docx", "{{ 部署 }}{{ 役職 }}御中"))
    assert LetterText(plan).lines(plan.letters[0])[0] == f"{BEGIN}営業部{END}{BEGIN}部長{END}御中"
