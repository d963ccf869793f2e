import itertools
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import periods
from tests import drawn_ged, random_worlds


@pytest.mark.parametrize(
    ("period", "year", "is_month"),
    [("2022", "2022", False), ("2022-03", "2022", True), ("2022-12", "2022", True), ("2022-00", "2022", True)],
)
def test_a_period_is_a_year_or_a_month_the_unknown_one_included(period, year, is_month):
    assert periods.year_of(period) == year
    assert periods.is_month(period) == is_month
    assert periods.period_of(year, period[5:] or None) == period


def test_the_unknown_month_is_none_of_the_twelve():
    assert periods.undated("2022") == "2022-00"
    assert periods.months_of("2022") == [f"2022-{number:02}" for number in range(1, 13)]
    assert periods.undated("2022") not in periods.months_of("2022")


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2022-12", date(2022, 12, 1), date(2022, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period, first, last):
    assert periods.bounds(period) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2022-03", "2022-03", ["2022-03"]),
        ("2021-11", "2022-02", ["2021-11", "2021-12", "2022-01", "2022-02"]),
        ("2022-03", "2022-02", []),
    ],
)
def test_the_months_between_two_are_both_and_all_within(first, last, expected):
    assert periods.between(first, last) == expected


def month(start, end, *, year=2022, precision=1):
    return periods.months(dated([(year, start, end, precision)])).iloc[0]


def dated(rows):
    table = pd.DataFrame(rows, columns=["year", "date_start", "date_end", "date_precision"])
    days = {name: pd.to_datetime(table[name]) for name in ("date_start", "date_end")}
    return table.assign(**days).astype({"year": "Int64", "date_precision": "Int64"})


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (("2022-03-27", "2022-03-27"), "2022-03"),
        (("2022-03-01", "2022-03-31"), "2022-03"),
        (("2022-03-31", "2022-04-01"), "2022-00"),  # a day over, and it has no month
        (("2022-01-01", "2022-12-31"), "2022-00"),
        (("2021-12-31", "2022-01-01"), "2022-00"),
        (("2021-03-01", "2022-03-01"), "2022-00"),  # the same month of two years
        (("2023-01-02", "2023-01-02"), "2022-00"),  # the source counts it in another year
    ],
)
def test_an_event_has_a_month_only_where_both_its_days_lie_in_it(event, expected):
    assert month(*event) == expected


@pytest.mark.parametrize(("precision", "expected"), [(1, "2022-03"), (4, "2022-03"), (5, "2022-00")])
def test_a_date_known_to_more_than_a_month_has_none(precision, expected):
    assert month("2022-03-05", "2022-03-05", precision=precision) == expected


days = st.dates(date(2020, 11, 1), date(2022, 2, 28))


@settings(phases=random_worlds.NO_SHRINKING)
@given(st.lists(st.tuples(st.integers(2020, 2022), days, days, st.integers(1, 5)), max_size=20))
def test_every_event_has_one_month_of_its_year_or_the_unknown_one(drawn):
    table = dated(drawn).set_index(pd.RangeIndex(5, 5 + len(drawn)))
    found = periods.months(table)
    assert found.index.tolist() == table.index.tolist()
    for (year, start, end, precision), period in zip(drawn, found, strict=True):
        lies_in = {(day.year, day.month) for day in (start, end)}
        is_known = lies_in == {(year, start.month)} and precision < 5
        assert period == (f"{year}-{start.month:02}" if is_known else f"{year}-00")


def test_the_months_of_an_event_file():
    table = drawn_ged.events([{"year": 2021}, {"date_end": "04/02/2022 00:00:00"}, {"date_prec": 5}, {"date_prec": 4}])
    assert periods.months(table).tolist() == ["2021-03", "2022-00", "2022-00", "2022-03"]


@pytest.mark.parametrize(
    ("period", "parts", "year", "before", "label"),
    [
        ("2021-2023", ["2021", "2022", "2023"], "2023", "2018-2020", ["2021", "2022", "2023"]),
        ("2022-11..2023-01", ["2022-11", "2022-12", "2023-01"], "2023", "2022-08..2022-10", ["2022", "2023"]),
        ("2022", ["2022"], "2022", "2021", ["2022"]),
        ("2022-01", ["2022-01"], "2022", "2021-12", ["2022"]),
    ],
)
def test_a_range_holds_its_years_or_months(period, parts, year, before, label):
    assert periods.split(period) == parts
    assert periods.year_of(period) == year
    assert periods.before(period) == before
    assert periods.years_of(period) == label
    assert periods.is_range(period) == (len(parts) > 1)
    assert periods.is_of_months(period) == ("-" in parts[0])
    assert periods.bounds(period) == (periods.bounds(parts[0])[0], periods.bounds(parts[-1])[1])


@pytest.mark.parametrize(
    ("period", "since", "then"),
    [
        ("2022", "2020", "2020"),
        ("2021-2023", "2020", "2020"),
        ("2021-2023", "2018-2020", "2018-2020"),
        ("2022-03", "2020", "2020-03"),
        ("2022-11..2023-02", "2020", "2020-11..2021-02"),
        ("2022-03", "2020-01..2020-06", "2020-01..2020-06"),
    ],
)
def test_what_a_period_is_compared_with(period, since, then):
    assert periods.compared(period, since) == then


@given(st.sets(st.integers(2012, 2024), min_size=1))
def test_years_that_follow_each_other_are_named_as_ranges(years):
    told = periods.joined(sorted(map(str, years)))
    assert [part for run in told.split(", ") for part in periods.split(run)] == sorted(map(str, years))
    assert all(int(b[:4]) - int(a[-4:]) > 1 for a, b in itertools.pairwise(told.split(", ")))


@pytest.mark.parametrize("text", ["2021-2023", "2022-03..2022-08", "2022-11..2023-02"])
def test_the_text_of_a_range(text):
    assert periods.is_written_as_range(text)
    assert periods.range_of(*periods.ends(text)) == text
    assert periods.period_of("2023", text) == text if ".." in text else periods.period_of(text, None) == text


@pytest.mark.parametrize(
    "text", ["2022", "2021-", "-2023", "2022-03", "2022-00..2022-03", "2022-03..", "2021..2023", "٢٠٢١-٢٠٢٣"]
)
def test_what_is_no_text_of_a_range(text):
    assert not periods.is_written_as_range(text)
