"""The noticemerge.bat of a new folder: a prompt there by a double click, a list that is dropped onto it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from noticemerge.cli import windows_prompt
from support.program import noticemerge

ON_WINDOWS = pytest.mark.skipif(os.name != "nt", reason="batch files are run by cmd.exe of Windows")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that `init` has made."""
    monkeypatch.chdir(tmp_path)
    noticemerge("init", "案内 2024")
    return tmp_path / "案内 2024"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_it_is_a_text_of_code_page_932_with_the_line_ends_of_windows(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    noticemerge("init", ".", lang=lang)
    data = Path("noticemerge.bat").read_bytes()
    lines = data.decode("cp932").split("\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == len(lines) - 1
    switched = lines.index("chcp 932 > nul")
    # Whatever code page the console has, what stands before it means the same.
    assert all(line.isascii() for line in lines[: switched + 1])
    missing = "noticemerge が見つかりません。事務局の手引きの「準備」のとおりに入れてください。"
    said = [f"if errorlevel 9009 echo {missing}"] if lang == "ja" else []
    assert [line for line in lines if not line.isascii()] == said


def test_the_program_is_called_by_its_place_where_it_is_not_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "100% 総務" / "noticemerge.exe"
    started.parent.mkdir()
    started.write_bytes(b"")
    monkeypatch.setattr(windows_prompt, "_IS_WINDOWS", True)
    monkeypatch.setattr(sys, "argv", [str(started.with_suffix(""))])
    monkeypatch.setenv("PATH", str(tmp_path))
    said = windows_prompt.prompt_file().decode("cp932")
    assert f'"{str(started).replace("%", "%%")}" %*\r\n' in said


def run_by_cmd(bat: Path, *words: str | Path, **env: str) -> tuple[int, str]:
    """What cmd says when Explorer has it open the file with these words; the prompt gets no input."""
    quoted = " ".join(f'"{word}"' for word in words)
    scripts = Path(sys.executable).parent / "Scripts"
    done = subprocess.run(
        f'cmd /d /c ""{bat}" {quoted}"',
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "LANG": "ja_JP.UTF-8", "PATH": f"{scripts};{os.environ['PATH']}", **env},
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout.decode("cp932", "replace")


@ON_WINDOWS
def test_opened_it_shows_the_first_screen_and_a_prompt_in_its_folder(folder: Path) -> None:
    _, said = run_by_cmd(folder / "noticemerge.bat")
    assert "noticemerge" in said
    assert f"{folder}>" in said


@ON_WINDOWS
@pytest.mark.parametrize("name", ["members.xlsx", "名簿 (1).xlsx", "A&B会員.xlsx"])
def test_a_list_that_is_dropped_onto_it_is_checked(folder: Path, name: str) -> None:
    dropped = (folder / "members.xlsx").replace(folder.parent / name)
    _, said = run_by_cmd(folder / "noticemerge.bat", dropped)
    assert re.search(r"会員名簿:.*会員数20", re.sub(r"\s", "", said)), said
    assert f"{folder}>" in said


@ON_WINDOWS
def test_what_is_typed_in_its_folder_reaches_the_program(folder: Path) -> None:
    status, said = run_by_cmd(folder / "noticemerge.bat", "--version")
    assert (status, said.split()[0]) == (0, "noticemerge")
    assert run_by_cmd(folder / "noticemerge.bat", "check", "none.xlsx")[0] == 3
    assert run_by_cmd(folder / "noticemerge.bat", NOTICEMERGE_PROMPT="1")[0] in (0, 2)


@ON_WINDOWS
def test_without_the_program_it_says_so(folder: Path) -> None:
    _, said = run_by_cmd(folder / "noticemerge.bat", PATH=r"C:\windows\system32")
    assert "noticemerge が見つかりません。" in said
