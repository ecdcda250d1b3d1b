"""The noticemerge.bat of a new folder: a double click opens a prompt, a list dropped onto it is checked.

It is written in code page 932, that of the console of a Japanese Windows and of the text that Python
redirects there: with 65001 older consoles lose their Japanese font, and `type` shows what was redirected as
garbage. On the screen itself Python writes Unicode, whatever the code page is.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from noticemerge.cli.shell import PROGRAM
from noticemerge.problems import gettext

NAME = f"{PROGRAM}.bat"
_IS_WINDOWS = os.name == "nt"
# cmd looks for a program in the folder first, and finds this file: what is typed there is passed on. A list
# that is dropped comes with its whole path. Lines with Japanese stand behind chcp, and behind all labels.
_LINES = """\
@echo off
if defined NOTICEMERGE_PROMPT goto typed
if "%~1"=="" goto opened
if /i "%~1"=="%~f1" goto opened
:typed
{program} %*
exit /b %errorlevel%
:opened
chcp 932 > nul
title {title}
pushd "%~dp0"
set NOTICEMERGE_PROMPT=1
if "%~1"=="" {program}
if not "%~1"=="" {program} check "%~1"
if errorlevel 9009 echo {missing}
cmd /k
"""


def prompt_file() -> bytes:
    """The file in the language in use: code page 932, CRLF."""
    missing = gettext("noticemerge is not found on this computer. Install it as the guide for clerks says.")
    text = _LINES.format(program=_program(), title=PROGRAM, missing=missing)
    return text.replace("\n", "\r\n").encode("cp932", "replace")


def _program() -> str:
    """The program by its name, so that cmd does not take this file for it, or by its place."""
    plain = f"{PROGRAM}.exe"
    started = Path(sys.argv[0]).with_suffix(".exe")
    if not _IS_WINDOWS or started.name != plain or not started.is_file() or shutil.which(plain):
        return plain
    path = str(started.absolute()).replace("%", "%%")
    # Of a name that code page 932 cannot write, a question mark would find nothing.
    return f'"{path}"' if path.encode("cp932", "ignore").decode("cp932") == path else plain
