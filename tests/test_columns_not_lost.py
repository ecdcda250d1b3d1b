"""Whatever the columns are called and in whatever order they stand: no cell of a name or an address gets
lost.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from noticemerge import LetterTemplate, Notice, Plan, Roster, plan
from noticemerge.japan import fold, vocabulary
from noticemerge.roster import NAMED, PLACE
from support.make import letter, workbook

PRINTED = ("{{ 宛先郵便番号 }}", "{{ 宛先住所 }}", "{{ 宛名 }}")
WHOSE = ("", "本社", "支店", "送付先", "請求先", "自宅", "勤務先", "代表者", "担当者", "旧")
FIELDS = [f for table in (vocabulary().member, vocabulary().parts) for f in table]
SYNONYMS = [
    (f.key, synonym)
    for f in FIELDS
    if f.key in NAMED | PLACE | {"rep_name", "rep_title"} and f.key != "honorific"
    for synonym in f.synonyms
    if not synonym.isascii()
]
SUFFIXES = ("2", "（送付先）", "（自宅）")


def heading_of(drawn: tuple[tuple[str, str], str, str]) -> tuple[str, str]:
    """A synonym with a word before it or behind it, where a clerk could write both."""
    (key, synonym), whose, suffix = drawn
    is_bare = not whose and not any(c.isdigit() for c in synonym)
    suits = suffix == "2" or key in PLACE
    return key, f"{whose}{synonym}{suffix if is_bare and suits else ''}"


HEADINGS = st.tuples(
    st.sampled_from(SYNONYMS), st.sampled_from(("", *WHOSE)), st.sampled_from(("", "", *SUFFIXES))
).map(heading_of)
LISTS = st.lists(HEADINGS, min_size=2, max_size=9, unique_by=lambda heading: fold(heading[1]))


def cell(key: str, index: int) -> str:
    """A text that no other cell holds, of the kind that stands under such a heading."""
    sign = "甲乙丙丁戊己庚辛壬癸"[index]
    if key == "postcode":
        return f"{100 + index}-000{index}"
    if key in {"postcode_begin", "postcode_end"}:
        return f"{index}{index}{index}"
    if key in {"company", "corporate_form"}:
        return f"{sign}社"
    if key in {"title", "rep_title"}:
        return f"{sign}長"
    return f"{sign}町" if key in PLACE else f"{sign}田"


def planned(headings: list[tuple[str, str]], folder: Path) -> tuple[Plan, list[str]]:
    cells = [cell(key, index) for index, (key, _) in enumerate(headings)]
    listed = workbook(
        folder / "members.xlsx", header=["会員番号", *(h for _, h in headings)], members=[["1", *cells]]
    )
    template = LetterTemplate.read(letter(folder / "letter.docx", *PRINTED))
    return plan(Roster.read(listed, header_row=1), template, Notice.read(listed)), cells


@given(LISTS)
@example([("address2", "住所二"), ("address2", "送付先住所2"), ("county", "郡")])
@example([("rep_name", "送付先代表者名"), ("person", "個人名")])
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_cell_of_a_name_or_an_address_is_printed_or_a_problem_names_its_column(
    drawn: list[tuple[str, str]],
) -> None:
    headings = [("company", "会社名"), *(pair for pair in drawn if fold(pair[1]) != fold("会社名"))]
    with tempfile.TemporaryDirectory() as folder:
        made, cells = planned(headings, Path(folder))
    printed = "\n".join(map(str, made.values(made.letters[0]).values()))
    told = "\n".join(f"{p.message}\n{p.hint}" for p in made.problems)
    places = {getattr(p.place, "column", "") for p in made.problems}
    lost = [
        heading
        for (_, heading), text, column in zip(headings, cells, made.roster.columns[1:], strict=True)
        if text not in printed and " ".join(heading.split()) not in told and column.letter not in places
    ]
    assert lost == []
