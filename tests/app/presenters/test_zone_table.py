"""The table of border zones: each side of the border apart, what is not loaded never 0."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.exports.briefing import tables
from app.presenters import side_parts, zone_table
from app.presenters.map_view import MapView
from app.request.view import View
from geodata import vocabulary
from geodata.exports import records
from geodata.figures import measures

BOTH = View(sides="both")


@pytest.fixture(autouse=True)
def _answering(client):
    with client.application.test_request_context("/"):
        yield


def without(edition, *sides):
    """The edition of a source that has no events of these neighbours."""
    left = {side: figures for side, figures in edition.figures.abroad.items() if side not in sides}
    return replace(edition, figures=replace(edition.figures, abroad=left))


def counts(line):
    return line["best"], line["events"]


def test_a_zone_has_a_row_for_each_side_with_the_figures_of_that_side(made):
    lines = {(line["id"], line["side"]): line for line in zone_table.lines(MapView(made, BOTH))}
    assert [name for name, side in lines if not side] == vocabulary.zone_ids()
    for (zone, side), line in lines.items():
        figures = made.of_side(side or "MLI").figures
        unit = figures.unit("zones", zone)
        row = figures.row("zones", unit, "2022", "all", "any")
        assert counts(line) == (f"{row['fatalities_best']:,}", f"{row['events']:,}")
        exact = figures.exact(unit, "2022", "all", "any")
        assert line["exact"] == (f"{exact['fatalities_best']:,} ({exact['events']:,})" if exact["events"] else "")
    found = {side: counts(lines["either-50", side]) for side in ("", "BFA", "NER")}
    assert found == {"": ("1,308", "94"), "BFA": ("568", "41"), "NER": ("40", "5")}
    names = [lines["niger-50", side]["name"] for side in ("", "NER", "BFA")]
    assert names == ["Niger border, 50 km – Mali", "Niger", "Burkina Faso"]
    missing = [(line["name"], line["best"]) for line in zone_table.missing(MapView(made, BOTH))]
    assert missing == [("Mali", "767"), ("Niger", "400"), ("Burkina Faso", "468")]


def test_on_mali_s_side_nothing_is_said_of_sides(made):
    shown = MapView(made, View())
    assert {line["side"] for line in zone_table.lines(shown)} == {""}
    assert [line["name"] for line in zone_table.missing(shown)] == [""]
    assert zone_table.note(shown) == ""
    assert list(side_parts.parts(shown, made.figures.units["zones"])) == []


def test_a_side_that_is_not_loaded_is_no_data_in_words_and_never_0(made):
    shown = MapView(without(made, "BFA"), replace(BOTH, since="2020"))
    line = next(one for one in zone_table.lines(shown) if (one["id"], one["side"]) == ("either-50", "BFA"))
    assert {line[name] for name in ("best", "span", "events", "civilians")} == {"no data → no data"}
    assert (line["exact"], line["outside"]) == ("no data", "no data")
    assert zone_table.missing(shown)[2]["best"] == "no data → no data"
    assert "Not loaded: the events of Burkina Faso." in zone_table.note(shown)
    assert "Not loaded" not in zone_table.note(MapView(made, BOTH))
    assert "governments" not in zone_table.note(MapView(made, BOTH))
    assert zone_table.note(MapView(made, replace(BOTH, family="government"))).endswith("count as other actors.")
    assert {part.side for part in side_parts.parts(shown, made.figures.units["zones"])} == {"NER"}


def test_a_briefing_keeps_the_sides_of_a_zone_together(made):
    found = tables.zones(MapView(made, BOTH))
    few = found.first(7)
    assert [(line["id"], line["side"]) for line in few.lines] == [
        (zone, side) for zone in ("niger-50", "burkina-50") for side in ("", "NER", "BFA")
    ]
    assert few.others == "Three-border area, 50\u00a0km"
    assert [line["id"] for line in found.first(1).lines] == ["niger-50"] * 3


@pytest.mark.parametrize("since", [None, "2020"])
@pytest.mark.parametrize("key", ["fatalities_per_100k", "fatalities_per_1000km2"])
def test_a_part_has_its_own_value_in_the_classes_of_the_map_or_of_zones(made, key, since):
    shown = MapView(made, replace(BOTH, measure=key, since=since))
    by_area = measures.BY_KEY["fatalities_per_1000km2"]
    level = "admin1" if key == by_area.key else "zones"
    limits = records.breaks_of(made, by_area, level, "2022")
    parts = list(side_parts.parts(shown, made.figures.units["zones"]))
    assert len(parts) == 2 * len(vocabulary.zone_ids())
    for part in parts:
        there = made.figures.abroad[part.side]
        rows = [there.row("zones", part.unit, year, "all", "any") for year in ("2022", since) if year]
        cell = records.cell_of(by_area, rows[0], rows[1] if since else None, limits)
        kind, _ = vocabulary.split_zone(part.unit.pcode)
        own = {"NER": "niger", "BFA": "burkina"}[part.side]
        assert part.cell == (cell if kind in (own, "either") else None)
    kms = [int(str(part.unit.extra["distance_km"])) for part in parts]
    assert kms == sorted(kms, reverse=True)
    assert bool(side_parts.entries(shown)) == (level == "zones")
