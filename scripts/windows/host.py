"""What tests under Wine ask of the system that Wine runs on, until they end.

    python scripts/windows/host.py FOLDER      FOLDER is that of make_python.py; prints an address

`tests/support/host.py` calls it. Programs of this system that do not run under Wine (the validator, the
reader of mails) are run here, and a small disk is mounted where a test is to fill one. Only this machine
can reach it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PureWindowsPath
from socketserver import ThreadingMixIn
from xmlrpc.client import Binary
from xmlrpc.server import SimpleXMLRPCServer

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from support import mailparser, validator


class Server(ThreadingMixIn, SimpleXMLRPCServer):
    """Several tests ask at the same time."""

    daemon_threads = True


class Host:
    """What may be asked. Paths are those that Windows programs see."""

    def __init__(self, folder: Path) -> None:
        self._drives = folder / "wine" / "dosdevices"

    def validated(self, document: Binary) -> Binary:
        """What the validator prints about a document."""
        return Binary(validator.report(document.data))

    def mails_read(self, messages: list[Binary]) -> Binary:
        """What mailparser prints about messages."""
        return Binary(mailparser.report([message.data for message in messages]))

    def mounted(self, folder: str, options: str) -> bool:
        """Mount a disk in memory; whether it could be done."""
        return self._done("mount", "-t", "tmpfs", "-o", options, "tmpfs", self._here(folder))

    def changed(self, folder: str, options: str) -> bool:
        """Give a disk that is mounted another size, or make it read-only."""
        return self._done("mount", "-o", f"remount,{options}", self._here(folder))

    def taken_away(self, folder: str) -> bool:
        """Take a disk away, though files on it are open."""
        return self._done("umount", "-l", self._here(folder))

    def _here(self, folder: str) -> str:
        path = PureWindowsPath(folder)
        return str(self._drives.joinpath(path.drive.lower(), *path.parts[1:]))

    @staticmethod
    def _done(*words: str) -> bool:
        return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def main() -> None:
    """Serve until this process is ended."""
    with Server(("127.0.0.1", 0), logRequests=False, allow_none=True) as server:
        server.register_instance(Host(Path(sys.argv[1]).resolve()))
        print("http://{}:{}".format(*server.server_address), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
