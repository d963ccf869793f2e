"""A build with its progress on the terminal: in a process of its own, which loads GeoPandas for it."""

from __future__ import annotations

from pathlib import Path

from app.cli import terminal
from geodata.builds import assemble


def build(data: Path) -> str:
    """Build in a data directory; return the build's id."""
    with terminal.Progress() as progress:
        return assemble.build(data, progress=progress)
