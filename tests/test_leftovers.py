"""Members who left and companies that were renamed: what becomes of their old letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticemerge import Run, Selection
from noticemerge.output import State
from noticemerge.output.obsolete_letters import Fate, Leftover, remove
from noticemerge.output.record import fold_path
from support import make
from support.office import HEADER, LETTERS, MEMBERS, Office, codes, letters, states
from support.program import noticemerge

RENAMED = "0001_新社名.docx"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.run()
    return office


def rename_the_first(office: Office) -> None:
    office.members[0] = ("0001", "新社名", None, None, "郵送", "○", None)


def told(office: Office, done: Run) -> list[tuple[str, str, str]]:
    """What is said of files in the output folder."""
    found = [p for p in done.problems if p.code.startswith("NM-W")]
    return [(p.code, Path(p.place.file).relative_to(office.out).as_posix(), p.place.member) for p in found]


def test_without_prune_the_letter_of_a_member_who_left_is_named_and_kept(office: Office) -> None:
    del office.members[0]
    assert told(office, office.run()) == [("NM-W04", LETTERS[0], "0001")]
    assert told(office, office.run()) == [("NM-W04", LETTERS[0], "0001")]
    assert letters(office) == LETTERS


def test_prune_removes_it_and_says_so_once(office: Office) -> None:
    del office.members[0]
    assert told(office, office.run(prune=True)) == [("NM-W14", LETTERS[0], "0001")]
    assert letters(office) == LETTERS[1:]
    assert codes(office.run(prune=True)) == []


def test_prune_removes_it_where_nothing_else_is_to_be_done(office: Office) -> None:
    del office.members[0]
    office.run()
    done = office.run(prune=True)
    assert (codes(done), done.wrote_register) == (["NM-W14"], False)
    assert codes(office.run(prune=True)) == []


def test_prune_refuses_by_name_what_was_edited_and_writes_nothing(office: Office) -> None:
    (office.out / LETTERS[0]).write_bytes(b"edited by hand")
    before = office.files()
    del office.members[:2]
    done = office.run(prune=True, force=True)
    assert told(office, done) == [("NM-W15", LETTERS[0], "0001")]
    assert (done.removed, office.files()) == ([], before)


def test_prune_that_skips_errors_removes_the_others(office: Office) -> None:
    (office.out / LETTERS[0]).write_bytes(b"edited by hand")
    del office.members[:2]
    office.run(prune=True, skip_errors=True)
    assert letters(office) == [LETTERS[0], LETTERS[2]]
    assert (office.out / LETTERS[0]).read_bytes() == b"edited by hand"


def test_prune_removes_the_letter_of_a_member_who_gets_none_any_more(office: Office) -> None:
    office.members[0] = (*MEMBERS[0][:6], "○")
    assert told(office, office.run(prune=True)) == [("NM-W14", LETTERS[0], "0001")]


@pytest.mark.parametrize("chosen", [Selection(only=("0002",)), Selection(where=("発送方法=メール",))])
def test_prune_leaves_the_letters_of_members_who_are_only_not_chosen(
    office: Office, chosen: Selection
) -> None:
    assert codes(office.run(prune=True, selection=chosen)) == []
    assert letters(office) == LETTERS


def test_prune_leaves_files_that_the_program_did_not_make(office: Office) -> None:
    (office.out / "手書き.docx").write_bytes(b"somebody's own")
    del office.members[0]
    office.run(prune=True)
    assert letters(office) == [*LETTERS[1:], "手書き.docx"]


def test_prune_removes_a_folder_that_is_empty_then(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.run(name_pattern="支部/{発送方法}/{会員番号}")
    del office.members[1]
    office.run(name_pattern="支部/{発送方法}/{会員番号}", prune=True)
    assert [p.name for p in (office.out / "支部").iterdir()] == ["郵送"]


def test_the_letter_of_a_renamed_company_takes_the_place_of_its_old_one(office: Office) -> None:
    rename_the_first(office)
    done = office.run()
    assert told(office, done) == [("NM-W12", LETTERS[0], "0001")]
    assert done.problems[0].message == (
        f"The member's letter has a new name, {RENAMED}; this old one was removed."
    )
    assert states(done)[:2] == [("0001", "made"), ("0002", "unchanged")]
    assert letters(office) == [RENAMED, *LETTERS[1:]]
    assert codes(office.run()) == []


def test_a_number_that_excel_robbed_of_its_zeros_is_the_same_member(office: Office) -> None:
    office.members[0] = (1, *MEMBERS[0][1:])
    assert told(office, office.run()) == []
    assert letters(office) == LETTERS


def test_numbers_that_differ_in_a_hyphen_are_two_members(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.members = [("1-12", *MEMBERS[0][1:])]
    office.run()
    office.members = [("11-2", *MEMBERS[1][1:])]
    assert codes(office.run()) == ["NM-W04"]
    assert letters(office) == ["1-12_㈱髙﨑製作所.docx", "11-2_A&B商事.docx"]


def test_a_list_without_numbers_makes_nobody_the_heir_of_another(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.header, office.members = HEADER[1:], [row[1:] for row in MEMBERS]
    office.run()
    office.members[0] = ("新社名", *MEMBERS[0][2:])
    assert codes(office.run()) == ["NM-W04"]


def test_the_edited_letter_of_a_renamed_company_is_kept_beside_the_new_one(office: Office) -> None:
    (office.out / LETTERS[0]).write_bytes(b"edited by hand")
    rename_the_first(office)
    assert told(office, office.run(force=True)) == [("NM-W13", LETTERS[0], "0001")]
    assert letters(office) == sorted([RENAMED, *LETTERS])
    assert (office.out / LETTERS[0]).read_bytes() == b"edited by hand"
    assert codes(office.run(prune=True)) == ["NM-W13"]


def test_another_name_pattern_moves_every_letter(office: Office) -> None:
    done = office.run(name_pattern="{発送方法}/{会員番号}")
    assert codes(done) == ["NM-W12"] * 3
    assert letters(office) == ["メール/0002.docx", "郵送/0001.docx", "郵送/0003.docx"]


def test_an_old_letter_stays_while_the_new_one_is_not_made(office: Office) -> None:
    rename_the_first(office)
    assert told(office, office.run(prune=True, selection=Selection(only=("0002",)))) == [
        ("NM-W16", LETTERS[0], "0001")
    ]
    assert letters(office) == LETTERS
    assert codes(office.run()) == ["NM-W12"]


@pytest.mark.parametrize(
    "name", ["../members.xlsx", "/etc/hostname", "C:/x.docx", "..\\members.xlsx", "\\\\server\\x", ""]
)
def test_a_record_that_names_a_file_outside_the_folder_is_damaged(office: Office, name: str) -> None:
    record = office.out / ".noticemerge" / "state.jsonl"
    whole = record.read_text("utf-8")
    record.write_text(whole.replace(LETTERS[0], name.replace("\\", "\\\\")), "utf-8")
    del office.members[0]
    assert "NM-W08" in codes(office.run(prune=True))
    assert (office.folder / "members.xlsx").exists()


def test_what_became_of_old_letters_is_said_in_japanese(members: Path) -> None:
    noticemerge("merge", members)
    make.workbook(members, members=[("0007", "あおば", *make.MEMBERS[0][2:]), make.MEMBERS[1]])
    ran = noticemerge("merge", members, "--prune", "--json")
    assert ran.exit_code == 0
    assert ran.json["removed"] == ["0007_株式会社あおば商事.docx", "0123_㈲髙﨑製作所.docx"]
    assert ran.told == [
        (
            "NM-W12",
            str(Path("out/0007_株式会社あおば商事.docx")),
            "この会員の文書は新しい名前 0007_あおば.docx になりました。古い文書は削除しました。",
            "",
        ),
        (
            "NM-W14",
            str(Path("out/0123_㈲髙﨑製作所.docx")),
            "この文書を送る会員はもう名簿にないため、削除しました（--prune）。",
            "",
        ),
    ]


def test_a_run_that_only_removed_letters_does_not_say_that_nothing_was_done(members: Path) -> None:
    noticemerge("merge", members)
    make.workbook(members, members=make.MEMBERS[:2])
    noticemerge("merge", members)
    nothing = "前回から変わったところはなく、何も書き込んでいません。"
    assert nothing in noticemerge("merge", members).stdout
    assert nothing not in noticemerge("merge", members, "--prune").stdout
    assert nothing in noticemerge("merge", members, "--prune").stdout


def test_where_a_system_does_not_tell_names_apart_the_new_letter_is_not_taken_for_the_old(
    office: Office,
) -> None:
    old, new = "0002_A&B商事.docx", "0002_a&b商事.docx"
    state = State.read(office.out)
    assert state.is_ours(new, bytes.fromhex(office.files()[old]))
    if not (office.out / new).exists():
        (office.out / new).hardlink_to(office.out / old)
    remove(Leftover(old, "0002", Fate.RENAMED, new, edited=False), office.out, {fold_path(new): new})
    assert (office.out / old).exists()
