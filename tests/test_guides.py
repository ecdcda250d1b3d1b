"""The guides say what the program does: what they show is run, what they name is there."""

from __future__ import annotations

import functools
import io
import json
import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import click
import docx
import pytest

import guide_pictures
import guide_screens
from noticemerge.cli import root
from noticemerge.template import LetterTemplate, Name, Names
from noticemerge.template.filters import FILTERS
from support.program import ROOT, make_plan
from support.template_maker import letter_file, paragraph, saved
from support.word import letter_text

PAGES = sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
JAPANESE = ("README.ja.md", "docs/clerk-guide.md", "docs/template-guide.md")
every_page = pytest.mark.parametrize("page", PAGES)
every_story = pytest.mark.parametrize("page", guide_screens.PAGES)


@functools.cache
def text_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


# -- what is shown


@every_story
def test_a_page_shows_what_the_program_prints_and_draws_now(page: str) -> None:
    shown, pictures = guide_screens.told_by(page)
    assert shown == text_of(page), "run python scripts/guide_screens.py"
    drawn = json.loads((guide_pictures.PICTURES / "sources.json").read_text("utf-8"))
    stale = [name for name, rows in pictures.items() if guide_pictures.digest(rows) != drawn.get(name)]
    assert stale == [], "run python scripts/guide_pictures.py"


@every_page
def test_every_comment_of_a_page_is_a_step_of_its_story(page: str) -> None:
    steps = guide_screens.steps(page) if page in guide_screens.PAGES else []
    assert len(re.findall(r"^<!--", text_of(page), re.MULTILINE)) == len(steps)


def test_every_picture_is_drawn_by_a_page_and_stands_on_one() -> None:
    drawn = {name for page in PAGES for name in re.findall(r"<!-- picture ([\w-]+):", text_of(page))}
    shown = {
        name for page in PAGES for name in re.findall(r"!\[[^\]]*\]\([^)]*?([\w-]+)\.png\)", text_of(page))
    }
    assert drawn == shown == {path.stem for path in guide_pictures.PICTURES.glob("*.png")} - {"seal"}


def test_the_pictures_are_small_enough_to_read_on_a_slow_line() -> None:
    sizes = {path.name: path.stat().st_size for path in guide_pictures.PICTURES.glob("*.png")}
    assert {name: size for name, size in sizes.items() if size > 200_000} == {}


@pytest.mark.parametrize("page", JAPANESE)
def test_what_a_page_quotes_from_a_screen_stands_on_one(page: str) -> None:
    screens = "\n".join(re.findall(r"```text\n(.*?)```", text_of(page), re.DOTALL))
    quoted = re.findall("【[^】]+】", re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL))
    assert [words for words in quoted if words not in screens] == []


# -- what is named


def commands() -> dict[str, click.Command]:
    """Every command, the program itself as ""."""
    context = click.Context(root)
    found = {name: root.get_command(context, name) for name in root.list_commands(context)}
    return {"": root, **{name: command for name, command in found.items() if command}}


def options(command: click.Command) -> set[str]:
    """Every way to write the options of a command."""
    params = command.get_params(click.Context(command, help_option_names=["-h", "--help"]))
    return {name for p in params if isinstance(p, click.Option) for name in p.opts}


def typed(page: str) -> list[str]:
    """Every command line of a page, in a block or in a sentence."""
    text = re.sub(r"```(?:text|json|python)\n.*?```", "", text_of(page), flags=re.DOTALL)
    return [found.strip() for found in re.findall(r"(?<!\w)noticemerge( [^`\n;&|]+)", text)]


def told(page: str) -> list[list[str]]:
    """The words of the lines that are calls, not sentences: the first word is a command, or an option."""
    lines = [shlex.split(line) for line in typed(page) if re.match(r"(-|[a-z]+(\s|$))", line)]
    return [words for words in lines if words[0] in commands() or words[0].startswith("-")]


@every_page
def test_every_command_line_of_a_page_names_what_the_program_has(page: str) -> None:
    for words in told(page):
        command = commands()[words[0] if words[0] in commands() else ""]
        named = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert named <= options(command) | options(root), words


@every_page
def test_no_line_for_powershell_holds_a_comma_that_would_part_a_word(page: str) -> None:
    for block in re.findall(r"```powershell\n(.*?)```", text_of(page), re.DOTALL):
        bare = re.sub(r"\"[^\"]*\"|'[^']*'|\([^()]*\)", "", block)
        assert "noticemerge" not in bare or "," not in bare, block
    assert not re.search(r"--(only|skip) [^\"\s`]*,", text_of(page)), (
        "PowerShell makes two words of 0003,0006"
    )


def test_every_command_and_option_is_told_in_japanese() -> None:
    pages = "\n".join(map(text_of, JAPANESE))
    named = set(re.findall(r"`(--?[a-z][\w-]*)", pages)) | set(re.findall(r"noticemerge ([a-z]+)", pages))
    missing = {
        f"{name} {'/'.join(p.opts)}"
        for name, command in commands().items()
        for p in command.get_params(click.Context(command, help_option_names=["-h", "--help"]))
        if isinstance(p, click.Option) and not named & {opt for opt in p.opts if opt.startswith("--")}
    }
    assert missing | (set(commands()) - named - {""}) == set()


