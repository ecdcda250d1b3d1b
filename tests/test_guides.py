"""The guides say what the program does: their examples are run, their pictures and links are there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest

import guide_pictures
from noticemerge.i18n import use_language
from noticemerge.template import LetterTemplate, Name, Names
from noticemerge.template.filters import FILTERS
from support.program import ROOT
from support.template_maker import letter_file, paragraph, saved
from support.word import letter_text

GUIDE = (ROOT / "docs" / "template-guide.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def rows(text: str) -> list[list[str]]:
    """The cells of all table rows of a page."""
    found = []
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("| ---"):
            cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
            found.append([cell.strip().replace(r"\|", "|") for cell in cells])
    return found


def part(heading: str) -> str:
    """A section of the guide for managers."""
    return re.split(r"^## ", GUIDE, flags=re.MULTILINE)[int(heading)]


def example() -> dict[str, str]:
    """The member of the examples."""
    table = part("3").split("| 書き方 |")[0]
    return {row[0]: row[1] for row in rows(table) if row[0] != "項目"}


EXAMPLES = [row for row in rows(part("3")) if row[0].startswith("`{{")]


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row[0])
def test_a_filter_prints_what_the_guide_says(row: list[str], tmp_path: Path) -> None:
    typed, printed, english = row[0].strip("`"), row[1], row[2]
    values = example()
    names = Names(Name(f"c{n}", "roster", label, n, is_text=True) for n, label in enumerate(values))
    for tag in (typed, re.sub(r"\|\w+(?=[^|]*$)", f"|{english}", typed)):
        bound = LetterTemplate.read(saved(tmp_path, letter_file(paragraph(tag)))).bind(names)
        assert [p.message for p in bound.problems] == []
        filled = bound.render({name.key: values[name.label] for name in names.all})
        assert letter_text(filled) == [printed]


def test_the_guide_names_every_filter() -> None:
    told = set(re.findall(r"\|(\w+)", part("3").replace(r"\|", "|"))) | set(re.findall(r"`(\w+)`", GUIDE))
    for _, names in FILTERS.values():
        assert told & set(names), names


def conditions() -> list[str]:
    """The blocks and table rows of the chapters on conditions and attachments, each a small letter."""
    blocks = re.findall(r"```text\n(\{.*?)```", GUIDE, re.DOTALL)
    opened = [row[0].strip("`") for row in rows(part("4")) if row[0].startswith("`{%p")]
    return [*blocks, *(f"{tag}\n文\n{{%p endif %}}" for tag in opened)]


@pytest.mark.parametrize("text", conditions())
def test_the_conditions_of_the_guide_are_understood(text: str, tmp_path: Path) -> None:
    columns = ["部署", "発送方法", "部数", "支部", "役職"]
    names = Names([*Names.of(columns).all, Name("x0", "computed", "添付資料")])
    path = saved(tmp_path, letter_file("".join(map(paragraph, text.strip().split("\n")))))
    bound = LetterTemplate.read(path).bind(names)
    assert [p.message for p in bound.problems] == []
    listed = [{"number": "資料1", "title": "案内", "copies": 2, "file": "", "note": ""}]
    values = {name.key: "" for name in names.all} | {"x0": listed}
    assert letter_text(bound.render(values))


def test_the_comments_in_the_guide_are_those_of_the_picture(tmp_path: Path) -> None:
    use_language("ja")
    (tmp_path / "marked.docx").write_bytes(guide_pictures.marked(tmp_path))
    made = [" ".join(c.text.split("\n")) for c in docx.Document(str(tmp_path / "marked.docx")).comments]
    told = [row[1] for row in rows(part("8")) if row[0].startswith("`")]
    assert told == made


def test_no_picture_shows_what_the_program_no_longer_makes(tmp_path: Path) -> None:
    use_language("ja")
    told = json.loads((guide_pictures.PICTURES / "sources.json").read_text("utf-8"))
    assert guide_pictures.digests(tmp_path) == told, "run python scripts/guide_pictures.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target
