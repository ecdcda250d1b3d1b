"""Letters are made by several processes, and come back in the order of the list.

Each process has the same copy of what letters are made of, and makes every n-th piece of the list. One that
dies (the system may end a process for want of memory) costs nothing but time: its pieces are made here. On
two cores 100,000 members take 33 s in the place of 40.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from typing import Any

from noticemerge.output.letter_files import Done, Maker

_PIECE = 64
# A process of its own pays from here on: where it cannot be forked it takes some 0.5 s to begin.
_WORTHWHILE = 1_000
# Forked, a process begins at once and shares memory; there are no threads yet that this could harm.
START = "fork" if sys.platform == "linux" else "spawn"


def usual_jobs(letters: int) -> int:
    """How many processes suit this machine and so many letters."""
    return min(os.cpu_count() or 1, 1 + letters // _WORTHWHILE)


def made(maker: Maker, count: int, jobs: int) -> Iterator[Done]:
    """What becomes of each of the first `count` letters, made by `jobs` processes. Raises OSError."""
    pieces = [range(first, min(first + _PIECE, count)) for first in range(0, count, _PIECE)]
    if jobs < 2 or len(pieces) < 2:
        for piece in pieces:
            yield from map(maker.make, piece)
        return
    with _team(maker, pieces, min(jobs, len(pieces))) as connections:
        for number, piece in enumerate(pieces):
            try:
                came = connections[number % len(connections)].recv()
            except (EOFError, ConnectionError):
                came = [maker.make(index) for index in piece]
            if isinstance(came, BaseException):
                raise came
            yield from came


@contextmanager
def _team(maker: Maker, pieces: list[range], jobs: int) -> Iterator[list[Connection]]:
    context: Any = get_context(START)
    processes: list[Any] = []
    connections: list[Connection] = []
    try:
        for number in range(jobs):
            ours, theirs = context.Pipe(duplex=False)
            # A copied process has our ends too; as long as they are open, it does not see that we are gone.
            inherited = [*connections, ours] if START == "fork" else []
            process = context.Process(
                target=_work, args=(maker, pieces[number::jobs], theirs, inherited, os.getpid()), daemon=True
            )
            process.start()
            theirs.close()
            processes.append(process)
            connections.append(ours)
        yield connections
    finally:
        for process in processes:
            process.kill()
        for process, connection in zip(processes, connections, strict=True):
            process.join()
            connection.close()


def _work(
    maker: Maker, pieces: list[range], connection: Connection, inherited: list[Connection], parent: int
) -> None:
    """Make some pieces, each sent back when it is done, as long as `parent` is there to send it to."""
    # Ctrl-C goes to every process of a terminal; the one that was started decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    try:
        for piece in pieces:
            came = []
            for index in piece:
                if _is_alone(parent):  # the next run must not find anybody at work
                    return
                came.append(maker.make(index))
            _send(connection, came)
    except Exception as error:  # noqa: BLE001 - raised again by the process that was started
        _send(connection, error)


def _is_alone(parent: int) -> bool:
    """Whether the process that was started is gone: killed, it could not stop its helpers."""
    if sys.platform != "win32":
        return os.getppid() != parent
    # Windows goes on naming a parent that is gone.
    started = parent_process()
    return started is None or not started.is_alive()


def _send(connection: Connection, came: list[Done] | Exception) -> None:
    try:
        connection.send(came)
    except OSError:  # nobody listens any more
        sys.exit()
