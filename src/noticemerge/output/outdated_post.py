"""Labels and envelopes whose addresses are those of an earlier list: each run of merge finds them.

Whoever changes an address and prints the labels of before sends to the wrong place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from noticemerge.output.record import Other, OtherKind
from noticemerge.planning import printed_on_post, way_of

if TYPE_CHECKING:
    from noticemerge.planning import Plan

# The number and the name of a member.
_Member = tuple[str, str]
POST = frozenset({OtherKind.LABELS, OtherKind.ENVELOPES})


def with_outdated(others: Mapping[str, Other], plan: Plan) -> dict[str, Other]:
    """What was made beside the letters, labels and envelopes with whom they are `outdated` for by this plan.

    A member who gets post now is among them where the file was made for all; a label too many for one who
    gets it otherwise now does no harm.
    """
    told = dict(others)
    of_post = [name for name, other in others.items() if _is_of_post(other)]
    if not of_post:
        return told
    now, posted = _now(plan)
    for name in of_post:
        other = others[name]
        found = [(to.member, to.name) for to in other.made_for if _is_other(to.printed, now, to[:2])]
        there = {to[:2] for to in other.made_for}
        found += [member for member in posted if member not in there] if other.is_for_all else []
        told[name] = replace(other, outdated=tuple(dict.fromkeys(found)))
    return told


def _is_of_post(other: Other) -> bool:
    return other.kind in POST and any(to.printed for to in other.made_for)


def _is_other(printed: str, now: Mapping[_Member, set[str]], member: _Member) -> bool:
    return bool(printed) and printed not in now.get(member, ())


def _now(plan: Plan) -> tuple[dict[_Member, set[str]], list[_Member]]:
    """What is printed for each member of the list, and those who get post; without those who left."""
    printed: defaultdict[_Member, set[str]] = defaultdict(set)
    posted = []
    for letter in plan.letters:
        out, _ = plan.roster.left_out(letter.member, plan.today)
        if out:
            continue
        to = plan.destinations.of(letter.member)
        member = letter.number, letter.name
        printed[member].add(printed_on_post(letter.addressee.lines, to.postcode, to.address))
        if to.address and way_of(letter.delivery) != "other":
            posted.append(member)
    return printed, posted
