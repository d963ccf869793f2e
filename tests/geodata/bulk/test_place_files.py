"""Files of events placed in pieces: the same bytes however they are divided, and the counts of the build's own way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet
import pytest

from geodata.boundaries import ground
from geodata.bulk import engines, run
from geodata.counting import aggregate, placed_file
from geodata.schema import validate
from tests.benchmarks import synthetic

ROWS = 3_000


def silent(_done, _of):
    """No progress."""


@pytest.fixture(scope="module")
def events() -> pa.Table:
    """Synthetic events, with one of another country and one of an earlier year among them for certain."""
    return synthetic.group(0, ROWS)


@pytest.fixture(scope="module")
def folder(events, tmp_path_factory):
    """The events as one file of one row group, as one of many, and as three CSV files."""
    folder = tmp_path_factory.mktemp("events")
    parquet.write_table(events, folder / "whole.parquet")
    parquet.write_table(events, folder / "divided.parquet", row_group_size=400)
    for number in range(3):
        part = plain(events.slice(number * 1_000, 1_000))
        arrow_csv.write_csv(part, folder / f"part{number}.csv")
    return folder


def plain(events: pa.Table) -> pa.Table:
    """The events with texts as texts."""
    columns = [one.cast(pa.string()) if pa.types.is_dictionary(one.type) else one for one in events.columns]
    return pa.table(columns, names=events.column_names)


def placed(folder, names, output, engine=None, rows=400):
    own = engine or engines.Local(1)
    try:
        run.run(run.Wanted([folder / name for name in names], None, output, None, rows), own, silent)
    finally:
        own.close()
    return output.read_bytes()


@pytest.fixture(scope="module")
def whole(folder):
    return placed(folder, ["whole.parquet"], folder / "counts.parquet")


DIVISIONS = {
    "row groups": ["divided.parquet"],
    "CSV": ["part0.csv", "part1.csv", "part2.csv"],
    "CSV in another order": ["part2.csv", "part0.csv", "part1.csv"],
}


@pytest.mark.parametrize("name", DIVISIONS)
def test_the_bytes_are_the_same_however_the_events_are_divided(folder, whole, tmp_path, name):
    assert placed(folder, DIVISIONS[name], tmp_path / "counts.parquet") == whole
    assert [path.name for path in tmp_path.iterdir()] == ["counts.parquet"]


def test_the_bytes_are_the_same_in_batches_of_another_size(folder, whole, tmp_path, monkeypatch):
    monkeypatch.setattr("geodata.bulk.pieces.ROWS_A_BATCH", 57)
    monkeypatch.setattr("geodata.bulk.tally_file._AT_ONCE", 13)
    assert placed(folder, ["divided.parquet"], tmp_path / "counts.parquet") == whole


def test_the_bytes_of_many_row_groups_are_the_same_whatever_is_read_and_spread_at_once(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("geodata.bulk.result._ROWS_A_GROUP", 1_000)
    usual = placed(folder, ["whole.parquet"], tmp_path / "usual.parquet")
    monkeypatch.setattr("geodata.bulk.result.AT_ONCE", 5)
    monkeypatch.setattr("geodata.bulk.result._KEYS_AT_ONCE", 7)
    monkeypatch.setattr("geodata.counting.rows.AT_ONCE", 5)
    assert placed(folder, ["whole.parquet"], tmp_path / "pieces.parquet") == usual
    assert parquet.read_metadata(tmp_path / "usual.parquet").num_row_groups > 20


@pytest.mark.parametrize("most_keys", [0, 6_000, 10**9])
def test_the_bytes_are_the_same_of_many_tallies_set_aside_or_kept(folder, whole, tmp_path, monkeypatch, most_keys):
    monkeypatch.setattr("geodata.bulk.pieces.ROWS_A_BATCH", 300)
    monkeypatch.setattr("geodata.bulk.work.ROWS_A_TALLY", 700)
    monkeypatch.setattr("geodata.bulk.work.MOST_KEYS", most_keys)
    assert placed(folder, ["whole.parquet"], tmp_path / "counts.parquet") == whole


def test_the_bytes_are_the_same_of_several_processes(folder, whole, tmp_path):
    assert placed(folder, ["divided.parquet"], tmp_path / "counts.parquet", engines.Local(2)) == whole


KILLS = """
import os, signal, sys
from pathlib import Path
from geodata.bulk import run
from geodata.bulk.dask_engine import Dask

if __name__ == "__main__":
    engine, killed = Dask(2), []

    def watch(done, of):
        busy = [where for where, jobs in engine._client.processing().items() if jobs]
        if not killed and busy:
            pid = engine._client.run(os.getpid, workers=busy[:1])[busy[0]]
            os.kill(pid, signal.SIGKILL)
            killed.append(done)

    run.run(run.Wanted([Path(sys.argv[1])], None, Path(sys.argv[2]), None, 100), engine, watch)
    engine.close()
    print("killed after", *killed)
"""


def test_the_bytes_are_the_same_of_dask_where_a_worker_is_killed_in_the_middle(events, whole, tmp_path):
    parquet.write_table(events, tmp_path / "divided.parquet", row_group_size=100)
    script = tmp_path / "kills.py"
    script.write_text(KILLS, encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, script, tmp_path / "divided.parquet", tmp_path / "counts.parquet"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.stdout.startswith("killed after "), answer.stderr
    assert int(answer.stdout.split()[-1]) < 30
    assert (tmp_path / "counts.parquet").read_bytes() == whole


def as_table(events: pa.Table) -> pd.DataFrame:
    """The synthetic events as columns.EVENTS."""
    texts = {"country": "Mali", "admin3_name": None, "place": None, "reported_by": None, "clarity_status": None}
    found = plain(events).to_pandas().assign(row=range(2, len(events) + 2), is_active=None, **texts)
    found["event_id"] = found["event_id"].astype(str)
    return validate.validate("events", found, "synthetic")


def test_the_counts_are_those_of_a_build_with_the_same_events(folder, whole, events):
    shipped = ground.shipped_boundaries()
    located = aggregate.locate(as_table(events), shipped.surroundings.borders)
    expected = aggregate.count(located, shipped.units, frame="2016", rules=shipped.rules)
    found = placed_file.read(folder / "counts.parquet")
    made = found.aggregate("2016", ["admin1", "grid"])
    for name in ("counts", "beside", "accounting", "disagreements"):
        pd.testing.assert_frame_equal(getattr(made, name), getattr(expected, name))
    assert (made.years, made.months, made.left_out) == (expected.years, expected.months, expected.left_out)
    assert made.left_out["other_countries"] == pc.sum(pc.equal(events["country_iso3"], "NER")).as_py() > 0


def test_a_process_that_is_killed_is_said_in_words():
    engine = engines.Local(2)
    with pytest.raises(engines.AtlasError, match=r"a process that counts ended without an answer.*--workers"):
        list(engine.run([Killed(), Killed()]))
    engine.close()


class Killed:
    """A job that kills the process that takes it up."""

    def __reduce__(self):
        return os.kill, (Pid(), signal.SIGKILL)


class Pid:
    """The process that reads it."""

    def __reduce__(self):
        return os.getpid, ()
