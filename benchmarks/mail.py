"""Kill a run of sending at any instant (SIGKILL), and count what arrived; and how fast mails are made.

    python benchmarks/mail.py kills                      # 200 mails, 50 random kills, a server full of whims
    python benchmarks/mail.py kills --mails 40 --kills 5 --seed 7
    python benchmarks/mail.py figures                    # drafts and mails a second

The server is aiosmtpd on the loopback with TLS. At random it refuses an address for good, puts a mail off,
throttles, refuses the connection's next command, or cuts the connection before or after it took a mail. After
each kill the next run goes on. At the end nobody got a mail twice, everybody who got none is named in the
journal, and each mail holds its member's own letter and just his enclosures, byte for byte.

Exit status 1 at the first fault, which is named.
"""

from __future__ import annotations

import argparse
import logging
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from noticemerge.mail import (
    Connection,
    MailPlan,
    MailServer,
    Manner,
    Security,
    plan_mails,
    send,
    write_drafts,
)
from noticemerge.output import History, MailState
from support.mail_server import DROP, Received, running
from support.mailing import many_members, office


def planned(folder: Path) -> MailPlan:
    """The mails of the office in `folder`, whose letters are made."""
    from noticemerge.cli.request import Request

    request = Request(members=folder / "members.xlsx")
    letters, texts = request.plans(request.mail_text_path())
    assert texts
    return plan_mails(letters, texts, folder / "out", attachments_in=folder)


def merge(folder: Path) -> None:
    """The letters."""
    from noticemerge import run
    from noticemerge.cli.request import Request

    done = run(Request(members=folder / "members.xlsx").plan(), folder / "out")
    assert done.register, done.problems


def send_once(folder: Path, port: int, authority: str) -> None:
    """One run, as the command does it; killed from outside."""
    import ssl

    context = ssl.create_default_context(cafile=authority)
    server = MailServer("localhost", port, Security.STARTTLS)
    manner = Manner(per_minute=None, pause=0.01, in_a_row=1_000, first_in_a_row=1_000)
    plan = planned(folder)
    print("ready", flush=True)
    send(plan, lambda: Connection.open(server, "", context), manner=manner)


class Whims:
    """What the server does, decided by chance, for the same address alike where it is about the address."""

    def __init__(self, chance: random.Random, unknown: set[str]) -> None:
        self.chance, self.unknown = chance, unknown

    def at_sender(self, _address: str) -> str:
        return self._one_of((0.02, "421 4.7.0 too many connections"), (0.01, DROP))

    def at_recipient(self, address: str) -> str:
        if address in self.unknown:
            return "550 5.1.1 no such user"
        return self._one_of((0.03, "450 4.2.1 try again later"), (0.01, DROP))

    def at_data(self, _mail: Received) -> str:
        time.sleep(self.chance.random() * 0.02)
        return self._one_of((0.02, "452 4.3.1 system full"), (0.02, DROP))

    def after_data(self, _mail: Received) -> str:
        time.sleep(self.chance.random() * 0.02)
        return self._one_of((0.02, DROP))

    def _one_of(self, *told: tuple[float, str]) -> str:
        drawn = self.chance.random()
        for share, answer in told:
            if drawn < share:
                return answer
            drawn -= share
        return ""


