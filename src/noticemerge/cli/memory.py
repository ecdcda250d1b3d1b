"""Options that were given once and hold for a list from then on, kept in noticemerge.toml beside it.

A person can read and change the file: a table for each list, called as its file, with the options' names. So
what is remembered is never used for another list, and goes with the folder when that is moved.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticemerge.cli.file_writing import replace_file
from noticemerge.cli.shell import quoted
from noticemerge.excel import bytes_of
from noticemerge.problems import N_, CannotUse, NotFoundInFile, Place, gettext, problem

if TYPE_CHECKING:
    from noticemerge.excel import Sheet

FILE = "noticemerge.toml"
# The names of options, and what they are called among the words of a command.
_WORDS = {
    "sheet": "sheet",
    "notice": "notice",
    "map": "mapping",
    "ignore": "ignored",
    "hidden": "hidden",
    "name": "name_pattern",
    "template": "template",
}
_PATHS, _LISTS = {"notice", "template"}, {"map", "ignore"}
_HIDDEN = ("include", "skip")
# What the book's sheets were when one of them was chosen: no option.
_SHEETS = "sheets"
# How many cells a line of a list has at least, and how many rows are looked at for one.
_LINE, _LOOKED_AT = 3, 50
_TABLE = re.compile(r"\s*\[\s*(?P<key>\"(?:[^\"\\]|\\.)*\"|'[^']*'|[\w-]+)\s*\]\s*(?:#.*)?")

_HEAD = N_(
    "What noticemerge remembers for the lists of this folder. You may change or delete it;\n"
    "with --forget a command forgets what stands here for its list."
)

Options = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered for one member list; paths are relative to its folder."""

    members: Path
    options: Options = field(default_factory=dict)

    @classmethod
    def of(cls, members: Path) -> Memory:
        """What stands in the file beside this list, nothing where there is none.

        Raises `CannotUse` when it cannot be understood: nothing of it is passed over in silence.
        """
        tables = _read(members.parent / FILE).items()
        told = next((table for name, table in tables if _is_same(name, members.name)), {})
        for key, value in told.items():
            if not _is_fit(key, value):
                raise CannotUse(problem("NM-C31", Place(file=FILE), key=key, keys=", ".join(_WORDS)))
        return cls(members, dict(told))

    def filled(self, words: Mapping[str, Any]) -> tuple[dict[str, Any], Memory]:
        """The words of a command with what is remembered where nothing was typed, and what of it is used.

        Of --map and --ignore all is used that says nothing of what was typed; the list's own sheet 設定 comes
        before it (`recalled_mapping` and `recalled_ignored`). Raises `CannotUse` when the book has a list
        that it had not when a sheet was chosen.
        """
        filled, used = dict(words), Options()
        for key, value in self.options.items():
            word = _WORDS.get(key, "")
            if word not in words or (words[word] and key not in _LISTS):
                continue
            if key == "sheet" and (found := self._new_list()):
                place, better = Place(file=self.members.name), f"--sheet {quoted(found)}"
                raise NotFoundInFile(problem("NM-C33", place, sheet=value, new=found, better=better))
            used[key] = value
            if isinstance(value, list):
                pairs = (pair.partition("=") for pair in value)
                new = tuple(value) if key == "ignore" else {name: heading for name, _, heading in pairs}
                filled[f"recalled_{word}"] = new
            else:
                filled[word] = self.members.parent / value if key in _PATHS else value
        return filled, Memory(self.members, used)

    def learnt(self, words: Mapping[str, Any]) -> Memory:
        """What to remember after a command with these words, as typed."""
        typed = {key: words[word] for key, word in _WORDS.items() if words.get(word)}
        if typed.get("hidden") == "skip":
            del typed["hidden"]  # a filter hides other members from day to day
        if any(words.get(choice) for choice in ("only", "skip", "where")):
            typed.pop("template", None)  # a reminder to some is not the letter of the whole list
        new: Options = {}
        for key, value in typed.items():
            if key == "map":
                kept = [pair for pair in self._listed(key) if pair.partition("=")[0] not in value]
                new[key] = [*kept, *(f"{name}={heading}" for name, heading in value.items())]
            elif key == "ignore":
                new[key] = list(dict.fromkeys([*self._listed(key), *value]))
            else:
                new[key] = self._from_here(value) if key in _PATHS else str(value)
                new |= {_SHEETS: [s.title for s in _sheets_of(self.members)]} if key == "sheet" else {}
        return Memory(self.members, self.options | new)

    def write(self) -> bool:
        """Put the file in step; whether it could be written. Other lists, and remarks, stay as they are."""
        path = self.members.parent / FILE
        with suppress(OSError):
            text = _with_table(_text(path), self.members.name, self.options)
            if text.strip():
                replace_file(path, text.encode())
            else:
                path.unlink(missing_ok=True)
            return True
        return False

    def typed(self) -> Iterator[str]:
        """The options as they are typed, one after the other."""
        for key, value in self.options.items():
            if key == _SHEETS:
                continue
            for one in value if isinstance(value, list) else [value]:
                said = str(self.members.parent / one) if key in _PATHS else one
                yield f"--{key} {quoted(said)}"

    def _new_list(self) -> str:
        """The sheet that the book had not, and that may be the list of this year; "" for none."""
        known = self._listed(_SHEETS)
        sheets = _sheets_of(self.members) if known else ()
        return next((s.title for s in sheets if s.title not in known and _may_be_list(s)), "")

    def _listed(self, key: str) -> list[str]:
        value = self.options.get(key, [])
        return value if isinstance(value, list) else []

    def _from_here(self, path: Path) -> str:
        try:
            return Path(os.path.relpath(path, self.members.parent)).as_posix()
        except ValueError:  # another drive of Windows
            return path.absolute().as_posix()


