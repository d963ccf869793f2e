"""Claims about counts of years and quarters, on small drawn worlds."""

from dataclasses import replace

import pandas as pd
import pytest

from geodata import texts
from geodata.texts import Text
from tests.geodata.claims.drawn import MONTHS, events, evidence, killed, outcome, untold


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [
        (4, 7, "supported"),
        (8, 18, "supported"),
        (10, 23, "not_supported"),
        (10, 17, "not_supported"),
        (2, 0, "not_supported"),
    ],
)
def test_events_nearly_double_within_the_limits_of_the_record(then, now, verdict):
    result = outcome("C03", evidence(events(y2020=then, y2021=1, y2022=now)))
    assert (result.verdict, result.value.value, result.source_id) == (verdict, now / then, "drawn")
    assert [value.key for value in result.values] == ["2020_2022", "2021_2022", "before_coup_2022"]
    assert [(bar.label.en, bar.number, bar.is_main) for bar in result.series] == [
        ("2020", then, True),
        ("2021", 1, False),
        ("2022", now, True),
    ]


def quarterly_events(**numbers):
    """So many events of JNIM in the first month of a quarter, such as y2019q3=2."""
    return [
        {"year": key[1:5], "date_start": f"{day}/{key[1:5]} 00:00:00", "date_end": f"{day}/{key[1:5]} 00:00:00"}
        for key, number in numbers.items()
        for day in [f"{3 * int(key[-1]) - 2:02}/05"]
        for _ in range(number)
    ]


def test_events_are_also_compared_with_the_four_quarters_before_the_coup():
    spec = quarterly_events(y2019q2=9, y2019q3=2, y2020q2=3, y2020q3=7, y2021q1=4, y2022q1=20)
    result = outcome("C03", evidence(spec))
    assert {value.key: value.value for value in result.values} == {
        "2020_2022": 2,
        "2021_2022": 5,
        "before_coup_2022": 4,
    }
    assert result.value.label.en == "2022 over 2020; 4.00 to 5.00 from other starts"
    late = outcome("C03", evidence(spec, years=range(2020, 2024)))
    assert [value.key for value in late.values] == ["2020_2022", "2021_2022"]


def test_only_militant_events_count_and_each_once():
    mixed = [{"a": "JNIM", "b": "IS", "year": "2022"}, {"a": "GATIA, MSA", "b": "CMA", "year": "2022"}]
    result = outcome("C03", evidence([*events(y2020=1, y2021=1, y2022=1), *mixed]))
    assert result.value.value == 2


def test_what_acled_counts_beside_violence_is_no_violent_event():
    peaceful = [{"year": "2022", "type": 2, "best": 0}] * 5
    spec = [*events(y2020=1, y2021=1, y2022=2), *peaceful]
    assert outcome("C03", evidence(spec, actors="acled")).value.value == 2
    assert outcome("C03", evidence(spec)).value.value == 7


@pytest.mark.parametrize(
    ("spread", "verdict", "agreement"),
    [
        ((9, 9, 12), "supported", "which both agree"),
        ((5, 5, 6), "supported", "which do not both agree"),
        ((1, 4, 9), "not_supported", "which do not both agree"),
        ((1, 2, 2), "not_supported", "which both agree"),
    ],
)
def test_deaths_more_than_double_at_the_best_estimate_and_the_extremes_are_told(spread, verdict, agreement):
    now = dict(zip(("low", "best", "high"), spread, strict=True))
    then = {"low": 1, "best": 2, "high": 4}
    spec = [{"year": "2020", **then}, {"year": "2021", **then}, {"year": "2022", **now}]
    result = outcome("C04", evidence(spec))
    assert result.verdict == verdict
    assert (result.value.low, result.value.value, result.value.high) == (spread[0] / 4, spread[1] / 2, spread[2])
    assert agreement in result.reason.en


QUARTERS = ("2022-01-05", "2022-04-05", "2022-07-05", "2022-10-05")


