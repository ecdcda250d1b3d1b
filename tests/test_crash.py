"""Stopped at any instant, a run loses nothing and the next one makes it whole."""

from __future__ import annotations

import os
import subprocess
import sys

from support.program import ROOT

# Where there is no fork, a process is begun for each.
KILLS = "15" if hasattr(os, "fork") else "3"


def test_killed_at_any_instant_a_run_leaves_whole_letters_and_the_next_one_finishes() -> None:
    # Hundreds of other instants: python benchmarks/crash.py
    words = [
        sys.executable,
        str(ROOT / "benchmarks" / "crash.py"),
        "--kills",
        KILLS,
        "--every",
        "3",
        "--seed",
        "20230928",
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    assert [line.split(":")[0] for line in told] == ["the first run", "a changed list", "several processes"]
    assert all(line.endswith(f"at {KILLS} random instants") for line in told)
