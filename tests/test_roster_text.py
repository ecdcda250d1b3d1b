"""A member list saved as text: its encoding, its delimiter, its rows."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.excel import read_book
from noticemerge.problems import CannotUse
from noticemerge.roster import Roster
from support.program import WORKBOOK, noticemerge
from support.roster import refusal

TEXT = "会員番号,会社名,郵便番号\r\n0001,㈱髙﨑①～,060-0001\r\n"
WRITTEN = {
    "cp932": TEXT.encode("cp932"),
    "utf-8": TEXT.encode("utf-8"),
    "utf-8 with mark": TEXT.encode("utf-8-sig"),
    "utf-16": codecs.BOM_UTF16_LE + TEXT.replace(",", "\t").encode("utf-16-le"),
    "utf-16 big-endian": codecs.BOM_UTF16_BE + TEXT.replace(",", "\t").encode("utf-16-be"),
    "semicolons": TEXT.replace(",", ";").encode("utf-8"),
}


def saved(folder: Path, data: bytes, name: str = "members.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("data", WRITTEN.values(), ids=WRITTEN)
def test_a_list_reads_the_same_in_every_encoding_of_excels(data: bytes, tmp_path: Path) -> None:
    roster = Roster.read(saved(tmp_path, data))
    assert [column.header for column in roster.columns] == ["会員番号", "会社名", "郵便番号"]
    assert [member.texts for member in roster.members] == [("0001", "㈱髙﨑①～", "060-0001")]
    assert [p.code for p in roster.problems] == ["NM-R28"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_named_encoding_needs_no_mark(tmp_path: Path, encoding: str) -> None:
    roster = Roster.read(saved(tmp_path, TEXT.encode(f"{encoding}-le")), encoding=encoding)
    assert [member.texts for member in roster.members] == [("0001", "㈱髙﨑①～", "060-0001")]


def test_text_is_known_by_its_content_though_it_is_called_xlsx(tmp_path: Path) -> None:
    assert len(Roster.read(saved(tmp_path, WRITTEN["cp932"], "members.xlsx")).members) == 1


def test_quoted_line_breaks_and_delimiters_stay_in_their_cell(tmp_path: Path) -> None:
    data = '会員番号,会社名\r\n="0012","Smith, ""A"" & Sons\r\nTokyo"\r\n\r\n0013,次\r\n'.encode()
    roster = Roster.read(saved(tmp_path, data))
    assert [(m.row, *m.texts) for m in roster.members] == [
        (2, "0012", 'Smith, "A" & Sons\nTokyo'),
        (4, "0013", "次"),
    ]


def test_the_first_byte_that_is_no_character_is_named_by_line_and_byte(tmp_path: Path) -> None:
    path = saved(tmp_path, TEXT.encode("cp932") + b"0002," + b"\x85 ,x\r\n")
    with pytest.raises(CannotUse) as refused:
        read_book(path)
    assert refused.value.problem.code == "NM-R16"
    assert {k: refused.value.problem.facts[k] for k in ("encoding", "line", "byte", "sign")} == {
        "encoding": "cp932",
        "line": 3,
        "byte": 6,
        "sign": "0x85",
    }


def test_an_open_quotation_mark_is_named_by_its_line(tmp_path: Path) -> None:
    path = saved(tmp_path, '会員番号,会社名\n1,"開いたまま\n2,x\n'.encode())
    assert refusal(lambda: Roster.read(path)) == "NM-R19"


def test_an_encoding_that_is_named_is_used_and_shift_jis_means_cp932(tmp_path: Path) -> None:
    for encoding, data in (
        ("euc_jp", TEXT.replace("①～", "").replace("㈱髙﨑", "山").encode("euc_jp")),
        ("shift_jis", WRITTEN["cp932"]),
    ):
        assert len(Roster.read(saved(tmp_path, data), encoding=encoding).members) == 1


def test_a_wrong_encoding_name_is_a_wrong_command_line(tmp_path: Path) -> None:
    ran = noticemerge("check", saved(tmp_path, WRITTEN["utf-8"]), "--encoding", "日本語")
    assert ran.exit_code == 2


def test_letters_are_made_from_a_text_list_with_the_notice_of_a_workbook(tmp_path: Path) -> None:
    path = saved(tmp_path, WRITTEN["cp932"])
    ran = noticemerge("merge", path, "--notice", WORKBOOK, "-o", tmp_path / "out")
    assert ran.exit_code == 0
    assert [p.name for p in (tmp_path / "out").glob("*.docx")] == ["0001_㈱髙﨑①～.docx"]


@given(st.text(st.characters(codec="cp932", exclude_characters="\r\n\0¢£¬‖−〜"), min_size=1, max_size=20))
def test_every_character_of_cp932_comes_back_as_python_decodes_it(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    quoted = name.replace('"', '""')
    data = f'会員番号,会社名\n1,"{quoted}x"\n'.encode("cp932")
    shown = [row.cells for row in read_book(saved(tmp_path_factory.mktemp("text"), data)).sheets[0].rows()]
    assert shown[1][1].text == data.decode("cp932").split("\n")[1][3:-1].replace('""', '"')
