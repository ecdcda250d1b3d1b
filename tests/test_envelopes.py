"""`noticemerge envelopes`: the postcode in its frame, address and names whole, one page for each member."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticemerge.notice import Notice
from noticemerge.planning import PostList
from noticemerge.post import ENVELOPES, EnvelopeOptions, Envelopes, lay_out_envelopes, sender_of
from noticemerge.post.fitting import length
from noticemerge.post.vertical_text import vertical_address, vertical_addresses, vertical_name
from support import make
from support.on_paper import Printed, pages, to_pdf
from support.program import noticemerge
from support.validator import assert_valid
from test_labels import HARD, SIGNS, bare, bare_lines, listed, without_marks

FILE = Path("out/封筒_長3.docx")
WAYS = [
    (name, vertical)
    for name, envelope in ENVELOPES.items()
    for vertical in ((False, True) if envelope.column else (False,))
]
LONG = "東京都千代田区霞が関1丁目13番2号", "郵便プラザ503室 例示センター気付"


def who(folder: Path) -> PostList:
    members = [(f"{n:04d}", *HARD[n % 5], "123-4567", *LONG, "") for n in range(1, 6)]
    return listed(folder / "list.xlsx", *members)


def sender(folder: Path) -> Notice:
    said = {**make.NOTICE, "郵便番号": "1000013", "住所": "東京都千代田区霞が関1-2-3", "TEL": "03-0000-0000"}
    return Notice.read(make.workbook(folder / "notice.xlsx", notice=said))


def laid_out(folder: Path, name: str, vertical: bool, **more: object) -> Envelopes:
    said = sender_of(sender(folder))
    assert said.problems == ()
    options = EnvelopeOptions(ENVELOPES[name], vertical, sender=said, **more)  # type: ignore[arg-type]
    return lay_out_envelopes(who(folder), options)


def test_those_who_get_post_get_an_envelope_and_the_sums_add_up(members: Path) -> None:
    ran = noticemerge("envelopes", members)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout == (
        "会員名簿: members.xlsx のシート「会員名簿」（会員数 3）\n"
        "\n"
        "封筒: 作成 2通、作らないもの 1通（発送方法「メール」 1通）、合わせて会員 3件\n"
        f"ファイル: {FILE}\n"
        "Word で開き、まず1枚だけ「実際のサイズ（100%）」で印刷して、位置を\n"
        "確かめてください。\n"
        "次に: 名簿を Excel で、ひな形を Word で整えてから、直すところがないか\n"
        "調べてください。\n"
        "  noticemerge check members.xlsx\n"
    )
    texts = [list(dict.fromkeys(cell.text for cell in t._cells if cell.text)) for t in tables(FILE)]
    assert texts == [
        ["1", "0", "東京都千代田区1-1\n株式会社あおば商事　御中"],
        ["5", "3", "0", "1", "大阪府大阪市1-3\n㈲髙﨑製作所\n営業部\n部長　𠮷田　葛\U000e0100子　様"],
    ]
    assert_valid(FILE)


@pytest.mark.parametrize(("name", "vertical"), WAYS)
def test_all_of_it_is_on_the_page_and_the_digits_in_their_boxes(
    tmp_path: Path, name: str, vertical: bool
) -> None:
    made = laid_out(tmp_path, name, vertical, frame=True)
    assert not made.failed
    (tmp_path / "envelopes.docx").write_bytes(made.word_file())
    assert_valid(tmp_path / "envelopes.docx")
    printed = pages(to_pdf([tmp_path / "envelopes.docx"], tmp_path)[0])
    assert len(printed) == len(made.envelopes) == 5
    for page, envelope in zip(printed, made.envelopes, strict=True):
        lines = "".join(placed.line.text for placed in envelope.text.lines)
        said = made.options.sender.lines if made.options.sender else ()
        beside = "".join(vertical_address(line) if vertical else line for line in said)
        frame = "123-4567" if made.options.envelope.frame else ""
        assert signs(page.text) == signs(f"{frame}{lines}{beside}")
        in_boxes(page, made)


@settings(max_examples=150)
@given(st.lists(SIGNS, min_size=6, max_size=6), st.sampled_from(WAYS))
def test_no_line_is_longer_than_the_room_for_it_and_no_character_is_lost(
    texts: list[str], way: tuple[str, bool]
) -> None:
    texts = [text.strip() for text in texts]
    one = ("0001", texts[0] or "甲", *texts[1:4], "100-0013", f"霞が関{texts[4]}1", texts[5], "")
    options = EnvelopeOptions(ENVELOPES[way[0]], way[1], everyone=True)
    with tempfile.TemporaryDirectory() as folder:
        made = lay_out_envelopes(listed(Path(folder) / "list.xlsx", one), options)
    for envelope in made.envelopes:
        lines = [placed.line for placed in envelope.text.lines]
        for line in lines:
            assert (line.size * 2) % 1 == 0, "Word knows half points"
            assert length(line.text) * line.size * line.scale / 100 <= options.room.across
        assert sum(p.height + p.before for p in envelope.text.lines) <= options.room.down + 0.01
        wanted = folded("".join((*envelope.block.address, *envelope.block.names)))
        shown = folded("".join(line.text for line in lines))
        assert bare(in_digits(wanted)) in bare(in_digits(shown))


def in_digits(text: str) -> str:
    """As it is written horizontally."""
    return text.translate(str.maketrans("〇一二三四五六七八九－", "0123456789ー")).replace("-", "ー")


def signs(text: str) -> list[str]:
    return sorted(bare(folded(without_marks(text))))


def tables(path: Path) -> list[Any]:
    return list(docx.Document(str(path)).tables)


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def in_boxes(page: Printed, made: Envelopes) -> None:
    envelope = made.options.envelope
    if envelope.frame is None:
        assert "123-4567" in page.text
        return
    for digit, left in zip("1234567", envelope.boxes, strict=True):
        box = (left, envelope.frame, left + 5.7, envelope.frame + 8)
        assert page.text_in(*box) == digit
        ((x0, x1),) = [
            (c[1], c[3]) for c in page.characters
            if c[0] == digit and left < (c[1] + c[3]) / 2 < left + 5.7 and c[2] < envelope.frame + 8
        ]  # fmt: skip
        assert (x0 + x1) / 2 == pytest.approx(left + 2.85, abs=0.3)
        assert min(abs(line - left) for line in page.upright) <= 0.3
    assert min(abs(line - envelope.frame) for line in page.level) <= 0.3


def test_the_frame_is_where_the_post_office_has_it() -> None:
    lefts = [round(left, 1) for left in ENVELOPES["長3"].boxes]
    assert lefts == [64.3, 71.3, 78.3, 85.9, 92.7, 99.5, 106.3]


def test_without_frame_nothing_is_drawn(members: Path, tmp_path: Path) -> None:
    noticemerge("envelopes", members, "--sender")
    (first, *_) = pages(to_pdf([FILE], tmp_path)[0])
    assert first.upright == first.level == ()


def test_all_is_moved_by_so_many_millimetres(tmp_path: Path) -> None:
    made = laid_out(tmp_path, "長3", False, frame=True, shift=(2.0, 1.0))
    (tmp_path / "envelopes.docx").write_bytes(made.word_file())
    page = pages(to_pdf([tmp_path / "envelopes.docx"], tmp_path)[0])[0]
    assert min(page.upright) == pytest.approx(64.3 + 2, abs=0.3)
    assert min(page.level) == pytest.approx(12 + 1, abs=0.3)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("霞が関1丁目3番2号", "霞が関一丁目三番二号"),
        ("南十三条西11丁目1524-23", "南十三条西十一丁目一五二四ー二三"),
        ("１－２－３　郵便ビル10F", "一ー二ー三　郵便ビル一〇Ｆ"),
        ("503号室", "五〇三号室"),
        ("コーポA 201", "コーポＡ 二〇一"),
        ("Roppongi Hills 45", "Roppongi Hills 四五"),
        ("北10条西20丁目3番1-201号", "北十条西二十丁目三番一ー二〇一号"),
        ("第21地割480", "第二十一地割四八〇"),
        ("タワー 1F-A", "タワー 一ＦーＡ"),
        ("Saint-Martin館 3", "Saint-Martin館 三"),
        ("〒100-0013 霞が関1-2", "〒１００ー００１３ 霞が関一ー二"),
    ],
)
def test_numbers_of_an_address_are_written_in_kanji(text: str, written: str) -> None:
    assert vertical_address(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("第3工場", "第３工場"),
        ("A&B商事(株)", "Ａ＆Ｂ商事（株）"),
        ("ｶﾞｲｼﾔ", "ガイシヤ"),
        ("髙﨑𠮷田神葛\U000e0100子", "髙﨑𠮷田神葛\U000e0100子"),
        ("Example Holdings", "Example Holdings"),
        ("Research and Development", "Research and Development"),
        ("R&D部(第2)", "Ｒ＆Ｄ部（第２）"),
        ("Anna von Müller　様", "Anna von Müller　様"),
        ("Beispiel GmbH & Co. KG", "Beispiel GmbH & Co. KG"),
    ],
)
def test_names_keep_their_characters_and_stand_upright(text: str, written: str) -> None:
    assert vertical_name(text) == written


def test_an_address_of_another_country_keeps_its_digits() -> None:
    abroad = ["1600 Example Avenue NW, Washington, DC 20500"]
    assert list(vertical_addresses(abroad)) == abroad


@given(st.text(st.sampled_from("東京都千代田区霞が関1234567890-ー０１ABCabcハイツ号室（）"), max_size=30))
def test_nothing_is_lost_in_vertical_writing(text: str) -> None:
    digits = str.maketrans("〇一二三四五六七八九", "0123456789")
    written = folded(vertical_name(text)).translate(digits)
    assert written == folded(text).translate(digits)


def test_an_envelope_that_lies_on_its_side_is_not_written_vertically(members: Path) -> None:
    ran = noticemerge("envelopes", members, "--size", "洋長3", "--vertical")
    assert (ran.exit_code, "NM-L17" in ran.stdout) == (1, True)
    assert not Path("out").exists()


def test_a_postcode_that_is_none_is_printed_with_the_address(tmp_path: Path) -> None:
    one = ("1", "甲社", "", "", "", "100-001", "東京都千代田区1-2", "", "")
    made = lay_out_envelopes(listed(tmp_path / "list.xlsx", one), EnvelopeOptions(ENVELOPES["長3"]))
    assert [placed.line.text for placed in made.envelopes[0].text.lines] == [
        "100-001",
        "東京都千代田区1-2",
        "甲社　御中",
    ]
    assert "NM-L07" in [p.code for p in made.problems]


def test_a_sender_who_is_nowhere_said_is_an_error(members: Path) -> None:
    make.workbook(Path("plain.xlsx"), notice={"発信日": "2023-09-25"})
    ran = noticemerge("envelopes", "plain.xlsx", "--sender")
    assert (ran.exit_code, "差出人が分かりません" in bare_lines(ran.stdout)) == (1, True)


def test_what_is_too_long_is_an_error_with_the_members_row(tmp_path: Path) -> None:
    one = ("1", "甲" * 2000, "", "", "", "100-0001", "東京都1-1", "", "")
    made = lay_out_envelopes(listed(tmp_path / "list.xlsx", one), EnvelopeOptions(ENVELOPES["長4"]))
    assert [(p.code, p.place.words()) for p in made.problems] == [("NM-L12", "list.xlsx 会員名簿 2")]


def test_the_record_knows_of_it(members: Path) -> None:
    noticemerge("merge", members)
    noticemerge("envelopes", members)
    noticemerge("envelopes", members, "--size", "角2")
    ran = noticemerge("verify")
    assert (ran.exit_code, "ラベルなど: 作成時のまま 2、" in ran.stdout) == (0, True)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("長３", "長3"), ("長形3号", "長3"), ("角形２号", "角2"), ("長4封筒", "長4"), ("洋長3号", "洋長3")],
)
def test_an_envelope_is_known_by_what_people_call_it(tmp_path: Path, typed: str, name: str) -> None:
    members = make.workbook(tmp_path / "members.xlsx")
    assert noticemerge("envelopes", members, "--size", typed, "-o", tmp_path).exit_code == 0
    assert (tmp_path / f"封筒_{name}.docx").is_file()


@pytest.mark.parametrize("typed", ["長5", "洋形3号", "3号", "角20"])
def test_an_envelope_that_is_another_one_is_not_taken_for_it(tmp_path: Path, typed: str) -> None:
    members = make.workbook(tmp_path / "members.xlsx")
    ran = noticemerge("envelopes", members, "--size", typed, "-o", tmp_path)
    assert (ran.exit_code, "長3 または 長4 または 角2 または 洋長3" in ran.stderr) == (2, True)
