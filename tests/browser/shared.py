"""Servers that all workers of a run ask: started by the first that needs one, stopped by it when nobody is left."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from tests import once


@contextmanager
def shared(name: str, start: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of what `start` serves from the data directory that it is given.

    Whoever asks holds a lock until it leaves, and so does one that is killed: the worker that started the server waits
    for all of them.
    """
    home = once.room(f"shared-{name}")
    address = home / "address"
    with (home / "asked").open("w") as asked, ExitStack() as own:
        fcntl.flock(asked, fcntl.LOCK_SH)
        with (home / "starting").open("w") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            is_ours = not address.exists()
            if is_ours:
                address.write_text(own.enter_context(start(home / "data")), encoding="utf-8")
        try:
            yield address.read_text(encoding="utf-8")
        finally:
            if is_ours:
                fcntl.flock(asked, fcntl.LOCK_EX)
                address.unlink()
                own.close()
