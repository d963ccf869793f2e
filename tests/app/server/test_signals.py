"""What a server forks ends when it is told to, from its first moment on."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

FORKS = """
import os, signal

signal.signal(signal.{name}, lambda *_: None)
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.{name}))
from app.server import signals

signals.obey_in_forks()
child = os.fork()
if not child:
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.{name})
os.kill(os.getpid(), signal.{name})
print(signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""
"""A server whose handler says nothing to its forks, and one of them that is told to end before it has done a step."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_fork_that_is_told_to_end_before_its_first_step_ends(name):
    command = [sys.executable, "-c", FORKS.format(name=name)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert said.splitlines() == ["True", "set()"]
