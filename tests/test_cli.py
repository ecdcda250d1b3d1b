"""The command line as a clerk meets it: what is said, what is written, and the exit status."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from support import make
from support.program import noticemerge
from support.validator import assert_valid
from support.word import letter_text
from support.wordcheck import assert_sound


def files(folder: Path = Path()) -> set[str]:
    return {
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and "/." not in f"/{p}"
    }


# -- merge


def test_merge_makes_a_letter_for_each_member_and_the_register(members: Path) -> None:
    ran = noticemerge("merge", members)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-4:] == [
        "文書: 作成 3、変更なし 0、除外 0、エラー 0",
        f"発送台帳: {Path('out/発送台帳.xlsx')}",
        "次に: 発送台帳と文書を何通か確かめ、印刷用の1つのファイルにまとめてください。",
        "  noticemerge bundle",
    ]
    assert {name for name in files(Path("out")) if not name.startswith(".")} == {
        "0007_株式会社あおば商事.docx",
        "0012_A&B商事 ＜東京＞.docx",
        "0123_㈲髙﨑製作所.docx",
        "発送台帳.xlsx",
    }


def test_the_letters_are_sound_and_the_validator_of_the_open_xml_sdk_agrees(members: Path) -> None:
    noticemerge("merge", members)
    made = sorted(Path("out").glob("*.docx"))
    assert len(made) == 3
    assert_valid(*made, against=Path("templates/request-letter.docx"))
    assert_sound(*made, against=Path("templates/request-letter.docx"))
    assert "A&B商事 <東京>におかれましては" in letter_text(made[1])
    assert "部長　𠮷田　葛\U000e0100子　様" in "\n".join(letter_text(made[2]))


def test_merge_in_english(members: Path) -> None:
    ran = noticemerge("merge", members, "-o", "letters", lang="en")
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[3] == "宛名 from: 会社名 (B), 部署 (C), 役職 (D), 担当者名 (E)"
    assert ran.stdout.splitlines()[5] == "Folder: letters (files like 0007_株式会社あおば商事.docx)"
    assert ran.stdout.splitlines()[-5:] == [
        "Letters: made 3, unchanged 0, left out 0, in error 0",
        f"Register: {Path('letters/発送台帳.xlsx')}",
        "Next: open the register, look at a few letters, and put all into one file to",
        "print:",
        "  noticemerge bundle letters",
    ]


def test_a_second_merge_writes_nothing_and_says_so(members: Path) -> None:
    noticemerge("merge", members)
    before = {name: Path("out", name).read_bytes() for name in files(Path("out"))}
    ran = noticemerge("merge", members)
    assert ran.exit_code == 0
    assert "文書: 作成 0、変更なし 3、除外 0、エラー 0" in ran.stdout
    assert {name: Path("out", name).read_bytes() for name in files(Path("out"))} == before


def test_with_an_error_merge_writes_nothing_and_names_the_place_and_the_cure(faulty: Path) -> None:
    before = files()
    ran = noticemerge("merge", faulty)
    assert ran.exit_code == 1
    assert files() == before
    assert "■ request-letter.docx\n  NM-T26  本文 6段落目「{{ 会社明 }} 様」\n" in ran.stdout
    assert "」ではありませんか。" in ran.stdout
    assert ran.stdout.splitlines()[-3:] == [
        "何も書き出していません。",
        "次に: 「→」のとおりに直して保存し、もう一度入力してください。",
        "  noticemerge merge members.xlsx",
    ]


def test_a_letter_edited_by_hand_is_kept_unless_forced(members: Path) -> None:
    noticemerge("merge", members)
    edited = Path("out/0007_株式会社あおば商事.docx")
    make.letter(edited, "手で直した文")
    refused = noticemerge("merge", members)
    assert refused.exit_code == 1
    assert "0007_株式会社あおば商事.docx" in refused.stdout
    assert letter_text(edited) == ["手で直した文"]
    forced = noticemerge("merge", members, "--force")
    assert forced.exit_code == 0
    assert letter_text(edited)[4] == "株式会社あおば商事におかれましては"


def test_skip_errors_makes_the_sound_letters_and_still_tells_of_the_others(members: Path) -> None:
    make.workbook(members, members=[*make.MEMBERS, ("0200", "", "", "", "", "", "", "郵送")])
    assert noticemerge("merge", members).exit_code == 1
    assert not Path("out").exists()
    ran = noticemerge("merge", members, "--skip-errors")
    assert ran.exit_code == 1
    assert "文書: 作成 3、変更なし 0、除外 0、エラー 1" in ran.stdout
    assert ran.stdout.splitlines()[-3].startswith("次に: エラーを直して、もう一度作ってください。")


def test_what_is_typed_after_set_wins_over_the_sheet(members: Path) -> None:
    assert noticemerge("merge", members, "--set", "発信日=2019-05-01", "--set", "件名=A=B").exit_code == 0
    text = letter_text(Path("out/0007_株式会社あおば商事.docx"))
    assert (text[1], text[3]) == ("令和元年5月1日", "A=B")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["--only", "0007,0123"], {"0007", "0123"}),
        (["--only", "7", "--only", "12"], {"0007", "0012"}),
        (["--skip", "0012、0123"], {"0007"}),
        (["--where", "発送方法=郵送"], {"0007", "0123"}),
        (["--where", "発送方法!=郵送"], {"0012"}),
    ],
)
def test_members_can_be_chosen(members: Path, words: list[str], numbers: set[str]) -> None:
    made = [
        x for x in noticemerge("merge", members, "--json", *words).json["letters"] if x["status"] == "made"
    ]
    assert {letter["member"] for letter in made} == numbers


def test_names_can_make_folders(members: Path) -> None:
    ran = noticemerge("merge", members, "--json", "--name", "{発送方法}/{会員番号}")
    assert [x["file"] for x in ran.json["letters"]] == [
        "郵送/0007.docx",
        "メール/0012.docx",
        "郵送/0123.docx",
    ]
    assert Path("out/メール/0012.docx").is_file()


def test_the_notice_can_be_in_another_workbook(members: Path) -> None:
    make.workbook(Path("list.xlsx"), notice=None, attachments=None)
    assert noticemerge("merge", "list.xlsx", "--notice", members).exit_code == 0
    assert letter_text(Path("out/0007_株式会社あおば商事.docx"))[3] == "お願いについて（依頼）"


# -- check, fields, preview, init


def test_check_finds_nothing_and_writes_nothing(members: Path) -> None:
    before = files()
    ran = noticemerge("check", members)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-3:] == [
        "直すところはありません。",
        "次に: 文書を作ってください。",
        "  noticemerge merge members.xlsx",
    ]
    assert files() == before


def test_check_tells_every_error_at_once(faulty: Path) -> None:
    make.workbook(faulty, members=[*make.MEMBERS, ("0200", "", "", "", "", "", "", "郵送")])
    ran = noticemerge("check", faulty, "--json")
    assert ran.exit_code == 1
    rooms = {p["code"][:4] for p in ran.json["problems"] if p["severity"] == "error"}
    assert {"NM-T", "NM-A"} <= rooms


def test_fields_shows_what_each_tag_takes_and_what_no_tag_takes(members: Path) -> None:
    ran = noticemerge("fields", members)
    assert ran.exit_code == 0
    lines = [re.sub(" {2,}", " | ", line) for line in ran.stdout.splitlines()]
    assert lines[0] == "タグ | 入るもの | 最初の会員では"
    assert "{{ 会社名 }} | B列「会社名」 | 株式会社あおば商事" in lines
    assert "{{ 宛名 }} | 自動で作ります | 株式会社あおば商事　御中" in lines
    assert any(
        line.startswith("{{ 文書番号 }} | シート 通知 ") and line.endswith("| 協発第1号") for line in lines
    )
    assert "どのタグにも使われない列:" in lines


def test_fields_names_an_unknown_tag(faulty: Path) -> None:
    ran = noticemerge("fields", faulty, "--json")
    assert ran.exit_code == 1
    assert [p["place"]["text"] for p in ran.json["problems"] if p["severity"] == "error"] == [
        "{{ 会社明 }} 様"
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ([], "preview_0007_株式会社あおば商事.docx"),
        (["--member", "0123"], "preview_0123_㈲髙﨑製作所.docx"),
        (["--member", "１２３"], "preview_0123_㈲髙﨑製作所.docx"),
        (["--row", "3"], "preview_0012_A&B商事 ＜東京＞.docx"),
    ],
)
def test_preview_makes_one_letter(members: Path, words: list[str], name: str) -> None:
    before = files()
    ran = noticemerge("preview", members, *words, "-o", ".")
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[-3:] == [
        f"確認用の文書: {name}",
        "次に: 誤りの出やすい文書を確認してください。",
        "  noticemerge preview members.xlsx --hard",
    ]
    assert files() - before == {name}


def test_preview_of_a_member_that_is_not_there_is_an_error(members: Path) -> None:
    before = files()
    ran = noticemerge("preview", members, "--member", "9999")
    assert ran.exit_code == 1
    assert ran.stdout == (
        "【修正が必要です】1件\n"
        "\n"
        "  NM-C05  会員番号が 9999 の会員はいません。\n"
        "      → 会員名簿で番号を確かめるか、--row で行を指定してください。\n"
        "\n"
        "次に: 指定を直して、もう一度入力してください。\n"
        "  noticemerge preview members.xlsx --member （会員番号）\n"
    )
    assert files() == before


def test_init_makes_a_folder_that_merges_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = noticemerge("init", "案内")
    assert ran.exit_code == 0
    assert ran.stdout == (
        f"作成: {Path('案内/members.xlsx')}\n"
        f"作成: {Path('案内/通知.xlsx')}\n"
        f"作成: {Path('案内/templates/request-letter.docx')}\n"
        f"作成: {Path('案内/templates/request-letter-one-page.docx')}\n"
        f"作成: {Path('案内/templates/request-letter-with-slip.docx')}\n"
        f"作成: {Path('案内/templates/mail-body.txt')}\n"
        f"作成: {Path('案内/資料/はじめに.txt')}\n"
        f"作成: {Path('案内/手引き.txt')}\n"
        f"作成: {Path('案内/noticemerge.bat')}\n"
        "\n"
        "次に: 名簿を Excel で、ひな形を Word で整えてから、直すところがないか\n"
        "調べてください。\n"
        "  cd 案内\n"
        "  noticemerge check members.xlsx\n"
    )
    monkeypatch.chdir("案内")
    assert noticemerge("merge", "members.xlsx").exit_code == 0


def test_init_lists_the_seven_documents_for_notepad(tmp_path: Path) -> None:
    noticemerge("init", tmp_path)
    note = (tmp_path / "資料" / "はじめに.txt").read_bytes()
    assert note.startswith(b"\xef\xbb\xbf")
    assert note.count(b"\n") == note.count(b"\r\n")
    sheet = openpyxl.load_workbook(tmp_path / "members.xlsx")["添付資料"]
    listed = [
        word
        for line in note.decode("utf-8-sig").splitlines()
        if line.startswith("  ")
        for word in line.strip().split("　", 1)
    ]
    assert len(listed) == 14
    cells = {str(cell.value) for row in sheet for cell in row}
    assert set(listed) <= cells


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "members.xlsx").write_text("大切な名簿", "utf-8")
    ran = noticemerge("init", tmp_path, "--json")
    assert [entry["written"] for entry in ran.json["files"]] == [False, *[True] * 8]
    assert (tmp_path / "members.xlsx").read_text("utf-8") == "大切な名簿"


def test_where_the_built_in_letter_is_taken_others_that_lie_there_are_named(members: Path) -> None:
    own = Path("templates/request-letter.docx")
    noticemerge("init", "new")
    for name in ("request-letter-one-page.docx", "request-letter-with-slip.docx"):
        shutil.copy(Path("new/templates") / name, own.parent)
    own.rename("templates/ひな形 2024.docx")
    for command in ("check", "merge"):
        told = [said for said in noticemerge(command, members, "--json").told if said[0] == "NM-T16"]
        assert told == [
            (
                "NM-T16",
                "",
                "templates/request-letter.docx がないので、noticemerge に付属のひな形を使います。"
                f"同じフォルダーにほかの Word ファイルがあります: {Path('templates/ひな形 2024.docx')}",
                "このうちのどれかがひな形なら、-t で指定するか、"
                "名前を templates/request-letter.docx に変えてください。",
            )
        ]
    for words in (("-t", "templates/ひな形 2024.docx"), ("-t", "templates/request-letter-one-page.docx")):
        assert "NM-T16" not in noticemerge("check", members, *words, "--json").stdout
    Path("templates/ひな形 2024.docx").rename(own)
    assert "NM-T16" not in noticemerge("check", members, "--json").stdout


def test_a_list_in_the_place_of_a_command_is_shown_behind_one(members: Path) -> None:
    ran = noticemerge(members, "--sheet", "会員名簿")
    assert ran.exit_code == 2
    assert ran.stderr.splitlines() == [
        "エラー: 「members.xlsx」はファイルです。その前にコマンドを書いてください。",
        "次に: 次のように入力してください。",
        "  noticemerge check members.xlsx --sheet 会員名簿",
    ]
