"""Build, import and remove are whole or not there, whatever ends them: a few tries, hundreds in .ci/soak/faults.py."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
KINDS = ["killed=2", "two-at-once=1", "no-room=1"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="tries are forks")
def test_what_is_killed_or_refused_leaves_the_build_and_the_imports_as_they_were_or_whole():
    kinds = [*KINDS, "no-rights=1"] if os.geteuid() == 0 else KINDS
    command = [sys.executable, "-m", "tests.faulty", *kinds]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert [failure for one in found for failure in one["failures"]] == []
    assert len(found) == 3 * len(kinds)
    assert sum(one["faulted"] for one in found if one["kind"] == "killed") >= 3
    assert max(one["most_left_bytes"] for one in found) < 1_000_000
