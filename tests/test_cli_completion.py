"""What a shell gets when the Tab key is pressed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from support.program import noticemerge, noticemerge_process

SHELLS = ("bash", "zsh", "fish", "powershell")
JAPANESE = {"LC_ALL": "ja_JP.UTF-8"}


def completed(shell: str, *words: str, **env: str) -> str:
    """The answer to the Tab key behind `words`, of which the last is not finished."""
    told = {
        "_NOTICEMERGE_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(words).rstrip(),
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    ran = noticemerge_process(env={**told, **env})
    assert (ran.exit_code, ran.stderr) == (0, "")
    return ran.stdout.replace("\r\n", "\n")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_begins_with_where_to_put_it(shell: str) -> None:
    first, line, *script = noticemerge("completion", shell).stdout.splitlines()
    assert first.startswith("# いつも使えるようにするには、")
    assert line.startswith("#   ")
    assert f"noticemerge completion {shell}" in line
    assert f"{shell}_complete" in "\n".join(script)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no bash")
def test_the_script_is_one_that_the_shell_can_read() -> None:
    script = noticemerge("completion", "bash").stdout
    done = subprocess.run(["bash", "-n"], input=script.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_for_programs_the_script_is_in_the_object() -> None:
    ran = noticemerge("completion", "bash", "--json")
    assert ran.json["shell"] == "bash"
    assert "complete -o nosort" in ran.json["script"]


def test_commands_are_completed() -> None:
    assert completed("bash", "noticemerge", "") == "".join(
        f"plain,{name}\n"
        for name in (
            "init",
            "fields",
            "check",
            "preview",
            "merge",
            "bundle",
            "pdf",
            "labels",
            "envelopes",
            "mail",
            "verify",
            "explain",
            "completion",
        )
    )
    assert completed("bash", "noticemerge", "m") == "plain,merge\nplain,mail\n"


def test_options_are_completed() -> None:
    assert completed("bash", "noticemerge", "check", "--ma") == "plain,--map\nplain,--mark\n"


@pytest.mark.parametrize("words", [("check", "mem"), ("merge", "a.xlsx", "-t", "te"), ("verify", "")])
def test_files_are_left_to_the_shell(words: tuple[str, ...]) -> None:
    assert completed("bash", "noticemerge", *words).startswith("file,")


def test_words_to_choose_from_are_completed() -> None:
    assert completed("bash", "noticemerge", "completion", "p") == "plain,powershell\n"
    assert (
        completed("bash", "noticemerge", "check", "a.xlsx", "--hidden", "") == "plain,include\nplain,skip\n"
    )


def test_what_it_means_is_told_in_the_language_of_the_computer() -> None:
    assert completed("zsh", "noticemerge", "mer", **JAPANESE) == "plain\nmerge\n文書と発送台帳を作ります。\n"
    told = completed("zsh", "noticemerge", "check", "--fo", "--mark", **JAPANESE)
    assert "Word のコメント" in told


def test_powershell_is_told_in_characters_that_every_code_page_has() -> None:
    told = completed("powershell", "noticemerge", "mer", **JAPANESE)
    assert told == "plain\nmerge\nMake the letters and the register.\n"


def test_completing_loads_no_heavy_library() -> None:
    script = (
        "import sys\nfrom noticemerge.cli import main\n"
        "try: main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    env = {
        **os.environ,
        "_NOTICEMERGE_COMPLETE": "bash_complete",
        "COMP_WORDS": "noticemerge m",
        "COMP_CWORD": "1",
    }
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "plain,merge\nplain,mail\n"
    assert {"openpyxl", "lxml", "docx"}.isdisjoint(done.stderr.split())
