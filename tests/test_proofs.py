"""`preview --all`: every letter on one page to look over, as text and as pictures."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from noticemerge.paper import make_proofs, proof_page
from noticemerge.paper.letter_text import FILLED, LetterText
from noticemerge.paper.pdf_pages import all_pages
from noticemerge.paper.proofs.differences import differences
from noticemerge.paper.proofs.pictures import STRIP, Strips
from noticemerge.paper.proofs.shaded import SHADE, shaded
from noticemerge.problems import use_language
from noticemerge.template import W
from support import make
from support.office_stand_in import StandIn, pdf_of, too_long
from support.program import make_plan, noticemerge
from support.validator import assert_valid

PAGE = Path("out/校正.html")
EVIL = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>'


@pytest.fixture(autouse=True)
def _no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text, unless a test brings an office: LibreOffice takes seconds."""
    from noticemerge.problems import CannotUse, problem

    def none(_wanted: str = "") -> None:
        raise CannotUse(problem("NM-P21"))

    monkeypatch.setattr("noticemerge.paper.offices.find_office", none)


class Read(HTMLParser):
    """The texts and attributes of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._raw = ""
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._raw = tag if tag in self.raw else ""

    def handle_endtag(self, _tag: str) -> None:
        self._raw = ""

    def handle_data(self, data: str) -> None:
        if self._raw:
            self.raw[self._raw].append(data)
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag]


def made() -> Read:
    return Read(PAGE.read_bytes())


def test_every_letter_is_on_the_page_and_the_sums_add_up(members: Path) -> None:
    make.workbook(
        members,
        header=(*make.HEADER, "送付不要"),
        members=[*make.MEMBERS, ("0200", "除外社", *[""] * 6, "○")],
    )
    ran = noticemerge("preview", members, "--all")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert (
        ran.stdout.splitlines()[-6:]
        == [
            "LibreOffice がないため、画像ではなく文字で表示します。",
            "確かめる文書: 3通（指摘のあるもの 0、標準とちがうもの 0）、エラー 0、除外 1",
            f"校正用のページ: {PAGE}（ブラウザーで開きます）",
            "次に: そのページで文書を確かめてから、文書を作ってください。",
            "  noticemerge merge members.xlsx",
        ][-6:]
    )
    page = made()
    assert len(page.all("article")) == 3
    assert "0200 除外社" in page.text
    for said in ("A&B商事 <東京>", "㈲髙﨑製作所", "シート「会員名簿」3行目", "葛\U000e0100子"):
        assert said in page.text


def test_what_was_filled_in_is_marked_in_the_text(members: Path) -> None:
    noticemerge("preview", members, "--all")
    html = PAGE.read_text("utf-8")
    assert "<mark>A&amp;B商事 &lt;東京&gt;</mark>におかれましては" in html


def test_values_are_no_html(members: Path) -> None:
    row = ("0300", f"株式会社{EVIL}", EVIL, EVIL, EVIL, "100-0001", EVIL, "郵送")
    make.workbook(members, members=[row])
    noticemerge("preview", members, "--all", "--set", f"件名={EVIL}")
    page = made()
    assert page.all("img") == [] and EVIL in page.text
    assert not [found for _, found in page.tags if any(name.startswith("on") for name in found)]
    assert len(page.all("script")) == 2


def test_the_page_runs_and_loads_nothing_but_what_is_in_it(members: Path) -> None:
    noticemerge("preview", members, "--all")
    page = made()
    (policy,) = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None and policy.startswith("default-src 'none'; img-src data:;")
    import hashlib

    for text in (page.raw["style"][0], page.raw["script"][-1]):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert not [found for _, found in page.tags if {"src", "href", "action", "style"} & found.keys()]


def test_a_letter_in_error_stands_there_with_its_error_and_the_others_with_their_text(members: Path) -> None:
    nobody = ("0200", "", "", "", "", "100-0001", "東京都港区1-1", "郵送")
    make.workbook(members, members=[*make.MEMBERS, nobody])
    ran = noticemerge("preview", members, "--all")
    assert ran.exit_code == 1
    assert "エラー 1、除外 0" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "  noticemerge preview members.xlsx --all"
    page = made()
    assert "NM-A10" in page.text and "株式会社あおば商事におかれましては" in page.text


def test_where_no_letter_can_be_made_no_page_is(faulty: Path) -> None:
    ran = noticemerge("preview", faulty, "--all")
    assert ran.exit_code == 1
    assert not PAGE.exists()


@pytest.mark.parametrize("words", [["--hard"], ["--member", "0007"], ["--row", "2"], ["--pdf"], ["--image"]])
def test_all_letters_and_some_of_them_are_two_things(members: Path, words: list[str]) -> None:
    assert noticemerge("preview", members, "--all", *words).exit_code == 2


def test_the_page_is_beside_the_letters_and_verify_knows_it(members: Path) -> None:
    noticemerge("preview", members, "--all")
    assert noticemerge("merge", members).exit_code == 0
    ran = noticemerge("verify")
    assert ran.exit_code == 0
    assert "ラベルなど: 作成時のまま 1" in ran.stdout
    PAGE.write_bytes(b"changed")
    assert noticemerge("verify").exit_code == 1
    assert noticemerge("preview", members, "--all").exit_code == 0
    assert Path("out/校正_旧.html").read_bytes() == b"changed"


def test_the_register_lists_the_page_as_one_that_goes_to_nobody(members: Path) -> None:
    for order in (("preview", "merge"), ("merge", "preview")):
        for command in order:
            noticemerge(command, members, *(["--all"] if command == "preview" else []))
        sheet = load_workbook("out/発送台帳.xlsx")["そのほかの作成物"]
        heading, line = list(sheet.values)[2:]
        assert dict(zip(heading, line, strict=True)) == {
            "種類": "校正", "ファイル": "校正.html", "作成日": "令和5年9月25日",
            "会員番号": None, "宛先": None, "位置": None,
        }  # fmt: skip
        assert_valid(Path("out/発送台帳.xlsx"))
        assert noticemerge("verify").exit_code == 0
        shutil.rmtree("out")


def test_another_folder_and_the_next_step_with_it(members: Path) -> None:
    ran = noticemerge("preview", members, "--all", "-o", "校正 1")
    assert Path("校正 1/校正.html").is_file()
    assert ran.stdout.splitlines()[-1].endswith(("-o '校正 1'", '-o "校正 1"'))


def test_a_program_is_told_where_the_page_is(members: Path) -> None:
    told = noticemerge("preview", members, "--all", "--json").json
    assert told["proofs"] == str(PAGE)
    assert [letter["status"] for letter in told["letters"]] == ["planned"] * 3


def test_the_same_letters_make_the_same_page() -> None:
    use_language("ja")
    first, second = (proof_page(make_proofs(make_plan(), None)) for _ in range(2))
    assert first == second


# -- what differs from most letters


def proofs_of(tmp_path: Path, *paragraphs: str, members: list[tuple[str, ...]] | None = None) -> Any:
    template = make.letter(tmp_path / "letter.docx", *paragraphs)
    workbook = make.workbook(tmp_path / "members.xlsx", members=members or make.MEMBERS)
    return make_proofs(make_plan(workbook, template), None)


def test_a_paragraph_that_only_some_get_is_a_difference(tmp_path: Path) -> None:
    found = proofs_of(
        tmp_path,
        "{{ 宛名 }}",
        '{%p if 発送方法 == "メール" %}',
        "{{ 会社名 }}にはメールでお送りします。",
        "{%p endif %}",
        "{{ 件名 }}",
    )
    differing = [[(d.is_added, d.text) for d in proof.differences] for proof in found.letters]
    assert differing == [[], [(True, "〈…〉にはメールでお送りします。")], []]


def test_a_members_own_values_are_no_difference(tmp_path: Path) -> None:
    found = proofs_of(
        tmp_path, "{{ 宛名 }}", "担当：{{ 部署 }}{{ 役職 }}", "{{ 会社名 }}の皆様", "〒{{ 郵便番号 }}"
    )
    assert [proof.differences for proof in found.letters] == [(), (), ()]


def test_a_list_without_letters_has_no_differences() -> None:
    assert differences([]) == {}


def test_those_worth_a_look_come_first_and_each_has_a_place() -> None:
    found = make_proofs(make_plan(), None).letters
    by_rank = sorted(found, key=lambda proof: proof.rank)
    assert [proof.rank for proof in by_rank] == list(range(len(found)))
    calm = [bool(proof.reasons or proof.differences or proof.letter.problems) for proof in by_rank]
    assert calm == sorted(calm, reverse=True) and True in calm and False in calm


# -- pictures


def shades(document: bytes) -> tuple[list[str], str]:
    """The shaded texts of a letter, and all of its text."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    runs = list(root.iter(f"{{{W}}}r"))
    texts = ["".join(t.text or "" for t in run.iter(f"{{{W}}}t")) for run in runs]
    fill = f"{SHADE:02X}" * 3
    marked = [run.find(f"{{{W}}}rPr/{{{W}}}shd[@{{{W}}}fill='{fill}']") is not None for run in runs]
    return [text for text, is_shaded in zip(texts, marked, strict=True) if is_shaded], "".join(texts)


