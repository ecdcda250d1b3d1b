"""Names, paths and line ends as Windows has them; what is no matter of Windows alone is tried everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from noticemerge.output import State
from support import make
from support.office import REGISTER, contents
from support.program import noticemerge

OUT = Path("out")
ON_WINDOWS = pytest.mark.skipif(os.name != "nt", reason="a rule of Windows")
RESERVED = ("CON", "nul", "Com1", "LPT9", "AUX.株式会社", "PRN ", "CONIN$")


def letters(folder: Path = OUT) -> list[str]:
    """The names of the letters in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".docx")


def merged(members: Path, names: tuple[str, ...], *words: str | Path) -> int:
    """Make letters for members of these names, named by them alone."""
    listed = [(f"{n:04d}", name, "", "", "", "", "", "郵送") for n, name in enumerate(names, 1)]
    make.workbook(members, members=listed)
    return noticemerge("merge", members, "--name", "{会社名}", *words).exit_code


def test_members_named_like_devices_get_files(members: Path) -> None:
    assert merged(members, RESERVED) == 0
    assert len(letters()) == len(RESERVED)
    assert all((OUT / name).is_file() and (OUT / name).stat().st_size > 1000 for name in letters())
    assert noticemerge("verify").exit_code == 0


def test_names_that_differ_by_case_alone_are_two_letters(members: Path) -> None:
    names = ("ABC商事", "abc商事", "ＡＢＣ商事", "Ａbc商事")
    assert merged(members, names) == 0
    assert len({name.casefold() for name in letters()}) == len(names)
    assert noticemerge("verify", "--json").json["counts"]["letters"]["as_made"] == len(names)


def test_a_name_that_changes_its_case_alone_keeps_its_letter(members: Path) -> None:
    merged(members, ("ABC商事",))
    assert merged(members, ("Abc商事",)) == 0
    assert [name.casefold() for name in letters()] == ["abc商事.docx"]
    assert noticemerge("verify").exit_code == 0


@pytest.mark.parametrize(
    "name", ["終わりに点.", "終わりに空白 ", "コロン:の社", 'い"ろ<は>', "円\\マーク/社", "縦|棒?*"]
)
def test_names_that_windows_forbids_are_written_another_way(members: Path, name: str) -> None:
    assert merged(members, (name,)) == 0
    (made,) = letters()
    assert not set('\\/:*?"<>|') & set(made)
    assert not Path(made).stem.endswith((".", " "))
    assert noticemerge("verify").exit_code == 0


# -- how long a path may be


def folder_for(letter: str, units: int) -> Path:
    """An output folder in which the whole path of this letter has so many UTF-16 units."""
    left = units - len(str(Path("x").absolute())) - len(letter)
    return Path("x" * 60, "y" * (left - 61))


@ON_WINDOWS
@pytest.mark.parametrize(("units", "codes"), [(259, []), (260, ["NM-W07"])])
def test_the_longest_path_of_a_letter(members: Path, units: int, codes: list[str]) -> None:
    letter = "会員" + "あ" * 60 + ".docx"
    make.workbook(members, members=[("1", letter.removesuffix(".docx"), "", "", "", "", "", "郵送")])
    folder = folder_for(letter, units)
    ran = noticemerge("merge", members, "-o", folder, "--name", "{会社名}", "--json")
    assert len(str((folder / letter).absolute())) == units
    assert [told[0] for told in ran.told] == codes
    assert (folder / letter).is_file() == (not codes)


@ON_WINDOWS
def test_an_output_folder_whose_own_path_leaves_no_room_for_the_work(members: Path) -> None:
    folder = folder_for("", 245)
    (told,) = noticemerge("merge", members, "-o", folder, "--name", "{会員番号}", "--json").told
    assert told[:2] == ("NM-W25", str(folder))
    assert not Path("x" * 60).exists()


# -- drives


