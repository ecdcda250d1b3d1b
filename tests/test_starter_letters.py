"""The three model letters: what they tell members, and what a manager meets who opens them in Word."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pdfplumber
import pytest

from noticemerge.cli.starter import LETTER, LETTER_WITH_SLIP, LETTERS, SHORT_LETTER
from support.on_paper import to_pdf
from support.program import ROOT, make_plan, noticemerge
from support.validator import assert_valid
from support.word import Word, letter_text
from support.wordcheck import assert_sound

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A short letter, one of three lines of addressee, and the longest of all.
LOOKED_AT = ("0001", "0003", "0019")
EVERY = pytest.mark.parametrize("name", LETTERS)


@functools.cache
def letters(name: str) -> dict[str, bytes]:
    """The letters of the example by member number."""
    made = make_plan(template=ROOT / name)
    return {one.number: made.render(one) for one in made.letters if not one.excluded}


def words(name: str) -> str:
    """All that the model letter says, in one line."""
    return "".join(letter_text(ROOT / name, tags_allowed=True))


def styles(name: str = LETTER) -> dict[str, object]:
    """The styles by their name in Word."""
    tree = Word(ROOT / name).trees["word/styles.xml"]
    return {style.find(f"{W}name").get(f"{W}val"): style for style in tree.iter(f"{W}style")}


# -- what they tell


@EVERY
@pytest.mark.parametrize(
    "fact",
    [
        "最大5,000円分",  # what each of the three measures brings
        "利用申込みで、?7,500円分",
        "登録完了で、?7,500円分",
        "①(?:に)?は?決済・チャージ(?:に)?(?:も|の)最終期限",
        "③は、(?:令和5年9月30日|申込期限)までにマイナポータルから(?:口座の)?登録を申請する必要",
        "https://mynumbercard.point.soumu.go.jp/",
        "https://www.digital.go.jp/policies/account_registration/",
        "https://www.digital.go.jp/policies/mynumber_resources/",
        "デジタル庁広報戦略チーム",
        "令和5年9月30日(?:で|です)。?、?延長はありません",
    ],
)
def test_members_read_what_they_need_to_act(name: str, fact: str) -> None:
    assert re.search(fact, words(name))


@EVERY
def test_years_are_those_of_the_era_and_only_the_first_is_western_too(name: str) -> None:
    said = words(name)
    assert re.findall(r"20\d\d", said) == ["2023"]
    assert said.index("令和5（2023）年") == said.index("令和5")


@EVERY
def test_the_words_are_those_of_an_office(name: str) -> None:
    assert not re.search("。）。|別添|受け取れ|別に必要|早めの手続|手紙", words(name))


@EVERY
def test_a_letter_says_how_to_reach_the_office_by_telephone_fax_and_mail(name: str) -> None:
    text = "".join(letter_text(letters(name)["0001"]))
    assert all(said in text for said in ("03-0000-0100", "03-0000-0101", "soumu@example.jp"))


@EVERY
def test_copies_stand_behind_what_is_enclosed_and_nothing_is_listed_for_nobody(name: str) -> None:
    made = letters(name)
    assert "資料6　スマホ用電子証明書搭載サービス（50部）" in "\n".join(letter_text(made["0006"])).split("\n")
    assert "資料6　スマホ用" not in "".join(letter_text(made["0015"]))


def test_the_reply_slip_stands_on_a_page_of_its_own_behind_all_else_and_knows_its_member() -> None:
    text = letter_text(letters(LETTER_WITH_SLIP)["0012"])
    slip = text.index("FAX返信票")
    assert [line for line in text[:slip] if line.startswith("資料1")]
    assert not [line for line in text[slip:] if line.startswith("資料")]
    table = text[text.index("会員番号") :]
    assert table[:4] == ["会員番号", "0012", "会社名", "テクノ<東京>株式会社"]
    assert "希望部数" in table
    assert "回答期限：令和5年10月13日" in text


# -- what a manager meets


@EVERY
def test_check_has_nothing_to_say_of_any_of_them(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    noticemerge("init", ".")
    told = noticemerge("check", "members.xlsx", "-t", name, "--json").told
    assert [(code, file) for code, file, _, _ in told if file != "members.xlsx"] == []
    assert {code for code, *_ in told} == {"NM-R34", "NM-A01", "NM-S17"}


@EVERY
def test_every_letter_is_sound_and_small(name: str) -> None:
    made = letters(name).values()
    assert_sound(*made)
    assert_valid(ROOT / name, *made)
    assert max(map(len, made)) < 10_000


@EVERY
def test_nothing_stands_in_the_package_that_no_letter_needs(name: str) -> None:
    assert sorted(Word(ROOT / name).parts) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/document.xml", "word/fontTable.xml", "word/footer1.xml", "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip


@EVERY
def test_the_title_of_a_letter_is_its_subject_and_nobody_else_is_named(name: str) -> None:
    core = Word(letters(name)["0001"]).trees["docProps/core.xml"]
    assert {el.tag.rpartition("}")[2]: el.text for el in core} == {
        "title": "マイナンバーカードの活用等に向けた積極的な周知について（依頼）",
        "language": "ja-JP",
    }


@EVERY
def test_a_picture_in_a_line_and_larger_type_are_never_cut(name: str) -> None:
    for tree in Word(ROOT / name).trees.values():
        assert {el.get(f"{W}lineRule") for el in tree.iter(f"{W}spacing")} <= {"atLeast", None}
        assert not [el for el in tree.iter(f"{W}trHeight") if el.get(f"{W}hRule") != "atLeast"]


def test_a_typeface_is_changed_once_for_the_text_and_once_for_headings() -> None:
    tree = Word(ROOT / LETTER).trees["word/styles.xml"]
    assert tree.find(f"{W}docDefaults//{W}rFonts").get(f"{W}eastAsia") == "ＭＳ 明朝"
    own = {n: style.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") for n, style in styles().items()
           if style.find(f"{W}rPr/{W}rFonts") is not None}  # fmt: skip
    assert own == {"見出しの書体": "ＭＳ ゴシック"}
    assert not list(Word(ROOT / LETTER).trees["word/document.xml"].iter(f"{W}rFonts"))


def test_items_take_the_form_of_the_text_that_they_are() -> None:
    below = {n: style.find(f"{W}basedOn").get(f"{W}val") for n, style in styles().items()
             if style.find(f"{W}basedOn") is not None}  # fmt: skip
    assert [below[name] for name in ("Salutation", "項目本文", "項目細目")] == ["BodyText"] * 3


def test_styles_that_word_has_bear_its_names_and_no_other_style_is_shown_under_one_of_them() -> None:
    built_in = {n for n, style in styles().items() if style.get(f"{W}customStyle") is None}
    wanted = {"Date", "Title", "Body Text", "Salutation", "Closing", "Note Heading", "heading 1", "footer"}
    assert wanted <= built_in
    assert not {"本文", "結語", "記", "日付", "表題", "挨拶文", "署名"} & styles().keys()


def test_the_items_stand_in_words_navigation() -> None:
    assert styles()["heading 1"].find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == "0"
    body = Word(ROOT / LETTER).trees["word/document.xml"]
    items = [el.getparent().getparent() for el in body.iter(f"{W}pStyle") if el.get(f"{W}val") == "Heading1"]
    assert ["".join(p.itertext())[0] for p in items] == list("123456")


def test_indents_are_in_characters_and_the_salutation_and_the_close_stand_as_in_letters() -> None:
    for name, style in styles().items():
        if (indent := style.find(f"{W}pPr/{W}ind")) is not None:
            sides = {key.rpartition("}")[2] for key in indent.attrib}
            assert {side for side in sides if not side.endswith("Chars")} == {
                side.removesuffix("Chars") for side in sides if side.endswith("Chars")
            }, name
    assert styles()["Salutation"].find(f"{W}pPr/{W}ind").get(f"{W}firstLineChars") == "0"
    assert styles()["Closing"].find(f"{W}pPr/{W}ind").get(f"{W}rightChars") == "100"


def test_word_opens_it_as_a_document_of_today_set_as_japanese_is() -> None:
    settings = Word(ROOT / LETTER).trees["word/settings.xml"]
    modes = {el.get(f"{W}name"): el.get(f"{W}val") for el in settings.iter(f"{W}compatSetting")}
    assert modes["compatibilityMode"] == "15"
    assert settings.find(f"{W}characterSpacingControl").get(f"{W}val") == "compressPunctuation"


@pytest.mark.parametrize(("name", "pages"), [(LETTER, 2), (SHORT_LETTER, 1), (LETTER_WITH_SLIP, 3)])
def test_each_keeps_to_its_pages(name: str, pages: int, tmp_path: Path) -> None:
    made = letters(name)
    files = [tmp_path / f"{number}.docx" for number in LOOKED_AT]
    for file in files:
        file.write_bytes(made[file.stem])
    for pdf in to_pdf(files, tmp_path):
        with pdfplumber.open(pdf) as printed:
            assert len(printed.pages) == pages, pdf.stem
            texts = [page.extract_text() or "" for page in printed.pages]
        assert ("返信票" in texts[-1]) is (name == LETTER_WITH_SLIP)
        assert "資料7" in texts[min(pages, 2) - 1]