def _sheets_of(members: Path) -> tuple[Sheet, ...]:
    """The sheets of a list's book, none of one that cannot be read: that is told when it is."""
    from noticemerge.excel import read_book

    with suppress(CannotUse, OSError):
        return read_book(members).sheets
    return ()


def _may_be_list(sheet: Sheet) -> bool:
    """Whether a sheet has more than a line of several cells: a memo has not."""
    with suppress(CannotUse, OSError):
        return sum(len(row.cells) >= _LINE for row in islice(sheet.rows(), _LOOKED_AT)) > 1
    return False


def _is_fit(key: str, value: object) -> bool:
    if key in _LISTS or key == _SHEETS:
        is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return is_list and (key != "map" or all("=" in str(one) for one in value))  # type: ignore[attr-defined]
    return key in _WORDS and isinstance(value, str) and (key != "hidden" or value in _HIDDEN)


def _text(path: Path) -> str:
    """The file's text, "" where there is none; Notepad may have saved it in code page 932."""
    try:
        is_there = path.is_file()
    except OSError:  # a folder whose name is too long for the file system is none
        is_there = False
    if not is_there:
        return ""
    data = bytes_of(path)
    for encoding in ("utf-8-sig", "cp932"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise CannotUse(problem("NM-C30", Place(file=FILE), line=1))


def _read(path: Path) -> dict[str, dict[str, Any]]:
    if not (text := _text(path).replace("\r\n", "\n")):
        return {}
    import tomllib  # takes long to load, and most folders have no such file

    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = found[1] if found else text.count("\n") + 1
        raise CannotUse(problem("NM-C30", Place(file=FILE), line=line)) from None
    for key, value in told.items():
        if not isinstance(value, dict):
            raise CannotUse(problem("NM-C31", Place(file=FILE), key=key, keys=", ".join(_WORDS)))
    return told


def _with_table(text: str, name: str, options: Options) -> str:
    """The text with the table of this list replaced; remarks stay, also those in the table."""
    before, own, after = list[str](), list[str](), list[str]()
    part, is_found = before, False
    for line in text.splitlines():
        if match := _TABLE.fullmatch(line):
            is_own = _is_same(_key(match["key"]), name)
            is_found = is_found or is_own
            part = own if is_own else after if is_found else before
            if is_own:
                continue
        part.append(line)
    remarks = [line for line in own if line.lstrip().startswith("#")]
    table = [f"[{_quoted(name)}]", *remarks, *_lines(options), ""] if options or remarks else []
    if not table and not any(map(_TABLE.fullmatch, [*before, *after])):
        return ""
    head = before or [f"# {line}" for line in gettext(_HEAD).splitlines()] + [""]
    return "\n".join([*head, *table, *after]).rstrip() + "\n"


def _is_same(one: str, other: str) -> bool:
    """Whether two names are of one file, also where a system does not tell M from m or が from か and ゛."""
    return unicodedata.normalize("NFC", one).casefold() == unicodedata.normalize("NFC", other).casefold()


def _key(written: str) -> str:
    import tomllib

    return str(tomllib.loads(f"key = {written}")["key"]) if written[0] in "\"'" else written


def _lines(options: Options) -> Iterator[str]:
    for key, value in options.items():
        said = f"[{', '.join(map(_quoted, value))}]" if isinstance(value, list) else _quoted(value)
        yield f"{key} = {said}"


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
