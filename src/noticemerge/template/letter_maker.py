"""The maker of letters: values into a file; it can be sent to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError

from jinja2.exceptions import TemplateError

from noticemerge.problems import CannotUse, WordPlace, problem
from noticemerge.template.compiled_part import CompiledPart
from noticemerge.template.element_spans import check_well_formed
from noticemerge.template.filters import expression
from noticemerge.template.media import Additions, parts_with
from noticemerge.template.package import WordPackage
from noticemerge.template.zip_archive import Pieces


@dataclass(frozen=True, slots=True)
class LetterMaker:
    """The parts that tags touch, and the package around them.

    `pictures` are expressions of what the files hold that members' pictures come from.
    """

    package: WordPackage
    parts: list[CompiledPart]
    pictures: tuple[str, ...] = ()

    def outside(self, values: Mapping[str, Any]) -> str:
        """What a letter takes from files of its own, so that another picture makes another letter."""
        return " ".join(expression(source)(**values) for source in self.pictures)

    def render(self, values: Mapping[str, Any]) -> bytes:
        """The letter for these values (by `Name.key`), as a Word file; unchanged parts are copied.

        Raises `CannotUse` when a value does not fit its tag or the letter is not well-formed:
        such a letter is never delivered.
        """
        return self.package.with_pieces(self._filled(values))

    def changed(self, values: Mapping[str, Any]) -> dict[str, bytes]:
        """The parts that differ from those of the package, by name. Raises `CannotUse` as `render`."""
        return {name: b"".join(pieces) for name, pieces in self._filled(values).items()}

    def _filled(self, values: Mapping[str, Any]) -> dict[str, Pieces]:
        changed: dict[str, Pieces] = {}
        added: dict[str, Additions] = {}
        drawings = 0
        for part in self.parts:
            changed[part.name], additions = self._rendered(part, values, drawings)
            drawings = additions.drawings
            if additions.targets:
                added[part.name] = additions
        if added:
            changed = parts_with(self.package, changed, added)
        return changed

    def main_part(self, values: Mapping[str, Any]) -> bytes:
        """The main part alone, as `render` makes it. Raises `CannotUse` as it does."""
        main = next((part for part in self.parts if part.name == self.package.main), None)
        return b"".join(self._rendered(main, values, 0)[0]) if main else self.package.data(self.package.main)

    @property
    def _place(self) -> WordPlace:
        return WordPlace(file=self.package.file)

    def _rendered(
        self, part: CompiledPart, values: Mapping[str, Any], drawings: int
    ) -> tuple[Pieces, Additions]:
        try:
            pieces, additions = part.render(values, drawings)
            if part.is_proved and not additions.has_objects:
                return pieces, additions
            data = b"".join(pieces)
            check_well_formed(data)
        except ExpatError:
            raise CannotUse(problem("NM-T60", self._place)) from None
        except OverflowError:
            raise CannotUse(problem("NM-T64", self._place)) from None
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise CannotUse(problem("NM-T61", self._place, detail=str(error))) from None
        if fault := part.proof.fault(data):
            raise CannotUse(problem("NM-T65", self._place, **fault))
        return pieces, additions
