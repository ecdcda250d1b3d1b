"""`noticemerge mail` as a clerk types it: what is shown, drafts, a try on oneself, sending."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from noticemerge.output import History, MailState
from support.mail_server import PASSWORD, MailServer, Received, running
from support.mailing import change, office
from support.mailparser import parsed
from support.program import Ran, noticemerge

LIST = "members.xlsx"
OUT = Path("out")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office whose letters are made, in the working folder."""
    return _made(tmp_path, monkeypatch)


def _made(folder: Path, monkeypatch: pytest.MonkeyPatch, **of_office: Any) -> Path:
    office(folder, **of_office)
    monkeypatch.chdir(folder)
    assert noticemerge("merge", LIST).exit_code == 0
    return folder


def typed(*words: str, answer: str = "", lang: str = "ja") -> Ran:
    """The command with something typed when it asks."""
    from noticemerge.cli import root

    result = CliRunner().invoke(root, ["--lang", lang, "mail", LIST, *words], input=answer)
    return Ran(result.exit_code, result.stdout, result.stderr)


def serving(folder: Path, monkeypatch: pytest.MonkeyPatch, server: MailServer, **lines: str) -> None:
    """The sheet names the server of a test, and the system trusts its certificate."""
    notice = {"送信サーバー": "localhost", "送信ポート": str(server.port), "送信ユーザー名": "なし", **lines}
    office(folder, notice=notice)
    assert noticemerge("merge", LIST).exit_code == 0
    monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))


def files() -> set[str]:
    return {str(path) for path in Path().rglob("*")}


def test_alone_it_shows_who_would_get_what_and_writes_nothing(made: Path) -> None:
    before = files()
    ran = typed()
    assert (ran.exit_code, ran.stderr, files()) == (0, "", before)
    shown = ran.stdout
    assert "差出人: 一般社団法人青葉協会 <soumu@aoba.example>\n件名: お願いについて（依頼）\n" in shown
    assert "会員: 4件（これから送る 3、ほかの方法 1）\nメールで送らない会員: 郵送 1通\n" in shown
    assert re.search(r"^0012  A&B商事 <東京>  info@ab\.example\.jp +3 +\d+ KB$", shown, re.MULTILINE)
    assert "  2 ポスター.pdf（1 KB）: 2通に添付\n" in shown
    assert shown.count("平素は当会の事業に格別の御理解と御協力を賜り") == 3
    assert shown.endswith(
        "次に: メールソフトで送る下書きを作ってください。\n  noticemerge mail members.xlsx --draft\n"
    )


def test_for_programs_each_mail_is_told(made: Path) -> None:
    told = typed("--json").json
    assert (told["status"], told["counts"]["members"]) == ("ok", 4)
    assert told["counts"]["mails"] == {"other_way": 1, "to_send": 3}
    assert [(m["member"], m["to"], [f["name"] for f in m["files"]]) for m in told["mails"]][1] == (
        "0123",
        ["yoshida@takasaki.example.jp"],
        ["0123_㈲髙﨑製作所.docx", "1 実施要綱.pdf"],
    )


def test_drafts_are_mails_that_two_parsers_read_alike(made: Path) -> None:
    ran = typed("--draft")
    assert ran.exit_code == 0
    assert f"下書き: 作成 3、変更なし 0、削除 0\n書き出し先: {OUT / 'メール'}\n" in ran.stdout
    paths = sorted((OUT / "メール").glob("*.eml"))
    assert [path.name for path in paths] == [
        "0012_A&B商事 ＜東京＞.eml",
        "0123_㈲髙﨑製作所.eml",
        "0200_例示協同組合.eml",
    ]
    data = [path.read_bytes() for path in paths]
    ours = message_from_bytes(data[1], policy=policy.default)
    other = parsed(data)[1]
    assert (ours["X-Unsent"], ours["Date"]) == ("1", "Mon, 25 Sep 2023 09:00:00 +0900")
    assert ours["Subject"] == other["subject"] == "お願いについて（依頼）"
    assert other["to"] == [["㈲髙﨑製作所", "yoshida@takasaki.example.jp"]]
    assert ours["Message-ID"] == other["messageId"]
    names = [part.get_filename() for part in ours.iter_attachments()]  # type: ignore[attr-defined]
    assert names == [name for name, *_ in other["files"]] == ["0123_㈲髙﨑製作所.docx", "1 実施要綱.pdf"]
    letter = (OUT / "0123_㈲髙﨑製作所.docx").read_bytes()
    (first, *_) = ours.iter_attachments()  # type: ignore[attr-defined]
    assert first.get_payload(decode=True) == letter