def kills(mails: int, kills: int, seed: int) -> int:
    """Send, kill, go on; returns the exit status."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        members = many_members(mails)
        office(folder, members=members)
        merge(folder)
        unknown = {str(member[-1]) for member in chance.sample(members, max(mails // 20, 1))}
        whims = Whims(random.Random(seed + 1), unknown)
        behaviour = {at: getattr(whims, at) for at in ("at_sender", "at_recipient", "at_data", "after_data")}
        with running(folder, **behaviour) as server:
            killed = runs = 0
            while (killed < kills or _are_waiting(folder)) and runs < 20 * kills + 100:
                runs += 1
                killed += _run_and_kill(folder, server.port, server.authority, chance, killed < kills)
                if not _are_waiting(folder):
                    break
            received = list(server.received)
        fault, told = _fault(folder, received, members, unknown)
        print(f"{mails} mails, {killed} kills in {runs} runs: {told}")
        if fault:
            print(fault)
        return 1 if fault else 0


def _run_and_kill(folder: Path, port: int, authority: Path, chance: random.Random, wanted: bool) -> int:
    words = [sys.executable, __file__, "child", str(folder), str(port), str(authority)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        child.stdout.readline()
        try:
            child.wait(chance.uniform(0.0, 0.25) if wanted else None)
        except subprocess.TimeoutExpired:
            child.kill()
            return 1
    return 0


def _are_waiting(folder: Path) -> bool:
    history = History.read(folder / "out")
    return not history.mails or history.counts[MailState.WAITING] > 0


def _fault(
    folder: Path, received: list[Received], members: list[tuple[object, ...]], unknown: set[str]
) -> tuple[str, str]:
    """What is wrong, "" for nothing; and what happened."""
    history = History.read(folder / "out")
    got = Counter(address for mail in received for address in mail.recipients)
    states = {r.entry.addresses[0]: r.state for r in history.mails.values()}
    addresses = {str(member[-1]) for member in members}
    unsure = {a for a, s in states.items() if s is MailState.UNSURE}
    told = (
        f"{len(got)} received, {sum(n > 1 for n in got.values())} twice, {len(unsure)} unsure of whom "
        f"{len(unsure & got.keys())} had received it, "
        f"{sum(s is MailState.REFUSED for s in states.values())} addresses refused"
    )
    if twice := [address for address, count in got.items() if count > 1]:
        return f"received twice: {twice}", told
    if missing := addresses - states.keys():
        return f"not in the journal: {sorted(missing)}", told
    sure = {a for a, s in states.items() if s is MailState.SENT}
    if lost := sure - got.keys():
        return f"told to be sent, but not received: {sorted(lost)}", told
    if unnamed := addresses - got.keys() - unsure - unknown:
        return f"neither received nor named: {sorted(unnamed)}", told
    return next(filter(None, (_wrong_content(folder, mail, members) for mail in received)), ""), told


def _wrong_content(folder: Path, mail: Received, members: list[tuple[object, ...]]) -> str:
    (address,) = mail.recipients
    number, name, *_, second, _ = next(member for member in members if member[-1] == address)
    letter = folder / "out" / f"{number}_{name}.docx"
    expected = {letter.name: letter.read_bytes()}
    for file in ["1 実施要綱.pdf", *(["2 ポスター.pdf"] if second == "○" else [])]:
        expected[file] = (folder / "資料" / file).read_bytes()
    return "" if mail.files == expected else f"the mail to {address} holds {sorted(mail.files)}"


def figures(mails: int) -> int:
    """How many drafts and mails a second."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office(folder, members=many_members(mails))
        big = random.Random(1).randbytes(500_000)
        merge(folder)
        _tell("drafts with the letter and two small files", mails, lambda: _drafts(folder))
        with running(folder) as server:
            target = MailServer("localhost", server.port, Security.STARTTLS)
            begun = _now()
            sent = send(
                planned(folder),
                lambda: Connection.open(target, "", server.context),
                manner=Manner(per_minute=None),
            )
            _rate("mails sent with TLS and the journal", sent.count(MailState.SENT), begun)
        attachments = [(str(n), f"資料の{n}", f"資料/{n}.pdf") for n in range(1, 8)]
        files = {f"資料/{n}.pdf": big for n in range(1, 8)}
        other = folder / "other"
        office(other, members=many_members(mails), attachments=attachments, files=files)
        merge(other)
        _tell("drafts with the letter and 3.5 MB in common", mails, lambda: _drafts(other))
    return 0


def _drafts(folder: Path) -> None:
    plan = planned(folder)
    begun = _now()
    done = write_drafts(plan, None)
    assert len(done.made) == len(plan.mails), done.problems
    _rate("  the drafts alone", len(done.made), begun)


def _tell(what: str, count: int, work: Callable[[], None]) -> None:
    begun = _now()
    work()
    _rate(f"{what}, from reading the list", count, begun)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _rate(what: str, count: int, begun: tuple[float, float]) -> None:
    seconds, of_processor = (now - then for now, then in zip(_now(), begun, strict=True))
    print(
        f"{what}: {count} in {seconds:.2f} s, {count / seconds:.0f} a second "
        f"({count / of_processor:.0f} a second of processor time)"
    )


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["kills", "figures", "child"])
    parser.add_argument("rest", nargs="*")
    parser.add_argument("--mails", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20260101)
    typed = parser.parse_args()
    # The server's own log: connections cut by a kill are what this is about.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    if typed.what == "child":
        folder, port, authority = typed.rest
        send_once(Path(folder), int(port), authority)
        return 0
    return kills(typed.mails, typed.kills, typed.seed) if typed.what == "kills" else figures(typed.mails)


if __name__ == "__main__":
    sys.exit(main())
