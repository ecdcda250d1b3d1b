"""What is left of the example in a letter to real members is asked about, and nothing that is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from noticemerge import LetterTemplate, Notice, Problem, Roster, plan
from noticemerge.cli import root
from noticemerge.cli.starter import LETTER, WORKBOOK, starter_file
from support import make

SENDER = ("{{ 発信者団体 }}", "{{ 発信者氏名 }}", "{{ 担当者 }}", "{{ TEL }}", "{{ E-mail }}", "{{ 件名 }}")
OWN = {
    "文書番号": "協発第7号",
    "発信日": "2023-09-25",
    "件名": "会費のご請求について",
    "発信者団体": "一般社団法人みなと協会",
    "発信者氏名": "港　太郎",
    "担当者": "総務課　浜",
    "TEL": "03-5555-0100",
    "E-mail": "soumu@minato.example-kyokai.jp",
}
TITLES = [
    ("資料1", "マイナンバーカードでマイナポイント"),
    ("資料2", "マイナポイント第2弾広報用チラシ"),
]


def doubts(
    folder: Path,
    notice: Mapping[str, object],
    *,
    paragraphs: Sequence[str] = (*make.PARAGRAPHS, *SENDER),
    attachments: Sequence[Sequence[str]] | None = None,
) -> list[Problem]:
    """The doubts about the example in a letter with this notice to members of one's own."""
    listed = make.workbook(folder / "own.xlsx", notice=notice, attachments=attachments)
    letter = make.letter(folder / "letter.docx", *paragraphs)
    made = plan(Roster.read(listed), LetterTemplate.read(letter), Notice.read(listed))
    return [p for p in made.problems if p.code in ("NM-N60", "NM-N61")]


def test_every_cell_that_still_says_what_the_example_says_is_named(tmp_path: Path) -> None:
    example = Notice.read(starter_file(WORKBOOK))
    (found,) = doubts(tmp_path, {**OWN, "担当者": example.values["担当者"], "E-mail": "soumu@example.jp"})
    assert found.severity == "warning"
    assert found.place.as_json() == {"file": "own.xlsx", "sheet": "通知"}
    assert found.facts["cells"] == '担当者 "見本 二葉" (B7), E-mail "soumu@example.jp" (B9)'


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("文書番号", "全産例発第123号"),
        ("文書番号", "総発第000号"),
        ("発信者団体", "一般社団法人全国産業例示協会"),
        ("発信者氏名", "例示　一郎"),
        ("TEL", "03-0000-0100"),
        ("TEL", "（０７４５）００－０００９"),
        ("E-mail", "info@example.or.jp"),
        ("担当部署", "見本課"),
    ],
)
def test_a_value_that_nobody_has_is_asked_about(tmp_path: Path, name: str, value: str) -> None:
    (found,) = doubts(tmp_path, {**OWN, name: value}, paragraphs=(*make.PARAGRAPHS, f"{{{{ {name} }}}}"))
    assert name in found.facts["cells"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("発信者団体", "日本見本市協会"),
        ("発信者団体", "判例研究会"),
        ("発信者団体", "例幣使街道商工会"),
        ("件名", "商品見本の送付について"),
        ("件名", "記載事項の例示について（お知らせ）"),
        ("TEL", "0120-000-123"),
        ("TEL", "03-3000-0000"),
        ("E-mail", "info@my-example.jp"),
        ("担当者", "例木　見"),
    ],
)
def test_a_real_sender_is_left_alone(tmp_path: Path, name: str, value: str) -> None:
    assert doubts(tmp_path, {**OWN, name: value}) == []


def test_what_the_letter_does_not_print_is_left_alone(tmp_path: Path) -> None:
    notice = {**OWN, "担当者": "見本　二葉"}
    assert doubts(tmp_path, notice, paragraphs=make.PARAGRAPHS) == []


def test_a_number_that_only_the_register_has_is_a_note(tmp_path: Path) -> None:
    notice = {**OWN, "文書番号": "全産例発第123号"}
    (found,) = doubts(tmp_path, notice, paragraphs=("{{ 発信日 }}", "{{ 宛名 }}"))
    assert found.severity == "note"


def test_attachments_of_the_example_are_named_in_a_letter_about_something_else(
    tmp_path: Path,
) -> None:
    (found,) = doubts(tmp_path, OWN, attachments=TITLES)
    assert found.code == "NM-N61"
    assert found.facts["cells"] == (
        '資料1 "マイナンバーカードでマイナポイント" (B2), 資料2 "マイナポイント第2弾広報用チラシ" (B3)'
    )


def test_whoever_really_passes_the_request_on_is_asked_nothing(tmp_path: Path) -> None:
    notice = {**OWN, "件名": "マイナンバーカードの活用等に向けた積極的な周知について（依頼）"}
    assert doubts(tmp_path, notice, attachments=TITLES) == []


def test_nothing_is_asked_about_the_example_itself() -> None:
    workbook = starter_file(WORKBOOK)
    made = plan(Roster.read(workbook), LetterTemplate.read(starter_file(LETTER)), Notice.read(workbook))
    assert {p.code for p in made.problems if p.severity != "note"} == set()


def test_the_screen_names_cells_and_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make.workbook(Path("own.xlsx"), notice={**OWN, "担当者": "見本　二葉"}, attachments=None)
    make.letter(Path("letter.docx"), *make.PARAGRAPHS, *SENDER)
    shown = CliRunner().invoke(root, ["check", "own.xlsx", "-t", "letter.docx", "--lang", "ja"])
    assert shown.exit_code == 0
    assert (
        "■ own.xlsx のシート「通知」\n"
        "  NM-N60  B7\n"
        "      文書の宛先は実際の会員ですが、「通知」シートに見本の値が残っています:\n"
        "      担当者「見本 二葉」（B7）\n"
        "      → 「通知」シートを自分の団体の内容に書き直して、保存してください。\n"
        "         このとおり印刷してよい値は、そのままでかまいません。\n"
    ) in shown.output
