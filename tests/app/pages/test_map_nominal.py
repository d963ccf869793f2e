"""Nominal troops, the headline of the measure that is shown, and where the other forces are reached."""

from __future__ import annotations

import pytest

from geodata import vocabulary
from tests.app.maps import LEFT, page
from tests.app.markup import by_column

NOMINAL = (
    "Nominal unit sizes (Geo-PKO): weights for where the mission stood, not headcounts; "
    "they add up to more than its strength."
)


@pytest.mark.parametrize(("lang", "carried"), [(None, ""), ("en", "?lang=en")])
def test_nominal_troops_are_said_to_be_no_headcounts_with_a_link_to_the_mission(client, lang, carried):
    query = {"lang": lang} if lang else {}
    legend = page(client, measure="nominal_troops", **query).one("div", id="legend")
    assert [label.text for label in legend.every("li")[:5]] == [
        "1–500",
        "501–1,500",
        "1,501–3,000",
        "3,001–5,000",
        "5,001 or more",
    ]
    said = next(line for line in legend.every("p") if NOMINAL in line.text)
    assert said.attributes["class"] == "origin about", "seen where the legend is folded, and on small screens"
    assert said.one("a").attributes["href"] == f"/forces/minusma{carried}"
    assert not page(client, **query).one("div", id="legend").every("a")


def test_a_change_of_nominal_troops_can_be_from_the_years_of_its_list(client):
    found = page(client, measure="nominal_troops", year="2022", **{"from": "2020"})
    assert found.one("p", id="subtitle").text == "Change from 2020 to 2022"
    years = [option.attributes["value"] for option in found.one("select", id="from").every("option")]
    assert years == ["", *(str(year) for year in range(2014, 2024) if year != 2022)]
    table = found.one("table", id="table")
    gao = next(by_column(table, row) for row in table.one("tbody").every("tr") if row.one("th").text == "Gao")
    assert (gao["value"], gao["limits"]) == ("+620", "6,150 → 6,770")


def test_every_force_and_group_is_reachable_from_the_layers(client):
    layers = page(client, lang="en", frame="2016").one("fieldset", id="layers")
    links = {link.attributes["href"].split("?")[0]: link for link in layers.every("a")}
    assert list(links) == [f"/forces/{force.key}" for force in vocabulary.REPORTED]
    assert {link.attributes["href"].split("?")[1] for link in links.values()} == {"frame=2016&lang=en"}
    assert links["/forces/minusma"].attributes["aria-label"] == "About MINUSMA"
    assert [links[f"/forces/{group.key}"].text for group in vocabulary.GROUPS] == ["JNIM", "ISGS"]


def headline(client, **chosen):
    return page(client, **chosen).one("span", id="national").text


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"measure": "fatalities_per_100k"}, "Mali 2022: 3,650 deaths (3,534–4,456), 1,798 civilians, events: 408."),
        ({"measure": "documented_sites"}, "Mali, 31 December 2022: {sites} documented sites open, {maybe} perhaps."),
        ({"measure": "documented_sites", "year": "2012"}, "The list of sites does not cover 2012."),
        (
            {"measure": "nominal_troops"},
            "Mali, 2022: 18,520 nominal troops of MINUSMA (unit sizes: weights, not headcounts).",
        ),
        (
            {"measure": "nominal_troops", "year": "2023", "from": "2022"},
            "Mali, 2022 → 2023, the year in which the mission left (until 31 December): 18,520 → {left} nominal troops "
            "of MINUSMA (unit sizes: weights, not headcounts).",
        ),
    ],
)
def test_the_headline_is_of_the_measure_that_is_shown(client, made, chosen, expected):
    found = made.figures
    rows = [found.row("admin1", unit, "2022", "all", "any") for unit in found.units["admin1"]]
    left = sum(row["nominal_troops"] or 0 for row in read_year(found, "2023"))
    sites, uncertain, told = (
        sum(row[name] or 0 for row in rows) for name in ("documented_sites", "uncertain_sites", "last_reported_sites")
    )
    maybe = uncertain + told
    said = headline(client, lang="en", **{"year": "2022", **chosen})
    assert said == expected.format(sites=sites, maybe=maybe, left=f"{left:,}")


def read_year(figures, year):
    return [figures.row("admin1", unit, year, "all", "any") for unit in figures.units["admin1"]]


def test_nominal_troops_of_the_year_in_which_the_mission_left_say_so(client, made):
    found = page(client, measure="nominal_troops", year="2023", lang="en")
    assert found.one("p", id="subtitle").text == "2023, the year in which the mission left (until 31 December)"
    notes = [item.text for item in found.one("table", id="table").every("td", class_="note")]
    given = [row for row in read_year(made.figures, "2023") if row["nominal_troops"] is not None]
    assert sum(LEFT in note for note in notes) == len(given) > 5
    other = page(client, measure="nominal_troops", year="2022", lang="en")
    assert "mission left" not in other.one("table", id="table").text
