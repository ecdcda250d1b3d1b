"""A file that is read is never written over, whatever its name is and wherever it lies."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from noticemerge import CannotUse, LetterTemplate, Notice, Roster, plan, run
from noticemerge.output import InputFiles
from support import make
from support.office_stand_in import StandIn
from support.program import noticemerge
from support.windows import symbolic_link

OUT = Path("out")
REGISTER = OUT / "発送台帳.xlsx"
FIRST = OUT / "0007_株式会社あおば商事.docx"
LETTER = Path("templates/request-letter.docx")


def kept(path: Path, *words: str | Path, status: int = 3) -> None:
    """The command is refused for this file, with --force too, and everything stays as it was."""
    before = {p: p.read_bytes() for p in Path().rglob("*") if p.is_file()}
    for added in ((), ("--force",)) if words[0] not in ("check", "preview") else ((),):
        ran = noticemerge(*words, *added, "--json")
        assert (ran.exit_code, [(code, file) for code, file, *_ in ran.told]) == (
            status,
            [("NM-W40", str(path))],
        )
    assert {p: p.read_bytes() for p in Path().rglob("*") if p.is_file()} == before


def placed(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(source, target))


def enclosing(members: Path, file: Path) -> None:
    """A list whose attachment is this file."""
    book = openpyxl.load_workbook(members)
    book["添付資料"]["C1"], book["添付資料"]["C2"] = "ファイル", str(file)
    book.save(members)


def test_a_list_that_is_named_like_the_register(members: Path) -> None:
    kept(REGISTER, "merge", placed(members, REGISTER), "-t", LETTER)
    ran = noticemerge("merge", REGISTER, "-t", LETTER)
    said = "".join(line.strip() for line in ran.stderr.splitlines())
    assert said.startswith(f"エラー NM-W40  {REGISTER}")
    assert (
        "ここには、読み込みに使っている 発送台帳.xlsx があります。このまま作ると上書きになります。"
        "→ -o で別のフォルダーを指定するか、発送台帳.xlsx を別のフォルダーに移してから、"
        "同じコマンドをもう一度実行してください。上書きはしていません。"
    ) in said


def test_a_model_letter_that_has_the_name_of_a_letter(members: Path) -> None:
    kept(FIRST, "merge", members, "-t", placed(LETTER, FIRST))


def test_a_letter_that_was_made_is_taken_for_the_model_letter(members: Path) -> None:
    make.letter(LETTER, "お知らせします。")
    noticemerge("merge", members)
    make.workbook(members, notice={**make.NOTICE, "件名": "次の件名"})
    make.letter(FIRST, "{{ 件名 }}")
    kept(FIRST, "merge", members, "-t", FIRST)


def test_a_model_letter_that_an_old_letter_s_removal_would_take(members: Path) -> None:
    make.letter(LETTER, "お知らせします。")
    noticemerge("merge", members)
    kept(FIRST, "merge", members, "-t", FIRST, "--name", "新_{会員番号}")


def test_the_workbook_of_the_notice_and_a_file_of_the_attachments(members: Path) -> None:
    kept(REGISTER, "merge", members, "--notice", placed(members, REGISTER))
    REGISTER.unlink()
    enclosing(members, FIRST)
    FIRST.write_bytes(b"a leaflet")
    kept(FIRST, "merge", members)


def hard_link(path: Path, target: Path) -> Path:
    os.link(target, path)
    return path


@pytest.mark.parametrize("link", [symbolic_link, hard_link], ids=["symbolic", "hard"])
def test_a_list_under_another_name(members: Path, link: Callable[[Path, Path], Path]) -> None:
    OUT.mkdir()
    link(REGISTER, members)
    kept(REGISTER, "merge", members)
    REGISTER.unlink()
    kept(REGISTER, "merge", link(Path("名簿.xlsx"), placed(members, REGISTER)), "-t", LETTER)


def test_a_folder_that_leads_back_to_the_list(members: Path) -> None:
    Path("list").mkdir()
    placed(members, Path("list/発送台帳.xlsx"))
    symbolic_link(OUT, Path("list"))
    kept(REGISTER, "merge", Path("list/発送台帳.xlsx"), "-t", LETTER)


def test_a_name_in_other_case_is_the_same_file_where_the_disk_says_so(members: Path) -> None:
    placed(members, OUT / "ABC商事.XLSX")
    if not (OUT / "abc商事.xlsx").exists():
        pytest.skip("this disk tells names apart by their case")
    with pytest.raises(CannotUse):
        InputFiles([OUT / "ABC商事.XLSX"]).refuse(OUT / "abc商事.xlsx")


@pytest.mark.parametrize(("command", "file"), [("labels", "宛名ラベル.docx"), ("envelopes", "封筒_長3.docx")])
def test_labels_and_envelopes(members: Path, command: str, file: str) -> None:
    make.workbook(members, members=[make.MEMBERS[0]])
    kept(OUT / file, command, placed(members, OUT / file))
    kept(REGISTER, command, placed(members, REGISTER))


def test_a_letter_that_has_the_name_of_what_is_made_of_the_letters(members: Path) -> None:
    make.workbook(members, members=[make.MEMBERS[0]])
    noticemerge("merge", members, "--name", "印刷用")
    kept(OUT / "印刷用.docx", "bundle")


def test_the_file_to_print_does_not_replace_the_list_of_the_last_merge(members: Path) -> None:
    list_here = placed(members, OUT / "印刷用_目次.csv")
    noticemerge("merge", list_here, "-t", LETTER)
    kept(OUT / "印刷用_目次.csv", "bundle", "--members", list_here)
    assert (OUT / ".noticemerge" / "last.json").exists()
    kept(OUT / "印刷用_目次.csv", "bundle")


def test_drafts_and_sending_leave_the_list_alone(members: Path) -> None:
    make.workbook(members, notice={**make.NOTICE, "E-mail": "jimu@example.jp"})
    noticemerge("merge", members)
    list_here = placed(members, OUT / "メール" / "0123_㈲髙﨑製作所.eml")
    ran = noticemerge("mail", list_here, "-t", LETTER, "--draft", "--force", "--json")
    assert "NM-W40" in [told[0] for told in ran.told] or ran.exit_code == 1
    assert list_here.read_bytes() == members.read_bytes()


def test_the_copies_that_check_writes(members: Path) -> None:
    notice = placed(members, Path("members_確認.xlsx"))
    kept(notice, "check", members, "--notice", notice, "--mark")
    letter = placed(LETTER, Path("文書_確認.docx"))
    placed(LETTER, Path("文書.docx"))
    enclosing(members, letter)
    kept(letter, "check", members, "-t", "文書.docx", "--mark")


def test_the_files_that_preview_writes(members: Path) -> None:
    shown = Path(f"preview_{FIRST.name}")
    kept(shown, "preview", members, "-t", placed(LETTER, shown), "-o", ".")


def test_the_page_of_all_letters(members: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noticemerge.paper.offices.find_office", lambda _wanted="": StandIn())
    page = OUT / "校正.html"
    kept(page, "preview", placed(members, page), "-t", LETTER, "--all")
    page.unlink()
    kept(REGISTER, "preview", placed(members, REGISTER), "-t", LETTER, "--all")


def test_init_writes_over_nothing_not_even_a_link_that_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    symbolic_link(Path("members.xlsx"), tmp_path / "away.xlsx")
    noticemerge("init", ".")
    assert Path("members.xlsx").is_symlink()
    assert not Path("away.xlsx").exists()


def test_the_library_refuses_it_too(members: Path) -> None:
    placed(members, REGISTER)
    letters = plan(Roster.read(REGISTER), LetterTemplate.read(LETTER), Notice.read(REGISTER))
    with pytest.raises(CannotUse) as refused:
        run(letters, OUT, force=True, skip_errors=True)
    assert (refused.value.problem.code, refused.value.problem.place.file) == ("NM-W40", str(REGISTER))


def test_a_list_in_the_output_folder_under_a_name_of_its_own_is_no_trouble(members: Path) -> None:
    list_here = placed(members, OUT / "members.xlsx")
    placed(LETTER, OUT / "文書.docx")
    assert noticemerge("merge", list_here, "-t", OUT / "文書.docx").exit_code == 0
    assert noticemerge("envelopes", list_here).exit_code == 0
