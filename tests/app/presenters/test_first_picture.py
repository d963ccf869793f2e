"""The picture that the map's page carries: the classes and values of the table, links, missing, names, borders."""

from __future__ import annotations

import re

import pytest

from app.presenters import first_picture, picture_ground
from app.presenters.drawn_shapes import path, rings_of, thinned
from app.presenters.legend import class_key, fill_of
from app.presenters.map_view import MapView
from app.request.view import View
from tests.app.markup import read


def picture(text: str):
    return read(text).one("div", id="picture")


def drawn_fills(found) -> dict[str, str]:
    """The fill of each unit, by P-code."""
    shapes = [node for node in found.every("path") if "data-unit" in node.attributes]
    return {node.attributes["data-unit"]: node.attributes["fill"] for node in shapes}


@pytest.mark.parametrize(
    "asked",
    [
        "focus=mali",
        "focus=mali&year=2024",
        "focus=mali&from=2019&measure=events_per_100k",
        "focus=mali&measure=documented_sites&lang=fr",
    ],
)
def test_each_unit_has_the_fill_and_the_value_of_its_row(client, asked):
    page = read(client.get(f"/?{asked}").text)
    rows = {row.attributes["data-pcode"]: row for row in page.one("table", id="table").one("tbody").every("tr")}
    found = page.one("div", id="picture")
    fills = drawn_fills(found)
    assert fills == {pcode: row.one("rect").attributes["fill"] for pcode, row in rows.items()}
    assert set(fills.values()) == {"url(#p-no-data)"} or "year=2024" not in asked
    said = {}
    for link in found.every("a"):
        own = re.search(r"unit=(ML\d+)(?:&[^#]*)?#chosen$", link.attributes["href"])
        said[own[1]] = link.one("title").text
    for pcode, row in rows.items():
        name, _, value = said[pcode].partition(": ")
        cells = row.every("td")
        assert name == row.one("th").text
        assert value == (cells[0].text.strip() or cells[-1].text)


def test_a_region_leads_to_its_row(client):
    page = read(client.get("/?unit=ML07").text)
    assert page.one("tr", id="chosen").attributes["data-pcode"] == "ML07"
    assert 'id="chosen"' not in client.get("/").text


def test_it_says_in_figures_what_it_shows_and_names_what_is_highlighted(client):
    found = picture(client.get("/?lang=en").text)
    svg = found.every("svg")[0]
    assert svg.attributes["role"] == "group"  # a picture that holds links is no img: their names would be lost
    said = "Fatalities per 100,000 people, 2022. Mali 2022: 3,650 deaths (3,534–4,456), 1,798 civilians, events: 408."
    assert svg.attributes["aria-label"] == said
    assert {node.text for node in found.every("text")} >= {"Gao", "Ménaka", "Three-border area, 50 km"}
    bare = picture(client.get("/embed?lang=en").text)
    assert bare.every("svg")[0].attributes["role"] == "img"
    assert bare.every("a") == []


def test_cells_of_the_grid_are_coloured_instead_of_the_units(client, made):
    found = picture(client.get("/?layers=units,grid&focus=mali").text)
    cells = found.one("g", **{"class": "cells"}).every("path")
    shown = MapView(made, View(level="grid", measure="fatalities_per_1000km2"))
    assert len(cells) == len(shown.units)
    fills = [fill_of(class_key(one.cell, shown.measure), shown.measure, one.cell.number) for one in shown.units]
    assert [cell.attributes["fill"] for cell in cells] == fills
    assert set(drawn_fills(found).values()) == {"none"}
    assert drawn_fills(picture(client.get("/?layers=niger-50").text)) == {}


def test_where_the_estimate_matters_it_is_hatched(client, made):
    shown = MapView(made, View(focus="mali", year="2021"))
    drawn = first_picture.first_picture(shown, {}, has_links=False)
    hatched = {area.pcodes[0] for group in drawn.groups for area in group.areas if area.is_hatched}
    assert hatched == {one.unit.pcode for one in shown.units if one.cell.is_class_uncertain}
    page = picture(client.get("/?focus=mali&year=2021").text)
    assert sum(node.attributes.get("fill") == "url(#p-class)" for node in page.every("path")) == len(hatched) > 0


