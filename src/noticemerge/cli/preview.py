"""`noticemerge preview`: letters to look at, on the screen or as files."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import click

from noticemerge.cli.corrected_line import correct_and_again
from noticemerge.cli.file_writing import replace_file
from noticemerge.cli.help import Command
from noticemerge.cli.next_step import next_step
from noticemerge.cli.options import RowNumber, Settings, common, option, sources, type_path
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.request import Request, letter_counts, letter_line
from noticemerge.cli.screen_text import COLUMNS, wrap
from noticemerge.cli.standing import OUT
from noticemerge.output import InputFiles
from noticemerge.paper import BEGIN, END, LetterText, plain
from noticemerge.planning import Letter, Plan, empty_fields, hardest, members_numbered, used_columns
from noticemerge.problems import N_, Problem, gettext, has_errors, problem

_MARGIN = "  "
# Underlined where the terminal can, in another colour where it cannot.
_STYLE, _UNSTYLED = "\x1b[4;36m", "\x1b[0m"
# The options of this command alone, and which of them take a word.
_OWN = {"--hard": 0, "--all": 0, "--pdf": 0, "--image": 0, "--member": 1, "--row": 1, "--output": 1, "-o": 1}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A letter to look at; `reasons` say why it is one of the hardest."""

    letter: Letter
    reasons: tuple[str, ...] = ()


@click.command(
    "preview",
    cls=Command,
    help=N_(
        "Look at a letter before it is made: that of the first member, of the one you choose, or those "
        "where most can go wrong. It is shown here as text, and nothing is written; with -o, --pdf or "
        "--image it is written as a file instead. With --all every letter stands on one page for a browser."
    ),
    examples=(
        "noticemerge preview members.xlsx --member 0012",
        "noticemerge preview members.xlsx --hard --pdf",
        "noticemerge preview members.xlsx --all",
    ),
)
@sources
@option("--member", metavar=N_("NUMBER"), help=N_("The member with this number; 12 finds 0012 as well."))
@option("--row", type=RowNumber(), metavar=N_("N"), help=N_("The member in this row of the list."))
@option(
    "--hard",
    is_flag=True,
    help=N_(
        "The letters worth a look before all are printed: the longest company name, the longest address, "
        "the most empty fields, each honorific."
    ),
)
@option(
    "--all",
    "everyone",
    is_flag=True,
    help=N_(
        "Every letter on one page, 校正.html in the folder out (or -o), to look over in a browser and to "
        "print as a checklist: as pictures where LibreOffice is, else as text."
    ),
)
@option(
    "-o",
    "--output",
    type=type_path,
    metavar=N_("FOLDER"),
    help=N_("Write Word files (preview_….docx) to this folder; a dot is this folder."),
)
@option("--pdf", is_flag=True, help=N_("Write PDF files. LibreOffice is needed."))
@option("--image", is_flag=True, help=N_("Write a picture (PNG) of each page. LibreOffice is needed."))
@common
@click.pass_obj
def command(
    settings: Settings,
    /,
    member: str | None,
    row: int | None,
    hard: bool,
    everyone: bool,
    output: Path | None,
    pdf: bool,
    image: bool,
    **words: Any,
) -> Exit:
    """Plan the letters and show some of them."""
    if member and row:
        raise click.UsageError(gettext("Give either --member or --row."))
    if hard and (member or row):
        raise click.UsageError(gettext("Give --hard without --member and --row."))
    if everyone and (member or row or hard or pdf or image):
        raise click.UsageError(
            gettext("Give --all without --member, --row, --hard, --pdf and --image: it shows every letter.")
        )
    with settings.progress() as progress:
        plan = Request(**words).plan(progress.step)
    if everyone:
        from noticemerge.cli.proofs import write_proofs

        typed, merge = settings.again("preview", "preview"), _merge_into(settings, output)
        return write_proofs(plan, settings, output or OUT, typed, merge)
    chosen = choose_hardest(plan) if hard else choose(plan, member, row)
    if isinstance(chosen, Problem):
        todo = gettext("choose another member, and type again:")
        return settings.reporter().finish(
            Result([chosen]), *correct_and_again(settings, "preview", [chosen], todo)
        )
    numbers = {"", *(c.letter.number for c in chosen)}
    problems = [p for p in plan.problems if p.place.member in numbers]
    if has_errors(problems):
        result = Result(problems, [letter_line(c.letter, "error") for c in chosen], told_by_check=True)
        todo = N_("correct the errors, save, and type again:")
        again = correct_and_again(settings, "preview", problems, todo)
        return settings.reporter().finish(result, gettext("No letter was made."), *again)
    if output is not None or pdf or image:
        return _write(plan, chosen, problems, settings, _Files(output or Path(), pdf, image))
    return _show(plan, chosen, problems, settings)


