"""Real files, imported: what is said of them, and that they are read again as they were."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import AtlasError, DataError
from geodata.imports import add
from tests import worlds
from tests.shelves import contents


@pytest.fixture
def data(tmp_path) -> Path:
    return tmp_path / "data"


def test_the_events_of_mali(data):
    record = add.add(data, worlds.shared("data/ucdp/ged241_country_download_mali.csv"))
    assert (record.name, record.layout, record.policy) == ("ucdp-ged-24.1", "ucdp-ged", "ucdp")
    assert (record.release, record.is_release_inferred) == ("24.1", True)
    assert (record.rows, record.accepted, record.rejected) == (2120, 2120, 0)
    assert record.countries == {"Mali": 2120}
    assert (record.first_day, record.last_day) == ("1990-06-28", "2023-12-31")
    assert record.odd["best_above_high"] == 18
    again = add.read(data, record)
    assert (again.rows, len(again.table)) == (2120, 2120)


def test_the_candidate_events_of_three_countries(data):
    record = add.add(data, worlds.shared("data/ucdp/ged_candidate_26_0_2.xlsx"))
    assert (record.name, record.layout) == ("ucdp-candidate-2026-02", "ucdp-candidate")
    assert record.rows == record.accepted + record.rejected == 1298
    assert list(record.countries.items())[:3] == [("Mali", 33), ("Burkina Faso", 48), ("Niger", 21)]
    assert sum(record.countries.values()) == record.accepted


def test_the_communes_of_mali(data):
    record = add.add(data, worlds.shared("data/boundaries/MLI-ADM3.geojson"))
    assert (record.name, record.kind, record.rows) == ("geoboundaries-adm3", "boundaries", 701)
    assert record.levels == ("admin1", "admin2", "admin3")
    assert record.notes
    communes, _ = add.read_boundaries(data, record)
    assert len(communes) == 701


def test_a_table_of_countries_is_none_of_ours(data):
    with pytest.raises(DataError, match="unknown layout; the closest is UCDP"):
        add.add(data, worlds.shared("data/ucdp/organizedviolence_country_year_25_1_mali.csv"))
    assert not data.exists()


SUFFIXES = st.sampled_from([".csv", ".xlsx", ".zip", ".geojson", ".gpkg", ".json", ".shp", ""])
STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"SQLite format 3\0", b'{"type": "FeatureCollection", ', b"id,year,best\n"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STARTS, st.binary(max_size=200), SUFFIXES)
def test_a_file_of_anything_is_an_error_and_leaves_nothing(tmp_path, start, rest, suffix):
    with tempfile.TemporaryDirectory(dir=tmp_path) as room:
        file = Path(room) / f"file{suffix}"
        file.write_bytes(start + rest)
        with pytest.raises(AtlasError):
            add.add(Path(room) / "data", file)
        assert list(contents(Path(room))) in ([file.name], ["data", file.name])
