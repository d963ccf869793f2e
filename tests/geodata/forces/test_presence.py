"""Who was where on a day: mandates and sites against every day that a date can mean, and the README's table."""

from __future__ import annotations

import calendar
import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import vocabulary
from geodata.errors import DataError
from geodata.forces import dates, presence
from geodata.vocabulary import INTERNATIONAL
from tests.readme import table

YEARS = ("2020", "2021", "2022", "2023")
WINDOW = date(2020, 11, 15), date(2022, 3, 15)
DAYS = [WINDOW[0] + timedelta(days=number) for number in range((WINDOW[1] - WINDOW[0]).days + 1)]
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(["2020", "2021", "2022"]),
    st.builds("{}-{:02}".format, st.sampled_from([2020, 2021, 2022]), st.integers(1, 12)),
    st.dates(date(2020, 1, 1), date(2022, 12, 31)).map(date.isoformat),
)


def site(from_date=None, to_date=None, from_basis="sourced", to_basis="sourced", **more):
    return {
        "force": "minusma",
        "pcode": "ML07",
        "from_date": from_date,
        "to_date": to_date,
        "from_basis": from_basis,
        "to_basis": to_basis,
        **more,
    }


def mandate(started=None, ended=None, left_mali=None, force="minusma"):
    return {"force": force, "started": started, "ended": ended, "left_mali": left_mali}


def meant(text):
    """Every day that a date can mean."""
    parts = [int(part) for part in text.split("-")]
    months = [parts[1]] if len(parts) > 1 else range(1, 13)
    days = [date(parts[0], month, day) for month in months for day in _days(parts, month)]
    return days, len(days) == 1


def _days(parts, month):
    return [parts[2]] if len(parts) > 2 else range(1, calendar.monthrange(parts[0], month)[1] + 1)


def slowly(opened, closed, day):
    """The status on a day, asking each day that the dates can mean; a vague date is not over within what it means."""
    has_opened, has_closed = None, None
    if opened:
        days, is_exact = meant(opened)
        has_opened = True if all(one < day or (is_exact and one == day) for one in days) else None
        has_opened = False if all(day < one for one in days) else has_opened
    if closed:
        days, is_exact = meant(closed)
        has_closed = True if all(one < day or (is_exact and one == day) for one in days) else None
        has_closed = False if all(day < one for one in days) else has_closed
    if has_opened is False:
        return "not_yet"
    if has_closed:
        return "closed"
    return "open" if has_opened and has_closed is False else "uncertain"


@given(TEXTS, TEXTS, st.sampled_from(DAYS))
def test_the_status_is_the_slow_ways(opened, closed, day):
    assert presence.site_status(site(opened, closed), day) == slowly(opened, closed, day)


@given(
    TEXTS,
    TEXTS,
    st.sampled_from(["sourced", "first_year_observed"]),
    st.sampled_from(["sourced", "last_year_observed"]),
)
def test_stretches_hold_the_days_that_the_status_says(opened, closed, from_basis, to_basis):
    spans = presence.site_spans(site(opened, closed, from_basis, to_basis))
    parts = presence.stretches(*spans, WINDOW)
    for day in DAYS:
        found = [is_sure for first, after, is_sure in parts if first <= day < after]
        status = dates.status_on(day, *spans)
        expected = {"open": [True], "uncertain": [False]}.get(status, [])
        assert found == expected, (day, status, parts)


def test_a_site_first_observed_is_no_older_than_its_force():
    seen = site("2014", None, from_basis="first_year_observed")
    assert presence.site_status(seen, date(2012, 6, 1)) == "uncertain"
    assert presence.site_status(seen, date(2012, 6, 1), date(2013, 7, 1)) == "not_yet"
    assert presence.site_status(seen, date(2013, 7, 1), date(2013, 7, 1)) == "uncertain"
    assert presence.site_spans(seen, date(2014, 12, 31))[0] == (date(2014, 12, 31), date(2014, 12, 31))
    assert presence.site_status(seen, date(2014, 6, 1), date(2015, 1, 1)) == "uncertain", "a contradiction stays one"
    stated = site("2013", "2022-08-15")
    assert presence.site_spans(stated, date(2014, 8, 1)) == presence.site_spans(stated)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2013-06-30", "not_yet"),
        ("2013-07-01", "in_mali"),
        ("2023-06-30", "in_mali"),
        ("2023-07-01", "withdrawing"),
        ("2023-12-30", "withdrawing"),
        ("2023-12-31", "ended"),
    ],
)
def test_a_mandate_that_ended_before_its_force_left(day, expected):
    row = mandate("2013-07-01", "2023-06-30", "2023-12-31")
    assert presence.mandate_presence(row, date.fromisoformat(day)) == expected


@pytest.mark.parametrize(
    ("row", "day", "expected"),
    [
        (mandate("2020", "2022-06-30", "2022-06-30"), "2019-12-31", "not_yet"),
        (mandate("2020", "2022-06-30", "2022-06-30"), "2020-12-31", "uncertain"),
        (mandate("2020", "2022-06-30", "2022-06-30"), "2021-01-01", "in_mali"),
        (mandate("2015-01-15", "2025-01-31", None), "2025-01-30", "in_mali"),
        (mandate("2015-01-15", "2025-01-31", None), "2025-12-31", "uncertain"),
        (mandate("2024", None, None), "2025-12-31", "in_mali"),
        (mandate(None, None, None), "2025-12-31", "uncertain"),
    ],
)
def test_what_is_not_known_of_a_mandate_is_uncertain(row, day, expected):
    assert presence.mandate_presence(row, date.fromisoformat(day)) == expected


