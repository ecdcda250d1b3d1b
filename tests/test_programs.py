"""The page for programmers: its example runs, and it names all that programs are told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from support.program import ROOT, noticemerge

PAGE = (ROOT / "docs" / "programs.md").read_text("utf-8")
CALLS = (
    ("init", "."),
    ("fields", "members.xlsx"),
    ("check", "members.xlsx", "--mark", "--fix"),
    ("preview", "members.xlsx"),
    ("preview", "members.xlsx", "-o", "look"),
    ("merge", "members.xlsx"),
    ("labels", "members.xlsx"),
    ("envelopes", "members.xlsx"),
    ("verify",),
    ("completion", "bash"),
    ("check", "nothing.xlsx"),
)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_python_example_makes_the_letters(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    shutil.copy(ROOT / "members.xlsx.example", ".")
    shutil.copytree(ROOT / "templates", "templates")
    exec(compile(code, "programs.md", "exec"), {})
    last = capsys.readouterr().out.splitlines()[-1]
    made = int(re.search(r"'made': (\d+)", last)[1])
    assert made == len(list(Path("out").glob("*.docx"))) > 0
    assert last.endswith(str(Path("out/発送台帳.xlsx")))


def test_every_exit_status_is_described() -> None:
    from noticemerge.cli.report import Exit

    assert set(map(int, re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE))) == set(Exit)


def test_every_key_of_the_json_object_is_described() -> None:
    described = set(re.findall(r"`(\w+)`", PAGE))
    for call in CALLS:
        assert keys(noticemerge(*call, "--json").json) - described == set(), call


def keys(value: object) -> set[str]:
    """Every key of an object, however deep, but for the names of statuses and severities."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()
