"""Who would get what: the mails of a folder of letters, and everything that is doubtful about them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import docx
import pytest

from noticemerge import run
from noticemerge.cli.request import Request
from noticemerge.mail import Fate, Limits, MailPlan, plan_mails
from noticemerge.output import MadeFor, NewFile, OtherKind, placing
from noticemerge.problems import CannotUse, Severity
from support.mailing import HEADER, MEMBERS, change, office

OUT = "out"


def merged(folder: Path, **of_office: Any) -> Path:
    """An office whose letters are made; returns its list."""
    members = office(folder, **of_office)
    assert run(Request(members=members).plan(), folder / OUT, skip_errors=True).register
    return members


def planned(
    members: Path, *, limits: Limits | None = None, resend: tuple[str, ...] = (), **words: Any
) -> MailPlan:
    request = Request(members=members, **words)
    letters, texts = request.plans(request.mail_text_path())
    assert texts
    return plan_mails(
        letters,
        texts,
        members.parent / OUT,
        attachments_in=members.parent,
        limits=limits,
        resend=resend,
    )


def told(plan: MailPlan, severity: Severity | None = None) -> list[tuple[str, str]]:
    """The code and the member of each problem."""
    return [(p.code, p.place.member) for p in plan.problems if severity in (None, p.severity)]


def test_each_member_whose_way_is_mail_gets_its_own_letter_and_its_attachments(tmp_path: Path) -> None:
    plan = planned(merged(tmp_path))
    assert told(plan) == []
    assert [(m.number, m.to, [f.name for f in m.files]) for m in plan.mails] == [
        ("0012", ("info@ab.example.jp",), ["0012_A&B商事 ＜東京＞.docx", "1 実施要綱.pdf", "2 ポスター.pdf"]),
        ("0123", ("yoshida@takasaki.example.jp",), ["0123_㈲髙﨑製作所.docx", "1 実施要綱.pdf"]),
        ("0200", ("kumiai@example.jp",), ["0200_例示協同組合.docx", "1 実施要綱.pdf", "2 ポスター.pdf"]),
    ]
    assert "㈲髙﨑製作所\n営業部\n部長　𠮷田　葛\U000e0100子　様\n\n平素は" in plan.mails[1].text
    assert "　資料2　" not in plan.mails[1].text and "　資料2　ポスター（掲示用）\n" in plan.mails[0].text


def test_every_member_is_counted_once(tmp_path: Path) -> None:
    members = (
        *MEMBERS,
        ("0300", "不要商事", "", "", "", "不要", "○", ""),
        ("0301", "空欄商事", "", "", "", "", "○", ""),
        ("0302", "鳩商事", "", "", "", "鳩", "○", "a@x.jp"),
        ("0303", "無商事", "", "", "", "メール", "○", ""),
    )
    plan = planned(merged(tmp_path, members=members))
    assert plan.counts == {Fate.TO_SEND: 3, Fate.OTHER_WAY: 3, Fate.LEFT_OUT: 1, Fate.ERROR: 1}
    assert plan.counts.total() == len(members)
    assert plan.reasons == {"郵送": 1, "": 1, "鳩": 1, "発送方法: 不要": 1}
    assert told(plan) == [("NM-M27", "0302"), ("NM-M21", "0303")]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("ｉｎｆｏ＠example.jp", ["NM-M23"]),
        ("a@example.jp b@example.jp", ["NM-M24"]),
        ("info", ["NM-M22"]),
        ("a@example.jp\r\nBcc: all@example.jp", ["NM-M22"]),
        ("a@gmial.com", ["NM-M25"]),
        ("なし", ["NM-M21"]),
        ("YOSHIDA@takasaki.example.jp", ["NM-M26"]),
    ],
)
def test_a_doubtful_address_is_told_by_its_cell(tmp_path: Path, cell: str, codes: list[str]) -> None:
    members = [list(member) for member in MEMBERS]
    members[1][-1] = cell
    plan = planned(merged(tmp_path, members=members))
    assert [p.code for p in plan.problems] == codes
    assert [p.place.words() for p in plan.problems] == ["members.xlsx 会員名簿 H3"]
    is_sent = "0012" in [mail.number for mail in plan.mails]
    assert is_sent is not any(p.severity is Severity.ERROR for p in plan.problems)


def test_a_list_without_ways_sends_to_all_who_have_an_address(tmp_path: Path) -> None:
    header = [heading for heading in HEADER if heading != "発送方法"]
    members = [
        [cell for cell, heading in zip(m, HEADER, strict=True) if heading != "発送方法"] for m in MEMBERS
    ]
    plan = planned(merged(tmp_path, header=header, members=members))
    assert plan.counts == {Fate.TO_SEND: 3, Fate.OTHER_WAY: 1}


def test_without_a_column_of_addresses_nothing_goes_out(tmp_path: Path) -> None:
    plan = planned(merged(tmp_path, header=HEADER[:-1], members=[m[:-1] for m in MEMBERS]))
    assert (told(plan), plan.mails) == ([("NM-M20", "")], ())


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        ("H3", "other@ab.example.jp", "NM-M43"),
        ("B3", "A&C商事 <東京>", "NM-M40"),
        ("D3", "部長", "NM-M43"),
        ("G3", "×", "NM-M43"),
        ("A3", "0013", "NM-M40"),
    ],
)
def test_a_row_that_changed_since_merge_is_refused_by_name(
    tmp_path: Path, place: str, value: str, code: str
) -> None:
    members = merged(tmp_path)
    change(members, **{place: value})
    plan = planned(members)
    assert told(plan, Severity.ERROR) == [(code, "0013" if place == "A3" else "0012")]
    assert [mail.number for mail in plan.mails] == ["0123", "0200"]


def test_addresses_that_slipped_by_a_row_are_refused(tmp_path: Path) -> None:
    """One column was sorted alone: every letter is as it was, and every address is another's."""
    members = merged(tmp_path)
    change(members, H3="yoshida@takasaki.example.jp", H4="kumiai@example.jp", H5="info@ab.example.jp")
    plan = planned(members)
    assert told(plan, Severity.ERROR) == [("NM-M43", "0012"), ("NM-M43", "0123"), ("NM-M43", "0200")]
    assert run(Request(members=members).plan(), tmp_path / OUT).counts["unchanged"] == 4
    assert [mail.to for mail in planned(members).mails] == [
        ("yoshida@takasaki.example.jp",),
        ("kumiai@example.jp",),
        ("info@ab.example.jp",),
    ]