@pytest.mark.parametrize(
    ("earlier", "numbers", "verdict"),
    [
        ([("2012-05-01", 4), ("2018-05-01", 8)], (9, 9, 9, 9), "supported"),
        ([("2012-05-01", 4), ("2018-05-01", 8)], (99, 9, 9, 8), "not_supported"),
        ([("2011-05-01", 9), ("2018-05-01", 8)], (9, 9, 9, 9), "not_supported"),
        ([("2019-05-01", 3), ("2019-11-01", 6), ("2012-01-01", 1)], (9, 9, 9, 9), "not_supported"),
        ([("2018-05-01", 8)], (9, 1, 1, 1), "not_supported"),
    ],
)
def test_each_quarter_is_compared_with_every_earlier_year_of_the_source(earlier, numbers, verdict):
    spec = killed(*earlier, *zip(QUARTERS, numbers, strict=True))
    result = outcome("C05", evidence(spec))
    assert result.verdict == verdict
    assert [bar.number for bar in result.series] == list(numbers)
    assert result.value.value == sum(bar.number > result.threshold for bar in result.series)
    assert result.threshold == max(pd.Series(dict(earlier)).groupby(lambda day: day[:4]).sum())


def test_years_before_2012_are_told_apart_and_so_are_quarters():
    spec = killed(("1994-05-01", 20), ("1994-09-01", 1), ("2018-02-01", 8), ("2018-09-01", 4), ("2022-01-05", 15))
    result = outcome("C05", evidence(spec))
    assert {value.key: (value.value, value.text) for value in result.values if value.key.startswith("highest")} == {
        "highest_year": (21, "1994"),
        "highest_year_since_2012": (12, "2018"),
        "highest_quarter": (20, "1994-Q2"),
        "highest_quarter_since_2012": (8, "2018-Q1"),
    }
    assert result.reason.en.startswith(
        "The source counts 15, 0, 0 and 0 civilians killed in the four quarters of 2022."
    )
    assert result.reason.en.endswith(
        "None of the four quarters exceeds the highest earlier year (21, in 1994); one exceeds the highest since 2012 "
        "(12, in 2018). Against single quarters: none exceeds the highest (20, second quarter of 1994), one exceeds "
        "the highest since 2012 (8, first quarter of 2018)."
    )


@pytest.mark.parametrize(
    ("above", "en", "fr", "label"),
    [
        (0, "None of the four quarters exceeds", "Aucun des quatre trimestres ne dépasse", ("exceed", "dépasse")),
        (1, "One of the four quarters exceeds", "Un des quatre trimestres dépasse", ("exceeds", "dépasse")),
        (2, "Two of the four quarters exceed", "Deux des quatre trimestres dépassent", ("exceed", "dépassent")),
        (3, "Three of the four quarters exceed", "Trois des quatre trimestres dépassent", ("exceed", "dépassent")),
        (4, "All four quarters exceed", "Les quatre trimestres dépassent", ("exceed", "dépassent")),
    ],
)
def test_quarters_above_a_year_are_counted_in_plain_words(above, en, fr, label):
    numbers = [9] * above + [1] * (4 - above)
    result = outcome("C05", evidence(killed(("2012-05-01", 5), *zip(QUARTERS, numbers, strict=True))))
    assert (result.value.value, result.value.unit) == (above, "quarters")
    assert f"{en} the highest earlier year (5, in 2012). Against" in result.reason.en
    assert f"{fr} l’année antérieure la plus haute (5, en 2012). Face" in result.reason.fr
    assert result.value.label == Text(
        f"{label[0]} the highest earlier calendar year (5 civilians killed, in 2012)",
        f"{label[1]} l’année civile antérieure la plus haute (5 civils tués, en 2012)",
    )


