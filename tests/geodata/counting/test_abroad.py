"""The other sides of the border zones, against the slow obvious way: drawn events, and UCDP's raw files."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata import vocabulary
from geodata.builds import assemble, store
from geodata.counting import abroad, aggregate
from geodata.counting.abroad import Abroad
from geodata.errors import DataError
from geodata.placing import zones
from tests import deep_worlds, drawn_ged, once, worlds
from tests.examples import times

NUMBERS = {"MLI": ("Mali", 432), "NER": ("Niger", 436), "BFA": ("Burkina Faso", 439)}
UNITS = worlds.units(worlds.DRAWING)
BORDERS = worlds.borders(UNITS)


def of_country(event: dict[str, object], side: str) -> dict[str, object]:
    name, number = NUMBERS[side]
    return {**event, "country": name, "country_id": number}


drawn_events = st.lists(
    st.builds(
        of_country,
        st.fixed_dictionaries(
            {
                "x": st.floats(-1, 5).map(lambda number: round(number, 6)),
                "y": st.floats(14, 17).map(lambda number: round(number, 6)),
                "prec": st.integers(1, 7),
                "type": st.integers(1, 3),
                "a": st.sampled_from(["JNIM", "IS", "Government of Niger"]),
                "b": st.sampled_from(["Government of Mali", "Civilians"]),
                "best": st.integers(0, 50),
            }
        ),
        st.sampled_from(list(NUMBERS)),
    ),
    min_size=1,
    max_size=12,
)


@times(0.5)
@given(drawn=drawn_events)
def test_each_side_counts_the_events_that_the_source_gives_that_country(drawn):
    """By the one distance code, whose answers test_zones holds against the slow way."""
    table = drawn_ged.events(drawn)
    found = abroad.count(abroad.locate(table, BORDERS), {})
    km = zones.distances(table, BORDERS)
    expected: Counter[tuple[str, str, str | None]] = Counter()
    for position, event in enumerate(drawn):
        side = next(iso for iso, (name, _) in NUMBERS.items() if name == event["country"])
        if side == "MLI":
            continue
        expected[side, "all", side] += event["best"]
        if event["prec"] > 2:
            expected[side, "all", None] += event["best"]
            continue
        for kind in vocabulary.KINDS:
            for distance in vocabulary.DISTANCES_KM:
                if zones.is_inside(km.iloc[[position]], kind, distance).item():
                    for part in ("all", "exact") if event["prec"] == 1 else ("all",):
                        expected[side, part, vocabulary.zone_id(kind, distance)] += event["best"]
    rows = found[(found["violence_type"] == "all") & (found["actor_family"] == "any") & (found["period"] == "2022")]
    summed = {
        (row.side, row.part, None if pd.isna(row.pcode) else row.pcode): int(row.fatalities_best)
        for row in rows.itertuples(index=False)
    }
    assert +Counter(summed) == +expected


@times(0.3)
@given(drawn=drawn_events)
def test_events_of_neighbours_change_no_count_of_mali(drawn):
    table = drawn_ged.events([*drawn, {"country": "Mali", "country_id": 432}])
    alone = table[table["country_iso3"] == "MLI"].reset_index(drop=True)
    first, second = (aggregate.from_events(each, UNITS, BORDERS, frame="2016") for each in (table, alone))
    pd.testing.assert_frame_equal(first.counts, second.counts)
    pd.testing.assert_frame_equal(first.beside, second.beside)


def test_a_file_without_neighbours_has_no_sides():
    table = drawn_ged.events([{}])
    assert abroad.locate(table, BORDERS) == {}
    assert abroad.count({}, {}).empty
    assert Abroad().sides == ()


def test_a_neighbour_with_events_before_2012_alone_has_no_side():
    assert abroad.locate(drawn_ged.events([{}, of_country({"year": 2011}, "NER")]), BORDERS) == {}


SIDES = """
id country      country_id year x   y    prec type best b
1  Mali         432        2022 2.5 15.5 1    3    5    Civilians
2  Niger        436        2022 3.2 15.5 1    3    7    Civilians
3  Burkina_Faso 439        2022 1.5 14.9 2    1    9    Government_of_Burkina_Faso
4  Niger        436        2021 3.2 15.5 5    1    2    Government_of_Niger
"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return deep_worlds.brought(tmp_path_factory.mktemp("sides"), SIDES, "2016", "2012")


