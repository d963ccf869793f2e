"""What ends the processes of a server when the one that started them is gone, however it went."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import connection

_LOOK_SECONDS = 0.5


def end_with_parent(grace: float = 0, *, last: Callable[[], object] = lambda: None) -> None:
    """End this process once the one that started it has ended: at once, or asked to stop `grace` seconds before.

    `last` is done then, in a thread of its own.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        arguments = (parent.sentinel, os.getppid(), grace, last)
        threading.Thread(target=_wait, args=arguments, daemon=True, name="lifeline").start()


def obey_signals() -> None:
    """End at SIGINT and SIGTERM while this process starts: the handlers that it has from its parent do nothing here."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def ignore_signals() -> None:
    """Leave SIGINT and SIGTERM, which may be sent to all processes of a server, to the one that started this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _wait(sentinel: int, parent: int, grace: float, last: Callable[[], object]) -> None:
    while not connection.wait([sentinel], timeout=_LOOK_SECONDS):
        if os.getppid() != parent:  # a sibling may hold the other end of the sentinel
            break
    if grace:
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(grace)
    last()
    os._exit(1)
