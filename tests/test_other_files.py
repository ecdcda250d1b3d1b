"""Files made beside the letters are placed as letters are: whole, known, never over somebody's work."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from noticemerge.output import Finding, MadeFor, NewFile, OtherKind, State, placing, verify
from noticemerge.problems import CannotUse, Problem
from support.program import noticemerge
from support.validator import assert_valid

OUT = Path("out")
NAME = "宛名ラベル.docx"
REGISTER = OUT / "発送台帳.xlsx"
MADE_FOR = (
    MadeFor("0007", "株式会社あおば商事", "1枚目 1番"),
    MadeFor("0012", "=A&B商事 ＜東京＞", "1枚目 2番"),
)
SHEET = "そのほかの作成物"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(data: bytes = b"labels", name: str = NAME, *, force: bool = False) -> list[Problem]:
    with placing(OUT) as files:
        (files.stage / "1").write_bytes(data)
        new = NewFile(name, OtherKind.LABELS, files.stage / "1", MADE_FOR, b"of this")
        return files.place([new], force=force)


def shown_cells() -> list[tuple[object, ...]]:
    """The cells of the sheet, and how they look."""
    sheet = load_workbook(io.BytesIO(REGISTER.read_bytes()))[SHEET]
    return [
        (c.value, *map(repr, (c.font, c.fill, c.border, c.alignment)), c.number_format, c.quotePrefix)
        for row in sheet
        for c in row
    ]


def lines() -> list[list[object]]:
    sheet = load_workbook(REGISTER)[SHEET]
    return [[cell for cell in line if cell is not None] for line in sheet.iter_rows(values_only=True)]


def test_the_register_tells_at_once_of_what_was_made_beside_the_letters(members: Path) -> None:
    noticemerge("merge", members)
    before = load_workbook(REGISTER)
    assert put() == []
    assert (OUT / NAME).read_bytes() == b"labels"
    now = load_workbook(REGISTER)
    assert now.sheetnames == [*before.sheetnames, SHEET]
    for sheet in before:
        assert list(now[sheet.title].values) == list(sheet.values)
    assert [line[3:] for line in lines()[3:]] == [list(to[:3]) for to in MADE_FOR]
    assert_valid(REGISTER)


def test_the_register_of_a_later_merge_tells_of_it_too(members: Path) -> None:
    put()
    assert verify(OUT).problems == []
    ran = noticemerge("merge", members)
    assert (ran.exit_code, len(lines())) == (0, 5)
    assert verify(OUT).problems == []
    told = REGISTER.read_bytes()
    noticemerge("merge", members, "--lang", "ja")
    assert REGISTER.read_bytes() == told
    assert_valid(REGISTER)


def test_made_again_it_is_told_once(members: Path) -> None:
    noticemerge("merge", members)
    put()
    put(b"other labels")
    assert (OUT / NAME).read_bytes() == b"other labels"
    assert len(lines()) == 5
    assert noticemerge("verify").exit_code == 0


def test_merge_and_verify_know_it(members: Path) -> None:
    noticemerge("merge", members)
    put()
    assert noticemerge("merge", members, "--prune").exit_code == 0
    found = verify(OUT)
    assert [(other.name, other.finding) for other in found.others] == [(NAME, Finding.AS_MADE)]
    assert found.counts["unknown"] == 0
    assert "ラベルなど: 作成時のまま 1、" in noticemerge("verify").stdout


def test_what_was_changed_by_hand_is_kept_and_named(members: Path) -> None:
    noticemerge("merge", members)
    put()
    (OUT / NAME).write_bytes(b"mended")
    assert [p.code for p in put(b"new")] == ["NM-W27"]
    assert (OUT / NAME).read_bytes() == b"mended"
    assert [p.code for p in verify(OUT).problems] == ["NM-W30"]
    assert put(b"new", force=True) == []
    assert (OUT / NAME).read_bytes() == b"new"
    assert (OUT / "宛名ラベル_旧.docx").read_bytes() == b"mended"


def test_a_strange_file_in_its_place_is_kept() -> None:
    OUT.mkdir()
    (OUT / NAME).write_bytes(b"strange")
    assert [p.code for p in put()] == ["NM-W28"]
    assert (OUT / NAME).read_bytes() == b"strange"


def test_when_one_is_refused_none_is_placed() -> None:
    put(name="a.docx")
    (OUT / "a.docx").write_bytes(b"mended")
    with placing(OUT) as files:
        new = []
        for name in ("a.docx", "b.docx"):
            (files.stage / name).write_bytes(b"new")
            new.append(NewFile(name, OtherKind.PDF, files.stage / name, MADE_FOR))
        assert [p.code for p in files.place(new)] == ["NM-W27"]
    assert not (OUT / "b.docx").exists()


def test_one_that_is_missing_is_a_warning(members: Path) -> None:
    noticemerge("merge", members)
    put()
    (OUT / NAME).unlink()
    ran = noticemerge("verify")
    assert (ran.exit_code, "NM-W31" in ran.stdout) == (0, True)


@pytest.mark.parametrize("cell", ["C5", "P5"])
def test_a_register_somebody_saved_tells_of_it_too_and_keeps_what_was_written(
    members: Path, cell: str
) -> None:
    noticemerge("merge", members)
    book = load_workbook(REGISTER)
    book.worksheets[0][cell] = "電話で確認"
    book.create_sheet("当番")["A1"] = "佐藤"
    book.save(REGISTER)
    saved = REGISTER.read_bytes()
    assert put() == []
    now = load_workbook(REGISTER)
    assert (now.worksheets[0][cell].value, now["当番"]["A1"].value) == ("電話で確認", "佐藤")
    assert now["発送台帳"]["E5"].number_format == book["発送台帳"]["E5"].number_format
    assert (now.sheetnames, len(lines())) == ([*book.sheetnames, SHEET], 5)
    assert_valid(REGISTER, against=saved)
    # 宛先 is not the clerk's, 発送日 is.
    assert noticemerge("verify").exit_code == (1 if cell == "C5" else 0)
    put(b"other labels")
    assert len(lines()) == 5


def test_a_register_that_cannot_be_read_is_kept_and_made_anew_by_the_next_merge(members: Path) -> None:
    noticemerge("merge", members)
    REGISTER.write_bytes(b"a picture")
    assert [p.code for p in put()] == ["NM-W29"]
    assert REGISTER.read_bytes() == b"a picture"
    assert "NM-W06" in noticemerge("merge", members).stdout
    assert len(lines()) == 5
    assert (OUT / "発送台帳_旧.xlsx").read_bytes() == b"a picture"


def test_it_is_known_to_be_current_as_long_as_it_is_made_of_the_same() -> None:
    put()
    with placing(OUT) as files:
        assert files.is_current(NAME, b"of this")
        assert not files.is_current(NAME, b"of that")
    (OUT / NAME).write_bytes(b"mended")
    with placing(OUT) as files:
        assert not files.is_current(NAME, b"of this")


@pytest.mark.parametrize("last", ["record", "file", "register"])
def test_whatever_instant_it_is_killed_at_nothing_in_the_folder_is_unknown(
    members: Path, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noticemerge("merge", members)
    put()
    moves = {"record": ".noticemerge/state.jsonl", "file": NAME, "register": "発送台帳.xlsx"}
    replace = Path.replace

    def killed(self: Path, target: Path) -> Path:
        done = replace(self, target)
        if Path(target).as_posix().endswith(moves[last]):
            raise KeyboardInterrupt
        return done

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            put(b"new")
    assert {checked.finding for checked in [*verify(OUT).files, *verify(OUT).others]} == {Finding.AS_MADE}
    assert verify(OUT).register.finding is Finding.AS_MADE  # type: ignore[union-attr]
    assert put(b"new") == []
    assert len(lines()) == 5


def test_what_a_run_cut_short_left_for_merge_is_still_known_as_such(members: Path) -> None:
    noticemerge("merge", members)
    state = State.read(OUT)
    name, made = next(iter(state.files.items()))
    made.is_new = True
    state.write(state.files.items())
    put()
    assert State.read(OUT).files[name].is_new


def test_a_record_that_cannot_be_read_is_not_replaced() -> None:
    put()
    (OUT / ".noticemerge" / "state.jsonl").write_bytes(b"[]\n")
    with pytest.raises(CannotUse) as failed:
        put()
    assert failed.value.problem.code == "NM-W22"


def test_the_register_made_with_others_is_the_one_they_are_put_into(members: Path) -> None:
    noticemerge("merge", members)
    put()
    shown = shown_cells()
    state = State.read(OUT)
    state.register = ""
    state.write(state.files.items())
    noticemerge("merge", members)
    assert shown == shown_cells()
