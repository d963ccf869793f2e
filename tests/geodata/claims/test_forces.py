"""Claims about dates and numbers of forces, on drawn tables."""

from dataclasses import replace

import pytest

from geodata.claims import force_rows
from geodata.claims.model import Pick, Stated
from geodata.texts import Text
from tests.geodata.claims.drawn import (
    of_tables,
    outcome,
    people,
    pick,
    record,
    untold,
)


@pytest.mark.parametrize(
    ("claimed", "found", "verdict"),
    [
        ("2022-08", "2022-08-15", "supported"),
        ("2022", "2022-08", "supported"),
        ("2022-08", "2022-09-01", "differs"),
        ("2022-02-27", "2023-02-27", "differs"),
        ("2022-08", "2022", "not_testable"),
    ],
)
def test_a_date_is_within_the_one_claimed_or_outside_or_not_known_closely_enough(claimed, found, verdict):
    claim = record("dates", claimed=claimed, picks=(pick("date", event_id="one", field="date"),))
    result = outcome(claim, of_tables(timeline=[{"event_id": "one", "date": found, "source_id": None}]))
    assert (result.verdict, result.source_id) == (verdict, "")
    if verdict != "not_testable":
        assert (result.value.text, result.value.unit, result.value.source_id) == (found, "date", "")


def test_all_dates_must_lie_within_and_people_stand_beside_them():
    picks = tuple(replace(pick("date", event_id=key, field="date"), key=key) for key in ("one", "two"))
    claim = record("dates", claimed="2022", picks=picks, beside=(pick("danes", force="takuba"),))
    rows = [{"event_id": "one", "date": "2022-06-30"}, {"event_id": "two", "date": "2023-01-01"}]
    result = outcome(claim, of_tables(timeline=rows, headcounts=[people("takuba", "2022-01-18", 105, 90, 105)]))
    assert result.verdict == "differs"
    assert [(value.key, value.low, value.value) for value in result.values] == [
        ("one", None, None),
        ("two", None, None),
        ("danes", 90, 105),
    ]
    assert result.reason.fr == (
        "Donné pour\u202f: 2022\u202f; trouvé\u202f: date (fr), 30 juin 2022\u202f; date (fr), 1er janvier 2023."
    )


@pytest.mark.parametrize("rows", [[], [{"event_id": "one", "date": "2022"}] * 2, [{"event_id": "one", "date": None}]])
def test_a_row_that_a_build_does_not_have_once_leaves_a_claim_untold(rows):
    claim = record("dates", claimed="2022", picks=(pick("date", event_id="one", field="date"),))
    assert untold(claim, of_tables(timeline=rows)) == (
        "The force tables of this build do not hold the row that is needed: date."
    )


def test_a_date_that_the_report_does_not_give_is_only_asked_for():
    claim = record("dates", picks=(pick("date", event_id="one", field="date"),))
    result = outcome(claim, of_tables(timeline=[{"event_id": "one", "date": "2022-07-10"}]))
    assert (result.verdict, result.value.text) == ("supported", "2022-07-10")
    assert result.reason.en == "Asked: whether it happened, and when. Found: date, 10 July 2022."


def stated_dates(*days):
    return tuple(
        Pick(f"d{at}", Text(f"d{at}", f"d{at}"), stated=Stated("press", day, is_dated=True))
        for at, day in enumerate(days)
    )


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        (("2022-01-24", "2022-02-17", "2022-06-30"), "supported"),
        (("2022-02-18", "2022-02-17"), "differs"),
        (("2022-01", "2022-02-01"), "supported"),
        (("2022-02", "2022-01-31"), "differs"),
        (("2022-02-17", "2022-02-17"), "not_testable"),
        (("2022", "2022-08-15"), "not_testable"),
    ],
)
def test_dates_follow_one_another_or_do_not_or_are_not_known_closely_enough(days, verdict):
    result = outcome(record("sequence", picks=stated_dates(*days)), of_tables())
    assert result.verdict == verdict
    if verdict != "not_testable":
        assert [value.text for value in result.values] == list(days)
        assert result.reason.en.endswith({"supported": "They do.", "differs": "They do not."}[verdict])


def test_what_is_out_of_order_is_told_in_the_order_of_time():
    result = outcome(record("sequence", picks=stated_dates("2022-02-18", "2022-02-17")), of_tables())
    assert "By date: d1, 17 February 2022; d0, 18 February 2022." in result.reason.en


def stated_number(key, **number):
    return Pick(key, Text(key, key), stated=Stated("press", "2022", **number))


@pytest.mark.parametrize(
    ("number", "verdict"),
    [({"low": 500}, "supported"), ({"number": 450}, "supported"), ({"low": 400, "high": 600}, "differs")],
)
def test_a_floor_is_reached_by_the_least_that_a_source_gives(number, verdict):
    claim = record(
        "floor",
        claimed="450",
        unit="deaths",
        picks=(stated_number("main", **number),),
        beside=(stated_number("other", number=300),),
    )
    result = outcome(claim, of_tables())
    assert (result.verdict, result.threshold, result.series_unit) == (verdict, 450, "deaths")
    assert [(bar.label.en, bar.number, bar.is_main) for bar in result.series] == [
        ("main", number.get("number"), True),
        ("other", 300, False),
    ]
    assert result.reason.en.endswith("; other: 300.")


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [
        ({"number": 1400, "low": 1, "high": 2}, "1,400", "1\u202f400"),
        ({"low": 300, "high": 350}, "300 to 350", "300 à 350"),
        ({"low": 1000}, "at least 1,000", "au moins 1\u202f000"),
        ({"high": 700}, "up to 700", "jusqu’à 700"),
    ],
)
def test_a_range_alone_is_told_as_one(value, en, fr):
    one = pick("x")
    found = force_rows.counted(one, force_rows.look_up(stated_number("x", **value), {}))
    assert force_rows.amount(found) == Text(en, fr)


@pytest.mark.parametrize(
    ("low", "best", "high", "verdict"),
    [
        (900, 1000, 1100, "supported"),
        (None, 1000, None, "supported"),
        (300, 325, 350, "differs"),
        (900, None, 1100, "supported"),
        (1000, None, None, "supported"),
        (300, None, 350, "differs"),
    ],
)
def test_an_estimate_supports_what_it_includes(low, best, high, verdict):
    claim = record(
        "estimate",
        claimed="1000",
        picks=(pick("now", force="wagner", as_of="2022-12"),),
        beside=(pick("then", force="wagner", as_of="2021-12-24"),),
    )
    rows = [people("wagner", "2022-12", best, low, high), people("wagner", "2021-12-24", 40)]
    result = outcome(claim, of_tables(headcounts=rows))
    assert (result.verdict, result.value.value) == (verdict, best)
    assert [bar.label.en for bar in result.series] == ["24 December 2021", "December 2022"]
    assert "others are 40 (24 December 2021)" in result.reason.en


def test_withdrawals_are_added_and_more_than_one_needs_a_source():
    claim = record(
        "announced",
        picks=(pick("uk", force="uk"), pick("benin", force="benin")),
        beside=(pick("egypt", force="egypt"),),
    )
    rows = [people("uk", "2022", 300), people("benin", "2022", 380, 250, 380), people("egypt", "2022", 1035)]
    result = outcome(claim, of_tables(headcounts=rows))
    assert (result.verdict, result.value.value, result.value.low) == ("supported", 680, 550)
    assert [value.rests_on for value in result.values] == ["sum", "", "", ""]
    rows[1]["source_id"] = None
    assert outcome(claim, of_tables(headcounts=rows)).verdict == "differs"
