"""The lines a command begins with: its list, letter, attachments, and how many letters there will be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from noticemerge.cli.screen_text import wrap
from noticemerge.cli.starter import is_starter_file
from noticemerge.problems import gettext

if TYPE_CHECKING:
    from noticemerge.notice import Notice
    from noticemerge.planning import Plan
    from noticemerge.roster import Column, Roster

_REASONS = 3
# Whether they are named in a letter or appended to it.
_ATTACHMENTS = "添付資料"


def about(plan: Plan) -> list[str]:
    """The list, the model letter, the attachments."""
    roster, template = plan.roster, plan.bound.template.path
    listed = gettext('{file}, sheet "{sheet}"') if roster.sheet else "{file}"
    lines = [
        gettext("Member list: {list}, {count} members").format(
            list=listed.format(file=roster.file, sheet=roster.sheet), count=len(roster.members)
        ),
        gettext("Model letter: {file}").format(
            file=gettext("the one that comes with noticemerge") if is_starter_file(template) else template
        ),
        *notice_read(plan.notice, roster),
        gettext("Attachments: {count}").format(count=len(plan.notice.attachments)),
        *_sources(plan),
    ]
    return [wrap(line, following="  ") for line in lines]


def notice_read(notice: Notice, roster: Roster) -> list[str]:
    """The workbook of the sheets 通知 and 添付資料, in a line, where it is not the list."""
    if notice.file == roster.file:
        return []
    return [gettext("Notice and attachments: {file}").format(file=notice.file)]


def _sources(plan: Plan) -> Iterator[str]:
    """Of what the letter prints: the columns that each part of the address is made of."""
    printed = {match.label for match in plan.matches if match.source == "computed"}
    for source in plan.sources:
        if source.columns and (source.label in printed or source.label == _ATTACHMENTS):
            columns = gettext(", ").join(column_words(column) for column in source.columns)
            yield gettext("{label} from: {columns}").format(label=source.label, columns=columns)


def column_words(column: Column) -> str:
    """A column as a person finds it: 会社名(B)."""
    heading = " ".join(column.header.split())
    return gettext("{heading} ({letter})").format(heading=heading, letter=column.letter)


def letters_to_make(plan: Plan) -> str:
    """How many letters can be made, and how many cannot or need not, and why."""
    counted = plan.letters.prospects
    said = [gettext("Letters: {count} to make").format(count=counted["planned"])]
    if counted["error"]:
        said.append(gettext("{count} in error").format(count=counted["error"]))
    if counted["excluded"]:
        facts = {"count": counted["excluded"], "reasons": _reasons(plan)}
        said.append(gettext("{count} left out ({reasons})").format(**facts))
    return wrap(gettext(", ").join(said), following="  ")


def _reasons(plan: Plan) -> str:
    """The most frequent reasons why members get no letter."""
    reasons = Counter(map(_briefly, plan.letters.reasons))
    first = reasons.most_common(_REASONS)
    if rest := reasons.total() - sum(count for _, count in first):
        first.append((gettext("others"), rest))
    said = [gettext("{reason}: {count}").format(reason=reason, count=count) for reason, count in first]
    return gettext(", ").join(said)


def _briefly(reason: str) -> str:
    """A reason without the mark or the day that is another one from member to member (送付不要: ○)."""
    heading, _, said = reason.partition(": ")
    is_word = len(said) > 1 and not any(map(str.isdigit, said))
    return reason if is_word else heading


def folder_and_names(folder: Path, first: str) -> str:
    """Where the letters go, and how their files are called: as `first`, "" where there is none."""
    said = gettext("Folder: {folder} (files like {name})") if first else gettext("Folder: {folder}")
    return wrap(said.format(folder=folder, name=first), following="  ")
