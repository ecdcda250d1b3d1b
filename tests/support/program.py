"""Three ways to run the program: as a library, the command line in this process, and a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT / "members.xlsx.example"
TEMPLATE = ROOT / "templates" / "request-letter.docx"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it said."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """The object on standard output."""
        return json.loads(self.stdout)

    @property
    def told(self) -> list[tuple[str, str, str, str]]:
        """Of each problem in that object: the code, the file, the message and the cure."""
        return [
            (p["code"], p["place"].get("file", ""), p["message"], p["hint"]) for p in self.json["problems"]
        ]


def make_plan(members: Path = WORKBOOK, template: Path = TEMPLATE, **settings: str) -> Any:
    """A plan by the library; `settings` as after --set."""
    from noticemerge import LetterTemplate, Notice, Roster, plan

    return plan(Roster.read(members), LetterTemplate.read(template), Notice.read(members, settings=settings))


def noticemerge(*words: str | Path, lang: str | None = "ja") -> Ran:
    """The command line in this process, which is fast; `lang` None leaves --lang to `words`."""
    from noticemerge.cli import root

    typed = [*(["--lang", lang] if lang else []), *map(str, words)]
    result = CliRunner().invoke(root, typed)
    return Ran(result.exit_code, result.stdout, result.stderr)


def noticemerge_process(
    *words: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None, encoding: str = "utf-8"
) -> Ran:
    """`python -m noticemerge` as a process of its own; `env` is added to the environment.

    Line ends are told as "\\n", whatever the system makes of them.
    """
    whole = {**os.environ, "PYTHONIOENCODING": encoding, **(env or {})}
    done = subprocess.run(
        [sys.executable, "-m", "noticemerge", *map(str, words)],
        cwd=cwd, env=whole, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    said = (stream.decode(encoding).replace("\r\n", "\n") for stream in (done.stdout, done.stderr))
    return Ran(done.returncode, *said)
