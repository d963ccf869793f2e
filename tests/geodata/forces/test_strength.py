"""Strength at a year's end: what stands for it, why nothing does, and what is added up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.forces import strength
from geodata.vocabulary import INTERNATIONAL


def row(force="minusma", as_of="2022-11-30", best=100, **more):
    return {
        "force": force,
        "as_of": as_of,
        "low": best,
        "best": best,
        "high": best,
        "component": "total",
        "measure": "deployed",
        "scope": "mali",
        "uncertainty": "estimate",
        "source_id": "un",
        "confidence": "sourced",
        **more,
    }


def held(force, started="2013-01-01", left="2023-12-31"):
    others = dict.fromkeys(("not_before", "here_by", "end_decided", "last_site", "succeeded_by"))
    return {"force": force, "started": started, "ended": left, "left_mali": left, **others}


MANDATES = [held("minusma"), held("french", left="2021-08-15"), held("takuba", "2022-05-01"), held("eutm")]


def of_year(rows, year="2022", force="minusma"):
    return strength.of_year(rows, MANDATES, force, year)


@pytest.mark.parametrize(
    ("rows", "best"),
    [
        ([row(best=1), row(as_of="2022-12-30", best=2), row(as_of="2023-01-03", best=3)], 2),
        ([row(as_of="2023-01-01", best=3), row(as_of="2022-12-29", best=2)], 3),
        ([row(as_of="2022-09-30", best=1)], 1),
        ([row(as_of="2023-04-02", best=1)], 1),
        ([row(as_of="2022-11", best=1), row(as_of="2022-11-15", best=2)], 2),
        ([row(best=1), row(as_of="2022-12-31", best=2, measure="annual_mean")], 1),
        ([row(best=1, component="uniformed")], 1),
        ([row(best=0)], 0),
        ([row(best=1), row(as_of="2022-12-31", best=2, component="police")], 1),
        ([row(best=1), row(as_of="2022-12-31", best=2, scope="sahel")], 1),
        ([row(best=1), row(as_of="2022-12-31", best=None)], 1),
        # of one day: not disputed, exact before estimated, the widest range, the highest
        ([row(best=450, confidence="disputed"), row(best=325)], 325),
        ([row(best=12947, uncertainty="exact"), row(best=13100)], 12947),
        ([row(best=1000, low=1000, high=1000), row(best=900, low=500, high=1000)], 900),
        ([row(best=1000), row(best=1100)], 1100),
    ],
)
def test_the_figure_that_stands_for_a_year_is_the_one_nearest_to_its_last_day(rows, best):
    for order in (rows, rows[::-1]):
        assert of_year(order).row["best"] == best


def test_a_range_without_a_best_figure_stands_as_a_range():
    found = of_year([row(best=None, low=300, high=350)])
    assert (found.row["low"], found.row["best"], found.row["high"]) == (300, None, 350)
    assert strength.lowest(found.row) == 300
    assert strength.lowest(row(best=None, high=700)) is None


@given(st.dates(date(2020, 1, 1), date(2025, 12, 31)))
def test_a_figure_of_a_day_stands_for_one_year_at_most_the_one_whose_end_is_near(day):
    rows = [row("french", day.isoformat(), 7)]
    stands = [year for year in range(2019, 2027) if strength.of_year(rows, [], "french", str(year)).row is not None]
    assert stands == [
        year for year in range(2019, 2027) if abs((date(year, 12, 31) - day).days) <= strength.WINDOW_DAYS
    ]
    assert len(stands) < 2


@pytest.mark.parametrize(
    ("rows", "force", "year", "gap", "near"),
    [
        ([], "minusma", "2012", "not_yet", []),
        ([], "minusma", "2024", "left", []),
        ([row("french", "2021-12-31", scope="sahel")], "french", "2022", "left", []),
        ([], "minusma", "2022", "none", []),
        ([row(best=None)], "minusma", "2022", "none", []),
        ([row(best=5, as_of="2022-05-01")], "minusma", "2022", "far", [5]),
        ([row(best=5, as_of="2022")], "minusma", "2022", "vague", [5]),
        (
            [row(best=5, measure="peak"), row(best=6, measure="annual_mean", as_of="2022")],
            "minusma",
            "2022",
            "vague",
            [5],
        ),
        ([row(best=5, as_of=None)], "minusma", "2022", "none", []),
        ([row(best=1, scope="sahel"), row(best=2, component="police")], "minusma", "2022", "wider", [1]),
        ([row(best=1, component="police"), row(best=2, component="civilian")], "minusma", "2022", "part", [1, 2]),
        ([row(best=1, component="police"), row(best=2, measure="authorised")], "minusma", "2022", "part", [1]),
        ([row(best=2, component="police", measure="authorised")], "minusma", "2022", "ceiling", [2]),
        ([row(best=2, measure="planned", scope="sahel")], "minusma", "2022", "ceiling", [2]),
        ([row("jnim", best=2000, scope="sahel")], "jnim", "2022", "wider", [2000]),
    ],
)
def test_a_gap_has_a_reason_and_what_comes_closest(rows, force, year, gap, near):
    found = of_year(rows, year, force)
    assert (found.row, found.gap, [one["best"] for one in found.near]) == (None, gap, near)
    assert gap in strength.GAPS


def test_a_figure_stands_while_the_force_is_there_at_the_years_end():
    assert of_year([row("takuba", "2023-01-31", best=600)], "2022", "takuba").row["best"] == 600
    assert of_year([row("french", "2021-12-01", best=600)], "2021", "french").gap == "left", "it had left by then"


def test_the_whole_of_a_force_is_not_a_part_of_it():
    assert strength.is_whole(row("fama", component="armed_forces"))
    assert not strength.is_whole(row("fama", component="army"))
    assert not strength.is_whole(row("africa_corps", component="wagner_and_africa_corps")), (
        "the source does not split it"
    )
    assert not strength.is_whole(row("minusma", component="all_personnel"))
    assert not strength.is_whole(row(best=None))


def test_the_latest_figure_is_of_the_day_or_before_it_in_any_scope():
    rows = [row(as_of="2021-01-01", best=1), row(as_of="2022-01-01", best=2, scope="sahel"), row(best=3)]
    days = {"2020-12-31": None, "2021-12-31": 1, "2022-01-01": 2, "2022-11-29": 2, "2022-11-30": 3}
    for day, best in days.items():
        found = strength.latest(rows, "minusma", date.fromisoformat(day))
        assert (found and found["best"]) == best
    vague = [row(as_of="2022", best=7), row(as_of=None, best=8)]
    assert strength.latest(vague, "minusma", date(2022, 12, 30)) is None, "the year is not over; a day is not known"
    assert strength.latest(vague, "minusma", date(2022, 12, 31))["best"] == 7
    here = [row(best=5, scope="sahel"), row(best=4)]
    assert strength.latest(here, "minusma", date(2022, 12, 31))["best"] == 4, "Mali before a wider scope"


def test_an_imported_month_takes_part_like_any_other():
    rows = [row(best=13700, as_of="2022-11-16"), row(best=11_900, as_of="2022-12-31", uncertainty="exact")]
    assert of_year(rows).row["best"] == 11_900


def test_a_sum_names_what_is_in_it_and_what_is_missing():
    rows = [
        row(best=12_000, component="uniformed"),
        row("takuba", best=600),
        row("fama", best=9),
        row("wagner", best=9),
    ]
    found = strength.summed(rows, MANDATES, "2022")
    assert (found.least, found.is_complete) == (12_600, False)
    assert [one.force for one in found.included] == ["minusma", "takuba"]
    assert [(one.force, one.gap) for one in found.missing] == [("eutm", "none"), ("eucap", "none"), ("g5", "none")]
    assert [(one.force, one.gap) for one in found.absent] == [("french", "left")]
    everyone = [*found.included, *found.missing, *found.absent]
    assert {one.force for one in everyone} == set(INTERNATIONAL)


def test_a_sum_without_a_figure_is_not_zero():
    found = strength.summed([], MANDATES, "2022")
    assert (found.least, found.is_complete) == (None, False)
    zero = strength.summed([row(best=0)], MANDATES, "2022")
    assert zero.least == 0


def test_a_sum_takes_the_lowest_of_a_range_and_nothing_of_an_upper_bound_a_mean_or_a_peak():
    rows = [row(best=None, low=900, high=1000), row("eutm", best=None, low=None, high=700)]
    assert strength.summed(rows, MANDATES, "2022").least == 900
    assert strength.summed([row("eutm", measure="peak"), row(measure="annual_mean")], MANDATES, "2022").least is None


def test_whether_anything_has_a_source():
    assert strength.has_source([row("isgs", source_id=None), row("jnim")], "jnim")
    assert not strength.has_source([row("isgs", source_id=None), row("jnim")], "isgs")
    assert not strength.has_source([row("isgs", best=None)], "isgs")
