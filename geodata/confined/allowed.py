"""What a confined process may use: folders, files, memory, processor time."""

from __future__ import annotations

import os
import site
import sys
from dataclasses import dataclass
from pathlib import Path

_SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/bin", "/opt", "/nix", "/gnu", "/System", "/Library", "C:\\Windows"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/ssl/openssl.cnf", "/etc/mime.types"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/sys/fs/cgroup"),
    *("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"),
)
"""Where libraries and the facts about the machine are that they ask for when they are loaded."""
_PACKAGES = Path(__file__).parents[2]


@dataclass(frozen=True)
class Limits:
    """The most that work on a file may take: memory in MB (of 1,000,000 bytes), and seconds on the clock."""

    memory_mb: int = 4_000
    seconds: float = 1_800


@dataclass(frozen=True)
class Allowed:
    """The files and folders that a confined process may read, and the folders that it may write to and read.

    Of the folders that it may write to, `temporary` is the one for temporary files.
    """

    readable: tuple[str, ...]
    writable: tuple[str, ...]
    temporary: str


def allowed(readable: tuple[Path, ...], writable: tuple[Path, ...], temporary: Path) -> Allowed:
    """These files and folders, both as they are named and where links lead, and those that Python itself needs."""
    code = (path for path in sys.path if path != os.getcwd())  # noqa: PTH109 - where a command stands is no code
    own = (*code, sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages(), str(_PACKAGES))
    return Allowed(
        _both((*map(str, readable), *filter(None, own), *_SYSTEM)),
        _both((*map(str, writable), str(temporary))),
        str(temporary),
    )


def _both(paths: tuple[str, ...]) -> tuple[str, ...]:
    there = (path for path in paths if os.path.lexists(path))
    return tuple(dict.fromkeys(found for path in there for found in (os.path.abspath(path), os.path.realpath(path))))  # noqa: PTH100 - links kept
