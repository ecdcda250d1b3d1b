"""`noticemerge labels`: who gets one, what is on it, where it is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noticemerge import Roster
from noticemerge.output import verify
from noticemerge.planning import PostList, post_list
from noticemerge.post import LabelOptions, Labels, Paper, find_paper, known_papers, lay_out_labels
from noticemerge.post.fitting import LEAST_SIZE, length
from noticemerge.problems import Problem, Severity
from support import make
from support.on_paper import pages, to_pdf
from support.program import WORKBOOK, make_plan, noticemerge
from support.validator import assert_valid

FILE = Path("out/宛名ラベル.docx")
HEADER = ("会員番号", "会社名", "部署", "役職", "担当者名", "郵便番号", "住所", "建物名", "発送方法")
USUAL = find_paper("12面 86.4×42.3")
assert isinstance(USUAL, Paper)
# Which label is which: margins of a label, in millimetres, that no text reaches into.
EDGE = 0.5


def listed(path: Path, *members: Sequence[str]) -> PostList:
    return post_list(Roster.read(make.workbook(path, header=HEADER, members=members)))


def bare(text: str) -> str:
    return "".join(text.split())


def cells(path: Path = FILE) -> list[str]:
    """The text of each label in its order, without the empty ones."""
    texts = []
    for table in docx.Document(str(path)).tables:
        for row in table.rows:
            texts += [cell.text for cell in row.cells]
    return [text for text in texts if text.strip()]


def test_those_who_get_post_get_a_label_and_the_sums_add_up(members: Path) -> None:
    ran = noticemerge("labels", members)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout == (
        "会員名簿: members.xlsx のシート「会員名簿」（会員数 3）\n"
        "\n"
        "ラベル: 作成 2通、作らないもの 1通（発送方法「メール」 1通）、合わせて会員 3件\n"
        "用紙: 12面 86.4×42.3 1枚\n"
        f"ファイル: {FILE}\n"
        "最後の用紙は12面のうち2面を使います。続きから使うときは --start 3\n"
        "Word で開き、「実際のサイズ（100%）」で印刷します。先に普通の紙に1枚印刷して、\n"
        "ラベルと重ねてみてください。\n"
        "次に: 名簿を Excel で、ひな形を Word で整えてから、直すところがないか\n"
        "調べてください。\n"
        "  noticemerge check members.xlsx\n"
    )
    assert cells() == [
        "100-0001\n東京都千代田区1-1\n株式会社あおば商事　御中\n0007",
        "530-0001\n大阪府大阪市1-3\n㈲髙﨑製作所\n営業部\n部長　𠮷田　葛\U000e0100子　様\n0123",
    ]
    assert_valid(FILE)


def test_addressee_postcode_and_address_are_those_of_the_letters(tmp_path: Path) -> None:
    plan = make_plan(WORKBOOK)
    made = lay_out_labels(post_list(Roster.read(WORKBOOK)), LabelOptions(USUAL, everyone=True))
    letters = {letter.number: letter for letter in plan.letters}
    assert made.labels
    for label in made.labels:
        letter = letters[label.block.item.to.number]
        assert label.block.names == letter.addressee.lines
        assert not letter.excluded


def test_no_model_letter_is_needed(members: Path) -> None:
    Path("templates/request-letter.docx").unlink()
    make.letter(Path("templates/request-letter.docx"), "{{ 知らない名前 }}")
    assert noticemerge("labels", members).exit_code == 0


@pytest.mark.parametrize(
    ("way", "gets_one"),
    [("", True), ("郵送", True), ("宅配便", True), ("郵送（速達）", True), ("簡易書留", True),
     ("ゆうメール", True),     ("メール", False), ("FAX", False), ("手渡し", False), ("E-mail", False)],
)  # fmt: skip
def test_who_gets_one_is_told_by_the_way_of_sending(tmp_path: Path, way: str, gets_one: bool) -> None:
    one = ("1", "甲社", "", "", "", "100-0001", "東京都1-1", "", way)
    made = lay_out_labels(listed(tmp_path / "list.xlsx", one), LabelOptions(USUAL))
    assert (len(made.labels), len(made.left_out)) == ((1, 0) if gets_one else (0, 1))
    everyone = lay_out_labels(listed(tmp_path / "list.xlsx", one), LabelOptions(USUAL, everyone=True))
    assert len(everyone.labels) == 1


def test_a_way_of_sending_that_is_not_known_is_taken_for_post_and_asked_about(tmp_path: Path) -> None:
    one = ("1", "甲社", "", "", "", "100-0001", "東京都1-1", "", "支部便")
    made = lay_out_labels(listed(tmp_path / "list.xlsx", one), LabelOptions(USUAL))
    assert len(made.labels) == 1
    ((code, cell),) = [(p.code, p.place.words()) for p in made.problems if p.code.startswith("NM-L")]
    assert (code, cell) == ("NM-L08", "list.xlsx 会員名簿 I2")


def test_when_nobody_gets_post_nothing_is_written(members: Path) -> None:
    ran = noticemerge("labels", members, "--where", "発送方法=メール", "--json")
    assert ran.exit_code == 1
    assert [code for code, *_ in ran.told] == ["NM-L04"]
    assert not FILE.exists()


def test_members_are_chosen_as_for_letters(members: Path) -> None:
    assert noticemerge("labels", members, "--only", "0123").exit_code == 0
    assert [text.splitlines()[-1] for text in cells()] == ["0123"]
    ran = noticemerge("labels", members, "--skip", "0123", "--json").json
    assert ran["counts"]["post"] == {"made": 1, "left_out": 2, "error": 0}
    assert [told["member"] for told in ran["left_out"]] == ["0012", "0123"]


def test_a_sheet_that_is_partly_used_begins_at_its_first_free_label(members: Path) -> None:
    ran = noticemerge("labels", members, "--start", "12", "--copies", "2", "--json").json
    assert (ran["sheets"], ran["next_start"]) == (2, 4)
    assert [told["where"] for told in ran["made_for"]] == ["1枚目 12番", "2枚目 2番"]
    first, second = docx.Document(str(FILE)).tables
    texts = [cell.text for row in first.rows for cell in row.cells]
    assert [bool(text.strip()) for text in texts] == [False] * 11 + [True]
    texts = [cell.text.splitlines()[-1] for row in second.rows for cell in row.cells if cell.text.strip()]
    assert texts == ["0007", "0123", "0123"]


def test_a_start_beyond_the_sheet_is_an_error(members: Path) -> None:
    assert [code for code, *_ in noticemerge("labels", members, "--start", "13", "--json").told] == ["NM-L09"]


def test_a_member_without_an_address_stops_all_unless_errors_are_skipped(tmp_path: Path) -> None:
    without = ("2", "乙社", "", "", "", "100-0001", "", "", "郵送")
    one = ("1", "甲社", "", "", "", "100-0001", "東京都1-1", "", "郵送")
    path = make.workbook(tmp_path / "list.xlsx", header=HEADER, members=[one, without])
    out = tmp_path / "out"
    ran = noticemerge("labels", path, "-o", out, "--json")
    assert ran.exit_code == 1
    assert [(p["code"], p["place"]["cell"], p["place"]["member"]) for p in ran.json["problems"]] == [
        ("NM-L05", "3", "2")
    ]
    assert not out.exists()
    ran = noticemerge("labels", path, "-o", out, "--skip-errors", "--json")
    assert ran.json["counts"]["post"] == {"made": 1, "left_out": 0, "error": 1}
    assert len(cells(out / FILE.name)) == 1


def test_an_error_that_is_not_one_members_is_never_skipped(members: Path) -> None:
    for wrong in (["--only", "9999,0007"], ["--start", "13"], ["--barcode", "--paper", "28369"]):
        assert noticemerge("labels", members, "--skip-errors", *wrong).exit_code == 1
        assert not Path("out").exists()


def test_a_postcode_that_stands_in_the_address_comes_first(tmp_path: Path) -> None:
    one = ("1", "甲社", "", "", "", "", "〒1000013　東京都千代田区霞が関1-2", "", "")
    made = lay_out_labels(listed(tmp_path / "list.xlsx", one), LabelOptions(USUAL))
    (label,) = made.labels
    assert (label.block.postcode, label.block.address) == ("100-0013", ("東京都千代田区霞が関1-2",))


def test_a_file_changed_by_hand_is_kept(members: Path) -> None:
    noticemerge("labels", members)
    document = docx.Document(str(FILE))
    document.add_paragraph("手で直した")
    document.save(str(FILE))
    changed = FILE.read_bytes()
    ran = noticemerge("labels", members)
    assert (ran.exit_code, "NM-W27" in ran.stdout) == (1, True)
    assert FILE.read_bytes() == changed
    assert noticemerge("labels", members, "--force").exit_code == 0
    assert Path("out/宛名ラベル_旧.docx").read_bytes() == changed


def test_merge_verify_and_register_know_of_it(members: Path) -> None:
    noticemerge("labels", members)
    assert noticemerge("verify").exit_code == 0
    assert noticemerge("merge", members).exit_code == 0
    assert verify(Path("out")).problems == []


def test_the_same_list_gives_the_same_bytes(members: Path) -> None:
    noticemerge("labels", members)
    first = FILE.read_bytes()
    noticemerge("labels", members)
    assert FILE.read_bytes() == first


def test_the_sender_stands_at_the_foot(members: Path) -> None:
    noticemerge("labels", members, "--sender", "--set", "住所=東京都例示1-1", "--set", "TEL=03-0000-0000")
    sender = "東京都例示1-1　一般社団法人青葉協会　TEL 03-0000-0000"
    assert all(text.splitlines()[-2] == sender for text in cells())
    assert_valid(FILE)


def test_a_barcode_is_printed_where_it_is_sure_and_said_where_not(members: Path) -> None:
    ran = noticemerge("labels", members, "--barcode", "--json")
    assert ran.exit_code == 0
    assert [code for code, *_ in ran.told] == []
    assert len(docx.Document(str(FILE)).inline_shapes) == 2
    assert_valid(FILE)
    narrow = noticemerge("labels", members, "--barcode", "--paper", "28369")
    assert narrow.exit_code == 1
    assert "24面 66×33.9 のラベルは幅が 66 mm で、バーコードに必要な 67.84 mm に足りません。" in bare_lines(
        narrow.stdout
    )


def bare_lines(text: str) -> str:
    return "".join(line.strip() for line in text.splitlines())


@pytest.mark.parametrize("postcode", ["1000000", "", "100-001"])
def test_an_address_that_a_barcode_could_get_wrong_has_none(tmp_path: Path, postcode: str) -> None:
    one = ("1", "甲社", "", "", "", postcode, "東京都千代田区霞が関1-2", "", "")
    made = lay_out_labels(listed(tmp_path / "list.xlsx", one), LabelOptions(USUAL, barcode=True))
    assert made.labels[0].barcode is None
    assert "NM-L16" in [p.code for p in made.problems]


def test_what_is_too_long_for_a_label_is_an_error_with_the_members_row(tmp_path: Path) -> None:
    one = ("1", "甲" * 400, "", "", "", "100-0001", "東京都1-1", "", "")
    made = lay_out_labels(listed(tmp_path / "list.xlsx", one), LabelOptions(USUAL))
    assert (made.labels, made.failed) == ((), ("1",))
    ((code, words, member),) = [(p.code, p.place.words(), p.place.member) for p in made.problems]
    assert (code, words, member) == ("NM-L12", "list.xlsx 会員名簿 2", "1")


# Papers.


@pytest.mark.parametrize(
    ("typed", "name"),
    [("28183", "12面 83.8×42.3 左19.3 上21.5"), ("A-one 28362", "12面 86.4×42.3"),
     ("エーワン７２２１２", "12面 86.4×42.3"),
     ("elm008", "12面 86.4×42.3"), ("12面", "12面 86.4×42.3"), ("12面86.4x42.3", "12面 86.4×42.3"),
     ("44面", "44面 48.3×25.4"), ("KPC-E1121", "12面 86.4×42.3"), ("66×33.9", "24面 66×33.9"),
     ("12", "12面 86.4×42.3"), ("１２ 面", "12面 86.4×42.3"), ("12枚", "12面 86.4×42.3"),
     ("A-one 28183 (12面)", "12面 83.8×42.3 左19.3 上21.5"), ("28183番", "12面 83.8×42.3 左19.3 上21.5"),
     ("12面 86.4×42.3 上21.5", "12面 86.4×42.3 左18.6 上21.5"), ("4x11", "44面 48.3×25.4")],
)  # fmt: skip
def test_a_sheet_is_found_by_number_name_or_size(typed: str, name: str) -> None:
    found = find_paper(typed)
    assert isinstance(found, Paper)
    assert found.name == name


@pytest.mark.parametrize(
    "typed",
    [
        "2x6 86.4x42.3 left 18.6 top 21.2",
        "2×6 86.4×42.3 左18.6 上21.2",
        "２ｘ６　８６.４ｘ４２.３mm 左=18.6 上=21.2",
        "2列6段 86.4×42.3 左18.6 上21.2",
        "2列×6行 86.4mm×42.3mm 左18.6mm 上21.2mm",
    ],
)
def test_a_sheet_can_be_measured(typed: str) -> None:
    found = find_paper(typed)
    assert isinstance(found, Paper)
    measures = (found.columns, found.rows, found.width, found.height, found.left, found.top)
    assert measures == (2, 6, 86.4, 42.3, 18.6, 21.2)


def test_a_measured_sheet_has_its_pitch_and_lies_in_the_middle_of_the_page_unless_said() -> None:
    found = find_paper("3x7 60x38 pitch 66x39 page 210x297")
    assert isinstance(found, Paper)
    assert (found.pitch_x, found.pitch_y, found.left, found.top) == (66, 39, 9, 12.5)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "NM-L01"), ("99999", "NM-L01"), ("13面", "NM-L01"), ("18面", "NM-L02"), ("3x6 86.4x42.3", "NM-L03"),
     ("0x6 86.4x42.3", "NM-L01"), ("2x6 86.4x42.3 pitch 80x42.3", "NM-L03"), ("3x7", "NM-L02"),
     # What is not understood is not passed over, nor taken for a label that nobody has.
     ("2x6 86.4x42.3 left -5", "NM-L01"), ("2x6 86.4x42.3 tpo 5", "NM-L01"), ("2x6 86,4x42,3", "NM-L01"),
     ("12面 86.4×42.3 左10 上10", "NM-L01"), ("100x100 2x2", "NM-L01"), ("24面 66×33.9 5", "NM-L01")],
)  # fmt: skip
def test_what_is_no_sheet_is_told(typed: str, code: str) -> None:
    found = find_paper(typed)
    assert isinstance(found, Problem)
    assert (found.code, found.severity) == (code, Severity.ERROR)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("28138", "28183 (12面 83.8×42.3 左19.3 上21.5)"),
        ("86x42", "12面 86.4×42.3、"),
        ("23面", "24面 "),
        ("21面 71x42", "21面 70×42.3"),
    ],
)
def test_of_a_sheet_that_is_not_known_the_nearest_are_named(typed: str, nearest: str) -> None:
    found = find_paper(typed)
    assert isinstance(found, Problem)
    assert (found.code, f"The nearest are {nearest}" in found.message) == ("NM-L01", True)


@pytest.mark.parametrize("shift", [(30, 0), (-30, 0), (0, 30), (0, -30)])
def test_what_is_moved_off_the_sheet_is_an_error(tmp_path: Path, shift: tuple[float, float]) -> None:
    who = listed(tmp_path / "list.xlsx", ("1", "甲社", "", "", "", "100-0013", "霞が関1", "", ""))
    made = lay_out_labels(who, LabelOptions(USUAL, shift=shift))
    assert [p.code for p in made.problems] == ["NM-L15"]


def test_an_unknown_sheet_is_a_wrong_command_line_and_all_are_listed(members: Path) -> None:
    ran = noticemerge("labels", members, "--paper", "99999")
    assert (ran.exit_code, "「99999」というラベル用紙は見当たりません" in bare_lines(ran.stderr)) == (2, True)
    shown = noticemerge("labels", "--papers")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("4面 92×131\n    A-one 28447 28693\n")
    names = [line for line in shown.stdout.splitlines() if line and not line.startswith(" ")]
    assert names == [paper.name for paper in known_papers()]


def test_a_product_number_names_one_sheet_only() -> None:
    numbers = [number for paper in known_papers() for those in paper.numbers.values() for number in those]
    assert len(numbers) == len(set(numbers)) > 150
    assert len({paper.name for paper in known_papers()}) == len(known_papers())


def lines_of(labels: Labels) -> list[tuple[str, float]]:
    """The lines of the first label, each with the size of its letters."""
    return [(placed.line.text, placed.line.size) for placed in labels.labels[0].text.lines]


def test_of_several_persons_none_is_printed_larger_than_another() -> None:
    three = ("1", "甲社", "", "", "山田太郎、鈴木花子、勅使河原権左衛門", "100-0013", "霞が関1-2", "", "")
    persons = lines_of(laid_out(three, LabelOptions(USUAL)))[-3:]
    assert [text for text, _ in persons] == ["山田太郎　様", "鈴木花子　様", "勅使河原権左衛門　様"]
    assert len({size for _, size in persons}) == 1


def test_a_person_is_printed_larger_than_company_and_address() -> None:
    for company in ("甲社", ""):
        one = ("1", company, "", "", "山田太郎", "100-0013", "霞が関1-2", "", "")
        *others, (_, person) = lines_of(laid_out(one, LabelOptions(USUAL)))
        assert person > max(size for _, size in others)


def test_a_long_line_is_broken_before_it_is_much_smaller_than_those_beside_it() -> None:
    long = "千葉県千葉市美浜区中瀬1丁目3番地 幕張テクノガーデンD棟10階"
    one = ("1", "甲社", "", "", "山田太郎", "261-8501", long, "", "")
    assert lines_of(laid_out(one, LabelOptions(USUAL))) == [
        ("261-8501", 10.5),
        ("千葉県千葉市美浜区中瀬1丁目3番地", 10.0),
        ("幕張テクノガーデンD棟10階", 10.0),
        ("甲社", 10.5),
        ("山田太郎　様", 13.0),
    ]


def test_line_breaks_of_an_address_cell_are_kept_unless_there_are_too_many() -> None:
    def address(cell: str) -> list[str]:
        one = ("1", "甲社", "", "", "", "100-0013", cell, "", "")
        return [text for text, _ in lines_of(laid_out(one, LabelOptions(USUAL)))[1:-1]]

    assert address("霞が関1-2\n例示ビル\n3階") == ["霞が関1-2", "例示ビル", "3階"]
    assert address("\n".join("一二三四五六七八九十")) == ["一 二 三 四 五 六 七 八 九 十"]


def test_letters_are_larger_on_a_large_label() -> None:
    one = ("1", "甲社", "", "", "山田太郎", "100-0013", "霞が関1-2", "", "")
    large = find_paper("4面 148.5×105")
    assert isinstance(large, Paper)
    assert lines_of(laid_out(one, LabelOptions(large)))[-1][1] > 20


# On paper.

SIGNS = st.text(
    st.sampled_from(
        "東京都例示霞が関ー〇一二３４５-1AbcDEFxyz,.・、（）「」株式会社㈱髙﨑𠮷神葛ｶﾞｷﾞéΩ ＆&<>\"'　"
    ),
    max_size=70,
)


@settings(max_examples=300)
@example(["例", *[""] * 7], known_papers()[0], False)
@given(st.lists(SIGNS, min_size=8, max_size=8), st.sampled_from(known_papers()), st.booleans())
def test_every_character_is_on_the_label_within_it_or_a_problem_names_the_member(
    texts: list[str], paper: Paper, barcode: bool
) -> None:
    texts = [text.strip() for text in texts]
    one = ("0001", texts[0] or "甲", *texts[1:4], "100-0013", f"霞が関{texts[5]}1", texts[6], "")
    made = laid_out(one, LabelOptions(paper, everyone=True, barcode=barcode))
    if not made.labels:
        errors = [p for p in made.problems if p.severity is Severity.ERROR]
        # 例 alone for a company is a row that shows how to fill in the list: then there is no member.
        is_told = {"NM-L10", "NM-R33"} & {p.code for p in errors}
        assert any(p.place.member == "0001" for p in errors) or is_told
        return
    (label,) = made.labels
    printed = [placed.line for placed in label.text.lines]
    wanted = [label.block.postcode, *label.block.address, *label.block.names]
    assert bare("".join(line.text for line in printed)) == bare("".join(wanted))
    across = (paper.width - 6) * 72 / 25.4
    for line in printed:
        assert line.size >= LEAST_SIZE
        assert line.scale >= 66
        assert length(line.text) * line.size * line.scale / 100 <= across
    down = sum(placed.height + placed.before for placed in (*label.text.lines, *label.text.foot))
    assert down <= (paper.height - 2.4) * 72 / 25.4 + 0.01


def laid_out(one: Sequence[str], options: LabelOptions) -> Labels:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return lay_out_labels(listed(Path(folder) / "list.xlsx", one), options)


HARD = [
    ("一般社団法人とてもながい名称をもつ全国産業安全衛生推進例示連絡協議会", "総務部", "部長", "例示　太郎"),
    (
        "NIPPON EXAMPLE HOLDINGS",
        "Digital Transformation Promotion Department",
        "CEO",
        "アレクサンドラ・エリザベス",
    ),
    ("㈱髙﨑", "営業第一課\n第二係", "代表取締役社長兼最高経営責任者", "𠮷田　葛\U000e0100子"),
    ("ｶﾌﾞｼｷｶﾞｲｼﾔ ﾚｲｼﾞ", "", "", "山田太郎、鈴木花子"),
    ("Ａ＆Ｂ<東京>", "人事・労務・安全衛生・環境管理統括本部", "", ""),
]


def test_on_every_sheet_the_lines_lie_where_the_labels_do_and_the_text_is_whole(tmp_path: Path) -> None:
    """Printed by LibreOffice: lines within 0.1 mm, as many pages as said, each text in its label."""
    long = "東京都千代田区霞が関1丁目3番2号", "郵便プラザ503室 例示センター気付"
    members = [(f"{n:04d}", *HARD[n % 5], "100-0013", *long, "") for n in range(1, 16)]
    who = listed(tmp_path / "list.xlsx", *members)
    made = [lay_out_labels(who, LabelOptions(paper, start=2, guide=True)) for paper in known_papers()]
    files = [tmp_path / f"{number}.docx" for number in range(len(made))]
    for file, labels in zip(files, made, strict=True):
        file.write_bytes(labels.word_file())
    assert_valid(*files[::8])
    for labels, pdf in zip(made, to_pdf(files, tmp_path), strict=True):
        paper, printed = labels.options.paper, pages(pdf)
        assert len(printed) == labels.sheets, paper.name
        for x in edges(paper.left, paper.pitch_x, paper.width, paper.columns):
            assert min(abs(x - line) for line in printed[0].upright) <= 0.1, (paper.name, x)
        for y in edges(paper.top, paper.pitch_y, paper.height, paper.rows):
            if y < paper.page_height - EDGE:
                assert min(abs(y - line) for line in printed[0].level) <= 0.1, (paper.name, y)
        for index, label in enumerate(labels.labels, 1):
            sheet, place = divmod(index, paper.up)
            row, column = divmod(place, paper.columns)
            left, top = paper.left + column * paper.pitch_x, paper.top + row * paper.pitch_y
            box = (left + EDGE, top + EDGE, left + paper.width - EDGE, top + paper.height - EDGE)
            lines = [*label.text.lines, *label.text.foot]
            wanted = "".join(placed.line.text for placed in lines)
            assert sorted(printed[sheet].text_in(*box)) == sorted(bare(without_marks(wanted))), paper.name


@pytest.mark.parametrize("name", ["12面 86.4×42.3", "28183", "24面 70×33.9"])
def test_a_barcode_has_two_millimetres_free_around_and_the_text_stays_whole(
    tmp_path: Path, name: str
) -> None:
    """As Japan Post asks (page 13 of its manual); printed by LibreOffice."""
    paper = find_paper(name)
    assert isinstance(paper, Paper)
    long = "東京都千代田区霞が関1丁目3番2号", "郵便プラザ503室 例示センター気付"
    members = [(f"{n:04d}", *HARD[n % 5], "100-0013", *long, "") for n in range(1, 7)]
    who = listed(tmp_path / "list.xlsx", *members)
    made = lay_out_labels(who, LabelOptions(paper, barcode=True))
    (tmp_path / "labels.docx").write_bytes(made.word_file())
    assert_valid(tmp_path / "labels.docx")
    (page,) = pages(to_pdf([tmp_path / "labels.docx"], tmp_path)[0])
    assert len(page.pictures) == len(made.labels) == 6
    for left, top, right, bottom in page.pictures:
        around = page.text_in(left - 2, top - 2, right + 2, bottom + 2)
        assert around == ""
        column = min(int((left - paper.left) // paper.pitch_x), paper.columns - 1)
        edge = paper.left + column * paper.pitch_x
        assert edge + 2 <= left < right <= edge + paper.width - 2
    wanted = "".join(p.line.text for label in made.labels for p in (*label.text.lines, *label.text.foot))
    assert sorted(page.text) == sorted(bare(without_marks(wanted)))


def edges(first: float, pitch: float, length: float, count: int) -> list[float]:
    return [first + n * pitch + more for n in range(count) for more in (0, length)]


def without_marks(text: str) -> str:
    """Without what chooses the shape of a character: PDF has the shape."""
    return text.replace("\U000e0100", "")


def test_all_is_moved_by_so_many_millimetres(tmp_path: Path) -> None:
    who = listed(tmp_path / "list.xlsx", ("1", "甲社", "", "", "", "100-0013", "霞が関1", "", ""))
    made = lay_out_labels(who, LabelOptions(USUAL, guide=True, shift=(1.5, -2.0)))
    (tmp_path / "labels.docx").write_bytes(made.word_file())
    (page,) = pages(to_pdf([tmp_path / "labels.docx"], tmp_path)[0])
    assert min(page.upright) == pytest.approx(18.6 + 1.5, abs=0.1)
    assert min(page.level) == pytest.approx(21.2 - 2.0, abs=0.1)


def test_a_sheet_whose_labels_reach_its_edge_can_be_moved_a_little_to_the_left(tmp_path: Path) -> None:
    full = find_paper("28363")
    assert isinstance(full, Paper)
    members = [(f"{n}", "甲社", "", "", "", "100-0013", "霞が関1", "", "") for n in range(1, 22)]
    made = lay_out_labels(
        listed(tmp_path / "list.xlsx", *members), LabelOptions(full, guide=True, shift=(-1, 0.5))
    )
    assert "NM-L15" not in [p.code for p in made.problems]
    (tmp_path / "labels.docx").write_bytes(made.word_file())
    assert_valid(tmp_path / "labels.docx")
    (page,) = pages(to_pdf([tmp_path / "labels.docx"], tmp_path)[0])
    for line in (69, 139):
        assert min(abs(line - there) for there in page.upright) <= 0.1
    assert min(page.level) == pytest.approx(0.5, abs=0.1)


def test_the_json_object_tells_all(members: Path) -> None:
    told = json.loads(noticemerge("labels", members, "--json").stdout)
    assert told["file"] == str(FILE)
    assert told["paper"] == "12面 86.4×42.3"
    assert told["made_for"] == [
        {"member": "0007", "where": "1枚目 1番"},
        {"member": "0123", "where": "1枚目 2番"},
    ]
    assert told["left_out"] == [{"member": "0012", "reason": "発送方法「メール」"}]