def test_one_is_singular_and_in_french_none_too():
    one, two, none = (texts.several(number, Text("a", "b"), Text("as", "bs")) for number in (1, 2, 0))
    assert (one, two, none) == (Text("1 a", "1 b"), Text("2 as", "2 bs"), Text("0 as", "0 b"))
    reason = outcome(
        "C04", evidence([{"year": "2020"}, {"year": "2021", "best": 1}, {"year": "2022", "best": 3}])
    ).reason
    assert "counts 1 death in events" in reason.en
    assert "compte 1 mort dans" in reason.fr
    assert "1 civil tué en 2021" in outcome("C06", evidence(killed(("2021-05-01", 1), ("2022-05-01", 7)))).reason.fr


def test_an_event_across_two_quarters_starts_in_one_and_lies_in_none():
    across = {"date_end": "05/01/2022 00:00:00"}
    spec = killed(("2012-05-01", 9), ("2022-03-05", 4, across), ("2022-01-05", 1), ("2022-02-01", 2, {"date_prec": 5}))
    found = {value.key: value.value for value in outcome("C05", evidence(spec)).values}
    assert (found["q1_start_date"], found["q1_whole"], found["undated"], found["undated_events"]) == (7, 1, 6, 2)


def test_a_source_that_begins_late_can_refute_that_quarters_are_above_all_years_but_not_support_it():
    above, below = ([*zip(QUARTERS, (number,) * 4, strict=True)] for number in (9, 7))
    assert untold("C05", evidence(killed(("2018-05-01", 8), *above))) == (
        "The source begins in 2018: too few earlier years to compare with."
    )
    assert outcome("C05", evidence(killed(("2018-05-01", 8), *below))).verdict == "not_supported"
    assert untold("C05", evidence(killed(*above))) == "The source has no earlier year."


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [(2, 13, "supported"), (2, 15, "supported"), (2, 16, "not_supported"), (2, 12, "not_supported")],
)
def test_seven_times_is_what_rounds_to_seven(then, now, verdict):
    result = outcome("C06", evidence(killed(("2021-05-01", then), ("2022-05-01", now))))
    assert (result.verdict, result.value.value) == (verdict, now / then)
    assert "Civilians among the dead" in result.filter.en


def test_without_civilians_deaths_in_violence_against_them_count_and_the_filter_says_so():
    battle = [{"year": "2022", "best": 50, "high": 50, "civilians": 9}]
    result = outcome("C06", evidence([*killed(("2021-05-01", 1), ("2022-05-01", 7)), *battle], actors="acled"))
    assert (result.verdict, result.value.value, len(result.values)) == ("supported", 7, 1)
    assert "does not tell civilians apart" in result.filter.en


@pytest.mark.parametrize("claim", ["C03", "C04", "C05", "C06", "C10", "C34", "C45"])
def test_a_year_that_the_source_does_not_wholly_cover_is_no_zero(claim):
    spec = events(y2020=1, y2021=1, y2022=2)
    assert untold(claim, evidence(spec, years=[2020, 2021])) == "The source does not cover the whole of 2022."
    assert untold(claim, evidence(spec, months=MONTHS - {"2022-12"})) == "The source does not cover the whole of 2022."


@pytest.mark.parametrize("claim", ["C03", "C04", "C05", "C06", "C14", "C15", "C16", "C34", "C45"])
def test_counts_by_month_tell_neither_actors_nor_civilians(claim):
    given = replace(evidence(events(y2020=1, y2021=1, y2022=2)), quarters=None)
    assert untold(claim, given).startswith("The source gives counts by month and unit, which tell neither actors")


@pytest.mark.parametrize(("claim", "year"), [("C03", "2020"), ("C04", "2021"), ("C06", "2021")])
def test_there_is_no_ratio_over_nothing(claim, year):
    others = {f"y{other}": 1 for other in ("2020", "2021") if other != year}
    assert untold(claim, evidence(events(y2022=3, **others))) == (
        f"The source counts none in {year}, so there is nothing to compare 2022 with."
    )


def test_a_source_without_civilians_and_without_violence_against_them_cannot_tell_of_them():
    battles = evidence(events(y2020=1, y2021=1, y2022=2), actors="acled")
    for claim in ("C05", "C06"):
        assert untold(claim, battles) == "The source does not tell civilians apart among the dead."