def test_the_same_drafts_are_the_same_files_and_are_on_record(made: Path) -> None:
    typed("--draft")
    first = {path: path.read_bytes() for path in (OUT / "メール").iterdir()}
    assert "下書き: 作成 0、変更なし 3、削除 0\n" in typed("--draft").stdout
    for path in first:
        path.unlink()
    typed("--draft")
    assert {path: path.read_bytes() for path in (OUT / "メール").iterdir()} == first
    assert noticemerge("verify").exit_code == 0
    assert "変更なし 4" in noticemerge("merge", LIST).stdout
    assert noticemerge("verify", "--json").json["counts"]["others"]["as_made"] == 3


def test_a_draft_edited_by_hand_is_never_replaced_unasked(made: Path) -> None:
    typed("--draft")
    draft = OUT / "メール" / "0123_㈲髙﨑製作所.eml"
    draft.write_bytes(b"edited")
    change(Path(LIST), "通知", B7="別の担当")
    noticemerge("merge", LIST)
    ran = typed("--draft")
    assert ran.exit_code == 1 and "NM-W27" in ran.stdout
    assert draft.read_bytes() == b"edited"
    assert typed("--draft", "--force").exit_code == 0
    assert draft.with_name("0123_㈲髙﨑製作所_旧.eml").read_bytes() == b"edited"


def test_the_draft_of_a_mail_that_is_not_to_be_sent_any_more_goes(made: Path) -> None:
    typed("--draft")
    edited = OUT / "メール" / "0200_例示協同組合.eml"
    edited.write_bytes(b"edited")
    ran = typed("--draft", "--only", "0012")
    assert "下書き: 作成 0、変更なし 1、削除 1\n" in ran.stdout
    assert sorted(path.name for path in (OUT / "メール").iterdir()) == [
        "0012_A&B商事 ＜東京＞.eml",
        "0200_例示協同組合.eml",
    ]
    assert "NM-M80" in ran.stdout


def test_with_an_error_nothing_is_made_unless_asked(made: Path) -> None:
    change(Path(LIST), H4="yoshida")
    noticemerge("merge", LIST)
    ran = typed("--draft")
    assert (ran.exit_code, (OUT / "メール").exists()) == (1, False)
    assert "NM-M22  H4（会員 0123）\n" in ran.stdout
    assert "--skip-errors" in ran.stdout
    assert typed("--draft", "--skip-errors").exit_code == 1
    assert len(list((OUT / "メール").iterdir())) == 2


def test_two_things_at_once_are_refused(made: Path) -> None:
    ran = typed("--draft", "--send")
    assert ran.exit_code == 2
    assert "--draft、--to-me、--send は別々の働きです。" in ran.stderr.replace("\n  ", "")


def test_without_a_server_sending_says_what_is_missing(made: Path) -> None:
    ran = typed("--send", answer="3\n")
    assert ran.exit_code == 1
    assert "NM-M14" in ran.stdout and "メールも下書きも、まだありません。" in ran.stdout


