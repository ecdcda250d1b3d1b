"""bundle: all letters of a folder in one file to print, nobody forgotten, in the order that was asked for."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from noticemerge.output import verify
from support.hard import hard_letter
from support.letters_in_one import texts_of
from support.make import HEADER, MEMBERS, workbook
from support.program import noticemerge
from support.validator import assert_valid

OUT = Path("out")
BUNDLE = OUT / "印刷用.docx"
INDEX = OUT / "印刷用_目次.csv"
FILES = ("0007_株式会社あおば商事.docx", "0012_A&B商事 ＜東京＞.docx", "0123_㈲髙﨑製作所.docx")


def order() -> list[str]:
    """The members in the file to print, by the first line of each letter."""
    texts = texts_of(BUNDLE.read_bytes(), "word/document.xml")
    return [text.split()[1] for text in texts if text.startswith("番号")]


@pytest.fixture
def merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with letters that say whose they are."""
    monkeypatch.chdir(tmp_path)
    from support import make

    make.workbook(Path("members.xlsx"))
    make.letter(Path("templates/request-letter.docx"), "番号 {{ 会員番号 }}", "{{ 会社名 }} 御中")
    assert noticemerge("merge", "members.xlsx").exit_code == 0
    return OUT


def index() -> list[dict[str, str]]:
    with INDEX.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def edit(name: str) -> None:
    document = docx.Document(str(OUT / name))
    document.add_paragraph("手で足した一文")
    document.save(str(OUT / name))


def test_all_letters_are_in_one_file_in_the_order_of_the_list(merged: Path) -> None:
    ran = noticemerge("bundle")
    assert ran.exit_code == 0, ran.stdout
    assert order() == ["0007", "0012", "0123"]
    assert_valid(BUNDLE)
    assert ran.stdout.splitlines()[:3] == [
        "文書: 印刷ファイルに3通、手で直したため別 0通、対象外 0通",
        f"印刷するファイル: {BUNDLE}（3通）",
        f"目次: {INDEX}",
    ]


def test_the_index_says_whose_letter_is_where(merged: Path) -> None:
    noticemerge("bundle")
    assert [(line["会員番号"], line["文書"], line["Wordの印刷範囲"]) for line in index()] == [
        (name[:4], name, f"s{number}") for number, name in enumerate(FILES, 1)
    ]


def test_the_register_tells_of_it_and_verify_and_merge_know_it(merged: Path) -> None:
    noticemerge("bundle")
    lines = list(load_workbook(OUT / "発送台帳.xlsx")["そのほかの作成物"].values)
    assert [line[0::5] for line in lines if line[3] == "0012"] == [("印刷用", "2通目（印刷範囲 s2）")]
    assert lines[-1][1] == INDEX.name and not any(lines[-1][3:])
    assert verify(OUT).problems == []
    assert noticemerge("merge", "members.xlsx").exit_code == 0
    assert noticemerge("verify").exit_code == 0


def test_the_same_letters_give_the_same_file(merged: Path) -> None:
    noticemerge("bundle")
    first = BUNDLE.read_bytes()
    noticemerge("bundle")
    assert BUNDLE.read_bytes() == first


def test_another_order_and_a_condition_are_those_of_the_list(merged: Path) -> None:
    noticemerge("bundle", "--order", "郵便番号")
    assert order() == ["0012", "0007", "0123"]
    ran = noticemerge("bundle", "--where", "発送方法=郵送")
    assert order() == ["0007", "0123"]
    assert "対象外 1通" in ran.stdout


