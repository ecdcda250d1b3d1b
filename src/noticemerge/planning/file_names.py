"""Names of the letters' files: legal on Windows, macOS, Linux and OneDrive, and told apart everywhere.

Rules of Windows: learn.microsoft.com/windows/win32/fileio/naming-a-file. A name has at most 80 UTF-16
units, so that a synchronised folder stays below 260 characters, and 200 bytes of UTF-8 of the 255 that
Linux and NAS systems allow.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from noticemerge.japan import lazy_pattern
from noticemerge.problems import Place, Problem, problem

MAX_UNITS = 80
MAX_BYTES = 200
EXTENSION = ".docx"

_LOOKALIKES = str.maketrans('\\/:*?"<>|', "＼／：＊？”＜＞｜")
_BREAKS = lazy_pattern(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Kana written as two characters, as macOS does: カ and U+3099. NFC as a whole would rewrite 神 (U+FA19).
_TWO_PART_KANA = lazy_pattern("[\u3040-\u30ff][\u3099\u309a]")
_RESERVED = lazy_pattern(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
_HIDDEN = lazy_pattern(r"^(?:\.|~(?=\$))")
_AT_END = "." + "".join(c for c in map(chr, range(0x3001)) if c.isspace())
# Nothing in these names is changed; nearly all are such.
_USUAL = lazy_pattern(r"[0-9A-Za-z_\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff々（）－-]++")
_SEPARATORS = "_-－＿・ \u3000"
_TOKEN = lazy_pattern(r"\{([^{}]*)\}")
_SLASH = lazy_pattern(r"[/\\]")
_ROOTED = lazy_pattern(r"^(?:[/\\]|[A-Za-z]:[/\\])")


def safe_name(text: str) -> str:
    """`text` as one segment of a path: never empty, and the same characters wherever they are allowed.

    Forbidden characters become their full-width look-alikes, line breaks a space; controls and
    invisible marks go, variation selectors stay with their character. "_" stands for nothing at all.
    """
    return _fitted(_cleaned(text)) or "_"


class Placed(NamedTuple):
    """Where a letter goes (below the output folder, with `/`), and what is worth saying about its name."""

    path: str
    problems: tuple[Problem, ...] = ()


class Namer:
    """Gives every letter its path by a pattern such as `{支部}/{会員番号}_{会社名}`.

    `fields` has the names between braces as typed, in order, each once; the caller knows which exist.
    `problems` says what is wrong with the pattern itself; with an error in it no letter may be named.
    """

    def __init__(self, pattern: str) -> None:
        plain = pattern.strip().translate(str.maketrans("｛｝", "{}"))
        if plain.casefold().endswith(EXTENSION):
            plain = plain[: -len(EXTENSION)]
        self.problems = tuple(_pattern_problems(pattern, plain))
        self._segments = [_tokens(part) for part in _SLASH.split(plain) if part.strip()]
        names = (name for segment in self._segments for name in segment[1::2])
        self.fields = tuple(dict.fromkeys(names))
        self._given: set[int] = set()
        self._counts: dict[str, int] = {}

    def path(self, values: Mapping[str, str]) -> str:
        """The letter's path; `values` has a text for each of `fields`."""
        return self.place(values).path

    def place(self, values: Mapping[str, str], place: Place | None = None) -> Placed:
        """The letter's path, told apart from all paths given before, and problems said at `place`.

        Paths that differ only in case or width (Ａ社, A社) count as the same: Windows and clerks
        confuse them. The second becomes …_2, the third …_3.
        """
        where = place or Place()
        *folders, last = [_filled(segment, values) for segment in self._segments] or [""]
        parent = "".join(safe_name(folder) + "/" for folder in folders if folder)
        problems = [] if last else [problem("NM-N23", where)]
        whole = _cleaned(last)
        stem = _fitted(whole) or "_"
        if _overflows(whole):
            problems.append(problem("NM-N24", where, name=last, file=stem + EXTENSION))
        free = self._free(parent, stem)
        if free != stem:
            problems.append(problem("NM-N25", where, name=stem + EXTENSION, file=free + EXTENSION))
        return Placed(f"{parent}{free}{EXTENSION}", tuple(problems))

    def _free(self, parent: str, stem: str) -> str:
        wanted = _key(parent + stem)
        if wanted not in self._given:
            self._given.add(wanted)
            return stem
        # The count is kept with the name that was wanted, so that a thousand equal names stay quick.
        folded = _folded(parent + stem)
        count = self._counts.get(folded, 1)
        while True:
            count += 1
            free = _numbered(stem, count)
            if (key := _key(parent + free)) not in self._given:
                break
        self._counts[folded] = count
        self._given.add(key)
        return free