def test_the_hardest_three_go_to_the_sender_and_to_nobody_else(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(made) as server:
        serving(made, monkeypatch, server)
        assert "NM-M55" in typed().stdout
        ran = typed("--to-me")
        assert ran.exit_code == 0
        assert "soumu@aoba.example に3通送りました。会員には送っていません。\n" in ran.stdout
        assert {mail.recipients for mail in server.received} == {("soumu@aoba.example",)}
        subjects = [str(mail.message["Subject"]) for mail in server.received]
        assert subjects[0].startswith("【試し送り 0") and subjects[0].endswith("お願いについて（依頼）")
        assert "NM-M55" not in typed().stdout
        assert History.read(OUT).mails == {}


def test_sending_asks_for_the_number_of_mails(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(made) as server:
        serving(made, monkeypatch, server)
        for answer in ("\n", "y\n", "2\n", "30\n"):
            ran = typed("--send", answer=answer)
            assert ran.exit_code == 1
            assert "これから3通を送ります（1分間に20通まで）。" in ran.stdout
            assert "NM-M75" in ran.stdout and "何も送っていません。" in ran.stdout
        assert server.received == []
        ran = typed("--send", "--pace", "6000", answer="３\n")
        assert ran.exit_code == 0
        assert "メール: 送信済み 3、未確認 0、宛先不明 0、保留 0\n" in ran.stdout
        assert f"\n発送台帳: {OUT / '発送台帳.xlsx'}\n" in ran.stdout
        assert len(server.received) == 3
        assert "これから送るメールはありません。" in typed("--send", answer="3\n").stdout
        assert len(server.received) == 3


def test_a_refusal_is_told_with_the_servers_answer(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = "yoshida@takasaki.example.jp"
    with running(made, at_recipient=lambda a: "550 5.1.1 unknown" if a == unknown else "") as server:
        serving(made, monkeypatch, server)
        ran = typed("--send", "--pace", "6000", answer="3\n")
    assert ran.exit_code == 1
    assert "NM-M70  ㈲髙﨑製作所（会員 0123）\n      サーバーが宛先 yoshida@" in ran.stdout
    assert "メール: 送信済み 2、未確認 0、宛先不明 1、保留 0\n" in ran.stdout
    verified = noticemerge("verify").stdout
    assert "メール: 送信済み 2、未確認 0、宛先不明 1、保留 0\n" in verified
    assert "  0012 A&B商事 <東京>: 送信済み 20" in verified
    told = noticemerge("verify", "--json").json["mails"]
    assert [(m["member"], m["state"], m["to"]) for m in told][1] == ("0123", "refused", [unknown])
    assert [file["name"] for file in told[0]["files"]][1:] == ["1 実施要綱.pdf", "2 ポスター.pdf"]


def test_the_password_comes_from_the_environment_and_is_kept_nowhere(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(made, login=True) as server:
        serving(made, monkeypatch, server, 送信ユーザー名="soumu")
        ran = typed("--send", answer="3\n")
        assert (ran.exit_code, "NM-M64" in ran.stderr) == (3, True)
        monkeypatch.setenv("NOTICEMERGE_SMTP_PASSWORD", "wrong")
        ran = typed("--send", answer="3\n")
        assert (ran.exit_code, "NM-M63" in ran.stderr) == (3, True)
        monkeypatch.setenv("NOTICEMERGE_SMTP_PASSWORD", PASSWORD)
        assert typed("--send", "--pace", "6000", answer="3\n").exit_code == 0
    assert len(server.received) == 3
    for path in made.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes()


def test_a_sheet_that_asks_for_no_protection_is_refused(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office(made, notice={"送信サーバー": "mail.example.jp", "暗号化": "なし", "送信ポート": "２５"})
    noticemerge("merge", LIST)
    ran = typed("--send", answer="3\n")
    assert ran.exit_code == 1 and "NM-M17" in ran.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console, this test among it")
def test_ctrl_c_finishes_the_mail_under_way_and_the_rest_waits(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[float] = []

    def slowly(_mail: Received) -> str:
        began.append(time.monotonic())
        time.sleep(0.5)
        return ""

    with running(made, at_data=slowly) as server:
        serving(made, monkeypatch, server)
        words = [sys.executable, "-m", "noticemerge", "--lang", "ja", "mail", LIST, "--send", "--pace", "60"]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin and process.stdout
            process.stdin.write(b"3\n")
            process.stdin.flush()
            while not began:
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            said = process.stdout.read().decode()
    assert process.returncode == 130
    assert "送りかけの1通を送り終えて、止めました。" in said
    assert "メール: 送信済み 1、未確認 0、宛先不明 0、保留 2\n" in said
    assert History.read(OUT).counts == {MailState.SENT: 1, MailState.WAITING: 2}
    assert len(server.received) == 1


def test_the_json_object_of_sending_tells_each_mail(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(made) as server:
        serving(made, monkeypatch, server)
        ran = typed("--send", "--pace", "6000", "--json", answer="3\n")
    told = json.loads(ran.stdout)
    assert {m["member"]: m["state"] for m in told["sent"]} == dict.fromkeys(("0012", "0123", "0200"), "sent")


def test_init_lays_the_text_of_the_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"作成: {Path('案内/templates/mail-body.txt')}\n" in noticemerge("init", "案内").stdout
    data = Path("案内/templates/mail-body.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
