"""What cannot be placed is refused in words, and a row that cannot be read is told of, never dropped."""

from __future__ import annotations

import sys

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from geodata.bulk import by_name, engines, pieces, run, units
from geodata.bulk.units import UnitsFile
from geodata.counting import placed_file
from geodata.errors import AtlasError, DataError
from tests.app.servers import free_port

GOOD = {
    "year": "2022",
    "country_iso3": "MLI",
    "date_start": "2022-03-27",
    "date_end": "2022-03-27",
    "date_precision": "1",
    "where_precision": "1",
    "longitude": "-0.05",
    "latitude": "16.27",
    "violence_type": "one_sided",
    "side_a": "JNIM",
    "fatalities_best": "2",
}
BAD = {
    ("year", "20x2"): "not a number",
    ("year", ""): "empty",
    ("year", "2022.5"): "not a whole number",
    ("year", "1900"): "not from 1946 to 2100",
    ("date_start", "27/03/2022"): "not a date",
    ("date_end", "2022-02-30"): "not a date",
    ("where_precision", "9"): "not from 1 to 7",
    ("longitude", "200"): "not from -180 to 180",
    ("longitude", "nan"): "not a number",
    ("latitude", "north"): "not a number",
    ("violence_type", "theft"): "not one of: state_based",
    ("fatalities_best", "-1"): "not from 0 to 1,000,000,000",
}


def csv(path, rows, names=tuple(GOOD)):
    path.write_text("\n".join([",".join(names), *(",".join(row.values()) for row in rows)]) + "\n", encoding="utf-8")
    return path


def place(*files, output=None, units_file=None, actors=None):
    output = output or files[0].with_name("counts.parquet")
    return run.run(run.Wanted(files, units_file, output, actors), engines.Local(1), lambda done, of: None)


def refused(*files, **options):
    with pytest.raises(AtlasError) as caught:
        place(*files, **options)
    assert [path.name for path in files[0].parent.iterdir() if "counts" in path.name] == []
    return caught.value.text


def test_every_row_that_cannot_be_used_is_told_with_its_column_and_reason(tmp_path):
    rows = [{**GOOD, column: value} for column, value in BAD]
    about = place(csv(tmp_path / "events.csv", [GOOD, *rows, {**GOOD, "year": "2011"}, {**GOOD, "country_iso3": ""}]))
    assert (about["rows"], about["events"]) == (len(BAD) + 3, 1)
    assert about["left_out"] == {"earlier_years": 1, "other_countries": 1}
    told: dict[tuple[str, str], int] = {}
    for name, column, reason, number in about["rejected"]:
        assert name == "events.csv"
        told[column, reason.split(",")[0] if "one of" in reason else reason] = number
    expected: dict[tuple[str, str], int] = {}
    for (column, _), reason in BAD.items():
        expected[column, reason] = expected.get((column, reason), 0) + 1
    assert told == expected


def test_numbers_with_spaces_decimals_and_other_types_are_read_alike(tmp_path):
    place(csv(tmp_path / "plain.csv", [GOOD]), output=tmp_path / "plain.parquet")
    place(
        csv(tmp_path / "spaced.csv", [{**GOOD, "year": " 2022 ", "fatalities_best": "2.0", "latitude": " 16.27"}]),
        output=tmp_path / "spaced.parquet",
    )
    assert (tmp_path / "plain.parquet").read_bytes() == (tmp_path / "spaced.parquet").read_bytes()


def test_a_row_that_has_not_as_many_fields_is_told_too(tmp_path):
    file = csv(tmp_path / "events.csv", [GOOD, GOOD])
    file.write_text(file.read_text(encoding="utf-8") + "2022,MLI\n" + ",".join(GOOD.values()) + "\n", encoding="utf-8")
    about = place(file)
    assert (about["rows"], about["events"]) == (4, 3)
    assert about["rejected"] == [["events.csv", "", pieces.UNREADABLE, 1]]


def test_a_file_without_its_columns_is_refused_with_what_it_lacks(tmp_path):
    lacking = {name: value for name, value in GOOD.items() if name not in ("year", "side_a")}
    words = refused(csv(tmp_path / "events.csv", [lacking], tuple(lacking)))
    assert words.startswith("events.csv: missing columns: year, side_a. Expected: events with the columns of one of ")


