"""A Word document of several members one after the other: label sheets, and the rest of the last one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from noticemerge.problems import use_language
from noticemerge.template import BoundSheet, LetterTemplate, Names, SheetTemplate
from support.program import noticemerge
from support.roster import save
from support.template_maker import letter_file, saved
from support.validator import assert_valid
from support.word_fields import own_texts, paragraphs

BODY = "word/document.xml"
LABEL = "{ NEXT }〒{ MERGEFIELD 郵便番号 }¶{ MERGEFIELD 会社名 } 御中"


def bound(folder: Path, document: bytes, *columns: str) -> BoundSheet:
    use_language("en")
    return SheetTemplate.read(saved(folder, document)).bind(Names.of(columns))


def sheets(folder: Path, document: bytes, rows: Sequence[dict[str, str]]) -> list[tuple[int, list[str]]]:
    """For each sheet how many members it took, and its paragraphs."""
    made = bound(folder, document, *rows[0])
    assert not made.problems, [p.message for p in made.problems]
    names = Names.of(rows[0]).all
    filled = list(made.sheets([{name.key: row[name.label] for name in names} for row in rows]))
    assert_valid(*(sheet.data for sheet in filled))
    return [(sheet.taken, own_texts(sheet.data, BODY)) for sheet in filled]


def label_sheet(cells: int) -> bytes:
    """A table of two columns, every cell but the first going on to the next member."""
    texts = [LABEL.removeprefix("{ NEXT }"), *[LABEL] * (cells - 1)]
    made = [f"<w:tc>{paragraphs(*text.split('¶'))}</w:tc>" for text in texts]
    rows = "".join(f"<w:tr>{''.join(made[at : at + 2])}</w:tr>" for at in range(0, cells, 2))
    grid = '<w:gridCol w:w="4000"/>' * 2
    width = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return letter_file(f"<w:tbl>{width}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>")


def members(count: int) -> list[dict[str, str]]:
    return [{"会社名": f"会社{n}", "郵便番号": f"000-000{n}"} for n in range(1, count + 1)]


def test_every_member_has_a_label_and_cells_without_a_member_are_empty(tmp_path: Path) -> None:
    one, two = sheets(tmp_path, label_sheet(4), members(5))
    labels = [line for n in range(1, 5) for line in (f"〒000-000{n}", f"会社{n} 御中")]
    assert one == (4, [*labels, ""])
    assert two == (1, ["〒000-0005", "会社5 御中", "", "", "", ""])


def test_a_sheet_tells_how_many_members_it_takes(tmp_path: Path) -> None:
    made = bound(tmp_path, label_sheet(6), "会社名", "郵便番号")
    assert (made.capacity, {name.label for name in made.used}) == (6, {"会社名", "郵便番号"})


def test_nextif_goes_on_where_its_condition_holds(tmp_path: Path) -> None:
    document = letter_file(paragraphs("[{ MERGEFIELD s }]{ NEXTIF { MERGEFIELD n } = 1 }[{ MERGEFIELD s }]"))
    rows = [{"n": str(n), "s": s} for n, s in enumerate("甲乙丙", 1)]
    assert sheets(tmp_path, document, rows) == [(2, ["[甲][乙]"]), (1, ["[丙][丙]"])]


def test_lines_without_a_member_are_empty(tmp_path: Path) -> None:
    document = letter_file(paragraphs("No. { MERGEFIELD n }{ NEXT }", "No. { MERGEFIELD n }{ NEXT }"))
    assert sheets(tmp_path, document, [{"n": "1"}]) == [(1, ["No. 1", ""])]


def test_a_member_that_was_reached_and_not_printed_comes_on_the_next_sheet(tmp_path: Path) -> None:
    document = letter_file(paragraphs("{ MERGEFIELD n }{ NEXT }"))
    assert sheets(tmp_path, document, [{"n": "1"}, {"n": "2"}]) == [(1, ["1"]), (1, ["2"])]


def test_tags_and_conditions_are_those_of_the_member_in_turn(tmp_path: Path) -> None:
    line = '｛｛ n ｝｝{ IF { MERGEFIELD n } = 2 "二" "他" }{ NEXT }'
    document = letter_file(paragraphs(line, line))
    assert sheets(tmp_path, document, [{"n": "1"}, {"n": "2"}]) == [(2, ["1他", "2二"])]


def test_a_field_in_the_header_of_a_sheet_is_asked_about(tmp_path: Path) -> None:
    document = letter_file(paragraphs("{ MERGEFIELD n }{ NEXT }"), header=paragraphs("{ MERGEFIELD n }"))
    assert [p.code for p in bound(tmp_path, document, "n").problems] == ["NM-T108"]


def test_a_letter_names_labels_for_a_sheet(tmp_path: Path) -> None:
    names = Names.of(["会社名", "郵便番号"])
    (found,) = LetterTemplate.read(saved(tmp_path, label_sheet(4))).bind(names).problems
    assert (found.code, found.facts["count"]) == ("NM-T83", 3)


def test_a_member_that_skipif_leaves_out_is_in_the_register_with_the_reason(tmp_path: Path) -> None:
    text = '{ SKIPIF { MERGEFIELD 区分 } = "休会" }{ MERGEFIELD 会社名 }は{ MERGEREC }人目、{ MERGESEQ }通目'
    letter = saved(tmp_path, letter_file(paragraphs(text)))
    rows = [["会社名", "区分"], ["青葉", "正"], ["赤木", "休会"], ["白川", "正"]]
    listed = save(tmp_path / "members.xlsx", rows)
    result = noticemerge("merge", str(listed), "-t", str(letter), "-o", str(tmp_path / "out"), "--json").json
    made = sorted((tmp_path / "out").glob("*.docx"))
    assert [own_texts(path.read_bytes(), BODY)[0] for path in made] == [
        "青葉は1人目、1通目",
        "白川は3人目、2通目",
    ]
    assert [one["status"] for one in result["letters"]] == ["made", "excluded", "made"]
    assert json.dumps(result["counts"]["letters"]) == '{"made": 2, "excluded": 1}'
