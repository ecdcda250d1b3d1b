"""The world breaks: each time a message, exit status 3, nothing lost, and the next run makes it whole.

The conditions are real: a full disk, a folder without permission, a folder that is deleted. Only a letter
that Word holds open has to be acted where it is not Windows, which alone locks files so.
"""

from __future__ import annotations

import errno
import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from noticemerge import CannotUse, run
from noticemerge.output import State
from noticemerge.output.write_errors import cannot_write
from noticemerge.problems import use_language
from support import make
from support.host import host
from support.office import LETTERS, REGISTER, Office, codes, contents
from support.program import noticemerge
from support.windows import held_by_another_program

POSIX_ONLY = functools.partial(pytest.mark.skipif, os.name == "nt")
Told = tuple[str, str, str, str]
OUT = Path("out")
FIRST = "0007_株式会社あおば商事.docx"
FULL = (
    "ディスクに空きがないか、使える容量を使い切っています。",
    "ディスクの空きを増やしてから、同じコマンドをもう一度実行してください。"
    "ここまでに作成したものは、そのまま使えます。",
)
GONE = (
    "書き出し先のフォルダーが使えなくなりました。",
    "ディスクとネットワークのほか、フォルダーが削除されていないかを確かめてから、"
    "同じコマンドをもう一度実行してください。",
)
FORBIDDEN = (
    "書き出し先のフォルダーに書き込めません: ほかのプログラムで開かれているか、書き込みの権限がありません",
    "-o で別のフォルダーを指定するか、書き込みの権限を確かめてください。",
)
READ_ONLY = "書き出し先のフォルダーに書き込めません: ディスクが読み取り専用です"


@pytest.fixture
def whole(members: Path) -> dict[str, bytes]:
    """What an undisturbed run makes of the list."""
    assert noticemerge("merge", members, "-o", "undisturbed").exit_code == 0
    return contents(Path("undisturbed"))


def refused(members: Path, *words: str | Path) -> list[Told]:
    """What is told by a merge that ends with exit status 3."""
    ran = noticemerge("merge", members, "--json", *words)
    assert (ran.exit_code, ran.json["status"]) == (3, "failed")
    return ran.told


def assert_the_next_run_makes_it_whole(members: Path, whole: dict[str, bytes], folder: Path = OUT) -> None:
    assert noticemerge("merge", members, "-o", folder).exit_code == 0
    assert contents(folder) == whole
    assert noticemerge("verify", folder).exit_code == 0


def assert_good_so_far(folder: Path, whole: dict[str, bytes]) -> None:
    """Whatever stands in the folder is whole, and the record can be read."""
    for name, data in contents(folder).items():
        if not name.startswith("."):
            assert data == whole[name]
    assert not State.read(folder).damaged


# -- no room


class Disk:
    """A file system of its own in a folder; on Windows only where the system below Wine makes one."""

    def __init__(self, folder: Path, size: str) -> None:
        self._folder, self._below = str(folder.absolute()), host()
        if os.name == "nt" and not self._below:
            pytest.skip("Windows makes no small disk without an image of one")
        mount = ["-t", "tmpfs", "-o", f"size={size}", "tmpfs", self._folder]
        if not (self._below.mounted(self._folder, f"size={size}") if self._below else _run("mount", *mount)):
            pytest.skip("no file system may be mounted here")

    def change(self, options: str) -> None:
        """Give it another size, or make it read-only."""
        below, folder = self._below, self._folder
        assert below.changed(folder, options) if below else _run("mount", "-o", f"remount,{options}", folder)

    def take_away(self) -> None:
        """Unmount it, though files on it are open."""
        assert self._below.taken_away(self._folder) if self._below else _run("umount", "-l", self._folder)


def _run(*words: str) -> bool:
    return shutil.which(words[0]) is not None and not subprocess.run(words, capture_output=True).returncode


@contextmanager
def tiny_disk(folder: Path, size: str) -> Iterator[Disk]:
    """A small disk in `folder`, for as long as a test needs it."""
    folder.mkdir()
    disk = Disk(folder, size)
    try:
        yield disk
    finally:
        disk.take_away()


