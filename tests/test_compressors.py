"""A machine without ISA-L makes the same letters in other bytes, and knows those of a machine that has it."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from noticemerge.template import COMPRESSOR
from support import make
from support.office import contents
from support.program import Ran, noticemerge_process
from support.validator import assert_valid

OUT = Path("out")


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine for which there is no wheel of ISA-L."""
    (tmp_path / "no-wheel" / "isal").mkdir(parents=True)
    (tmp_path / "no-wheel" / "isal" / "__init__.py").write_text("raise ImportError('no wheel')\n", "utf-8")
    before = os.environ.get("PYTHONPATH", "")
    return {"PYTHONPATH": os.pathsep.join(filter(None, [str(tmp_path / "no-wheel"), before]))}


def merge(members: Path, out: Path = OUT, env: dict[str, str] | None = None) -> Ran:
    done = noticemerge_process("--lang", "ja", "merge", members, "-o", out, env=env)
    assert done.exit_code == 0
    return done


def compressor(out: Path = OUT) -> str:
    """What the record says the letters were compressed by."""
    last = (out / ".noticemerge" / "state.jsonl").read_text("utf-8").splitlines()[-1]
    return str(json.loads(last)["compressor"])


def words(letter: Path) -> dict[str, bytes]:
    """The members of a letter, uncompressed."""
    with zipfile.ZipFile(letter) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_letters_say_the_same_and_word_opens_them(members: Path, elsewhere: dict[str, str]) -> None:
    merge(members)
    merge(members, Path("there"), elsewhere)
    assert [compressor(), compressor(Path("there"))] == [COMPRESSOR, "zlib"]
    letters = sorted(OUT.glob("*.docx"))
    assert letters
    for letter in letters:
        assert words(Path("there") / letter.name) == words(letter)
        assert_valid(Path("there") / letter.name)


@pytest.mark.parametrize("last", ["remembered", "forgotten"])
def test_a_rerun_there_touches_nothing(members: Path, elsewhere: dict[str, str], last: str) -> None:
    merge(members)
    made = contents(OUT)
    if last == "forgotten":
        (OUT / ".noticemerge" / "last.json").unlink()
    assert "文書: 作成 0、変更なし 3、除外 0、エラー 0" in merge(members, env=elsewhere).stdout
    assert contents(OUT) == made


def test_a_cell_that_changed_changes_that_members_letter_alone(
    members: Path, elsewhere: dict[str, str]
) -> None:
    merge(members)
    made = contents(OUT)
    number, _, *rest = make.MEMBERS[0]
    make.workbook(members, members=[(number, "改称株式会社", *rest), *make.MEMBERS[1:]])
    assert "文書: 作成 1、変更なし 2、除外 0、エラー 0" in merge(members, env=elsewhere).stdout
    kept = [name for name, data in contents(OUT).items() if made.get(name) == data]
    assert len(kept) == len(make.MEMBERS) - 1
    assert compressor() == "zlib"
    assert noticemerge_process("verify", OUT).exit_code == 0
