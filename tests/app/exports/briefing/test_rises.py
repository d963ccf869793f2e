"""What a briefing says rose and fell most: computed from the figures, and nothing where nothing can be compared."""

from __future__ import annotations

import re

import pytest

from app.exports.briefing import rises
from app.presenters.map_view import MapView
from app.text import numbers
from geodata.figures import measures
from tests.app.briefings import page, section, view_of


@pytest.mark.parametrize(
    "measure", [one.key for one in measures.MEASURES if one.of == "incidents" and "admin1" in one.levels]
)
@pytest.mark.parametrize(("since", "year"), [("2020", "2022"), ("2022", "2023"), ("2013", "2016")])
def test_what_rose_most_is_computed_from_the_figures(client, made, measure, since, year):
    asked = {"measure": measure, "from": since, "year": year}
    of = measures.BY_KEY[measure]
    changes = {
        unit.name: measures.change(
            *(measures.value(of, made.figures.row("admin1", unit, one, "all", "any")) for one in (since, year))
        )
        for unit in made.figures.units["admin1"]
    }
    unknown = [name for name, change in changes.items() if change is None]
    changes = {name: change for name, change in changes.items() if change is not None}
    up = sorted((name for name in changes if changes[name] > 0), key=lambda name: (-changes[name], name))
    down = sorted((name for name in changes if changes[name] < 0), key=lambda name: (changes[name], name))
    with client.application.test_request_context("/briefing.html"):
        found = rises.rises(MapView(made, view_of(made, **asked)))
        texts = {name: numbers.rate(change, of.decimals, signed=True) for name, change in changes.items()}
    assert [move.name for move in found.rises] == up[: rises.MOST_RISES]
    assert [move.name for move in found.falls] == down[: rises.MOST_FALLS]
    assert all(move.rates[2] == texts[move.name] for move in (*found.rises, *found.falls))
    same = len(changes) - len(up) - len(down)
    moves = f"{len(up)} with a rise, {len(down)} with a fall, {same} unchanged"
    assert found.counted == f"Regions: {moves}, {len(unknown)} without data."
    assert len(unknown) == (2 if of.denominator == "population" else 0)
    assert re.findall(r"[:,] ([^(,]+) \(", found.news.partition(measures.BY_KEY[measure].unit)[2]) == up[:3]


def test_numbers_that_rose_most_are_told_apart_from_rates(client, made):
    tree = page(client, "?from=2020")
    said = section(tree, "rises").text
    assert "Largest rises in numbers (deaths): Ménaka +909, Gao +680, Mopti +307." in said
    assert "44 (41–50)" in said
    assert "Ménaka (13.8 → 298.9), Gao (22.3 → 115.7)" in next(p for p in tree.every("p", class_="news")).text
    assert not re.search(r"because|due to|caused|led to", tree.text)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("?year=2012", "Nothing to compare: no data for 2011."),
        ("?year=2024", "Nothing to compare: no data for 2024."),
        ("?year=2022&from=2024", "Nothing to compare: no data for 2024."),
    ],
)
def test_where_nothing_can_be_compared_it_says_why(client, query, why):
    tree = page(client, query)
    assert tree.one("p", class_="news").text.startswith(why)
    assert not [one for one in tree.every("section") if one.attributes.get("class") == "rises"]


def test_a_year_that_is_known_in_part_is_not_compared(client, made, monkeypatch):
    monkeypatch.setattr(rises.captions, "partial", lambda *_: {"2022": "January – March"})
    with client.application.test_request_context("/briefing.html"):
        whole = rises.uncompared(MapView(made, view_of(made)))
    assert whole == "Not compared with another year: of 2022 only January – March is known."


def test_a_list_is_not_what_rose(client, made):
    with client.application.test_request_context("/briefing.html"):
        found = rises.measured(MapView(made, view_of(made, measure="documented_sites")))
    assert found == measures.DEFAULT
