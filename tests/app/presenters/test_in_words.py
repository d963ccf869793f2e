"""A view in words says what its colours show: the highest, the lowest, what lies together, and the border."""

from __future__ import annotations

from functools import reduce
from itertools import combinations

import pytest
import shapely

from app.presenters import in_words, topology
from app.presenters.map_view import MapView
from app.request.view import View
from app.text import numbers
from app.web.languages import speaking


@pytest.fixture
def answering(client):
    with client.application.test_request_context("/"):
        yield


def polygon(shape):
    """A shape of the web encoding (encode.steps) as a valid polygon."""
    rings = []
    for ring in shape["rings"]:
        corners, x, y = [], 0, 0
        for dx, dy in zip(ring[::2], ring[1::2], strict=True):
            corners.append((x := x + dx, y := y + dy))
        rings.append(shapely.Polygon(corners))
    return reduce(shapely.symmetric_difference, rings)  # a ring inside another is a hole


def test_units_touch_that_share_a_line(made):
    shapes = {shape["id"]: polygon(shape) for shape in made.document("web_admin1")}
    found = topology.touching(made, "admin1")
    for one, other in combinations(shapes, 2):
        is_beside = shapes[one].boundary.intersection(shapes[other].boundary).length > 0
        assert (other in found[one]) == (one in found[other]) == is_beside, (one, other)


def test_groups_hang_together():
    beside = {"A": frozenset("B"), "B": frozenset("AC"), "C": frozenset("B"), "D": frozenset("E"), "E": frozenset("D")}
    assert topology.groups("DACBE", beside) == [["A", "C", "B"], ["D", "E"]]
    assert topology.groups("AC", beside) == [["A"], ["C"]], "B, between them, is not among them"


@pytest.mark.parametrize(("year", "lang"), [("2022", "en"), ("2019", "fr")])
def test_the_words_are_the_figures(made, answering, year, lang):
    shown = MapView(made, View(year=year, lang=lang))
    order = sorted((one for one in shown.units if one.cell.value), key=lambda one: -one.cell.value)
    with speaking(lang):
        said = " ".join(in_words.sentences(shown))
        for one in [*order[:3], order[-1]]:
            assert f"{one.unit.name} {numbers.rate(one.cell.value, 1)}" in said
        zones = made.figures.row("zones", made.figures.unit("zones", "either-50"), year, "all", "any")
        assert f"{numbers.whole(zones['fatalities_best'])} " in said.rpartition("50 km")[0]
    upper = [one.unit.name for one in order if one.cell.number >= 5]
    told = said.partition("groups that touch: " if lang == "en" else "qui se touchent : ")[2].partition(".")[0]
    assert sorted(told.replace(";", ",").split(", ")) == sorted(upper) or not upper


def test_a_change_says_what_rose_and_fell_and_a_year_without_data_that_it_has_none(made, answering):
    shown = MapView(made, View(since="2020"))
    changes = {one.unit.name: one.cell.change for one in shown.units if one.cell.change is not None}
    rises, falls = max(changes, key=changes.get), min(changes, key=changes.get)
    said = in_words.sentences(shown)
    assert any(text.startswith(f"Strongest rises: {rises} +") for text in said)
    assert any(text.startswith(f"Strongest falls: {falls} −") for text in said)
    none = in_words.sentences(MapView(made, View(year="2024")))
    assert "No unit has a figure above 0." in none
    assert not any("Highest" in text or "50 km" in text for text in none)
