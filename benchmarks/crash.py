"""Kill a run at any instant (SIGKILL, TerminateProcess), and see that the next run finishes the job.

    python benchmarks/crash.py                              # 600 random instants, and each file operation
    python benchmarks/crash.py --kills 20 --every 10        # fewer of both
    python benchmarks/crash.py --seed 7                     # other instants

Three runs are killed: the first into a folder, one after the list changed (a cell, a name, a member who
left, a new one, a letter edited by hand) with --force and --prune, and one of two processes. After each
kill every file in the folder is whole, and is the old or the new one; after the next run the folder equals
byte for byte that of a run that nobody disturbed, with the register and the program's own record, and no
other file is there.

The register differs only when the two runs are made on two days, since it tells the day it was made.
Exit status 1 at the first fault, which is named. Where there is no fork (Windows), runs are processes that
read the list anew, and are killed at random instants alone.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from noticemerge import Plan, run
from support.office import MEMBERS, Office, contents

OPERATIONS = ("open", "write", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")
EDITED = b"edited by hand"
RUN = """\
import sys
from pathlib import Path
from noticemerge import LetterTemplate, Notice, Roster, plan, run
book, letter, folder = map(Path, sys.argv[1:4])
planned = plan(Roster.read(book), LetterTemplate.read(letter), Notice.read(book))
print("ready", flush=True)
sys.stdin.readline()
run(planned, folder, force=True, prune=True, jobs=int(sys.argv[4]))
"""
Contents = dict[str, bytes]
HAS_FORK = hasattr(os, "fork")


@dataclass(frozen=True)
class Situation:
    """A run to be killed: what the folder holds before, what is to be made, and what it holds afterwards."""

    name: str
    plan: Plan
    before: Path
    files: tuple[Path, Path]
    after: Contents
    jobs: int = 1

    def process(self, folder: Path) -> subprocess.Popen[str]:
        """The run in a process of its own, which waits for a line before it begins."""
        words = [sys.executable, "-c", RUN, *map(str, (*self.files, folder, self.jobs))]
        # Helpers that had only just begun say that whom they help is gone.
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(words, text=True, **pipes)
        assert process.stdout
        process.stdout.readline()
        return process

    def run(self, folder: Path) -> None:
        """The run itself."""
        run(self.plan, folder, force=True, prune=True, jobs=self.jobs)

    def fault(self, folder: Path, kill: Callable[[Path], None]) -> str:
        """What is wrong when the run is killed so and then made again; "" when nothing is."""
        shutil.rmtree(folder, ignore_errors=True)
        if self.before.exists():
            shutil.copytree(self.before, folder)
        kill(folder)
        if wrong := _not_whole(folder, contents(self.before), self.after):
            return f"after the kill: {wrong}"
        self.run(folder)
        found = contents(folder)
        names = sorted(n for n in found.keys() | self.after.keys() if found.get(n) != self.after.get(n))
        return f"after the next run: {', '.join(names)}" if names else ""


def _not_whole(folder: Path, before: Contents, after: Contents) -> str:
    for name, data in contents(folder).items():
        if name.startswith(".noticemerge/"):
            continue
        known = {before.get(name), after.get(name)}
        if data not in known:
            return f"{name} is neither the old nor the new one"
        if data != EDITED and zipfile.ZipFile(folder / name).testzip():
            return f"{name} is not whole"
    return ""


def situations(folder: Path) -> Iterator[Situation]:
    """The two runs, made undisturbed to know what comes out."""
    office = Office(folder)
    office.members = [
        *MEMBERS,
        *((f"{n:04d}", f"会員{n}", None, None, "郵送", "○", None) for n in range(5, 9)),
    ]
    first, nothing = office.plan(), folder / "nothing"
    run(first, folder / "first")
    yield Situation("the first run", first, nothing, _kept(office, "1"), contents(folder / "first"))
    second, before = _changed(office), folder / "before"
    shutil.copytree(folder / "first", before)
    (before / "0005_会員5.docx").write_bytes(EDITED)
    shutil.copytree(before, folder / "second")
    run(second, folder / "second", force=True, prune=True)
    yield Situation("a changed list", second, before, _kept(office, "2"), contents(folder / "second"))
    office.members += [(f"{n:04d}", f"会員{n}", None, None, "郵送", "○", None) for n in range(10, 300)]
    third = office.plan()
    run(third, folder / "third")
    made = contents(folder / "third")
    yield Situation("several processes", third, nothing, _kept(office, "3"), made, jobs=2)


def _kept(office: Office, name: str) -> tuple[Path, Path]:
    """The list and the model letter as they are now, for a process to read."""
    (office.folder / name).mkdir()
    files = ("members.xlsx", "letter.docx")
    book, letter = (Path(shutil.copy(office.folder / file, office.folder / name / file)) for file in files)
    return book, letter


def _changed(office: Office) -> Plan:
    office.members[1] = (*MEMBERS[1][:2], "経理部", *MEMBERS[1][3:])
    office.members[2] = ("0003", "新社名", *MEMBERS[2][2:])
    office.members[4] = (*office.members[4][:2], "総務部", *office.members[4][3:])
    del office.members[7]
    office.members.append(("0009", "新会員", None, None, "メール", "×", None))
    return office.plan()


def child(work: Callable[[], Any]) -> int:
    """A process that does the work and then ends, without tidying up; returns its number."""
    number = os.fork()
    if number == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - a copy of this process must end here, whatever happens
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return number


def ended(number: int) -> bool:
    """Waits for a child; returns whether it was killed, not done. A fault of its own is raised."""
    _, status = os.waitpid(number, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the run that was to be killed failed by itself")
    return os.WIFSIGNALED(status)


def killed_after(situation: Situation, seconds: float) -> Callable[[Path], None]:
    """Kills the run after some time."""

    def kill(folder: Path) -> None:
        if not HAS_FORK:
            with situation.process(folder) as process:
                begin(process)
                time.sleep(seconds)
                process.kill()
            return
        number = child(lambda: situation.run(folder))
        time.sleep(seconds)
        os.kill(number, signal.SIGKILL)
        ended(number)

    return kill


def killed_before(situation: Situation, operation: int, done: list[bool]) -> Callable[[Path], None]:
    """Kills the run before its n-th operation on files; `done` gets whether there are so many."""

    def work(folder: Path) -> None:
        left = operation

        def count(event: str, path: object) -> None:
            nonlocal left
            if event in OPERATIONS and str(path).startswith(str(folder)):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        def watch(_frame: FrameType, _event: str, called: Any) -> None:
            # Writing is no event of the audit: between it and the opening a file is there, and empty.
            if called is os.write:
                count("write", folder)
            elif getattr(called, "__name__", "") == "write":
                count("write", getattr(called.__self__, "name", ""))

        sys.addaudithook(lambda event, arguments: count(event, arguments and arguments[0]))
        sys.setprofile(watch)
        situation.run(folder)

    def kill(folder: Path) -> None:
        done.append(ended(child(lambda: work(folder))))

    return kill


def begin(process: subprocess.Popen[str]) -> None:
    """Let a run that waits begin."""
    assert process.stdin
    process.stdin.write("begin\n")
    process.stdin.flush()


def duration(situation: Situation, folder: Path) -> float:
    """How long the run takes in a process of its own."""
    if situation.before.exists():
        shutil.copytree(situation.before, folder)
    if not HAS_FORK:
        with situation.process(folder) as process:
            since = time.perf_counter()
            begin(process)
            if process.wait():
                raise RuntimeError("the run that was to be timed failed by itself")
        return time.perf_counter() - since
    since = time.perf_counter()
    ended(child(lambda: situation.run(folder)))
    return time.perf_counter() - since


def faults(situation: Situation, folder: Path, kills: int, every: int, dice: random.Random) -> Iterator[str]:
    """Kill the run in both ways and tell on the way; gives each fault."""
    operation, done = 0, [True]
    # Another process dies by itself, and this one goes on: that is no kill.
    while HAS_FORK and done[-1] and situation.jobs == 1:
        wrong = situation.fault(folder, killed_before(situation, operation, done))
        if wrong:
            yield f"killed before file operation {operation}, {wrong}"
        operation += every
    longest = duration(situation, folder.with_name("timed"))
    for _ in range(kills):
        seconds = dice.uniform(0, longest * 1.05)
        if wrong := situation.fault(folder, killed_after(situation, seconds)):
            yield f"killed after {seconds * 1000:.2f} ms of {longest * 1000:.0f}, {wrong}"
    operations = f"before {len(done) - 2} file operations and " if len(done) > 1 else ""
    print(f"{situation.name}: killed {operations}at {kills} random instants")


def main() -> int:
    """Do what the command line says; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200, help="random instants for each of the three runs")
    parser.add_argument("--every", type=int, default=1, help="kill before each n-th file operation only")
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    dice = random.Random(words.seed)
    for number in range(3):
        with tempfile.TemporaryDirectory() as name:
            situation = list(situations(Path(name)))[number]
            for wrong in faults(situation, Path(name) / "out", words.kills, words.every, dice):
                print(f"{situation.name}: {wrong}", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
