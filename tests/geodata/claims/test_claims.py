"""What claims come to on small drawn worlds: every verdict, and every reason why a source cannot tell."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from geodata import claims, texts
from geodata.builds import store
from geodata.claims import force_rows, model
from geodata.claims.model import Claim, Evidence, Pick, Recipe, Stated
from geodata.counting import quarters
from geodata.figures import quarterly
from geodata.figures.figures import Figures, Unit
from geodata.texts import Text
from tests import once, worlds

SHIPPED = {claim.id: claim for claim in claims.read()}
FORCES = "Military Forces of Mali (2021-)"
MONTHS = frozenset(f"{year}-{month:02}" for year in range(2020, 2023) for month in range(1, 13))
ACLED_TYPES = {"one_sided": "against_civilians", "state_based": "battles", "non_state": "strategic"}


def events(**numbers):
    """So many events of JNIM a year, each with 2 deaths, 1 to 3."""
    return [
        {
            "date_start": f"03/01/{year[1:]} 00:00:00",
            "date_end": f"03/01/{year[1:]} 00:00:00",
            "year": year[1:],
            "low": 1,
            "best": 2,
            "high": 3,
        }
        for year, number in numbers.items()
        for _ in range(number)
    ]


def killed(*rows):
    """Events in which so many civilians were killed on a day."""
    return [
        {
            "year": day[:4],
            "date_start": f"{day[5:7]}/{day[8:]}/{day[:4]} 00:00:00",
            "date_end": f"{day[5:7]}/{day[8:]}/{day[:4]} 00:00:00",
            "type": 3,
            "b": "Civilians",
            "best": number,
            "high": number,
            "civilians": number,
            **(more[0] if more else {}),
        }
        for day, number, *more in rows
    ]


def evidence(spec, *, actors="ucdp", years=range(2010, 2024), months=(), tables=None):
    """The quarters of drawn events, in a source that covers these years, or these months."""
    drawn = worlds.events(spec)
    if actors == "acled":
        drawn["violence_type"] = drawn["violence_type"].map(ACLED_TYPES)
        drawn[["fatalities_low", "fatalities_high", "civilian_fatalities"]] = pd.NA
    rows = quarters.count(drawn, actors)
    figures = Figures({}, {}, [], frozenset(map(str, years)), covered_months=frozenset(months))
    found = quarterly.read(rows.astype(object).where(rows.notna(), None).to_dict("records"))
    return Evidence("drawn", "The source", "2016", figures, found, tables or {})


def outcome(claim, given):
    (result,) = claims.evaluate([SHIPPED[claim] if isinstance(claim, str) else claim], given)
    return result


def untold(claim, given):
    result = outcome(claim, given)
    assert (result.verdict, result.value, result.values, result.series) == ("not_testable", None, (), ())
    return result.reason.en


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


def together(day, number, kind=3, a=f"{FORCES}; Wagner Group", **more):
    return {**killed((day, number))[0], "type": kind, "a": a, "b": "Civilians (Mali)" if kind == 3 else "JNIM", **more}


def test_wagner_is_counted_where_a_source_names_it():
    spec = [
        together("2021-12-20", 1, a="Wagner Group"),
        together("2022-02-01", 6),
        together("2022-05-01", 2, kind=1),
        together("2022-06-01", 4, a="JNIM"),
        together("2022-07-01", 9, kind=1, a="JNIM"),
        together("2020-07-01", 99),
        together("2022-08-01", 0, kind=2),
    ]
    given = evidence(spec, actors="acled")
    found = {claim: outcome(claim, given) for claim in ("C14", "C15", "C16")}
    assert {claim: result.value.value for claim, result in found.items()} == {"C14": 2 / 3, "C15": 6 / 8, "C16": 6 / 10}
    assert {claim: result.verdict for claim, result in found.items()} == {
        "C14": "not_supported",
        "C15": "supported",
        "C16": "supported",
    }
    assert found["C15"].reason.en == (
        "The source counts 8 deaths in events of 2022 with Wagner and Malian forces on one side, 6 of them in violence "
        "against civilians: 75%."
    )
    assert "October 2021" in found["C14"].filter.en


def test_civilians_among_the_dead_count_where_the_source_has_them():
    spec = [
        together("2022-02-01", 10, a="Government of Mali, Wagner Group", civilians=8),
        together("2022-05-01", 10, a="IS", civilians=10),
    ]
    given = evidence(spec)
    assert [outcome(claim, given).value.value for claim in ("C15", "C16")] == [0.8, 8 / 18]


@pytest.mark.parametrize("claim", ["C14", "C15"])
def test_a_source_that_does_not_name_wagner_cannot_tell_of_it(claim):
    assert untold(claim, evidence(killed(("2022-05-01", 4)))) == (
        "The source names neither the Wagner Group nor the Africa Corps as a side of any event, so it cannot tell."
    )


@pytest.mark.parametrize(
    ("of_army", "verdict", "share"), [(3, "not_supported", 0.3), (4, "not_supported", 0.4), (5, "not_testable", None)]
)
def test_without_wagners_name_the_share_of_the_army_is_the_most_and_can_only_refute(of_army, verdict, share):
    given = evidence(killed(("2022-05-01", 10)))
    counts = {("country", "all", "government"): {("MLI", "2022"): (1, of_army, of_army, of_army, of_army)}}
    result = outcome("C16", replace(given, figures=replace(given.figures, counts=counts)))
    assert (result.verdict, result.value and result.value.value) == (verdict, share)
    if share:
        assert (result.value.label.en, result.values[1].value, result.values[2].value) == ("at most", of_army, 10)
        assert f"hold {of_army} of the 10 civilians killed in 2022" in result.reason.en


def test_the_most_of_a_share_needs_civilians_and_someone_killed():
    given = evidence(killed(("2022-05-01", 4)))
    unknown = {("country", "all", "government"): {("MLI", "2022"): (1, 1, 1, 1, None)}}
    assert untold("C16", replace(given, figures=replace(given.figures, counts=unknown))).endswith("it cannot tell.")
    assert untold("C16", evidence(events(y2022=1))) == "The source counts none in that time, so there is no share."


def test_a_source_that_names_wagner_may_still_not_tell_of_a_share():
    alone = evidence([together("2022-02-01", 6, a="Wagner Group")], actors="acled")
    assert untold("C15", alone).startswith("The source names no event with Wagner and a government force of Mali")
    late = evidence([together("2023-02-01", 6)], actors="acled")
    assert untold("C14", late) == "The source counts none in that time, so there is no share."
    from_2022 = [month for month in MONTHS if month > "2022"]
    begun = evidence([together("2022-02-01", 6)], actors="acled", months=from_2022)
    assert untold("C14", begun) == "The source does not cover the last quarter of 2021."
    assert outcome("C15", begun).verdict == "not_supported"


EAST = {"G": 1.5, "M": 2.5, "T": 0.5}


def regional(**numbers):
    """So many events a region and year, such as G2021=2, each with 5 deaths."""
    return [
        {"x": EAST[key[0]], "y": 15.5 if key[0] == "G" else 16.5, "year": key[1:], "low": 4, "best": 5, "high": 6}
        for key, number in numbers.items()
        for _ in range(number)
    ]


def published(tmp_path, spec, frame="2016"):
    made = store.read(tmp_path, once.publish(tmp_path, worlds.deep_world(tmp_path, spec, before="P G G\nP P G")))
    return claims.evidence_of(made.edition("brought", frame))


FULL = [
    {
        "year": str(year),
        "date_start": f"{day}/{year} 00:00:00",
        "date_end": f"{day}/{year} 00:00:00",
        "a": "CMA",
        "b": "CSP",
        "x": 0.5,
        "y": 15.5,
    }
    for year in (2020, 2022)
    for day in ("01/01", "12/31")
]
"""Two events in Mopti at the ends of the years that the file is to cover."""


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ({"G2021": 1, "G2022": 3, "M2021": 1, "M2022": 3, "T2021": 3, "T2022": 1}, "supported"),
        ({"G2021": 1, "G2022": 3, "M2021": 1, "M2022": 1, "T2021": 3, "T2022": 1}, "not_supported"),
        ({"G2021": 1, "G2022": 2, "M2021": 1, "M2022": 2, "T2021": 1, "T2022": 6}, "not_supported"),
        ({"G2021": 3, "G2022": 2, "M2021": 3, "M2022": 2, "T2021": 6, "T2022": 1}, "not_supported"),
    ],
)
def test_gao_and_menaka_rise_and_by_more_than_the_other_regions(tmp_path, numbers, verdict):
    result = outcome("C10", published(tmp_path, [*FULL, *regional(**numbers)]))
    assert result.verdict == verdict
    found = {value.key: value.value for value in result.values}
    for place, letter in {"gao": "G", "menaka": "M"}.items():
        assert found[f"{place}_events"] == numbers[f"{letter}2022"] / numbers[f"{letter}2021"]
        assert found[f"{place}_deaths"] == found[f"{place}_events"]
    assert len(result.series) == 6
    assert result.source_id == "brought"


def test_a_region_without_an_event_in_2021_has_no_factor(tmp_path):
    given = published(tmp_path, [*FULL, *regional(G2021=1, G2022=2, M2022=2, T2021=1, T2022=1)])
    assert untold("C10", given) == "The source counts none in 2021, so there is nothing to compare 2022 with.".replace(
        "The source", given.name
    )


def test_a_frame_without_menaka_cannot_tell_gao_and_menaka_apart(tmp_path):
    given = published(tmp_path, [*FULL, *regional(G2021=1, G2022=2, M2021=1, M2022=2)], frame="2012")
    assert untold("C10", given) == "The boundaries of 2012 do not have Gao and Ménaka as two regions."


def rivals(year="2022", x=2.9, y=16.5, prec=1):
    return {"a": "JNIM", "b": "IS", "year": year, "x": x, "y": y, "prec": prec, "best": 3, "high": 3}


@pytest.mark.parametrize(
    ("spec", "verdict", "number"),
    [
        ([rivals(), rivals(), rivals("2021"), rivals(x=0.5)], "supported", 2),
        ([rivals("2021"), rivals(x=0.5)], "not_supported", 0),
    ],
)
def test_rivals_meet_within_50_km_of_a_border(tmp_path, spec, verdict, number):
    result = outcome("C34", published(tmp_path, [*FULL, *spec]))
    assert (result.verdict, result.value.value) == (verdict, number)
    assert [(bar.label.en, bar.number) for bar in result.series] == [("2020", 0), ("2021", 1), ("2022", number)]


def test_rivals_that_nobody_can_place_are_not_none(tmp_path):
    given = published(tmp_path, [*FULL, rivals(prec=5)])
    assert untold("C34", given) == (
        f"{given.name} places none of its events of JNIM against the Islamic State of 2022 well enough (1)."
    )


def side(then, now, country="NER"):
    """Figures of a neighbour with so many deaths near the border in 2021 and in 2022, and twice as many in all."""
    near = {("either-50", year): (1, number, number, number, 0) for year, number in (("2021", then), ("2022", now))}
    whole = {(country, year): tuple(2 * number for number in counted) for (_, year), counted in near.items()}
    counts = {("zones", "all", "any"): near, ("country", "all", "any"): whole}
    years = ["2021", "2022"]
    return Figures(counts, {"zones": [Unit("either-50", "50 km", 1.0)]}, years, frozenset(years), country=country)


@pytest.mark.parametrize(
    ("at_home", "abroad", "verdict", "sides"),
    [
        ((2, 5), {}, "supported", 1),
        ((2, 5), {"NER": (3, 4), "BFA": (3, 9)}, "supported", 3),
        ((2, 5), {"NER": (4, 3)}, "differs", 2),
        ((5, 2), {"BFA": (3, 9)}, "differs", 2),
        ((5, 5), {"NER": (4, 4)}, "not_supported", 2),
        ((2, 5), {"NER": (0, 4)}, "supported", 1),
    ],
)
def test_deaths_near_the_borders_rise_on_every_side_on_some_or_on_none(tmp_path, at_home, abroad, verdict, sides):
    near = [rivals(year) for year, number in zip(("2021", "2022"), at_home, strict=True) for _ in range(number)]
    far = [{**rivals(year), "x": 0.5} for year in ("2021", "2022")]
    given = published(tmp_path, [*FULL, *near, *far, rivals(prec=5)])
    others = {country: side(*numbers, country) for country, numbers in abroad.items()}
    result = outcome("C45", replace(given, figures=replace(given.figures, abroad=others)))
    assert (result.verdict, result.value.value) == (verdict, at_home[1] / at_home[0])
    found = {value.key: value.value for value in result.values}
    assert (found["near_mli_2022"], found["vague_mli_2022"]) == (3 * at_home[1], 3)
    assert len(result.series) == 2 * sides
    assert ("together" in result.reason.en) == (sides > 1)
    for country in others:
        assert found.get(f"near_{country.lower()}_2022") == (abroad[country][1] if abroad[country][0] else None)


def test_a_source_without_distances_cannot_tell_of_the_borders():
    given = evidence(events(y2021=1, y2022=2))
    assert untold("C45", given) == "The source cannot be counted by distance from the borders."


def pick(key, number=None, **where):
    table = {"date": "timeline"}.get(key, "headcounts")
    label = Text(key, f"{key} (fr)")
    if number is not None:
        return Pick(key, label, stated=Stated("press", "2022", number))
    fields = tuple((name, text) for name, text in where.items() if name != "field")
    return Pick(key, label, table, fields, where.get("field", "best"))


def people(force, as_of, best, low=None, high=None, source="un"):
    return {"force": force, "as_of": as_of, "low": low, "best": best, "high": high, "source_id": source}


def of_tables(**tables):
    return replace(evidence(events(y2022=1)), tables=tables)


def record(computation, **fields):
    both = Text("", "")
    return Claim("X01", "", both, "", "forces", "forces", both, computation, **fields)


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


def test_a_documentary_claim_has_the_verdict_that_is_written():
    result = outcome("C31", of_tables())
    assert (result.verdict, result.reason, result.value, result.source_id) == (
        "inaccurate",
        result.claim.evidence,
        None,
        "",
    )


def test_claims_are_tested_in_their_order_and_the_same_way_twice(shipped):
    given = claims.evidence_of(shipped.edition())
    found = claims.evaluate(claims.read(), given)
    assert [result.claim.id for result in found] == [f"C{number:02}" for number in range(1, 59)]
    assert found == claims.evaluate(claims.read(), claims.evidence_of(shipped.edition()))
    assert {value.unit for result in found for value in result.values} <= set(model.UNITS)
    assert {result.verdict for result in found} == set(model.VERDICTS)
    for result in found:
        assert bool(result.filter.en) == bool(result.filter.fr) == (result.value is not None)
        assert not re.search(r"(?<!\u202f)[;?!%]|[^\u202f\d]:|\d \d{3}|'", result.reason.fr), result.reason.fr


def test_headcounts_that_users_import_do_not_change_a_claim(tmp_path):
    inputs = worlds.world(tmp_path)
    made = store.read(tmp_path, once.publish(tmp_path, inputs))
    edition = made.edition()
    assert len(claims.evidence_of(edition).tables["headcounts"]) == 1
    imported = replace(edition, manifest={**edition.manifest, "personnel": [{"source": "un"}]})
    assert claims.evidence_of(imported).tables["headcounts"] == []
