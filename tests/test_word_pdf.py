"""PDF by Word, on Windows without LibreOffice. Word is stood in for: what is held is what we do with it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from noticemerge.paper import find_office
from noticemerge.paper import word as word_module
from noticemerge.paper.libreoffice import LibreOffice
from noticemerge.paper.word import Word
from noticemerge.problems import CannotUse

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="Windows runs no script of a shell, which the stand-in for Word is"
)

WRITES = """
(folder / "word.pid").write_text("4711")
for number in range(count):
    (folder / f"{number}.pdf").write_bytes(b"PDF of " + (folder / f"{number}.docx").read_bytes())
"""
HEAD = """
import sys, time
from pathlib import Path
words = sys.argv[1:]
script, folder, count, archive = words[words.index("-File") + 1:]
folder, count = Path(folder), int(count)
(Path(__file__).parent / "words").write_text(chr(10).join([*words[:5], archive, Path(script).name]))
(Path(__file__).parent / "script").write_bytes(Path(script).read_bytes())
"""


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the stand-ins, the only one on the path; taskkill notes what it is asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program(
        folder / "taskkill", f"open({str(folder / 'killed')!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))"
    )
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(path: Path, script: str) -> Path:
    code = path.with_suffix(".py")
    code.write_text(f"import sys\n{script}", "utf-8")
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{code}" "$@"\n', "utf-8")
    path.chmod(0o755)
    return path


def powershell(folder: Path, script: str) -> Word:
    return Word(program(folder / "powershell", HEAD + script), "Word.Application.16")


def test_files_go_to_one_word_and_come_back_as_pdf(there: Path) -> None:
    word = powershell(there, WRITES)
    assert word.converted([b"a", b"b"]) == ([b"PDF of a", b"PDF of b"], "-")
    assert (there / "words").read_text().splitlines() == [
        "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", "no", "convert.ps1"
    ]  # fmt: skip
    word.converted([b"a"], options={"SelectPdfVersion": 2})
    assert (there / "words").read_text().splitlines()[5] == "yes"


def test_the_script_is_one_that_windows_powershell_reads_as_it_is(there: Path) -> None:
    powershell(there, WRITES).converted([b"a"])
    script = (there / "script").read_bytes()
    assert script.startswith(b"\xef\xbb\xbf")
    text = script.decode("utf-8-sig")
    assert text.count("{") == text.count("}") and text.count("(") == text.count(")")
    # Opened for reading, without a question; closed and ended without saving.
    assert "Documents.Open($source, $false, $true, $false)" in text
    assert "DisplayAlerts = 0" in text and ".Close(0)" in text and ".Quit(0)" in text


def test_a_file_that_word_cannot_read_is_left_out_and_said(there: Path) -> None:
    word = powershell(
        there,
        '(folder / "word.pid").write_text("4711"); (folder / "0.pdf").write_bytes(b"x")\n'
        '(folder / "1.failed").write_text("x"); print("1 This file is damaged.")',
    )
    assert word.converted([b"a", b"b"]) == ([b"x", None], "1 This file is damaged.")


def test_word_that_waits_for_an_answer_is_ended_and_only_that_word(
    there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_module, "_EACH", 0.5)
    word = powershell(there, '(folder / "word.pid").write_text("4711\\n"); time.sleep(60)')
    with pytest.raises(CannotUse) as raised:
        word.converted([b"a"])
    assert raised.value.problem.code == "NM-P23"
    assert (there / "killed").read_text().splitlines() == ["/F /PID 4711"]


def test_what_was_made_before_word_hung_is_kept(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_module, "_EACH", 0.6)
    word = powershell(
        there,
        '(folder / "word.pid").write_text("4711")\n'
        'time.sleep(0.4); (folder / "0.pdf").write_bytes(b"x"); time.sleep(60)',
    )
    assert word.converted([b"a", b"b"])[0] == [b"x", None]


def test_time_begins_anew_with_every_file(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_module, "_EACH", 1.0)
    word = powershell(
        there,
        '(folder / "word.pid").write_text("4711")\n'
        'for n in range(count): time.sleep(0.5); (folder / f"{n}.pdf").write_bytes(b"x")',
    )
    assert word.converted([b"a"] * 4)[0] == [b"x"] * 4


def test_word_that_cannot_be_started_is_said(there: Path) -> None:
    word = powershell(there, 'print("Retrieving the COM class factory failed"); sys.exit(3)')
    with pytest.raises(CannotUse) as raised:
        word.converted([b"a"])
    assert raised.value.problem.code == "NM-P24"
    assert "COM class factory" in raised.value.problem.message


def test_word_is_taken_where_libreoffice_is_not_or_when_it_is_asked_for(
    there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = powershell(there, WRITES)
    libre = LibreOffice(program(there / "soffice", 'print("LibreOffice 7.4")'))
    monkeypatch.setattr(Word, "found", lambda: word)
    monkeypatch.setattr(LibreOffice, "found", lambda: None)
    assert find_office() is word
    monkeypatch.setattr(LibreOffice, "found", lambda: libre)
    assert find_office() is libre
    assert find_office("word") is word
    monkeypatch.setattr(LibreOffice, "found", lambda: None)
    with pytest.raises(CannotUse) as raised:
        find_office("libreoffice")
    assert raised.value.problem.code == "NM-P29"


def test_libreoffice_that_does_not_start_is_said_with_its_cure(
    there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LibreOffice, "found", lambda: LibreOffice(there / "nowhere"))
    with pytest.raises(CannotUse) as raised:
        find_office()
    assert raised.value.problem.code == "NM-P27"


def test_where_windows_knows_no_word_there_is_none() -> None:
    assert Word.found() is None
