"""A letter with our tags in the place of merge fields, where both are sure to print the same."""

from __future__ import annotations

from collections.abc import Iterator

from noticemerge.excel import escape
from noticemerge.problems import WordPlace
from noticemerge.template.field_names import NOTICE, ROSTER, Name, Names
from noticemerge.template.fields.binding import column_of
from noticemerge.template.fields.code import Code, CodeError, split
from noticemerge.template.fields.document import MergeSettings
from noticemerge.template.fields.part_edits import PartEdits
from noticemerge.template.fields.reader import Event, Field, text_of
from noticemerge.template.fields.runs import run_of
from noticemerge.template.fields.text_forms import LOOKS
from noticemerge.template.package import TextPart, WordPackage

# Forms that a filter of ours makes as well.
_FILTERS = {"UPPER": "|upper", "LOWER": "|lower"}
_SPACES = {ROSTER: "名簿", NOTICE: "通知"}


def tags_instead(
    package: WordPackage, names: Names, settings: MergeSettings
) -> tuple[dict[str, bytes], list[tuple[WordPlace, str, str]]]:
    """The parts of a letter with such tags, and what was written where, and in which place.

    Left alone are fields with pictures or texts before and behind, conditions, columns that a tag cannot
    name, and lines that Word would keep where our tags would not.
    """
    changed: dict[str, bytes] = {}
    done: list[tuple[WordPlace, str, str]] = []
    for part in package.text_parts():
        if part.is_word and b"MERGEFIELD" in package.data(part.name).upper():
            edits = _Tags(package, part, names)
            edits.choose(keeps_blank_lines=settings.keeps_blank_lines)
            if (written := edits.rewritten()) is not None:
                changed[part.name] = written[0]
                done += edits.done
    return changed, done


class _Tags(PartEdits):
    def __init__(self, package: WordPackage, part: TextPart, names: Names) -> None:
        super().__init__(package, part, ())
        self._names = names
        self._tags: dict[Field, str] = {}
        self.done: list[tuple[WordPlace, str, str]] = []

    def choose(self, *, keeps_blank_lines: bool) -> None:
        """Look for the fields whose place a tag takes."""
        for story in self.stories:
            for one in story.fields:
                tag = self._tag(one)
                if tag and not self._is_line_kept(one, keeps_blank_lines) and self.add(one):
                    self._tags[one] = tag
                    if not self.is_fallback(one.begin):
                        said = f"{{ {' '.join(one.instruction.split())} }}"
                        self.done.append((self.place(one.begin), said, tag))

    def written(self, one: Field) -> str:
        """The run with the tag."""
        return run_of(self.looks_of(one, split(one))[0], escape(self._tags[one]))

    def _tag(self, one: Field) -> str:
        if one.word != "MERGEFIELD" or any(one.inner()):
            return ""
        try:
            code = split(one)
        except CodeError:
            return ""
        words = list(_words(code))
        if any(s.sign != "*" and s.sign != "v" for s in code.switches) or len(code.arguments) != 1:
            return ""
        if any(w not in _FILTERS and w not in LOOKS for w in words) or len(self.looks_of(one, code)) > 1:
            return ""
        found = column_of(code.arguments[0].text.strip(), self._names)
        name = self._name(found) if isinstance(found, Name) else ""
        return f"{{{{ {name}{''.join(_FILTERS.get(w, '') for w in words)} }}}}" if name else ""

    def _name(self, name: Name) -> str:
        """How a tag names it, "" where none can."""
        spaced = f"{_SPACES[name.source]}.{name.label}" if name.source in _SPACES else ""
        if self._names.longest_at(name.label, 0) == (name, len(name.label)):
            return name.label
        is_sure = self._names.longest_at(name.label, 0, name.source) == (name, len(name.label))
        return spaced if is_sure else ""

    def _is_line_kept(self, one: Field, keeps_blank_lines: bool) -> bool:
        """Whether its paragraph, with nothing but fields in it, may stay in Word and go with a tag."""
        paragraph = one.begin.paragraph
        if paragraph is None:
            return True
        pieces = [p for s in self.stories for p in s.pieces if _paragraph_of(p) is paragraph]
        texts = "".join(text_of(p) for p in pieces if isinstance(p, Event) and p.kind == "child")
        others = any(isinstance(p, Field) and p.word != "MERGEFIELD" for p in pieces)
        return not texts.strip() and (keeps_blank_lines or bool(texts) or others)


def _words(code: Code) -> Iterator[str]:
    return (s.argument.text.strip().upper() for s in code.switches if s.sign == "*" and s.argument)


def _paragraph_of(piece: Event | Field) -> object:
    return (piece.begin if isinstance(piece, Field) else piece).paragraph
