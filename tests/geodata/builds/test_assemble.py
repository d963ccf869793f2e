import json
from collections import Counter
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from geodata import periods, policies
from geodata.builds import assemble, count_sources, store
from geodata.builds import report as reporting
from geodata.counting import aggregate
from geodata.errors import DataError
from geodata.names import NameRule
from geodata.schema import tables, validate
from tests import once, worlds
from tests.examples import times

HERE = [{"x": 1.9, "best": 5, "high": 9}]
ACROSS = [{"x": 2.1, "best": 5, "high": 9}]
"""One event, in Gao and moved across the border into Ménaka."""
PARTITIONS = ("admin1", "admin2", "admin3", "grid")


def publish(tmp_path, **options):
    tmp_path.mkdir(exist_ok=True)
    return store.read(tmp_path, once.publish(tmp_path, worlds.world(tmp_path, **options)))


def publish_deep(tmp_path, *given, **options):
    tmp_path.mkdir(exist_ok=True)
    return store.read(tmp_path, once.publish(tmp_path, worlds.deep_world(tmp_path, *given, **options)))


def best(made, level="admin1", period="2022"):
    """{p-code: deaths} of the units that have any; None is what was not allocated."""
    figures = made.figures
    found = {
        unit.pcode: figures.row(level, unit, period, "all", "any")["fatalities_best"] for unit in figures.units[level]
    }
    found[None] = figures.not_allocated(level, period, "all", "any")["fatalities_best"]
    return {pcode: number for pcode, number in found.items() if number}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The inputs of a build of two sources and two frames."""
    return worlds.deep_world(tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="module")
def deep(drawn, tmp_path_factory):
    """Their build."""
    folder = tmp_path_factory.mktemp("deep")
    return store.read(folder, once.publish(folder, drawn))


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
    rows = worlds.records(worlds.EVENTS)
    made = [assembled[0], assemble.assemble(worlds.deep_world(tmp_path, rows[::-1])).files]
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


@pytest.mark.parametrize("level", ["admin1", "grid"])
def test_shipped_counts_that_do_not_add_up_stop_the_build(tmp_path, level):
    inputs = worlds.world(tmp_path)
    table = inputs.incidents.counts.copy()
    chosen = table[(table["level"] == level) & (table["period"] == "2023") & (table["actor_family"] == "any")].index[0]
    table.loc[chosen, "fatalities_high"] += 1
    with pytest.raises(DataError) as caught:
        assemble.assemble(replace(inputs, incidents=replace(inputs.incidents, counts=table)))
    assert caught.value.text == (
        f"counts at {level}: fatalities_high of 2023, all, any: units and not allocated are 3. "
        "Expected: 2, the country's."
    )


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
        aggregate.from_events(worlds.events([{"year": 2005}]), units, worlds.borders(units), frame="2016")
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
    table = worlds.events([{"year": 2015}, {"year": 2015, "country_id": 436}, {"year": 2005}, {"year": 2016}])
    made = aggregate.from_events(table, units, worlds.borders(units), frame="2016")
    assert dict(made.left_out) == {"other_countries": 1, "earlier_years": 1}
    country = made.counts[(made.counts["level"] == "country") & (made.counts["actor_family"] == "any")]
    assert country[country["period"].str.len() == 4]["events"].sum() == 2
    assert made.years == (2015, 2016)


def test_an_aggregate_without_events_in_zones_reads_back(tmp_path):
    units = worlds.units("A B")
    made = aggregate.from_events(
        worlds.events([{"year": 2015, "x": 0, "y": 0}]), units, worlds.borders(units), frame="2016"
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


def test_two_sources_are_never_added_up(drawn, tmp_path):
    """The same events brought twice: each source counts them once."""
    (first,) = drawn.imported
    both = replace(
        drawn,
        grounds=drawn.grounds[:1],
        imported=[first, replace(first, source="again")],
        sources={**drawn.sources, "again": worlds.source("again")},
    )
    made = store.read(tmp_path, once.publish(tmp_path, both))
    assert [entry["source"] for entry in made.editions] == ["brought", "again", "ucdp-ged"]
    for entry in made.editions:
        assert best(made.edition(entry["source"], entry["frame"]), period="2022")[None] == 2
        national = made.edition(entry["source"], entry["frame"]).figures.national("2022", "all", "any")
        assert (national["events"], national["fatalities_best"]) == (5, 26)


def sums(edition, level):
    """{(period, violence type, family, count): sum} straight from the rows of the counts table."""
    found = Counter()
    for row in edition.table("counts"):
        if row["level"] == level:
            for name in tables.ADDITIVE_NAMES:
                found[row["period"], row["violence_type"], row["actor_family"], name] += row[name]
    return +found


@pytest.mark.parametrize("level", PARTITIONS)
@pytest.mark.parametrize("frame", ["2012", "2016"])
def test_units_and_not_allocated_are_the_country_for_every_count_period_and_breakdown(deep, level, frame):
    whole = sums(deep.edition("brought", "2016"), "country")
    assert sums(deep.edition("brought", frame), level) == whole
    assert sums(deep.edition("brought", frame), "country") == whole
    assert {period for period, *_ in whole} == {"2021", "2021-03", "2022", "2022-03", "2023", "2023-03"}


@times(0.15, phases=worlds.NO_SHRINKING)
@given(some_events=worlds.drawn_events)
def test_national_totals_are_the_same_at_every_level_and_frame_whatever_the_events(tmp_path_factory, some_events):
    folder = tmp_path_factory.mktemp("drawn")
    names = {"A region": "Gao region", "B": "Mopti"}
    spec = [{**event, "region": names.get(event["region"], "")} for event in some_events]
    files = assemble.assemble(worlds.brought(folder, spec, "2012", "2016")).files
    keys = ["period", "violence_type", "actor_family"]
    totals = [
        table[table["level"] == level].groupby(keys)[list(tables.ADDITIVE_NAMES)].sum().sort_index()
        for frame in ("2012", "2016")
        for table in [files[f"editions/brought~{frame}/counts"]]
        for level in ("country", *PARTITIONS)
    ]
    for other in totals[1:]:
        pd.testing.assert_frame_equal(other, totals[0])
    yearly = totals[0].reset_index()
    is_month = yearly["period"].map(periods.is_month)
    monthly = yearly[is_month].assign(period=yearly["period"].map(periods.year_of))
    monthly = monthly.groupby(keys)[list(tables.ADDITIVE_NAMES)].sum()
    pd.testing.assert_frame_equal(monthly, yearly[~is_month].set_index(keys).sort_index())


@pytest.fixture(scope="module")
def counted(drawn):
    """Their imported source, counted."""
    return count_sources.count_imported(drawn, *drawn.imported)


@pytest.mark.parametrize(
    ("level", "period"), [("admin1", "2023"), ("admin2", "2023-03"), ("admin3", "2023"), ("grid", "2023-03")]
)
def test_counted_events_that_do_not_add_up_stop_the_build(drawn, counted, monkeypatch, level, period):
    def wrong(part):
        table = part.aggregate.counts.copy()
        chosen = (table["level"] == level) & (table["period"] == period) & (table["actor_family"] == "jnim")
        table.loc[table[chosen].index[0], "civilian_fatalities"] += 5
        return replace(part, aggregate=replace(part.aggregate, counts=table))

    made = replace(counted, parts=tuple(map(wrong, counted.parts)))
    monkeypatch.setattr(assemble, "count_imported", lambda *_: made)
    with pytest.raises(DataError) as caught:
        assemble.assemble(drawn)
    assert caught.value.text == (
        f"counts at {level}: civilian_fatalities of {period}, all, jnim: units and not allocated are 7. "
        "Expected: 2, the country's."
    )


SOME = [
    # by point, each in another commune; months by day
    {"id": "1", "x": 1.1, "y": 15.2, "best": 1, "date_start": "01/05/2022", "date_end": "01/05/2022"},
    {"id": "2", "x": 1.6, "y": 15.9, "best": 2, "prec": 2, "date_start": "01/31/2022", "date_end": "01/31/2022"},
    {"id": "3", "x": 1.6, "y": 15.1, "best": 4, "prec": 3, "date_start": "02/01/2022", "date_end": "02/28/2022"},
    {"id": "4", "x": 1.6, "y": 15.1, "best": 8, "prec": 4, "date_start": "02/28/2022", "date_end": "03/01/2022"},
    {"id": "5", "x": 1.6, "y": 15.1, "best": 16, "prec": 5},
    {"id": "6", "x": 0.5, "y": 15.1, "best": 32, "prec": 6, "region": "Gao region", "date_prec": "5"},
    # the name against the point
    {"id": "7", "x": 0.1, "y": 15.1, "best": 64, "region": "Gao region", "cercle": "Gao 2 cercle"},
    {"id": "8", "x": 0.1, "y": 15.1, "best": 128, "prec": 4, "region": "Gao", "cercle": "Gao 2", "date_prec": "4"},
]
"""Eight events of 2022, their deaths powers of two: a sum says which are in it."""
NOT_OF_EVENTS = ("sites", "timeline", "nominal_troops", "communes")
"""Tables that have places and dates of their own."""


@pytest.fixture(scope="module")
def some(tmp_path_factory):
    folder = tmp_path_factory.mktemp("some")
    given_inputs = worlds.deep_world(folder, SOME)
    rules = {
        "2016": {"admin2": [NameRule("", "gao 2", None, ("ML0702",))]},
        "2012": {
            "admin1": [NameRule("gao", "", None, ("ML05",))],
            "admin2": [NameRule("", "gao 2", None, ("ML0702",))],
        },
    }
    grounds = [replace(ground, rules=rules[ground.frame]) for ground in given_inputs.grounds]
    return store.read(folder, once.publish(folder, replace(given_inputs, grounds=grounds)))


@pytest.mark.parametrize(
    ("frame", "level", "expected"),
    [
        # named: 6 to 8; by a point no worse than 4: 1 to 4; 5 is too vague
        ("2016", "admin1", {"ML07": 1 + 2 + 4 + 8 + 32 + 64 + 128, None: 16}),
        ("2012", "admin1", {"ML05": 1 + 2 + 4 + 8 + 32 + 64 + 128, None: 16}),
        # a cercle's name counts no more than a point that is worse than 3
        ("2016", "admin2", {"ML0701": 1, "ML0702": 2 + 4 + 64, None: 8 + 16 + 32 + 128}),
        ("2012", "admin2", {"ML0701": 1, "ML0702": 2 + 4 + 64, None: 8 + 16 + 32 + 128}),
        # a commune by exact points alone, wherever the name says
        ("2016", "admin3", {"ML0501-a": 64, "ML0701-a": 1, None: 2 + 4 + 8 + 16 + 32 + 128}),
        ("2012", "admin3", {"ML0501-a": 64, "ML0701-a": 1, None: 2 + 4 + 8 + 16 + 32 + 128}),
    ],
)
def test_each_event_lies_where_its_precision_and_names_put_it(some, frame, level, expected):
    assert best(some.edition("brought", frame), level) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2022-01", 1 + 2),
        ("2022-02", 4),
        ("2022-03", 16 + 64 + 128),
        ("2022-04", None),
        ("2022-00", 8 + 32),  # one spans two months, the date of one is known to the year only
        ("2022", 255),
    ],
)
def test_each_event_lies_in_its_month_or_in_none(some, period, expected):
    for frame in ("2012", "2016"):
        figures = some.edition("brought", frame).figures
        assert figures.national(period, "all", "any")["fatalities_best"] == expected
    assert some.edition("brought", "2016").manifest["covered_months"] == ["2022-01", "2022-02", "2022-03"]


def test_the_accounting_says_why(some):
    rows = some.edition("brought", "2016").table("accounting")
    found = {(row["level"], row["reason"]): row["fatalities_best"] for row in rows}
    assert found == {
        ("admin1", "named"): 64 + 128,
        ("admin1", "named_low_precision"): 32,
        ("admin1", "point_precise"): 1 + 2 + 4 + 8,
        ("admin1", "precision_too_low"): 16,
        ("admin2", "named"): 64,
        ("admin2", "point_precise"): 1 + 2 + 4,
        ("admin2", "precision_too_low"): 8 + 16 + 32 + 128,
        ("admin3", "point_precise"): 1 + 64,
        ("admin3", "precision_too_low"): 2 + 4 + 8 + 16 + 32 + 128,
        ("grid", "point_precise"): 1 + 2 + 64,
        ("grid", "precision_too_low"): 4 + 8 + 16 + 32 + 128,
    }


def test_a_name_and_a_point_that_disagree_are_reported_with_counts(some):
    rows = some.edition("brought", "2016").table("disagreements")
    assert [tuple(row.values()) for row in rows] == [
        ("2016", "admin1", "ML07", "ML05", 3, 32 + 64 + 128),
        ("2016", "admin2", "ML0702", "ML0501", 1, 64),
    ]
    assert [
        (row["level"], row["pcode"], row["events"]) for row in some.edition("brought", "2012").table("disagreements")
    ] == [("admin2", "ML0702", 1)]  # before, both places were Mopti
    report = reporting.report(some)
    assert report[0] == "brought, boundaries of 2016:"
    assert "  Events: 8 = 4 in cercles + 4 not allocated." in report
    assert "        4 precision too low" in report
    assert "  Name and point disagree at regions for 3 events; the name decided." in report
    assert "  Name and point disagree at cercles for 1 events; the name decided." in report
    assert "ucdp-ged, boundaries of 2016:" in report


def test_the_placement_of_every_event_is_kept_at_every_level(some):
    for frame in ("2012", "2016"):
        rows = some.edition("brought", frame).table("placement")
        assert Counter((row["event_id"], row["level"]) for row in rows) == Counter(
            (event["id"], level) for event in SOME for level in ("admin1", "admin2", "admin3")
        )
        assert {row["frame"] for row in rows} == {frame}
    by_id = {row["event_id"]: row for row in rows if row["level"] == "admin2"}
    assert (by_id["7"]["pcode"], by_id["7"]["point_pcode"], by_id["7"]["basis"]) == ("ML0702", "ML0501", "name")


@pytest.fixture(scope="module")
def forbidden(tmp_path_factory):
    """A build of SOME under terms that forbid communes, cells and events."""
    drawn = worlds.brought(tmp_path_factory.mktemp("forbidden"), SOME, "2012", "2016", policy="acled")
    return store.read(once.world(drawn))


def test_where_the_terms_forbid_it_no_commune_cell_or_event_is_in_the_build(forbidden):
    allowed = {"country", "admin1", "admin2", "zones"}
    assert set(policies.allowed_levels("acled")) == allowed
    for frame in ("2012", "2016"):
        edition = forbidden.edition("brought", frame)
        assert {row["level"] for row in edition.table("counts")} == allowed
        assert {row["level"] for row in edition.table("accounting")} == {"admin1", "admin2"}
        assert {row["level"] for row in edition.table("placement")} <= {"admin1", "admin2"}
        assert edition.manifest["units"]["grid"] == []
        assert edition.figures.zone_counter is None
        assert {unit.extra["distance_km"] for unit in edition.figures.units["zones"]} == {25, 50, 100}
    assert not list(forbidden.folder.rglob("events.parquet"))


def test_nothing_that_says_where_one_event_was_is_in_a_build_whose_terms_forbid_it(forbidden):
    own = {"longitude", "latitude", "side_a", "km_to_niger", "date_start", "place"}
    tables_of_it = [path for path in forbidden.folder.rglob("*.parquet") if path.stem not in NOT_OF_EVENTS]
    assert {"counts", "placement"} <= {path.stem for path in tables_of_it}
    for path in tables_of_it:
        assert not own & set(pq.read_schema(path).names), path


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
    edition = store.read(once.world(worlds.brought(tmp_path, spec, "2016"))).edition("brought")
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
