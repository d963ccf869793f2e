"""What a process does about itself: it ends with the one that started it, and it bounds its memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
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
        threading.Thread(target=_wait, args=arguments, daemon=True, name="ends with parent").start()


def _wait(sentinel: int, parent: int, grace: float, last: Callable[[], object]) -> None:
    while not connection.wait([sentinel], timeout=_LOOK_SECONDS):
        if os.getppid() != parent:  # a sibling may hold the other end of the sentinel
            break
    if grace:
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(grace)
    last()
    os._exit(1)


def bound_memory(most: int) -> None:
    """Have the system refuse memory beyond so many bytes, and leave no image of it on the disk; not on Windows."""
    if sys.platform == "win32":
        return
    import resource  # not on Windows

    for kind, value in ((resource.RLIMIT_DATA, most), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