def _pattern_problems(typed: str, plain: str) -> Iterator[Problem]:
    names = _TOKEN.findall(plain)
    is_broken = set("{}") & set(_TOKEN.sub("", plain)) or not all(name.strip() for name in names)
    if not plain or is_broken or plain.endswith(("/", "\\")):
        yield problem("NM-N21", pattern=typed)
    if _ROOTED.match(plain) or any(part.strip() in {".", ".."} for part in _SLASH.split(plain)):
        yield problem("NM-N22", pattern=typed)


def _tokens(segment: str) -> list[str]:
    """Literal text and field names by turns, literal text first and last."""
    return [token.strip() if n % 2 else token for n, token in enumerate(_TOKEN.split(segment))]


def _filled(segment: list[str], values: Mapping[str, str]) -> str:
    """The segment with its values; where one is empty, the separator beside it goes too."""
    texts = [values[token].strip() if n % 2 else token for n, token in enumerate(segment)]
    if all(texts[1::2]):
        return "".join(texts)
    parts: list[str] = []
    kept, after_empty = 0, False
    for position, value in enumerate(texts):
        if position % 2 == 0:
            parts.append(value.lstrip(_SEPARATORS) if after_empty else value)
        elif value:
            parts.append(value)
            kept, after_empty = len(parts), False
        else:
            after_empty = True
    tail = "".join(parts[kept:])
    return "".join(parts[:kept]) + (tail.rstrip(_SEPARATORS) if after_empty else tail)


def _numbered(stem: str, count: int) -> str:
    suffix = f"_{count}"
    return _cut(stem, MAX_UNITS - len(suffix), MAX_BYTES - len(suffix)) + suffix


def _folded(path: str) -> str:
    folded = unicodedata.normalize("NFKC", path).casefold()
    return unicodedata.normalize("NFKC", folded)


def _key(path: str) -> int:
    """A number for the folded path, which takes a tenth of its memory; the same in every run.

    Should two names ever share one, the second gets a count that it did not need.
    """
    digest = hashlib.blake2b(_folded(path).encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest())


@cache
def _is_allowed(character: str) -> bool:
    category = unicodedata.category(character)
    code = ord(character)
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return category not in {"Cc", "Cf", "Cs"} and not is_noncharacter


def _cleaned(text: str) -> str:
    """`text` with everything that no name may hold replaced or gone; its length is not looked at."""
    if _USUAL.fullmatch(text):
        return text
    plain = _BREAKS.sub(" ", text.translate(_LOOKALIKES))
    visible = _trimmed(plain if plain.isprintable() else "".join(c for c in plain if _is_allowed(c)))
    name = _TWO_PART_KANA.sub(lambda pair: unicodedata.normalize("NFC", pair[0]), visible)
    return _HIDDEN.sub(lambda mark: "．" if mark[0] == "." else "～", name)


def _fitted(name: str) -> str:
    cut = _cut(name, MAX_UNITS, MAX_BYTES)
    return _cut(f"_{cut}", MAX_UNITS, MAX_BYTES) if _RESERVED.match(cut) else cut


def _trimmed(name: str) -> str:
    """Without spaces at the ends and dots at the end, which Windows would drop unasked."""
    return name.rstrip(_AT_END).lstrip()


def _cut(name: str, units: int, size: int) -> str:
    """The beginning of `name` that fits, cut between whole characters, trimmed again."""
    if not _overflows(name, units, size):
        return _trimmed(name)
    fits = ""
    for cluster in _clusters(name):
        if _overflows(fits + cluster, units, size):
            break
        fits += cluster
    return _trimmed(fits)


def _overflows(name: str, units: int = MAX_UNITS, size: int = MAX_BYTES) -> bool:
    # A character is at most two units and four bytes.
    if 2 * len(name) <= units and 4 * len(name) <= size:
        return False
    wide = name.encode("utf-16-le", "replace")
    return len(wide) > 2 * units or len(name.encode("utf-8", "replace")) > size


def _clusters(name: str) -> Iterator[str]:
    """Characters with the marks that belong to them: variation selectors, accents, half-width ﾞ ﾟ."""
    cluster = ""
    for character in name:
        if cluster and not (unicodedata.category(character).startswith("M") or character in "ﾞﾟ"):
            yield cluster
            cluster = ""
        cluster += character
    yield cluster
