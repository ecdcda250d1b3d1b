"""Labels and envelopes that say something else than the list by now are told of, with the members."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from noticemerge.output import verify
from support import make
from support.program import noticemerge

FIRST, BY_MAIL, LAST = make.MEMBERS
NEW = ("0200", "株式会社新規会員", "", "", "", "150-0001", "東京都渋谷区1-4", "郵送")


@pytest.fixture(autouse=True)
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with letters, labels and envelopes of one list."""
    monkeypatch.chdir(tmp_path)
    make.letter(Path("templates/request-letter.docx"))
    members_are(make.MEMBERS)
    for command in ("merge", "labels", "envelopes"):
        assert noticemerge(command, "members.xlsx").exit_code == 0


def members_are(rows: Sequence[Sequence[object]], header: Sequence[str] = make.HEADER) -> None:
    make.workbook(Path("members.xlsx"), members=rows, header=header)


def merge() -> None:
    assert noticemerge("merge", "members.xlsx", "--prune").exit_code == 0


def told() -> list[tuple[str, str]]:
    """The code and the members of each doubt about labels and envelopes."""
    problems = verify(Path("out")).problems
    return [(p.code, str(p.facts["members"])) for p in problems if p.code in {"NM-L24", "NM-L25"}]


def both(members: str) -> list[tuple[str, str]]:
    return [("NM-L24", members), ("NM-L25", members)]


@pytest.mark.parametrize(
    ("column", "value"),
    [(5, "105-0001"), (6, "東京都港区1-1"), (4, "青葉　花子"), (2, "総務部"), (3, "部長")],
)
def test_a_member_whose_address_or_addressee_is_another_is_named(column: int, value: str) -> None:
    changed = list(FIRST)
    changed[column] = value
    members_are([changed, BY_MAIL, LAST])
    merge()
    assert told() == both("0007 株式会社あおば商事")


def test_a_member_of_another_name_is_named_with_the_old_and_the_new() -> None:
    members_are([FIRST, BY_MAIL, (LAST[0], "株式会社高崎製作所", *LAST[2:])])
    merge()
    assert told() == both("0123 ㈲髙﨑製作所、0123 株式会社高崎製作所")


def test_one_who_joined_one_who_left_and_one_who_gets_post_now_are_named() -> None:
    members_are([(*BY_MAIL[:7], "郵送"), LAST, NEW])
    merge()
    assert told() == both("0007 株式会社あおば商事、0012 A&B商事 <東京>、0200 株式会社新規会員")


def test_many_are_told_of_by_their_number() -> None:
    members_are([FIRST, *((f"{n:04d}", *NEW[1:]) for n in range(201, 210))])
    merge()
    assert [members.endswith(("、ほか5件", " and 5 more")) for _, members in told()] == [True, True]


def test_what_is_not_printed_on_post_is_no_change() -> None:
    members_are([(*row, "備考を書いた") for row in make.MEMBERS], (*make.HEADER, "備考"))
    make.letter(Path("templates/request-letter.docx"), "{{ 宛名 }}", "{{ 備考 }}")
    merge()
    assert told() == []


def test_a_label_too_many_does_no_harm() -> None:
    members_are([FIRST, BY_MAIL, (*LAST[:7], "メール")])
    merge()
    assert told() == []


def test_labels_for_chosen_members_are_not_asked_for_the_others() -> None:
    assert noticemerge("labels", "members.xlsx", "--only", "0123").exit_code == 0
    members_are([(*FIRST[:6], "東京都港区1-1", FIRST[7]), BY_MAIL, LAST, NEW])
    merge()
    assert told() == [("NM-L25", "0007 株式会社あおば商事、0200 株式会社新規会員")]


def test_the_cure_is_to_make_them_anew_for_all_or_for_those_alone() -> None:
    members_are([(*FIRST[:6], "東京都港区1-1", FIRST[7]), BY_MAIL, LAST])
    merge()
    assert noticemerge("labels", "members.xlsx").exit_code == 0
    assert told() == [("NM-L25", "0007 株式会社あおば商事")]
    assert noticemerge("envelopes", "members.xlsx", "--only", "0007").exit_code == 0
    assert told() == []
    merge()
    assert told() == []


def test_an_address_that_is_as_before_again_is_no_change() -> None:
    members_are([(*FIRST[:6], "東京都港区1-1", FIRST[7]), BY_MAIL, LAST])
    merge()
    members_are(make.MEMBERS)
    merge()
    assert told() == []


def test_a_run_for_some_members_looks_at_all_of_them() -> None:
    members_are([(*FIRST[:6], "東京都港区1-1", FIRST[7]), BY_MAIL, LAST])
    noticemerge("merge", "members.xlsx", "--only", "0123")
    assert told() == both("0007 株式会社あおば商事")


def test_a_record_of_an_earlier_version_says_nothing_of_addresses() -> None:
    record = Path("out/.noticemerge/state.jsonl")
    lines = [line for line in record.read_text("utf-8").splitlines() if '"labels"' not in line]
    old = '["宛名ラベル.docx","labels",["00"],"","2023-09-25",[["0007","株式会社あおば商事","1枚目 1番"]]]'
    record.write_text("\n".join([*lines[:-1], old, lines[-1]]) + "\n", "utf-8")
    members_are([(*FIRST[:6], "東京都港区1-1", FIRST[7]), BY_MAIL, LAST])
    merge()
    assert told() == [("NM-L25", "0007 株式会社あおば商事")]