# -- where it leads


@every_page
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    here = ROOT / page
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)", text_of(page)):
        if target.startswith("http"):
            continue
        there = (here.parent / target).resolve() if target else here
        assert there.exists(), target
        if anchor:
            assert unquote(anchor) in anchors(there.read_text("utf-8")), f"{target}#{anchor}"


def anchors(text: str) -> set[str]:
    """The anchors GitHub gives to the headings of a page."""
    body = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", body, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


# -- the guide for managers

GUIDE = text_of("docs/template-guide.md")


def rows(text: str) -> list[list[str]]:
    """The cells of all table rows of a page."""
    found = []
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("| ---"):
            cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
            found.append([cell.strip().replace(r"\|", "|") for cell in cells])
    return found


def part(number: int) -> str:
    """A section of the guide for managers."""
    (found,) = re.findall(rf"^## {number}\. .*?(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    return str(found)


def example() -> dict[str, str]:
    """The member of the examples."""
    table = part(3).split("| 書き方 |")[0]
    return {row[0]: row[1] for row in rows(table) if row[0] != "項目"}


def printed_by(tag: str, folder: Path) -> list[str]:
    """The letter of the examples' member with this tag alone in it."""
    values = example()
    names = Names(Name(f"c{n}", "roster", label, n, is_text=True) for n, label in enumerate(values))
    bound = LetterTemplate.read(saved(folder, letter_file(paragraph(tag)))).bind(names)
    assert [p.message for p in bound.problems] == []
    filled = bound.render({name.key: values[name.label] for name in names.all})
    return letter_text(filled, tags_allowed=True)


EXAMPLES = [row for row in rows(part(3)) if row[0].startswith("`{{")]
SPELLINGS = [(tag, row[1]) for row in rows(part(2)) for tag in re.findall("`([^`]+)`", row[0])]


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row[0])
def test_a_filter_prints_what_the_guide_says(row: list[str], tmp_path: Path) -> None:
    typed, printed, english = row[0].strip("`"), row[1], row[2]
    for tag in (typed, re.sub(r"\|\w+(?=[^|]*$)", f"|{english}", typed)):
        assert printed_by(tag, tmp_path) == [printed]


@pytest.mark.parametrize(("tag", "printed"), SPELLINGS, ids=lambda text: text)
def test_a_tag_typed_as_the_guide_says_is_understood(tag: str, printed: str, tmp_path: Path) -> None:
    assert printed_by(tag, tmp_path) == [printed]


def test_the_guide_names_every_filter() -> None:
    named = set(re.findall(r"\|(\w+)", part(3).replace(r"\|", "|"))) | set(re.findall(r"`(\w+)`", GUIDE))
    for _, names in FILTERS.values():
        assert named & set(names), names


def conditions() -> list[str]:
    """The blocks and table rows of the chapters on conditions and attachments, each a small letter."""
    blocks = re.findall(r"```text\n(\{.*?)```", GUIDE, re.DOTALL)
    opened = [row[0].strip("`") for row in rows(part(4)) if row[0].startswith("`{%p")]
    items = set(re.findall(r"`(資料\.\w+)`", part(5)))
    loops = [
        f"{{%p for 資料 in 添付資料 %}}\n{{{{ {item} }}}}\n{{%p endfor %}}\n文" for item in sorted(items)
    ]
    return [*blocks, *(f"{tag}\n文\n{{%p endif %}}" for tag in opened), *loops]


@pytest.mark.parametrize("text", conditions())
def test_the_conditions_of_the_guide_are_understood(text: str, tmp_path: Path) -> None:
    columns = ["部署", "発送方法", "部数", "支部", "役職", "入会日"]
    names = Names([*Names.of(columns).all, Name("x0", "computed", "添付資料")])
    path = saved(tmp_path, letter_file("".join(map(paragraph, text.strip().split("\n")))))
    bound = LetterTemplate.read(path).bind(names)
    assert [p.message for p in bound.problems] == []
    listed = [{"number": "資料1", "title": "案内", "copies": 2, "file": "", "note": ""}]
    values = {name.key: "" for name in names.all} | {"x0": listed}
    assert letter_text(bound.render(values))


def test_the_guide_addresses_members_as_the_letters_do() -> None:
    head, *members = rows(part(6))
    assert head[-1] == "宛名"
    letters = make_plan().letters
    made = {letter.name: "<br>".join(letter.addressee.lines) for letter in letters if letter.addressee}
    assert {row[0]: row[-1] for row in members}.items() <= made.items()


def test_the_comments_in_the_guide_are_those_of_the_picture() -> None:
    (((file,),),) = [
        rows for name, rows in guide_screens.told_by("docs/template-guide.md")[1].items() if name == "marked"
    ]
    made = [" ".join(c.text.split("\n")) for c in docx.Document(io.BytesIO(file.data)).comments]
    assert [row[1] for row in rows(part(10)) if row[0].startswith("`")] == made
