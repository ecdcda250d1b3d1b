"""Sheets of labels: what they are called, and where their labels lie, in millimetres.

A sheet is meant by its geometry (12面 86.4×42.3), by a product number printed on its packet (28183, ELM008),
or by measures taken with a ruler: `2x6 86.4x42.3 left 18.6 top 21.2 pitch 88x42.3`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

from noticemerge.japan import fold
from noticemerge.problems import Problem, gettext, problem

USUAL = "12面 86.4×42.3"
_A4 = (210.0, 297.0)
# The sheet may be cut a little narrower than the sum of its labels.
_TOLERANCE = 0.3
_PAIR = re.compile(r"(\d+(?:\.\d+)?)[x×*](\d+(?:\.\d+)?)")
# A product number among other words: 28183 (12面).
_NUMBER = re.compile(r"[A-Za-z0-9-]{5,}")
_UP = re.compile(r"(\d+)\s*面")
_UP_ALONE = re.compile(r"(\d{1,2})\s*(?:枚|片|up|ラベル)?", re.IGNORECASE)
_COLUMNS_AND_ROWS = re.compile(r"(\d+)\s*列\s*[x×・,、]?\s*(\d+)\s*[段行]")
# A label of less (mm) is none: what was typed was meant otherwise.
_LEAST_WIDTH, _LEAST_HEIGHT = 10, 8
_MEASURE = re.compile(r"(left|左|top|上|pitch|間隔|page|用紙)[:=は]?(\d+(?:\.\d+)?(?:[x×*]\d+(?:\.\d+)?)?)")
_WORDS = {"左": "left", "上": "top", "間隔": "pitch", "用紙": "page"}
_MOST_NAMED = 5
# Of a size that is not known: no label more than so many millimetres off is named.
_NEAR, _NEAREST = 10, 3
# Of a product number: 28183 and 28138 are as like.
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of labels; all measures in millimetres.

    `pitch_x` and `pitch_y` lead from a label to the next, `left` and `top` to the first. `numbers` are
    product numbers by maker.
    """

    name: str
    columns: int
    rows: int
    width: float
    height: float
    pitch_x: float
    pitch_y: float
    left: float
    top: float
    page_width: float = _A4[0]
    page_height: float = _A4[1]
    numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def up(self) -> int:
        """How many labels are on a sheet."""
        return self.columns * self.rows

    @property
    def reaches_edge(self) -> bool:
        """Whether labels lie where most printers cannot print: within 4 mm of the sheet's edge."""
        right = self.page_width - self.left - (self.columns - 1) * self.pitch_x - self.width
        foot = self.page_height - self.top - (self.rows - 1) * self.pitch_y - self.height
        return min(self.left, self.top, right, foot) < 4


@cache
def known_papers() -> tuple[Paper, ...]:
    """Every sheet that is known, by the number of its labels."""
    listed = tomllib.loads((resources.files(__package__) / "papers.toml").read_text("utf-8"))["paper"]
    return tuple(map(_read, listed))


def find_paper(text: str) -> Paper | Problem:
    """The sheet that is meant by a name, a product number or measures; else what is wrong with it."""
    said = unicodedata.normalize("NFKC", text).strip()
    if not said:
        return _unknown(text)
    typed = {fold(_without_maker(said)), *map(fold, _NUMBER.findall(said))}
    by_number = [paper for paper in known_papers() if typed & _folded_numbers(paper)]
    by_name = [paper for paper in known_papers() if fold(paper.name) == fold(said)]
    if found := by_number or by_name:
        return found[0]
    said = _joined(said)
    if len(_PAIR.findall(_MEASURE.sub("", said))) == 2:
        return _measured(said, text)
    return _of_geometry(said, text)


def _read(told: Mapping[str, Any]) -> Paper:
    columns, rows, width, height, pitch_x, pitch_y, left, top = told["measures"]
    page = _A4[::-1] if told.get("landscape") else _A4
    numbers = {maker: tuple(those) for maker, those in told["numbers"].items()}
    return Paper(told["name"], columns, rows, width, height, pitch_x, pitch_y, left, top, *page, numbers)


def _numbers_of(paper: Paper) -> list[str]:
    return [number for those in paper.numbers.values() for number in those]


def _folded_numbers(paper: Paper) -> set[str]:
    return set(map(fold, _numbers_of(paper)))


def _without_maker(said: str) -> str:
    return re.sub(
        r"^(?:a-?one|エーワン|hisago|ヒサゴ|サンワサプライ|サンワ|sanwa|コクヨ|kokuyo)[\s:_-]*",
        "",
        said,
        flags=re.I,
    )


