"""Departures with their dates, the windows beside them, and the places that they are looked at from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import periods
from geodata.figures.figures import Figures, Unit, index_counts
from geodata.forces import departure_places, departures
from geodata.forces.departures import Departure, Place
from geodata.schema.tables import ADDITIVE_NAMES

NO_DATA = dict.fromkeys(ADDITIVE_NAMES)


def site(site_id, to_date, force="minusma", pcode="G", taken=None, reported=None, latest=None):
    return {"site_id": site_id, "force": force, "site": site_id.title(), "pcode": pcode, "to_date": to_date,
            "from_date": "2013", "from_basis": "sourced", "to_basis": "sourced", "taken_over_by": taken,
            "reported": reported, "to_latest": latest, "source_id": "un"}  # fmt: skip


def departure(to_date="2022-08-15", site_id="gao", **more):
    return departures.read([site(site_id, to_date, **more)])[0]


def counts(events, low=None, best=None, high=None, civilians=None):
    return dict(zip(ADDITIVE_NAMES, (events, low, best, high, civilians), strict=True))


def counter(covered, rows=()):
    """Zero in the covered periods, but for `rows`; no data in others."""
    found = dict(rows)
    return lambda period: found.get(period, counts(0, 0, 0, 0, 0)) if period in covered else NO_DATA


def place(count, unplaced=None, others=()):
    return Place("G", "Gao", count, unplaced or count, others)


def test_departures_are_the_closed_sites_of_international_forces_the_earliest_first():
    rows = [site("kidal", "2023-10-31"), site("gossi", "2022-04-19", force="fama"), site("ansongo", None),
            site("gao", "2022-08-15", force="french"), site("base", "2022-08-15", force="takuba"),
            site("old", None, reported="2019", latest="2023-12-31"), site("camp", "2022-08")]  # fmt: skip
    assert [one.site_id for one in departures.read(rows)] == ["old", "camp", "gao", "base", "kidal"]


@pytest.mark.parametrize(
    ("text", "month", "year"),
    [("2022-08-15", "2022-08", "2022"), ("2022-08", "2022-08", "2022"), ("2022", None, "2022")],
)
def test_a_date_is_as_fine_as_it_is_known(text, month, year):
    found = departure(text)
    assert (found.month, found.year, found.is_dated) == (month, year, True)
    assert found.shown[0].year == found.shown[1].year == 2022


def test_a_closing_without_a_date_lies_between_the_last_report_and_the_day_its_force_had_left():
    found = departure(None, reported="2019", latest="2023-12-31")
    assert (found.month, found.year, found.is_dated) == (None, None, False)
    assert found.shown == found.days == (date(2019, 1, 1), date(2023, 12, 30))
    assert departures.read([site("eucap", None, reported="2023-01-11")]) == [], "its end is not known"


@given(st.dates(date(2012, 1, 1), date(2030, 12, 31)))
def test_windows_are_the_twelve_whole_months_on_either_side_of_the_months_of_the_day(day):
    windows = departures.by_month(place(counter(())), departure(day.isoformat()), None)
    before, at, after = (span.here.asked for span in (windows.before, windows.at, windows.after))
    assert at == (f"{day:%Y-%m}",)
    assert [*before, *at, *after] == periods.between(before[0], after[-1])
    assert len(before) == len(after) == 12
    assert periods.bounds(before[-1])[1] < day < periods.bounds(after[0])[0]


def test_a_window_is_cut_where_the_data_end_and_its_sum_is_of_what_is_covered():
    covered = periods.between("2022-08", "2023-12")
    count = counter(covered, {"2022-09": counts(2, 1, 5, 9, 0), "2023-12": counts(1, 3, 3, 3, 3)})
    windows = departures.by_month(place(count), departure("2023-08-25"), count)
    assert (len(windows.before.here.covered), windows.before.here.is_cut) == (12, False)
    assert windows.before.here.counts == counts(2, 1, 5, 9, 0)
    assert windows.after.here.covered == ("2023-09", "2023-10", "2023-11", "2023-12")
    assert windows.after.here.is_cut
    assert windows.after.here.counts == windows.after.elsewhere.counts == counts(1, 3, 3, 3, 3)


def test_a_window_without_data_is_no_zero():
    windows = departures.by_month(place(counter(periods.months_of("2022"))), departure("2023-12-28"), None)
    assert windows.after.here.covered == ()
    assert windows.after.here.counts == NO_DATA
    assert windows.before.here.counts["events"] == 0
    assert len(windows.before.here.covered) == 1
    assert windows.after.elsewhere is None


def test_a_number_that_the_source_does_not_always_give_is_not_summed():
    covered = ("2022-01", "2022-02")
    found = departures.tally(counter(covered, {"2022-02": counts(4, None, 7, None)}), covered)
    assert found.counts == counts(4, None, 7, None, None)


def test_the_month_of_the_departure_is_in_neither_window():
    count = counter(periods.between("2021-01", "2023-12"), {"2022-08": counts(9, 9, 9, 9, 9)})
    windows = departures.by_month(place(count), departure(), None)
    assert [span.here.counts["events"] for span in (windows.before, windows.at, windows.after)] == [0, 9, 0]


def test_years_are_the_one_before_the_year_itself_and_the_one_after():
    count = counter(("2022", "2023"), {"2023": counts(3, 1, 2, 3, 0)})
    windows = departures.by_year(place(count), departure("2023"), None)
    assert [span.here.asked for span in (windows.before, windows.at, windows.after)] == [
        ("2022",),
        ("2023",),
        ("2024",),
    ]
    assert [span.here.counts["events"] for span in (windows.before, windows.at, windows.after)] == [0, 3, None]
    assert windows.undated is None


@pytest.mark.parametrize(("look", "text", "more"), [
    (departures.by_month, "2024", {}),
    (departures.by_month, None, {"reported": "2018", "latest": "2023-12-31"}),
    (departures.by_year, None, {"reported": "2018", "latest": "2023-12-31"}),
])  # fmt: skip
def test_a_date_that_is_too_vague_has_no_window(look, text, more):
    windows = look(place(counter(())), departure(text, **more), None)
    assert (windows.before, windows.at, windows.after) == (None, None, None)


def test_other_departures_are_marked_in_the_window_that_they_lie_in():
    others = departures.read([
        site("gao", "2022-08-15"), site("same", "2022-08-30"), site("before", "2022-07-31"),
        site("long", "2020-07-31"), site("after", "2022-09"), site("year", "2023"), site("late", "2023-09-01"),
    ])  # fmt: skip
    windows = departures.by_month(place(counter(()), others=tuple(others)), others[2], None)
    assert windows.departure.site_id == "gao"
    names = [[one.site_id for one in span.others] for span in (windows.before, windows.at, windows.after)]
    assert names == [["before"], ["same"], ["after", "year"]]


def test_what_could_not_be_placed_or_dated_is_counted_beside_the_windows():
    covered = [*periods.between("2021-01", "2023-12"), "2021-00", "2022-00", "2023-00"]
    here = counter(covered, {"2021-00": counts(1, 2, 2, 2, 0), "2023-00": counts(2, 3, 3, 3, 0)})
    lost = counter(covered, {"2021-09": counts(7, 1, 1, 1, 0), "2023-01": counts(8, 1, 1, 1, 0)})
    windows = departures.by_month(place(here, lost), departure(), None)
    assert windows.undated.counts["events"] == 3
    assert windows.before.here.counts["events"] == windows.after.here.counts["events"] == 0
    assert (windows.before.unplaced.counts["events"], windows.after.unplaced.counts["events"]) == (7, 8)


@given(st.integers(-500, 500))
def test_a_shifted_month_comes_back(by):
    assert periods.months_later(periods.months_later("2022-03", by), -by) == "2022-03"


def test_a_series_runs_from_24_months_before_to_12_after_or_to_the_end_of_the_data():
    months = departures.months_shown([departure("2022-08-15"), departure("2023")], ["2012-01", "2023-12"])
    assert (months[0], months[-1], len(months)) == ("2020-08", "2024-12", 53)
    assert departures.months_shown([departure("2019-03")], ["2012-01", "2023-12"])[-1] == "2023-12"
    assert departures.months_shown([], ["2022-02", "2022-04"]) == ["2022-02", "2022-03", "2022-04"]
    assert departures.years_shown([departure("2024-05-18")], ["2012", "2023"])[-1] == "2024"
    assert departures.years_shown([], ["2022", "2023"]) == ["2022", "2023"]


def test_a_pool_has_no_data_where_one_of_its_places_has_none():
    one, other = counter(("2021", "2022"), {"2022": counts(2, 1, 2, 3, 0)}), counter(("2022",))
    pool = departures.pooled([one, other])
    assert pool("2022") == counts(2, 1, 2, 3, 0)
    assert pool("2021") == NO_DATA


UNITS = [Unit("G", "Gao", 1.0), Unit("M", "Ménaka", 1.0), Unit("K", "Kayes", 1.0), Unit("S", "Sikasso", 1.0)]
ZONES = [Unit(f"{kind}-50", f"{kind}-50", 1.0) for kind in ("niger", "burkina", "either", "both")]
SITES = [site("gao", "2022-08-15"), site("menaka", "2022-06-13", pcode="M"), site("abroad", "2023-12", pcode=None)]
KM = {("gao", "niger"): 60.0, ("gao", "burkina"): 40.0, ("menaka", "niger"): 50.0, ("menaka", "burkina"): 51.0,
      ("gao", "menaka"): 70.0, ("menaka", "gao"): 70.0, ("abroad", "niger"): 0.0, ("abroad", "burkina"): 0.0,
      ("gao", "abroad"): 400.0, ("menaka", "abroad"): 300.0}  # fmt: skip
AROUND = [
    {"site_id": "gao", "km": 50, "period": "2022-03", **counts(2, 1, 4, 6, 1)},
    {"site_id": "gao", "km": 100, "period": "2022-03", **counts(3, 1, 5, 7, 1)},
    {"site_id": "gao", "km": 50, "period": "2022-00", **counts(1, 1, 1, 1, 0)},
    {"site_id": "", "km": None, "period": "2022-03", **counts(8, 8, 8, 8, 8)},
]


def scene(around=None, absent=(), months=("2022-03", "2022-04")):
    numbers = {"K": (1, 1, 2, 3, 0), "S": (4, 5, 6, 7, 0), None: (5, 5, 5, 5, 5), "G": (9, 9, 9, 9, 9)}
    figures = Figures(
        counts=index_counts([("admin1", pcode, "2022", "all", "any", *row) for pcode, row in numbers.items()]),
        units={"admin1": UNITS, "zones": ZONES},
        periods=["2022"],
        covered=frozenset(["2022"]),
        covered_months=frozenset(months),
        absent=frozenset(absent),
    )
    distances = [{"site_id": one, "to": other, "away_km": km} for (one, other), km in KM.items()]
    return departure_places.places_of(figures, departures.read(SITES), distances, around)


def test_regions_set_apart_by_a_vague_closing_only_are_named():
    found = scene().vaguely_left()
    assert found == []
    seen = {"reported": "2019", "latest": "2023-12-31"}
    vague = [site("sikasso", None, pcode="S", **seen), site("end", None, pcode="S", latest="2025-06-06")]
    both = [*vague, site("kayes", None, pcode="K", **seen), site("later", "2020", pcode="K")]
    seen = replace(scene(), departures=tuple(departures.read([*SITES, *both])))
    ((unit, own),) = seen.vaguely_left()
    assert unit.name == "Sikasso"
    assert [one.site_id for one in own] == ["end", "sikasso"]


def test_the_share_of_the_regions_without_is_of_the_whole_country():
    figures = scene().figures
    national = index_counts([("country", "MLI", "2022", "all", "any", 19, 20, 22, 26, 14)])
    whole = replace(scene(), figures=replace(figures, counts={**figures.counts, **national}))
    assert whole.share_without() == (2 + 6) / 22
    everywhere = [site(unit.pcode.lower(), "2022-01-01", pcode=unit.pcode) for unit in UNITS]
    assert replace(whole, departures=tuple(departures.read(everywhere))).share_without() is None
    assert scene().share_without() is None, "no deaths are counted in the country"


def names(found: Place):
    return [one.site_id for one in found.departures]


def test_a_region_and_a_zone_have_the_departures_that_lie_in_them():
    here = scene()
    assert names(here.region(UNITS[0])) == ["gao"]
    assert names(here.region(UNITS[2])) == []
    assert [names(here.zone(unit)) for unit in ZONES] == [["menaka"], ["gao"], ["menaka", "gao"], []]
    assert here.region(UNITS[0]).count("2022")["events"] == 9
    assert here.region(UNITS[0]).unplaced("2022")["events"] == 5


def test_regions_without_a_departure_are_counted_together():
    here = scene()
    assert [unit.name for unit in here.without()] == ["Kayes", "Sikasso"]
    assert here.elsewhere()("2022") == counts(5, 6, 8, 10, 0)
    assert here.elsewhere()("2023") == NO_DATA


def test_a_site_is_counted_around_where_the_events_are_there():
    gao = departure()
    near, far = scene(AROUND).site(gao, 50), scene(AROUND).site(gao, 100)
    assert near.count("2022-03") == counts(2, 1, 4, 6, 1)
    assert far.count("2022-03") == counts(3, 1, 5, 7, 1)
    assert near.count("2022-04") == counts(0, 0, 0, 0, 0)
    assert near.count("2022-05") == NO_DATA
    assert near.count("2022") == counts(3, 2, 5, 7, 1)
    assert near.count("2022-00") == counts(1, 1, 1, 1, 0)
    assert near.unplaced("2022-03") == counts(8, 8, 8, 8, 8)
    assert (names(near), names(far)) == (["gao"], ["menaka", "gao"])
    assert (near.km, far.km) == (50, 100)


def test_a_count_that_the_source_does_not_give_is_not_zero_around_a_site():
    found = scene(AROUND, absent=["civilian_fatalities"]).site(departure(), 50).count("2022-04")
    assert found == counts(0, 0, 0, 0, None)


def test_a_site_stands_for_its_region_where_there_are_no_events_and_for_nothing_abroad():
    found = scene().site(departure())
    assert (found.key, found.name, found.km) == ("gao", "Gao", None)
    assert found.count("2022")["events"] == 9
    abroad = Departure("abroad", "g5", "Niamey", None, "2023-12", "sourced", (date(2023, 12, 1), date(2023, 12, 31)))
    assert scene(AROUND).site(abroad) is None