def test_values_are_shaded_and_nothing_else_is_changed(tmp_path: Path) -> None:
    template = make.letter(tmp_path / "letter.docx", "{{ 会社名 }}　御中 {{ 件名 }}まで", "変わらない文")
    plan = make_plan(make.workbook(tmp_path / "members.xlsx"), template)
    letter = plan.letters[1]
    found, whole = shades(shaded(LetterText(plan).marked(letter)))
    assert found == ["A&B商事 <東京>", "お願いについて（依頼）"]
    assert whole == shades(plan.render(letter))[1]
    assert not set(FILLED) & set(whole)


def test_the_shipped_letter_reads_the_same_with_shades() -> None:
    plan = make_plan()
    texts = LetterText(plan)
    for letter in plan.letters[:5]:
        document = shaded(texts.marked(letter))
        assert shades(document)[1] == shades(plan.render(letter))[1]
        assert "".join(letter.addressee.lines) in "".join(shades(document)[0])


def drawn(strips: Strips, places: tuple[int, ...]) -> bytes:
    """The pixels of a page as its strips show them, by another reader of PNG."""
    from PIL import Image

    return b"".join(Image.open(io.BytesIO(strips.pngs[at])).convert("L").tobytes() for at in places)


def test_a_page_put_together_of_strips_is_the_page() -> None:
    pytest.importorskip("PIL")
    pdf, strips = pdf_of(["first", "second"], {}), Strips()
    (pictures,) = strips.draw([all_pages(pdf)])
    for number, picture in enumerate(pictures):
        page = PdfDocument(pdf)[number].render(scale=110 / 72, grayscale=True)
        pixels = drawn(strips, picture.strips)
        assert len(pixels) == picture.width * picture.height
        for y in range(0, picture.height, 7):
            shown = pixels[y * picture.width : (y + 1) * picture.width]
            meant = bytes(page.buffer)[y * page.stride : y * page.stride + page.width]
            assert max(abs(a - b) for a, b in zip(shown, meant, strict=True)) <= 19


