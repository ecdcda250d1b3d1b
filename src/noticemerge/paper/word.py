r"""PDF by Microsoft Word, on Windows where LibreOffice is not: through PowerShell, one Word at a time.

Word is driven as its documentation says (Documents.Open, Document.ExportAsFixedFormat); nothing of this could
be tried with Word itself, so that the tests stand in for PowerShell. What is known to go wrong elsewhere is
reckoned with: a question that nobody sees (a limit for each file, after which this Word, and only this, is
ended), one that is open already (a new one is started, and it alone is closed), crashes after some files (a
new Word for every start), locked files (numbered copies in a folder of our own, opened for reading).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from noticemerge.paper.processes import Processes, TakesTooLong, last_line
from noticemerge.problems import CannotUse, Place, problem

# Seconds for each file; the start of Word counts with the first.
_EACH = 120
_POWERSHELL = "powershell"
_PROCESS = "word.pid"
# 17 is PDF, 0 for print and the whole document, 1 with document properties; the last asks for PDF/A.
_SCRIPT = r"""
param([string]$Folder, [int]$Count, [string]$Archive)
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
$before = @(Get-Process WINWORD -ErrorAction SilentlyContinue | ForEach-Object { $_.Id })
try {
    $word = New-Object -ComObject Word.Application
} catch {
    Write-Output $_.Exception.Message
    exit 3
}
try {
    Get-Process WINWORD -ErrorAction SilentlyContinue | Where-Object { $before -notcontains $_.Id } |
        ForEach-Object { $_.Id } | Set-Content -Encoding ASCII (Join-Path $Folder 'word.pid')
    $word.Visible = $false
    $word.DisplayAlerts = 0
    $word.AutomationSecurity = 3
    for ($i = 0; $i -lt $Count; $i++) {
        $source = Join-Path $Folder "$i.docx"
        $target = Join-Path $Folder "$i.part"
        try {
            $document = $word.Documents.Open($source, $false, $true, $false)
            $document.ExportAsFixedFormat($target, 17, $false, 0, 0, 1, 1, 0, $true, $true, 0, $true, $true,
                ($Archive -eq 'yes'))
            $document.Close(0)
            Move-Item -Force $target (Join-Path $Folder "$i.pdf")
        } catch {
            Write-Output "$i $($_.Exception.Message)"
            Set-Content -Encoding ASCII (Join-Path $Folder "$i.failed") 'x'
        }
    }
} finally {
    $word.Quit(0)
    [void][System.Runtime.InteropServices.Marshal]::ReleaseComObject($word)
}
"""


class Word:
    """Word on this machine, as an `Office` that takes one file after another."""

    jobs = 1
    reads_together = False

    def __init__(self, powershell: Path, version: str) -> None:
        self.program = powershell
        self.version = version
        self._processes = Processes()
        self._folder: Path | None = None

    @classmethod
    def found(cls) -> Word | None:
        """Word where Windows knows it, else None."""
        version, powershell = _registered(), shutil.which(_POWERSHELL)
        return cls(Path(powershell), version) if version and powershell else None

    def converted(
        self,
        documents: Sequence[bytes],
        *,
        letters: int | None = None,
        options: Mapping[str, object] | None = None,
    ) -> tuple[list[bytes | None], str]:
        """Each document as a PDF, None where Word made none; and the last that was said.

        Raises `CannotUse` when Word cannot be started, or takes too long over a file.
        """
        with tempfile.TemporaryDirectory(prefix="noticemerge-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            for number, document in enumerate(documents):
                (folder / f"{number}.docx").write_bytes(document)
            script = folder / "convert.ps1"
            # Windows PowerShell reads a script as of the console's code page, unless it is marked.
            script.write_text(_SCRIPT, "utf-8-sig")
            said = self._run(folder, script, len(documents), "yes" if options else "no")
            made = [folder / f"{number}.pdf" for number in range(len(documents))]
            return [path.read_bytes() if path.is_file() else None for path in made], last_line(said)

    def stop(self) -> None:
        """End what runs."""
        self._processes.stop()
        if self._folder:
            _end_word(self._folder)

    def _run(self, folder: Path, script: Path, count: int, archive: str) -> str:
        words = [
            str(self.program), "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File",
            str(script), str(folder), str(count), archive,
        ]  # fmt: skip
        self._folder = folder
        try:
            said = self._processes.run(words, _EACH, lambda: _done(folder))
        except OSError as error:
            reason = error.strerror or str(error)
            raise CannotUse(problem("NM-P24", Place(file=str(self.program)), said=reason)) from None
        except TakesTooLong:
            _end_word(folder)
            if _done(folder):
                return ""  # the others are tried again by themselves
            raise CannotUse(problem("NM-P23", seconds=_EACH)) from None
        except BaseException:
            _end_word(folder)
            raise
        finally:
            self._folder = None
        if not (folder / _PROCESS).is_file() and not _done(folder):
            raise CannotUse(problem("NM-P24", said=last_line(said)))
        return said


def _done(folder: Path) -> int:
    return sum(path.suffix in (".pdf", ".failed") for path in folder.iterdir())


def _end_word(folder: Path) -> None:
    """End the Word that was started for us: the system starts it, so that it is nobody's child."""
    pids = (folder / _PROCESS).read_text("ascii").split() if (folder / _PROCESS).is_file() else []
    for pid in pids:
        if pid.isdecimal():
            with suppress(OSError):
                subprocess.run(["taskkill", "/F", "/PID", pid], capture_output=True, check=False)


def _registered() -> str:
    """Which Word Windows knows ("Word.Application.16"), "" when none."""
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        return str(winreg.QueryValue(winreg.HKEY_CLASSES_ROOT, r"Word.Application\CurVer"))
    except OSError:
        return ""
