"""What decides that a build is out of date: all that makes builds, and nothing that only reads them."""

import subprocess
import sys
from pathlib import Path

import pytest

from geodata import versions

ROOT = Path(versions.__file__).parent


def test_what_only_reads_builds_has_no_part_in_making_them():
    code = "import sys, geodata.builds.assemble; print(*(name for name in sys.modules if name.startswith('geodata.')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert len(loaded) > 40
    assert {name.split(".")[1] for name in loaded} & set(versions.READERS) == set()


def test_every_reader_is_there():
    assert [name for name in versions.READERS if not list(ROOT.glob(f"{name}*"))] == []


@pytest.mark.parametrize(
    ("path", "is_pipeline"), [("placing/place.py", True), ("data/ucdp/x.csv", True), ("exports/records.py", False)]
)
def test_a_change_of_the_pipeline_dates_builds_and_any_change_dates_what_is_served(
    tmp_path, monkeypatch, path, is_pipeline
):
    def hashes() -> tuple[str, str]:
        return versions._hash(is_whole=False), versions._hash(is_whole=True)

    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(versions, "_ROOT", tmp_path)
    file.write_text("before")
    before = hashes()
    file.write_text("after")
    after = hashes()
    assert (before[0] != after[0], before[1] != after[1]) == (is_pipeline, True)
