"""The shipped table of headings: nothing is ambiguous or out of reach, and trial headings fall right."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest

from noticemerge.japan import Field, fold, vocabulary
from noticemerge.japan.standard_fields import FieldTable
from noticemerge.planning.letter_values import COMPUTED_NAMES
from noticemerge.template import COMPUTED, Name, Names

TABLES = {name: getattr(vocabulary(), name) for name in ("member", "notice", "attachment")}
SYNONYMS = [
    pytest.param(table, field, synonym, id=f"{name}-{field.key}-{synonym}")
    for name, table in TABLES.items()
    for field in table
    for synonym in (field.label, *field.synonyms)
]

MEANT = {
    "member_no": ["会 員 番 号", "会員\n番号", "会員№", "会員ＩＤ", "会員番号（必須）", "※会員番号"],
    "seq": ["No.", "№", "番号", "項番", "＃"],
    "company": ["会　社　名", "会社名（正式名称）", "貴社名", "企業・団体名", "会社名*", "Company"],
    "company_kana": ["会社名（フリガナ）", "会社名(ﾌﾘｶﾞﾅ)", "会社名　カナ"],
    "rep_title": ["代表者役職", "代表者　職名"],
    "rep_name": ["代表者", "代表者氏名", "代表者のお名前"],
    "dept": ["ご担当部署", "部署名", "部・課", "所属"],
    "title": ["御役職", "役職・肩書", "役職（任意）"],
    "person": ["ご担当者様", "担当者名", "担当者（氏名）", "御担当者氏名", "お名前"],
    "postcode": ["〒", "郵便番号", "郵便番号（半角）", "〒番号", "ご郵便番号"],
    "address1": ["住所", "所在地", "送付先住所", "ご住所", "住所１", "住所（送付先）"],
    "address2": ["住所２", "建物名・階数", "ビル名"],
    "pref": ["都道府県"],
    "city": ["市区町村"],
    "tel": ["電話番号", "ＴＥＬ", "Tel.", "T E L", "電話番号（代表）", "電話番号1", "☎"],
    "fax": ["ＦＡＸ", "FAX番号", "ﾌｧｯｸｽ"],
    "email": ["ﾒｰﾙｱﾄﾞﾚｽ", "E-mail", "Ｅ－ｍａｉｌ", "e-mail アドレス", "メールアドレス（半角英数）"],
    "delivery": ["送付方法（郵送・メール）", "発送方法", "郵送／メール"],
    "copies": ["必要部数", "部数"],
    "chapter": ["支部名", "地区"],
    "corp_no": ["法人番号（13桁）", "法人番号"],
    "joined": ["入会年月日"],
    "left": ["退会日", "退会年月日"],
    "skip": ["送付不要", "送付可否（○×）", "発送対象"],
    "note": ["備考欄", "摘　要", "メモ"],
}  # fmt: skip
WORDS_MEANT = sorted(vocabulary().meant.items())
NOT_MEANT = [
    "電話番号2", "役職（カナ）", "TEL/FAX", "電話・FAX", "代表者名（カナ）", "役員名", "会員数", "会費",
    "会社名2", "会社名（旧）", "住所（英語）", "年会費", "資料6", "会員名簿", "",
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_two_fields_share_a_heading_once_folded(table: FieldTable) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for field in table:
        for synonym in (field.label, *field.synonyms):
            owners[fold(synonym)].add(field.key)
    assert {heading: keys for heading, keys in owners.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_heading_is_listed_twice(table: FieldTable) -> None:
    for field in table:
        alike = [
            (one, other)
            for one, other in itertools.combinations(field.synonyms, 2)
            if fold(one) == fold(other)
        ]
        assert alike == [], field.key


@pytest.mark.parametrize(("table", "field", "synonym"), SYNONYMS)
def test_every_heading_finds_its_field(table: FieldTable, field: Field, synonym: str) -> None:
    found = table.find(synonym)
    assert found is not None and found.key == field.key


@pytest.mark.parametrize(
    ("key", "heading"), [(key, heading) for key, headings in MEANT.items() for heading in headings]
)
def test_a_heading_as_clerks_write_it_finds_the_field_that_is_meant(key: str, heading: str) -> None:
    found = vocabulary().member.find(heading)
    assert found is not None and found.key == key


@pytest.mark.parametrize("heading", NOT_MEANT)
def test_a_heading_that_only_resembles_one_finds_nothing(heading: str) -> None:
    assert vocabulary().member.find(heading) is None


def test_the_words_for_and_against_a_letter_never_overlap() -> None:
    words = vocabulary().words
    for group, one, other in (
        ("skip", "out", "keep"),
        ("skip", "inverted_out", "inverted_keep"),
        ("left", "out", "keep"),
        ("enclosure", "yes", "no"),
    ):
        assert words[group][one] & words[group][other] == set(), (group, one)


def test_each_heading_of_opposite_sense_is_one_that_decides_about_letters() -> None:
    skip = {fold(synonym) for synonym in vocabulary().member["skip"].synonyms}
    assert vocabulary().words["skip"]["inverted_headings"] <= skip


@pytest.mark.parametrize(("word", "label"), WORDS_MEANT)
def test_a_word_typed_for_a_computed_field_is_answered_with_its_name(word: str, label: str) -> None:
    assert vocabulary().member.find(word) is None
    assert vocabulary().notice.find(word) is None
    names = Names(Name(f"x{n}", COMPUTED, computed) for n, computed in enumerate(COMPUTED_NAMES))
    assert names.find(word) is None
    assert names.suggest(word) == label


def test_a_word_for_a_computed_field_that_is_not_there_is_not_suggested() -> None:
    assert Names.of(["会社名"]).suggest("添付一覧") is None
