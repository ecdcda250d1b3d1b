#!/usr/bin/env bash
# The tests under a Windows Python (Wine): all of them, or the files that are named.
#
#   scripts/windows/run_tests.sh FOLDER [tests/test_locking.py …]
#
# FOLDER is made by make_python.py where it is not there yet. Left out is what needs LibreOffice or the
# validator, which are programs of this system; each test that is skipped says why.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
python=${PYTHON:-python3}
[ -e "$folder/python/Scripts/noticemerge.exe" ] || "$python" "$here/make_python.py" "$folder"
cd "$here/../.."
export NOTICEMERGE_NO_VALIDATOR="the validator (npm) does not run under Wine"
exec "$here/run.sh" "$folder" -u -m pytest -n 2 -p no:cacheprovider "${@:-tests}"
