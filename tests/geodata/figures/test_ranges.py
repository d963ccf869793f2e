"""Sums and means of a range, against the slow, obvious way over raw counts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import periods
from geodata.figures import measures
from geodata.figures.figures import Figures, Unit, index_counts, people_of
from geodata.schema.tables import ADDITIVE_NAMES
from tests.examples import times

YEARS = [str(year) for year in range(2018, 2025)]
COVERED = YEARS[1:-1]
MONTHS = periods.between("2019-03", "2023-10")
UNITS = [Unit("ML07", "Gao", 170.5, 540_000, population_before=300_000), Unit("ML10", "Ménaka", 80.0, 200_000)]
RATE = measures.BY_KEY["fatalities_per_100k"]
counts = st.tuples(*[st.integers(0, 90)] * len(ADDITIVE_NAMES))
keys = st.tuples(
    st.sampled_from(["ML07", "ML10", None]),
    st.sampled_from([*YEARS, *MONTHS]),
    st.sampled_from(["all", "state_based"]),
)
raw = st.dictionaries(keys, counts, max_size=60)
year_ranges = st.sets(st.sampled_from(YEARS), min_size=2, max_size=2).map(lambda ends: "-".join(sorted(ends)))
months = periods.between("2018-06", "2024-03")
month_ranges = st.sets(st.sampled_from(months), min_size=2, max_size=2).map(lambda ends: "..".join(sorted(ends)))


def figures(rows, *, is_explicit=False, people="census"):
    listed = [("admin1", pcode, period, kind, "any", *numbers) for (pcode, period, kind), numbers in rows.items()]
    named = [row for row in listed if row[1]]
    return Figures(
        counts=index_counts(listed),
        units={"admin1": UNITS, "zones": []},
        periods=YEARS,
        covered=frozenset(COVERED),
        covered_months=frozenset(MONTHS),
        is_explicit=is_explicit,
        beside={"named": index_counts(named)},
        people=people,
    )


def obvious(rows, pcode, period, kind):
    """Year by year, or month by month, what is covered; nothing covered: None."""
    held = [part for part in months_or_years(period) if part in COVERED or part in MONTHS]
    if not held:
        return dict.fromkeys(ADDITIVE_NAMES), 0
    found = [rows.get((pcode, part, kind), (0,) * len(ADDITIVE_NAMES)) for part in held]
    return {name: sum(row[place] for row in found) for place, name in enumerate(ADDITIVE_NAMES)}, len(held)


def months_or_years(period):
    return [one for one in (months if ".." in period else YEARS) if one in span(period)]


def span(period):
    first, last = period.split("..") if ".." in period else period.split("-")
    return [one for one in (months if ".." in period else YEARS) if first <= one <= last]


@times(2)
@given(raw, year_ranges | month_ranges, st.sampled_from(["all", "state_based"]))
def test_the_counts_of_a_range_are_sums_and_its_rates_means(rows, period, kind):
    made = figures(rows)
    for unit in UNITS:
        expected, number = obvious(rows, unit.pcode, period, kind)
        row = made.row("admin1", unit, period, kind, "any")
        assert {name: row[name] for name in ADDITIVE_NAMES} == expected
        assert made.is_covered(period) == (number > 0)
        assert len(made.summed(period)) == number
        deaths = expected["fatalities_best"]
        rate = None if deaths is None else deaths / number / unit.population * 100_000
        assert measures.value(RATE, row) == (None if rate is None else pytest.approx(rate))
        named = made.named("admin1", unit, period, kind, "any")
        assert {name: named[name] for name in ADDITIVE_NAMES} == expected
    missing = made.not_allocated("admin1", period, kind, "any")
    assert {name: missing[name] for name in ADDITIVE_NAMES} == obvious(rows, None, period, kind)[0]
    both = [obvious(rows, unit.pcode, period, kind)[0]["events"] for unit in UNITS]
    in_all = made.named_in_all("admin1", period, kind, "any")["events"]
    assert in_all == (None if None in both else sum(both))


def test_a_covered_year_without_a_row_of_an_explicit_source_leaves_the_range_without_data():
    one = (3, 1, 2, 5, 0)
    rows = {("ML07", "2021", "all"): one, ("ML07", "2022", "all"): one, ("ML10", "2022", "all"): one}
    made = figures(rows, is_explicit=True)
    gao, menaka = (made.row("admin1", unit, "2021-2022", "all", "any") for unit in UNITS)
    assert gao["fatalities_best"] == 4
    assert menaka["fatalities_best"] is menaka["events"] is None
    assert measures.status(RATE, menaka) == "no_data"
    assert made.row("admin1", UNITS[0], "2022-2024", "all", "any")["events"] is None  # of 2023 there is no row


def test_people_of_the_years_are_their_mean():
    made = figures({("ML07", "2020", "all"): (1, 10, 20, 30, 0)}, people="year")
    row = made.row("admin1", UNITS[0], "2019-2021", "all", "any")
    people = [people_of(UNITS[0], year, "year") for year in ("2019", "2020", "2021")]
    assert row["population"] == round(sum(people) / 3)
    assert measures.value(RATE, row) == pytest.approx(20 * 100_000 / 3 / row["population"])
    assert made.row("admin1", UNITS[1], "2019-2021", "all", "any")["population"] is None  # no census before


def test_what_is_listed_is_no_sum_but_that_of_the_last_year():
    gao = UNITS[0]
    made = figures({})
    sites = {("ML07", "2022"): (4, 0, 0, 0), ("ML07", "2023"): (2, 1, 0, 0)}
    listed = replace(made, listed={"sites": sites})
    row = listed.row("admin1", gao, "2021-2023", "all", "any")
    assert (row["documented_sites"], row["last_reported_sites"]) == (2, 1)
    assert measures.value(measures.BY_KEY["documented_sites"], row) == 2
    assert listed.row("admin1", gao, "2022-03..2022-08", "all", "any")["documented_sites"] == 4
