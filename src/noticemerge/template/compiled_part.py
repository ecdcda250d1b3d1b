"""A compiled part of a letter: filled for member after member, and sent to other processes."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from types import CodeType
from typing import Any

from jinja2 import Template

from noticemerge.template.docxtpl_values import with_controls_resolved
from noticemerge.template.filters import ENVIRONMENTS
from noticemerge.template.kept_blocks import set_apart, tables_apart
from noticemerge.template.media import Additions, collecting
from noticemerge.template.proof import Proof
from noticemerge.template.shared_blocks import Segments
from noticemerge.template.zip_archive import Pieces

# Characters of a part: some thousand pages.
_LARGEST = 50_000_000


@dataclass(slots=True)
class CompiledPart:
    """A part ready to be filled: `render` gives its bytes for one member.

    `is_proved` says that these are well-formed and whole for any values that are text; else `proof` tells.
    `common` are the names of values whose stretches of text are kept from letter to letter (`segments`).
    `apart` is the prefix of its elements, as "w:", where tables in it may come together, else None.
    """

    name: str
    prolog: bytes
    code: CodeType
    environment: str
    proof: Proof
    is_nested: bool = False
    is_proved: bool = False
    common: list[str] | None = None
    apart: str | None = None
    template: Template = field(init=False)
    segments: Segments | None = None
    joined: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        self.joined = None if self.apart is None else tables_apart(self.apart)
        environment = ENVIRONMENTS[self.environment]
        made = environment.template_class.from_code(environment, self.code, environment.make_globals(None))
        self.template = made
        if self.common is not None:
            self.segments = Segments(made.blocks, self.common)

    def __reduce__(self) -> tuple[Any, ...]:
        # Jinja's templates cannot be sent to another process; Python's code can, to one of the same Python.
        own = (self.environment, self.proof, self.is_nested, self.is_proved, self.common, self.apart)
        return _loaded, (self.name, self.prolog, marshal.dumps(self.code), *own)

    def render(self, values: Mapping[str, Any], drawings: int = 0) -> tuple[Pieces, Additions]:
        """The part for these values, and what it adds to the package, which has got `drawings` already.

        Its bytes come in pieces, of which every second one comes again in many letters.

        Raises what Jinja raises for a value that does not fit its tag, and `OverflowError` when
        repetitions within repetitions make more of it than a letter can be.
        """
        ids = count(100_000)
        with collecting(drawings) as added:
            if self.segments:
                named = {**values, "nm_id": lambda: next(ids)}
                pieces = self.segments.render(
                    values, lambda: self.template.new_context(named, shared=True), lambda: added.is_nothing
                )
                if not added.has_controls and self.apart is None:
                    return (self.prolog + pieces[0], *pieces[1:]), added
                text = b"".join(pieces).decode("utf-8")
            elif self.is_nested:
                text = self._bounded(values, ids)
            else:
                text = self.template.render(values, nm_id=lambda: next(ids))
            if added.has_controls:
                text = with_controls_resolved(text)
            if self.joined is not None and self.apart is not None:
                text = set_apart(text, self.joined, self.apart)
        return (self.prolog + text.encode("utf-8"),), added

    def _bounded(self, values: Mapping[str, Any], ids: Iterator[int]) -> str:
        pieces, size = [], 0
        for piece in self.template.generate(values, nm_id=lambda: next(ids)):
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST:
                raise OverflowError(self.name)
        return "".join(pieces)


def _loaded(name: str, prolog: bytes, code: bytes, *rest: Any) -> CompiledPart:
    return CompiledPart(name, prolog, marshal.loads(code), *rest)
