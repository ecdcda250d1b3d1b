"""What is kept from letter to letter changes no letter."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docxtpl import RichText
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.template import LetterTemplate, Names
from support.template_maker import letter_file, paragraph, saved, table
from test_template_cases import CASES, document_of

LABELS = ["会社名", "部署", "件名", "担当", "一覧"]
PIECES = st.sampled_from(
    [
        paragraph("{{ 会社名 }} 御中"),
        paragraph("{{ 件名 }} と {{ 担当 }} と {{ 件名 }} と {{ 担当 }}"),
        paragraph("{% if 件名 %}甲{% else %}乙{{ 担当 }}{% endif %}"),
        paragraph("{% if 部署 %}甲{{ 件名 }}{% else %}乙{% endif %}"),
        paragraph("{%p for x in 一覧 %}") + paragraph("{{ x }} {{ 件名 }}") + paragraph("{%p endfor %}"),
        paragraph("{%p for x in 一覧 %}") + paragraph("{{ x }} {{ 部署 }}") + paragraph("{%p endfor %}"),
        table(["{%tr for x in 一覧 %}", ""], ["{% vm %}{{ x }}", "{{ 担当 }}"], ["{%tr endfor %}", ""]),
        table(["".join(map(paragraph, ["{%p if 件名 %}", "甲", "{%p endif %}"])), "{% colspan 2 %}z"]),
        paragraph("普通の段落"),
    ]
)
TEXTS = st.sampled_from(["", "甲", "乙 & <丙>", "一\n二"])
VALUES = st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=3))


def common(names: Names, labels: set[str]) -> Names:
    return Names(replace(name, is_common=name.label in labels) for name in names.all)


@given(st.lists(PIECES, max_size=6), st.sets(st.sampled_from(LABELS)), st.lists(VALUES, max_size=4))
def test_letters_are_the_same_whatever_is_thought_to_be_common(
    tmp_path_factory: pytest.TempPathFactory,
    pieces: list[str],
    labels: set[str],
    members: list[tuple[Any, ...]],
) -> None:
    template = LetterTemplate.read(saved(tmp_path_factory.mktemp("kept"), letter_file("".join(pieces))))
    names = Names.of(LABELS)
    plain, kept = template.bind(names), template.bind(common(names, labels))
    for member in members:
        values = dict(zip((name.key for name in names.all), member, strict=True))
        assert kept.maker.changed(values) == plain.maker.changed(values)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_gives_the_same_letter_twice_with_all_names_common(case: Path, tmp_path: Path) -> None:
    values: dict[str, Any] = json.loads((case / "list.json").read_text("utf-8"))
    names = Names.of(values)
    template = LetterTemplate.read(saved(tmp_path, document_of(case)))
    plain, kept = template.bind(names), template.bind(common(names, set(values)))
    filling = {name.key: values[name.label] for name in names.all}
    if plain.parts and not plain.unfit(filling):
        assert [kept.maker.changed(filling) for _ in range(2)] == [plain.maker.changed(filling)] * 2


def test_the_shipped_letter_keeps_its_list_of_attachments() -> None:
    from noticemerge import Notice, Roster, plan
    from noticemerge.cli.starter import LETTER, WORKBOOK, starter_file

    book = starter_file(WORKBOOK)
    made = plan(Roster.read(book), LetterTemplate.read(starter_file(LETTER)), Notice.read(book))
    part = next(part for part in made.bound.parts if part.name == "word/document.xml")
    keys = {name.key for name in made.names.all if name.label == "添付資料"}
    assert keys <= set(part.common or ())


def test_a_value_that_brings_more_than_text_is_filled_in_anew_each_time(tmp_path: Path) -> None:
    body = paragraph("{{ 件名 }}{{ 件名|QR }}{{ 件名 }}{{ 件名 }}") + paragraph("{{r 担当 }}")
    template = LetterTemplate.read(saved(tmp_path, letter_file(body)))
    names = Names.of(["件名", "担当"])
    plain, kept = template.bind(names), template.bind(common(names, {"件名", "担当"}))
    for link in ("https://example.jp/1", "https://example.jp/2", "https://example.jp/1"):
        values = {"c0": link, "c1": RichText(link, bold=True)}
        assert kept.maker.changed(values) == plain.maker.changed(values)
