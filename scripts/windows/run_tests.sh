#!/usr/bin/env bash
# The tests under a Windows Python (Wine): all of them, or the files that are named.
#
#   scripts/windows/run_tests.sh FOLDER [tests/test_locking.py …]
#
# FOLDER is made by make_python.py where it is not there yet. Each test that is skipped says why. PROCESSES is how
# many run at once (2); PYTHON has the packages of the tests and is a Python of this system.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
python=${PYTHON:-python3}
[ -e "$folder/python/Scripts/noticemerge.exe" ] || "$python" "$here/make_python.py" "$folder"
cd "$here/../.."
# What runs on no Windows of Wine's: host.py says what that is.
exec {answers}< <(exec "$python" "$here/host.py" "$folder")
host=$!
trap 'kill "$host"' EXIT
read -r NOTICEMERGE_HOST <&"$answers"
export NOTICEMERGE_HOST
"$here/run.sh" "$folder" -u -m pytest -n "${PROCESSES:-2}" -p no:cacheprovider "${@:-tests}"