def test_a_strip_that_pages_share_is_kept_once() -> None:
    strips = Strips()
    (pictures,) = strips.draw([all_pages(pdf_of(["same"] * 5, {}))])
    assert len({picture.strips for picture in pictures}) == 1
    assert len(strips.pngs) < 5 and pictures[0].height > STRIP


def test_pictures_are_made_of_all_letters_in_one_document(
    members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = StandIn()
    monkeypatch.setattr("noticemerge.paper.offices.find_office", lambda _wanted="": office)
    ran = noticemerge("preview", members, "--all")
    assert ran.exit_code == 0 and "LibreOffice がない" not in ran.stdout
    assert office.starts == [1]
    page = made()
    assert len(page.all("canvas")) == 3 + 1
    data = json.loads(page.raw["script"][0])
    assert [len(pages) for pages in data["pages"]] == [1, 1, 1]
    used = {at for pages in data["pages"] for _, _, places in pages for at in places}
    assert used == set(range(len(data["strips"])))
    assert all(base64.b64decode(one).startswith(b"\x89PNG") for one in data["strips"])


def test_a_letter_that_cannot_be_drawn_is_told_and_shown_as_text(
    members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("noticemerge.paper.offices.find_office", lambda _wanted="": StandIn(too_long))
    ran = noticemerge("preview", members, "--all")
    assert ran.exit_code == 0
    assert "NM-P28" in ran.stdout
    assert "株式会社あおば商事におかれましては" in made().text


def test_every_word_of_the_page_is_translated() -> None:
    page = proof_page(make_proofs(make_plan(), None))
    use_language("ja")
    japanese = proof_page(make_proofs(make_plan(), None))
    assert b"Print the checklist" in page and b"Print the checklist" not in japanese
    folder = Path(sys.modules["noticemerge.paper.proofs"].__file__ or "").parent
    words = re.findall(r'_\("([^"]+)"\)', (folder / "page.html").read_text("utf-8"))
    assert [word for word in words if re.search("[a-z]{3}", word) and f">{word}<".encode() in japanese] == []
