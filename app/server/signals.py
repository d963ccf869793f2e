"""Which signals the processes of a server heed: those that it starts leave them to it."""

from __future__ import annotations

import signal


def obey_signals() -> None:
    """End at SIGINT and SIGTERM while this process starts: the handlers that it has from its parent do nothing here."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def ignore_signals() -> None:
    """Leave SIGINT and SIGTERM, which may be sent to all processes of a server, to the one that started this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
