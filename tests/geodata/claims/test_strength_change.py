"""Claims about changes of strength, on drawn tables."""

from dataclasses import replace

import pytest

from geodata.claims.model import Pick, Recipe
from geodata.texts import Text
from tests.geodata.claims.drawn import (
    of_tables,
    outcome,
    people,
    pick,
    record,
)

START, END = pick("start", force="start"), pick("end", force="end")
ROWS = [people("start", "2020", 1000, 800, 1000), people("end", "2023", 600, 600, 700), people("part", "2022", 1, 1, 2)]


def recipe(key, start, end, **more):
    return Recipe(key, Text(key, key), tuple((1, one) for one in start), tuple(end), **more)


def changed(*recipes, claimed="-40", low=-40.5, high=-39.5):
    claim = record("change", claimed=claimed, at_least=low, at_most=high, recipes=recipes)
    return outcome(claim, of_tables(headcounts=ROWS))


MISSION = {"force": "minusma", "name": "one", "left_mali": "2023-12-31", "source_id": "un"}


@pytest.mark.parametrize(("mission", "verdict"), [(500, "superseded"), (400, "supported")])
def test_a_forecast_is_overtaken_where_more_than_it_foretold_had_left_in_every_way_of_counting(mission, verdict):
    of_un = Pick("un", Text("un", "un"), "headcounts", (("force", "minusma"),), "best")
    gone = Pick("gone", Text("the mission leaves", "départ"), "mandates", (("force", "minusma"),), "left_mali")
    way = recipe("A", [of_un, pick("others", 1000 - mission)], [(1, pick("end", 600))])
    wider = recipe("B", [of_un, pick("others", 1100 - mission)], [(1, pick("end", 100))])
    claim = record("change", claimed="-40", at_least=-40.5, at_most=-39.5, recipes=(way, wider), left=gone)
    tables = {"headcounts": [people("minusma", "2020", mission)], "mandates": [MISSION]}
    result = outcome(claim, of_tables(**tables))
    assert result.verdict == verdict
    said = (
        f"the mission leaves, 31 December 2023; that force made up {mission / 11:.0f} to {mission / 10:.0f}% of these"
    )
    assert said in result.reason.en
    alone = outcome(replace(claim, recipes=(way,)), of_tables(**tables))
    assert f"made up {mission / 10:.0f}% of these sums" in alone.reason.en


@pytest.mark.parametrize(("part", "verdict"), [(301, "disputed"), (300, "differs")])
def test_a_part_above_its_whole_makes_a_change_disputed(part, verdict):
    claim = record(
        "change",
        claimed="-50",
        at_least=-55,
        at_most=-45,
        recipes=(recipe("G1", [pick("start", 900)], [(1, pick("end", 300))]),),
        contradiction=(pick("whole", 300), pick("part", part)),
    )
    result = outcome(claim, of_tables())
    assert result.verdict == verdict
    assert ("part: 301 people; whole: 300" in result.reason.en) == (verdict == "disputed")


def test_a_range_alone_gives_a_range_of_changes():
    rows = [people("start", "2020", None, 900, 1000), people("end", "2023", 450)]
    claim = record("change", claimed="-50", at_least=-55.1, at_most=-45, recipes=(recipe("G", [START], [(1, END)]),))
    result = outcome(claim, of_tables(headcounts=rows))
    (reading,) = result.readings
    assert (reading.start_total, reading.end_total, reading.value.value) == (None, 450, None)
    assert (reading.value.low, reading.value.high) == pytest.approx((-55, -50))
    assert (result.verdict, reading.reproduces) == ("supported", True)
    strict = outcome(replace(claim, at_least=-51), of_tables(headcounts=rows))
    assert strict.verdict == "differs"
    assert "none gives −50%: −50.0% to −55.0%." in strict.reason.en


@pytest.mark.parametrize(("less", "verdict"), [(0, "supported"), (4, "supported"), (6, "differs"), (100, "differs")])
def test_without_an_outcome_a_way_of_counting_decides(less, verdict):
    result = changed(recipe("A", [START], [(1, END), (-1, pick("less", less))]))
    assert result.verdict == verdict
    (reading,) = result.readings
    assert (reading.start_total, reading.end_total) == (1000, 600 - less)
    assert [part.sign for part in reading.end] == [1, -1]


@pytest.mark.parametrize(
    ("ends", "said", "label"),
    [
        (
            (600, 500, 750),
            "1 of 3 ways of counting gives −40%: A, chosen after the fact, since the report does not say what it adds "
            "up; the others give −25.0% to −50.0%.",
            Text(
                "by 1 of 3 ways of counting; the others give −25.0% to −50.0%",
                "selon 1 façon de compter sur 3\u202f; les autres donnent −25,0\u202f% à −50,0\u202f%",
            ),
        ),
        (
            (600, 601, 500),
            "2 of 3 ways of counting give −40%: A and B, chosen",
            Text(
                "by 2 of 3 ways of counting; the other gives −50.0%",
                "selon 2 façons de compter sur 3\u202f; l’autre donne −50,0\u202f%",
            ),
        ),
        (
            (500, 800),
            "Counted in 2 ways, none gives −40%: −20.0% to −50.0%.",
            Text(
                "by 1 of 2 ways of counting; the other gives −20.0%",
                "selon 1 façon de compter sur 2\u202f; l’autre donne −20,0\u202f%",
            ),
        ),
    ],
)
def test_a_figure_by_one_way_of_counting_says_what_the_others_give(ends, said, label):
    ways = [recipe(key, [pick("start", 1000)], [(1, pick(key, end))]) for key, end in zip("ABC", ends, strict=False)]
    result = changed(*ways)
    assert said in result.reason.en
    assert result.value.label == label
    assert [one.value.label.en for one in result.readings] == list("ABC"[: len(ends)])
    assert {value.rests_on for value in (result.value, *result.values)} == {"computed"}


def test_a_part_says_its_measure_and_its_day():
    rows = [{**people("start", "2020-06-30", 1000), "measure": "annual_mean"}]
    claim = record("change", claimed="-40", recipes=(recipe("A", [START], [(1, pick("told", 600))]),))
    (reading,) = outcome(claim, of_tables(headcounts=rows)).readings
    assert [(part.measure, part.when, part.source_id) for part in (*reading.start, *reading.end)] == [
        ("annual_mean", "2020-06-30", "un"),
        ("", "2022", "press"),
    ]


def test_what_is_taken_away_lowers_a_sum_most_at_its_highest():
    (reading,) = changed(
        recipe("B", [pick("all", 100)], [(1, pick("left", 50)), (-1, pick("part", force="part"))])
    ).readings
    assert (reading.value.low, reading.value.value, reading.value.high) == pytest.approx((-52, -51, -51))


def test_a_share_of_another_time_is_a_range():
    share = replace(START, share=(pick("part", force="part"), pick("whole", 4)))
    (reading,) = changed(recipe("D", [share], [(1, pick("none", 125))])).readings
    assert [(part.low, part.number, part.high) for part in reading.start] == [(200, 250, 500)]
    assert [part.rests_on for part in (*reading.start, *reading.end)] == ["computed", ""]
    assert (reading.value.high, reading.value.value, reading.value.low) == (-37.5, -50, -75)