@pytest.mark.parametrize("size", ["4k", "8k", "40k", "80k", "120k", "128k", "132k", "136k"])
def test_a_full_disk(members: Path, whole: dict[str, bytes], size: str) -> None:
    with tiny_disk(OUT, size) as disk:
        (told,) = refused(members)
        assert (told[0], told[2:]) == ("NM-W23", FULL)
        assert_good_so_far(OUT, whole)
        assert [p.name for p in OUT.glob(".noticemerge/*") if p.name != "state.jsonl"] == []
        disk.change("size=4m")
        assert_the_next_run_makes_it_whole(members, whole)


LIMITED = """\
import resource, sys
from noticemerge.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
main()
"""


@POSIX_ONLY(reason="Windows bounds no file of a process")
@pytest.mark.parametrize("most", [0, 100, 10_000])
def test_a_share_of_the_disk_that_is_used_up(members: Path, whole: dict[str, bytes], most: int) -> None:
    words = [sys.executable, "-c", LIMITED, str(most), "--lang", "ja", "merge", str(members)]
    done = subprocess.run(words, capture_output=True, env={**os.environ, "PYTHONUTF8": "1"})
    assert done.returncode == 3
    assert done.stderr.decode().splitlines()[0].startswith("エラー NM-W23  out")
    assert contents(OUT) == {}
    assert_the_next_run_makes_it_whole(members, whole)


# -- no way in


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of an administrator, to whom no permission is denied."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@POSIX_ONLY(reason="Windows keeps permissions in lists, not in modes")
def test_a_folder_without_permission(members: Path, whole: dict[str, bytes]) -> None:
    OUT.mkdir()
    Path().absolute().chmod(0o755)
    OUT.chmod(0o555)
    with as_nobody():
        assert refused(members) == [("NM-W01", "out", *FORBIDDEN)]
    OUT.chmod(0o755)
    assert_the_next_run_makes_it_whole(members, whole)


def test_a_disk_that_is_read_only(members: Path, whole: dict[str, bytes]) -> None:
    with tiny_disk(OUT, "4m") as disk:
        disk.change("ro")
        # Wine says of such a disk what it says of a lack of permission; Windows does not (below).
        said = FORBIDDEN[0] if os.name == "nt" else READ_ONLY
        assert refused(members) == [("NM-W01", "out", said, FORBIDDEN[1])]
        disk.change("rw")
        assert_the_next_run_makes_it_whole(members, whole)


LONG = "このフォルダーの名前は、とても長い名前です" * 3


@POSIX_ONLY(reason="Windows bounds paths elsewhere; see test_windows")
@pytest.mark.parametrize("folder", [Path(LONG * 2), Path(*[LONG] * 23)])
def test_a_path_that_is_too_long(members: Path, folder: Path) -> None:
    assert refused(members, "-o", folder) == [
        (
            "NM-W25",
            str(folder),
            "パス（フォルダー名とファイル名を合わせた長さ）が、このパソコンで使える長さを超えています。",
            "もっと短い場所のフォルダーか、短い --name を指定してください。",
        )
    ]
    assert not Path(LONG).exists()


