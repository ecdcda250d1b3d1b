"""Two runs into one folder: the second is told who is at work, and a dead run stands in nobody's way."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from noticemerge.output.folder_lock import locked
from noticemerge.problems import CannotUse
from support.office import contents
from support.program import noticemerge

LOCK = Path("out/.noticemerge/lock")
OWNER = """\
import sys
from pathlib import Path
from noticemerge.output.folder_lock import locked
with locked(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def another_run(path: Path = LOCK) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that holds the lock until it is ended."""
    words = [sys.executable, "-c", OWNER, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "locked\n"
        yield process
        process.kill()


def owner() -> dict[str, str]:
    return json.loads(LOCK.read_text("utf-8"))


def test_the_second_of_two_runs_is_told_who_is_at_work_and_writes_nothing(members: Path) -> None:
    with another_run() as process:
        said = owner()
        ran = noticemerge("merge", members, "--json")
        left = [p for p in Path("out").rglob("*") if p.is_file()]
    assert (said["process"], said["machine"]) == (process.pid, platform.node())
    assert (ran.exit_code, ran.json["status"]) == (3, "failed")
    assert ran.told == [
        (
            "NM-W10",
            "out",
            f"別の実行がこのフォルダーに書き込んでいます（パソコン {platform.node()}、プロセス番号 "
            f"{process.pid}、利用者 {said['user']}、開始 {said['since']}）。",
            "終わるまで待ってから、同じコマンドをもう一度実行してください。",
        )
    ]
    assert left == [LOCK]


def test_who_is_at_work_is_said_on_the_screen_too(members: Path) -> None:
    with another_run() as process:
        ran = noticemerge("merge", members, lang="en")
    assert (ran.exit_code, ran.stderr.splitlines()[0]) == (3, "error NM-W10  out")
    assert str(process.pid) in ran.stderr


def test_the_lock_of_a_killed_run_is_taken_over(members: Path) -> None:
    with another_run() as process:
        process.kill()
        process.wait()
        assert owner()["process"] == process.pid
        assert noticemerge("merge", members).exit_code == 0
    assert not LOCK.exists()


def test_a_process_number_that_was_given_to_another_process_since_does_not_count(members: Path) -> None:
    LOCK.parent.mkdir(parents=True)
    alive = {"process": os.getppid(), "machine": platform.node(), "user": "x", "since": "2099-01-01 00:00:00"}
    LOCK.write_text(json.dumps(alive), "utf-8")
    assert noticemerge("merge", members).exit_code == 0


@pytest.mark.parametrize("left", ["", "{", '{"process"', "\0\0\0\0"])
def test_a_lock_cut_off_by_a_power_failure_does_not_count(members: Path, left: str) -> None:
    LOCK.parent.mkdir(parents=True)
    LOCK.write_text(left, "utf-8")
    assert noticemerge("merge", members).exit_code == 0


def test_the_lock_of_another_computer_is_named_with_the_file_to_delete(members: Path) -> None:
    LOCK.parent.mkdir(parents=True)
    other = {"process": 77, "machine": "SOUMU-PC", "user": "suzuki", "since": "2023-09-28 10:15:00"}
    LOCK.write_text(json.dumps(other), "utf-8")
    ran = noticemerge("merge", members, "--json")
    assert ran.exit_code == 3
    assert ran.told == [
        (
            "NM-W11",
            "out",
            "以前の実行が、このフォルダーを使用中のままにしています"
            "（パソコン SOUMU-PC、プロセス番号 77、利用者 suzuki、開始 2023-09-28 10:15:00）。"
            "その実行がまだ続いているかどうかは、ここからは分かりません。",
            f"その実行が終わっていれば、ファイル {LOCK} を削除してから、"
            "同じコマンドをもう一度実行してください。",
        )
    ]
    assert noticemerge("merge", members, "--force").exit_code == 3
    LOCK.unlink()
    assert noticemerge("merge", members).exit_code == 0


@pytest.mark.parametrize("machine", ["SOUMU-PC", platform.node()])
def test_where_a_share_knows_no_locks_the_file_alone_stands_for_the_run(
    members: Path, monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    def no_locks(file: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("noticemerge.output.folder_lock._lock", no_locks)
    assert noticemerge("merge", members).exit_code == 0
    assert not LOCK.exists()
    LOCK.write_text(json.dumps({"process": 77, "machine": machine, "user": "x", "since": "?"}), "utf-8")
    assert [told[0] for told in noticemerge("merge", members, "--json").told] == ["NM-W11"]
    LOCK.write_text("", "utf-8")
    assert [told[0] for told in noticemerge("merge", members, "--json").told] == ["NM-W11"]


def test_a_run_leaves_no_lock_behind_whether_it_writes_or_not(members: Path, faulty: Path) -> None:
    assert noticemerge("merge", faulty).exit_code == 1
    assert not Path("out").exists()


def test_of_many_that_start_at_once_each_works_alone(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(30):
            with contextlib.suppress(CannotUse), locked(tmp_path / "lock"):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert set(most) == {1}


def test_several_runs_at_once_leave_one_whole_folder(members: Path) -> None:
    noticemerge("merge", members, "-o", "undisturbed")
    words = [sys.executable, "-m", "noticemerge", "merge", str(members), "--json"]
    runs = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    said = [process.communicate()[0].decode() for process in runs]
    assert {process.returncode for process in runs} <= {0, 3}
    assert 0 in {process.returncode for process in runs}
    assert all('"NM-W10"' in words for process, words in zip(runs, said, strict=True) if process.returncode)
    assert contents(Path("out")) == contents(Path("undisturbed"))
