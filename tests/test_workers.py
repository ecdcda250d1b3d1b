"""Several processes make the letters that one makes, and none of them is missed when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from multiprocessing import get_all_start_methods
from pathlib import Path

import pytest

from noticemerge import run
from noticemerge.output import InputFiles, State, Status, worker_processes
from noticemerge.output.letter_files import Done, Maker
from support.office import Office, contents

# What no process can prepare for: on Windows Python makes TerminateProcess of SIGTERM.
AT_ONCE = getattr(signal, "SIGKILL", signal.SIGTERM)

MANY = [(f"{n:04d}", f"会員{n}株式会社", None, None, "郵送", "○", None) for n in range(1, 400)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.members = list(MANY)
    return office


def test_one_process_and_several_give_the_same_bytes(office: Office, tmp_path: Path) -> None:
    office.run()
    alone = contents(office.out)
    office.out = tmp_path / "several"
    done = office.run(jobs=3)
    assert contents(office.out) == alone
    assert done.counts == {"made": 399, "unchanged": 0, "kept": 0, "excluded": 0, "error": 0}


@pytest.mark.parametrize("start", ["spawn", "fork"])
def test_processes_that_are_begun_anew_or_copied_do_the_same(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    if start not in get_all_start_methods():
        pytest.skip("this system has no fork")
    office.run()
    alone = contents(office.out)
    office.out = tmp_path / "several"
    monkeypatch.setattr(worker_processes, "START", start)
    office.run(jobs=2)
    assert contents(office.out) == alone


def test_a_letter_that_cannot_be_made_is_told_by_whichever_process_has_it(office: Office) -> None:
    office.run()
    edited = office.out / "0300_会員300株式会社.docx"
    edited.write_bytes(b"edited by hand")
    done = office.run(jobs=2)
    assert [(p.code, p.place.file, p.place.member) for p in done.problems] == [
        ("NM-W02", str(edited), "0300")
    ]


@dataclass(frozen=True)
class Dying(Maker):
    """Makes letters, but ends the process that is to make this one, unless that is the first."""

    first: int = 0
    fatal: int = 200

    def make(self, index: int) -> Done:
        if index == self.fatal and os.getpid() != self.first:
            os.kill(os.getpid(), AT_ONCE)
        return super().make(index)


def test_the_letters_of_a_process_that_dies_are_made_by_the_others(office: Office, tmp_path: Path) -> None:
    plan, stage = office.plan(), tmp_path / "stage"
    stage.mkdir()
    state = State(office.out)
    made_of = (plan.letters, plan.letter_values, plan.bound.maker, "")
    parts = (*made_of, state, office.out, stage, False, InputFiles())
    done = list(worker_processes.made(Dying(*parts, first=os.getpid()), len(plan.letters), 2))
    assert done == list(worker_processes.made(Maker(*parts), len(plan.letters), 1))
    assert [one.status for one in done] == [Status.MADE] * 399
    assert len(list(stage.iterdir())) == 399


@dataclass(frozen=True)
class Full(Maker):
    """A disk that is full."""

    def make(self, index: int) -> Done:
        if index == 100:
            raise OSError(28, "No space left on device", "x")
        return super().make(index)


def test_what_the_system_refuses_another_process_is_told_here(office: Office, tmp_path: Path) -> None:
    plan = office.plan()
    parts = (
        plan.letters,
        plan.letter_values,
        plan.bound.maker,
        "",
        State(office.out),
        office.out,
        tmp_path,
        False,
        InputFiles(),
    )
    with pytest.raises(OSError, match="No space left") as refused:
        list(worker_processes.made(Full(*parts), len(plan.letters), 2))
    assert refused.value.errno == 28


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no fork, no SIGSTOP and no groups; see test_crash"
)
def test_a_run_that_is_killed_leaves_nobody_at_work_and_no_lock(office: Office, tmp_path: Path) -> None:
    office.members = [(f"{n:05d}", f"会員{n}株式会社", None, None, "郵送", "○", None) for n in range(1, 4000)]
    plan = office.plan()
    number = os.fork()
    if number == 0:
        os.setpgid(0, 0)
        run(plan, office.out, jobs=2)
        os._exit(0)
    while not staged(office):
        time.sleep(0.001)
    os.kill(number, signal.SIGSTOP)
    time.sleep(1)  # its helpers now wait for somebody to take what they have made
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    assert is_soon_gone(number)
    seen = len(staged(office))
    done = run(plan, office.out, jobs=2)
    assert seen < 3999
    assert done.counts["made"] == 3999
    assert staged(office) == []


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console, this test among it"
)
def test_ctrl_c_stops_all_processes_at_once(office: Office) -> None:
    office.members = [(f"{n:05d}", f"会員{n}株式会社", None, None, "郵送", "○", None) for n in range(1, 6000)]
    office.plan()
    words = ["merge", office.folder / "members.xlsx", "-t", office.folder / "letter.docx", "--jobs", "2"]
    with subprocess.Popen(
        [sys.executable, "-m", "noticemerge", "--lang", "en", *map(str, words), "-o", str(office.out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        while not staged(office):
            time.sleep(0.001)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=20)[1].decode()
    assert (process.returncode, "NM-C02" in said) == (130, True)
    assert is_soon_gone(process.pid)
    assert not office.out.exists()


def is_soon_gone(group: int) -> bool:
    """Whether no process of this group is left within five seconds."""
    for _ in range(500):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def staged(office: Office) -> list[Path]:
    """The letters that wait for their places."""
    return list(office.out.glob(".noticemerge/new-*/*"))
