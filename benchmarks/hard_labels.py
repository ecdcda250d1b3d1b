"""How labels for a hundred hard addressees come out of a printer, on every sheet that is known.

LibreOffice prints, pdfplumber reads: on each sheet the number of pages, every character of every label in the
place where it was laid, line by line; and for each member who has no label the problem that names it.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pdfplumber

from noticemerge import Roster
from noticemerge.planning import PostList, post_list
from noticemerge.post import Label, LabelOptions, Labels, Paper, known_papers, lay_out_labels

_MM = 25.4 / 72
# How far a character may reach beyond the label's edge or its line's base lie off the others' (mm).
_OFF = 0.15


@dataclass
class Sheet:
    """What was found on one paper; `faults` are told in words."""

    paper: Paper
    made: int
    small: int
    refused: Counter[str]
    pages: int
    faults: list[str] = field(default_factory=list)

    def words(self) -> str:
        """A row of the table."""
        refused = "、".join(f"{code} {count}" for code, count in sorted(self.refused.items()))
        said = f"{self.made:4} made, {self.small:3} small, {self.pages:3} pages, {len(self.faults)} faults"
        return "\n".join([f"{self.paper.name:34} {said}  {refused}", *(f"    {f}" for f in self.faults[:5])])


def hard_labels(folder: Path, *, barcode: bool = False) -> list[Sheet]:
    """Lay out, print and read the labels of the hard addressees on every paper."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from support.hard_addressees import hard_addressees
    from support.on_paper import to_pdf

    listed = post_list(Roster.read(hard_addressees(folder / "members.xlsx")))
    laid = [lay_out_labels(listed, LabelOptions(paper, barcode=barcode)) for paper in known_papers()]
    files = [folder / f"{number}.docx" for number in range(len(laid))]
    for file, labels in zip(files, laid, strict=True):
        file.write_bytes(labels.word_file())
    return [_sheet(listed, *one) for one in zip(laid, to_pdf(files, folder), strict=True)]


def _sheet(listed: PostList, labels: Labels, pdf: Path) -> Sheet:
    found = Sheet(labels.options.paper, len(labels.labels), 0, Counter(), 0)
    found.small = sum(p.code == "NM-L14" for p in labels.problems)
    found.faults += _lost(listed, labels, found.refused)
    with pdfplumber.open(pdf) as document:
        found.pages = len(document.pages)
        if found.pages != labels.sheets:
            found.faults.append(f"{found.pages} pages, not {labels.sheets}")
        for number, page in enumerate(document.pages):
            on_page = labels.labels[number * found.paper.up : (number + 1) * found.paper.up]
            found.faults += _of_page(page.chars, on_page, found.paper)
    return found


def _lost(listed: PostList, labels: Labels, refused: Counter[str]) -> Iterator[str]:
    """Members without a label whom no problem names, and characters that are on none of a label's lines."""
    codes = {p.place.member: p.code for p in labels.problems if str(p.severity) == "error"}
    made = {label.block.item.to.number: label for label in labels.labels}
    for item in listed.items:
        number = item.to.number
        if number not in made:
            refused[codes.get(number, "?")] += 1
            if number not in codes:
                yield f"{number} has no label, and no problem names it"
            continue
        wanted = "".join((*item.to.addressee.lines, *item.address, item.postcode.removeprefix("〒")))
        if missing := _counted(wanted) - _counted("".join(_lines(made[number]))):
            yield f"{number} lacks {''.join(missing)}"


def _of_page(characters: list[dict[str, object]], labels: tuple[Label, ...], paper: Paper) -> Iterator[str]:
    """What is not where it belongs on a page."""
    found: dict[int, list[dict[str, object]]] = {}
    for one in characters:
        if not str(one["text"]).isspace():
            found.setdefault(_place_of(one, paper), []).append(one)
    for place in set(found) - set(range(len(labels))):
        yield f"outside of all labels: {''.join(str(c['text']) for c in found[place])}"
    for place, label in enumerate(labels):
        yield from map(
            f"{label.block.item.to.number}: {{}}".format, _of_label(found.get(place, []), label, paper, place)
        )


def _of_label(characters: list[dict[str, object]], label: Label, paper: Paper, place: int) -> Iterator[str]:
    row, column = divmod(place, paper.columns)
    left, top = paper.left + column * paper.pitch_x, paper.top + row * paper.pitch_y
    box = (left, top, left + paper.width, top + paper.height)
    for one in characters:
        x0, y0, x1, y1 = (float(str(one[side])) * _MM for side in ("x0", "top", "x1", "bottom"))
        if x0 < box[0] - _OFF or x1 > box[2] + _OFF or y0 < box[1] - _OFF or y1 > box[3] + _OFF:
            yield f"{one['text']} reaches beyond the label: {x0:.1f} {y0:.1f} {x1:.1f} {y1:.1f}"
    there, wanted = _read(characters), [_plain(line) for line in _lines(label)]
    wanted = [line for line in wanted if line]
    if there != wanted:
        differing = [f"{a or '-'} / {b or '-'}" for a, b in _beside(wanted, there) if a != b]
        yield f"other lines: {'; '.join(differing)}"


def _beside(wanted: list[str], there: list[str]) -> Iterator[tuple[str, str]]:
    longer = max(len(wanted), len(there))
    yield from zip(wanted + [""] * (longer - len(wanted)), there + [""] * (longer - len(there)), strict=True)


def _place_of(one: dict[str, object], paper: Paper) -> int:
    """The label in which the middle of a character lies, row by row; -1 for none."""
    x = (float(str(one["x0"])) + float(str(one["x1"]))) / 2 * _MM
    y = (float(str(one["top"])) + float(str(one["bottom"]))) / 2 * _MM
    column, right = divmod(x - paper.left, paper.pitch_x)
    row, below = divmod(y - paper.top, paper.pitch_y)
    is_on = 0 <= column < paper.columns and 0 <= row < paper.rows
    return (
        int(row * paper.columns + column) if is_on and right <= paper.width and below <= paper.height else -1
    )


def _read(characters: list[dict[str, object]]) -> list[str]:
    """The lines from the top, each with its characters from the left, whatever fonts they are of."""
    lines: list[list[dict[str, object]]] = []
    for one in sorted(characters, key=_base_of, reverse=True):
        if not lines or _base_of(lines[-1][0]) - _base_of(one) > _OFF / _MM:
            lines.append([])
        lines[-1].append(one)
    return [
        _plain("".join(str(c["text"]) for c in sorted(line, key=lambda c: float(str(c["x0"])))))
        for line in lines
    ]


def _base_of(one: dict[str, object]) -> float:
    matrix = one["matrix"]
    assert isinstance(matrix, tuple)
    return float(matrix[5])


def _lines(label: Label) -> list[str]:
    return [placed.line.text for placed in (*label.text.lines, *label.text.foot)]


def _plain(text: str) -> str:
    """Without spaces and what chooses a form; marks upon characters may be written apart."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not c.isspace() and unicodedata.category(c) not in {"Mn", "Cf"})


def _counted(text: str) -> Counter[str]:
    return Counter(c for c in _plain(text) if c not in "-‐‑–—−ー－")
