"""Files that are attached: their digests when a mail is planned, and their content when it is sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from noticemerge.excel import bytes_of
from noticemerge.mail.message import EncodedFile, encoded_size, one_line
from noticemerge.planning import Enclosure
from noticemerge.problems import CannotUse, CellPlace, Problem, problem


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file to attach: where it lies, the name it gets, its size in bytes and its SHA-256 when checked."""

    path: Path
    name: str
    size: int
    digest: str

    @classmethod
    def of(cls, path: Path, name: str = "") -> AttachedFile:
        """The file as it is now, under its own name or another. Raises OSError or `CannotUse`."""
        data = bytes_of(path)
        return cls(path, one_line(name or path.name), len(data), hashlib.sha256(data).hexdigest())


class ChangedFileError(Exception):
    """A file is not the one that was checked."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class EncodedFiles:
    """The content of attached files, as parts of mails.

    Those that many mails share are read and encoded once: with seven of 0.5 MB 10 mails a second become 100.
    """

    def __init__(self) -> None:
        self._kept: dict[AttachedFile, EncodedFile] = {}

    def shared(self, file: AttachedFile) -> EncodedFile:
        """A file that other mails have too. Raises `ChangedFileError` when it is not as it was checked."""
        if file not in self._kept:
            self._kept[file] = self.own(file)
        return self._kept[file]

    def own(self, file: AttachedFile) -> EncodedFile:
        """A file of one mail alone. Raises as `shared`."""
        try:
            data = bytes_of(file.path)
        except (OSError, CannotUse):
            raise ChangedFileError(file.path) from None
        if hashlib.sha256(data).hexdigest() != file.digest:
            raise ChangedFileError(file.path)
        return EncodedFile.of(file.name, data)


class Attachments:
    """The files of the sheet 添付資料, each looked at once; names are relative to `folder`.

    `problems` tells of attachments without a file, and of files that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[tuple[str, CellPlace], tuple[AttachedFile, ...]] = {}
        self.problems: list[Problem] = []

    def of(self, enclosures: tuple[Enclosure, ...]) -> tuple[AttachedFile, ...]:
        """The files that go with these enclosures, in their order, however many copies are printed."""
        return tuple(dict.fromkeys(file for enclosure in enclosures for file in self._of(enclosure)))

    def _of(self, enclosure: Enclosure) -> tuple[AttachedFile, ...]:
        attachment = enclosure.attachment
        key = (attachment.file, attachment.place)
        if key not in self._files:
            names = [name.strip() for name in attachment.file.splitlines() if name.strip()]
            label = enclosure.label or attachment.title.strip()
            if not names:
                self.problems.append(problem("NM-M31", attachment.place, label=label))
            found = (self._file(name, label, attachment.place) for name in names)
            self._files[key] = tuple(file for file in found if file)
        return self._files[key]

    def _file(self, name: str, label: str, place: CellPlace) -> AttachedFile | None:
        """Clerks on Windows write 資料\\1.pdf, others 資料/1.pdf; both are looked for everywhere."""
        try:
            return AttachedFile.of(self._folder / name.replace("\\", "/"))
        except (OSError, ValueError, CannotUse):
            folder = str(self._folder.absolute())
            self.problems.append(problem("NM-M30", place, name=name, label=label, folder=folder))
            return None


def size_of(text: str, files: tuple[AttachedFile, ...]) -> int:
    """About how many bytes a mail has; never less than it has."""
    return (
        2_000
        + encoded_size(len(text.encode("utf-8", "replace")))
        + sum(encoded_size(file.size) + 600 + 12 * len(file.name) for file in files)
    )
