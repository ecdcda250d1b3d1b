"""Letters in the output folder: whole, recognised, never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from noticemerge import CannotUse, LetterTemplate, Notice, Roster, Selection, plan, run
from support import make
from support.office import HEADER, LETTERS, MEMBERS, REGISTER, Office, codes, states
from support.template_maker import letter_file, paragraph, saved
from support.validator import assert_valid
from support.word import letter_text


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_each_member_gets_a_letter_and_the_register_tells_of_all(office: Office) -> None:
    done = office.run()
    assert states(done) == [("0001", "made"), ("0002", "made"), ("0003", "made"), ("0004", "excluded")]
    assert sorted(n for n in office.files() if n.endswith(".docx")) == LETTERS
    assert letter_text(office.out / LETTERS[2])[:4] == [
        "令和5年9月28日",
        "株式会社神𠮷\n葛󠄀城　孝行　様",
        "周知について（依頼）",
        "添付資料",
    ]
    assert office.register() == {
        "0001": ("作成", ""),
        "0002": ("作成", ""),
        "0003": ("作成", ""),
        "0004": ("除外", "送付不要: ○"),
    }


def test_a_second_run_changes_no_byte(office: Office) -> None:
    office.run()
    before = office.files()
    done = office.run()
    assert states(done)[:3] == [("0001", "unchanged"), ("0002", "unchanged"), ("0003", "unchanged")]
    assert office.files() == before
    assert not done.wrote_register


def test_a_changed_cell_changes_that_members_letter_only(office: Office) -> None:
    office.run()
    before = office.files()
    office.members[1] = ("0002", "A&B商事", "経理部", None, "メール", "×", None)
    done = office.run()
    assert states(done)[:3] == [("0001", "unchanged"), ("0002", "made"), ("0003", "unchanged")]
    after = office.files()
    assert [n for n in LETTERS if after[n] != before[n]] == [LETTERS[1]]
    assert office.register()["0001"][0] == "変更なし"


def test_a_letter_edited_by_hand_is_refused_by_name_and_kept(office: Office) -> None:
    office.run()
    edited = office.out / LETTERS[0]
    edited.write_bytes(b"edited by hand")
    before = office.files()
    done = office.run()
    assert [(p.code, p.place.file, p.place.member) for p in done.problems] == [
        ("NM-W02", str(edited), "0001")
    ]
    assert done.outcomes == []
    assert office.files() == before


def test_force_replaces_an_edited_letter_and_puts_it_aside(office: Office) -> None:
    office.run()
    made = (office.out / LETTERS[0]).read_bytes()
    (office.out / LETTERS[0]).write_bytes(b"edited by hand")
    office.run(force=True)
    assert (office.out / LETTERS[0]).read_bytes() == made
    assert (office.out / "0001_㈱髙﨑製作所_旧.docx").read_bytes() == b"edited by hand"


def test_a_strange_file_in_a_letters_place_is_refused(office: Office) -> None:
    office.out.mkdir()
    (office.out / LETTERS[1]).write_bytes(b"somebody's own")
    done = office.run()
    assert codes(done) == ["NM-W03"]
    assert list(office.files()) == [LETTERS[1]]


def test_with_errors_nothing_is_written_not_even_a_folder(office: Office) -> None:
    office.members[1] = ("0002", None, None, None, "郵送", "○", None)
    done = office.run()
    assert "error" in [str(p.severity) for p in done.problems]
    assert not office.out.exists()


def test_skip_errors_makes_the_sound_letters_and_lists_the_others(office: Office) -> None:
    office.members[1] = ("0002", "A社", None, None, "郵送", "たぶん", None)
    done = office.run(skip_errors=True)
    assert states(done)[:3] == [("0001", "made"), ("0002", "error"), ("0003", "made")]
    assert [n for n in office.files() if n.endswith(".docx")] == [LETTERS[0], LETTERS[2]]
    assert office.register()["0002"][0] == "エラー"


def test_an_error_of_the_template_stops_even_a_run_that_skips_errors(office: Office) -> None:
    office.body = paragraph("{{ 会杜名 }}")
    assert codes(office.run(skip_errors=True)) == ["NM-T26"]
    assert not office.out.exists()


def test_a_run_cut_short_is_finished_by_the_next(office: Office) -> None:
    office.run()
    whole = office.files()
    (office.out / LETTERS[2]).unlink()
    stage = office.out / ".noticemerge" / "new-0a1b2c3d"
    stage.mkdir()
    (stage / "000001").write_bytes(b"half a letter")
    office.run()
    assert {n: d for n, d in office.files().items() if n in LETTERS} == {n: whole[n] for n in LETTERS}
    assert not stage.exists()


def test_with_a_lost_record_only_letters_that_would_be_overwritten_are_refused(office: Office) -> None:
    office.run()
    (office.out / ".noticemerge" / "state.jsonl").write_text("{", "utf-8")
    office.members[1] = ("0002", "A&B商事", "経理部", None, "メール", "×", None)
    done = office.run()
    assert [(p.code, p.place.member) for p in done.problems] == [("NM-W08", ""), ("NM-W03", "0002")]


def test_a_lost_record_is_made_anew_where_nothing_changed(office: Office) -> None:
    office.run()
    (office.out / ".noticemerge" / "state.jsonl").write_text("{", "utf-8")
    assert codes(office.run()) == ["NM-W08", "NM-W06"]
    assert codes(office.run()) == []


def test_a_letter_of_a_member_who_left_is_reported_and_kept(office: Office) -> None:
    office.run()
    del office.members[0]
    done = office.run()
    assert [(p.code, p.place.member) for p in done.problems] == [("NM-W04", "0001")]
    assert (office.out / LETTERS[0]).exists()


def test_a_run_for_some_members_keeps_the_letters_and_lines_of_the_others(office: Office) -> None:
    office.run()
    before = office.files()
    done = office.run(selection=Selection(only=("2",)))
    assert states(done)[:3] == [("0001", "unchanged"), ("0002", "unchanged"), ("0003", "unchanged")]
    after = office.files()
    assert {n: after[n] for n in LETTERS} == {n: before[n] for n in LETTERS}
    assert codes(done) == []


def test_where_and_skip_choose_members(office: Office) -> None:
    chosen = {
        ("発送方法=郵送",): ["0001", "0003"],
        ("発送方法!=郵送",): ["0002"],
        ("発送手段=メール",): ["0002"],
    }
    for where, numbers in chosen.items():
        made = office.plan(selection=Selection(where=where))
        assert [letter.number for letter in made.letters if not letter.excluded] == numbers
    made = office.plan(selection=Selection(skip=("1", "0003")))
    assert [letter.number for letter in made.letters if not letter.excluded] == ["0002"]


def test_a_number_or_column_that_is_not_there_is_an_error(office: Office) -> None:
    made = office.plan(selection=Selection(only=("99",), where=("部課名前=x", "発送方法")))
    assert [p.code for p in made.problems if p.code.startswith("NM-S")] == [
        "NM-S01", "NM-S03", "NM-S02",
    ]  # fmt: skip


def test_a_register_with_notes_of_the_clerks_is_kept_beside_the_new_one(office: Office) -> None:
    office.run()
    book = load_workbook(office.out / REGISTER)
    book["発送台帳"]["A1"] = "控え"
    book.save(office.out / REGISTER)
    noted = (office.out / REGISTER).read_bytes()
    office.members.append(("0005", "新会員", None, None, "郵送", "○", None))
    done = office.run()
    assert codes(done) == ["NM-W06"]
    assert (office.out / "発送台帳_旧.xlsx").read_bytes() == noted
    assert "0005" in office.register()


def test_folders_are_made_by_the_name_pattern(office: Office) -> None:
    office.run(name_pattern="{発送方法}/{会員番号}")
    assert [n for n in office.files() if n.endswith(".docx")] == [
        "メール/0002.docx", "郵送/0001.docx", "郵送/0003.docx",
    ]  # fmt: skip


def test_empty_cells_of_an_attachment_column_are_read_as_the_others_mean(office: Office) -> None:
    office.members = [
        (n, c, None, None, "郵送", mark, None) for n, c, mark in [("1", "a", "×"), ("2", "b", None)]
    ]
    made = office.plan()
    assert [[e.label for e in letter.enclosures] for letter in made.letters] == [
        ["資料1"],
        ["資料1", "資料6"],
    ]
    assert [(p.code, p.facts["meaning"]) for p in made.problems] == [("NM-S11", "○")]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (["{{ 添付資料 }}"], ["資料1　チラシ\n資料6　スマホ用電子証明書のご案内（50部）"]),
        (
            ["{%p for 資料 in 添付資料 %}", "・{{ 資料 }}", "{%p endfor %}"],
            ["・資料1　チラシ", "・資料6　スマホ用電子証明書のご案内（50部）"],
        ),
        (['{{ 添付資料|join("、") }}'], ["資料1　チラシ、資料6　スマホ用電子証明書のご案内（50部）"]),
    ],
    ids=["as it is", "an attachment as it is", "joined"],
)
def test_the_list_of_attachments_prints_as_people_write_it(
    office: Office, typed: list[str], printed: list[str]
) -> None:
    office.body = "".join(map(paragraph, ["{{ 件名 }}", *typed, "以上"]))
    office.run()
    letter = office.out / LETTERS[2]
    assert letter_text(letter) == ["周知について（依頼）", *printed, "以上"]
    assert_valid(letter)


def test_a_name_among_words_that_is_empty_for_a_member_is_a_warning_with_the_cell(office: Office) -> None:
    office.body += paragraph("{{ 担当者名 }} 様") + paragraph("{{ 部署 }}")
    found = [(p.place.words(), p.place.member) for p in office.plan().problems if p.code == "NM-S13"]
    assert found == [("members.xlsx 会員名簿 D2", "0001"), ("members.xlsx 会員名簿 D3", "0002")]


def test_columns_that_feed_a_computed_field_or_the_program_are_not_called_unused(office: Office) -> None:
    office.header = (*HEADER[:4], "電話番号", *HEADER[5:])
    assert office.plan().unused == ["電話番号"]


def test_a_misspelt_heading_is_asked_about(office: Office) -> None:
    office.header = ("会員番号", "会社名", "担当部書", *HEADER[3:])
    office.members = [("0001", "甲社", "総務部", None, "郵送", "○", None)]
    found = [(p.code, p.place.words(), p.facts["map"]) for p in office.plan().problems]
    assert found == [("NM-S30", "members.xlsx 会員名簿 C1", "--map 部署=担当部書")]


def test_a_misspelt_heading_that_the_letter_does_not_need_is_only_pointed_out(office: Office) -> None:
    office.header = ("会員番号", "会社名", "担当部書", *HEADER[3:])
    office.body = paragraph("{{ 会社名 }}")
    found = [(p.code, p.place.words(), p.facts["guess"]) for p in office.plan().problems]
    assert found == [("NM-S15", "members.xlsx 会員名簿 C1", "担当部署")]


def test_an_honorific_in_the_cell_and_in_the_letter_is_an_error(office: Office) -> None:
    office.body += paragraph("{{ 会社名 }}　御中") + paragraph("{{ 担当者名 }}様")
    office.members = [
        ("0001", "海山水産　御中", None, "鵜殿", "郵送", "○", None),
        ("0002", "みらい銀行", None, "山田先生", "郵送", "○", None),
    ]
    found = [
        (p.place.words(), p.facts["own"], p.facts["honorific"])
        for p in office.plan().problems
        if p.code == "NM-S16"
    ]
    assert found == [("members.xlsx 会員名簿 B2", "御中", "御中"), ("members.xlsx 会員名簿 D3", "先生", "様")]


@pytest.mark.parametrize(
    ("cell", "printed"),
    [("1000001", "〒100-0001"), ("100-0001", "〒100-0001"), ("〒100-0001", "〒100-0001"), ("", "")],
)
def test_the_addressees_postcode_is_printed_with_its_mark_and_hyphen(
    office: Office, cell: str, printed: str
) -> None:
    office.header = (*HEADER[:2], "郵便番号", *HEADER[3:])
    office.members = [("0001", "甲社", cell, None, "郵送", "○", None)]
    office.body = paragraph("{{ 宛先郵便番号 }}") + paragraph("以上")
    made = office.plan()
    assert letter_text(made.render(made.letters[0]))[:1] == [printed or "以上"]


@pytest.mark.parametrize(
    ("typed", "tag", "behind"),
    [
        ("{{ 宛名 }}様", "{{ 宛名 }}", "様"),
        ("{{宛名}}　御中", "{{宛名}}", "御中"),
        ("{% if 部署 %}{{ 宛名 }} 殿{% endif %}", "{{ 宛名 }}", "殿"),
        ("{{ 宛名 }}　{{ 敬称 }}", "{{ 宛名 }}", "{{ 敬称 }}"),
        ("{{ 担当者名 }}{{ 敬称 }}様", "{{ 敬称 }}", "様"),
        ("{{ 会社名|敬称 }} 御中", "{{ 会社名|敬称 }}", "御中"),
    ],
)
def test_an_honorific_behind_a_tag_that_prints_one_is_an_error(
    office: Office, typed: str, tag: str, behind: str
) -> None:
    office.body += paragraph(typed)
    (told,) = office.plan().general
    assert (told.code, told.facts) == ("NM-T71", {"typed": tag, "honorific": behind})


@pytest.mark.parametrize(
    "typed", ["{{ 宛名 }}", "{{ 担当者名 }}　{{ 敬称 }}", "{{ 担当者名 }}様", "{{ 敬称 }}様式"]
)
def test_one_honorific_is_none_too_many(office: Office, typed: str) -> None:
    office.body += paragraph(typed) + paragraph("様")
    assert office.plan().general == []


@pytest.mark.parametrize("asks", ["if 資料6", "if not 資料6", 'if 部署 != "総務部" and 資料6'])
def test_a_cell_that_says_no_is_a_doubt_where_a_condition_asks_only_whether_it_is_empty(
    office: Office, asks: str
) -> None:
    office.body += paragraph(f"{{% {asks} %}}リーフレットを同封します。{{% endif %}}")
    (told,) = office.plan().problems
    assert (told.code, told.place.words()) == ("NM-S18", "members.xlsx 会員名簿 F3")
    assert told.facts == {"text": "×", "typed": f"{{% {asks} %}}", "name": "資料6"}


def test_a_cell_that_is_compared_is_no_doubt(office: Office) -> None:
    office.body += paragraph('{% if 資料6 == "○" %}リーフレットを同封します。{% endif %}')
    assert office.plan().problems == []


@pytest.mark.parametrize(
    ("line", "text", "code", "severity"),
    [
        ("TEL", "", "NM-S19", "warning"),
        ("件名", "", "NM-S21", "error"),
        ("件名", "　", "NM-S21", "error"),
        ("発信者団体", "", "NM-S21", "error"),
        ("件名", "○○について", "NM-S20", "warning"),
        ("件名", "第　号の件", "NM-S20", "warning"),
    ],
)
def test_a_line_of_the_notice_that_is_not_ready_is_told_and_stops_letters_that_cannot_go_without_it(
    tmp_path: Path, line: str, text: str, code: str, severity: str
) -> None:
    book = make.workbook(tmp_path / "members.xlsx", notice=make.NOTICE | {line: text})
    row = list(make.NOTICE | {line: text}).index(line) + 2

    def told(*words: str) -> list[tuple[str, str, str]]:
        letter = LetterTemplate.read(saved(tmp_path, letter_file("".join(map(paragraph, words)))))
        made = plan(Roster.read(book), letter, Notice.read(book))
        return [(p.code, str(p.severity), p.place.words()) for p in made.general]

    expected = [(code, severity, f"members.xlsx 通知 B{row}")]
    assert told(f"{{{{ {line} }}}}") == expected
    assert told("本文") == []
    asked = f"{{%p if {line} %}}", f"{{{{ {line} }}}}", "{%p endif %}"
    assert told(*asked) == ([] if not text.strip() else expected)


def test_an_error_in_a_column_that_nothing_uses_is_a_note_only(office: Office) -> None:
    office.header = (*HEADER, "計算用")
    office.members = [(*row, "#N/A" if row[0] == "0001" else None) for row in MEMBERS]
    found = [(p.place.words(), str(p.severity)) for p in office.plan().problems]
    assert found == [("members.xlsx 会員名簿 H2", "note")]


def test_an_error_in_a_column_that_names_files_or_chooses_members_stays_an_error(office: Office) -> None:
    office.header = (*HEADER, "地区名簿")
    office.members = [(*row, "#N/A" if row[0] == "0001" else "東") for row in MEMBERS]
    for choices in (
        {"name_pattern": "{地区名簿}/{会員番号}"},
        {"selection": Selection(where=("地区名簿=東",))},
    ):
        found = [(p.place.words(), str(p.severity)) for p in office.plan(**choices).problems]
        assert found == [("members.xlsx 会員名簿 H2", "error")], choices


def test_the_same_input_gives_the_same_bytes_of_every_file(tmp_path: Path) -> None:
    one, other = (Office(tmp_path / name) for name in ("one", "other"))
    for office in (one, other):
        office.folder.mkdir()
        office.run()
    assert one.files() == other.files()
    assert {*LETTERS, REGISTER, ".noticemerge/state.jsonl"} == set(one.files())


@pytest.mark.parametrize(("row", "column", "value"), [(0, 1, "㈱髙﨑"), (1, 3, "山田"), (2, 5, "×")])
def test_whichever_cell_changes_exactly_that_members_letter_does(
    office: Office, row: int, column: int, value: str
) -> None:
    office.run()
    before = {name: office.files()[name] for name in LETTERS}
    member = list(office.members[row])
    member[column] = value
    office.members[row] = tuple(member)
    office.run()
    after = {name: digest for name, digest in office.files().items() if name.endswith(".docx")}
    kept = [name for name in LETTERS if after.get(name) == before[name]]
    assert kept == [name for number, name in enumerate(LETTERS) if number != row]
    assert len(after) == len(LETTERS)


def test_a_cell_that_no_letter_uses_changes_no_letter(office: Office) -> None:
    office.run()
    before = office.files()
    office.members[0] = (*MEMBERS[0][:4], "宅配", *MEMBERS[0][5:])
    done = office.run()
    assert [status for _, status in states(done)][:3] == ["unchanged"] * 3
    assert [name for name, digest in office.files().items() if before[name] != digest] == [
        ".noticemerge/state.jsonl", REGISTER,
    ]  # fmt: skip


def test_what_a_run_cut_short_had_made_is_new_in_the_register_of_the_next(office: Office) -> None:
    def stop(done: int, total: int) -> None:
        if done == total:
            (office.out / LETTERS[2]).mkdir()

    with pytest.raises(CannotUse):
        run(office.plan(), office.out, progress=stop)
    (office.out / LETTERS[2]).rmdir()
    assert [name for name in office.files() if name in LETTERS] == LETTERS[:2]
    assert states(office.run())[:3] == [("0001", "made"), ("0002", "made"), ("0003", "made")]
    assert {state for state, _ in office.register().values()} == {"作成", "除外"}
    assert states(office.run())[:3] == [("0001", "unchanged"), ("0002", "unchanged"), ("0003", "unchanged")]


@pytest.mark.parametrize("left", [b"", b"\0" * 4096])
def test_a_letter_that_a_power_failure_left_empty_is_made_again(office: Office, left: bytes) -> None:
    office.run()
    before = office.files()
    (office.out / LETTERS[1]).write_bytes(left)
    assert codes(office.run()) == []
    assert office.files() == before


def test_a_member_without_a_name_is_an_error_only_where_the_letter_names_members(
    office: Office,
) -> None:
    office.members = [("0005", None, "総務部", None, "郵送", "○", None)]
    assert [(p.code, str(p.severity)) for p in office.plan().problems] == [("NM-A10", "error")]
    office.body = paragraph("{{ 部署 }} 各位")
    assert [(p.code, str(p.severity)) for p in office.plan().problems] == [("NM-A10", "note")]


def test_a_notice_that_is_missing_is_an_error_only_where_the_letter_prints_its_date(tmp_path: Path) -> None:
    members = make.workbook(tmp_path / "members.xlsx", notice=None)
    found = []
    for tag in ("{{ 発信日 }}", "{{ 会社名 }}"):
        made = plan(
            Roster.read(members),
            LetterTemplate.read(saved(tmp_path, letter_file(paragraph(tag)))),
            Notice.read(members),
        )
        found.append([(p.code, str(p.severity)) for p in made.problems])
    assert found == [[("NM-N01", "error")], [("NM-N01", "note")]]
