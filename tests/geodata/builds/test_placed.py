"""Counts that were placed elsewhere are imported and built with, in the boundaries that they were placed in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geodata.boundaries.ground import REGIONS
from geodata.builds import assemble, gather, store
from geodata.errors import DataError
from geodata.imports import add, placed
from geodata.sources import sha256
from tests import drawn_ged

SPEC = [
    {"id": number, "x": 0.5 + number % 3, "y": 16.5, "year": 2012 + number % 12, "a": "JNIM", "best": number}
    for number in range(1, 40)
]


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    """A drawn file of UCDP GED, placed by the command in a process of its own."""
    folder = tmp_path_factory.mktemp("placed")
    file = drawn_ged.ged_file(folder / "events.csv", SPEC)
    command = [sys.executable, "-c", "from app.cli.main import main; main()", "place", file, "--workers", "1"]
    command += ["-o", folder / "counts.parquet"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert answer.returncode == 0, answer.stderr
    assert "Rows: 39 = 39 events + 0 left out + 0 rejected." in answer.stdout
    assert "  placing events ..." in answer.stderr
    again = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    return folder / "counts.parquet"


def test_a_build_of_placed_counts_has_the_figures_of_the_events_themselves(counts, tmp_path):
    editions = []
    for name, file in {"counts": counts, "events": counts.with_name("events.csv")}.items():
        record = add.add(tmp_path / name, file)
        assert (record.rows, record.accepted, record.policy) == (39, 39, "ucdp")
        assemble.build(tmp_path / name)
        editions.append(store.read(tmp_path / name).edition(record.name, "2016"))
    own, other = editions
    for table in ("counts", "beside", "accounting", "disagreements", "national"):
        assert [{**row, "source_id": ""} for row in own.table(table)] == [
            {**row, "source_id": ""} for row in other.table(table)
        ]
    for name in ("covered", "covered_months", "families", "violence", "left_out", "absent"):
        assert own.manifest[name] == other.manifest[name]


def test_counts_of_other_boundaries_are_left_out_with_what_to_do(counts, tmp_path, monkeypatch):
    record = add.add(tmp_path, counts)
    monkeypatch.setattr("geodata.builds.usable.sha256", lambda path: "0" * 64)
    inputs = gather.gather_inputs(tmp_path)
    assert [one.name for one in inputs.left_out] == [record.name]
    assert "were placed in other boundaries" in inputs.left_out[0].why
    with pytest.raises(DataError, match="Import the same boundary file"):
        placed.require_units(placed.read(counts), {"shipped": "0" * 64})
    assert placed.require_units(placed.read(counts), {"shipped": sha256(REGIONS)}) == "shipped"