def test_a_column_of_another_type_is_refused(tmp_path):
    table = pa.table({name: [value] for name, value in GOOD.items()} | {"year": [[2022]]})
    parquet.write_table(table, tmp_path / "events.parquet")
    assert "column year: holds list<" in refused(tmp_path / "events.parquet")


def test_files_that_are_none_are_refused(tmp_path):
    (tmp_path / "zeros.csv").write_bytes(bytes(100))
    assert "zeros.csv: is neither CSV nor Parquet" in refused(tmp_path / "zeros.csv")
    parquet.write_table(pa.table({name: [value] for name, value in GOOD.items()}), tmp_path / "whole.parquet")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "whole.parquet").read_bytes()[:-20])
    assert "cut.parquet: cannot be read as Parquet" in refused(tmp_path / "cut.parquet")
    assert "gone.csv: no such file" in refused(tmp_path / "gone.csv")
    csv(tmp_path / "latin.csv", [{**GOOD, "side_a": "é"}])
    (tmp_path / "latin.csv").write_bytes((tmp_path / "latin.csv").read_text(encoding="utf-8").encode("latin-1"))
    assert "latin.csv: cannot be read" in refused(tmp_path / "latin.csv")


def test_files_in_which_nothing_counts_are_refused_with_why(tmp_path):
    words = refused(csv(tmp_path / "events.csv", [{**GOOD, "country_iso3": "NER"}, {**GOOD, "year": "x"}]))
    assert "hold no event to count in 2 rows (1 of column year: not a number; 1 other countries)" in words
    assert "no rows" in refused(csv(tmp_path / "empty.csv", []))


def test_units_that_cannot_be_used_or_change_on_the_way_are_refused(tmp_path):
    events = csv(tmp_path / "events.csv", [GOOD])
    assert "there.geojson: no such file" in refused(events, units_file=tmp_path / "there.geojson")
    (tmp_path / "no.geojson").write_text("{}", encoding="utf-8")
    assert "no.geojson: " in refused(events, units_file=tmp_path / "no.geojson")
    changed = UnitsFile(str(units.REGIONS), "0" * 64)
    with pytest.raises(DataError, match="the units are not those of the start"):
        units.load(changed)


def test_files_of_two_codebooks_are_refused(tmp_path):
    own = csv(tmp_path / "own.csv", [GOOD])
    acled = {"event_id_cnty": "1", "event_date": "2022-03-27", "year": "2022", "time_precision": "1", "iso": "466"}
    acled |= {"geo_precision": "1", "longitude": "-0.05", "latitude": "16.27", "event_type": "Battles"}
    acled |= {"actor1": "JNIM", "assoc_actor_1": "", "fatalities": "2"}
    other = csv(tmp_path / "acled.csv", [acled], tuple(acled))
    assert "follow different codebooks: own.csv ucdp, acled.csv acled" in refused(own, other)
    assert place(own, other, actors="acled")["actors"] == "acled"


def test_an_engine_that_is_not_installed_or_does_not_answer_is_said_in_words(monkeypatch):
    monkeypatch.setattr("geodata.bulk.dask_engine._TIMEOUT", "1s")
    with pytest.raises(AtlasError, match="no scheduler of Dask answers"):
        by_name.named("dask", 1, f"tcp://127.0.0.1:{free_port()}")
    monkeypatch.delitem(sys.modules, "geodata.bulk.dask_engine")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(AtlasError, match=r"pip install 'mali-atlas\[dask\]'"):
        by_name.named("dask", 1)


def test_a_file_of_another_layout_is_not_misread(tmp_path):
    events = csv(tmp_path / "events.csv", [GOOD])
    place(events)
    table = parquet.read_table(tmp_path / "counts.parquet")
    parquet.write_table(
        table.replace_schema_metadata({placed_file.METADATA: b'{"layout": 99}'}), tmp_path / "new.parquet"
    )
    with pytest.raises(DataError, match="counts of layout 99"):
        placed_file.read(tmp_path / "new.parquet")
    assert placed_file.read(events) is None
