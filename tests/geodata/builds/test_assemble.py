import json
from collections import Counter
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from geodata import periods
from geodata.builds import assemble, store
from geodata.counting import aggregate
from geodata.errors import DataError
from geodata.schema import tables, validate
from tests import deep_worlds, drawn_ged, once, worlds
from tests.geodata.builds.read import PARTITIONS, best

HERE = [{"x": 1.9, "best": 5, "high": 9}]
ACROSS = [{"x": 2.1, "best": 5, "high": 9}]
"""One event, in Gao and moved across the border into Ménaka."""


def publish(tmp_path, **options):
    tmp_path.mkdir(exist_ok=True)
    return store.read(tmp_path, once.publish(tmp_path, worlds.world(tmp_path, **options)))


def publish_deep(tmp_path, *given, **options):
    tmp_path.mkdir(exist_ok=True)
    return store.read(tmp_path, once.publish(tmp_path, deep_worlds.deep_world(tmp_path, *given, **options)))


@pytest.fixture(scope="module")
def assembled(drawn):
    """Their build in memory, and what was told of its steps."""
    told = []
    return assemble.assemble(drawn, lambda *step: told.append(step)).files, told


def test_moving_an_event_across_a_border_changes_the_figures(tmp_path):
    builds = publish(tmp_path / "here", spec=HERE), publish(tmp_path / "across", spec=ACROSS)
    assert builds[0].id != builds[1].id
    here, across = (made.edition() for made in builds)
    assert (best(here), best(across)) == ({"ML07": 5}, {"ML10": 5})
    assert best(here, "grid") != best(across, "grid")
    assert set(best(across, "zones")) - set(best(here, "zones")) == {"niger-100", "both-100"}
    national = [made.figures.national("2022", "all", "any") for made in (here, across)]
    assert national[0] == national[1]


def test_the_same_inputs_give_the_same_build(deep, tmp_path):
    assert publish_deep(tmp_path).id == deep.id


def test_the_order_of_the_rows_of_a_file_changes_no_count(assembled, tmp_path):
    rows = drawn_ged.records(worlds.EVENTS)
    made = [assembled[0], assemble.assemble(deep_worlds.deep_world(tmp_path, rows[::-1])).files]
    for name, content in made[0].items():
        if name.startswith("editions/") and name.endswith(("/counts", "/accounting", "/disagreements")):
            pd.testing.assert_frame_equal(content, made[1][name])
        elif name.endswith("/manifest") or name.startswith("grounds/"):
            assert isinstance(content, pd.DataFrame) or content == made[1][name], name


def test_the_national_series_ends_with_the_later_source_and_its_year_has_no_figures(tmp_path):
    made = publish(tmp_path).edition()
    assert made.manifest["periods"] == ["2021", "2022", "2023", "2024"]
    assert made.manifest["covered"] == ["2021", "2022", "2023"]
    assert made.manifest["covered_months"] == []
    series = [
        (row["period"], row["source_id"], row["events"], row["fatalities_best"]) for row in made.table("national")
    ]
    assert series == [
        ("2021", "ucdp-ged", 1, 5),
        ("2022", "ucdp-ged", 5, 26),
        ("2023", "ucdp-ged", 1, 2),
        ("2024", "ucdp-country-year", None, 6),
    ]


def test_every_table_follows_the_dictionary(assembled):
    files, _ = assembled
    checked = Counter()
    for path, table in files.items():
        name = path.rpartition("/")[2]
        if name in ("counts", "beside", "abroad"):
            table = table[table["violence_type"] != "all"]
        if name in tables.TABLES and len(table.columns):  # what ships has no placement
            assert len(validate.validate(name, table.astype(object), path)) == len(table)
            checked[name] += 1
    of_editions = dict.fromkeys(["counts", "beside", "accounting", "national"], 3)
    of_editions |= {"disagreements": 2, "placement": 2}
    of_grounds = dict.fromkeys(["sites", "headcounts", "mandates", "timeline", "nominal_troops"], 3)
    assert checked == of_editions | of_grounds | {"quarters": 2, "events": 1, "around_sites": 1, "site_distances": 1}


