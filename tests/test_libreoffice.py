"""PDF and pictures by LibreOffice: found where it is installed, and its failures said with the cure.

What is tested of it stands in for the program, but for one test, which tells what this machine has.
"""

from __future__ import annotations

import os
import struct
import sys
import zlib
from pathlib import Path

import pytest

from noticemerge.paper import libreoffice
from noticemerge.problems import CannotUse, use_language
from support.program import make_plan

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 144]>>endobj
4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 144]>>endobj
trailer<</Root 1 0 R>>
"""
WRITES = """
from pathlib import Path
here = Path(__file__).parent
folder, *sources = sys.argv[sys.argv.index("--outdir") + 1:]
for source in sources:
    Path(folder, Path(source).stem + ".pdf").write_bytes((here / "a.pdf").read_bytes())
(here / "words").write_text(chr(10).join(sys.argv[1:]))
"""


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without LibreOffice; returns the only folder on its path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(libreoffice, "_usual_places", lambda: iter(()))
    use_language("ja")
    return folder


def stand_in(folder: Path, script: str) -> Path:
    """A program called soffice that runs this script."""
    (folder / "a.pdf").write_bytes(PDF)
    code = folder / "soffice.py"
    code.write_text(f"import sys, time\n{script}", "utf-8")
    if os.name == "nt":
        program = folder / "soffice.cmd"
        program.write_text(f'@"{sys.executable}" "{code}" %*\n', "utf-8")
        return program
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{code}" "$@"\n', "utf-8")
    program.chmod(0o755)
    return program


def told(error: pytest.ExceptionInfo[CannotUse]) -> tuple[str, str, str]:
    problem = error.value.problem
    return problem.code, problem.message, problem.hint


def test_all_letters_are_made_by_one_start_with_a_profile_of_its_own(nowhere: Path) -> None:
    stand_in(nowhere, WRITES)
    assert libreoffice.as_pdf({"甲 社": b"docx", "𠮷": b"docx"}) == {"甲 社": PDF, "𠮷": PDF}
    words = (nowhere / "words").read_text().splitlines()
    assert words[0].startswith("-env:UserInstallation=file:///")
    assert words[1:4] == ["--headless", "--convert-to", "pdf"]
    assert [Path(word).name for word in words[6:]] == ["0.docx", "1.docx"]


def test_without_libreoffice_the_cure_is_said(nowhere: Path) -> None:
    with pytest.raises(CannotUse) as raised:
        libreoffice.as_pdf({"a": b""})
    assert told(raised) == (
        "NM-C20",
        "PDF や画像を作るのに使う LibreOffice が、このパソコンに見つかりません。",
        "LibreOffice（https://www.libreoffice.org）をインストールしてください。または、--pdf や --image の"
        "代わりに -o を使い、文書を Word で開いてください。",
    )


def test_what_libreoffice_says_is_told_when_it_makes_nothing(nowhere: Path) -> None:
    program = stand_in(nowhere, "print('Error: source file could not be loaded')")
    with pytest.raises(CannotUse) as raised:
        libreoffice.as_pdf({"a": b""})
    assert told(raised)[:2] == (
        "NM-C21",
        "LibreOffice で文書を PDF にできませんでした。"
        "LibreOffice の表示: Error: source file could not be loaded",
    )
    assert raised.value.problem.place.file == str(program)


def test_one_that_does_not_end_is_stopped(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_LONGEST", 1)
    monkeypatch.setattr(libreoffice, "_MORE", 0)
    stand_in(nowhere, "time.sleep(600)")
    with pytest.raises(CannotUse) as raised:
        libreoffice.as_pdf({"a": b""})
    assert told(raised) == (
        "NM-C22",
        "LibreOffice が 1 秒以内に完了しなかったため、中止しました。",
        "ほかの作業が終わってからもう一度実行するか、--hard の代わりに --member で1通だけにしてください。",
    )


def test_one_that_cannot_be_started_is_said(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = nowhere / "soffice.txt"
    broken.write_text("no program", "utf-8")
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: broken)
    with pytest.raises(CannotUse) as raised:
        libreoffice.as_pdf({"a": b""})
    assert told(raised)[0] == "NM-C21"


@pytest.mark.parametrize(
    ("platform", "variables", "place"),
    [
        ("win32", {"ProgramFiles": "{}"}, "LibreOffice/program/soffice.com"),
        ("win32", {"LOCALAPPDATA": "{}"}, "Programs/LibreOffice/program/soffice.com"),
        (
            "darwin",
            {"HOME": "{}", "USERPROFILE": "{}"},
            "Applications/LibreOffice.app/Contents/MacOS/soffice",
        ),
    ],
)
def test_it_is_found_where_its_installer_puts_it(
    platform: str, variables: dict[str, str], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice.shutil, "which", lambda name: None)
    monkeypatch.setattr(libreoffice.sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(tmp_path))
    program = tmp_path / place
    program.parent.mkdir(parents=True)
    program.write_bytes(b"")
    assert libreoffice.find_libreoffice() == program


def test_each_page_is_a_picture_as_large_as_the_page() -> None:
    pages = list(libreoffice.pages(PDF))
    assert len(pages) == 2
    for page in pages:
        assert page.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack(">II", page[16:24]) == (150, 300)  # 1 inch × 2 inches
        at = page.index(b"IDAT")
        size = int.from_bytes(page[at - 4 : at], "big")
        rows = zlib.decompress(page[at + 4 : at + 4 + size])
        assert len(rows) == 300 * (1 + 3 * 150)
        assert set(rows) == {0, 255}  # white paper, no filter


def test_this_machine_draws_a_letter_or_says_what_it_lacks() -> None:
    made = make_plan()
    letter = made.render(made.letters[0])
    if libreoffice.find_libreoffice():
        drawn = libreoffice.as_pdf({"0001": letter})["0001"]
        assert len(list(libreoffice.pages(drawn))) == 2
    else:
        with pytest.raises(CannotUse) as raised:
            libreoffice.as_pdf({"0001": letter})
        assert told(raised)[0] == "NM-C20"