def choose(plan: Plan, number: str | None, row: int | None) -> list[Chosen] | Problem:
    """The letter of the member with this number (12 finds 0012) or in this row, the first made when
    neither is given; a problem when there is none, several, or one that gets no letter.
    """
    if number:
        rows = {member.row for member in members_numbered(plan.roster, number)}
        found = [letter for letter in plan.letters if letter.member.row in rows]
        missing = problem("NM-C05", number=number)
    elif row:
        found = [letter for letter in plan.letters if letter.member.row == row]
        missing = problem("NM-C07", row=row)
    else:
        found = [letter for letter in plan.letters if not letter.excluded][:1]
        missing = problem("NM-C09")
    if not found:
        return missing
    if len(found) > 1:
        where = gettext(", ").join(str(letter.member.row) for letter in found)
        return problem("NM-C06", number=number, count=len(found), rows=where)
    if found[0].excluded:
        return problem("NM-C08", reason=found[0].excluded).of_member(found[0].number)
    return [Chosen(found[0])]


def choose_hardest(plan: Plan) -> list[Chosen] | Problem:
    """The letters where most can go wrong; where none is sound the first, whose errors are then said."""
    found = [Chosen(letter, reasons) for letter, reasons in hardest(plan)]
    return found or choose(plan, None, None)


# -- on the screen


def _show(plan: Plan, chosen: Sequence[Chosen], problems: list[Problem], settings: Settings) -> Exit:
    reporter = settings.reporter()
    texts = LetterText(plan)
    columns = used_columns(plan)
    has_marks = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    previews, shown = [], ""
    for number, one in enumerate(chosen, 1):
        lines = texts.lines(one.letter)
        empty = empty_fields(one.letter, columns)
        count = f"[{number}/{len(chosen)}] " if len(chosen) > 1 else ""
        reporter.say(*_heading(one, count, empty))
        reporter.say(
            *(_MARGIN * bool(line) + (_styled(line) if has_marks else plain(line)) for line in lines)
        )
        reporter.say("-" * COLUMNS, "")
        said = "\n".join(map(plain, lines))
        previews.append({**_preview(one), "empty": empty, "text": said})
        shown += said
    planned = [letter_line(one.letter, "planned") for one in chosen]
    result = Result(problems, planned, letter_counts({"planned": len(planned)}), {"previews": previews})
    result.told_by_check = True
    return reporter.finish(result, *_closing(chosen, settings, shown, has_marks))


def _heading(one: Chosen, count: str, empty: list[str]) -> Iterator[str]:
    yield "=" * COLUMNS
    yield wrap(count + _title(one.letter))
    if one.reasons:
        yield wrap(_reasons(one), indent=_MARGIN, following=_MARGIN * 2)
    if empty:
        listed = gettext(", ").join(" ".join(heading.split()) for heading in empty)
        said = gettext("Empty in the list: {fields}").format(fields=listed)
        yield wrap(said, indent=_MARGIN, following=_MARGIN * 2)
    yield "-" * COLUMNS


def _title(letter: Letter) -> str:
    name = " ".join(letter.name.split())
    if letter.number:
        said = gettext("Member {number}, {name} (row {row} of the list)")
        return said.format(number=letter.number, name=name, row=letter.member.row)
    return gettext("{name} (row {row} of the list)").format(name=name, row=letter.member.row)


def _reasons(one: Chosen) -> str:
    return gettext("Chosen for: {reasons}").format(reasons=gettext(", ").join(one.reasons))


