#!/usr/bin/env bash
# The Windows Python of a folder that make_python.py has made, run under Wine as on a Japanese Windows.
#
#   scripts/windows/run.sh FOLDER -m pytest tests
set -euo pipefail

folder=$(cd "$1" && pwd)
shift
said=$(mktemp)
trap 'rm -f "$said"' EXIT
# Python under Wine starts with a pipe alone, which what Wine itself leaves running would hold open for ever.
env WINEPREFIX="$folder/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LOCPATH="$folder/locale" \
    LC_ALL=ja_JP.UTF-8 wine "$folder/python/python.exe" "$@" < /dev/null > >(exec cat > "$said") 2>&1 &
tail --lines=+1 --follow --sleep-interval=0.2 --pid=$! "$said"
wait $!