def _of_geometry(said: str, typed: str) -> Paper | Problem:
    """The sheet with so many labels, or labels of that size: the usual one before its variants."""
    up, size = _UP.search(said) or _UP_ALONE.fullmatch(said), _PAIR.search(said)
    if (not up and not size) or (_has_more_numbers(said) and not _UP_ALONE.fullmatch(said)):
        return _unknown(typed, _of_number_like(said))
    found = [
        paper
        for paper in known_papers()
        if (not up or paper.up == int(up[1]))
        and (not size or _pair(size.groups()) in {(paper.width, paper.height), (paper.columns, paper.rows)})
        and all(_is_told(getattr(paper, name, None), value) for name, value in _told(said).items())
    ]
    if len(found) == 1:
        return found[0]
    if usual := [paper for paper in found if paper.name == USUAL]:
        return usual[0]
    if not found:
        near = _near(int(up[1]) if up else 0, (float(size[1]), float(size[2])) if size else None)
        return _unknown(typed, [paper.name for paper in near])
    return problem("NM-L02", typed=typed, names="、".join(paper.name for paper in found[:_MOST_NAMED]))


def _unknown(typed: str, nearest: Sequence[str] = ()) -> Problem:
    said = gettext(" The nearest are {names}.").format(names="、".join(nearest[:_NEAREST])) if nearest else ""
    return problem("NM-L01", typed=typed, nearest=said)


def _near(up: int, size: tuple[float, float] | None) -> list[Paper]:
    """The sheets that come nearest to a number of labels (0: any), or to labels of a size."""
    if size is None:
        return sorted(known_papers(), key=lambda paper: abs(paper.up - up))

    def off(paper: Paper) -> float:
        return max(abs(paper.width - size[0]), abs(paper.height - size[1]))

    near = [paper for paper in known_papers() if off(paper) <= _NEAR]
    return sorted(near, key=lambda paper: (bool(up) and paper.up != up, off(paper), paper.name != USUAL))


def _of_number_like(said: str) -> list[str]:
    """The sheets whose product number is like the one typed, each behind that number."""
    named = {fold(number): (number, paper) for paper in known_papers() for number in _numbers_of(paper)}
    wanted = fold(_without_maker(said))
    # Two digits in each other's place are the likeliest slip.
    found = [one for one in named if sorted(one) == sorted(wanted)]
    found += get_close_matches(wanted, named, _NEAREST, _ALIKE)
    return [f"{named[one][0]} ({named[one][1].name})" for one in dict.fromkeys(found)]


def _told(said: str) -> dict[str, str]:
    """The measures with a name: left, top, pitch, page."""
    return {_WORDS.get(name, name): value for name, value in _MEASURE.findall(said)}


def _is_told(there: float | None, told: str) -> bool:
    return there is not None and "x" not in told and abs(there - float(told)) < _TOLERANCE / 2


def _has_more_numbers(said: str) -> bool:
    """Whether a number was typed that is none of the measures: it must not be passed over."""
    return any(map(str.isdecimal, _UP.sub("", _PAIR.sub("", _MEASURE.sub("", said)))))


def _measured(said: str, typed: str) -> Paper | Problem:
    """The sheet that the clerk measured; without left and top it lies in the middle of the page."""
    told = _told(said)
    (columns, rows), (width, height) = (_pair(pair) for pair in _PAIR.findall(_MEASURE.sub("", said)))
    page_width, page_height = (
        _pair(_PAIR.findall(told["page"])[0]) if "x" in _x(told.get("page", "")) else _A4
    )
    pitch = _PAIR.findall(told.get("pitch", ""))
    pitch_x, pitch_y = _pair(pitch[0]) if pitch else (width, height)
    is_label = width >= _LEAST_WIDTH and height >= _LEAST_HEIGHT
    if columns % 1 or rows % 1 or not (columns and rows and is_label) or _has_more_numbers(said):
        return _unknown(typed)
    across, down = (columns - 1) * pitch_x + width, (rows - 1) * pitch_y + height
    left = float(told.get("left", round((page_width - across) / 2, 2)))
    top = float(told.get("top", round((page_height - down) / 2, 2)))
    fits = left >= -_TOLERANCE and top >= -_TOLERANCE and pitch_x >= width and pitch_y >= height
    if not fits or left + across > page_width + _TOLERANCE or top + down > page_height + _TOLERANCE:
        return problem(
            "NM-L03", typed=typed, across=f"{left + across:g}", down=f"{top + down:g}",
            page=f"{page_width:g}×{page_height:g}",
        )  # fmt: skip
    name = f"{int(columns * rows)}面 {width:g}×{height:g}"
    return Paper(
        name, int(columns), int(rows), width, height, pitch_x, pitch_y, max(left, 0), max(top, 0),
        page_width, page_height,
    )  # fmt: skip


def _joined(said: str) -> str:
    """Without spaces around the signs of a size, and without units; 2列6段 is 2x6."""
    said = _COLUMNS_AND_ROWS.sub(r"\1x\2", said)
    return re.sub(r"(left|左|top|上|pitch|間隔|page|用紙)\s+(?=\d)", r"\1", _x(said)).replace("mm", "")


def _x(said: str) -> str:
    return re.sub(r"\s*[x×✕*]\s*", "x", said)


def _pair(pair: Sequence[str]) -> tuple[float, float]:
    return float(pair[0]), float(pair[1])
