"""A field's meaning becomes an expression of the template: its names are matched with a list's columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from noticemerge.japan import fold
from noticemerge.problems import Problem, WordPlace, has_errors, problem
from noticemerge.template.field_names import ROSTER, Ambiguous, Name, Names
from noticemerge.template.fields.functions import HOLDS
from noticemerge.template.fields.marks import Advance, Entry
from noticemerge.template.fields.values import (
    Block,
    Choice,
    Column,
    Comparison,
    Condition,
    Count,
    Formed,
    Formula,
    HasText,
    Join,
    Picture,
    Text,
    Undefined,
    Value,
)

# The labels of the computed fields behind MERGEREC and MERGESEQ.
MERGE_COUNTS = {"record": "差し込みレコード番号", "letter": "差し込み連番"}
# Word cuts the name of a column here.
_LONGEST = 40
_FILTERS = {"number": "nm_number_picture", "date": "nm_date_picture", "form": "nm_form"}


@dataclass(slots=True)
class Bound:
    """An expression, the columns in it, what is wrong with it, and whether a value may not suit it.

    `pictures` are expressions of what the files of its pictures hold.
    """

    source: str = ""
    used: list[tuple[Name, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_doubtful: bool = False
    pictures: list[str] = field(default_factory=list)


def bound(entry: Entry, names: Names, place: WordPlace) -> Bound:
    """The expression of an entry; its problems are at `place`, that of its paragraph."""
    binder = _Binder(names, place, entry.typed)
    if isinstance(entry.meaning, Advance):
        binder.made.source = "nm_sheet|nm_next"
    elif isinstance(entry.meaning, (Comparison, HasText)):
        binder.made.source = binder.condition(entry.meaning)
    else:
        binder.made.source = binder.value(entry.meaning)
    if entry.looks and binder.made.source:
        listed = ", ".join(map(quoted, entry.looks))
        binder.made.source = f"({binder.made.source}|nm_in_looks([{listed}]))"
    if has_errors(binder.made.problems):
        binder.made.source = ""
    return binder.made


def guarded(entry: Entry, source: str, names: Names, place: WordPlace) -> str:
    """The expression where its conditions hold, nothing elsewhere: what is to be tried for each member."""
    binder = _Binder(names, place, entry.typed)
    for condition, answer in reversed(entry.guards):
        asked = binder.condition(condition)
        source = f'(({source}) if {asked} else "")' if answer else f'("" if {asked} else ({source}))'
    return source


def column_of(name: str, names: Names) -> Name | Ambiguous | None:
    """What a MERGEFIELD's name means: the column of that name, or of the name that Word would make of it.

    Word writes _ for blanks and other signs, cuts a name at 40 characters and puts M_ before a digit.
    """
    if (found := _column(name, names)) is not None:
        return found
    if (cut := _only(n for n in names.all if n.source == ROSTER and _begins(n.label, name))) is not None:
        return cut
    if name[:2].upper() == "M_" and name[2:3].isdigit():
        return column_of(name[2:], names)
    return None


def quoted(text: str) -> str:
    """A string of Jinja's in plain characters, so that no brace or quote ends a tag early."""
    escaped = "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text)
    return f'"{escaped}"'


