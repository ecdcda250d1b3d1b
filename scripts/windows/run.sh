#!/usr/bin/env bash
# The Windows Python of a folder that make_python.py has made, run under Wine as on a Japanese Windows.
#
#   scripts/windows/run.sh FOLDER -m pytest tests
set -euo pipefail

folder=$(cd "$1" && pwd)
shift
as_in_japan=(env WINEPREFIX="$folder/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
    LOCPATH="$folder/locale" LC_ALL=ja_JP.UTF-8)
# Wine's own services outlive a program that starts them, and would hold its output as long as others run.
"${as_in_japan[@]}" wine cmd /c exit < /dev/null > /dev/null 2>&1
# Python under Wine does not start with a standard input or output that it takes for a console of Windows.
"${as_in_japan[@]}" wine "$folder/python/python.exe" "$@" < /dev/null 2>&1 | cat
