"""Strength by year: what stands for a year, why nothing does, and what is added up."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.forces import strength
from geodata.vocabulary import INTERNATIONAL


def row(force="minusma", as_of="2022-06-30", best=100, **more):
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
    return {"force": force, "started": started, "ended": left, "left_mali": left}


MANDATES = [held("minusma"), held("french", left="2021-08-15"), held("takuba", "2022-05-01"), held("eutm")]


def of_year(rows, year="2022", force="minusma"):
    return strength.of_year(rows, MANDATES, force, year)


@pytest.mark.parametrize(
    ("rows", "best"),
    [
        ([row(best=1), row(as_of="2022-12-31", best=2), row(as_of="2023-01-01", best=3)], 2),
        ([row(best=1), row(as_of="2022-12-31", best=2, measure="annual_mean")], 1),
        ([row(best=1, measure="peak"), row(best=2, as_of="2022-01-01", measure="annual_mean")], 2),
        ([row(best=1, measure="peak")], 1),
        ([row(best=1, component="uniformed")], 1),
        ([row(best=0)], 0),
        ([row(best=1), row(as_of="2022-12-31", best=2, component="police")], 1),
        ([row(best=1), row(as_of="2022-12-31", best=2, scope="sahel")], 1),
        ([row(best=1), row(as_of="2022-12-31", best=None)], 1),
        # of one day: exact before estimated, the widest range, the highest
        ([row(best=12947, uncertainty="exact"), row(best=13100)], 12947),
        ([row(best=1000, low=1000, high=1000), row(best=900, low=500, high=1000)], 900),
        ([row(best=1000), row(best=1100)], 1100),
    ],
)
def test_the_figure_that_stands_for_a_year(rows, best):
    for order in (rows, rows[::-1]):
        assert of_year(order).row["best"] == best


@pytest.mark.parametrize(
    ("rows", "force", "year", "gap", "near"),
    [
        ([], "minusma", "2012", "not_yet", []),
        ([], "minusma", "2024", "left", []),
        ([row("french", "2021-12-31", scope="sahel")], "french", "2022", "left", []),
        ([], "minusma", "2022", "none", []),
        ([row(best=None)], "minusma", "2022", "none", []),
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


def test_a_figure_stands_before_the_force_had_surely_come_or_left():
    assert of_year([row("takuba", "2022-01-31", best=600)], "2022", "takuba").row["best"] == 600


def test_the_whole_of_a_force_is_not_a_part_of_it():
    assert strength.is_whole(row("fama", component="armed_forces"))
    assert not strength.is_whole(row("fama", component="army"))
    assert strength.is_whole(row("wagner", component="wagner_and_africa_corps"))
    assert not strength.is_whole(row("minusma", component="all_personnel"))
    both = [row("wagner", best=0), row("wagner", best=2000, component="wagner_and_africa_corps")]
    assert strength.latest(both, "wagner", date(2022, 12, 31))["best"] == 2000


def test_the_latest_figure_is_of_the_day_or_before_it_in_any_scope():
    rows = [row(as_of="2021-01-01", best=1), row(as_of="2022-01-01", best=2, scope="sahel"), row(best=3)]
    days = {"2020-12-31": None, "2021-12-31": 1, "2022-01-01": 2, "2022-06-29": 2, "2022-06-30": 3}
    for day, best in days.items():
        found = strength.latest(rows, "minusma", date.fromisoformat(day))
        assert (found and found["best"]) == best
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
    assert (found.best, found.is_complete, found.has_peak, found.is_lower_bound) == (12_600, False, False, False)
    assert [one.force for one in found.included] == ["minusma", "takuba"]
    assert [(one.force, one.gap) for one in found.missing] == [("eutm", "none"), ("eucap", "none"), ("g5", "none")]
    assert [(one.force, one.gap) for one in found.absent] == [("french", "left")]
    everyone = [*found.included, *found.missing, *found.absent]
    assert {one.force for one in everyone} == set(INTERNATIONAL)


def test_a_sum_without_a_figure_is_not_zero():
    found = strength.summed([], MANDATES, "2022")
    assert (found.best, found.is_complete) == (None, False)
    zero = strength.summed([row(best=0)], MANDATES, "2022")
    assert zero.best == 0


def test_a_sum_says_that_it_holds_a_peak_or_a_bound():
    assert strength.summed([row("eutm", measure="peak")], MANDATES, "2022").has_peak
    assert strength.summed([row(uncertainty="lower_bound")], MANDATES, "2022").is_lower_bound


def test_whether_anything_has_a_source():
    assert strength.has_source([row("isgs", source_id=None), row("jnim")], "jnim")
    assert not strength.has_source([row("isgs", source_id=None), row("jnim")], "isgs")
    assert not strength.has_source([row("isgs", best=None)], "isgs")
