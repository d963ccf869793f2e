"""The settings: one table of environment variables, and their values, read once at the start."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from geodata.errors import AtlasError
from geodata.texts import N_


@dataclass(frozen=True)
class Setting:
    """An environment variable, its default, and its meaning: texts that `/docs` says in the reader's language."""

    variable: str
    default: str
    meaning: str


DATA, HOST, PORT, URL = "MALI_ATLAS_DATA", "MALI_ATLAS_HOST", "MALI_ATLAS_PORT", "MALI_ATLAS_URL"
WORKERS, MIRROR = "MALI_ATLAS_WORKERS", "MALI_ATLAS_MIRROR"
PROXY, TIMEOUT = "MALI_ATLAS_PROXY", "MALI_ATLAS_TIMEOUT"
READ_MEMORY, READ_SECONDS = "MALI_ATLAS_READ_MEMORY", "MALI_ATLAS_READ_SECONDS"
HELPERS, QUEUE, MAKING = "MALI_ATLAS_HELPERS", "MALI_ATLAS_QUEUE", "MALI_ATLAS_MAKING"
MEMORY, NICE, AHEAD = "MALI_ATLAS_MEMORY", "MALI_ATLAS_NICE", "MALI_ATLAS_AHEAD"
CONNECTIONS, IDLE, STOPPING = "MALI_ATLAS_CONNECTIONS", "MALI_ATLAS_IDLE", "MALI_ATLAS_STOPPING"
TRUSTED, FRAMERS = "MALI_ATLAS_TRUSTED_PROXIES", "MALI_ATLAS_FRAME_ANCESTORS"

SETTINGS = (
    Setting(DATA, N_("the user data directory of the system"), N_("directory of the builds and of what was imported")),
    Setting(HOST, "127.0.0.1", N_("address to listen on")),
    Setting(PORT, "8000", N_("port to listen on")),
    Setting(URL, N_("the host that a request names"), N_("address of the server as readers reach it, for links")),
    Setting(WORKERS, N_("one per core"), N_("worker processes (always 1 on Windows)")),
    Setting(HELPERS, N_("one per core"), N_("processes that make figures, files, collections and pages with charts")),
    Setting(QUEUE, "32", N_("answers that wait for a helper at most, half of them for one client; then 503 says when")),
    Setting(MAKING, "60", N_("seconds that one waits at most for a helper to begin, and after which it gives up")),
    Setting(MEMORY, "2048", N_("MB that a helper may need for an answer, beyond what it starts with")),
    Setting(NICE, "5", N_("how far helpers give way to all else, as the niceness of a process: 0 not at all, 19 most")),
    Setting(AHEAD, "256", N_("MB of common figures and files that are made when a build is noticed; 0 for none")),
    Setting(CONNECTIONS, "8192", N_("connections that a worker keeps open at most")),
    Setting(
        IDLE, "30", N_("seconds after which a connection without a whole request, or whose reader stands still, ends")
    ),
    Setting(STOPPING, "30", N_("seconds that downloads under way have when the server is stopped")),
    Setting(
        TRUSTED,
        N_("none"),
        N_("proxies in front, as addresses or networks with commas; their X-Forwarded-For says who asks"),
    ),
    Setting(
        FRAMERS, "*", N_("sites that may show /embed in a frame, as origins with spaces; * is any, none is no other")
    ),
    Setting(MIRROR, N_("the publishers themselves"), N_("base URL that fetch asks instead, as MIRROR/host/path")),
    Setting(PROXY, N_("the proxy of the system"), N_("proxy that fetch goes through, as http://host:port")),
    Setting(TIMEOUT, "30", N_("seconds of silence after which fetch tries again")),
    Setting(READ_MEMORY, "4000", N_("MB of memory that reading a file, or a build, may take (no limit on Windows)")),
    Setting(READ_SECONDS, "1800", N_("seconds that reading a file, or a build, may take")),
)
DEFAULTS = {setting.variable: setting.default for setting in SETTINGS}
LAST_PORT = 65535
_LEAST_MEMORY = 500
"""MB that the libraries alone take which read a file."""
ANY_SITE, NO_SITE = "*", "none"
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z\d]([a-z\d.-]*[a-z\d])?(:\d{1,5})?", re.ASCII | re.IGNORECASE)
"""What may stand in a header that says who frames a page: nothing that ends a source or a directive."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


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
    helpers: int = 1
    queue: int = int(DEFAULTS[QUEUE])
    making: float = float(DEFAULTS[MAKING])
    memory: int = int(DEFAULTS[MEMORY])
    nice: int = int(DEFAULTS[NICE])
    ahead: int = int(DEFAULTS[AHEAD])
    connections: int = int(DEFAULTS[CONNECTIONS])
    idle: float = float(DEFAULTS[IDLE])
    stopping: float = float(DEFAULTS[STOPPING])
    trusted: tuple[Network, ...] = ()
    framers: tuple[str, ...] = (ANY_SITE,)

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
            read_memory=_number(environ, READ_MEMORY, "number of MB", least=_LEAST_MEMORY, most=9_999_999),
            read_seconds=_seconds(environ, READ_SECONDS),
            helpers=_number(environ, HELPERS, "number of helpers", of=cores()),
            queue=_number(environ, QUEUE, "number of answers"),
            making=_seconds(environ, MAKING),
            memory=_number(environ, MEMORY, "number of MB", most=999_999),
            nice=_number(environ, NICE, "niceness", least=0, most=19),
            ahead=_number(environ, AHEAD, "number of MB", least=0, most=999_999),
            connections=_number(environ, CONNECTIONS, "number of connections", most=999_999),
            idle=_seconds(environ, IDLE),
            stopping=_seconds(environ, STOPPING),
            trusted=_networks(environ),
            framers=_framers(environ),
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
    found = _number(environ, WORKERS, "number of workers", of=cores())
    return 1 if os.name == "nt" else found


def _number(
    environ: Mapping[str, str], variable: str, kind: str, *, of: int | None = None, least: int = 1, most: int = 9999
) -> int:
    """A whole number; `of` stands for a default that is no number."""
    text = environ.get(variable) or (DEFAULTS[variable] if of is None else str(of))
    if not re.fullmatch(r"\d{1,7}", text, re.ASCII) or not least <= int(text) <= most:
        raise _wrong(variable, text, kind, f"a whole number from {least} to {most}")
    return int(text)


def _networks(environ: Mapping[str, str]) -> tuple[Network, ...]:
    text = environ.get(TRUSTED, "")
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise _wrong(
            TRUSTED, text, "list of networks", "addresses or networks, such as 127.0.0.1, 10.0.0.0/8"
        ) from None


def _framers(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The origins that may frame /embed, or ANY_SITE alone; () for none but this server."""
    text = environ.get(FRAMERS) or DEFAULTS[FRAMERS]
    if text in (ANY_SITE, NO_SITE):
        return (ANY_SITE,) if text == ANY_SITE else ()
    found = tuple(text.split())
    if not found or not all(map(_ORIGIN.fullmatch, found)):
        raise _wrong(FRAMERS, text, "list of origins", "*, none, or origins, such as https://example.org")
    return found


def cores() -> int:
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
