"""A Word file becomes a letter maker."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2.exceptions import UndefinedError

from noticemerge.excel import bytes_of
from noticemerge.problems import Problem, WordPlace, has_errors, problem
from noticemerge.template.attachment_list import appendix, reply_slip
from noticemerge.template.changing_fields import changing_fields
from noticemerge.template.comments_removed import cleaned
from noticemerge.template.comparisons import Incomparable
from noticemerge.template.compile import compile_part
from noticemerge.template.compiled_part import CompiledPart
from noticemerge.template.conditions import Condition
from noticemerge.template.field_names import ATTACHMENTS, COMPUTED, ROSTER, Name, Names
from noticemerge.template.fields.document import merge_settings
from noticemerge.template.fields.doubts import (
    chosen_in_word,
    of_letter,
    of_sheet,
    skips,
    told_once,
    typed_marks,
)
from noticemerge.template.fields.lowered_letter import Lowered
from noticemerge.template.fields.lowering import lowered
from noticemerge.template.filters import expression
from noticemerge.template.fixed_spaces import FixedSpace, cut_pictures, fixed_spaces
from noticemerge.template.hyperlinks import scan_links
from noticemerge.template.joined_paragraphs import joined
from noticemerge.template.kept_blocks import breaking_styles
from noticemerge.template.letter_maker import LetterMaker
from noticemerge.template.media import collecting
from noticemerge.template.package import WordPackage
from noticemerge.template.paragraph_sizes import ParagraphSizes
from noticemerge.template.prose_checks import prose_doubts
from noticemerge.template.revisions import accepted
from noticemerge.template.scope import Bare, Trial, Use
from noticemerge.template.tag_checks import lint, uses_attachments
from noticemerge.template.tags import Scanned, scan
from noticemerge.template.typed_values import Unfit
from noticemerge.template.unfilled_places import unfilled
from noticemerge.template.unseen_content import carried, hidden, past, stale_controls

_ALL_DIGITS = re.compile(r"c\d+\s*\|\s*number")


@dataclass(slots=True)
class LetterTemplate:
    """A model letter, read and scanned but not yet matched with a list.

    `original` is the letter with its comments and bound controls, `package` what letters are made of.
    `appends_attachments` says that the list of attachments follows where no tag prints it.
    """

    path: Path
    original: WordPackage
    package: WordPackage
    digest: str
    scans: list[Scanned] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    fields: Lowered | None = None
    appends_attachments: bool = True

    @classmethod
    def read(cls, path: Path, *, accept_changes: bool = False) -> LetterTemplate:
        """Read a .docx; with `accept_changes` as if its tracked changes were accepted.

        Raises `CannotUse`, one code for each reason it cannot be a model letter.
        """
        original, notes = WordPackage.read(path), []
        digest = hashlib.sha256(bytes_of(path))
        if accept_changes and (changed := accepted(original)) is not original:
            original = changed
            digest.update(b"accepted")
            notes.append(problem("NM-T69", WordPlace(file=path.name)))
        clean, left_out = cleaned(original)
        fields = lowered(*joined(clean), merge_settings(original), path.absolute().parent)
        package = fields.package
        scans = [scan(package, part, fields.numbers.get(part.name, ())) for part in package.text_parts()]
        scans += scan_links(package)
        return cls(path, original, package, digest.hexdigest(), scans, [*notes, *left_out], fields)

    def bind(self, names: Names, *, is_sheet: bool = False) -> BoundTemplate:
        """Match every tag with the names of a run; the result makes letters if it has no errors.

        With `is_sheet` it is a document of several members one after the other (`SheetTemplate`).
        """
        entries = self.fields.entries if self.fields else ()
        problems, scope = lint(self.scans, names, entries)
        problems += self.notes
        problems += prose_doubts(self.scans, names)
        problems += past(self.package, self.scans)
        if self.fields:
            problems += of_sheet(self.fields, self.scans) if is_sheet else of_letter(self.fields)
        problems += typed_marks(self.package.file, self.scans, names)
        problems += stale_controls(self.scans)
        problems += changing_fields(self.scans)
        sizes = ParagraphSizes(self.package, self.scans[0].root)
        problems += cut_pictures(self.scans, sizes)
        problems += hidden(self.package, self.scans)
        problems += unfilled(self.package, self.scans)
        problems.sort(key=self._order)
        if self.fields and self.fields.advances:
            problems = told_once(problems)
        bound = BoundTemplate(
            self,
            problems,
            scope.used,
            scope.bare,
            scope.asked,
            scope.trials,
            scope.plain,
            scope.typed,
            scope.conditions,
            pictures=tuple(dict.fromkeys(scope.pictures)),
            spaces=fixed_spaces(self.scans, sizes),
            slip=None if uses_attachments(scope) else self._reply_slip(),
        )
        bound.skips = skips(self.fields, scope, bound.problems) if self.fields else []
        if not has_errors(problems):
            of_members = frozenset(n.key for n in names.all if not n.is_common) if is_sheet else None
            listed = uses_attachments(scope) or is_sheet or not self.appends_attachments
            bound.parts = self._compiled(names, listed, of_members)
        return bound

    def chosen_in_word(self, *, is_chosen_here: bool) -> list[Problem]:
        """What Word's own merge was told of whom to take, and in which order: the list here is another one.

        `is_chosen_here` says that members were chosen for this run.
        """
        return list(chosen_in_word(self.fields, is_chosen_here=is_chosen_here)) if self.fields else []

    def remarks(self) -> list[Problem]:
        """What goes out unseen with every letter: notes, for who looks the template over."""
        return list(carried(self.package))

    def _reply_slip(self) -> WordPlace | None:
        body = next((scanned for scanned in self.scans if scanned.part.name == self.package.main), None)
        slip = reply_slip(body, breaking_styles(self.package)) if body is not None else None
        return None if body is None or slip is None else body.place_of(slip)

    def _compiled(
        self, names: Names, lists_attachments: bool, of_members: frozenset[str] | None
    ) -> list[CompiledPart]:
        attachments = names.find(ATTACHMENTS)
        breaking = breaking_styles(self.package)
        common = {name.key for name in names.all if name.is_common}
        parts = []
        for scanned in self.scans:
            added = ""
            if scanned.part.name == self.package.main and not lists_attachments:
                known = isinstance(attachments, Name) and attachments.source == COMPUTED
                added = appendix(scanned, attachments.key) if known else ""  # type: ignore[union-attr]
            if scanned.paragraphs or scanned.attributes or added:
                parts.append(compile_part(scanned, added, common, of_members, breaking))
        return parts

    def _order(self, doubt: Problem) -> tuple[int, int]:
        """As a reader meets them: part by part, paragraph by paragraph."""
        place = doubt.place
        if not isinstance(place, WordPlace):
            return 0, 0
        parts = [(scanned.part.label, scanned.part.section) for scanned in self.scans]
        of = (place.part, place.section)
        return parts.index(of) if of in parts else -1, place.paragraph


@dataclass(slots=True)
class BoundTemplate:
    """A template matched with the names of a run.

    `used` tells for each name where it is first used, `bare` which are printed among words under
    no condition, `asked` of which a condition asks whether they are empty; `plain` has the tags under no
    condition by what they print. `typed` are the names of which what is stored behind the text counts,
    `conditions` what is to be asked of every member. `spaces` are those of fixed size, `slip` is the
    reply slip at the end that a list of attachments would be appended to. `pictures` are expressions of what
    the files hold that members' pictures come from. `parts` is empty while there are errors.
    """

    template: LetterTemplate
    problems: list[Problem]
    used: dict[Name, Use]
    bare: dict[Name, Bare]
    asked: dict[Name, Use]
    trials: list[Trial]
    plain: dict[str, str]
    typed: set[Name]
    conditions: list[Condition]
    spaces: list[FixedSpace] = field(default_factory=list)
    slip: WordPlace | None = None
    parts: list[CompiledPart] = field(default_factory=list)
    skips: list[Trial] = field(default_factory=list)
    pictures: tuple[str, ...] = ()

    def skipped(self, values: Mapping[str, Any]) -> str:
        """The field SKIPIF, as typed, for which a member with these values gets no letter; "" for none."""
        for skip in self.skips:
            try:
                if expression(skip.source)(**values):
                    return skip.typed
            except (Unfit, UndefinedError):
                continue  # said by `unfit`
        return ""

    def unfit(self, values: Mapping[str, Any]) -> list[tuple[Name | None, Problem]]:
        """The values that a filter of the letter cannot read, each with the field it stands in."""
        if self._suits(values):
            return []
        found = []
        for trial in self.trials:
            try:
                with collecting():
                    expression(trial.source)(**values)
            except Incomparable:
                continue  # said of the condition
            except (Unfit, ArithmeticError, TypeError, ValueError) as error:
                found.append(
                    (
                        trial.name,
                        problem(
                            trial.code, trial.place, value=str(error), typed=trial.typed, field=trial.typed
                        ),
                    )
                )
            except UndefinedError:
                continue  # said by the letter itself, which knows what was missing
        return found

    def _suits(self, values: Mapping[str, Any]) -> bool:
        """Whether all trials pass, asked at once: half the time of asking one after the other."""
        try:
            with collecting():
                expression(f"[{', '.join(f'({trial.source})' for trial in self.trials)}]")(**values)
        except (Unfit, ArithmeticError, TypeError, ValueError, UndefinedError):
            return False
        return True

    @property
    def all_digits(self) -> list[tuple[Name, str]]:
        """The columns whose numbers are printed with all the digits that are stored, and the tag."""
        return [
            (trial.name, trial.typed)
            for trial in self.trials
            if trial.name is not None and trial.name.source == ROSTER and _ALL_DIGITS.fullmatch(trial.source)
        ]

    @property
    def maker(self) -> LetterMaker:
        """What makes the letters."""
        return LetterMaker(self.template.package, self.parts, self.pictures)

    def render(self, values: Mapping[str, Any]) -> bytes:
        """As `LetterMaker.render`."""
        return self.maker.render(values)
