"""Which signals the processes of a server heed: those that it starts leave them to it."""

from __future__ import annotations

import os
import signal

_ENDING = (signal.SIGINT, signal.SIGTERM)


def obey_in_forks() -> None:
    """Have what this process forks from now on end at SIGINT and SIGTERM from its first moment on, while it starts.

    The handlers that a fork has from its parent do nothing there: what is sent before they are put away waits until
    they are. Where nothing is forked, as on Windows, there is nothing to do.
    """
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_hold, after_in_parent=_let_go, after_in_child=_obey)


def ignore_signals() -> None:
    """Leave SIGINT and SIGTERM, which may be sent to all processes of a server, to the one that started this."""
    for one in _ENDING:
        signal.signal(one, signal.SIG_IGN)


def _hold() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)


def _let_go() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _obey() -> None:
    for one in _ENDING:
        signal.signal(one, signal.SIG_DFL)
    _let_go()
