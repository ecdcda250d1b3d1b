"""From the words of a command line to a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticemerge.cli.starter import LETTER, MAIL_TEXT, other_letters, starter_file
from noticemerge.problems import Place, Problem, gettext, has_errors, problem

if TYPE_CHECKING:
    from noticemerge import Letter, Notice, Plan, Roster, Selection
    from noticemerge.excel import Book
    from noticemerge.planning import PostList, SheetPlan
    from noticemerge.template import SheetTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was typed, after parsing; the names are those of the options.

    What is `recalled` from an earlier command goes behind what the list itself says on its sheet 設定. The
    numbers of mailings in the folder `output`, and beside it, are taken.
    """

    members: Path
    template: Path | None = None
    accept_changes: bool = False
    notice: Path | None = None
    values: dict[str, str] = field(default_factory=dict)
    sheet: str | None = None
    header_row: int | None = None
    hidden: str | None = None
    encoding: str | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    recalled_mapping: dict[str, str] = field(default_factory=dict)
    recalled_ignored: tuple[str, ...] = ()
    name_pattern: str | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    register: Path | None = None
    output: Path = Path("out")

    def template_path(self) -> Path:
        """The template that was named, else the one beside the list or here, else the built-in one."""
        if self.template:
            return self.template
        return self._own_letter() or starter_file(LETTER)

    def _own_letter(self) -> Path | None:
        nearby = (self.members.parent / LETTER, Path(LETTER))
        return next((path for path in nearby if path.is_file()), None)

    def letters_passed_over(self) -> list[Problem]:
        """A warning where the built-in letter is taken and others lie where one was looked for."""
        if self.template or self._own_letter():
            return []
        folders = dict.fromkeys((self.members.parent / Path(LETTER).parent, Path(LETTER).parent))
        names = [str(path) for folder in folders for path in other_letters(folder)]
        if not names:
            return []
        return [problem("NM-T16", Place(), wanted=LETTER, files=gettext(", ").join(names))]

    def roster(self) -> Roster:
        """The member list alone. Raises `CannotUse` when it cannot be read."""
        from noticemerge import Roster
        from noticemerge.excel import read_book

        return self._roster(Roster, read_book(self.members, self.encoding))

    def _roster(self, kind: type[Roster], book: Book) -> Roster:
        mapping, ignored = self._columns(book)
        return kind.from_book(
            book,
            sheet=self.sheet,
            header_row=self.header_row,
            hidden=self.hidden,
            mapping=mapping,
            ignored=ignored,
        )

    def _columns(self, book: Book) -> tuple[Mapping[str, str], tuple[str, ...]]:
        """What is said of columns: as typed, else as the list's own sheet says, else as recalled."""
        if not (self.recalled_mapping or self.recalled_ignored):
            return self.mapping, self.ignored
        from noticemerge.roster import ListSettings, read_settings

        own = read_settings(book)
        recalled = ListSettings(self.recalled_mapping, self.recalled_ignored)
        whole = recalled.with_options(own.mapping, own.ignored).with_options(self.mapping, self.ignored)
        return whole.mapping, whole.ignored

    def mail_text_path(self) -> Path:
        """The text of the mail beside the list or here, a text or a Word file, else the built-in one."""
        names = (MAIL_TEXT, str(Path(MAIL_TEXT).with_suffix(".docx")))
        nearby = (folder / name for folder in (self.members.parent, Path()) for name in names)
        return next((path for path in nearby if path.is_file()), None) or starter_file(MAIL_TEXT)

    @property
    def attachments_folder(self) -> Path:
        """What the files of the sheet 添付資料 are relative to."""
        return (self.notice or self.members).parent

    def post_list(self, step: Callable[[str], None] = lambda _words: None) -> tuple[PostList, Notice]:
        """Read list and notice, and address each member's post; no model letter is needed.

        Raises `CannotUse` for a file that cannot be read.
        """
        from noticemerge.planning import post_list

        roster, notice = self._read(step)
        step(gettext("Going through the members"))
        return post_list(roster, self._selection()), notice

    def sheet_plan(
        self, document: Path, step: Callable[[str], None] = lambda _words: None
    ) -> tuple[SheetPlan, SheetTemplate, Notice]:
        """Read list, notice and a document of several members, and match them.

        Raises `CannotUse` for a file that cannot be read.
        """
        from noticemerge import Selection
        from noticemerge.planning import plan_sheets
        from noticemerge.template import SheetTemplate

        roster, notice = self._read(step)
        step(gettext("Reading the label document"))
        template = SheetTemplate.read(document)
        selection = Selection(only=self.only, skip=self.skip, where=self.where)
        step(gettext("Going through the members"))
        return plan_sheets(roster, template, notice, selection=selection), template, notice

    def plan(self, step: Callable[[str], None] = lambda _words: None) -> Plan:
        """Read everything and plan the letters; `step` is told in words what is begun.

        Raises `CannotUse` for a file that cannot be read.
        """
        return self.plans(None, step)[0]

    def plans(
        self, text: Path | None, step: Callable[[str], None] = lambda _words: None
    ) -> tuple[Plan, Plan | None]:
        """The plan of the letters, and that of the same members with this text of a mail in their place.

        Raises `CannotUse` for a file that cannot be read.
        """
        # They take long to load, and a run that changes nothing does without.
        from noticemerge import LetterTemplate, plan
        from noticemerge.output import earlier_mailings
        from noticemerge.template import read_text

        roster, notice = self._read(step)
        step(gettext("Reading the model letter"))
        template = LetterTemplate.read(self.template_path(), accept_changes=self.accept_changes)
        written = read_text(text) if text else None
        selection = self._selection()
        step(gettext("Going through the members"))
        letters = plan(
            roster,
            template,
            notice,
            name_pattern=self.name_pattern,
            selection=selection,
            earlier=earlier_mailings(self.output),
        )
        letters = replace(letters, general=[*self.letters_passed_over(), *letters.general])
        return letters, plan(roster, written, notice, selection=selection) if written else None

    def register_path(self) -> Path | None:
        """The register that conditions may ask about, None without conditions.

        Not the one of the folder that is written to: a reminder is made elsewhere, by the replies in `out`.
        """
        from noticemerge.output import REGISTER

        return (self.register or Path("out") / REGISTER) if self.where else None

    def _selection(self) -> Selection:
        from noticemerge import Selection
        from noticemerge.output import register_notes

        path = self.register_path()
        notes = partial(register_notes, path) if path and (self.register or path.exists()) else None
        return Selection(only=self.only, skip=self.skip, where=self.where, notes=notes)

    def _read(self, step: Callable[[str], None]) -> tuple[Roster, Notice]:
        from noticemerge import Notice, Roster
        from noticemerge.excel import read_book
        from noticemerge.notice import notice_of

        step(gettext("Reading the member list"))
        book = read_book(self.members, self.encoding)
        roster = self._roster(Roster, book)
        if self.notice:
            return roster, Notice.from_book(read_book(self.notice), self.values)
        return roster, notice_of(book, self.values)


def letter_line(letter: Letter, status: str, sha256: str = "") -> dict[str, str]:
    """A letter in the JSON object."""
    return {"member": letter.number, "file": str(letter.file), "status": status, "sha256": sha256}


def planned_letters(made_of: Plan) -> Iterator[dict[str, str]]:
    """What would become of each letter: "planned", "excluded" or "error"."""
    return (letter_line(letter, _prospect(letter)) for letter in made_of.letters)


def letter_counts(by_status: Mapping[str, int]) -> dict[str, Any]:
    """The `counts` of the JSON object: members, and letters by status."""
    told = {status: count for status, count in by_status.items() if count}
    return {"members": sum(told.values()), "letters": told}


def _prospect(letter: Letter) -> str:
    if letter.excluded:
        return "excluded"
    return "error" if has_errors(letter.problems) else "planned"
