"""The settings: one table of environment variables, and their values, read once at the start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from geodata.errors import AtlasError


@dataclass(frozen=True)
class Setting:
    """An environment variable, its default in words, and its meaning."""

    variable: str
    default: str
    meaning: str


DATA, HOST, PORT, URL = "MALI_ATLAS_DATA", "MALI_ATLAS_HOST", "MALI_ATLAS_PORT", "MALI_ATLAS_URL"
WORKERS, MIRROR = "MALI_ATLAS_WORKERS", "MALI_ATLAS_MIRROR"
PROXY, TIMEOUT = "MALI_ATLAS_PROXY", "MALI_ATLAS_TIMEOUT"
READ_MEMORY, READ_SECONDS = "MALI_ATLAS_READ_MEMORY", "MALI_ATLAS_READ_SECONDS"

SETTINGS = (
    Setting(DATA, "the user data directory of the system", "directory of the builds and of what was imported"),
    Setting(HOST, "127.0.0.1", "address to listen on"),
    Setting(PORT, "8000", "port to listen on"),
    Setting(URL, "the host that a request names", "address of the server as readers reach it, for links"),
    Setting(WORKERS, "one per core", "worker processes (always 1 on Windows)"),
    Setting(MIRROR, "the publishers themselves", "base URL that fetch asks instead, as MIRROR/host/path"),
    Setting(PROXY, "the proxy of the system", "proxy that fetch goes through, as http://host:port"),
    Setting(TIMEOUT, "30", "seconds of silence after which fetch tries again"),
    Setting(READ_MEMORY, "4000", "MB of memory that reading a file, or a build, may take (no limit on Windows)"),
    Setting(READ_SECONDS, "1800", "seconds that reading a file, or a build, may take"),
)
DEFAULTS = {setting.variable: setting.default for setting in SETTINGS}
LAST_PORT = 65535
_LEAST_MEMORY = 500
"""MB that the libraries alone take which read a file."""


@dataclass(frozen=True)
class Settings:
    """The values of SETTINGS; "" for an address that is not set, None for the system's user data directory."""

    data: Path | None = None
    host: str = DEFAULTS[HOST]
    port: int = int(DEFAULTS[PORT])
    url: str = ""
    workers: int = 1
    mirror: str = ""
    proxy: str = ""
    timeout: float = float(DEFAULTS[TIMEOUT])
    read_memory: int = int(DEFAULTS[READ_MEMORY])
    read_seconds: float = float(DEFAULTS[READ_SECONDS])

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """The settings of an environment; a variable that is empty is not set. Raises AtlasError for a wrong value."""
        data = environ.get(DATA)
        return cls(
            data=Path(data) if data else None,
            host=environ.get(HOST) or DEFAULTS[HOST],
            port=_port(environ),
            url=_address(environ, URL).rstrip("/"),
            workers=_workers(environ),
            mirror=_address(environ, MIRROR),
            proxy=_address(environ, PROXY),
            timeout=_seconds(environ, TIMEOUT),
            read_memory=_memory(environ),
            read_seconds=_seconds(environ, READ_SECONDS),
        )

    def data_directory(self, option: str | None = None) -> Path:
        """The data directory: the option, else the setting, else the system's user data directory."""
        from platformdirs import user_data_path  # a server is told its directory and needs no default

        return Path(option) if option else self.data or user_data_path("mali-atlas", appauthor=False)


def current() -> Settings:
    """The settings of this process's environment. Raises AtlasError for a wrong value."""
    return Settings.from_environ(os.environ)


def _wrong(variable: str, value: str, kind: str, expected: str) -> AtlasError:
    todo = f"Unset it for the default: {DEFAULTS[variable]}."
    return AtlasError(f"{value!r} is not a valid {kind}", where=variable, expected=expected, todo=todo)


def _port(environ: Mapping[str, str]) -> int:
    text = environ.get(PORT) or DEFAULTS[PORT]
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or not 1 <= int(text) <= LAST_PORT:
        raise _wrong(PORT, text, "port", f"a whole number from 1 to {LAST_PORT}")
    return int(text)


def _workers(environ: Mapping[str, str]) -> int:
    text = environ.get(WORKERS) or str(_cores())
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or int(text) < 1:
        raise _wrong(WORKERS, text, "number of workers", "a whole number from 1 to 9999")
    return 1 if os.name == "nt" else int(text)


def _cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _address(environ: Mapping[str, str], variable: str) -> str:
    text = environ.get(variable, "")
    try:
        parts = urlsplit(text)
        is_good = not text or (parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        is_good = False
    if not is_good:
        without_password = text.rpartition("@")[2]
        raise _wrong(variable, without_password, "address", "an http or https URL, such as https://files.example.org")
    return text


def _seconds(environ: Mapping[str, str], variable: str) -> float:
    text = environ.get(variable) or DEFAULTS[variable]
    if not re.fullmatch(r"\d{1,5}(\.\d+)?", text, re.ASCII) or float(text) <= 0:
        raise _wrong(variable, text, "number of seconds", f"a number above 0, such as {DEFAULTS[variable]}")
    return float(text)


def _memory(environ: Mapping[str, str]) -> int:
    text = environ.get(READ_MEMORY) or DEFAULTS[READ_MEMORY]
    if not re.fullmatch(r"\d{1,7}", text, re.ASCII) or int(text) < _LEAST_MEMORY:
        raise _wrong(READ_MEMORY, text, "number of MB", f"a whole number from {_LEAST_MEMORY}")
    return int(text)
