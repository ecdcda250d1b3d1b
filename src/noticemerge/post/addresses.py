"""What is written on a label or an envelope, and who gets one: those to whom post is sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from noticemerge.japan import fold
from noticemerge.notice import Notice
from noticemerge.planning import PostItem, PostList, way_of
from noticemerge.problems import Place, Problem, gettext, has_errors, problem

_POSTCODE = re.compile(r"(\d{3})[-‐‑–—−ー－]?(\d{4})")
_POSTCODE_BEFORE = re.compile(r"〒\s*(\d{3}[-‐‑–—−ー－]?\d{4})[\s　]*(?=\S)")
# Of an address.
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Block:
    """The text for one member, all of it to be printed.

    `postcode` as 100-0013 where it is one (`digits` are its seven digits, else ""), without 〒. `names` are
    the lines of the addressee.
    """

    item: PostItem
    postcode: str
    digits: str
    address: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def place(self) -> Place:
        """The member's row."""
        return self.item.place


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who gets one (`blocks`), who does not (`left_out`: the number, and why), who cannot (`failed`).

    `general` are the problems that are not one member's alone: with an error among them nobody gets one.
    """

    blocks: tuple[Block, ...]
    left_out: tuple[tuple[str, str], ...]
    failed: tuple[str, ...]
    general: tuple[Problem, ...]
    of_members: tuple[Problem, ...]


def chosen(listed: PostList, *, everyone: bool = False, prints_address: bool = True) -> Chosen:
    """Those who get post: by 発送方法, where that is empty, and all with `everyone`.

    A member without an address gets none, unless no address is printed. A way of sending that is not known is
    taken for post, and a warning: a label too many does no harm.
    """
    blocks, left_out, failed = [], [], []
    problems: list[Problem] = []
    for item in listed.items:
        problems += item.problems if item.to.excluded else ()
        reason = item.to.excluded or ("" if everyone else _sent_otherwise(item))
        if reason:
            left_out.append((item.to.number, reason))
            continue
        block = block_of(item)
        found = [*item.problems, *_doubts(listed, block, everyone=everyone, prints_address=prints_address)]
        problems += found
        if has_errors(found):
            failed.append(item.to.number)
        else:
            blocks.append(block)
    general = listed.general
    if not blocks and not failed and not has_errors(general):
        general = (*general, problem("NM-L04", Place(file=listed.roster.file.name)))
    return Chosen(tuple(blocks), tuple(left_out), tuple(failed), general, tuple(problems))


def block_of(item: PostItem) -> Block:
    """What is printed for a member."""
    postcode, address = item.postcode.removeprefix("〒").strip(), list(item.address)
    if not postcode and address and (typed := _POSTCODE_BEFORE.match(address[0])):
        postcode, address[0] = typed[1], address[0][typed.end() :]
    parts = _POSTCODE.fullmatch(unicodedata.normalize("NFKC", postcode))
    digits = "".join(parts.groups()) if parts else ""
    said = f"{digits[:3]}-{digits[3:]}" if digits else postcode
    names = tuple(map(_one_line, item.to.addressee.lines))
    return Block(item, said, digits, _lines(address), names)


def _lines(address: Sequence[str]) -> tuple[str, ...]:
    """The lines as they were typed, one cell's too; of more than can be read, a line for each cell."""
    typed = [line for text in address for line in text.splitlines() if line.strip()]
    return tuple(map(_one_line, typed if len(typed) <= _MOST_LINES else address))


def _one_line(text: str) -> str:
    """Line breaks are spaces there; and a tab would lead to a place of its own in each program."""
    return " ".join(text.splitlines()).replace("\t", "\u3000").strip()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, line by line: postcode and address, the association, the telephone; and what is missing."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def sender_of(notice: Notice) -> Sender:
    """Who sends, from the sheet 通知."""
    named = {fold(name): " ".join(text.split()) for name, text in notice.values.items() if text.strip()}

    def said(*names: str) -> str:
        return next((named[fold(name)] for name in names if fold(name) in named), "")

    postcode = said("郵便番号", "発信者郵便番号", "差出人郵便番号")
    if postcode and not postcode.startswith("〒"):
        postcode = f"〒{postcode}"
    address = said("住所", "所在地", "発信者住所", "差出人住所", "協会住所")
    telephone = said("TEL", "電話", "電話番号", "連絡先電話番号")
    association = notice.value("sender").strip()
    if telephone and not telephone.upper().startswith("TEL"):
        telephone = f"TEL {telephone}"
    lines = (f"{postcode} {address}".strip(), association, telephone)
    told = [problem("NM-L18")] if not association and not address else []
    told += [problem("NM-L19")] if association and not address else []
    return Sender(tuple(" ".join(line.split()) for line in lines if line.strip()), tuple(told))


def _sent_otherwise(item: PostItem) -> str:
    """How the member gets it instead of by post; "" for those who do get post."""
    way = item.to.delivery
    return gettext("sent by {way}").format(way=way.strip()) if way_of(way) == "other" else ""


def _doubts(listed: PostList, block: Block, *, everyone: bool, prints_address: bool) -> list[Problem]:
    found = []
    if not block.address and prints_address:
        found.append(problem("NM-L05", block.place))
    if not block.digits and prints_address:
        code = "NM-L07" if block.postcode else "NM-L06"
        column = listed.roster.column_of("postcode")
        place = listed.roster.place(block.item.to.member, column) if column else block.place
        found.append(problem(code, place, typed=block.postcode))
    if not everyone and way_of(block.item.to.delivery) == "unknown":
        place = listed.roster.place(block.item.to.member, listed.roster.column_of("delivery"))
        found.append(problem("NM-L08", place, typed=block.item.to.delivery.strip()))
    return [doubt.of_member(block.item.to.number) for doubt in found]
