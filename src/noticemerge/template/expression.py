"""A tag's inside, as a manager types it, becomes an expression that Jinja can be trusted with.

Names are resolved to keys, full-width signs and curly quotes are read as what they mean,
and only the harmless part of the language is let through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jinja2.exceptions import TemplateSyntaxError

from noticemerge.japan import fold, nearest, read_date
from noticemerge.problems import Problem, WordPlace, problem, shortened
from noticemerge.template.condition_checks import doubts_about, names_typed
from noticemerge.template.condition_mistakes import without_group_marks
from noticemerge.template.expression_limits import (
    has_few_brackets,
    is_shallow,
    nests_too_deep,
    parsed_expression,
)
from noticemerge.template.field_names import (
    NAMESPACES,
    NOTICE,
    ROSTER,
    Ambiguous,
    Name,
    standard_key,
    standard_label,
    unknown_at,
)
from noticemerge.template.filters import DOUBTFUL_FILTERS, FILTER_NAMES, FILTERS, TEST_NAMES
from noticemerge.template.quotation import CLOSERS, QUOTES, half_width_signs
from noticemerge.template.scope import Scope, Trial, Use

_WORDS = {"and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None"}
_OPERATOR = re.compile(r"==|!=|<=|>=|<>|[<>()\[\],+~:=≠≦≧≤≥-]")
_DOUBLED = {"||": " or ", "&&": " and "}
# As Excel and people write them; no filter takes a value by name, so that = has no other meaning.
_MEANT_OPERATORS = {"=": "==", "<>": "!=", "≠": "!=", "≦": "<=", "≤": "<=", "≧": ">=", "≥": ">="}
_JAPANESE_WORDS = re.compile(r"(または|又は|OR\b)|かつ|且つ|AND\b")
_NUMBER = re.compile(r"\d{1,40}(?:\.\d{1,40})?(?!\w)")
# A text to compare with, quoted as in prose.
_CORNERED = re.compile(r"[「『]([^「」『』]*)[」』]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])")
# The same in a list: 100,200 are two numbers there, and no number is 000.
_GROUPED_IN_LIST = re.compile(r"\d{1,3}(?:,\d{3})*,(?:000|０００)(?!\d)")
_COMPARES = ("==", "!=", "<", ">", "<=", ">=")
# A day that is typed without quotation marks.
_DAY = re.compile(
    r"(?:明治|大正|昭和|平成|令和|[MTSHRmtshr](?=\d))?(?:元|\d{1,4})"
    r"(?:年\s*\d{1,2}月\s*\d{1,2}日|(?P<mark>[./-])\d{1,2}(?P=mark)\d{1,2})(?!\d)"
)
_WORD = re.compile(r"[^\W\d]\w*")
# Pieces of what Jinja is to read that are looked back at: more than two words of the language.
_LOOKED_BACK = 12
# Faults of one tag that are told.
_MOST_FAULTS = 5
# The standard fields that are addressed with 御中.
_BODIES = {"company", "branch", "dept"}


@dataclass(slots=True)
class _Reader:
    """One pass over one expression; `out` collects what Jinja is to read."""

    text: str
    scope: Scope
    place: WordPlace
    typed: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    last: Name | None = None
    is_doubtful: bool = False
    in_loop: bool = False

    def before(self) -> str:
        """What stands before, as far back as two words of the language reach."""
        return "".join(self.out[-_LOOKED_BACK:]).rstrip()

    def complain(self, code: str, **facts: str) -> None:
        self.problems.append(problem(code, self.place, typed=self.typed, **facts))


def translate(text: str, scope: Scope, place: WordPlace, typed: str) -> tuple[str, list[Problem]]:
    """The Jinja source of an expression, and what is wrong with it ("" when something is)."""
    if not scope.loops and (known := scope.known.get(text)):
        return known, []
    reader = _Reader(half_width_signs(text), scope, place, typed)
    steps: tuple[Callable[[_Reader], bool], ...] = (
        _space,
        _string,
        _loop_variable,
        _namespaced,
        _word,
        _name,
        _japanese_word,
        _day,
        _number,
        _operator,
    )
    if nests_too_deep(reader.text):
        reader.complain("NM-T123")
        reader.at = len(reader.text)
    while reader.at < len(reader.text) and len(reader.problems) < _MOST_FAULTS:
        if not any(step(reader) for step in steps):
            _unknown(reader)
    if not reader.problems:
        _prove_harmless(reader)
    source = "" if reader.problems else "".join(reader.out).strip()
    # A loop's values are known only while it runs; what is unfit there stops that letter then.
    if source and reader.is_doubtful and not reader.in_loop:
        scope.trials.append(Trial(source, typed, place, reader.last))
    if source and not reader.in_loop:
        scope.known[text] = source
    return source, reader.problems


def _space(reader: _Reader) -> bool:
    if not reader.text[reader.at].isspace():
        return False
    reader.out.append(" ")
    reader.at += 1
    return True


def _string(reader: _Reader) -> bool:
    closer = QUOTES.get(reader.text[reader.at])
    if closer is None:
        return False
    endings = CLOSERS.get(closer, closer)
    end = reader.at + 1
    while end < len(reader.text) and reader.text[end] not in endings:
        end += 1
    if end == len(reader.text):
        reader.complain("NM-T27", detail=reader.text[reader.at :])
        reader.at = end
        return True
    inside = reader.text[reader.at + 1 : end]
    if reader.before().endswith('"'):
        # Jinja would make one text of the two.
        reader.complain("NM-T30", name=inside)
    reader.out.append(quoted(inside))
    reader.at = end + 1
    return True


def quoted(text: str) -> str:
    """A Jinja string of this text in plain characters, so that no brace or quote ends a tag early."""
    escaped = "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text)
    return f'"{escaped}"'


def _loop_variable(reader: _Reader) -> bool:
    match = _WORD.match(reader.text, reader.at)
    if not match or (entry := reader.scope.loops.get(fold(match[0]))) is None:
        return False
    key, attributes = entry
    reader.out.append(key)
    reader.in_loop = True
    reader.at = match.end()
    while (dotted := re.compile(r"\s*\.\s*(\w[\w・ー－（）()-]*)").match(reader.text, reader.at)) is not None:
        reader.at = dotted.end()
        reader.out.append(_attribute(reader, dotted[1], attributes))
        attributes = None
    return True


def _attribute(reader: _Reader, typed: str, attributes: Mapping[str, str] | None) -> str:
    if attributes is None:
        return f"[{quoted(typed)}]"
    if (known := attributes.get(fold(typed))) is None:
        guess = nearest(typed, attributes) or ""
        reader.complain("NM-T26" if guess else "NM-T25", name=typed, guess=guess)
    return f".{known}"


def _namespaced(reader: _Reader) -> bool:
    match = re.compile(r"(\w+)\s*(?:\.|\[\s*(?=[\"'“”‘’＂＇]))\s*").match(reader.text, reader.at)
    source = NAMESPACES.get(fold(match[1])) if match else None
    if match is None or source is None:
        return False
    reader.at = match.end()
    if "[" not in match[0]:
        if not _name(reader, source, match[0]):
            typed = unknown_at(reader.text, reader.at)
            reader.at += len(typed)
            _complain_unknown(reader, typed or match[0], source)
        return True
    closers = CLOSERS.get(QUOTES[reader.text[reader.at]], reader.text[reader.at])
    ending = re.compile(rf"[{re.escape(closers)}]\s*\]").search(reader.text, reader.at + 1)
    inner = reader.text[reader.at + 1 : ending.start() if ending else None].strip()
    reader.at = ending.end() if ending else len(reader.text)
    found = reader.scope.names.find(inner, source)
    if isinstance(found, Name):
        _use(reader, found, inner)
    else:
        _complain_unknown(reader, inner or match[0], source)
    return True


def _word(reader: _Reader) -> bool:
    """Words of the language, and the filters and tests behind | and is."""
    before = reader.before()
    match = _WORD.match(reader.text, reader.at)
    doubled = _DOUBLED.get(reader.text[reader.at : reader.at + 2])
    if doubled or reader.text[reader.at] == "|":
        reader.out.append(doubled or "|")
        reader.at += 2 if doubled else 1
        return True
    if match is None:
        return False
    if before.endswith("|"):
        return _filter(reader, match)
    if re.search(r"\bis(\s+not)?$", before) and match[0] != "not":
        if match[0] not in TEST_NAMES:
            reader.complain("NM-T27", detail=match[0])
        reader.out.append(match[0])
    elif match[0] in _WORDS or match[0] == "loop":
        reader.out.append(match[0])
        if match[0] == "loop" and (
            part := re.compile(r"\.(index0?|first|last|length)\b").match(reader.text, match.end())
        ):
            reader.out.append(part[0])
            reader.at = part.end()
            return True
    else:
        return False
    reader.at = match.end()
    return True


def _filter(reader: _Reader, match: re.Match[str]) -> bool:
    known = FILTER_NAMES.get(fold(match[0]))
    reader.at = match.end()
    if known is None:
        guess = nearest(match[0], FILTER_NAMES, at_least=0.5) or ""
        listed = "、".join(names[0] for _, names in FILTERS.values() if not names[0].isascii())
        reader.complain("NM-T29" if guess else "NM-T28", name=match[0], guess=guess, filters=listed)
    reader.is_doubtful |= known in DOUBTFUL_FILTERS
    if known == "honorific" and reader.last and standard_key(reader.last.label) in _BODIES:
        known = "nm_honorific_for_body"
    reader.out.append(known or "")
    return True


def _name(reader: _Reader, source: str | None = None, lead: str = "") -> bool:
    found = reader.scope.names.longest_at(reader.text, reader.at, source)
    if found is None:
        return False
    name, end = found
    typed = lead + reader.text[reader.at : end]
    reader.at = end
    if isinstance(name, Ambiguous):
        _complain_ambiguous(reader, name)
    else:
        _use(reader, name, typed)
    return True


def _use(reader: _Reader, name: Name, typed: str) -> None:
    reader.scope.used.setdefault(name, Use(typed, reader.place))
    reader.last = name
    previous = reader.before()
    if (
        previous
        and (previous[-1].isalnum() or previous[-1] in "\"')]")
        and re.split(r"\W", previous)[-1] not in _WORDS
    ):
        reader.complain("NM-T30", name=typed)
    reader.out.append(name.key)


def _complain_ambiguous(reader: _Reader, name: Ambiguous) -> None:
    labels = {fold(n.label): shortened(n.label) for n in name.names}
    if len({n.source for n in name.names}) == 1:
        ways = " / ".join(f"{{{{ {label} }}}}" for label in labels.values())
        facts = {"name": name.names[0].label, "count": str(len(name.names)), "ways": ways}
        reader.complain("NM-T124" if len(labels) == 1 else "NM-T125", **facts)
        return
    spaces = {ROSTER: "名簿", NOTICE: "通知"}
    ways = " / ".join(
        f"{{{{ {spaces[n.source]}.{shortened(n.label)} }}}}" for n in name.names if n.source in spaces
    )
    reader.complain("NM-T31", name=name.names[0].label, ways=ways)


def _day(reader: _Reader) -> bool:
    """2020/4/1 and 令和2年4月1日 are days without quotation marks too: nobody means 2020 - 4 - 1."""
    match = _DAY.match(reader.text, reader.at)
    if match is None or read_date(match[0]) is None:
        return False
    reader.out.append(quoted(match[0]))
    reader.at = match.end()
    return True


def _number(reader: _Reader) -> bool:
    before = reader.before()
    pattern = _GROUPED_IN_LIST if before.endswith(("[", ",")) else _GROUPED
    grouped = pattern.match(reader.text, reader.at)
    if grouped and (not before or before.endswith((*_COMPARES, "[", ","))):
        reader.complain("NM-T151", cured=without_group_marks(reader.typed))
        reader.at = grouped.end()
        return True
    return _taken(reader, _NUMBER, lambda match: unicodedata.normalize("NFKC", match[0]))


def _operator(reader: _Reader) -> bool:
    return _taken(reader, _OPERATOR, lambda match: _MEANT_OPERATORS.get(match[0], match[0]))


def _japanese_word(reader: _Reader) -> bool:
    """Between two things, never at the beginning: かつお is no condition."""
    if not reader.before():
        return False
    return _taken(reader, _JAPANESE_WORDS, lambda match: " or " if match[1] else " and ")


def _taken(reader: _Reader, pattern: re.Pattern[str], meant: Callable[[re.Match[str]], str]) -> bool:
    match = pattern.match(reader.text, reader.at)
    if not match:
        return False
    reader.out.append(meant(match))
    reader.at = match.end()
    return True


def _unknown(reader: _Reader) -> bool:
    cornered = _CORNERED.match(reader.text, reader.at)
    if cornered and reader.before().endswith((*_COMPARES, "[", ",", " in")):
        reader.complain("NM-T74", name=cornered[0], cured=f'"{cornered[1]}"')
        reader.at = cornered.end()
        return True
    typed = unknown_at(reader.text, reader.at)
    reader.at += len(typed)
    if typed.startswith((".", "*", "/", "%", "{", "`")):
        # What follows a dot or an arithmetic sign belongs to it; one message is enough.
        if not reader.problems:
            reader.complain("NM-T33", detail=(typed + reader.text[reader.at :]).strip())
        reader.at = len(reader.text)
        return True
    previous = reader.before()
    if reader.scope.used and re.search(r"[cnx]\d+$", previous):
        reader.complain("NM-T30", name=typed)
    else:
        _complain_unknown(reader, typed)
    return True


def _complain_unknown(reader: _Reader, typed: str, source: str | None = None) -> None:
    names, label = reader.scope.names, standard_label(typed)
    has_column = bool(label) and isinstance(names.find(label), Name)
    guess = label if has_column else names.suggest(typed) or ""
    if source == NOTICE:
        reader.complain("NM-T52", name=typed)
    elif source is None and typed[0].isalnum() and reader.before().endswith(_COMPARES):
        reader.complain("NM-T74", name=typed, cured=f'"{typed}"')
    elif label and not has_column:
        reader.complain("NM-T32", name=typed, label=label)
    else:
        reader.complain("NM-T26" if guess else "NM-T25", name=typed, guess=guess)


def _prove_harmless(reader: _Reader) -> None:
    """Only the whitelisted language: no calls, no statements, nothing that multiplies text."""
    if not has_few_brackets(reader.out):
        reader.complain("NM-T123")
        return
    try:
        tree = parsed_expression("".join(reader.out))
    except TemplateSyntaxError:
        reader.complain("NM-T27", detail=reader.text.strip())
        return
    except RecursionError:
        reader.complain("NM-T123")
        return
    if not is_shallow(tree):
        reader.complain("NM-T123")
        return
    loops = {key for key, _ in reader.scope.loops.values()}
    known = reader.scope.names.keys | loops | ({"loop"} if loops else set())
    texts = {name.key for name in reader.scope.used if name.is_text}
    keys = names_typed(tree)
    reader.scope.typed |= {name for name in reader.scope.used if name.key in keys}
    for code, facts in doubts_about(tree, known, texts):
        reader.complain(code, **({"detail": reader.text.strip()} | facts))
        return
