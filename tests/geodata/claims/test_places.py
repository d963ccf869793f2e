"""Claims about regions and borders, on small drawn worlds."""

from dataclasses import replace

import pytest

from geodata import claims
from geodata.builds import store
from geodata.figures.figures import Figures, Unit
from tests import deep_worlds, once
from tests.geodata.claims.drawn import events, evidence, outcome, untold

EAST = {"G": 1.5, "M": 2.5, "T": 0.5}


def regional(**numbers):
    """So many events a region and year, such as G2021=2, each with 5 deaths."""
    return [
        {"x": EAST[key[0]], "y": 15.5 if key[0] == "G" else 16.5, "year": key[1:], "low": 4, "best": 5, "high": 6}
        for key, number in numbers.items()
        for _ in range(number)
    ]


def published(tmp_path, spec, frame="2016"):
    """The evidence of a build without what these claims do not ask: cercles, cells, events and any distance."""
    drawn = deep_worlds.brought(tmp_path, spec, frame, before="P G G\nP P G")
    (ground,), (source,) = drawn.grounds, drawn.imported
    ground = replace(ground, units={"admin1": ground.admin1})
    source = replace(source, levels=("country", "admin1", "zones"), keeps_events=False)
    made = store.read(once.world(replace(drawn, grounds=[ground], imported=[source])))
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
