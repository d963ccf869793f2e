"""The guards that a confined process puts up before it loads anything that reads a file."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from geodata.confined import landlock, own_process
from geodata.confined.allowed import Allowed, Limits

ENVIRONMENT = {
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "CPL_ALLOW_VSISTDIN": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_HTTP_PROXY": "none://none",
    "PROJ_NETWORK": "OFF",
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "GDAL_NUM_THREADS"), "1"),
}
"""Variables that libraries read when they are loaded: no plug-in, no script in a file, no network, no threads."""
_REFUSED = {
    *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"),
    *("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"),
    *("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn"),
    *("os.startfile", "pty.spawn", "os.symlink", "os.link", "os.chown", "os.setxattr"),
    *("sqlite3.enable_load_extension", "sqlite3.load_extension"),
}
"""Events that nothing here needs: connections, names of hosts, programs, links, extensions of SQLite."""
_CHANGES = {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.utime"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_READS = {"os.listdir", "os.scandir"}


def put_up(own: Allowed, limits: Limits, prepare: Sequence[str]) -> None:
    """Confine this process, for good, to what it is allowed; then call the functions named in `prepare`.

    Its network, its programs and its writing are refused by Python's own audit everywhere; on Linux the kernel
    refuses the libraries, too. It ends when the process that started it does.
    """
    own_process.end_with_parent()
    sys.dont_write_bytecode = True
    os.environ.update(ENVIRONMENT)
    os.environ["TMPDIR"] = tempfile.tempdir = own.temporary
    os.chdir(own.temporary)
    own_process.bound_memory(limits.memory_mb * 1_000_000)
    landlock.restrict(own.readable, own.writable)
    sys.addaudithook(audit(own))
    for name in prepare:
        resolve_name(name)()


def audit(own: Allowed) -> Callable[[str, tuple[Any, ...]], None]:
    """A hook of sys.addaudithook that raises PermissionError for what a confined process has no business with."""
    writable, readable = _below(own.writable), _below((*own.readable, *own.writable))

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event in _REFUSED:
            raise _refusal(event, "")
        if event == "open":
            mode, flags = str(given[1] or ""), int(given[2] or 0)
            is_write = bool(flags & _WRITES) or any(letter in mode for letter in "wax+")
            _require(event, given[:1], writable if is_write else readable)
        elif event in _CHANGES:
            _require(event, given[: 2 if event == "os.rename" else 1], writable)
        elif event in _READS:
            _require(event, given[:1], readable)

    return hook


def _require(event: str, paths: Sequence[Any], is_below: Callable[[str], bool]) -> None:
    """Relative paths are those inside a folder that is being emptied; whatever they are, the kernel looks, too."""
    for path in paths:
        if isinstance(path, str | bytes | os.PathLike):
            text = os.fsdecode(path)
            if Path(text).is_absolute() and not is_below(os.path.normpath(text)):
                raise _refusal(event, text)


def _below(folders: Sequence[str]) -> Callable[[str], bool]:
    exact = set(folders)
    starts = tuple(folder.rstrip(os.sep) + os.sep for folder in folders)
    return lambda path: path in exact or path.startswith(starts)


def _refusal(event: str, path: str) -> PermissionError:
    return PermissionError(errno.EACCES, f"A file may open nothing but itself ({event})", path or None)