def test_the_manifest_holds_what_the_map_needs(tmp_path):
    manifest = publish(tmp_path).edition().manifest
    assert manifest["highlights"] == ["ML07", "ML10"]
    assert manifest["bbox"] == {"admin1": [0, 15, 3, 17]}
    assert [unit["name"] for unit in manifest["units"]["admin1"]] == ["Mopti", "Tombouctou", "Gao", "Ménaka"]
    assert manifest["violence"] == ["state_based", "non_state", "one_sided"]
    assert manifest["absent"] == []
    for levels in manifest["breaks"].values():
        for breaks in levels.values():
            assert set(breaks) == {"value", "change"}
            assert breaks["value"][0] == 0
            for limits in breaks.values():
                assert limits == sorted(set(limits))


def test_the_layers_are_read_back_with_valid_shapes(deep):
    sizes = {"admin1": 2, "admin2": 8, "admin3": 16, "zones": 12, "grid": 24}
    for name, size in sizes.items():
        edition = deep.edition("brought", "2012")
        layer = gpd.read_parquet(edition._path(f"layer_{name}.parquet"))
        assert len(layer) == size
        assert layer.geometry.is_valid.all()
        assert layer.crs == "EPSG:4326"
        assert set(layer["pcode"]) <= set(edition.document(f"geometry_{name}"))


def test_a_build_stopped_by_its_data_leaves_the_current_one(tmp_path):
    first = publish(tmp_path).id
    inputs = worlds.world(tmp_path)
    wrong = replace(inputs, incidents=replace(inputs.incidents, counts=inputs.incidents.counts.iloc[1:]))
    with pytest.raises(DataError):
        assemble.publish(tmp_path, wrong)
    assert store.current_id(tmp_path) == first


def test_events_all_before_the_first_year_are_refused():
    units = worlds.units("A")
    with pytest.raises(DataError) as caught:
        aggregate.from_events(drawn_ged.events([{"year": 2005}]), units, worlds.borders(units), frame="2016")
    assert caught.value.text == (
        "events: holds no event to count (0 of other countries, 1 of earlier years). "
        "Expected: events of Mali of 2012 or later."
    )


def test_documents_are_plain_json(deep):
    documents = list(deep.folder.rglob("*.json"))
    assert len(documents) > 60
    for path in documents:
        assert json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)


def test_events_of_other_countries_and_earlier_years_are_left_out_and_counted():
    units = worlds.units("A B")
    table = drawn_ged.events([{"year": 2015}, {"year": 2015, "country_id": 436}, {"year": 2005}, {"year": 2016}])
    made = aggregate.from_events(table, units, worlds.borders(units), frame="2016")
    assert dict(made.left_out) == {"other_countries": 1, "earlier_years": 1}
    country = made.counts[(made.counts["level"] == "country") & (made.counts["actor_family"] == "any")]
    assert country[country["period"].str.len() == 4]["events"].sum() == 2
    assert made.years == (2015, 2016)


def test_an_aggregate_without_events_in_zones_reads_back(tmp_path):
    units = worlds.units("A B")
    made = aggregate.from_events(
        drawn_ged.events([{"year": 2015, "x": 0, "y": 0}]), units, worlds.borders(units), frame="2016"
    )
    emptied = made.counts[made.counts["level"] != "zones"]
    aggregate.write(replace(made, counts=emptied), tmp_path)
    read = aggregate.read(tmp_path, [2015])
    assert (read.counts["level"] == "zones").sum() == 0
    assert len(read.counts) == (~emptied["period"].map(periods.is_month)).sum() > 0


def test_imported_sources_come_first_and_the_frame_of_2016_before_the_others(deep):
    entries = [(entry["source"], entry["frame"], entry["ground"]) for entry in deep.editions]
    assert entries == [
        ("brought", "2016", "drawn-communes"),
        ("brought", "2012", "drawn-communes"),
        ("ucdp-ged", "2016", "shipped"),
    ]


