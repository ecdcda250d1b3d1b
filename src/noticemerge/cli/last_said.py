"""What was said last in a working folder, for steps that leave no trace there: check writes nothing.

It is kept with the settings of the user's programs, by a digest of the folder's path, and may be lost: the
first screen then tells what it sees by itself.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from noticemerge.excel import bytes_of
from noticemerge.problems import CannotUse

_MOST = 30


def recall(folder: Path) -> dict[str, Any]:
    """What is remembered of a working folder: nothing where that is not known."""
    found = _read().get(_key(folder), {})
    return found if isinstance(found, dict) else {}


def remember(folder: Path, told: dict[str, Any]) -> None:
    """Remember this of a working folder, and of the last ones."""
    whole = _read()
    whole.pop(_key(folder), None)
    whole[_key(folder)] = told
    path = _path()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(dict(list(whole.items())[-_MOST:])), "utf-8")
        temporary.replace(path)


def _path() -> Path:
    return Path(click.get_app_dir("noticemerge", roaming=False)) / "folders.json"


def _key(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()


def _read() -> dict[str, Any]:
    with suppress(OSError, ValueError, CannotUse):
        whole = json.loads(bytes_of(_path()))
        if isinstance(whole, dict):
            return whole
    return {}
