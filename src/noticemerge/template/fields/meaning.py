"""What each field means: the one place where a field's word is turned into a value or a condition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from noticemerge.template.fields.address_blocks import address, greeting, is_pattern, plain
from noticemerge.template.fields.code import (
    OBJECT,
    Argument,
    Code,
    CodeError,
    Switch,
    split,
)
from noticemerge.template.fields.date_pictures import items_of
from noticemerge.template.fields.formulas import FormulaError, names_in, tree_of
from noticemerge.template.fields.live_fields import LIVE
from noticemerge.template.fields.number_pictures import PictureError, sections_of
from noticemerge.template.fields.reader import Event, Field, story_of, text_of
from noticemerge.template.fields.shown import shown
from noticemerge.template.fields.table_cells import cell_names, cells_meant, table_of
from noticemerge.template.fields.text_forms import LOOKS, is_form
from noticemerge.template.fields.values import (
    NOTHING,
    Choice,
    Column,
    Comparison,
    Condition,
    Count,
    Formed,
    Formula,
    HasText,
    Text,
    Undefined,
    Value,
    joined,
)
from noticemerge.template.package import W
from noticemerge.template.tags import TAG_BEGINS

# Fields that are turned into text, or into nothing, in every letter.
EVALUATED = frozenset(
    {
        "MERGEFIELD", "IF", "COMPARE", "SET", "REF", "=", "QUOTE", "MERGEREC", "MERGESEQ",
        "SKIPIF", "NEXT", "NEXTIF", "ADDRESSBLOCK", "GREETINGLINE",
    }
)  # fmt: skip
ADVANCING = frozenset({"NEXT", "NEXTIF"})
ASKING = frozenset({"ASK", "FILLIN"})
FROM_OUTSIDE = frozenset(["DATABASE", "DDE", "DDEAUTO", "INCLUDETEXT", "LINK", "MERGEBARCODE", "MACROBUTTON"])
# A field word is letters only; other words alone in a field are the names of bookmarks.
_OTHER_LANGUAGES = re.compile(
    r"(TableStart|TableEnd|BeginGroup|EndGroup|RangeStart|RangeEnd|Image|Html)\s*:|^[#$=/@]|^\[|[$#]\{|:each|\.each"
)


class Refused(Exception):  # noqa: N818 - it says what was done with the field
    """A field that no letter can be made with; `code` and `facts` are of the problem that says why."""

    def __init__(self, code: str, element: Field, **facts: str) -> None:
        super().__init__(code)
        self.code, self.element, self.facts = code, element, facts


@dataclass(slots=True)
class Meanings:
    """Gives fields their meaning, one after the other in the order of the letter.

    `mapped` tells which column stands for one of Word's own names (`w:fieldMapData`), by the name in lower
    case; `places` the pieces at each bookmark of the letter, by its name folded. `defined` are the bookmarks
    that any SET makes, `set` those that it has made so far.
    """

    mapped: dict[str, str]
    places: dict[str, list[Event | Field]]
    defined: frozenset[str] = frozenset()
    set: dict[str, Value] = field(default_factory=dict)
    _asked: list[str] = field(default_factory=list)

    def split(self, element: Field) -> Code:
        """The code of a field. Raises `Refused`."""
        try:
            return split(element)
        except CodeError as error:
            raise Refused("NM-T86", element, at=str(error).replace(OBJECT, "{ }")) from None

    def value(self, element: Field, language: str = "") -> Value:
        """What a field prints, `language` being that of its code. Raises `Refused`."""
        code = self.split(element)
        make = self._makers().get(code.word)
        if make is None:
            make = self._unknown(element, code)
        return self.formed(make(element, code), element, code, language)

    def condition(self, element: Field, code: Code) -> Condition:
        """What a comparing field asks. Raises `Refused`."""
        if len(code.arguments) < 2 or not code.operator:
            raise Refused("NM-T86", element, at=code.word)
        left, right = code.arguments[:2]
        typed = right.text
        has_signs = code.operator in ("=", "<>") and OBJECT not in typed and bool(set("*?") & set(typed))
        return Comparison(
            self.argument(left),
            code.operator,
            self.argument(right),
            left.is_quoted,
            typed if has_signs else None,
        )

    def argument(self, argument: Argument | None) -> Value:
        """The text of an argument with the values of its inner fields. Raises `Refused`."""
        parts: list[Value] = []
        for sign in argument.signs if argument else ():
            if sign.inner is not None:
                parts.append(self.value(sign.inner))
            elif sign.character != OBJECT:
                parts.append(Text(sign.character.replace("\r", "\n")))
        return joined(parts)

    def column(self, element: Field, code: Code) -> Column:
        """The column that a MERGEFIELD names. Raises `Refused`."""
        argument = code.arguments[0] if code.arguments else None
        if argument is None or not argument.is_plain or not argument.text.strip():
            raise Refused("NM-T86", element, at=code.word)
        name = " ".join(argument.text.split()) if argument.is_quoted else argument.text
        if _OTHER_LANGUAGES.search(name):
            return Column((name,), is_foreign=True)
        if code.switch("m") is not None:
            found = self.mapped.get(plain(name))
            return Column((found, name) if found else (name,))
        return Column((name,))

    def formed(self, value: Value, element: Field, code: Code, language: str) -> Value:
        """The value by the pictures and words behind it. Raises `Refused` for what Word does not know."""
        is_late = False
        for switch in code.formats():
            said = switch.argument.text.strip() if switch.argument else ""
            if switch.argument is not None and OBJECT in said:
                raise Refused("NM-T87", element, picture=said.replace(OBJECT, "{ }"))
            if switch.sign == "*":
                is_late |= said.upper() not in LOOKS
                value = self._with_word(value, element, said)
            elif is_late:
                raise Refused("NM-T88", element, picture=said)
            else:
                value = _with_picture(value, element, switch, said, language)
        return value

    def define(self, element: Field, code: Code) -> None:
        """SET: keep the text for the fields behind. Raises `Refused`."""
        if len(code.arguments) != 2:
            raise Refused("NM-T86", element, at=code.word)
        self.set[_folded(code.arguments[0].text)] = self.argument(code.arguments[1])

    def is_evaluated(self, element: Field) -> bool:
        """Whether a field is made text; one that stays, such as PAGE, is Word's business at every opening."""
        word = element.word
        if word == "REF" or (word and word not in LIVE and word not in ASKING | FROM_OUTSIDE | EVALUATED):
            return self._is_of_members(_folded(self._referred(element)))
        if word == "=":
            return self._is_of_letter(element)
        return word in EVALUATED

    def refuse_inner(self, element: Field) -> None:
        """Raises `Refused` for a field that stays but has a field of the merge in its code."""
        for inner in element.inner():
            if self.is_evaluated(inner) or inner.word in ASKING | FROM_OUTSIDE:
                raise Refused("NM-T89", element, word=element.word, inner=shown(inner))
            self.refuse_inner(inner)

    def _makers(self) -> dict[str, Callable[[Field, Code], Value]]:
        return {
            "MERGEFIELD": self._merge_field,
            "IF": self._if,
            "COMPARE": lambda e, c: Choice(self.condition(e, c), Text("1"), Text("0")),
            "SET": self._set,
            "REF": lambda e, c: self._bookmark(e, c.arguments[0].text if c.arguments else ""),
            "=": self._formula,
            "QUOTE": self._quote,
            "MERGEREC": lambda *_: Count("record"),
            "MERGESEQ": lambda *_: Count("letter"),
            "ADDRESSBLOCK": self._address,
            "GREETINGLINE": self._greeting,
        }

    def _merge_field(self, element: Field, code: Code) -> Value:
        column = self.column(element, code)
        before, behind = code.switch("b"), code.switch("f")
        if before is None and behind is None:
            return column
        value = self.formed(column, element, code, "") if code.formats() else column
        texts = [self.argument(s.argument) if s else NOTHING for s in (before, behind)]
        return Choice(HasText(column), joined([texts[0], value, texts[1]]), NOTHING)

    def _if(self, element: Field, code: Code) -> Value:
        if len(code.arguments) > 4:
            raise Refused("NM-T86", element, at=code.arguments[4].text.replace(OBJECT, "{ }"))
        condition = self.condition(element, code)
        then, otherwise = [*code.arguments[2:], None, None][:2]
        return Choice(condition, self.argument(then), self.argument(otherwise))

    def _set(self, element: Field, code: Code) -> Value:
        self.define(element, code)
        return NOTHING

    def _quote(self, _element: Field, code: Code) -> Value:
        parts: list[Value] = []
        for argument in code.arguments:
            is_code = not argument.is_quoted and argument.text.isascii() and argument.text.isdigit()
            if is_code and 31 < int(argument.text) < 0xD800:
                parts.append(Text(chr(int(argument.text))))
            else:
                parts.append(self.argument(argument))
        return joined(parts)

    def _formula(self, element: Field, code: Code) -> Value:
        source, operands = "", list[Value | tuple[Value, ...]]()
        for sign in code.arguments[0].signs:
            if sign.inner is not None:
                source += f"@{len(operands)} "
                operands.append(self.value(sign.inner))
            else:
                source += " " if sign.character in (OBJECT, "\r") else sign.character
        if "@" in re.sub(r"@\d+ ", "", source):
            raise Refused("NM-T86", element, at="@")
        for name in cell_names(source):
            if (cells := cells_meant(element, name)) is not None:
                source = re.sub(rf"(?<![\w:]){re.escape(name)}(?![\w:])", f"@{len(operands)} ", source)
                operands.append(tuple(self._cell(element, pieces) for pieces in cells))
        try:
            for name in dict.fromkeys(names_in(source)):
                source = re.sub(rf"(?<!\w){name}(?!\w)", f"@{len(operands)} ", source)
                operands.append(self._bookmark(element, name))
            tree_of(source)
        except FormulaError as error:
            raise Refused("NM-T86", element, at=str(error)) from None
        return Formula(source, tuple(operands))

    def _bookmark(self, element: Field, name: str) -> Value:
        folded = _folded(name)
        if folded in self.set:
            return self.set[folded]
        if folded in self.defined or folded in self._asked or folded not in self.places:
            return Undefined(name.strip())
        pieces = self.places[folded]
        said = "".join(text_of(p) for p in pieces if isinstance(p, Event) and p.kind == "child")
        if TAG_BEGINS.search(said) or any(isinstance(p, Event) and p.kind == "table" for p in pieces):
            raise Refused("NM-T81", element, name=name.strip())
        self._asked.append(folded)
        made = joined([self._piece(piece) for piece in pieces])
        self._asked.pop()
        return made

    def _piece(self, piece: Event | Field) -> Value:
        if isinstance(piece, Event):
            return Text(text_of(piece).replace("\r", "\n"))
        if self.is_evaluated(piece) and piece.word not in (*ADVANCING, "SKIPIF"):
            return self.value(piece)
        return joined([self._piece(p) for p in piece.result])

    def _cell(self, element: Field, pieces: list[Event | Field]) -> Value:
        said = "".join(text_of(p) for p in pieces if isinstance(p, Event) and p.kind == "child")
        if TAG_BEGINS.search(said):
            raise Refused("NM-T109", element)
        return joined([self._piece(piece) for piece in pieces if not _begins_paragraph(piece)])

    def _address(self, element: Field, code: Code) -> Value:
        country, excluded = code.switch("c"), code.switch("e")
        shown_country = country.argument.text if country and country.argument else "1"
        without = self.argument(excluded.argument) if excluded else None
        try:
            return address(self.mapped, _pattern(element, code), shown_country, without)
        except CodeError as error:
            raise Refused("NM-T86", element, at=str(error)) from None

    def _greeting(self, element: Field, code: Code) -> Value:
        instead = code.switch("e")
        try:
            other = self.argument(instead.argument) if instead else None
            return greeting(self.mapped, _pattern(element, code), other)
        except CodeError as error:
            raise Refused("NM-T86", element, at=str(error)) from None

    def _with_word(self, value: Value, element: Field, word: str) -> Value:
        if not is_form(word):
            raise Refused("NM-T87", element, picture=f"\\* {word}")
        return value if word.upper() in LOOKS else Formed(value, "form", word)

    def _unknown(self, element: Field, code: Code) -> Callable[[Field, Code], Value]:
        word = code.word
        if word in ADVANCING or word == "SKIPIF":
            raise Refused("NM-T91", element, word=word)
        if word in ASKING:
            raise Refused("NM-T85", element)
        if word in FROM_OUTSIDE or word == "INCLUDEPICTURE":
            raise Refused("NM-T114" if word == "MERGEBARCODE" else "NM-T84", element)
        if word in LIVE:
            raise Refused("NM-T92", element, word=word)
        return lambda e, c: self._bookmark(e, self._referred(e))

    def _referred(self, element: Field) -> str:
        """The bookmark that `REF name`, or the name alone, asks for."""
        words = element.instruction.split()
        is_ref = len(words) > 1 and words[0].upper() == "REF"
        return words[1].strip('"“”') if is_ref else words[0] if words else ""

    def is_of_nothing(self, element: Field) -> bool:
        """Whether a REF asks for a bookmark that the letter has not."""
        name = _folded(self._referred(element))
        return element.word == "REF" and not any((name in self.defined, name in self.places, name[:1] == "_"))

    def _is_of_members(self, name: str, behind: frozenset[str] = frozenset()) -> bool:
        """Whether what stands at a bookmark is another text for another member; `behind` are those asked."""
        if name in self.defined or name in behind:
            return name in self.defined
        return any(self._differs(piece, behind | {name}) for piece in self.places.get(name, ()))

    def _is_of_letter(self, element: Field) -> bool:
        """Whether a formula is computed here; sums of cells that are the same in all letters are Word's."""
        table = table_of(element) if cell_names(element.instruction) else None
        if table is None or any(element.inner()):
            return True
        texts = "".join(t.text or "" for t in table.iter(f"{{{W}}}t"))
        fields = (one for cell in table.iter(f"{{{W}}}tc") for one in story_of(cell).fields)
        return bool(TAG_BEGINS.search(texts)) or any(one.word in EVALUATED - {"="} for one in fields)

    def _differs(self, piece: Event | Field, behind: frozenset[str]) -> bool:
        if isinstance(piece, Event):
            return piece.kind == "child" and bool(TAG_BEGINS.search(text_of(piece)))
        if piece.word == "REF" or (name := piece.word.casefold()) in self.places or name in self.defined:
            return self._is_of_members(_folded(self._referred(piece)), behind)
        return piece.word in EVALUATED or any(self._differs(p, behind) for p in piece.result)