@pytest.mark.parametrize("many", [0, 1000])
def test_finer_units_are_each_drawn_once_and_many_are_links_by_region(imported, monkeypatch, many):
    monkeypatch.setattr(first_picture, "_MANY", many)
    edition = imported.edition(frame="2016")
    shown = MapView(edition, View(level="admin3", measure="fatalities_per_1000km2", focus="mali"))
    drawn = first_picture.first_picture(shown, {}, has_links=True)
    fills = {pcode: area.fill for group in drawn.groups for area in group.areas for pcode in area.pcodes}
    assert fills == {
        one.unit.pcode: fill_of(class_key(one.cell, shown.measure), shown.measure, one.cell.number)
        for one in shown.units
    }
    assert sum(len(area.pcodes) for group in drawn.groups for area in group.areas) == len(shown.units)
    leads = {re.search(r"unit=([\w-]+)#chosen", group.href)[1] for group in drawn.groups}
    assert leads == {one.unit.pcode if many else one.unit.admin1 for one in shown.units}
    assert drawn.outlines


def test_a_middle_is_drawn_at_its_zoom_and_a_focus_as_large_as_there_is_room(made):
    at = picture_ground.window(MapView(made, View(at=(6.5, 16.2, 0.4))))
    assert (at.px, at.is_fixed) == ((600, 600), True)
    x, y = at.at(first_picture.point(16.2, 0.4))
    assert (x - at.left, y - at.top) == pytest.approx((at.width / 2, at.height / 2), abs=1)
    degree = (at.at(first_picture.point(16.2, 1.4))[0] - x) * at.px[0] / at.width
    assert degree == pytest.approx(256 * 2**6.5 / 360, rel=0.02)
    fitted = picture_ground.window(MapView(made, View(focus="gao")))
    assert not fitted.is_fixed
    assert fitted.px[0] / fitted.px[1] == pytest.approx(fitted.width / fitted.height, rel=0.01)


def test_windows_around_a_middle_see_parts_of_one_drawing_that_is_kept(imported, monkeypatch):
    edition = imported.edition(frame="2016")
    made = []
    draw = picture_ground._ground
    monkeypatch.setattr(picture_ground, "_ground", lambda *asked: made.append(asked) or draw(*asked))
    seen = []
    for at in ((10.8, 15.2, 0.3), (11, 15.3, 0.4), (10.6, 15.8, 1.4)):
        window = picture_ground.window(MapView(edition, View(level="admin3", at=at)))
        ground = picture_ground.ground(edition, "admin3", window)
        alone = window.pieces(rings_of(edition, "web_admin3"))
        assert {name for name, path in ground.units.items() if path} == {name for name, own in alone.items() if own}
        seen.append({name for name, path in ground.units.items() if path})
    assert len(made) <= 1
    assert any(one != seen[0] for one in seen)


def test_thinned_neighbours_share_their_border_and_lose_no_more_than_the_tolerance():
    waves = [(x, (x * x) % 5) for x in range(0, 60, 2)]
    north = [*waves, (58, -40), (0, -40), waves[0]]
    south = [*waves[::-1], (0, 40), (58, 40), waves[-1]]
    first, second = thinned([north, south], 5)
    shared = set(first) & set(second)
    assert {waves[0], waves[-1]} <= shared
    assert shared == set(first) - {(58, -40), (0, -40)} == set(second) - {(0, 40), (58, 40)}
    assert len(shared) < len(waves) / 2
    lake = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)]
    inside, around = thinned([lake, [*lake[2:-1], *lake[:3]][::-1]], 1)
    assert set(inside) == set(around) == set(lake)


def test_a_path_leaves_out_corners_on_a_straight_way():
    assert path([(0, 0), (2, 0), (5, 0), (5, 0), (5, -3), (0, 0)]) == "M0 0l5 0 0-3-5 3z"
    assert path([(1, 1), (1, 1), (1, 1)]) == ""
    assert path([(0, 0), (4, 1)], "") == "M0 0l4 1"
