"""`preview` as a clerk meets it: letters on the screen, or as files."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from noticemerge.cli.screen_text import COLUMNS
from noticemerge.japan import width
from noticemerge.paper import libreoffice
from support import make
from support.program import WORKBOOK, noticemerge, noticemerge_process
from support.validator import assert_valid
from support.word import letter_text
from test_cli import files
from test_libreoffice import PDF, WRITES, nowhere, stand_in

__all__ = ["nowhere"]

SHOWN = """\
================================================================================
会員 0007 株式会社あおば商事（名簿の2行目）
  名簿で空欄の項目: 部署、役職、担当者名
--------------------------------------------------------------------------------
  協発第1号

  令和5年9月25日

  株式会社あおば商事　御中

  お願いについて（依頼）

  株式会社あおば商事におかれましては

  添付資料

  資料1　資料の見本（ポスター用）

  資料2　資料の見本(チラシ)
--------------------------------------------------------------------------------
"""

MERGE_NEXT = ["次に: 文書と発送台帳を作ります。", "  noticemerge merge members.xlsx"]
HARD_NEXT = ["次に: 誤りの出やすい文書を確認してください。", "  noticemerge preview members.xlsx --hard"]


def test_the_first_letter_is_shown_and_nothing_is_written(members: Path) -> None:
    before = files()
    ran = noticemerge("preview", members)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout.startswith(SHOWN)
    assert ran.stdout.splitlines()[-4:] == [
        "上の文書: 会員 0007 株式会社あおば商事（名簿の2行目）",
        "Word で見るには -o フォルダー名、PDF は --pdf、画像は --image を付けます。",
        "次に: 誤りの出やすい文書を確認してください。",
        "  noticemerge preview members.xlsx --hard",
    ]
    assert files() == before


@pytest.mark.parametrize("words", [["--member", "12"], ["--row", "3"]])
def test_another_member_can_be_chosen_and_the_next_command_leaves_that_out(
    members: Path, words: list[str]
) -> None:
    ran = noticemerge("preview", members, *words, lang="en")
    assert ran.stdout.splitlines()[1] == "Member 0012, A&B商事 <東京> (row 3 of the list)"
    assert "  総務部　御中" in ran.stdout.splitlines()
    assert ran.stdout.splitlines()[-2:] == [
        "Next: look at the letters where most can go wrong:",
        "  noticemerge preview members.xlsx --hard",
    ]


def test_the_hardest_letters_are_shown_one_after_another_each_with_why(members: Path) -> None:
    ran = noticemerge("preview", members, "--hard")
    lines = ran.stdout.splitlines()
    first, second = (number for number, line in enumerate(lines) if line == "=" * COLUMNS)
    assert lines[first + 1 : first + 6] == [
        "[1/2] 会員 0007 株式会社あおば商事（名簿の2行目）",
        "  選んだ理由: 会社名がいちばん長い、空欄がいちばん多い（部署、役職、担当者名）、",
        "    敬称が「御中」",
        "  名簿で空欄の項目: 部署、役職、担当者名",
        "-" * COLUMNS,
    ]
    assert lines[second - 2 : second + 4] == [
        "-" * COLUMNS,
        "",
        "=" * COLUMNS,
        "[2/2] 会員 0123 ㈲髙﨑製作所（名簿の4行目）",
        "  選んだ理由: 敬称が「様」",
        "-" * COLUMNS,
    ]
    assert lines[-2:] == MERGE_NEXT


def test_the_hardest_letters_of_the_example_are_summed_up_at_the_end() -> None:
    ran = noticemerge("preview", WORKBOOK, "--hard", "--set", "件名=お知らせ", lang="en")
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[-11:-2] == [
        "Letters to look at: 5",
        "  Member 0001, 株式会社青葉製作所 (row 5 of the list): the most empty fields",
        "    (部署, 役職, 担当者名, 住所2), the honorific 御中",
        "  Member 0004, 有限会社さくら工業 (row 8 of the list): the honorific 殿",
        "  Member 0006, 例示事業協同組合 (row 10 of the list): the honorific 各位",
        "  Member 0018, 鵜殿総合研究所 (row 22 of the list): the honorific 先生",
        "  Member 0019, 一般社団法人とてもながい名称をもつ全国産業安全衛生推進例示",
        "    連絡協議会 (row 23 of the list): the longest company name, the longest",
        "    address, the honorific 様",
    ]
    assert ran.stdout.splitlines()[-1].endswith(" --set 件名=お知らせ")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_line_fits_80_columns(lang: str) -> None:
    ran = noticemerge("preview", WORKBOOK, "--hard", lang=lang)
    # A command to type is not broken.
    lines = [line for line in ran.stdout.splitlines() if str(WORKBOOK) not in line]
    assert [line for line in lines if width(line) > COLUMNS] == []


def test_hard_cannot_be_asked_for_with_one_member(members: Path) -> None:
    ran = noticemerge("preview", members, "--hard", "--row", "2")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.splitlines()[0] == "エラー: --hard は、--member や --row と一緒には使えません。"


@pytest.mark.parametrize("words", [[], ["--hard"]])
def test_with_an_error_no_letter_is_shown(faulty: Path, words: list[str]) -> None:
    ran = noticemerge("preview", faulty, *words)
    assert ran.exit_code == 1
    assert ran.stdout.splitlines()[-3] == "文書は作られませんでした。"


def test_an_error_of_another_member_does_not_matter_here(members: Path) -> None:
    make.workbook(members, members=[*make.MEMBERS, ("0200", "", "", "", "", "", "", "郵送")])
    assert noticemerge("preview", members).exit_code == 0
    ran = noticemerge("preview", members, "--hard", "--json")
    assert (ran.exit_code, "0200" in {one["member"] for one in ran.json["previews"]}) == (0, False)


def test_where_no_letter_is_sound_the_errors_of_the_first_are_said(members: Path) -> None:
    make.workbook(members, members=[("0200", "", "", "", "", "", "", "郵送")])
    ran = noticemerge("preview", members, "--hard")
    assert ran.exit_code == 1
    assert "NM-A10" in ran.stdout


# -- for programs


def test_json_has_the_text_of_each_letter_and_says_nothing_was_written(members: Path) -> None:
    ran = noticemerge("preview", members, "--member", "12", "--json")
    assert (ran.json["status"], ran.json["letters"]) == (
        "ok",
        [{"member": "0012", "file": "0012_A&B商事 ＜東京＞.docx", "status": "planned", "sha256": ""}],
    )
    (shown,) = ran.json["previews"]
    text = shown.pop("text").splitlines()
    assert shown == {"member": "0012", "row": 3, "reasons": [], "empty": ["役職", "担当者名"]}
    assert text[4:6] == ["A&B商事 <東京>", "総務部　御中"]


def test_json_names_the_files_that_were_written(members: Path) -> None:
    ran = noticemerge("preview", members, "-o", "look", "--hard", "--json")
    names = [
        Path("look", f"preview_{name}.docx") for name in ("0007_株式会社あおば商事", "0123_㈲髙﨑製作所")
    ]
    assert [one["files"] for one in ran.json["previews"]] == [[str(name)] for name in names]
    assert [(one["file"], one["status"]) for one in ran.json["letters"]] == [(str(n), "made") for n in names]
    assert all(name.is_file() for name in names)


# -- as files


def test_word_files_are_letters_as_merge_makes_them(members: Path) -> None:
    ran = noticemerge("preview", members, "--hard", "-o", "look")
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[0] == f"確認用の文書: {Path('look/preview_0007_株式会社あおば商事.docx')}"
    assert ran.stdout.splitlines()[-2:] == MERGE_NEXT
    noticemerge("merge", members)
    for path in Path("look").iterdir():
        assert path.read_bytes() == Path("out", path.name.removeprefix("preview_")).read_bytes()
        assert letter_text(path)[0] == "協発第1号"
        assert_valid(path, against=Path("templates/request-letter.docx"))


def test_pdf_and_pictures_of_every_page_are_written_side_by_side(members: Path, nowhere: Path) -> None:
    stand_in(nowhere, WRITES)
    ran = noticemerge("preview", members, "--pdf", "--image", "-o", "look")
    stem = "preview_0007_株式会社あおば商事"
    paths = [Path("look", stem + ending) for ending in (".pdf", "_1.png", "_2.png")]
    assert ran.stdout.splitlines() == [*(f"確認用の文書: {path}" for path in paths), *HARD_NEXT]
    assert paths[0].read_bytes() == PDF
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths[1:])


def test_a_picture_of_a_letter_of_one_page_has_no_number(members: Path, nowhere: Path) -> None:
    stand_in(nowhere, WRITES)
    (nowhere / "a.pdf").write_bytes(PDF.replace(b"3 0 R 4 0 R", b"3 0 R").replace(b"Count 2", b"Count 1"))
    ran = noticemerge("preview", members, "--image")
    assert ran.stdout.splitlines() == ["確認用の文書: preview_0007_株式会社あおば商事.png", *HARD_NEXT]


def test_without_libreoffice_the_exit_status_is_3_and_nothing_is_written(
    members: Path, nowhere: Path
) -> None:
    before = files()
    ran = noticemerge("preview", members, "--pdf")
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert ran.stderr.splitlines()[0] == "エラー NM-C20"
    assert files() == before


def test_the_pdf_of_this_machines_libreoffice_has_the_members_name(members: Path) -> None:
    ran = noticemerge("preview", members, "--pdf")
    if libreoffice.find_libreoffice() is None:
        assert (ran.exit_code, ran.stderr.splitlines()[0]) == (3, "エラー NM-C20")
        return
    from pypdfium2 import PdfDocument

    page = PdfDocument(Path("preview_0007_株式会社あおば商事.pdf").read_bytes())[0]
    assert "株式会社あおば商事 御中" in " ".join(page.get_textpage().get_text_range().split())


# -- on terminals


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> str:
    from noticemerge.cli import root

    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    root.main([str(word) for word in words], standalone_mode=False)
    return screen.getvalue()


def test_a_terminal_underlines_what_was_filled_in_and_says_so(
    members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = shown_on_a_terminal(monkeypatch, "preview", members, "--lang", "ja")
    assert "\n  \x1b[4;36m株式会社あおば商事\x1b[0mにおかれましては\n" in shown
    assert "\n\x1b[4;36mこのような\x1b[0mところは、名簿などから差し込まれた内容です。\n" in shown


def test_a_terminal_without_colour_is_shown_plain_text(
    members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown_on_a_terminal(monkeypatch, "preview", members)


def test_a_console_of_code_page_932_is_told_what_a_question_mark_may_be(members: Path) -> None:
    make.workbook(members, members=[("0001", "𠮷野商店", "", "", "", "", "", "郵送")])
    ran = noticemerge_process("preview", members, "--lang", "ja", encoding="cp932")
    assert ran.exit_code == 0
    lines = ran.stdout.replace("\r", "").splitlines()
    assert "  ?野商店　御中" in lines
    assert lines[-6:-4] == [
        "「?」は、この画面で表示できない文字かもしれません。文書には名簿のとおりに",
        "入ります。",
    ]
    told = noticemerge_process("preview", members, "--lang", "ja")
    assert "「?」は" not in told.stdout.replace(os.linesep, "\n")
