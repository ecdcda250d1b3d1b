"""`noticemerge verify`: what stands in the folder is what was made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from noticemerge.output import State
from support import make
from support.program import Ran, noticemerge

FIRST, SECOND, THIRD = (
    "0007_株式会社あおば商事.docx", "0012_A&B商事 ＜東京＞.docx", "0123_㈲髙﨑製作所.docx",
)  # fmt: skip
REGISTER = "発送台帳.xlsx"
OUT = Path("out")


@pytest.fixture
def made(members: Path) -> Path:
    assert noticemerge("merge", members).exit_code == 0
    return members


def found(ran: Ran) -> dict[str, str]:
    return {letter["file"]: letter["status"] for letter in ran.json["letters"]}


def test_all_is_as_it_was_made(made: Path) -> None:
    ran = noticemerge("verify", OUT)
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout == (
        "文書: 作成時のまま 3、変更あり 0、見つからない 0、ほかのファイル 0\n"
        "作成後の変更はありません。内容の確認が済んでいれば、発送できます。\n"
    )


def test_without_a_folder_it_looks_into_out(made: Path) -> None:
    assert noticemerge("verify").stdout == noticemerge("verify", "out").stdout


def test_in_english(made: Path) -> None:
    assert noticemerge("verify", OUT, lang="en").stdout == (
        "Letters: as made 3, edited 0, missing 0, unknown files 0\n"
        "Nothing was changed since it was made. What you have looked over can go out.\n"
    )


def test_each_file_that_is_not_as_it_was_made_is_named(made: Path) -> None:
    make.letter(OUT / FIRST, "手で直した文")
    (OUT / SECOND).unlink()
    (OUT / "控え").mkdir()
    (OUT / "控え" / "メモ.docx").write_bytes(b"x")
    ran = noticemerge("verify", OUT)
    assert ran.exit_code == 1
    assert ran.stdout == (
        "【作成後に変更があります】3件\n"
        "\n"
        f"  NM-W18  {OUT / FIRST}（会員 0007）\n"
        "      作ったあとで変更されています。\n"
        "      → 自分で直したものなら、このまま送れます。覚えがなければ、どこが\n"
        "         変わったかを確かめてください。作ったときのものに戻すには、別の場所に\n"
        "         移してから merge をもう一度実行します。\n"
        f"  NM-W19  {OUT / SECOND}（会員 0012）\n"
        "      作ったファイルが、なくなっています。\n"
        "      → merge をもう一度実行すると、作り直されます。\n"
        f"  NM-W20  {OUT / '控え' / 'メモ.docx'}\n"
        "      noticemerge が作ったファイルではありません。\n"
        "      → 文書と関係のないものなら、別のフォルダーに移してください。\n"
        "\n"
        "文書: 作成時のまま 1、変更あり 1、見つからない 1、ほかのファイル 1\n"
        "次に: それぞれの「→」のとおりにしてください。\n"
    )


def test_for_programs_each_letter_has_its_finding(made: Path) -> None:
    make.letter(OUT / FIRST, "手で直した文")
    (OUT / SECOND).unlink()
    (OUT / "メモ.docx").write_bytes(b"x")
    ran = noticemerge("verify", OUT, "--json")
    assert (ran.exit_code, ran.json["status"]) == (1, "error")
    assert found(ran) == {FIRST: "edited", SECOND: "missing", THIRD: "as_made", "メモ.docx": "unknown"}
    assert [letter["member"] for letter in ran.json["letters"]] == ["0007", "0012", "0123", ""]
    assert ran.json["counts"]["letters"] == {"as_made": 1, "edited": 1, "missing": 1, "unknown": 1}
    assert ran.json["register"] == {"file": str(OUT / REGISTER), "status": "as_made"}
    assert ran.json["folder"] == str(OUT)


@pytest.mark.parametrize(("edit", "status"), [(True, "edited"), (False, "missing")])
def test_the_register_is_looked_at_too(made: Path, edit: bool, status: str) -> None:
    (OUT / REGISTER).write_bytes(b"x") if edit else (OUT / REGISTER).unlink()
    ran = noticemerge("verify", OUT, "--json")
    assert (ran.exit_code, ran.json["register"]["status"]) == (1, status)
    assert [problem["place"]["file"] for problem in ran.json["problems"]] == [str(OUT / REGISTER)]


def test_what_systems_and_word_leave_about_is_no_unknown_file(made: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", f"~${FIRST[2:]}"):
        (OUT / name).write_bytes(b"x")
    assert noticemerge("verify", OUT).exit_code == 0


def test_a_letter_put_aside_by_force_is_an_unknown_file(made: Path) -> None:
    make.letter(OUT / FIRST, "手で直した文")
    noticemerge("merge", made, "--force")
    assert found(noticemerge("verify", OUT, "--json"))["0007_株式会社あおば商事_旧.docx"] == "unknown"


def test_a_letter_that_was_renamed_is_known_as_what_it_is(made: Path) -> None:
    (OUT / FIRST).rename(OUT / "別名.docx")
    told = {place: (code, message) for code, place, message, _ in noticemerge("verify", OUT, "--json").told}
    assert told["out/別名.docx"] == ("NM-W48", f"文書 {FIRST} の名前が変わったものです。")
    assert told[f"out/{FIRST}"][0] == "NM-W19"


def test_a_run_cut_short_is_told_of(made: Path) -> None:
    state = State.read(OUT)
    state.files[FIRST].is_new = True
    state.write(state.files.items())
    ran = noticemerge("verify", OUT, "--json")
    assert ran.exit_code == 1
    assert ran.told == [
        (
            "NM-W17",
            "out",
            "このフォルダーへの前回の実行は、途中で止まったか、まだ続いています。",
            "merge をもう一度実行すると、残りが作られます。",
        )
    ]


def test_verify_writes_nothing(made: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [OUT, *OUT.rglob("*")]}
    noticemerge("verify", OUT)
    assert {path: path.stat().st_mtime_ns for path in [OUT, *OUT.rglob("*")]} == before


def test_without_letters_there_is_nothing_to_send(made: Path) -> None:
    make.workbook(made, members=(("0999", "株式会社ほか", "", "", "", "100-0001", "東京都港区1-1", "郵送"),))
    assert noticemerge("merge", made, "--prune").exit_code == 0
    make.workbook(made, members=(("0999", "", "", "", "", "100-0001", "東京都港区1-1", "郵送"),))
    (OUT / "0999_株式会社ほか.docx").unlink()
    noticemerge("merge", made, "--skip-errors")
    ran = noticemerge("verify", OUT)
    assert ran.exit_code == 1
    assert ran.stdout == (
        "【確かめる文書がありません】1件\n"
        "\n"
        "  NM-W36  out\n"
        "      このフォルダーには文書がありません。\n"
        "      → 先に noticemerge merge で文書を作成してください。\n"
        "\n"
        "文書: 作成時のまま 0、変更あり 0、見つからない 0、ほかのファイル 0\n"
        "次に: それぞれの「→」のとおりにしてください。\n"
    )


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_without_a_record_is_exit_status_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    if there:
        OUT.mkdir()
    ran = noticemerge("verify", OUT, "--json")
    assert ran.exit_code == 3
    assert ran.told == [
        (
            "NM-W21",
            "out",
            "このフォルダーには、文書を作った記録がありません。",
            "先に noticemerge merge で文書を作ってください。ほかのフォルダーに作ったときは、そのフォルダー"
            "（-o で指定したもの。中に .noticemerge フォルダーがあります）を指定してください。",
        )
    ]
    assert OUT.exists() == there


@pytest.mark.parametrize(
    "record", ["{", "[]", '{"files": {}}', "\0\0", json.dumps({"files": [], "register": ""})]
)
def test_a_damaged_record_is_exit_status_3(made: Path, record: str) -> None:
    (OUT / ".noticemerge" / "state.jsonl").write_text(record, "utf-8")
    ran = noticemerge("verify", OUT, "--json")
    assert ran.exit_code == 3
    assert ran.told == [
        (
            "NM-W22",
            "out",
            "このフォルダーの作成記録が読めないため、文書が作成時のままかどうかを確かめられません。"
            "文書そのものには手を加えていません。",
            "merge をもう一度実行してください。記録が作り直され、"
            "いま作るものと違う文書は、名前を挙げてお知らせします。",
        )
    ]
