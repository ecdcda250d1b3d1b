"""The password of the mail server: from the environment, the system's key store, or whoever sits there.

It is never an option, never written anywhere, and forgotten when the command ends.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from noticemerge.mail import MailServer
from noticemerge.problems import CannotUse, gettext, problem

VARIABLE = "NOTICEMERGE_SMTP_PASSWORD"
SERVICE = "noticemerge"


def password_for(server: MailServer) -> str:
    """The password for this server's user; "" where it wants no login.

    Raises `CannotUse` when it is nowhere to be had and nobody is there to be asked.
    """
    if not server.user:
        return ""
    if known := os.environ.get(VARIABLE) or _from_key_store(server):
        return known
    if not sys.stdin.isatty():
        raise CannotUse(problem("NM-M64", variable=VARIABLE))
    asked = gettext("Password of {user} for {server} (it is not shown)")
    said: str = click.prompt(asked.format(user=server.user, server=server.host), hide_input=True, err=True)
    return said


def _from_key_store(server: MailServer) -> str:
    """What the system keeps under the service noticemerge, where the package keyring is installed."""
    with suppress(ImportError):
        import keyring
        from keyring.errors import KeyringError

        with suppress(KeyringError):
            return keyring.get_password(SERVICE, f"{server.user}@{server.host}") or ""
    return ""
