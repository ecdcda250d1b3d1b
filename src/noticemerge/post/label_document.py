"""Labels on the office's own Word document: a sheet whose NEXT fields go on to the next member."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat

from noticemerge.planning import PostItem, SheetPlan
from noticemerge.post.addresses import chosen
from noticemerge.post.labels import FILE
from noticemerge.post.made_post import MadePost
from noticemerge.problems import Problem, WordPlace, gettext, has_errors, problem
from noticemerge.template import Sheet, SheetTemplate

# So many members are told of by name.
_FEW = 5


@dataclass(frozen=True, slots=True)
class LabelDocument(MadePost):
    """The filled sheets, each a Word file of its own, and the members on them in their order.

    `capacity` is how many a sheet takes, `start` the first free place of the first sheet, from 1, `copies`
    how many each member gets.
    """

    items: tuple[PostItem, ...]
    sheets: tuple[Sheet, ...]
    capacity: int
    start: int
    copies: int
    has_address: bool

    @property
    def file(self) -> str:
        """What the file is called."""
        return FILE

    @property
    def made_of(self) -> Sequence[PostItem]:
        """The post of those whom the labels are for."""
        return self.items

    @property
    def prints_address(self) -> bool:
        """Whether the document prints the address, or a part of it."""
        return self.has_address

    @property
    def next_start(self) -> int:
        """The first free place of the last sheet; 1 when the sheet is full."""
        used = self.sheets[-1].taken if self.sheets else 0
        return used % self.capacity + 1

    def where(self, index: int) -> str:
        """Where a member is printed (the first of his copies): 2枚目 3番."""
        place = self.start - 1 + index * self.copies
        ends = list(accumulate(sheet.taken for sheet in self.sheets))
        sheet = next((number for number, end in enumerate(ends) if place < end), 0)
        return f"{sheet + 1}枚目 {place - (ends[sheet - 1] if sheet else 0) + 1}番"


def lay_out_document(
    planned: SheetPlan, template: SheetTemplate, *, everyone: bool = False, start: int = 1, copies: int = 1
) -> LabelDocument:
    """Fill the sheets with the members who get post. Nothing is written.

    Raises `CannotUse` when a sheet fails its proof.
    """
    who = chosen(planned.listed, everyone=everyone, prints_address=planned.prints_address)
    general = (*_of_document(template, start), *who.general)
    chosen_items = {id(block.item) for block in who.blocks}
    records = [n for n, item in enumerate(planned.listed.items, 1) if id(item) in chosen_items]
    sheets: tuple[Sheet, ...] = ()
    if records and not has_errors(general):
        filled = [planned.values(record, sequence) for sequence, record in enumerate(records, 1)]
        printed = (values for values in filled for _ in range(copies))
        sheets = tuple(planned.bound.sheets([*repeat(None, start - 1), *printed]))
    items = tuple(planned.listed.items[record - 1] for record in records)
    general = (*general, *_passed_over(template, sheets, items, start, copies))
    return LabelDocument(
        who.left_out,
        who.failed,
        general,
        who.of_members,
        items,
        sheets,
        template.capacity,
        start,
        copies,
        planned.prints_address,
    )


def _passed_over(
    template: SheetTemplate, sheets: Sequence[Sheet], items: Sequence[PostItem], start: int, copies: int
) -> Iterator[Problem]:
    """An error where the document goes on to the next member before it has printed anything of one."""
    begins = accumulate((sheet.taken for sheet in sheets), initial=0)
    places = [first + place for first, sheet in zip(begins, sheets, strict=False) for place in sheet.passed]
    passed = list(dict.fromkeys((place - start + 1) // copies for place in places))
    if passed:
        named = [" ".join(f"{items[at].to.number} {items[at].to.name}".split()) for at in passed[:_FEW]]
        members, rest = "、".join(named), len(passed) - _FEW
        members += gettext(" and {count} more").format(count=rest) if rest > 0 else ""
        yield problem("NM-L26", WordPlace(file=template.letter.path.name), members=members)


def _of_document(template: SheetTemplate, start: int) -> Iterator[Problem]:
    place = WordPlace(file=template.letter.path.name)
    if template.capacity == 1:
        yield problem("NM-L21", place)
    elif start > template.capacity:
        yield problem("NM-L09", place, start=start, up=template.capacity)
    elif start > 1 and template.goes_on_by_condition:
        yield problem("NM-L22", place)
