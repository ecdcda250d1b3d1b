"""Mails as bytes: what two independent parsers read of them is what was put in."""

from __future__ import annotations

import datetime
import hashlib
import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticemerge.mail.message import EncodedFile, Envelope, Mailbox, encoded_size, message, message_id_of
from support.mailparser import parsed

ENVELOPE = Envelope(Mailbox("soumu@example.jp", "一般社団法人青葉協会"), "お願いについて（依頼）")
DATE = datetime.datetime(2023, 9, 28, 9, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
ID = "<0123456789abcdef@example.jp>"
NAMES = (
    "㈱髙﨑鉄工所",
    "𠮷田商店",
    "葛\U000e0100城物産",
    "有限会社\ufa19田屋",
    "A&B商事 <東京>",
    'Smith "Sons", Ltd.',
    "a, b",
    "一般社団法人とてもながい名称をもつ全国産業安全衛生推進例示連絡協議会" * 2,
    "O'Neil \\ Co",
    "=?utf-8?b?eA==?=",
)
FILES = (
    "0007_㈱髙﨑鉄工所.docx",
    "𠮷田商店 100%.docx",
    "葛\U000e0100城物産.pdf",
    "a b.pdf",
    "a;b=c'd*e.pdf",
    "plain.txt",
    "ながいなまえの資料についての説明" * 4 + ".pdf",
    'quo"ted.pdf',
    "資料1　案内.xlsx",
    "noextension",
    "a\\b.pdf",
)


def mail(
    names: tuple[str, ...] = ("会員",), files: tuple[str, ...] = (), text: str = "本文\n", subject: str = ""
) -> bytes:
    boxes = [Mailbox(f"m{n}@example.jp", name) for n, name in enumerate(names)]
    envelope = Envelope(ENVELOPE.sender, subject or ENVELOPE.subject)
    attached = [EncodedFile.of(name, name.encode() * 50) for name in files]
    return message(envelope, boxes, text, attached, ID, date=DATE)


def test_two_parsers_read_the_names_the_text_and_the_files_that_were_put_in() -> None:
    text = "㈱髙﨑鉄工所　御中\n\n𠮷田　葛\U000e0100子 様 ①～－∥\n.\n.點\n"
    data = mail(NAMES, FILES, text)
    ours = message_from_bytes(data, policy=policy.default)
    (other,) = parsed([data])
    assert ours.defects == []
    # The newer parser of Python 3.11 puts spaces between the encoded words of a long name.
    raw = message_from_bytes(data)["To"]
    names = [str(make_header(decode_header(name))) for name, _ in getaddresses([raw])]
    assert names == list(NAMES)
    assert [a.addr_spec for a in ours["To"].addresses] == [f"m{n}@example.jp" for n in range(len(NAMES))]
    assert other["to"] == [[name, f"m{n}@example.jp"] for n, name in enumerate(NAMES)]
    assert ours["Subject"] == other["subject"] == ENVELOPE.subject
    assert other["from"] == [["一般社団法人青葉協会", "soumu@example.jp"]]
    body = ours.get_body()  # type: ignore[attr-defined]
    assert body.get_content().replace("\r\n", "\n") == text
    assert other["text"] == text
    contents = {name: name.encode() * 50 for name in FILES}
    assert {p.get_filename(): p.get_payload(decode=True) for p in ours.iter_attachments()} == contents  # type: ignore[attr-defined]
    assert [(name, md5) for name, _, md5, _ in other["files"]] == [
        (name, hashlib.md5(content).hexdigest()) for name, content in contents.items()
    ]


def test_an_old_reader_finds_the_name_of_a_file_in_its_content_type() -> None:
    data = mail(files=("㈱髙﨑.docx",))
    (part,) = message_from_bytes(data, policy=policy.default).iter_attachments()  # type: ignore[attr-defined]
    assert part["Content-Type"].params["name"] == "㈱髙﨑.docx"
    assert b"name*" not in data.split(b"Content-Disposition")[0]


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\x00\r\n", "\r\n "])
def test_no_cell_begins_a_header_of_its_own(break_: str) -> None:
    wicked = f"お願い{break_}Bcc: other@example.com"
    data = message(
        Envelope(Mailbox("a@example.jp", wicked), wicked),
        [Mailbox("b@example.jp", wicked)],
        "本文",
        [EncodedFile.of(wicked + ".pdf", b"x")],
        ID,
        date=DATE,
    )
    headers = message_from_bytes(data, policy=policy.default)
    assert headers["Bcc"] is None
    assert list(headers.keys()) == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
    ]
    assert headers["Subject"] == "お願い Bcc: other@example.com"


@settings(max_examples=60)
@given(
    st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4),
    st.text(max_size=120),
    st.text(max_size=80),
    st.text(max_size=400),
)
def test_whatever_is_put_in_a_mail_is_ascii_short_lined_and_whole(
    names: list[str], subject: str, file: str, text: str
) -> None:
    data = mail(tuple(names), (file,), text.replace("\r", ""), subject)
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"") and b"\r" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) < 998
    assert not re.search(rb"(?m)^\.", data)
    found = message_from_bytes(data, policy=policy.default)
    assert [a.addr_spec for a in found["To"].addresses] == [f"m{n}@example.jp" for n in range(len(names))]
    (part,) = found.iter_attachments()  # type: ignore[attr-defined]
    assert part.get_payload(decode=True) == file.encode("utf-8", "surrogatepass") * 50


def test_the_same_input_gives_the_same_bytes() -> None:
    assert mail(NAMES, FILES) == mail(NAMES, FILES)
    told = ("協発第1号", "0012", "a@example.jp")
    assert message_id_of("x@example.jp", *told) == message_id_of("y@example.jp", *told)
    assert message_id_of("x@example.jp", *told) != message_id_of("x@example.jp", *told, "1")


def test_only_a_draft_has_the_mark_of_one_and_names_the_hidden_copies() -> None:
    envelope = Envelope(
        ENVELOPE.sender, "件名", ("reply@example.jp",), ("cc@example.jp",), ("bcc@example.jp",)
    )
    to = [Mailbox("a@example.jp")]
    draft = message_from_bytes(message(envelope, to, "x", [], ID, draft=True), policy=policy.default)
    sent = message_from_bytes(message(envelope, to, "x", [], ID, date=DATE), policy=policy.default)
    assert (draft["X-Unsent"], draft["Bcc"], draft["Cc"]) == ("1", "bcc@example.jp", "cc@example.jp")
    assert (sent["X-Unsent"], sent["Bcc"], sent["Cc"], sent["Reply-To"]) == (
        None,
        None,
        "cc@example.jp",
        "reply@example.jp",
    )


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 1000, 100_000])
def test_the_size_of_an_encoded_file_is_known_before(size: int) -> None:
    part = EncodedFile.of("a.pdf", b"x" * size).part
    assert len(part.partition(b"\r\n\r\n")[2]) == encoded_size(size)