def test_another_notice_another_model_letter_and_another_heading_are_refused(tmp_path: Path) -> None:
    members = merged(tmp_path)
    change(members, "通知", B2="協発第2号")
    assert told(planned(members), Severity.ERROR) == [("NM-M43", n) for n in ("0012", "0123", "0200")]
    change(members, "通知", B2="協発第1号")
    assert told(planned(members)) == []
    change(members, E1="メールアドレス2")
    assert ("NM-M43", "0012") in told(planned(members))
    change(members, E1="担当者名")
    document = docx.Document(str(tmp_path / "templates" / "request-letter.docx"))
    document.add_paragraph("一行")
    document.save(str(tmp_path / "templates" / "request-letter.docx"))
    assert ("NM-M43", "0012") in told(planned(members))


def test_a_letter_that_is_another_edited_or_gone_is_refused_by_name(tmp_path: Path) -> None:
    members, out = merged(tmp_path), tmp_path / OUT
    one, other, third = (
        out / n for n in ("0012_A&B商事 ＜東京＞.docx", "0123_㈲髙﨑製作所.docx", "0200_例示協同組合.docx")
    )
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    third.unlink()
    plan = planned(members)
    assert told(plan) == [("NM-M41", "0012"), ("NM-M41", "0123"), ("NM-M42", "0200")]
    assert plan.mails == ()


def test_a_folder_without_letters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotUse) as refused:
        planned(office(tmp_path))
    assert refused.value.problem.code == "NM-W21"


def test_a_file_that_is_not_there_is_told_once_before_anything_is_made(tmp_path: Path) -> None:
    members = merged(tmp_path)
    (tmp_path / "資料" / "2 ポスター.pdf").unlink()
    assert told(planned(members), Severity.ERROR) == [("NM-M30", "")]
    attachments = (("1", "実施要綱", "資料/1 実施要綱.pdf"), ("2", "ポスター", ""))
    plan = planned(merged(tmp_path / "other", attachments=attachments))
    assert told(plan) == [("NM-M31", "")]
    assert len(plan.mails) == 3


def test_a_mail_over_the_size_is_doubted_then_refused(tmp_path: Path) -> None:
    members = merged(tmp_path)
    assert told(planned(members, limits=Limits(10_000, 10**9))) == [
        ("NM-M32", "0012"),
        ("NM-M32", "0123"),
        ("NM-M32", "0200"),
    ]
    plan = planned(members, limits=Limits(10_000, 20_000))
    assert [code for code, _ in told(plan)] == ["NM-M33"] * 3
    assert plan.mails == ()


