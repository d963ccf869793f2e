import json
from dataclasses import replace

import geopandas as gpd
import pytest

from geodata import aggregate, build, checks, columns, inputs, store
from geodata.errors import DataError
from tests import worlds

HERE = [{"x": 1.9, "best": 5, "high": 9}]
ACROSS = [{"x": 2.1, "best": 5, "high": 9}]
"""One event, in Gao and moved across the border into Ménaka."""


def publish(tmp_path, **options):
    tmp_path.mkdir(exist_ok=True)
    return store.read(tmp_path, build.publish(tmp_path, worlds.world(tmp_path, **options)))


def best(made, level="admin1"):
    figures = made.figures
    found = {
        unit.pcode: figures.row(level, unit, "2022", "all", "any")["fatalities_best"] for unit in figures.units[level]
    }
    return {pcode: number for pcode, number in found.items() if number}


def test_moving_an_event_across_a_border_changes_the_figures(tmp_path):
    here, across = publish(tmp_path / "here", spec=HERE), publish(tmp_path / "across", spec=ACROSS)
    assert (best(here), best(across)) == ({"ML07": 5}, {"ML10": 5})
    assert best(here, "grid") != best(across, "grid")
    assert set(best(across, "zones")) - set(best(here, "zones")) == {"niger-100", "both-100"}
    assert here.id != across.id
    national = [made.figures.national("2022", "all", "any") for made in (here, across)]
    assert national[0] == national[1]


def test_the_same_inputs_give_the_same_build(tmp_path):
    assert publish(tmp_path / "a").id == publish(tmp_path / "b").id


def test_the_national_series_ends_with_the_later_source_and_its_year_has_no_figures(tmp_path):
    made = publish(tmp_path)
    assert made.manifest["periods"] == ["2021", "2022", "2023", "2024"]
    assert made.manifest["covered"] == ["2021", "2022", "2023"]
    series = [
        (row["period"], row["source_id"], row["events"], row["fatalities_best"]) for row in made.table("national")
    ]
    assert series == [
        ("2021", "ucdp-ged", 1, 5),
        ("2022", "ucdp-ged", 5, 26),
        ("2023", "ucdp-ged", 1, 2),
        ("2024", "ucdp-country-year", None, 6),
    ]


def test_every_table_follows_the_dictionary(tmp_path):
    made = build.assemble(worlds.world(tmp_path))
    for name, table in made.tables.items():
        if name == "counts":
            table = table[table["violence_type"] != "all"]
        if name in columns.TABLES:
            assert len(checks.validate(name, table, name)) == len(table)
    assert set(made.tables) & set(columns.TABLES) == {
        "counts",
        "accounting",
        "national",
        "sites",
        "headcounts",
        "mandates",
    }


def test_the_manifest_holds_what_the_map_needs(tmp_path):
    manifest = publish(tmp_path).manifest
    assert manifest["highlights"] == ["ML07", "ML10"]
    assert manifest["bbox"]["admin1"] == [0, 15, 3, 17]
    assert [unit["name"] for unit in manifest["units"]["admin1"]] == ["Mopti", "Tombouctou", "Gao", "Ménaka"]
    for levels in manifest["breaks"].values():
        for breaks in levels.values():
            assert breaks["value"][0] == 0
            assert breaks["value"] == sorted(set(breaks["value"]))
            assert breaks["change"] == sorted(set(breaks["change"]))


def test_the_layers_are_read_back_with_valid_shapes(tmp_path):
    made = publish(tmp_path)
    layers = {name: gpd.read_parquet(made.folder / f"layer_{name}.parquet") for name in ("admin1", "zones", "grid")}
    assert {name: len(layer) for name, layer in layers.items()} == {"admin1": 4, "zones": 12, "grid": 24}
    for name, layer in layers.items():
        assert layer.geometry.is_valid.all()
        assert layer.crs == "EPSG:4326"
        assert set(made.document(f"geometry_{name}")) == set(layer["pcode"])


@pytest.mark.parametrize("level", ["admin1", "grid"])
def test_counts_that_do_not_add_up_stop_the_build(tmp_path, level):
    inputs = worlds.world(tmp_path)
    table = inputs.incidents.counts.copy()
    chosen = table[(table["level"] == level) & (table["period"] == "2023") & (table["actor_family"] == "any")].index[0]
    table.loc[chosen, "fatalities_high"] += 1
    with pytest.raises(DataError) as caught:
        build.assemble(replace(inputs, incidents=replace(inputs.incidents, counts=table)))
    assert caught.value.text == (
        f"counts at {level}: fatalities_high of all, any, 2023: units and not allocated are 3. "
        "Expected: 2, the country's."
    )


def test_a_build_stopped_by_its_data_leaves_the_current_one(tmp_path):
    first = publish(tmp_path).id
    inputs = worlds.world(tmp_path)
    wrong = replace(inputs, incidents=replace(inputs.incidents, counts=inputs.incidents.counts.iloc[1:]))
    with pytest.raises(DataError):
        build.publish(tmp_path, wrong)
    assert store.current_id(tmp_path) == first


def test_events_all_before_the_first_year_are_refused():
    units = worlds.units("A")
    with pytest.raises(DataError) as caught:
        aggregate.from_events(worlds.events([{"year": 2005}]), units, worlds.borders(units), frame="2016")
    assert caught.value.text == (
        "events: holds no event to count (0 of other countries, 1 of earlier years). "
        "Expected: events of Mali of 2012 or later."
    )


def test_a_users_event_file_replaces_the_shipped_figures(tmp_path):
    file = worlds.ged_file(tmp_path / "mine.csv", [{"x": -0.04, "y": 16.27, "region": "Gao", "best": 5, "high": 9}])
    made = store.read(tmp_path, build.build(tmp_path, file))
    assert best(made) == {"ML07": 5}
    assert made.manifest["covered"] == ["2022"]
    cited = made.manifest["sources"][inputs.INCIDENTS]
    assert cited["release"] == ""
    assert cited["data_to"] == "2022-03-27"
    assert cited["is_release_inferred"] is False
    assert cited["raw_sha256"] == store.hashlib.sha256(file.read_bytes()).hexdigest()


def test_documents_are_plain_json(tmp_path):
    folder = publish(tmp_path).folder
    for path in folder.glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)


def test_events_of_other_countries_and_earlier_years_are_left_out_and_counted():
    units = worlds.units("A B")
    table = worlds.events([{"year": 2015}, {"year": 2015, "country_id": 436}, {"year": 2005}, {"year": 2016}])
    made = aggregate.from_events(table, units, worlds.borders(units), frame="2016")
    assert dict(made.left_out) == {"other_countries": 1, "earlier_years": 1}
    country = made.counts[(made.counts["level"] == "country") & (made.counts["actor_family"] == "any")]
    assert country["events"].sum() == 2
    assert made.years == (2015, 2016)


def test_an_aggregate_without_events_in_zones_reads_back(tmp_path):
    units = worlds.units("A B")
    made = aggregate.from_events(
        worlds.events([{"year": 2015, "x": 0, "y": 0}]), units, worlds.borders(units), frame="2016"
    )
    emptied = made.counts[made.counts["level"] != "zones"]
    aggregate.write(aggregate.Aggregate(emptied, made.accounting, (2015,)), tmp_path)
    read = aggregate.read(tmp_path, [2015])
    assert (read.counts["level"] == "zones").sum() == 0
    assert len(read.counts) == len(emptied)
