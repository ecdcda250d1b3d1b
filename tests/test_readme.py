"""What the READMEs say first is true, and both say the same."""

from __future__ import annotations

import re

from support.program import ROOT, noticemerge

ENGLISH = (ROOT / "README.md").read_text("utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text("utf-8")


def named(page: str) -> set[str]:
    """The commands that a page names."""
    return set(
        re.findall(r"noticemerge ([a-z]+)(?= |`|\n)", "\n".join(blocks(page, "sh", "powershell", "inline")))
    )


def blocks(page: str, *kinds: str) -> list[str]:
    """What is to be typed: in blocks of these kinds, or within a sentence."""
    found = [
        m[1] for kind in kinds for m in re.finditer(rf"^```{kind}\n(.*?)```", page, re.MULTILINE | re.DOTALL)
    ]
    return found + (re.findall(r"`(noticemerge [^`\n]+)`", page) if "inline" in kinds else [])


def test_both_readmes_name_every_command() -> None:
    shown = re.search(r"Commands:\n(.*?)(?:\n\n|\Z)", noticemerge("--help", lang="en").stdout, re.DOTALL)[1]
    every = set(re.findall(r"^  ([a-z]+)", shown, re.MULTILINE))
    assert every <= named(ENGLISH) == named(JAPANESE)


def test_both_readmes_set_up_by_the_same_lines() -> None:
    for start in ("python3 -m venv", "py -m venv"):
        lines = [
            [
                line
                for line in "\n".join(blocks(page, "sh", "powershell")).splitlines()
                if line.startswith(start)
            ]
            for page in (ENGLISH, JAPANESE)
        ]
        assert len(lines[0]) == 2
        assert lines[0] == lines[1]


def test_the_japanese_readme_is_linked_in_the_first_lines() -> None:
    assert "](README.ja.md)" in "\n".join(ENGLISH.splitlines()[:4])


def test_the_two_commands_are_those_that_are_run_before_a_change_is_taken() -> None:
    commands = [block.strip() for block in blocks(ENGLISH, "sh")[:2]]
    assert [bool(re.match("python3 -m venv .*noticemerge merge members.xlsx.example$", commands[0]))] == [
        True
    ]
    assert [bool(re.match("python3 -m venv .*pytest -n auto$", commands[1]))] == [True]