def test_the_sizes_that_are_told_are_never_less_than_those_sent(tmp_path: Path) -> None:
    from noticemerge.mail import write_drafts

    plan = planned(merged(tmp_path))
    for name, mail in zip(write_drafts(plan, None).made, plan.mails, strict=True):
        assert 0 <= mail.size - (tmp_path / OUT / name).stat().st_size < 6000


def test_the_pdf_on_record_goes_instead_of_the_word_file(tmp_path: Path) -> None:
    members, out = merged(tmp_path), tmp_path / OUT
    digest = hashlib.sha256((out / "0123_㈲髙﨑製作所.docx").read_bytes()).digest()
    with placing(out) as files:
        for number, source in enumerate((digest, b"of another letter".ljust(32))):
            (files.stage / str(number)).write_bytes(b"%PDF-1.4 letter")
            name = f"PDF/{number}_髙﨑.pdf"
            new = NewFile(name, OtherKind.PDF, files.stage / str(number), (MadeFor("0123", ""),), source)
            assert files.place([new]) == []
    assert [mail.letter.name for mail in planned(members).mails] == [
        "0012_A&B商事 ＜東京＞.docx",
        "0_髙﨑.pdf",
        "0200_例示協同組合.docx",
    ]
    (out / "PDF" / "0_髙﨑.pdf").write_bytes(b"another one")
    assert planned(members).mails[1].letter.name == "0123_㈲髙﨑製作所.docx"


def test_two_members_of_one_number_stop_all(tmp_path: Path) -> None:
    header = ["会員番号", "会社名", "発送方法", "メールアドレス"]
    members = [["", "甲商事", "メール", "a@example.jp"], ["", "甲商事", "メール", "b@example.jp"]]
    plan = planned(merged(tmp_path, header=header, members=members))
    assert "NM-M44" in [p.code for p in plan.problems if p.severity is Severity.ERROR]


def test_the_sender_comes_from_the_sheet(tmp_path: Path) -> None:
    notice = {
        "差出人メール": "soumu＠aoba.example",
        "差出人名": "青葉協会 総務課",
        "返信先": "reply@aoba.example",
        "写し": "a@aoba.example; b@aoba.example",
        "控え": "archive@aoba.example",
    }
    envelope = planned(merged(tmp_path, notice=notice)).envelope
    assert (envelope.sender.address, envelope.sender.name) == ("soumu@aoba.example", "青葉協会 総務課")
    assert envelope.reply_to == ("reply@aoba.example",)
    assert envelope.cc == ("a@aoba.example", "b@aoba.example")
    assert envelope.bcc == ("archive@aoba.example",)


def test_what_the_sheet_lacks_is_named(tmp_path: Path) -> None:
    members = merged(tmp_path, notice={"差出人メール": "", "E-mail": "soumu", "写し": "xx"})
    change(members, "通知", B4="")  # 件名
    lacking = [code for code, _ in told(planned(members), Severity.ERROR) if code.startswith("NM-M1")]
    assert lacking == ["NM-M10", "NM-M13", "NM-M11"]
    other = planned(merged(tmp_path / "other", notice={"差出人メール": ""}))
    assert [(p.code, p.facts["address"]) for p in other.problems] == [("NM-M12", "soumu@aoba.example")]


def test_the_text_has_the_safety_net_of_letters(tmp_path: Path) -> None:
    members = merged(tmp_path)
    text = tmp_path / "templates" / "mail-body.txt"
    text.write_text("{{ 会社明 }} 様\n", "utf-8")
    assert told(planned(members), Severity.ERROR)[0] == ("NM-T26", "")
    text.write_text("{{ 部署 }} 御中\n", "utf-8")
    assert told(planned(members)) == [("NM-S13", "0200")]
    text.write_text("{% if 部署 %}\nx\n{% endif %}\n", "utf-8")
    assert told(planned(members), Severity.ERROR) == [("NM-M03", "0200")]


def test_only_and_skip_choose_among_the_mails(tmp_path: Path) -> None:
    members = merged(tmp_path)
    assert [m.number for m in planned(members, only=("12",)).mails] == ["0012"]
    assert [m.number for m in planned(members, skip=("12",)).mails] == ["0123", "0200"]
    nobody = planned(members, only=("7",))
    assert (nobody.mails, told(nobody)) == ((), [("NM-M28", "")])
