"""/withdrawal, side by side: the numbers of the figures, a mark for each departure, names that do not meet."""

from __future__ import annotations

from itertools import combinations

import pytest

from app.pages.withdrawal import page, side_by_side
from app.presenters.drawn_shapes import meet
from geodata.forces import departures
from geodata.vocabulary import ALL_VIOLENCE, ANY_FAMILY, BY_FORCE
from tests.app.markup import read


def shown(client, edition) -> side_by_side.SideBySide:
    with client.application.test_request_context("/withdrawal"):
        return page.withdrawal_page(edition, page.Asked("ML07", 50, "fatalities", {})).together


@pytest.mark.parametrize("world", ["shipped", "drawn"])
def test_each_row_behind_the_axis_is_its_region_s_figures(unpainted, data, made, request, world):
    folder, edition = data, made
    if world == "drawn":
        served = request.getfixturevalue("imported")
        folder, edition = served.data, served.build.edition()
    client = unpainted(folder)
    tree = read(client.get(f"/withdrawal?source={edition.source}&frame={edition.frame}").text)
    table = tree.one("section", class_="together").one("details").one("table")
    names = [cell.text for cell in table.one("thead").every("th")][1:]
    found = {row.one("th").text: [cell.text for cell in row.every("td")] for row in table.one("tbody").every("tr")}
    years = list(found)
    assert years == list(edition.figures.periods)
    left = {one.pcode for one in departures.read(edition.table("sites"))}
    regions = {unit.name: unit for unit in edition.figures.units["admin1"]}
    rows = {name: [found[year][at] for year in years] for at, name in enumerate(names)}
    assert set(rows) - set(regions) <= {"Without departures"}
    assert {regions[name].pcode for name in rows if name in regions} == left & {one.pcode for one in regions.values()}
    for name, cells in rows.items():
        own = [regions[name]] if name in regions else [one for one in regions.values() if one.pcode not in left]
        for year, cell in zip(years, cells, strict=True):
            found = [edition.figures.row("admin1", one, year, ALL_VIOLENCE, ANY_FAMILY) for one in own]
            assert cell == said(found), (name, year)


def said(rows) -> str:
    """Deaths with their range, added up the slow way."""
    sums = {}
    for name in ("best", "low", "high"):
        numbers = [row[f"fatalities_{name}"] for row in rows]
        if None in numbers:
            return "no data"
        sums[name] = f"{sum(numbers):,}"
    return sums["best"] if sums["low"] == sums["high"] else f"{sums['best']} ({sums['low']}–{sums['high']})"


def test_every_departure_in_mali_is_a_dot_of_its_place_and_no_name_lies_on_another(client, made):
    found, closed = shown(client, made), [one for one in departures.read(made.table("sites")) if one.pcode]
    said = " ".join(spot.title for spot in found.spots)
    for one in closed:
        spot = next(spot for spot in found.spots if spot.title.startswith(f"{one.site}: "))
        assert BY_FORCE[one.force].colour in spot.colours
    assert said.count(", ") >= len(closed)
    named = {spot.name for spot in found.spots} - {""}
    assert named >= {"Gao", "Ménaka", "Kidal", "Tombouctou", "Ansongo", "Mopti-Sévaré", "Bamako"}
    boxes = []
    for spot in found.spots:
        boxes.append((spot.title, side_by_side._dots(spot.x, spot.y, len(spot.colours))))
        if spot.name:
            width = len(spot.name) * 7
            begin = spot.name_x - width * {"start": 0, "middle": 0.5, "end": 1}[spot.anchor]
            boxes.append((spot.name, (begin, spot.name_y - 8, begin + width, spot.name_y)))
    for (one, a), (other, b) in combinations(boxes, 2):
        is_name = one in named or other in named
        assert not (is_name and meet(a, b)), (one, other)


@pytest.mark.parametrize(("query", "is_first"), [("", True), ("?place=ML10", False)])
def test_a_place_that_is_asked_for_comes_first(client, query, is_first):
    text = client.get(f"/withdrawal{query}").text
    assert (text.index('class="together"') < text.index('class="places"')) is is_first
    assert text.count('class="together"') == 1
