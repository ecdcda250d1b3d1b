"""`check` of a model letter: every fault in one pass, shown in Word, mended where that is no judgement."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

import docx
import pytest
import segno
from docx.oxml.ns import qn

from noticemerge.problems import CannotUse
from noticemerge.template import LetterTemplate, Names
from support.make import workbook
from support.program import TEMPLATE, WORKBOOK, noticemerge
from support.template_maker import REFERENCE, letter_file, paragraph, saved, table
from support.validator import assert_valid
from support.word import letter_text
from support.wordcheck import assert_sound

RUBY = (
    '<w:p><w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/>'
    '<w:hpsBaseText w:val="21"/><w:lid w:val="ja-JP"/></w:rubyPr><w:rt><w:r><w:t>かな</w:t></w:r></w:rt>'
    "<w:rubyBase><w:r><w:t>{{ 会社名 }}</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
)
BOX = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:99pt;height:30pt">'
    f"<v:textbox><w:txbxContent>{paragraph('{{ 部署名称')}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r></w:p>"
)
SECTION = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p if 役職 %}</w:t></w:r></w:p>"
# Each fault with its code and the place a manager is told.
FAULTS = (
    (paragraph("{{ 会社名 ｝"), "NM-T20", "本文 1段落目"),
    (paragraph("｛｛会社目｝｝ 御中"), "NM-T26", "本文 2段落目"),
    (paragraph("{ 会社名 } 様"), "NM-T24", "本文 3段落目"),
    (paragraph("{{{ 部署 }}}"), "NM-T23", "本文 4段落目"),
    (paragraph("{{ 役職 部署 }}"), "NM-T30", "本文 5段落目"),
    (paragraph("大事な文 {%p if 部署 %}"), "NM-T35", "本文 6段落目"),
    (paragraph("{%p endif %}{%p if 部署 %}"), "NM-T36", "本文 7段落目"),
    (paragraph("") , "", ""),
    (paragraph("{%pif 部署 %}"), "NM-T46", "本文 9段落目"),
    (paragraph("{%p fi %}"), "NM-T45", "本文 10段落目"),
    (paragraph("{%p for x in 会社名 %}") + paragraph("{%p endfor %}"), "NM-T54", "本文 11段落目"),
    (paragraph("{{ 住所|和歴 }}"), "NM-T29", "本文 13段落目"),
    (paragraph('{{ 発信日|日付("QQ") }}'), "NM-T62", "本文 14段落目"),
    (paragraph("{{ 会社名.upper() }}"), "NM-T33", "本文 15段落目"),
    (paragraph("終わり }}"), "NM-T21", "本文 16段落目"),
    (paragraph("{% vm %}"), "NM-T66", "本文 17段落目"),
    (paragraph('{{ "あ }}'), "NM-T27", "本文 18段落目"),
    (SECTION + paragraph("{%p endif %}"), "NM-T37", "本文 19段落目"),
    (RUBY, "NM-T40", "本文 21段落目"),
    (table(["{{ FAX番号 }}", "{{ 通知.件目 }}"]), "NM-T32", "本文 表1 1行1列"),
    ("", "NM-T52", "本文 表1 1行2列"),
    (BOX, "NM-T20", "本文 テキストボックス 25段落目"),
    (paragraph("{%tr if 部署 %}") + paragraph("{%p endif %}"), "NM-T49", "本文 26段落目"),
    ("", "NM-T48", "本文 27段落目"),
    (paragraph("{%p if 会社名 %}"), "NM-T34", "本文 28段落目"),
)  # fmt: skip


@pytest.fixture
def members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A member list in the folder that is the working one."""
    monkeypatch.chdir(tmp_path)
    return workbook(tmp_path / "members.xlsx").name


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A model letter with more than twenty faults, in the body, the header, a footnote and the title."""
    return saved(
        tmp_path,
        letter_file(
            "".join(body for body, _, _ in FAULTS) + REFERENCE,
            header=paragraph("{{ 会社名"),
            footnote=paragraph("{{ 電話番号x }}"),
            title="{{ 件名目 }}",
        ),
        "ひな形.docx",
    )


def test_every_fault_is_told_in_one_pass_with_its_place(members: str, faulty: Path) -> None:
    ran = noticemerge("check", members, "-t", faulty, "--json")
    assert ran.exit_code == 1
    found = [
        (p["code"], p["place"].get("part", ""), p["place"].get("paragraph")) for p in ran.json["problems"]
    ]
    text = noticemerge("check", members, "-t", faulty).stdout
    for _, code, place in FAULTS:
        # A code that is met once has its place beside it.
        assert re.search(rf"^  ( {{2}}・|{code}  ){place}「", text, re.MULTILINE) or not code, (code, place)
    assert ("NM-T20", "ヘッダー", 1) in found
    assert ("NM-T25", "脚注", 3) in found
    assert ("NM-T26", "文書のプロパティ", 1) in found
    assert len([code for code, _, _ in found if code.startswith("NM-T")]) >= len(FAULTS) + 2


def comments(path: Path) -> list[tuple[str, str]]:
    """The text each comment of a Word file is attached to, and what it says."""
    document = docx.Document(str(path))
    said = []
    for paragraph_ in document.element.body.iter(qn("w:p")):
        inside: dict[str, list[str]] = {}
        for el in paragraph_.iter():
            if el.tag == qn("w:commentRangeStart"):
                inside[el.get(qn("w:id"))] = []
            elif el.tag == qn("w:commentRangeEnd"):
                comment = document.comments.get(int(el.get(qn("w:id"))))
                assert comment is not None
                said.append(("".join(inside.pop(el.get(qn("w:id")))), comment.text))
            elif el.tag == qn("w:t"):
                for texts in inside.values():
                    texts.append(el.text or "")
    return said


def test_mark_shows_every_fault_as_a_comment_in_a_copy(members: str, faulty: Path) -> None:
    before = faulty.read_bytes()
    ran = noticemerge("check", members, "-t", faulty, "--mark")
    assert ran.exit_code == 1
    assert faulty.read_bytes() == before
    marked = faulty.with_name("ひな形_確認.docx")
    assert_valid(marked, against=before)
    said = comments(marked)
    errors = [
        p
        for p in noticemerge("check", members, "-t", faulty, "--json").json["problems"]
        if p["severity"] != "note"
    ]
    assert len(said) == len(errors)
    for p in errors:
        assert any(p["message"] in text and p["hint"] in text and p["code"] in text for _, text in said)
    assert (
        "{{ 住所|和歴 }}",
        "{{ 住所|和歴 }}: 「和歴」というフィルターはありません。\n→ 「和暦」ではありませんか。\n(NM-T29)",
    ) in said
    assert any(text.startswith("ヘッダー「{{ 会社名」\n") for _, text in said)
    assert any(on.startswith("see") and text.startswith("脚注「{{ 電話番号x }}」\n") for on, text in said)
    assert f"コメントを{len(errors)}件付けたひな形の写し: {marked}" in " ".join(ran.stdout.split())


def test_a_marked_copy_is_itself_a_template_and_its_comments_do_not_go_out(
    members: str, tmp_path: Path
) -> None:
    letter = saved(tmp_path, letter_file(paragraph("{{ 会社名 }}　{{ 部署 }}御中")))
    noticemerge("check", members, "-t", letter, "--mark")
    ran = noticemerge("merge", members, "-t", tmp_path / "letter_確認.docx")
    assert ran.exit_code == 0
    made = sorted((tmp_path / "out").glob("*.docx"))
    assert [letter_text(path)[0] for path in made][:1] == ["株式会社あおば商事　御中"]
    assert all("comments" not in name for path in made for name in docx.Document(str(path)).part.rels)
    assert_sound(*made)


def test_fix_writes_the_tags_properly_in_a_copy_and_says_what_it_did(members: str, tmp_path: Path) -> None:
    cut = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>｛｛会</w:t></w:r><w:r><w:t>社名　｝｝ 御中</w:t></w:r></w:p>"
    body = cut + "".join(
        map(
            paragraph,
            [
                "{%pif　部署　＝＝　“総務部” %}",
                "{{　担当者名\u200b }} 様",
                "{%p　endif　%}",
                "{住所} {x}",
                "{{{役職}}}",
                "{{ 件名 }}",
            ],
        )
    )
    letter = saved(tmp_path, letter_file(body))
    before = letter.read_bytes()
    ran = noticemerge("check", members, "-t", letter, "--fix")
    fixed = tmp_path / "letter_修正.docx"
    assert letter.read_bytes() == before
    assert letter_text(fixed, tags_allowed=True) == [
        "{{ 会社名 }} 御中", '{%p if 部署 == "総務部" %}', "{{ 担当者名 }} 様", "{%p endif %}",
        "{{ 住所 }} {x}", "{{ 役職 }}", "{{ 件名 }}",
    ]  # fmt: skip
    assert "    ｛｛会社名　｝｝ → {{ 会社名 }}\n" in ran.stdout
    assert f"タグを6か所整えたひな形の写し: {fixed}" in " ".join(ran.stdout.split())
    first = docx.Document(str(fixed)).paragraphs[0].runs
    assert [(run.text, run.bold) for run in first] == [("{{ 会社名 }}", True), (" 御中", None)]
    assert_valid(fixed)
    assert noticemerge("check", members, "-t", fixed).exit_code == 0


def test_a_letter_whose_tags_are_written_properly_gets_no_copy(members: str, tmp_path: Path) -> None:
    letter = saved(
        tmp_path,
        letter_file(paragraph("{{ 会社名 }}") + paragraph("{%p if 部署 %}") + paragraph("{%p endif %}")),
    )
    ran = noticemerge("check", members, "-t", letter, "--fix")
    assert "ひな形のタグの書き方に直すところはありません。" in ran.stdout
    assert list(tmp_path.glob("*_修正*")) == []


def test_the_shipped_letter_has_nothing_to_mend_and_nothing_to_mark(tmp_path: Path) -> None:
    from noticemerge.template import corrected_copy, marked_copy
    from support.program import make_plan

    plan = make_plan(WORKBOOK, TEMPLATE)
    data, mended = corrected_copy(plan.bound.template, plan.names)
    assert mended == []
    copy, count = marked_copy(plan.bound.template, plan.problems)
    assert count == 0
    assert (
        letter_text(copy, tags_allowed=True)
        == letter_text(TEMPLATE, tags_allowed=True)
        == letter_text(data, tags_allowed=True)
    )


REVISED = (
    "<w:p><w:pPr><w:pPrChange w:id='9' w:author='a'><w:pPr/></w:pPrChange></w:pPr>"
    "<w:r><w:t xml:space='preserve'>{{ 会</w:t></w:r>"
    "<w:ins w:id='1' w:author='a'><w:r><w:t>社名 }} 御中</w:t></w:r></w:ins>"
    "<w:del w:id='2' w:author='a'><w:r><w:delText>{{ 古い項目 }}</w:delText></w:r></w:del></w:p>"
    "<w:p><w:pPr><w:rPr><w:del w:id='3' w:author='a'/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>"
    "<w:p><w:pPr><w:jc w:val='right'/></w:pPr><w:r><w:t>後半</w:t></w:r></w:p>"
)


def test_tracked_changes_are_refused_with_their_paragraph_or_accepted_when_asked(
    members: str, tmp_path: Path
) -> None:
    letter = saved(tmp_path, letter_file(REVISED))
    refused = noticemerge("check", members, "-t", letter)
    assert refused.exit_code == 1
    assert "■ letter.docx\n  NM-T41  本文 1段落目「{{ 会社名 }} 御中{{ 古い項目 }}」" in refused.stdout
    assert noticemerge("merge", members, "-t", letter, "--accept-changes").exit_code == 0
    made = sorted((tmp_path / "out").glob("*.docx"))
    assert letter_text(made[0])[:2] == ["株式会社あおば商事 御中", "前半後半"]
    assert_valid(*made)
    assert_sound(*made)


def test_names_in_the_properties_and_data_behind_the_text_are_said_by_check_only(
    members: str, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 会社名 }}")
    document.core_properties.author = "山田 太郎"
    document.core_properties.last_modified_by = "佐藤"
    letter = tmp_path / "letter.docx"
    document.save(str(letter))
    problems = noticemerge("check", members, "-t", letter, "--json").json["problems"]
    said = next(p["message"] for p in problems if p["code"] == "NM-T58")
    assert "作成者 山田 太郎、最終更新者 佐藤" in said
    assert "NM-T58" not in noticemerge("merge", members, "-t", letter).stdout


def test_a_value_a_filter_cannot_read_is_an_error_at_its_cell_before_any_letter(
    members: str, tmp_path: Path
) -> None:
    letter = saved(tmp_path, letter_file(paragraph("{{ 担当者名|和暦 }} {{ 発信日|和暦 }}")))
    ran = noticemerge("merge", members, "-t", letter)
    assert ran.exit_code == 1
    assert "■ members.xlsx のシート「会員名簿」\n  NM-T63  E4（会員 0123）\n      「𠮷田　葛" in ran.stdout
    assert not (tmp_path / "out").exists()


def test_repetitions_within_repetitions_are_stopped(tmp_path: Path) -> None:
    loop = "".join(f"{{% for v{n} in 名 %}}" for n in range(6)) + "あいうえお" * 20 + "{% endfor %}" * 6
    bound = LetterTemplate.read(saved(tmp_path, letter_file(paragraph(loop)))).bind(Names.of(["名"]))
    assert [p.code for p in bound.problems] == []
    with pytest.raises(CannotUse) as refused:
        bound.render({"c0": list("0123456789abcdef")})
    assert refused.value.problem.code == "NM-T64"


def test_a_qr_code_says_what_the_value_says(tmp_path: Path) -> None:
    url = "https://example.jp/申込?a=1&b=<2>"
    document = letter_file(paragraph("{{ URL|QR(25) }}"), header=paragraph("{{ URL|QR }}"))
    bound = LetterTemplate.read(saved(tmp_path, document)).bind(Names.of(["URL"]))
    letter = bound.render({"c0": url})
    assert_valid(letter)
    assert_sound(letter)
    made = docx.Document(io.BytesIO(letter))
    shape = made.inline_shapes[0]
    assert (shape.width.mm, shape.height.mm) == (25, 25)
    expected = io.BytesIO()
    segno.make(url, error="m", micro=False).save(expected, kind="png", scale=10, border=4)
    for part in (made.part, made.sections[0].header.part):
        blobs = [r.target_part.blob for r in part.rels.values() if r.reltype.endswith("/image")]
        assert [hashlib.sha256(b).hexdigest() for b in blobs] == [
            hashlib.sha256(expected.getvalue()).hexdigest()
        ]
    assert bound.render({"c0": url}) == letter


def test_a_links_address_holds_the_members_value_percent_encoded(tmp_path: Path) -> None:
    link = '<w:hyperlink r:id="rId20"><w:r><w:t>頁</w:t></w:r></w:hyperlink>'
    body = f"<w:p>{link}<w:r><w:t>{{{{ URL|QR }}}}</w:t></w:r></w:p>"
    document = letter_file(
        body, links={"rId20": "https://example.jp/%7b%7b%20番号%20%7d%7d?x=%20&y={{ 名 }}"}
    )
    bound = LetterTemplate.read(saved(tmp_path, document)).bind(Names.of(["番号", "名", "URL"]))
    assert [p.message for p in bound.problems] == []
    letter = bound.render({"c0": "0 7", "c1": "㈱&<A>", "c2": "https://example.jp"})
    assert_valid(letter)
    related = docx.Document(io.BytesIO(letter)).part.rels
    assert related["rId20"].target_ref == "https://example.jp/0%207?x=%20&y=%E3%88%B1%26%3CA%3E"
    assert any(r.reltype.endswith("/image") for r in related.values())


def test_a_text_that_would_stand_outside_of_any_cell_is_refused(members: str, tmp_path: Path) -> None:
    letter = saved(tmp_path, letter_file(table(["{{tc 会社名 }}", "x"])))
    problems = noticemerge("check", members, "-t", letter, "--json").json["problems"]
    assert [(p["code"], p["hint"]) for p in problems if p["severity"] == "error"] == [
        ("NM-T70", "tr や tc を付けずに書いてください: {{ 会社名 }}")
    ]


def test_accepting_changes_and_data_behind_the_text_are_told(members: str, tmp_path: Path) -> None:
    variables = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:docVars><w:docVar w:name="前回の宛先" w:val="甲社"/></w:docVars></w:settings>'
    )
    letter = saved(tmp_path, letter_file(REVISED, parts={"settings.xml": variables.encode()}))
    problems = noticemerge("check", members, "-t", letter, "--accept-changes", "--json").json["problems"]
    told = {p["code"]: p["message"] for p in problems}
    assert told["NM-T59"] == "本文に見えないデータがすべての文書に付いて出ます: 前回の宛先。"
    assert told["NM-T69"].startswith("--accept-changes の指定どおり")


@pytest.mark.parametrize(("typed", "name"), [("R&D", "R&D"), ("R＆D費", "R&D費"), ("製造&販売", "製造&販売")])
def test_an_unknown_name_with_an_ampersand_is_told_once_and_whole(
    tmp_path: Path, typed: str, name: str
) -> None:
    body = paragraph(f"{{{{ {typed} }}}}")
    found = LetterTemplate.read(saved(tmp_path, letter_file(body))).bind(Names.of(["会社名"])).problems
    assert [(p.code, p.facts["name"]) for p in found] == [("NM-T25", name)]
