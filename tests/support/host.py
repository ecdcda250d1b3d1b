"""The system under Wine, where the tests run there by scripts/windows/run_tests.sh; None anywhere else."""

from __future__ import annotations

import os
from xmlrpc.client import Binary, ServerProxy

ADDRESS = "NOTICEMERGE_HOST"


def host() -> ServerProxy | None:
    """What answers as the class `Host` of scripts/windows/host.py does."""
    address = os.environ.get(ADDRESS)
    return ServerProxy(address, allow_none=True) if address else None


def bytes_in(answer: object) -> bytes:
    """The bytes of an answer."""
    assert isinstance(answer, Binary)
    return answer.data
