"""Mail addresses as cells hold them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticemerge.mail.addresses import in_header, meant_instead, read_addresses
from noticemerge.mail.recipients import Way, way_of


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("info@example.jp", ["info@example.jp"]),
        ("ｉｎｆｏ＠ｅｘａｍｐｌｅ．ｊｐ", ["info@example.jp"]),
        ("info @ example.jp", ["info@example.jp"]),
        ("info@EXAMPLE.jp", ["info@example.jp"]),
        ("\u200binfo@example.jp\ufeff", ["info@example.jp"]),
        ("mailto:info@example.jp", ["info@example.jp"]),
        ("佐藤 <sato@example.jp>", ["sato@example.jp"]),
        ("佐藤＜sato@example.jp＞", ["sato@example.jp"]),
        ("a@example.jp; b@example.jp", ["a@example.jp", "b@example.jp"]),
        ("a@example.jp、b@example.jp", ["a@example.jp", "b@example.jp"]),
        ("a@example.jp\nb@example.jp", ["a@example.jp", "b@example.jp"]),
        ("a@example.jp／b@example.jp", ["a@example.jp", "b@example.jp"]),
        ("a@example.jp　b@example.jp", ["a@example.jp", "b@example.jp"]),
        ("a@example.jp, a@example.jp", ["a@example.jp"]),
        ("info@日本語.jp", ["info@xn--wgv71a119e.jp"]),
        ("a..b.@docomo.ne.jp", ["a..b.@docomo.ne.jp"]),
        ("o'neil+x@example.co.jp", ["o'neil+x@example.co.jp"]),
    ],
)
def test_addresses_are_found_however_they_are_typed(cell: str, found: list[str]) -> None:
    read = read_addresses(cell)
    assert (list(read.found), read.unreadable) == (found, ())


@pytest.mark.parametrize(
    "cell",
    [
        "info",
        "info@example",
        "@example.jp",
        "info@",
        "info@example..jp",
        "info@-example.jp",
        "情報@example.jp",
        "info@192.168.0.1",
        "info@example.1",
        "a b@example.jp c",
        "info@example.jp です",
        "0300000000",
        "info@exam_ple.jp",
        f"{'a' * 65}@example.jp",
        f"a@{'b' * 64}.jp",
    ],
)
def test_what_is_no_address_is_named(cell: str) -> None:
    assert read_addresses(cell).unreadable


def test_a_line_break_in_a_cell_begins_another_address_never_a_header() -> None:
    read = read_addresses("info@example.jp\r\nBcc: other@example.jp")
    assert (read.found, read.unreadable) == (("info@example.jp",), ("Bcc: other@example.jp",))


@given(st.text(max_size=80) | st.from_regex(r"[a-z @＠.,;\n<>\"':]{0,40}"))
def test_whatever_a_cell_holds_an_address_is_plain_ascii_without_spaces(cell: str) -> None:
    for address in read_addresses(cell).found:
        assert re.fullmatch(r"[!-;=?-~]+@[a-z0-9.-]+", address)
        assert not set(address) & set(' \t\r\n<>,;:"')
        assert read_addresses(address).found == (address,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gmail.con", "a@gmail.com"),
        ("a@yaho.co.jp", "a@yahoo.co.jp"),
        ("a@hotmial.com", "a@hotmail.com"),
        ("a@docomo.ne.jo", "a@docomo.ne.jp"),
        ("a@example.co.jo", "a@example.co.jp"),
        ("a@softbank.ne.jpp", "a@softbank.ne.jp"),
        ("a@example.cmo", "a@example.com"),
    ],
)
def test_a_slip_in_a_domain_is_asked_about(typed: str, meant: str) -> None:
    assert meant_instead(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "a@gmail.com",
        "a@mail.com",
        "a@yahoo.co.jp",
        "a@yahoo.ne.jp",
        "a@example.co.jp",
        "a@outlook.jp",
        "a@ymail.ne.jp",
        "a@mofa.go.jp",
        "a@jal.com",
        "a@kyoto.lg.jp",
        "a@ocn.ne.jp",
        "a@ezweb.ne.jp",
        "a@sannet.ne.jp",
        "a@mac.com",
    ],
)
def test_domains_that_exist_are_not_asked_about(typed: str) -> None:
    assert meant_instead(typed) == ""


def test_an_old_address_of_a_telephone_company_is_quoted_in_headers() -> None:
    assert in_header("a..b.@docomo.ne.jp") == '"a..b."@docomo.ne.jp'
    assert in_header("a.b@docomo.ne.jp") == "a.b@docomo.ne.jp"


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("メール", Way.MAIL),
        ("電子メール", Way.MAIL),
        ("Ｅメール", Way.MAIL),
        ("E-mail", Way.MAIL),
        ("PDF", Way.MAIL),
        ("メール・郵送", Way.MAIL),
        ("郵送、メール", Way.MAIL),
        ("メール（PDF）", Way.MAIL),
        ("郵送とメール", Way.MAIL),
        ("郵送", Way.OTHER),
        ("FAX", Way.OTHER),
        ("手渡し", Way.OTHER),
        ("郵送・FAX", Way.OTHER),
        ("郵送（速達）", Way.OTHER),
        ("", Way.UNSAID),
        ("　", Way.UNSAID),
        ("メイル", Way.UNKNOWN),
        ("伝書鳩", Way.UNKNOWN),
    ],
)
def test_the_way_of_sending_is_read_as_clerks_write_it(said: str, way: Way) -> None:
    assert way_of(said) is way