@dataclass(slots=True)
class _Binder:
    names: Names
    place: WordPlace
    typed: str
    made: Bound = field(default_factory=Bound)

    def value(self, value: Value) -> str:
        """The source of a value."""
        match value:
            case Text(text):
                return quoted(text)
            case Column():
                return self.column(value)
            case Count(what):
                return self._named(MERGE_COUNTS[what], self.names.find(MERGE_COUNTS[what]))
            case Join(parts):
                return f"[{', '.join(map(self.value, parts))}]|nm_joined"
            case Formed(inner, kind, picture, language):
                self.made.is_doubtful |= kind != "form"
                last = f", {quoted(language)}" if kind == "date" else ""
                return f"({self.value(inner)})|{_FILTERS[kind]}({quoted(picture)}{last})"
            case Choice(condition, then, otherwise):
                return f"({self.value(then)} if {self.condition(condition)} else {self.value(otherwise)})"
            case Formula(source, operands):
                return self._formula(source, operands)
            case Block(inner, columns):
                return self._block(inner, columns)
            case Picture(path, folder, width, height):
                self.made.is_doubtful = True
                said = f"({self.value(path)})|nm_picture"
                self.made.pictures.append(f"{said}_digest({quoted(folder)})")
                return f"({said}({quoted(folder)}, {width}, {height}))"
            case Undefined(name):
                self._complain("NM-T98", name=name)
                return '""'

    def condition(self, condition: Condition) -> str:
        """The source of a condition."""
        if isinstance(condition, HasText):
            return f"(({self.value(condition.value)})|nm_said)"
        self.made.is_doubtful = True
        if isinstance(condition.left, Text) and isinstance(condition.right, Text):
            self._complain("NM-T110")
        pattern = "none" if condition.pattern is None else quoted(condition.pattern)
        quotes = "true" if condition.is_quoted else "false"
        left, right = self.value(condition.left), self.value(condition.right)
        return f"(({left})|{HOLDS}({quoted(condition.operator)}, {right}, {quotes}, {pattern}))"

    def column(self, column: Column) -> str:
        """The key of a column."""
        for name in column.names:
            if (found := column_of(name, self.names)) is not None:
                return self._named(name, found)
        if not column.is_optional:
            self._unknown(column)
        return '""'

    def _named(self, typed: str, found: Name | Ambiguous | None) -> str:
        if isinstance(found, Ambiguous):
            self._complain("NM-T99", name=typed, names="、".join(n.label for n in found.names))
        elif found is not None:
            self.made.used.append((found, typed))
            return found.key
        else:
            self._complain("NM-T100", name=typed, guess="")
        return '""'

    def _unknown(self, column: Column) -> None:
        name = column.names[0]
        if column.is_foreign:
            self._complain("NM-T102", name=name)
        elif guess := self.names.suggest(name):
            self._complain("NM-T101", name=name, guess=guess)
        else:
            self._complain("NM-T100", name=name)

    def _formula(self, source: str, operands: Sequence[Value | tuple[Value, ...]]) -> str:
        self.made.is_doubtful = True
        said = [
            f"[{', '.join(map(self.value, o))}]" if isinstance(o, tuple) else self.value(o) for o in operands
        ]
        return f"([{', '.join(said)}]|nm_computed({quoted(source)}))"

    def _block(self, value: Value, columns: tuple[Column, ...]) -> str:
        known = [c for c in columns if any(column_of(n, self.names) is not None for n in c.names)]
        if not known:
            names = "、".join(dict.fromkeys(c.names[-1] for c in columns))
            self._complain("NM-T103", names=names)
        return self.value(value)

    def _complain(self, code: str, **facts: str) -> None:
        said = problem(code, self.place, field=self.typed, **facts)
        if said not in self.made.problems:
            self.made.problems.append(said)


def _column(name: str, names: Names) -> Name | Ambiguous | None:
    found = names.find(name, ROSTER)
    if found is None:
        found = _only(n for n in names.all if n.source == ROSTER and _as_word(n.label) == _as_word(name))
    if found is None:
        found = names.find(name)
    return found if not (isinstance(found, Name) and found.label in MERGE_COUNTS.values()) else None


def _only(found: Iterable[Name]) -> Name | Ambiguous | None:
    names = tuple(found)
    if not names:
        return None
    return names[0] if len(names) == 1 else Ambiguous(names)


def _as_word(label: str) -> str:
    """A name as Word writes it, as far as it can be known: signs and blanks are all alike."""
    return "".join(c for c in fold(label) if c.isalnum())


def _begins(label: str, name: str) -> bool:
    return len(name) == _LONGEST and (label.startswith(name) or _as_word(label).startswith(_as_word(name)))
