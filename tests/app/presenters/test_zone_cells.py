"""The zones that a figure colours in Mali: those of a map without units and cells."""

from __future__ import annotations

from dataclasses import replace

from app.presenters import side_parts, zone_table
from app.presenters.map_view import MapView
from app.request.view import View
from geodata.figures import measures


def shown(made, *layers: str) -> MapView:
    return MapView(made, View(layers=layers, sides="both"))


def test_zones_are_coloured_by_area_where_neither_units_nor_cells_are_shown(made):
    view = shown(made, "niger-50", "both-25")
    zones = zone_table.zones(view)
    cells = side_parts.zone_cells(view, zones)
    by_area = measures.BY_KEY["fatalities_per_1000km2"]
    for zone in zones:
        row = made.figures.row("zones", zone, "2022", "all", "any")
        assert cells[zone.pcode].value == measures.value(by_area, row)
    for layer in ("units", "grid"):
        assert side_parts.zone_cells(shown(made, layer, "niger-50"), zones) == {}


def test_a_narrower_zone_lies_on_a_wider_and_the_shared_one_on_top(made):
    found = {zone.pcode: side_parts.rank(zone) for zone in made.figures.units["zones"]}
    assert found["both-25"] < found["niger-25"] < found["either-25"] < found["both-50"]


def test_without_the_neighbours_no_limits_are_known_and_zones_stay_lines(made):
    alone = replace(made, figures=replace(made.figures, abroad={}))
    view = MapView(alone, View(layers=("niger-50",)))
    assert side_parts.zone_cells(view, zone_table.zones(view)) == {}
