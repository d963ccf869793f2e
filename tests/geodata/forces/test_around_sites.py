"""Events around closed sites: the slow obvious way gives the same, and nothing is lost."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from pyproj import Geod

from geodata.boundaries import ground
from geodata.counting import aggregate
from geodata.forces import around_sites, tables
from geodata.geometry import geodesy
from geodata.placing import bands
from geodata.schema.tables import ADDITIVE_NAMES
from tests import drawn_ged, random_worlds, worlds

GEOD = Geod(ellps="WGS84")
UNITS = worlds.units(worlds.DRAWING)
BORDERS = worlds.borders(UNITS)
EVERYWHERE = 30_000
SITES = """
site_id   force   site    stated_admin1 latitude longitude from_date to_date    role source_id
gao-un    minusma Gao     Gao           15.5     1.5       2013-07   2023-12-21 base un
gao-fr    french  Gao     Gao           15.5     1.5       2013      2022-08-15 base un
edge-un   minusma Ménaka  Ménaka        16.0     2.0       .         2023       base un
open-un   minusma Sévaré  Mopti         15.5     0.2       2014-01-01 .         base un
gossi-fm  fama    Gossi   Tombouctou    16.1     0.9       2019      2022-04-19 base un
"""


def located(spec):
    return aggregate.locate(drawn_ged.events(spec), BORDERS)


def numbers(row):
    return tuple(int(row[name]) for name in ADDITIVE_NAMES)


def slowly(table, months, site, km):
    """Counts by month: every event asked in turn how far it is from the site."""
    found = {}
    for event, month in zip(table.to_dict("records"), months, strict=True):
        if event["where_precision"] > 2:
            continue
        metres = GEOD.inv(site.longitude, site.latitude, event["longitude"], event["latitude"])[2]
        if metres / 1000 <= km:
            own = (1, *(event[name] for name in ADDITIVE_NAMES[1:]))
            found[month] = tuple(map(sum, zip(found.get(month, (0,) * 5), own, strict=True)))
    return found


@settings(phases=random_worlds.NO_SHRINKING)
@given(random_worlds.drawn_events)
def test_every_count_is_the_slow_way_over_all_events_and_sites(spec):
    found, sites = located(spec), worlds.sites(SITES)
    table = around_sites.count(found, sites)
    assert set(table["site_id"]) <= {"", "gao-un", "gao-fr", "edge-un"}
    for site in around_sites.closed(sites).itertuples():
        for km in (50, 100):
            rows = table[(table["site_id"] == site.site_id) & (table["km"] == km)]
            got = {row["period"]: numbers(row) for row in rows.to_dict("records")}
            assert got == slowly(found.events, found.months, site, km)


@settings(phases=random_worlds.NO_SHRINKING)
@given(random_worlds.drawn_events)
def test_within_any_distance_and_not_placed_add_up_to_the_country(spec):
    found = located(spec)
    table = around_sites.count(found, worlds.sites(SITES), [EVERYWHERE])
    whole = found.events[list(ADDITIVE_NAMES[1:])].assign(events=1).groupby(found.months).sum()
    for site in ("gao-un", "edge-un"):
        both = table[table["site_id"].isin(["", site])].groupby("period")[list(ADDITIVE_NAMES)].sum()
        assert both.index.tolist() == whole.index.tolist()
        assert (both == whole[list(ADDITIVE_NAMES)]).all(axis=None)


def test_the_vague_and_the_undated_are_counted_apart():
    spec = """
    id year x   y    prec low best high civilians date_start date_end   date_prec
    1  2022 1.5 15.5 1    1   2    3    1         2022-03-05 2022-03-06 1
    2  2022 1.5 15.5 3    10  20   30   10        2022-03-05 2022-03-06 1
    3  2022 1.5 15.5 2    4   5    6    0         2022-03-30 2022-04-02 1
    """
    table = around_sites.count(located(spec), worlds.sites(SITES), [50])
    got = {(row["site_id"], row["period"]): numbers(row) for row in table.to_dict("records")}
    near = {(site, period): counts for site in ("gao-fr", "gao-un") for period, counts in
            {"2022-03": (1, 1, 2, 3, 1), "2022-00": (1, 4, 5, 6, 0)}.items()}  # fmt: skip
    assert got == {**near, ("", "2022-03"): (1, 10, 20, 30, 10)}
    assert table.loc[table["site_id"] == "", "km"].isna().all()


def test_a_point_on_the_limit_is_inside():
    longitude, latitude, _ = GEOD.fwd(1.5, 15.5, 90, 50_000)
    for shift, count in ((-1e-6, 1), (1e-4, 0)):
        table = around_sites.count(
            located([{"x": longitude + shift, "y": latitude, "year": 2022}]), worlds.sites(SITES), [50]
        )
        assert (table["site_id"] == "gao-un").sum() == count


def test_without_a_closed_site_only_what_is_too_vague_is_left():
    sites = worlds.sites(SITES)
    table = around_sites.count(located([{"prec": 1}, {"prec": 6}]), sites[sites["force"] == "fama"])
    assert table["site_id"].tolist() == [""]


def test_distances_of_sites_to_borders_and_to_each_other():
    table = around_sites.distances(worlds.sites(SITES), BORDERS)
    km = {(row.site_id, row.to): row.away_km for row in table.itertuples()}
    assert {site for site, _ in km} == {"gao-un", "gao-fr", "edge-un"}
    for one, other in combinations(("gao-un", "gao-fr", "edge-un"), 2):
        assert km[one, other] == km[other, one]
    assert km["gao-un", "gao-fr"] == 0
    assert km["gao-un", "edge-un"] == pytest.approx(GEOD.inv(1.5, 15.5, 2, 16)[2] / 1000)
    assert km["edge-un", "niger"] == pytest.approx(GEOD.inv(2, 16, 3, 16)[2] / 1000, abs=0.05)
    assert not any(one == other for one, other in km)


def test_the_real_sites_lie_in_the_zones_that_their_distance_says():
    sites = tables.shipped_forces().sites
    table = around_sites.distances(sites, ground.shipped_boundaries().surroundings.borders)
    km = table.set_index(["site_id", "to"])["away_km"]
    points = around_sites.closed(sites).set_index("site_id")
    line = ground.shipped_boundaries().surroundings.borders
    for kind, iso in bands.BORDERS.items():
        border = line.geometry[line["neighbour_iso_a3"] == iso].union_all()
        expected = geodesy.distance_km(points["longitude"], points["latitude"], border)
        found = km.xs(kind, level="to").reindex(points.index)
        pd.testing.assert_series_equal(found, expected, check_names=False, check_dtype=False)
    assert km["french-menaka", "niger"] < 100 < km["french-gao", "niger"]
