"""What README.md shows is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from support.program import ROOT, noticemerge

README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_example_makes_the_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    shutil.copy(ROOT / "members.xlsx.example", tmp_path)
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    last = capsys.readouterr().out.splitlines()[-1]
    made = int(re.search(r"'made': (\d+)", last)[1])
    assert made == len(list(Path("out").glob("*.docx"))) > 0
    assert last.endswith(str(Path("out/発送台帳.xlsx")))


def test_every_command_of_the_program_is_described() -> None:
    described = set(re.findall(r"^    noticemerge (\w+)", README, re.MULTILINE))
    shown = re.search(r"Commands:\n(.*)", noticemerge("--help", lang="en").stdout, re.DOTALL)[1]
    assert described == set(re.findall(r"^  (\w+)", shown, re.MULTILINE))


def test_every_exit_status_is_described() -> None:
    from noticemerge.cli.report import Exit

    assert set(map(int, re.findall(r"^\| (\d+) \|", README, re.MULTILINE))) == set(Exit)


def test_the_two_commands_are_those_that_are_run_before_a_change_is_taken() -> None:
    commands = re.findall(r"^```sh\n(.*)\n```", README, re.MULTILINE)
    assert [bool(re.match("python3 -m venv .*noticemerge merge", commands[0]))] == [True]
    assert [bool(re.match("python3 -m venv .*pytest", commands[1]))] == [True]