def test_an_event_file_that_the_shipped_counts_were_made_from_takes_their_place(drawn):
    made = assemble.assemble(replace(drawn, is_superseded=True))
    assert {entry["source"] for entry in made.manifest["editions"]} == {"brought"}
    assert not [name for name in made.files if "ucdp-ged" in name or "shipped" in name]


def test_the_layer_that_all_frames_share_says_nothing_of_regions(deep):
    layers = {
        level: pd.read_parquet(deep.edition("brought", "2012")._path(f"layer_{level}.parquet")) for level in PARTITIONS
    }
    assert set(layers["admin2"]["admin1_pcode"]) == {"ML05", "ML10"}
    assert not [name for name in layers["admin3"] if name.startswith("admin1")]


def test_the_units_of_an_edition_know_their_region_in_its_frame(deep):
    found = {
        frame: {unit.pcode: unit.admin1 for unit in deep.edition("brought", frame).figures.units["admin2"]}
        for frame in ("2012", "2016")
    }
    assert found["2016"]["ML0701"] == "ML07"
    assert found["2012"]["ML0701"] == "ML05"
    assert found["2012"]["ML1002"] == found["2016"]["ML1002"] == "ML10"
    assert {unit.admin1 for unit in deep.edition().figures.units["admin1"]} == {None}


def test_a_ground_says_what_is_the_same_place_in_the_other_frames(deep):
    found = deep.edition("brought", "2012").manifest["frame_differences"]
    assert found == {
        "2016": [
            {
                "pcode": "ML05",
                "there": ["ML05", "ML06", "ML07"],
                "names": ["Mopti", "Tombouctou", "Gao"],
                "is_same": False,
            },
            {"pcode": "ML10", "there": ["ML10"], "names": ["Ménaka"], "is_same": True},
        ]
    }
    assert deep.edition("ucdp-ged").manifest["frame_differences"] == {}


def test_the_sites_of_a_frame_lie_in_its_regions(deep):
    found = {
        frame: {row["site_id"]: row["pcode"] for row in deep.edition("brought", frame).table("sites")}
        for frame in ("2012", "2016")
    }
    assert found["2016"]["gao-un"] == "ML07"
    assert found["2012"] == {
        **dict.fromkeys(["gao-un", "gao-fr", "mopti-un", "gossi-fm"], "ML05"),
        "menaka-un": "ML10",
    }
    gao, mopti = deep.edition("brought", "2016").figures, deep.edition("brought", "2012").figures
    assert gao.listed["sites"]["ML07", "2021"] == (2, 0, 0, 0)
    assert mopti.listed["sites"]["ML05", "2021"] == (2, 0, 0, 1)


def test_a_year_that_only_another_country_has_events_in_is_covered(tmp_path):
    spec = [{"year": 2021}, {"year": 2022, "country": "Niger", "country_id": "436"}]
    edition = store.read(once.world(deep_worlds.brought(tmp_path, spec, "2016"))).edition("brought")
    assert edition.manifest["covered"] == ["2021", "2022"]
    assert edition.manifest["left_out"] == {"other_countries": 0, "earlier_years": 0}
    assert edition.figures.abroad["NER"].national("2022", "all", "any")["events"] == 1
    assert edition.figures.national("2022", "all", "any")["events"] == 0
    assert edition.figures.national("2022-03", "all", "any")["events"] == 0
    assert edition.figures.national("2022-04", "all", "any")["events"] is None


def test_progress_is_told_of_every_step_to_the_last(assembled):
    _, told = assembled
    assert told[0] == ("placing the events of brought", 0, len(told) - 1)
    assert [(done, of) for _, done, of in told] == [(number, len(told) - 1) for number in range(len(told))]
    assert [step for step, _, _ in told if "boundaries" in step][:2] == ["boundaries of 2016", "boundaries of 2012"]