def _closing(chosen: Sequence[Chosen], settings: Settings, shown: str, has_marks: bool) -> Iterator[str]:
    yield ""
    if has_marks:
        yield _styled(gettext("{begin}Like this{end}: what was filled in.").format(begin=BEGIN, end=END))
    if not _can_print(shown):
        yield wrap(
            gettext(
                "A ? may be a character that this screen cannot show; in the letter it is as in the list."
            )
        )
    if any(one.reasons for one in chosen):
        yield gettext("Letters to look at: {count}").format(count=len(chosen))
        for one in chosen:
            yield wrap(
                f"{_title(one.letter)}: {gettext(', ').join(one.reasons)}", indent="  ", following="    "
            )
        yield from _next_merge(settings)
    else:
        yield wrap(gettext("Shown above: {title}").format(title=_title(chosen[0].letter)), following=_MARGIN)
        yield gettext("As a Word file: add -o and a folder; as PDF: --pdf; as a picture: --image")
        yield from _next_hard(settings)


def _next_hard(settings: Settings) -> list[str]:
    todo = N_("look at the letters where most can go wrong:")
    return next_step(todo, _typed(settings, "preview", "--hard"))


def _next_merge(settings: Settings) -> list[str]:
    return next_step(N_("make the letters and the register:"), _typed(settings, "merge"))


def _merge_into(settings: Settings, output: Path | None) -> str:
    added = ["-o", str(output)] if output else []
    return _typed(settings, "merge", *added)


def _styled(line: str) -> str:
    return line.replace(BEGIN, _STYLE).replace(END, _UNSTYLED)


def _can_print(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _typed(settings: Settings, command: str, *added: str) -> str:
    """What to type for a command with the words that were typed, but for those of this one alone."""
    kept: list[str] = []
    words = iter(settings.typed)
    for word in words:
        name = word.partition("=")[0]
        if name not in _OWN:
            kept.append(word)
        elif _OWN[name] and name == word:
            next(words, None)
    return dataclasses.replace(settings, typed=(*kept, *added)).again("preview", command)


# -- as files


@dataclass(frozen=True, slots=True)
class _Files:
    """Where files go, and which are asked for besides or instead of Word's."""

    folder: Path
    pdf: bool
    image: bool

    def of(self, letters: dict[str, bytes]) -> dict[str, dict[Path, bytes]]:
        """The files of each letter. Raises `CannotUse` when LibreOffice cannot make them."""
        if not (self.pdf or self.image):
            return {stem: {self._path(stem, ".docx"): data} for stem, data in letters.items()}
        from noticemerge.paper import as_pdf, pages

        made: dict[str, dict[Path, bytes]] = {}
        for stem, data in as_pdf(letters).items():
            made[stem] = {self._path(stem, ".pdf"): data} if self.pdf else {}
            drawn = list(pages(data)) if self.image else []
            for number, page in enumerate(drawn, 1):
                ending = f"_{number}.png" if len(drawn) > 1 else ".png"
                made[stem][self._path(stem, ending)] = page
        return made

    def _path(self, stem: str, ending: str) -> Path:
        return self.folder / f"preview_{stem}{ending}"


def _write(
    plan: Plan, chosen: Sequence[Chosen], problems: list[Problem], settings: Settings, files: _Files
) -> Exit:
    stems = [PurePosixPath(one.letter.file).stem for one in chosen]
    made = files.of({stem: plan.render(one.letter) for stem, one in zip(stems, chosen, strict=True)})
    letters, previews, said, inputs = [], [], [], InputFiles(plan.files)
    for stem, one in zip(stems, chosen, strict=True):
        for path, data in made[stem].items():
            replace_file(path, data, inputs)
            said.append(gettext("A letter to look at: {path}").format(path=path))
        if one.reasons:
            said.append(wrap(_reasons(one), indent="    ", following="      "))
        paths = [str(path) for path in made[stem]]
        letters.append(letter_line(one.letter, "made") | {"file": paths[0]})
        previews.append({**_preview(one), "files": paths})
    said += (_next_merge if any(one.reasons for one in chosen) else _next_hard)(settings)
    result = Result(problems, letters, letter_counts({"made": len(letters)}), {"previews": previews})
    result.told_by_check = True
    return settings.reporter().finish(result, *said)


def _preview(one: Chosen) -> dict[str, Any]:
    """What the JSON object says of each letter looked at."""
    return {"member": one.letter.number, "row": one.letter.member.row, "reasons": list(one.reasons)}
