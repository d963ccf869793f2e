"""Who was where on a day: mandates and sites against every day that a date can mean, and the README's table."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.forces import presence

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
        "to_latest": None,
        "reported": None,
        **more,
    }


def mandate(started=None, ended=None, left_mali=None, force="minusma", **more):
    others = dict.fromkeys(("not_before", "here_by", "end_decided", "last_site", "succeeded_by"))
    return {"force": force, "started": started, "ended": ended, "left_mali": left_mali, **others, **more}


def meant(text):
    """Every day that a date can mean."""
    parts = [int(part) for part in text.split("-")]
    months = [parts[1]] if len(parts) > 1 else range(1, 13)
    days = [date(parts[0], month, day) for month in months for day in _days(parts, month)]
    return days, len(days) == 1


def _days(parts, month):
    return [parts[2]] if len(parts) > 2 else range(1, calendar.monthrange(parts[0], month)[1] + 1)


def slowly(row, day):
    """The status on a day, asking each day that the dates can mean; a vague date is not over within what it means."""
    opened, closed = row["from_date"], row["to_date"]
    openings, is_day = meant(opened) if opened else ([], False)
    closings, _ = meant(closed) if closed else ([], False)
    if opened and day < min(openings):
        return "not_yet"
    if row["to_latest"]:
        latest = date.fromisoformat(row["to_latest"])
        if day >= latest:
            return "closed"
        closings = closings if len(closings) < 2 else [one for one in closings if one < latest]
    elif closed and day >= max(closings) and (len(closings) == 1 or day > max(closings)):
        return "closed"
    if closed and row["to_latest"] and len(closings) > 1 and day > max(closings):
        return "closed"
    told = meant(row["reported"])[0] if row["reported"] and not closed else []
    has_opened = any(all(one < day for one in days) or days == [day] for days in (openings, told) if days)
    if not (has_opened if not opened else all(one < day for one in openings) or (is_day and openings == [day])):
        return "uncertain"
    if closed:
        return "open" if all(day < one for one in closings) else "uncertain"
    known = [*(openings[-1:]), *(told[:1])]
    return "open" if day <= max(known) else "last_reported"


@given(TEXTS, TEXTS, st.sampled_from(DAYS))
def test_the_status_is_the_slow_ways(opened, closed, day):
    row = site(opened, closed)
    assert presence.site_status(row, day) == slowly(row, day)


@given(TEXTS, TEXTS, st.sampled_from(DAYS))
def test_a_site_without_a_known_end_is_last_reported_after_its_last_report(opened, reported, day):
    row = site(opened, None, reported=reported)
    found = presence.site_status(row, day)
    assert found == slowly(row, day)
    assert found != "closed"


def test_a_site_is_closed_by_the_day_that_its_force_left_and_uncertain_between_two_days():
    told = site("2014", None, reported="2019", to_latest="2023-12-31")
    days = {"2018-12-31": "open", "2019-12-31": "last_reported", "2023-12-30": "last_reported", "2023-12-31": "closed"}
    assert {day: presence.site_status(told, date.fromisoformat(day)) for day in days} == days
    lost = site("2023-11-14", "2026-04-25", to_latest="2026-04-27")
    days = {"2026-04-24": "open", "2026-04-25": "uncertain", "2026-04-26": "uncertain", "2026-04-27": "closed"}
    assert {day: presence.site_status(lost, date.fromisoformat(day)) for day in days} == days
    vague = site("2013-07-01", "2024", to_latest="2024-11-15")
    days = {"2023-12-31": "open", "2024-01-01": "uncertain", "2024-11-14": "uncertain", "2024-11-15": "closed"}
    assert {day: presence.site_status(vague, date.fromisoformat(day)) for day in days} == days
    never = site(None, None, to_latest="2025-06-06")
    assert presence.site_status(never, date(2025, 6, 5)) == "uncertain", "neither opening nor report is known"
    seen = site(None, None, reported="2022-02")
    days = {"2022-02-27": "uncertain", "2022-03-01": "last_reported"}
    assert {day: presence.site_status(seen, date.fromisoformat(day)) for day in days} == days


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["sourced", "first_year_observed"]))
def test_stretches_hold_the_days_that_the_status_says(opened, closed, reported, from_basis):
    row = site(opened, closed, from_basis, reported=None if closed else reported)
    known = presence.dates_of(row)
    parts = presence.stretches(known.opened, known.closed, WINDOW, known.reported)
    for day in DAYS:
        found = [is_sure for first, after, is_sure in parts if first <= day < after]
        status = known.status(day)
        expected = {"open": [True], "uncertain": [False], "last_reported": [False]}.get(status, [])
        assert found == expected, (day, status, parts)


def test_a_site_first_observed_is_no_older_than_its_force():
    seen = site("2014", None, from_basis="first_year_observed")
    assert presence.site_status(seen, date(2012, 6, 1)) == "uncertain"
    assert presence.site_status(seen, date(2012, 6, 1), date(2013, 7, 1)) == "not_yet"
    assert presence.site_status(seen, date(2013, 7, 1), date(2013, 7, 1)) == "uncertain"
    assert presence.dates_of(seen, date(2014, 12, 31)).opened == (date(2014, 12, 31), date(2014, 12, 31))
    assert presence.site_status(seen, date(2014, 6, 1), date(2015, 1, 1)) == "uncertain", "a contradiction stays one"
    stated = site("2013", "2022-08-15")
    assert presence.dates_of(stated, date(2014, 8, 1)) == presence.dates_of(stated)


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
    serval = mandate("2013-01-11", "2014-07-31", succeeded_by="Barkhane")
    barkhane = mandate("2014-08-01", "2022-11-09", "2022-08-15", end_decided="2022-02-17")
    both = [serval, barkhane]
    days = {"2013-01-10": "not_yet", "2014-07-31": "in_mali", "2014-08-01": "in_mali", "2022-02-16": "in_mali"}
    days |= {"2022-02-17": "withdrawing", "2022-08-15": "ended"}
    assert presence.mandate_presence(serval, date(2014, 8, 1)) == "succeeded", "it became another, and did not leave"
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


def test_a_force_of_which_only_a_day_is_known_is_there_from_that_day():
    row = mandate(None, force="africa_corps", not_before="2024-02-02", here_by="2025-06-06")
    days = {"2024-02-02": "not_yet", "2024-02-03": "uncertain", "2025-06-05": "uncertain", "2025-06-06": "in_mali"}
    assert {day: presence.mandate_presence(row, date.fromisoformat(day)) for day in days} == days
    assert presence.first_day([row], "africa_corps") == date(2024, 2, 3)
    assert presence.first_day([row], "wagner") is None
    assert presence.mandate_presence({**row, "not_before": None}, date(2013, 1, 1)) == "uncertain"


def test_what_lies_after_the_last_day_that_is_known_is_not_known():
    here, gone = mandate("2013-07-01"), mandate("2013-07-01", "2022-06-30", "2022-06-30")
    known_to = date(2026, 7, 31)
    assert presence.presence([here], known_to, known_to) == "in_mali"
    assert presence.presence([here], date(2026, 8, 1), known_to) == "not_known"
    assert presence.presence([gone], date(2026, 8, 1), known_to) == "ended"
    assert presence.presence([mandate("2015", "2025-01-31")], date(2026, 8, 1), known_to) == "not_known"


def test_sites_are_counted_and_none_is_not_zero():
    rows = [site("2013-07-01", "2023-12-31"), site("2013", None), site("2013-07-01", "2020-12-31")]
    none = {"open": 0, "last_reported": 0, "uncertain": 0, "closed": 0}
    assert presence.counts(rows, date(2022, 12, 31)) == none | {"open": 1, "last_reported": 1, "closed": 1}
    assert presence.counts(rows[2:], date(2022, 12, 31)) == none | {"closed": 1}
    assert presence.counts([], date(2022, 12, 31)) is None


def test_an_event_is_from_its_first_to_its_last_possible_day():
    event = {"event_id": "a", "date": "2022-03-08", "end_date": "2023-05"}
    assert presence.days(event) == (date(2022, 3, 8), date(2023, 5, 31))
    assert presence.days({**event, "end_date": None}) == (date(2022, 3, 8), date(2022, 3, 8))
    with pytest.raises(DataError, match="the event 'a' has no date"):
        presence.days({**event, "date": None})
