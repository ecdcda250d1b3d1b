"""Where the password of the mail server comes from: the environment, the system's key store, nowhere else."""

from __future__ import annotations

import io
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from noticemerge.cli.mail_password import SERVICE, VARIABLE, password_for
from noticemerge.mail import MailServer, Security
from noticemerge.problems import CannotUse


class KeyStore(KeyringBackend):
    """A key store of the test's own, which may be locked."""

    priority = 1

    def __init__(self, *, is_locked: bool = False) -> None:
        super().__init__()
        self._kept: dict[tuple[str, str], str] = {}
        self._is_locked = is_locked

    def get_password(self, service: str, username: str) -> str | None:
        if self._is_locked:
            raise KeyringLocked
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._kept[service, username] = password


@pytest.fixture(autouse=True)
def _nobody_is_there_to_be_asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = keyring.get_keyring()
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    yield
    keyring.set_keyring(before)


def server(user: str = "soumu") -> MailServer:
    return MailServer("mail.example.jp", 587, Security.STARTTLS, user)


def test_the_system_keeps_the_password_for_this_user_at_this_server() -> None:
    store = KeyStore()
    store.set_password(SERVICE, "soumu@mail.example.jp", "合言葉")
    keyring.set_keyring(store)
    assert password_for(server()) == "合言葉"
    with pytest.raises(CannotUse, match=VARIABLE):
        password_for(server("another"))


def test_the_environment_wins_over_the_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    store = KeyStore()
    store.set_password(SERVICE, "soumu@mail.example.jp", "kept")
    keyring.set_keyring(store)
    monkeypatch.setenv(VARIABLE, "said")
    assert password_for(server()) == "said"


def test_a_locked_key_store_is_as_one_without_the_password() -> None:
    keyring.set_keyring(KeyStore(is_locked=True))
    with pytest.raises(CannotUse) as raised:
        password_for(server())
    assert raised.value.problem.code == "NM-M64"


def test_a_server_without_a_user_wants_none() -> None:
    keyring.set_keyring(KeyStore())
    assert password_for(server("")) == ""