@POSIX_ONLY(reason="Windows bounds paths elsewhere; see test_windows")
def test_a_path_that_is_too_long_for_one_letter_alone(members: Path) -> None:
    room = 4095 - len(os.fsencode(OUT / ".noticemerge" / "state.jsonl.tmp"))
    folder = Path(*["x" * 99] * (room // 100))
    (told,) = refused(members, "-o", folder, "--name", "支部/{会社名}" + "長" * 60)
    assert (told[0], Path(told[1]).parent) == ("NM-W25", folder / "支部")


def test_an_output_folder_that_is_a_file(members: Path) -> None:
    OUT.write_bytes(b"a file")
    assert refused(members) == [
        (
            "NM-W26",
            "out",
            "この場所には別のものがあります"
            "（フォルダーが必要な所にファイルがあるか、ファイルが必要な所にフォルダーがあります）。",
            "別の場所に移すか、-o で別のフォルダーを指定してください。",
        )
    ]
    assert OUT.read_bytes() == b"a file"


def test_a_folder_in_a_letters_place(members: Path, whole: dict[str, bytes]) -> None:
    (OUT / FIRST).mkdir(parents=True)
    assert [told[:2] for told in refused(members)] == [("NM-W26", str(OUT / FIRST))]
    (OUT / FIRST).rmdir()
    assert_the_next_run_makes_it_whole(members, whole)


def test_a_file_in_the_place_of_a_folder_of_letters(members: Path) -> None:
    OUT.mkdir()
    (OUT / "郵送").write_bytes(b"a file")
    words = ["--name", "{発送方法}/{会員番号}"]
    assert [told[:2] for told in refused(members, *words)] == [("NM-W26", str(OUT / "郵送" / "0007.docx"))]
    (OUT / "郵送").unlink()
    assert noticemerge("merge", members, *words).exit_code == 0
    assert noticemerge("verify").exit_code == 0


class RefusedByWindowsError(OSError):
    """An error as Windows gives it."""

    def __init__(self, number: int, windows: int) -> None:
        super().__init__(number, "…")
        self.winerror = windows


@pytest.mark.parametrize(
    ("number", "windows", "code"),
    [
        (errno.ENOSPC, 112, "NM-W23"),
        (errno.EINVAL, 39, "NM-W23"),
        (errno.ENOENT, 53, "NM-W24"),
        (errno.EINVAL, 59, "NM-W24"),
        (errno.EINVAL, 64, "NM-W24"),
        (errno.ENOENT, 206, "NM-W25"),
        (errno.EACCES, 32, "NM-W01"),
    ],
)
def test_what_windows_says_is_understood(number: int, windows: int, code: str) -> None:
    assert cannot_write(RefusedByWindowsError(number, windows), OUT).problem.code == code


def test_windows_says_of_a_disk_that_is_read_only_what_it_is() -> None:
    use_language("ja")
    assert cannot_write(RefusedByWindowsError(errno.EACCES, 19), OUT).problem.message == READ_ONLY


def test_an_error_that_says_nothing_is_a_lack_of_room_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with tiny_disk(OUT, "8k") as disk:
        assert cannot_write(OSError(errno.EINVAL, "Invalid argument"), OUT).problem.code == "NM-W23"
        disk.change("size=8m")
        assert cannot_write(OSError(errno.EINVAL, "Invalid argument"), OUT).problem.code == "NM-W01"


# -- a letter that another program holds


@contextmanager
def held_open(monkeypatch: pytest.MonkeyPatch, path: Path) -> Iterator[None]:
    """While Word or Excel has the file open, nothing may be put in its place; acted but on Windows."""
    if os.name == "nt":
        with held_by_another_program(path, shares_reading=True):
            yield
        return
    replace, name = os.replace, path.name

    def refuse(path: Path | str, target: Path | str) -> None:
        if name in (Path(target).name, Path(path).name):
            raise PermissionError(13, "Access is denied", str(path), None, str(target))
        replace(path, target)

    with monkeypatch.context() as acted:
        acted.setattr(os, "replace", refuse)
        yield


@pytest.mark.parametrize("name", [FIRST, "0123_㈲髙﨑製作所.docx", REGISTER])
def test_a_file_that_is_open_in_another_program(
    members: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make.workbook(members, notice={**make.NOTICE, "件名": "前のお願いについて（依頼）"})
    noticemerge("merge", members)
    make.workbook(members)
    with held_open(monkeypatch, OUT / name):
        assert refused(members) == [
            (
                "NM-W05",
                str(OUT / name),
                "ファイルを書き込めません: ほかのプログラムで開かれているか、書き込みの権限がありません",
                "Word や Excel で開いていれば閉じて、もう一度実行してください。"
                "ここまでに作成した文書は、そのまま使えます。",
            )
        ]
    assert not State.read(OUT).damaged
    assert_the_next_run_makes_it_whole(members, whole)


def test_a_register_held_open_after_notes_were_made_in_it_loses_nothing(
    members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noticemerge("merge", members)
    (OUT / REGISTER).write_bytes(b"notes")
    make.workbook(members, notice={**make.NOTICE, "件名": "次のお願いについて（依頼）"})
    with held_open(monkeypatch, OUT / REGISTER):
        assert [told[:2] for told in refused(members)] == [("NM-W05", str(OUT / REGISTER))]
    assert (OUT / REGISTER).read_bytes() == b"notes"


# -- the folder vanishes


def vanishing(office: Office, vanish: Callable[[], Any], after: int) -> CannotUse:
    """The refusal of a run whose folder vanishes after this many letters were made."""
    use_language("ja")
    try:
        with pytest.raises(CannotUse) as refusal:
            run(office.plan(), office.out, progress=lambda done, _: done == after and vanish())
        problem = refusal.value.problem
        assert (problem.code, problem.message, problem.hint) == ("NM-W24", *GONE)
    finally:
        use_language(None)
    return refusal.value


@POSIX_ONLY(reason="Windows deletes no folder in which a file is open")
@pytest.mark.parametrize("after", [1, 2, 4])
def test_an_output_folder_that_is_deleted_in_the_middle(tmp_path: Path, after: int) -> None:
    office = Office(tmp_path)
    vanishing(office, lambda: shutil.rmtree(office.out), after)
    assert not office.out.exists()
    assert codes(office.run()) == []
    assert [name for name in office.files() if name.endswith(".docx")] == LETTERS


def test_a_disk_that_is_taken_away_in_the_middle_is_not_written_beside(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with tiny_disk(office.out, "4m") as disk:
        vanishing(office, disk.take_away, 2)
        assert not office.out.exists() or list(office.out.iterdir()) == []
        office.out.mkdir(exist_ok=True)
        Disk(office.out, "4m")
        assert codes(office.run()) == []


# -- interrupted


@POSIX_ONLY(reason="Windows sends Ctrl-C to a whole console, this test among it")
@pytest.mark.parametrize("instant", ["lock", "new-*", "new-*/000001", "state.jsonl"])
def test_an_interruption_leaves_nothing_half_done(members: Path, instant: str) -> None:
    listed = [(f"{n:04d}", f"会員{n}", "", "", "", "", "", "郵送") for n in range(60)]
    make.workbook(members, members=listed)
    noticemerge("merge", members, "-o", "undisturbed")
    words = [sys.executable, "-m", "noticemerge", "--lang", "ja", "merge", str(members)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while process.poll() is None and not any((OUT / ".noticemerge").glob(instant)):
            time.sleep(0.0005)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1].decode()
    # A run that was just about to end may be faster than the signal.
    assert process.returncode in (130, 0)
    assert process.returncode == 0 or said.lstrip().startswith("エラー NM-C02\n    中断しました。")
    # In the instant after it was made the lock belongs to nobody yet; no run heeds such a lock.
    assert {path.name for path in OUT.glob(".noticemerge/*")} <= {"state.jsonl", "last.json", instant}
    assert_good_so_far(OUT, contents(Path("undisturbed")))
    assert_the_next_run_makes_it_whole(members, contents(Path("undisturbed")))


# -- the clock, the record


def test_a_clock_that_was_set_back(members: Path, whole: dict[str, bytes]) -> None:
    noticemerge("merge", members)
    for path in [*OUT.rglob("*"), OUT, members]:
        os.utime(path, (4_000_000_000, 4_000_000_000))
    before = {path: path.stat().st_mtime_ns for path in OUT.iterdir() if path.is_file()}
    ran = noticemerge("merge", members, "--json")
    assert (ran.exit_code, ran.told) == (0, [])
    assert {path: path.stat().st_mtime_ns for path in OUT.iterdir() if path.is_file()} == before
    (OUT / FIRST).unlink()
    assert_the_next_run_makes_it_whole(members, whole)


@pytest.mark.parametrize(
    "record", [b"", b"{", b"\xff\xfe", b"\0" * 500, b'{"files": {"a": 1}, "register": ""}']
)
def test_a_damaged_record(members: Path, whole: dict[str, bytes], record: bytes) -> None:
    noticemerge("merge", members)
    register = (OUT / REGISTER).read_bytes()
    (OUT / ".noticemerge" / "state.jsonl").write_bytes(record)
    ran = noticemerge("merge", members, "--json")
    assert ran.exit_code == 0
    assert ran.told[0] == (
        "NM-W08",
        "out",
        "以前の作成記録が読めないため、フォルダー内の文書は手で作られたものとして扱います。",
        "手で直したものがなければ --force を付けて実行してください。",
    )
    after = contents(OUT)
    assert {n: d for n, d in after.items() if n.endswith(".docx")} == {
        n: d for n, d in whole.items() if n.endswith(".docx")
    }
    assert after["発送台帳_旧.xlsx"] == register
    assert noticemerge("verify", "--json").json["counts"]["letters"]["as_made"] == 3
