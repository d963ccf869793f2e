"""Counts by month and cercle: which unit a row's names mean, what is left out, that nothing is lost or added twice."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.counting import monthly, tally
from geodata.errors import DataError
from geodata.names import NameRule
from geodata.schema.tables import ADDITIVE_NAMES
from tests.examples import times
from tests.geodata.counting.months import ground, table, told


def test_months_and_years_of_regions_and_cercles():
    made = monthly.count(
        table(
            {"events": 2, "fatalities": 5},
            {"admin2_name": "A 2", "events": 1, "fatalities": 0},
            {"admin1_name": "B", "admin2_name": "B 1", "events": 0, "fatalities": 0},
            {"period": "2022-04", "events": 3, "fatalities": 1},
        ),
        ground(),
    )
    assert told(made, "country") == {"MLI": (3, 5)}
    assert told(made, "admin1") == {"A": (3, 5), "B": (0, 0)}
    assert told(made, "admin2") == {"A01": (2, 5), "A02": (1, 0), "B01": (0, 0)}
    assert told(made, "admin1", "2022") == {"A": (6, 6), "B": (0, 0)}
    assert (made.years, made.months, made.kind) == ((2022,), ("2022-03", "2022-04"), "monthly")
    assert set(made.counts["level"]) == {"country", "admin1", "admin2"}
    assert set(made.counts["actor_family"]) == {"any"}
    assert set(made.counts["violence_type"]) == {"unspecified"}
    for name in ("fatalities_low", "fatalities_high", "civilian_fatalities"):
        assert made.counts[name].isna().all()
    assert made.placement.empty
    assert made.disagreements.empty


def test_without_cercles_there_are_regions_alone_and_terms_may_allow_no_more():
    rows = table({"events": 2})
    assert set(monthly.count(rows, ground(cercles=False)).counts["level"]) == {"country", "admin1"}
    assert set(monthly.count(rows, ground(), levels=("country", "admin1")).counts["level"]) == {"country", "admin1"}


def test_types_that_overlap_are_never_added():
    rows = table(
        {"event_type": "political_violence", "events": 5, "fatalities": 9},
        {"event_type": "civilian_targeting", "events": 3, "fatalities": 4},
        {"event_type": "demonstration", "events": 7, "fatalities": None},
        {"event_type": "political_violence", "events": 20, "country_iso3": "NER"},
        {"event_type": "civilian_targeting", "events": 10, "country_iso3": "NER"},
        {"event_type": "political_violence", "events": 2, "period": "2011-12"},
        {"event_type": "demonstration", "events": 0, "fatalities": None, "period": "2022-05"},
    )
    made = monthly.count(rows, ground())
    assert told(made, "country") == {"MLI": (5, 9)}
    assert told(made, "admin2") == {"A01": (5, 9)}
    assert set(made.counts["violence_type"]) == {"political_violence"}
    left_out = {"other_countries": 20, "earlier_years": 2, "civilian_targeting": 3, "demonstration": 7}
    assert made.left_out == left_out
    assert made.months == ("2022-03", "2022-04", "2022-05")


def test_a_file_of_nothing_to_count_is_refused_and_says_what_it_holds():
    with pytest.raises(DataError) as caught:
        monthly.count(table({"country_iso3": "NER"}, {"country_iso3": "BFA"}), ground(), where="brought")
    text = "brought: holds no month to count: 2 rows of other countries. Expected: months of Mali of 2012 or later."
    assert caught.value.text == text
    rows = [{"event_type": "demonstration"}, {"event_type": "demonstration", "period": "2011-03"}]
    with pytest.raises(DataError) as caught:
        monthly.count(table(*rows), ground(), where="brought")
    assert caught.value.text == (
        "brought: holds no month to count: 1 rows of Mali before 2012, 1 rows of Mali of type demonstration, which is "
        "not counted. Expected: months of Mali of 2012 or later, of type political_violence."
    )


RULE = NameRule("old", "", None, ("A", "B"))
months = st.lists(
    st.fixed_dictionaries(
        {
            "country_iso3": st.sampled_from(["MLI", "MLI", "MLI", "NER"]),
            "admin1_name": st.sampled_from(["A", "B", "Old", "Nowhere", ""]),
            "admin2_name": st.sampled_from(["A 1", "A 2", "B 1", "X", ""]),
            "admin1_pcode": st.sampled_from(["A", "B", "ML09", ""]),
            "admin2_pcode": st.sampled_from(["A01", "B02", ""]),
            "period": st.sampled_from(["2011-12", "2021-11", "2021-12", "2022-01", "2022-03"]),
            "events": st.integers(0, 9),
            "fatalities": st.none() | st.integers(0, 90),
        }
    ),
    min_size=1,
    max_size=12,
)


@times(0.4)
@given(rows=months, type_of=st.lists(st.sampled_from(monthly_types := ["political_violence", "demonstration"])))
def test_units_and_not_allocated_are_the_country_and_months_are_the_year(rows, type_of):
    rows = [{"country_iso3": "MLI", "period": "2022-02"}, *rows]
    if type_of:
        kinds = [monthly_types[0], *type_of]
        rows = [{**row, "event_type": kinds[place % len(kinds)]} for place, row in enumerate(rows)]
    of = ground("A B\nA B", RULE)
    made = monthly.count(table(*rows), of)
    tally.require_whole(made.counts)
    wanted = [
        row
        for row in rows
        if (row["country_iso3"], row.get("event_type")) in (("MLI", None), ("MLI", "political_violence"))
        and row["period"] >= "2012"
    ]
    whole = made.counts[made.counts["level"] == "country"].set_index("period")["events"]
    for period in whole.index:
        assert whole[period] == sum(row.get("events", 1) for row in wanted if row["period"].startswith(period))
    years = made.counts["period"].str.len() == 4
    keys = ["level", "pcode", "year"]
    for name in ADDITIVE_NAMES:
        by_year = made.counts[years].assign(year=made.counts["period"]).set_index(keys)[name].sort_index()
        monthly_rows = made.counts[~years].assign(year=made.counts["period"].str[:4])
        by_month = monthly_rows.groupby(keys, dropna=False)[name].sum(min_count=1).sort_index()
        pd.testing.assert_series_equal(by_year, by_month, check_dtype=False)
    for level in ("admin1", "admin2"):
        account = made.accounting[made.accounting["level"] == level]
        assert account["events"].sum() == whole[whole.index.str.len() == 4].sum()
    nested = made.counts[made.counts["level"] == "admin2"].dropna(subset="pcode")
    regions = made.counts[made.counts["level"] == "admin1"].set_index(["pcode", "period"])["events"]
    for (region, period), events in nested.groupby([nested["pcode"].str[:1], "period"])["events"].sum().items():
        assert events <= regions[region, period]
