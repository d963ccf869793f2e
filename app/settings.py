"""The settings, one table: the command line, the README and this module read it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from geodata.errors import AtlasError


@dataclass(frozen=True)
class Setting:
    """An environment variable, what it stands for when unset, and what it does."""

    variable: str
    default: str
    meaning: str


SETTINGS = (
    Setting("MALI_ATLAS_DATA", "the user data directory of the system", "directory that holds the builds"),
    Setting("MALI_ATLAS_HOST", "127.0.0.1", "address to listen on"),
    Setting("MALI_ATLAS_PORT", "8000", "port to listen on"),
    Setting("MALI_ATLAS_WORKERS", "one per core", "worker processes (always 1 on Windows)"),
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
