"""Sending to a real server on this machine: each member his own mail, never twice, nothing unsaid."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from noticemerge import verify
from noticemerge.mail import Connection, MailServer, Manner, Security, Sent, send
from noticemerge.output import Event, History, MailState, journal_of, placing
from noticemerge.problems import CannotUse
from support.mail_server import DROP, PASSWORD, Received, running
from support.mail_server import MailServer as Server
from support.mailing import HEADER, many_members
from support.program import ROOT
from support.validator import assert_valid
from test_mail_plan import OUT, merged, planned

FAST = Manner(per_minute=None, pause=0.001, longest_pause=0.002)


def target(server: Server, security: Security = Security.STARTTLS, user: str = "") -> MailServer:
    return MailServer("localhost", server.port, security, user)


def connecting(server: Server) -> Callable[[], Connection]:
    return lambda: Connection.open(target(server), "", server.context)


def sent(members: Path, server: Server, manner: Manner = FAST, **words: Any) -> Sent:
    return send(planned(members, **words), connecting(server), manner=manner)


def told(done: Sent) -> list[tuple[str, str]]:
    return [(p.code, p.place.member) for p in done.problems]


def states(folder: Path) -> dict[str, MailState]:
    return {record.entry.member: record.state for record in verify(folder / OUT).mails}


def to(number: str) -> str:
    return {"0012": "info@ab.example.jp", "0123": "yoshida@takasaki.example.jp", "0200": "kumiai@example.jp"}[
        number
    ]


def test_each_mail_holds_the_members_own_letter_and_just_its_enclosures(tmp_path: Path) -> None:
    members = merged(tmp_path)
    with running(tmp_path) as server:
        done = sent(members, server)
    assert (told(done), done.count(MailState.SENT)) == ([], 3)
    by_address = {mail.recipients: mail for mail in server.received}
    assert sorted(by_address) == [((to("0012"),)), ((to("0200"),)), ((to("0123"),))]
    for number, letter, files in (
        ("0012", "0012_A&B商事 ＜東京＞.docx", ("1 実施要綱.pdf", "2 ポスター.pdf")),
        ("0123", "0123_㈲髙﨑製作所.docx", ("1 実施要綱.pdf",)),
    ):
        mail = by_address[(to(number),)]
        expected = {letter: (tmp_path / OUT / letter).read_bytes()}
        expected |= {name: (tmp_path / "資料" / name).read_bytes() for name in files}
        assert mail.files == expected
        assert mail.message["Subject"] == "お願いについて（依頼）"
        assert mail.message["X-Unsent"] is None
        assert [a.addr_spec for a in mail.message["To"].addresses] == [to(number)]
        assert mail.message["Date"] and mail.message["Message-ID"].endswith("@aoba.example>")
    assert by_address[(to("0123"),)].text.startswith("㈲髙﨑製作所\n営業部\n部長　𠮷田　葛\U000e0100子　様\n")


def test_nobody_sees_anothers_address_and_the_archive_is_seen_by_nobody(tmp_path: Path) -> None:
    members = merged(tmp_path, notice={"写し": "copy@aoba.example", "控え": "archive@aoba.example"})
    with running(tmp_path) as server:
        sent(members, server)
    own = {"copy@aoba.example", "archive@aoba.example"}
    everybody = {to(number) for number in ("0012", "0123", "0200")}
    for mail in server.received:
        assert set(mail.recipients) > own and len(mail.recipients) == 3
        (member,) = set(mail.recipients) - own
        assert not any(other.encode() in mail.data for other in everybody - {member})
        assert b"archive@" not in mail.data


def test_a_second_run_sends_nothing(tmp_path: Path) -> None:
    members = merged(tmp_path)
    with running(tmp_path) as server:
        sent(members, server)
        again = planned(members)
        assert (again.mails, [p.code for p in again.problems]) == ((), [])
        assert len(server.received) == 3


def test_what_is_begun_and_not_confirmed_is_named_and_sent_again_only_on_purpose(tmp_path: Path) -> None:
    members = merged(tmp_path)
    first = iter([DROP])
    with running(tmp_path, after_data=lambda _mail: next(first, "")) as server:
        done = sent(members, server)
        assert told(done) == [("NM-M72", "0012")]
        assert states(tmp_path) == {"0012": MailState.UNSURE, "0123": MailState.SENT, "0200": MailState.SENT}
        again = planned(members)
        assert (again.mails, [(p.code, p.place.member) for p in again.problems]) == ((), [("NM-M50", "0012")])
        assert len(server.received) == 3
        assert sent(members, server, resend=("12",)).count(MailState.SENT) == 1
        assert states(tmp_path)["0012"] is MailState.SENT
    ids = [mail.message["Message-ID"] for mail in server.received if mail.recipients == (to("0012"),)]
    assert len(set(ids)) == 2


def test_resending_needs_a_mail_that_was_begun(tmp_path: Path) -> None:
    plan = planned(merged(tmp_path), resend=("12", "7", "99"))
    assert sorted((p.code, p.facts["number"]) for p in plan.problems) == [
        ("NM-M52", "12"),
        ("NM-M52", "7"),
        ("NM-M52", "99"),
    ]


def test_a_refused_address_is_told_and_tried_again_once_it_is_another(tmp_path: Path) -> None:
    members = merged(tmp_path)
    unknown = {to("0123")}
    with running(tmp_path, at_recipient=lambda a: "550 5.1.1 no such user" if a in unknown else "") as server:
        done = sent(members, server)
        assert told(done) == [("NM-M70", "0123")]
        assert done.problems[0].facts["answer"] == "550 5.1.1 no such user"
        assert states(tmp_path) == {"0012": MailState.SENT, "0123": MailState.REFUSED, "0200": MailState.SENT}
        again = planned(members)
        assert (again.mails, [p.code for p in again.problems]) == ((), ["NM-M57"])
        from support.mailing import change

        change(members, H4="right@takasaki.example.jp")
        from noticemerge import run
        from noticemerge.cli.request import Request

        run(Request(members=members).plan(), tmp_path / OUT)
        assert sent(members, server).count(MailState.SENT) == 1
    assert [mail.recipients[0] for mail in server.received] == [
        to("0012"),
        to("0200"),
        "right@takasaki.example.jp",
    ]


def test_one_refused_address_of_several_is_told_and_the_others_get_the_mail(tmp_path: Path) -> None:
    rows = [("0001", "甲商事", "", "", "", "メール", "○", "a@example.jp; b@example.jp")]
    with running(tmp_path, at_recipient=lambda a: "550 unknown" if a[0] == "b" else "") as server:
        done = sent(merged(tmp_path, members=rows), server)
    assert told(done) == [("NM-M73", "0001")]
    assert [mail.recipients for mail in server.received] == [("a@example.jp",)]
    assert states(tmp_path) == {"0001": MailState.SENT}


def test_a_member_all_of_whose_addresses_are_refused_got_nothing_whatever_the_archive_got(
    tmp_path: Path,
) -> None:
    members = merged(tmp_path, notice={"控え": "archive@aoba.example"})
    with running(tmp_path, at_recipient=lambda a: "550 5.1.1 no" if a == to("0012") else "") as server:
        sent(members, server)
    assert states(tmp_path)["0012"] is MailState.REFUSED
    assert len(server.received) == 2


def test_what_is_put_off_is_tried_again_behind_the_others(tmp_path: Path) -> None:
    once = iter(["450 4.2.0 greylisted"])
    with running(tmp_path, at_recipient=lambda _a: next(once, "")) as server:
        done = sent(merged(tmp_path), server)
    assert (told(done), done.count(MailState.SENT)) == ([], 3)
    assert [mail.recipients[0] for mail in server.received] == [to("0123"), to("0200"), to("0012")]


def test_what_stays_put_off_waits_for_the_next_run(tmp_path: Path) -> None:
    members = merged(tmp_path)
    with running(tmp_path, at_recipient=lambda a: "451 4.3.0 later" if a == to("0012") else "") as server:
        done = sent(members, server)
    assert told(done) == [("NM-M71", "0012")]
    assert states(tmp_path)["0012"] is MailState.WAITING
    with running(tmp_path) as server:
        assert sent(members, server).count(MailState.SENT) == 1
        assert [mail.recipients[0] for mail in server.received] == [to("0012")]


def test_a_server_that_throttles_for_long_stops_the_run_politely(tmp_path: Path) -> None:
    members = merged(tmp_path, members=many_members(30))
    taken = iter([""] * 4)
    with running(tmp_path, at_sender=lambda _a: next(taken, "421 4.7.0 too fast")) as server:
        done = sent(members, server)
    assert [code for code, _ in told(done)] == ["NM-M68"]
    assert (done.count(MailState.SENT), done.count(MailState.WAITING), len(server.received)) == (4, 26, 4)
    with running(tmp_path) as server:
        assert sent(members, server).count(MailState.SENT) == 26


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ({"at_sender": lambda _a: "553 5.7.1 not your address"}, "NM-M66"),
        ({"at_recipient": lambda _a: "554 5.7.1 relay access denied"}, "NM-M67"),
        ({"at_recipient": lambda _a: "550 no"}, "NM-M67"),
        ({"at_data": lambda _m: "554 5.6.0 looks like spam"}, "NM-M67"),
    ],
)
def test_a_server_that_refuses_all_stops_the_run_and_all_wait(
    tmp_path: Path, behaviour: dict[str, Any], code: str
) -> None:
    members = merged(tmp_path, members=many_members(12))
    with running(tmp_path, **behaviour) as server:
        done = sent(members, server)
    assert code in [found for found, _ in told(done)]
    assert server.received == []
    assert set(states(tmp_path).values()) == {MailState.WAITING}
    with running(tmp_path) as server:
        assert sent(members, server).count(MailState.SENT) == 12


def test_a_connection_that_goes_before_a_mail_is_whole_is_no_doubt(tmp_path: Path) -> None:
    drops = iter(["", DROP, "", DROP])
    with running(tmp_path, at_recipient=lambda _a: next(drops, "")) as server:
        done = sent(merged(tmp_path), server)
    assert (told(done), done.count(MailState.SENT)) == ([], 3)
    assert len(server.received) == 3


def test_a_server_that_is_gone_leaves_the_rest_waiting(tmp_path: Path) -> None:
    members = merged(tmp_path)
    with running(tmp_path) as server:
        opened = iter([Connection.open(target(server), "", server.context)])

        def connect() -> Connection:
            for first in opened:
                return first
            return Connection.open(MailServer("localhost", 1, Security.STARTTLS), "", server.context)

        drops = iter(["", DROP])
        server.at_recipient = lambda _a: next(drops, "")
        done = send(planned(members), connect, manner=FAST)
    assert [code for code, _ in told(done)] == ["NM-M69"]
    assert (done.count(MailState.SENT), done.count(MailState.WAITING)) == (1, 2)


def test_told_to_stop_the_mail_under_way_is_finished_and_no_other_begun(tmp_path: Path) -> None:
    members, stop = merged(tmp_path), threading.Event()

    def at_data(_mail: Received) -> str:
        stop.set()
        return ""

    with running(tmp_path, at_data=at_data) as server:
        done = send(planned(members), connecting(server), manner=FAST, stop=stop)
    assert (done.stopped, done.count(MailState.SENT), done.count(MailState.WAITING)) == (True, 1, 2)
    assert states(tmp_path) == {"0012": MailState.SENT, "0123": MailState.WAITING, "0200": MailState.WAITING}


def test_a_letter_that_changes_while_mails_are_sent_stays_behind(tmp_path: Path) -> None:
    members = merged(tmp_path)
    plan = planned(members)
    (tmp_path / OUT / "0123_㈲髙﨑製作所.docx").write_bytes(b"another")
    with running(tmp_path) as server:
        done = send(plan, connecting(server), manner=FAST)
    assert told(done) == [("NM-M76", "0123")]
    assert to("0123") not in [mail.recipients[0] for mail in server.received]


def test_a_run_beside_another_sends_nothing_twice(tmp_path: Path) -> None:
    members = merged(tmp_path)
    plan = planned(members)
    with running(tmp_path) as server:
        with placing(tmp_path / OUT), pytest.raises(CannotUse) as refused:
            send(plan, connecting(server), manner=FAST)
        assert refused.value.problem.code == "NM-W10"
        sent(members, server)
        with pytest.raises(CannotUse) as refused:
            send(plan, connecting(server), manner=FAST)
        assert refused.value.problem.code == "NM-M77"
        assert len(server.received) == 3


def test_a_mail_larger_than_the_server_takes_is_refused_before_any_is_sent(tmp_path: Path) -> None:
    members = merged(tmp_path)
    with running(tmp_path) as server:
        line = Connection.open(target(server), "", server.context)
        assert line.most == 60_000_000
        line._smtp.esmtp_features["size"] = "5000"
        with pytest.raises(CannotUse) as refused:
            send(planned(members), lambda: line, manner=FAST)
    assert (refused.value.problem.code, server.received) == ("NM-M65", [])


def test_a_journal_that_cannot_be_written_stops_before_the_mail_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from noticemerge.output import JournalWriter

    members, add = merged(tmp_path), JournalWriter.add

    def full(self: JournalWriter, *entries: Any) -> None:
        if entries[0].event is Event.BEGUN:
            raise OSError(28, "No space left on device")
        add(self, *entries)

    monkeypatch.setattr(JournalWriter, "add", full)
    with running(tmp_path) as server, pytest.raises(CannotUse) as refused:
        sent(members, server)
    assert (refused.value.problem.code, server.received) == ("NM-M78", [])


@pytest.mark.parametrize(
    ("security", "asked", "code"),
    [
        ("", Security.STARTTLS, "NM-M62"),
        ("SSL/TLS", Security.STARTTLS, "NM-M60"),
        ("STARTTLS", Security.TLS, "NM-M61"),
    ],
)
def test_no_mail_goes_over_a_connection_that_is_not_protected_as_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, asked: Security, code: str
) -> None:
    monkeypatch.setattr("noticemerge.mail.connection._TIMEOUT", 1.0)
    with running(tmp_path, security=security) as server, pytest.raises(CannotUse) as refused:
        Connection.open(target(server, asked), "", server.context)
    assert refused.value.problem.code == code


def test_a_server_of_another_name_and_one_that_nobody_vouches_for_are_refused(tmp_path: Path) -> None:
    with running(tmp_path, name="mail.example.com") as server, pytest.raises(CannotUse) as refused:
        Connection.open(target(server), "", server.context)
    assert refused.value.problem.code == "NM-M61"
    with running(tmp_path) as server, pytest.raises(CannotUse) as refused:
        Connection.open(target(server), "")
    assert refused.value.problem.code == "NM-M61"


@pytest.mark.parametrize("security", ["STARTTLS", "SSL/TLS"])
def test_the_user_logs_in_over_both_kinds_of_protection(tmp_path: Path, security: str) -> None:
    asked = Security.TLS if security == "SSL/TLS" else Security.STARTTLS
    with running(tmp_path, security=security, login=True) as server:
        Connection.open(target(server, asked, "soumu"), PASSWORD, server.context).close()
        assert server.logins == ["soumu"]
        with pytest.raises(CannotUse) as refused:
            Connection.open(target(server, asked, "soumu"), "wrong", server.context)
    assert refused.value.problem.code == "NM-M63"
    assert PASSWORD not in refused.value.problem.message and "wrong" not in refused.value.problem.message


def test_the_register_tells_of_each_mail(tmp_path: Path) -> None:
    members = merged(tmp_path)
    whims = {to("0123"): "550 5.1.1 no such user"}
    with running(tmp_path, at_recipient=lambda a: whims.get(a, "")) as server:
        sent(members, server)
    register = tmp_path / OUT / "発送台帳.xlsx"
    rows = list(openpyxl.load_workbook(register)["メール"].iter_rows(min_row=4, values_only=True))
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        ("0012", "A&B商事 <東京>", "送信済み", to("0012")),
        ("0123", "㈲髙﨑製作所", "宛先不明", to("0123")),
        ("0200", "例示協同組合", "送信済み", to("0200")),
    ]
    assert rows[0][7] == "0012_A&B商事 ＜東京＞.docx\n1 実施要綱.pdf\n2 ポスター.pdf"
    assert rows[1][8] == "サーバーがこの宛先を受け付けませんでした。550 5.1.1 no such user"
    assert_valid(register)
    found = verify(tmp_path / OUT)
    assert [str(p.code) for p in found.problems] == []
    before = register.read_bytes()
    from noticemerge import run
    from noticemerge.cli.request import Request

    assert not run(Request(members=members).plan(), tmp_path / OUT).wrote_register
    assert register.read_bytes() == before


def test_a_register_made_anew_by_merge_still_tells_of_the_mails(tmp_path: Path) -> None:
    members = merged(tmp_path)
    with running(tmp_path) as server:
        sent(members, server)
    register = tmp_path / OUT / "発送台帳.xlsx"
    register.unlink()
    merged_again(members)
    assert "メール" in openpyxl.load_workbook(register).sheetnames
    assert_valid(register)


def merged_again(members: Path) -> None:
    from noticemerge import run
    from noticemerge.cli.request import Request

    assert run(Request(members=members).plan(), members.parent / OUT).register


def test_mails_under_another_number_are_asked_about(tmp_path: Path) -> None:
    members = merged(tmp_path)
    with running(tmp_path) as server:
        sent(members, server)
    from support.mailing import change

    change(members, "通知", B2="協発第2号")
    merged_again(members)
    plan = planned(members)
    assert [(p.code, p.facts["count"]) for p in plan.problems] == [("NM-M53", 3)]
    assert len(plan.mails) == 3


def test_a_letter_that_changed_after_it_was_sent_is_told_and_not_sent_again(tmp_path: Path) -> None:
    members = merged(tmp_path)
    with running(tmp_path) as server:
        sent(members, server)
        from support.mailing import change

        change(members, E4="𠮷田　次郎")
        merged_again(members)
        plan = planned(members)
        assert (plan.mails, [(p.code, p.place.member) for p in plan.problems]) == ((), [("NM-M51", "0123")])
        assert sent(members, server, resend=("0123",)).count(MailState.SENT) == 1


def test_a_line_that_a_power_failure_cut_off_does_no_harm(tmp_path: Path) -> None:
    members = merged(tmp_path)
    with running(tmp_path) as server:
        sent(members, server, only=("12",))
        journal = tmp_path / OUT / ".noticemerge" / "sent.jsonl"
        with journal.open("ab") as file:
            file.write(b'{"event":"begun","notice":"\xe5\x8d')
        plan = planned(members)
        assert [(p.code, p.facts["count"]) for p in plan.problems] == [("NM-M54", 1)]
        assert sent(members, server).count(MailState.SENT) == 2
    assert History.read(tmp_path / OUT).counts == {MailState.SENT: 3}
    assert len(server.received) == 3


def test_a_later_failure_does_not_undo_what_was_sent(tmp_path: Path) -> None:
    members = merged(tmp_path)
    refuse = {"on": False}
    with running(tmp_path, at_data=lambda _m: "554 no" if refuse["on"] else "") as server:
        sent(members, server)
        refuse["on"] = True
        sent(members, server, resend=("12",), only=("12",))
    assert states(tmp_path)["0012"] is MailState.SENT


def test_the_journal_is_never_rewritten(tmp_path: Path) -> None:
    members = merged(tmp_path)
    journal = tmp_path / OUT / ".noticemerge" / "sent.jsonl"
    with running(tmp_path) as server:
        sent(members, server, only=("12",))
        first = journal.read_bytes()
        sent(members, server)
    merged_again(members)
    assert journal.read_bytes().startswith(first)
    with journal_of(tmp_path / OUT):
        pass
    assert b"password" not in journal.read_bytes().lower()


def test_killed_at_any_instant_nobody_gets_a_mail_twice_and_nobody_is_forgotten() -> None:
    # More of them: python benchmarks/mail.py kills
    words = [sys.executable, str(ROOT / "benchmarks" / "mail.py"), "kills", "--mails", "20", "--kills", "4"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert " 0 twice" in done.stdout


def test_many_members_two_hundred_mails(tmp_path: Path) -> None:
    members = merged(tmp_path, members=many_members(200), header=HEADER)
    with running(tmp_path) as server:
        done = sent(members, server)
    assert done.count(MailState.SENT) == len({mail.recipients for mail in server.received}) == 200
