"""The settings, one table: the command line, the README and this module read it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from platformdirs import user_data_path

from geodata.errors import AtlasError

if TYPE_CHECKING:
    from geodata.imports.download import Network


@dataclass(frozen=True)
class Setting:
    """An environment variable, what it stands for when unset, and what it does."""

    variable: str
    default: str
    meaning: str


SETTINGS = (
    Setting(
        "MALI_ATLAS_DATA", "the user data directory of the system", "directory of the builds and of what was imported"
    ),
    Setting("MALI_ATLAS_HOST", "127.0.0.1", "address to listen on"),
    Setting("MALI_ATLAS_PORT", "8000", "port to listen on"),
    Setting(
        "MALI_ATLAS_URL",
        "the host that a request names",
        "address of the server as readers reach it, for links",
    ),
    Setting("MALI_ATLAS_WORKERS", "one per core", "worker processes (always 1 on Windows)"),
    Setting("MALI_ATLAS_MIRROR", "the publishers themselves", "base URL that fetch asks instead, as MIRROR/host/path"),
    Setting("MALI_ATLAS_PROXY", "the proxy of the system", "proxy that fetch goes through, as http://host:port"),
    Setting("MALI_ATLAS_TIMEOUT", "30", "seconds of silence after which fetch tries again"),
)
DEFAULTS = {setting.variable: setting.default for setting in SETTINGS}


def data_directory(option: str | None = None) -> Path:
    """The data directory: the option, else MALI_ATLAS_DATA, else the system's user data directory."""
    chosen = option or os.environ.get("MALI_ATLAS_DATA")
    return Path(chosen) if chosen else user_data_path("mali-atlas", appauthor=False)


def _cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers() -> int:
    """Worker processes to start. Raises AtlasError when MALI_ATLAS_WORKERS is no whole number from 1."""
    text = os.environ.get("MALI_ATLAS_WORKERS")
    if text is None:
        return 1 if os.name == "nt" else _cores()
    if not text.isdecimal() or int(text) < 1:
        raise AtlasError(
            f"{text!r} is no number of workers", where="MALI_ATLAS_WORKERS", expected="a whole number from 1"
        )
    return 1 if os.name == "nt" else int(text)


def public_address() -> str:
    """The server's address as readers reach it, "" where it is not set. Raises AtlasError for one that is none."""
    return _address("MALI_ATLAS_URL")


def network() -> Network:
    """How fetch reaches the network. Raises AtlasError for an address that is none, or a timeout that is no time."""
    from geodata.imports.download import Network

    return Network(
        mirror=_address("MALI_ATLAS_MIRROR"),
        proxy=_address("MALI_ATLAS_PROXY"),
        timeout=_seconds("MALI_ATLAS_TIMEOUT"),
    )


def _address(variable: str) -> str:
    text = os.environ.get(variable, "")
    try:
        parts = urlsplit(text)
        is_good = not text or (parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        is_good = False
    if not is_good:
        raise AtlasError("is no address", where=variable, expected="one such as https://files.example.org/mirror")
    return text


def _seconds(variable: str) -> float:
    text = os.environ.get(variable) or DEFAULTS[variable]
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", text, re.ASCII) or float(text) <= 0:
        raise AtlasError(f"{text!r} is no time", where=variable, expected="seconds, more than 0, such as 30")
    return float(text)