def test_a_force_with_two_mandates_is_there_under_either():
    both = [mandate("2013-01-11", "2014-07-31", "2014-08-01"), mandate("2014-08-01", "2022-02-17", "2022-08-15")]
    days = {"2013-01-10": "not_yet", "2014-08-01": "in_mali", "2022-03-01": "withdrawing", "2022-08-15": "ended"}
    assert {day: presence.presence(both, date.fromisoformat(day)) for day in days} == days
    assert presence.presence([], date(2020, 1, 1)) is None


def test_a_force_that_left_is_closing_sites_while_one_in_mali_is_surely_open():
    held = [mandate("2013-07-01", "2023-06-30", "2023-12-31")]
    late = site("2013-07-01", "2024-11-15")
    day = date(2023, 12, 31)

    def on(day, *sites):
        return presence.presence_with_sites(held, sites, day, date(2013, 7, 1))

    assert on(day, site("2013-07-01", "2023-08-25"), late) == "closing"
    assert on(date(2023, 12, 30), late) == "withdrawing"
    assert on(date(2024, 11, 15), late) == "ended"
    assert on(day, site("2013-07-01", None)) == "ended", "a site that may have closed is not known to be open"
    assert on(day, site("2013-07-01", "2024-11-15", pcode=None)) == "ended", "abroad"
    assert on(day) == "ended"
    assert presence.presence_with_sites([], [late], day, None) is None
    assert {presence.presence_with_sites(held, [late], one, None) for one in DAYS} <= set(presence.PRESENCES)


def test_sites_are_in_mali_or_abroad():
    rows = [site(), site(pcode=None), site(pcode="ML10")]
    assert presence.in_mali(rows) == [rows[0], rows[2]]
    assert presence.abroad(rows) == [rows[1]]


def test_the_africa_corps_stands_with_wagner():
    rows = [mandate("2021-12-24", force="wagner"), mandate("2024", force="africa_corps"), mandate("2013")]
    assert presence.of_force(rows, "wagner") == rows[:2]
    assert presence.first_day(rows, "wagner") == date(2021, 12, 24)
    assert presence.first_day(rows, "fama") is None


def test_sites_are_counted_and_none_is_not_zero():
    rows = [site("2013-07-01", "2023-12-31"), site("2013", None), site("2013-07-01", "2020-12-31")]
    assert presence.counts(rows, date(2022, 12, 31)) == {"open": 1, "uncertain": 1, "closed": 1}
    assert presence.counts(rows[2:], date(2022, 12, 31)) == {"open": 0, "uncertain": 0, "closed": 1}
    assert presence.counts([], date(2022, 12, 31)) is None


def test_an_event_is_from_its_first_to_its_last_possible_day():
    event = {"event_id": "a", "date": "2022-03-08", "end_date": "2023-05"}
    assert presence.days(event) == (date(2022, 3, 8), date(2023, 5, 31))
    assert presence.days({**event, "end_date": None}) == (date(2022, 3, 8), date(2022, 3, 8))
    with pytest.raises(DataError, match="the event 'a' has no date"):
        presence.days({**event, "date": None})


def counted(region, forces, year):
    """Open and uncertain sites, from the file of sites and by comparing texts of dates."""
    day, found = f"{year}-12-31", {"open": 0, "uncertain": 0}
    with Path(vocabulary.DATA / "forces" / "sites.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["stated_admin1"] != region or (forces == "international" and row["force"] not in INTERNATIONAL):
                continue
            opened, closed = row["from_date"], row["to_date"]
            if opened and day[: len(opened)] < opened and row["from_basis"] != "first_year_observed":
                continue
            if closed and row["to_basis"] != "last_year_observed" and _over(closed, day):
                continue
            is_open = opened and _over(opened, day) and closed and day[: len(closed)] < closed
            found["open" if is_open else "uncertain"] += 1
    return found


def _over(text, day):
    """Whether a date of any precision is past on a day: that very day is; the year or month that it is in is not."""
    return text <= day if len(text) == len(day) else text < day[: len(text)]


@pytest.mark.parametrize("row", table("| region | forces |"), ids=lambda row: "-".join(row[:2]))
def test_the_readmes_table_of_sites_is_what_the_dates_say(row, shipped):
    region, forces, *cells = row
    shipped = shipped.edition()
    pcode = next(unit.pcode for unit in shipped.figures.units["admin1"] if unit.name == region)
    rows = [one for one in shipped.table("sites") if forces == "all" or one["force"] in INTERNATIONAL]
    for year, cell in zip(YEARS, cells, strict=True):
        expected = counted(region, forces, year)
        assert cell == f"{expected['open']} ({expected['uncertain']})", (region, forces, year)
        found = presence.counts([one for one in rows if one["pcode"] == pcode], date(int(year), 12, 31))
        assert {name: found[name] for name in expected} == expected


def test_the_readmes_table_is_of_both_regions_and_the_shipped_measure_agrees(shipped):
    rows = table("| region | forces |")
    shipped = shipped.edition()
    assert [row[:2] for row in rows] == [
        [name, kind] for name in ("Gao", "Ménaka") for kind in ("international", "all")
    ]
    units = {unit.name: unit for unit in shipped.figures.units["admin1"]}
    for region, forces, *cells in rows:
        if forces == "international":
            for year, cell in zip(YEARS, cells, strict=True):
                figures = shipped.figures.row("admin1", units[region], year, "all", "any")
                assert cell == f"{figures['documented_sites']} ({figures['uncertain_sites']})"
