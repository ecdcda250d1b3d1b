"""A file that another program holds for a moment is tried again; one that it goes on holding is told."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from noticemerge.excel import patiently, reason_of
from noticemerge.output import State, digest_of
from noticemerge.problems import use_language
from support import make
from support.office import REGISTER, contents
from support.program import noticemerge
from support.windows import held_by_another_program

OUT = Path("out")
FIRST = OUT / "0007_株式会社あおば商事.docx"
RECORD = OUT / ".noticemerge" / "state.jsonl"
ON_WINDOWS = pytest.mark.skipif(os.name != "nt", reason="only Windows locks files that are open")


class HeldError(PermissionError):
    """As Windows refuses a file that another program has open."""

    def __init__(self, *names: str, number: int = 32) -> None:
        super().__init__(errno.EACCES, "held", *names[:1])
        self.winerror = number


def failing(times: int, action: Callable[..., Any], error: Callable[[], OSError]) -> Callable[..., Any]:
    """The action, which another program prevents so many times."""
    left = [times]

    def tried(*words: Any, **named: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise error()
        return action(*words, **named)

    return tried


# -- the waiting itself, with a clock of its own


@pytest.mark.parametrize("number", [5, 32, 33, 1224])
@pytest.mark.parametrize("times", [0, 1, 3, 8])
def test_what_is_held_for_a_moment_is_done_when_it_is_free(number: int, times: int) -> None:
    waited: list[float] = []
    action = failing(times, lambda word: word.upper(), lambda: HeldError(number=number))
    assert patiently(action, "done", pause=waited.append) == "DONE"
    assert len(waited) == times


def test_after_some_seconds_it_is_told_that_the_file_is_held() -> None:
    waited: list[float] = []
    with pytest.raises(HeldError):
        patiently(failing(1000, str, HeldError), pause=waited.append)
    assert 2 < sum(waited) < 5
    assert waited == sorted(waited)


@pytest.mark.parametrize(
    "error", [FileNotFoundError(2, "not there"), OSError(28, "full"), IsADirectoryError(21, "a folder")]
)
def test_what_does_not_pass_is_told_at_once(error: OSError) -> None:
    waited: list[float] = []
    with pytest.raises(type(error)):
        patiently(failing(1, str, lambda: error), pause=waited.append)
    assert waited == []


def test_a_folder_in_the_place_of_a_file_is_nothing_that_passes(tmp_path: Path) -> None:
    waited: list[float] = []
    with pytest.raises(HeldError):
        patiently(failing(1, str, lambda: HeldError(str(tmp_path), number=5)), pause=waited.append)
    assert waited == []


@pytest.mark.parametrize(
    "number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EISDIR, errno.EIO, errno.ENAMETOOLONG]
)
def test_the_reason_is_said_in_the_language_of_the_reader(number: int) -> None:
    use_language("ja")
    said = reason_of(OSError(number, os.strerror(number)))
    assert said.isascii() is False and os.strerror(number) not in said


# -- every file that is read, replaced or removed


@pytest.mark.parametrize(("module", "name"), [(os, "replace"), (Path, "replace"), (Path, "unlink")])
def test_a_run_goes_on_when_another_program_lets_go(
    members: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    make.workbook(members, notice={**make.NOTICE, "件名": "前のお願いについて（依頼）"})
    noticemerge("merge", members, "--name", "前_{会員番号}")
    make.workbook(members)
    noticemerge("merge", members, "-o", "undisturbed")
    with monkeypatch.context() as held:
        held.setattr(module, name, failing(2, getattr(module, name), HeldError))
        ran = noticemerge("merge", members)
        assert ran.exit_code == 0, ran.stdout + ran.stderr
    assert contents(OUT) == contents(Path("undisturbed"))


@pytest.mark.parametrize("words", [("merge",), ("labels",), ("check",)])
def test_a_list_that_is_held_for_a_moment_is_read(
    members: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    with monkeypatch.context() as held:
        held.setattr(Path, "read_bytes", failing(2, Path.read_bytes, HeldError))
        assert noticemerge(*words, members).exit_code == 0


@pytest.mark.parametrize("file", [FIRST, OUT / REGISTER, RECORD])
@ON_WINDOWS
def test_a_file_of_the_folder_that_a_scanner_holds_for_a_second(members: Path, file: Path) -> None:
    noticemerge("merge", members)
    make.workbook(members, notice={**make.NOTICE, "件名": "次のお願いについて（依頼）"})
    noticemerge("merge", members, "-o", "undisturbed")
    with held_by_another_program(file, 1.0):
        ran = noticemerge("merge", members)
        assert ran.exit_code == 0, ran.stdout + ran.stderr
    assert contents(OUT) == contents(Path("undisturbed"))


@ON_WINDOWS
def test_a_list_or_a_model_letter_that_a_scanner_holds_for_a_second(members: Path) -> None:
    for path in (members, Path("templates/request-letter.docx")):
        with held_by_another_program(path, 1.0):
            assert noticemerge("check", members).exit_code == 0


@ON_WINDOWS
def test_a_list_or_a_model_letter_that_another_program_goes_on_holding(members: Path) -> None:
    letter = Path("templates/request-letter.docx")
    for path, code in ((members, "NM-R02"), (letter, "NM-T02")):
        with held_by_another_program(path):
            ran = noticemerge("merge", members, "--json")
        assert (ran.exit_code, [told[:2] for told in ran.told]) == (3, [(code, path.name)])
        assert not OUT.exists()


@ON_WINDOWS
def test_a_letter_or_the_register_that_another_program_goes_on_holding(members: Path) -> None:
    noticemerge("merge", members)
    make.workbook(members, notice={**make.NOTICE, "件名": "次のお願いについて（依頼）"})
    noticemerge("merge", members, "-o", "undisturbed")
    for path in (FIRST, OUT / REGISTER):
        with held_by_another_program(path):
            ran = noticemerge("merge", members, "--json")
        assert (ran.exit_code, [told[0] for told in ran.told]) == (3, ["NM-W05"])
        assert not State.read(OUT).damaged
    assert noticemerge("merge", members).exit_code == 0
    assert contents(OUT) == contents(Path("undisturbed"))


@ON_WINDOWS
def test_a_record_that_another_program_goes_on_holding(members: Path) -> None:
    noticemerge("merge", members)
    noticemerge("labels", members)
    before = contents(OUT)
    make.workbook(members, notice={**make.NOTICE, "件名": "次のお願いについて（依頼）"})
    by_others = "ほかのプログラムで開かれているか、"
    writing, reading = f"{by_others}書き込みの権限がありません", f"{by_others}読み書きの権限がありません"
    for words, file, said in (
        (("merge", members), OUT, f"書き出し先のフォルダーに書き込めません: {writing}"),
        (("labels", members), OUT, f"書き出し先のフォルダーに書き込めません: {writing}"),
        (("bundle",), RECORD, f"ファイルを読み書きできません: {reading}"),
        (("verify",), RECORD, f"ファイルを読み書きできません: {reading}"),
        ((), RECORD, f"ファイルを読み書きできません: {reading}"),
    ):
        with held_by_another_program(RECORD):
            ran = noticemerge(*words, "--json")
        assert (ran.exit_code, [told[1:3] for told in ran.told]) == (3, [(str(file), said)])
        assert contents(OUT) == before


# -- marked as read-only


@ON_WINDOWS
def test_a_letter_that_is_marked_read_only_is_said_to_be(members: Path) -> None:
    noticemerge("merge", members)
    before = digest_of(FIRST)
    FIRST.chmod(stat.S_IREAD)
    make.workbook(members, notice={**make.NOTICE, "件名": "次のお願いについて（依頼）"})
    ran = noticemerge("merge", members, "--json")
    if ran.exit_code == 0:
        pytest.skip("Wine replaces files that are marked read-only, other than Windows")
    assert ran.told == [
        (
            "NM-W42",
            str(FIRST),
            "ファイルが読み取り専用になっているため、置き換えも削除もできません。",
            "エクスプローラーでファイルのプロパティを開き、「読み取り専用」のチェックを外して、"
            "もう一度実行してください。ここまでに作成したものは、そのまま使えます。",
        )
    ]
    assert digest_of(FIRST) == before
    FIRST.chmod(stat.S_IREAD | stat.S_IWRITE)
    assert noticemerge("merge", members).exit_code == 0
    assert noticemerge("verify").exit_code == 0


@ON_WINDOWS
def test_a_list_and_a_model_letter_that_are_read_only_are_read(members: Path) -> None:
    for path in (members, Path("templates/request-letter.docx")):
        path.chmod(stat.S_IREAD)
    assert noticemerge("merge", members).exit_code == 0