@pytest.fixture
def other_drive() -> Iterator[Path]:
    """A folder on another drive than that of the working folder."""
    here = Path.cwd().drive.casefold()
    for letter in "DEFGHIJKLMNOPQRSTUVWXYZC":
        drive = Path(f"{letter}:\\")
        below = (drive / "tmp", drive)
        if f"{letter}:".casefold() != here and drive.is_dir():
            for folder in below:
                if folder.is_dir() and os.access(folder, os.W_OK):
                    with tempfile.TemporaryDirectory(dir=folder, prefix="案内") as name:
                        yield Path(name)
                    return
    pytest.skip("this Windows has one drive")


@ON_WINDOWS
def test_list_and_letters_on_two_drives(members: Path, other_drive: Path) -> None:
    noticemerge("merge", members, "-o", "undisturbed")
    out = other_drive / "out"
    ran = noticemerge("merge", members, "-o", out)
    assert ran.exit_code == 0
    assert contents(out) == contents(Path("undisturbed"))
    assert noticemerge("merge", members, "-o", out).exit_code == 0
    # The list of the last merge is found from the other drive.
    assert noticemerge("bundle", out, "--where", "発送方法=郵送").exit_code == 0
    assert noticemerge("init", other_drive / "新年度").stdout.splitlines()[-2].startswith("  pushd ")


@ON_WINDOWS
def test_a_path_that_is_relative_to_a_drive_or_comes_from_its_root(members: Path) -> None:
    here = Path.cwd()
    assert noticemerge("merge", f"{here.drive}members.xlsx", "-o", str(here / "out")[2:]).exit_code == 0
    assert len(letters()) == 3


@ON_WINDOWS
def test_paths_that_begin_with_two_backslashes(members: Path) -> None:
    here = f"\\\\?\\{Path.cwd()}"
    ran = noticemerge("merge", f"{here}\\{members}", "-o", f"{here}\\out")
    assert ran.exit_code == 0, ran.stdout + ran.stderr
    assert len(letters()) == 3
    assert noticemerge("verify", f"{here}\\out").exit_code == 0


@ON_WINDOWS
def test_a_share_that_cannot_be_reached_is_told(members: Path) -> None:
    share = r"\\no-such-server\共有"
    assert [told[0] for told in noticemerge("check", rf"{share}\会員名簿.xlsx", "--json").told] == ["NM-R01"]
    assert [told[0] for told in noticemerge("merge", members, "-o", share, "--json").told] == ["NM-W24"]
    assert [told[0] for told in noticemerge("verify", share, "--json").told] == ["NM-W21"]


# -- line ends


def test_a_list_with_the_line_ends_of_windows_is_that_with_others(members: Path) -> None:
    rows = ["会員番号,会社名,部署", '0007,"株式会社\nあおば",総務部', "0012,A&B商事,", ""]
    for name, end in (("windows.csv", "\r\n"), ("unix.csv", "\n"), ("mac.csv", "\r")):
        Path(name).write_bytes(end.join(rows).replace("\n", end).replace("\r\r", "\r").encode("cp932"))
        assert noticemerge("merge", name, "--notice", members, "-o", Path(name).stem).exit_code == 0
    made = {stem: contents(Path(stem)) for stem in ("windows", "unix", "mac")}
    for found in made.values():
        found.pop(REGISTER)
        found.pop(".noticemerge/state.jsonl")
    assert made["windows"] == made["unix"] == made["mac"]


def test_the_record_has_one_kind_of_line_end_wherever_it_is_written(members: Path) -> None:
    noticemerge("merge", members)
    record = (OUT / ".noticemerge" / "state.jsonl").read_bytes()
    assert b"\r" not in record
    assert not State.read(OUT).damaged


@ON_WINDOWS
def test_what_is_redirected_is_text_of_windows_in_its_code_page(members: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env["PYTHONPATH"] = os.pathsep.join(sys.path)
    words = [sys.executable, "-m", "noticemerge", "--lang", "ja", "check", str(members)]
    done = subprocess.run(words, capture_output=True, env=env, check=False)
    said = done.stdout.decode("cp932")
    assert "会員名簿: members.xlsx" in said
    assert said.count("\n") == said.count("\r\n")
