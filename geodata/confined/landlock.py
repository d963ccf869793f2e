"""Linux's Landlock: from here on the kernel itself refuses this process all files but those named, and connections.

Own calls, since the packages that wrap them are a first alpha (py-landlock 0.1) or know no network (landlock 1.0.dev5);
the interface is three system calls that stay as they are. Source: Linux, Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_OF_FILES = (1 << 0) | (1 << 1) | _READ_FILE | (1 << 14) | (1 << 15)
"""Rights that a rule on a single file can give: execute, write, read, truncate, ioctl."""
_MADE_BY_NOBODY = (1 << 0) | sum(1 << kind for kind in (6, 9, 10, 11, 12)) | (1 << 15)
"""Executing; making devices, sockets, pipes and links; ioctl: given to nobody."""
_RIGHTS = ((5, 15), (3, 14), (2, 13), (1, 12))
"""By version of the interface, the last right to files that it knows."""
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6
_TCP, _OTHERS = 0b11, 0b11
"""Listening and connecting by TCP; abstract sockets of, and signals to, other processes."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """The version of the kernel's interface; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION_FLAG)))


def restrict(readable: Sequence[str], writable: Sequence[str]) -> bool:
    """Refuse this thread, and those it starts, all but these paths and every TCP connection; False where it cannot.

    It cannot be undone. Paths that are not there are passed over.
    """
    known = version()
    if not known:
        return False
    last = next(last for since, last in _RIGHTS if known >= since)
    every = (1 << (last + 1)) - 1
    asked = _Ruleset(every, _TCP if known >= _NETWORK_SINCE else 0, _OTHERS if known >= _SCOPES_SINCE else 0)
    size = 8 if known < _NETWORK_SINCE else 16 if known < _SCOPES_SINCE else 24
    libc = _libc()
    rules = libc.syscall(_CREATE, ctypes.byref(asked), ctypes.c_size_t(size), 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            _allow(libc, rules, path, (_READ_FILE | _READ_DIR) & every)
        for path in writable:
            _allow(libc, rules, path, every & ~_MADE_BY_NOBODY)
        libc.prctl(_NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0)))
        return int(libc.syscall(_RESTRICT, rules, 0)) == 0
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        given = rights if Path(path).is_dir() else rights & _OF_FILES
        libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(_Beneath(given, folder)), 0)
    finally:
        os.close(folder)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
