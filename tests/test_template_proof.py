"""What is proved once for a template holds for every letter; what cannot be proved is parsed each time."""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers.expat import ExpatError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.problems import CannotUse
from noticemerge.template import LetterTemplate, Names
from noticemerge.template.element_balance import is_balanced, occurrences
from noticemerge.template.element_spans import check_well_formed
from noticemerge.template.filters import ENVIRONMENT
from support.template_maker import letter_file, paragraph, saved, table

TEXT = "<w:t>{{ c0 }}</w:t>"


@pytest.mark.parametrize(
    "source",
    [
        f"<a>{TEXT}</a>",
        f"<a>{{% if c0 %}}<b>{TEXT}</b>{{% else %}}<c/>{{% endif %}}</a>",
        "<a>{% for v in c0 %}<b x='1'/><w:t a=\"{{ v }}\">{{ v }}</w:t>{% endfor %}</a>",
        "<a>{% set s %}<b></b>{% endset %}{{ s|nm_keep_paragraph }}</a>",
        '<a><b v="{% if c0 %}x{% else %}y{% endif %}"/><!-- <c> --></a>',
        "<a><t>{% if c0 %}x</t><t>y{% else %}</t><t>{% endif %}z</t></a>",
        "<a><b/>text &amp; <c\n d='>'></c></a>",
    ],
)
def test_what_is_whole_on_every_way_is_proved(source: str) -> None:
    assert is_balanced(ENVIRONMENT.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "<a>{% if c0 %}<b>{% endif %}</b></a>",
        "<a>{% if c0 %}<b>{% else %}<c>{% endif %}</a>",
        "<a>{% for v in c0 %}</a><a>{% endfor %}</a>",
        "<a>{{ c0 }}</a>",
        "<a><w:t>{{ c0 }}</a></w:t>",
        "<a {{ c0 }}/>",
        "<a {% if c0 %}x='1'{% endif %}/>",
        "<a>{% set s %}<b>{% endset %}{{ s|nm_as_it_is }}</a>",
        f"<a>{TEXT}",
        '<a><b v="{% if c0 %}<{% endif %}"/></a>',
        "<a>{% include 'x' %}</a>",
    ],
)
def test_what_could_be_torn_on_some_way_is_not(source: str) -> None:
    assert not is_balanced(ENVIRONMENT.parse(source))


@pytest.mark.parametrize(
    ("source", "bounds"),
    [
        ("<p/><p/>", (2, 2)),
        ("{% if c0 %}<p/>{% endif %}<p/>", (1, 2)),
        ("{% if c0 %}<p/>{% else %}<p/>{% endif %}", (1, 1)),
        ("{% for v in c0 %}<p/>{% endfor %}", (0, None)),
        ("{% for v in c0 %}x{% endfor %}<p/>", (1, 1)),
        ("{% set s %}<p/>{% endset %}{{ s|nm_as_it_is }}", (1, 1)),
        ("{% set s %}<p/>{% endset %}{% if s %}{{ s|nm_as_it_is }}{% endif %}", (0, 1)),
    ],
)
def test_elements_are_counted_over_all_ways(source: str, bounds: tuple[int, int | None]) -> None:
    assert occurrences(ENVIRONMENT.parse(source), re.compile("<p/>")) == bounds


PIECES = st.sampled_from(
    [
        paragraph("{{ 会社名 }} 御中"),
        paragraph("{% if 部署 %}甲{% else %}乙{{ 部署 }}{% endif %}"),
        paragraph("{%p if 会社名 %}") + table(["{{ 部署 }}", "x"]) + paragraph("{%p endif %}"),
        paragraph("{%p for x in 名々 %}") + paragraph("{{ x }}") + paragraph("{%p endfor %}"),
        table(["{%tr for x in 名々 %}", ""], ["{% vm %}{{ x }}", "y"], ["{%tr endfor %}", ""]),
        table(["{%tc for x in 名々 %}", "{{ x }}", "{%tc endfor %}"]),
        table(["".join(map(paragraph, ["{%p if 部署 %}", "甲", "{%p endif %}"])), "{% colspan 2 %}z"]),
        table(["{% cellbg '00ff00' %}甲", "{{ 部署 }}"]),
        '<w:p><w:pPr><w:sectPr/></w:pPr></w:p>',
        paragraph("普通の段落"),
    ]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=6),
    st.text(max_size=8),
    st.text(max_size=8),
    st.lists(st.text(max_size=4), max_size=3),
)
def test_a_letter_of_a_proved_template_is_whole_whatever_the_values(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], one: str, other: str, many: list[str]
) -> None:
    path = saved(tmp_path_factory.mktemp("proof"), letter_file("".join(pieces)))
    names = Names.of(["会社名", "部署", "名々"])
    bound = LetterTemplate.read(path).bind(names)
    assert [p.message for p in bound.problems if p.severity == "error"] == []
    for part in bound.parts:
        assert part.is_proved
        pieces_of_part, _ = part.render({"c0": one, "c1": other, "c2": many})
        data = b"".join(pieces_of_part)
        check_well_formed(data)
        assert part.proof.fault(data) == {}


def test_a_letter_that_cannot_be_proved_is_parsed_and_kept_back_when_it_is_torn(tmp_path: Path) -> None:
    class Torn:
        """A value that brings XML of its own, and only half of it."""

        def __html__(self) -> str:
            return "<w:r><w:t>x</w:t>"

    bound = LetterTemplate.read(saved(tmp_path, letter_file(paragraph("a {{r 会社名 }} b")))).bind(
        Names.of(["会社名"])
    )
    with pytest.raises(CannotUse) as refused:
        bound.render({"c0": Torn()})
    assert refused.value.problem.code == "NM-T60"
    made, _ = bound.parts[0].render({"c0": Torn()})
    with pytest.raises(ExpatError):
        check_well_formed(b"".join(made))


def test_a_letter_with_more_sections_than_the_model_is_kept_back(tmp_path: Path) -> None:
    class Section:
        """A value that brings a section of its own, which no letter may have more of than the model."""

        def __html__(self) -> str:
            return "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"

    bound = LetterTemplate.read(saved(tmp_path, letter_file(paragraph("{{p 会社名 }}")))).bind(
        Names.of(["会社名"])
    )
    with pytest.raises(CannotUse) as refused:
        bound.render({"c0": Section()})
    problem = refused.value.problem
    assert (problem.code, problem.facts["found"], problem.facts["wanted"]) == ("NM-T65", 2, 1)