@pytest.fixture(scope="module")
def files(drawn):
    """Their build, in memory."""
    return assemble.assemble(drawn).files


def test_an_event_file_of_several_countries_brings_all_sides_at_any_distance(drawn):
    edition = publish(deep_worlds.only(drawn, "2016"))
    assert edition.sides == ("MLI", "NER", "BFA")
    assert edition.of_side("NER").side_source == edition.side_source == "brought"
    found = {}
    for side in edition.sides:
        own = edition.of_side(side).figures
        for zone in ("niger-25", "niger-45", "burkina-15", "either-75"):
            row = own.row("zones", own.unit("zones", zone), "2022", "all", "any")
            found[side, zone] = (row["events"], row["fatalities_best"])
    assert {key: value for key, value in found.items() if value != (0, 0)} == {
        ("NER", "niger-25"): (1, 7),
        ("NER", "niger-45"): (1, 7),
        ("NER", "either-75"): (1, 7),
        ("BFA", "burkina-15"): (1, 9),
        ("BFA", "either-75"): (1, 9),
        ("MLI", "either-75"): (1, 5),
    }
    month = edition.figures.abroad["NER"]
    assert month.row("zones", month.unit("zones", "either-75"), "2022-03", "all", "any")["events"] == 1
    assert month.not_allocated("zones", "2021", "all", "any")["fatalities_best"] == 2


def publish(inputs):
    return store.read(once.world(inputs)).edition("brought", "2016")


def test_a_build_with_sides_holds_the_same_of_mali_as_one_without(drawn, files):
    brought = drawn.imported[0]
    mali = brought.events[brought.events["country_iso3"] == "MLI"]
    alone = replace(drawn, imported=[replace(brought, events=mali)])
    one = assemble.assemble(alone).files
    names = {f"editions/brought~{frame}/{name}" for frame in ("2016", "2012") for name in ("counts", "beside")}
    assert names <= set(one)
    for name in names:
        pd.testing.assert_frame_equal(one[name], files[name])


def test_a_source_whose_terms_keep_events_back_has_sides_at_the_standard_distances(tmp_path):
    edition = publish(deep_worlds.brought(tmp_path, SIDES, "2016", policy="acled"))
    assert not edition.has("events_abroad.parquet")
    there = edition.figures.abroad["NER"]
    assert {zone.extra["distance_km"] for zone in there.units["zones"]} == set(vocabulary.DISTANCES_KM)
    assert there.row("zones", there.unit("zones", "niger-25"), "2022", "all", "any")["fatalities_best"] == 7


def test_the_shipped_sides_stay_with_the_file_that_the_shipped_counts_are_made_from(drawn):
    brought = drawn.imported[0]
    mali = brought.events[brought.events["country_iso3"] == "MLI"]
    sides = Abroad(abroad.count(abroad.locate(brought.events, BORDERS), {}), {"NER": "there", "BFA": "there"})
    for is_shipped, expected in ((True, ("MLI", "NER", "BFA")), (False, ("MLI",))):
        own = replace(brought, events=mali, is_shipped_release=is_shipped)
        edition = publish(replace(deep_worlds.only(drawn, "2016"), imported=[own], abroad=sides))
        assert edition.sides == expected
    assert edition.figures.abroad == {}


def test_the_zones_of_a_side_lie_in_the_neighbour(files):
    for side, box in (("NER", (3, 15, 4, 17)), ("BFA", (0, 14, 3, 15))):
        shapes = [shapely.from_geojson(json.dumps(shape)) for shape in files[f"geometry_zones_{side}"].values()]
        assert len(shapes) == 4 * len(vocabulary.FREE_DISTANCES_KM)
        assert shapely.box(*box).buffer(1e-6).contains(shapely.union_all(shapes))


def test_a_side_that_is_not_there_is_no_side(shipped):
    with pytest.raises(KeyError):
        shipped.edition().of_side("DZA")


def test_no_event_of_a_country_to_count_is_said_with_its_numbers():
    with pytest.raises(DataError, match="holds no event to count"):
        aggregate.locate(drawn_ged.events([{}]), BORDERS, country="NER")