def _pattern(element: Field, code: Code) -> str:
    switch = code.switch("f")
    pattern = switch.argument.text if switch and switch.argument else ""
    if not is_pattern(pattern) or OBJECT in pattern:
        raise Refused("NM-T90", element, word=code.word)
    return pattern.replace("\r", "\n")


def _with_picture(value: Value, element: Field, switch: Switch, picture: str, language: str) -> Value:
    kind = "number" if switch.sign == "#" else "date"
    try:
        if kind == "number":
            sections_of(picture)
        else:
            items_of(picture)
    except PictureError as error:
        cured = re.sub(r"(?<=[0#x])([-+])(?=[0#x])", r"'\1'", picture)
        code = "NM-T93" if cured != picture and kind == "number" else "NM-T87"
        raise Refused(
            code, element, picture=f"\\{switch.sign} {picture}", at=str(error), cured=cured
        ) from None
    return Formed(value, kind, picture, language if kind == "date" else "")


def names_set(fields: Iterable[Field]) -> Iterator[str]:
    """The names, folded, of the bookmarks that SET makes in these fields and those in them."""
    for one in fields:
        words = one.instruction.split()
        if one.word == "SET" and len(words) > 1:
            yield _folded(words[1].strip('"“”'))
        yield from names_set((*one.inner(), *one.stored()))


def _begins_paragraph(piece: Event | Field) -> bool:
    return isinstance(piece, Event) and piece.kind == "paragraph"


def _folded(name: str) -> str:
    return name.strip().casefold()


def mapping(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What `Meanings.mapped` takes, of Word's own names and the columns that they stand for."""
    return {plain(own): column for own, column in pairs if own and column}
