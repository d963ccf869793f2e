"""What servers leave that were killed with all their processes goes with the next start."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from app.server import broker_process

DEAD = 2**22 + 1
"""No process has such an id on Linux."""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")
def test_only_what_nobody_uses_is_swept(tmp_path):
    names = [f"mali-atlas-{DEAD}-left", f"mali-atlas-{DEAD}-heard", f"mali-atlas-{os.getpid()}-own", "mali-atlas-x-y"]
    left, heard, own, other = (tmp_path / name for name in names)
    for room in (left, heard, own, other):
        room.mkdir()
        (room / "file").touch()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(heard / "broker"))
        listening.listen()
        broker_process._sweep(tmp_path)
    assert [room.exists() for room in (left, heard, own, other)] == [False, True, True, True]