def test_the_list_is_that_of_the_last_merge_wherever_it_is(merged: Path) -> None:
    shutil.move("members.xlsx", "名簿.xlsx")
    assert noticemerge("bundle", "--where", "発送方法=郵送").exit_code == 3
    assert noticemerge("bundle", "--where", "発送方法=郵送", "--members", "名簿.xlsx").exit_code == 0
    assert noticemerge("merge", "名簿.xlsx").exit_code == 0
    assert noticemerge("bundle", "--where", "発送方法=郵送").exit_code == 0
    assert order() == ["0007", "0123"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--from", "9999"], "NM-P08"),
        (["--where", "発送方法=郵便"], "NM-S07"),
        (["--where", "発送=郵送"], "NM-S08"),
        (["--order", "発送"], "NM-P11"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_written(merged: Path, words: list[str], code: str) -> None:
    ran = noticemerge("bundle", *words, "--json")
    assert [told[0] for told in ran.told] == [code]
    assert ran.exit_code == 1
    assert not BUNDLE.exists()


def test_printing_begins_again_where_it_stopped(merged: Path) -> None:
    assert noticemerge("bundle", "--from", "12").exit_code == 0
    assert [path.name for path in sorted(OUT.glob("印刷用*"))] == [
        "印刷用_0012から.docx",
        "印刷用_0012から_目次.csv",
    ]
    texts = texts_of((OUT / "印刷用_0012から.docx").read_bytes(), "word/document.xml")
    assert [text for text in texts if text.startswith("番号")] == ["番号 0012", "番号 0123"]


def test_what_is_printed_from_a_letter_on_stands_beside_the_whole(merged: Path) -> None:
    noticemerge("bundle", "--from", "0012")
    noticemerge("bundle")
    names = ["印刷用.docx", "印刷用_0012から.docx", "印刷用_0012から_目次.csv", "印刷用_目次.csv"]
    assert sorted(path.name for path in merged.glob("印刷用*")) == names


def test_a_file_to_print_of_letters_as_they_were_then_is_taken_away_and_said(merged: Path) -> None:
    noticemerge("bundle", "--from", "0012")
    first, second, (number, _, *rest) = MEMBERS
    workbook(Path("members.xlsx"), members=[first, second, (number, "株式会社新社名", *rest)])
    noticemerge("merge", "members.xlsx", "--prune")
    ran = noticemerge("bundle")
    assert "古くなったため消したもの: 印刷用_0012から.docx、印刷用_0012から_目次.csv" in ran.stdout
    assert sorted(path.name for path in merged.glob("印刷用*")) == ["印刷用.docx", "印刷用_目次.csv"]
    assert noticemerge("verify").exit_code == 0


def test_an_old_file_to_print_that_was_edited_stays_and_is_not_asked_for_again(merged: Path) -> None:
    noticemerge("bundle", "--from", "0012")
    edit("印刷用_0012から.docx")
    first, second, (number, _, *rest) = MEMBERS
    workbook(Path("members.xlsx"), members=[first, second, (number, "株式会社新社名", *rest)])
    assert "noticemerge bundle" in noticemerge("merge", "members.xlsx", "--prune").stdout
    assert "noticemerge bundle" not in noticemerge("bundle").stdout
    assert (OUT / "印刷用_0012から.docx").exists()


def test_a_file_to_print_in_which_a_new_member_is_missing_is_old(merged: Path) -> None:
    noticemerge("bundle", "--where", "発送方法=郵送")
    assert verify(OUT).problems == []
    _, _, *rest = MEMBERS[0]
    workbook(Path("members.xlsx"), members=[*MEMBERS, ("0999", "株式会社新会員", *rest)])
    noticemerge("merge", "members.xlsx")
    assert [(p.code, Path(p.place.file).name) for p in verify(OUT).problems] == [("NM-P26", "印刷用.docx")]


def test_a_member_number_that_no_file_can_have_is_no_folder(merged: Path) -> None:
    workbook(Path("members.xlsx"), members=[(f"A/{row[0]}", *row[1:]) for row in MEMBERS])
    noticemerge("merge", "members.xlsx", "--prune")
    ran = noticemerge("bundle", "--from", "A/0012")
    assert ran.exit_code == 0, ran.stdout
    assert (OUT / "印刷用_A_0012から.docx").exists()


def test_the_command_to_type_again_is_without_what_was_wrong(merged: Path) -> None:
    ran = noticemerge("bundle", "--from", "9999", "--duplex")
    assert ran.stdout.endswith("  noticemerge bundle --from （会員番号） --duplex\n")


def test_a_program_that_was_asked_for_and_is_not_there_is_named(
    merged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("noticemerge.paper.offices.Word.found", lambda: None)
    ran = noticemerge("bundle", "--pdf", "--with", "word")
    assert (ran.exit_code, "NM-P29" in ran.stderr, "Word が見つかりません" in ran.stderr) == (3, True, True)


def test_a_letter_edited_by_hand_is_left_out_and_its_place_is_named(merged: Path) -> None:
    edit(FILES[1])
    ran = noticemerge("bundle")
    assert ran.exit_code == 0
    assert order() == ["0007", "0123"]
    assert f"NM-P03  {OUT / '0012_A&B商事 ＜東京＞.docx'}（会員 0012）" in ran.stdout
    said = "".join(ran.stdout.split())
    assert "0007_株式会社あおば商事と0123_㈲髙﨑製作所の間に入れてください" in said
    assert "手で直したため別 1通" in ran.stdout
    assert [line["備考"] for line in index()] == [
        "",
        "手で直した文書です。これだけ別に印刷してください。",
        "",
    ]


def test_when_all_are_edited_nothing_is_written(merged: Path) -> None:
    for name in FILES:
        edit(name)
    ran = noticemerge("bundle", "--json")
    assert ran.exit_code == 1
    assert [told[0] for told in ran.told] == ["NM-P03", "NM-P03", "NM-P03", "NM-P15"]
    assert not BUNDLE.exists()


def test_a_letter_that_is_missing_stops_it(merged: Path) -> None:
    (OUT / FILES[0]).unlink()
    ran = noticemerge("bundle", "--json")
    assert ran.exit_code == 1
    assert [told[:2] for told in ran.told] == [("NM-P02", str(OUT / FILES[0]))]
    assert not BUNDLE.exists()


def test_a_member_who_left_is_not_printed_and_it_is_said(merged: Path) -> None:
    workbook(Path("members.xlsx"), members=MEMBERS[1:])
    noticemerge("merge", "members.xlsx")
    ran = noticemerge("bundle", "--json")
    assert ran.exit_code == 0
    assert [told[:2] for told in ran.told] == [("NM-P05", str(OUT / FILES[0]))]
    assert order() == ["0012", "0123"]


def test_a_member_whose_letter_could_not_be_made_is_named(merged: Path) -> None:
    from support import make

    make.letter(Path("templates/request-letter.docx"), "番号 {{ 会員番号 }}", "{{ 役職|金額 }}")
    sound = [(*member[:3], "1", *member[4:]) for member in MEMBERS]
    workbook(Path("members.xlsx"), members=sound)
    assert noticemerge("merge", "members.xlsx").exit_code == 0
    broken = [
        (*MEMBERS[0][:3], "部長", *MEMBERS[0][4:]),
        *sound[1:],
        ("0200", "丁社", "", "部長", "", "", "", ""),
    ]
    workbook(Path("members.xlsx"), members=broken)
    assert noticemerge("merge", "members.xlsx", "--skip-errors").exit_code == 1
    ran = noticemerge("bundle", "--json")
    assert ran.exit_code == 0
    assert [told[:2] for told in ran.told] == [
        ("NM-P05", str(OUT / FILES[0])), ("NM-P06", "out"), ("NM-P06", "out")
    ]  # fmt: skip
    assert [p["place"]["member"] for p in ran.json["problems"]] == ["0007", "0007", "0200"]
    assert order() == ["0012", "0123"]


def test_one_that_was_edited_and_kept_by_merge_is_not_forgotten(merged: Path) -> None:
    edit(FILES[0])
    workbook(
        Path("members.xlsx"), members=[(*MEMBERS[0][:-1], "メール"), *MEMBERS[1:]], notice={"件名": "別の件"}
    )
    noticemerge("merge", "members.xlsx", "--skip-errors")
    ran = noticemerge("bundle", "--json")
    assert [told[:2] for told in ran.told] == [("NM-P03", str(OUT / FILES[0]))]


def test_a_run_for_one_member_leaves_the_others_at_their_places(merged: Path) -> None:
    workbook(Path("members.xlsx"), members=[MEMBERS[0], (*MEMBERS[1][:6], "札幌市", "郵送"), MEMBERS[2]])
    noticemerge("merge", "members.xlsx", "--only", "0123")
    noticemerge("bundle")
    assert order() == ["0007", "0012", "0123"]


def test_letters_of_two_model_letters_are_in_two_files_in_their_order(merged: Path) -> None:
    hard_letter(Path("another.docx"))
    noticemerge("merge", "members.xlsx", "-t", "another.docx", "--only", "0123")
    ran = noticemerge("bundle", "--json")
    assert [file["file"] for file in ran.json["files"]] == ["印刷用_001-002.docx", "印刷用_003-003.docx"]
    for path in OUT.glob("印刷用_*.docx"):
        assert_valid(path)
    noticemerge("merge", "members.xlsx", "-t", "templates/request-letter.docx")
    noticemerge("bundle")
    assert [path.name for path in OUT.glob("印刷用*.docx")] == ["印刷用.docx"]


def test_many_letters_are_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    members = [(f"{number:04d}", f"会社{number}", "", "", "", "", "", "") for number in range(1, 502)]
    workbook(Path("members.xlsx"), header=HEADER, members=members)
    from support import make

    make.letter(Path("templates/request-letter.docx"), "番号 {{ 会員番号 }}")
    noticemerge("merge", "members.xlsx")
    ran = noticemerge("bundle", "--json")
    assert ran.json["files"] == [
        {"file": "印刷用_001-500.docx", "letters": 500}, {"file": "印刷用_501-501.docx", "letters": 1}
    ]  # fmt: skip
    texts = texts_of((OUT / "印刷用_001-500.docx").read_bytes(), "word/document.xml")
    assert [text for text in texts if text.startswith("番号")] == [
        f"番号 {number:04d}" for number in range(1, 501)
    ]
    assert_valid(*OUT.glob("印刷用*.docx"))


def test_a_bundle_that_was_edited_is_not_replaced_unasked(merged: Path) -> None:
    noticemerge("bundle")
    document = docx.Document(str(BUNDLE))
    document.add_paragraph("書き込み")
    document.save(str(BUNDLE))
    ran = noticemerge("bundle", "--json")
    assert (ran.exit_code, [told[0] for told in ran.told]) == (1, ["NM-W27"])
    assert noticemerge("bundle", "--force").exit_code == 0
    assert (OUT / "印刷用_旧.docx").exists()


def test_verify_says_when_letters_were_made_anew_since(merged: Path) -> None:
    noticemerge("bundle")
    workbook(
        Path("members.xlsx"), members=[(MEMBERS[0][0], "株式会社あおば商事", *MEMBERS[0][2:]), *MEMBERS[1:]]
    )
    noticemerge("merge", "members.xlsx", "--set", "件名=新しい件名")
    assert verify(OUT).problems == []  # the model letter does not say the subject
    edit(FILES[0])
    assert [p.code for p in verify(OUT).problems] == ["NM-W18", "NM-P26"]


@pytest.mark.parametrize("folder", ["nothing", "empty"])
def test_a_folder_without_letters_is_said_and_left_as_it_is(merged: Path, folder: str) -> None:
    Path("empty").mkdir()
    ran = noticemerge("bundle", folder)
    assert ran.exit_code == 3
    assert "NM-W21" in ran.stderr
    assert Path("empty").is_dir() and not any(Path("empty").iterdir()) and not Path("nothing").exists()


def test_a_pdf_beside_its_letter_is_no_fault(merged: Path) -> None:
    (OUT / "0007_株式会社あおば商事.pdf").write_bytes(b"%PDF-1.7")
    (OUT / "0012_A&B商事 ＜東京＞.PDF").write_bytes(b"%PDF-1.7")
    assert verify(OUT).problems == []
    (OUT / "別の文書.pdf").write_bytes(b"%PDF-1.7")
    assert [p.code for p in verify(OUT).problems] == ["NM-W20"]
